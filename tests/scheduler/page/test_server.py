"""What the page is answered, and what it is told unasked."""

from __future__ import annotations

import json
import threading
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    import socket

    from tests.scheduler.page.served import Served
    from tests.scheduler.page.stand_in import StandIn

LOCK = {"version": 1, "table": "值班安排表", "slot": "一", "on": True}
SEAT = {"slot": "一", "person": "王静"}
SWAP = {"version": 1, "table": "", "a": SEAT, "b": {"slot": "二"}}


class Listener:
    """One tab's events."""

    def __init__(self, page: Served) -> None:
        self.line: socket.socket = page.raw()
        head = f"GET /api/events HTTP/1.1\r\nHost: {page.host}\r\nCookie: {page.cookie}\r\n"
        self.line.sendall(f"{head}Accept-Encoding: gzip\r\n\r\n".encode())
        self._text = self.line.makefile("r", encoding="utf-8", newline="\n")
        assert next(self._text).startswith("HTTP/1.1 200")
        while not next(self._text).startswith(": zhiban"):
            pass

    def next(self) -> tuple[str, Any]:
        """Wait for the next event."""
        for line in self._text:
            if line.startswith("event: "):
                return line[7:].strip(), json.loads(next(self._text)[6:])
        raise EOFError

    def __enter__(self) -> Listener:
        return self

    def __exit__(self, *_: object) -> None:
        self._text.close()
        self.line.close()


def test_the_page_and_its_files_are_served_as_what_they_are(page: Served) -> None:
    for path, kind in (
        ("/", "text/html; charset=utf-8"),
        ("/static/main.js", "text/javascript; charset=utf-8"),
        ("/static/style.css", "text/css; charset=utf-8"),
        ("/static/icon.svg", "image/svg+xml"),
    ):
        answer = page.get(path)
        assert (answer.status, answer.headers["Content-Type"]) == (200, kind)
        assert answer.headers["Cache-Control"] == "no-store"
        assert "script-src 'self'" in answer.headers["Content-Security-Policy"]
    assert page.get("/static/none.js").json == {"text": "没有这一页"}


def test_a_refusal_is_said_in_words(page: Served) -> None:
    answer = page.post("swap", SWAP | {"b": {"slot": "二", "person": None}})
    assert (answer.status, answer.json) == (422, {"text": "王静 不能换", "lines": []})


def test_several_findings_are_lines_with_their_cells(page: Served) -> None:
    answer = page.post("try_swap", {name: SWAP[name] for name in ("table", "a")} | {"b": SEAT})
    assert answer.json == {"text": "有错", "lines": ["a.xlsx › 员工 › B2：空着", "a.xlsx：旧的"]}


def test_a_fault_of_the_program_is_one_in_words(page: Served) -> None:
    answer = page.post("undo", {"version": 1})
    assert answer.status == 500
    assert answer.json["text"].startswith("这是程序的问题（ZeroDivisionError")
    assert page.get("/api/state").status == 200


def test_what_no_button_sends_is_refused(page: Served, session: StandIn) -> None:
    for body in (
        *(b"", b"{", b"[]", b"1", b"\xff", b"[" * 60_000, b'{"version":' + b"9" * 5000 + b"}"),
        *({}, LOCK | {"more": 1}, LOCK | {"on": 1}, LOCK | {"version": True}),
        *(LOCK | {"version": "1"}, LOCK | {"version": 1.0}, LOCK | {"slot": None}),
        *(LOCK | {"slot": "\ud800"}, LOCK | {"slot": ["一"]}),
    ):
        assert page.post("lock", body).status == 400, body
    # A seat is a slot and a person.
    for seat in ({}, {"slot": "一", "who": "王静"}, "一", {"slot": 1}, None):
        assert page.post("swap", SWAP | {"b": seat}).status == 400, seat
    for query in ("", "?table=a", "?table=a&slot=b&more=c"):
        assert page.get(f"/api/judge{query}").status == 400, query
    assert page.post("upload?kind=data", b"", Content_Type="application/octet-stream").status == 400
    assert session.version == 1


def test_the_rest_is_answered_during_a_search_and_stopping_ends_it(
    page: Served, session: StandIn
) -> None:
    found: list[Any] = []
    search = threading.Thread(target=lambda: found.append(page.post("solve", {"version": 1})))
    search.start()
    assert session.searching.wait(30)
    assert page.get("/api/state").json["version"] == 1
    assert page.post("stop", {}).status == 200
    search.join(30)
    assert found[0].json["version"] == 2


def test_every_tab_hears_of_progress_of_a_change_and_of_the_end(
    page: Served, session: StandIn
) -> None:
    session.stop()
    with Listener(page) as one, Listener(page) as two:
        page.get("/api/state")
        page.post("solve", {"version": 1})
        assert page.post("quit", {}).status == 200
        for tab in (one, two):
            assert tab.next() == ("progress", {"text": "第 1 步\n第 2 步"})
            assert tab.next() == ("changed", {"version": 2})
            assert tab.next() == ("bye", {"text": "已退出"})
            with pytest.raises(EOFError):
                tab.next()


def test_a_tab_that_has_gone_is_forgotten(page: Served) -> None:
    with Listener(page):
        assert len(page.running.events._tabs) == 1
    with Listener(page) as tab:
        page.running.events.tell("progress", {"text": "还在"})
        assert tab.next() == ("progress", {"text": "还在"})
