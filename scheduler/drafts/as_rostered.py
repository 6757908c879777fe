"""Given people on a month, as it is reported: what it costs, what it breaks, if it is the best."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING

from constraints.rulebook import from_policy
from scheduler import __version__
from scheduler.drafts.plan import Solved, joined
from scheduler.errors import Exit, Message
from scheduler.explaining.gaps import gaps
from scheduler.explaining.qualifications import qualification_messages
from scheduler.reporting.outcome import Draft
from scheduler.writing.provenance import fingerprint

if TYPE_CHECKING:
    from collections.abc import Iterator

    from constraints.clause import Clause
    from constraints.domain import Assignment, Roster
    from constraints.problem import Problem
    from scheduler.reading.centre import Centre
    from scheduler.reading.visible_roster import VisibleRoster
    from scheduler.reporting.outcome import Inputs
    from scheduler.solving.result import Result


def as_rostered(
    centre: Centre, assignment: Assignment, inputs: Inputs, *, proved: bool = False
) -> Draft:
    """Return a month with the given people on it, as it would be reported.

    ``proved`` tells that these people are the optimum, by an earlier search.
    """
    return joined(*_views(centre, assignment, inputs, proved=proved))


def _views(
    centre: Centre, assignment: Assignment, inputs: Inputs, *, proved: bool
) -> Iterator[Draft]:
    """Yield the draft of every post of a table, each knowing those before it."""
    decided: list[tuple[Problem, Roster]] = []
    for one in centre.posts:
        one = one.knowing(decided)
        problem = one.problem
        roster = problem.roster(assignment)
        decided.append((problem, roster))
        yield Draft(
            centre=one,
            result=_result(problem, roster, proved=proved),
            roster=roster,
            gaps=tuple(gaps(problem, roster)),
            messages=(*one.warnings, *qualification_messages(problem)),
            inputs=inputs,
        )


def proved_before(present: VisibleRoster, centre: Centre) -> list[Solved] | None:
    """Return what a draft was written from, if it was proved for this very month.

    Solving is most of the work of a run that changes nothing.
    """
    if not (is_proved(present, centre) and present.origin.get("unique") == str(True)):
        return None
    stood = _stood(present, centre)
    return [Solved(view.centre, view.result, view.roster) for view in stood.views]


def is_proved(present: VisibleRoster, centre: Centre) -> bool:
    """Tell whether a roster is known to be the optimum of this very month."""
    pairs = present.origin
    if pairs.get("version") != __version__ or not present.proved:
        return False
    if not {*chain(*present.drafted.values())} <= {*centre.staff}:
        return False
    problems = (view.problem for view in _stood(present, centre).views)
    return pairs.get("problem") == fingerprint(*problems)


def _stood(present: VisibleRoster, centre: Centre) -> Draft:
    return as_rostered(centre, present.drafted, centre.inputs, proved=True)


def _result(problem: Problem, roster: Roster, *, proved: bool) -> Result:
    from scheduler.solving.result import LevelResult, Result

    book = from_policy(problem.policy)
    costs = zip(book.goals, book.cost(problem, roster), strict=True)
    levels = tuple(LevelResult(goal.name, cost, cost if proved else None) for goal, cost in costs)
    return Result(roster, levels, 0.0, unique=proved)


def breaches(visible: VisibleRoster, draft: Draft) -> Iterator[Message]:
    """Yield what is against the law in a roster workbook, each at its cell."""
    for view in draft.views:
        for clause in from_policy(view.problem.policy).audit(view.problem, view.roster):
            yield breach(visible, clause)


def breach(visible: VisibleRoster, clause: Clause) -> Message:
    """Put a breach of a roster workbook at the last cell it speaks of."""
    found = (visible.place(duty.slot, clause.people) for duty in clause.duties)
    cells = [cell for cell in found if cell]
    sheet, address = (cells[-1].sheet, cells[-1].address) if cells else ("", "")
    name = visible.path.name
    return Message(clause.code, "error", clause.text, name, sheet, address, Exit.BREACHES)
