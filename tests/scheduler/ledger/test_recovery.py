"""A ledger that is lost or altered: named, or made anew from the published workbooks."""

from __future__ import annotations

import sqlite3
from datetime import date, datetime
from typing import TYPE_CHECKING

import pytest

from scheduler.errors import Exit
from scheduler.ledger.ledger import LEDGER_FILE, Ledger
from scheduler.usecases.doctor import examine
from scheduler.usecases.draft import draft
from scheduler.usecases.publish import publish
from tests.books import NAMES, edit
from tests.scheduler.commands import call
from tests.scheduler.december import (
    FINAL,
    INSIDE,
    drafted,
    everything,
    first_row,
    people,
)

if TYPE_CHECKING:
    from pathlib import Path

AT = datetime(2026, 11, 28, 9, 15)


@pytest.fixture
def centre(tmp_path: Path) -> Path:
    return drafted(tmp_path)


def test_a_flipped_byte_in_the_ledger_is_found_and_named(centre: Path) -> None:
    publish(centre, approver="王静", at=AT)
    whole = (centre / LEDGER_FILE).read_bytes()
    assert examine(centre).messages == ()
    for at in [*range(0, len(whole), len(whole) // 60), 18, 30, 99, len(whole) - 1]:
        damaged = bytearray(whole)
        damaged[at] ^= 4
        (centre / LEDGER_FILE).write_bytes(damaged)
        named = [m for m in examine(centre).messages if LEDGER_FILE in str(m)]
        version = 96 <= at < 100 or 24 <= at < 28 or 92 <= at < 96
        assert named or version, at
    (centre / LEDGER_FILE).write_bytes(whole)
    assert examine(centre).messages == ()


def test_doctor_names_altered_workbooks_and_puts_missing_ones_back(centre: Path) -> None:
    publish(centre, approver="王静", at=AT)
    before = everything(centre)
    edit(centre / FINAL, "值班安排表", {f"D{first_row(centre / FINAL)}": "别人"})
    (centre / INSIDE).unlink()
    code, said = call("doctor", centre)
    assert code == Exit.FILES
    assert said["result"]["restored"] == [INSIDE]
    assert [(m["code"], m["file"]) for m in said["messages"]] == [("altered", FINAL)]
    (centre / FINAL).unlink()
    assert call("doctor", centre)[0] == 0
    assert everything(centre) == before


@pytest.mark.parametrize("loss", ["gone", "cut short"])
def test_a_lost_ledger_is_made_anew_from_the_workbooks(centre: Path, loss: str) -> None:
    publish(centre, approver="王静", at=AT)
    (first,) = Ledger(centre / LEDGER_FILE).revisions()
    path = centre / LEDGER_FILE
    if loss == "gone":
        path.unlink()
    else:
        path.write_bytes(path.read_bytes()[:9000])
    assert call("doctor", centre)[0] == Exit.FILES
    code, said = call("doctor", centre, "--rebuild")
    assert (code, said["result"]["revisions"]) == (0, 1)
    assert Ledger(path).revisions() == [first]
    kept = [one.name for one in centre.iterdir() if ".db.旧" in one.name]
    assert len(kept) == (loss != "gone")
    assert call("doctor", centre, "--rebuild")[0] == Exit.FILES


def test_an_altered_record_is_named_before_anything_is_built_on_it(centre: Path) -> None:
    publish(centre, approver="王静", at=AT)
    with sqlite3.connect(centre / LEDGER_FILE) as database:
        database.execute("DROP TRIGGER assignment_UPDATE")
        database.execute("UPDATE assignment SET person = '002', name = '李梅' WHERE rowid = 5")
    for words in (("history",), ("adjust",), ("publish", "--approver", "王静")):
        code, said = call(words[0], centre, *words[1:])
        assert code == Exit.FILES
        assert "2026-12 v1 的记录被改动过" in said["messages"][0]["text"]


def test_a_lost_ledger_is_no_new_centre(centre: Path) -> None:
    publish(centre, approver="王静", at=AT)
    for content in (None, b""):
        (centre / LEDGER_FILE).unlink(missing_ok=True)
        if content is not None:
            (centre / LEDGER_FILE).write_bytes(content)
        code, said = call("draft", centre, "--month", "2026-12")
        assert code == Exit.FILES
        assert "doctor --rebuild" in said["messages"][0]["text"]
    assert call("doctor", centre, "--rebuild")[0] == 0


def test_what_cannot_be_made_anew_is_named(centre: Path) -> None:
    publish(centre, approver="王静", at=AT)
    ledger = centre / LEDGER_FILE
    ledger.unlink()
    inside = (centre / INSIDE).read_bytes()
    other = next(name for name in NAMES if name != people(centre / INSIDE)[3])
    edit(centre / INSIDE, "值班安排表", {f"D{first_row(centre / INSIDE) + 3}": other})
    code, said = call("doctor", centre, "--rebuild")
    assert code == Exit.FILES
    assert f"{INSIDE} 的 D{first_row(centre / INSIDE) + 3}" in said["messages"][0]["text"]
    (centre / INSIDE).write_bytes(inside)
    for name in (INSIDE, FINAL):
        (centre / name).rename(centre / name.replace("v1", "v2"))
    assert call("doctor", centre, "--rebuild")[0] == 0
    ledger.unlink()
    for path in centre.glob("*-v2-内部.xlsx"):
        path.unlink()
    assert call("doctor", centre, "--rebuild")[0] == Exit.FILES


def test_a_missing_revision_is_named_when_the_ledger_is_made_anew(centre: Path) -> None:
    publish(centre, approver="王静", at=AT)
    copy = centre / "改.xlsx"
    copy.write_bytes((centre / INSIDE).read_bytes())
    edit(copy, "值班安排表", {f"D{first_row(copy) + 30}": "待定"})
    publish(copy, approver="王静", reason="少人", accept_gaps=True, at=AT)
    (centre / LEDGER_FILE).unlink()
    (centre / INSIDE).unlink()
    code, said = call("doctor", centre, "--rebuild")
    assert code == Exit.FILES
    assert f"缺少 {INSIDE}" in said["messages"][0]["text"]


def test_workbooks_a_whole_ledger_does_not_know_are_added(centre: Path) -> None:
    publish(centre, approver="王静", at=AT)
    short = (centre / LEDGER_FILE).read_bytes()
    made = draft(centre, month=date(2027, 1, 1), at=AT)
    assert made.output is not None
    publish(made.output, approver="王静", allow_estimated=True, at=AT)
    (centre / LEDGER_FILE).write_bytes(short)
    code, said = call("doctor", centre)
    assert (code, {one["code"] for one in said["messages"]}) == (Exit.FILES, {"unrecorded"})
    assert call("doctor", centre, "--rebuild")[1]["result"]["revisions"] == 2
