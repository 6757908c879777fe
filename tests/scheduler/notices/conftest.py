"""Real servers on loopback, and a notice to send them."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING

import pytest
import trustme

from scheduler.notices.text import Notice

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

OK = b'{"errcode": 0, "errmsg": "ok"}'


@dataclass
class Posts:
    """A web server that answers as it is told, in turn, and remembers what it was sent.

    An answer of None is none at all until the test is over.
    """

    answers: list[tuple[int, bytes, dict[str, str]] | None] = field(default_factory=list)
    paths: list[str] = field(default_factory=list)
    bodies: list[bytes] = field(default_factory=list)
    over: threading.Event = field(default_factory=threading.Event)
    port: int = 0

    def url(self, rest: str = "/send?key=SECRETKEY") -> str:
        return f"http://127.0.0.1:{self.port}{rest}"


def server_of(posts: Posts) -> ThreadingHTTPServer:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            posts.paths.append(self.path)
            posts.bodies.append(self.rfile.read(int(self.headers["Content-Length"])))
            answer = posts.answers.pop(0) if posts.answers else (200, OK, {})
            if answer is None:
                posts.over.wait()
                return
            status, body, headers = answer
            self.send_response(status)
            for name, value in (headers | {"Content-Length": str(len(body))}).items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    posts.port = server.server_address[1]
    return server


@pytest.fixture(autouse=True)
def alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing of the machine's own environment, nor of how it went for another test."""
    monkeypatch.setattr("scheduler.notices.deliver.SILENCE", 0.0)
    for name in ("http_proxy", "https_proxy", "all_proxy", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)


@pytest.fixture
def posts() -> Iterator[Posts]:
    made = Posts()
    with server_of(made) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.02,))
        thread.start()
        yield made
        made.over.set()
        server.shutdown()
        thread.join()


@pytest.fixture
def certified(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> trustme.LeafCert:
    """A certificate of 127.0.0.1 that this process trusts."""
    authority = trustme.CA()
    place = tmp_path / "authority.pem"
    authority.cert_pem.write_to_path(str(place))
    monkeypatch.setenv("SSL_CERT_FILE", str(place))
    return authority.issue_cert("127.0.0.1")


@pytest.fixture
def notice() -> Notice:
    lines = (("阳光花园2026年12月值班安排表(草案)", ""), ("12月1日–6日:", "周二1日 王静"))
    return Notice("阳光花园2026年12月值班安排表(草案)", lines, {"schema": "zhiban.notice/1"})
