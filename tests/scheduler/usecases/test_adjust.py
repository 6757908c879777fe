"""Adjusting a published month: the fewest lawful changes, what has begun left alone."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, datetime, timedelta
from random import Random
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner

from constraints import Leave, from_policy
from constraints.domain import Fix
from scheduler.cli.main import cli
from scheduler.errors import BreachError, ConflictError, Exit, InputError, UsageError
from scheduler.explaining.leave_trial import Light
from scheduler.explaining.substitutes import substitutes
from scheduler.ledger.ledger import LEDGER_FILE, Ledger
from scheduler.reading.read_centre import read_centre
from scheduler.reporting.changes import changes
from scheduler.solving.solve import solve
from scheduler.usecases import adjust as adjusting
from scheduler.usecases.adjust import adjust
from scheduler.usecases.draft import draft
from scheduler.usecases.publish import publish
from scheduler.usecases.why import why
from tests import reference
from tests.books import DECEMBER, NAMES, STAFF, TAIL, TODAY, book, edit, values
from tests.centres import random_problem

if TYPE_CHECKING:
    from pathlib import Path

    from constraints import Problem
    from scheduler.reading.centre import Centre
    from scheduler.reporting.outcome import Draft
    from tests.books import Rows

DATA, DRAFT = "值班数据.xlsx", "值班安排表-2026-12-草案.xlsx"
KEYS = [row[1] for row in STAFF[1:]]
NAME = dict(zip(KEYS, NAMES, strict=True))
LEAVE = ["姓名", "开始", "结束", "状态", "批准人"]
CHANGE = [
    *("类型", "值班日期", "原值班人", "替班人", "换回日期"),
    *("状态", "批准人", "批准日期", "原因"),
]
AT = datetime(2026, 12, 10, 12)


def day(number: int) -> date:
    return date(2026, 12, number)


@pytest.fixture
def centre(tmp_path: Path) -> Path:
    """A centre of four whose December is published."""
    book(tmp_path / DATA)
    draft(tmp_path, month=DECEMBER, at=TODAY)
    publish(tmp_path, approver="王静", at=datetime(2026, 11, 28))
    return tmp_path


def call(*words: object) -> tuple[int, dict[str, Any]]:
    result = CliRunner().invoke(cli, [*map(str, words), "--json"])
    return result.exit_code, json.loads(result.stdout)


def served(folder: Path, revision: int = -1) -> dict[date, str]:
    return Ledger(folder / LEDGER_FILE).revisions()[revision].people


def say(folder: Path, **sheets: Rows) -> None:
    book(folder / DATA, **({"员工": STAFF, "历史": TAIL} | sheets))


def moved(made: Draft) -> dict[date, tuple[str, str]]:
    return {one.duty.date: (one.old, one.new) for one in changes(made)}


def holder(folder: Path, first: int) -> tuple[int, str]:
    """Return a day from ``first`` on that some one person serves, and their name."""
    return first, NAME[served(folder)[day(first)]]


# --- the smallest change --------------------------------------------------------------------


def published(seed: int) -> Problem:
    """A random month that was published lawfully, with new leave and some days gone."""
    rng = Random(seed)
    problem = random_problem(seed, people=rng.randint(4, 7), days=rng.randint(8, 14))
    problem = replace(problem, kept=(), base=None, past={}, short_notice=frozenset())
    roster = solve(problem).roster
    assert roster is not None
    begun = rng.randint(0, 5)
    leaves = list(problem.leaves)
    for _ in range(rng.randint(1, 3)):
        person = rng.choice(problem.people).key
        start = datetime.combine(rng.choice(problem.duties[begun:]).date, datetime.min.time())
        leaves.append(Leave(person, start, start + timedelta(days=rng.randint(1, 4))))
    return replace(
        problem,
        base=roster,
        past={d: roster.people[d] for d in range(begun)},
        leaves=tuple(leaves),
        pins=tuple(pin for pin in problem.pins if not pin.must),
        substitutions=(),
    )


@pytest.mark.parametrize("seed", range(1000, 1030))
def test_changes_are_the_fewest_and_what_has_begun_stays(seed: int) -> None:
    problem = published(seed)
    result = solve(problem)
    assert result.optimal
    assert result.roster is not None
    assert [level.cost for level in result.levels] == reference.optimum(problem)
    for d, keys in problem.past.items():
        assert result.roster.people[d] == keys
    assert not from_policy(problem.policy).audit(problem, result.roster)


def test_leave_changes_what_it_must_and_nothing_else(centre: Path) -> None:
    on, name = holder(centre, 15)
    say(centre, 请假=[LEAVE, [name, day(on), None, "已批准", "陈主任"]])
    code, said = call("adjust", centre, "--as-of", "2026-12-10 12:00")
    assert code == 0
    (change,) = said["result"]["changes"]
    assert (change["date"], change["reason"]) == (f"2026-12-{on}", f"{name}请假")
    assert change["approver"] == "陈主任"
    assert {one["name"] for one in said["result"]["notify"]} == {name, NAME[change["new"]]}
    assert {level["name"]: level["cost"] for level in said["result"]["levels"]}["changes"] == 1
    record = values(centre / DRAFT, "变更记录")
    assert any(row[2:4] == [name, NAME[change["new"]]] for row in record)


def test_unapproved_rows_have_no_effect(centre: Path) -> None:
    on, name = holder(centre, 15)
    other = next(one for one in NAMES if one != name)
    for status in ("待审批", "驳回", "已撤销", ""):
        say(
            centre,
            请假=[LEAVE, [name, day(on), None, status, None]],
            变更=[CHANGE, ["顶班", day(on), name, other, None, status, None, None, None]],
        )
        assert adjust(centre, at=AT) == []
        (one,) = adjust(centre, at=AT, month=DECEMBER)
        assert moved(one.draft) == {}
        assert not one.draft.changed


def test_a_published_next_month_binds_the_last_days(centre: Path) -> None:
    draft(centre, month=date(2027, 1, 1), at=AT)
    publish(centre, approver="王静", at=AT, allow_estimated=True)
    january = served(centre)
    last = NAME[served(centre, 0)[day(31)]]
    say(centre, 请假=[LEAVE, [last, day(31), None, "已批准", None]])
    (one,) = adjust(centre, at=AT, month=DECEMBER)
    taker = moved(one.draft)[day(31)][1]
    assert taker != january[date(2027, 1, 1)]


def test_what_has_begun_is_left_and_hand_edits_of_it_are_refused(centre: Path) -> None:
    name = NAME[served(centre)[day(5)]]
    say(centre, 请假=[LEAVE, [name, day(4), day(28), "已批准", None]])
    (one,) = adjust(centre, at=AT)
    assert moved(one.draft)
    assert all(on > day(10) for on in moved(one.draft))
    rows = values(centre / DRAFT, "值班安排表")
    row = next(nth for nth, cells in enumerate(rows, 1) if cells[0] == "12月5日")
    other = next(one for one in NAMES if one not in (name, rows[row - 2][3], rows[row][3]))
    edit(centre / DRAFT, "值班安排表", {f"D{row}": other})
    with pytest.raises(BreachError) as caught:
        publish(centre, approver="王静", reason="请假", at=AT)
    assert any("已经开始" in message.text for message in caught.value.messages)
    with pytest.raises(InputError) as refused:
        draft(centre, month=DECEMBER, edited=centre / DRAFT, at=AT)
    assert any("已经开始" in message.text for message in refused.value.messages)


def test_edits_of_an_adjustment_are_kept_and_published_on_its_base(tmp_path: Path) -> None:
    six = [*STAFF, ["陈晨", "005", "客服管理员"], ["赵敏", "006", "客服管理员"]]
    called = {row[1]: row[0] for row in six}
    centre, on = tmp_path, 15
    book(centre / DATA, 员工=six)
    draft(centre, month=DECEMBER, at=TODAY)
    publish(centre, approver="王静", at=TODAY)
    name = called[served(centre)[day(on)]]
    book(centre / DATA, 员工=six, 请假=[LEAVE, [name, day(on), None, "已批准", None]])
    (one,) = adjust(centre, at=AT)
    chosen = substitutes(one.draft.problem, one.draft.roster, on - 1)[0]
    rows = values(centre / DRAFT, "值班安排表")
    row = next(nth for nth, cells in enumerate(rows, 1) if cells[0] == f"12月{on}日")
    edit(centre / DRAFT, "值班安排表", {f"D{row}": called[chosen]})
    with pytest.raises(ConflictError, match="人工修改"):
        adjust(centre, at=AT)
    kept = draft(centre, month=DECEMBER, edited=centre / DRAFT, at=AT)
    assert moved(kept)[day(on)] == (served(centre)[day(on)], chosen)
    done = publish(centre, approver="王静", reason="请假", at=AT)
    assert (done.revision.number, done.revision.people[day(on)]) == (2, chosen)


def test_two_months_adjusted_at_once_border_on_each_other(centre: Path) -> None:
    """January is planned beside December as it is going to be, not as it was published."""
    draft(centre, month=date(2027, 1, 1), at=AT)
    publish(centre, approver="王静", at=AT, allow_estimated=True)
    last, first = served(centre, 0)[day(31)], served(centre)[date(2027, 1, 1)]
    rows = [[NAME[key], "2026-12-31", "2027-01-02", "已批准", None] for key in (last, first)]
    say(centre, 请假=[LEAVE, *rows])
    december, january = adjust(centre, at=AT)
    after, before = january.draft.problem.known_duties_of, december.draft.roster.people[30]
    assert before != (last,)
    assert [one.date for key in before for one in after[key]][-1] == day(31)
    assert january.draft.roster.people[0] != before


def test_only_published_months_are_adjusted(centre: Path) -> None:
    with pytest.raises(UsageError, match="还没有发布"):
        adjust(centre, month=date(2027, 1, 1), at=AT)
    assert CliRunner().invoke(cli, ["adjust", str(centre), "--as-of", "昨天"]).exit_code == 2


# --- what was approved ----------------------------------------------------------------------


def test_who_really_served_is_recorded_with_its_reason(centre: Path) -> None:
    """A row approved for a date that is past: the credit goes to whoever served."""
    on, name = holder(centre, 5)
    other = next(
        one
        for one in NAMES
        if one not in (name, NAME[served(centre)[day(on - 1)]], NAME[served(centre)[day(on + 1)]])
    )
    row = ["顶班", day(on), name, other, None, "已批准", "陈主任", day(5), "发烧"]
    say(centre, 变更=[CHANGE, row])
    (one,) = adjust(centre, at=AT)
    assert moved(one.draft) == {day(on): (served(centre)[day(on)], KEYS[NAMES.index(other)])}
    done = publish(centre, approver="王静", at=AT)
    assert (done.revision.number, done.revision.reason) == (2, "发烧")
    before, after = Ledger(centre / LEDGER_FILE).revisions()
    for key, change in ((KEYS[NAMES.index(name)], -1), (KEYS[NAMES.index(other)], 1)):
        sums = [
            sum(t.served for t in one.tallies if t.person == key and t.cls.name == "TOTAL")
            for one in (before, after)
        ]
        assert sums[1] - sums[0] == change


def test_a_past_substitution_nobody_lawful_could_plan_is_kept(centre: Path) -> None:
    """Somebody served two days in a row: a fact, not a breach."""
    first, second = served(centre)[day(5)], NAME[served(centre)[day(6)]]
    row = ["顶班", day(6), second, NAME[first], None, "已批准", None, None, "家里有事"]
    say(centre, 变更=[CHANGE, row])
    (one,) = adjust(centre, at=AT)
    assert moved(one.draft) == {day(6): (KEYS[NAMES.index(second)], first)}
    assert publish(centre, approver="王静", at=AT).revision.number == 2


@pytest.mark.parametrize(
    ("change", "leave", "said"),
    [
        (day(1), day(2), ""),
        (day(2), day(1), "12月15日"),
        (None, day(2), "请在两行都填批准日期"),
        (day(1), None, "请在两行都填批准日期"),
        (day(1), day(1), "请在两行都填批准日期"),
    ],
)
def test_leave_and_substitution_by_their_dates(
    centre: Path, change: date | None, leave: date | None, said: str
) -> None:
    """Of two approvals that contradict each other the later one holds."""
    on, name = holder(centre, 15)
    around = {NAME[served(centre)[day(on + near)]] for near in (-1, 0, 1)}
    other = next(one for one in NAMES if one not in around)
    sheets = {
        "变更": [CHANGE, ["顶班", day(on), name, other, None, "已批准", None, change, None]],
        "请假": [[*LEAVE, "批准日期"], [other, day(on), None, "已批准", None, leave]],
    }
    say(centre, **sheets)
    if said:
        with pytest.raises(InputError) as caught:
            adjust(centre, at=AT)
        assert said in str(caught.value.messages[0])
        return
    (one,) = adjust(centre, at=AT, month=DECEMBER)
    assert one.draft.roster.people[on - 1] != (KEYS[NAMES.index(other)],)
    assert any("不再生效" in line for line in one.draft.centre.ignored)


def test_a_leave_taken_back_offers_the_exact_way_back(centre: Path) -> None:
    first = served(centre)
    on, name = holder(centre, 15)
    say(centre, 请假=[LEAVE, [name, day(on), None, "已批准", None]])
    adjust(centre, at=AT)
    publish(centre, approver="王静", reason="请假", at=AT)
    say(centre, 请假=[LEAVE, [name, day(on), None, "已销假", None]])
    (one,) = adjust(centre, at=AT)
    ((way, back),) = one.others
    assert way == "换回v1"
    assert not moved(one.draft)
    assert back.output is not None
    done = publish(back.output, approver="王静", reason="销假", at=AT)
    assert done.revision.people == first
    assert adjust(centre, at=AT) == []
    late = datetime(2026, 12, 16)
    say(centre, 请假=[LEAVE, [name, day(on), None, "已批准", None]])
    assert adjust(centre, at=late) == []


# --- trials and options ---------------------------------------------------------------------


def test_a_trial_says_what_is_touched_to_the_minute_and_writes_nothing(centre: Path) -> None:
    before = {path.name: path.read_bytes() for path in centre.iterdir()}
    on, name = holder(centre, 15)
    leave = f"{name} 2026-12-{on} 2026-12-{on}"
    code, said = call("adjust", centre, "--leave", leave, "--dry-run", "--as-of", "2026-12-10")
    assert code == 0
    (trial,) = said["result"]["trials"]
    touches = {one["date"]: one for one in trial["touches"]}
    assert touches[f"2026-12-{on}"]["start"] == f"2026-12-{on}T08:30:00"
    assert touches[f"2026-12-{on}"]["end"] == f"2026-12-{on + 1}T00:00:00"
    assert len(said["result"]["options"]) <= 2
    assert {path.name: path.read_bytes() for path in centre.iterdir()} == before


def test_an_eve_may_be_served_and_the_light_is_green(centre: Path) -> None:
    on, name = holder(centre, 15)
    text = f"{name} 2026-12-{on + 1} 2026-12-{on + 1}"
    (one,) = adjust(centre, at=AT, leaves=(text,), dry_run=True)
    eve = next(touch for touch in one.trials[0].touches if touch.duty == on - 1)
    assert (eve.eve, eve.light) == (True, Light.GREEN)
    assert eve.end - eve.start == timedelta(hours=8, minutes=30)


@pytest.mark.parametrize("seed", range(8))
def test_substitutes_and_swaps_of_a_trial_are_lawful_for_all(centre: Path, seed: int) -> None:
    on, name = holder(centre, 12 + 2 * seed)
    text = f"{name} 2026-12-{on} 2026-12-{on}"
    (one,) = adjust(centre, at=AT, leaves=(text,), dry_run=True)
    problem = one.draft.problem
    assert problem.base is not None
    touch = next(one for one in one.trials[0].touches if one.duty == on - 1)
    for ring in [*touch.swaps, *((touch.duty,),)]:
        takers = [problem.base.people[d] for d in (*ring[1:], ring[0])]
        choices = [dict(zip(ring, takers, strict=True))] if len(ring) > 1 else []
        choices += [{touch.duty: (key,)} for key in touch.substitutes if len(ring) == 1]
        for choice in choices:
            people = [choice.get(d, keys) for d, keys in enumerate(problem.base.people)]
            roster = replace(problem.base, people=tuple(people))
            broken = from_policy(problem.policy).audit(problem, roster)
            ours = {problem.duties[d] for d in choice}
            assert not [clause for clause in broken if ours & set(clause.duties)]


def test_a_leave_nobody_can_take_over_is_red(tmp_path: Path) -> None:
    staff = [STAFF[0], *STAFF[1:4]]
    book(tmp_path / DATA, 员工=staff, 历史=[["日期", "值班人"], *TAIL[1:1]])
    draft(tmp_path, month=DECEMBER, at=TODAY)
    publish(tmp_path, approver="王静", at=TODAY)
    names = [NAME[served(tmp_path)[day(on)]] for on in (14, 15, 16)]
    texts = tuple(f"{one} 2026-12-15 2026-12-15" for one in {*names})
    (one,) = adjust(tmp_path, at=AT, leaves=texts, dry_run=True)
    lights = {trial.leave.person: trial.light for trial in one.trials}
    assert lights[served(tmp_path)[day(15)]] is Light.RED
    assert one.draft.gaps


def test_options_have_exactly_one_more_change_each(centre: Path) -> None:
    on, name = holder(centre, 15)
    say(centre, 请假=[LEAVE, [name, day(on), None, "已批准", None]])
    (one,) = adjust(centre, at=AT, options=3)
    assert [name for name, _ in one.others] == ["方案2", "方案3"]
    least = len(moved(one.draft))
    for nth, (_, other) in enumerate(one.others, 1):
        assert len(moved(other)) == least + nth
        assert other.output is not None
        assert other.output.exists()
        assert other.result.optimal
        problem = replace(other.problem, kept=())
        assert reference.costs(problem, other.roster) == [one.cost for one in other.result.levels]


def test_ctrl_c_among_the_options_ends_the_search_and_keeps_what_there_is(
    centre: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Found in review: it went on with the next option and returned 0."""
    on, name = holder(centre, 15)
    say(centre, 请假=[LEAVE, [name, day(on), None, "已批准", None]])
    asked, original = [], adjusting._planned

    def planned(centre: Centre, least: int = 0) -> Draft:
        asked.append(least)
        made = original(centre, least)
        return replace(made, result=replace(made.result, interrupted=least > 0))

    monkeypatch.setattr(adjusting, "_planned", planned)
    code, found = call("adjust", centre, "--as-of", f"{AT:%Y-%m-%d %H:%M}", "--options", 3)
    assert code == found["exit_code"] == Exit.INTERRUPTED
    assert len(asked) == 2
    assert (centre / DRAFT).exists()


