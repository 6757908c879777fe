"""What making a draft gives: everything that is written, printed or reported."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from scheduler.errors import Exit, Message, foremost

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime
    from pathlib import Path

    from constraints.domain import Assignment, Roster, Slot
    from constraints.problem import Problem
    from scheduler.explaining.gaps import Gap
    from scheduler.reading.centre import Centre
    from scheduler.reading.wall_text import Texts
    from scheduler.solving.result import Result

Inputs = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Stamp:
    """What makes a roster a published one: its number, who approved it, when and why.

    ``open_reasons`` are what was said of its gaps, by duty, to be printed beside them; ``before``
    is the seal of what was recorded before it, ``seal`` its own, known once it is recorded.
    """

    number: int
    approver: str
    at: datetime
    reason: str = ""
    open_reasons: Mapping[Slot, str] = field(default_factory=dict)
    before: str = ""
    seal: str = ""


@dataclass(frozen=True, slots=True)
class Draft:
    """A month of a centre, ready to be written or reported.

    ``output`` is where the workbook is (None on a dry run); ``changed`` is False if what was
    there already said the same; ``edited`` are the duties for which somebody chose the people by
    hand. ``base`` is the revision it was made from (0: none), ``stamp`` is there once it is
    published. ``before`` is who had each duty in the draft that it replaces, ``texts`` what
    people have typed on its wall sheet. ``companions`` are the other posts of its table, each the
    draft of its own month.
    """

    centre: Centre
    result: Result
    roster: Roster
    gaps: tuple[Gap, ...]
    messages: tuple[Message, ...]
    inputs: Inputs
    output: Path | None = None
    changed: bool = True
    edited: tuple[Slot, ...] = ()
    base: int = 0
    stamp: Stamp | None = None
    before: Assignment | None = None
    texts: Texts = field(default_factory=dict)
    companions: tuple[Draft, ...] = ()

    @property
    def views(self) -> tuple[Draft, ...]:
        """Itself and its companions, one for every post of the table, edited and based alike."""
        others = (replace(one, edited=self.edited, base=self.base) for one in self.companions)
        return (self, *others)

    @property
    def version(self) -> str:
        """The revision as it is printed."""
        return f"v{self.stamp.number}" if self.stamp else "草案"

    @property
    def problem(self) -> Problem:
        """The month that was solved."""
        return self.centre.problem

    @property
    def assignment(self) -> Assignment:
        """Who has every duty of every post of the table, by slot."""
        pairs = (view.problem.assignment(view.roster) for view in self.views)
        return {slot: keys for own in pairs for slot, keys in own.items()}

    @property
    def optimal(self) -> bool:
        """Whether every level of every post is proved."""
        return all(view.result.optimal for view in self.views)

    @property
    def unique(self) -> bool:
        """Whether another run gives the same rosters."""
        return all(view.result.unique for view in self.views)

    @property
    def interrupted(self) -> bool:
        """Whether the user has asked to stop while a roster was sought."""
        return any(view.result.interrupted for view in self.views)

    @property
    def open_duties(self) -> int:
        """How many duties have an open seat."""
        return sum(len(view.gaps) for view in self.views)

    @property
    def exit(self) -> Exit:
        """The exit code: the state of the roster, not whether it is news.

        What is published as it stands has been looked at by whoever approved it.
        """
        if self.stamp and not self.changed:
            return Exit.DONE
        codes = {message.exit for message in self.messages}
        if self.open_duties:
            codes.add(Exit.GAPS)
        if self.interrupted:
            codes.add(Exit.INTERRUPTED)
        return foremost(codes)
