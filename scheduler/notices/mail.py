"""E-mail by SMTP."""

from __future__ import annotations

import smtplib
import ssl
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import formatdate, make_msgid, parseaddr
from typing import TYPE_CHECKING, Any

from scheduler.notices.channels import Failed, Refused
from scheduler.notices.line import Line

if TYPE_CHECKING:
    import socket
    from collections.abc import Iterator

    from scheduler.notices.channels import Mail
    from scheduler.notices.text import Notice

# What a machine without a name of its own calls itself; looking the name up may take a minute.
HERE = "[127.0.0.1]"


class _Plain(smtplib.SMTP):
    """Speaks over a line."""

    def __init__(self, line: Line, *given: Any, **more: Any) -> None:
        self.line = line
        super().__init__(*given, **more)

    def _get_socket(self, host: str, port: int, timeout: float) -> socket.socket:
        return self.line.connect((host, port), timeout)


class _Secure(smtplib.SMTP_SSL, _Plain):
    """Speaks over a line, encrypted from the start: its socket is wrapped by the first base."""

    def __init__(self, line: Line, *given: Any, **more: Any) -> None:
        self.line = line
        smtplib.SMTP_SSL.__init__(self, *given, **more)


def send(mail: Mail, notice: Notice, seconds: float) -> None:
    """Send a notice by e-mail.

    Raises
    ------
    Refused, Failed, OSError
        If the server does not take it, or not for everybody.
    """
    line = Line(mail.host, inside=mail.inside)
    line.within(seconds, lambda: _send(mail, notice, seconds, line))


def _send(mail: Mail, notice: Notice, seconds: float, line: Line) -> None:
    message = EmailMessage()
    message["Subject"] = notice.title
    message["From"] = _address(mail.sender)
    message["To"] = [_address(one) for one in mail.to]
    message["Date"] = formatdate(localtime=True)
    message["Message-ID"] = make_msgid(domain=parseaddr(mail.sender)[1].rpartition("@")[2])
    message.set_content(notice.plain(), cte="base64")
    context = ssl.create_default_context()
    try:
        if mail.security == "ssl":
            server: smtplib.SMTP = _Secure(
                line, mail.host, mail.port, HERE, timeout=seconds, context=context
            )
        else:
            server = _Plain(line, mail.host, mail.port, HERE, timeout=seconds)
        with server:
            if mail.security == "starttls":
                server.starttls(context=context)
            if mail.user:
                server.login(mail.user, mail.password)
            refused = server.send_message(message)
    except smtplib.SMTPAuthenticationError:
        raise Refused("服务器不认用户名或密码（有的邮箱要用授权码）") from None
    except smtplib.SMTPNotSupportedError:
        raise Refused("服务器不支持 STARTTLS 或登录，请核对 security 和 port") from None
    except smtplib.SMTPRecipientsRefused as error:
        raise Refused(f"服务器不收：{'、'.join(_answers(error.recipients))}") from None
    except smtplib.SMTPServerDisconnected as error:
        # smtplib hides behind it that the time was out.
        raise error.__context__ if isinstance(error.__context__, OSError) else error from None
    except smtplib.SMTPResponseException as error:
        sort = Refused if error.smtp_code >= 500 else Failed
        raise sort(f"服务器答复 {error.smtp_code} {_text(error.smtp_error)}") from None
    if refused:
        raise Refused(f"服务器不收其中：{'、'.join(_answers(refused))}")


def _address(text: str) -> Address:
    name, address = parseaddr(text)
    return Address(name, addr_spec=address)


def _answers(recipients: dict[str, tuple[int, bytes]]) -> Iterator[str]:
    return (f"{one}（{code} {_text(said)}）" for one, (code, said) in recipients.items())


def _text(said: bytes | str) -> str:
    return said.decode(errors="replace") if isinstance(said, bytes) else said
