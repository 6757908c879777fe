"""E-mail: against a real mail server, with and without TLS."""

from __future__ import annotations

import asyncio
import ssl
import threading
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from functools import partial
from typing import TYPE_CHECKING, Any

import pytest
from aiosmtpd.smtp import SMTP, AuthResult, Envelope

from scheduler.notices import deliver as delivering
from scheduler.notices.channels import Mail
from tests.scheduler.notices.conftest import server_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    import trustme

    from scheduler.notices.text import Notice
    from tests.scheduler.notices.conftest import Posts

deliver = partial(delivering.deliver, pause=0)


@dataclass
class Box:
    """A mailbox; of answers that are set, each is given once instead of taking the mail."""

    answers: list[str] = field(default_factory=list)
    envelopes: list[Envelope] = field(default_factory=list)
    strangers: tuple[str, ...] = ()

    async def handle_RCPT(
        self, _server: SMTP, _session: object, envelope: Envelope, address: str, _options: object
    ) -> str:
        if address in self.strangers:
            return "550 no such user"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server: SMTP, _session: object, envelope: Envelope) -> str:
        if self.answers:
            return self.answers.pop()
        self.envelopes.append(envelope)
        return "250 OK"


def message_in(box: Box) -> EmailMessage:
    (envelope,) = box.envelopes
    assert isinstance(envelope.content, bytes)
    found = message_from_bytes(envelope.content, policy=policy.default)
    assert isinstance(found, EmailMessage)
    return found


@contextmanager
def served(box: Box, context: ssl.SSLContext | None = None, **options: Any) -> Iterator[int]:
    """Run a mail server and give its port; with a context it speaks TLS from the start."""
    loop = asyncio.new_event_loop()
    factory = partial(SMTP, box, loop=loop, **options)
    server = loop.run_until_complete(loop.create_server(factory, "127.0.0.1", 0, ssl=context))
    thread = threading.Thread(target=loop.run_forever)
    thread.start()
    try:
        yield server.sockets[0].getsockname()[1]
    finally:
        loop.call_soon_threadsafe(server.close)
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        for task in asyncio.all_tasks(loop):
            task.cancel()
        loop.run_until_complete(asyncio.sleep(0))
        loop.close()


def mail(port: int, security: str = "none", **more: Any) -> Mail:
    given: dict[str, Any] = {
        "inside": True,
        "user": "",
        "password": "",
        "sender": "值班助手 <zhiban@example.com>",
        "to": ("林芳 <lin@example.com>", "chen@example.com"),
    }
    return Mail("127.0.0.1", port, security, **(given | more))


def context_of(certified: trustme.LeafCert) -> ssl.SSLContext:
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    certified.configure_cert(context)
    return context


def test_without_tls(notice: Notice, tmp_path: Path) -> None:
    box = Box()
    with served(box) as port:
        (told,) = deliver(notice, [mail(port)])
    assert told.code == "notice-sent"
    message = message_in(box)
    assert message["Subject"] == notice.title
    assert str(message["From"]) == "值班助手 <zhiban@example.com>"
    assert box.envelopes[0].rcpt_tos == ["lin@example.com", "chen@example.com"]
    assert message.get_content().splitlines() == notice.plain().splitlines()
    assert message["Date"] and message["Message-ID"].endswith("@example.com>")


def login(_server: object, _session: object, _envelope: object, _how: str, data: Any) -> AuthResult:
    right = (data.login, data.password) == (b"zhiban", b"PASSWORD")
    return AuthResult(success=right, handled=False)


@pytest.mark.parametrize("security", ["ssl", "starttls"])
def test_login_over_tls(
    notice: Notice, tmp_path: Path, certified: trustme.LeafCert, security: str
) -> None:
    box, context = Box(), context_of(certified)
    options: dict[str, Any] = {"authenticator": login}
    if security == "ssl":
        options |= {"auth_require_tls": False}
    else:
        options |= {"tls_context": context, "require_starttls": True}
    with served(box, context if security == "ssl" else None, **options) as port:
        right = mail(port, security, user="zhiban", password="PASSWORD")
        wrong = mail(port, security, user="zhiban", password="WRONG")
        done, refused = deliver(notice, [right, wrong])
    assert done.code == "notice-sent"
    assert message_in(box)["Subject"] == notice.title
    assert refused.code == "notice-failed"
    # A wrong password is not tried three times: that may lock the account.
    assert "不认用户名或密码" in refused.text and "试了" not in refused.text
    assert "WRONG" not in refused.text


def test_starttls_is_never_given_up(notice: Notice, tmp_path: Path) -> None:
    box = Box()
    with served(box) as port:
        (told,) = deliver(notice, [mail(port, "starttls", user="u", password="p")])
    assert "不支持 STARTTLS" in told.text
    assert not box.envelopes


def test_a_strange_certificate_is_refused(
    notice: Notice, tmp_path: Path, certified: trustme.LeafCert, monkeypatch: pytest.MonkeyPatch
) -> None:
    box = Box()
    monkeypatch.delenv("SSL_CERT_FILE")
    with served(box, tls_context=context_of(certified)) as port:
        (told,) = deliver(notice, [mail(port, "starttls")])
    assert "证书不可信" in told.text
    assert not box.envelopes


def test_a_busy_server_is_asked_again_and_a_clear_no_is_not(notice: Notice, tmp_path: Path) -> None:
    box = Box(["451 later", "451 later"])
    with served(box) as port:
        assert deliver(notice, [mail(port)])[0].code == "notice-sent"
        box.answers = ["451 later"] * 3
        assert "451 later" in deliver(notice, [mail(port)])[0].text
        box.answers = ["554 no"] * 3
        assert "554 no" in deliver(notice, [mail(port)])[0].text
    assert box.answers == ["554 no"] * 2


def test_those_who_are_not_known_are_named(notice: Notice, tmp_path: Path) -> None:
    box = Box(strangers=("chen@example.com",))
    with served(box) as port:
        (some,) = deliver(notice, [mail(port)])
        (none,) = deliver(notice, [mail(port, to=("chen@example.com",))])
    assert "不收其中：chen@example.com（550 no such user）" in some.text
    assert "不收：chen@example.com" in none.text
    assert len(box.envelopes) == 1


def test_what_does_not_speak_smtp(posts: Posts, notice: Notice, tmp_path: Path) -> None:
    """A web server waits for us to speak first, as any server that hangs."""
    (told,) = deliver(notice, [mail(posts.port)], seconds=0.2)
    assert "0.2 秒没有答复（试了 3 次）" in told.text
    with server_of(posts):
        # Bound, listening, and never accepting.
        (told,) = deliver(notice, [mail(posts.port)], seconds=0.2)
    assert "没有答复" in told.text


def test_a_server_within_the_house_is_asked_for(notice: Notice) -> None:
    box = Box()
    with served(box) as port:
        (told,) = deliver(notice, [mail(port, inside=False)])
    assert "allow = true" in told.text
    assert not box.envelopes
