"""Who may come in: a token in the address that opens the page, then a cookie."""

from __future__ import annotations

import secrets
import threading
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

BYTES = 32


class Keys:
    """The secrets of one running page.

    Parameters
    ----------
    port
        Where the page is served: a browser sends its cookies to every port of a machine, so the
        cookie is called after the page's own.
    renewed
        Told the new address whenever a token has been used, for another browser to come in by.

    Attributes
    ----------
    cookie
        The name of the cookie.
    """

    def __init__(self, port: int, renewed: Callable[[str], object] = lambda _: None) -> None:
        self.cookie = f"zhiban-{port}"
        self._home = f"http://127.0.0.1:{port}/"
        self._renewed = renewed
        self._pass = secrets.token_urlsafe(BYTES)
        self._token = secrets.token_urlsafe(BYTES)
        self._lock = threading.Lock()

    @property
    def address(self) -> str:
        """The address that lets one browser in, once."""
        return f"{self._home}?token={self._token}"

    def set_cookie(self, token: str) -> str | None:
        """Return the cookie a token is exchanged for, None if it is not (or no longer) the one."""
        with self._lock:
            if not secrets.compare_digest(token.encode(), self._token.encode()):
                return None
            self._token = secrets.token_urlsafe(BYTES)
        self._renewed(self.address)
        return f"{self.cookie}={self._pass}; Path=/; HttpOnly; SameSite=Strict"

    def opens(self, cookie: str) -> bool:
        """Tell whether a cookie's value is the one given out."""
        return secrets.compare_digest(cookie.encode(), self._pass.encode())
