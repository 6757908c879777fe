"""The guard before everything: who asks, from where, how, and how much they send.

The machine's other programs, and every web page its browser shows, can reach a port of loopback.
So the host must be this one by its number (a foreign name that points here is refused), the page
that asks must be this page, the browser must have come in by a token, and what changes anything
must carry a header that no other page can send.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.datastructures import Headers, QueryParams
from starlette.requests import cookie_parser
from starlette.responses import PlainTextResponse, Response

from scheduler.page.answers import refusal
from scheduler.page.body import MOST_SAID, MOST_UPLOADED, GoneError, TooLongError, read_body

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

    from scheduler.page.keys import Keys

UPLOAD = "/api/upload"
BYTES, JSON = "application/octet-stream", "application/json"
# On every answer, uvicorn's own ones too.
HEADERS = [
    (
        "Content-Security-Policy",
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
        "connect-src 'self'; form-action 'none'; frame-ancestors 'none'; base-uri 'none'",
    ),
    ("X-Content-Type-Options", "nosniff"),
    ("Referrer-Policy", "no-referrer"),
    ("Cache-Control", "no-store"),
    ("Cross-Origin-Opener-Policy", "same-origin"),
    ("Cross-Origin-Resource-Policy", "same-origin"),
]
STRANGER = "请用命令窗口里显示的地址打开本页（每个地址只能用一次）"


class Guard:
    """Lets through only what the page itself sends.

    Parameters
    ----------
    app
        What is guarded; a POST reaches it with its whole body.
    port, keys
        Where the page is served and what opens it.
    seconds
        How long the body of a request may take.
    """

    def __init__(self, app: ASGIApp, port: int, keys: Keys, seconds: float = 60.0) -> None:
        self._app = app
        self._host = f"127.0.0.1:{port}"
        self._keys = keys
        self._seconds = seconds

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, or let it through."""
        headers = Headers(scope=scope)
        refused = self._refused(scope, headers)
        if refused is None and scope["method"] == "POST":
            most = MOST_UPLOADED if scope["path"] == UPLOAD else MOST_SAID
            try:
                length = headers.get("content-length")
                body = await read_body(receive, length, most, self._seconds)
            except TooLongError:
                size = "10 MB" if most == MOST_UPLOADED else "64 KB"
                refused = refusal(413, f"太大了，最多 {size}，没有收下", close=True)
            except TimeoutError:
                refused = refusal(408, "传得太慢，没有收下；请重试", close=True)
            except GoneError:
                return
            else:
                receive = _again(body, receive)
        await (refused or self._app)(scope, receive, send)

    def _refused(self, scope: Scope, headers: Headers) -> Response | None:
        """Return the answer to what does not get through, and to a token."""
        method, path = scope["method"], scope["path"]
        if headers.getlist("host") != [self._host]:
            return refusal(403, "只能在本机用 127.0.0.1 打开", close=True)
        if headers.get("origin", f"http://{self._host}") != f"http://{self._host}" or (
            path != "/" and headers.get("sec-fetch-site", "none") not in ("none", "same-origin")
        ):
            return refusal(403, "别的网页不能使用这里", close=True)
        if method not in ("GET", "HEAD", "POST"):
            return refusal(405, "没有这种请求", close=True)
        if method != "POST" and (
            headers.get("content-length", "0") != "0" or "transfer-encoding" in headers
        ):
            return refusal(400, "这里不收内容", close=True)
        token = QueryParams(scope["query_string"]).get("token")
        if path == "/" and method == "GET" and token is not None:
            cookie = self._keys.set_cookie(token)
            if cookie:
                return Response(status_code=303, headers={"Location": "/", "Set-Cookie": cookie})
        cookies = cookie_parser(headers.get("cookie", ""))
        if not self._keys.opens(cookies.get(self._keys.cookie, "")):
            if path.startswith("/api/"):
                return refusal(401, STRANGER, close=True)
            return PlainTextResponse(STRANGER, 401, headers={"Connection": "close"})
        if token is not None and path == "/":
            return Response(status_code=303, headers={"Location": "/"})  # in already
        return _ill_sent(path, headers) if method == "POST" else None


def _ill_sent(path: str, headers: Headers) -> Response | None:
    """Return the answer to a POST that no button of the page sends."""
    if headers.get("x-zhiban") != "page":
        return refusal(403, "别的网页不能使用这里", close=True)
    wanted = BYTES if path == UPLOAD else JSON
    if headers.get("content-type", "").partition(";")[0].strip().lower() != wanted:
        return refusal(415, f"这里只收 {wanted}", close=True)
    return None


def _again(body: bytes, receive: Receive) -> Receive:
    """Return what gives a body that has been read already, then what comes after it."""
    pending: list[Message] = [{"type": "http.request", "body": body, "more_body": False}]

    async def give() -> Message:
        return pending.pop() if pending else await receive()

    return give
