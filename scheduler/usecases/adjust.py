"""Adjusting what is published: the smallest lawful change, what has begun left alone."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from constraints.domain import POST, Standing
from constraints.rulebook import from_policy
from constraints.soft.changes import Changes
from scheduler.clock import now
from scheduler.drafts.adjustment import Adjusted, write_adjusted
from scheduler.drafts.folder import check_output, enter
from scheduler.drafts.plan import joined, plan
from scheduler.drafts.published_news import concerned, day_news
from scheduler.drafts.reversal import reversals_of
from scheduler.drafts.standing import Decided, as_it_stands, as_published, decided
from scheduler.drafts.tried_leaves import try_leaves
from scheduler.drafts.withdrawal import ways_back
from scheduler.errors import Message, NoRosterError, UsageError
from scheduler.explaining.leave_trial import try_leave
from scheduler.ledger.ledger import LEDGER_FILE, Ledger
from scheduler.ledger.lock import alone
from scheduler.ledger.revision import TABLE
from scheduler.reading.published_month import FACT
from scheduler.reading.read_centre import read_tables
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
    table: str = "",
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
    table
        Which table; default every one.
    staff_files, leave_files
        HR's own lists, in place of or added to sheets 员工 and 请假.
    leaves
        Leaves to try that are not in the workbook, as 「姓名 起 止」.
    options
        How many rosters: the smallest change and those with more.
    output
        Where the draft goes; only for one table and month.
    at
        Duties that have begun by then stay; default now.

    Returns
    -------
    list of Adjusted
        One for every table and month that changes; with ``month``, that month in any case.

    Raises
    ------
    ZhibanError
        The subclass tells what went wrong and gives the exit code.
    """
    data = enter(path)
    check_output(output)
    at = at or now()
    revisions = Ledger(data.with_name(LEDGER_FILE)).revisions()
    tables = [table] if table else list(dict.fromkeys(one.table for one in revisions)) or [TABLE]
    published = {(one.table, one.month) for one in revisions if one.table in tables}
    if output and len(published) > 1 and (month is None or len(tables) > 1):
        raise UsageError("-o 只用于一张表的一个月，请同时写 --month 和 --table")
    if month and not any(first == month for _, first in published):
        raise UsageError(f"{month:%Y-%m} 还没有发布，没有可调整的；排草案请用 zhiban draft")
    months_adjusted: list[Adjusted] = []
    assumed: list[Revision] = []
    read = partial(read_tables, data, at, staff_files=staff_files, leave_files=leave_files)
    asked = [month] if month else concerned(revisions, tables, at, read)
    for first in asked:
        known: Decided = []
        for centre in read(first, assumed=assumed):
            if centre.published is None:
                known += decided(as_it_stands(centre.knowing(known)))
                continue
            own = [one for one in revisions if (one.table, one.month) == (centre.table, first)]
            one = _adjusted(centre.knowing(known), own, leaves, options, asked=bool(month))
            known += decided(one.draft if one else as_published(centre.knowing(known)))
            if one is None or centre.table not in tables:
                continue
            if moved := one.draft.changed:
                # A later month borders on this one as it is going to be.
                stamp = Stamp(one.draft.base + 1, "", at)
                assumed.append(to_revision(replace(one.draft, stamp=stamp), {}))
            written = one if dry_run else write_adjusted(one, data, output, moved=moved)
            months_adjusted.append(written)
            if written.interrupted:
                return months_adjusted
    if leaves and not months_adjusted:
        months = "、".join(dict.fromkeys(f"{first:%Y-%m}" for _, first in sorted(published)))
        raise UsageError(
            f"试算的请假不在已发布、还没过完的月份里（已发布 {months or '无'}）；"
            "没有发布的月份，请登记进〈请假〉再排"
        )
    return months_adjusted


