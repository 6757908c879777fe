"""A centre's files, given as bytes: read for December 2026, or refused."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import pytest

from scheduler.errors import Exit, InputError
from scheduler.reading.read_centre import read_centre
from tests.books import DECEMBER, TODAY, centre, places
from tests.office import package, rows, sheet

if TYPE_CHECKING:
    from pathlib import Path

    from scheduler.reading.centre import Centre

Days = list[tuple[str, int, int]]
Sheets = Mapping[str, Sequence[Sequence[object]]]

DATA = "值班数据.xlsx"
PEOPLE = [["姓名", "工号", "岗位"], ["王静", "001", "客服管理员"], ["李梅", "002", "客服管理员"]]
LEAVE = ["姓名", "开始", "结束", "状态"]
INLINE = sheet(rows(PEOPLE))
STAFF_MORE = ["姓名", "岗位", "出生日期", "身份证号", "性别", "入职日期", "离职日期"]
IDENTITY = "110101199003074477"


def read(folder: Path, content: bytes, name: str = DATA, **more: Any) -> Centre:
    path = folder / name
    path.write_bytes(content)
    centre = read_centre(path, TODAY, DECEMBER, **more)
    assert path.read_bytes() == content
    return centre


def refused(folder: Path, content: bytes, name: str = DATA, **more: Any) -> str:
    with pytest.raises(InputError) as caught:
        read(folder, content, name, **more)
    assert caught.value.exit is Exit.INPUT
    return "\n".join(str(message) for message in caught.value.messages)


def errors(folder: Path, content: bytes) -> dict[str, str]:
    """Return the text of every error by ``sheet!cell``."""
    with pytest.raises(InputError) as caught:
        read(folder, content)
    return places(caught.value)


def faults(folder: Path, **sheets: Any) -> dict[str, str]:
    """Return the errors of a workbook by place."""
    with pytest.raises(InputError) as caught:
        centre(folder, **sheets)
    assert caught.value.exit == Exit.INPUT
    return places(caught.value)


def names(centre: Centre) -> list[str]:
    return [person.name for person in centre.problem.people]


def leave_days(centre: Centre) -> Days:
    """Return who is away, and on which day of the month the leave starts and ends."""
    return sorted((one.person, one.start.day, one.end.day) for one in centre.problem.leaves)


def warned(centre: Centre) -> str:
    return "\n".join(str(message) for message in centre.warnings)


def merges(*areas: str) -> str:
    return "<mergeCells>" + "".join(f'<mergeCell ref="{a}"/>' for a in areas) + "</mergeCells>"


def staffed(body: str, after: str = "") -> bytes:
    return package({"员工": INLINE, "请假": sheet(body, after=after)})
