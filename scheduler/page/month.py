"""One centre's month as the page holds it: read, told, and guarded against what is out of date."""

from __future__ import annotations

import threading
from contextlib import contextmanager, nullcontext
from typing import TYPE_CHECKING, Any

from scheduler.clock import now
from scheduler.errors import ConflictError, ZhibanError
from scheduler.ledger.lock import locked
from scheduler.page.asked import read_month
from scheduler.page.disk import Disk, difference
from scheduler.page.stale import Stale
from scheduler.page.tables import Table, load
from scheduler.page.undo import Steps
from scheduler.page.views import document

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import date, datetime
    from pathlib import Path


class Month:
    """A centre's folder behind the page; every method may be called from any thread.

    Parameters
    ----------
    folder
        The centre's folder.
    clock
        What time it is there.
    """

    def __init__(self, folder: Path, clock: Callable[[], datetime] = now) -> None:
        self.folder, self.clock = folder, clock
        self._lock = threading.RLock()
        self._disk = Disk(folder)
        self._seen: dict[str, str] | None = None
        self._version, self._at = 0, clock()
        self._month: date | None = None
        self._tables: list[Table] = []
        self._error: ZhibanError | None = None
        self._steps: dict[date | None, Steps] = {}
        self._said: list[str] = []
        self._solving = False

    def state(self, month: str | None = None) -> dict[str, Any]:
        """Return the month as it stands, read again if its files are others than they were."""
        with self._lock:
            if month and (asked := read_month(month)) != self._month:
                self._refuse_while_solving()
                self._month = asked
                self._read()
            elif not self._solving and self._seen != self._disk.look():
                self._changed_elsewhere()
            elif not self._solving and self._begun():
                self._read()
            return self._document()

    def _document(self, **more: Any) -> dict[str, Any]:
        steps = self._own_steps
        free = not self._solving
        can = {"undo": free and bool(steps.done), "redo": free and bool(steps.undone)}
        can |= {"solve": free and self._error is None}
        head = {"version": self._version, "solving": self._solving, "messages": list(self._said)}
        month = self._month
        return document(self._tables, self._error, month, can) | head | more

    @property
    def _own_steps(self) -> Steps:
        return self._steps.setdefault(self._month, Steps())

    def _known(self) -> list[Table]:
        """Return the tables, read before or now.

        Raises
        ------
        ZhibanError
            If they cannot be read.
        """
        if self._seen is None:
            self._read()
        if self._error:
            raise self._error
        return self._tables

    @property
    def _lists(self) -> dict[str, Any]:
        """HR's own lists, as every use case takes them."""
        return {"staff_files": self._disk.staff_files, "leave_files": self._disk.leave_files}

    @contextmanager
    def _editing(self, version: int) -> Iterator[None]:
        """Let the block write drafts, as one step that can be taken back."""
        with self._changing(version):
            before = self._disk.contents()
            yield
            self._own_steps.add(before, self._disk.contents())

    @contextmanager
    def _changing(self, version: int, *, held: bool = True) -> Iterator[None]:
        """Let the block change the folder, if it is what whoever asks has seen.

        Unless the block holds it itself the folder is ``held`` against other runs.

        Raises
        ------
        Stale
            If it is not.
        """
        with self._lock:
            self._guard(version)
            self._known()
            self._said = []
            try:
                with locked(self.folder) if held else nullcontext():
                    yield
            finally:
                self._settle()

    def _guard(self, version: int) -> None:
        self._refuse_while_solving()
        if self._seen is not None and self._seen != self._disk.look(closely=True):
            lines = self._changed_elsewhere()
            text = "文件夹里的文件在别处改过了，没有再改；请看过现在的样子再改"
            raise Stale(text, self._document(difference=lines))
        if self._begun():
            self._read()
        if version != self._version:
            text = "另一个窗口刚改过，没有再改；请看过现在的样子再改"
            raise Stale(text, self._document(difference=[]))

    def _refuse_while_solving(self) -> None:
        if self._solving:
            raise ConflictError("正在排班，请等排完，或先停止")

    def _changed_elsewhere(self) -> list[str]:
        """Read again what others have changed, and say what that is."""
        before, old = self._seen, self._tables
        self._read()
        if before is None:
            return []
        lines = difference(before, self._seen or {}, old, self._tables)
        self._own_steps.forget()
        self._said = [f"文件夹里有变化：{line}" for line in lines]
        return lines

    def _settle(self) -> None:
        """Read again what this session has written; where that is nothing, all stays as it is."""
        if self._seen != self._disk.look():
            self._read()

    def _begun(self) -> bool:
        """Tell whether a duty has begun since the folder was read."""
        at = self.clock()
        views = (view for one in self._tables for view in one.draft.views)
        return any(self._at < duty.start <= at for view in views for duty in view.problem.duties)

    def _read(self) -> None:
        """Read the month from the folder."""
        self._version += 1
        self._seen, self._at = None, self.clock()
        # Reading may put the folder right after a run that was killed.
        while self._seen != (seen := self._disk.look()):
            self._seen = seen
            try:
                self._tables = load(self.folder, self.clock(), self._month, **self._lists)
                self._month = self._tables[0].draft.problem.month
                self._error = None
            except ZhibanError as error:
                self._error, self._tables = error, []
