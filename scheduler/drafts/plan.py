"""From a centre that has been read to a draft: solved, audited, explained and written."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from constraints.rulebook import from_policy
from scheduler.errors import Exit, Message, NoRosterError
from scheduler.explaining.gaps import gaps
from scheduler.explaining.qualifications import qualification_messages
from scheduler.reporting.outcome import Draft

if TYPE_CHECKING:
    from constraints.domain import Roster
    from constraints.rulebook import Rulebook
    from scheduler.reading.centre import Centre
    from scheduler.solving.result import Result


def solve_month(
    centre: Centre, seconds: float | None = None, rulebook: Rulebook | None = None
) -> Result:
    """Search for a centre's month; the result tells whether there is a roster at all."""
    from scheduler.solving.solve import solve
    from scheduler.solving.solver import Options

    options = Options(seconds=seconds or centre.settings.seconds)
    return solve(centre.problem, rulebook or from_policy(centre.problem.policy), options)


def is_optimal(centre: Centre, roster: Roster) -> bool:
    """Tell whether a search within the time limit proves that no roster is better."""
    found, book = solve_month(centre), from_policy(centre.problem.policy)
    return found.optimal and _costs(book, centre, found.roster) == _costs(book, centre, roster)


def _costs(book: Rulebook, centre: Centre, roster: Roster | None) -> list[int]:
    assert roster is not None
    return book.cost(centre.problem, roster)


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
    from scheduler.solving.solver import Options, Solver

    problem = centre.problem
    options = Options(seconds=seconds or centre.settings.seconds)
    rulebook = rulebook or from_policy(problem.policy)
    result = known or solve_month(centre, seconds, rulebook)
    # One limit for both: what the roster left of the time goes to the cures.
    left = 0.0 if result.interrupted else max(0.0, options.seconds - result.seconds)
    roster = result.roster
    if roster is None and result.interrupted:
        raise KeyboardInterrupt
    if roster is None:
        raise NoRosterError("时限内没有排出来，没有写任何文件；请加长 --time-limit")
    if breaches := rulebook.audit(problem, roster):
        raise AssertionError(f"the solver's roster is unlawful: {breaches[0].text}")
    messages = [*centre.warnings, *extra, *qualification_messages(problem)]
    if not result.optimal:
        why = "中途停止" if result.interrupted else "时限已到"
        text = f"{why}，没有证明最优（排法合规，可用）；需要时加长 --time-limit"
        messages.append(Message("not-proved", "warning", text, exit=Exit.LOOK))
    if not centre.confirmed:
        text = (
            f"程序还没有 {problem.month.year} 年的官方放假安排，本月节假日按规则推算；"
            "请升级程序，或在〈节假日〉填写，核对后在〈设置〉填 节假日已核对至"
        )
        exit_code = Exit.LOOK if centre.estimated else Exit.DONE
        messages.append(Message("estimated-holidays", "warning", text, exit=exit_code))
    solver = Solver(replace(options, seconds=left, thorough=True))
    explained = gaps(problem, roster, solver)
    return Draft(
        centre=centre,
        result=replace(result, interrupted=result.interrupted or solver.interrupted),
        roster=roster,
        gaps=tuple(explained),
        messages=tuple(messages),
        inputs=centre.inputs,
    )
