"""The numbers of a text, with those that no numeral gives: single persons, pairs, sums and multiples."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from bot.answer.kinds.count.events import CACHED
from bot.answer.kinds.count.persons import INDEFINITE, ONE_PERSON, single_persons
from bot.answer.kinds.count.sums import sums_of
from bot.answer.quantities import Quantity, quantities
from index.guarded import Guarded

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


@lru_cache(maxsize=CACHED)
def amounts_of(text: str) -> tuple[Quantity, ...]:
    """Return the numbers of a text in its order, with those that no numeral gives."""
    numbers = [q for q in quantities(text) if q.kind in ("number", "ordinal")]
    numbers += [many for many in _multiples(text) if not _overlaps(many, numbers)]
    singles = [single for single in single_persons(text, INDEFINITE) if not _overlaps(single, numbers)]
    pairs = [pair for pair in _pairs(text) if not _overlaps(pair, numbers)]
    if pairs:
        singles = [*pairs, *(single for single in singles if not _overlaps(single, pairs))]
    return tuple(sums_of(text, sorted([*numbers, *singles], key=lambda q: q.start)))


def _overlaps(quantity: Quantity, others: Iterable[Quantity]) -> bool:
    return any(quantity.start < other.end and other.start < quantity.end for other in others)


# "Father, 6-Year-Old Son Dead in Lakeside Home": a headline lists two without "and".
_PAIR_RE = re.compile(
    rf"(?P<pair>(?:[A-Z][\w-]+\s)?(?:{ONE_PERSON}),\s(?:[0-9]{{1,2}}-(?:year|month|week|day)-old\s)?(?:[\w-]+\s)?(?:{ONE_PERSON}))\s"
    r"(?:(?:found|shot|stabbed|both|feared|critically|seriously|badly)\s)?(?:dead|killed|die|shot|stabbed|injured|hurt|wounded|missing|arrested|drown)\b",
    re.I,
)
# "his wife and son", "their son and her sister", "the man and the little girl"
_TWO_RE = re.compile(
    rf"\b(?:(?:his|her|their)\s+(?:[\w-]+\s+)?(?:{ONE_PERSON})\s+and\s+(?:(?:his|her|their)\s+)?(?:[\w-]+\s+)?(?:{ONE_PERSON})"
    rf"|the\s+(?:[\w-]+\s+)?(?:{ONE_PERSON})\s+and\s+(?:the\s+(?:[\w-]+\s+)?)?(?:{ONE_PERSON}))\b(?!['’]s)(?!,?\s+and\b)",
    re.I,
)
_TWO = Guarded(_TWO_RE, "and")


def _pairs(text: str) -> list[Quantity]:
    """Return the two persons with whom a headline opens, and the pairs that are told by who they are."""
    match = _PAIR_RE.match(text)
    spans = [match.span("pair")] if match else []
    spans += [two.span() for two in _TWO.finditer(text)]
    return [Quantity(start, end, 2, 2, noun=("people",)) for start, end in spans]


def apart(text: str) -> tuple[Quantity, ...]:
    """Return the numbers of a text as they stand, none added up."""
    return tuple(q for q in quantities(text) if q.kind == "number")


_MULTIPLES = {"double": 2, "triple": 3, "quadruple": 4, "quintuple": 5}
# "a triple murder", "double fatal shooting"; of "double murder charges" and "double murderer" the number is no count.
_MULTIPLE_RE = re.compile(
    rf"\b(?P<times>{'|'.join(_MULTIPLES)})[\s-](?=(?:(?:fatal|deadly)\s+)?"
    r"(?:murder|homicide|killing|slaying|shooting|stabbing|drowning|fatality|kidnapping|abduction)\b(?!-))",
    re.I,
)
_MULTIPLE = Guarded(_MULTIPLE_RE, "double quadruple quintuple triple")


def _multiples(text: str) -> Iterator[Quantity]:
    """Yield the people that "triple murder" counts."""
    for match in _MULTIPLE.finditer(text):
        number = _MULTIPLES[match["times"].lower()]
        yield Quantity(*match.span("times"), number, number, noun=("people",))
