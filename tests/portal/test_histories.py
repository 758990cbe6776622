"""A thousand random histories over HTTP: whatever everybody does in whatever order, the portal keeps its promises."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import timedelta
from typing import ClassVar

import pytest
from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis import strategies as some
from hypothesis.stateful import RuleBasedStateMachine, rule, run_state_machine_as_test
from portal_books import Books
from portal_visitor import GB, LUCIA, MX, TH, Visitor, account_id

from mock_portal.client import ControlRefusedError, World

HISTORIES = 1000
NORDLYS = "7495000000000000099"
AT_HOME = {
    MX: ("cocina.conluz", "hogar_bonito.mx", "tech.rafa", "casa.aurora.live", "hogar.y.orden", "cocinas.cdmx"),
    GB: ("teaandtidy", "homebymeera", "tinykitchenleeds", "katelovestea", "student.kitchen"),
    TH: ("glow.by.ploy", "ploy.daily"),
    NORDLYS: ("north.sea.candles", "homebymeera", "katelovestea"),
}
MORE = [str(1_729_400_000_000_001_000 + n) for n in range(60)]  # products to which nobody objects
LINK = '\n[[link]]\nshop = "{shop}"\naccount = "{handle}"\nlinked_hours_ago = 900\n'
USED = [LINK.format(shop=MX, handle=one) + "unlinked_hours_ago = 800\n" for one in ("vale_17", "bogota.home")]
FULL = [LINK.format(shop=MX, handle=one) for one in ("cocina.conluz", "hogar_bonito.mx")]
REVIEWED = "as it is"  # elsewhere nobody reviews links: two shops that want one account meet sooner
EDGES = {REVIEWED: [], "two unlinks used": USED, "one slot left": FULL, "both": [*USED, *FULL]}
PRODUCT = '\n[[product]]\nid = "{number}"\nshop = "{shop}"\ntitle = "More {number}"\nprice = "1.00"\n'
SELLER = "/api/v1/seller/creator"
UNBIND, ASKED, ANSWER = f"{SELLER}/unbind", f"{SELLER}/unbind_apply/get", f"{SELLER}/unbind_apply/update"
ADD, REMOVE = (f"/api/v1/streamer_desktop/showcase_product/{one}" for one in ("add", "remove"))
CREATE, END = "/api/v1/promotion/create", "/api/v1/promotion/deactivate"
TOOLS = ("product_discount", "flash_sale", "live_flash", "live_code")
homes = some.sampled_from([(shop, handle) for shop, handles in AT_HOME.items() for handle in handles])
handles = homes.map(lambda home: home[1])
sources = some.sampled_from(["shop", "link"])


class Everybody(RuleBasedStateMachine):
    """A seller and a creator at the site, everybody else by hand, and time."""

    world: ClassVar[World]
    text: ClassVar[str]
    lucia: ClassVar[Visitor]
    live: ClassVar[Visitor]

    def __init__(self) -> None:
        super().__init__()
        self.world.reset(world=self.text)
        self.world.freeze()  # the books tell days apart: no midnight may pass between a deed and its entry
        self.lucia.log_in(*LUCIA)
        self.live.post("/passport/m/login", handle="casa.aurora.live", password="demo-creator-pass")
        self.books = Books(self.world.state())

    def by_hand(self, **asked: object) -> None:
        with suppress(ControlRefusedError):
            self.world.person(asked)

    @rule(number=some.sampled_from([2, 3, 4, 5, 20]))
    def the_seller_invites(self, number: int) -> None:
        self.lucia.invite(account_id(number))

    @rule(number=some.sampled_from([2, 2, 3, 4]))
    def the_seller_unlinks(self, number: int) -> None:
        self.lucia.post(UNBIND, account_id=account_id(number))

    @rule(decision=some.sampled_from(["approve", "approve", "decline"]))
    def the_seller_answers(self, decision: str) -> None:
        for asked in self.lucia.get(ASKED).data["list"]:
            self.lucia.post(ANSWER, apply_id=asked["apply_id"], decision=decision)

    @rule(tool=some.sampled_from(TOOLS), percent=some.integers(0, 100), product=some.sampled_from(MORE[:3]))
    def the_seller_promotes(self, tool: str, percent: int, product: str) -> None:
        begins = self.world.now() + timedelta(hours=1)
        times = {"starts_at": begins.isoformat(), "ends_at": (begins + timedelta(minutes=20)).isoformat()}
        code = {"code": f"CODE{percent}", "quota": 1, "per_customer": 1}
        what = {"tool": tool, "name": f"{tool} {percent}", "percent": percent, "product_ids": [product]}
        self.lucia.post(CREATE, **what, **times, **code)

    @rule(number=some.integers(1, 4))
    def the_seller_ends_a_promotion(self, number: int) -> None:
        self.lucia.post(END, promotion_id=f"831000000000000000{number}")

    @rule(deed=some.sampled_from(["request", "request", "withdraw"]))
    def the_creator_asks(self, deed: str) -> None:
        self.live.post(f"/api/m/unlink/{deed}")

    @rule(first=some.integers(0, 59), many=some.sampled_from([1, 1, 5, 44]), source=sources)
    def the_creator_adds(self, first: int, many: int, source: str) -> None:
        self.live.post(ADD, product_ids=(MORE + MORE)[first : first + many], source=source)

    @rule(product=some.sampled_from([*MORE[:9], "1729400000000000001"]))
    def the_creator_removes(self, product: str) -> None:
        self.live.post(REMOVE, product_id=product)

    @rule(home=homes, deed=some.sampled_from(["invite", "invite", "unlink"]))
    def a_colleague_acts(self, home: tuple[str, str], deed: str) -> None:
        self.by_hand(who="seller", shop=home[0], handle=home[1], do=deed)

    @rule(shop=some.sampled_from([MX, GB, NORDLYS]))
    def a_shop_invites_everybody(self, shop: str) -> None:
        for handle in AT_HOME[shop]:
            self.by_hand(who="seller", shop=shop, handle=handle, do="invite")

    @rule(handle=some.sampled_from(["homebymeera", "katelovestea"]))
    def two_shops_want_one_account(self, handle: str) -> None:
        for shop in (GB, NORDLYS):
            self.by_hand(who="seller", shop=shop, handle=handle, do="invite")
        for _ in range(2):
            self.by_hand(who="creator", handle=handle, do="accept")

    @rule(shop=some.sampled_from([MX, GB, NORDLYS]), deed=some.sampled_from(["accept", "accept", "verify_identity"]))
    def everybody_answers(self, shop: str, deed: str) -> None:
        for handle in AT_HOME[shop]:
            self.by_hand(who="creator", handle=handle, do=deed)

    @rule(handle=handles, deed=some.sampled_from(["accept", "accept", "accept", "decline", "verify_identity"]))
    def somebody_answers(self, handle: str, deed: str) -> None:
        self.by_hand(who="creator", handle=handle, do=deed)

    @rule(handle=handles, deed=some.sampled_from(["approve", "approve", "reject"]))
    def the_platform_reviews(self, handle: str, deed: str) -> None:
        self.by_hand(who="reviewer", handle=handle, do=deed, reason="no")

    @rule(handle=handles, deed=some.sampled_from(["request", "request", "withdraw", "approve", "decline"]))
    def somebody_asks_to_be_unlinked(self, handle: str, deed: str) -> None:
        self.by_hand(who="unlinking", handle=handle, do=deed)

    @rule(home=homes, points=some.sampled_from([1, 12, 40]))
    def the_platform_finds_a_violation(self, home: tuple[str, str], points: int) -> None:
        told = {"shop": home[0], "handle": home[1], "kind": "false_promotion", "points": points}
        self.by_hand(who="compliance", do="issue", **told)

    @rule(hours=some.sampled_from([0.5, 6, 23, 25, 49, 170]))
    def time_passes(self, hours: float) -> None:
        self.world.advance(hours=hours)

    def teardown(self) -> None:
        """Add everything up."""
        end = self.world.state()  # asked first: what is due happens then
        self.books.read(self.world.effect_log())
        self.books.agree(end)


@pytest.fixture
def everybody(mock_world: World, example_world: str) -> Iterator[Callable[[str], type[Everybody]]]:
    """All of them in a world that begins at one of the edges."""
    lucia, live = Visitor(mock_world.origin), Visitor(mock_world.origin)
    products = [PRODUCT.format(number=number, shop=MX) for number in MORE]

    def at(edge: str) -> type[Everybody]:
        reviewed = example_world.replace("review = true", f"review = {str(edge == REVIEWED).lower()}")
        text = "".join((reviewed, *products, *EDGES[edge]))
        return type("Running", (Everybody,), {"world": mock_world, "text": text, "lucia": lucia, "live": live})

    yield at
    lucia.close()
    live.close()


@pytest.mark.parametrize("edge", EDGES)
def test_promises_are_kept_in_every_history(everybody: Callable[[str], type[Everybody]], edge: str) -> None:
    many = settings(
        max_examples=HISTORIES // len(EDGES),
        stateful_step_count=16,
        phases=(Phase.generate, Phase.shrink),
        suppress_health_check=list(HealthCheck),
    )

    run_state_machine_as_test(seed(len(edge))(everybody(edge)), settings=many)
