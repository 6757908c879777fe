"""What the page costs: judging a cell, the first month on the screen, a month solved, its bytes."""

from __future__ import annotations

import gzip
import shutil
import tempfile
import threading
import time
from datetime import datetime
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING

from playwright.sync_api import sync_playwright

from scheduler.page.session import Session
from scheduler.page.start import Running

if TYPE_CHECKING:
    from playwright.sync_api import Page

EXAMPLES = Path(__file__).parents[2] / "examples"
STATIC = Path(__file__).parents[2] / "scheduler/page/static"
NICEGUI = 743  # KB that a page of NiceGUI loads, as published
NOVEMBER = datetime(2026, 11, 25, 9)


def page(rounds: int) -> None:
    """Print medians over some rounds, for the months of the examples."""
    print(f"{'centre':8} {'ready s':>8} {'judged ms':>10} {'drawn s':>8}   medians of {rounds}")
    for name in ("garden", "estate"):
        with tempfile.TemporaryDirectory() as folder:
            centre = Path(folder) / name
            shutil.copytree(EXAMPLES / name, centre)
            session = Session(centre, clock=lambda: NOVEMBER)
            session.solve(session.state("2026-12")["version"])
            print(f"{name:8}", *_measured(session, centre, rounds), flush=True)
    plain = sum(path.stat().st_size for path in STATIC.iterdir()) / 1000
    packed = sum(len(gzip.compress(path.read_bytes())) for path in STATIC.iterdir()) / 1000
    print(f"files {plain:.0f} KB, over the wire {packed:.0f} KB; NiceGUI {NICEGUI / packed:.0f} x")
    print("Timefold's quickstart page: not run, its sources are out of reach here")


def _measured(session: Session, centre: Path, rounds: int) -> list[str]:
    running = Running(session)
    thread = threading.Thread(target=running.serve_until_ended)
    thread.start()
    try:
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(
                executable_path=shutil.which("chromium"), args=["--no-sandbox"]
            )
            tab = browser.new_page(viewport={"width": 1280, "height": 720})
            tab.goto(running.keys.address)
            tab.wait_for_selector("#sheet table")
            ready = median(_ready(tab) for _ in range(rounds))
            judged = median(_judged(session) for _ in range(rounds))
            drawn = median(_drawn(tab, centre) for _ in range(rounds))
            browser.close()
    finally:
        running.end()
        thread.join()
    return [f"{ready:8.2f}", f"{judged * 1000:10.1f}", f"{drawn:8.2f}"]


def _ready(tab: Page) -> float:
    begin = time.perf_counter()
    tab.reload()
    tab.wait_for_selector("#sheet table")
    return time.perf_counter() - begin


def _judged(session: Session) -> float:
    table = session.state()["tables"][0]
    begin = time.perf_counter()
    for slot in table["slots"][:10]:
        session.judge(table["name"], slot["id"])
    return (time.perf_counter() - begin) / 10


def _drawn(tab: Page, centre: Path) -> float:
    """Return the time from a click on 排班 to the month drawn, the solver loaded before."""
    for path in centre.glob("*-草案.xlsx"):
        path.unlink()
    tab.click("#check")
    tab.locator("#line", has_text="还没有排").wait_for()
    begin = time.perf_counter()
    tab.click("#solve")
    tab.locator("#line", has_text="已排").wait_for()
    return time.perf_counter() - begin
