"""A month that is published: what it says, and which of its duties have begun."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from constraints.calendar import zh_date
from constraints.domain import Roster
from constraints.rulebook import from_policy
from constraints.substitutions import moves
from scheduler.reading.cells.named_cells import Cell

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date, datetime

    from constraints.problem import Problem
    from scheduler.ledger.revision import Revision
    from scheduler.reading.cells.faults import Faults
    from scheduler.reading.sheets.people import Staff

# Rules about what is planned; a duty that has begun is no plan any more.
PLANNED = frozenset(["fixed", "candidate", "weekday", "pin", "cover"])
# What nobody can have known when the duty was published, unlike two duties too close.
FACT = "fact"
SHORT_NOTICE = timedelta(hours=48)


def resume_published_month(
    problem: Problem,
    revision: Revision,
    at: datetime,
    cells: Mapping[tuple[str, date], Cell],
    faults: Faults,
) -> Problem:
    """Return a published month as it stands at the time ``at``.

    Its newest revision is the base. Duties that have begun stay with whoever took them, as the
    revision says or an approved row of 变更. ``cells`` are those that decide who serves.
    """
    people: list[tuple[str, ...]] = []
    past: dict[int, tuple[str, ...]] = {}
    stands = revision.assignment
    for d, duty in enumerate(problem.duties):
        keys, begun = stands.get(duty.slot, ()), duty.start <= at
        for key in keys:
            if key not in problem.by_key and begun:
                text = (
                    f"{zh_date(duty.date)}的班是{revision.names[key]}值的，〈员工〉里却没有这个人；"
                    "已离职的人请保留一行并填离职日期"
                )
                faults.error(Cell("员工"), text, "served-by-nobody")
        people.append(tuple(key for key in keys if key in problem.by_key))
        if begun:
            past[d] = people[-1]
    for on, shift, giver, taker, _ in moves(problem.substitutions):
        cell = cells.get((taker or giver, on), Cell("变更"))
        for d in (d for d in problem.named(on, shift) if d in past):
            if taker is None and giver in past[d]:
                planned = problem.by_key[giver].name
                text = f"{zh_date(on)}的班已经开始，要写明替班人才能改记；仍记为{planned}值的"
                faults.warn(cell, text, "no-taker")
            elif taker is not None:
                past[d] = _taken_over(past[d], giver, taker, problem.duties[d].need)
    _warn_of_unlawful_past(problem, past, cells, faults)
    coming = (d for d in range(len(problem.duties)) if d not in past)
    short_notice = frozenset(d for d in coming if problem.duties[d].start <= at + SHORT_NOTICE)
    return replace(problem, base=Roster(tuple(people)), past=past, short_notice=short_notice)


def _taken_over(keys: tuple[str, ...], giver: str, taker: str, need: int) -> tuple[str, ...]:
    """Return who has a duty once somebody has taken it; a single seat is taken from anybody."""
    others = [key for key in keys if key not in (giver, taker)] if need > 1 else []
    return tuple(sorted([*others, taker]))


def _warn_of_unlawful_past(
    problem: Problem,
    past: Mapping[int, tuple[str, ...]],
    cells: Mapping[tuple[str, date], Cell],
    faults: Faults,
) -> None:
    """Warn of duties that have begun against the law; they are facts and stay."""
    served = Roster(tuple(past.get(d, ()) for d in range(len(problem.duties))))
    for clause in from_policy(problem.policy).audit(problem, served):
        if clause.code not in PLANNED and clause.duties and clause.people:
            last = clause.duties[-1]
            cell = cells.get((clause.people[0], last.date), Cell(""))
            name = problem.by_key[clause.people[0]].name
            text = (
                f"{clause.text}；这班已经开始，照记不改。实际另有人值，就在〈变更〉加一行 "
                f"顶班 | {last.date} | {name} | 替班人 | 已批准，再运行 zhiban adjust"
            )
            code = "close-fact" if len(clause.duties) > 1 else FACT
            faults.warn(cell, text, code)


def with_present_keys(revision: Revision, staff: Mapping[str, Staff]) -> Revision:
    """Return a revision with its people under the keys they have now.

    Whoever has a new key since then, such as a first 工号, is found by name if it is unique.
    """
    names = revision.names
    keys = {tally.person for one in revision.posts for tally in one.tallies} | set(names)
    by_name: dict[str, list[str]] = {}
    for key, one in staff.items():
        by_name.setdefault(one.person.name, []).append(key)
    new_key = {}
    for key in keys - set(staff):
        namesakes = by_name.get(names.get(key, key), [])
        if len(namesakes) == 1 and namesakes[0] not in keys:
            new_key[key] = namesakes[0]
    if not new_key:
        return revision

    def renamed(post: Revision) -> Revision:
        seats = (replace(one, person=new_key.get(one.person, one.person)) for one in post.seats)
        tallies = (replace(one, person=new_key.get(one.person, one.person)) for one in post.tallies)
        moved = (
            replace(
                one,
                original=new_key.get(one.original, one.original),
                replacement=new_key.get(one.replacement or "", one.replacement),
            )
            for one in post.substitutions
        )
        return replace(post, seats=tuple(seats), tallies=tuple(tallies), substitutions=tuple(moved))

    return replace(renamed(revision), companions=tuple(map(renamed, revision.companions)))
