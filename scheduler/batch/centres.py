"""Every centre below a folder: found, drafted wherever there is a worker, and reported."""

from __future__ import annotations

import math
import os
import time
from concurrent.futures import BrokenExecutor
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from scheduler.batch.drafted import Drafted, line_of
from scheduler.batch.processes import Overdue, allow
from scheduler.batch.spread import AHEAD, spread
from scheduler.errors import Exit, FileError, Message, ZhibanError
from scheduler.files import reason
from scheduler.reading.tables.layout import DATA_FILE
from scheduler.settings import MOST_SECONDS, Settings

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from concurrent.futures import Executor, Future
    from datetime import date, datetime

    from scheduler.reading.centre import Centre

BESIDES = 60.0  # seconds that a centre may take for more than its search: reading, cures, writing
USUALLY = Settings().seconds + BESIDES  # as long as nothing has been read
AT_MOST = MOST_SECONDS + BESIDES


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
    seconds: float = math.inf,
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
    seconds
        How long a centre may take, waiting for a worker included, where the executor itself
        (``Processes``) does not see to it.

    Yields
    ------
    Drafted
        A line of the summary; whatever goes wrong with a centre is in its line.
    """
    work = partial(draft_centre, month=month, at=at, run_id=run_id, notices=notices)
    for folder, future in spread(work, folders, executor, ahead, seconds):
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
    from scheduler.usecases.draft import draft_tables

    begin = time.monotonic()
    try:
        made = draft_tables(folder, month=month, at=at, begun=_allow)
        one = line_of(folder, made)
        if notices and (news := newly(made)):
            from scheduler.notices.text import compose

            one = replace(one, notice=compose("draft", news, run_id))
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


def _allow(tables: Sequence[Centre]) -> None:
    posts = sum(len(one.posts) for one in tables)
    allow(posts * tables[0].settings.seconds + BESIDES)


def _lost(folder: Path, future: Future[Drafted]) -> Drafted | None:
    """Report a centre that took too long, or whose worker was lost with it, twice."""
    error = ConnectionError() if future.cancelled() else future.exception()
    if error is None:
        return None
    if isinstance(error, Overdue):
        text = (
            f"过了 {error.seconds:g} 秒还没有排完，已停下（可能是文件读不完、写不进，或磁盘太慢）；"
            "别的中心不受影响"
        )
        return Drafted(folder, Exit.NO_ROSTER, text, seconds=error.seconds)
    if isinstance(error, ConnectionError):
        text = "与集群失去了联系，没有排；请在集群恢复后再运行一次"
    elif isinstance(error, BrokenExecutor) or type(error).__name__ == "KilledWorker":
        text = "处理这个中心的进程两次意外终止（可能是内存不足，或被系统结束）；别的中心不受影响"
    elif isinstance(error, MemoryError):
        text = "内存不足，单独再排一次也没有排出来"
    else:
        text = f"没有排成（{type(error).__name__}：{error}）"
    return Drafted(folder, Exit.BUG, text)
