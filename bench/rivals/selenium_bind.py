"""A Selenium script as people write it when they write it well: a browser per job, explicit waits, no sleeps.

It logs in by the form each time, or takes kept cookies where a file of them is given. It reads the list of checks and
stops where one has not passed, and looks the invitation up at the end. It asks a waiting condition again every 50 ms;
Selenium's own default of 500 ms would make it slower.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from jobs import Job, work
from selenium.common.exceptions import WebDriverException
from selenium.webdriver import Chrome, ChromeOptions, ChromeService
from selenium.webdriver.common.by import By
from selenium.webdriver.support import expected_conditions as seen
from selenium.webdriver.support.wait import WebDriverWait

if TYPE_CHECKING:
    from selenium.webdriver.remote.webelement import WebElement

PATIENCE, EVERY = 20, 0.05
Place = tuple[str, str]


def css(selector: str) -> Place:
    return (By.CSS_SELECTOR, selector)


def button(label: str) -> Place:
    return (By.XPATH, f"//button[normalize-space()='{label}']")


def row(handle: str) -> Place:
    return (By.XPATH, f"//*[@data-row-key][.//*[normalize-space()='@{handle}']]")


def usable(place: Place) -> Callable[[Chrome], WebElement | bool]:
    """There, shown, enabled, and not said to be dead by the page."""
    clickable = seen.element_to_be_clickable(place)

    def found(driver: Chrome) -> WebElement | bool:
        one = clickable(driver)
        return one if one and one.get_attribute("aria-disabled") != "true" else False

    return found


def a_browser(job: Job) -> Chrome:
    options = ChromeOptions()
    options.binary_location = job.browser
    options.page_load_strategy = "normal"
    options.add_argument("--headless=new")
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        options.add_argument("--no-sandbox")  # Chromium's own refuses to run as root
    return Chrome(options, ChromeService(job.driver))


def log_in(job: Job, driver: Chrome, wait: WebDriverWait) -> None:
    if job.session:
        kept = json.loads(Path(job.session).read_text("utf-8"))
        cookies = [{"name": one["name"], "value": one["value"], "url": job.origin} for one in kept["cookies"]]
        driver.execute_cdp_cmd("Network.setCookies", {"cookies": cookies})
        return
    driver.get(f"{job.origin}/account/login")
    wait.until(usable(css("#flip"))).click()
    wait.until(usable(css("input[name=email]"))).send_keys(job.account)
    driver.find_element(By.NAME, "password").send_keys(job.password)
    driver.find_element(By.ID, "TikTok_Ads_SSO_Login_Btn").click()
    wait.until(seen.visibility_of_element_located((By.XPATH, "//h1[normalize-space()='Home']")))


def invite(job: Job, driver: Chrome, wait: WebDriverWait) -> None:
    driver.get(f"{job.origin}/profile/linked-accounts?tab=marketing")
    wait.until(usable(button("Link new marketing account"))).click()
    wait.until(usable(css("[role=dialog] [data-tid=m4b_input_search]"))).send_keys(job.handle)
    wait.until(usable(button("Search"))).click()
    wait.until(seen.visibility_of_element_located(row(job.handle))).find_element(By.TAG_NAME, "label").click()
    wait.until(usable(button("Next"))).click()
    wait.until(usable(button("Send invitation")))
    checks = driver.find_elements(*css("[role=dialog] .check-line"))
    assert checks
    assert all("check-line-passed" in str(one.get_attribute("class")) for one in checks)
    wait.until(usable(button("Send invitation"))).click()
    wait.until(seen.text_to_be_present_in_element(css("[role=status]"), "Invitation sent"))


def confirm(job: Job, driver: Chrome, wait: WebDriverWait) -> None:
    driver.get(f"{job.origin}/profile/linked-accounts/invitations")
    assert "Pending" in wait.until(seen.visibility_of_element_located(row(job.handle))).text


def bind(job: Job) -> None:
    driver = a_browser(job)
    try:
        # A question that a navigation cuts off is asked again: from version 156 the driver tells it as an error.
        wait = WebDriverWait(driver, PATIENCE, EVERY, ignored_exceptions=(WebDriverException,))
        for step in (log_in, invite, confirm):
            step(job, driver, wait)
    finally:
        driver.quit()


if __name__ == "__main__":
    work(bind)
