"""A line to a server: to no address within the house unasked, and for no longer than agreed."""

from __future__ import annotations

import contextlib
import ipaddress
import socket
import threading
from typing import TYPE_CHECKING, Any, TypeAlias, TypeVar

from scheduler.notices.channels import Refused

if TYPE_CHECKING:
    from collections.abc import Callable

R = TypeVar("R")
Places: TypeAlias = list[tuple[socket.AddressFamily, tuple[Any, ...]]]
# Addresses that an older one is the end of (RFC 6052).
TRANSLATED = ipaddress.ip_network("64:ff9b::/96")


class Line:
    """Connections of one exchange; what they may reach, and that all of it ends in time.

    Parameters
    ----------
    host
        Whom the exchange is with. Others, such as a proxy, are the runner's own choice.
    inside
        Whether that may be an address within the house: loopback, private, link-local.
    """

    def __init__(self, host: str, *, inside: bool) -> None:
        self.host, self.inside = host, inside
        self._open: list[socket.socket] = []
        self._over = False

    def look(self) -> None:
        """Make sure of the host where a proxy, not this process, will look up its address.

        Raises
        ------
        Refused
            If it is within the house and that is not allowed.
        """
        with contextlib.suppress(OSError):
            self._addresses(self.host, None)

    def connect(
        self, address: tuple[str, int], timeout: float | None = None, *_: object
    ) -> socket.socket:
        """Connect, as ``socket.create_connection`` does, to an address that has been looked at.

        Raises
        ------
        Refused, OSError
            If it is within the house, or nobody answers.
        """
        error: OSError = OSError("no address")
        for family, place in self._addresses(*address):
            made = socket.socket(family, socket.SOCK_STREAM)
            try:
                made.settimeout(timeout)
                self._open.append(made.dup())
                if self._over:
                    raise TimeoutError
                made.connect(place)
            except OSError as found:
                made.close()
                error = found
            else:
                return made
        raise error

    def _addresses(self, host: str, port: int | None) -> Places:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        places: Places = [(family, place) for family, _, _, _, place in found]
        if host == self.host and not self.inside:
            for _, place in places:
                if within(str(place[0])):
                    raise Refused("地址在内网或本机；确实要发到那里，请在这一节写 allow = true")
        return places

    def within(self, seconds: float, exchange: Callable[[], R]) -> R:
        """Return what an exchange returns, or cut it off; looking up names counts too.

        Raises
        ------
        TimeoutError
            If it takes longer; besides, what the exchange raises.
        """
        done: list[R] = []
        failed: list[BaseException] = []

        def run() -> None:
            try:
                done.append(exchange())
            except BaseException as error:
                failed.append(error)

        # Left behind if it does not end: nothing can end a look-up.
        thread = threading.Thread(target=run, daemon=True)
        thread.start()
        try:
            thread.join(seconds)
            late = thread.is_alive()
        finally:
            self._over = True
            for one in list(self._open):
                with contextlib.suppress(OSError):
                    one.shutdown(socket.SHUT_RDWR)
                one.close()
        if late:
            raise TimeoutError
        if failed:
            raise failed[0]
        return done[0]


def within(address: str) -> bool:
    """Tell whether an address is loopback, private, link-local or otherwise not of the net."""
    ip = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(ip, ipaddress.IPv6Address):
        inner = ip.ipv4_mapped or ip.sixtofour
        if ip in TRANSLATED:
            inner = ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
        ip = inner or ip
    return not ip.is_global or ip.is_multicast
