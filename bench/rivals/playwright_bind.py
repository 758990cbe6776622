"""The floor: the same steps in plain Playwright, a browser per job, with none of what makes a bind safe."""

from __future__ import annotations

from jobs import Job, work
from playwright.sync_api import Page, expect, sync_playwright


def log_in(job: Job, page: Page) -> None:
    page.goto(f"{job.origin}/account/login")
    page.get_by_role("button", name="Log in with email", exact=True).click()
    page.get_by_role("textbox", name="Email", exact=True).fill(job.account)
    page.get_by_role("textbox", name="Password", exact=True).fill(job.password)
    page.get_by_role("button", name="Log in", exact=True).click()
    page.get_by_role("heading", name="Home", exact=True).wait_for()


def invite(job: Job, page: Page) -> None:
    page.goto(f"{job.origin}/profile/linked-accounts?tab=marketing")
    page.get_by_role("button", name="Link new marketing account", exact=True).click()
    page.get_by_role("textbox", name="Username or nickname", exact=True).fill(job.handle)
    page.get_by_role("button", name="Search", exact=True).click()
    row = page.get_by_role("dialog").locator("[data-row-key]").filter(has_text=f"@{job.handle}")
    row.first.locator("label").click()
    page.get_by_role("button", name="Next", exact=True).click()
    send = page.get_by_role("button", name="Send invitation", exact=True)
    expect(send).to_be_enabled()
    checks = page.get_by_role("dialog").locator(".check-line")
    assert 0 < checks.count() == page.get_by_role("dialog").locator(".check-line-passed").count()
    send.click()
    page.get_by_role("status").filter(has_text="Invitation sent").wait_for()


def confirm(job: Job, page: Page) -> None:
    page.goto(f"{job.origin}/profile/linked-accounts/invitations")
    expect(page.locator("[data-row-key]").filter(has_text=f"@{job.handle}")).to_contain_text("Pending")


def bind(job: Job) -> None:
    with sync_playwright() as driver, driver.chromium.launch(executable_path=job.browser or None) as browser:
        page = browser.new_page()
        for step in (log_in, invite, confirm):
            step(job, page)


if __name__ == "__main__":
    work(bind)
