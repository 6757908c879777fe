"""The month's report through the product: what it counts, what it writes, what it refuses."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pandas as pd
import pytest
from openpyxl import load_workbook

import scheduler
from constraints import FairnessClass
from constraints.fairness import accounts
from scheduler import monthly_report
from scheduler.errors import ConflictError, InputError, UsageError
from scheduler.ledger.ledger import LEDGER_FILE, Ledger
from scheduler.reading.read_centre import read_centre
from scheduler.usecases.adjust import adjust
from scheduler.usecases.draft import draft
from scheduler.usecases.publish import publish
from scheduler.usecases.report import write_report
from scheduler.usecases.yearbook import write_yearbook
from tests.books import DECEMBER, NAMES, STAFF, TAIL, TODAY, book, edit, places, values
from tests.scheduler.commands import call, zhiban
from tests.scheduler.december import AT, CHANGE, DATA, KEYS, NAME, day, published, say, served
from tests.scheduler.estate import ADMINISTRATORS, CLEANING, HEADS, LATE, estate, shift

if TYPE_CHECKING:
    from pathlib import Path

FILE = "值班月报-2026-12.xlsx"
RATES = [
    *(["参数", "值"], ["中心名称", "阳光花园"]),
    *(["值班费工作日", 50], ["值班费休息日", "80.5"], ["值班费法定节假日", "１５０"]),
]


def with_changes(folder: Path) -> Path:
    """Publish a month, then a substitution of what has begun and a swap of what has not."""
    published(folder)
    first, other = served(folder)[day(3)], served(folder)[day(20)]
    near = {served(folder)[day(n)] for n in (2, 3, 4)}
    taker = next(key for key in KEYS if key not in near)
    later = next(n for n in range(22, 31) if fits(served(folder), other, n))
    back = served(folder)[day(later)]
    rows = [
        ["顶班", day(3), NAME[first], NAME[taker], None, "已批准", "林芳", None, "临时有事"],
        ["换班", day(20), NAME[other], NAME[back], day(later), "已批准", "林芳", None, "家中有事"],
    ]
    say(folder, 变更=[CHANGE, *rows])
    (adjusted,) = adjust(folder, month=DECEMBER, at=AT)
    assert adjusted.draft.output
    publish(adjusted.draft.output, approver="林芳", at=AT)
    return folder


def fits(has: dict[date, str], giver: str, number: int) -> bool:
    """Tell whether a swap of the 20th with a later day leaves a day between all duties."""
    taker = has[day(number)]
    around = {has[day(20 + far)] for far in (-1, 1)}, {has[day(number + far)] for far in (-1, 1)}
    return taker not in (giver, *around[0]) and giver not in around[1]


def independent(folder: Path, month: date = DECEMBER) -> dict[str, tuple[int, int]]:
    """Return planned and served by key, summed over the seats without the program's help."""
    revisions = [one for one in Ledger(folder / LEDGER_FILE).revisions() if one.month == month]
    people = {seat.person for one in revisions for seat in one.seats} - {""}
    return {
        key: (
            sum(seat.person == key for seat in revisions[0].seats),
            sum(seat.person == key for seat in revisions[-1].seats),
        )
        for key in people
    }


def test_a_month_with_a_substitution_a_swap_and_a_revision(tmp_path: Path) -> None:
    with_changes(tmp_path)
    figures = monthly_report(tmp_path, DECEMBER).set_index("person")
    assert figures.index.tolist() == KEYS and figures["name"].tolist() == NAMES
    was, now = served(tmp_path, 0), served(tmp_path)
    for key, row in figures.iterrows():
        got, lost = ({on for on in a if a[on] == key != b[on]} for a, b in ((now, was), (was, now)))
        assert (row["planned"], row["served"]) == independent(tmp_path)[str(key)]
        assert row["for_others"] == (day(3) in got)
        assert row["by_others"] == (day(3) in lost)
        assert row["swapped"] == len(got - {day(3)})
    assert figures[["for_others", "by_others", "swapped"]].sum().tolist() == [1, 1, 2]
    hours = figures[["workday_hours", "rest_day_hours", "holiday_hours"]].sum()
    assert hours.tolist() == [24 * 23 - 8.5, 24 * 8, 8.5]
    assert "pay" not in figures and figures["days_worked"].isna().all()


