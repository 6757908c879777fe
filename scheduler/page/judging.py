"""Who could take a duty, in what order, and what each would do to the month."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from scheduler.explaining.substitutes import given_to, objections, substitutes
from scheduler.explaining.what_if import candidacies
from scheduler.page.edits import objection
from scheduler.reporting.candidates import could_take, effects
from scheduler.reporting.changes import name_of
from scheduler.reporting.comparison import differences
from scheduler.reporting.reasons import reason

if TYPE_CHECKING:
    from collections.abc import Sequence

    from constraints.clause import Clause
    from scheduler.explaining.what_if import Candidacy
    from scheduler.page.edits import Seats
    from scheduler.page.tables import Table
    from scheduler.reporting.outcome import Draft


def judged(tables: Sequence[Table], table: Table, slot: str) -> dict[str, Any]:
    """Return everybody for a duty: who has it, who could take it best first, who cannot."""
    view, d = table.duty(slot)
    problem, roster = view.problem, view.roster
    best = {key: nth for nth, key in enumerate(substitutes(problem, roster, d))}
    entries = [
        (_place(one, best), nth, _entry(tables, view, d, one))
        for nth, one in enumerate(candidacies(problem, roster, d))
    ]
    entries.sort(key=lambda one: (not one[2]["lawful"], *one[:2]))
    candidates = [entry for _, _, entry in entries]
    why = reason(view, d) if table.stands else ""
    return {"slot": slot, "why": why, "candidates": candidates}


def _place(one: Candidacy, best: dict[str, int]) -> int:
    return -1 if one.serves else best.get(one.person, len(best))


def _entry(tables: Sequence[Table], view: Draft, d: int, one: Candidacy) -> dict[str, Any]:
    clause = None if one.serves else _against(tables, view, d, one)
    asked = clause.concession if clause else None
    return {
        "person": one.person,
        "name": name_of(view, one.person),
        "serves": one.serves,
        "lawful": clause is None,
        "text": f"不行，{clause.text}" if clause else could_take(view, d, one),
        "effects": [] if clause or one.serves else effects(view, d, one),
        "dispensable": bool(asked and not asked.leave),
    }


def _against(tables: Sequence[Table], view: Draft, d: int, one: Candidacy) -> Clause | None:
    """Return what forbids that somebody takes a seat of a duty, here or in a post after it."""
    problem, roster = view.problem, view.roster
    if one.against:
        return next(objections(problem, roster, d, one.person))
    taken = given_to(problem, roster, d, one.person).people[d]
    return objection(tables, {problem.duties[d].slot: taken})


def compared(table: Table, seats: Seats) -> list[str]:
    """Say what some seats would change for whom."""
    said = []
    for view in table.draft.views:
        stands = view.problem.assignment(view.roster)
        own = {slot: keys for slot, keys in seats.items() if slot in stands}
        if own:
            said += differences(view, view.roster, view.problem.roster({**stands, **own}))
    return said
