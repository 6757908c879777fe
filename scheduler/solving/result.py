"""What solving a problem gives."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd

    from constraints.domain import Roster
    from constraints.problem import Problem

COLUMNS = {
    "start": "datetime64[s]",
    "end": "datetime64[s]",
    "post": "string",
    "kind": "string",
    "person": "string",
    "name": "string",
}


@dataclass(frozen=True, slots=True)
class LevelResult:
    """One level: its cost in the roster and the proven lower bound, None if not reached."""

    name: str
    cost: int | None
    bound: int | None

    @property
    def proved(self) -> bool:
        """Tell whether no roster has a lower cost, given the levels above."""
        return self.cost is not None and self.cost == self.bound


@dataclass(frozen=True, slots=True)
class Result:
    """The roster found, its levels in order, and how the search ended.

    ``roster`` is None if the time was too short for any. ``unique`` tells whether the tie-break
    too was settled, so that every run gives this very roster. ``failure`` says what kept one of
    many problems from being solved at all.
    """

    roster: Roster | None
    levels: tuple[LevelResult, ...]
    seconds: float
    unique: bool = False
    interrupted: bool = False
    failure: str = ""

    @property
    def optimal(self) -> bool:
        """Tell whether every level was proved."""
        return self.roster is not None and all(level.proved for level in self.levels)

    def to_frame(self, problem: Problem) -> pd.DataFrame:
        """Return the roster as a table, a row per seat in order of start.

        Parameters
        ----------
        problem
            The one that was solved.

        Returns
        -------
        pandas.DataFrame
            ``start`` and ``end`` (datetime64[s], local time of the centre, half-open), ``post``,
            ``kind`` of the day of start (HOLIDAY, REST, ADJUSTED or WORKDAY), ``person`` (key) and
            ``name`` (all string). Person and name of a seat that nobody takes are missing.

        Raises
        ------
        ValueError
            If there is no roster.
        """
        import pandas as pd

        if self.roster is None:
            raise ValueError("no roster was found")
        rows = [
            (
                *(duty.start, duty.end, duty.post, problem.kind(duty).name),
                *((key, problem.by_key[key].name) if key else (None, None)),
            )
            for duty, keys in zip(problem.duties, self.roster.people, strict=True)
            for key in (*keys, *[None] * (duty.need - len(keys)))
        ]
        return pd.DataFrame(rows, columns=list(COLUMNS)).astype(COLUMNS)
