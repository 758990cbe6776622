"""What is only read is found as strictly as what is pressed: by exact name, shown, and the only one."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from functools import partial
from typing import TYPE_CHECKING, Any

import pytest
from playwright.async_api import Error as PlaywrightError
from playwright.async_api import Page, async_playwright
from playwright.async_api import TimeoutError as PlaywrightTimeout

from agent.domain.portal import Element
from agent.pages.pictures import without_pictures
from agent.pages.reading import ask, read

if TYPE_CHECKING:
    from anyio.from_thread import BlockingPortal

TABLE = (Element("the.table", "table", {}, ""), "Hits")
DIALOG = (Element("the.dialog", "dialog", {}, ""), "Link")
TOTAL = (Element("the.total", "", {}, ".total"), "")
TEXT = "(element, [more]) => (element.querySelector('td') ?? element).textContent + more"
Read = Callable[..., Any]


@asynccontextmanager
async def _opened() -> AsyncIterator[Page]:
    async with async_playwright() as driver:
        named = os.environ["COMPANION_BROWSER__EXECUTABLE"]
        browser = await driver.chromium.launch(executable_path=named, chromium_sandbox=False)
        yield await browser.new_page()
        await browser.close()


@pytest.fixture(scope="module")
def opened(agent_loop: BlockingPortal) -> Iterator[Page]:
    with agent_loop.wrap_async_context_manager(_opened()) as page:
        yield page


@pytest.fixture
def reading(agent_loop: BlockingPortal, opened: Page) -> Read:
    """Shows markup, then reads along a path."""

    async def shown(markup: str, *path: tuple[Element, str]) -> Any:
        await opened.set_content(markup)
        return await read(opened, path, 150.0, TEXT, "!")

    return partial(agent_loop.call, shown)


@pytest.mark.parametrize(
    "markup",
    [
        "<table aria-label='Hits'><td>x</table>",
        "<table><caption>Hits</caption><td>x</table>",
        "<table><caption>hits</caption></table><table aria-label=' Hits '><td>x</table>",
        "<p id=a hidden>Hits</p><div role=table aria-labelledby=a>x</div>",
        "<table aria-label='More Hits'><td>y</table><table aria-label='Hits'><td>x</table>",
        "<table aria-label='Hits' hidden><td>y</table><table aria-label='Hits'><td>x</table>",
        "<div aria-hidden=true><table aria-label='Hits'><td>y</table></div><table aria-label='Hits'><td>x</table>",
        "<table role=none aria-label='Hits'><td>y</table><table aria-label='Hits'><td>x</table>",
        "<script>setTimeout(() => document.body.innerHTML = '<table aria-label=Hits><td>x</table>', 40)</script>",
    ],
)
def test_the_one_that_is_named_so_is_read(reading: Read, markup: str) -> None:
    assert reading(markup, TABLE) == "x!"


@pytest.mark.parametrize(
    "markup", ["", "<table aria-label='hits'></table>", "<div aria-label='Hits'>x</div>", "<h1>Hits</h1>"]
)
def test_none_is_a_timeout(reading: Read, markup: str) -> None:
    with pytest.raises(PlaywrightTimeout, match=r"the\.table"):
        reading(markup, TABLE)


@pytest.mark.parametrize("markup", ["<button> Send </button>", "<div role=button aria-label=Send>x</div>"])
def test_a_button_is_named_by_what_stands_on_it(reading: Read, markup: str) -> None:
    send = (Element("the.button", "button", {}, ""), "Send")

    assert reading(f"<button>Send later</button><button aria-label=Back>Send</button>{markup}", send).endswith("!")


def test_several_are_no_choice(reading: Read) -> None:
    with pytest.raises(PlaywrightError, match="strict mode violation"):
        reading("<table aria-label=Hits><td>x</table><table aria-label=Hits><td>y</table>", TABLE)


def test_the_same_name_outside_the_dialog_is_another_one(reading: Read) -> None:
    outside = "<table aria-label=Hits><td>y</table><b class=total>1</b>"
    dialog = "<div role=dialog aria-label=Link><table aria-label=Hits><td>x</table><b class=total>2</b></div>"

    assert reading(outside + dialog, DIALOG, TABLE) == "x!"
    assert reading(outside + dialog, DIALOG, TOTAL) == "2!"


def test_a_page_that_forbids_evaluation_is_read_all_the_same(reading: Read) -> None:
    policy = "<meta http-equiv=Content-Security-Policy content=\"script-src 'none'\">"

    assert reading(f"{policy}<table aria-label=Hits><td>x</table>", TABLE) == "x!"


def test_a_page_that_hangs_is_not_waited_for(agent_loop: BlockingPortal, opened: Page) -> None:
    async def hung() -> Any:
        page = await opened.context.browser.new_page()  # type: ignore[union-attr]  # this test launched it
        await page.evaluate("setTimeout(() => { for (;;); })")
        try:
            return await ask(page, "() => document.title", None, 50.0)
        finally:
            await page.close()

    with pytest.raises(PlaywrightError, match="does not answer"):
        agent_loop.call(hung)


PICTURE = """async () => {
  const src = `data:image/gif;base64,R0lGODlhAQABAAAAACwAAAAAAQABAAACAkQBADs=#${Math.random()}`;
  return Object.assign(new Image(), { src }).decode().then(() => true, () => false);
}"""


def test_pictures_are_left_out_only_as_long_as_a_list_is_scrolled_through(
    agent_loop: BlockingPortal, opened: Page
) -> None:
    async def drawn() -> list[bool]:
        await opened.set_content("<p>x</p>")
        async with without_pictures(opened):
            within = await opened.evaluate(PICTURE)
        return [within, await opened.evaluate(PICTURE)]

    assert agent_loop.call(drawn) == [False, True]
