"""The people of a post as the page shows them: their load, and when they are away."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from constraints.calendar import FairnessClass, dates, next_month
from constraints.domain import DAY, MIDNIGHT
from scheduler.explaining.loads import loads
from scheduler.reporting.changes import name_of
from scheduler.reporting.notes import in_words

if TYPE_CHECKING:
    from collections.abc import Mapping
    from fractions import Fraction

    from scheduler.reporting.outcome import Draft

AWAY, PENDING = "假", "待批"


def people_view(view: Draft) -> list[dict[str, Any]]:
    """Return everybody among whom the duties of a post are shared, in order of the staff list."""
    return [
        {
            "key": load.key,
            "name": name_of(view, load.key),
            "post": view.problem.post,
            "leaves": _leaves(view, load.key),
            "opening": _numbers(load.opening),
            "due": _numbers(load.due),
            "served": _numbers(load.served),
            "closing": _numbers({cls: load.closing(cls) for cls in FairnessClass}),
            "words": in_words(load.closing(FairnessClass.TOTAL)),
        }
        for load in loads(view.problem, view.roster)
    ]


def _numbers(
    counts: Mapping[FairnessClass, Fraction] | Mapping[FairnessClass, int],
) -> dict[str, float]:
    return {cls.name.lower(): float(counts[cls]) for cls in FairnessClass}


def _leaves(view: Draft, key: str) -> dict[str, str]:
    """Return the days of the month on which somebody is on leave, or may come to be."""
    month = view.problem.month
    words = {}
    for leaves, word in ((view.problem.pending, PENDING), (view.problem.leaves, AWAY)):
        for leave in (leave for leave in leaves if leave.person == key):
            for on in dates(month, next_month(month)):
                begin = datetime.combine(on, MIDNIGHT)
                if leave.start < begin + DAY and begin < leave.end:
                    words[on.isoformat()] = word
    return dict(sorted(words.items()))
