"""Why a day is published without anybody: the reason given when it was opened."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from scheduler.ledger.revision import Revision
    from scheduler.reporting.outcome import Draft


def gap_reasons(draft: Draft, published: Sequence[Revision], reason: str) -> dict[date, str]:
    """Return for every open date what may stand beside it on the wall.

    A day that is open already keeps its reason; ``reason`` is that of the days that are new. One
    that names somebody of the staff speaks of that person, a leave perhaps, and is not printed.

    Parameters
    ----------
    published
        The month's revisions, oldest first.
    """
    names = [person.name for person in draft.problem.people]
    reasons = {}
    for gap in draft.gaps:
        on = draft.problem.duties[gap.duty].date
        said = reason
        for one in reversed(published):
            if one.people.get(on):
                break
            said = one.reason
        reasons[on] = "" if any(name in said for name in names) else said
    return reasons
