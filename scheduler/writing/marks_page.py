"""How a table of people × days fills its pages: heights of rows, and where a page ends."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xlsxwriter.worksheet import Worksheet

MOST_ON_A_PAGE = 25  # people; beyond them pages follow with the heading repeated
LEAST_HEIGHT, MOST_HEIGHT = 19.0, 40.0
ROOM = 400.0  # points that people's rows have between title and signatures


@dataclass(frozen=True, slots=True)
class Page:
    """The pages that so many people take."""

    people: int

    @property
    def pages(self) -> int:
        """How many there are, at least one."""
        return max(1, -(-self.people // MOST_ON_A_PAGE))

    @property
    def on_each(self) -> int:
        """How many people stand on each but the last, the pages being about even."""
        return -(-self.people // self.pages)

    @property
    def row_height(self) -> float:
        """How high a person's row is: few people fill the page too."""
        return min(MOST_HEIGHT, max(LEAST_HEIGHT, ROOM / max(1, self.on_each)))

    def set_up(self, sheet: Worksheet, rows: Sequence[int]) -> None:
        """Fit the sheet to the page's width, and end pages between people, ``rows`` being theirs.

        The height is left open where there are several: a sheet that is fitted to a number of pages
        has them end anywhere, with the head counts alone on the last.
        """
        if self.pages > 1:
            sheet.fit_to_pages(1, 0)
            ends = range(self.on_each, len(rows), self.on_each)
            sheet.set_h_pagebreaks([rows[nth] for nth in ends])