def test_what_is_owed_is_what_the_next_month_begins_with(tmp_path: Path) -> None:
    with_changes(tmp_path)
    opening = [
        ["姓名", "合计", "应值", "截至日期"],
        *[[name, 40, 40 + nth, "2026-11-30"] for nth, name in enumerate(NAMES, 1)],
    ]
    say(tmp_path, 设置=[["参数", "值"], ["均衡周期", "滚动12个月"]], 期初累计=opening)
    figures = monthly_report(tmp_path, DECEMBER).set_index("person")
    january = read_centre(tmp_path / DATA, AT, date(2027, 1, 1)).problem
    owed = accounts(january)[FairnessClass.TOTAL].balance
    assert figures["balance"].to_dict() == pytest.approx({key: float(owed[key]) for key in owed})
    assert figures["balance"].min() > 0
    assert figures["due"].tolist() == [7.75] * 4


def test_the_workbook_and_the_csv_say_the_same(tmp_path: Path) -> None:
    with_changes(tmp_path)
    say(tmp_path, 设置=RATES)
    csv = tmp_path / "月报.csv"
    done = write_report(tmp_path, csv=csv, at=AT)
    figures = done.report.figures
    assert [path.name for path in done.files] == [FILE, "月报.csv"]
    opened = load_workbook(tmp_path / FILE)
    assert [one.title for one in opened if one.sheet_state == "visible"] == ["值班月报", "顶班换班"]
    rows = values(tmp_path / FILE, "值班月报")
    assert "2026年12月值班月报" in rows[0][0]
    assert "v2（批准人 林芳，2026-12-10 发布）" in rows[1][0] and "截至 12月10日" in rows[1][0]
    head = next(nth for nth, row in enumerate(rows) if row[0] == "姓名")
    heads = [str(text).replace("\n", "") for text in rows[head] if text]
    table = pd.DataFrame([row[: len(heads)] for row in rows[head + 1 : head + 6]], columns=heads)
    assert table["姓名"].tolist() == [*NAMES, "合计"]
    for heading, column in (("计划班数", "planned"), ("实值班数", "served"), ("应值班数", "due")):
        assert table[heading][:4].tolist() == pytest.approx(figures[column].tolist())
        assert table[heading][4] == pytest.approx(figures[column].sum())
    pay = figures["workday"] * 50 + figures["rest_day"] * 80.5 + figures["holiday"] * 150
    assert figures["pay"].tolist() == pay.tolist() == table["值班费（元）"][:4].tolist()
    assert "工作日 50 元、休息日 80.5 元、法定节假日 150 元" in str(rows)
    told = pd.read_csv(csv, dtype={"工号": str})
    assert told["工号"].tolist() == KEYS and told["月份"].unique().tolist() == ["2026-12"]
    assert told["实值班数"].tolist() == figures["served"].tolist()
    assert told["值班费（元）"].tolist() == figures["pay"].tolist()


def test_every_takeover_has_its_line(tmp_path: Path) -> None:
    with_changes(tmp_path)
    write_report(tmp_path, at=AT)
    was, now = served(tmp_path, 0), served(tmp_path)
    rows = [row for row in values(tmp_path / FILE, "顶班换班")[3:] if row[1]]
    changed = [on for on in was if was[on] != now[on]]
    assert len(rows) == len(changed) == 3
    for row, on in zip(rows, changed, strict=True):
        kind = "顶班" if on == day(3) else "换班"
        assert row[0] == f"12月{on.day}日"
        assert row[3:6] == [NAME[was[on]], NAME[now[on]], kind]
        assert row[6:] == ["临时有事、家中有事", "林芳", "v2"]


