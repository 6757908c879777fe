"""People whom no rule and no goal can tell apart."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from constraints.calendar import FairnessClass
from constraints.fairness import accounts
from constraints.soft.wishes import all_wishes

if TYPE_CHECKING:
    from collections.abc import Hashable

    from constraints.model import DutyModel


def twins(model: DutyModel) -> list[list[str]]:
    """Return the groups of two or more people who are alike in all that the law looks at.

    Alike are: the duties they may take, targets, cap and standing, leaves, wishes, dispensations
    and known duties. Whoever is part of a decision or of the base is alike to nobody.
    """
    problem = model.problem
    singled = {fix.person for fix in problem.fixes}
    singled |= {key for keys in (problem.base.people if problem.base else ()) for key in keys}
    groups: defaultdict[Hashable, list[str]] = defaultdict(list)
    for key in problem.by_key:
        if key not in singled:
            groups[_likeness(model, key)].append(key)
    return [group for group in groups.values() if len(group) > 1]


def _likeness(model: DutyModel, key: str) -> Hashable:
    problem = model.problem
    person = problem.by_key[key]
    return (
        person.standing,
        person.cap,
        tuple(d for d, _ in model.taking(key)),
        tuple(accounts(problem)[cls].target[key] for cls in FairnessClass),
        tuple((leave.start, leave.end, leave.by_days) for leave in problem.leaves_of.get(key, ())),
        frozenset((wish.date, wish.wanted) for wish in all_wishes(problem) if wish.person == key),
        frozenset(on for person_key, on in problem.dispensed if person_key == key),
        tuple(duty.start for duty in problem.known_of.get(key, ())),
    )
