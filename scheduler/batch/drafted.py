"""How one centre of a batch stands, and how all of them do together."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from constraints.calendar import next_month
from scheduler.errors import PRECEDENCE, Exit, foremost
from scheduler.reading.calendar_news import NEWS
from scheduler.reporting.duty_day import duty_day

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date, datetime
    from pathlib import Path

    from scheduler.errors import Message
    from scheduler.notices.text import Notice
    from scheduler.reporting.outcome import Draft

SHOWN = 5
KEPT = ("edited", "published", NEWS)  # why nothing was drafted, and what is to be adjusted


@dataclass(frozen=True, slots=True)
class Drafted:
    """One centre's line of the summary.

    ``exit`` is what ``zhiban draft`` would have returned; ``centre`` its name, '' if its workbook
    could not be read. ``gaps``, ``optimal`` and ``spread``, how far apart the regular people's
    balances are after the month in duties, are None where there is no roster. ``seconds`` is all
    it took, reading and writing included; ``changed`` is False if the draft there was up to date,
    ``news`` tells that a published month has to be adjusted. ``notice`` is what there is to tell
    people; whoever started the batch sends it, so that no secret leaves that process.
    """

    folder: Path
    exit: Exit
    message: str = ""
    centre: str = ""
    month: date | None = None
    gaps: int | None = None
    optimal: bool | None = None
    spread: float | None = None
    seconds: float = 0.0
    changed: bool = False
    output: Path | None = None
    news: bool = False
    notice: Notice | None = None

    @property
    def to_look_at(self) -> bool:
        """Whether somebody should look, as at a month that is published with a gap."""
        return self.exit is not Exit.DONE or bool(self.gaps) or self.news

    def place(self, root: Path) -> str:
        """Return the folder as seen from ``root``, in one line whatever its name is made of."""
        shown = str(self.folder.relative_to(root))
        return "".join(one if one.isprintable() else "?" for one in shown)


def line_of(folder: Path, made: Sequence[Draft]) -> Drafted:
    """Return the line of a centre whose tables were drafted; the spread is that of the first."""
    from scheduler.reporting.notes import spread

    first = made[0]
    apart = spread(first)
    return Drafted(
        folder,
        foremost(one.exit for one in made),
        _said(made),
        first.centre.settings.centre,
        first.problem.month,
        sum(one.open_duties for one in made),
        all(one.optimal for one in made),
        None if apart is None else float(apart),
        changed=any(one.changed for one in made),
        output=first.output,
        news=any(message.code == NEWS for one in made for message in one.messages),
    )


def _said(made: Sequence[Draft]) -> str:
    """Say what makes the exit code what it is, and why nothing was drafted."""
    views = [view for one in made for view in one.views]
    days = [duty_day(view.problem.duties[gap.duty]) for view in views for gap in view.gaps]
    parts = []
    if days:
        more = f"等 {len(days)} 天" if len(days) > SHOWN else ""
        parts.append(f"{'、'.join(days[:SHOWN])}{more}没有人能值")
    messages = dict.fromkeys(message for one in made for message in one.messages)
    parts += [str(one) for one in messages if one.exit is not Exit.DONE or one.code in KEPT]
    more = f"（另有 {len(parts) - SHOWN} 条）" if len(parts) > SHOWN else ""
    return "；".join(parts[:SHOWN]) + more


def exit_of(done: Iterable[Drafted], messages: Iterable[Message]) -> Exit:
    """Return the exit code of a whole batch: 0 if every centre's is, else 3."""
    codes = {message.exit for message in messages}
    if any(one.exit is not Exit.DONE for one in done):
        codes.add(Exit.LOOK)
    return foremost(codes)


def usual_month(done: Iterable[Drafted], at: datetime) -> date:
    """Return the month that most centres are in, else the next one."""
    months = Counter(one.month for one in done if one.month)
    return max(months, key=lambda month: (months[month], month), default=next_month(at.date()))


def by_urgency(done: Iterable[Drafted]) -> list[Drafted]:
    """Return them with those to look at first, in order of their folders."""
    return sorted(
        done, key=lambda one: (PRECEDENCE.index(one.exit), not one.to_look_at, one.folder)
    )
