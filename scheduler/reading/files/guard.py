"""The zip container of a workbook, opened so that no file can exhaust the machine."""

from __future__ import annotations

from io import BytesIO
from pathlib import PurePosixPath
from typing import TYPE_CHECKING
from xml.parsers import expat
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile

from scheduler.reading.files.grid import TooMuchError

if TYPE_CHECKING:
    from collections.abc import Callable

MEGA = 1_000_000
ENTRIES = 2_000
ENTRY = 50 * MEGA
TOTAL = 200 * MEGA
RATIO = 200
PIECE = MEGA
DEPTH = 64
STEPS = 700_000


class DamagedError(ValueError):
    """A file is not what it says it is; the message says what is wrong."""


class Package:
    """The parts of a workbook by name; nothing is ever written to disk.

    Raises
    ------
    DamagedError
        If the container is broken or encrypted.
    TooMuchError
        If it would unpack to more than ``TOTAL`` bytes in all, ``ENTRY`` in one part or
        ``RATIO`` times its size.
    """

    def __init__(self, content: bytes) -> None:
        try:
            self._zip = ZipFile(BytesIO(content))
        except Exception:  # hostile bytes make zipfile fail in a dozen ways
            raise DamagedError("文件不完整或已损坏") from None
        infos = self._zip.infolist()
        if len(infos) > ENTRIES:
            raise DamagedError(f"压缩包里有 {len(infos)} 个部件,不是正常的工作簿")
        if any(info.flag_bits & 1 for info in infos):
            raise DamagedError("文件有密码")
        # Only these are unpacked piece by piece, up to the size that they state.
        if any(info.compress_type not in (ZIP_STORED, ZIP_DEFLATED) for info in infos):
            raise DamagedError("里面用了认不出的压缩方式")
        sizes = [info.file_size for info in infos]
        packed = sum(info.compress_size for info in infos)
        swollen = any(
            info.file_size > MEGA and info.file_size > RATIO * max(1, info.compress_size)
            for info in infos
        )
        if max(sizes, default=0) > ENTRY or sum(sizes) > TOTAL or packed > len(content) or swollen:
            raise TooMuchError("解压后过大")
        self._infos = {_plain(info.filename): info for info in infos}

    def __contains__(self, name: str) -> bool:
        """Tell whether there is a part."""
        return _plain(name) in self._infos

    def read(self, name: str) -> bytes:
        """Return a part."""
        try:
            return self._zip.read(self._infos[_plain(name)])
        except Exception:
            raise DamagedError(f"里面的 {name} 不完整或已损坏") from None

    def elements(self, name: str) -> list[tuple[str, dict[str, str]]]:
        """Return every element of a small part as its name and attributes, without prefixes."""
        found: list[tuple[str, dict[str, str]]] = []

        def start(tag: str, attributes: list[str]) -> None:
            names = map(local, attributes[::2])
            found.append((tag, dict(zip(names, attributes[1::2], strict=True))))

        walk(self.read(name), start)
        return found

    def related(self, name: str) -> dict[str, tuple[str, str]]:
        """Return by id the kind and the part of everything inside that a part refers to."""
        part = PurePosixPath(_plain(name))
        rels = str(part.parent / "_rels" / f"{part.name}.rels")
        if rels not in self:
            return {}
        found = {}
        for tag, attributes in self.elements(rels):
            if tag == "Relationship" and attributes.get("TargetMode") != "External":
                target = attributes.get("Target", "")
                where = target if target.startswith("/") else str(part.parent / target)
                kind = attributes.get("Type", "").rpartition("/")[2]
                found[attributes.get("Id", "")] = (kind, _plain(where))
        return found


def walk(
    content: bytes,
    start: Callable[[str, list[str]], object],
    end: Callable[[str], object] | None = None,
    text: Callable[[str], object] | None = None,
) -> None:
    """Walk the XML of a part; tags come without prefix, attributes as name, value, name, ….

    Declarations are refused, so there are no entities to expand or to fetch; so are tags or
    texts longer than any cell, and elements deeper or more than any workbook's.
    """
    at = 0
    while len(content) - at > PIECE:
        at = content.rfind(b"<", at, at + PIECE) + 1
        if not at:
            raise DamagedError("里面有过长的内容,不是正常的工作簿")
    depth = steps = 0

    def enter(tag: str, attributes: list[str]) -> None:
        nonlocal depth, steps
        depth += 1
        steps += 1
        if depth > DEPTH or steps > STEPS:
            raise DamagedError("里面的内容过多或套得过深,不是正常的工作簿")
        start(local(tag) if ":" in tag else tag, attributes)

    def leave(tag: str) -> None:
        nonlocal depth
        depth -= 1
        if end:
            end(local(tag) if ":" in tag else tag)

    parser = expat.ParserCreate()
    parser.ordered_attributes = True
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = _refuse
    parser.StartElementHandler = enter
    parser.EndElementHandler = leave
    if text:
        parser.CharacterDataHandler = text
    try:
        # In one piece: fed in chunks, one long tag costs older expats the square of its size.
        parser.Parse(content, True)
    except (expat.ExpatError, UnicodeError, LookupError):
        raise DamagedError("里面有一部分不是完好的 XML") from None


def local(name: str) -> str:
    """Return a tag or attribute name without its prefix."""
    return name.rpartition(":")[2]


def _plain(name: str) -> str:
    """Return a part's name as it is compared: relative, slashes only, in small letters."""
    steps: list[str] = []
    for step in name.replace("\\", "/").split("/"):
        if step == ".." and steps:
            steps.pop()
        elif step not in ("", ".", ".."):
            steps.append(step)
    return "/".join(steps).lower()


def _refuse(*_: object) -> None:
    raise DamagedError("里面有文档类型声明,正常的工作簿没有")
