"""What making a draft gives: everything that is written, printed or reported."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from scheduler.errors import PRECEDENCE, Exit, Message

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from constraints.domain import Roster
    from constraints.problem import Problem
    from scheduler.explain import Gap
    from scheduler.result import Result
    from scheduler.workbook.centre import Centre

Inputs = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Draft:
    """A solved month of a centre, ready to be written or reported.

    ``substitutes`` are per duty, best first; ``output`` is where the workbook is (None on a dry
    run); ``changed`` is False if what was there already said the same; ``edited`` are the dates
    on which somebody chose the person by hand.
    """

    centre: Centre
    result: Result
    roster: Roster
    gaps: tuple[Gap, ...]
    substitutes: tuple[tuple[str, ...], ...]
    messages: tuple[Message, ...]
    inputs: Inputs
    output: Path | None = None
    changed: bool = True
    edited: tuple[date, ...] = ()

    @property
    def problem(self) -> Problem:
        """The month that was solved."""
        return self.centre.problem

    @property
    def exit(self) -> Exit:
        """The exit code: the state of the roster, not whether it is news."""
        codes = {message.exit for message in self.messages}
        if self.gaps:
            codes.add(Exit.GAPS)
        if self.result.interrupted:
            codes.add(Exit.INTERRUPTED)
        return next((code for code in PRECEDENCE if code in codes), Exit.DONE)
