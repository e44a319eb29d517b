"""Build, ask and serve the page where no packet can leave: ``python -m tests.service.sealed_room``.

Run by test_sealed_room.py in a network namespace that has a loopback interface and nothing else.
"""

import re
import socket
import sys
from pathlib import Path

import httpx

from tests.service.process import service


def main(folder: Path) -> int:
    """0 when everything works; prints what it saw."""
    try:
        socket.create_connection(("192.0.2.1", 443), timeout=2).close()
    except OSError as error:
        print(f"sealed: {error}")
    else:
        return 1
    with service(folder) as started:
        answer = started.ask("新建多少处游园?").json()
        print("answer:", answer["text"], answer["trace"]["degraded"])
        page = httpx.get(started.url, timeout=30)
        print("page:", page.status_code, "规问" in page.text)
        hosts = set(re.findall(r"(?:src|href)=\"(?:https?:)?//([^/\"]+)", page.text))
        print("other hosts:", sorted(hosts))
        return 0 if "30处" in answer["text"] and page.status_code == 200 and not hosts else 1


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
