"""The exact way back, once a leave that changed a published roster is withdrawn."""

from __future__ import annotations

from dataclasses import replace
from itertools import chain, pairwise
from typing import TYPE_CHECKING

from constraints.rulebook import from_policy
from scheduler.drafts.as_rostered import as_rostered
from scheduler.reading.published_month import with_present_keys

if TYPE_CHECKING:
    from constraints.domain import Assignment, Slot
    from scheduler.ledger.revision import Revision
    from scheduler.reading.centre import Centre
    from scheduler.reporting.outcome import Draft


def reversals_of(centre: Centre, revisions: list[Revision]) -> list[tuple[str, Draft]]:
    """Return the exact ways back for leaves that were withdrawn, as far as they are lawful."""
    published, problem = centre.published, centre.problem
    assert published is not None
    revisions = [with_present_keys(one, centre.staff) for one in revisions]
    stands = published.whole
    reversals: dict[int, tuple[str, Draft]] = {}
    for leave in centre.withdrawn:
        touched = [duty.slot for duty in problem.duties if leave.conflicts(duty)]
        for before, after in pairwise(revisions):
            was, then = before.assignment, after.assignment
            lost = [slot for slot in touched if leave.person in was.get(slot, ())]
            if all(leave.person in then.get(slot, ()) for slot in lost):
                continue
            for slots in _connected(was, then, lost):
                back = {**stands, **{slot: was[slot] for slot in slots}}
                exact = all(stands.get(slot) == then.get(slot) for slot in slots)
                known = {*chain(*back.values())} <= centre.staff.keys()
                if exact and known and before.number not in reversals:
                    draft = as_rostered(centre, back, centre.inputs)
                    if not from_policy(problem.policy).audit(problem, draft.roster):
                        draft = replace(draft, base=published.number)
                        reversals[before.number] = (f"换回v{before.number}", draft)
    return list(reversals.values())


def _connected(was: Assignment, then: Assignment, lost: list[Slot]) -> list[list[Slot]]:
    """Return what to take back: the whole revision, or only what hangs together with ``lost``."""
    moved = {slot: {*keys} ^ {*then.get(slot, ())} for slot, keys in was.items()}
    moved = {slot: keys for slot, keys in moved.items() if keys}
    reached = [slot for slot in lost if slot in moved]
    people = set().union(*(moved[slot] for slot in reached))
    while more := [s for s, keys in moved.items() if s not in reached and keys & people]:
        reached += more
        people |= set().union(*(moved[slot] for slot in more))
    return [list(moved), reached, [slot for slot in lost if slot in moved]]
