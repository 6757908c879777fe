"""Everyone's load, as a list and as a table."""

from __future__ import annotations

from datetime import date

import pytest

from constraints import Calendar, Day, DayKind, FairnessClass, Person, Standing
from scheduler.explaining.loads import loads, loads_frame
from tests.build import month, roster

STAFF = (
    Person("1", "NA"),
    Person("2", "王静"),
    Person("3", "李梅", standing=Standing.NONE),
)
# December 5 and 6 are a weekend; the 7th is made a statutory holiday.
CALENDAR = Calendar({date(2026, 12, 7): Day(DayKind.HOLIDAY, "节")})
PROBLEM = month(8, *STAFF, calendar=CALENDAR)
ROSTER = roster("12121212")


def test_the_table_says_what_the_list_says() -> None:
    table = loads_frame(PROBLEM, ROSTER).set_index("person")
    people = loads(PROBLEM, ROSTER)
    assert list(table.index) == [load.key for load in people] == ["1", "2"]
    assert list(table["name"]) == ["NA", "王静"]
    for load in people:
        row = table.loc[load.key]
        for cls in FairnessClass:
            name = cls.name.lower()
            assert row[f"{name}_served"] == load.served[cls]
            assert row[f"{name}_due"] == pytest.approx(float(load.due[cls]))
            expected = row[f"{name}_opening"] + row[f"{name}_due"] - row[f"{name}_served"]
            assert row[f"{name}_closing"] == pytest.approx(expected)
        assert (row["hours"], row["holiday_hours"]) == (load.hours, load.holiday_hours)
    assert table[["total_served", "rest_served", "holiday_served"]].sum().tolist() == [8, 2, 1]
    # The holiday from midnight to midnight belongs to two duties that change hands at 8:30.
    assert table["holiday_hours"].tolist() == [15.5, 8.5]


def test_types_do_not_depend_on_what_there_is() -> None:
    nobody = month(2, STAFF[2])
    some, none = loads_frame(PROBLEM, ROSTER), loads_frame(nobody, roster(".."))
    assert len(none) == 0
    assert list(some.dtypes) == list(none.dtypes)
    assert {str(one) for one in some.dtypes} == {"string", "float64", "int64"}
