"""What the page may ask the session for: the fields of every request, and nothing else."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

NEEDED = object()


class IllAskedError(Exception):
    """No button of the page asks like this."""


@dataclass(frozen=True)
class Field:
    """One field: what it holds, and what it is where it is left out."""

    kind: type
    default: Any = NEEDED

    def read(self, given: object) -> Any:
        """Return the value given, refusing any other kind; a truth value is no number."""
        if given is NEEDED:
            given = self.default
        fits = type(given) is self.kind or given is self.default is None
        if given is NEEDED or not fits or not _is_text(given):
            raise IllAskedError
        return given


TEXT, NUMBER, SWITCH = Field(str), Field(int), Field(bool)
WORDS = Field(str, "")
OPEN = Field(str, None)  # a person, or nobody
SEAT = Field(dict)
PLACE = {"version": NUMBER, "table": TEXT}

# The fields of each method of the session that is asked for by POST.
POSTED: dict[str, dict[str, Field]] = {
    "assign": {**PLACE, "slot": TEXT, "old": OPEN, "new": OPEN, "approver": WORDS, "reason": WORDS},
    "swap": {**PLACE, "a": SEAT, "b": SEAT},
    "try_swap": {"table": TEXT, "a": SEAT, "b": SEAT},
    "lock": {**PLACE, "slot": TEXT, "on": SWITCH},
    "undo": {"version": NUMBER},
    "redo": {"version": NUMBER},
    "solve": {"version": NUMBER, "table": WORDS},
    "stop": {},
    "try_leave": {"person": TEXT, "start": TEXT, "end": TEXT},
    "publish": {
        "version": NUMBER,
        "approver": TEXT,
        "reason": WORDS,
        "accept_gaps": Field(bool, False),
        "allow_estimated": Field(bool, False),
    },
    "forms": {"month": TEXT},
    "report": {"month": TEXT},
}
# The same of those asked for by GET, where everything is text.
ASKED: dict[str, dict[str, Field]] = {
    "state": {"month": OPEN},
    "judge": {"table": TEXT, "slot": TEXT},
    "history": {},
    "file": {"name": TEXT},
}
UPLOADED = {"kind": TEXT, "name": TEXT}
SEAT_FIELDS = {"slot": TEXT, "person": OPEN}


def arguments(fields: Mapping[str, Field], given: Mapping[str, Any]) -> dict[str, Any]:
    """Return the arguments of a call.

    Raises
    ------
    IllAskedError
        If a field is missing, unknown or of another kind.
    """
    if given.keys() - fields.keys():
        raise IllAskedError
    read = {name: field.read(given.get(name, NEEDED)) for name, field in fields.items()}
    return {
        name: arguments(SEAT_FIELDS, value) if fields[name] is SEAT else value
        for name, value in read.items()
    }


def posted(name: str, body: bytes) -> dict[str, Any]:
    """Return the arguments in the body of a POST; errors as ``arguments``."""
    try:
        given = json.loads(body or b"{}")
    except (ValueError, RecursionError):
        raise IllAskedError from None
    if not isinstance(given, dict):
        raise IllAskedError
    return arguments(POSTED[name], given)


def _is_text(value: object) -> bool:
    """Tell whether what may be a string can be written as UTF-8."""
    return not isinstance(value, str) or not any("\ud800" <= letter <= "\udfff" for letter in value)
