"""Adjusting what is published: the smallest lawful change, what has begun left alone."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from constraints.domain import POST
from constraints.rulebook import from_policy
from constraints.soft.changes import Changes
from scheduler.clock import now
from scheduler.drafts.adjustment import Adjusted, write_adjusted
from scheduler.drafts.edits import as_rostered
from scheduler.drafts.folder import check_output, enter
from scheduler.drafts.plan import plan
from scheduler.drafts.published_news import concerned, day_news
from scheduler.drafts.reversal import reversals_of
from scheduler.drafts.tried_leaves import try_leaves
from scheduler.drafts.withdrawal import ways_back
from scheduler.errors import Message, NoRosterError, UsageError
from scheduler.explaining.leave_trial import try_leave
from scheduler.ledger.ledger import LEDGER_FILE, Ledger
from scheduler.ledger.lock import alone
from scheduler.reading.published_month import FACT
from scheduler.reading.read_centre import read_centre
from scheduler.reporting.outcome import Stamp
from scheduler.reporting.to_revision import to_revision

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date, datetime
    from pathlib import Path

    from constraints.domain import Leave
    from scheduler.ledger.revision import Revision
    from scheduler.reading.centre import Centre
    from scheduler.reporting.outcome import Draft


@alone
def adjust(
    path: Path,
    *,
    month: date | None = None,
    staff_files: tuple[Path, ...] = (),
    leave_files: tuple[Path, ...] = (),
    leaves: tuple[str, ...] = (),
    options: int = 1,
    output: Path | None = None,
    dry_run: bool = False,
    at: datetime | None = None,
) -> list[Adjusted]:
    """Make the adjustment drafts of a centre's published months.

    Parameters
    ----------
    path
        The centre: a folder or a data workbook.
    month
        First day of the month; default every published month that has to change, earliest first.
    staff_files, leave_files
        HR's own lists, in place of or added to sheets 员工 and 请假.
    leaves
        Leaves to try that are not in the workbook, as 「姓名 起 止」.
    options
        How many rosters: the smallest change and those with more.
    output
        Where the draft goes; only for one month.
    at
        Duties that have begun by then stay; default now.

    Returns
    -------
    list of Adjusted
        One for every month that changes; with ``month``, that month in any case.

    Raises
    ------
    ZhibanError
        The subclass tells what went wrong and gives the exit code.
    """
    data = enter(path)
    check_output(output)
    at = at or now()
    revisions = [one for one in Ledger(data.with_name(LEDGER_FILE)).revisions() if one.post == POST]
    newest = {one.month: one for one in revisions}
    if output and month is None and len(newest) > 1:
        raise UsageError("-o 只用于一个月，请同时写 --month")
    if month and month not in newest:
        raise UsageError(f"{month:%Y-%m} 还没有发布，没有可调整的；排草案请用 zhiban draft")
    months_adjusted: list[Adjusted] = []
    assumed: list[Revision] = []
    read = partial(read_centre, data, at, staff_files=staff_files, leave_files=leave_files)
    for first in [month] if month else concerned(newest, at, read):
        centre = read(first, assumed=assumed)
        centre, tried = try_leaves(centre, leaves)
        own = [one for one in revisions if one.month == first]
        # A leave that is tried may set rows of 变更 aside, which takes nothing back.
        undone, said = ([], []) if leaves else ways_back(centre, own)
        backs = _named_apart([*reversals_of(centre, own), *undone])
        facts = any(message.code == FACT for message in centre.warnings)
        asked = bool(month) or facts or any(_meets(centre, leave) for leave in tried)
        draft = _smallest(centre, asked or bool(said))
        if draft is None and not backs:
            continue
        moved = draft is not None and (draft.roster != centre.problem.base or bool(centre.news))
        draft = draft or _as_published(centre)
        said += day_news(centre, ask=False)
        draft = replace(draft, messages=(*draft.messages, *said))
        others = (*_further(draft, options), *backs)
        trials = tuple(try_leave(draft, leave) for leave in tried)
        if moved:
            # A later month borders on this one as it is going to be.
            assumed.append(to_revision(replace(draft, stamp=Stamp(draft.base + 1, "", at)), {}))
        adjusted = Adjusted(draft, others, trials)
        months_adjusted.append(
            adjusted if dry_run else write_adjusted(adjusted, data, output, moved=moved)
        )
        if adjusted.interrupted:
            break
    if leaves and not months_adjusted:
        months = "、".join(f"{one:%Y-%m}" for one in sorted(newest))
        raise UsageError(
            f"试算的请假不在已发布、还没过完的月份里（已发布 {months or '无'}）；"
            "没有发布的月份，请登记进〈请假〉再排"
        )
    return months_adjusted


def _meets(centre: Centre, leave: Leave) -> bool:
    return any(leave.conflicts(duty) for duty in centre.problem.duties)


def _named_apart(backs: Iterable[tuple[str, Draft]]) -> list[tuple[str, Draft]]:
    """Return the ways back, each once and under a name of its own."""
    apart: dict[str, Draft] = {}
    for name, back in backs:
        if all(back.roster != one.roster for one in apart.values()):
            apart[f"{name}-{len(apart) + 1}" if name in apart else name] = back
    return list(apart.items())


def _as_published(centre: Centre) -> Draft:
    problem = centre.problem
    assert centre.published is not None
    assert problem.base_as_served is not None
    # Nothing breaks a rule and nothing is open: whatever is not a change is as good as it gets.
    stands = problem.assignment(problem.base_as_served)
    draft = as_rostered(centre, stands, centre.inputs, proved=True)
    if centre.news:
        return replace(draft, base=centre.published.number)
    text = f"{problem.month:%Y-%m} v{centre.published.number} 没有需要调整的"
    note = Message("unchanged", "note", text)
    return replace(
        draft, messages=(*draft.messages, note), base=centre.published.number, changed=False
    )


def _smallest(centre: Centre, asked: bool) -> Draft | None:
    """Return the smallest lawful change; None if nothing needs one."""
    problem, present = centre.problem, centre.problem.base_as_served
    assert centre.published is not None
    assert present is not None
    seats = enumerate(zip(problem.duties, present.people, strict=True))
    open_seats = any(len(keys) < duty.need and d not in problem.past for d, (duty, keys) in seats)
    breaches = from_policy(problem.policy).audit(problem, present)
    if not breaches and present == problem.base and not open_seats:
        return _as_published(centre) if asked or centre.news else None
    draft = replace(_planned(centre), base=centre.published.number)
    if draft.roster == problem.base and not centre.news:
        # Days that nobody can take are open on every run, and said on every run.
        return replace(draft, changed=False) if asked or draft.open_duties else None
    return draft


def _planned(centre: Centre, least: int = 0) -> Draft:
    rulebook = from_policy(centre.problem.policy)
    goals = tuple(Changes(least) if goal.name == Changes.name else goal for goal in rulebook.goals)
    return plan(centre, rulebook=replace(rulebook, goals=goals))


def _further(draft: Draft, options: int) -> Iterator[tuple[str, Draft]]:
    """Yield the best rosters with one more change each, as long as there are any."""
    least, last = Changes().cost(draft.problem, draft.roster), draft
    for nth in range(1, options):
        if last.interrupted:
            return
        try:
            last = _planned(draft.centre, least + nth)
        except (ValueError, NoRosterError):
            return
        if Changes().cost(draft.problem, last.roster) != least + nth:
            return
        yield f"方案{nth + 1}", replace(last, base=draft.base)
