"""Each module imports only from floors below its own."""

from __future__ import annotations

import ast
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parent.parent

# The rooms, from the ground up: each knows only rooms above it in this list. A file that stands
# in a package beside rooms is a room of its own.
# fmt: off
ROOMS = [
    "constraints.calendar", "constraints.clause", "constraints.policy", "constraints.rule",
    "constraints.history", "constraints.decisions", "constraints.domain",
    "constraints.qualification", "constraints.shifts", "constraints.substitutions",
    "constraints.problem", "constraints.fairness",
    "constraints.model",
    "constraints.eligibility", "constraints.hard", "constraints.soft",
    "constraints.rulebook", "constraints",
    "scheduler", "scheduler.errors", "scheduler.clock", "scheduler.interrupts",
    "scheduler.files", "scheduler.settings",
    "scheduler.solving",
    "scheduler.explaining", "scheduler.ledger",
    "scheduler.reading.files",
    "scheduler.reading.cells",
    "scheduler.reading.tables",
    "scheduler.reading.sheets",
    "scheduler.reading",
    "scheduler.reporting",
    "scheduler.writing",
    "scheduler.drafts", "scheduler.notices",
    "scheduler.usecases",
    "scheduler.batch",
    "scheduler.page",
    "scheduler.cli", "scheduler.__main__",
]
# fmt: on
TYPES_ONLY = "TYPE_CHECKING"


def room(module: str) -> str:
    """Return the room a module stands in: itself or the package that houses it."""
    while module not in ROOMS:
        module, _, _ = module.rpartition(".")
        assert module, "a module outside the rooms"
    return module


@cache
def modules() -> dict[str, ast.Module]:
    found = {}
    for package in ("constraints", "scheduler"):
        for path in (ROOT / package).rglob("*.py"):
            name = ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
            found[name] = ast.parse(path.read_text(encoding="utf-8"))
    return found


def imports(tree: ast.Module) -> set[str]:
    """Return what is imported when the code runs; imports for type checking do not count."""
    found = set()
    skipped = {
        id(inner)
        for node in ast.walk(tree)
        if isinstance(node, ast.If) and ast.unparse(node.test) == TYPES_ONLY
        for inner in ast.walk(node)
    }
    for node in ast.walk(tree):
        if id(node) in skipped:
            continue
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            found.add(node.module or "")
            found |= {f"{node.module}.{alias.name}" for alias in node.names}
    known = set(modules())
    return {name for name in found if name in known}


def test_every_import_goes_down() -> None:
    for name, tree in modules().items():
        if (ROOT / Path(*name.split("."), "__init__.py")).exists() and name.count(".") > 0:
            continue
        for other in imports(tree) - {name}:
            here, there = ROOMS.index(room(name)), ROOMS.index(room(other))
            assert there <= here, f"{name} imports {other}"


def test_no_room_has_a_circle_inside() -> None:
    waiting = {name: imports(tree) - {name} for name, tree in modules().items()}
    while waiting:
        free = {name for name, needs in waiting.items() if not needs & waiting.keys()}
        assert free, f"a circle in {sorted(waiting)}"
        waiting = {name: needs for name, needs in waiting.items() if name not in free}


def test_only_the_model_and_solving_know_ortools() -> None:
    users = {
        room(name)
        for name, tree in modules().items()
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom)
        and (node.module or "").startswith(("ortools", "constraints.model.cpsat"))
    }
    assert users == {"constraints.model", "constraints.soft", "scheduler.solving"}


def test_the_law_knows_no_workbook_and_no_console() -> None:
    for name, tree in modules().items():
        if name.startswith("constraints"):
            names = {
                alias.name for n in ast.walk(tree) if isinstance(n, ast.Import) for alias in n.names
            }
            names |= {n.module or "" for n in ast.walk(tree) if isinstance(n, ast.ImportFrom)}
            roots = {imported.split(".")[0] for imported in names}
            assert not roots & {"openpyxl", "xlsxwriter", "pandas", "click", "scheduler", "pathlib"}
