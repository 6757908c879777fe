"""A centre as if leaves that are only tried were approved."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from constraints.domain import Leave
from scheduler.errors import UsageError
from scheduler.explaining.leave_trial import keeps_off
from scheduler.reading.cells.clock_text import clock_words
from scheduler.reading.cells.dates import read_spans
from scheduler.reading.cells.faults import Faults
from scheduler.reading.cells.named_cells import Cell
from scheduler.reading.cells.normal_text import half_width
from scheduler.reading.cells.values import Unreadable
from scheduler.reading.sheets.leave_times import absence
from scheduler.reading.sheets.people import NameFinder

if TYPE_CHECKING:
    from scheduler.reading.centre import Centre


_BETWEEN = re.compile(r"[-~]+|至|到|起至?")
_CLOCK = re.compile(r"[:点时]|上午|下午")


def try_leaves(centre: Centre, texts: tuple[str, ...]) -> tuple[Centre, list[Leave]]:
    """Return the centre as if the leaves were approved, and the leaves.

    Whatever was decided beforehand that they contradict is dropped, since they come later.

    Raises
    ------
    UsageError
        If one is not 「姓名 起 止」.
    """
    leaves = [_read(centre, text) for text in texts]
    companions = tuple(_trying(one, leaves) for one in centre.companions)
    return replace(_trying(centre, leaves), companions=companions), leaves


def _trying(centre: Centre, leaves: list[Leave]) -> Centre:
    """Return one post as if the leaves of its people were approved."""
    problem = centre.problem
    for leave in (one for one in leaves if one.person in problem.by_key):
        held = {duty.date for duty in problem.duties if keeps_off(problem, leave, duty)}
        problem = replace(
            problem,
            leaves=(*problem.leaves, leave),
            pins=tuple(
                pin
                for pin in problem.pins
                if not (pin.must and pin.person == leave.person and pin.date in held)
            ),
            substitutions=tuple(
                sub
                for sub in problem.substitutions
                if not (sub.replacement == leave.person and sub.date in held)
                and not (sub.back in held and sub.original == leave.person)
            ),
        )
    return replace(centre, problem=problem)


def _read(centre: Centre, text: str) -> Leave:
    words = text.replace(",", " ").replace("\uff0c", " ").split()
    # The first word is the name, or the beginning of one, whatever digits stand in it.
    dated = (nth for nth, word in enumerate(words) if nth and re.search(r"\d", half_width(word)))
    first = next(dated, 0)
    parts: list[str] = []
    for word in clock_words(half_width(" ".join(words[first:]))).split():
        if _BETWEEN.fullmatch(word):
            continue
        if parts and _CLOCK.search(word) and not re.search(r"[-/.年月日]", word):
            parts[-1] += f" {word}"
        else:
            parts.append(word)
    if not first or len(parts) not in (1, 2):
        raise UsageError(
            f"--leave 「{text}」要写成 「姓名 起 止」，如 「王静 2026-12-10 2026-12-12」"
        )
    faults = Faults("--leave")
    person = NameFinder(centre.staff, faults).find(Cell("", (0, 0, 0), " ".join(words[:first])))
    if person is None:
        raise UsageError(f"--leave 「{text}」：{faults.messages[0].text}")
    middle = centre.problem.month.replace(day=15)
    try:
        (span, *more) = read_spans(Cell("", (0, 0, 0), "至".join(parts)), middle)
        away = absence(*span, centre.settings)
    except Unreadable as wrong:
        raise UsageError(f"--leave 「{text}」：{wrong}") from None
    if more or away.end <= away.start:
        raise UsageError(f"--leave 「{text}」：要一段时间，结束在开始之后")
    return Leave(person, away.start, away.end, away.by_days)
