"""From a centre that has been read to a draft: solved, audited, explained and written."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING

from constraints.rulebook import from_policy
from scheduler.edits import standing_draft, taken_over
from scheduler.errors import ConflictError, Exit, Message, NoRosterError
from scheduler.explain import gaps
from scheduler.files import write_whole
from scheduler.outcome import Draft
from scheduler.qualify import findings
from scheduler.workbook.layout import GAP
from scheduler.workbook.origin import origin, people_by_date
from scheduler.workbook.text import squeeze

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from constraints.rulebook import Rulebook
    from scheduler.result import Result
    from scheduler.workbook.centre import Centre
    from scheduler.workbook.roster import Visible


def solved(
    centre: Centre, seconds: float | None = None, rulebook: Rulebook | None = None
) -> Result:
    """Search for a centre's month; the result tells whether there is a roster at all."""
    from scheduler.search import Options
    from scheduler.solve import solve

    options = Options(seconds=seconds or centre.settings.seconds)
    return solve(centre.problem, rulebook or from_policy(centre.problem.policy), options)


def plan(
    centre: Centre,
    *,
    extra: tuple[Message, ...] = (),
    seconds: float | None = None,
    rulebook: Rulebook | None = None,
    known: Result | None = None,
) -> Draft:
    """Solve a centre's month.

    Parameters
    ----------
    extra
        What there is to say already.
    seconds
        Time limit of the search; default by 设置 求解时限秒.
    rulebook
        Default the centre's own.
    known
        What has been found of the same month: just now, or proved by an earlier run.

    Raises
    ------
    NoRosterError
        If there is no roster within the time limit.
    ValueError
        If the rules contradict each other.
    """
    from scheduler.search import Options, Search

    problem = centre.problem
    options = Options(seconds=seconds or centre.settings.seconds)
    rulebook = rulebook or from_policy(problem.policy)
    result = known or solved(centre, seconds, rulebook)
    # One limit for both: what the roster left of the time goes to the cures.
    left = 0.0 if result.interrupted else max(0.0, options.seconds - result.seconds)
    roster = result.roster
    if roster is None and result.interrupted:
        raise KeyboardInterrupt
    if roster is None:
        raise NoRosterError("时限内没有排出来,没有写任何文件;请加长 --time-limit")
    if breaches := rulebook.audit(problem, roster):
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
    search = Search(replace(options, seconds=left, thorough=True))
    found = gaps(problem, roster, search)
    return Draft(
        centre=centre,
        result=replace(result, interrupted=result.interrupted or search.interrupted),
        roster=roster,
        gaps=tuple(found),
        messages=tuple(messages),
        inputs=centre.inputs,
    )


def write(made: Draft, target: Path, present: Visible | None, *, keep: bool) -> Draft:
    """Write a draft, unless with ``keep`` the workbook ``present`` there is as good already."""
    from scheduler.workbook.write import render

    if present and keep:
        for there in (present, *_set_aside(target, made)):
            if _tells(there, origin(made)) and _shows(there, made):
                made = replace(made, output=there.path, changed=False)
                return made if there is present else _aside(made, target)
        if standing := _as_good(present, made):
            return replace(standing, output=target, changed=False)
    written = write_whole(target, render(made))
    made = replace(made, output=written, before=present.drafted if present else None)
    return made if written == target else _aside(made, target)


def _aside(made: Draft, target: Path) -> Draft:
    """Say that a draft is not where it belongs."""
    assert made.output is not None
    name = made.output.name
    text = f"{target.name} 被别的程序打开着,已另存为 {name}"
    message = Message("saved-aside", "warning", text, name, exit=Exit.LOOK)
    return replace(made, messages=(*made.messages, message))


def _set_aside(target: Path, made: Draft) -> Iterator[Visible]:
    """Yield the drafts that an earlier run had to put beside their place."""
    for path in sorted(target.parent.glob(f"{target.stem}-新*{target.suffix}")):
        with suppress(ConflictError):
            if there := standing_draft(path, made.centre):
                yield there


def _as_good(present: Visible, made: Draft) -> Draft | None:
    """Return the draft there if a search that was cut short has found nothing better since.

    Or else a job with little time would write another roster every day, if need be a worse one.
    """
    aside = {"assignment", "optimal", "unique", "cures"}
    now, then = (
        {name: value for name, value in pairs.items() if name not in aside}
        for pairs in (origin(made), present.origin)
    )
    if made.result.unique or made.centre.published or now != then:
        return None
    proved = made.result.optimal or present.origin.get("optimal") == str(True)
    standing = taken_over(made.centre, present.drafted, made.inputs, proved=proved)
    rulebook = from_policy(made.problem.policy)
    costs = (rulebook.cost(made.problem, one.roster) for one in (standing, made))
    if not _shows(present, standing) or next(costs) > next(costs):
        return None
    return replace(
        standing,
        result=replace(standing.result, interrupted=made.result.interrupted),
        messages=tuple(m for m in made.messages if not (proved and m.code == "not-proved")),
        edited=made.edited,
        base=made.base,
    )


def _tells(present: Visible, now: Mapping[str, str]) -> bool:
    """Tell whether the draft there was made from the same, and has no fewer cures to offer."""
    then = dict(present.origin)
    known = then.pop("cures", "")
    enough = (int(known) if known.isdecimal() else 0) >= int(now["cures"])
    return enough and then == {name: value for name, value in now.items() if name != "cures"}


def _shows(present: Visible, made: Draft) -> bool:
    """Tell whether everybody whom the draft puts on duty stands in the workbook there."""
    for on, key in people_by_date(made).items():
        cell = present.cells.get(on)
        if cell is None or (cell.text or GAP) != squeeze(made.centre.name(key) if key else GAP):
            return False
    return True
