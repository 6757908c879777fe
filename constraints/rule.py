"""What a rule, an eligibility rule and a goal are."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol, runtime_checkable

if TYPE_CHECKING:
    from collections.abc import Iterator

    from constraints.clause import Clause
    from constraints.domain import Duty, Person, Roster
    from constraints.model.duty_model import DutyModel
    from constraints.model.path import Prices
    from constraints.model.work_path import Follows
    from constraints.problem import Problem


class Rule(Protocol):
    """A hard rule: posts itself to the model and, without the solver, audits a roster."""

    @property
    def code(self) -> str:
        """The rule's code, as in semantics sections 4 and 5."""
        ...

    def post(self, model: DutyModel) -> None:
        """Forbid in the model whatever breaks the rule."""
        ...

    def audit(self, problem: Problem, roster: Roster) -> Iterator[Clause]:
        """Yield a clause for every breach of the rule in the roster."""
        ...


class Requirement(Protocol):
    """A condition on one person and one duty, whatever the rest of the roster is."""

    @property
    def code(self) -> str:
        """The rule's code, as in semantics section 4."""
        ...

    def against(self, problem: Problem, person: Person, duty: Duty) -> Iterator[Clause]:
        """Yield what keeps the person off the duty; nothing if the requirement is met."""
        ...


class Goal(Protocol):
    """One level of what a good roster keeps small."""

    @property
    def name(self) -> str:
        """The level's name, as in semantics section 6."""
        ...

    def post(self, model: DutyModel) -> None:
        """Give the model the level's cost, exactly, by ``model.penalise(self.name)``."""
        ...

    def cost(self, problem: Problem, roster: Roster) -> int:
        """Count the level's cost of a roster without the solver."""
        ...


@runtime_checkable
class Chained(Protocol):
    """A goal whose cost is that of neighbouring duties of one person, added up over everyone."""

    def prices(self, problem: Problem) -> Prices:
        """Return what two neighbouring duties of a person cost."""
        ...


@runtime_checkable
class ByPath(Protocol):
    """A goal of shift work whose cost is that of everyone's path through an automaton."""

    def follows(self, model: DutyModel) -> dict[str, Follows]:
        """Return everyone's automaton, with the goal's cost on its steps; none if it can't be."""
        ...
