"""A month as somebody would give it to Timefold: constraint streams, and local search over them.

Importing this module starts a Java machine (17 or newer) and translates what is below to Java:
so annotations are values here, and joiners name both of their sides.
"""

from dataclasses import dataclass
from typing import Annotated

from timefold.solver import SolverFactory, config, domain
from timefold.solver.score import (
    BendableScore,
    Constraint,
    ConstraintCollectors,
    ConstraintFactory,
    Joiners,
    constraint_provider,
)

from constraints import Problem, Roster
from constraints.rulebook import REQUIREMENTS
from constraints.soft.spacing import LEAST, Spacing
from tests.bench.peers import NOBODY, Plain

LEVELS = 7
HARD = BendableScore.of_hard(1, LEVELS, 0, 1)
GAPS, EVES, *FAIRNESS, WISHES, SPACING = (
    BendableScore.of_soft(1, LEVELS, level, 1) for level in range(LEVELS)
)


@dataclass
class Person:
    number: Annotated[int, domain.PlanningId]
    may: list[bool]
    targets: list[int]

    def __hash__(self) -> int:
        return hash(self.number)


@domain.planning_entity
@dataclass
class Duty:
    day: Annotated[int, domain.PlanningId]
    known: Annotated[bool, domain.PlanningPin]
    counts: list[bool]
    longest: int
    person: Annotated[Person | None, domain.PlanningVariable(allows_unassigned=True)] = None


@dataclass
class Cell:
    """A date of a person that is an eve, wanted or unwanted."""

    kind: str
    day: int
    person: Person


@domain.planning_solution
@dataclass
class Month:
    people: Annotated[list[Person], domain.ProblemFactCollectionProperty, domain.ValueRangeProvider]
    duties: Annotated[list[Duty], domain.PlanningEntityCollectionProperty]
    cells: Annotated[list[Cell], domain.ProblemFactCollectionProperty]
    score: Annotated[
        BendableScore,
        domain.PlanningScore(bendable_hard_levels_size=1, bendable_soft_levels_size=LEVELS),
    ] = None


@constraint_provider
def law(every: ConstraintFactory) -> list[Constraint]:
    """The law, as far as these months need it."""
    here = [
        Joiners.equal(lambda cell: cell.day, lambda duty: duty.day),
        Joiners.equal(lambda cell: cell.person, lambda duty: duty.person),
    ]
    return [
        every.for_each(Duty)
        .filter(lambda duty: not duty.known and not duty.person.may[duty.day])
        .penalize(HARD)
        .as_constraint("may"),
        every.for_each(Duty)
        .join(
            Duty,
            Joiners.equal(lambda duty: duty.person),
            Joiners.equal(lambda duty: duty.day + 1, lambda later: later.day),
        )
        .penalize(HARD)
        .as_constraint("rest"),
        every.for_each_including_unassigned(Duty)
        .filter(lambda duty: duty.person is None)
        .penalize(GAPS)
        .as_constraint("gaps"),
        every.for_each(Cell)
        .filter(lambda cell: cell.kind == "eve")
        .join(Duty, *here)
        .penalize(EVES)
        .as_constraint("eves"),
        *(fair(every, nth, level) for nth, level in enumerate(FAIRNESS)),
        every.for_each(Cell)
        .filter(lambda cell: cell.kind == "wanted")
        .if_not_exists(Duty, *here)
        .penalize(WISHES)
        .as_constraint("wanted"),
        every.for_each(Cell)
        .filter(lambda cell: cell.kind == "unwanted")
        .join(Duty, *here)
        .penalize(WISHES)
        .as_constraint("unwanted"),
        every.for_each(Duty)
        .join(
            Duty,
            Joiners.equal(lambda duty: duty.person),
            Joiners.less_than(lambda duty: duty.day),
            Joiners.filtering(lambda duty, later: later.day - duty.day < duty.longest),
        )
        .if_not_exists(
            Duty,
            Joiners.equal(lambda duty, later: duty.person, lambda between: between.person),
            Joiners.less_than(lambda duty, later: duty.day, lambda between: between.day),
            Joiners.greater_than(lambda duty, later: later.day, lambda between: between.day),
        )
        .penalize(SPACING, windows)
        .as_constraint("spacing"),
    ]


def fair(every: ConstraintFactory, nth: int, level: BendableScore) -> Constraint:
    """Square what everybody's duties in a class are off; whoever has none counts too."""
    return (
        every.for_each(Duty)
        .filter(lambda duty: not duty.known and duty.counts[nth])
        .group_by(lambda duty: duty.person, ConstraintCollectors.count())
        .complement(Person, lambda person: 0)
        .penalize(level, lambda person, served: (4 * served - person.targets[nth]) ** 2)
        .as_constraint(f"fairness {nth}")
    )


def windows(duty: Duty, later: Duty) -> int:
    """Return how many windows hold two neighbouring duties: the law's price, said by pairs."""
    days = later.day - duty.day
    return sum(max(0, length - days) for length in range(LEAST, duty.longest + 1))


FACTORY = SolverFactory.create(
    config.SolverConfig(
        solution_class=Month,
        entity_class_list=[Duty],
        score_director_factory_config=config.ScoreDirectorFactoryConfig(
            constraint_provider_function=law
        ),
    )
)


def timefold(problem: Problem, seconds: float) -> tuple[bool, Roster | None]:
    """Search for the whole time: it never knows that it has an optimum."""
    plain = Plain(problem)
    targets = zip(*(target for _, target in plain.classes), strict=True)
    people = [Person(p, plain.may[p], list(own)) for p, own in enumerate(targets)]
    longest, first = Spacing(REQUIREMENTS).longest(problem), problem.duties[0].date
    duties = [
        Duty((known.date - first).days, True, [], longest, person)
        for person, key in zip(people, plain.keys, strict=True)
        for known in problem.known_duties_of.get(key, ())
    ]
    duties += [
        Duty(d, False, [d in days for days, _ in plain.classes], longest) for d in plain.days
    ]
    cells = [Cell("eve", d, people[p]) for d, p in plain.eves]
    cells += [
        Cell("wanted" if wanted else "unwanted", d, people[p]) for d, p, wanted in plain.wishes
    ]
    limit = config.TerminationConfig(spent_limit=config.Duration(milliseconds=int(1000 * seconds)))
    solver = FACTORY.build_solver(config.SolverConfigOverride(termination_config=limit))
    found = solver.solve(Month(people, duties, cells))
    who = {duty.day: duty.person for duty in found.duties if duty.person is not None}
    return False, plain.roster([who[d].number if d in who else NOBODY for d in plain.days])
