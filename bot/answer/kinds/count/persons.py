"""One person who is told without a numeral: "a nurse", "another"."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bot.answer.quantities import Quantity
from index.guarded import Guarded, Small

if TYPE_CHECKING:
    from collections.abc import Iterator


ONE_PERSON = "|".join(
    sorted(
        frozenset(
            """
    man woman boy girl child baby infant toddler teen teenager student pupil person passenger pilot
    driver soldier officer deputy guard worker employee firefighter journalist pedestrian cyclist
    motorist bystander resident civilian suspect gunman victim member crewman tourist father mother son
    daughter brother sister patient inmate prisoner motorcyclist clerk farmer hunter hiker climber skier swimmer teacher nurse doctor judge minister mayor lawyer
     owner youth male female juvenile
    sailor marine policeman agent wife husband miner player footballer rider builder engineer captain protester
    migrant refugee villager commuter shopkeeper
    """.split()
        ),
        key=lambda word: (len(word), word),
        reverse=True,
    )
)
#: Words that end a noun phrase: "a gun at a baby", "a plea for the person" are of no one person.
_BREAKS = r"(?:at|of|for|on|in|to|with|from|by|against|about|into|who|that|which|when|after|named)\s"
_INDEFINITE_RE = Small(
    rf"\b(?:(?P<article>an?|another|(?<=and\s)(?:his|her|their|the))\s+(?:(?!{_BREAKS})[\w'’-]+\s+){{0,5}}?"
    rf"(?:{ONE_PERSON}|[0-9]{{1,2}}-(?:year|month|week|day)-old(?:\s+(?:{ONE_PERSON}))?)"
    rf"|\b(?:{ONE_PERSON})(?=,\s(?:[0-9]|two\s|three\s|four\s|five\s|six\s|seven\s|eight\s|nine\s|ten\s)(?![0-9]*[,.)]))"
    r"|\banother(?=\s+(?:(?:was|is|remain\w*)\s+)?(?:\w+ly\s+)?(?:injured|wounded|hurt|killed|died|missing|arrested"
    r"|detained|rescued|shot|hospitali[sz]ed))"
    r"|(?<=and\s)(?:son|daughter|wife|husband|mother|father|brother|sister|boy|girl|child|baby|woman|man|teen))"
    r"\b(?!['’]s)(?!\s+of\s+the)"
    # "A man who gunned down two", "an evil person took the lives of two": the one who did it is none of them.
    r"(?!\s+(?:who|that)\s+(?:gunned|killed|murdered|attacked|opened\s+fire)\b)(?!\s+(?:took|has\s+taken|claimed)\s+the\s+li(?:fe|ves)\b)",
    re.I,
)
INDEFINITE = Guarded(_INDEFINITE_RE, " ".join(["another", "-old", *ONE_PERSON.split("|")]))


def single_persons(text: str, pattern: re.Pattern[str] | Guarded) -> Iterator[Quantity]:
    """Yield 1 for each person whom a pattern finds."""
    for match in pattern.finditer(text):
        more = match[0].lower().startswith("another")
        words = tuple(re.findall(r"[\w'’-]+", match[0].lower())[-3:])
        yield Quantity(match.start(), match.end(), 1, 1, noun=("person", *words), increment=more)


def has_numeral(text: str, quantity: Quantity) -> bool:
    """Return whether a number is told in figures or words, and not by "a nurse"."""
    return not _INDEFINITE_RE.match(text, quantity.start)
