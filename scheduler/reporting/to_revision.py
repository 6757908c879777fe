"""From a roster that is being published to what is recorded of it."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from typing import TYPE_CHECKING

from constraints.history import Tally
from constraints.substitutions import moves
from scheduler.explaining.loads import loads
from scheduler.ledger.revision import Revision, Seat
from scheduler.reading.tables.parameters import PARAMETERS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from scheduler.reporting.outcome import Draft


def to_revision(draft: Draft, contents: Mapping[str, bytes]) -> Revision:
    """Return a stamped roster as it is recorded, with its workbooks by file name."""
    assert draft.stamp is not None
    problem, stamp = draft.problem, draft.stamp
    seats = []
    for duty, keys in zip(problem.duties, draft.roster.people, strict=True):
        for key in (*keys, *[""] * (duty.need - len(keys))):
            name = draft.centre.name(key) if key else ""
            kind = problem.kind(duty)
            seats.append(Seat(duty.start, duty.end, kind, key, name, duty.shift))
    return Revision(
        month=problem.month,
        post=problem.post,
        number=stamp.number,
        base=draft.base,
        approver=stamp.approver,
        reason=stamp.reason,
        at=stamp.at.replace(microsecond=0),
        inputs=draft.inputs,
        settings={
            name: draft.centre.written_settings.get(name, default)
            for name, default, *_ in PARAMETERS
        },
        levels=tuple((one.name, one.cost, one.bound) for one in draft.result.levels),
        seats=tuple(seats),
        tallies=tuple(
            Tally(problem.month, cls, load.key, due, load.served[cls])
            for load in loads(problem, draft.roster)
            for cls, due in load.due.items()
        ),
        centre=draft.centre.identity,
        table=draft.centre.table,
        companions=tuple(to_revision(_stamped(draft, view), {}) for view in draft.companions),
        substitutions=tuple(
            sub
            for sub in problem.substitutions
            if any(problem.named(move.date, move.shift) for move in moves([sub]))
        ),
        documents=tuple(
            (name, hashlib.sha256(content).hexdigest()) for name, content in contents.items()
        ),
    )


def _stamped(draft: Draft, view: Draft) -> Draft:
    """Return a companion as published with its table."""
    return replace(view, stamp=draft.stamp, base=draft.base, inputs=draft.inputs)
