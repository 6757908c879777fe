"""Somebody who may write a centre's folder, at random: nothing outside it is theirs.

``ZHIBAN_ATTACKS=500`` lives through as many histories.
"""

from __future__ import annotations

import os
import shutil
import signal
import socket
import sqlite3
import sys
import tempfile
from contextlib import closing, contextmanager, suppress
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, rule, run_state_machine_as_test
from openpyxl import load_workbook

from scheduler.cli.main import cli
from scheduler.errors import Exit
from scheduler.ledger.ledger import LEDGER_FILE, Ledger
from scheduler.ledger.lock import LOCK_FILE
from scheduler.notices.sources import CONFIG_FILE
from tests.books import STAFF, book
from tests.scheduler.december import DATA, DRAFT, FINAL, INSIDE, published

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = pytest.mark.slow

ATTACKS = int(os.environ.get("ZHIBAN_ATTACKS", "4"))
LIMIT = 30  # seconds of a command; the longest of them searches for one
CANARY = "金丝雀"
NEXT = "值班安排表-2027-01-草案.xlsx"
NAMES = (
    *(DATA, DRAFT, FINAL, INSIDE, NEXT, LEDGER_FILE, f"{LEDGER_FILE}-journal", LOCK_FILE),
    *(CONFIG_FILE, "random.py", "openpyxl.py", "花名册.csv", "值班安排表-2026-12-v2-内部.xlsx"),
    *(".zhiban-1-0.tmp", f".zhiban-1-{'0' * 32}.tmp", "值班安排表-2026-12-v1-新1.xlsx"),
)
COMMANDS: tuple[tuple[str, ...], ...] = (
    (),
    ("check", "."),
    ("check", DRAFT),
    ("draft", "--month", "2026-12", "--time-limit", "1"),
    ("draft", "--month", "2027-01", "--time-limit", "1"),
    ("draft", "--month", "2026-12", "--staff-file", "花名册.csv", "--dry-run"),
    ("draft", "--from", DRAFT, "--time-limit", "1", "--dry-run"),
    ("adjust", "--month", "2026-12", "--as-of", "2026-12-10 12:00"),
    ("adjust", "--leave", "王静 2026-12-20 2026-12-22", "--dry-run"),
    ("why", "2026-12-05"),
    ("forms", "--month", "2026-12"),
    ("history", "--month", "2026-12"),
    ("history", "--export", "1", "-o", "再写.xlsx"),
    ("publish", "--approver", "王静", "--accept-gaps", "--reason", "更正"),
    ("export", "ics", FINAL),
    ("doctor",),
    ("doctor", "--rebuild"),
)
NONSENSE = (None, -1, 2**60, 1.5, "", "x", b"\xff", "2026-12-05", "[1]", "../外/x.xlsx", "别人")


class Hung(BaseException):
    """A command is over its limit; no handler of an Exception may swallow that."""


