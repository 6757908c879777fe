"""Each sentence of the page's safety, through a real socket."""

from __future__ import annotations

import asyncio
import http.client
import tracemalloc
from typing import TYPE_CHECKING, Any

import pytest

from scheduler.page.body import MOST_SAID, MOST_UPLOADED, TooLongError, read_body
from scheduler.page.patience import Patience
from tests.scheduler.page.served import Browser, served
from tests.scheduler.page.stand_in import HOSTILE, StandIn

if TYPE_CHECKING:
    from tests.scheduler.page.served import Answer, Served

SAID = {
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; "
    "img-src 'self'; connect-src 'self'; form-action 'none'; frame-ancestors 'none'; "
    "base-uri 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Server": None,
}
MANY = "/api/state", "/api/events", "/static/main.js", "/"
LOCK = {"version": 1, "table": "值班安排表", "slot": "一", "on": True}
UPLOAD = "upload?kind=data&name=a.xlsx"
KIND = "application/octet-stream"


def assert_guarded(answer: Answer) -> None:
    for name, value in SAID.items():
        assert answer.headers.get_all(name) == (value and [value]), name
    assert "html" not in answer.headers.get("Content-Type", "")


def assert_refused(answer: Answer, status: int) -> None:
    assert_guarded(answer)
    assert answer.status == status
    assert any("一" <= letter <= "龥" for letter in answer.body.decode())
    # Nobody who is refused goes on sending on this connection.
    assert answer.headers["Connection"] == "close"


def test_it_listens_on_loopback_alone(page: Served) -> None:
    assert page.running._socket.getsockname() == ("127.0.0.1", page.port)


def test_a_name_that_only_points_here_is_refused(page: Served) -> None:
    evil = f"evil.example:{page.port}"
    for host in (evil, "evil.example", "localhost", "127.0.0.1", "127.0.0.1:1", ""):
        for path in MANY:
            assert_refused(page.get(path, Host=host), 403)
    with pytest.raises(http.client.RemoteDisconnected):
        page.get("/", Host=None)


def test_a_foreign_page_is_refused(page: Served, session: StandIn) -> None:
    for origin in ("https://evil.example", "null", "http://localhost", ""):
        for path in MANY:
            assert_refused(page.get(path, Origin=origin), 403)
        assert_refused(page.post("lock", LOCK, Origin=origin), 403)
    assert session.version == 1


def test_a_page_on_another_port_of_this_machine_is_refused(page: Served) -> None:
    """Its requests have our cookie, for a browser knows no ports there."""
    for said in ({"Origin": "http://127.0.0.1:8080"}, {"Sec-Fetch-Site": "same-site"}):
        assert_refused(page.ask("GET", "/api/state", headers=dict(said)), 403)
    assert page.get("/api/state", Sec_Fetch_Site="same-origin").status == 200
    assert str(page.port) in page.running.keys.cookie


def test_who_has_no_token_and_no_cookie_sees_nothing(page: Served, session: StandIn) -> None:
    for cookie in (None, "", "zhiban=x", f"{page.running.keys.cookie}=", f"{page.cookie}x"):
        for path in (*MANY, "/?token=", "/?token=x", "/?token=%ff"):
            assert_refused(page.get(path, Cookie=cookie), 401)
        assert_refused(page.post("lock", LOCK, Cookie=cookie), 401)
        assert_refused(page.post("quit", {}, Cookie=cookie), 401)
    assert session.version == 1
    assert not page.running.should_exit


def test_a_token_opens_once_and_its_cookie_goes_to_no_other_site() -> None:
    told: list[str] = []
    with served(StandIn(), renewed=told.append) as page:
        path = page.running.keys.address.removeprefix(f"http://{page.host}")
        assert told == [page.running.keys.address]  # the first has been used by now
        answer = page.get(path, Cookie=None)
        assert_guarded(answer)
        assert answer.status == 303
        set_cookie = answer.headers["Set-Cookie"]
        assert set_cookie.endswith("; Path=/; HttpOnly; SameSite=Strict")
        assert_refused(page.get(path, Cookie=None), 401)
        # Whoever is in and opens an old address is in; another browser has the new address.
        assert page.get(path).headers["Location"] == "/"
        other = Browser(page.port)
        other.enter(told[-1])
        assert other.get("/api/state").status == page.get("/api/state").status == 200
        assert len(set(told)) == len(told) == 3
        # No token elsewhere than in the address of the page.
        path = told[-1].removeprefix(f"http://{page.host}/")
        assert_refused(page.get(f"/api/state{path}", Cookie=None), 401)


