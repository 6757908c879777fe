"""The page in a real browser: whole journeys, by mouse and by keyboard, and what goes wrong."""

from __future__ import annotations

import shutil
from datetime import datetime
from typing import TYPE_CHECKING, Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from openpyxl import load_workbook
from playwright.sync_api import expect, sync_playwright

from scheduler.page.session import Session
from scheduler.page.start import Running
from scheduler.usecases.init import make_centre
from tests.books import book, edit
from tests.scheduler.commands import zhiban
from tests.scheduler.page.by_hand import EXAMPLES, MONTH, copied, typed
from tests.scheduler.page.served import LONG, Served

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Page, Route

    Opened = Callable[..., Page]

pytestmark = pytest.mark.browser
NOVEMBER, DECEMBER = datetime(2026, 11, 25, 9), datetime(2026, 12, 8, 9)
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
DATA = "值班数据.xlsx"


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    assert CHROMIUM, "these tests need Chromium: apt-get install chromium, or -m 'not browser'"
    with sync_playwright() as playwright:
        found = playwright.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox", "--disable-dev-shm-usage"]
        )
        yield found
        found.close()


class Centre:
    """A folder with a page that is served, and the tabs that are open on it."""

    def __init__(self, browser: Browser, folder: Path, at: datetime) -> None:
        self.now, self.folder, self.browser = at, folder, browser
        self.errors: list[str] = []
        self.served = Served(Running(Session(folder, clock=lambda: self.now)))

    def tab(self, width: int = 1280, height: int = 720) -> Page:
        context = self.browser.new_context(viewport={"width": width, "height": height})
        context.set_default_timeout(LONG * 1000)
        page = context.new_page()
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.goto(self.served.running.keys.address)
        expect(page.locator("#status")).not_to_be_empty()
        return page


@pytest.fixture
def opened(browser: Browser, tmp_path: Path) -> Iterator[Callable[..., Centre]]:
    centres: list[Centre] = []

    def open_centre(name: str = "garden", at: datetime = NOVEMBER, *, draft: bool = True) -> Centre:
        folder = tmp_path / "中心"
        if name:
            copied(name, folder)
        if draft:
            assert zhiban("draft", folder, "--month", MONTH).exit_code in (0, 3, 5)
        centres.append(Centre(browser, folder, at))
        return centres[-1]

    yield open_centre
    for one in centres:
        for context in browser.contexts:
            context.close()
        one.served.running.end()
        one.served.thread.join(LONG)
        assert not one.served.thread.is_alive()
        assert one.errors == []


def seat(page: Page, day: int) -> Any:
    return page.locator(f"#sheet [data-slot^='2026-12-{day:02}|']").first


def name_on(page: Page, day: int) -> str:
    return str(seat(page, day).locator(".name").inner_text())


def take_first(page: Page, day: int) -> str:
    """Give a duty to the first who may have it, and return who that is."""
    seat(page, day).click()
    first = page.locator("dialog .candidates .lawful").first
    name = str(first.locator("b").inner_text())
    first.click()
    expect(seat(page, day)).to_contain_text(name)
    return name


def test_a_month_end_from_an_empty_folder_to_publish(
    opened: Callable[..., Centre], tmp_path: Path
) -> None:
    make_centre(tmp_path / "中心")
    centre = opened("", draft=False)
    page = centre.tab()
    page.click("#upload")
    page.set_input_files("dialog input[type=file]", EXAMPLES / "garden" / DATA)
    page.click("dialog button[type=submit]")
    expect(page.locator("dialog")).not_to_be_visible()
    expect(page.locator("#centre")).to_have_text("阳光花园客户服务中心")
    page.click("#solve")
    expect(page.locator("#line")).to_contain_text("已排 31/31 天")
    before = name_on(page, 5)
    taker = take_first(page, 5)
    assert taker != before
    page.click("#undo")
    expect(seat(page, 5)).to_contain_text(before)
    page.click("#redo")
    expect(seat(page, 5)).to_contain_text(taker)
    page.click("#solve")
    expect(page.locator("#says")).to_contain_text("排好了")
    expect(seat(page, 5)).to_contain_text(taker)
    page.click("#publish")
    page.fill("dialog input >> nth=0", "林芳")
    page.click("dialog button[type=submit]")
    expect(page.locator("dialog")).to_contain_text("v1 已发布")
    for name in ("值班安排表-2026-12-v1.xlsx", "值班安排表-2026-12-v1-内部.xlsx"):
        assert (centre.folder / name).is_file()
    with page.expect_download() as kept:
        page.locator("dialog a").first.click()
    assert kept.value.suggested_filename.startswith("值班安排表-2026-12-v1")
    page.keyboard.press("Escape")
    expect(page.locator("#status")).to_contain_text("已发布 v1")
    for button, made in (
        ("#forms", "交接班记录-2026-12.xlsx"),
        ("#report", "值班月报-2026-12.xlsx"),
    ):
        page.click(button)
        expect(page.locator("dialog")).to_contain_text(made)
        page.keyboard.press("Escape")
        assert (centre.folder / made).is_file()
    page.click("#history")
    expect(page.locator("dialog")).to_contain_text("林芳")


