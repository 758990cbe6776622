"""Names that a person could take for another one, for every place where an account is chosen: two hundred and more.

Each is what is wanted, what is shown instead, and what a person is told of the difference (the first code point).
"""

from __future__ import annotations

from itertools import product

_BY_HAND = [
    # homoglyphs: Cyrillic, Greek, Armenian, Latin cousins, mathematical and enclosed letters
    ("alice", "\u0430lice", "U+0430"),
    ("alice", "al\u0456ce", "U+0456"),
    ("alice", "ali\u0441e", "U+0441"),
    ("alice", "alic\u0435", "U+0435"),
    ("alice", "\u0430l\u0456\u0441\u0435", "U+0430"),
    ("alice", "\u0251lice", "U+0251"),
    ("alice", "al\u0131ce", "U+0131"),
    ("alice", "al\u03b9ce", "U+03B9"),
    ("alice", "a\u04cfice", "U+04CF"),
    ("alice", "\u03b1lice", "U+03B1"),
    ("alice", "al\u1e2bce", "U+1E2B"),
    ("alice", "alic\u00e9", "U+00E9"),
    ("alice", "alice\u0301", "U+0301"),
    ("alice", "\U0001d41alice", "U+1D41A"),
    ("alice", "\U0001d4b6\U0001d4c1\U0001d4be\U0001d4b8\U0001d452", "U+1D4B6"),
    ("alice", "\u24d0lice", "U+24D0"),
    ("alice", "\u1d00lice", "U+1D00"),
    ("pop", "\u0440\u043e\u0440", "U+0440"),
    ("pop", "p\u03bfp", "U+03BF"),
    ("pop", "p\u0585p", "U+0585"),
    ("pop", "\u2374op", "U+2374"),
    ("max", "m\u0430\u0445", "U+0445"),
    ("yes", "\u0443es", "U+0443"),
    ("scope", "\u0455cope", "U+0455"),
    ("jess", "\u0458ess", "U+0458"),
    ("kate", "\u043aate", "U+043A"),
    ("dan", "\u0501an", "U+0501"),
    ("hub", "\u04bbub", "U+04BB"),
    # signs that are not seen
    ("alice", "alice\u200b", "U+200B"),
    ("alice", "al\u200bice", "U+200B"),
    ("alice", "\u200balice", "U+200B"),
    ("alice", "ali\u200cce", "U+200C"),
    ("alice", "ali\u200dce", "U+200D"),
    ("alice", "alice\u2060", "U+2060"),
    ("alice", "\ufeffalice", "U+FEFF"),
    ("alice", "al\u00adice", "U+00AD"),
    ("alice", "ali\u034fce", "U+034F"),
    ("alice", "alice\ufe0f", "U+FE0F"),
    ("alice", "alice\u180e", "U+180E"),
    ("alice", "alice\u3164", "U+3164"),
    ("alice", "alice\U000e0061", "U+E0061"),
    ("alice", "alice\x00", "U+0000"),
    ("alice", "al\x08ice", "U+0008"),
    # white space
    ("alice", "alice ", "U+0020"),
    ("alice", " alice", "U+0020"),
    ("alice", "alice\u00a0", "U+00A0"),
    ("alice", "\u2009alice", "U+2009"),
    ("alice", "al\u2003ice", "U+2003"),
    ("alice", "alice\u3000", "U+3000"),
    ("alice", "alice\n", "U+000A"),
    ("alice", "alice\t", "U+0009"),
    # direction
    ("alice", "\u202eecila", "U+202E"),
    ("alice", "\u202aalice\u202c", "U+202A"),
    ("alice", "\u2067alice", "U+2067"),
    ("alice", "alice\u200f", "U+200F"),
    # width and case
    ("alice", "\uff41\uff4c\uff49\uff43\uff45", "U+FF41"),
    ("alice", "alic\uff45", "U+FF45"),
    ("alice", "Alice", "U+0041"),
    ("alice", "ALICE", "U+0041"),
    ("alice", "al\u0130ce", "U+0130"),
    ("kate", "\u212aate", "U+212A"),
    ("strasse", "stra\u00dfe", "U+00DF"),
    ("file", "\ufb01le", "U+FB01"),
    # plain letters that look alike
    ("marnie", "mamie", ""),
    ("mamie", "marnie", "U+006E"),
    ("alice", "aIice", "U+0049"),
    ("alice", "a1ice", "U+0031"),
    ("alice", "al1ce", "U+0031"),
    ("aIice", "alice", "U+006C"),
    ("cool.shop", "c00l.shop", "U+0030"),
    ("cool.shop", "cooI.shop", "U+0049"),
    ("clare", "dare", "U+0064"),
    ("viv", "vvv", ""),
    ("wow", "vvow", "U+0076"),
    # dots, lines and order
    ("alice", "alice.", "U+002E"),
    ("alice", "alice_", "U+005F"),
    ("alice", ".alice", "U+002E"),
    ("alice", "_alice", "U+005F"),
    ("alice", "a.lice", "U+002E"),
    ("a_lice", "a.lice", "U+002E"),
    ("a.lice", "alice", ""),
    ("alice", "a\u2024lice", "U+2024"),
    ("alice", "alice\uff0e", "U+FF0E"),
    ("alice", "alice\u3002", "U+3002"),
    ("a_lice", "a\uff3flice", "U+FF3F"),
    ("alice", "alcie", ""),
    ("alice", "alicee", ""),
    ("alice", "aalice", ""),
    ("alice", "alice2", "U+0032"),
    ("alice", "alic", ""),
    ("alice", "@alice", "U+0040"),
    ("alice", "@@alice", "U+0040"),
    ("alice", "", ""),
]

# What may stand for each letter of one name, in other scripts and styles.
_BORROWED = {
    "s": "\u0455\ua731\uff53\U0001d42c\u24e2",
    "h": "\u04bb\u0570\uff48\U0001d421\u24d7",
    "o": "\u043e\u03bf\u0585\u0966\uff4f\U0001d428",
    "p": "\u0440\u03c1\uff50\U0001d429\u24df",
    ".": "\u2024\uff0e\u3002\u00b7\u06d4\ua60e",
    "m": "\uff4d\U0001d426\u217f\u1e41\u24dc",
    "a": "\u0430\u0251\u03b1\uff41\U0001d41a",
    "k": "\u043a\u03ba\uff4b\U0001d424\u0138",
    "e": "\u0435\u0454\u212e\uff45\U0001d41e",
    "r": "\u0433\u1d26\uff52\U0001d42b\u024d",
}
_UNSEEN = (
    "\u200b\u200c\u200d\u2060\ufeff\u00ad\u061c\u200e\u200f\u202a\u202c\u2066\u2069\u180e\u115f\uffa0\u2800\ufe00\u3164"
)
_PLACES = ("{0}shop.maker", "shop{0}.maker", "shop.maker{0}")


def _told(sign: str) -> str:
    return f"U+{ord(sign):04X}"


LOOKALIKES = [
    *_BY_HAND,
    *(
        ("shop.maker", "shop.maker".replace(letter, other, 1), _told(other))
        for letter, others in _BORROWED.items()
        for other in others
    ),
    *(("shop.maker", place.format(sign), _told(sign)) for sign, place in product(_UNSEEN, _PLACES)),
]
