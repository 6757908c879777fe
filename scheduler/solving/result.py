"""What solving a problem gives."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from constraints.domain import Roster


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
