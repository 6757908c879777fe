"""Files that are no workbook, broken or hostile are refused, each in words of its own."""

from __future__ import annotations

import struct
import zipfile
from typing import TYPE_CHECKING

import pytest

from scheduler.errors import InputError
from scheduler.usecases.check import check
from tests import office
from tests.office import package, sheet
from tests.scheduler.reading.centre_files import (
    DATA,
    INLINE,
    PEOPLE,
    refused,
)

if TYPE_CHECKING:
    from pathlib import Path


GOOD = package({"员工": INLINE})


OLE = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(600)


ENTITIES = '<!DOCTYPE w [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]><worksheet>&b;'


OUTSIDE = '<!DOCTYPE w [<!ENTITY x SYSTEM "file:///etc/passwd">]><worksheet>&x;</worksheet>'


def lying(content: bytes) -> bytes:
    """Let the zip's directory state a size of 10 bytes for every part."""
    at = 0
    while (at := content.find(b"PK\x01\x02", at)) >= 0:
        content = content[: at + 24] + struct.pack("<I", 10) + content[at + 28 :]
        at += 4
    return content


REFUSED: dict[str, tuple[str, bytes, str]] = {
    "empty": (DATA, b"", "空文件"),
    "zeros": (DATA, bytes(3000), "空文件"),
    "lock file": ("~$值班数据.xlsx", GOOD, "不带 ~$"),
    "real xls": (DATA, OLE + "Workbook".encode("utf-16-le"), "旧格式"),
    "with a password": (DATA, OLE + "EncryptedPackage".encode("utf-16-le"), "密码"),
    "html": (DATA, b"\r\n<html><table><tr><td>1</td></tr></table></html>", "网页"),
    "html in utf-16": (DATA, "<html><body></body></html>".encode("utf-16"), "网页"),
    "web archive": (DATA, b"MIME-Version: 1.0\r\n", "网页"),
    "xml of 2003": (
        DATA,
        b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"/>',
        "旧的 XML",
    ),
    "text under xlsx": (DATA, "姓名,岗位\n王静,管理员\n".encode(), "文本"),
    "rubbish": (DATA, bytes(range(256)) * 9, "不是工作簿"),
    "truncated": (DATA, GOOD[: len(GOOD) // 2], "不完整"),
    "truncated at the end": (DATA, GOOD[:-10], "不完整"),
    "broken sheet": (DATA, package({"员工": "<worksheet><sheetData><row>"}), "XML"),
    **{
        f"in {name}": (DATA, package({"员工": INLINE.replace("UTF-8", name)}), said)
        for name, said in {
            "GB2312": "文字编码",  # not what it says it is
            "Big5": "XML",
            "Shift_JIS": "XML",
            "UTF-7": "XML",
            "UTF-32": "XML",
            "hex": "XML",
            "cp037": "XML",
            "没有": "XML",
            "x" * 90: "XML",
        }.items()
    },
    "ods": (DATA, office.zipped({"mimetype": "x", "content.xml": "<x/>"}), "ODS"),
    "docx": (DATA, office.zipped({"word/document.xml": "<x/>"}), "Word"),
    "xlsb": (DATA, office.zipped({"xl/workbook.bin": "x"}), "xlsb"),
    "a zip of something else": (DATA, office.zipped({"a.txt": "x"}), "没有工作簿"),
    "no sheets": (DATA, package({}), "没有工作表"),
    "entities": (DATA, package({"员工": ENTITIES}), "文档类型声明"),
    "external entity": (DATA, package({"员工": OUTSIDE}), "文档类型声明"),
    "zip bomb": (DATA, package({"员工": INLINE}, more={"b": bytes(60_000_000)}), "删去空行"),
    "bomb of few parts": (DATA, package({"员工": INLINE}, more={"b": bytes(3_000_000)}), "过大"),
    "zip that lies about sizes": (DATA, lying(GOOD), "损坏"),
    "thousands of parts": (
        DATA,
        package({"员工": INLINE}, more={f"x{n}": "" for n in range(2100)}),
        "部件",
    ),
    "a compression nobody bounds": (
        DATA,
        office.zipped({"xl/workbook.xml": "<x/>"}, zipfile.ZIP_LZMA),
        "压缩方式",
    ),
    "a tag of megabytes": (
        DATA,
        package({"员工": "<worksheet " + " ".join(f'a{n}="{n}"' for n in range(200_000)) + "/>"}),
        "过长",
    ),
    "endless nesting": (
        DATA,
        package({"员工": "".join(f"<a{n}>" for n in range(5000))}),
        "过深",
    ),
    "too many rows": (
        DATA,
        package({"员工": sheet("".join(f"<row><c><v>{n}</v></c></row>" for n in range(20_002)))}),
        "超过 20000 行",
    ),
    "row beyond the last": (
        DATA,
        package({"员工": sheet('<row r="1048577"><c r="A1048577"><v>1</v></c></row>')}),
        "行号",
    ),
    "a csv whose quote swallows the rest": (
        "请假.csv",
        '姓名,开始,状态,备注\n王静,12月5日,同意,"回家\n李梅,12月6日,同意,\n'.encode(),
        "引号",
    ),
    "a csv whose quotes swallow lines": (
        "请假.csv",
        '姓名,开始,状态\n王静,12月5日,同意\n",12月6日,同意\n",12月7日,同意\n'.encode(),
        "引号",
    ),
    "all sheets hidden": (
        DATA,
        package({"员工": INLINE}, states={"员工": "hidden"}),
        "取消隐藏",
    ),
    "a csv of many megabytes": ("花名册.csv", b",," * 6_000_000, "10 MB"),
    "a csv as nothing known": ("花名册.csv", b"\xff\xff\xff\x81\x20", "编码"),
    "csv quotes that never end": ("花名册.csv", b'\xef\xbb\xbf"' + b"a" * 140_000, "引号"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_files_that_are_refused(tmp_path: Path, case: str) -> None:
    name, content, said = REFUSED[case]
    text = refused(tmp_path, content, name)
    assert said in text
    assert name in text


BROKEN = {"坏一.xlsx": b"PK broken", "空.csv": b"\xef\xbb\xbf", "坏二.xlsx": b""}


def test_every_broken_list_is_said_with_what_else_is_wrong(tmp_path: Path) -> None:
    files = [tmp_path / name for name in BROKEN]
    for file in files:
        file.write_bytes(BROKEN[file.name])
    wrong = {"员工": PEOPLE, "指定": [["姓名", "日期", "要求"], ["王静", "下周三", "不可"]]}
    text = refused(tmp_path, office.book(wrong), leave_files=files)
    assert "指定 › B2" in text
    for name in BROKEN:
        assert f"{name}：" in text
    assert "空.csv：这是空文件" in text
    assert "坏二.xlsx：这是空文件，里面什么也没有" in text
    assert text.count("另存为 xlsx") == 1
    # Without the people everything else would look wrong.
    text = refused(tmp_path, office.book(wrong), staff_files=files)
    assert "指定" not in text
    assert all(f"{name}：" in text for name in BROKEN)
    text = refused(tmp_path, b"", leave_files=files)
    assert all(f"{name}：" in text for name in (DATA, *BROKEN))


def test_check_says_every_broken_file(tmp_path: Path) -> None:
    for name in (DATA, "请假.xlsx"):
        (tmp_path / name).write_bytes(b"")
    with pytest.raises(InputError) as caught:
        check(tmp_path / DATA, leave_files=(tmp_path / "请假.xlsx",))
    assert [message.file for message in caught.value.messages] == [DATA, "请假.xlsx"]


def test_a_csv_of_as_many_rows_as_may_be(tmp_path: Path) -> None:
    listed = tmp_path / "请假.csv"
    for count, said in ((20_000, "最多 5000 行"), (20_001, "超过 20000 行")):
        listed.write_text("姓名,开始,状态\n" + "王静,12月5日,同意\n" * count, encoding="gbk")
        assert said in refused(tmp_path, office.book({"员工": PEOPLE}), leave_files=[listed])


def test_a_hidden_required_sheet(tmp_path: Path) -> None:
    content = office.book({"员工": PEOPLE, "说明": [["x"]]}, states={"员工": "hidden"})
    assert "取消隐藏" in refused(tmp_path, content)
