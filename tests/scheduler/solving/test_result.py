"""A result as a table."""

from __future__ import annotations

from io import StringIO

import pandas as pd
import pytest

from constraints import Person
from scheduler.solving.result import Result
from tests.build import MONTH, month, roster

STAFF = Person("1", "NA"), Person("2", "007")


def test_every_seat_is_a_row_and_ids_stay_text() -> None:
    problem = month(4, *STAFF)
    table = Result(roster("12.1"), (), 0.0).to_frame(problem)
    assert list(table.columns) == ["start", "end", "post", "kind", "person", "name"]
    assert list(table.start) == [duty.start for duty in problem.duties]
    assert list(table.end) == [duty.end for duty in problem.duties]
    assert set(table.kind) == {"WORKDAY"} and table.start.dt.month.eq(MONTH.month).all()
    assert list(table.person.fillna("-")) == ["1", "2", "-", "1"]
    assert list(table.name.fillna("-")) == ["NA", "007", "-", "NA"]
    assert {str(one) for one in table.dtypes} == {"datetime64[s]", "string"}
    again = pd.read_csv(StringIO(table.to_csv(index=False)), dtype=str, keep_default_na=False)
    assert list(again.name) == ["NA", "007", "", "NA"]


def test_types_are_the_same_where_nobody_serves() -> None:
    problem = month(2, *STAFF)
    full, empty = (Result(roster(text), (), 0.0).to_frame(problem) for text in ("12", ".."))
    assert list(full.dtypes) == list(empty.dtypes)
    assert empty.person.isna().all()


def test_without_a_roster_there_is_no_table() -> None:
    with pytest.raises(ValueError, match="no roster"):
        Result(None, (), 0.0).to_frame(month(2))
