"""Every screen of the portal: where it is, who sees it, and what one does to come to it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

from portal_tab import DESK, PHONE, Tab
from portal_visitor import GB, GLOBAL, LUCIA, MX, NOVA, SWITCH, TH

from mock_portal.client import World

OWN_CREATOR, INVITED, OVERSEAS = "casa.aurora.live", "cocina.conluz", "beauty_nan"
LINKS = "/profile/linked-accounts"
TOOLS = "/promotion/marketing-tools"
SHOWCASE = "/streamer/showcase/product/list"
ROW, NEWS, CARD = "[data-row-key]", "[data-message-id]", ".help-card"

Step: TypeAlias = Callable[[Tab], object]


def stay(_: Tab) -> None:
    """A stranger does nothing first, and most screens need no step to be complete."""


def seller(tab: Tab) -> None:
    tab.log_in(*LUCIA)


def overseas(shop: str) -> Step:
    def enter(tab: Tab) -> None:
        tab.log_in(*GLOBAL)
        tab.page.context.request.post(f"{tab.origin}{SWITCH}", data={"shop_id": shop})

    return enter


def customer(tab: Tab) -> None:
    tab.page.context.request.post(
        f"{tab.origin}/tabcut/api/login", data={"email": "insights@example.com", "password": "demo-tabcut-pass"}
    )


@dataclass(frozen=True)
class Screen:
    """One screen: `ready` is there as soon as its data is, `steps` lead on from there to what covers it."""

    name: str
    path: str
    who: Step = seller
    ready: str = "h1"
    steps: tuple[Step, ...] = ()
    before: Callable[[World], object] = lambda _: None
    width: int = DESK

    def __str__(self) -> str:
        return self.name

    def show(self, world: World, tab: Tab) -> None:
        """Bring the tab there."""
        self.before(world)
        self.who(tab)
        tab.open(self.path)
        tab.page.locator(self.ready).first.wait_for()
        for step in self.steps:
            step(tab)
        tab.settle()


def press(english: str, chinese: str, role: str = "button") -> Step:
    return lambda tab: tab.named(role, english, chinese).click()


def click(selector: str) -> Step:
    return lambda tab: tab.page.locator(selector).first.click()


def write(english: str, chinese: str, text: str) -> Step:
    return lambda tab: tab.named("textbox", english, chinese).fill(text)


def see(selector: str) -> Step:
    return lambda tab: tab.page.locator(selector).first.wait_for()


def agree(tab: Tab) -> None:
    """Read the policy that lies over a newcomer's home."""
    press("I have read this", "我已阅读", "checkbox")(tab)
    press("I understand", "我已了解")(tab)


def hide_campaign(tab: Tab) -> None:
    tab.page.get_by_role("dialog").get_by_role("button", name="Close", exact=True).click()


def upload(tab: Tab) -> None:
    picture = b"\x89PNG\r\n\x1a\n" + b"\0" * 64
    tab.page.locator("#appeal-file").set_input_files([{"name": "a.png", "mimeType": "image/png", "buffer": picture}])
    tab.page.locator("[data-file-id]").wait_for()


def creator(handle: str) -> Step:
    return lambda tab: tab.enter_as_creator(handle)


def creators(name: str, path: str, ready: str = "h1", *, handle: str = OWN_CREATOR) -> Screen:
    """A screen of the TikTok app."""
    return Screen(name, path, creator(handle), ready, before=invite, width=PHONE)


def tabcut(name: str, path: str, *steps: Step) -> Screen:
    return Screen(name, f"/tabcut/ranking/{path}", customer, ".tc-table tbody tr", steps)


def form(tool: str) -> Screen:
    return Screen(f"promotion-{tool}", f"{TOOLS}/create?tool={tool}", ready="#form h2")


def invite(world: World) -> None:
    world.seller(MX).invite(INVITED)


def find_fault(world: World) -> None:
    world.compliance().issue(TH, "false_promotion", 36, handle=OVERSEAS)


def leave(tab: Tab) -> None:
    """Go on from the Seller app to the TikTok app, as far as the jump."""
    write("TikTok username", "TikTok 用户名", INVITED)(tab)
    press("Continue in TikTok", "前往 TikTok 授权")(tab)
    tab.page.locator("#waiting").wait_for()


def authorize(tab: Tab) -> None:
    """What the account's owner is asked after such a jump."""
    leave(tab)
    jump = str(tab.page.locator("#jump").get_attribute("href"))
    tab.enter_as_creator(INVITED)
    tab.open(jump)
    tab.page.locator(".app-asked").wait_for()


def scan(tab: Tab) -> None:
    """The code of a desk, in the eyes of a phone."""
    shown = tab.page.context.request.post(f"{tab.origin}/passport/open/get_qrcode", data={}).json()["data"]
    tab.open(f"/app/qr?token={shown['qrcode_index_url'].partition('token=')[2]}")
    tab.page.locator(".letter-actions").wait_for()


def ask_unlink(world: World) -> None:
    world.creator(OWN_CREATOR).request_unlink()


