"""The hidden sheet is trusted for nothing that ledger, data or a search can say."""

from __future__ import annotations

import shutil
from itertools import combinations, cycle, pairwise
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook

from scheduler.errors import ConflictError, Exit, InputError, ZhibanError
from scheduler.ledger.ledger import LEDGER_FILE, Ledger
from scheduler.reading import proof
from scheduler.reading.roster_book import read_roster
from scheduler.reading.visible_roster import assignment_hash
from scheduler.usecases.draft import draft
from scheduler.usecases.publish import publish
from tests.books import DECEMBER, TODAY, edit, values
from tests.scheduler.commands import call
from tests.scheduler.december import DATA, DRAFT, INSIDE, NAME, drafted, first_row, people

SHEET = "_机读"
PAIRS = [
    *("schema", "version", "centre", "identity", "month", "post", "handover", "hours"),
    *("revision", "base", "problem", "assignment", "optimal", "unique", "cures", "edited"),
    *("proof", "input1", "2026-12-05", "wall", "sheet"),
]
NONSENSE = ["9" * 5000, "x", "", "-1", "1e9", "2026-13", "2026-11", "0000-00", "v0", "{", "٣"]
# What any text is as good as any other in.
FREE = {"2026-12-05", "sheet"}


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return drafted(tmp_path_factory.mktemp("centre"))


@pytest.fixture
def centre(made: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(made, tmp_path, dirs_exist_ok=True))


def pairs(path: Path) -> dict[str, tuple[int, str]]:
    """Return the row and the value of every label."""
    rows = enumerate(values(path, SHEET), 1)
    return {str(row[0]): (nth, str(row[1] or "")) for nth, row in rows if row[0]}


def forge(path: Path, **written: str) -> None:
    """Write pairs of the hidden sheet anew."""
    places = pairs(path)
    edit(path, SHEET, {f"B{places[name][0]}": value for name, value in written.items()})


def small(path: Path) -> Workbook:
    """Open a roster with the wall sheet and the hidden one only, so that it is soon saved."""
    book = load_workbook(path)
    for title in set(book.sheetnames) - {"值班安排表", SHEET}:
        del book[title]
    return book


def test_any_nonsense_in_any_pair_is_an_input_error_or_does_nothing(
    made: Path, tmp_path: Path
) -> None:
    book, target = small(made / DRAFT), tmp_path / DRAFT
    book.save(target)
    places, sheet = pairs(target), book[SHEET]
    refused = set()
    for nth, name in enumerate(PAIRS):
        column = 3 if name in ("wall", "sheet") else 2
        cell = sheet.cell(places[name][0], column)
        before = cell.value
        for value in (*NONSENSE[:2], NONSENSE[2 + 2 * nth % 9], NONSENSE[2 + (2 * nth + 1) % 9]):
            cell.value = value
            book.save(target)
            try:
                visible = read_roster(target, DECEMBER)
            except InputError as error:
                assert SHEET in str(error)
                refused.add(name)
            else:
                # Whatever else is asked of it has an answer.
                assert visible.month == DECEMBER
                assert 0 <= visible.base < 10_000
                assert isinstance([*visible.edits(), visible.proved, visible.published], list)
        cell.value = before
    assert refused == set(PAIRS) - FREE


@pytest.mark.parametrize("column", [1, 2, 3])
def test_a_pair_that_stands_there_twice_is_an_input_error(
    made: Path, tmp_path: Path, column: int
) -> None:
    book = small(made / DRAFT)
    labels = {1: "month", 2: "base", 3: "2026-12-05"}
    book[SHEET].cell(book[SHEET].max_row + 1, 1, labels[column])
    book.save(tmp_path / DRAFT)
    with pytest.raises(InputError, match="写了两次"):
        read_roster(tmp_path / DRAFT, DECEMBER)


def test_the_sheet_without_a_month_is_an_input_error(made: Path, tmp_path: Path) -> None:
    book = small(made / DRAFT)
    book[SHEET].cell(pairs(made / DRAFT)["month"][0], 1, "moon")
    book.save(tmp_path / DRAFT)
    with pytest.raises(InputError, match=f"{SHEET}.*没有月份"):
        read_roster(tmp_path / DRAFT, DECEMBER)


