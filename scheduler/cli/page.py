"""The command that shows a centre's month in the browser."""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from pathlib import Path

import click

from scheduler.cli.console import Console, command, shared
from scheduler.cli.options import HELP, PATH
from scheduler.errors import Exit

LOWEST, HIGHEST = 1024, 65535


@click.command(context_settings=HELP)
@click.argument("centre", type=PATH, default=Path())
@click.option(
    "--port",
    type=click.IntRange(LOWEST, HIGHEST),
    help="本机的哪个端口；默认任何一个空闲的",
)
@click.option("--no-browser", is_flag=True, help="不打开浏览器，只显示地址")
@shared
@command
def page(console: Console, centre: Path, port: int | None, no_browser: bool) -> Exit:
    """在浏览器里排班：看、换、锁、重排、发布，只在本机，不连外网。

    浏览器里点「退出」、在这里按 Ctrl-C，或者八小时没有人用，就结束。
    """
    from scheduler.errors import UsageError
    from scheduler.page.session import Session
    from scheduler.page.start import Running

    if not centre.is_dir():
        raise UsageError(f"没有文件夹 {centre}；请先运行 zhiban init {centre}")

    def show(address: str) -> None:
        # Who has the address comes in, so it stands in no log.
        click.echo(f"  {address}", err=console.json)

    def renewed(address: str) -> None:
        click.echo("已打开。要在另一个浏览器里打开，用这个地址：", err=console.json)
        show(address)

    running = Running(
        Session(centre),
        port or 0,
        renewed=renewed,
        trace=lambda text: console.trace("ERROR", text),
    )
    with suppress(KeyboardInterrupt):  # the way to end it
        click.echo("值班页面在本机打开（每个地址只能用一次）：", err=console.json)
        show(running.keys.address)
        if not no_browser:
            _browse(running.keys.address)
        running.serve_until_ended()
    console.say("已退出")
    console.print("page", Exit.DONE, result={"centre": str(centre), "port": running.port})
    return Exit.DONE


def _browse(address: str) -> None:
    """Open the browser where there is a desktop; a browser in the terminal is none."""
    if sys.platform in ("win32", "darwin") or {"DISPLAY", "WAYLAND_DISPLAY"} & os.environ.keys():
        click.launch(address)