def test_a_reason_that_is_not_recorded_is_not_told(tmp_path: Path) -> None:
    """Published with a reason of its own, that of 变更 stays in the data workbook."""
    published(tmp_path)
    key = served(tmp_path)[day(3)]
    taker = next(k for k in KEYS if k not in {served(tmp_path)[day(n)] for n in (2, 3, 4)})
    row = ["顶班", day(3), NAME[key], NAME[taker], None, "已批准", "林芳", None, "阑尾手术"]
    say(tmp_path, 变更=[CHANGE, row])
    (adjusted,) = adjust(tmp_path, month=DECEMBER, at=AT)
    assert adjusted.draft.output
    publish(adjusted.draft.output, approver="王静", reason="班次更正", at=AT)
    done = write_report(tmp_path, csv=tmp_path / "月报.csv", at=AT)
    assert "班次更正" in str(values(tmp_path / FILE, "顶班换班"))
    for path in done.files:
        assert "阑尾手术".encode() not in path.read_bytes()
    assert "阑尾手术" not in str(
        [values(tmp_path / FILE, name) for name in ("值班月报", "顶班换班")]
    )


def test_several_tables_posts_and_shifts(tmp_path: Path) -> None:
    settings: list[list[Any]] = [["参数", "值"], ["值班费休息日", 80]]
    estate(
        tmp_path, 设置=settings, 请假=[["姓名", "开始", "状态"], ["刘婶", "2026-12-08", "已批准"]]
    )
    for table in (ADMINISTRATORS, CLEANING):
        made = draft(tmp_path, month=DECEMBER, at=TODAY, table=table)
        assert made.output
        publish(made.output, approver="林芳", at=TODAY)
    figures = monthly_report(tmp_path, DECEMBER)
    revisions = Ledger(tmp_path / LEDGER_FILE).revisions()
    for post in (post for one in revisions for post in one.posts):
        own = figures[figures["post"] == post.post].set_index("person")
        assert own["served"].sum() == sum(bool(seat.person) for seat in post.seats)
        for key, row in own.iterrows():
            seats = [seat for seat in post.seats if seat.person == key]
            for name in {seat.shift for seat in seats} - {""}:
                assert row[f"shift_{name}"] == sum(seat.shift == name for seat in seats)
            whole = sum((seat.end - seat.start for seat in seats), timedelta())
            assert sum(row[f"{one}_hours"] for one in ("workday", "rest_day", "holiday")) == (
                whole / timedelta(hours=1)
            )
    cleaning = figures[figures["post"] == "保洁"]
    assert set(cleaning["kind"]) == {"排班"} and cleaning["pay"].isna().all()
    away = (cleaning["name"] == "刘婶").astype(int)
    assert (cleaning["days_worked"] + cleaning["days_off"] + away).tolist() == [31] * 4
    early, late = cleaning["shift_早班"], cleaning["shift_中班"]
    assert cleaning["paid_hours"].tolist() == (8 * early + 7.5 * late).tolist()
    duties = figures[figures["kind"] == "值班"]
    assert duties["pay"].tolist() == (80 * duties["rest_day"]).tolist()
    code, said = call("report", tmp_path, "--table", CLEANING)
    assert (code, said["result"]["revisions"]) == (0, {CLEANING: 1})
    assert {row["post"] for row in said["result"]["people"]} == {"保洁"}
    assert "值班费" not in str(values(tmp_path / FILE, "值班月报"))
    code, said = call("report", tmp_path, "--table", "没有的表")
    assert code == 2 and CLEANING in said["messages"][0]["text"]


