"""Why a day is published without anybody: the reason given when it was opened."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from constraints.domain import Assignment, Slot
    from scheduler.reporting.outcome import Draft

_PERSONAL = re.compile(r"假|病|医|住院|手术|孕|产|伤|丧|婚|烧|不舒服|身体")


def gap_reasons(
    draft: Draft, standing: Assignment, printed: Mapping[date, str], reason: str
) -> dict[Slot, str]:
    """Return for every open duty what stands beside it on the wall.

    One that is open already keeps what is printed; ``reason`` is that of the days that are new,
    unless it speaks of a person or of a leave.

    Parameters
    ----------
    standing
        Who has the duties of the revision before.
    printed
        The reasons on its wall sheet, by date.
    """
    names = [person.name for person in draft.problem.people]
    personal = _PERSONAL.search(reason) or any(name in reason for name in names)
    duties = [view.problem.duties[gap.duty] for view in draft.views for gap in view.gaps]
    new = "" if personal else reason
    was_open = {one.slot: len(standing.get(one.slot, "?" * one.need)) < one.need for one in duties}
    return {slot: printed.get(slot.date, "") if was_open[slot] else new for slot in was_open}
