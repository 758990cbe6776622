"""Which texts the agent asks for by name, read from its code and its templates, so that nobody keeps a list."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

_KEY = re.compile(r"(?:ui|risks|numbers|picture|compare|compliance|audit)\.[a-z_]+")
_IN_TEMPLATE = re.compile(r"say\('([a-z_.]+)'")
_FAMILY = re.compile(r"([a-z_]+)\.")
_FAMILY_IN_TEMPLATE = re.compile(r"word\('(\w+)'")
_SAYS_WHY = {"Unfit": 0, "Problem": 1, "Trouble": 1, "must": 1, "_unreadable": 1, "_outside": 1, "_refuse_choice": 1}
_A_KEY = re.compile(r"[a-z0-9_]+")


def nodes(folder: Path) -> list[ast.AST]:
    """Everything in the code of a folder."""
    return [node for path in sorted(folder.rglob("*.py")) for node in ast.walk(ast.parse(path.read_text("utf-8")))]


def named(found: Iterable[ast.AST]) -> set[str]:
    """The keys that stand in code, whole, or as the heads of a table: `f"ui.{key}" for key in (...)`."""
    return {one for node in found for one in _named_by(node) if _KEY.fullmatch(one)}


def families(found: Iterable[ast.AST]) -> set[str]:
    """The first parts of keys that are put together from a closed word: `say(f"outcome.{x}")`, `word("outcome", x)`."""
    found = list(found)
    listed = {id(head) for node in found for _, head in _tables(node)}
    calls = (one.args[0] for one in found if isinstance(one, ast.Call) and one.args)
    starts = (_FAMILY.match(_start(one)) for one in calls if isinstance(one, ast.JoinedStr) and id(one) not in listed)
    return {start[1] for start in starts if start} | {name for node in found for name in _families_named_by(node)}


def _families_named_by(node: ast.AST) -> Iterator[str]:
    match node:
        case ast.Call(func=ast.Attribute(attr="word"), args=[ast.Constant(value=str(name)), _]):
            yield name


def families_in_templates(folder: Path) -> set[str]:
    """The same in templates: `run.word('outcome', ...)`."""
    return {name for path in folder.rglob("*.html") for name in _FAMILY_IN_TEMPLATE.findall(path.read_text("utf-8"))}


def in_templates(folder: Path) -> set[str]:
    """The keys that stand in templates."""
    return {key for path in folder.rglob("*.html") for key in _IN_TEMPLATE.findall(path.read_text("utf-8"))}


def steps(found: Iterable[ast.AST]) -> set[str]:
    """The names of the steps that are read with patience."""
    calls = (one for one in found if isinstance(one, ast.Call) and isinstance(one.func, ast.Attribute))
    reads = (one.args[0] for one in calls if one.func.attr == "read" and len(one.args) == 2)
    return {word for one in reads for word in texts(one)}


def reasons(found: Iterable[ast.AST]) -> set[str]:
    """The keys under `why` that an error is raised with; a sentence is none."""
    parts = (part for node in found for part in _reason_parts(node) if not isinstance(part, ast.JoinedStr))
    said = (word for part in parts for word in texts(part))
    return {word for word in said if _A_KEY.fullmatch(word)}


def raised(found: Iterable[ast.AST]) -> list[tuple[str, list[ast.keyword]]]:
    """Every error that the code makes: its code, and the values that it is given."""
    return [(code, call.keywords) for call in found if isinstance(call, ast.Call) for code in _codes(call)]


def texts(node: ast.AST) -> Iterator[str]:
    """Every text in a piece of code."""
    return (one.value for one in ast.walk(node) if isinstance(one, ast.Constant) and isinstance(one.value, str))


def _codes(call: ast.Call) -> Iterator[str]:
    for one in call.args:
        match one:
            case ast.Attribute(value=ast.Name(id="Code"), attr=code):
                yield code


def _named_by(node: ast.AST) -> Iterator[str]:
    if isinstance(node, ast.Constant):
        yield str(node.value)
    yield from (f"{_start(head)}{word}" for rows, head in _tables(node) for word in texts(rows))


def _tables(node: ast.AST) -> Iterator[tuple[ast.expr, ast.JoinedStr]]:
    """The rows and the texts of `f"ui.{key}" for key in ("shop", "account")`."""
    match node:
        case ast.ListComp(elt=elt, generators=[rows]) | ast.GeneratorExp(elt=elt, generators=[rows]):
            heads = (one for one in ast.walk(elt) if isinstance(one, ast.JoinedStr))
            yield from ((rows.iter, head) for head in heads if list(texts(rows.iter)))


def _start(text: ast.JoinedStr) -> str:
    first = text.values[0]
    return str(first.value) if isinstance(first, ast.Constant) else ""


def _reason_parts(node: ast.AST) -> Iterator[ast.AST]:
    match node:
        case ast.keyword(arg="why", value=value) | ast.Assign(targets=[ast.Name(id="why" | "detail")], value=value):
            yield value
        case ast.keyword(arg="detail", value=(ast.Constant() | ast.IfExp()) as value):
            yield value
        case ast.Call(func=ast.Name(id=name), args=args) if name in _SAYS_WHY:
            yield from args[_SAYS_WHY[name] : _SAYS_WHY[name] + 1]