def test_what_changes_anything_carries_a_header_no_other_page_can_send(
    page: Served, session: StandIn
) -> None:
    for given in (None, "", "Page"):
        assert_refused(page.post("lock", LOCK, X_Zhiban=given), 403)
    for kind in (
        None,
        "text/plain",
        "application/x-www-form-urlencoded",
        "multipart/form-data",
        "text/csv",
    ):
        assert_refused(page.post("lock", LOCK, Content_Type=kind), 415)
        assert_refused(page.post(UPLOAD, b"PK", Content_Type=kind), 415)
    assert (session.version, session.uploads) == (1, [])
    assert page.post("lock", LOCK, Content_Type="application/json; charset=utf-8").status == 200


def test_nothing_is_changed_by_another_kind_of_request(page: Served, session: StandIn) -> None:
    for method in ("PUT", "DELETE", "OPTIONS", "TRACE", "CONNECT", "PATCH"):
        assert_refused(page.ask(method, "/api/lock"), 405)
    for path in ("/api/lock", "/api/quit", "/api/upload", "/api/solve"):
        assert page.get(path).status == 405
    assert_refused(page.ask("GET", "/api/state", b"x"), 400)
    assert session.version == 1
    assert not page.running.should_exit


@pytest.mark.parametrize(("path", "most"), ((UPLOAD, MOST_UPLOADED), ("lock", MOST_SAID)))
def test_too_much_announced_is_refused_before_it_comes(
    page: Served, session: StandIn, path: str, most: int
) -> None:
    kind = KIND if path == UPLOAD else "application/json"
    for size in (most + 1, 1024**3, 10**19):
        assert_refused(page.post(path, Content_Type=kind, Content_Length=str(size)), 413)
    assert session.uploads == []


def test_ten_megabytes_are_taken(page: Served, session: StandIn) -> None:
    content = bytes(MOST_UPLOADED)
    assert page.post(UPLOAD, content, Content_Type=KIND).status == 200
    assert session.uploads == [("data", "a.xlsx", content)]


def test_a_stream_without_end_is_cut(page: Served, session: StandIn) -> None:
    line = http.client.HTTPConnection("127.0.0.1", page.port, timeout=30)
    line.putrequest("POST", f"/api/{UPLOAD}", skip_host=True)
    said = {"Host": page.host, "Cookie": page.cookie, "X-Zhiban": "page", "Content-Type": KIND}
    for name, value in {**said, "Transfer-Encoding": "chunked"}.items():
        line.putheader(name, value)
    line.endheaders()
    piece = b"10000\r\n" + bytes(0x10000) + b"\r\n"
    sent = 0
    with pytest.raises(OSError):
        while sent < 2**30:
            line.send(piece)
            sent += len(piece)
    line.close()
    assert session.uploads == []
    assert page.get("/api/state").status == 200


def test_of_a_stream_no_more_is_kept_than_is_taken() -> None:
    asked = 0

    async def receive() -> dict[str, Any]:
        nonlocal asked
        asked += 1
        return {"type": "http.request", "body": bytes(2**16), "more_body": True}

    tracemalloc.start()
    with pytest.raises(TooLongError):
        asyncio.run(read_body(receive, None, MOST_UPLOADED, 60))
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert asked == MOST_UPLOADED // 2**16 + 1
    assert most < 1.2 * MOST_UPLOADED


