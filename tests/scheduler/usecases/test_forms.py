"""Forms of a month: names as the ledger has them, pages without a hole, edges, what changed."""

from __future__ import annotations

import shutil
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from scheduler.errors import ConflictError, Exit, FileError, UsageError
from scheduler.ledger.ledger import LEDGER_FILE, Ledger
from scheduler.usecases.adjust import adjust
from scheduler.usecases.draft import draft
from scheduler.usecases.forms import write_forms
from scheduler.usecases.publish import publish
from tests.books import DECEMBER, NAMES, STAFF, TAIL, TODAY, book, edit
from tests.scheduler.commands import FIRST_ROW, call, person_cell, zhiban
from tests.scheduler.december import (
    AT,
    CHANGE,
    DATA,
    DRAFT,
    NAME,
    day,
    drafted,
    holder,
    published,
    say,
    served,
)
from tests.scheduler.forms import feet, fields, numbers, pages

if TYPE_CHECKING:
    from scheduler.ledger.revision import Revision

HANDOVERS, LOG = "交接班记录-2026-12.xlsx", "值班记录-2026-12.xlsx"
CHANGED, CHANGED_LOG = "交接班记录-2026-12-v2-改动.xlsx", "值班记录-2026-12-v2-改动.xlsx"
JANUARY = date(2027, 1, 1)
PUBLISHED = datetime(2026, 11, 28)


def names_of(revision: Revision) -> list[str]:
    """Return who is on every duty, in order."""
    return [seat.name for seat in revision.seats]


