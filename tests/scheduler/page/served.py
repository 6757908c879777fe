"""A page that is really served, and a client that says exactly what it is told to."""

from __future__ import annotations

import http.client
import json
import socket
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, NamedTuple

from scheduler.page.start import Running

if TYPE_CHECKING:
    from collections.abc import Iterator

LONG = 30  # seconds after which a test has failed


class Answer(NamedTuple):
    status: int
    headers: http.client.HTTPMessage
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)


class Browser:
    """Whoever asks a page on a port of this machine, with a cookie once it has come in."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.host = f"127.0.0.1:{port}"
        self.cookie = ""

    def ask(
        self, method: str, path: str, body: Any = None, headers: dict[str, str | None] | None = None
    ) -> Answer:
        """Ask as the page does, but for the headers given; None leaves one out."""
        said: dict[str, str | None] = {"Host": self.host, "Cookie": self.cookie or None}
        if method == "POST":
            said |= {"X-Zhiban": "page", "Content-Type": "application/json"}
            said |= {"Origin": f"http://{self.host}"}
        said |= headers or {}
        if body is not None and not isinstance(body, bytes):
            body = json.dumps(body).encode()
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=LONG)
        try:
            line.putrequest(method, path, skip_host=True, skip_accept_encoding=True)
            for name, value in said.items():
                if value is not None:
                    line.putheader(name, value)
            if body is not None and "Content-Length" not in said:
                line.putheader("Content-Length", str(len(body)))
            line.endheaders(body)
            answer = line.getresponse()
            return Answer(answer.status, answer.headers, answer.read())
        finally:
            line.close()

    def get(self, path: str, **headers: str | None) -> Answer:
        return self.ask("GET", path, headers={k.replace("_", "-"): v for k, v in headers.items()})

    def post(self, name: str, body: Any = None, **headers: str | None) -> Answer:
        said = {k.replace("_", "-"): v for k, v in headers.items()}
        return self.ask("POST", f"/api/{name}", body, said)

    def enter(self, address: str) -> str:
        """Come in by an address, and return the cookie."""
        answer = self.ask("GET", address.removeprefix(f"http://{self.host}"))
        assert (answer.status, answer.headers["Location"]) == (303, "/")
        self.cookie = str(answer.headers["Set-Cookie"].partition(";")[0])
        return self.cookie

    def raw(self) -> socket.socket:
        return socket.create_connection(("127.0.0.1", self.port), timeout=LONG)


class Served(Browser):
    """A browser and the page that runs for it in a thread."""

    def __init__(self, running: Running) -> None:
        super().__init__(running.port)
        self.running = running
        self.thread = threading.Thread(target=running.serve_until_ended)
        self.thread.start()
        self.enter(running.keys.address)


@contextmanager
def served(session: Any, **given: Any) -> Iterator[Served]:
    """Serve a session in a thread; a browser has come in."""
    page = Served(Running(session, **given))
    try:
        yield page
    finally:
        page.running.end()
        page.thread.join(LONG)
        assert not page.thread.is_alive()
