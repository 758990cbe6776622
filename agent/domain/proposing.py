"""How an element that a person pointed at is best described: by role and name, then by a test id, at last by place.

Classes and ids that a build made are never used. Whether a proposal is the only one on its page is seen there.
"""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING, Final

from agent.domain.pointing import Proposal, Sort
from agent.domain.stable import HANDLE, counts, is_class, is_id, is_name, is_test_id

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from agent.domain.pointing import Node, Pointed, Wanted
    from agent.domain.portal import Element

TEST_IDS: Final = ("data-testid", "data-test-id", "data-test", "data-tid", "data-qa", "data-cy", "data-e2e")
ATTRIBUTES: Final = (*TEST_IDS, "name", "type")
_SAYS_NOTHING: Final = frozenset({"", "generic", "none", "presentation", "paragraph", "cell", "row", "rowgroup"})
_LANDMARKS: Final = frozenset({"main", "nav", "header", "footer", "aside", "form", "table", "dialog"})
_NEAR: Final = 4  # what lies further out is another thing
_ORDER: Final = tuple(Sort)


def propose(pointed: Pointed, wanted: Wanted) -> tuple[Proposal, ...]:
    """Every description that would do, the most stable first, doubtful names last; none for what is in a frame."""
    if pointed.framed:
        return ()
    nodes, found = pointed.nodes, list[Proposal]()
    at = _meant(nodes, wanted)
    if not wanted.placed:
        found += _by_name(nodes, at, wanted)
    if not wanted.named:
        found += _by_place(nodes, at, wanted)
    return tuple(sorted(found, key=lambda one: (one.doubtful, _ORDER.index(one.sort))))


def in_other_languages(
    key: str, proposal: Proposal, language: str, elements: Mapping[str, Element]
) -> dict[str, tuple[str, str]]:
    """Its names in the other languages, each with who tells it: itself, or an element of the same role and name."""
    alike = [
        one
        for one in elements.values()
        if one.role == proposal.role and one.names.get(language) == proposal.name and one.key != key
    ]
    told = [*([elements[key]] if key in elements else []), *alike]
    names = {other: (name, one.key) for one in reversed(told) for other, name in one.names.items()}
    return {other: names[other] for other in sorted(names) if other != language} if proposal.name else {}


def as_parts(key: str, proposal: Proposal, language: str, elements: Mapping[str, Element]) -> dict[str, str]:
    """What the profile is told: a description by place takes back the role and names that it had; "" takes back."""
    before = elements.get(key)
    if proposal.sort is Sort.TYPED:
        place = {} if before else {"role": proposal.role, "css": proposal.css}
        return {part: text for part, text in place.items() if text} | {language: proposal.name}
    if not proposal.name:
        had = [*(["role"] if before and before.role else []), *(before.names if before else ())]
        return {"css": proposal.css} | dict.fromkeys(had, "")
    others = in_other_languages(key, proposal, language, elements)
    known = before.names if before else {}
    new = {other: name for other, (name, _) in others.items() if other not in known}
    return {"role": proposal.role, language: proposal.name} | new


def way(nodes: Sequence[Node]) -> str:
    """The CSS way to the first of these from the last, which lies outermost."""
    steps = [f"{one.tag}:nth-of-type({one.nth})" for one in nodes]
    return _joined(nodes, steps)


def _joined(nodes: Sequence[Node], steps: Sequence[str]) -> str:
    """CSS goes into a shadow root by a blank alone."""
    outer_first = list(zip(nodes, steps, strict=True))[::-1]
    first, *rest = outer_first
    return first[1] + "".join(f"{' ' if node.leaps else ' > '}{step}" for node, step in rest)


def _meant(nodes: Sequence[Node], wanted: Wanted) -> int:
    """Which element of the way outwards is meant: one of a fitting role, else the nearest that says anything.

    What is asked for by its place alone is the nearest that has a test id, whatever that says, or what was hit itself.
    """
    if wanted.placed:
        return next((at for at, one in enumerate(nodes[:_NEAR]) if one.attributes.keys() & set(TEST_IDS)), 0)
    fitting = (at for at, one in enumerate(nodes) if one.role in wanted.roles and (one.name or not wanted.named))
    saying = (at for at, one in enumerate(nodes[:_NEAR]) if one.role not in _SAYS_NOTHING and one.name)
    return next(chain(fitting, saying), 0)


