"""The page's requests: each is one method of the session, its answer a JSON document."""

from __future__ import annotations

import asyncio
import traceback
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.responses import Response, StreamingResponse
from starlette.routing import Route

from scheduler.errors import ZhibanError, capped
from scheduler.files import reason
from scheduler.page.answers import document, refusal
from scheduler.page.calls import ASKED, POSTED, UPLOADED, IllAskedError, arguments, posted
from scheduler.page.stale import Stale
from scheduler.page.static_files import INDEX, static_file

if TYPE_CHECKING:
    from collections.abc import Callable

    from starlette.requests import Request

    from scheduler.page.events import Events
    from scheduler.page.session import Session

ORDINARY = 4  # threads: a tab asks for one thing at a time
# A search must not keep the rest from being answered, and stopping it waits for nobody.
OWN_THREAD = ("solve", "stop")


class Page:
    """The answers of one centre's page.

    Parameters
    ----------
    session
        What knows the month.
    events
        What the tabs listen to.
    quit
        Ends the server.
    trace
        Told of what is a fault of the program.
    """

    def __init__(
        self,
        session: Session,
        events: Events,
        quit: Callable[[], object],
        trace: Callable[[str], object] = lambda _: None,
    ) -> None:
        self._session, self._events = session, events
        self._quit, self._trace = quit, trace
        self._pool = ThreadPoolExecutor(ORDINARY, "page")
        self._pools = {name: ThreadPoolExecutor(1, name) for name in OWN_THREAD}

    def app(self) -> Starlette:
        """Return the routes."""
        get = [Route(f"/api/{name}", partial(self._asked, name)) for name in ASKED]
        post = [
            Route(f"/api/{name}", partial(self._posted, name), methods=["POST"]) for name in POSTED
        ]
        return Starlette(
            routes=[
                Route("/", self._index),
                Route("/static/{name}", self._static),
                Route("/api/events", self._listen),
                Route("/api/upload", self._uploaded, methods=["POST"]),
                Route("/api/quit", self._ended, methods=["POST"]),
                *get,
                *post,
            ],
            # Not for the way, which is short, but for the page to stay small: a month shrinks to
            # a tenth. Events are never packed.
            middleware=[Middleware(GZipMiddleware, compresslevel=6)],
            exception_handlers={HTTPException: _no_such},
        )

    def close(self) -> None:
        """Take no more calls; those that run are waited for by the interpreter."""
        for pool in (self._pool, *self._pools.values()):
            pool.shutdown(wait=False, cancel_futures=True)

    async def _index(self, _: Request) -> Response:
        return static_file(INDEX)

    async def _static(self, request: Request) -> Response:
        return static_file(request.path_params["name"])

    async def _listen(self, _: Request) -> Response:
        return StreamingResponse(self._events.listen(), media_type="text/event-stream")

    async def _ended(self, _: Request) -> Response:
        self._quit()
        return document({"text": "已退出"})

    async def _asked(self, name: str, request: Request) -> Response:
        return await self._call(name, partial(arguments, ASKED[name], dict(request.query_params)))

    async def _posted(self, name: str, request: Request) -> Response:
        return await self._call(name, partial(posted, name, await request.body()))

    async def _uploaded(self, request: Request) -> Response:
        given, content = dict(request.query_params), await request.body()
        return await self._call(
            "upload", lambda: {**arguments(UPLOADED, given), "content": content}
        )

    async def _call(self, name: str, read: Callable[[], dict[str, Any]]) -> Response:
        """Answer with what a method of the session returns, in a thread of its own."""
        try:
            call = partial(getattr(self._session, name), **read())
            if name == "solve":
                call = partial(call, progress=self._progress)
            loop = asyncio.get_running_loop()
            found = await loop.run_in_executor(self._pools.get(name, self._pool), call)
        except IllAskedError:
            return refusal(400, "这样的请求看不懂；请刷新本页")
        except Stale as stale:
            return document({"text": stale.text, "state": stale.state}, 409)
        except ZhibanError as error:
            return document({"text": error.text, "lines": _lines(error)}, 422)
        except OSError as error:
            return refusal(422, f"读写失败：{reason(error)}")
        except Exception as error:
            self._trace(traceback.format_exc())
            what = f"{type(error).__name__}: {error}"
            return refusal(500, f"这是程序的问题（{what}）；请把 --log-file 的记录发给开发者")
        if found is None:
            return document({})
        if isinstance(found, bytes):
            return _attachment(read()["name"], found)
        if name not in ASKED:
            self._notice(found)
        return document(found)

    def _progress(self, line: str) -> None:
        self._events.tell("progress", {"text": line})

    def _notice(self, found: dict[str, Any]) -> None:
        """Tell every tab of the state that an action has led to.

        Not what somebody only looks at: two tabs at two months would drive each other.
        """
        version = found.get("state", found).get("version")
        if version is not None:
            self._events.tell("changed", {"version": version})


def _lines(error: ZhibanError) -> list[str]:
    """Return the single findings, where there are several."""
    return [str(one) for one in capped(error.messages)] if len(error.messages) > 1 else []


def _attachment(name: str, content: bytes) -> Response:
    """Return a file to keep, never one to show."""
    where = f"attachment; filename*=UTF-8''{quote(name, safe='')}"
    kind = "application/octet-stream"
    return Response(content, headers={"Content-Disposition": where}, media_type=kind)


def _no_such(_: Request, error: Exception) -> Response:
    status = error.status_code if isinstance(error, HTTPException) else 500
    return refusal(status, {404: "没有这一页", 405: "没有这种请求"}.get(status, "不行"))
