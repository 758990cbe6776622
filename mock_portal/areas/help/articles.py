"""The help center's articles, and which of them fits a question."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mock_portal.texts import Texts

ARTICLES = ("link_account", "unlink", "appeal", "credit_score", "showcase", "check")
_ENOUGH = 0.3


def title(texts: Texts, article: str) -> str:
    """An article's heading."""
    return texts(f"help.article.{article}")


def body(texts: Texts, article: str) -> str:
    """An article's text; its paragraphs are parted by empty lines."""
    return texts(f"help.article.{article}.text")


def search(texts: Texts, wanted: str) -> list[str]:
    """The articles in which the words stand; all of them where nothing is wanted."""
    words = wanted.casefold().split()
    return [
        one for one in ARTICLES if all(word in f"{title(texts, one)} {body(texts, one)}".casefold() for word in words)
    ]


def fitting(texts: Texts, question: str) -> str:
    """The article whose heading looks most like a question; empty where none does."""
    asked = _pairs(question)
    likeness = {one: _share(_pairs(title(texts, one)), asked) for one in ARTICLES}
    best = max(likeness, key=lambda one: likeness[one])
    return best if likeness[best] >= _ENOUGH else ""


def _pairs(text: str) -> set[str]:
    """Neighbouring letters: they are alike in every script, with or without spaces."""
    plain = "".join(sign for sign in text.casefold() if sign.isalnum())
    return {plain[place : place + 2] for place in range(len(plain) - 1)}


def _share(pairs: set[str], asked: set[str]) -> float:
    return len(pairs & asked) / max(1, len(pairs))
