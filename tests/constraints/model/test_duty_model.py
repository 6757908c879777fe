"""The model's costs: what holding one rules out, and the objective with its most."""

from __future__ import annotations

import pytest
from ortools.sat.python import cp_model

from constraints.calendar import FairnessClass
from constraints.model.cost import Cost, Line
from constraints.model.duty_model import DutyModel
from tests.build import month, solve


def model_of(*coefficients: int) -> tuple[DutyModel, list[cp_model.IntVar]]:
    model = DutyModel(month(1))
    literals = [model.literal() for _ in coefficients]
    for coefficient, literal in zip(coefficients, literals, strict=True):
        model.penalise("cost").add(coefficient, literal)
    return model, literals


def test_a_held_level_rules_out_what_alone_costs_more() -> None:
    model, (dear, cheap, gain) = model_of(3, 2, -4)
    model.hold("cost", -2)  # at least -4: two are left to spend
    assert not model.possible(dear)
    assert model.possible(cheap)
    assert model.bounds(gain.index) == (1, 1)
    assert [list(one.proto.domain) for one in (dear, cheap, gain)] == [[0, 0], [0, 1], [1, 1]]
    assert not model.cp.validate()


@pytest.mark.parametrize("most", range(-4, 6))
def test_holding_a_level_loses_no_solution(most: int) -> None:
    found = []
    for holding in (True, False):
        model, literals = model_of(3, 2, -4)
        if holding:
            model.hold("cost", most)
        else:
            model.limit(model.levels["cost"], most=most)
        counted = set()
        for chosen in range(8):
            trial = model.cp.clone()
            values = [chosen >> nth & 1 for nth in range(3)]
            for literal, value in zip(literals, values, strict=True):
                trial.add(literal == value)
            if solve(trial)[0] == cp_model.OPTIMAL:
                counted.add(tuple(values))
        found.append(counted)
    assert found[0] == found[1]
    assert found[0]


def test_an_objective_has_an_offset_a_most_and_each_variable_once() -> None:
    model, (dear, _, _) = model_of(3, 2, -4)
    cost = Cost()
    cost.include(model.levels["cost"], 2)
    cost.add(1, dear)
    cost.add(10, 1)
    model.cp.add(dear == 1)
    model.minimise(cost)
    assert solve(model.cp) == (cp_model.OPTIMAL, 6 + 1 - 8 + 10)
    model.minimise(cost, 8)
    assert solve(model.cp)[0] == cp_model.INFEASIBLE
    model.minimise(cost, 9)
    assert solve(model.cp) == (cp_model.OPTIMAL, 9)


def test_balances_allow_what_their_literals_leave() -> None:
    model, (first, second, over) = model_of(1, 1, 1)
    model.lines[FairnessClass.TOTAL, "a"] = Line(2, 3, [first, second], [over])
    assert model.allowed(FairnessClass.TOTAL, "a") == (0, 4)
    model.decide(first.index, 0)
    assert model.allowed(FairnessClass.TOTAL, "a") == (1, 4)
    model.decide(over.index, 0)
    assert model.allowed(FairnessClass.TOTAL, "a") == (1, 3)
    assert model.allowed(FairnessClass.REST, "a") is None