@pytest.mark.parametrize(
    "text",
    ["王静", "2026-12-10 2026-12-12", "路人 2026-12-10", "王静 下周三", "王静 12-12 12-10 12-11"],
)
def test_a_trial_that_cannot_be_read_says_how(centre: Path, text: str) -> None:
    with pytest.raises(UsageError, match="--leave"):
        adjust(centre, at=AT, leaves=(text,), dry_run=True)


def test_clock_times_of_a_trial(centre: Path) -> None:
    text = "王静 2026-12-15 14:00 2026-12-16 9:00"
    (one,) = adjust(centre, at=AT, leaves=(text,), dry_run=True, month=DECEMBER)
    leave = one.trials[0].leave
    assert (leave.start, leave.end) == (datetime(2026, 12, 15, 14), datetime(2026, 12, 16, 9))
    assert not leave.by_days


# --- why ------------------------------------------------------------------------------------


@pytest.mark.parametrize("number", [3, 12, 25])
def test_why_agrees_with_forcing_the_cell_in_an_independent_solve(
    tmp_path: Path, number: int
) -> None:
    wish = [["姓名", "日期", "要求"], ["王静", day(3), "希望"], ["李梅", day(12), "不希望"]]
    book(tmp_path / DATA, 指定=wish)
    for name in NAMES:
        found = why(tmp_path, f"2026-12-{number}", name, at=TODAY)
        problem, forced = found.draft.problem, found.forced
        assert forced is not None
        key = KEYS[NAMES.index(name)]
        asked = replace(problem, kept=(Fix(day(number), key, True, "试"),))
        if forced.against:
            with pytest.raises(ValueError, match="contradict"):
                solve(asked)
            continue
        assert (
            reference.optimum(asked) == [then for _, then in forced.costs.values()]
            or not forced.costs
        )
        if not forced.costs:
            assert key in found.draft.roster.people[number - 1]


