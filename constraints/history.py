"""What is known outside the month: duties, opening counts, and what earlier months counted."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date
    from fractions import Fraction

    from constraints.calendar import FairnessClass
    from constraints.domain import Duty


@dataclass(frozen=True, slots=True)
class Served:
    """A duty outside the month or of another post whose person is known: served or published.

    ``apart`` is how far duties of other posts must be from one of its post.
    """

    duty: Duty
    person: str
    apart: timedelta = timedelta()


@dataclass(frozen=True, slots=True)
class Opening:
    """Duties served up to and including ``until``, before the program kept count.

    ``rest`` and ``holiday`` None: not listed for that class. ``due`` replaces the computed share
    of the total.
    """

    person: str
    until: date
    total: Fraction
    rest: Fraction | None = None
    holiday: Fraction | None = None
    due: Fraction | None = None


@dataclass(frozen=True, slots=True)
class Tally:
    """One person's due and served duties of a published month in one fairness class.

    ``month`` is its first day.
    """

    month: date
    cls: FairnessClass
    person: str
    due: Fraction
    served: int
