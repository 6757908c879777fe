"""Why a day is published without anybody: the reason given when it was opened."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from scheduler.reporting.outcome import Draft

_PERSONAL = re.compile(r"假|病|医|住院|手术|孕|产|伤|丧|婚|烧|不舒服|身体")


def gap_reasons(
    draft: Draft, standing: Mapping[date, str], printed: Mapping[date, str], reason: str
) -> dict[date, str]:
    """Return for every open date what stands beside it on the wall.

    A day that is open already keeps what is printed; ``reason`` is that of the days that are new,
    unless it speaks of a person or of a leave.

    Parameters
    ----------
    standing
        Who has the duties of the revision before, by date; '' where nobody has.
    printed
        The reasons on its wall sheet, by date.
    """
    names = [person.name for person in draft.problem.people]
    personal = _PERSONAL.search(reason) or any(name in reason for name in names)
    dates = [draft.problem.duties[gap.duty].date for gap in draft.gaps]
    new = "" if personal else reason
    return {on: printed.get(on, "") if standing.get(on) == "" else new for on in dates}