def test_why_tells_who_could_and_who_could_not(centre: Path) -> None:
    on, name = holder(centre, 15)
    code, said = call("why", centre, f"2026-12-{on}")
    assert code == 0
    by_name = {one["name"]: one for one in said["result"]["candidates"]}
    assert by_name[name]["status"] == "serves"
    near = NAME[served(centre)[day(on + 1)]]
    assert by_name[near]["status"] == "barred"
    assert "没有间隔" in by_name[near]["reason"]
    able = [one for one in by_name.values() if one["status"] == "able"]
    assert all(one["effects"]["changes"] == 1 for one in able)
    assert call("why", centre, "下周三")[0] == 2
    assert call("why", centre, f"2026-12-{on}", "路人")[0] == 2
    assert call("why", centre, f"2026-12-{on}", "王静", "李梅")[0] == 2


def test_why_a_wish_was_not_met(tmp_path: Path) -> None:
    rows = [["姓名", "日期", "要求"], *([name, day(12), "不希望"] for name in NAMES)]
    book(tmp_path / DATA, 指定=rows)
    found = why(tmp_path, "12月12日", month=DECEMBER, at=TODAY)
    ((wish, forced),) = found.wishes
    assert wish.person in found.draft.roster.people[11]
    assert forced.costs["wishes"][1] >= 1
    ((_, was, new),) = [one for one in forced.moved if one[0] == day(12)]
    assert was == wish.person != new