def test_breaks_between_sections_are_no_hours(tmp_path: Path) -> None:
    """Without rows the cleaners work 7:00 to 11:00 and 13:30 to 17:30."""
    estate(tmp_path, 岗位=[["岗位"], ["管理员值班"], ["保洁"]], 班次=[["岗位", "班次", "开始"]])
    made = draft(tmp_path, month=DECEMBER, at=TODAY, table=CLEANING)
    assert made.output
    publish(made.output, approver="林芳", at=TODAY)
    figures = monthly_report(tmp_path, DECEMBER)
    assert figures["paid_hours"].tolist() == (8.0 * figures["served"]).tolist()
    hours = figures[["workday_hours", "rest_day_hours", "holiday_hours"]].sum(axis=1)
    assert hours.tolist() == figures["paid_hours"].tolist()
    (tmp_path / DATA).unlink()
    alone = monthly_report(tmp_path, DECEMBER)
    assert alone["paid_hours"].tolist() == (10.5 * figures["served"]).tolist()
    assert alone["days_off"].isna().all()


def test_a_day_off_is_off_in_every_post_of_the_table(tmp_path: Path) -> None:
    posts = [
        ["岗位", "类型", "表", "人选"],
        *(["管理员值班", None, None, None], ["保洁", None, None, None]),
        ["清运", "排班", CLEANING, "保洁员"],
    ]
    shifts = [HEADS, LATE, shift(岗位="清运", 班次="清运", 简称="清", 开始="06:30", 结束="08:30")]
    pins = [
        ["姓名", "日期", "要求", "岗位"],
        *(["刘婶", day(1), "必须", "保洁"], ["张嫂", day(1), "必须", "清运"]),
    ]
    estate(tmp_path, 岗位=posts, 班次=shifts, 指定=pins)
    made = draft(tmp_path, month=DECEMBER, at=TODAY, table=CLEANING)
    assert made.output
    publish(made.output, approver="林芳", at=TODAY)
    (revision,) = Ledger(tmp_path / LEDGER_FILE).revisions()
    figures = monthly_report(tmp_path, DECEMBER)
    assert set(figures["post"]) == {"保洁", "清运"}
    for _, row in figures.iterrows():
        seats = [seat for post in revision.posts for seat in post.seats]
        busy = {seat.start.date() for seat in seats if seat.person == row["person"]}
        assert row["days_off"] == 31 - len(busy)
        assert row["days_worked"] <= len(busy)
    assert (figures["days_worked"] + figures["days_off"]).min() < 31


def test_a_day_that_the_centre_has_declared_after_the_month(tmp_path: Path) -> None:
    """New Year's Day is a workday there: known from the workbook, not from the ledger."""
    declared = [["日期", "类型"], ["2027-01-01", "工作日"]]
    book(tmp_path / DATA, 节假日=declared)
    made = draft(tmp_path, month=DECEMBER, at=TODAY)
    assert made.output
    publish(made.output, approver="林芳", at=TODAY)
    assert monthly_report(tmp_path, DECEMBER)["holiday_hours"].sum() == 0
    (tmp_path / DATA).unlink()
    assert monthly_report(tmp_path, DECEMBER)["holiday_hours"].sum() == 8.5


def test_whoever_has_got_a_number_since_is_the_same(tmp_path: Path) -> None:
    bare = [["姓名", "岗位"], *([row[0], row[2]] for row in STAFF[1:])]
    book(tmp_path / DATA, 员工=bare, 历史=TAIL)
    made = draft(tmp_path, month=DECEMBER, at=TODAY)
    assert made.output
    publish(made.output, approver="林芳", at=TODAY)
    was = monthly_report(tmp_path, DECEMBER)
    assert was["person"].tolist() == NAMES
    say(tmp_path)
    now = monthly_report(tmp_path, DECEMBER)
    assert now["person"].tolist() == KEYS
    same = ["name", "served", "due", "balance"]
    pd.testing.assert_frame_equal(now[same], was[same])


# --- without the data workbook, and with a wrong one ----------------------------------------


def test_the_ledger_alone_is_enough_for_most(tmp_path: Path) -> None:
    with_changes(tmp_path)
    whole = monthly_report(tmp_path, DECEMBER)
    (tmp_path / DATA).write_bytes(b"no workbook")
    alone = monthly_report(tmp_path, DECEMBER)
    assert alone["balance"].isna().all()
    pd.testing.assert_frame_equal(alone.drop(columns="balance"), whole.drop(columns="balance"))
    code, said = call("report", tmp_path)
    assert (code, [one["code"] for one in said["messages"]]) == (3, ["ledger-only"])
    assert all(row["balance"] is None for row in said["result"]["people"])
    assert "只按台账" in str(values(tmp_path / FILE, "值班月报"))