def _by_name(nodes: Sequence[Node], at: int, wanted: Wanted) -> Iterator[Proposal]:
    node, target, scope = nodes[at], way(nodes[at:]), _scope(nodes, at, wanted)
    usual = wanted.roles[:1] if node.role in wanted.roles else ()
    roles = [role for role in dict.fromkeys((*usual, node.role)) if role not in _SAYS_NOTHING]
    told = [_pattern(name, wanted.fills) for name in dict.fromkeys((node.name, node.words)) if not node.secret]
    for name, filled in filter(None, told):
        yield from (Proposal(Sort.NAME, role, name, "", target, scope, filled, counts(name)) for role in roles)


def _pattern(name: str, fills: Iterable[str]) -> tuple[str, dict[str, str]] | None:
    """A name with its values' places, and the values; None where it holds one that nobody would fill, or lacks one."""
    handle = HANDLE.search(name)
    if ("handle" in fills) != bool(handle):
        return None
    if set(name) & set("{}"):
        return None
    pattern = name.replace(handle[1], "{handle}") if handle else name
    return (pattern, {"handle": handle[1]} if handle else {}) if is_name(pattern) else None


def _by_place(nodes: Sequence[Node], at: int, wanted: Wanted) -> Iterator[Proposal]:
    target, scope = way(nodes[at:]), _scope(nodes, at, wanted)
    for sort, css in (*_own(nodes[at]), (Sort.PLACE, _structural(nodes, at, _within(nodes, at, wanted)))):
        yield Proposal(sort, css=css, target=target, scope=scope)


def _own(node: Node) -> Iterator[tuple[Sort, str]]:
    """What the element's own markup says of it."""
    yield from ((Sort.TEST_ID, css) for css in _test_ids(node))
    if is_id(node.id):
        yield Sort.ID, f"#{node.id}"
    if node.attributes.get("type") == "password":
        yield Sort.ATTRIBUTE, f'{node.tag}[type="password"]'
    if is_test_id(name := node.attributes.get("name", "")) and is_id(name):
        yield Sort.ATTRIBUTE, f'{node.tag}[name="{name}"]'
    yield from ((Sort.CLASS, f".{one}") for one in node.classes if is_class(one))


def _test_ids(node: Node) -> list[str]:
    told = ((name, node.attributes.get(name, "")) for name in TEST_IDS)
    return [f'[{name}="{value}"]' for name, value in told if is_test_id(value)]


def _structural(nodes: Sequence[Node], at: int, within: int | None) -> str:
    """The way from the nearest element outwards that has a name in the markup, or from what it is looked for in."""
    for end in range(at + 1, len(nodes)):
        if anchor := ":scope" if end == within else _anchor(nodes[end]):
            steps = [f"{one.tag}:nth-of-type({one.nth})" for one in nodes[at:end]]
            return _joined(nodes[at : end + 1], [*steps, anchor])
    return way(nodes[at:])


def _anchor(node: Node) -> str:
    ids = [f"#{node.id}"] if is_id(node.id) else []
    landmark = [node.tag] if node.tag in _LANDMARKS else []
    dialog = ['[role="dialog"]'] if node.role == "dialog" and node.tag != "dialog" else []
    return next(iter([*_test_ids(node), *ids, *dialog, *landmark]), "")


def _scope(nodes: Sequence[Node], at: int, wanted: Wanted) -> str:
    """The way to what it is looked for in; the whole page where it stands in nothing of the kind."""
    end = _within(nodes, at, wanted)
    return "" if end is None else way(nodes[end:])


def _within(nodes: Sequence[Node], at: int, wanted: Wanted) -> int | None:
    outer = (end for end in range(at + 1, len(nodes)) if wanted.within and nodes[end].role == wanted.within)
    return next(outer, None)
