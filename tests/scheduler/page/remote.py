"""A session at the other end of HTTP: what a browser has of it, called as the session is."""

from __future__ import annotations

import inspect
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from scheduler.errors import UsageError
from scheduler.page.calls import ASKED
from scheduler.page.session import Session

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.scheduler.page.served import Browser


class Remote:
    """Every method of the session, asked for as the page does; a refusal is an error again."""

    def __init__(self, browser: Browser) -> None:
        self._browser = browser

    def __getattr__(self, name: str) -> Callable[..., Any]:
        signature = inspect.signature(getattr(Session, name))

        def call(*args: Any, **kwargs: Any) -> Any:
            given = dict(signature.bind(self, *args, **kwargs).arguments)
            del given["self"]
            if name in ASKED:
                answer = self._browser.get(f"/api/{name}?{urlencode(given)}")
            else:
                answer = self._browser.post(name, given)
            if answer.status in (409, 422):
                raise UsageError(answer.json["text"])
            assert answer.status == 200, answer
            return answer.json

        return call
