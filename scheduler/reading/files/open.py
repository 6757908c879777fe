"""Opening whatever file a user has: read, or refused with what to do about it."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from scheduler.errors import Exit, FileError, InputError, Message
from scheduler.files import read_plain, reason
from scheduler.reading.files.csv_text import decode, read_delimited
from scheduler.reading.files.empty_cells import MEGA
from scheduler.reading.files.grid import Book, TooMuchError
from scheduler.reading.files.guard import ENTRY, DamagedError, Package
from scheduler.reading.files.xlsx import Workbook

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from scheduler.reading.files.grid import Grid

T = TypeVar("T")
TEXTS = (".csv", ".tsv", ".txt")
TEXT = 10 * MEGA
SAVE_AS = "请用 Excel 或 WPS 打开它，另存为 xlsx"
# Zeros, white space, byte order marks.
_NOTHING = b"\x00 \r\n\t\xef\xbb\xbf\xff\xfe"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_MARKUP = (b"<!doctype html", b"<html", b"<table", b"<meta", b"<head", b"<body", b"mime-version:")
_OLD_XML = b"urn:schemas-microsoft-com:office:spreadsheet"


def open_book(path: Path, rank: int = 0) -> Book:
    """Open a workbook or text table for its values; ``rank`` as in Book.

    Nothing in it is computed, fetched or followed.

    Raises
    ------
    FileError
        If it is missing, held by another program, or a link or pipe and no file.
    InputError
        If it is nothing that can be read, or too much; the text says what to do.
    """
    if path.name.startswith("~$"):
        raise _refusal(path, "这是 Excel 打开文件时的临时文件，请选名字不带 ~$ 的那一个")
    try:
        content = read_plain(path, ENTRY + 1)
    except FileNotFoundError:
        raise FileError(f"找不到文件 {path}") from None
    except IsADirectoryError:
        raise FileError(f"{path} 是文件夹，请写到具体的文件") from None
    except OSError as error:
        raise FileError(f"{path.name} 打不开（{reason(error)}），请先在 Excel 里关闭它") from None
    if len(content) > ENTRY:
        raise _refusal(path, f"文件超过 {ENTRY // MEGA} MB，不像值班数据，请核对")
    return open_content(path, content, rank)


def open_content(path: Path, content: bytes, rank: int = 0) -> Book:
    """Open what a file of that name holds, or held when it was kept; as ``open_book``."""
    if not content.strip(_NOTHING):
        raise _refusal(path, "这是空文件，里面什么也没有；请重新导出，或选对文件")
    try:
        return _open(path, content, rank)
    except DamagedError as error:
        raise _refusal(path, f"{error}；{SAVE_AS}") from None
    except TooMuchError as error:
        raise _too_much(path, error) from None


def _open(path: Path, content: bytes, rank: int) -> Book:
    if why := _foreign(content):
        raise DamagedError(why)
    if content.startswith(b"PK"):
        package = _package(content)
        workbook = _undamaged(lambda: Workbook(package))

        def load(title: str) -> Grid:
            try:
                return _undamaged(lambda: workbook.read(title))
            except DamagedError as error:
                raise _refusal(path, f"〈{title}〉{error}；{SAVE_AS}") from None
            except TooMuchError as error:
                raise _too_much(path, error) from None

        visible = tuple(title for title in workbook.parts if title not in workbook.hidden)
        if not visible:
            raise _refusal(path, f"工作表〈{workbook.hidden[0]}〉等都是隐藏的，请取消隐藏")
        hidden = tuple(workbook.hidden)
        return Book(path, content, visible, hidden, load, rank, attached=workbook.attached)
    if len(content) > TEXT:
        raise _refusal(path, f"文本超过 {TEXT // MEGA} MB，不像值班数据，请核对")
    if path.suffix.lower() not in TEXTS:
        raise DamagedError("这不是工作簿" + ("（是文本）" if _is_text(content) else "或已损坏"))
    grid = read_delimited(decode(content), path.stem)
    return Book(path, content, (grid.title,), (), lambda _: grid, rank)


def _undamaged(read: Callable[[], T]) -> T:
    """Return what is read; whatever openpyxl makes of a broken file is damage, and no crash."""
    try:
        return read()
    except (DamagedError, TooMuchError):
        raise
    except Exception:
        raise DamagedError("里面有一部分不是完好的 XML") from None


def _foreign(content: bytes) -> str:
    """Return what a file is that cannot be read, '' if it may be readable."""
    if content.startswith(_OLE):
        return (
            "文件有打开密码，请先去掉密码" if _ENCRYPTED in content else "这是旧格式（xls 或 et）"
        )
    head = content[:4096].lstrip(b"\xef\xbb\xbf\xff\xfe \r\n\t").replace(b"\x00", b"").lower()
    if _OLD_XML in head:
        return "这是旧的 XML 表格"
    if head.startswith(_MARKUP) or (head.startswith(b"<?xml") and b"<html" in head):
        return "这是网页，只是名字像表格"
    return ""


def _package(content: bytes) -> Package:
    package = Package(content)
    for part, what in (
        ("xl/workbook.bin", "这是 xlsb 格式"),
        ("content.xml", "这是 ODS 表格"),
        ("word/document.xml", "这是 Word 文档"),
        ("ppt/presentation.xml", "这是演示文稿"),
    ):
        if part in package:
            raise DamagedError(what)
    return package


def _is_text(content: bytes) -> bool:
    try:
        return decode(content[:4096]).isprintable() or b"\n" in content[:4096]
    except DamagedError:
        return False


def _too_much(path: Path, error: TooMuchError) -> InputError:
    return _refusal(path, f"{error}，不像值班数据，请删去空行、多余的格式和内容")


def _refusal(path: Path, text: str) -> InputError:
    message = Message("bad-file", "error", text, path.name, exit=Exit.INPUT)
    return InputError(f"{path.name}：{text}", (message,))