def test_reasons_are_comments_of_the_inside_copy_only(centre: Path) -> None:
    from openpyxl import load_workbook

    inside = load_workbook(centre / "值班安排表-2026-12-v1-内部.xlsx")["值班安排表"]
    said = [cell.comment.text for row in inside.iter_rows() for cell in row if cell.comment]
    assert len(said) == 31
    assert all("选" in text for text in said)
    public = load_workbook(centre / "值班安排表-2026-12-v1.xlsx")["值班安排表"]
    assert not any(cell.comment for row in public.iter_rows() for cell in row)


def test_status_tells_of_an_adjustment_to_publish(
    centre: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(centre)
    on, name = holder(centre, 15)
    say(centre, 请假=[LEAVE, [name, day(on), None, "已批准", None]])
    adjust(centre, at=AT)
    assert call()[1]["result"]["next"].startswith(f"zhiban publish {DRAFT}")
    publish(centre, approver="王静", reason="请假", at=AT)
    assert DRAFT not in call()[1]["result"]["next"]


def test_an_adjustment_nobody_needs_any_more_is_named(centre: Path) -> None:
    on, name = holder(centre, 15)
    say(centre, 请假=[LEAVE, [name, day(on), None, "已批准", None]])
    adjust(centre, at=AT)
    say(centre)
    (one,) = adjust(centre, at=AT, month=DECEMBER)
    assert any("已经不需要了" in message.text for message in one.draft.messages)


def test_a_month_with_gaps_is_five_on_every_run(centre: Path) -> None:
    away = [[name, day(20), day(20), "已批准", None] for name in NAMES]
    say(centre, 请假=[LEAVE, *away])
    (one,) = adjust(centre, at=AT)
    assert one.draft.exit == 5
    publish(centre, approver="王静", reason="都请假", accept_gaps=True, at=AT)
    for _ in range(2):
        (one,) = adjust(centre, at=AT)
        assert (one.draft.exit, one.draft.changed, moved(one.draft)) == (5, False, {})


def said_of(made: Draft) -> str:
    return "\n".join(message.text for message in made.messages)


def test_leave_of_somebody_on_duty_now_is_red_and_said(centre: Path) -> None:
    name = NAME[served(centre)[day(10)]]
    text = f"{name} 2026-12-10 14:00 2026-12-11 08:00"
    (one,) = adjust(centre, at=AT, leaves=(text,), dry_run=True)
    (touch,) = one.trials[0].touches
    assert (touch.begun, touch.substitutes, one.trials[0].light) == (True, (), Light.RED)
    say(centre, 请假=[LEAVE, [name, "2026-12-10 14:00", "2026-12-11 08:00", "已批准", None]])
    (one,) = adjust(centre, at=AT, month=DECEMBER)
    assert not moved(one.draft)
    assert "这班已经开始,照记不改" in said_of(one.draft)


def test_two_days_running_really_served_are_said(centre: Path) -> None:
    first, second = served(centre)[day(5)], NAME[served(centre)[day(6)]]
    say(
        centre,
        变更=[CHANGE, ["顶班", day(6), second, NAME[first], None, "已批准", None, None, "急事"]],
    )
    (one,) = adjust(centre, at=AT)
    assert "12月5日与12月6日的班中间没有间隔" in said_of(one.draft)


def test_a_trial_that_leaves_another_day_open_is_red(tmp_path: Path) -> None:
    leave = [LEAVE, *([name, day(14), day(16), "已批准", None] for name in NAMES[:2])]
    book(tmp_path / DATA, 员工=STAFF, 历史=TAIL)
    draft(tmp_path, month=DECEMBER, at=TODAY)
    publish(tmp_path, approver="王静", at=TODAY)
    book(tmp_path / DATA, 员工=STAFF, 历史=TAIL, 请假=leave)
    text = f"{NAMES[2]} 2026-12-14 2026-12-16"
    (one,) = adjust(tmp_path, at=AT, leaves=(text,), dry_run=True)
    assert one.draft.gaps
    assert one.trials[0].light is Light.RED


def test_a_trial_outside_of_what_is_published_says_so(centre: Path) -> None:
    with pytest.raises(UsageError, match="2026-12"):
        adjust(centre, at=AT, leaves=("王静 2027-03-01",), dry_run=True)
    on = next(n for n in range(15, 28) if NAME[served(centre)[day(n)]] != "王静")
    free = next(
        n for n in range(on, 28) if "王静" not in {NAME[served(centre)[day(m)]] for m in (n - 1, n)}
    )
    (one,) = adjust(centre, at=AT, leaves=(f"王静 2026-12-{free}",), dry_run=True)
    assert (one.trials[0].light, one.trials[0].touches) == (Light.GREEN, ())


def test_rows_that_speak_of_somebody_else_are_asked_about(centre: Path) -> None:
    on, name = holder(centre, 20)
    near = {NAME[served(centre)[day(on + far)]] for far in (-1, 0, 1)}
    taker = next(one for one in NAMES if one not in near)
    wrong = next(one for one in NAMES if one not in (name, taker))
    row = ["顶班", day(on), wrong, taker, None, "已批准", None, None, None]
    say(centre, 变更=[CHANGE, row])
    (one,) = adjust(centre, at=AT)
    assert f"值班表上是{name},不是{wrong}" in said_of(one.draft)
    say(centre, 变更=[CHANGE, ["顶班", day(5), wrong, None, None, "已批准", None, None, None]])
    (one,) = adjust(centre, at=AT, month=DECEMBER)
    assert "请核对这一行" in said_of(one.draft) or "要写明替班人" in said_of(one.draft)


def test_a_change_of_last_month_is_found_without_naming_it(centre: Path) -> None:
    on, name = holder(centre, 20)
    near = {NAME[served(centre)[day(on + far)]] for far in (-1, 0, 1)}
    taker = next(one for one in NAMES if one not in near)
    row = ["顶班", day(on), name, taker, None, "已批准", None, None, "急事"]
    say(centre, 变更=[CHANGE, row])
    (one,) = adjust(centre, at=datetime(2027, 1, 6))
    assert list(moved(one.draft)) == [day(on)]


def test_the_way_back_of_one_leave_among_other_changes(centre: Path) -> None:
    on, name = holder(centre, 15)
    there = 25
    near = {NAME[served(centre)[day(there + far)]] for far in (-1, 0, 1)}
    taker = next(one for one in NAMES if one not in near)
    giver = NAME[served(centre)[day(there)]]
    row = ["顶班", day(there), giver, taker, None, "已批准", None, None, "换班"]
    say(centre, 请假=[LEAVE, [name, day(on), None, "已批准", None]], 变更=[CHANGE, row])
    adjust(centre, at=AT)
    publish(centre, approver="王静", reason="两件事", at=AT)
    say(centre, 请假=[LEAVE, [name, day(on), None, "已撤销", None]], 变更=[CHANGE, row])
    (one,) = adjust(centre, at=AT)
    ((_, back),) = one.others
    assert moved(back)[day(on)][1] == served(centre, 0)[day(on)]
    assert day(there) not in moved(back)


def test_a_blanked_cell_is_filled_again_in_the_file(tmp_path: Path) -> None:
    book(tmp_path / DATA)
    draft(tmp_path, month=DECEMBER, at=TODAY)
    rows = values(tmp_path / DRAFT, "值班安排表")
    row = next(nth for nth, cells in enumerate(rows, 1) if cells[0] == "12月9日")
    edit(tmp_path / DRAFT, "值班安排表", {f"D{row}": "待定"})
    made = draft(tmp_path, month=DECEMBER, edited=tmp_path / DRAFT, at=TODAY)
    assert made.changed
    assert values(tmp_path / DRAFT, "值班安排表")[row - 1][3] == rows[row - 1][3]


def test_a_calendar_is_made_of_rosters_only(centre: Path) -> None:
    assert call("export", "ics", centre / DATA)[0] == 2


def test_a_duty_that_begins_this_minute_has_begun(centre: Path) -> None:
    on, name = holder(centre, 15)
    say(centre, 请假=[LEAVE, [name, day(on), None, "已批准", None]])
    begins = datetime(2026, 12, on, 8, 30)
    (one,) = adjust(centre, at=begins - timedelta(minutes=1), dry_run=True)
    assert list(moved(one.draft)) == [day(on)]
    assert adjust(centre, at=begins, dry_run=True) == []


def test_whoever_gets_an_id_later_is_the_same_person(tmp_path: Path) -> None:
    """Last month counts, though it knew people by name only."""
    nameless = [[row[0], None, row[2]] for row in STAFF]
    nameless[0][1] = "工号"
    book(tmp_path / DATA, 员工=nameless, 历史=TAIL)
    draft(tmp_path, month=DECEMBER, at=TODAY)
    publish(tmp_path, approver="王静", at=TODAY)
    book(tmp_path / DATA, 员工=STAFF, 历史=TAIL)
    problem = read_centre(tmp_path / DATA, AT, date(2027, 1, 1)).problem
    assert {tally.person for tally in problem.tallies} == set(KEYS)
    assert {one.person for one in problem.served} == set(KEYS)
    assert adjust(tmp_path, at=AT) == []
