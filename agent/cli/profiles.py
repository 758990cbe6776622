"""profile: the files that say what a portal calls things."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from agent.cli import show
from agent.cli.call import CALL, a_place
from agent.cli.learn import learn
from agent.cli.rooms import house
from agent.cli.speech import words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from agent.profile import Examined

profile = typer.Typer(help="What a portal calls things.", no_args_is_help=True)


def add_to(app: typer.Typer) -> None:
    """Offer this group's commands."""
    profile.command()(learn)
    app.add_typer(profile, name="profile")


@profile.command()
def check(
    file: Annotated[Path, typer.Argument(metavar="FILE", parser=a_place, help="A profile: portals/NAME.toml.")],
) -> int:
    """Read a profile without a browser: what is wrong in it, and what a draft does not tell yet."""
    from agent.profile import examine  # noqa: PLC0415 - pydantic is heavy
    from agent.tomlfile import default_folder  # noqa: PLC0415 - same
    from agent.typed import dotted  # noqa: PLC0415 - same

    found = examine(file, (*house(empty=True).folders, default_folder()))
    show.result(
        {
            "profile": found.portal.name,
            "layers": [str(one) for one in found.layers],
            "verified": found.portal.verified,
            "fingerprint": found.portal.fingerprint,
            "languages": sorted(found.portal.languages),
            "elements": {"named": found.named, "wanted": found.wanted},
            "gaps": [{"field": dotted(one.where), "why": one.why, **one.values} for one in found.gaps],
        },
        () if CALL.get().json else _told(found),
    )
    return 0


def _told(found: Examined) -> Iterator[str]:
    from agent.typed import dotted  # noqa: PLC0415 - pydantic is heavy

    say, portal = words(), found.portal
    kind = say("ui.profile_verified" if portal.verified else "ui.profile_draft")
    languages = ", ".join(sorted(portal.languages))
    yield say("ui.profile", name=portal.name, kind=kind, named=found.named, wanted=found.wanted, languages=languages)
    yield from (say("ui.profile_over", path=one) for one in found.layers[1:])
    for gap in found.gaps:
        yield f"  {dotted(gap.where)}: {say(f'why.{gap.why}', **gap.values)}"
    if found.gaps:
        yield say("ui.profile_gaps", count=len(found.gaps))