def _adjusted(
    centre: Centre, own: list[Revision], leaves: tuple[str, ...], options: int, *, asked: bool
) -> Adjusted | None:
    """Return one published month adjusted; None if nothing needs it.

    ``own`` are its revisions; of the draft ``changed`` tells whether it moves anything.
    """
    centre, tried = try_leaves(centre, leaves)
    # A leave that is tried may set rows of 变更 aside, which takes nothing back.
    undone, said = ([], []) if leaves else ways_back(centre, own)
    backs = _named_apart([*reversals_of(centre, own), *undone])
    facts = any(message.code == FACT for message in centre.warnings)
    asked = asked or facts or any(_meets(centre, leave) for leave in tried)
    draft = _smallest(centre, asked=asked or bool(said))
    if draft is None and not backs:
        return None
    draft = draft or _unchanged(centre)
    said += day_news(centre, ask=False)
    draft = replace(draft, messages=(*draft.messages, *said))
    others = (*_further(centre, draft, options), *backs)
    trials = (
        (view, try_leave(view, leave))
        for leave in tried
        for view in draft.views
        if _concerns(view.centre, leave)
    )
    return Adjusted(draft, others, tuple(trials))


def _meets(centre: Centre, leave: Leave) -> bool:
    return any(
        leave.conflicts(duty)
        for one in centre.posts
        if _concerns(one, leave)
        for duty in one.problem.duties
    )


def _concerns(centre: Centre, leave: Leave) -> bool:
    """Tell whether the person of a leave may have anything to do with a post."""
    person = centre.problem.by_key.get(leave.person)
    if person is None or centre.staff[person.key].posts:
        return person is not None and person.standing is not Standing.NONE
    return centre.problem.post == POST  # Where there is but one, anybody may be asked about.


def _named_apart(backs: Iterable[tuple[str, Draft]]) -> list[tuple[str, Draft]]:
    """Return the ways back, each once and under a name of its own."""
    apart: dict[str, Draft] = {}
    for name, back in backs:
        if all(back.roster != one.roster for one in apart.values()):
            apart[f"{name}-{len(apart) + 1}" if name in apart else name] = back
    return list(apart.items())


def _unchanged(centre: Centre) -> Draft:
    # Nothing breaks a rule and nothing is open: whatever is not a change is as good as it gets.
    draft = as_published(centre)
    if centre.news:
        return draft
    text = f"{centre.problem.month:%Y-%m} v{draft.base} 没有需要调整的"
    note = Message("unchanged", "note", text)
    return replace(draft, messages=(*draft.messages, note), changed=False)


def _smallest(centre: Centre, *, asked: bool) -> Draft | None:
    """Return the smallest lawful change, post by post; None if nothing needs one."""
    assert centre.published is not None
    drafts: list[Draft] = []
    for one in centre.posts:
        alone = replace(one, companions=())
        alone = alone.knowing(known for draft in drafts for known in decided(draft))
        drafts.append(_planned(alone) if _needs_change(alone) else as_published(alone))
    if not any(_needs_change(view.centre) for view in drafts):
        return _unchanged(centre) if asked or centre.news else None
    draft = replace(joined(*drafts), base=centre.published.number)
    if all(view.roster == view.problem.base for view in draft.views) and not centre.news:
        # Days that nobody can take are open on every run, and said on every run.
        return replace(draft, changed=False) if asked or draft.open_duties else None
    return draft


def _needs_change(centre: Centre) -> bool:
    """Tell whether a post as published breaks a rule, has an open seat or was served otherwise."""
    problem, present = centre.problem, centre.problem.base_as_served
    assert present is not None
    seats = enumerate(zip(problem.duties, present.people, strict=True))
    open_seats = any(len(keys) < duty.need and d not in problem.past for d, (duty, keys) in seats)
    breaches = from_policy(problem.policy).audit(problem, present)
    return bool(breaches) or present != problem.base or open_seats


def _planned(centre: Centre, least: int = 0) -> Draft:
    rulebook = from_policy(centre.problem.policy)
    goals = tuple(Changes(least) if goal.name == Changes.name else goal for goal in rulebook.goals)
    return plan(centre, rulebook=replace(rulebook, goals=goals))


def _further(centre: Centre, draft: Draft, options: int) -> Iterator[tuple[str, Draft]]:
    """Yield the best rosters with one more change each, as long as there are any."""
    least, last = Changes().cost(draft.problem, draft.roster), draft
    for nth in range(1, options):
        if last.interrupted:
            return
        try:
            last = _planned(centre, least + nth)
        except (ValueError, NoRosterError):
            return
        if Changes().cost(draft.problem, last.roster) != least + nth:
            return
        yield f"方案{nth + 1}", replace(last, base=draft.base)
