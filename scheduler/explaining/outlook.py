"""How many months come up short with so many people, and how sure that is."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from math import sqrt

HOUR = timedelta(hours=1)
SURE = 1.96  # standard deviations: 19 of 20


@dataclass(frozen=True, slots=True)
class Outlook:
    """So many months with so many regular people, ``change`` more than there are.

    ``short`` of them had a gap, ``gaps`` in all; ``served`` is the time that all regular people
    together were on duty.
    """

    change: int
    people: int
    months: int = 0
    short: int = 0
    gaps: int = 0
    served: timedelta = timedelta()

    def after(self, gaps: int, served: timedelta) -> Outlook:
        """Return the same with one month more."""
        return replace(
            self,
            months=self.months + 1,
            short=self.short + bool(gaps),
            gaps=self.gaps + gaps,
            served=self.served + served,
        )

    @property
    def chance(self) -> float:
        """The share of months with a gap."""
        return self.short / self.months

    @property
    def interval(self) -> tuple[float, float]:
        """Between what the chance is, 19 times of 20 (Wilson's score interval)."""
        n, square = self.months, SURE**2
        middle = (self.short + square / 2) / (n + square)
        reach = SURE / (n + square) * sqrt(self.short * (n - self.short) / n + square / 4)
        low = middle - reach if self.short else 0.0
        high = middle + reach if self.short < n else 1.0
        return low, high

    @property
    def gaps_each(self) -> float:
        """How many gaps a month has, of those that have any."""
        return self.gaps / self.short if self.short else 0.0

    @property
    def hours_each(self) -> float:
        """The hours on duty of one person in a month."""
        return self.served / HOUR / self.months / self.people
