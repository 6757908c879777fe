"""Delivering a notice: to every channel, with patience, and at no cost to the roster."""

from __future__ import annotations

import os
import time
from dataclasses import replace
from typing import TYPE_CHECKING

from scheduler.errors import Exit, Message
from scheduler.notices.config import read_channels

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from scheduler.notices.channels import Channel
    from scheduler.notices.text import Notice
    from scheduler.reporting.outcome import Draft

# A whole exchange takes at most so long, looking up the name included.
SECONDS, TRIES, PAUSE = 10.0, 3, 1.0
SHOWN = 100  # characters of what others have said
# Until when a channel that nothing has come through is left alone, so that a thousand centres
# of one robot, or one after the other of one mail server, do not wait for it each.
SILENCE = 60.0
_silent: dict[Channel, float] = {}


def announce(
    event: str,
    months: Sequence[Draft],
    run_id: str,
    environment: Mapping[str, str] = os.environ,
) -> tuple[Message, ...]:
    """Tell whom a centre wants told of what a run has written; return what there is to say.

    Nothing goes out of what is not written, not new, or the result of an interrupted search.

    Parameters
    ----------
    event
        The command: ``draft``, ``adjust`` or ``publish``.
    months
        What it made.
    run_id
        The run's.
    environment
        Where channels may be set up besides the centre's zhiban.toml.
    """
    news = newly(months)
    if not news:
        return ()
    channels, faults = read_channels(news[0].centre.path.parent, environment)
    told = doubts(faults)
    if channels:
        from scheduler.notices.text import compose

        told += deliver(compose(event, news, run_id), channels)
    return tuple(told)


def newly(months: Sequence[Draft]) -> list[Draft]:
    """Return those that there is something to tell of."""
    return [one for one in months if one.output and one.changed and not one.interrupted]


def doubts(faults: Iterable[Message]) -> list[Message]:
    """Return what is wrong with channels as what it costs a run: the notice, nothing else."""
    return [
        replace(one, severity="warning", text=f"{one.text}；改好以前不发这种通知", exit=Exit.LOOK)
        for one in faults
    ]


def deliver(
    notice: Notice,
    channels: Sequence[Channel],
    *,
    seconds: float = SECONDS,
    pause: float = PAUSE,
) -> list[Message]:
    """Send a notice to every channel; return for each whether it arrived, and if not, why.

    Parameters
    ----------
    seconds
        How long a whole exchange may take.
    pause
        How long to wait before another try.
    """
    secrets = [secret for channel in channels for secret in channel.secrets]
    told = []
    for channel in channels:
        why = _try(notice, channel, seconds, pause)
        if why:
            text = (
                f"{channel.name}没有通知到：{_short(masked(why, secrets))}；班表已写好，请自行转告"
            )
            told.append(Message("notice-failed", "warning", text, exit=Exit.LOOK))
        else:
            told.append(Message("notice-sent", "note", f"已通知（{channel.name}）"))
    return told


def _try(notice: Notice, channel: Channel, seconds: float, pause: float) -> str:
    """Send a notice, if need be three times; return why it did not arrive, '' if it did."""
    from scheduler.notices.channels import Refused

    if time.monotonic() < _silent.get(channel, 0):
        return "刚才就不通，没有再试"
    why = ""
    for nth in range(TRIES):
        if nth:
            time.sleep(pause)
        try:
            _send(notice, channel, seconds)
            return ""
        except Refused as error:
            return str(error)
        except Exception as error:
            # Whatever it is, the roster is written and nobody must think that it is not.
            why = f"{_said(error, seconds)}（试了 {TRIES} 次）"
    _silent[channel] = time.monotonic() + SILENCE
    return why


def _send(notice: Notice, channel: Channel, seconds: float) -> None:
    from scheduler.notices.channels import Mail, Robot

    if isinstance(channel, Robot):
        from scheduler.notices.robot import post

        post(channel, notice, seconds)
    elif isinstance(channel, Mail):
        from scheduler.notices.mail import send

        send(channel, notice, seconds)
    else:
        from scheduler.notices.program import run

        run(channel, notice, seconds)


def _said(error: BaseException, seconds: float) -> str:
    """Say what went wrong."""
    from socket import gaierror
    from ssl import SSLCertVerificationError, SSLError

    inner = getattr(error, "reason", None)
    if isinstance(inner, BaseException):
        error = inner
    match error:
        case TimeoutError():
            return f"{seconds:g} 秒没有答复"
        case ConnectionRefusedError():
            return "连接被拒绝"
        case gaierror():
            return "找不到服务器，请核对地址和网络"
        case SSLCertVerificationError():
            return "对方的证书不可信"
        case SSLError():
            return "加密连接不成，请核对地址和端口"
    return str(error) or type(error).__name__


def _short(text: str) -> str:
    """Return what others have said as one line that does nothing to a terminal."""
    line = "".join(one if one.isprintable() else " " for one in text)
    return line if len(line) <= SHOWN else f"{line[:SHOWN]}…"


def masked(text: str, secrets: Iterable[str]) -> str:
    """Return a text without the secrets in it."""
    for secret in sorted(set(secrets) - {""}, key=len, reverse=True):
        text = text.replace(secret, "****")
    return text
