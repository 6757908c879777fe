"""The Shift Scheduling Benchmark of Curtois and Qu: its text format, and what a roster is worth.

The evaluator is the published definition once more, in plain Python over choices by day; it shares
nothing with the rules and goals of ``tests.bench.nrp``.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from itertools import groupby, pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

WEEK, SATURDAY = 7, 5

Cell = tuple[str, int, str]  # employee, day from 0, shift


@dataclass(frozen=True)
class Contract:
    """What binds an employee; times in minutes, ``most`` by shift."""

    most: Mapping[str, int]
    most_minutes: int
    least_minutes: int
    most_in_row: int
    least_in_row: int
    least_off: int
    weekends: int


@dataclass(frozen=True)
class Cover:
    """How many are wanted, and what each too few and too many costs."""

    wanted: int
    under: int
    over: int


@dataclass(frozen=True)
class Instance:
    """One published instance; day 0 is a Monday."""

    days: int
    minutes: Mapping[str, int]
    not_after: Mapping[str, frozenset[str]]
    staff: Mapping[str, Contract]
    days_off: frozenset[tuple[str, int]]
    on: Mapping[Cell, int]
    off: Mapping[Cell, int]
    cover: Mapping[tuple[int, str], Cover]


def read(path: Path) -> Instance:
    """Read an instance file."""
    sections: defaultdict[str, list[list[str]]] = defaultdict(list)
    name = ""
    for line in path.read_text(encoding="utf-8").splitlines():
        text = line.strip()
        if text.startswith("SECTION_"):
            name = text.removeprefix("SECTION_")
        elif text and not text.startswith("#"):
            sections[name].append(text.split(","))

    def contract(most: str, *numbers: str) -> Contract:
        pairs = (pair.split("=") for pair in most.split("|"))
        return Contract({shift: int(count) for shift, count in pairs}, *map(int, numbers))

    def requests(which: str) -> dict[Cell, int]:
        rows = sections[f"SHIFT_{which}_REQUESTS"]
        return {(who, int(day), shift): int(weight) for who, day, shift, weight in rows}

    shifts = sections["SHIFTS"]
    return Instance(
        days=int(sections["HORIZON"][0][0]),
        minutes={shift: int(minutes) for shift, minutes, _ in shifts},
        not_after={shift: frozenset(filter(None, after.split("|"))) for shift, _, after in shifts},
        staff={row[0]: contract(*row[1:]) for row in sections["STAFF"]},
        days_off=frozenset((row[0], int(day)) for row in sections["DAYS_OFF"] for day in row[1:]),
        on=requests("ON"),
        off=requests("OFF"),
        cover={
            (int(day), shift): Cover(*map(int, numbers))
            for day, shift, *numbers in sections["COVER"]
        },
    )


def evaluate(instance: Instance, roster: Mapping[str, Sequence[str]]) -> tuple[int, list[str]]:
    """Return the published objective of a roster, and which rules it breaks.

    ``roster`` has for each employee a shift by day, "" for a day off.
    """
    broken = [
        f"{who}: {fault}" for who in instance.staff for fault in _faults(instance, who, roster[who])
    ]
    cost = sum(w for (who, day, shift), w in instance.on.items() if roster[who][day] != shift)
    cost += sum(w for (who, day, shift), w in instance.off.items() if roster[who][day] == shift)
    for (day, shift), cover in instance.cover.items():
        there = [roster[who][day] for who in instance.staff].count(shift)
        cost += cover.under * max(0, cover.wanted - there)
        cost += cover.over * max(0, there - cover.wanted)
    return cost, broken


def _faults(instance: Instance, who: str, line: Sequence[str]) -> Iterator[str]:
    contract = instance.staff[who]
    if len(line) != instance.days:
        yield "days"
    for first, second in pairwise(line):
        if first and second in instance.not_after[first]:
            yield f"{second} after {first}"
    for shift, most in contract.most.items():
        if list(line).count(shift) > most:
            yield f"more than {most} of {shift}"
    minutes = sum(instance.minutes[shift] for shift in line if shift)
    if not contract.least_minutes <= minutes <= contract.most_minutes:
        yield f"{minutes} minutes"
    begin = 0
    for works, some in groupby(line, bool):
        length = len(list(some))
        inside = begin > 0 and begin + length < instance.days
        if works and length > contract.most_in_row:
            yield f"{length} shifts in a row"
        if works and inside and length < contract.least_in_row:
            yield f"only {length} shifts in a row"
        if not works and inside and length < contract.least_off:
            yield f"only {length} days off"
        begin += length
    saturdays = range(SATURDAY, instance.days, WEEK)
    if sum(any(line[day : day + 2]) for day in saturdays) > contract.weekends:
        yield "weekends"
    if any(shift and (who, day) in instance.days_off for day, shift in enumerate(line)):
        yield "day off"
