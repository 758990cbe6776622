"""What a person knows who knows the screens of a skin: where things are, and what they are called."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Screens:
    """The skin of a running portal, as its control plane explains it."""

    skin: str
    paths: dict[str, str]
    names: dict[str, str]
    tags: dict[str, str]
    mark: str
    codes: dict[str, str]
    texts: dict[str, dict[str, str]]

    def find(self, name: str) -> str:
        """The CSS place of an element by the portal's own name for it.

        A name is a role and the key of a text, such as `button dialog.send`, or a test id, such as `shop.context`; only
        a page in a skin of its own is marked so.
        """
        role, _, key = name.partition(" ")
        return f'[{self.mark}~="{self.codes[key]}-{role}"]' if key else f'[data-tid="{self.names.get(name, name)}"]'

    def text(self, key: str, language: str = "en") -> str:
        """What something is called in a language (`en`, `zh-CN`, `es`)."""
        return self.texts[language][key]

    def path(self, path: str) -> str:
        """Where a page of the first skin is."""
        bare = path.partition("?")[0]
        known = max((one for one in self.paths if f"{bare}/".startswith(f"{one}/")), key=len, default="")
        return f"{self.paths[known]}{path.removeprefix(known)}" if known else path
