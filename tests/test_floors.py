"""Each module imports only from floors below its own."""

from __future__ import annotations

import ast
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parent.parent

# From the ground up; modules on one line are siblings and do not know each other.
FLOORS = """
constraints.cpsat
constraints.calendar
constraints.domain
constraints.known
constraints.clause
constraints.policy
constraints.qualification
constraints.problem
constraints.fairness
constraints.level
constraints.model
constraints.path
constraints.parts constraints.rule constraints.apart
constraints.walks
constraints.hard constraints.soft
constraints.rulebook
constraints
scheduler
scheduler.result scheduler.settings scheduler.errors scheduler.clock
scheduler.signals
scheduler.search
scheduler.tiebreak scheduler.multipliers
scheduler.pool scheduler.apart
scheduler.last
scheduler.solve
scheduler.cures
scheduler.explain scheduler.batch scheduler.processes scheduler.cluster
scheduler.files scheduler.holidays scheduler.qualify scheduler.revision
scheduler.tables
scheduler.ledger
scheduler.lock scheduler.log scheduler.notices.channels
scheduler.notices.config
scheduler.mend
scheduler.workbook.layout scheduler.workbook.text scheduler.workbook.grid
scheduler.workbook.package scheduler.workbook.identity
scheduler.workbook.sheetxml scheduler.workbook.delimited
scheduler.workbook.ooxml
scheduler.workbook.opening scheduler.workbook.header
scheduler.workbook.cell
scheduler.workbook.cells
scheduler.workbook.faults scheduler.workbook.moments
scheduler.workbook.rows
scheduler.workbook.table
scheduler.workbook.days
scheduler.workbook.centre scheduler.workbook.handmade
scheduler.workbook.names scheduler.workbook.begun
scheduler.workbook.sources
scheduler.workbook.staff scheduler.workbook.options scheduler.workbook.leaves
scheduler.workbook.moves
scheduler.workbook.events scheduler.workbook.doubts scheduler.workbook.past
scheduler.workbook.decided
scheduler.workbook.read scheduler.workbook.roster
scheduler.outcome
scheduler.changes scheduler.reasons
scheduler.report
scheduler.record
scheduler.workbook.pen scheduler.workbook.origin
scheduler.edits
scheduler.workbook.wall scheduler.workbook.grids scheduler.workbook.tables
scheduler.workbook.remarks scheduler.workbook.template scheduler.workbook.annotate
scheduler.workbook.record scheduler.workbook.yearbook
scheduler.workbook.write scheduler.init scheduler.demo
scheduler.plan
scheduler.run
scheduler.publish scheduler.trial scheduler.wayback
scheduler.adjusted
scheduler.adjust scheduler.why scheduler.history scheduler.ics
scheduler.document
scheduler.answers scheduler.notices.text
scheduler.notices.robot scheduler.notices.mail scheduler.notices.program
scheduler.notices.deliver scheduler.doctor
scheduler.centres
scheduler.workbook.summary
scheduler.check scheduler.status scheduler.talk scheduler.arguments scheduler.speak
scheduler.progress
scheduler.aftercare scheduler.lookback scheduler.everywhere
scheduler.cli
scheduler.__main__
"""
HEIGHT = {
    module: height for height, line in enumerate(FLOORS.split("\n")) for module in line.split()
}
PACKAGES = ("scheduler.workbook", "scheduler.notices", "constraints.hard", "constraints.soft")
TYPES_ONLY = "TYPE_CHECKING"


def floor(module: str) -> str:
    """Return the floor a module stands on: itself or the package that houses it."""
    while module not in HEIGHT:
        module, _, _ = module.rpartition(".")
        assert module, "a module outside the packages"
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
        if name in (
            "scheduler.workbook",
            "scheduler.notices",
            "constraints.hard",
            "constraints.soft",
        ):
            continue
        here = floor(name)
        for other in imports(tree) - {name}:
            if other == "scheduler" and name.startswith("scheduler."):
                continue
            below = floor(other)
            assert HEIGHT[below] < HEIGHT[here], f"{name} imports {other}"


def test_only_the_model_and_the_solver_know_ortools() -> None:
    users = {
        name
        for name, tree in modules().items()
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom)
        and (node.module or "").startswith(("ortools", "constraints.cpsat"))
    }
    assert users == {
        "constraints.cpsat",
        "constraints.level",
        "constraints.model",
        "constraints.parts",
        "constraints.path",
        "constraints.soft.balance",
        "scheduler.apart",
        "scheduler.last",
        "scheduler.multipliers",
        "scheduler.search",
        "scheduler.tiebreak",
        "scheduler.solve",
        "scheduler.cures",
    }


def test_the_law_knows_no_workbook_and_no_console() -> None:
    for name, tree in modules().items():
        if name.startswith("constraints"):
            names = {
                alias.name for n in ast.walk(tree) if isinstance(n, ast.Import) for alias in n.names
            }
            names |= {n.module or "" for n in ast.walk(tree) if isinstance(n, ast.ImportFrom)}
            roots = {imported.split(".")[0] for imported in names}
            assert not roots & {"openpyxl", "xlsxwriter", "pandas", "click", "scheduler", "pathlib"}
