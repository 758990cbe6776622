"""What tests of several folders share: the loop that the agent runs in, its one browser, and an agent for each test."""

from __future__ import annotations

import copy
import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from browsers import name_the_browser
from hypothesis import settings
from sampling import leave_to_the_long_proofs

if TYPE_CHECKING:
    from agent_bench import Agent
    from anyio.from_thread import BlockingPortal
    from postgres import Server


settings.register_profile(
    "suite", deadline=None, database=None
)  # a busy machine is no failure, a repository no notebook
settings.load_profile("suite")

_PEOPLE_AT_THE_BROWSER = {"page", "browser", "context", "new_context", "mock_creator", "mock_seller"}


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    """Keep what is made once for a file in one worker, and the order of the others."""
    from sharing import OneByOne

    config.option.loadscopereorder = False
    return OneByOne(config, log)


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> Iterator[None]:
    """Before tests are chosen some are left to the long proofs; those that were chosen are put in order."""
    leave_to_the_long_proofs(items)
    yield
    _in_order(items)


def _in_order(items: list[pytest.Item]) -> None:
    """Spread each file's tests evenly: tests are handed out in rows, and no worker shall be left with the long ones.

    pytest-playwright comes last: once its browser runs, its loop stays in the main thread of the worker.
    """
    files: dict[Path, list[pytest.Item]] = {}
    for item in items:
        files.setdefault(item.path, []).append(item)
    share = {item: (at + 0.5) / len(file) for file in files.values() for at, item in enumerate(file)}
    items.sort(key=lambda item: (_with_people(item), 0.5 if _with_neighbours(item) else share[item]))


def _with_people(item: pytest.Item) -> bool:
    return bool(_PEOPLE_AT_THE_BROWSER & set(getattr(item, "fixturenames", ())))


def _with_neighbours(item: pytest.Item) -> bool:
    """Whether it uses what is made once for all tests of its file."""
    made = item._fixtureinfo.name2fixturedefs if isinstance(item, pytest.Function) else {}  # noqa: SLF001 - told nowhere else
    return any(one[-1].scope == "module" for one in made.values())


@pytest.fixture(autouse=True)
def _nobody_called() -> Iterator[None]:
    """What one test called the command with, such as a language, is not the next one's."""
    from agent.cli.call import CALL, Call

    before = CALL.set(Call())
    yield
    CALL.reset(before)


@pytest.fixture(autouse=True)
def _nobody_s_secrets(monkeypatch: pytest.MonkeyPatch) -> None:
    """What one test made a secret, such as a channel's address, is none in the next one."""
    from agent.adapters.redact import redacted

    monkeypatch.setattr(redacted, "__dict__", copy.deepcopy(vars(redacted)))


@pytest.fixture(scope="session", autouse=True)
def _browser_named() -> None:
    name_the_browser()
    os.environ.pop("COLUMNS", None)  # where tests run in several processes, each is told how wide the terminal is


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    """A PostgreSQL server of our own; where there is none, its tests are skipped."""
    from postgres import running

    with running() as one:
        yield one


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, object]:
    """The browser that the agent would use; nobody but root needs to do without its sandbox."""
    own = {"executable_path": os.environ.get("COMPANION_BROWSER__EXECUTABLE") or None}
    return own | {"args": ["--no-sandbox"] if hasattr(os, "getuid") and os.getuid() == 0 else []}


@pytest.fixture(scope="session")
def agent_loop() -> Iterator[BlockingPortal]:
    """A loop in a thread of its own: pytest-playwright keeps one in the main thread."""
    from anyio.from_thread import start_blocking_portal

    with start_blocking_portal() as loop:
        yield loop


@pytest.fixture(scope="session")
def agent_browser(agent_loop: BlockingPortal) -> Iterator[dict[str, Any]]:
    """The visits that the first agent made, kept for the others: one browser for all."""
    kept: dict[str, Any] = {}
    yield kept
    for visits in kept.values():
        agent_loop.call(visits.__aexit__, None, None, None)


@pytest.fixture
def example_world() -> str:
    """The text of the example world, to be changed a little."""
    from mock_portal.__main__ import EXAMPLE

    return EXAMPLE.read_text("utf-8")


@pytest.fixture
def skin(request: pytest.FixtureRequest) -> str:
    """What the portal looks like: as ever, or as a test asks (`skins.both`)."""
    return str(getattr(request, "param", ""))


@pytest.fixture(scope="session")
def harbour(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """A portal in its second skin."""
    from mock_portal.child import running

    with running(tmp_path_factory.mktemp("harbour"), "--skin", "harbour") as world:
        yield world


@pytest.fixture
def mock_world(skin: str, request: pytest.FixtureRequest) -> Any:
    """The portal in the skin that a test asks for, put back to the start."""
    world = request.getfixturevalue(skin or "mock_portal")
    world.reset()
    return world


@pytest.fixture
def flags(skin: str) -> dict[str, Any]:
    """Settings of the test's agent, and what it calls the portal's things; a file of tests may have its own."""
    from agent_bench import profile_for

    return {"profile": profile_for(skin)}


@pytest.fixture
def signed_out(
    agent_loop: BlockingPortal, agent_browser: Any, mock_world: Any, tmp_path: Path, flags: dict[str, Any]
) -> Iterator[Agent]:
    """An agent without a session."""
    from agent_bench import Agent

    made = Agent(agent_loop, tmp_path, mock_world.origin, agent_browser, **flags)
    yield made
    made.close()


@pytest.fixture
def recording(
    agent_loop: BlockingPortal, agent_browser: Any, mock_world: Any, skin: str, tmp_path: Path
) -> Iterator[Agent]:
    """An agent whose first login is logged in, and who keeps evidence as an operator's does."""
    from agent_bench import Agent, profile_for

    flags = {"evidence.enabled": True, "profile": profile_for(skin)}
    made = Agent(agent_loop, tmp_path, mock_world.origin, agent_browser, **flags)
    made.let_in()
    yield made
    made.close()


@pytest.fixture
def agent(signed_out: Agent) -> Agent:
    """An agent whose first login is logged in."""
    signed_out.let_in()
    return signed_out
