"""One step as it is shown to people: the element marked, a caption laid over the page, and where a person clicks."""

from __future__ import annotations

from contextlib import suppress
from html import escape
from typing import TYPE_CHECKING, Final

from playwright.async_api import Error as PlaywrightError
from playwright.async_api import TimeoutError as PlaywrightTimeout

from agent.domain.identity import legible
from agent.pages.pressing import BY_APP, LAST
from agent.ports import Frame, Pick, Picture, Stage, Use

if TYPE_CHECKING:
    from collections.abc import Sequence

    from playwright.async_api import ElementHandle, FloatRect, Locator, Response

    from agent.pages.tab import Tab
    from agent.ports import Pace

_FRAME: Final = (
    "position: fixed; left: {left}px; top: {top}px; width: {width}px; height: {height}px; box-sizing: border-box;"
    " border: 4px solid #b3261e; border-radius: 6px"
)
_AROUND: Final = 6
# Dark on light with 12:1 and more; the place is chosen so that it does not lie over what is marked.
_BOX: Final = (
    "position: fixed; left: 5%; right: 5%; {edge}: 16px; margin: auto; max-width: 760px; padding: 14px 20px;"
    " font: 18px/1.45 'Noto Sans', 'Noto Sans CJK SC', 'Microsoft YaHei', system-ui, sans-serif; color: #1b1b1f;"
    " background: #fffdf2; border: 2px solid #1b1b1f; border-radius: 10px; box-shadow: 0 6px 24px rgba(0, 0, 0, .35);"
    " overflow-wrap: anywhere"
)
_HEAD: Final = "margin: 0 0 6px; font-weight: 700; font-size: 20px"
_LINE: Final = "margin: 0 0 4px"
_LONGEST: Final = 600
_COMES_MS: Final = 1000.0

# The next click, held before the page sees it; a click that is asked for anew gives the earlier asking up.
_NEXT_CLICK: Final = """
() => new Promise((answer) => {
  globalThis.companionHolds?.();
  const kinds = ['pointerdown', 'mousedown', 'pointerup', 'mouseup', 'click', 'dblclick', 'auxclick', 'submit'];
  const hold = (event) => {
    event.preventDefault();
    event.stopImmediatePropagation();
    if (event.type !== 'click') return;
    globalThis.companionHolds();
    answer(event.target);
  };
  kinds.forEach((kind) => addEventListener(kind, hold, true));
  globalThis.companionHolds = () => kinds.forEach((kind) => removeEventListener(kind, hold, true));
})
"""

_LET_GO: Final = "() => globalThis.companionHolds?.()"

_IS_IT: Final = """
(hit, wanted) => {
  const field = hit.closest?.('label')?.control ?? hit;
  return [hit, field].some((one) => one === wanted || wanted.contains(one));
}
"""
_NAME: Final = """
(hit) => {
  const controls = ['button', 'link', 'tab', 'menuitem', 'option', 'radio', 'checkbox'].map((role) => `[role=${role}]`);
  const named = hit.closest(`button, a, input, select, textarea, th, td, li, label, ${controls}`) ?? hit;
  const [words] = (named.innerText ?? '').trim().split('\\n');
  return named.getAttribute('aria-label') || words || named.tagName.toLowerCase();
}
"""
_HOLDS: Final = "(ones, hit) => ones.some((one) => one.contains(hit))"


