"""Several posts and tables of one centre, from the draft to the next month."""

from __future__ import annotations

import shutil
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from constraints.domain import POST, Slot
from constraints.rulebook import from_policy
from scheduler.ledger.ledger import LEDGER_FILE, Ledger
from scheduler.ledger.record import packed, sealed, unpacked
from scheduler.reading.read_centre import read_tables
from scheduler.usecases.draft import draft, draft_tables
from scheduler.usecases.publish import publish
from tests.books import DECEMBER, TODAY, book, edit, values
from tests.scheduler.commands import call, zhiban
from tests.scheduler.estate import (
    ADMINISTRATORS,
    BACKUP,
    BEFORE,
    CLEANERS,
    CLEANING,
    EARLY,
    HEADS,
    LATE,
    PEOPLE,
    POSTS,
    WEEK,
    estate,
    shift,
)

WALL, MARKS = f"{ADMINISTRATORS}-2026-12-草案.xlsx", f"{CLEANING}-2026-12-草案.xlsx"
LEVELS = ["gaps", "reserves", "changes", "total fairness", "holiday fairness", "rest-day fairness"]
AT = datetime(2026, 12, 3, 12)


@pytest.fixture(scope="module")
def once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("estate")
    estate(folder)
    draft_tables(folder, month=DECEMBER, at=TODAY)
    return folder


@pytest.fixture
def centre(once: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(once, tmp_path, dirs_exist_ok=True))


