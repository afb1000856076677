"""What the figures of one article are worth beside each other, and unsure figures beside sure ones.

A conflict needs two totals that somebody gives as the total. One voice gives one total in one article; its smaller
figures are parts of it, however they are worded. What another speaker says in the same article stands.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from bot.answer.kinds.count import Count
from bot.answer.origins import same_line
from bot.answer.positions import Course, changes, course_of
from bot.answer.reading import statements
from bot.answer.types import Kind, Stance
from bot.answer.values import Relation, relate

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from bot.answer.types import Claim, Question

#: Confidence below which a reading is of several events, of another year or of a sort of thing that is only like the
#: one asked for. Measured on 73 conflicts of gun violence news that were read by hand.
ENOUGH = 0.6
_LEAD = 2  # sentences: headline and first sentence; they give the total


def settled(claims: Iterable[Claim], question: Question) -> list[Claim]:
    """Return the claims that may stand against each other: one total of each voice in an article, no unsure ones."""
    kept = list(claims)
    if question.kind is not Kind.COUNT or not question.predicates or course_of(question) is Course.MOVES:
        return kept
    kept = _without_unsure(kept)
    voices = _voices(kept)
    for voice in voices:
        parts = _smaller(voice)
        kept = [claim for claim in kept if claim not in parts]
    return kept


def _without_unsure(claims: Sequence[Claim]) -> list[Claim]:
    """Drop an unsure reading that a sure one contradicts; it stands where nothing else answers."""
    sure = {claim.value for claim in claims if claim.reading.confidence >= ENOUGH and _current(claim)}
    return [
        claim
        for claim in claims
        if claim.reading.confidence >= ENOUGH or not any(_apart(claim.value, value) for value in sure)
    ]


def _apart(a: object, b: object) -> bool:
    return isinstance(a, Count) and isinstance(b, Count) and relate(a, b) is Relation.INCOMPATIBLE


def _current(claim: Claim) -> bool:
    """Return whether a claim gives a figure that holds as the article is written."""
    return isinstance(claim.value, Count) and not claim.reading.earlier and claim.reading.stance is not Stance.DENY


def _voices(claims: Sequence[Claim]) -> list[list[Claim]]:
    """Return the current figures by article and voice."""
    out: dict[str, list[list[Claim]]] = defaultdict(list)
    for claim in claims:
        if not _current(claim):
            continue
        voices = out[claim.article.id]
        home = next((voice for voice in voices if _one_voice(voice[0], claim)), None)
        if home is None:
            voices.append([claim])
        else:
            home.append(claim)
    return [voice for voices in out.values() for voice in voices]


def _one_voice(a: Claim, b: Claim) -> bool:
    if a.speaker is None or b.speaker is None:
        return a.speaker is b.speaker
    return same_line(a.speaker, b.speaker)


def _smaller(voice: Sequence[Claim]) -> list[Claim]:
    """Return the figures of one voice that are parts of its total."""
    if any(changes(claim) for claim in voice):
        return []  # the order of its figures is told: the older ones are no parts
    total = max((claim.value.low or 0 for claim in voice if isinstance(claim.value, Count)), default=0)
    return [
        claim
        for claim in voice
        if isinstance(claim.value, Count) and claim.value.high is not None and 0 < claim.value.high < total
    ]
