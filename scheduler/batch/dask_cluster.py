"""An existing dask cluster as an executor."""

from __future__ import annotations

import asyncio
import ipaddress
import re
from concurrent.futures import Executor
from contextlib import contextmanager
from typing import TYPE_CHECKING, ParamSpec, TypeVar

from scheduler.errors import FileError, UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from concurrent.futures import Future

    from distributed import Client

P = ParamSpec("P")
R = TypeVar("R")

ADDRESS = re.compile(r"(tcp|tls)://(\[[0-9a-fA-F:.]+\]|[^\s:/\[\]]+):\d{1,5}")
# What there must be for both sides to know each other.
CERTIFICATES = {
    "tls_ca_file": "ca-file",
    "tls_client_cert": "client.cert",
}
PATIENCE = 10  # seconds until a scheduler that does not answer counts as absent


@contextmanager
def cluster(address: str, *, insecure: bool = False) -> Iterator[tuple[Executor, int]]:
    """Connect to a scheduler; give its executor and how many calls it runs at a time.

    The workers must have this package in the same version. Whoever answers as the scheduler can
    run code in this process: so unencrypted only this machine is asked, unless ``insecure``.
    Certificates are those of distributed's own configuration (``distributed.comm.tls``).

    Raises
    ------
    UsageError
        If dask is not installed, the address is none, or of another machine and not encrypted.
    FileError
        If no scheduler answers there, or something else, or it has no workers.
    """
    parts = ADDRESS.fullmatch(address)
    if not parts:
        raise UsageError(f"{address} 不是调度器地址，请写成 tls://主机：8786")
    if parts[1] == "tcp" and not insecure and not _here(parts[2].strip("[]")):
        raise UsageError(
            f"{address} 在别的机器上，又不加密：请用 tls://；网络确实可信才加 --insecure"
        )
    try:
        from distributed import Client, rpc
        from distributed.security import Security
    except ImportError:
        raise UsageError("没有安装 dask；请先 pip install 'zhiban[cluster]'") from None

    security = Security(require_encryption=True) if parts[1] == "tls" else Security()
    if parts[1] == "tls":
        missing = [one for one in CERTIFICATES if not getattr(security, one)]
        if missing:
            named = "、".join(CERTIFICATES[one] for one in missing)
            raise UsageError(f"tls:// 要证书：请在 dask 的配置里写 {named}（distributed.comm.tls）")

    async def ask() -> None:
        arguments = security.get_connection_args("client")
        async with rpc(address, timeout=PATIENCE, connection_args=arguments) as scheduler:
            await asyncio.wait_for(scheduler.identity(), PATIENCE)

    try:
        # A client that meets something else there would be 20 seconds at giving up.
        asyncio.run(ask())
        client = Client(address, timeout=PATIENCE, set_as_default=False, security=security)
    except (OSError, TimeoutError):
        raise FileError(
            f"连不上 dask 调度器 {address}，请核对地址，或先启动 dask scheduler"
        ) from None
    except Exception:
        # Whatever can be made of an answer in another language.
        raise FileError(
            f"{address} 上的不是 dask 调度器（或版本不同），请核对端口，一般是 8786"
        ) from None
    with client:
        threads = sum(client.nthreads().values())
        if not threads:
            raise FileError(f"dask 调度器 {address} 还没有 worker，请先启动 dask worker {address}")
        yield Connected(client), threads


def _here(host: str) -> bool:
    """Tell whether a host is this machine, by its address: a name may lead elsewhere."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


class Connected(Executor):
    """A cluster's own executor, which takes calls also when its scheduler is gone: not this one.

    Calls that were under way then are cancelled; later ones would wait for ever.
    """

    def __init__(self, client: Client) -> None:
        self.client = client
        # Every call counts, also one that has been made before.
        self._executor = client.get_executor(pure=False)

    def submit(self, fn: Callable[P, R], /, *args: P.args, **kwargs: P.kwargs) -> Future[R]:
        """Run a call on any worker."""
        if self.client.status != "running":
            raise ConnectionError("no connection to the scheduler")
        future: Future[R] = self._executor.submit(fn, *args, **kwargs)
        return future
