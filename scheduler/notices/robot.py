"""Robots of 企业微信 and 钉钉: a message posted to a webhook."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import time
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from typing import TYPE_CHECKING, Any
from urllib.error import HTTPError
from urllib.parse import urlencode, urlsplit
from urllib.request import (
    HTTPHandler,
    HTTPRedirectHandler,
    HTTPSHandler,
    Request,
    build_opener,
)

from scheduler.notices.channels import Failed, Refused
from scheduler.notices.line import Line

if TYPE_CHECKING:
    from http.client import HTTPResponse

    from scheduler.notices.channels import Robot
    from scheduler.notices.text import Notice

# What each of them takes (钉钉: about 20000 bytes for the whole message).
WECOM, DINGTALK = 4096, 18_000
BUSY = -1
ANSWER_BYTES = 100_000
AGAIN = (408, 429)
MOST_CODE = 10_000_000  # what else is answered as a code is none


class _Stay(HTTPRedirectHandler):
    """Follows no redirect: the address has the key in it."""

    def redirect_request(self, *_: object) -> None:
        """Refuse."""


class _Plain(HTTPHandler):
    """Speaks over a line."""

    def __init__(self, line: Line) -> None:
        super().__init__()
        self.line = line

    def http_open(self, req: Request) -> HTTPResponse:
        """Open an address."""

        def made(host: str, **more: Any) -> HTTPConnection:
            return _on(self.line, HTTPConnection(host, **more))

        return self.do_open(made, req)


class _Secure(HTTPSHandler):
    """Speaks over a line, encrypted."""

    def __init__(self, line: Line) -> None:
        super().__init__()
        self.line = line

    def https_open(self, req: Request) -> HTTPResponse:
        """Open an address."""

        def made(host: str, **more: Any) -> HTTPConnection:
            return _on(self.line, HTTPSConnection(host, **more))

        return self.do_open(made, req)


def _on(line: Line, connection: HTTPConnection) -> HTTPConnection:
    vars(connection)["_create_connection"] = line.connect
    return connection


def post(robot: Robot, notice: Notice, seconds: float) -> None:
    """Send a notice to a robot.

    Raises
    ------
    Refused, Failed, OSError
        If it does not arrive.
    """
    line = Line(urlsplit(robot.webhook).hostname or "", inside=robot.inside)
    line.within(seconds, lambda: _post(robot, notice, seconds, line))


def _post(robot: Robot, notice: Notice, seconds: float, line: Line) -> None:
    line.look()
    url = robot.webhook
    if robot.name == "钉钉":
        said = {"title": notice.title, "text": notice.markdown(DINGTALK, "  \n")}
        url += signature(robot.secret, time.time_ns() // 1_000_000) if robot.secret else ""
    else:
        said = {"content": notice.markdown(WECOM)}
    body = json.dumps({"msgtype": "markdown", "markdown": said}, ensure_ascii=False).encode()
    headers = {"Content-Type": "application/json; charset=utf-8"}
    try:
        request = Request(url, body, headers)
        opener = build_opener(_Stay, _Plain(line), _Secure(line))
        with opener.open(request, timeout=seconds) as answer:
            _judge(answer.read(ANSWER_BYTES))
    except HTTPError as error:
        error.close()
        if error.code < 400:
            raise Refused(f"对方要转到别的地址（HTTP {error.code}），没有跟去") from None
        sort = Failed if error.code >= 500 or error.code in AGAIN else Refused
        raise sort(f"HTTP {error.code}") from None
    except HTTPException:
        # Its words would be whatever some other service had to say.
        raise Failed("对方的答复看不懂，请核对地址") from None


def signature(secret: str, milliseconds: int) -> str:
    """Return what 钉钉 wants at the end of the address when a robot has a secret."""
    text = f"{milliseconds}\n{secret}"
    digest = hmac.new(secret.encode(), text.encode(), hashlib.sha256).digest()
    sign = base64.b64encode(digest).decode()
    return "&" + urlencode({"timestamp": milliseconds, "sign": sign})


def _judge(answer: bytes) -> None:
    """Make sure of what was answered with HTTP 200."""
    try:
        said = json.loads(answer)
        code, text = said["errcode"], str(said.get("errmsg", ""))
        if type(code) is not int or abs(code) > MOST_CODE:
            raise ValueError
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        raise Failed("对方的答复看不懂，请核对地址") from None
    if code != 0:
        raise (Failed if code == BUSY else Refused)(f"errcode {code}：{text}")
