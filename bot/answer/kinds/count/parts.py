"""How many parts a thing has, and how many it can hold."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from bot.answer.kinds.count.found import Found
from bot.answer.kinds.count.wholes import whole_of
from bot.answer.words import stem, stems

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.answer.quantities import Quantity


CAPACITY_ASKED_RE = re.compile(
    r"^how\s+many\s+(?:people|passengers|spectators|fans|guests|cars|vehicles)?\s*(?:can|may|could|does|do|is|will)\s+(?:the\s+)?(?P<thing>[\w\s’'-]+?)"
    r"\s+(?:hold|seat|take|carry|accommodate|house|allowed\s+to\s+hold)\W*$",
    re.I,
)
#: "How many carriages did the train have", "how many storeys does the tower have".
PARTS_ASKED_RE = re.compile(
    r"^how\s+many\s+(?P<part>(?:[a-z-]+\s+){0,2}?[a-z-]+s)\s+(?:did|does|do|has|have|had)\s+(?:the\s+|an?\s+|its\s+|their\s+)?(?P<thing>[\w\s’'-]+?)"
    r"\s+(?:have|got|had|own|operate|run)\W*$",
    re.I,
)
_THE_WHOLE_RE = re.compile(
    r"\b(?:the|its|their|all|all\s+of\s+the|with|has|have|had|of|into|onto|comprises|comprised|consists\s+of|consisted\s+of|owns|operates|runs|made\s+up\s+of)\s+"
    r"(?:about\s+|some\s+|only\s+|just\s+)?$",
    re.I,
)
_FIRST_OF_RE = re.compile(r"\b(?:first|last|front|rear|other|remaining|next)\s+$", re.I)


def parts_of(text: str, amounts: tuple[Quantity, ...], part: str, thing: str, sentence: str) -> Iterator[Found]:
    """Yield how many parts a thing has: "the last two of the four carriages", "a tower with 30 storeys"."""
    noun, whose = stem(part.split()[-1]), stems(thing)
    for quantity in amounts:
        if not quantity.noun or stem(quantity.noun[-1]) != noun:
            continue
        whole = whole_of(quantity)
        if _FIRST_OF_RE.search(text, 0, whole.start) or not _THE_WHOLE_RE.search(text, 0, whole.start):
            continue
        if 2 * len(whose & stems(sentence or text)) >= len(whose):
            yield Found(replace(whole, part=False), None, "numeral", 0.9)


_HOLDS_LEFT_RE = re.compile(
    r"\b(?:holds?|seats|accommodates?|(?:can|may|allowed\s+to|able\s+to)\s+(?:hold|seat|take|carry|accommodate)|room\s+for|space\s+for"
    r"|capacity\s+(?:of|is|was|for))\s+$",
    re.I,
)


def capacity_of(text: str, amounts: tuple[Quantity, ...], thing: str) -> Iterator[Found]:
    """Yield how many a thing can hold: "the arena holds 15,000", "has room for 900 people"."""
    words = stems(thing)
    for quantity in amounts:
        if _HOLDS_LEFT_RE.search(text, 0, quantity.start) and words & stems(text):
            yield Found(quantity, None, "numeral", 1.0)
