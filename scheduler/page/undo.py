"""What the page has changed in the folder, step by step, as bytes: taken back and done again."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from scheduler.errors import FileError, UsageError
from scheduler.files import write_whole

if TYPE_CHECKING:
    from pathlib import Path

# What is in each file of a folder, by name; None where there is none.
Contents = dict[str, "bytes | None"]


@dataclass(frozen=True, slots=True)
class Step:
    """Some files before and after a change."""

    before: Contents
    after: Contents


@dataclass(slots=True)
class Steps:
    """The changes of one month: those that can be taken back, and those that can be done again."""

    done: list[Step] = field(default_factory=list)
    undone: list[Step] = field(default_factory=list)

    def add(self, before: Contents, after: Contents) -> None:
        """Note a change, if it is one; nothing that was taken back can be done again then."""
        names = [name for name in before | after if before.get(name) != after.get(name)]
        if names:
            pair = ({name: one.get(name) for name in names} for one in (before, after))
            self.done.append(Step(*pair))
            self.undone.clear()

    def back(self, folder: Path) -> None:
        """Take the last change back.

        Raises
        ------
        UsageError
            If there is none.
        """
        if not self.done:
            raise UsageError("没有可以撤销的修改")
        put(folder, self.done[-1].before)
        self.undone.append(self.done.pop())

    def again(self, folder: Path) -> None:
        """Do again what was taken back last.

        Raises
        ------
        UsageError
            If there is nothing.
        """
        if not self.undone:
            raise UsageError("没有可以重做的修改")
        put(folder, self.undone[-1].after)
        self.done.append(self.undone.pop())

    def forget(self) -> None:
        """Forget everything: the files are not those that were left here."""
        self.done.clear()
        self.undone.clear()


def put(folder: Path, contents: Contents) -> None:
    """Have files of a folder say what is given, and those without content gone."""
    for name, content in contents.items():
        if content is None:
            (folder / name).unlink(missing_ok=True)
        else:
            refuse_aside(write_whole(folder / name, content), folder / name)


def refuse_aside(written: Path, target: Path) -> None:
    """Refuse that a file was put beside its place: the page would go on showing the old one.

    Raises
    ------
    FileError
        If another program holds the place.
    """
    if written != target:
        written.unlink()
        text = f"{target.name} 被别的程序打开着，没有改；请先在那里保存并关闭"
        raise FileError(text)
