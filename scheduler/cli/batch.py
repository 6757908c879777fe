"""What is done to many centres at once: all of them drafted, or invented ones made."""

from __future__ import annotations

import math
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

import click

from scheduler.cli.console import Console, command, shared
from scheduler.cli.options import HELP, MONTH, PATH
from scheduler.cli.progress import progress
from scheduler.errors import Exit, FileError, Message, UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from concurrent.futures import Executor
    from datetime import date
    from pathlib import Path


@click.command(context_settings=HELP)
@click.argument("root", type=PATH, metavar="ROOT")
@MONTH
@click.option(
    "--executor",
    "kind",
    type=click.Choice(["processes", "dask"]),
    default="processes",
    help="在哪里算：本机的多个进程（默认），或已有的 dask 集群",
)
@click.option("--workers", type=click.IntRange(1, 1024), help="本机用几个进程；默认每个核一个")
@click.option("--scheduler", metavar="tls://HOST:PORT", help="dask 调度器的地址")
@click.option(
    "--insecure", is_flag=True, help="允许不加密地连别的机器上的调度器（tcp://）；只用于可信的网络"
)
@click.option("--notices", type=PATH, metavar="FILE", help="通知发到哪里：运行人自己的 zhiban.toml")
@click.option("--trust-centres", is_flag=True, help="各中心文件夹里的 zhiban.toml 也算数；默认不算")
@shared
@command
def batch(
    console: Console,
    root: Path,
    month: date | None,
    kind: str,
    workers: int | None,
    scheduler: str | None,
    insecure: bool,
    notices: Path | None,
    trust_centres: bool,
) -> Exit:
    """排出 ROOT 下面所有中心（有 值班数据.xlsx 的文件夹，不论多深）的草案。

    一个中心出错不影响别的；结果写在 ROOT 里的 值班汇总-年-月.xlsx。再运行一次，只重排没排成的
    和数据有变化的。全部为 0 才返回 0，否则返回 3。一个中心最多用它的求解时限再加 60 秒，到时没排完
    （如文件读不完）就停下它，排下一个；集群上是最多等 22 分钟，卡住的 worker 要自己重启。

    用 dask 集群时，各台机器要装同一版本的 zhiban，并以同样的路径看到 ROOT（共享盘）；
    worker 建议 --nthreads 1。调度器在别的机器上要用 tls://（证书按 dask 自己的配置）。

    通知只发到 --notices 文件和环境变量里写的地方；各中心自己的 zhiban.toml 默认不算数。
    """
    from scheduler.batch.centres import draft_all, find_centres
    from scheduler.batch.drafted import Drafted, by_urgency, exit_of, usual_month
    from scheduler.batch.notices import Notices
    from scheduler.batch.summary import summary_workbook, tally_line
    from scheduler.cli.json_records import batch_result
    from scheduler.clock import now
    from scheduler.files import write_whole

    if (kind == "dask") != bool(scheduler):
        raise UsageError("--executor dask 和 --scheduler tcp://主机：端口 要一起写")
    if insecure and kind != "dask":
        raise UsageError("--insecure 只用于 --executor dask")
    if workers and kind == "dask":
        raise UsageError("--workers 只用于本机；dask 集群有几个 worker 就用几个")
    root, at, begin = root.resolve(), now(), time.monotonic()
    folders, messages = find_centres(root)
    news = Notices(notices, trust_centres=trust_centres)
    messages += news.faults
    left, done = dict.fromkeys(folders), []
    try:
        with (
            _executor(scheduler, workers, len(folders), insecure) as (pool, count, longest),
            progress(len(folders), "排班", shown=not console.quiet) as step,
        ):
            work = draft_all(
                folders,
                pool,
                month=month,
                at=at,
                run_id=console.run_id,
                notices=news.wanted,
                ahead=2 * count,
                seconds=longest,
            )
            for drafted in work:
                one = news.send(drafted)
                done.append(one)
                del left[one.folder]
                console.trace("INFO", f"{one.folder} {int(one.exit)} {one.message}")
                step()
    except KeyboardInterrupt:
        text = f"已中断：{len(left)} 个中心没有排完，再运行一次会接着排"
        messages.append(Message("interrupted", "error", text, exit=Exit.INTERRUPTED))
        done += [Drafted(one, Exit.INTERRUPTED, "没有轮到，或中途停止") for one in left]
    done = by_urgency(done)
    seconds = time.monotonic() - begin
    messages += [
        Message("centre", "warning", one.message, one.place(root))
        for one in done
        if one.to_look_at and one.exit is not Exit.INTERRUPTED
    ]
    month = month or usual_month(done, at)
    took = f"{at:%Y-%m-%d %H:%M} 开始，用时 {seconds:.0f} 秒"
    content = summary_workbook(done, root, month, took)
    target: Path | None = None
    try:
        target = write_whole(root / f"值班汇总-{month:%Y-%m}.xlsx", content)
    except FileError as error:
        # The drafts are there all the same, and what is printed says how they stand.
        messages += error.messages
    console.tell(messages)
    fresh = sum(one.changed for one in done)
    console.say(f"{tally_line(done)}（新写 {fresh}，用时 {seconds:.1f} 秒）")
    if target:
        console.say(f"已写入 {target}")
    code = exit_of(done, messages)
    result = batch_result(root, target, done, seconds) if console.json else {}
    console.print("batch", code, result=result, messages=messages)
    return code


@contextmanager
def _executor(
    scheduler: str | None, workers: int | None, centres: int, insecure: bool
) -> Iterator[tuple[Executor, int, float]]:
    """Give the executor, how many calls it runs at a time and how long to wait for one.

    What waits is ended when interrupted.
    """
    from scheduler.batch.centres import AT_MOST, USUALLY

    if scheduler:
        from scheduler.batch.dask_cluster import cluster

        with cluster(scheduler, insecure=insecure) as (executor, count):
            yield executor, count, 2 * AT_MOST  # another one may be before it
        return
    from scheduler.batch.processes import cores, pooled

    count = max(1, min(workers or cores(), centres))
    with pooled(count, USUALLY) as pool:
        yield pool, count, math.inf


def make_demo_centres(console: Console, root: Path, count: int, month: date | None) -> Exit:
    """Make invented centres to try a batch on."""
    from constraints.calendar import next_month
    from scheduler.batch.demo import make_demo
    from scheduler.clock import now
    from scheduler.files import typed

    month = month or next_month(now().date())
    new = 0
    with progress(count, "生成", shown=not console.quiet) as step:
        for _, fresh in make_demo(count, root, month):
            new += fresh
            step()
    kept = f"（另有 {count - new} 个已经在，没有动）" if new < count else ""
    console.say(f"已在 {root} 生成 {new} 个演示中心，月份 {month:%Y-%m}{kept}")
    console.say(f"下一步：zhiban batch {typed(root)} --month {month:%Y-%m}")
    console.print("init", Exit.DONE, result={"root": str(root), "made": new, "kept": count - new})
    return Exit.DONE
