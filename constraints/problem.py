"""A month to be rostered: everything the rules and goals may look at, and nothing else."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from functools import cached_property
from itertools import chain
from typing import TYPE_CHECKING

from constraints.calendar import Calendar, DayKind
from constraints.decisions import Dispensation, Fix, Pin, Substitution, Wish
from constraints.domain import Duty, Leave, Person, Roster, Standing, merge_leaves
from constraints.policy import Policy
from constraints.qualification import failed_checks
from constraints.substitutions import moves, passed_on, really_served

if TYPE_CHECKING:
    from collections.abc import Hashable, Mapping
    from datetime import date, datetime

    from constraints.clause import Clause
    from constraints.domain import Assignment, Slot
    from constraints.history import Opening, Served, Tally


@dataclass(frozen=True, eq=False)
class Problem:
    """One month of one post.

    Attributes
    ----------
    month
        Its first day.
    duties
        The duties to be staffed, in order of start; duty ``d`` is ``duties[d]``.
    people
        Everyone on the staff list, candidates or not.
    leaves
        Approved leaves only, merged on construction.
    pending
        Leaves that may yet be approved, to be avoided where that costs nothing above a wish.
    substitutions
        Approved ones only; those dated outside the month speak of known duties.
    served
        Known duties outside the month, on both sides.
    elsewhere
        Duties of other posts, whose people are settled.
    tallies
        Due and served of earlier published months.
    kept
        Cells kept from an edited draft.
    base
        The roster to stay close to, if there is one.
    past
        Who serves the duties that have begun, by duty: a fact, which no rule is asked about.
    short_notice
        The duties to leave as in the base, if that costs nothing else.
    """

    month: date
    duties: tuple[Duty, ...]
    people: tuple[Person, ...]
    calendar: Calendar = field(default_factory=Calendar)
    policy: Policy = field(default_factory=Policy)
    leaves: tuple[Leave, ...] = ()
    pending: tuple[Leave, ...] = ()
    pins: tuple[Pin, ...] = ()
    wishes: tuple[Wish, ...] = ()
    dispensations: tuple[Dispensation, ...] = ()
    substitutions: tuple[Substitution, ...] = ()
    served: tuple[Served, ...] = ()
    elsewhere: tuple[Served, ...] = ()
    openings: tuple[Opening, ...] = ()
    tallies: tuple[Tally, ...] = ()
    kept: tuple[Fix, ...] = ()
    base: Roster | None = None
    past: Mapping[int, tuple[str, ...]] = field(default_factory=dict)
    short_notice: frozenset[int] = frozenset()

    def __post_init__(self) -> None:
        """Merge leaves; refuse unknown people, unsorted duties and a base of another length."""
        object.__setattr__(self, "leaves", merge_leaves(self.leaves))
        if len(self.by_key) != len(self.people):
            raise ValueError("two people with one key")
        named = {leave.person for leave in (*self.leaves, *self.pending)} | {
            fix.person for fix in self.kept
        }
        named |= {pin.person for pin in self.pins} | {wish.person for wish in self.wishes}
        named |= {one.person for one in self.dispensations} | {one.person for one in self.served}
        named |= {one.person for one in self.elsewhere}
        named |= {one.person for one in self.openings} | {one.person for one in self.tallies}
        named |= {sub.original for sub in self.substitutions}
        named |= {sub.replacement for sub in self.substitutions if sub.replacement}
        named |= set(chain(*self.past.values(), *(self.base.people if self.base else ())))
        if unknown := named - set(self.by_key):
            raise ValueError(f"unknown people: {sorted(unknown)}")
        if any(a.start > b.start for a, b in zip(self.duties, self.duties[1:], strict=False)):
            raise ValueError("duties out of order")
        if self.base is not None and len(self.base.people) != len(self.duties):
            raise ValueError("base of another length")

    @cached_property
    def by_key(self) -> dict[str, Person]:
        """People by key, in the order of the staff list."""
        return {person.key: person for person in self.people}

    @cached_property
    def regulars(self) -> tuple[Person, ...]:
        """Non-reserve candidates (可值班 = 是)."""
        return tuple(p for p in self.people if p.standing is Standing.REGULAR)

    @cached_property
    def candidates(self) -> tuple[Person, ...]:
        """Everyone with 可值班 是 or 仅顶班."""
        return tuple(p for p in self.people if p.standing is not Standing.NONE)

    @cached_property
    def leaves_of(self) -> Mapping[str, list[Leave]]:
        """Merged leaves by person key."""
        by_person: defaultdict[str, list[Leave]] = defaultdict(list)
        for leave in self.leaves:
            by_person[leave.person].append(leave)
        return by_person

    @cached_property
    def elsewhere_of(self) -> Mapping[str, list[Served]]:
        """Duties of other posts by person key."""
        by_person: defaultdict[str, list[Served]] = defaultdict(list)
        for one in self.elsewhere:
            by_person[one.person].append(one)
        return by_person

    @property
    def post(self) -> str:
        """Whose duties they are."""
        return self.duties[0].post

    @cached_property
    def slots(self) -> dict[Slot, int]:
        """Index of every duty by its slot."""
        return {duty.slot: d for d, duty in enumerate(self.duties)}

    def assignment(self, roster: Roster) -> dict[Slot, tuple[str, ...]]:
        """Return who has every duty, by slot."""
        return dict(zip(self.slots, roster.people, strict=True))

    def roster(self, assignment: Assignment) -> Roster:
        """Return the roster that gives its duties as an assignment of any posts does."""
        return Roster(tuple(tuple(sorted(assignment.get(slot, ()))) for slot in self.slots))

    @cached_property
    def _by_date(self) -> Mapping[date, list[int]]:
        """Indices of the duties that start on each date."""
        by_date: defaultdict[date, list[int]] = defaultdict(list)
        for d, duty in enumerate(self.duties):
            by_date[duty.date].append(d)
        return by_date

    def named(self, on: date, shift: str = "") -> list[int]:
        """Return the duties that start on a date, only those of a shift if that is named."""
        return [d for d in self._by_date.get(on, ()) if shift in ("", self.duties[d].shift)]

    def kind(self, duty: Duty) -> DayKind:
        """Return the kind of day that a duty counts as: its own, else that of its date."""
        return duty.kind or self.calendar.kind(duty.date)

    @cached_property
    def dispensed(self) -> frozenset[tuple[str, date]]:
        """Person keys and dates with a dispensation."""
        return frozenset((one.person, one.date) for one in self.dispensations)

    @cached_property
    def barred_dates(self) -> frozenset[tuple[str, date, str]]:
        """Person keys, dates and shifts pinned 不可, the shift "" for all of the date."""
        return frozenset((pin.person, pin.date, pin.shift) for pin in self.pins if not pin.must)

    @cached_property
    def base_as_served(self) -> Roster | None:
        """The base, with duties that have begun as they were really served."""
        if self.base is None:
            return None
        seats = enumerate(self.base.people)
        return Roster(tuple(tuple(self.past.get(d, keys)) for d, keys in seats))

    def failed_checks(self, person: Person, duty: Duty) -> list[str]:
        """Return the checks that keep someone off a duty; each is judged only once."""
        first, last = self.duties[0], self.duties[-1]
        if person.key in self._fit and first.start <= duty.start and duty.end <= last.end:
            return []
        cell = person.key, duty.start, duty.end
        if cell not in self._failing:
            self._failing[cell] = failed_checks(self.policy, person, duty)
        return self._failing[cell]

    @cached_property
    def clauses_by_cell(self) -> dict[Hashable, tuple[Clause, ...]]:
        """The clauses against each cell that has been asked about so far."""
        return {}

    @cached_property
    def _failing(self) -> dict[tuple[str, datetime, datetime], list[str]]:
        return {}

    @cached_property
    def _fit(self) -> frozenset[str]:
        """Whoever passes every check on the first and last duty, and so on all between.

        No check fails only in between: experience comes, certificates and age run out, and
        whoever is under age on the first duty fails there.
        """
        ends = self.duties[0], self.duties[-1]
        return frozenset(
            person.key
            for person in self.people
            if not any(failed_checks(self.policy, person, duty) for duty in ends)
        )

    def in_base(self, duty: int, person: str) -> bool:
        """Tell whether the base gives the duty to the person."""
        return self.base is not None and person in self.base.people[duty]

    @cached_property
    def fixes(self) -> tuple[Fix, ...]:
        """Cells yet to come decided beforehand: pins, substitutions, swaps, kept edits."""
        what = "〈指定〉的要求"
        fixes = [Fix(p.date, p.person, True, what, p.shift) for p in self.pins if p.must]
        fixes += [*passed_on(moves(self.substitutions), self._one_seat), *self.kept]
        return tuple(fix for fix in fixes if self.fixed_duties(fix))

    def _one_seat(self, on: date, shift: str) -> bool:
        return [self.duties[d].need for d in self.named(on, shift)] == [1]

    def fixed_duties(self, fix: Fix) -> list[int]:
        """Return the duties yet to come that a fix is about."""
        return [d for d in self.named(fix.date, fix.shift) if d not in self.past]

    @cached_property
    def known_duties(self) -> tuple[Served, ...]:
        """Duties outside the month by who really serves them, in order of start."""
        outside = (one for one in self.served if one.duty.date not in self._by_date)
        changed = tuple(
            move for move in moves(self.substitutions) if move.date not in self._by_date
        )
        return really_served(outside, changed, self.duties[0])

    @cached_property
    def known_duties_of(self) -> Mapping[str, list[Duty]]:
        """Known duties outside the month by person key, in order of start."""
        by_person: defaultdict[str, list[Duty]] = defaultdict(list)
        for one in self.known_duties:
            by_person[one.person].append(one.duty)
        return by_person

    def known_around(self, person: str) -> tuple[list[date], list[date]]:
        """Return the dates of a person's known duties before the first duty and after the last."""
        known = [duty.date for duty in self.known_duties_of.get(person, ())]
        first, last = self.duties[0].date, self.duties[-1].date
        return [on for on in known if on < first], [on for on in known if on > last]