@pytest.fixture(scope="module")
def published_once(once: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("published") / "centre"
    shutil.copytree(once, folder)
    for name in (WALL, MARKS):
        publish(folder / name, approver="王静", at=datetime(2026, 11, 28))
    return folder


@pytest.fixture
def published(published_once: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(published_once, tmp_path, dirs_exist_ok=True))


def cell_of(path: Path, sheet: str, row: str, column: str) -> str:
    """Return the address of what stands in a row and under a heading."""
    opened = load_workbook(path)[sheet]
    heads = next(cells for cells in opened.iter_rows() if column in [one.value for one in cells])
    letter = next(one.column_letter for one in heads if one.value == column)
    number = next(cells[0].row for cells in opened.iter_rows() if cells[0].value == row)
    return f"{letter}{number}"


def stands(path: Path, sheet: str, row: str, column: str) -> Any:
    return load_workbook(path)[sheet][cell_of(path, sheet, row, column)].value


def shifts_on(folder: Path, name: str) -> dict[str, str]:
    """Return the marks of somebody by day."""
    rows = values(folder / MARKS, CLEANING)
    heads = next(row for row in rows if row[0] == "姓名")
    own = next(row for row in rows if row[0] == name)
    return {str(head): mark for head, mark in zip(heads, own, strict=True)}


def test_every_table_is_drafted_and_told_as_data(centre: Path) -> None:
    call("draft", centre, "--month", "2026-12")
    code, said = call("draft", centre, "--month", "2026-12")
    assert code == 0
    first, second = said["result"]["tables"]
    assert not (first["changed"] or second["changed"])
    assert [post["post"] for post in first["posts"]] == [POST, "备班", "带班"]
    (cleaning,) = second["posts"]
    assert (second["table"], cleaning["kind"]) == (CLEANING, "排班")
    assert [level["name"] for level in cleaning["levels"]][:6] == LEVELS
    assert [level["name"] for level in cleaning["levels"]][6:] == [
        *("shift fairness", "wishes", "rhythm")
    ]
    assert all(post["optimal"] for table in (first, second) for post in table["posts"])
    assert len(second["assignments"]) == 2 * 31
    assert {one["shift"] for one in second["assignments"]} == {"早班", "中班"}
    assert said["result"]["assignments"] == first["assignments"]
    assert len(first["assignments"]) == 31 + 31 + 4


def test_the_balances_of_companions_stand_below_the_chart_of_the_first(centre: Path) -> None:
    sheet = load_workbook(centre / WALL)["均衡统计"]
    rows = {row[0].value: row[0].row for row in sheet.iter_rows(max_col=1) if row[0].value}
    (chart,) = sheet._charts
    assert chart.anchor.to.row < rows["备班"] < rows["带班"]


def test_the_first_post_is_as_if_it_were_alone(centre: Path, tmp_path: Path) -> None:
    alone = tmp_path / "alone"
    alone.mkdir()
    book(alone / "值班数据.xlsx", 员工=PEOPLE, 历史=[row[:2] for row in BEFORE])
    made = draft(alone, month=DECEMBER, at=TODAY, dry_run=True)
    (first, _) = draft_tables(centre, month=DECEMBER, at=TODAY, dry_run=True)
    assert made.roster == first.roster


def test_nobody_has_two_duties_at_once_or_too_near(centre: Path) -> None:
    for made in draft_tables(centre, month=DECEMBER, at=TODAY, dry_run=True):
        for view in made.views:
            assert not from_policy(view.problem.policy).audit(view.problem, view.roster)
    first, _ = draft_tables(centre, month=DECEMBER, at=TODAY, dry_run=True)
    own, backup, _ = first.views
    for key in own.roster.by_person:
        served = [own.problem.duties[d] for d in own.roster.takes(key)]
        for d in backup.roster.takes(key):
            other = backup.problem.duties[d]
            assert all(abs((one.date - other.date).days) > 1 for one in served)


def test_a_companion_s_name_is_changed_by_hand_and_a_remark_kept(centre: Path) -> None:
    path = centre / WALL
    was = stands(path, ADMINISTRATORS, "12月9日", "备班")
    away = {stands(path, ADMINISTRATORS, f"12月{n}日", "值班管理员") for n in (8, 9, 10)}
    now = next(
        name for name in ("王静", "李梅", "张强", "刘洋", "孙丽") if name not in {*away, was}
    )
    address = cell_of(path, ADMINISTRATORS, "12月9日", "备班")
    remark = cell_of(path, ADMINISTRATORS, "12月9日", "备注")
    edit(path, ADMINISTRATORS, {address: now, remark: "带教"})
    assert call("draft", centre, "--month", "2026-12")[1]["result"]["changed"] is False
    code, said = call("draft", centre, "--from", path)
    assert code == 0
    assert (
        stands(path, ADMINISTRATORS, "12月9日", "备班"),
        stands(path, ADMINISTRATORS, "12月9日", "备注"),
    ) == (now, "带教")
    assert [table["table"] for table in said["result"]["tables"]] == [ADMINISTRATORS]


def test_whoever_is_put_on_a_later_post_is_taken_off_an_earlier_one(centre: Path) -> None:
    path = centre / WALL
    on_duty = stands(path, ADMINISTRATORS, "12月9日", "值班管理员")
    estate(
        centre,
        指定=[
            ["姓名", "日期", "要求", "岗位"],
            [on_duty, date(2026, 12, 9), "必须", "备班"],
        ],
    )
    (made, _) = draft_tables(centre, month=DECEMBER, at=TODAY, dry_run=True)
    own, backup = (view.roster.people[8] for view in made.views[:2])
    assert {made.centre.name(key) for key in backup} == {on_duty} != {*map(made.centre.name, own)}
    estate(centre)
    edit(path, ADMINISTRATORS, {cell_of(path, ADMINISTRATORS, "12月9日", "备班"): on_duty})
    assert call("draft", centre, "--from", path)[0] == 0
    assert stands(path, ADMINISTRATORS, "12月9日", "备班") == on_duty
    _, said = call("why", centre, "2026-12-09", on_duty)
    assert (said["result"]["post"], "手工改的" in said["result"]["reason"]) == ("备班", True)
    assert stands(path, ADMINISTRATORS, "12月9日", "值班管理员") != on_duty


def test_two_edits_of_one_person_that_meet_are_refused_at_their_cells(centre: Path) -> None:
    path = centre / WALL
    on_duty = stands(path, ADMINISTRATORS, "12月10日", "值班管理员")
    cells = [cell_of(path, ADMINISTRATORS, "12月9日", column) for column in ("值班管理员", "备班")]
    edit(path, ADMINISTRATORS, dict.fromkeys(cells, on_duty))
    code, said = call("draft", centre, "--from", path)
    assert code == 4
    assert {one["cell"] for one in said["messages"] if one["severity"] == "error"} == {*cells}


def test_a_week_s_duty_is_changed_as_a_whole(centre: Path) -> None:
    path = centre / WALL
    days = [f"12月{n}日" for n in range(7, 14)]
    cells = [cell_of(path, ADMINISTRATORS, day, "带班") for day in days]
    was = stands(path, ADMINISTRATORS, days[0], "带班")
    assert {stands(path, ADMINISTRATORS, day, "带班") for day in days} == {was}
    now = next(name for name in ("高经理", "林主管", "雷主管") if name != was)
    edit(path, ADMINISTRATORS, {cells[3]: now})
    code, said = call("check", path)
    assert (code, said["messages"][0]["cell"]) == (4, cells[3])
    assert "不能只改其中一天" in said["messages"][0]["text"]
    edit(path, ADMINISTRATORS, {cells[0]: now, cells[3]: was})
    assert call("draft", centre, "--from", path)[0] == 0
    assert {stands(path, ADMINISTRATORS, day, "带班") for day in days} == {now}


def test_a_name_where_no_duty_is_due_is_refused_and_not_lost(centre: Path) -> None:
    path = centre / WALL
    address = cell_of(path, ADMINISTRATORS, "12月6日", "带班")
    edit(path, ADMINISTRATORS, {address: "林主管"})
    code, said = call("check", path)
    (wrong,) = [one for one in said["messages"] if one["severity"] == "error"]
    assert (code, wrong["cell"]) == (4, address)
    assert "12月6日没有本月的带班要排" in wrong["text"]
    edit(path, ADMINISTRATORS, {address: "—（待通知）"})
    assert call("draft", centre, "--from", path)[0] == 0
    assert stands(path, ADMINISTRATORS, "12月6日", "带班") == "—（待通知）"


def test_marks_are_edited_and_kept(centre: Path) -> None:
    path, own = centre / MARKS, shifts_on(centre, "刘婶")
    day = next(
        n for n in map(str, range(10, 31)) if own[n] == "早" and own[str(int(n) + 1)] == "早"
    )
    address = cell_of(path, CLEANING, "刘婶", day)
    edit(path, CLEANING, {address: "晚"})
    code, said = call("check", path)
    wrong = next(one for one in said["messages"] if one["severity"] == "error")
    assert (code, wrong["cell"], wrong["sheet"]) == (4, address, CLEANING)
    assert "可填 早、中、休、假" in wrong["text"]
    edit(path, CLEANING, {address: "休息"})
    code, said = call("check", path)
    assert any(f"12月{day}日保洁早班" in one["text"] for one in said["messages"])
    assert (
        call("draft", centre, "--month", "2026-12", "--table", CLEANING)[1]["result"]["changed"]
        is False
    )
    code, said = call("draft", centre, "--from", path)
    assert (code, said["result"]["gaps"]) == (0, [])
    after = shifts_on(centre, "刘婶")
    assert after[day] == "休"
    moved = [n for n in own if own[n] != after[n]]
    assert set(moved) - {day} <= {"出勤", "休息", "早班", "工时"}


def test_a_mark_may_be_the_shift_s_whole_name(centre: Path) -> None:
    path, own = centre / MARKS, shifts_on(centre, "张嫂")
    day = next(n for n in map(str, range(1, 32)) if own[n] == "中")
    edit(path, CLEANING, {cell_of(path, CLEANING, "张嫂", day): "中班"})
    assert call("check", path)[0] == 0


def test_typed_words_on_the_table_of_marks_are_carried(centre: Path) -> None:
    path = centre / MARKS
    last = max(len(row) for row in values(path, CLEANING))
    opened = load_workbook(path)
    row = next(cells[0].row for cells in opened[CLEANING].iter_rows() if cells[0].value == "李姨")
    opened[CLEANING].cell(row, last + 1).value = "带新人"
    opened[CLEANING]["A1"].value = "和园保洁班表"
    opened.save(path)
    assert call("publish", centre, "--approver", "王静")[0] == 0
    rows = values(centre / f"{CLEANING}-2026-12-v1.xlsx", CLEANING)
    assert rows[0][0] == "和园保洁班表"
    assert next(one for one in rows if one[0] == "李姨")[last] == "带新人"


def test_both_are_published_each_with_its_own_revision(centre: Path) -> None:
    code, said = call("publish", centre, "--approver", "王静")
    assert code == 0
    assert [one["table"] for one in said["result"]["tables"]] == [ADMINISTRATORS, CLEANING]
    first, second = Ledger(centre / LEDGER_FILE).revisions()
    assert [one.post for one in first.posts] == [POST, "备班", "带班"]
    assert (second.table, second.number) == (CLEANING, 1)
    assert len({slot.shift for slot in second.assignment}) == 2
    for one in (first, second):
        again = unpacked(packed(one))
        assert sealed(again, first.hash if one is second else "").hash == one.hash
        assert again.whole == one.whole
    assert zhiban("doctor", centre).exit_code == 0
    assert f"{CLEANING} 2026-12：已发布 v1" in status(centre)
    assert call("publish", centre, "--approver", "王静")[1]["result"]["changed"] is False


def test_what_is_published_is_said_where_another_table_cannot_be(centre: Path) -> None:
    path, own = centre / MARKS, shifts_on(centre, "刘婶")
    day = next(n for n in map(str, range(1, 32)) if own[n] == "早")
    edit(path, CLEANING, {cell_of(path, CLEANING, "刘婶", day): "休"})
    code, said = call("publish", centre, "--approver", "王静")
    assert code == 7
    assert [one["text"] for one in said["messages"] if one["code"] == "published"] == [
        f"{ADMINISTRATORS} 2026-12 v1 已经发布；余下的改好以后，再运行一次 zhiban publish"
    ]
    assert [one.table for one in Ledger(centre / LEDGER_FILE).revisions()] == [ADMINISTRATORS]


def status(folder: Path) -> str:
    from scheduler.usecases.status import describe

    return "\n".join(describe(folder)[1])


def test_a_cleaner_s_leave_changes_the_cleaners_table_alone(published: Path) -> None:
    before = Ledger(published / LEDGER_FILE).revisions()[-1].assignment
    ill = next(
        key for slot, (key,) in before.items() if slot == Slot(date(2026, 12, 15), "保洁", "早班")
    )
    name = CLEANERS[int(ill) - 20]
    estate(published, 请假=[["姓名", "开始", "状态"], [name, date(2026, 12, 15), "已批准"]])
    code, said = call("adjust", published, "--as-of", "2026-12-03 12:00")
    assert code == 0
    (one,) = said["result"]["months"]
    assert one["table"] == CLEANING
    assert {change["date"] for change in one["changes"]} == {"2026-12-15"}
    assert one["changes"][0]["reason"] == f"{name}请假"
    assert call("publish", published, "--approver", "王静", "--reason", "请假")[0] == 0
    newest = Ledger(published / LEDGER_FILE).revisions()[-1]
    assert (newest.table, newest.number) == (CLEANING, 2)
    moved = {slot.date for slot, keys in newest.assignment.items() if before[slot] != keys}
    assert moved == {date(2026, 12, 15)}
    sheet = [
        str(cell)
        for row in values(published / f"{CLEANING}-2026-12-v2.xlsx", CLEANING)
        for cell in row
    ]
    assert any(text.startswith(f"▲{name}：12月15日早→假") for text in sheet)
    history = zhiban("history", published, "--table", CLEANING).output
    assert "保洁早班" in history and ADMINISTRATORS not in history


def test_two_cleaners_change_shifts_of_one_day(published: Path) -> None:
    on = date(2026, 12, 15)
    before = Ledger(published / LEDGER_FILE).revisions()[-1].assignment
    early, late = (before[Slot(on, "保洁", name)][0] for name in ("早班", "中班"))
    names = [CLEANERS[int(key) - 20] for key in (early, late)]
    heads = ["类型", "值班日期", "原值班人", "替班人", "换回日期", "状态", "班次", "换回班次"]
    swap = ["换班", on, *names, on, "已批准"]
    estate(published, 变更=[[*heads, "岗位"], [*swap, "早班", "早班", "保洁"]])
    code, said = call("adjust", published, "--as-of", "2026-12-03 12:00")
    assert (code, said["messages"][0]["cell"]) == (4, "E2")
    estate(published, 变更=[[*heads, "岗位"], [*swap, "早班", "中班", "保洁"]])
    code, said = call("adjust", published, "--as-of", "2026-12-03 12:00")
    assert code == 0
    now = {
        change["shift"]: (change["old"], change["new"])
        for change in said["result"]["months"][0]["changes"]
        if change["date"] == on.isoformat()
    }
    assert now == {"早班": (early, late), "中班": (late, early)}


def test_an_administrator_s_leave_moves_the_backup_that_it_meets(published: Path) -> None:
    first = Ledger(published / LEDGER_FILE).revisions()[0]
    ill = first.assignment[Slot(date(2026, 12, 15), POST, "")][0]
    name = first.names[ill]
    away = [
        ["姓名", "开始", "结束", "状态"],
        [name, date(2026, 12, 14), date(2026, 12, 20), "已批准"],
    ]
    estate(published, 请假=away)
    code, said = call("adjust", published, "--as-of", "2026-12-03 12:00", "--table", ADMINISTRATORS)
    assert code in (0, 5)
    (one,) = said["result"]["months"]
    assert all(
        ill != each["person"]
        for each in one["assignments"]
        if "2026-12-14" <= each["start"][:10] <= "2026-12-20"
    )
    assert any(change["post"] == POST for change in one["changes"])
    assert call("check", published / WALL)[0] in (0, 5)


def test_trying_a_leave_says_what_it_touches_in_every_post(published: Path) -> None:
    before = Ledger(published / LEDGER_FILE).revisions()[-1].assignment
    ill = before[Slot(date(2026, 12, 15), "保洁", "早班")][0]
    name = CLEANERS[int(ill) - 20]
    words = ("--leave", f"{name} 2026-12-15 2026-12-15", "--dry-run")
    _, said = call("adjust", published, *words, "--as-of", "2026-12-03 12:00")
    (one,) = said["result"]["months"]
    (trial,) = one["trials"]
    assert (one["table"], [touch["date"] for touch in trial["touches"]]) == (
        CLEANING,
        ["2026-12-15"],
    )


def test_why_answers_for_every_duty_of_a_date(published: Path) -> None:
    code, said = call("why", published, "2026-12-09")
    assert code == 0
    assert [one["post"] for one in said["result"]["duties"]] == [POST, "备班", "带班"]
    assert {one["base"] for one in said["result"]["duties"]} == {1}
    leader = said["result"]["duties"][2]["candidates"][0]["name"]
    _, said = call("why", published, "2026-12-09", leader)
    assert said["result"]["post"] == "带班"
    code, said = call("why", published, "2026-12-09", "刘婶", "--table", CLEANING)
    assert (code, said["result"]["post"], len(said["result"]["duties"])) == (0, "保洁", 1)
    code, said = call("why", published, "2026-12-09", "--table", "保安表")
    assert code == 2
    assert CLEANING in said["messages"][0]["text"]
    assert call("why", published, "2026-12-09", "王静", "--table", CLEANING)[0] == 2


def test_a_calendar_of_shifts_has_their_hours(published: Path) -> None:
    name = "刘婶"
    path = published / f"{CLEANING}-2026-12-v1.xlsx"
    code, said = call("export", "ics", path, "--person", name)
    own = Ledger(published / LEDGER_FILE).revisions()[-1]
    taken = sum("20" in keys for keys in own.assignment.values())
    assert (code, said["result"]["duties"]) == (0, taken)
    text = Path(said["result"]["output"]).read_text(encoding="utf-8")
    assert "T063000" in text and "T143000" in text


def test_a_shift_called_like_its_post_is_named_once_in_the_calendar(published: Path) -> None:
    _, said = call("export", "ics", published / f"{ADMINISTRATORS}-2026-12-v1.xlsx")
    text = Path(said["result"]["output"]).read_text(encoding="utf-8")
    assert "SUMMARY:备班：" in text and "备班（备班）" not in text


def test_the_next_month_knows_the_one_before_post_by_post(published: Path) -> None:
    made = draft_tables(published, month=date(2027, 1, 1), at=TODAY, dry_run=True)
    for one in made:
        for view in one.views:
            problem = view.problem
            assert {tally.month for tally in problem.tallies} == {DECEMBER}
            assert problem.known_duties
            assert {duty.duty.post for duty in problem.known_duties} == {problem.post}


def test_the_yearbook_has_every_post(published: Path) -> None:
    assert zhiban("history", published, "--table", published / "台账.xlsx").exit_code == 0
    sheets = load_workbook(published / "台账.xlsx").sheetnames
    assert sheets[:3] == ["汇总", "逐月差额", "明细"]
    assert sheets[3:-2:3] == ["汇总备班", "汇总带班", "汇总保洁"]
    assert sheets[-2:] == ["全年值班", "节日"]
    rows = values(published / "台账.xlsx", "明细保洁")
    newest = Ledger(published / LEDGER_FILE).revisions()[-1]
    served = {row[1]: row[4] for row in rows[3:] if row[2] == "合计" or row[2] == "总班数"}
    assert served
    for key, name in newest.names.items():
        assert served[name] == sum(key in keys for keys in newest.assignment.values())


def test_the_ledger_is_made_anew_from_all_workbooks(published: Path) -> None:
    ledger = published / LEDGER_FILE
    before = Ledger(ledger).revisions()
    ledger.unlink()
    assert "已重建" in zhiban("doctor", published, "--rebuild").output
    after = Ledger(ledger).revisions()
    assert [(one.table, one.whole) for one in after] == [(one.table, one.whole) for one in before]


def test_shifts_changed_later_leave_what_is_published(published: Path) -> None:
    rows = [HEADS, BACKUP, WEEK, ["保洁", "白班", "白", "07:00", "17:00", None, 1, None, None]]
    estate(published, 班次=rows)
    code, said = call("adjust", published, "--month", "2026-12", "--as-of", "2026-12-03 12:00")
    assert code == 0
    assert any(one["code"] == "shifts-changed" for one in said["messages"])
    assert all(not month["changes"] for month in said["result"]["months"])
    before = Ledger(published / LEDGER_FILE).revisions()[-1].assignment
    ill = before[Slot(date(2026, 12, 15), "保洁", "早班")][0]
    away = [["姓名", "开始", "状态"], [CLEANERS[int(ill) - 20], date(2026, 12, 15), "已批准"]]
    estate(published, 班次=rows, 请假=away)
    assert call("adjust", published, "--as-of", "2026-12-03 12:00")[0] == 0
    assert "早班 6:30–14:30" in str(values(published / MARKS, CLEANING)[:3])
    code, _ = call("publish", published / MARKS, "--approver", "王静", "--reason", "请假")
    assert code == 0
    newest = Ledger(published / LEDGER_FILE).revisions()[-1]
    assert newest.assignment.keys() == before.keys()
    assert ill not in newest.assignment[Slot(date(2026, 12, 15), "保洁", "早班")]


def test_a_published_post_that_is_gone_is_named(published: Path) -> None:
    left = [row for row in POSTS if row != ["备班"]]
    estate(published, 岗位=left, 班次=[HEADS, WEEK, EARLY, LATE])
    code, said = call("adjust", published, "--month", "2026-12", "--as-of", "2026-12-03 12:00")
    (gone,) = [one["text"] for one in said["messages"] if one["code"] == "post-gone"]
    assert (code, gone.startswith("2026-12 发布过备班")) == (3, True)
    assert "止 填 2026-12-31" in gone


def test_a_shift_at_other_hours_later_leaves_what_is_published(published: Path) -> None:
    late = [*LATE[:3], "15:00", "23:00", *LATE[5:]]
    estate(published, 班次=[HEADS, BACKUP, WEEK, EARLY, late])
    code, said = call("adjust", published, "--month", "2026-12", "--as-of", "2026-12-03 12:00")
    assert code == 0
    assert any(one["code"] == "shifts-changed" for one in said["messages"])
    assert "中班 14:30–22:00" in str(values(published / MARKS, CLEANING)[:3])
    (made,) = draft_tables(
        published, month=date(2027, 1, 1), table=CLEANING, at=TODAY, dry_run=True
    )
    assert {duty.start.hour for duty in made.problem.duties} == {6, 15}


def test_shifts_may_begin_in_the_middle_of_a_month(tmp_path: Path) -> None:
    on = date(2026, 12, 16)
    heads = ["岗位", "班次", "开始", "结束", "起"]
    rows = [[POST, "日班", "8:30", "20:30", on], [POST, "夜班", "20:30", "8:30", on]]
    book(tmp_path / "值班数据.xlsx", 班次=[heads, *rows])
    call("draft", tmp_path, "--month", "2026-12")
    code, said = call("draft", tmp_path, "--month", "2026-12")
    (table,) = said["result"]["tables"]
    assert (code, table["changed"]) == (0, False)
    assert [one["shift"] for one in table["assignments"]] == [*[""] * 15, *["日班", "夜班"] * 16]
    assert call("publish", tmp_path / WALL, "--approver", "王静")[0] == 0
    read, *_ = read_tables(tmp_path / "值班数据.xlsx", AT, DECEMBER)
    assert read.published is not None
    assert len(read.published.seats) == 15 + 2 * 16


def test_what_is_decided_in_a_published_month_is_about_its_own_shifts(published: Path) -> None:
    on = date(2026, 12, 20)
    first, cleaning = read_tables(published / "值班数据.xlsx", AT, DECEMBER)
    changes = [["类型", "值班日期", "原值班人", "替班人", "状态", "岗位", "班次"]]
    expected = {}
    for read, named in ((first, ""), (cleaning, "早班")):
        assignment = read.published.assignment if read.published else {}
        (giver,) = assignment[Slot(on, read.problem.post, named)]
        others = {key for slot, keys in assignment.items() if slot.date == on for key in keys}
        taker = next(p.key for p in read.problem.candidates if p.key not in others)
        people = read.name(giver), read.name(taker)
        changes.append(["顶班", on, *people, "已批准", read.problem.post, named or None])
        expected[read.problem.post] = (giver, taker, named)
    rows = [HEADS, BACKUP, WEEK, [POST, "日班", None, "8:30", "20:30", *[None] * 4]]
    rows += [[POST, "夜班", None, "20:30", "8:30", *[None] * 4]]
    rows += [["保洁", "白班", "白", "07:00", "17:00", None, 1, None, None]]
    path = estate(published, 班次=rows, 变更=changes, 历史=[["日期", "值班人"]])
    for one in read_tables(path, AT, DECEMBER):
        (sub,) = one.problem.substitutions
        assert (sub.original, sub.replacement, sub.shift) == expected[one.problem.post]


@pytest.mark.parametrize(("was", "now"), [(1, 2), (2, 1)])
def test_as_many_as_were_published_were_needed_of_what_has_begun(
    tmp_path: Path, was: int, now: int
) -> None:
    early = {need: [*EARLY[:6], need, None, None] for need in (was, now)}
    estate(tmp_path, 班次=[HEADS, BACKUP, WEEK, early[was], LATE])
    draft(tmp_path, month=DECEMBER, table=CLEANING, at=TODAY)
    publish(tmp_path / MARKS, approver="王静", at=datetime(2026, 11, 28))
    estate(tmp_path, 班次=[HEADS, BACKUP, WEEK, early[now], LATE])
    (made,) = draft_tables(tmp_path, month=DECEMBER, table=CLEANING, at=AT, dry_run=True)
    needs = [duty.need for duty in made.problem.duties if duty.shift == "早班"]
    assert needs == [was] * 3 + [now] * 28
    code, said = call("adjust", tmp_path, "--month", "2026-12", "--as-of", "2026-12-03 12:00")
    gaps = said["result"]["months"][0]["gaps"]
    assert (code in (0, 5), [one for one in gaps if one["date"] < "2026-12-04"]) == (True, [])


def test_a_published_month_gets_no_new_post(published: Path) -> None:
    estate(
        published,
        岗位=[["岗位"], ["备班"], ["带班"], ["保洁"], ["门岗"]],
        班次=[
            HEADS,
            BACKUP,
            WEEK,
            EARLY,
            LATE,
            shift(岗位="门岗", 班次="岗", 开始="8:00", 时长=8),
        ],
        员工=[*PEOPLE, ["老周", "40", "门岗"], ["老吴", "41", "门岗"]],
    )
    _, said = call("draft", published, "--month", "2026-12", "--dry-run")
    assert [one["table"] for one in said["result"]["tables"]] == [
        ADMINISTRATORS,
        CLEANING,
        "门岗值班表",
    ]
    assert said["result"]["tables"][0]["changed"] is False


def test_hours_that_nobody_covers_are_said(tmp_path: Path) -> None:
    estate(
        tmp_path,
        岗位=[["岗位"], [POST]],
        班次=[HEADS, shift(岗位=POST, 班次="白班", 开始="8:30", 时长=12)],
    )
    code, said = call("draft", tmp_path, "--month", "2026-12")
    assert code == 3
    assert "每天 20:30–次日 8:30 无人值班" in [one["text"] for one in said["messages"]]
    assert any("无人值班" in str(row[0]) for row in values(tmp_path / WALL, ADMINISTRATORS)[:4])


def test_check_says_what_a_week_needs_of_shift_work(centre: Path) -> None:
    texts = [one["text"] for one in call("check", centre, "--month", "2026-12")[1]["messages"]]
    assert "保洁每周要 14 人班，4 人每周最多 24" in texts
    away = [["姓名", "开始", "结束", "状态"]]
    away += [[name, date(2026, 12, 7), date(2026, 12, 13), "已批准"] for name in CLEANERS[:3]]
    estate(centre, 请假=away)
    texts = [one["text"] for one in call("check", centre, "--month", "2026-12")[1]["messages"]]
    assert "保洁 12月7日至13日要 14 人班，最多只排得出 6，会有缺口" in texts


def test_one_output_for_several_tables_is_refused(centre: Path) -> None:
    code, said = call("draft", centre, "--month", "2026-12", "-o", centre / "一份.xlsx")
    assert (code, "--table" in said["messages"][0]["text"]) == (2, True)
    words = ("-o", centre / "一份.xlsx", "--table", CLEANING)
    assert call("draft", centre, "--month", "2026-12", *words)[0] == 0
    assert (centre / "一份.xlsx").exists()


def test_a_batch_drafts_every_table(once: Path, tmp_path: Path) -> None:
    shutil.copytree(once, tmp_path / "甲")
    (tmp_path / "甲" / MARKS).unlink()
    code, said = call("batch", tmp_path, "--month", "2026-12", "--workers", "1")
    assert code == 0
    assert (tmp_path / "甲" / MARKS).exists()
    assert said["result"]["centres"][0]["gaps"] == 0


def test_init_writes_rows_that_are_read(tmp_path: Path) -> None:
    made = zhiban("init", tmp_path / "新", "--posts", "备班,带班、保洁")
    assert made.exit_code == 0
    rows = values(tmp_path / "新" / "值班数据.xlsx", "班次")
    assert [row[0] for row in rows[2:]] == ["备班", "带班", "保洁", "保洁"]
    assert zhiban("init", tmp_path / "别", "--posts", "门岗").exit_code == 2
    said = call("check", tmp_path / "新")[1]["messages"]
    assert {one["sheet"] for one in said if one["severity"] == "error"} == {"员工", "岗位"}
