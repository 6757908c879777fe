"""openpyxl behind the guard: what is used of it, and where it needs help."""

from __future__ import annotations

from datetime import datetime
from inspect import signature
from typing import TYPE_CHECKING

import pytest
from openpyxl.worksheet._reader import WorkSheetParser

from scheduler.reading.files.open import open_book
from scheduler.reading.files.xlsx import CHINESE_DATES
from tests import office

if TYPE_CHECKING:
    from pathlib import Path

DATA = "值班数据.xlsx"


def test_the_parser_still_has_the_hooks_that_are_used() -> None:
    """It is not public: a release that changes it must fail here and not in an office."""
    parameters = signature(WorkSheetParser.__init__).parameters
    assert {"src", "shared_strings", "data_only", "epoch", "date_formats"} <= set(parameters)
    for name in ("parse_row", "parse_cell"):
        assert callable(getattr(WorkSheetParser, name))


@pytest.mark.parametrize("number", sorted(CHINESE_DATES))
def test_the_built_in_chinese_date_formats_are_dates(tmp_path: Path, number: int) -> None:
    styles = (
        f'<styleSheet><cellXfs><xf numFmtId="0"/><xf numFmtId="{number}"/></cellXfs></styleSheet>'
    )
    cell = office.Raw('<c r="?" s="1"><v>46357</v></c>')
    path = tmp_path / DATA
    path.write_bytes(office.book({"员工": [["入职日期"], [cell]]}, styles=styles))
    assert open_book(path).grid("员工").rows[2][1] == datetime(2026, 12, 1)
