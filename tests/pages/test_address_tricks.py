"""Each trick of the corpus, from a page of the portal: what a browser makes of it leaves for the portal or not at all.

The line of these browsers is a proxy that hears whom every byte is meant for, whatever a trick's host may be.
"""

from __future__ import annotations

import json
from typing import Any

import pytest
from address_book import TRICKS
from hostile_site import Rogue
from playwright.async_api import Page

OURS = ("https://seller.ok", "http://127.0.0.1:8780", "http://[::1]:8780")
ENDS = {"seller.ok:443", "127.0.0.1:8780", "[::1]:8780"}
WAYS = ("link", "window.open", "form", "meta refresh", "redirect")
PAGE = """<script>
const framed = (name) => document.body.append(Object.assign(document.createElement('iframe'), {name}));
const put = (tag, own) => document.body.appendChild(Object.assign(document.createElement(tag), own));
const ways = {
  'link': (url, name) => { const a = put('a', {target: name}); a.setAttribute('href', url); a.click() },
  'window.open': (url, name) => open(url, name),
  'form': (url, name) => { const f = put('form', {target: name}); f.setAttribute('action', url); f.submit() },
  'meta refresh': (url, name) => {
    const meta = Object.assign(document.createElement('meta'), {httpEquiv: 'refresh', content: `0;url=${url}`});
    document.querySelector(`[name=${name}]`).srcdoc = meta.outerHTML;
  },
  'redirect': (url, name) => { document.querySelector(`[name=${name}]`).src = `/to/${name}` },
};
for (const [number, url] of TRICKS.entries()) {
  if (!URL.canParse(url, location) || new URL(url, location).origin === origin) continue;  // to nowhere, or here
  const name = `f${number}`;
  framed(name);
  try { ways[WAY(number)](url, name) } catch { /* no browser goes there */ }
}
setTimeout(() => { window.over = true }, 1500);
</script>"""
SHIFTS = [0, *(pytest.param(shift, marks=pytest.mark.heavy) for shift in range(1, len(WAYS)))]


def set_out(rogue: Rogue, shift: int) -> None:
    """Each trick in a frame of its own, the ways taking turns."""
    rogue.forget(*OURS)
    own = rogue.own.origin.removeprefix("http://")
    rogue.line = {"server": rogue.foreign.origin, "bypass": f"<-loopback>,{own}"}
    for number, url in enumerate(TRICKS):
        plain = url.encode("utf-8", "replace").decode("latin-1").translate({0: None, 10: None, 13: None})
        rogue.own.redirect(f"/to/f{number}", plain, 302)
    way = f"((number) => {json.dumps(WAYS)}[(number + {shift}) % {len(WAYS)}])(number)"
    rogue.own.page("/trick", PAGE.replace("TRICKS", json.dumps(list(TRICKS))).replace("WAY(number)", way))


def heard(rogue: Rogue) -> set[str]:
    """For which ends the bytes were meant that left."""
    return {path.removeprefix("http://").partition("/")[0] for _, path, _ in rogue.foreign.heard}


async def tried(rogue: Rogue, visit: Any, page: Page) -> Any:
    await page.goto(f"{rogue.own.origin}/trick", wait_until="commit", timeout=60_000)
    await page.wait_for_function("() => window.over === true", timeout=60_000)  # so many frames take their time
    return visit.gate.stopped


@pytest.mark.parametrize("shift", SHIFTS)
def test_no_trick_leads_away_from_the_portal(rogue: Rogue, shift: int) -> None:
    set_out(rogue, shift)

    stopped = rogue.run(lambda visit, page: tried(rogue, visit, page))

    assert heard(rogue) - ENDS == set()
    assert len(stopped) >= 50


@pytest.mark.heavy
@pytest.mark.parametrize("shift", range(len(WAYS)))
def test_without_a_gate_they_lead_to_all_sorts_of_places(rogue: Rogue, shift: int) -> None:
    set_out(rogue, shift)

    rogue.unguarded(lambda page: rogue.watch(page, lambda: len(heard(rogue) - ENDS) >= 30), rogue.line)

    assert len(heard(rogue) - ENDS) >= 30
