"""A session is made by who has the password, sealed for one login, and worth nothing to any other."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from importlib.resources import files
from typing import Any

import pytest
from agent_bench import PEOPLE, Agent
from anyio.from_thread import BlockingPortal
from skins import both

from agent.domain.ledger import Outcome
from agent.errors import Code, CompanionError
from agent.flows.sign_in import Credentials, sign_in_seller

pytestmark = both

OPS, GLOBAL = "login:7480000000000000001", "login:7480000000000000002"
ACCOUNT, PASSWORD = "ops.latam@example.com", "demo-lucia-pass"


@pytest.fixture
def log_in(signed_out: Agent, agent_loop: BlockingPortal) -> Callable[..., Any]:
    def work(account: str = ACCOUNT, password: str = PASSWORD) -> Any:
        return agent_loop.call(sign_in_seller, Credentials(account, password), signed_out.desk())

    return work


def refused(how: Callable[[], object]) -> CompanionError:
    with pytest.raises(CompanionError) as told:
        how()
    return told.value


def posts(world: Any) -> list[str]:
    return [one["path"] for one in world.requests("POST")]


def test_a_login_is_sealed_for_its_principal(signed_out: Agent, log_in: Callable[..., Any]) -> None:
    seen = log_in()

    assert seen.login == "7480000000000000001"
    assert [label.principal for label in signed_out.house.vault().list()] == [OPS]


@pytest.mark.parametrize(
    ("account", "password"), [(ACCOUNT, "wrong"), (ACCOUNT, PASSWORD.upper()), ("x@y.z", PASSWORD)]
)
def test_wrong_credentials_leave_no_session(
    signed_out: Agent, log_in: Callable[..., Any], mock_world: Any, account: str, password: str
) -> None:
    error = refused(lambda: log_in(account, password))

    assert (error.code, error.exit) == (Code.E_SESSION_EXPIRED, 23)
    assert signed_out.house.vault().load(OPS) is None
    assert posts(mock_world) == ["/passport/web/user/login"]


def test_a_two_step_page_goes_to_a_person(signed_out: Agent, log_in: Callable[..., Any], mock_world: Any) -> None:
    world = files("mock_portal").joinpath("worlds/example.toml").read_text("utf-8")
    mock_world.reset(world=world.replace(f'password = "{PASSWORD}"', f'password = "{PASSWORD}"\ntwo_step = true'))

    error = refused(log_in)

    assert (error.code, error.exit) == (Code.E_CHALLENGE, 22)
    assert signed_out.house.vault().load(OPS) is None
    assert posts(mock_world) == ["/passport/web/user/login"]


@pytest.mark.parametrize(("method", "path"), [("GET", "/account/login"), ("POST", "/passport/web/user/login")])
def test_a_captcha_goes_to_a_person(
    signed_out: Agent, log_in: Callable[..., Any], mock_world: Any, method: str, path: str
) -> None:
    mock_world.fault(method, path, do="captcha", times=None)

    error = refused(log_in)

    assert (error.code, error.exit) == (Code.E_CHALLENGE, 22)
    assert signed_out.house.vault().load(OPS) is None


def test_without_a_session_nothing_is_asked(signed_out: Agent, mock_world: Any) -> None:
    record = signed_out.bind("cocina.conluz")

    assert (record.code, record.exit) == (Code.E_SESSION_EXPIRED, 23)
    assert mock_world.requests("POST") == []


@pytest.mark.sample(3)
@pytest.mark.parametrize("after", range(8))
def test_a_session_that_ends_on_the_way_stops_the_run(agent: Agent, mock_world: Any, after: int) -> None:
    mock_world.fault("GET", "/homepage", do="expire_session", after=after)

    record = agent.bind("cocina.conluz")

    assert (record.outcome, record.code, record.exit) == (Outcome.NEEDS_PERSON, Code.E_SESSION_EXPIRED, 23)
    assert mock_world.effects("invite") == 0


def test_the_session_of_another_login_does_not_bind(signed_out: Agent, mock_world: Any) -> None:
    signed_out.sign_in("GB")
    vault = signed_out.house.vault()
    vault.save(OPS, vault.load(GLOBAL) or b"")

    record = signed_out.bind("cocina.conluz")

    assert (record.code, record.exit) == (Code.E_WRONG_SHOP, 26)
    assert mock_world.effects("invite") == 0


def test_a_vault_file_that_was_copied_opens_for_nobody_else(signed_out: Agent, mock_world: Any) -> None:
    signed_out.sign_in("GB")
    folder, vault = signed_out.house.state / "vault", signed_out.house.vault()
    (theirs,) = folder.glob("*.sealed")
    vault.save(OPS, b"{}")
    (ours,) = {*folder.glob("*.sealed")} - {theirs}
    shutil.copyfile(theirs, ours)

    error = refused(lambda: vault.load(OPS))

    assert (error.code, error.exit) == (Code.E_VAULT_WRONG_SHOP, 5)
    assert signed_out.bind("cocina.conluz").exit == 5
    assert mock_world.effects("invite") == 0


def test_the_credentials_of_another_login_are_not_accepted_as_this_one(
    signed_out: Agent, log_in: Callable[..., Any], mock_world: Any
) -> None:
    other = PEOPLE["7480000000000000002"]

    error = refused(lambda: log_in(other.account, other.password))

    assert (error.code, error.exit) == (Code.E_WRONG_SHOP, 26)
    assert signed_out.bind("cocina.conluz").exit in {23, 26}
    assert mock_world.effects("invite") == 0


def test_what_is_kept_after_a_visit_is_the_newest_session(agent: Agent, mock_world: Any) -> None:
    _ = mock_world
    vault = agent.house.vault()

    agent.check("cocina.conluz")

    assert [label.principal for label in vault.list()] == [OPS]
    assert b"sessionid" in (vault.load(OPS) or b"")


def test_a_home_that_fails_once_after_the_login_is_read_again(log_in: Callable[..., Any], mock_world: Any) -> None:
    mock_world.fault("GET", "/homepage", do="status_before_commit", code=503, nth=2)

    seen = log_in()

    assert seen.login == "7480000000000000001"
    assert posts(mock_world) == ["/passport/web/user/login"]