def test_no_command_ends_in_a_bug_on_a_spoilt_sheet(made: Path, tmp_path: Path) -> None:
    book, data = small(made / DRAFT), (made / DATA).read_bytes()
    places, sheet = pairs(made / DRAFT), book[SHEET]
    target = tmp_path / DRAFT
    commands = cycle(
        [
            ["draft", tmp_path, "--month", "2026-12"],
            ["draft", tmp_path, "--from", target],
            ["publish", target, "--approver", "王静"],
            ["export", "ics", target],
            ["doctor", tmp_path],
            ["adjust", tmp_path],
            ["why", tmp_path, "2026-12-05"],
            ["forms", tmp_path],
        ]
    )
    allowed = {Exit.DONE, Exit.USAGE, Exit.LOOK, Exit.INPUT, Exit.BREACHES, Exit.CONFLICT}
    for name in PAIRS:
        for value in ("9" * 5000, "x"):
            before = sheet.cell(places[name][0], 2).value
            sheet.cell(places[name][0], 2, value)
            for path in tmp_path.iterdir():
                path.unlink()
            (tmp_path / DATA).write_bytes(data)
            book.save(target)
            for words in (["check", target], next(commands)):
                assert call(*words)[0] in allowed, (name, value, words)
            sheet.cell(places[name][0], 2, before)


def worse(path: Path) -> dict[str, str]:
    """Return cells by which two people exchange a duty, lawfully, so that the roster is worse."""
    names, first = people(path), first_row(path)
    for a, b in combinations(range(5, 25), 2):
        moved = list(names)
        moved[a], moved[b] = moved[b], moved[a]
        if names[a] != names[b] and all(one != other for one, other in pairwise(moved)):
            return {f"D{first + a}": names[b], f"D{first + b}": names[a]}
    raise AssertionError("no such pair")


def swap(path: Path, *, forged: bool) -> None:
    """Let two people exchange a duty; if ``forged``, the hidden sheet agrees."""
    edit(path, "值班安排表", worse(path))
    if not forged:
        return
    key = {name: key for key, name in NAME.items()}
    days = [f"2026-12-{nth:02}" for nth in range(1, 32)]
    held = dict(zip(days, people(path), strict=True))
    places = pairs(path)
    cells: dict[str, Any] = {}
    for on, name in held.items():
        row = places[on][0]
        cells |= {f"B{row}": key[name], f"C{row}": name}
    edit(path, SHEET, cells)
    visible = read_roster(path, DECEMBER)
    assert visible.edits() == []
    forge(path, assignment=assignment_hash(visible.drafted))


@pytest.mark.parametrize("forged", [False, True])
def test_a_swapped_roster_is_not_called_proved(centre: Path, forged: bool) -> None:
    swap(centre / DRAFT, forged=forged)
    assert not read_roster(centre / DRAFT, DECEMBER).proved
    again = draft(centre, month=DECEMBER, at=TODAY, dry_run=False)
    if forged:
        # Nobody has edited it, as far as one can see: it is made anew.
        assert again.changed
        swap(centre / DRAFT, forged=True)
    else:
        assert not again.result.optimal
    done = publish(centre, approver="王静", at=TODAY)
    assert not done.draft.result.optimal
    assert any(cost != bound for _, cost, bound in done.revision.levels)
    assert "未证明最优" in str(values(centre / INSIDE, "说明"))
    assert call("draft", centre, "--month", "2026-12")[1]["result"]["optimal"] is False


def test_an_edit_is_one_though_the_hidden_sheet_no_longer_tells_what_was_written(
    centre: Path,
) -> None:
    edit(centre / DRAFT, "值班安排表", worse(centre / DRAFT))
    book = load_workbook(centre / DRAFT)
    first, last = (pairs(centre / DRAFT)[f"2026-12-{nth:02}"][0] for nth in (1, 31))
    book[SHEET].delete_rows(first, last - first + 1)
    book.save(centre / DRAFT)
    before = (centre / DRAFT).read_bytes()
    assert len(draft(centre, month=DECEMBER, at=TODAY).edited) == 31
    assert (centre / DRAFT).read_bytes() == before


def test_a_proof_of_another_user_is_proved_again(
    centre: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    draft(centre, month=DECEMBER, at=TODAY)
    assert read_roster(centre / DRAFT, DECEMBER).proved
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "another"))
    monkeypatch.setenv("LOCALAPPDATA", str(tmp_path / "another"))
    proof._key.cache_clear()
    try:
        assert not read_roster(centre / DRAFT, DECEMBER).proved
        again = draft(centre, month=DECEMBER, at=TODAY)
        assert (again.result.optimal, again.changed) == (True, False)
        assert publish(centre, approver="王静", at=TODAY).draft.result.optimal
    finally:
        proof._key.cache_clear()


