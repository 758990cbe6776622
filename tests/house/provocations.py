"""Which members of an enum some test really checks for: read from the tests themselves, so that nobody keeps a list."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from pathlib import Path


def named(nodes: Iterable[ast.AST], enum: str) -> set[str]:
    """The members of an enum among some nodes."""
    attributes = (one for one in nodes if isinstance(one, ast.Attribute))
    return {one.attr for one in attributes if isinstance(one.value, ast.Name) and one.value.id == enum}


def checked(folder: Path, enum: str) -> set[str]:
    """The members that some test of a folder compares with what came out, and did not put in itself."""
    trees = [ast.parse(path.read_text("utf-8")) for path in sorted(folder.rglob("test_*.py"))]
    return {member for tree in trees for test in _tests(tree) for member in _checked_by(test, tree, enum)}


def _tests(tree: ast.Module) -> Iterator[ast.FunctionDef]:
    functions = (node for node in tree.body if isinstance(node, ast.FunctionDef))
    return (one for one in functions if one.name.startswith("test_"))


def _checked_by(test: ast.FunctionDef, tree: ast.Module, enum: str) -> set[str]:
    compared = [inner for one in _comparisons(test) for inner in ast.walk(one)]
    apart = {id(one) for one in compared}
    elsewhere = [one for line in test.body for one in ast.walk(line) if id(one) not in apart]
    names = _names(compared) - _names(elsewhere)
    return (named(compared, enum) - named(elsewhere, enum)) | named(_cells(test, tree, names), enum)


def _names(nodes: Iterable[ast.AST]) -> set[str]:
    """What is named, a part of something by its dotted name: one part may be put in and another compared."""
    seen = list(nodes)
    parts = [one for one in seen if isinstance(one, ast.Attribute) and isinstance(one.value, ast.Name)]
    owners = {id(one.value) for one in parts}
    whole = {one.id for one in seen if isinstance(one, ast.Name) and id(one) not in owners}
    return whole | {ast.unparse(one) for one in parts}


def _comparisons(test: ast.FunctionDef) -> Iterator[ast.Compare]:
    """What a test asserts to be equal or the same; "one of these" and "not this" prove no member."""
    asserts = (one.test for one in ast.walk(test) if isinstance(one, ast.Assert))
    compared = (one for claim in asserts for one in ast.walk(claim) if isinstance(one, ast.Compare))
    return (one for one in compared if all(isinstance(how, ast.Eq | ast.Is) for how in one.ops))


def _cells(test: ast.FunctionDef, tree: ast.Module, names: set[str]) -> Iterator[ast.AST]:
    """What stands in the values that a mark gives to arguments which the test compares."""
    for mark in test.decorator_list:
        match mark:
            case ast.Call(func=ast.Attribute(attr="parametrize") | ast.Name(id="in_turn"), args=[arguments, rows, *_]):
                owners = {name.partition(".")[0] for name in names}
                wanted = [place for place, name in enumerate(_strings(arguments)) if name in owners]
                cells = (row[place] for row in _rows(rows, tree) for place in wanted if place < len(row))
                yield from (inner for cell in cells for inner in ast.walk(cell))


def _strings(arguments: ast.expr) -> list[str]:
    given = arguments.elts if isinstance(arguments, ast.Tuple | ast.List) else [arguments]
    return [str(one.value) for one in given if isinstance(one, ast.Constant)]


def _rows(rows: ast.expr, tree: ast.Module) -> Iterator[list[ast.expr]]:
    """The rows of a table that stands in the mark, or beside the test under a name."""
    match rows:
        case ast.Name(id=name):
            found = (one.value for one in tree.body if isinstance(one, ast.Assign | ast.AnnAssign) and _is(one, name))
            yield from (row for table in found if table for row in _rows(table, tree))
        case ast.Call(func=ast.Attribute(value=table, attr="values")):
            yield from _rows(table, tree)
        case ast.List(elts=lines) | ast.Tuple(elts=lines) | ast.Dict(values=lines):
            yield from (line.elts if isinstance(line, ast.Tuple) else [line] for line in lines)


def _is(one: ast.Assign | ast.AnnAssign, name: str) -> bool:
    targets = one.targets if isinstance(one, ast.Assign) else [one.target]
    return any(isinstance(target, ast.Name) and target.id == name for target in targets)