def test_no_path_leads_out_of_the_pages_folder(page: Served) -> None:
    for name in (
        *("..", "../../pyproject.toml", "..%2f..%2f..%2fpyproject.toml", "%2e%2e/session.py"),
        *("..%5c..%5cpyproject.toml", "%2fetc%2fpasswd", "/etc/passwd", "index.html%00.js"),
        *("C:%5cWindows%5cwin.ini", "..;/index.html", ".%2findex.html", "index.html::$DATA"),
        *("__init__.py", "%ff%fe", "con", "%252e%252e%252fpyproject.toml", "INDEX.HTML"),
    ):
        for path in (f"/static/{name}", f"/{name}"):
            answer = page.get(path)
            assert_guarded(answer)
            assert answer.status == 404, path
        answer = page.get(f"/api/file?name={name}")
        assert_guarded(answer)
        assert answer.status == 422, name


def test_html_in_a_name_stays_text(page: Served) -> None:
    answer = page.get("/api/state")
    assert_guarded(answer)
    assert answer.headers["Content-Type"] == "application/json"
    assert answer.json["centre"] == HOSTILE
    answer = page.get("/api/judge?table=%3Cscript%3E&slot=%22")
    assert_guarded(answer)
    assert answer.json == {"table": "<script>", "slot": '"'}
    for answer in (
        page.get("/%3Cscript%3Ealert(1)%3C/script%3E"),
        page.get("/api/file?name=%3Cscript%3E%0d%0aX:1"),
        page.post("swap", LOCK | {"slot": HOSTILE}),
    ):
        assert_guarded(answer)
        assert answer.headers["Content-Type"] == "application/json"


def test_a_file_is_kept_and_never_shown(page: Served) -> None:
    answer = page.get("/api/file?name=%E5%80%BC%E7%8F%AD%E5%AE%89%E6%8E%92%E8%A1%A8-2026-12.xlsx")
    assert_guarded(answer)
    assert answer.body == b"PK"
    assert answer.headers["Content-Disposition"].startswith("attachment; filename*=UTF-8''%E5%80")


def test_whoever_drips_headers_is_hung_up_on(monkeypatch: pytest.MonkeyPatch) -> None:
    """However often a byte comes: the time is that of all headers together."""
    monkeypatch.setattr(Patience, "seconds", 0.05)
    with served(StandIn()) as page, page.raw() as silent, page.raw() as line:
        line.sendall(b"GET / HTTP/1.1\r\nHost: ")
        line.settimeout(0.01)
        for _ in range(1000):
            try:
                line.sendall(b"x")
                assert line.recv(1) == b""
                break
            except TimeoutError:
                continue
            except ConnectionError:
                break
        else:
            pytest.fail("waited for ever")
        assert _hung_up(silent)
        assert page.get("/api/state").status == 200


def test_whoever_drips_a_body_is_hung_up_on(page: Served, session: StandIn) -> None:
    page.running.config.app._seconds = 0.05
    with page.raw() as line:
        head = f"POST /api/lock HTTP/1.1\r\nHost: {page.host}\r\nCookie: {page.cookie}\r\n"
        kind = "X-Zhiban: page\r\nContent-Type: application/json\r\nContent-Length: 9\r\n\r\n{"
        line.sendall((head + kind).encode())
        assert line.recv(4096).startswith(b"HTTP/1.1 408 ")
        while line.recv(4096):
            pass
    assert session.version == 1


@pytest.mark.parametrize(
    "said", (b"\x16\x03\x01\x00", b"GET\r\n\r\n", b"GET / HTTP/1.1\r\nA: " + b"x" * 2**17)
)
def test_whoever_speaks_no_http_is_hung_up_on(page: Served, said: bytes) -> None:
    with page.raw() as line:
        line.sendall(said + b"\r\n\r\n")
        assert _hung_up(line)


def test_too_many_connections_are_hung_up_on(page: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("scheduler.page.patience.CONNECTIONS", 0)
    with page.raw() as line:
        assert _hung_up(line)


def _hung_up(line: Any) -> bool:
    try:
        return line.recv(1) == b""
    except ConnectionResetError:
        return True


def test_of_two_tabs_the_slower_sees_what_the_faster_did(page: Served, session: StandIn) -> None:
    assert page.post("lock", LOCK).json["version"] == 2
    answer = page.post("lock", LOCK)
    assert_guarded(answer)
    assert answer.status == 409
    assert answer.json == {"text": "别处已经改过", "state": session.state()}
    assert session.version == 2