def test_a_list_of_hr_makes_it_whole(tmp_path: Path) -> None:
    with_changes(tmp_path)
    whole = monthly_report(tmp_path, DECEMBER)
    lines = [",".join(row) for row in STAFF]
    (tmp_path / "花名册.csv").write_text("\n".join(lines), encoding="utf-8")
    book(tmp_path / DATA, 员工=[STAFF[0], *([row[0], None, None] for row in STAFF[1:])])
    assert monthly_report(tmp_path, DECEMBER)["balance"].isna().all()
    code, said = call("report", tmp_path, "--staff-file", "花名册.csv")
    assert (code, said["messages"]) == (0, [])
    assert [row["balance"] for row in said["result"]["people"]] == whole["balance"].tolist()
    assert call("report", tmp_path, "--staff-file", "没有.csv")[0] == 12
    lists = {"staff_files": [tmp_path / "花名册.csv"]}
    pd.testing.assert_frame_equal(monthly_report(tmp_path, DECEMBER, **lists), whole)


def test_rates_without_the_workbook_are_those_of_the_last_publication(tmp_path: Path) -> None:
    say(tmp_path, 设置=RATES)
    made = draft(tmp_path, month=DECEMBER, at=TODAY)
    assert made.output
    publish(made.output, approver="林芳", at=TODAY)
    paid = monthly_report(tmp_path, DECEMBER)["pay"]
    (tmp_path / DATA).unlink()
    assert monthly_report(tmp_path, DECEMBER)["pay"].tolist() == paid.tolist()
    assert paid.sum() == 23 * 50 + 8 * 80.5


def test_a_rate_that_is_no_number_is_named_with_its_cell(tmp_path: Path) -> None:
    published(tmp_path)
    rates = [
        ["参数", "值"],
        ["值班费工作日", "五十"],
        ["值班费休息日", -1],
        ["值班费法定节假日", 0],
    ]
    say(tmp_path, 设置=rates)
    with pytest.raises(InputError) as caught:
        monthly_report(tmp_path, DECEMBER)
    found = places(caught.value)
    assert set(found) == {"设置!B2", "设置!B3"}
    assert "不是值班费工作日" in found["设置!B2"] and "负数" in found["设置!B3"]
    code, said = call("report", tmp_path)
    assert (code, {one["file"] for one in said["messages"]}) == (4, {DATA})
    assert not (tmp_path / FILE).exists()


# --- which month, and what stands there already ---------------------------------------------


def test_a_month_that_is_not_published_names_the_command(tmp_path: Path) -> None:
    say(tmp_path)
    draft(tmp_path, month=DECEMBER, at=TODAY)
    for month in (None, DECEMBER):
        with pytest.raises(UsageError, match="zhiban publish"):
            write_report(tmp_path, month)
    published(tmp_path)
    with pytest.raises(UsageError, match=r"2027-01 还没有发布过.*2026-12"):
        monthly_report(tmp_path, date(2027, 1, 1))


def test_the_month_is_the_newest_that_has_begun(tmp_path: Path) -> None:
    published(tmp_path)
    january = draft(tmp_path, month=date(2027, 1, 1), at=AT)
    assert january.output
    publish(january.output, approver="林芳", at=AT, allow_estimated=True)
    for at, month in (
        (datetime(2026, 11, 30, 12), date(2027, 1, 1)),
        (datetime(2026, 12, 31, 12), DECEMBER),
        (datetime(2027, 3, 1), date(2027, 1, 1)),
    ):
        assert write_report(tmp_path, at=at).report.month == month
    said = str(values(tmp_path / "值班月报-2027-01.xlsx", "值班月报"))
    assert "截至" not in said and "没有顶班" in str(
        values(tmp_path / "值班月报-2027-01.xlsx", "顶班换班")
    )