class Watch:
    """What a command does to files and the world, as Python itself tells."""

    here: Watch | None = None

    def __init__(self, folder: Path, root: Path) -> None:
        self.folder, self.root = str(folder.resolve()), str(root.resolve())
        self.wrong: list[str] = []
        self.left = -1  # touches until it is killed

    @staticmethod
    def event(name: str, args: tuple[object, ...]) -> None:
        if watch := Watch.here:
            watch.look(name, args)

    def look(self, name: str, args: tuple[object, ...]) -> None:
        if name in ("subprocess.Popen", "os.exec", "os.posix_spawn", "os.system", "os.spawn"):
            self.wrong.append(f"{name} {args[0]!r}")
        elif name in ("socket.connect", "socket.getaddrinfo", "socket.sendto"):
            self.wrong.append(f"{name} {args[1:]!r}")
        elif name == "open" and isinstance(args[0], (str, bytes)):
            flags = args[2] if isinstance(args[2], int) else 0
            writes = flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND)
            self.touched(name, os.fsdecode(args[0]), writes=bool(writes), flags=flags)
        elif name.startswith(("os.", "shutil.")) and name != "os.scandir":
            for path in args:
                if isinstance(path, (str, bytes)) and name not in ("os.listdir", "os.putenv"):
                    self.touched(name, os.fsdecode(path), writes=True, flags=os.O_NOFOLLOW)

    def touched(self, name: str, path: str, *, writes: bool, flags: int) -> None:
        if flags & os.O_NOFOLLOW:
            parent, last = os.path.split(path)
            real = os.path.join(os.path.realpath(parent), last)
        else:
            real = os.path.realpath(path)
        inside = real.startswith((f"{self.folder}/", f"{tempfile.gettempdir()}/"))
        if inside:
            self.left -= 1
            if self.left == 0:
                os.kill(os.getpid(), signal.SIGKILL)
        elif real != self.folder and real != os.devnull and (writes or self.root in real):
            self.wrong.append(f"{name} {path} ({real})")


@cache
def hooked() -> None:
    sys.addaudithook(Watch.event)


@cache
def original() -> Path:
    """A centre of four whose December is published, with a draft of January."""
    folder = Path(tempfile.mkdtemp(prefix="zhiban-attacked-"))
    published(folder)
    run = CliRunner().invoke(cli, ["draft", str(folder), "--month", "2027-01"])
    assert run.exit_code in (Exit.DONE, Exit.LOOK)
    (folder / LOCK_FILE).unlink()
    return folder


def contents(folder: Path) -> dict[str, bytes]:
    """Return every plain file at or below a folder."""
    found = {}
    for path in sorted(folder.rglob("*")):
        if path.is_file() and not path.is_symlink():
            found[str(path.relative_to(folder))] = path.read_bytes()
    return found


def is_plain(path: Path) -> bool:
    return path.is_file() and not path.is_symlink() and path.stat().st_nlink == 1


