"""Account health and the self-check in a browser, in each language and on both widths."""

from __future__ import annotations

import pytest
from health_visitor import FAILED_GB, LATE_MX, OPEN_MX, PNG, UPLOAD
from playwright.sync_api import FilePayload, expect
from portal_tab import Tab
from portal_visitor import GLOBAL, LUCIA, MX

from mock_portal.client import World

HEALTH, CHECK = "/account-health", "/content-check"


def file(name: str, body: bytes = PNG) -> FilePayload:
    return {"name": name, "mimeType": "image/png", "buffer": body}


def choose(tab: Tab, label: tuple[str, str], option: str) -> None:
    """Take an option of a select, whose list is mounted at the end of the body."""
    tab.named("combobox", *label).click()
    tab.named("listbox", *label).get_by_role("option", name=option, exact=True).click()


@pytest.fixture
def records(tab_in: Tab) -> Tab:
    tab_in.log_in(*LUCIA)
    tab_in.open(HEALTH)
    tab_in.named("table", "Violation Records", "违规记录").locator("[data-row-key]").first.wait_for()
    tab_in.settle()
    return tab_in


@pytest.fixture
def violation(tab_in: Tab) -> Tab:
    tab_in.log_in(*LUCIA)
    tab_in.open(f"{HEALTH}/violation?violation_id={OPEN_MX}")
    tab_in.named("table", "Violation details", "违规详情").wait_for()
    return tab_in


@pytest.fixture
def self_check(tab_in: Tab) -> Tab:
    tab_in.log_in(*LUCIA)
    tab_in.open(CHECK)
    tab_in.named("combobox", "Market", "市场").wait_for()
    tab_in.settle()
    return tab_in


def test_account_health_is_in_order(records: Tab) -> None:
    expect(records.named("group", "Compliance credit score", "合规信用分")).to_have_text("92")
    expect(records.page.locator("[data-row-key]")).to_have_count(3)
    assert records.disorder() == []


def test_below_the_mark_the_page_says_so(mock_world: World, tab_in: Tab) -> None:
    mock_world.compliance().issue(MX, "sensitive", 16)
    tab_in.log_in(*LUCIA)
    tab_in.open(HEALTH)

    said = tab_in.page.get_by_role("alert")

    expect(said).to_contain_text("80")
    expect(tab_in.named("group", "Compliance credit score", "合规信用分")).to_have_text("76")


def test_the_records_are_filtered(records: Tab) -> None:
    choose(records, ("Filter by status", "按状态筛选"), records.say("Appeal window closed", "申诉已截止"))

    expect(records.page.locator("[data-row-key]")).to_have_count(1)
    expect(records.page.locator(f'[data-row-key="{LATE_MX}"]')).to_be_visible()
    assert records.disorder() == []


def test_a_record_leads_to_its_appeal(records: Tab) -> None:
    records.page.locator(f'[data-row-key="{OPEN_MX}"]').get_by_role("link").click()

    expect(records.named("heading", "Violation details", "违规详情")).to_be_visible()


def test_a_violation_is_in_order(violation: Tab) -> None:
    table = violation.named("table", "Violation details", "违规详情")

    for said in (
        ("Enforcement action", "处罚措施"),
        ("Violation reason", "违规原因"),
        ("Appeal deadline", "申诉截止时间"),
    ):
        expect(violation.named("rowheader", *said, table)).to_be_visible()
    expect(table).to_have_attribute("data-state", "to_appeal")
    assert violation.disorder() == []


def test_an_appeal_is_written_proved_and_sent(violation: Tab, mock_world: World) -> None:
    send = violation.named("button", "Submit", "提交")
    violation.named("textbox", "Reason for the appeal", "申诉理由").fill("No fuimos nosotros.")
    expect(send).to_be_disabled()

    violation.page.locator("#appeal-file").set_input_files([file("a.png"), file("b.png", PNG + b"b")])
    expect(violation.page.locator("[data-file-id]")).to_have_count(2)
    send.click()

    expect(violation.page.get_by_role("article")).to_contain_text(violation.say("In progress", "申诉中"))
    expect(violation.page.get_by_role("article")).to_contain_text("a.png, b.png")
    assert (mock_world.effects("appeal"), violation.disorder()) == (1, [])


def test_an_upload_shows_how_far_it_is(mock_world: World, violation: Tab) -> None:
    mock_world.fault("POST", UPLOAD, do="delay_before_commit", seconds=0.6)

    violation.page.locator("#appeal-file").set_input_files([file("a.png")])

    expect(violation.page.get_by_role("progressbar")).to_have_count(1)
    expect(violation.page.locator("[data-file-id]")).to_have_count(1)
    expect(violation.page.get_by_role("progressbar")).to_have_count(0)


