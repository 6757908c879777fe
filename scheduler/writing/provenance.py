"""What the hidden sheet of a roster workbook records about where it came from."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from typing import TYPE_CHECKING

from scheduler import __version__
from scheduler.ledger.revision import TABLE
from scheduler.reading.machine_sheet import SEAL_BEFORE
from scheduler.reading.proof import PROOF, signature
from scheduler.reading.slot_label import label_of
from scheduler.reading.tables.layout import GAP
from scheduler.reading.visible_roster import assignment_hash
from scheduler.reading.wall_text import SEATS

if TYPE_CHECKING:
    from constraints.domain import Slot
    from constraints.problem import Problem
    from scheduler.reporting.outcome import Draft, Inputs

SCHEMA = "zhiban.roster/1"
INPUT = "input"


def names_on(draft: Draft) -> dict[Slot, str]:
    """Return what stands for the people of every duty, 待定 for an open seat."""
    names = {}
    for view in draft.views:
        for duty, keys in zip(view.problem.duties, view.roster.people, strict=True):
            seated = [draft.centre.name(key) for key in keys]
            names[duty.slot] = SEATS.join([*seated, *[GAP] * (duty.need - len(keys))])
    return names


def provenance(draft: Draft) -> dict[str, str]:
    """Return the pairs that tell whether a workbook still says what a new run would."""
    pairs = {
        "schema": SCHEMA,
        "version": __version__,
        "centre": draft.centre.settings.centre,
        "identity": draft.centre.identity,
        "month": f"{draft.problem.month:%Y-%m}",
        "post": draft.problem.post,
        "handover": f"{draft.problem.duties[0].start:%H:%M}",
        "hours": f"{draft.centre.settings.length.total_seconds() / 3600:g}",
        "revision": draft.version,
        "base": str(draft.base or ""),
        "problem": fingerprint(*(view.problem for view in draft.views)),
        "assignment": assignment_hash(draft.assignment, draft.problem.post),
        "optimal": str(draft.optimal),
        "unique": str(draft.unique),
        "cures": str(sum(len(gap.cures) for view in draft.views for gap in view.gaps)),
        "edited": " ".join(label_of(slot, draft.problem.post) for slot in draft.edited),
    }
    if draft.centre.table != TABLE:
        pairs["table"] = draft.centre.table
    if draft.stamp and draft.stamp.before:
        pairs[SEAL_BEFORE] = draft.stamp.before
    pairs[PROOF] = signature(pairs)
    return pairs | _fingerprints(draft.inputs)


def fingerprint(*problems: Problem) -> str:
    """Return the SHA-256 of everything that the rules and goals look at.

    Unlike the files' it holds the ledger and the calendar too: with this and the program's version
    the same, the roster is.
    """
    return hashlib.sha256("\n".join(map(_text, problems)).encode()).hexdigest()


def _text(value: object) -> str:
    """Write a value out so that equals read the same in every process."""
    if is_dataclass(value):
        inside = [_text(getattr(value, one.name)) for one in fields(value)]
    elif isinstance(value, Mapping):
        inside = sorted(f"{_text(key)}:{_text(one)}" for key, one in value.items())
    elif isinstance(value, frozenset):
        inside = sorted(map(_text, value))
    elif isinstance(value, tuple):
        inside = [_text(one) for one in value]
    else:
        return repr(value)
    return f"{type(value).__name__}({','.join(inside)})"


def made_from(pairs: Mapping[str, str], inputs: Inputs) -> bool:
    """Tell whether a workbook with these pairs was made by this version from these inputs."""
    recorded = {name: value for name, value in pairs.items() if name.startswith(INPUT)}
    return recorded == _fingerprints(inputs) and pairs.get("version") == __version__


def input_names(pairs: Mapping[str, str]) -> list[str]:
    """Return the names of the files that a workbook with these pairs was made from."""
    names = (value.rpartition(" ")[0] for key, value in pairs.items() if _is_input(key))
    return [name for name in names if name]


def _is_input(key: str) -> bool:
    return key.startswith(INPUT) and key.removeprefix(INPUT).isdigit()


def _fingerprints(inputs: Inputs) -> dict[str, str]:
    return {f"{INPUT}{nth}": f"{name} {digest}" for nth, (name, digest) in enumerate(inputs, 1)}
