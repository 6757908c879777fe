"""Robots of 企业微信 and 钉钉: a message posted to a webhook."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import time
from typing import TYPE_CHECKING
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import HTTPRedirectHandler, Request, build_opener

from scheduler.notices.channels import Failed, Refused

if TYPE_CHECKING:
    from http.client import HTTPResponse

    from scheduler.notices.channels import Robot
    from scheduler.notices.text import Notice

# What each of them takes (钉钉: about 20000 bytes for the whole message).
WECOM, DINGTALK = 4096, 18_000
BUSY = -1
ANSWER_BYTES = 100_000
AGAIN = (408, 429)


class _Stay(HTTPRedirectHandler):
    """Follows no redirect: the address has the key in it."""

    def redirect_request(self, *_: object) -> None:
        """Refuse."""


def post(robot: Robot, notice: Notice, seconds: float) -> None:
    """Send a notice to a robot.

    Raises
    ------
    Refused, Failed, OSError, HTTPException
        If it does not arrive.
    """
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
        with build_opener(_Stay).open(request, timeout=seconds) as answer:
            _judge(_whole(answer, time.monotonic() + seconds))
    except HTTPError as error:
        error.close()
        if error.code < 400:
            raise Refused(f"对方要转到别的地址（HTTP {error.code}），没有跟去") from None
        sort = Failed if error.code >= 500 or error.code in AGAIN else Refused
        raise sort(f"HTTP {error.code}") from None


def _whole(answer: HTTPResponse, deadline: float) -> bytes:
    """Read an answer; one that comes byte by byte must not hold the run for ever."""
    found = b""
    while len(found) < ANSWER_BYTES and (more := answer.read1(ANSWER_BYTES)):
        found += more
        if time.monotonic() > deadline:
            raise TimeoutError
    return found


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
        code, text = said["errcode"], said.get("errmsg", "")
    except (ValueError, TypeError, KeyError, AttributeError):
        raise Failed("对方的答复看不懂，请核对地址") from None
    if code != 0:
        raise (Failed if code == BUSY else Refused)(f"errcode {code}：{text}")
