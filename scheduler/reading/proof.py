"""What this user's program has proved, told from what somebody has only written into a workbook.

A proof is worth most of a run, so a draft remembers it. Whoever may write the workbook could write
one too; so what is remembered is signed with a key that lies with the user and not in the folder.
Where there is no such key, or another user's, the month is simply solved again.
"""

from __future__ import annotations

import hmac
import os
import secrets
from functools import cache
from os.path import lexists
from pathlib import Path
from typing import TYPE_CHECKING

from scheduler.errors import FileError
from scheduler.files import read_plain, write_whole

if TYPE_CHECKING:
    from collections.abc import Mapping

PROOF = "proof"
SIGNED = ("version", "problem", "assignment", "optimal", "unique")
_BYTES = 32


def signature(pairs: Mapping[str, str]) -> str:
    """Return what proves that the program found out what the pairs say; '' without a key."""
    try:
        key = _key()
    except (OSError, FileError, RuntimeError):
        return ""
    text = "|".join(pairs.get(name, "") for name in SIGNED)
    return hmac.new(key, text.encode(errors="replace"), "sha256").hexdigest()


def signed(pairs: Mapping[str, str]) -> bool:
    """Tell whether pairs are as this user's program wrote them."""
    true = signature(pairs)
    return bool(true) and hmac.compare_digest(true, pairs.get(PROOF, ""))


@cache
def _key() -> bytes:
    """Return the user's key, made when it is needed first; of two runs that make it one stays."""
    path = _place()
    if not lexists(path):
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        write_whole(path, secrets.token_bytes(_BYTES))
        path.chmod(0o600)
    key = read_plain(path, _BYTES + 1)
    if len(key) != _BYTES:
        raise FileError(f"{path} 不是密钥")
    return key


def _place() -> Path:
    local = os.environ.get("LOCALAPPDATA" if os.name == "nt" else "XDG_STATE_HOME", "")
    home = Path(local) if Path(local).is_absolute() else Path.home() / ".local" / "state"
    return home / "zhiban" / "key"