class Attacker(RuleBasedStateMachine):
    """Each step is one thing done to the folder and one command of whoever looks after it."""

    def __init__(self) -> None:
        super().__init__()
        hooked()
        self.root = Path(tempfile.mkdtemp(prefix="zhiban-attack-"))
        self.outside = self.root / "外"
        self.folder, self.other = self.root / "甲", self.root / "乙"
        for folder in (self.folder, self.other, self.outside):
            shutil.copytree(original(), folder)
        book(self.outside / DATA, 员工=[*STAFF, [CANARY, "009", "客服管理员"]])
        (self.outside / "canary").write_text(CANARY, encoding="utf-8")
        self.safe = {name: contents(self.root / name) for name in ("乙", "外")}
        self.temporary = self.root / "临时"
        self.temporary.mkdir()

    def teardown(self) -> None:
        shutil.rmtree(self.root)

    def cleared(self, name: str) -> Path:
        """Return a place in the folder that is free."""
        path = self.folder / name
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        else:
            path.unlink(missing_ok=True)
        return path

    @rule(
        name=st.sampled_from(NAMES),
        source=st.sampled_from((*NAMES[:6], "空", "文字", "表", "命令", "模块", "随机")),
        noise=st.binary(max_size=60),
        at=st.integers(0, 50_000),
        words=st.sampled_from(COMMANDS),
    )
    def writes(self, name: str, source: str, noise: bytes, at: int, words: tuple[str, ...]) -> None:
        """Any file, in the place of any other, as it was or with some bytes of it altered."""
        mark = self.root / "mark"
        made = {
            "空": b"",
            "文字": "姓名,岗位\n王静,客服管理员\n".encode("gb18030"),
            "表": b'[mail]\nhost = "127.0.0.1"\nfrom = "a@b"\nto = "c@d"\nallow = true\n',
            "命令": f'[command]\nrun = ["/usr/bin/touch", "{mark}"]\nallow = true\n'.encode(),
            "模块": f"open({str(mark)!r}, 'w').close()\n".encode(),
            "随机": noise,
        }
        known = original() / source
        content = made[source] if source in made else known.read_bytes() if known.exists() else b""
        if at < len(content) and source in NAMES:
            content = content[:at] + noise + content[at + len(noise) :]
        path = self.cleared(name)
        path.write_bytes(content)
        path.chmod(0o666)  # as of somebody else
        self.lives_on(words)

    @rule(
        name=st.sampled_from(NAMES),
        aim=st.sampled_from(("canary", DATA, FINAL, LEDGER_FILE, "没有", "")),
        kind=st.sampled_from(("symlink", "hard link", "folder", "pipe", "socket")),
        words=st.sampled_from(COMMANDS),
    )
    def links(self, name: str, aim: str, kind: str, words: tuple[str, ...]) -> None:
        """Something else than a file in the place of a file."""
        path, there = self.cleared(name), self.outside / aim
        match kind:
            case "symlink":
                path.symlink_to(there)
            case "hard link":
                with suppress(OSError):
                    os.link(there, path)
            case "folder":
                path.mkdir()
            case "pipe":
                os.mkfifo(path)
            case "socket":
                with closing(socket.socket(socket.AF_UNIX)) as bound, suppress(OSError):
                    bound.bind(str(path))
        self.lives_on(words)

    @rule(
        name=st.sampled_from((DRAFT, NEXT, FINAL, INSIDE)),
        row=st.integers(1, 25),
        column=st.integers(1, 2),
        value=st.sampled_from((*NONSENSE[3:6], *NONSENSE[7:], 2**60, "9" * 5000, "名" * 30_000)),
        words=st.sampled_from(COMMANDS),
    )
    def edits(
        self, name: str, row: int, column: int, value: object, words: tuple[str, ...]
    ) -> None:
        """A pair of the hidden sheet says something else."""
        if is_plain(self.folder / name):
            with suppress(Exception):  # it may be no workbook any more
                opened = load_workbook(self.folder / name)
                opened["_机读"].cell(row, column, value)
                opened.save(self.folder / name)
        self.lives_on(words)

    @rule(
        table=st.sampled_from(("revision", "assignment", "account", "document")),
        column=st.integers(0, 12),
        row=st.integers(1, 40),
        value=st.sampled_from((*NONSENSE, "delete")),
        words=st.sampled_from(COMMANDS),
    )
    def records(
        self, table: str, column: int, row: int, value: object, words: tuple[str, ...]
    ) -> None:
        """A row of the ledger is another one, or gone."""
        journal = self.folder / f"{LEDGER_FILE}-journal"  # a pipe would be waited for
        if is_plain(path := self.folder / LEDGER_FILE) and not os.path.lexists(journal):
            with suppress(sqlite3.Error), closing(sqlite3.connect(path, timeout=0)) as database:
                schema = "SELECT name, sql FROM sqlite_master WHERE type = 'trigger'"
                guards = database.execute(schema).fetchall()
                for name, _ in guards:
                    database.execute(f"DROP TRIGGER {name}")
                names = [one[1] for one in database.execute(f"PRAGMA table_info({table})")]
                with suppress(sqlite3.Error):
                    if value == "delete":
                        database.execute(f"DELETE FROM {table} WHERE rowid = {row}")
                    else:
                        cell = names[column % len(names)]
                        query = f'UPDATE {table} SET "{cell}" = ? WHERE rowid = {row}'
                        database.execute(query, (value,))
                for _, text in guards:
                    database.execute(text)
                database.commit()
        self.lives_on(words)

    @rule(name=st.sampled_from((*NAMES, "*")), words=st.sampled_from(COMMANDS))
    def mends(self, name: str, words: tuple[str, ...]) -> None:
        """What was there is put back, or a file is gone."""
        for one in NAMES if name == "*" else (name,):
            path, known = self.cleared(one), original() / one
            if known.exists():
                shutil.copy(known, path)
        self.lives_on(words)

    @rule(touches=st.integers(1, 60), words=st.sampled_from(COMMANDS))
    def kills(self, touches: int, words: tuple[str, ...]) -> None:
        """A run dies at any touch of a file."""
        before = self.kept()
        child = os.fork()
        if not child:
            with suppress(BaseException):
                self.runs(words, touches)
            os._exit(0)
        os.waitpid(child, 0)
        self.nothing_is_lost(before)
        self.lives_on(words)

    def kept(self) -> dict[str, bytes]:
        """Return everything that has been published, as far as it is there."""
        names = (FINAL, INSIDE, LEDGER_FILE)
        return {
            one: (self.folder / one).read_bytes() for one in names if is_plain(self.folder / one)
        }

    def lives_on(self, words: tuple[str, ...]) -> None:
        before = self.kept()
        code, said = self.runs(words)
        assert code != Exit.BUG, (words, said)
        assert CANARY not in said
        assert not (self.root / "mark").exists()
        for name, content in self.safe.items():
            assert contents(self.root / name) == content, name
        self.nothing_is_lost(before, words)
        if words == ("doctor",) and code == Exit.DONE and before:
            ledger = Ledger(self.folder / LEDGER_FILE)
            for one in ledger.revisions():
                for name, content in ledger.contents(one).items():
                    assert (self.folder / name).read_bytes() == content

    def runs(self, words: tuple[str, ...], touches: int = -1) -> tuple[int, str]:
        """Run a command in the folder, watched and within its limit."""
        with within(self.folder, self.temporary):
            watch = Watch(self.folder, self.root)
            watch.left = touches
            Watch.here = watch
            try:
                done = CliRunner().invoke(cli, words)
            finally:
                Watch.here = None
        assert not watch.wrong, (words, watch.wrong)
        return done.exit_code, done.output

    def nothing_is_lost(self, before: dict[str, bytes], words: tuple[str, ...] = ()) -> None:
        """What was published before is there as it was, or recorded since, or kept aside."""
        after = self.kept()
        for name, content in before.items():
            if name == LEDGER_FILE and after.get(name) != content:
                aside = [path.read_bytes() for path in self.folder.glob(f"{LEDGER_FILE}.旧*")]
                if "--rebuild" in words and content in aside:
                    continue
                old = self.root / "old.db"
                old.write_bytes(content)
                recorded = Ledger(old).revisions()
                assert Ledger(self.folder / name).revisions()[: len(recorded)] == recorded
            else:
                assert after.get(name) == content or self.restored(name, after), name

    def restored(self, name: str, after: dict[str, bytes]) -> bool:
        return after.get(name) == (original() / name).read_bytes()


@contextmanager
def within(folder: Path, temporary: Path) -> Iterator[None]:
    """Be in a folder, import nothing from it, and be told when the limit is reached."""

    def over(*_: object) -> None:
        raise Hung

    place, paths, temp = os.getcwd(), sys.path[:], tempfile.tempdir
    alarm = signal.signal(signal.SIGALRM, over)
    sys.path[:] = [one for one in paths if one]
    tempfile.tempdir = str(temporary)
    os.chdir(folder)
    signal.alarm(LIMIT)
    try:
        yield
    finally:
        signal.alarm(0)
        os.chdir(place)
        signal.signal(signal.SIGALRM, alarm)
        sys.path[:], tempfile.tempdir = paths, temp


def test_whoever_may_write_the_folder_gets_no_farther() -> None:
    allowed = settings(
        max_examples=ATTACKS,
        stateful_step_count=6,
        derandomize=ATTACKS < 10,
        deadline=None,
        phases=[Phase.generate],  # histories are short as they are
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    run_state_machine_as_test(Attacker, settings=allowed)  # type: ignore[no-untyped-call]
