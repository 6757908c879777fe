"""The exact way back, once a leave that changed a published roster is withdrawn."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

from constraints.rulebook import from_policy
from scheduler.drafts.edits import as_rostered
from scheduler.reading.published_month import with_present_keys

if TYPE_CHECKING:
    from datetime import date

    from scheduler.ledger.revision import Revision
    from scheduler.reading.centre import Centre
    from scheduler.reporting.outcome import Draft


def reversals_of(centre: Centre, revisions: list[Revision]) -> list[tuple[str, Draft]]:
    """Return the exact ways back for leaves that were withdrawn, as far as they are lawful."""
    published, problem = centre.published, centre.problem
    assert published is not None
    revisions = [with_present_keys(one, centre.staff) for one in revisions]
    people = published.people
    reversals: dict[int, tuple[str, Draft]] = {}
    for leave in centre.withdrawn:
        touched = [duty.date for duty in problem.duties if leave.conflicts(duty)]
        for before, after in pairwise(revisions):
            lost = [on for on in touched if before.people[on] == leave.person]
            if all(after.people[on] == leave.person for on in lost):
                continue
            for days in _connected(before, after, lost):
                back = people | {on: before.people[on] for on in days}
                exact = all(people[on] == after.people[on] for on in days)
                known = all(not key or key in problem.by_key for key in back.values())
                if exact and known and before.number not in reversals:
                    draft = as_rostered(centre, back, centre.inputs)
                    if not from_policy(problem.policy).audit(problem, draft.roster):
                        draft = replace(draft, base=published.number)
                        reversals[before.number] = (f"换回v{before.number}", draft)
    return list(reversals.values())


def _connected(before: Revision, after: Revision, lost: list[date]) -> list[list[date]]:
    """Return what to take back: the whole revision, or only what hangs together with ``lost``."""
    moved = {on: {key, after.people[on]} for on, key in before.people.items()}
    moved = {on: keys for on, keys in moved.items() if len(keys) > 1}
    reached = [on for on in lost if on in moved]
    people = set().union(*(moved[on] for on in reached))
    while more := [on for on, keys in moved.items() if on not in reached and keys & people - {""}]:
        reached += more
        people |= set().union(*(moved[on] for on in more))
    return [list(moved), reached, [on for on in lost if on in moved]]