@pytest.mark.parametrize("spoilt", ["a folder", "too short", "no place"])
def test_without_a_key_nothing_is_signed_and_nothing_fails(
    centre: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, spoilt: str
) -> None:
    state = tmp_path / "state"
    if spoilt == "no place":
        state.write_text("a file")
    else:
        (state / "zhiban").mkdir(parents=True)
        key = state / "zhiban" / "key"
        key.mkdir() if spoilt == "a folder" else key.write_bytes(b"short")
    monkeypatch.setenv("XDG_STATE_HOME", str(state))
    monkeypatch.setenv("LOCALAPPDATA", str(state))
    proof._key.cache_clear()
    try:
        made = draft(centre, month=DECEMBER, at=TODAY, force=True)
        assert made.result.optimal
        assert pairs(centre / DRAFT)["proof"][1] == ""
        assert draft(centre, month=DECEMBER, at=TODAY).result.optimal
    finally:
        proof._key.cache_clear()


def test_the_key_is_the_users_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    monkeypatch.setenv("LOCALAPPDATA", str(tmp_path))
    proof._key.cache_clear()
    try:
        assert proof.signature({"version": "1"}) != proof.signature({"version": "2"})
        assert (tmp_path / "zhiban" / "key").stat().st_mode & 0o077 == 0
    finally:
        proof._key.cache_clear()


@pytest.mark.parametrize("base", ["1", "7", "9999"])
def test_a_forged_base_is_a_conflict(centre: Path, base: str) -> None:
    forge(centre / DRAFT, base=base)
    with pytest.raises(ConflictError, match=f"v{base} 的基础上"):
        publish(centre / DRAFT, approver="王静", at=TODAY)
    with pytest.raises(ConflictError, match=f"v{base} 的基础上"):
        draft(centre, month=DECEMBER, at=TODAY, edited=centre / DRAFT)
    assert not Ledger(centre / LEDGER_FILE).revisions()


def test_a_published_roster_of_a_revision_there_is_not_is_a_conflict(centre: Path) -> None:
    publish(centre, approver="王静", at=TODAY)
    shutil.copy(centre / INSIDE, centre / "新.xlsx")
    forge(centre / "新.xlsx", revision="v7")
    edit(centre / "新.xlsx", "值班安排表", worse(centre / "新.xlsx"))
    with pytest.raises(ConflictError, match="v7"):
        publish(centre / "新.xlsx", approver="王静", reason="换人", at=TODAY)


@pytest.mark.parametrize("unsigned", [False, True])
def test_the_draft_of_another_centre_is_refused_by_name(
    centre: Path, tmp_path: Path, unsigned: bool
) -> None:
    other = tmp_path / "滨江"
    other.mkdir()
    staff = [
        ["姓名", "岗位", "学历"],
        *([name, "管理员", "大专"] for name in ("钱一", "周二", "吴三", "郑四", "冯五")),
    ]
    from tests.books import book

    book(other / DATA, 员工=staff, 设置=[["参数", "值"], ["中心名称", "滨江"]])
    draft(other, month=DECEMBER, at=TODAY)
    if unsigned:
        forge(other / DRAFT, identity="")
    shutil.copy(other / DRAFT, centre / "滨江.xlsx")
    for run in (
        lambda: publish(centre / "滨江.xlsx", approver="王静", at=TODAY),
        lambda: draft(centre, month=DECEMBER, at=TODAY, edited=centre / "滨江.xlsx"),
    ):
        with pytest.raises(InputError, match=r"滨江\.xlsx 是「滨江」的值班表"):
            run()
    shutil.copy(other / DRAFT, centre / DRAFT)
    before = (centre / DRAFT).read_bytes()
    with pytest.raises(ConflictError, match="是「滨江」的值班表"):
        draft(centre, month=DECEMBER, at=TODAY)
    assert (centre / DRAFT).read_bytes() == before


def test_a_month_other_than_that_on_the_wall_is_an_input_error(centre: Path) -> None:
    forge(centre / DRAFT, month="2026-11")
    for run in (
        lambda: publish(centre / DRAFT, approver="王静", at=TODAY),
        lambda: draft(centre, month=DECEMBER, at=TODAY, edited=centre / DRAFT),
    ):
        with pytest.raises(ZhibanError, match="2026-11") as caught:
            run()
        assert caught.value.exit is Exit.INPUT
