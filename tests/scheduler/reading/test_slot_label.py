"""How the hidden sheet names a duty, and what names none."""

from __future__ import annotations

from datetime import date

import pytest

from constraints.domain import POST, Slot
from scheduler.reading.slot_label import label_of, labelled

ON = date(2026, 12, 5)


@pytest.mark.parametrize(
    "slot, label",
    [
        (Slot(ON), "2026-12-05"),
        (Slot(ON, POST, "白班"), f"2026-12-05|{POST}|白班"),
        (Slot(ON, "备班", ""), "2026-12-05|备班|"),
    ],
)
def test_a_label_is_read_as_it_was_written(slot: Slot, label: str) -> None:
    assert label_of(slot) == label
    assert labelled(label) == slot


def test_the_post_of_the_workbook_is_known_by_its_dates() -> None:
    assert label_of(Slot(ON, "保安", ""), "保安") == "2026-12-05"
    assert labelled("2026-12-05", "保安") == Slot(ON, "保安", "")


@pytest.mark.parametrize(
    "text", ["", "month", "2026-13-05", "2026-12-05+1", "2026-12-05||", "a|b|c"]
)
def test_what_is_no_label(text: str) -> None:
    assert labelled(text) is None
