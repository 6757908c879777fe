"""Invented centres: lawful data, all different, always the same."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

from click.testing import CliRunner

from constraints.calendar import FairnessClass
from constraints.domain import Standing
from constraints.fairness import accounts
from scheduler.batch.demo import EXPIRING_EVERY, SHORT_EVERY, make_demo
from scheduler.cli.main import cli
from scheduler.reading.read_centre import read_centre

if TYPE_CHECKING:
    from pathlib import Path

DATA = "值班数据.xlsx"
AT = datetime(2026, 11, 25, 9)
MONTHS = [date(2026, 12, 1), date(2027, 1, 1), date(2026, 10, 1)]


def test_every_centre_is_free_of_errors_and_knows_its_month_edge(tmp_path: Path) -> None:
    """In every month, the first of the year and one with a long festival too."""
    for month in MONTHS:
        root = tmp_path / f"{month}"
        for folder, new in make_demo(SHORT_EVERY + 10, root, month):
            assert new
            centre = read_centre(folder / DATA, AT, month)
            assert len(centre.problem.regulars) >= 4
            assert centre.problem.known_duties


def test_centres_are_many_and_various(tmp_path: Path) -> None:
    made = list(make_demo(SHORT_EVERY, tmp_path, MONTHS[0]))
    problems = [read_centre(folder / DATA, AT, MONTHS[0]).problem for folder, _ in made]
    assert len({folder for folder, _ in made}) == SHORT_EVERY
    assert len({len(problem.regulars) for problem in problems}) > 5
    assert any(p.standing is Standing.RESERVE for problem in problems for p in problem.people)
    for kind in ("leaves", "wishes", "substitutions", "openings", "pins"):
        assert any(getattr(problem, kind) for problem in problems)
    ending = [
        person.credentials.certificate_until
        for problem in problems[:EXPIRING_EVERY]
        for person in problem.people
    ]
    assert any(until and until < date(2027, 1, 1) for until in ending)


def test_a_number_always_gives_the_same_centre(tmp_path: Path) -> None:
    few, more = tmp_path / "few", tmp_path / "more"
    list(make_demo(3, few, MONTHS[0]))
    list(make_demo(5, more, MONTHS[0]))
    for data in few.rglob(DATA):
        assert (more / data.relative_to(few)).read_bytes() == data.read_bytes()


def test_what_is_there_is_left_alone(tmp_path: Path) -> None:
    words = ["init", str(tmp_path), "--month", "2026-12", "--demo"]
    assert "生成 2 个" in CliRunner().invoke(cli, [*words, "2"]).stdout
    (data, _) = sorted(tmp_path.rglob(DATA))
    data.write_bytes(b"mine")
    again = CliRunner().invoke(cli, [*words, "3"])
    assert again.exit_code == 0
    assert "生成 1 个" in again.stdout and "另有 2 个" in again.stdout
    assert data.read_bytes() == b"mine"


def test_a_month_is_only_for_demo_centres(tmp_path: Path) -> None:
    result = CliRunner().invoke(cli, ["init", str(tmp_path), "--month", "2026-12"])
    assert result.exit_code == 2
    assert list(tmp_path.iterdir()) == []


def test_whoever_works_half_has_served_half(tmp_path: Path) -> None:
    """Found by use: 23.92 duties apart in the summary of a demonstration."""
    folders = [folder for folder, _ in make_demo(30, tmp_path, MONTHS[0])]
    made = [read_centre(folder / DATA, AT, MONTHS[0]) for folder in folders]
    halves = 0
    for problem in (centre.problem for centre in made):
        opening = accounts(problem)[FairnessClass.TOTAL].balance
        halves += any(person.weight < 1 for person in problem.regulars)
        assert max(abs(opening[person.key]) for person in problem.regulars) < 4
    assert halves
