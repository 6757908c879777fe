"""A session that knows no month: what the server asks of one, and nothing behind it."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Any

from scheduler.errors import InputError, Message, UsageError
from scheduler.page.stale import Stale

if TYPE_CHECKING:
    from collections.abc import Callable

HOSTILE = "<img src=x onerror=alert(1)>"


class StandIn:
    """Counts versions; a search in it lasts until it is stopped."""

    def __init__(self) -> None:
        self.version = 1
        self.stopped = threading.Event()
        self.searching = threading.Event()
        self.uploads: list[tuple[str, str, bytes]] = []

    def state(self, month: str | None = None) -> dict[str, Any]:
        return {"version": self.version, "month": month, "centre": HOSTILE}

    def judge(self, table: str, slot: str) -> dict[str, Any]:
        return {"table": table, "slot": slot}

    def lock(self, version: int, table: str, slot: str, on: bool) -> dict[str, Any]:
        if version != self.version:
            raise Stale("别处已经改过", self.state())
        self.version += 1
        return self.state()

    def swap(self, version: int, table: str, a: dict[str, Any], b: dict[str, Any]) -> object:
        raise UsageError(f"{a['person']} 不能换")

    def try_swap(self, table: str, a: dict[str, Any], b: dict[str, Any]) -> object:
        cell = Message("x", "error", "空着", "a.xlsx", "员工", "B2")
        raise InputError("有错", (cell, Message("y", "warning", "旧的", "a.xlsx")))

    def undo(self, version: int) -> dict[str, Any]:
        raise ZeroDivisionError("秘密")

    def solve(
        self, version: int, table: str = "", progress: Callable[[str], object] = str
    ) -> dict[str, Any]:
        progress("第 1 步\n第 2 步")
        self.searching.set()
        self.stopped.wait(60)
        return self.lock(version, table, "", True)

    def stop(self) -> None:
        self.stopped.set()

    def upload(self, kind: str, name: str, content: bytes) -> dict[str, Any]:
        self.uploads.append((kind, name, content))
        return self.state()

    def file(self, name: str) -> bytes:
        if "/" in name or "\\" in name or name != "值班安排表-2026-12.xlsx":
            raise UsageError(f"没有文件 {name}")
        return b"PK"
