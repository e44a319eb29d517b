"""Looks after the index while it is served: a damaged one is opened anew or rebuilt in the
background, while questions go on being answered with what is left of it."""

import logging
import threading
import time
from typing import Literal

from assistant.core import Assistant
from assistant.llm import Writer
from assistant.service.served import ServedAssistant
from corpus import CorpusError
from index.build import index_folders, open_index
from index.errors import SearchIndexError
from index.health import file_fault, sizes, store_fault
from index.settings import IndexSettings

log = logging.getLogger("guiwen.caretaker")
State = Literal["ready", "degraded", "rebuilding", "stopping"]
_MOST_SECONDS_BETWEEN_TRIES = 300.0
_FEWEST_SECONDS_BETWEEN_LOOKS = 1.0


class Caretaker:
    """A thread that looks every ``check_seconds``, and at once after a degraded answer.

    After a failed recovery it waits twice as long before the next, up to five minutes. Waiting is
    by monotonic clock.
    """

    def __init__(self, served: ServedAssistant, settings: IndexSettings) -> None:
        self._served = served
        self._settings = settings
        self._pace = served.service.check_seconds
        self._poke = threading.Event()
        self._stopped = threading.Event()
        self._rebuild_asked = False
        self._thread = threading.Thread(target=self._work, name="caretaker", daemon=True)
        self._healthy = sizes(settings, served.index)
        self._folders = index_folders(settings, served.index)
        self.fault = ""
        self._set("ready")
        served.on_degraded = self.look_soon

    @property
    def state(self) -> State:
        return self._state

    def start(self) -> None:
        self._thread.start()

    def look_soon(self) -> None:
        """Do not wait for the next round."""
        self._poke.set()

    def rebuild(self) -> None:
        """Build the index anew in the background, whatever its state."""
        self._rebuild_asked = True
        self._poke.set()

    def stop(self) -> None:
        """Report "stopping" from now on; a build under way is left to die with the process."""
        self._stopped.set()
        self._poke.set()
        self._set("stopping")

    def _work(self) -> None:
        wait = self._pace
        while not self._stopped.is_set():
            self._poke.wait(wait)
            self._poke.clear()
            if self._stopped.is_set():
                return
            begin = time.monotonic()
            try:
                well = self.look()
            except Exception:
                # The thread must outlive whatever a damaged disk makes libraries raise.
                log.exception("looking after the index failed")
                well = False
            wait = self._pace if well else min(2 * wait, _MOST_SECONDS_BETWEEN_TRIES)
            if not well:
                # Every degraded answer pokes; between two tries there must be a rest all the same.
                self._stopped.wait(min(self._pace, wait))
            log.debug("looked after the index", extra={"seconds": time.monotonic() - begin})
            self._stopped.wait(min(self._pace, _FEWEST_SECONDS_BETWEEN_LOOKS))

    def look(self) -> bool:
        """One round: whether the index is whole at its end."""
        asked, self._rebuild_asked = self._rebuild_asked, False
        self.fault = file_fault(self._healthy) or store_fault(self._served.index)
        if not self.fault and not asked:
            self._set("ready")
            return True
        log.warning(
            "recovering the index", extra={"fault": self.fault or "a rebuild was asked for"}
        )
        self._set("rebuilding" if asked and not self.fault else "degraded")
        try:
            self._recover(asked)
        except (CorpusError, SearchIndexError, OSError) as error:
            self.fault = str(error)
            self._served.metrics.reopened(succeeded=False)
            log.error("the index cannot be recovered yet", extra={"fault": self.fault})
            return False
        self.fault = ""
        self._served.metrics.reopened(succeeded=True)
        self._set("ready")
        log.info("the index is whole again")
        return True

    def _recover(self, asked: bool) -> None:
        # Opening is enough where another process has put a new index in place, or where only the
        # server had been away: what it holds is found whole then, or rebuilt.
        ours = index_folders(self._settings, self._served.index) == self._folders
        away = self._settings.chroma_url and not file_fault(self._healthy)
        rebuild = asked or (ours and not away)
        index = open_index(self._settings, progress=False, rebuild=rebuild)
        settings = self._served.settings
        self._served.adopt(Assistant(index, settings, Writer.from_settings(settings, index)))
        self._healthy = sizes(self._settings, index)
        self._folders = index_folders(self._settings, index)

    def _set(self, state: State) -> None:
        self._state: State = state
        self._served.metrics.index_ready(state == "ready")