def test_leave_in_the_middle_of_a_month(opened: Callable[..., Centre], tmp_path: Path) -> None:
    copied("garden", tmp_path / "中心")
    assert zhiban("draft", tmp_path / "中心", "--month", MONTH).exit_code in (0, 3)
    assert zhiban("publish", tmp_path / "中心", "--approver", "林芳").exit_code in (0, 3)
    centre = opened("", DECEMBER, draft=False)
    page = centre.tab()
    page.click("#before")
    expect(page.locator("#status")).to_contain_text("已发布 v1")
    absent = name_on(page, 16)
    page.click("#leave")
    page.select_option("dialog select", absent)
    for nth in (0, 1):
        page.locator("dialog input[type=date]").nth(nth).fill("2026-12-16")
    page.click("dialog button[type=submit]")
    expect(page.locator("dialog .light")).to_contain_text("灯")
    page.keyboard.press("Escape")
    edit(centre.folder / DATA, "请假", leave_row(centre.folder, absent))
    page.click("#check")
    page.click("#solve")
    expect(page.locator("#changes li")).not_to_have_count(0)
    assert name_on(page, 16) != absent
    page.click("#publish")
    page.fill("dialog input >> nth=0", "林芳")
    page.fill("dialog input >> nth=1", f"{absent}请假")
    page.click("dialog button[type=submit]")
    expect(page.locator("dialog")).to_contain_text("v2 已发布")


def leave_row(folder: Path, who: str) -> dict[str, str]:
    """Return the cells of one more approved leave on 16 December."""
    sheet = load_workbook(folder / DATA)["请假"]
    at = {str(cell.value).rstrip("*"): cell.column_letter for cell in sheet[1]}
    row = sheet.max_row + 1
    given = {"姓名": who, "开始": "2026-12-16", "结束": "2026-12-16", "状态": "已批准"}
    return {f"{at[name]}{row}": value for name, value in given.items()}


def test_by_keyboard_alone(opened: Callable[..., Centre]) -> None:
    page = opened().tab()
    for _ in range(40):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.dataset.slot || ''"):
            break
    looked = "document.activeElement.dataset.slot"
    assert page.evaluate(looked).startswith("2026-12-01|")
    page.keyboard.press("ArrowDown")
    assert page.evaluate(looked).startswith("2026-12-08|")
    page.keyboard.press("ArrowRight")
    assert page.evaluate(looked).startswith("2026-12-09|")
    page.keyboard.press("l")
    expect(seat(page, 9)).to_contain_text("锁定")
    assert page.evaluate(looked).startswith("2026-12-09|")
    page.keyboard.press("Control+z")
    expect(seat(page, 9)).not_to_contain_text("锁定")
    before = name_on(page, 9)
    page.keyboard.press("Enter")
    expect(page.locator("dialog .lawful").first).to_be_visible()
    page.locator("dialog .lawful").first.focus()
    page.keyboard.press("Enter")
    expect(seat(page, 9)).not_to_contain_text(before)
    page.keyboard.press("Control+z")
    expect(seat(page, 9)).to_contain_text(before)
    page.keyboard.press("Control+y")
    expect(seat(page, 9)).not_to_contain_text(before)
    page.keyboard.press("Enter")
    expect(page.locator("dialog")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("dialog")).not_to_be_visible()


def test_a_seat_dragged_on_another_is_judged_before_it_drops(opened: Callable[..., Centre]) -> None:
    page = opened().tab()
    first, second = name_on(page, 8), name_on(page, 9)
    seat(page, 8).hover()
    page.mouse.down()
    seat(page, 9).hover()
    seat(page, 9).hover()
    expect(page.locator("#verdict")).to_be_visible()
    assert name_on(page, 8) == first
    page.mouse.up()
    if "unlawful" in str(page.locator("#verdict").get_attribute("class")):
        assert name_on(page, 8) == first
    else:
        expect(seat(page, 8)).to_contain_text(second)
        expect(seat(page, 9)).to_contain_text(first)


@pytest.mark.parametrize(("width", "height"), [(1280, 720), (640, 360)])
def test_it_fits_the_screen_and_twice_as_large(
    opened: Callable[..., Centre], width: int, height: int
) -> None:
    page = opened("estate").tab(width, height)
    for press in ("#views button >> nth=1", "#tables button >> nth=1"):
        page.click(press)
        wide = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        assert page.evaluate(wide) <= 0
    page.locator(".people .seat").first.click()
    expect(page.locator("dialog .foot button")).to_be_in_viewport()


def test_two_tabs_show_the_same(opened: Callable[..., Centre]) -> None:
    centre = opened()
    one, other = centre.tab(), centre.tab()
    taker = take_first(one, 15)
    expect(seat(other, 15)).to_contain_text(taker)


