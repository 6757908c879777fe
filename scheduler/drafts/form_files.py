"""Where printed forms go, and writing them without losing what somebody has written in one."""

from __future__ import annotations

from dataclasses import dataclass, replace
from os.path import lexists
from typing import TYPE_CHECKING

from scheduler.errors import ConflictError, Exit, Message, UsageError
from scheduler.files import read_plain, write_whole
from scheduler.writing.untouched import is_untouched

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class Form:
    """One workbook: its kind, how many pages it has, and where it is, None if it has none.

    ``changed`` is False if what was there already said the same.
    """

    kind: str
    pages: int
    path: Path | None = None
    changed: bool = False


def target_of(data: Path, output: Path | None, name: str, kinds: Sequence[str]) -> Path:
    """Return where a workbook of that name goes, ``output`` being what the user asks for.

    Raises
    ------
    UsageError
        If that cannot be meant.
    """
    if output is None:
        return data.with_name(name)
    if output.suffix != ".xlsx" or output.is_dir():
        if not output.is_dir():
            raise UsageError(f"-o 要写一个文件夹，或一个 .xlsx 文件名，不是 {output}")
        return output / name
    if len(kinds) > 1:
        raise UsageError("两种记录写不进一个文件；-o 请写文件夹，或用 --kind 只要一种")
    return output


def put(
    books: Iterable[tuple[Form, Path, bytes]], *, force: bool
) -> tuple[list[Form], list[Message]]:
    """Write the workbooks that have pages and do not stand there already, all or none of them.

    Raises
    ------
    ConflictError
        If something else stands there, or somebody has written in it; not with ``force``.
    """
    books = list(books)
    there = [target for _, target, _ in books if lexists(target)]
    same = {at for _, at, content in books if at in there and read_plain(at) == content}
    for form, target, _ in books:
        if form.pages and target in there and target not in same and not force:
            _refuse_written_in(target)
    made, messages = [], []
    for form, target, content in books:
        if not form.pages or target in same:
            made.append(replace(form, path=target if form.pages else None))
            continue
        written = write_whole(target, content)
        if written != target:
            text = f"{target.name} 被别的程序打开着，已另存为 {written.name}"
            messages.append(Message("saved-aside", "warning", text, written.name, exit=Exit.LOOK))
        made.append(replace(form, path=written, changed=True))
    return made, messages


def _refuse_written_in(target: Path) -> None:
    if not is_untouched(target):
        text = f"{target} 有人改过（或不是这里写的），不覆盖"
        raise ConflictError(f"{text}；请移走它，用 -o 写到别处，或加 --force")
