"""What a browser says when a page hangs or dies is given its meaning in the pages: no flow sees the driver's own error.

A function is exposed where it waits for the browser, or for an exposed function of the pages, and neither `step` nor
`looking` nor an `except` for the driver's errors stands around it. They are known by name: methods, those of a tab as
its, functions with brackets, and what is private by its file.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

PAGES = Path(__file__).parents[2] / "agent" / "pages"
BROWSER = {
    *("all", "all_text_contents", "aria_snapshot", "bounding_box", "click", "count", "element_handle", "evaluate"),
    *("fill", "get_attribute", "goto", "inner_text", "input_value", "is_checked", "is_disabled", "is_enabled"),
    *("is_visible", "press", "press_sequentially", "select_option", "set_input_files", "text_content", "wait_for"),
}
KEEPERS = {"step", "looking", "suppress"}
CAUGHT = {"PlaywrightError", "PlaywrightTimeout"}
# `once` takes whatever a press ends with; the others are called inside a step, or by a look that takes no error.
INSIDE = {
    "press",
    "before",
    "mark",
    "caption",
    "picture",
    "picked",
    "answered",
    "no_press",
    "no_entry",
    "obstacle",
    "missing",
}
BITES = {
    " async def read(self):\n  await self.page.evaluate('1')": {"read"},
    " async def read(self):\n  await self._rows()\n async def _rows(self):\n  await row.count()": {"read"},
    " async def read(self):\n  await self.tab.any()\nclass Tab:\n async def any(self):\n  await row.count()": {"read"},
    " async def read(self):\n  await ask(page)\nasync def ask(page):\n await page.evaluate()": {"read"},
    " async def read(self):\n  async with self.tab.step('x'):\n   await row.count()": set[str](),
    " async def read(self):\n  try:\n   await row.count()\n  except PlaywrightError:\n   raise": set[str](),
    " async def read(self):\n  try:\n   await row.count()\n  except TimeoutError:\n   raise PlaywrightError": {"read"},
    " async def read(self):\n  try:\n   await f()\n  finally:\n   await row.count()": {"read"},
}


def called(node: ast.Call, owner: str) -> str:
    """The name of what is called in a class of this name."""
    if not isinstance(node.func, ast.Attribute):
        return f"{getattr(node.func, 'id', '')}()"
    on = ast.unparse(node.func.value)
    return f"tab.{node.func.attr}" if on.endswith("tab") or (on, owner) == ("self", "Tab") else node.func.attr


def own(name: str, file: int) -> str:
    """The same, where it is private as that of its file."""
    return f"{file} {name}" if name.removeprefix("tab.").startswith("_") else name


def keeps(node: ast.AST) -> bool:
    """Whether errors of what stands in it are given their meaning there."""
    if isinstance(node, ast.AsyncWith | ast.With):
        made = [one.context_expr for one in node.items if isinstance(one.context_expr, ast.Call)]
        return any(called(one, "").removeprefix("tab.").removesuffix("()") in KEEPERS for one in made)
    types = [one.type for one in getattr(node, "handlers", ()) if one.type]
    return any(isinstance(one, ast.Name) and one.id in CAUGHT for type_ in types for one in ast.walk(type_))


def waited_for(node: ast.AST, owner: str, *, kept: bool = False) -> Iterator[str]:
    """What is waited for in it, and kept by nothing."""
    if isinstance(node, ast.Await) and isinstance(node.value, ast.Call) and not kept:
        yield called(node.value, owner)
    body = set(map(id, getattr(node, "body", ()))) if keeps(node) else set[int]()
    for child in ast.iter_child_nodes(node):
        yield from waited_for(child, owner, kept=kept or id(child) in body)


def functions(file: int, text: str) -> Iterator[tuple[str, set[str]]]:
    """Every function of a file by its name, with what it waits for."""
    tree = ast.parse(text)
    for owner in (tree, *(one for one in tree.body if isinstance(one, ast.ClassDef))):
        name = getattr(owner, "name", "")
        as_named = {"": "{}()", "Tab": "tab.{}"}.get(name, "{}")
        for one in owner.body:
            if isinstance(one, ast.AsyncFunctionDef) and one.name not in INSIDE:
                yield own(as_named.format(one.name), file), {own(each, file) for each in waited_for(one, name)}


def exposed(*texts: str) -> set[str]:
    """The functions that may end with the driver's own error and are not the pages' own affair."""
    every = [one for file, text in enumerate(texts) for one in functions(file, text)]
    found, size = set(BROWSER), 0
    while len(found) > size:
        size = len(found)
        found |= {name for name, waits in every if waits & found}
    return {name for name in found - BROWSER if name.isidentifier()}


@pytest.mark.fast
@pytest.mark.parametrize(("text", "told"), BITES.items())
def test_the_search_bites(text: str, told: set[str]) -> None:
    assert exposed(f"class Page:\n{text}") == told


@pytest.mark.fast
def test_no_page_lets_the_drivers_error_out() -> None:
    assert exposed(*(path.read_text("utf-8") for path in sorted(PAGES.rglob("*.py")))) == set()
