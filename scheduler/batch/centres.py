"""Every centre below a folder: found, drafted wherever there is a worker, and reported."""

from __future__ import annotations

import os
import time
from collections import Counter
from concurrent.futures import BrokenExecutor
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from constraints.calendar import next_month, zh_date
from scheduler.batch.spread import AHEAD, spread
from scheduler.errors import PRECEDENCE, Exit, FileError, Message, ZhibanError, foremost
from scheduler.files import reason
from scheduler.reading.calendar_news import NEWS
from scheduler.reading.tables.layout import DATA_FILE

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from concurrent.futures import Executor, Future
    from datetime import date, datetime

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


def find_centres(root: Path) -> tuple[list[Path], list[Message]]:
    """Return every folder at or below ``root`` with a data workbook, in order.

    Hidden folders are left out and links to folders not followed. Folders that cannot be looked
    into are told in the messages.

    Raises
    ------
    FileError
        If there is no such folder, or no centre in it.
    """
    if not root.is_dir():
        raise FileError(f"找不到文件夹 {root}，请核对路径")
    found, refused = [], []

    def refuse(error: OSError) -> None:
        text = f"打不开文件夹 {error.filename}（{reason(error)}），里面的中心没有排"
        refused.append(Message("folder", "error", text, exit=Exit.LOOK))

    for folder, inside, files in os.walk(root, onerror=refuse):
        inside[:] = [name for name in inside if not name.startswith(".")]
        if DATA_FILE in files:
            found.append(Path(folder))
    if not found and not refused:
        raise FileError(f"{root} 里没有中心（一个中心是一个有 {DATA_FILE} 的文件夹）")
    return sorted(found), refused


def draft_all(
    folders: Iterable[Path],
    executor: Executor,
    *,
    month: date | None = None,
    at: datetime | None = None,
    run_id: str = "",
    notices: bool = False,
    ahead: int = AHEAD,
) -> Iterator[Drafted]:
    """Draft centres on an executor and yield how each went, as they finish.

    Reading, solving and writing all happen where the executor runs things; its
    workers must see the folders under the same paths.

    Parameters
    ----------
    folders
        Those of the centres.
    executor
        As for ``solve_all``.
    month, at, run_id, notices
        As for ``draft_centre``.
    ahead
        Most centres under way at a time.

    Yields
    ------
    Drafted
        A line of the summary; whatever goes wrong with a centre is in its line.
    """
    work = partial(draft_centre, month=month, at=at, run_id=run_id, notices=notices)
    for folder, future in spread(work, folders, executor, ahead):
        yield _lost(folder, future) or future.result()


def draft_centre(
    folder: Path,
    month: date | None = None,
    at: datetime | None = None,
    run_id: str = "",
    *,
    notices: bool = False,
) -> Drafted:
    """Draft one centre and say how it went; whatever goes wrong is its own affair.

    Parameters
    ----------
    folder, month, at
        As for ``draft``.
    run_id
        The run's, for its notices.
    notices
        Whether to say what there is to tell people; nothing is sent.

    Raises
    ------
    MemoryError
        If there was not enough, which may be its neighbours' doing.
    """
    from scheduler.notices.deliver import newly
    from scheduler.usecases.draft import draft

    begin = time.monotonic()
    try:
        made = draft(folder, month=month, at=at)
        one = _drafted(folder, made)
        if notices and newly([made]):
            from scheduler.notices.text import compose

            one = replace(one, notice=compose("draft", [made], run_id))
    except ZhibanError as error:
        more = f"（共 {len(error.messages)} 处）" if len(error.messages) > 1 else ""
        one = Drafted(folder, error.exit, f"{error.messages[0]}{more}")
    except OSError as error:
        one = Drafted(
            folder, Exit.FILES, f"读写失败：{reason(error)}（{error.filename or '输出'}）"
        )
    except MemoryError:
        raise  # tried once more, alone
    except Exception as error:
        text = f"这是程序的问题（{type(error).__name__}：{error}）；请单独运行 zhiban draft 看看"
        one = Drafted(folder, Exit.BUG, text)
    return replace(one, seconds=time.monotonic() - begin)


def _drafted(folder: Path, made: Draft) -> Drafted:
    from scheduler.reporting.notes import spread

    apart = spread(made)
    return Drafted(
        folder,
        made.exit,
        _said(made),
        made.centre.settings.centre,
        made.problem.month,
        len(made.gaps),
        made.result.optimal,
        None if apart is None else float(apart),
        changed=made.changed,
        output=made.output,
        news=any(one.code == NEWS for one in made.messages),
    )


def _said(made: Draft) -> str:
    """Say what makes the exit code what it is, and why nothing was drafted."""
    days = [zh_date(made.problem.duties[gap.duty].date) for gap in made.gaps]
    parts = []
    if days:
        more = f"等 {len(days)} 天" if len(days) > SHOWN else ""
        parts.append(f"{'、'.join(days[:SHOWN])}{more}没有人能值")
    parts += [str(one) for one in made.messages if one.exit is not Exit.DONE or one.code in KEPT]
    more = f"（另有 {len(parts) - SHOWN} 条）" if len(parts) > SHOWN else ""
    return "；".join(parts[:SHOWN]) + more


def _lost(folder: Path, future: Future[Drafted]) -> Drafted | None:
    """Report a centre whose worker was lost with it, twice."""
    error = ConnectionError() if future.cancelled() else future.exception()
    if error is None:
        return None
    if isinstance(error, ConnectionError):
        text = "与集群失去了联系，没有排；请在集群恢复后再运行一次"
    elif isinstance(error, BrokenExecutor) or type(error).__name__ == "KilledWorker":
        text = "处理这个中心的进程两次意外终止（可能是内存不足，或被系统结束）；别的中心不受影响"
    elif isinstance(error, MemoryError):
        text = "内存不足，单独再排一次也没有排出来"
    else:
        text = f"没有排成（{type(error).__name__}：{error}）"
    return Drafted(folder, Exit.BUG, text)


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
