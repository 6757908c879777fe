"""The solver is there without pandas, and pandas stays what it is."""

from __future__ import annotations

import subprocess
import sys

import pytest

from constraints import cpsat

FIRST = "from constraints.cpsat import cp_model"
LOADED = "import sys; assert 'pandas' not in sys.modules"
SOLVE = """
model = cp_model.CpModel()
a, b = model.new_bool_var(""), model.new_int_var(0, 5, "")
model.add(a + b <= 3)
model.maximize(2 * a + b)
solver = cp_model.CpSolver()
assert solver.solve(model) == cp_model.OPTIMAL and solver.objective_value == 4
"""
SERIES = """
import pandas
index = pandas.Index(range(3))
assert len(cp_model.CpModel().new_bool_var_series("x", index)) == 3
"""


@pytest.mark.parametrize(
    "lines",
    [
        [FIRST, LOADED, SOLVE, "import pandas; assert pandas.Series([1]).sum() == 1"],
        ["import pandas", FIRST, SOLVE, SERIES],
        ["import ortools.sat.python.cp_model", FIRST, SOLVE, SERIES],
    ],
    ids=["alone", "after pandas", "after OR-Tools"],
)
def test_the_solver_solves_whatever_was_imported_before(lines: list[str]) -> None:
    subprocess.run([sys.executable, "-c", "\n".join(lines)], check=True)


def test_another_ortools_that_looks_up_more_is_imported_as_it_is(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    seen = []

    def load(name: str) -> str:
        seen.append("pandas" in sys.modules)
        if len(seen) == 1:
            raise AttributeError("DataFrame")
        return name

    monkeypatch.delitem(sys.modules, "pandas", raising=False)
    monkeypatch.delitem(sys.modules, cpsat.MODULE)
    monkeypatch.setattr(cpsat, "import_module", load)
    assert cpsat._load() == cpsat.MODULE
    assert seen == [True, False]
    monkeypatch.undo()
    assert cpsat._load() is cpsat.cp_model
