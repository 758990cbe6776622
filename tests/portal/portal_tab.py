"""A browser tab that remembers what a page must never cause, and the steps that several browser tests take."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from playwright.sync_api import Locator, Page

from mock_portal.texts import texts

PATIENCE_MS = 5000
DESK, PHONE = 1280, 390
_NAMED = "button|link|textbox|radio|tab|table|dialog|listbox|option|group|img|navigation|article"
# Texts of which a part can neither be seen nor be brought into sight, and a page that scrolls sideways.
_UNTIDY = """async () => {
  await new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)));
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const cut = [];
  const beside = (text, frame) => text.left < frame.left - 1 || text.right > frame.right + 1;
  const above = (text, frame) => text.top < frame.top - 1 || text.bottom > frame.bottom + 1;
  const told = (element) => element.closest('[title]')?.title;
  while (walker.nextNode()) {
    const node = walker.currentNode, element = node.parentElement, range = document.createRange();
    if (!node.data.trim() || !element.checkVisibility({ visibilityProperty: true, opacityProperty: true })) continue;
    range.selectNodeContents(node);
    const text = range.getBoundingClientRect();
    if (!text.width) continue;
    for (let box = element; box && box !== document.body; box = box.parentElement) {
      const { overflowX, overflowY, position } = getComputedStyle(box);
      if ([overflowX, overflowY].some((one) => one === 'auto' || one === 'scroll')) break;
      const frame = box.getBoundingClientRect(), glass = { left: 0, top: 0, right: innerWidth, bottom: innerHeight };
      const hides = (overflowX !== 'visible' && beside(text, frame)) || (overflowY !== 'visible' && above(text, frame));
      const off = position === 'fixed' && (beside(text, glass) || above(text, glass));
      if ((hides || off) && told(element) !== node.data.trim()) { cut.push(node.data.trim()); break; }
    }
  }
  const { scrollWidth, clientWidth } = document.documentElement;
  return scrollWidth > clientWidth ? [...cut, `${scrollWidth - clientWidth} px too wide`] : cut;
}"""
_NAMELESS = re.compile(rf"^\s*- (?:{_NAMED})(?: \[|:|$)", re.MULTILINE)


def _translated(english: str, chinese: str, lang: str) -> str:
    """What a key says in another language; a text that no key gives, such as a shop's name, is the same in all.

    Where several keys say the same in English, those of every page come before an area's own.
    """
    en, zh, other = (texts(one) for one in ("en", "zh-CN", lang))
    keys = [key for key, text in en.table.items() if text == english and (not chinese or zh(key) == chinese)]
    said = {other(key) for key in keys if key in en.of("")} or {other(key) for key in keys}
    assert len(said) < 2, f"{english} is said in several ways: {said}"
    return said.pop() if said else english


@dataclass
class Tab:
    """A tab of the portal in one language."""

    page: Page
    origin: str
    lang: str
    noise: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.page.set_default_timeout(PATIENCE_MS)
        self.page.on("console", lambda message: self.noise.append(message.text))
        self.page.on("pageerror", lambda error: self.noise.append(str(error)))
        self.page.on("request", lambda request: self._mind(request.url))

    def _mind(self, url: str) -> None:
        if not url.startswith(f"{self.origin}/"):
            self.noise.append(url)

    def say(self, english: str, chinese: str) -> str:
        """The text in the tab's language; where that is neither, as the portal's own tables translate the English."""
        written = {"en": english, "zh-CN": chinese}
        return written[self.lang] if self.lang in written else _translated(english, chinese, self.lang)

    def open(self, path: str) -> None:
        joint = "&" if "?" in path else "?"
        self.page.goto(f"{self.origin}{path}{joint}lang={self.lang}")

    def named(self, role: str, english: str, chinese: str, inside: Locator | None = None) -> Locator:
        return (inside or self.page.locator("body")).get_by_role(role, name=self.say(english, chinese), exact=True)  # type: ignore[arg-type]  # any ARIA role

    def settle(self) -> None:
        """Wait until no table is loading any more."""
        self.page.wait_for_function(
            "() => ![...document.querySelectorAll('[data-tid=m4b_loading]')].some((one) => !one.hidden)"
        )

    def nameless(self) -> list[str]:
        """The lines of the accessibility tree that have a role but no name."""
        return _NAMELESS.findall(self.page.locator("body").aria_snapshot())

    def widen(self, width: int) -> None:
        self.page.set_viewport_size({"width": width, "height": 844})

    def disorder(self) -> list[str]:
        """What no screen may show at any width: parts without a name, texts cut off, sideways scrolling, noise."""
        return [*self._untidy(PHONE), *self._untidy(DESK), *self.nameless(), *self.noise]

    def _untidy(self, width: int) -> list[str]:
        self.widen(width)
        return [f"at {width} px: {what}" for what in self.page.evaluate(_UNTIDY)]

    def log_in(self, account: str, password: str) -> None:
        answer = self.page.context.request.post(
            f"{self.origin}/passport/web/user/login", data={"account": account, "password": password}
        )
        assert answer.json()["code"] == 0

    def enter_as_creator(self, handle: str) -> None:
        answer = self.page.context.request.post(
            f"{self.origin}/passport/m/login", data={"handle": handle, "password": "demo-creator-pass"}
        )
        assert answer.json()["code"] == 0

    def search(self, keyword: str) -> Locator:
        """Open the dialog and search; gives the dialog."""
        self.named("button", "Link new marketing account", "绑定新的TikTok账号").click()
        dialog = self.named("dialog", "Link new marketing account", "绑定新的TikTok账号")
        self.named("textbox", "Username or nickname", "用户名或昵称", dialog).fill(keyword)
        self.named("button", "Search", "搜索", dialog).click()
        self.named("table", "Search results", "搜索结果", dialog).wait_for()
        self.settle()
        return dialog

    def check(self, keyword: str, account: str) -> Locator:
        """Search, choose one account and go on to the eligibility list."""
        dialog = self.search(keyword)
        dialog.locator(f'[data-row-key="{account}"] label').click()
        self.named("button", "Next", "下一步", dialog).click()
        self.named("button", "Send invitation", "发送邀请", dialog).wait_for()
        return dialog