@pytest.mark.parametrize(
    ("name", "body", "english", "chinese"),
    [
        ("a.png", PNG, "This file has been uploaded already.", "该文件已上传。"),
        ("big.png", PNG + b"x" * 600_000, "The file is too big.", "文件过大。"),
        ("huge.png", PNG + b"x" * 3_000_000, "The file is too big.", "文件过大。"),
        ("a.exe", b"MZ", "Only PNG, JPG and PDF files are accepted.", "仅支持PNG、JPG和PDF文件。"),
    ],
)
def test_a_file_that_will_not_do_is_refused(violation: Tab, name: str, body: bytes, english: str, chinese: str) -> None:
    violation.page.locator("#appeal-file").set_input_files([file("a.png")])
    expect(violation.page.locator("[data-file-id]")).to_have_count(1)

    violation.page.locator("#appeal-file").set_input_files([file(name, body)])

    expect(violation.page.get_by_role("alert")).to_have_text(violation.say(english, chinese))
    expect(violation.page.locator(".arco-upload-list-item")).to_have_count(1)


def test_what_was_uploaded_waits_and_can_be_taken_out(violation: Tab) -> None:
    violation.page.locator("#appeal-file").set_input_files([file("a.png")])
    expect(violation.page.locator("[data-file-id]")).to_have_count(1)
    violation.open(f"{HEALTH}/violation?violation_id={OPEN_MX}")

    remove = violation.page.get_by_role(
        "button", name=violation.say("Remove {name}", "删除{name}").format(name="a.png")
    )
    remove.click()

    expect(violation.page.locator("[data-file-id]")).to_have_count(0)


def test_after_the_window_there_is_no_form(mock_world: World, tab_in: Tab) -> None:
    tab_in.log_in(*LUCIA)
    mock_world.advance(hours=24 * 12)

    tab_in.open(f"{HEALTH}/violation?violation_id={OPEN_MX}")

    expect(
        tab_in.page.get_by_text(tab_in.say("This violation cannot be appealed now.", "该违规目前无法申诉。"))
    ).to_be_visible()
    expect(tab_in.named("button", "Submit", "提交")).to_have_count(0)


def test_a_rejected_appeal_can_be_tried_once_more(tab_in: Tab) -> None:
    tab_in.log_in(*GLOBAL)

    tab_in.open(f"{HEALTH}/violation?violation_id={FAILED_GB}")

    expect(tab_in.page.get_by_role("article")).to_contain_text("The report is older than the product.")
    expect(tab_in.named("textbox", "Reason for the appeal", "申诉理由")).to_be_visible()
    assert tab_in.disorder() == []


def test_a_violation_s_note_is_only_text(mock_world: World, tab: Tab) -> None:
    number = mock_world.compliance().issue(MX, "sensitive", 1, note="<img src=x onerror=alert(1)>")
    tab.log_in(*LUCIA)

    tab.open(f"{HEALTH}/violation?violation_id={number}")

    expect(tab.page.get_by_role("cell", name="<img src=x onerror=alert(1)>", exact=True)).to_be_visible()
    assert tab.noise == []


def test_the_self_check_is_in_order(self_check: Tab) -> None:
    expect(self_check.named("heading", "Content self-check", "内容自检")).to_be_visible()
    expect(self_check.named("combobox", "Market", "市场")).to_have_text(self_check.say("Mexico", "墨西哥"))
    assert self_check.disorder() == []


def test_a_text_is_checked_and_its_findings_are_marked(self_check: Tab) -> None:
    self_check.named("textbox", "Text to check", "待检查文本").fill("🍳 El mejor sartén, escribe al WhatsApp")

    self_check.named("button", "Check", "开始检查").click()

    result = self_check.named("table", "Result", "检查结果")
    expect(result.locator("[data-start]")).to_have_count(2)
    expect(self_check.page.locator("mark")).to_have_text(["El mejor", "WhatsApp"])
    expect(result.locator('[data-start="2"]')).to_contain_text("3\u201310")
    assert self_check.disorder() == []


@pytest.mark.heavy
def test_a_former_check_is_shown_again(self_check: Tab) -> None:
    for text in ("la mejor", "limpio"):
        self_check.named("textbox", "Text to check", "待检查文本").fill(text)
        self_check.named("button", "Check", "开始检查").click()
        expect(self_check.named("table", "Recent checks", "最近检查").get_by_text(text, exact=True)).to_be_visible()

    self_check.page.locator("[data-row-key]").last.get_by_role("button").click()

    expect(self_check.page.locator("mark")).to_have_text(["la mejor"])


def test_another_market_has_other_rules(self_check: Tab) -> None:
    choose(self_check, ("Market", "市场"), self_check.say("United Kingdom", "英国"))
    self_check.named("textbox", "Text to check", "待检查文本").fill("la mejor")

    self_check.named("button", "Check", "开始检查").click()

    expect(
        self_check.page.get_by_role("status").filter(has_text=self_check.say("Nothing found", "未发现问题"))
    ).to_be_visible()
