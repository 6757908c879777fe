"""Curtois and Qu's problem on the product's model: the published definition, and brute force."""

from __future__ import annotations

from dataclasses import replace
from itertools import product
from random import Random
from typing import TYPE_CHECKING

import pytest

from constraints.rulebook import Rulebook
from scheduler.solving.limits import Limits
from scheduler.solving.solve import solve
from scheduler.solving.solver import Options
from tests.bench.nrp import Contracts, Objective, lines, problem_of
from tests.bench.nrp_instance import Contract, Cover, Instance, evaluate, read

if TYPE_CHECKING:
    from pathlib import Path

TEXT = """# a comment
SECTION_HORIZON
7

SECTION_SHIFTS
E,480,
L,480,E

SECTION_STAFF
A,E=7|L=1,2400,960,3,2,2,1
B,E=0|L=7,2400,0,5,1,1,0

SECTION_DAYS_OFF
A,0
B,1,2

SECTION_SHIFT_ON_REQUESTS
A,2,E,3

SECTION_SHIFT_OFF_REQUESTS
B,4,L,2

SECTION_COVER
0,E,0,100,1
1,E,1,100,1
4,L,2,100,1
"""


@pytest.fixture
def published(tmp_path: Path) -> Instance:
    path = tmp_path / "Instance.txt"
    path.write_text(TEXT, encoding="utf-8")
    return read(path)


def test_the_format(published: Instance) -> None:
    assert published.days == 7
    assert published.not_after == {"E": frozenset(), "L": {"E"}}
    assert published.staff["A"] == Contract({"E": 7, "L": 1}, 2400, 960, 3, 2, 2, 1)
    assert published.days_off == {("A", 0), ("B", 1), ("B", 2)}
    assert published.cover[4, "L"] == Cover(2, 100, 1)


@pytest.mark.parametrize(
    ("a", "b", "cost", "broken"),
    [
        (".EE....", "....L..", 2 + 100, []),
        (".E.....", ".......", 3 + 200, ["480 minutes", "only 1 shifts in a row"]),
        (".EE.E..", ".......", 200, ["only 1 days off", "only 1 shifts in a row"]),
        (".LE....", ".......", 100 + 200, ["E after L"]),
        (".LL....", ".......", 3 + 100 + 200, ["more than 1 of L"]),
        ("EE.....", ".......", 3 + 1 + 200, ["day off"]),
        (".EEEE..", ".......", 200, ["4 shifts in a row"]),
        (".EE....", ".....L.", 200, ["weekends"]),
        (".EE....", "...EE..", 200, ["more than 0 of E"]),
        # At the ends of the horizon a row may be short.
        (".....EE", ".......", 3 + 100 + 200, []),
    ],
)
def test_the_published_definition(
    published: Instance, a: str, b: str, cost: int, broken: list[str]
) -> None:
    roster = {who: [c.strip(".") for c in line] for who, line in (("A", a), ("B", b))}
    value, faults = evaluate(published, roster)
    assert value == cost
    assert [fault.split(": ")[1] for fault in faults] == broken


def tiny(seed: int) -> Instance:
    """Return an instance of three people, five days and one or two shifts."""
    rng, shifts = Random(seed), ["E", "L"][: 1 + seed % 2]
    days, people = (5, "ABC") if len(shifts) == 1 else (4, "AB")
    cells = [(who, day, shift) for who in people for day in range(days) for shift in shifts]

    def contract() -> Contract:
        most = {shift: rng.choice([0, 1, days, days]) for shift in shifts}
        low = rng.choice([0, 0, 480])
        return Contract(
            most, rng.choice([2, 3, 4]) * 480, low, *(rng.randint(1, 3) for _ in "abc"), 1
        )

    return Instance(
        days,
        dict.fromkeys(shifts, 480),
        {"E": frozenset(), "L": frozenset({"E"})},
        {who: contract() for who in people},
        frozenset((who, rng.randrange(days)) for who in people if rng.random() < 0.3),
        {cell: rng.randint(1, 3) for cell in rng.sample(cells, 3)},
        {cell: rng.randint(1, 3) for cell in rng.sample(cells, 3)},
        {
            (day, shift): Cover(rng.randint(0, 2), rng.choice([5, 100]), 1)
            for day in range(days)
            for shift in shifts
        },
    )


@pytest.mark.parametrize("seed", range(16))
def test_the_published_optimum_by_brute_force(seed: int) -> None:
    given = tiny(seed)
    alone = {
        who: {
            line
            for line in product(["", *given.minutes], repeat=given.days)
            if not [f for f in evaluate(given, {w: line for w in given.staff})[1] if f[0] == who]
        }
        for who in given.staff
    }
    every = product(*alone.values())
    costs = (evaluate(given, dict(zip(given.staff, some, strict=True)))[0] for some in every)
    least = min(costs, default=None)
    problem, book = problem_of(given), Rulebook((Contracts(given),), (Objective(given),))
    options = Options(limits=Limits(work_arcs=0 if seed % 3 else 8000, work_people=2))
    result = solve(problem, book, options)
    assert result.levels[0].cost == least
    if least is not None:
        assert result.optimal
        assert result.roster is not None
        assert not book.audit(problem, result.roster)
        assert evaluate(given, lines(given, problem, result.roster)) == (least, [])


def crew(seed: int) -> Instance:
    """Return two weeks of eight people on two shifts, which have no proof at the root."""
    rng, people, shifts, days = Random(seed), "ABCDEFGH", ["E", "L"], 14
    cells = [(who, day, shift) for who in people for day in range(days) for shift in shifts]
    terms = Contract(
        dict.fromkeys(shifts, days * 2 // 5), days * 480 * 4 // 7, days * 480 * 3 // 7, 4, 3, 2, 1
    )
    return Instance(
        days,
        dict.fromkeys(shifts, 480),
        {"E": frozenset(), "L": frozenset({"E"})},
        dict.fromkeys(people, terms),
        frozenset((who, rng.randrange(days)) for who in people),
        {cell: rng.randint(1, 3) for cell in rng.sample(cells, 3 * len(people))},
        {cell: rng.randint(1, 3) for cell in rng.sample(cells, 3 * len(people))},
        {
            (day, shift): Cover(rng.randint(1, 3), rng.choice([5, 20, 100]), rng.choice([1, 5]))
            for day in range(days)
            for shift in shifts
        },
    )


def test_a_contract_that_nobody_can_keep_is_a_contradiction(published: Instance) -> None:
    staff = published.staff | {"B": replace(published.staff["B"], least_minutes=8 * 480)}
    given = replace(published, staff=staff)
    with pytest.raises(ValueError, match="contradict"):
        solve(problem_of(given), Rulebook((Contracts(given),), (Objective(given),)))


IMPATIENT = Limits(work_brief=0, work_conflicts=1, work_arcs=0, work_people=4, work_rounds=6)


@pytest.mark.parametrize("seed", [1, 4, 5, 12])
def test_a_proof_that_takes_long_comes_to_the_same(seed: int) -> None:
    """Between attempts at a proof the roster is bettered a few people at a time."""
    given = crew(seed)
    problem, book = problem_of(given), Rulebook((Contracts(given),), (Objective(given),))
    usual, impatient = (
        solve(problem, book, Options(limits=limits)) for limits in (Limits(), IMPATIENT)
    )
    assert usual.optimal
    assert impatient.optimal
    assert usual.levels == impatient.levels
    for result in (usual, impatient):
        assert result.roster is not None
        roster = lines(given, problem, result.roster)
        assert evaluate(given, roster) == (usual.levels[0].cost, [])
