"""The variables of a CP-SAT model, what is decided of them, and what they may cost."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constraints.model.cpsat import CpModel, cp_model

if TYPE_CHECKING:
    from constraints.model.cost import Cost

EITHER = cp_model.Domain(0, 1)
ENDLESS = 2**62


class Variables:
    """Literals and numbers, each with the least and the greatest value that it can still have."""

    def __init__(self) -> None:
        self.cp = CpModel()
        self._proto = self.cp.proto
        # Of variables that are not free to be 0 or 1; the solver's own record is slow to ask.
        self._bounds: dict[int, tuple[int, int]] = {}

    def literal(self) -> cp_model.IntVar:
        """Return a new literal (in half the time that ``new_bool_var`` takes to name it)."""
        return cp_model.IntVar(self._proto).with_domain(EITHER)

    def number(self, most: int) -> cp_model.IntVar:
        """Return a new variable of 0 to ``most``."""
        variable = self.cp.new_int_var(0, most, "")
        self._bounds[variable.index] = 0, most
        return variable

    def bounds(self, index: int) -> tuple[int, int]:
        """Return the least and the greatest value that a variable can still have."""
        return self._bounds.get(index, (0, 1))

    def possible(self, literal: cp_model.IntVar) -> bool:
        """Tell whether a literal can still be true."""
        return self.bounds(literal.index)[1] > 0

    def decide(self, index: int, value: int) -> None:
        """Leave a variable one value."""
        self._bounds[index] = value, value
        domain = self.cp.proto.variables[index].domain
        domain[0] = domain[1] = value

    def floor(self, cost: Cost) -> int:
        """Return the trivial lower bound of a cost: every variable at its best."""
        total = cost.offset
        for coefficient, index in cost.terms:
            low, high = self.bounds(index)
            total += coefficient * (low if coefficient > 0 else high)
        return total

    def limit(self, cost: Cost, *, least: int = -ENDLESS, most: int = ENDLESS) -> None:
        """Let a cost come to ``least`` to ``most``, both included."""
        sums = cost.sums()
        linear = self.cp.proto.constraints.add().linear
        linear.vars.extend(list(sums))
        linear.coeffs.extend(list(sums.values()))
        linear.domain.extend([least - cost.offset, most - cost.offset])

    def minimise(self, cost: Cost, most: int | None = None) -> None:
        """Make a cost the objective, ``most`` being the most it may come to."""
        sums = cost.sums()
        self.cp.proto.clear_objective()
        objective = self.cp.proto.objective
        objective.vars.extend(list(sums))
        objective.coeffs.extend(list(sums.values()))
        objective.offset, objective.scaling_factor = cost.offset, 1
        if most is not None:
            objective.domain.extend([-ENDLESS, most - cost.offset])