def test_a_draft_changed_on_disk_is_shown_and_not_overwritten(
    opened: Callable[..., Centre],
) -> None:
    centre = opened()
    page = centre.tab()
    path = centre.folder / "值班安排表-2026-12-草案.xlsx"
    slot = next(iter(Session(centre.folder, clock=lambda: NOVEMBER).state(MONTH)["tables"]))[
        "slots"
    ][19]
    seat(page, 15).click()
    other = page.locator("dialog .lawful").first
    typed(centre.folder, "值班安排表", {slot["id"]: ["林芳"]})
    content = path.read_bytes()
    other.click()
    expect(page.locator("dialog")).to_contain_text("没有覆盖")
    page.keyboard.press("Escape")
    assert path.read_bytes() == content
    expect(seat(page, 20)).to_contain_text("林芳")


def test_a_server_that_is_gone_is_said(opened: Callable[..., Centre]) -> None:
    centre = opened()
    page = centre.tab()
    centre.served.running.end()
    centre.served.thread.join(LONG)
    page.click("#check")
    expect(page.locator("dialog")).to_contain_text("连不上程序")


def test_gaps_say_why_and_what_would_help(opened: Callable[..., Centre]) -> None:
    page = opened("gap").tab()
    expect(page.locator("#gaps summary")).not_to_have_count(0)
    expect(page.locator(".seat.open").first).to_contain_text("待定")
    expect(page.locator("#gaps .cures li").first).not_to_be_empty()
    expect(page.locator("#gaps p")).to_have_text(["这样可以补上：", "为什么没人："])


def test_what_is_typed_is_never_read_as_html(opened: Callable[..., Centre], tmp_path: Path) -> None:
    names = ["<b>" + "欧阳" * 13, "<i>诸葛", "上官", "司马"]
    staff = [["姓名", "岗位"], *([name, "管理员"] for name in names)]
    (tmp_path / "中心").mkdir()
    book(tmp_path / "中心" / DATA, 员工=staff)
    page = opened("").tab()
    page.emulate_media(media="print")  # on paper nobody can point at a name to see the rest of it
    expect(page.locator("#next")).to_be_hidden()
    cut = "all => all.filter(one => one.scrollWidth > one.clientWidth).length"
    assert page.locator("#sheet .name").evaluate_all(cut) == 0
    page.emulate_media(media="screen")
    assert page.locator("#sheet .name").evaluate_all(cut) > 0
    assert {names[0], names[2]} <= set(
        page.locator("#sheet .seat").evaluate_all("all => all.map(one => one.title)")
    )
    page.click("#views button >> nth=1")
    expect(page.locator("#sheet tbody th").first).to_have_text(names[0])
    assert page.locator("#sheet tbody b, main i").count() == 0
    wide = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    assert page.evaluate(wide) <= 0


def test_accessible(opened: Callable[..., Centre]) -> None:
    centre = opened("estate")
    page = centre.tab()
    axe = Axe()

    def sound() -> None:
        found = axe.run(page)
        assert found.violations_count == 0, found.generate_report()

    sound()
    page.click("#views button >> nth=1")
    sound()
    page.click("#tables button >> nth=1")
    sound()
    page.locator(".people .seat").first.click()
    expect(page.locator("dialog")).to_be_visible()
    sound()
    page.keyboard.press("Escape")
    for button in ("#publish", "#leave", "#upload", "#history"):
        page.click(button)
        expect(page.locator("dialog")).to_be_visible()
        sound()
        page.keyboard.press("Escape")


def test_what_is_wrong_with_the_data_is_listed_with_its_cells(
    opened: Callable[..., Centre],
) -> None:
    centre = opened(draft=False)
    edit(centre.folder / DATA, "请假", {"C3": "下周三", "A4": "孙皓"})
    page = centre.tab()
    expect(page.locator("#problems .error")).to_have_count(2)
    expect(page.locator("#problems")).to_contain_text("值班数据.xlsx › 请假 › C3")
    for name in ("#before", "#solve", "#publish"):
        expect(page.locator(name)).to_be_disabled()


def test_a_file_that_is_too_large_is_refused_before_it_is_sent(
    opened: Callable[..., Centre],
) -> None:
    page = opened(draft=False).tab()
    page.click("#upload")
    large = {"name": "大.xlsx", "mimeType": "application/octet-stream", "buffer": bytes(11 << 20)}
    page.set_input_files("dialog input[type=file]", large)
    page.click("dialog button[type=submit]")
    expect(page.locator("dialog [role=alert]")).to_contain_text("10 MB")


def test_an_answer_that_comes_late_is_not_shown(opened: Callable[..., Centre]) -> None:
    centre = opened()
    page = centre.tab()
    before, old = name_on(page, 15), centre.served.get("/api/state").body
    held: list[Route] = []
    page.route("**/api/state*", lambda route: held.append(route))
    with page.expect_request("**/api/state*"):
        page.click("#check")
    taker = take_first(page, 15)
    held[0].fulfill(body=old, content_type="application/json")
    page.click("#history")
    expect(page.locator("dialog")).to_be_visible()
    assert before != name_on(page, 15) == taker
