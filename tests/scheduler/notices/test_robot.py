"""Robots: what they are sent, and every way in which they do not take it."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import socket
import ssl
import threading
import time
from contextlib import suppress
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

import pytest

from scheduler.errors import Exit
from scheduler.notices import deliver as delivering
from scheduler.notices.channels import Robot
from scheduler.notices.line import within
from scheduler.notices.robot import DINGTALK, WECOM, post, signature
from scheduler.notices.text import REMAINDER, Notice
from tests.scheduler.notices.conftest import server_of

if TYPE_CHECKING:
    from pathlib import Path

    import trustme

    from scheduler.errors import Message
    from tests.scheduler.notices.conftest import Posts

deliver = partial(delivering.deliver, pause=0)


def sent(posts: Posts, notice: Notice, folder: Path, name: str = "企业微信") -> Message:
    (told,) = deliver(notice, [Robot(name, posts.url(), inside=True)], seconds=0.3)
    return told


def test_wecom_is_sent_markdown(posts: Posts, notice: Notice, tmp_path: Path) -> None:
    told = sent(posts, notice, tmp_path)
    assert (told.code, told.severity, told.exit) == ("notice-sent", "note", Exit.DONE)
    assert posts.paths == ["/send?key=SECRETKEY"]
    content = "**阳光花园2026年12月值班安排表(草案)**\n**12月1日–6日:**周二1日 王静\n"
    assert json.loads(posts.bodies[0]) == {"msgtype": "markdown", "markdown": {"content": content}}


def test_dingtalk_is_signed(posts: Posts, notice: Notice, tmp_path: Path) -> None:
    robot = Robot("钉钉", posts.url("/robot/send?access_token=TOKEN"), "SECwhatever", inside=True)
    (told,) = deliver(notice, [robot])
    assert told.code == "notice-sent"
    query = parse_qs(urlsplit(posts.paths[0]).query)
    (stamp,), (sign,), (token,) = query["timestamp"], query["sign"], query["access_token"]
    assert (len(stamp), token) == (13, "TOKEN")
    digest = hmac.digest(b"SECwhatever", f"{stamp}\nSECwhatever".encode(), hashlib.sha256)
    assert base64.b64decode(sign) == digest
    body = json.loads(posts.bodies[0])
    assert body["markdown"]["title"] == notice.title
    # 钉钉 breaks a line only after two spaces.
    assert body["markdown"]["text"].count("  \n") == 2


def test_the_signature_is_escaped() -> None:
    # Worked out with openssl dgst -sha256 -hmac.
    sign = "hmPWwU%2B7lVdm3ZZz0r9tSfx0L4Q26jWOZr9%2BGs6EZQM%3D"
    assert signature("this is secret", 1577262236757) == f"&timestamp=1577262236757&sign={sign}"


@pytest.mark.parametrize("status", [500, 503, 429])
def test_what_goes_wrong_once_is_tried_again(
    posts: Posts, notice: Notice, tmp_path: Path, status: int
) -> None:
    posts.answers = [(status, b"", {}), (200, b'{"errcode": -1, "errmsg": "busy"}', {})]
    assert sent(posts, notice, tmp_path).code == "notice-sent"
    assert len(posts.paths) == 3


@pytest.mark.parametrize(
    ("answer", "said", "tries"),
    [
        ((500, b"", {}), "HTTP 500（试了 3 次）", 3),
        ((404, b"", {}), "HTTP 404", 1),
        ((200, b"<html>", {}), "答复看不懂", 3),
        ((200, b"[]", {}), "答复看不懂", 3),
        ((200, b'{"errcode": 93000, "errmsg": "invalid key"}', {}), "errcode 93000", 1),
        (None, "0.3 秒没有答复（试了 3 次）", 3),
    ],
)
def test_what_is_refused_is_said(
    posts: Posts,
    notice: Notice,
    tmp_path: Path,
    answer: tuple[int, bytes, dict[str, str]] | None,
    said: str,
    tries: int,
) -> None:
    posts.answers = [answer] * 3
    told = sent(posts, notice, tmp_path)
    assert (told.code, told.severity, told.exit) == ("notice-failed", "warning", Exit.LOOK)
    assert told.text.startswith("企业微信没有通知到：")
    assert said in told.text
    assert len(posts.paths) == tries


def test_keys_are_masked_wherever_they_come_back(
    posts: Posts, notice: Notice, tmp_path: Path
) -> None:
    text = f"no such key SECRETKEY in {posts.url()}"
    posts.answers = [(200, json.dumps({"errcode": 1, "errmsg": text}).encode(), {})]
    told = sent(posts, notice, tmp_path)
    assert "SECRETKEY" not in told.text
    assert "no such key **** in ****" in told.text


def test_no_redirect_is_followed(posts: Posts, notice: Notice, tmp_path: Path) -> None:
    for status in (301, 302, 303, 307, 308):
        posts.answers = [(status, b"", {"Location": posts.url("/elsewhere")})]
        assert "没有跟去" in sent(posts, notice, tmp_path).text
    assert set(posts.paths) == {"/send?key=SECRETKEY"}


def test_nobody_there(notice: Notice, tmp_path: Path) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        robot = Robot(
            "企业微信", f"http://127.0.0.1:{free.getsockname()[1]}/?key=SECRETKEY", inside=True
        )
        (told,) = deliver(notice, [robot])
    assert "连接被拒绝（试了 3 次）" in told.text


def test_proxies_of_the_environment_are_used(
    posts: Posts, notice: Notice, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("http_proxy", posts.url(""))
    robot = Robot("企业微信", "http://robot.invalid/send?key=k")
    assert deliver(notice, [robot])[0].code == "notice-sent"
    assert posts.paths == ["http://robot.invalid/send?key=k"]


def test_certificates_are_checked(
    posts: Posts,
    notice: Notice,
    tmp_path: Path,
    certified: trustme.LeafCert,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    certified.configure_cert(context)
    with server_of(posts) as server:
        server.socket = context.wrap_socket(server.socket, server_side=True)
        server.handle_error = lambda *_: None  # type: ignore[method-assign]
        thread = threading.Thread(target=server.serve_forever, args=(0.02,))
        thread.start()
        robot = Robot("企业微信", posts.url().replace("http:", "https:"), inside=True)
        trusted = deliver(notice, [robot])
        monkeypatch.delenv("SSL_CERT_FILE")
        strange = deliver(notice, [robot])
        server.shutdown()
        thread.join()
    assert trusted[0].code == "notice-sent"
    assert "证书不可信" in strange[0].text


@pytest.mark.parametrize(("name", "most"), [("企业微信", WECOM), ("钉钉", DINGTALK)])
def test_long_messages_are_cut_at_the_end_of_a_line(
    posts: Posts, tmp_path: Path, name: str, most: int
) -> None:
    lines = tuple(("", f"周二{nth}日 王静") for nth in range(2000))
    assert sent(posts, Notice("题", lines, {}), tmp_path, name).code == "notice-sent"
    said = json.loads(posts.bodies[0])["markdown"]
    text = said.get("content") or said["text"]
    assert most - 40 < len(text.encode()) <= most
    *kept, rest = text.splitlines()
    assert rest == REMAINDER
    assert [line.rstrip() for line in kept] == [text for _, text in lines[: len(kept)]]


def test_names_make_no_links_and_mention_nobody() -> None:
    line = ("", "[点我](http://x) <@all> *_`#")
    text = Notice("题", (line,), {}).markdown(WECOM)
    assert not set(text) & set("<>[]*_`#")


def test_an_answer_that_never_ends_is_not_waited_for(notice: Notice, tmp_path: Path) -> None:
    over = threading.Event()

    class Drip(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.send_response(200)
            self.end_headers()
            with suppress(OSError):
                while not over.wait(0.05):
                    self.wfile.write(b" ")

        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Drip) as server:
        threading.Thread(target=server.serve_forever, args=(0.02,)).start()
        robot = Robot(
            "企业微信", f"http://127.0.0.1:{server.server_address[1]}/?key=SECRETKEY", inside=True
        )
        begin = time.monotonic()
        (told,) = deliver(notice, [robot], seconds=0.3)
        assert time.monotonic() - begin < 3
        assert "0.3 秒没有答复（试了 3 次）" in told.text
        over.set()
        server.shutdown()


def test_what_others_say_stays_one_short_line(posts: Posts, notice: Notice, tmp_path: Path) -> None:
    text = json.dumps({"errcode": 1, "errmsg": "a\nb\x1b[31m" + "x" * 5000})
    posts.answers = [(200, text.encode(), {})]
    told = sent(posts, notice, tmp_path)
    assert "errcode 1：a b [31mxxx" in told.text
    assert len(told.text) < 300


def test_no_encryption_there(posts: Posts, notice: Notice, tmp_path: Path) -> None:
    robot = Robot("企业微信", posts.url().replace("http:", "https:"), inside=True)
    (told,) = deliver(notice, [robot])
    assert "加密连接不成" in told.text


# --- what is reached, and for how long ------------------------------------------------------


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "2130706433", "[::ffff:127.0.0.1]"])
def test_addresses_within_the_house_are_asked_for(posts: Posts, notice: Notice, host: str) -> None:
    robot = Robot("企业微信", posts.url().replace("127.0.0.1", host))
    assert "allow = true" in deliver(notice, [robot])[0].text
    assert posts.paths == []


def test_nor_does_a_proxy_lead_there(
    posts: Posts, notice: Notice, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("http_proxy", posts.url(""))
    robot = Robot("企业微信", "http://169.254.1.1/send?key=k")
    assert "allow = true" in deliver(notice, [robot])[0].text
    assert posts.paths == []


@pytest.mark.parametrize(
    ("address", "inside"),
    [
        ("127.0.0.2", True),
        ("10.1.2.3", True),
        ("192.168.0.1", True),
        ("169.254.169.254", True),
        ("0.0.0.0", True),
        ("100.64.0.1", True),
        ("224.0.0.1", True),
        ("::1", True),
        ("fe80::1%eth0", True),
        ("fd00::1", True),
        ("::ffff:10.0.0.1", True),
        ("64:ff9b::7f00:1", True),
        ("2002:7f00:1::", True),
        ("1.1.1.1", False),
        ("2606:4700::1111", False),
        ("64:ff9b::101:101", False),
    ],
)
def test_what_is_within_the_house(address: str, inside: bool) -> None:
    assert within(address) is inside


def test_an_exchange_that_drips_is_cut_off(notice: Notice) -> None:
    """Every byte comes in time, the whole never."""
    over = threading.Event()
    with socket.create_server(("127.0.0.1", 0)) as server:

        def drip() -> None:
            with server.accept()[0] as connection, suppress(OSError):
                while not over.wait(0.02):
                    connection.sendall(b"H")

        thread = threading.Thread(target=drip)
        thread.start()
        robot = Robot("企业微信", f"http://127.0.0.1:{server.getsockname()[1]}/k", inside=True)
        with suppress(TimeoutError):
            post(robot, notice, 0.3)
            raise AssertionError("it came through")
        over.set()
        thread.join()


@pytest.mark.parametrize(
    "answer",
    [b'{"errcode": "root:x:0:0", "errmsg": ""}', b'{"errcode": 1e99}', b'{"errcode": 123456789}'],
)
def test_what_is_no_error_code_is_not_said(
    posts: Posts, notice: Notice, tmp_path: Path, answer: bytes
) -> None:
    posts.answers = [(200, answer, {})] * 3
    told = sent(posts, notice, tmp_path)
    assert "看不懂" in told.text and "root" not in told.text and "123456789" not in told.text


def test_an_answer_is_said_in_a_hundred_printable_characters(
    posts: Posts, notice: Notice, tmp_path: Path
) -> None:
    text = json.dumps({"errcode": 93000, "errmsg": "\x1b[31m\n" + "x" * 500}).encode()
    posts.answers = [(200, text, {})]
    told = sent(posts, notice, tmp_path).text
    assert told.isprintable() and 50 < told.count("x") <= 100
