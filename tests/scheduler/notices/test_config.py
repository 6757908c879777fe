"""What zhiban.toml may say, and how it is told what is wrong with it."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from scheduler.errors import Exit
from scheduler.notices.channels import Mail, Program, Robot
from scheduler.notices.config import read_channels
from scheduler.notices.sources import CONFIG_FILE, KEYS

if TYPE_CHECKING:
    from pathlib import Path

WECOM = '[wecom]\nwebhook = "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=K"\n'
MAIL = '[mail]\nhost = "smtp.example.com"\nfrom = "a@example.com"\nto = ["b@example.com"]\n'


def put(folder: Path, text: str | bytes, mode: int = 0o600) -> Path:
    path = folder / CONFIG_FILE
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    path.chmod(mode)
    return folder


def faults(folder: Path, environment: dict[str, str] | None = None) -> list[str]:
    _, found = read_channels(folder, environment or {})
    assert {(one.severity, one.exit) for one in found} <= {("error", Exit.INPUT)}
    return [str(one) for one in found]


def test_nothing_set_up_is_nothing_wrong(tmp_path: Path) -> None:
    assert read_channels(tmp_path, {"ZHIBAN_LIVES": "3", "PATH": "x"}) == ([], [])


def test_every_channel_from_the_file(tmp_path: Path) -> None:
    text = WECOM + '[dingtalk]\nwebhook = "https://oapi.dingtalk.com/robot/send?access_token=T"\n'
    text += 'secret = "SEC1"\n' + MAIL + 'user = "u"\npassword = "p"\n'
    text += '[command]\nrun = ["x", "y z"]\nallow = true\n'
    channels, found = read_channels(put(tmp_path, text), {})
    assert found == []
    wecom, dingtalk, mail, command = channels
    assert isinstance(wecom, Robot) and wecom.name == "企业微信" and "K" in wecom.secrets
    assert isinstance(dingtalk, Robot) and {"T", "SEC1"} <= set(dingtalk.secrets)
    to = ("b@example.com",)
    assert mail == Mail("smtp.example.com", 587, "starttls", "u", "p", "a@example.com", to)
    assert command == Program(("x", "y z"))


def test_the_environment_alone_and_over_the_file(tmp_path: Path) -> None:
    environment = {
        "ZHIBAN_MAIL_HOST": "other.example.com",
        "ZHIBAN_MAIL_PORT": "465",
        "ZHIBAN_MAIL_SECURITY": "ssl",
        "ZHIBAN_MAIL_USER": "me@example.com",
        "ZHIBAN_MAIL_PASSWORD": "p",
        "ZHIBAN_MAIL_TO": "b@example.com、林芳 <c@example.com>",
        "ZHIBAN_COMMAND_RUN": "tell 'two words'",
        "ZHIBAN_COMMAND_ALLOW": "true",
    }
    mail, program = read_channels(tmp_path, environment)[0]
    to = ("b@example.com", "林芳 <c@example.com>")
    expected = Mail("other.example.com", 465, "ssl", "me@example.com", "p", "me@example.com", to)
    assert (mail, program) == (expected, Program(("tell", "two words")))
    # The section comes from there as a whole, whatever a file says of it.
    folder = put(tmp_path, '[mail]\nhost = "other.invalid"\nport = "x"\n', 0o644)
    assert read_channels(folder, environment) == ([mail, program], [])


def test_a_secret_of_the_environment_never_goes_where_a_centre_says(tmp_path: Path) -> None:
    centre = put(tmp_path, MAIL + 'user = "u"\n')
    channels, found = read_channels(centre, {"ZHIBAN_MAIL_PASSWORD": "p"})
    assert channels == []
    assert any("环境变量 › ZHIBAN_MAIL_HOST：没有填" in str(one) for one in found)
    runner = tmp_path / "runner.toml"
    runner.write_text(MAIL + 'user = "u"\n', encoding="utf-8")
    (mail,), found = read_channels(None, {"ZHIBAN_MAIL_PASSWORD": "p"}, runner)
    assert isinstance(mail, Mail)
    assert (mail.host, mail.password, found) == ("smtp.example.com", "p", [])


def test_a_program_needs_leave(tmp_path: Path) -> None:
    (said,) = faults(put(tmp_path, '[command]\nrun = ["x"]\n'))
    assert "command › allow：自己的程序要写明 allow = true" in said
    (said,) = faults(put(tmp_path, '[command]\nrun = ["x"]\nallow = "maybe"\n'))[:1]
    assert "true 或 false" in said


@pytest.mark.skipif(os.name == "nt", reason="modes mean nothing there")
@pytest.mark.parametrize("mode", [0o620, 0o602, 0o666])
def test_leave_counts_only_where_nobody_else_can_write(tmp_path: Path, mode: int) -> None:
    put(tmp_path, '[command]\nrun = ["x"]\nallow = true\n', mode)
    assert read_channels(tmp_path, {})[0] == []
    assert "别人也改得了" in faults(tmp_path)[0]


@pytest.mark.skipif(os.name == "nt", reason="links and pipes need rights there")
@pytest.mark.parametrize("kind", ["link", "hard link", "pipe", "large"])
def test_only_a_plain_file_is_read(tmp_path: Path, kind: str) -> None:
    folder, other = tmp_path / "centre", tmp_path / "other.toml"
    folder.mkdir()
    other.write_text(WECOM, encoding="utf-8")
    other.chmod(0o600)
    path = folder / CONFIG_FILE
    match kind:
        case "link":
            path.symlink_to(other)
        case "hard link":
            path.hardlink_to(other)
        case "pipe":
            os.mkfifo(path)
        case _:
            path.write_text(WECOM + "#" * 200_000, encoding="utf-8")
    assert read_channels(folder, {})[0] == []
    assert "读不了" in faults(folder)[0]


@pytest.mark.parametrize(
    "typed",
    [
        "a@example.com，林芳 <b@example.com>；c@example.com",
        "a@example.com, 林芳 <b@example.com>; c@example.com",
        "a@example.com、林芳 <b@example.com>、\u2068c@example.com\u2069",
        "ａ＠example．com，林芳 <b@example.com>\nc@example.com，",
    ],
)
def test_addresses_with_either_width_of_punctuation(tmp_path: Path, typed: str) -> None:
    expected = ("a@example.com", "林芳 <b@example.com>", "c@example.com")
    path = put(tmp_path, MAIL) / CONFIG_FILE
    (mail,), _ = read_channels(None, {"ZHIBAN_MAIL_TO": typed}, path)
    assert isinstance(mail, Mail)
    assert mail.to == expected


@pytest.mark.skipif(os.name == "nt", reason="modes mean nothing there")
@pytest.mark.parametrize("mode", [0o640, 0o604, 0o620])
def test_secrets_that_others_may_read_are_refused(tmp_path: Path, mode: int) -> None:
    channels, found = read_channels(put(tmp_path, WECOM + MAIL, mode), {})
    # What has no secret in it goes all the same.
    assert [channel.name for channel in channels] == ["邮件"]
    (fault,) = found
    assert (fault.file, fault.sheet, fault.cell) == (CONFIG_FILE, "wecom", "webhook")
    assert "chmod 600 zhiban.toml" in fault.text and "ZHIBAN_WECOM_WEBHOOK" in fault.text


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[wecom]\nwebhok = 1", "zhiban.toml › wecom › webhok：没有这一项；是不是 webhook？"),
        ("[wecome]\n", "zhiban.toml：没有 [wecome] 这一节；是不是 [wecom]？"),
        ("wecom = 3", "wecom：[wecom] 要单独写一行，下面再写 webhook = …"),
        ("[zzz]", "可以写 [wecom]、[dingtalk]、[mail]、[command]"),
        ("[mail", "zhiban.toml："),
        ("[mail]\nhost = smtp.example.com", "第 2 行第 8 个字看不懂"),
        ('[mail]\nhost = "邮件"'.encode("gbk"), "不是 UTF-8"),
        ("[wecom]\n", "zhiban.toml › wecom › webhook：没有填"),
        ('[wecom]\nwebhook = "qyapi.weixin.qq.com"', "以 https:// 开头"),
        ('[wecom]\nwebhook = "https:///x"', "以 https:// 开头"),
        ('[wecom]\nwebhook = "https://x:y/"', "以 https:// 开头"),
        ('[wecom]\nwebhook = "file:///etc/passwd"', "以 https:// 开头"),
        ("[wecom]\nwebhook = 3", "双引号"),
        (MAIL + 'user = "u"', "mail › password：没有填"),
        (MAIL + "port = 0", "1 到 65535"),
        (MAIL + "port = true", "1 到 65535"),
        (MAIL + 'security = "tls"', "mail › security：「tls」看不懂，可以写 ssl、starttls、none"),
        (MAIL + 'security = "none"\nuser = "u"\npassword = "p"', "密码会被看见"),
        (MAIL.replace("b@", "b"), "「bexample.com」不是邮箱地址"),
        (MAIL.replace('["b@example.com"]', "[]"), "mail › to：没有填"),
        (MAIL.replace('["b@example.com"]', "[1]"), "mail › to：要写成列表"),
        ('[mail]\nhost = "h"\nto = "b@example.com"', "mail › from：没有填"),
        ("[command]\nrun = []", "command › run：没有填"),
    ],
)
def test_what_is_wrong_is_said_with_its_place(tmp_path: Path, text: str | bytes, said: str) -> None:
    found = faults(put(tmp_path, text))
    assert any(said in one for one in found), found
    assert read_channels(tmp_path, {})[0] == []


def test_everything_wrong_is_said_at_once(tmp_path: Path) -> None:
    text = '[mail]\nport = "x"\nhots = "h"\n[command]\nrum = ["x"]\n'
    assert len(faults(put(tmp_path, text))) >= 5


def test_variables_are_told_apart_too(tmp_path: Path) -> None:
    (fault,) = faults(tmp_path, {"ZHIBAN_MAIL_PASSWROD": "secret"})
    assert "是不是 ZHIBAN_MAIL_PASSWORD？" in fault and "secret" not in fault
    found = faults(tmp_path, {"ZHIBAN_WECOM_WEBHOOK": "key", "ZHIBAN_COMMAND_RUN": "'"})
    assert any(one.startswith("环境变量 › ZHIBAN_WECOM_WEBHOOK：") for one in found)
    assert any("引号不成对" in one for one in found)


def test_notepad_may_have_written_it(tmp_path: Path) -> None:
    text = b"\xef\xbb\xbf" + WECOM.replace("\n", "\r\n").encode()
    assert faults(put(tmp_path, text)) == []


def test_a_file_that_cannot_be_read(tmp_path: Path) -> None:
    (tmp_path / CONFIG_FILE).mkdir()
    assert "读不了（那是一个文件夹）" in faults(tmp_path)[0]


def test_every_key_is_in_the_sample_and_the_sample_is_right(tmp_path: Path) -> None:
    from tests.test_examples import EXAMPLES

    sample = (EXAMPLES / "schedule" / CONFIG_FILE).read_text(encoding="utf-8")
    # As it comes it sets up nothing; with the marks gone, everything.
    assert read_channels(put(tmp_path, sample, 0o644), {}) == ([], [])
    whole = "\n".join(line.removeprefix("#: ") for line in sample.splitlines())
    channels, found = read_channels(put(tmp_path, whole), {})
    assert found == []
    assert len(channels) == len(KEYS)
    for section, keys in KEYS.items():
        part = whole.partition(f"[{section}]")[2].partition("\n[")[0]
        assert all(f"\n{key} = " in part for key in keys), section


def test_a_command_line_in_one_piece(tmp_path: Path) -> None:
    (said,) = faults(put(tmp_path, '[command]\nrun = "python3 tell.py"\nallow = true\n'))
    assert "程序和每个参数要分开写" in said
    program = tmp_path / "my program"
    program.touch()
    assert faults(put(tmp_path, f"[command]\nrun = '{program}'\nallow = true\n")) == []


NONSENSE = (
    *("1", "-1", "9" * 5000, "1e999", "nan", "true", "[]", "[[]]", "{}", "''", "['x']", "[1]"),
    *(
        r'"\u0000"',
        r'"\ud800"',
        "0x" + "f" * 9999,
        "1979-05-27",
        "'http://[::1'",
        "'https://a:99999/'",
    ),
    *("'a@b,c@d'", "'a\nb'", "[" * 2000 + "]" * 2000, "{a=" * 500 + "1" + "}" * 500),
    *(f"'{'a' * 90_000}'", f"'{'a.' * 200}'"),
)


@pytest.mark.parametrize("section", KEYS)
def test_nonsense_in_any_place_is_said(tmp_path: Path, section: str) -> None:
    """And the section is not used, or it is what somebody may mean."""
    for key in KEYS[section]:
        for value in NONSENSE:
            alone = put(tmp_path, f"[{section}]\n{key} = {value}\n")
            channels, found = read_channels(alone, {})
            assert found and not channels, (key, value)
            typed = value.strip("'")
            others = {f"ZHIBAN_{section}_{one}".upper(): "x" for one in KEYS[section]}
            for given in ({}, others):
                read_channels(None, given | {f"ZHIBAN_{section}_{key}".upper(): typed})
    for value in NONSENSE:
        assert read_channels(put(tmp_path, f"{section} = {value}\n"), {})[1]


@pytest.mark.parametrize(
    "text",
    [
        *("[a" * 3000, "a." * 50_000 + "b = 1", "[" + "a." * 3000 + "b]", "x = " + "[" * 99_000),
        *("a = {" * 5000, "\x00", "[mail]\n[mail]", "mail.host.x = 1\nmail.host = 2", "= 1"),
    ],
)
def test_a_file_that_is_no_toml_is_said(tmp_path: Path, text: str) -> None:
    channels, found = read_channels(put(tmp_path, text), {})
    assert found and not channels
