"""The public names: each is there, tells a stranger what it is, and is used by a test."""

from __future__ import annotations

import ast
import inspect
import re
from dataclasses import is_dataclass
from pathlib import Path
from typing import Any

import pytest

import constraints
import scheduler

TESTS = Path(__file__).parent
PUBLIC = [(room, name) for room in (constraints, scheduler) for name in room.__all__]
TOLD = [
    (room, name)
    for room, name in PUBLIC
    if inspect.isclass(getattr(room, name)) or inspect.isfunction(getattr(room, name))
]
# The sections of a numpydoc docstring, in their order.
SECTIONS = ("Parameters", "Attributes", "Returns", "Yields", "Raises", "Notes", "References")


def sections(text: str) -> dict[str, list[str]]:
    """Return the entries that stand at the margin of every underlined section."""
    found: dict[str, list[str]] = {}
    lines = text.splitlines()
    for nth, line in enumerate(lines):
        if re.fullmatch("-{3,}", line):
            assert len(line) == len(lines[nth - 1]), f"a line as long as {lines[nth - 1]}"
            assert not lines[nth - 2], f"an empty line above {lines[nth - 1]}"
            found[lines[nth - 1]] = []
        elif found and line and not line.startswith(" "):
            found[list(found)[-1]].append(line)
    return {
        title: entries[:-1] if title != list(found)[-1] else entries
        for title, entries in found.items()
    }


def members(thing: Any) -> set[str]:
    """Return what a docstring may list of a thing: its parameters or its attributes."""
    if inspect.isclass(thing):
        return {*dir(thing), *(thing.__dataclass_fields__ if is_dataclass(thing) else ())}
    return set(inspect.signature(thing).parameters)


@pytest.mark.parametrize(("room", "name"), TOLD, ids=[name for _, name in TOLD])
def test_a_public_name_is_told_as_numpydoc_has_it(room: Any, name: str) -> None:
    thing = getattr(room, name)
    text = inspect.cleandoc(vars(thing)["__doc__"] if inspect.isclass(thing) else thing.__doc__)
    first = text.split("\n\n")[0]
    assert "\n" not in first
    assert first.endswith(".")
    assert not first.startswith(f"{name}("), "a dataclass's own docstring says nothing"
    found = sections(text)
    assert list(found) == [title for title in SECTIONS if title in found]
    assert "Attributes" not in found or inspect.isclass(thing)
    for title in ("Parameters", "Attributes"):
        told = [one for entry in found.get(title, ()) for one in re.split(", ?", entry)]
        assert not set(told) - members(thing), f"{name} has no such {title}"
        assert len(told) == len(set(told))


def test_every_public_name_is_used_by_a_test() -> None:
    used: set[str] = set()
    for path in TESTS.rglob("*.py"):
        if path != Path(__file__) and "bench" not in path.parts:
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Name):
                    used.add(node.id)
                elif isinstance(node, ast.Attribute):
                    used.add(node.attr)
    unused = {name for _, name in PUBLIC if not name.startswith("__")} - used
    assert not unused, sorted(unused)


def test_public_names_are_listed_once_and_are_there() -> None:
    for room in (constraints, scheduler):
        assert len(set(room.__all__)) == len(room.__all__)
        assert all(hasattr(room, name) for name in room.__all__)


def test_a_name_that_is_not_public_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="no attribute 'pricing_rounds'"):
        scheduler.pricing_rounds  # noqa: B018
