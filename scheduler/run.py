"""The one path from a centre's folder to a written roster."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from constraints.domain import Fix, Roster
from constraints.rulebook import from_policy
from scheduler.errors import (
    PRECEDENCE,
    ConflictError,
    Exit,
    FileError,
    Message,
    NoRosterError,
    UsageError,
)
from scheduler.files import fingerprint, write_whole
from scheduler.qualify import findings
from scheduler.workbook.faults import Faults
from scheduler.workbook.layout import DATA_FILE
from scheduler.workbook.origin import made_from, origin
from scheduler.workbook.read import check_fixed, read_centre
from scheduler.workbook.roster import read_roster
from scheduler.workbook.staff import Names

if TYPE_CHECKING:
    from pathlib import Path

    from constraints.clause import Clause
    from constraints.problem import Problem
    from scheduler.explain import Gap
    from scheduler.result import Result
    from scheduler.workbook.centre import Centre
    from scheduler.workbook.roster import Visible

SHANGHAI = ZoneInfo("Asia/Shanghai")


def now() -> datetime:
    """Return the present time at the centre, naive, whatever the machine's zone."""
    return datetime.now(SHANGHAI).replace(tzinfo=None)


@dataclass(frozen=True, slots=True)
class Draft:
    """A solved month of a centre, ready to be written or reported.

    ``substitutes`` are per duty, best first; ``output`` is where the workbook is (None on a dry
    run); ``changed`` is False if what was there already said the same.
    """

    centre: Centre
    result: Result
    roster: Roster
    gaps: tuple[Gap, ...]
    substitutes: tuple[tuple[str, ...], ...]
    messages: tuple[Message, ...]
    inputs: tuple[tuple[str, str], ...]
    output: Path | None = None
    changed: bool = True
    edited: tuple[date, ...] = field(default=())

    @property
    def problem(self) -> Problem:
        """The month that was solved."""
        return self.centre.problem

    @property
    def exit(self) -> Exit:
        """The exit code: the state of the roster, not whether it is news."""
        codes = {message.exit for message in self.messages}
        if self.gaps:
            codes.add(Exit.GAPS)
        if self.result.interrupted:
            codes.add(Exit.INTERRUPTED)
        return next((code for code in PRECEDENCE if code in codes), Exit.DONE)


def locate(path: Path) -> Path:
    """Return the data workbook of a centre given as a folder or as that workbook.

    Raises
    ------
    FileError
        If there is none.
    """
    data = path / DATA_FILE if path.is_dir() else path
    if not data.is_file():
        hint = "先运行 zhiban init 生成模板" if path.is_dir() else "请核对路径"
        raise FileError(f"找不到 {data},{hint}")
    return data


def output_path(data: Path, month: date) -> Path:
    """Return where the draft of a month goes by default."""
    return data.with_name(f"值班安排表-{month:%Y-%m}-草案.xlsx")


def draft(
    path: Path,
    *,
    month: date | None = None,
    output: Path | None = None,
    edited: Path | None = None,
    seconds: float | None = None,
    dry_run: bool = False,
    force: bool = False,
    today: date | None = None,
) -> Draft:
    """Make the draft of a month and, unless it is a dry run, write it.

    Parameters
    ----------
    path
        The centre: a folder or a data workbook.
    month
        First day of the month; default as in commands.md section 4.
    edited
        A draft with hand edits: they stay, and as little else as possible changes.
    seconds
        Time limit of the search; default by 设置 求解时限秒.
    force
        Overwrite a draft that somebody has edited.

    Raises
    ------
    ZhibanError
        The subclass tells what went wrong and gives the exit code.
    """
    data = locate(path)
    if output and (output.suffix != ".xlsx" or output.is_dir()):
        raise UsageError(f"-o 要写一个 .xlsx 文件名,不是 {output}")
    month = month or (_month_of(edited) if edited else None)
    centre = read_centre(data, today or now().date(), month)
    target = output or output_path(data, centre.problem.month)
    inputs = ((data.name, fingerprint(data)),)
    hand: tuple[date, ...] = ()
    extra: list[Message] = []
    if edited:
        centre, hand, extra = _keep_edits(centre, edited)
    present = _present(target, centre) if not dry_run else None
    own = edited is not None and edited.resolve() == target.resolve()
    if present and not force and not own and _spare_edits(present, inputs):
        return _as_it_stands(present, centre, inputs)
    made = replace(_solve(centre, inputs, extra, seconds), edited=hand)
    return made if dry_run else _write(made, target, present, keep=not force)


def _month_of(edited: Path) -> date | None:
    month = read_roster(edited, now().date()).origin.get("month", "")
    return date.fromisoformat(f"{month}-01") if month else None


def _keep_edits(centre: Centre, edited: Path) -> tuple[Centre, tuple[date, ...], list[Message]]:
    """Make an edited draft the base, and its edits fixed cells."""
    problem = centre.problem
    visible = read_roster(edited, problem.month.replace(day=15))
    faults = Faults(edited.name)
    people = visible.people(Names(centre.staff, faults))
    faults.stop_if_any()
    strange = [on for on in people if on not in problem.on_date]
    if strange:
        raise UsageError(f"{edited.name} 不是 {problem.month:%Y-%m} 的值班表(有 {strange[0]})")
    changed = tuple(on for on in visible.edits() if people.get(on))
    extra = []
    if not visible.drafted:
        text = f"{edited.name} 不是本程序的草案,认不出哪些是手工改的:全部作为基础,尽量少改"
        extra.append(Message("no-origin", "warning", text, edited.name))
    base = Roster(tuple(((key,) if (key := people.get(on)) else ()) for on in problem.on_date))
    kept = tuple(Fix(on, people[on], True, "草案里的手工修改") for on in changed)
    problem = replace(problem, base=base, kept=kept)
    check_fixed(problem, {(people[on], on): visible.cells[on] for on in changed}, faults)
    faults.stop_if_any()
    return replace(centre, problem=problem), changed, extra


