"""The one guard in front of whatever parses a workbook: no file can exhaust the machine."""

from __future__ import annotations

import re
from contextlib import suppress
from io import BytesIO
from pathlib import PurePosixPath
from typing import TYPE_CHECKING
from xml.etree import ElementTree  # nosec B405 # behind refuse_excess: no declarations
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile

from scheduler.reading.files.empty_cells import MEGA, without_empty
from scheduler.reading.files.grid import TooMuchError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from xml.etree.ElementTree import Element  # nosec B405 # a type

ENTRIES = 2_000
ENTRY = 50 * MEGA
TOTAL = 200 * MEGA
RATIO = 200
PIECE = MEGA
ELEMENTS, ATTRIBUTES = 700_000, 3_000_000
DEPTH = 64  # of what is never closed
_STRICT = b"http://purl.oclc.org/ooxml/"
_USUAL = b"http://schemas.openxmlformats.org/"
# Some Chinese programs write their parts so; no parser of ours reads more than a byte a letter.
_CHINESE = re.compile(
    rb"""(<\?xml\s[^<>]{0,100}?encoding=["'])(?:gb_?2312(?:-80)?|x-gbk|gbk|gb18030|cp936)(["'])""",
    re.IGNORECASE,
)


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
            raise DamagedError(f"压缩包里有 {len(infos)} 个部件，不是正常的工作簿")
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
        """Return a part as any parser may have it: in the usual namespaces and encodings.

        Cells without a value are left out.

        Raises
        ------
        DamagedError
            If it is broken, or would cost its parser too much; see ``refuse_excess``.
        """
        content = _in_unicode(self._unpack(name))
        for kind in (b"spreadsheetml/", b"officeDocument/"):
            content = content.replace(_STRICT + kind, _USUAL + kind + b"2006/")
        content = without_empty(content)
        refuse_excess(content)
        return content

    def whole(self) -> bytes:
        """Return the package made anew, of parts as ``read`` returns them, media as they are."""
        stream = BytesIO()
        with ZipFile(stream, "w") as fresh:
            for name in (info.filename for info in self._infos.values()):
                with suppress(DamagedError):
                    xml = name.endswith((".xml", ".rels", ".vml"))
                    fresh.writestr(name, self.read(name) if xml else self._unpack(name))
        return stream.getvalue()

    def _unpack(self, name: str) -> bytes:
        try:
            return self._zip.read(self._infos[_plain(name)])
        except Exception:
            raise DamagedError(f"里面的 {name} 不完整或已损坏") from None

    def related(self, name: str) -> dict[str, tuple[str, str]]:
        """Return by id the kind and the part of everything inside that a part refers to."""
        part = PurePosixPath(_plain(name))
        rels = str(part.parent / "_rels" / f"{part.name}.rels")
        if rels not in self:
            return {}
        parts = {}
        for element in elements(self.read(rels)):
            if local(element) == "Relationship" and element.get("TargetMode") != "External":
                target = element.get("Target", "")
                where = target if target.startswith("/") else str(part.parent / target)
                kind = element.get("Type", "").rpartition("/")[2]
                parts[element.get("Id", "")] = (kind, _plain(where))
        return parts


def _in_unicode(content: bytes) -> bytes:
    """Return XML that says it is in a Chinese encoding in UTF-8."""
    if not _CHINESE.match(content):
        return content
    try:
        text = content.decode("gb18030")
    except UnicodeDecodeError:
        raise DamagedError("里面有一部分的文字编码认不出来") from None
    return _CHINESE.sub(rb"\1UTF-8\2", text.encode(), count=1)


def refuse_excess(content: bytes) -> None:
    """Refuse XML that would cost its parser too much.

    Declarations, so that there are no entities to expand or to fetch; tags or texts longer than
    any cell, and more elements than any office's workbook has.

    Raises
    ------
    DamagedError
        If there is any of these.
    """
    at = 0
    while len(content) - at > PIECE:
        at = content.rfind(b"<", at, at + PIECE) + 1
        if not at:
            raise DamagedError("里面有过长的内容，不是正常的工作簿")
    # In UTF-16 every other byte is none.
    written = content.replace(b"\0", b"") if b"\0" in content else content
    closing = written.count(b"</")
    opening = written.count(b"<") - closing
    alone = sum(map(written.count, (b"/>", b"<?", b"<!")))
    attributes = written.count(b"=")
    if opening > ELEMENTS or attributes > ATTRIBUTES or opening - closing - alone > DEPTH:
        raise DamagedError("里面的内容过多或套得过深，不是正常的工作簿")
    if b"<!DOCTYPE" in written:
        raise DamagedError("里面有文档类型声明，正常的工作簿没有")


def elements(content: bytes) -> Iterator[Element]:
    """Yield every element of a part, as ``Package.read`` has it, once complete, children first."""
    try:
        for _, element in ElementTree.iterparse(BytesIO(content)):  # nosec B314 # refuse_excess
            yield element
    except (ElementTree.ParseError, ValueError, LookupError):  # the last two of its encoding
        raise DamagedError("里面有一部分不是完好的 XML") from None


def local(element: Element) -> str:
    """Return an element's name without its namespace, transitional, strict or none."""
    return element.tag.rpartition("}")[2]


def attribute(element: Element, name: str) -> str:
    """Return an attribute in whatever namespace, '' if it is not there."""
    return next((text for key, text in element.items() if key.rpartition("}")[2] == name), "")


def _plain(name: str) -> str:
    """Return a part's name as it is compared: relative, slashes only, in small letters."""
    steps: list[str] = []
    for step in name.replace("\\", "/").split("/"):
        if step == ".." and steps:
            steps.pop()
        elif step not in ("", ".", ".."):
            steps.append(step)
    return "/".join(steps).lower()
