#!/usr/bin/env bash
# GLOP through pywraplp calls an unbounded linear program INFEASIBLE.
#
# Version:  ortools 9.15.6755
# Expected: UNBOUNDED (3). The header of the wrapper defines INFEASIBLE as proven infeasible and
#           UNBOUNDED as proven unbounded, and x = 0 satisfies every row of this program.
# Observed: INFEASIBLE (2) with presolve, which is the default; UNBOUNDED without presolve. Other
#           solvers behind the same wrapper (SCIP, CBC, HiGHS) answer UNBOUNDED. Presolve only
#           knows "infeasible or unbounded", and the wrapper has no such status.
# Matters:  column generation that reads INFEASIBLE as "this month cannot be staffed" reports a
#           gap where a bound was forgotten. Solve again with presolve off before believing it.
# Output seen:
#   SCIP, presolve on: UNBOUNDED
#   GLOP, presolve off: UNBOUNDED
#   GLOP, presolve on: INFEASIBLE

set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m venv "$dir/venv"
"$dir/venv/bin/pip" --quiet --disable-pip-version-check install 'ortools==9.15.6755'
cd "$dir" && venv/bin/python - <<'PY'
import sys
from ortools.linear_solver import pywraplp

NAMES = {2: "INFEASIBLE", 3: "UNBOUNDED"}


def status(name, presolve=True):
    solver = pywraplp.Solver.CreateSolver(name)
    x = solver.NumVar(0, solver.infinity(), "x")
    y = solver.NumVar(0, 10, "y")
    solver.Add(y - x <= 5)  # x = y = 0 is feasible, and so is every larger x
    solver.Maximize(x)
    parameters = pywraplp.MPSolverParameters()
    if not presolve:
        parameters.SetIntegerParam(parameters.PRESOLVE, parameters.PRESOLVE_OFF)
    answer = solver.Solve(parameters)
    print(f"{name}, presolve {'on' if presolve else 'off'}: {NAMES.get(answer, answer)}")
    return answer


status("SCIP"), status("GLOP", presolve=False)
if status("GLOP") != 2:
    sys.exit("changed: GLOP no longer calls an unbounded program infeasible")
PY
