"""on-call-rostering of the MiniZinc Challenge, by the product's own model and solve loop.

``python -m tests.bench oncall FILE… --limit SECONDS`` prints a JSON line per instance. Rules and
goal are those of the published model, as objects beside the product's: whoever is on call takes a
slot of the year as an administrator takes a duty of the month.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import count, pairwise, permutations
from typing import TYPE_CHECKING, ClassVar

import numpy as np

from constraints import Duty, Fix, Person, Problem, Roster
from constraints.clause import Clause
from constraints.hard.cover import Cover
from constraints.hard.fixed import Fixed
from constraints.rulebook import Rulebook
from constraints.soft.gaps import Gaps
from scheduler.solving.solve import solve
from scheduler.solving.solver import Options

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from numpy.typing import NDArray

    from constraints.model.duty_model import DutyModel

    Ints = NDArray[np.int64]

FIRST = date(2024, 1, 1)
WEEK = 5


@dataclass(frozen=True)
class Instance:
    """One published instance; slots and people count from 1, as in its file."""

    staff: int
    slots: int
    loads: tuple[int, ...]
    offset: int
    away: tuple[frozenset[int], ...]
    fixed: tuple[frozenset[int], ...]
    adjacent: int
    wednesday: int

    @property
    def weekends(self) -> list[int]:
        """The weekend slots."""
        return list(range(self.offset + 1, self.slots + 1, WEEK))

    @property
    def weekdays(self) -> list[int]:
        """All other slots."""
        return sorted(set(range(1, self.slots + 1)) - set(self.weekends))

    @property
    def decided(self) -> frozenset[int]:
        """The slots that are given to somebody beforehand."""
        return frozenset().union(*self.fixed)


def read(path: Path) -> Instance:
    """Read a ``.dzn`` file."""
    text = re.sub(r"%.*", "", path.read_text(encoding="utf-8"))
    fields = dict(re.findall(r"(\w+)\s*=\s*([^;]*);", text))

    def number(name: str) -> int:
        return int(fields[name])

    def sets(name: str) -> tuple[frozenset[int], ...]:
        found = re.findall(r"\{([^}]*)\}|(\d+)\s*\.\.\s*(\d+)", fields[name])
        return tuple(
            frozenset(range(int(low), int(high) + 1)) if low else frozenset(_numbers(listed))
            for listed, low, high in found
        )

    return Instance(
        staff=number("num_staff"),
        slots=number("num_days"),
        loads=tuple(_numbers(fields["work_load"])),
        offset=number("weekend_offset"),
        away=sets("unavailable"),
        fixed=sets("fixed"),
        adjacent=number("adj_days_str"),
        wednesday=number("wed_before_weekend_str"),
    )


def _numbers(text: str) -> list[int]:
    return [int(word) for word in re.findall(r"-?\d+", text)]


def problem_of(instance: Instance) -> Problem:
    """Return an instance as a problem: a slot is a duty, what is fixed a kept cell."""
    starts = [datetime.combine(FIRST, time()) + timedelta(days=i) for i in range(instance.slots)]
    kept = tuple(
        Fix((FIRST + timedelta(days=slot - 1)), _key(nth), True, "预先排定")
        for nth, slots in enumerate(instance.fixed, 1)
        for slot in sorted(slots)
    )
    return Problem(
        FIRST,
        tuple(Duty(start, start + timedelta(days=1)) for start in starts),
        tuple(Person(_key(nth), _key(nth)) for nth in range(1, instance.staff + 1)),
        kept=kept,
    )


def _key(person: int) -> str:
    return f"{person:03}"


@dataclass(frozen=True)
class Unavailable:
    """Nobody takes a slot on which they are away."""

    instance: Instance
    code: ClassVar[str] = "unavailable"

    def _cells(self) -> Iterator[tuple[int, str]]:
        for nth, slots in enumerate(self.instance.away, 1):
            for slot in sorted(slots):
                if slot <= self.instance.slots:
                    yield slot - 1, _key(nth)

    def post(self, model: DutyModel) -> None:
        """Bar the cells."""
        for d, key in self._cells():
            model.bar(d, key, [Clause(self.code, key)])

    def audit(self, problem: Problem, roster: Roster) -> Iterator[Clause]:
        """Yield whoever is on call while away."""
        for d, key in self._cells():
            if key in roster.people[d]:
                yield Clause(self.code, key, (key,), (problem.duties[d],))


@dataclass(frozen=True)
class Together:
    """Nobody takes all of certain slots, unless every one of them is fixed.

    Three slots running; a weekend and a slot beside it; two weekends running.
    """

    instance: Instance
    code: ClassVar[str] = "together"

    def _groups(self) -> Iterator[tuple[int, ...]]:
        slots, weekends = self.instance.slots, self.instance.weekends
        for i in range(1, slots - 1):
            yield from self._free((i, i + 1, i + 2), (i, i + 1, i + 2))
        for i in weekends:
            beside = [j for j in (i - 1, i + 1) if 1 <= j <= slots]
            for j in beside:
                yield from self._free((i, j), (i, *beside))
        for pair in pairwise(weekends):
            yield from self._free(pair, pair)

    def _free(self, group: tuple[int, ...], waived: Iterable[int]) -> Iterator[tuple[int, ...]]:
        if not self.instance.decided.issuperset(waived):
            yield group

    def post(self, model: DutyModel) -> None:
        """Post every group for everybody."""
        for group in self._groups():
            for key in model.problem.by_key:
                count = sum(model.on(slot - 1, key) for slot in group)
                model.require(count <= len(group) - 1)

    def audit(self, problem: Problem, roster: Roster) -> Iterator[Clause]:
        """Yield whoever has all slots of a group."""
        for group in self._groups():
            for key in set.intersection(*(set(roster.people[slot - 1]) for slot in group)):
                yield Clause(self.code, key, (key,))


@dataclass(frozen=True)
class OnCall:
    """The published objective: neighbours, Wednesdays before a weekend, and two balances."""

    instance: Instance
    name: ClassVar[str] = "on call"

    def _pairs(self) -> Iterator[tuple[int, int, int]]:
        for i in range(1, self.instance.slots - 1):
            yield self.instance.adjacent, i, i + 1
        for i in self.instance.weekends:
            if i > 2:
                yield self.instance.wednesday, i - 2, i

    def post(self, model: DutyModel) -> None:
        """Price every pair of slots that one person has, and the widest difference of loads.

        Of both what there must be is a constant, so that the level's floor is near its optimum.
        """
        level, loads = model.penalise(self.name), self.instance.loads
        for weight, i, j in self._pairs():
            if any(
                model.must(i - 1, key) and model.must(j - 1, key) for key in model.problem.by_key
            ):
                level.add(weight, 1)
                continue
            both = model.literal()
            level.add(weight, both)
            for key in model.problem.by_key:
                model.require(model.on(i - 1, key) + model.on(j - 1, key) <= 1 + both)
        for slots in (self.instance.weekdays, self.instance.weekends):
            least = self._least(model, slots)
            above = model.number(2 * len(slots) * max(loads))
            worst = least + above
            level.add(1, least)
            level.add(1, above)
            counts = []
            for key in model.problem.by_key:
                count = model.cp.new_int_var(0, len(slots), "")
                model.require(count == sum(model.on(slot - 1, key) for slot in slots))
                counts.append(count)
            for i, j in permutations(range(len(counts)), 2):
                model.require(100 * worst >= loads[i] * counts[j] - loads[j] * counts[i])

    def _least(self, model: DutyModel, slots: list[int]) -> int:
        """Return what the widest difference of loads is at least, by numbers of slots alone."""
        keys, loads = list(model.problem.by_key), np.array(self.instance.loads)
        most = np.array([sum(model.may(slot - 1, key) for slot in slots) for key in keys])
        fewest = np.array([sum(model.must(slot - 1, key) for slot in slots) for key in keys])
        heaviest = int(loads.argmax())
        for least in count():
            for number in range(fewest[heaviest], most[heaviest] + 1):
                low, high = fewest.copy(), most.copy()
                low[heaviest] = high[heaviest] = number
                if _within(loads, least, low, high, len(slots)):
                    return least
        raise AssertionError

    def cost(self, _problem: Problem, roster: Roster) -> int:
        """Count what a roster costs."""
        found = [next(iter(keys), "") for keys in roster.people]
        total = sum(weight * (found[i - 1] == found[j - 1]) for weight, i, j in self._pairs())
        for slots in (self.instance.weekdays, self.instance.weekends):
            held = [found[slot - 1] for slot in slots]
            counts = [held.count(_key(nth)) for nth in range(1, self.instance.staff + 1)]
            pairs = permutations(zip(self.instance.loads, counts, strict=True), 2)
            total += max((-(-(w * n - v * m) // 100) for (w, m), (v, n) in pairs), default=0)
        return total


def _within(loads: Ints, widest: int, low: Ints, high: Ints, whole: int) -> bool:
    """Tell whether numbers between two bounds may add up with no difference above ``widest``.

    Nobody's number n_j is above (100 widest + w_j n_i) / w_i of anybody else, w being the loads. So
    of all numbers that are possible there are greatest and smallest ones, between whose sums the
    whole must lie.
    """
    while low.sum() <= whole <= high.sum() and (low <= high).all():
        upper = np.minimum(high, ((100 * widest + loads[:, None] * high) // loads).min(1))
        lower = np.maximum(low, -((100 * widest - loads[:, None] * low) // loads).min(1))
        if (upper == high).all() and (lower == low).all():
            return True
        low, high = lower, upper
    return False


def evaluate(instance: Instance, roster: list[int]) -> int | None:
    """Return the published objective of a roster, person by slot; None if it breaks a rule.

    It shares nothing with rules and goal above: the published definition once more, by slots.
    """
    r = [0, *roster]
    n, weekends = instance.slots, set(instance.weekends)
    fixed = {slot: nth for nth, slots in enumerate(instance.fixed, 1) for slot in slots}
    if len(roster) != n or any(i in instance.away[r[i] - 1] for i in range(1, n + 1)):
        return None
    if any(r[slot] != nth for slot, nth in fixed.items()):
        return None
    for i in range(1, n - 1):
        if r[i] == r[i + 1] == r[i + 2] and not {i, i + 1, i + 2} <= fixed.keys():
            return None
    for i in weekends:
        beside = {j for j in (i - 1, i + 1) if 1 <= j <= n}
        if any(r[i] == r[j] for j in beside) and not beside | {i} <= fixed.keys():
            return None
        if i + WEEK in weekends and r[i] == r[i + WEEK] and not {i, i + WEEK} <= fixed.keys():
            return None
    cost = instance.adjacent * sum(r[i] == r[i + 1] for i in range(1, n - 1))
    cost += instance.wednesday * sum(r[i] == r[i - 2] for i in weekends if i > 2)
    for group in (weekends, set(range(1, n + 1)) - weekends):
        counts = [sum(r[i] == nth for i in group) for nth in range(1, instance.staff + 1)]
        widest = 0
        for i, load in enumerate(instance.loads):
            for j, other in enumerate(instance.loads):
                apart = abs(load * counts[j] - other * counts[i])
                widest = max(widest, (apart + 99) // 100)
        cost += widest
    return cost


def run(paths: Iterable[Path], limit: float) -> None:
    """Solve instances and print a JSON line for each."""
    options = Options(seconds=limit, thorough=True, any_optimum=True)
    for path in paths:
        instance = read(path)
        rules = (Unavailable(instance), Fixed(), Cover(), Together(instance))
        rulebook = Rulebook(rules, (Gaps(), OnCall(instance)))
        result = solve(problem_of(instance), rulebook, options)
        people = result.roster.people if result.roster else ()
        roster = [int(next(iter(keys), "0")) for keys in people]
        level = result.levels[-1]
        value = evaluate(instance, roster) if roster and all(roster) else None
        assert value == level.cost, (path.name, value, level.cost)
        line = {
            "instance": path.stem,
            "objective": value,
            "bound": level.bound,
            "proved": level.proved,
            "seconds": round(result.seconds, 3),
            "roster": roster,
        }
        print(json.dumps(line), flush=True)
