#!/usr/bin/env bash
# pywraplp takes `2 <= x <= 4`, and the constraint it adds has no lower bound.
#
# Version:  ortools 9.15.6755
# Expected: both bounds, or an error. Python turns the chain into `(2 <= x) and (x <= 4)` and asks
#           the first half for its truth value; the newer interfaces of the same package, CP-SAT
#           and ModelBuilder, answer with NotImplementedError that explains this.
# Observed: the constraint objects of pywraplp are always true, so `and` keeps only the last one:
#           x may be 0. Likewise `x in [y]` is true for any two variables, and comparing a pandas
#           Series of variables with a number gives a column of True.
# Matters:  "between two and four duties each" silently becomes "at most four".
# Output seen:
#   CP-SAT: NotImplementedError
#   ModelBuilder: NotImplementedError
#   pywraplp: row from -inf to 4.0, smallest x = 0.0
#   pywraplp: x in [y] is True

set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m venv "$dir/venv"
"$dir/venv/bin/pip" --quiet --disable-pip-version-check install 'ortools==9.15.6755'
cd "$dir" && venv/bin/python - <<'PY'
import sys
from ortools.linear_solver import pywraplp
from ortools.linear_solver.python import model_builder
from ortools.sat.python import cp_model

model = cp_model.CpModel()
builder = model_builder.Model()
for name, x in (("CP-SAT", model.new_int_var(0, 9, "x")),
                ("ModelBuilder", builder.new_int_var(0, 9, "x"))):
    try:
        2 <= x <= 4
        print(f"{name}: accepted")
    except NotImplementedError:
        print(f"{name}: NotImplementedError")

solver = pywraplp.Solver.CreateSolver("GLOP")
x, y = solver.NumVar(0, 9, "x"), solver.NumVar(0, 9, "y")
row = solver.Add(2 <= x <= 4)
solver.Minimize(x)
solver.Solve()
print(f"pywraplp: row from {row.lb()} to {row.ub()}, smallest x = {x.solution_value()}")
print(f"pywraplp: x in [y] is {x in [y]}")
if row.lb() == 2:
    sys.exit("changed: both bounds of the chain are kept")
PY
