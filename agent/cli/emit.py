"""emit: ready files for what starts us regularly, which follow our exit codes; nothing is installed."""

from __future__ import annotations

import os
import shlex
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from agent.cli import show
from agent.cli.call import CALL, a_place
from agent.cli.rooms import house
from agent.cli.scheduled import APPLY, KEY, Asked, configuration, round_of, when_of
from agent.cli.speech import words
from agent.domain.scheduling import Scheduler
from agent.errors import Code, MendInput
from agent.wiring.house import ROSTER, SETTINGS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from agent.adapters.schedulers import File
    from agent.wiring import House


def add_to(app: typer.Typer) -> None:
    """Offer this group's command."""
    app.command()(emit)


def emit(
    kind: Annotated[Scheduler, typer.Argument(metavar="KIND", help="What is to start us.")],
    out: Annotated[
        Path | None, typer.Option("-o", "--out", parser=a_place, metavar="FOLDER", help="Write the files here.")
    ] = None,
    every: Annotated[str, typer.Option("--every", metavar="T", help="How often: 10m (default), 30m, 2h.")] = "",
    at: Annotated[str, typer.Option("--at", metavar="HH:MM", help="Once a day instead.")] = "",
    zone: Annotated[str, typer.Option("--zone", help="Whose clock --at is, like Asia/Shanghai; default: here.")] = "",
    user: Annotated[str, typer.Option("--user", help="Who runs it; default: you.")] = "",
    image: Annotated[str, typer.Option("--image", help="The container image, for k8s.")] = "",
    run: Annotated[str, typer.Option("--run", metavar="apply|watch|collect", help="What is to be started.")] = APPLY,
    force: Annotated[bool, typer.Option("--force", help="Replace files that say something else.")] = False,
) -> int:
    """Write what cron, systemd, Windows, launchd or Kubernetes needs to run all shops regularly; install nothing."""
    from agent.adapters.schedulers import rendered  # noqa: PLC0415 - jinja2 is heavy

    asked, rooms = Asked(kind, every, at, zone, user, image, run), house(empty=True)
    files = rendered(kind, round_of(asked, when_of(asked), rooms))
    if out is None:
        _printed(kind, files)
    else:
        _keep(out, files, force=force)
        _told(asked, out, files, rooms)
    return 0


def _printed(kind: Scheduler, files: Sequence[File]) -> None:
    """The files themselves on stdout; several one after the other, each under its name."""
    told = [{"name": one.name, "text": one.text} for one in files]
    if CALL.get().json:
        show.result({"scheduler": kind, "files": told})
        return
    for one in files:
        if len(files) > 1:
            print(f"# ---- {one.name}")
        print(one.text, end="")


def _keep(folder: Path, files: Sequence[File], *, force: bool) -> None:
    """Write all of them or none: MendInput(E_INPUT) where one is there that says something else."""
    from agent.adapters.files import explained, write_public  # noqa: PLC0415 - only here

    with explained(folder):
        folder.mkdir(parents=True, exist_ok=True)
        others = [folder / one.name for one in files if _says_else(folder / one.name, one.content)]
    if others and not force:
        raise MendInput(Code.E_INPUT, file=others[0], why="says_else")
    for one in files:
        write_public(folder / one.name, one.content)


def _says_else(path: Path, content: bytes) -> bool:
    return path.exists() and path.read_bytes() != content


def _told(asked: Asked, folder: Path, files: Sequence[File], rooms: House) -> None:
    """What was written, and what a person does now."""
    paths = [folder.absolute() / one.name for one in files]
    commands, unset = list(_commands(asked, paths, rooms)), _unset()
    say = words()
    lines = [*(say("ui.written", path=one) for one in paths), say(f"emit.{asked.kind}")]
    if not rooms.settings.rounds.press_hours:
        lines.append(say("ui.emit_hours"))
    if asked.runs_as_root:
        lines.append(say("ui.emit_root"))
    if unset:
        lines.append(say("ui.emit_variables", names=", ".join(unset)))
    lines += [say("ui.emit_next"), *(f"  {one}" for one in commands)]
    told = {"scheduler": asked.kind, "files": [str(one) for one in paths], "commands": commands, "not_carried": unset}
    show.result(told, lines)


def _unset() -> list[str]:
    """Our variables that are set here, and that the scheduler will not have."""
    return sorted(name for name in os.environ if name.startswith("COMPANION_") and name != KEY)


def _commands(asked: Asked, paths: Sequence[Path], rooms: House) -> Iterator[str]:
    quoted = [shlex.quote(str(one)) for one in paths]
    match asked.kind:
        case Scheduler.CRON:
            yield f"sudo install -o root -g root -m 600 {quoted[0]} /etc/cron.d/companion{asked.suffix}"
        case Scheduler.SYSTEMD:
            yield f"sudo install -m 644 {' '.join(quoted)} /etc/systemd/system/"
            yield "sudo systemctl daemon-reload"
            yield f"sudo systemctl enable --now companion{asked.suffix}.timer"
        case Scheduler.TASKSCHEDULER:
            named = ["/TN", f"Channel Companion{asked.suffix}", "/XML", str(paths[0])]
            yield subprocess.list2cmdline(["schtasks", "/Create", *named])
        case Scheduler.LAUNCHD:
            yield from _bootstrapped(quoted[0], f"channel-companion{asked.suffix}.plist", daemon=bool(asked.user))
        case Scheduler.K8S:
            yield f"kubectl create configmap companion-config {_from_files(configuration(rooms))}"
            key = shlex.quote("vault.key=" + str(rooms.key_file.absolute()))
            yield f"kubectl create secret generic companion-vault --from-file={key}"
            yield f"kubectl apply -f {quoted[0]}"


def _from_files(folder: Path) -> str:
    """Each file by its name: the vault's key may lie in the same folder."""
    there = (folder / name for name in (SETTINGS, ROSTER) if (folder / name).exists())
    return " ".join(f"--from-file={shlex.quote(str(one))}" for one in there)


def _bootstrapped(path: str, name: str, *, daemon: bool) -> Iterator[str]:
    place = "/Library/LaunchDaemons" if daemon else "~/Library/LaunchAgents"
    sudo, domain = ("sudo ", "system") if daemon else ("", "gui/$(id -u)")
    yield f"{sudo}install -m 600 {path} {place}/{name}"
    yield f"{sudo}launchctl bootstrap {domain} {place}/{name}"
