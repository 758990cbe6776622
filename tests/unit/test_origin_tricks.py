"""An origin is an exact scheme, host and port: what hides one, or pretends to be one, is none."""

from __future__ import annotations

from dataclasses import replace

import pytest

from agent.adapters.gate import WireGate
from agent.domain.portal import Origin
from agent.profile import load_portal
from agent.tomlfile import default_folder

pytestmark = pytest.mark.fast

SELLER = Origin("https", "seller.ok", 443)
MOCK = Origin("http", "127.0.0.1", 8780)
SIX = Origin("http", "::1", 8780)
ALLOWED = {SELLER, MOCK, SIX}

TRICKS = [
    # another host that begins, ends or contains like ours
    "https://seller.ok.evil/",
    "https://seller.okay/",
    "https://evil-seller.ok/",
    "https://evil.seller.ok/",
    "https://seller.ok./",
    "https://.seller.ok/",
    "https://seller..ok/",
    "https://seller.ok%2eevil/",
    "https://seller.ok%00.evil/",
    "https://seller.ok%2fevil/",
    "https://seller%2eok/",
    "https://xn--slle-epa.ok/",
    "https://seller-ok/",
    "https://seller.0k/",
    # a name and a password before the real host
    "https://seller.ok@evil/",
    "https://seller.ok:443@evil/",
    "https://seller.ok:pw@evil/",
    "https://user@seller.ok/",
    "https://:@seller.ok/",
    "https://@seller.ok/",
    "https://seller.ok%40evil@evil/",
    "https://evil#@seller.ok/",
    "https://evil?@seller.ok/",
    "https://evil/@seller.ok/",
    "https://evil\\@seller.ok/",
    "https://seller.ok\\@evil/",
    "https://seller.ok\\.evil/",
    "https:\\\\seller.ok/",
    "https:/\\seller.ok/",
    # another port, or one that is none
    "https://seller.ok:444/",
    "https://seller.ok:80/",
    "https://seller.ok:0/",
    "https://seller.ok:00443x/",
    "https://seller.ok:-443/",
    "https://seller.ok:+443/",
    "https://seller.ok:4_43/",
    "https://seller.ok: 443/",
    "https://seller.ok:65536/",
    "https://seller.ok:" + "9" * 5000 + "/",
    "https://seller.ok:99999999999/",
    "https://seller.ok:443:443/",
    "https://seller.ok:443.evil/",
    "https://seller.ok:evil/",
    "http://127.0.0.1:87800/",
    "http://127.0.0.1:8780@evil/",
    "http://127.0.0.1/",
    # another scheme, or none
    "http://seller.ok/",
    "http://seller.ok:443/",
    "https://127.0.0.1:8780/",
    "ftp://seller.ok/",
    "ws://seller.ok/",
    "wss://seller.ok/",
    "file://seller.ok/",
    "file:///etc/passwd",
    "javascript:alert(1)//https://seller.ok/",
    "data:text/html,https://seller.ok/",
    "blob:https://seller.ok/8d6c",
    "filesystem:https://seller.ok/x",
    "view-source:https://seller.ok/",
    "about:blank",
    "chrome-error://chromewebdata/",
    "//seller.ok/",
    "/profile",
    "seller.ok",
    "https:seller.ok/",
    "https:/seller.ok/",
    "https:///seller.ok/",
    "https://",
    "https://:443/",
    "",
    # other spellings of an address
    "http://2130706433:8780/",
    "http://0x7f.0.0.1:8780/",
    "http://0177.0.0.1:8780/",
    "http://127.1:8780/",
    "http://127.0.0.1.:8780/",
    "http://127.0.0.1.nip.evil:8780/",
    "http://0.0.0.0:8780/",
    "http://localhost:8780/",
    "http://[::ffff:127.0.0.1]:8780/",
    "http://[127.0.0.1]:8780/",
    "http://[::1]evil:8780/",
    "http://evil[::1]:8780/",
    "http://[::1%25eth0]:8780/",
    "http://[::1:8780/",
    "http://::1:8780/",
    # signs that are not seen, and other scripts
    "https://seller.ok\t/",
    "https://sel\nler.ok/",
    "ht\ntps://seller.ok/",
    "\x00https://seller.ok/",
    " https://seller.ok/",
    "https://seller.ok /",
    "https://seller.ok\x7f/",
    "https://seller.ok/a b",
    "https://seller.ok/\r\nHost: evil",
    "https://seller\u00ad.ok/",
    "https://seller.ok\u200b/",
    "https://seller\u3002ok/",
    "https://\uff53eller.ok/",
    "https://s\u0435ller.ok/",
    "https://seller.ok\uff0fevil/",
    "https://seller.ok\u2044evil/",
    "https://seller.ok\uff20evil/",
    "https://\u202eko.relles/",
    "https://seller.ok\ud800/",
]

GOOD = {
    "https://seller.ok": SELLER,
    "https://seller.ok/": SELLER,
    "https://seller.ok:443/": SELLER,
    "https://seller.ok:/": SELLER,
    "https://seller.ok:0443/": SELLER,
    "https://seller.ok?x=1": SELLER,
    "https://seller.ok#x": SELLER,
    "https://seller.ok/homepage?shop_region=MX": SELLER,
    "https://seller.ok/a//b/../c": SELLER,
    "https://seller.ok/%E4%B8%AD%E6%96%87": SELLER,
    "https://seller.ok/?to=https://evil/": SELLER,
    "https://seller.ok/@evil": SELLER,
    "https://seller.ok/#@evil": SELLER,
    "https://seller.ok/?mail=a@b.c": SELLER,
    "https://seller.ok/?file=C:\\x": SELLER,
    "HTTPS://SELLER.OK/": SELLER,
    "https://Seller.Ok/": SELLER,
    "http://127.0.0.1:8780/": MOCK,
    "http://127.0.0.1:8780?x": MOCK,
    "http://127.0.0.1:08780/": MOCK,
    "http://[::1]:8780/": SIX,
    "http://[::1]:8780?x": SIX,
    "https://seller-us.tiktok.com/": Origin("https", "seller-us.tiktok.com", 443),
    "http://a_b.example:81/": Origin("http", "a_b.example", 81),
    "http://xn--fiq228c.example": Origin("http", "xn--fiq228c.example", 80),
}


@pytest.mark.parametrize("url", TRICKS)
def test_what_pretends_to_be_allowed_is_not(url: str) -> None:
    assert Origin.of(url) not in ALLOWED


@pytest.mark.parametrize("url", GOOD)
def test_an_honest_address_is_what_it_says(url: str) -> None:
    assert Origin.of(url) == GOOD[url]


@pytest.mark.parametrize("url", GOOD)
def test_an_origin_is_written_as_it_is_read(url: str) -> None:
    assert Origin.of(str(GOOD[url])) == GOOD[url]


@pytest.mark.parametrize("url", [one for one in TRICKS if not one.startswith(("data:", "blob:"))])
def test_the_gate_takes_no_trick_for_the_portal(url: str) -> None:
    portal = replace(load_portal([default_folder()], "mock"), allowed=frozenset(ALLOWED))

    assert not WireGate(portal).inside(url)