class TabStage(Stage):
    """A step of a tab; `element` is what it uses, if it uses one."""

    def __init__(self, tab: Tab, step: str, element: Locator | None, use: Use) -> None:
        """Nothing is shown yet."""
        self.step = step
        self.use = use
        self.somewhere = element is not None
        self._tab = tab
        self._element = element
        self._hit: ElementHandle | None = None
        self._marked = False
        self._lines: Sequence[str] = ()

    async def mark(self) -> None:
        """Frame what is used next, and nothing else."""
        self._marked = True
        await self._draw()

    async def caption(self, lines: Sequence[str]) -> None:
        """Lay the lines over the page, the first as heading."""
        self._lines = lines
        await self._draw()

    async def _draw(self) -> None:
        """In an overlay, which is no part of the page: frame and caption, the caption in the other half of the page."""
        box = await self._box() if self._marked or self._lines else None
        drawn = _framed(box) if box and self._marked else ""
        drawn += written(self._lines, "top" if box and await self._is_low(box) else "bottom") if self._lines else ""
        await self._tab.overlay.show(drawn)

    async def _box(self) -> FloatRect | None:
        """Where the element stands; what is to be read may still be on its way."""
        if self._element is None:
            return None
        with suppress(PlaywrightError):
            await self._element.first.wait_for(timeout=_COMES_MS)
        if await self._element.count() != 1:
            return None
        return await self._element.bounding_box()

    async def _is_low(self, box: FloatRect) -> bool:
        height = await self._tab.page.evaluate("() => innerHeight")
        return bool(box["y"] + box["height"] / 2 > height / 2)

    async def picture(self) -> Picture:
        """The page with real people's data covered, and where on it the element stands."""
        box, (wide, high) = await self._box(), await self._tab.page.evaluate("() => [innerWidth, innerHeight]")
        frame = Frame(box["x"] / wide, box["y"] / high, box["width"] / wide, box["height"] / high) if box else None
        return Picture(await self._portrait(), frame)

    async def _portrait(self) -> bytes:
        """On a portal of this machine everybody is made up, and what would cover them would cover dialogs too."""
        if not self._tab.portal.loopback:
            return await self._tab.portrait()
        return await self._tab.page.screenshot(type="jpeg", quality=70, animations="disabled", scale="css")

    async def picked(self) -> Pick:
        """The next click of the person, held back."""
        try:
            handle = await self._tab.page.evaluate_handle(_NEXT_CLICK)
        finally:  # whoever gives the asking up clicks himself next
            with suppress(PlaywrightError):
                await self._tab.page.evaluate(_LET_GO)
        self._hit = hit = handle.as_element()
        if hit is None:
            return Pick(right=False, name="")
        name = legible(" ".join(str(await hit.evaluate(_NAME)).split()), 60)
        return Pick(await self._is_right(hit), name, await self._press_of(hit))

    async def _is_right(self, hit: ElementHandle) -> bool:
        wanted = await self._element.element_handle() if self._element is not None else None
        return bool(wanted and await hit.evaluate(_IS_IT, wanted))

    async def _press_of(self, hit: ElementHandle) -> str:
        """The last button of an irreversible act that this is, or nothing."""
        for key in (*LAST.values(), BY_APP):
            if key in self._tab.portal.elements and await self._tab.find(key).evaluate_all(_HOLDS, hit):
                return key
        return ""

    async def follow(self) -> None:
        """Click there as the person wanted."""
        if self._hit is not None:
            async with self._tab.by_hand():
                with suppress(PlaywrightTimeout):  # a button may also send nothing
                    async with self._tab.page.expect_response(_changes, timeout=self._tab.word_ms):
                        await self._hit.click(no_wait_after=True)


async def answered(tab: Tab, pace: Pace) -> bool:
    """Show what asks for a person; whether one who follows step by step has answered it before he went on."""
    puzzle = tab.page.locator(", ".join(tab.portal.challenges)).filter(visible=True).first
    await pace.before(TabStage(tab, "challenge", puzzle, Use.LOOK))
    return pace.asked and not await tab.any(*tab.portal.challenges)


def _changes(response: Response) -> bool:
    return response.request.method != "GET"


def _framed(box: FloatRect) -> str:
    left, top = box["x"] - _AROUND, box["y"] - _AROUND
    width, height = (box[side] + 2 * _AROUND for side in ("width", "height"))
    return f'<div style="{_FRAME.format(left=left, top=top, width=width, height=height)}"></div>'


def written(lines: Sequence[str], edge: str) -> str:
    """The lines as the overlay's markup: whatever stands in them is text."""
    head, *rest = (escape(legible(one, _LONGEST)) for one in lines)
    told = "".join(f'<p style="{_LINE}">{one}</p>' for one in rest)
    return f'<div role="note" style="{_BOX.format(edge=edge)}"><p style="{_HEAD}">{head}</p>{told}</div>'