@pytest.fixture(scope="module")
def once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A December with a substitution of the last day and a swap, published as v2."""
    folder = published(tmp_path_factory.mktemp("centre"))
    at = {on: NAME[key] for on, key in served(folder).items()}
    on, name = holder(folder, 31)
    taker = next(one for one in NAMES if one not in (name, at[day(30)], at[day(29)]))
    first, second = next(
        (one, other)
        for one in range(12, 20)
        for other in range(one + 2, 24)
        if len({at[day(one)], at[day(other)]}) == 2
        and at[day(other)] not in (at[day(one - 1)], at[day(one + 1)])
        and at[day(one)] not in (at[day(other - 1)], at[day(other + 1)])
    )
    swap = ["换班", day(first), at[day(first)], at[day(second)], day(second)]
    rows = [
        ["顶班", day(on), name, taker, None, "已批准", "陈主任", day(5), "家中有事"],
        [*swap, "已批准", "陈主任", day(5), "有事"],
    ]
    say(folder, 变更=[CHANGE, *rows])
    adjust(folder, at=AT)
    assert publish(folder, approver="王静", at=AT).revision.number == 2
    return folder


@pytest.fixture
def revised(once: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(once, tmp_path / "centre"))


def test_names_are_those_of_the_newest_revision(revised: Path, tmp_path: Path) -> None:
    made = write_forms(revised, output=tmp_path, at=AT)
    assert (made.month, made.version, made.exit) == (DECEMBER, "v2", Exit.DONE)
    first, newest = Ledger(revised / LEDGER_FILE).revisions()
    assert names_of(first) != names_of(newest)
    names = names_of(newest)
    assert fields(tmp_path / LOG, "值班人") == names
    assert fields(tmp_path / HANDOVERS, "接班人") == names
    assert fields(tmp_path / HANDOVERS, "交班人") == [TAIL[-1][1], *names[:-1]]
    for path in (tmp_path / HANDOVERS, tmp_path / LOG):
        days = [DECEMBER + timedelta(days=nth) for nth in range(31)]
        assert numbers(path) == [f"{on:%Y%m%d}" for on in days]
        assert [row[2] for row in feet(path)] == [f"第 {n} 页 / 共 31 页" for n in range(1, 32)]
        assert "草" not in str(pages(path))
    kinds = {seat.start.day: seat.kind.value for seat in newest.seats}
    assert [text.rpartition("　")[2] for text in fields(tmp_path / LOG, "日　期")] == [
        kinds[number] for number in range(1, 32)
    ]


def test_only_what_the_newest_revision_changed(revised: Path, tmp_path: Path) -> None:
    made = write_forms(revised, DECEMBER, changed=True, output=tmp_path, at=AT)
    before, after = map(names_of, Ledger(revised / LEDGER_FILE).revisions())
    log = [nth for nth in range(31) if before[nth] != after[nth]]
    hand = [nth for nth in range(31) if {nth, nth - 1} & {*log}]
    assert len(log) < len(hand) < 31
    for name, own in ((CHANGED_LOG, log), (CHANGED, hand)):
        assert [row[2] for row in feet(tmp_path / name)] == [
            f"第 {nth + 1} 页 / 共 31 页" for nth in own
        ]
    assert fields(tmp_path / CHANGED_LOG, "值班人") == [after[nth] for nth in log]
    assert [one.pages for one in made.forms] == [len(hand), len(log)]
    assert not made.messages


def test_a_revision_that_changed_no_page_of_a_kind_writes_none(tmp_path: Path) -> None:
    """Its reason was typed on the wall sheet; everybody serves as before."""
    folder = published(tmp_path)
    wall = folder / "值班安排表-2026-12-v1-内部.xlsx"
    edit(wall, "值班安排表", {f"E{FIRST_ROW}": "月初盘点"})
    publish(wall, approver="王静", reason="加备注", at=AT)
    made = write_forms(folder, DECEMBER, changed=True, at=AT)
    assert [(one.pages, one.path) for one in made.forms] == [(0, None), (0, None)]
    assert zhiban("forms", folder, "--changed").output.count("没有改动的页") == 2
    assert not [*folder.glob("*-改动.xlsx")]


def test_the_next_months_first_page_is_named_and_knows_the_newest_revision(
    revised: Path, tmp_path: Path
) -> None:
    draft(revised, month=JANUARY, at=AT)
    last = names_of(Ledger(revised / LEDGER_FILE).revisions()[-1])[-1]
    write_forms(revised, JANUARY, output=tmp_path, at=AT)
    assert fields(tmp_path / "交接班记录-2027-01.xlsx", "交班人")[0] == last
    assert "（草案）" in pages(tmp_path / "交接班记录-2027-01.xlsx")[0][0][0]
    publish(revised, approver="王静", at=datetime(2026, 12, 28), allow_estimated=True)
    made = write_forms(revised, DECEMBER, changed=True, output=tmp_path, at=AT)
    (message,) = made.messages
    assert "1月1日的交接班记录也变了" in message.text
    assert made.exit is Exit.LOOK
    log = write_forms(revised, DECEMBER, changed=True, kinds=("值班",), output=tmp_path, at=AT)
    assert not log.messages


def test_a_draft_with_what_people_typed_in_it(tmp_path: Path) -> None:
    folder = drafted(tmp_path)
    write_forms(folder, at=TODAY)
    before = fields(folder / LOG, "值班人")
    other = next(name for name in NAMES if name not in before[9:12])
    edit(folder / DRAFT, "值班安排表", {person_cell(11): other})
    write_forms(folder, DECEMBER, at=TODAY)
    assert fields(folder / LOG, "值班人") == [*before[:10], other, *before[11:]]
    assert fields(folder / HANDOVERS, "交班人")[11] == other


def test_the_month_before_may_be_drafted_only_or_unknown(tmp_path: Path) -> None:
    book(tmp_path / DATA, 员工=STAFF)
    draft(tmp_path, month=DECEMBER, at=TODAY)
    write_forms(tmp_path, DECEMBER, at=TODAY)
    assert fields(tmp_path / HANDOVERS, "交班人")[0] == ""
    draft(tmp_path, month=JANUARY, at=TODAY)
    assert write_forms(tmp_path, at=TODAY).month == JANUARY
    last = fields(tmp_path / LOG, "值班人")[-1]
    assert fields(tmp_path / "交接班记录-2027-01.xlsx", "交班人")[0] == last != ""


def test_two_shifts_two_seats_and_days_without_duty(tmp_path: Path) -> None:
    heads = ["岗位", "班次", "开始", "结束", "人数", "法定节假日人数", "起", "止"]
    staff = [*STAFF, *[[f"甲{nth}", f"01{nth}", "客服管理员"] for nth in range(4)]]
    days = day(7), day(11)
    shifts = [
        heads,
        ["管理员值班", "白班", "08:30", "20:30", 2, 0, *days],
        ["管理员值班", "夜班", "20:30", "08:30", 1, 0, *days],
    ]
    posts = [["岗位"], ["管理员值班"]]
    settings = [["参数", "值"], ["值班记录页数", 2]]
    free = [["日期", "类型"], [day(9), "法定节假日"]]
    book(tmp_path / DATA, 员工=staff, 岗位=posts, 班次=shifts, 设置=settings, 节假日=free)
    draft(tmp_path, month=DECEMBER, at=TODAY)
    publish(tmp_path, approver="王静", at=PUBLISHED)
    write_forms(tmp_path, at=AT)
    (revision,) = Ledger(tmp_path / LEDGER_FILE).revisions()
    seats: dict[tuple[datetime, str], list[str]] = {}
    for seat in revision.seats:
        seats.setdefault((seat.start, seat.shift), []).append(seat.name)
    names = ["、".join(own) for own in seats.values()]
    assert {len(own) for own in seats.values()} == {1, 2}
    assert len(names) == 6 + 4 * 2 + 20
    assert fields(tmp_path / HANDOVERS, "接班人") == names
    giving = fields(tmp_path / HANDOVERS, "交班人")
    # Nobody is on duty on the 9th: on the 10th there is nobody to take over from.
    assert giving == ["", *names[:9], "", *names[10:-1]]
    said = [f"{start:%Y%m%d}-{shift}".strip("-") for start, shift in seats]
    assert numbers(tmp_path / HANDOVERS) == said
    assert numbers(tmp_path / LOG) == [f"{one}（{nth}/2）" for one in said for nth in (1, 2)]
    assert fields(tmp_path / LOG, "值班人") == [name for name in names for _ in range(2)]
    assert feet(tmp_path / LOG)[-1][2] == "第 68 页 / 共 68 页"
    assert fields(tmp_path / LOG, "班　次")[14] == "20:30–次日 08:30　夜班"


def test_what_somebody_has_written_in_is_not_overwritten(revised: Path) -> None:
    kinds = ("值班",)
    path = revised / LOG
    assert write_forms(revised, DECEMBER, kinds=kinds, at=AT).forms[0].changed
    assert not write_forms(revised, DECEMBER, kinds=kinds, at=AT).forms[0].changed
    book(revised / DATA, 设置=[["参数", "值"], ["值班热线", "010-1"]])
    assert write_forms(revised, DECEMBER, kinds=kinds, at=AT).forms[0].changed
    assert {*fields(path, "值班热线")} == {"010-1"}
    edit(path, "值班记录", {"A9": 7})
    written = path.read_bytes()
    book(revised / DATA, 设置=[["参数", "值"], ["值班热线", "010-2"]])
    with pytest.raises(ConflictError, match=r"有人改过.*--force"):
        write_forms(revised, DECEMBER, kinds=kinds, at=AT)
    assert path.read_bytes() == written
    write_forms(revised, DECEMBER, kinds=kinds, force=True, at=AT)
    assert {*fields(path, "值班热线")} == {"010-2"}
    path.write_bytes(b"something else")
    with pytest.raises(ConflictError, match="有人改过"):
        write_forms(revised, DECEMBER, at=AT)
    assert not (revised / HANDOVERS).exists()
    path.unlink()
    path.symlink_to(revised / DATA)
    with pytest.raises(FileError, match="链接"):
        write_forms(revised, DECEMBER, force=True, at=AT)
    assert path.is_symlink()


def test_forms_do_not_wait_for_a_staff_list(revised: Path, tmp_path: Path) -> None:
    """A month that is published can be printed again when its people are gone."""
    book(revised / DATA, 员工=[STAFF[0]])
    write_forms(revised, DECEMBER, output=tmp_path, at=AT)
    assert {*fields(tmp_path / LOG, "值班人")} == {*NAMES}


def test_where_there_is_nothing_to_print(tmp_path: Path) -> None:
    book(tmp_path / DATA)
    with pytest.raises(UsageError, match="先运行 zhiban draft"):
        write_forms(tmp_path, at=TODAY)
    with pytest.raises(UsageError, match="2026-12 还没有值班安排表"):
        write_forms(tmp_path, DECEMBER, at=TODAY)
    drafted(tmp_path)
    with pytest.raises(UsageError, match="还没有发布过"):
        write_forms(tmp_path, DECEMBER, changed=True, at=TODAY)
    with pytest.raises(UsageError, match="写不进一个文件"):
        write_forms(tmp_path, DECEMBER, output=tmp_path / "a.xlsx", at=TODAY)
    with pytest.raises(UsageError, match="文件夹"):
        write_forms(tmp_path, DECEMBER, output=tmp_path / "nowhere", at=TODAY)
    made = write_forms(tmp_path, kinds=("值班",), output=tmp_path / "a.xlsx", at=TODAY)
    assert made.forms[0].path == tmp_path / "a.xlsx"


def test_the_command_says_what_it_wrote_and_publishing_names_it(tmp_path: Path) -> None:
    drafted(tmp_path)
    said = zhiban("publish", tmp_path, "--approver", "王静").output
    assert said.count("zhiban forms") == said.count("zhiban report") == 1
    assert f"zhiban forms {tmp_path} --month 2026-12；" in said
    code, told = call("forms", tmp_path, "--month", "2026-12", "--kind", "交接班")
    assert code == 0
    (form,) = told["result"]["forms"]
    assert (form["kind"], form["pages"], form["changed"]) == ("交接班", 31, True)
    assert form["output"] == str(tmp_path / HANDOVERS)
    assert not (tmp_path / LOG).exists()
    assert "没有改动" in zhiban("forms", tmp_path, "--kind", "交接班").output
    assert call("forms", tmp_path, "--changed")[0] == Exit.USAGE