def test_what_a_person_typed_is_not_overwritten(tmp_path: Path) -> None:
    with_changes(tmp_path)
    first = write_report(tmp_path, at=AT).files[0].read_bytes()
    assert write_report(tmp_path, at=AT).files[0].read_bytes() == first
    edit(tmp_path / FILE, "值班月报", {})  # opened and saved
    write_report(tmp_path, at=AT)
    edit(tmp_path / FILE, "值班月报", {"B6": 99})
    with pytest.raises(ConflictError, match="手工改过"):
        write_report(tmp_path, at=AT)
    assert call("report", tmp_path)[0] == 8
    write_report(tmp_path, at=AT, output=tmp_path / "另一份.xlsx")
    for other in (DATA, "值班安排表-2026-12-v2.xlsx"):
        with pytest.raises(ConflictError):
            write_report(tmp_path, at=AT, output=tmp_path / other)
    leave = tmp_path / "请假.csv"
    leave.write_text("姓名,开始\n王静,2026-12-01\n", encoding="utf-8")
    with pytest.raises(ConflictError):
        write_report(tmp_path, at=AT, csv=leave)
    for wrong in ({"output": tmp_path / "月报.pdf"}, {"csv": tmp_path / "月报.xlsx"}):
        with pytest.raises(UsageError):
            write_report(tmp_path, at=AT, **wrong)


def test_the_command_says_where_and_how_much(tmp_path: Path) -> None:
    with_changes(tmp_path)
    result = zhiban("report", tmp_path, "--csv", tmp_path / "月报.csv")
    assert result.exit_code == 0, result.output
    assert "管理员值班：4 人共值 31 班次（顶班 1，换班 2），缺口 0" in result.stdout
    assert FILE in result.stdout and "月报.csv" in result.stdout
    handed = call("report", tmp_path)[1]["result"]["takeovers"]
    assert [one["kind"] for one in handed] == ["substitution", "swap", "swap"]


def test_names_are_text_and_never_a_formula(tmp_path: Path) -> None:
    staff = [STAFF[0], ["+王静", "001", "客服管理员"], *STAFF[2:]]
    say(tmp_path, 员工=staff, 历史=[["日期", "值班人"]])
    made = draft(tmp_path, month=DECEMBER, at=TODAY)
    assert made.output
    publish(made.output, approver="林芳", at=TODAY)
    csv = tmp_path / "月报.csv"
    write_report(tmp_path, csv=csv)
    sheet = load_workbook(tmp_path / FILE)["值班月报"]
    cells = [cell for row in sheet.iter_rows() for cell in row if cell.value == "+王静"]
    assert cells and all(cell.data_type == "s" for cell in cells)
    assert ",'+王静," in csv.read_text(encoding="utf-8-sig")


# --- the year -------------------------------------------------------------------------------


def test_the_year_has_the_same_figures_and_the_named_days(tmp_path: Path) -> None:
    with_changes(tmp_path)
    written = write_yearbook(tmp_path, 2026, tmp_path / "台账.xlsx")
    figures = monthly_report(tmp_path, DECEMBER)
    rows = values(written, "全年值班")
    head = next(nth for nth, row in enumerate(rows) if row[0] == "姓名")
    heads = [str(text).replace("\n", "") for text in rows[head] if text]
    for heading, column in (("替别人顶班", "for_others"), ("期末累计", "balance")):
        at = heads.index(heading)
        shown = [row[at] for row in rows[head + 1 : head + 5]]
        assert shown == pytest.approx(figures[column].tolist())
    days = values(written, "节日")
    assert days[2][:3] == ["年份", "岗位", "除夕"]
    assert "不再排他值同一天" in str(days)


def test_it_is_public() -> None:
    assert "monthly_report" in scheduler.__all__
    for word in ("加班", "合规"):
        assert word not in (monthly_report.__doc__ or "")
