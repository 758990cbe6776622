"""The last button of a dialog: the trial click that proves it, the one click, and the page's own word after it."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from agent.domain.identity import legible
from agent.domain.permit import Kind
from agent.domain.seen import Said, Word
from agent.errors import AskPerson, Code
from agent.pages.reading import ask
from agent.ports import Use

if TYPE_CHECKING:
    from agent.pages.tab import Tab

# What the profile calls the button that does each irreversible act.
LAST: Final = MappingProxyType(
    {
        Kind.BIND: "dialog.send",
        Kind.UNLINK: "unlink.sure",
        Kind.UNLINK_APPROVE: "approval.sure",
        Kind.UNLINK_REQUEST: "link_info.sure",
        Kind.PROMOTION_CREATE: "promotion.sure",
        Kind.PROMOTION_STOP: "promotions.sure",
        Kind.SHOWCASE_ADD: "showcase_add.sure",
        Kind.SHOWCASE_REMOVE: "showcase_remove.sure",
        Kind.CONTENT_CHECK: "account_check.sure",
        Kind.APPEAL: "appeal.submit",
        Kind.TICKET: "tickets.send",
        Kind.EXPORT: "export.ask",
    }
)

BY_APP: Final = "app_bind.leave"  # and what does a bind in the Seller app

# What a trial click asks (enabled in all four ways, on the screen, nothing over it), without waiting for frames.
_TRY_CLICK = """
async (button, [patience]) => {
  const off = () => button.disabled || button.getAttribute('aria-disabled') === 'true'
    || button.dataset.disabled === 'true' || /(^|[-_ ])disabled( |$)/.test(button.className);
  const hit = () => {
    button.scrollIntoView({ block: 'nearest', behavior: 'instant' });
    const box = button.getBoundingClientRect();
    const top = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
    return top === button || button.contains(top);
  };
  return until(() => (off() ? 'disabled' : hit() ? '' : 'covered'), patience, (objection) => !objection);
}
"""

# The page's own word after the press, whichever comes first: done, no, or a challenge.
_HEAR = """
async ([success, done, alert, challenges, patience]) => {
  const seen = (css) => [...document.querySelectorAll(css)].filter(shown);
  const hear = () => {
    if (seen(success).some((element) => element.textContent.includes(done))) return ['SUCCESS', ''];
    const [refusal] = seen(alert);
    if (refusal) return ['REFUSAL', refusal.textContent];
    return seen(challenges).length ? ['CHALLENGE', ''] : null;
  };
  return (await until(hear, patience)) ?? ['NOTHING', ''];
}
"""


async def try_click(tab: Tab, within: str, button: str) -> None:
    """Prove that a click would reach the button now; AskPerson (E_PORTAL_CHANGED, E_RIGHT_MISSING) else."""
    element = tab.find(button, tab.find(within).filter(visible=True))
    async with tab.step(button, element, Use.PRESS):
        why = await tab.read(_TRY_CLICK, [within, button], tab.word_ms)
    if why:
        raise await tab.denied(button, element) or AskPerson(Code.E_PORTAL_CHANGED, element=button, why=str(why))


async def click(tab: Tab, within: str, button: str, success: str) -> Word:
    """Click once, then wait for the page's own word; the portal's refusals stand in its alerts."""
    await tab.find(button, tab.find(within).filter(visible=True)).click(no_wait_after=True)
    tab.mark("CP11")
    elements, patience = tab.portal.elements, tab.word_ms
    done = tab.name(success) if elements[success].names else ""  # some pages only show by what is there that it is done
    places = [elements[success].css, done, elements["dialog.alert"].css, ", ".join(tab.portal.challenges)]
    said, text = await ask(tab.page, _HEAR, [*places, patience], patience)
    return Word(Said[said], legible(text.strip()))
