#!/usr/bin/env bash
# CP-SAT calls the worst of four choices OPTIMAL because an unrelated variable may be large.
#
# Version:  ortools 9.15.6755
# Expected: OPTIMAL means that no better solution exists, up to the documented absolute gap of
#           0.0001; the bound of a variable that ends at 1 in every solution changes nothing.
# Observed: float weights are scaled to integers that must fit the largest possible sum. With
#           `misses` in 1..10^10 the scale is 10^-6, the four penalties all become 0, and the
#           worst of them is OPTIMAL, objective 0.4 above the bound. The only warning is in
#           the search log, which is off by default.
# Matters:  a big penalty for a missed shift and a lazy upper bound wipe out fairness under a status
#           that promises the contrary. Integer weights avoid it; comparing objective_value with
#           best_objective_bound after OPTIMAL shows it.
# Output seen:
#   misses <= 100: OPTIMAL, penalty 0.1, gap to the bound 0.0
#   misses <= 10000000000: OPTIMAL, penalty 0.4, gap to the bound 0.4

set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m venv "$dir/venv"
"$dir/venv/bin/pip" --quiet --disable-pip-version-check install 'ortools==9.15.6755'
cd "$dir" && venv/bin/python - <<'PY'
import sys
from ortools.sat.python import cp_model

PENALTY = 0.4, 0.3, 0.2, 0.1


def choose(largest):
    model = cp_model.CpModel()
    misses = model.new_int_var(1, largest, "misses")
    choice = [model.new_bool_var(f"penalty {penalty}") for penalty in PENALTY]
    model.add_exactly_one(choice)
    model.minimize(1e6 * misses + sum(p * c for p, c in zip(PENALTY, choice, strict=True)))
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    status = solver.status_name(solver.solve(model))
    chosen = next(p for p, c in zip(PENALTY, choice, strict=True) if solver.value(c))
    gap = abs(solver.objective_value - solver.best_objective_bound)
    print(f"misses <= {largest}: {status}, penalty {chosen}, gap to the bound {gap:.1f}")
    return status, chosen


tight, loose = choose(100), choose(10**10)
if tight != ("OPTIMAL", 0.1) or loose != ("OPTIMAL", 0.4):
    sys.exit("changed: another penalty is chosen, or the status no longer claims a proof")
PY
