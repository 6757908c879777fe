"""Looking back: revisions, differences, workbooks written again, the year's book, calendars."""

from __future__ import annotations

import json
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner
from icalendar import Calendar

from scheduler.cli.main import cli
from scheduler.ledger.ledger import LEDGER_FILE, Ledger
from scheduler.usecases.adjust import adjust
from scheduler.usecases.draft import draft
from scheduler.usecases.history import history_frame
from scheduler.usecases.publish import publish
from tests.books import DECEMBER, NAMES, STAFF, TODAY, book, values

if TYPE_CHECKING:
    from pathlib import Path

DATA = "值班数据.xlsx"
AT = datetime(2026, 12, 10, 12)
DAY = date(2026, 12, 15)


@pytest.fixture
def centre(tmp_path: Path) -> Path:
    """A centre whose December is published and once adjusted."""
    book(tmp_path / DATA)
    draft(tmp_path, month=DECEMBER, at=TODAY)
    publish(tmp_path, approver="王静", at=TODAY)
    leave = [["姓名", "开始", "结束", "状态"], [who(tmp_path, 0), DAY, None, "已批准"]]
    book(tmp_path / DATA, 请假=leave)
    adjust(tmp_path, at=AT)
    publish(tmp_path, approver="李梅", reason="请假", at=AT)
    return tmp_path


def who(folder: Path, revision: int) -> str:
    seats = Ledger(folder / LEDGER_FILE).revisions()[revision].seats
    return next(seat.name for seat in seats if seat.start.date() == DAY)


def call(*words: object) -> tuple[int, dict[str, Any]]:
    result = CliRunner().invoke(cli, [*map(str, words), "--json"])
    return result.exit_code, json.loads(result.stdout)


def test_revisions_with_what_they_changed(centre: Path) -> None:
    code, said = call("history", centre)
    first, second = said["result"]["revisions"]
    assert code == 0
    assert (first["revision"], first["approver"], first["changes"]) == (1, "王静", [])
    assert (second["revision"], second["base"], second["reason"]) == (2, 1, "请假")
    moved = {one["date"]: (one["old"], one["new"]) for one in second["changes"]}
    assert moved[f"{DAY}"] == (who(centre, 0), who(centre, 1))
    assert call("history", centre, "--month", "2027-01")[1]["result"]["revisions"] == []
    text = CliRunner().invoke(cli, ["history", str(centre)]).stdout
    assert f"{who(centre, 0)} → {who(centre, 1)}" in text


def test_the_history_is_a_table_too(centre: Path) -> None:
    table = history_frame(centre)
    first, second = Ledger(centre / LEDGER_FILE).revisions()
    assert list(table["number"]) == [1, 2] and list(table["base"]) == [0, 1]
    assert list(table["approver"]) == ["王静", "李梅"]
    assert list(table["at"]) == [TODAY, AT]
    assert list(table["seal"]) == [first.hash, second.hash]
    assert {one.date() for one in table["month"]} == {DECEMBER}
    moved = sum(a.person != b.person for a, b in zip(first.seats, second.seats, strict=True))
    assert list(table["moves"]) == [0, moved]
    assert list(table["gaps"]) == [0, sum(not seat.person for seat in second.seats)]
    empty = history_frame(centre, date(2027, 1, 1))
    assert len(empty) == 0 and list(empty.dtypes) == list(table.dtypes)


def test_the_difference_of_any_two(centre: Path) -> None:
    there = call("history", centre, "--diff", 1, 2)[1]["result"]["difference"]
    back = call("history", centre, "--diff", "v2", "v1")[1]["result"]["difference"]
    assert there
    assert [(one["old"], one["new"]) for one in there] == [(o["new"], o["old"]) for o in back]
    assert call("history", centre, "--diff", 2, 2)[1]["result"]["difference"] == []
    assert call("history", centre, "--diff", 1, 7)[0] == 2
    assert CliRunner().invoke(cli, ["history", str(centre), "--export", "第二版"]).exit_code == 2


def test_any_revision_is_written_again_as_it_was(centre: Path) -> None:
    name = "值班安排表-2026-12-v1-内部.xlsx"
    whole = (centre / name).read_bytes()
    (centre / name).unlink()
    code, said = call("history", centre, "--export", 1)
    assert code == 0
    assert len(said["result"]["outputs"]) == 2
    assert (centre / name).read_bytes() == whole
    other = centre / "旧版.xlsx"
    assert call("history", centre, "--export", 1, "-o", other)[0] == 0
    assert other.read_bytes() == whole
    other.write_bytes(b"mine")
    assert call("history", centre, "--export", 1, "-o", other)[0] == 8
    assert other.read_bytes() == b"mine"


def test_the_year_s_book(centre: Path) -> None:
    target = centre / "台账.xlsx"
    assert call("history", centre, "--table", target)[0] == 0
    rows = [row for row in values(target, "明细")[3:] if row[2] == "合计"]
    newest = Ledger(centre / LEDGER_FILE).revisions()[-1]
    names = {row[1]: row[0] for row in STAFF[1:]}
    for row in rows:
        key = next(key for key, name in names.items() if name == row[1])
        own = [seat for seat in newest.seats if seat.person == key]
        assert row[4] == len(own)
        assert row[6] == pytest.approx(row[5] - row[4])
    planned = Ledger(centre / LEDGER_FILE).revisions()[0]
    for row in rows:
        assert row[3] == sum(seat.name == row[1] for seat in planned.seats)
    assert any(row[3] != row[4] for row in rows)
    assert sum(row[3] for row in rows) == sum(row[4] for row in rows) == 31
    assert {row[1] for row in rows} == set(NAMES)
    owed = [row[0] for row in values(target, "汇总")[3:7]]
    assert set(owed) == set(NAMES)
    assert call("history", centre, "--table", target, "--month", "2025-01")[0] == 2


def test_a_calendar_for_the_centre_and_for_one_person(centre: Path) -> None:
    roster = centre / "值班安排表-2026-12-v2.xlsx"
    code, said = call("export", "ics", roster)
    assert (code, said["result"]["duties"]) == (0, 31)
    whole = Calendar.from_ical((centre / "值班安排表-2026-12-v2.ics").read_bytes())
    events = list(whole.walk("VEVENT"))
    assert len({str(one["UID"]) for one in events}) == 31
    assert {int(one["SEQUENCE"]) for one in events} == {2}
    first = min(events, key=lambda one: one["DTSTART"].dt)
    assert first["DTSTART"].dt.isoformat() == "2026-12-01T08:30:00+08:00"
    assert (first["DTEND"].dt - first["DTSTART"].dt).total_seconds() == 24 * 3600
    name = who(centre, 0)
    assert call("export", "ics", roster, "--person", name, "-o", centre / "a.ics")[0] == 0
    own = list(Calendar.from_ical((centre / "a.ics").read_bytes()).walk("VEVENT"))
    gone = [one for one in own if one.get("STATUS") == "CANCELLED"]
    assert [one["DTSTART"].dt.date() for one in gone] == [DAY]
    uid = {one["DTSTART"].dt.date(): str(one["UID"]) for one in events}
    assert str(gone[0]["UID"]) == uid[DAY]
    assert call("export", "ics", roster, "--person", "路人")[0] == 2