def _present(target: Path, centre: Centre) -> Visible | None:
    """Return the draft that stands where the new one goes, if there is one.

    Raises
    ------
    ConflictError
        If what stands there is not a roster that this program wrote.
    """
    if not target.exists():
        return None
    try:
        visible = read_roster(target, centre.problem.month.replace(day=15))
    except Exception as error:
        text = f"{target.name} 已存在而且读不懂({error});请移走它,或用 -o 写到别处"
        raise ConflictError(text) from None
    if not visible.origin:
        raise ConflictError(f"{target.name} 不是本程序写的,不覆盖;请移走它,或用 -o 写到别处")
    return visible


def _spare_edits(present: Visible, inputs: tuple[tuple[str, str], ...]) -> bool:
    """Tell whether the draft there has hand edits and nothing is new.

    Raises
    ------
    ConflictError
        If it has edits and the inputs have changed since: a new draft would lose them.
    """
    edits = present.edits()
    target = present.path
    if edits and not made_from(present.origin, inputs):
        days = "、".join(f"{on.month}月{on.day}日" for on in edits[:5])
        text = (
            f"{target.name} 有人工修改({days}),没有覆盖。"
            f"要保留修改并补齐其余:zhiban draft --from {target.name};不要修改:加 --force"
        )
        raise ConflictError(text)
    return bool(edits)


def _as_it_stands(present: Visible, centre: Centre, inputs: tuple[tuple[str, str], ...]) -> Draft:
    """Report a draft that somebody has edited, by its visible cells; nothing is proved of it."""
    from scheduler import explain
    from scheduler.result import LevelResult, Result

    problem = centre.problem
    faults = Faults(present.path.name)
    people = present.people(Names(centre.staff, faults))
    roster = Roster(tuple(((key,) if (key := people.get(on)) else ()) for on in problem.on_date))
    book = from_policy(problem.policy)
    costs = zip(book.goals, book.cost(problem, roster), strict=True)
    levels = tuple(LevelResult(goal.name, cost, None) for goal, cost in costs)
    messages = [*centre.warnings, *(message for _, message in faults.found), *findings(problem)]
    messages += [breach(present, clause) for clause in book.audit(problem, roster)]
    text = "草案已有人工修改,保留;没有写任何文件"
    messages.append(Message("edited", "note", text, present.path.name))
    gaps = explain.gaps(problem, roster)
    spare = explain.substitutes(problem, roster)
    return Draft(
        centre=centre,
        result=Result(roster, levels, 0.0),
        roster=roster,
        gaps=tuple(gaps),
        substitutes=tuple(tuple(keys) for keys in spare),
        messages=tuple(messages),
        inputs=inputs,
        output=present.path,
        changed=False,
    )


def breach(visible: Visible, clause: Clause) -> Message:
    """Put a breach of a roster workbook at the last cell it speaks of."""
    cells = [visible.cells[duty.date] for duty in clause.duties if duty.date in visible.cells]
    sheet, address = (cells[-1].sheet, cells[-1].address) if cells else ("", "")
    name = visible.path.name
    return Message(clause.code, "error", clause.text, name, sheet, address, Exit.BREACHES)


def _solve(
    centre: Centre, inputs: tuple[tuple[str, str], ...], extra: list[Message], seconds: float | None
) -> Draft:
    from scheduler import explain
    from scheduler.solve import Options, solve

    problem = centre.problem
    options = Options(seconds=seconds or centre.settings.seconds)
    result = solve(problem, options=options)
    # One limit for both: what the roster left of the time goes to the cures.
    left = 0.0 if result.interrupted else max(0.0, options.seconds - result.seconds)
    roster = result.roster
    if roster is None and result.interrupted:
        raise KeyboardInterrupt
    if roster is None:
        raise NoRosterError("时限内没有排出来,没有写任何文件;请加长 --time-limit")
    if breaches := from_policy(problem.policy).audit(problem, roster):
        raise AssertionError(f"the solver's roster is unlawful: {breaches[0].text}")
    messages = [*centre.warnings, *extra, *findings(problem)]
    if not result.optimal:
        why = "中途停止" if result.interrupted else "时限已到"
        text = f"{why},没有证明最优(排法合规,可用);需要时加长 --time-limit"
        messages.append(Message("not-proved", "warning", text, exit=Exit.LOOK))
    if not centre.confirmed:
        text = (
            f"程序还没有 {problem.month.year} 年的官方放假安排,本月节假日按规则推算;"
            "请升级程序,或在〈节假日〉填写,核对后在〈设置〉填 节假日已核对至"
        )
        exit_code = Exit.LOOK if centre.estimated else Exit.DONE
        messages.append(Message("estimated-holidays", "warning", text, exit=exit_code))
    spare = explain.substitutes(problem, roster)
    return Draft(
        centre=centre,
        result=result,
        roster=roster,
        gaps=tuple(explain.gaps(problem, roster, replace(options, seconds=left))),
        substitutes=tuple(tuple(keys) for keys in spare),
        messages=tuple(messages),
        inputs=inputs,
    )


def _write(made: Draft, target: Path, present: Visible | None, *, keep: bool) -> Draft:
    from scheduler.workbook.write import render

    if present and keep and present.origin == origin(made):
        return replace(made, output=target, changed=False)
    written = write_whole(target, render(made))
    messages = made.messages
    if written != target:
        text = f"{target.name} 被别的程序打开着,已另存为 {written.name}"
        messages += (Message("saved-aside", "warning", text, written.name, exit=Exit.LOOK),)
    return replace(made, output=written, messages=messages)
