"""What a centre lives through: checked, drafted, published, adjusted after a leave, looked at."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from constraints.calendar import next_month
from tests.bench.offices import DAY, Office

DATA = "值班数据.xlsx"


def life(number: int) -> list[dict[str, Any]]:
    """Return what a centre's office does: files it puts down, cells it edits, commands it runs.

    Every step says what time it is (``now``), as does everything that is typed: nothing hangs on
    the day on which it is lived.
    """
    office = Office(number)
    spoiled, good = office.spoiled(), office.saved()
    rng, month = office.rng, f"{office.month:%Y-%m}"
    ill, first = office.anybody(), office.day(11, 25)
    office.leave(ill, first, rng.randint(1, 4))
    late = office.saved()
    before = datetime.combine(office.month - 6 * DAY, datetime.min.time()) + timedelta(hours=12)
    draft = f"值班安排表-{month}-草案.xlsx"
    approved = ("--approver", "经理", "--reason", "人手不够", "--accept-gaps", "--allow-estimated")
    on = office.day(0, 27)
    # What costs a search is said in one form by half of the centres, in the other by the rest.
    form, other = (("--json",), ()) if number % 2 else ((), ("--json",))
    steps: list[dict[str, Any]] = []

    def run(*words: str, now: datetime = before, **more: object) -> None:
        steps.append({"now": now.isoformat(), "words": list(words)} | more)

    run("check", "--month", month, "--json", put={DATA: spoiled})
    run("check", "--month", month, put={DATA: good})
    run("check", "--month", month, "--json")
    run("draft", "--month", month)
    run("draft", "--month", month, "--json")
    if number % 4 == 0:
        place = {"file": draft, "date": f"{on.month}月{on.day}日", "value": office.anybody()}
        run("check", draft, "--json", edit=place)
        run("draft", "--month", month, "--from", draft)
    run("publish", *approved, "--json")
    run("publish", *approved)
    run("why", str(on), office.anybody(), *form)
    now = before + 16 * DAY
    run("adjust", "--leave", f"{ill} {first}", "--dry-run", *other, now=now)
    run("adjust", *form, now=now, put={DATA: late})
    run("publish", *approved, "--json", now=now)
    run("history", *form, now=now)
    run("history", "--month", month, "--table", "台账.xlsx", now=now)
    run(now=now)
    if number % 3 == 0:
        following = next_month(office.month)
        run("draft", "--month", f"{following:%Y-%m}", "--json", now=now + 18 * DAY)
    return steps
