"""From a centre that has been read to a draft: solved, audited, explained and written."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

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

BRIEF = 1.0  # seconds for what is still to be rostered once the user has asked to stop


class Solved(NamedTuple):
    """A post of a table, knowing what was decided before it, and what was found of it."""

    centre: Centre
    result: Result
    roster: Roster


def solve_table(
    centre: Centre, seconds: float | None = None, rulebook: Rulebook | None = None
) -> list[Solved]:
    """Search for the month of every post of a table, one after the other.

    Parameters
    ----------
    seconds
        Time limit of each search; default by 设置 求解时限秒.
    rulebook
        That of the first post; default its own.

    Raises
    ------
    NoRosterError
        If there is no roster within the time limit.
    KeyboardInterrupt
        If the user has stopped the search before there was any.
    """
    from scheduler.solving.solve import solve
    from scheduler.solving.solver import Options

    solved: list[Solved] = []
    for one in centre.posts:
        one = one.knowing((other.centre.problem, other.roster) for other in solved)
        book = rulebook if rulebook and not solved else from_policy(one.problem.policy)
        stopped = any(other.result.interrupted for other in solved)
        limit = BRIEF if stopped else seconds or centre.settings.seconds
        result = solve(one.problem, book, Options(seconds=limit))
        if result.roster is None and result.interrupted:
            raise KeyboardInterrupt
        if result.roster is None:
            raise NoRosterError("时限内没有排出来，没有写任何文件；请加长 --time-limit")
        if breaches := book.audit(one.problem, result.roster):
            raise AssertionError(f"the solver's roster is unlawful: {breaches[0].text}")
        solved.append(Solved(one, result, result.roster))
    return solved


def is_optimal(draft: Draft) -> bool:
    """Tell whether a search within the time limit proves that no roster is better."""
    for view in draft.views:
        (found,) = solve_table(replace(view.centre, companions=()))
        book = from_policy(view.problem.policy)
        best, own = (book.cost(view.problem, one.roster) for one in (found, view))
        if not found.result.optimal or best != own:
            return False
    return True


def plan(
    centre: Centre,
    *,
    extra: tuple[Message, ...] = (),
    seconds: float | None = None,
    rulebook: Rulebook | None = None,
    known: list[Solved] | None = None,
) -> Draft:
    """Solve a centre's month.

    Parameters
    ----------
    extra
        What there is to say already.
    seconds
        Time limit of each search; default by 设置 求解时限秒.
    rulebook
        That of the first post; default its own.
    known
        What has been found of the same month: just now, or proved by an earlier run.

    Raises
    ------
    NoRosterError
        If there is no roster within the time limit.
    ValueError
        If the rules contradict each other.
    """
    first, *others = known or solve_table(centre, seconds, rulebook)
    limit = seconds or centre.settings.seconds
    return joined(_explained(first, limit, extra), *(_explained(one, limit, ()) for one in others))


def joined(first: Draft, *others: Draft) -> Draft:
    """Return the posts of a table as one draft, everything said once."""
    said = (message for one in (first, *others) for message in one.messages)
    centre = replace(first.centre, companions=tuple(one.centre for one in others))
    return replace(
        first, centre=centre, companions=tuple(others), messages=tuple(dict.fromkeys(said))
    )


def day_doubts(centre: Centre) -> list[Message]:
    """Say that the kinds of the month's days are by rule only, if they are."""
    if centre.confirmed:
        return []
    text = (
        f"程序还没有 {centre.problem.month.year} 年的官方放假安排，本月节假日按规则推算；"
        "请升级程序，或在〈节假日〉填写，核对后在〈设置〉填 节假日已核对至"
    )
    exit_code = Exit.LOOK if centre.estimated else Exit.DONE
    return [Message("estimated-holidays", "warning", text, exit=exit_code)]


def _explained(solved: Solved, limit: float, extra: tuple[Message, ...]) -> Draft:
    """Return the draft of one post, its gaps explained in what the search left of its time."""
    from scheduler.solving.solver import Options, Solver

    centre, result, roster = solved
    problem = centre.problem
    left = 0.0 if result.interrupted else max(0.0, limit - result.seconds)
    messages = [*centre.warnings, *extra, *qualification_messages(problem)]
    if not result.optimal:
        why = "中途停止" if result.interrupted else "时限已到"
        text = f"{why}，没有证明最优（排法合规，可用）；需要时加长 --time-limit"
        messages.append(Message("not-proved", "warning", text, exit=Exit.LOOK))
    messages += day_doubts(centre)
    solver = Solver(Options(seconds=left, thorough=True))
    explained = gaps(problem, roster, solver)
    return Draft(
        centre=centre,
        result=replace(result, interrupted=result.interrupted or solver.interrupted),
        roster=roster,
        gaps=tuple(explained),
        messages=tuple(messages),
        inputs=centre.inputs,
    )
