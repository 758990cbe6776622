"""How bytes reach the portal: plain or encrypted, with certificates that hold and that do not, and instances apart."""

from __future__ import annotations

import http.client
import socket
import ssl
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Error, Page, expect
from portal_visitor import LINKS, LUCIA, SEND, Visitor, account_id

from mock_portal.child import running
from mock_portal.client import World

LUZ = account_id(3)


@pytest.fixture(scope="module")
def secure_portal(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """A portal that speaks HTTP/1.1 over TLS."""
    with running(tmp_path_factory.mktemp("secure"), "--tls", "--http", "1") as world:
        yield world


@pytest.fixture
def secure(secure_portal: World) -> World:
    """The same, put back to its start."""
    secure_portal.reset()
    return secure_portal


def trusting(world: World) -> ssl.SSLContext:
    return ssl.create_default_context(cafile=world.ca_file)


def visitor_of(world: World) -> Visitor:
    """Somebody who trusts the portal's own authority, and nobody else."""
    place = urlsplit(world.origin)
    visitor = Visitor(world.origin)
    visitor.connection = http.client.HTTPSConnection(
        str(place.hostname), place.port, context=trusting(world), timeout=5
    )
    return visitor


@pytest.fixture
def lucia_s(secure: World) -> Iterator[Visitor]:
    """Lucia, over TLS."""
    visitor = visitor_of(secure).log_in(*LUCIA)
    yield visitor
    visitor.close()


def test_the_site_is_the_same_over_tls(secure: World, lucia_s: Visitor) -> None:
    assert secure.origin.startswith("https://127.0.0.1:")
    assert lucia_s.invite(LUZ).json["code"] == 0
    assert (secure.effects("invite"), lucia_s.get(LINKS).json["code"]) == (1, 0)


@pytest.mark.parametrize("verb", ["close_after_commit", "rst_after_commit", "close_before_read"])
def test_connections_end_over_tls_too(secure: World, lucia_s: Visitor, verb: str) -> None:
    secure.fault("POST", SEND, do=verb)

    with pytest.raises((http.client.RemoteDisconnected, ConnectionResetError, ssl.SSLEOFError)):
        lucia_s.invite(LUZ)

    assert secure.effects("invite") == (verb != "close_before_read")


def test_nobody_trusts_it_who_was_not_told_to(secure: World) -> None:
    visitor = visitor_of(secure)
    place = urlsplit(secure.origin)
    visitor.connection = http.client.HTTPSConnection(str(place.hostname), place.port, timeout=5)

    with pytest.raises(ssl.SSLCertVerificationError, match="unable to get local issuer certificate"):
        visitor.get("/account/login")


@pytest.mark.parametrize(("kind", "says"), [("expired", "certificate has expired"), ("wrong-host", "not valid for")])
def test_a_certificate_may_be_one_that_nobody_should_accept(tmp_path: Path, kind: str, says: str) -> None:
    with running(tmp_path, "--tls", kind) as world:
        visitor = visitor_of(world)

        with pytest.raises(ssl.SSLCertVerificationError, match=says):
            visitor.get("/account/login")


def test_the_certificate_may_be_for_a_further_name(tmp_path: Path) -> None:
    with running(tmp_path, "--tls", "--tls-name", "seller.example") as world:
        trusting, place = ssl.create_default_context(cafile=world.ca_file), urlsplit(world.origin)

        with (
            socket.create_connection((str(place.hostname), int(place.port or 0)), timeout=10) as plain,
            trusting.wrap_socket(plain, server_hostname="seller.example") as secure,
        ):
            assert secure.getpeercert()


def test_the_authority_is_gone_with_its_portal(tmp_path: Path) -> None:
    with running(tmp_path, "--tls") as world:
        alive = [file.name for file in Path(world.ca_file).parent.iterdir()]

    assert alive == ["ca.pem"]
    assert not Path(world.ca_file).parent.exists()


def test_plain_words_to_an_encrypted_port_are_not_answered(secure: World) -> None:
    visitor = Visitor(secure.origin.replace("https", "http"))

    with pytest.raises((http.client.RemoteDisconnected, ConnectionResetError)):
        visitor.get("/account/login")


def test_a_browser_that_was_not_told_stops_at_the_door(secure: World, browser: Browser) -> None:
    context = browser.new_context()

    with pytest.raises(Error, match="ERR_CERT_AUTHORITY_INVALID"):
        context.new_page().goto(secure.origin)

    context.close()


@pytest.fixture
def page_that_knows(secure: World, browser: Browser, browser_type_launch_args: dict[str, Any]) -> Iterator[Page]:
    """A page of a browser that was told the hash of the portal's key, and lets that one key in without an authority."""
    args = [*browser_type_launch_args["args"], f"--ignore-certificate-errors-spki-list={secure.pin}"]
    told = browser.browser_type.launch(**(browser_type_launch_args | {"args": args}))
    yield told.new_page()
    told.close()


def test_a_browser_comes_in_that_knows_the_key(secure: World, page_that_knows: Page) -> None:
    page_that_knows.goto(f"{secure.origin}/account/login")

    expect(page_that_knows.get_by_role("heading", name="Log in", exact=True)).to_be_visible()


def test_two_portals_know_nothing_of_each_other(mock_world: World, lucia: Visitor, tmp_path: Path) -> None:
    with running(tmp_path) as other:
        lucia.invite(LUZ)
        stranger = Visitor(other.origin)
        stranger.cookies = lucia.cookies

        assert (mock_world.effects("invite"), other.effects("invite")) == (1, 0)
        assert stranger.get(LINKS).json["code"] == 98001002
        stranger.close()
        assert {other.origin, other.control}.isdisjoint({mock_world.origin, mock_world.control})
