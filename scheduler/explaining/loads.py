"""Everyone's load: duties before, due, served and after, and hours on duty."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING

from constraints.calendar import DayKind, FairnessClass, dates
from constraints.domain import DAY, MIDNIGHT, Standing
from constraints.fairness import accounts, class_counts

if TYPE_CHECKING:
    from fractions import Fraction

    import pandas as pd

    from constraints.domain import Duty, Roster
    from constraints.problem import Problem


HOUR = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Load:
    """One person's month: duties before, due, served and after, per fairness class."""

    key: str
    opening: dict[FairnessClass, Fraction]
    due: dict[FairnessClass, Fraction]
    served: dict[FairnessClass, int]
    hours: float
    holiday_hours: float

    def closing(self, cls: FairnessClass) -> Fraction:
        """Return the balance after the month: due minus served so far."""
        return self.opening[cls] + self.due[cls] - self.served[cls]


def loads(problem: Problem, roster: Roster) -> list[Load]:
    """Return the load of every candidate and of whoever else serves, in staff order."""
    return list(_loads(problem, roster))


@lru_cache(maxsize=16)
def _loads(problem: Problem, roster: Roster) -> tuple[Load, ...]:
    account = accounts(problem)
    served = {cls: class_counts(problem, roster, cls) for cls in FairnessClass}
    return tuple(
        Load(
            person.key,
            {cls: account[cls].balance[person.key] for cls in FairnessClass},
            {cls: account[cls].due[person.key] for cls in FairnessClass},
            {cls: served[cls][person.key] for cls in FairnessClass},
            *_hours(problem, roster, person.key),
        )
        for person in problem.people
        if person.standing is not Standing.NONE or served[FairnessClass.TOTAL][person.key]
    )


def loads_frame(problem: Problem, roster: Roster) -> pd.DataFrame:
    """Return everyone's load as a table, a row per person as ``loads`` lists them.

    Returns
    -------
    pandas.DataFrame
        ``person`` (key) and ``name`` (string); for each fairness class, ``total``, ``holiday`` and
        ``rest``, the duties ``…_opening``, ``…_due`` and ``…_closing`` (float64; positive: owed to
        the person) and ``…_served`` (int64); ``hours`` on duty and ``holiday_hours``, those of
        them on statutory holidays (float64).
    """
    import pandas as pd

    columns = {"person": "string", "name": "string"}
    for cls in FairnessClass:
        kinds = {"opening": "float64", "due": "float64", "served": "int64", "closing": "float64"}
        columns |= {f"{cls.name.lower()}_{what}": kind for what, kind in kinds.items()}
    columns |= {"hours": "float64", "holiday_hours": "float64"}
    rows: list[list[object]] = []
    for load in loads(problem, roster):
        row: list[object] = [load.key, problem.by_key[load.key].name]
        for cls in FairnessClass:
            row += [load.opening[cls], load.due[cls], load.served[cls], load.closing(cls)]
        rows.append([*row, load.hours, load.holiday_hours])
    return pd.DataFrame(rows, columns=list(columns)).astype(columns)


def _hours(problem: Problem, roster: Roster, key: str) -> tuple[float, float]:
    """Return hours on duty, and those of them on statutory holidays, split at midnight."""
    own = [problem.duties[d] for d in roster.takes(key)]
    whole = sum((duty.end - duty.start for duty in own), timedelta())
    festive = sum((_festive(problem, duty) for duty in own), timedelta())
    return whole / HOUR, festive / HOUR


def _festive(problem: Problem, duty: Duty) -> timedelta:
    total = timedelta()
    for on in dates(duty.date, duty.end.date() + DAY):
        if problem.calendar.kind(on) is DayKind.HOLIDAY:
            begin = datetime.combine(on, MIDNIGHT)
            inside = min(duty.end, begin + DAY) - max(duty.start, begin)
            total += max(timedelta(), inside)
    return total