FROM_SHOP = press("Add from shop", "从店铺添加", "tab")
SCREENS = (
    Screen("login", "/account/login", stay),
    Screen("login-email", "/account/login", stay, steps=(press("Log in with email", "使用邮箱登录"),)),
    Screen("login-qr", "/account/login", stay, steps=(press("Log in with QR code", "扫码登录", "tab"), see("img"))),
    Screen("two-step", "/account/two-step", stay),
    Screen("maintenance", "/maintenance", stay),
    Screen("home", "/homepage?shop_region=MX", ready=".pcm-smc"),
    Screen("home-policy", "/homepage", lambda tab: tab.log_in(*NOVA), "[role=dialog]"),
    Screen("home-campaign", "/homepage", lambda tab: tab.log_in(*NOVA), "[role=dialog]", (agree,)),
    Screen(
        "home-tour",
        "/homepage",
        lambda tab: tab.log_in(*NOVA),
        "[role=dialog]",
        (
            agree,
            hide_campaign,
            press("Got it", "知道了"),
            see(".core-guide-popover"),
        ),
    ),
    Screen("shops", "/homepage", lambda tab: tab.log_in(*GLOBAL), ".pcm-smc", (press("Switch shop", "切换店铺"),)),
    Screen("orders", "/order"),
    Screen("products", "/product/manage"),
    Screen("profile", "/profile/seller-profile?tab=seller_information"),
    Screen("official", f"{LINKS}?tab=official", ready=ROW),
    Screen("marketing", f"{LINKS}?tab=marketing", ready=ROW, before=ask_unlink),
    Screen("link-search", LINKS, ready=ROW, steps=(lambda tab: tab.search("cocina"),)),
    Screen("link-checks", LINKS, ready=ROW, steps=(lambda tab: tab.check("cocina", "7100000000000000103"),)),
    Screen("unlink", LINKS, ready=ROW, steps=(click(".unlink-row"), see("[role=dialog]"))),
    Screen("invitations", f"{LINKS}/invitations", ready=ROW, before=invite),
    Screen("showcase-overview", "/product/showcase", ready=ROW),
    Screen("compass-overview", "/compass/data-overview", ready=".pcm-smc"),
    Screen("compass-creators", "/compass/creator-analysis", ready=".zep-table-body"),
    Screen("compass-lives", "/compass/live-analysis", ready=".zep-table-body"),
    Screen("compass-products", "/compass/product-analysis", ready=".zep-table-row"),
    Screen("compass-fans", "/compass/creator-report?account_id=7100000000000000102", ready=".fans-list"),
    Screen("promotions", TOOLS, ready=ROW),
    *(form(tool) for tool in ("product_discount", "flash_sale", "live_flash", "live_code")),
    Screen("health", "/account-health", ready=ROW),
    Screen("health-rating", "/account-health", overseas(GB), ROW),
    Screen("health-points", "/account-health", overseas(TH), ROW, before=find_fault),
    Screen("violation", "/account-health", ready=ROW, steps=(click(f"{ROW} a"), see("#appeal-file"), upload)),
    Screen(
        "self-check",
        "/content-check",
        steps=(
            write("Text to check", "待检查文本", "El mejor sartén"),
            press("Check", "开始检查"),
            see("mark"),
        ),
    ),
    Screen("account-check", "/content-check/accounts"),
    Screen("help", "/help-center", ready=CARD),
    Screen("article", "/help-center", ready=CARD, steps=(click(CARD), see("article"))),
    Screen("tickets", "/help-center/tickets", ready=ROW),
    Screen("ticket-form", "/help-center/tickets", ready=ROW, steps=(press("Create ticket", "创建工单"),)),
    Screen("ticket", "/help-center/ticket?ticket_id=8310000000000000001", ready="[data-post-id]"),
    Screen("chat", "/help-center", ready=CARD, steps=(press("Chat with us", "联系在线客服"), see("[data-author=bot]"))),
    Screen("messages", "/message-center", ready=NEWS),
    Screen("app-settings", "/app/settings", width=PHONE),
    Screen("app-bind", "/app/settings/bind", width=PHONE),
    Screen("app-jump", "/app/settings/bind", steps=(leave,), width=PHONE),
    Screen("app-authorize", "/app/settings/bind", steps=(authorize,), width=PHONE),
    Screen("app-bound", "/app/settings/bound", width=PHONE),
    Screen("app-qr", "/app/settings", steps=(scan,), width=PHONE),
    creators("inbox", "/m/inbox", handle=INVITED),
    creators("identity", "/m/identity", handle=INVITED),
    creators("creator-profile", "/m/profile"),
    creators("creator-showcase", "/m/showcase"),
    creators("your-shop", "/m/your-shop"),
    creators("link-info", "/m/link-info"),
    creators("standing", "/m/standing"),
    creators("standing-points", "/m/standing", handle=OVERSEAS),
    Screen("creator-login", "/m/login", stay, width=PHONE),
    Screen("showcase", SHOWCASE, creator(OWN_CREATOR), ROW),
    Screen("showcase-link", SHOWCASE, creator(OWN_CREATOR), ROW, (click("#add"),)),
    Screen(
        "showcase-shop",
        SHOWCASE,
        creator(OWN_CREATOR),
        ROW,
        (click("#add"), FROM_SHOP),
    ),
    tabcut("tabcut-goods", "goods"),
    tabcut("tabcut-videos", "videos"),
    tabcut("tabcut-creators", "creators"),
    tabcut("tabcut-association", "goods", click(".tc-table tbody tr a"), see(".tc-table tbody tr")),
    Screen("tabcut-login", "/tabcut/ranking/goods", stay, ".tc-table tbody tr", (press("Next page", "下一页"),)),
)
BY_A_STEP = {
    "/": "leads home, or to the login",
    "/account/two-step/form": "stands in a frame, see test_two_step",
    "/account-health/violation": "violation",
    "/help-center/article": "article",
    "/m/authorize": "app-authorize",
    "/app/qr": "app-qr",
    "/tabcut/ranking/goods/detail": "tabcut-association",
    "/tabcut/ranking/creators/detail": "the same from the other side",
}
