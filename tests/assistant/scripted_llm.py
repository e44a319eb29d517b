"""A real HTTP server on loopback that speaks the OpenAI chat protocol and misbehaves on request."""

import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Body = dict[str, Any]


@dataclass
class Script:
    """What the server does with a request.

    ``text`` is streamed in pieces of ``piece`` characters, ``pause`` seconds apart. ``finish`` is
    the last finish_reason (None: the stream just ends). ``hang`` seconds pass before the end,
    ``raw`` replaces the whole stream, ``status`` the answer.
    """

    text: str | Callable[[Body], str] = ""
    piece: int = 7
    pause: float = 0.0
    finish: str | None = "stop"
    hang: float = 0.0
    hang_first: float = 0.0
    raw: bytes | None = None
    status: int = 200


@dataclass
class Endpoint:
    """The running server: its address and the requests that it got."""

    url: str
    requests: list[Body] = field(default_factory=list)


@contextmanager
def scripted(script: Script) -> Iterator[Endpoint]:
    """Start the server; it stops with the block."""
    endpoint = Endpoint("")

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body: Body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            endpoint.requests.append(body)
            with suppress(BrokenPipeError, ConnectionResetError):  # the client gave up
                self._play(body)

        def _play(self, body: Body) -> None:
            time.sleep(script.hang_first)
            self.send_response(script.status)
            ok = script.status == 200
            self.send_header("Content-Type", "text/event-stream" if ok else "application/json")
            self.end_headers()
            if not ok:
                self.wfile.write(b'{"error": {"message": "no", "type": "server_error"}}')
                return
            if script.raw is not None:
                self.wfile.write(script.raw)
                return
            text = script.text if isinstance(script.text, str) else script.text(body)
            self._send({"role": "assistant", "content": ""})
            for start in range(0, len(text), script.piece):
                self._send({"content": text[start : start + script.piece]})
                time.sleep(script.pause)
            time.sleep(script.hang)
            if script.finish is not None:
                self._send({}, script.finish)
                self.wfile.write(b"data: [DONE]\n\n")

        def _send(self, delta: dict[str, str], finish: str | None = None) -> None:
            choice = {"index": 0, "delta": delta, "finish_reason": finish}
            chunk = {"id": "1", "object": "chat.completion.chunk", "created": 0, "model": "m"}
            data = json.dumps(chunk | {"choices": [choice]}, ensure_ascii=False)
            self.wfile.write(f"data: {data}\n\n".encode())
            self.wfile.flush()

        def log_message(self, *args: object) -> None:
            """Quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    endpoint.url = f"http://127.0.0.1:{server.server_port}/v1"
    try:
        yield endpoint
    finally:
        server.shutdown()
        server.server_close()
