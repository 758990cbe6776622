"""Apply flags, environment, file and defaults in this order, and say where each value came from."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from pydantic import ValidationError
from pydantic_settings import (
    BaseSettings,
    EnvSettingsSource,
    InitSettingsSource,
    PydanticBaseSettingsSource,
    SettingsError,
)

from agent.domain.identity import legible
from agent.errors import Code, MendInput
from agent.settings.layout import PREFIX, Layout, Settings
from agent.typed import Problem, checked, dotted, problems, wrong

if TYPE_CHECKING:
    from agent.tomlfile import Document


# COMPANION_NOTIFY__NAME is a channel's address; what is set of a channel stands below COMPANION_NOTIFY__CHANNELS__NAME.
_ADDRESS: Final = re.compile(rf"{PREFIX}NOTIFY__(?!CHANNELS(__|$))[A-Z0-9]+(_[A-Z0-9]+)*", re.IGNORECASE)


class Origin(NamedTuple):
    """A setting's value as text, and where it came from."""

    value: str
    origin: str


def load_settings(document: Document | None = None, flags: Mapping[str, object] | None = None) -> Settings:
    """Apply flags (dotted keys, None where not given), environment, file and defaults; raises MendInput(E_CONFIG)."""
    if document is not None:
        checked(document, Layout, strict=True)
    _refuse_stray_names()
    try:
        return _layered(document)(**_nested(flags or {}))
    except ValidationError as error:
        first = problems(error, Settings)[0]
        raise _outside(dotted(first.where), first.why, **first.values) from None
    except SettingsError:
        raise MendInput(Code.E_CONFIG, file="environment", line="?", field=f"{PREFIX}*", why="not_json") from None


def origins(
    settings: Settings, document: Document | None = None, flags: Mapping[str, object] | None = None
) -> dict[str, Origin]:
    """Where each value came from, by dotted key: "flag", "env NAME", "file PATH" or "default"."""
    given = {key for key, value in (flags or {}).items() if value is not None}
    environment = flat(_but_addresses(EnvSettingsSource(Settings))())
    file = flat(document.table) if document else {}

    def origin(key: str) -> str:
        if key in given:
            return "flag"
        if key in environment:
            return f"env {_variable(key)}"
        return f"file {document.path}" if document and key in file else "default"

    return {key: Origin(_told(value), origin(key)) for key, value in flat(settings.model_dump()).items()}


def _layered(document: Document | None) -> type[Settings]:
    """The settings class with this file as its third source."""

    class WithFile(Settings):
        @classmethod
        def settings_customise_sources(
            cls,
            settings_cls: type[BaseSettings],
            init_settings: PydanticBaseSettingsSource,
            env_settings: PydanticBaseSettingsSource,
            dotenv_settings: PydanticBaseSettingsSource,
            file_secret_settings: PydanticBaseSettingsSource,
        ) -> tuple[PydanticBaseSettingsSource, ...]:
            _ = dotenv_settings, file_secret_settings
            file = InitSettingsSource(settings_cls, document.table if document else {})
            assert isinstance(env_settings, EnvSettingsSource)  # noqa: S101 - tells the type checker what it is
            return init_settings, _but_addresses(env_settings), file

    return WithFile


def _but_addresses(source: EnvSettingsSource) -> EnvSettingsSource:
    """The environment without the addresses of channels: they carry tokens, and are no settings that are shown."""
    source.env_vars = {name: one for name, one in source.env_vars.items() if not _ADDRESS.fullmatch(name)}
    return source


def _nested(flags: Mapping[str, object]) -> dict[str, Any]:
    table: dict[str, Any] = {}
    for key, value in flags.items():
        if value is not None:
            *groups, name = key.split(".")
            inner = table
            for group in groups:
                inner = inner.setdefault(group, {})
            inner[name] = value
    return table


def flat(table: Mapping[str, object], prefix: str = "") -> dict[str, Any]:
    """Nested tables by dotted key."""
    leaves: dict[str, Any] = {}
    for key, value in table.items():
        leaves |= flat(value, f"{prefix}{key}.") if isinstance(value, Mapping) else {f"{prefix}{key}": value}
    return leaves


def _variable(key: str) -> str:
    """The environment variable that gave a value: its own, or its group's JSON."""
    name = PREFIX + key.upper().replace(".", "__")
    while name not in os.environ and "__" in name:
        name = name.rpartition("__")[0]
    return name


def _refuse_stray_names() -> None:
    """A variable of a group that does not exist is a misspelt setting, not somebody else's."""
    for name in os.environ:
        group, nested, _ = name.removeprefix(PREFIX).partition("__")
        if name.startswith(PREFIX) and nested and group.lower() not in Settings.model_fields:
            raise _outside(legible(name, 80), "no_such_setting")


def blamed(document: Document | None, key: str, why: str, **values: object) -> MendInput:
    """The error about a value by its dotted key: in the file, line and all, where nothing stands above the file."""
    if document and key in flat(document.table) and _variable(key) not in os.environ:
        return wrong(document, [Problem(tuple(key.split(".")), why, values)])
    return _outside(key, why, **values)


def _outside(key: str, why: str, **values: object) -> MendInput:
    name = _variable(key)
    named = name in os.environ
    return MendInput(
        Code.E_CONFIG,
        file="environment" if named or key.startswith(PREFIX) else "command line",
        line="?",
        field=name if named else key,
        why=why,
        **values,
    )


def _told(value: object) -> str:
    return "" if value is None else str(value).lower() if isinstance(value, bool) else str(value)
