"""One clause of the law, as it applies to certain people and duties."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from constraints.calendar import FairnessClass
    from constraints.domain import Duty, Leave


@dataclass(frozen=True, slots=True)
class Concession:
    """Something an approver may grant so that a clause no longer stands in the way.

    A dispensation for ``person`` on the date of ``duty``; or, if ``leave`` is given, the
    postponing of that leave; with neither, one duty more than the person's cap of a class.
    ``price`` ranks concessions (semantics, section 7); ``nth`` tells the duties above a cap apart.
    """

    rule: str
    person: str
    price: int
    duty: Duty | None = None
    leave: Leave | None = None
    nth: int = 1
    cls: FairnessClass | None = None


@dataclass(frozen=True, slots=True)
class Clause:
    """A rule's word on certain people and duties.

    Attributes
    ----------
    code
        The rule's code, as in semantics sections 4 and 5.
    text
        One Chinese sentence that a supervisor can act on.
    people, duties
        Person keys and duties it is about, in order of time.
    concession
        What would lift it, or None if nothing may.
    """

    code: str
    text: str
    people: tuple[str, ...] = ()
    duties: tuple[Duty, ...] = ()
    concession: Concession | None = None
