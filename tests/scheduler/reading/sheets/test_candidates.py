"""Who of the staff may take which post, and which shifts of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from constraints.domain import POST, Sex, Standing
from scheduler.errors import InputError
from scheduler.reading.read_centre import read_tables
from tests.books import DECEMBER, STAFF, TODAY, centre, places
from tests.scheduler.estate import HEADS, PEOPLE, SHIFTS, estate
from tests.scheduler.reading.post_sheets import posts_sheet

if TYPE_CHECKING:
    from pathlib import Path

    from scheduler.reading.centre import Centre
    from scheduler.reading.sheets.people import Staff
    from tests.books import Rows

ROW = len(PEOPLE) + 1  # where the newcomer stands
REGULAR, RESERVE = Standing.REGULAR, Standing.RESERVE


def newcomer(folder: Path, cells: dict[str, Any], **sheets: Rows) -> tuple[Centre, ...]:
    """Return the tables of an estate with one more person."""
    heads = ["姓名", "工号", "岗位", *(name for name in cells if name not in ("姓名", "岗位"))]
    row = {"姓名": "新人", "工号": "99"} | cells
    rest = [None] * (len(heads) - 3)
    staff = [heads, *([*one, *rest] for one in PEOPLE[1:]), [row.get(name) for name in heads]]
    return read_tables(estate(folder, 员工=staff, **sheets), TODAY, DECEMBER)


def person(tables: tuple[Centre, ...]) -> Staff:
    return tables[0].staff["99"]


def faults(folder: Path, cells: dict[str, Any], **sheets: Rows) -> dict[str, str]:
    with pytest.raises(InputError) as error:
        newcomer(folder, cells, **sheets)
    return places(error.value)


STANDINGS: dict[str, tuple[dict[str, Any], dict[str, Standing]]] = {
    "by post": ({"岗位": "保洁员"}, {"保洁": REGULAR}),
    "by the end of it": ({"岗位": "客服主管"}, {"带班": REGULAR}),
    "an administrator": (
        {"岗位": "客服管理员"},
        {POST: REGULAR, "备班": REGULAR},
    ),
    "as a reserve": (
        {"岗位": "保洁员", "可值班": "仅顶班"},
        {"保洁": RESERVE},
    ),
    "never": ({"岗位": "保洁员", "可值班": "否"}, {}),
    "yes, and taken by another post": (
        {"岗位": "保洁员", "可值班": "是"},
        {"保洁": REGULAR},
    ),
    "yes, and taken by none": (
        {"岗位": "文员", "可值班": "是"},
        {POST: REGULAR, "备班": REGULAR},
    ),
    "none of ours": ({"岗位": "文员"}, {}),
    "as listed": (
        {"岗位": "保洁员", "可排岗位": "带班、保洁"},
        {"带班": REGULAR, "保洁": REGULAR},
    ),
    "only as listed": ({"岗位": "客服管理员", "可排岗位": "备班"}, {"备班": REGULAR}),
    "one word of several": ({"岗位": "工程主管/文员"}, {"带班": REGULAR}),
    "the word is not at the end": ({"岗位": "主管助理"}, {}),
    "an administrator whom others take too": (
        {"岗位": "客服管理员、客服主管"},
        {POST: REGULAR, "备班": REGULAR, "带班": REGULAR},
    ),
    "an administrator in reserve": (
        {"岗位": "客服管理员", "可值班": "仅顶班"},
        {POST: RESERVE, "备班": RESERVE},
    ),
    "as listed, in reserve": (
        {"岗位": "文员", "可值班": "仅顶班", "可排岗位": "保洁"},
        {"保洁": RESERVE},
    ),
    "listed, but never": ({"岗位": "文员", "可值班": "否", "可排岗位": "保洁"}, {}),
    "gone": ({"岗位": "保洁员", "姓名": "新人（离职）"}, {}),
}


@pytest.mark.parametrize("cells, expected", STANDINGS.values(), ids=STANDINGS)
def test_who_may_take_which_post(
    tmp_path: Path, cells: dict[str, Any], expected: dict[str, Standing]
) -> None:
    found = person(newcomer(tmp_path, cells))
    assert dict(found.posts) == expected
    assert found.person.standing is expected.get(POST, Standing.NONE)
    assert found.rostered is bool(expected)


@pytest.mark.parametrize("wanted", ["文员", "主管、文员", "新人", "林主管，新人", "99", "主管;99"])
def test_posts_name_their_people(tmp_path: Path, wanted: str) -> None:
    posts = posts_sheet({"岗位": "备班"}, {"岗位": "带班", "人选": wanted}, {"岗位": "保洁"})
    tables = newcomer(tmp_path, {"岗位": "文员"}, 岗位=posts)
    assert dict(person(tables).posts) == {"带班": REGULAR}
    assert not [one for one in tables[0].warnings if one.code == "nobody-meant"]


def test_a_word_that_means_nobody_is_named(tmp_path: Path) -> None:
    posts = posts_sheet(
        {"岗位": "备班"}, {"岗位": "带班", "人选": "主官、林主管"}, {"岗位": "保洁"}
    )
    tables = newcomer(tmp_path, {"岗位": "文员"}, 岗位=posts)
    (said,) = [one for one in tables[0].warnings if one.code == "nobody-meant"]
    assert (said.sheet, said.cell) == ("岗位", "D3")
    assert said.text == "「主官」不是〈员工〉里谁的岗位、姓名或工号，没有用到，请核对"


def test_posts_that_there_are_not(tmp_path: Path) -> None:
    found = faults(tmp_path, {"岗位": "文员", "可排岗位": "保结、带班、厨房"})
    assert [*found] == [f"员工!D{ROW}"]
    assert "〈岗位〉里没有「厨房」，可填 管理员值班、备班、带班、保洁" in found[f"员工!D{ROW}"]
    found = faults(tmp_path, {"岗位": "文员", "可排岗位": "保结、带班"})
    assert found == {f"员工!D{ROW}": "〈岗位〉里没有「保结」，可填 保洁"}


SHIFTS_TAKEN: dict[str, tuple[dict[str, Any], set[str] | None]] = {
    "any": ({"岗位": "保洁员", "可排班次": None}, None),
    "one": ({"岗位": "保洁员", "可排班次": "早班"}, {"早班"}),
    "several": ({"岗位": "保洁员", "可排班次": "早班、中班"}, {"早班", "中班"}),
    "of a post that is listed": (
        {"岗位": "文员", "可排岗位": "保洁", "可排班次": "中班"},
        {"中班"},
    ),
    "of one who is never": ({"岗位": "保洁员", "可值班": "否", "可排班次": "早班"}, {"早班"}),
}


@pytest.mark.parametrize("case", SHIFTS_TAKEN)
def test_which_shifts_somebody_takes(tmp_path: Path, case: str) -> None:
    cells, expected = SHIFTS_TAKEN[case]
    found = person(newcomer(tmp_path, cells)).person
    # What has no name cannot be listed, and is left out for nobody.
    assert found.shifts == (None if expected is None else expected | {""})
    assert found.takes_shift("")


def test_shifts_that_are_not_of_somebody_s_posts(tmp_path: Path) -> None:
    found = faults(tmp_path, {"岗位": "保洁员", "可排班次": "晚班、早班、备班"})
    known = "不是这个人岗位的班次（有的是：中班、早班）"
    assert [*found] == [f"员工!D{ROW}"]
    assert found[f"员工!D{ROW}"] in {f"「晚班」{known}", f"「备班」{known}"}


def test_the_usual_shift_of_cleaners_may_be_listed(tmp_path: Path) -> None:
    sheets = {"班次": [HEADS, *SHIFTS[1:3]]}
    found = person(newcomer(tmp_path, {"岗位": "保洁员", "可排班次": "白班"}, **sheets))
    assert found.person.takes_shift("白班")
    assert not found.person.takes_shift("早班")


def test_caps_by_kind_of_day(tmp_path: Path) -> None:
    found = person(newcomer(tmp_path, {"岗位": "保洁员", "休息日上限": 2, "法定节假日上限": 0}))
    assert (found.person.rest_cap, found.person.holiday_cap) == (2, 0)
    wrong = faults(tmp_path, {"岗位": "保洁员", "休息日上限": -1, "法定节假日上限": "x"})
    assert {*wrong} == {f"员工!D{ROW}", f"员工!E{ROW}"}


def test_without_posts_their_columns_are_said_to_be_of_no_use(tmp_path: Path) -> None:
    heads = [*STAFF[0], "可排岗位", "可排班次"]
    read = centre(tmp_path, 员工=[heads, [*STAFF[1], "备班", "早班"], *STAFF[2:]])
    said = {one.cell: one.text for one in read.warnings if one.code == "no-posts"}
    none = "没有〈岗位〉和〈班次〉"
    assert said == {"D2": f"{none}，可排岗位没有用到", "E2": f"{none}，可排班次没有用到"}
    assert read.staff["001"].person.shifts is None
    assert not read.staff["001"].posts


def test_the_age_of_cleaners_depends_on_their_sex(tmp_path: Path) -> None:
    """Where no office asks for it, a draft must not change because of it."""
    found = person(newcomer(tmp_path, {"岗位": "保洁员", "性别": "女"}))
    assert found.person.credentials.sex is Sex.FEMALE
    staff = [[*STAFF[0], "性别"], *([*one, "女"] for one in STAFF[1:])]
    assert centre(tmp_path, 员工=staff).staff["001"].person.credentials.sex is None
