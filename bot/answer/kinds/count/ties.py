"""Which event a number belongs to: the nearest one, by the words between them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bot.answer.kinds.count.agents import DID_IT_RE, FATALLY_RE, PASSIVE_RE, is_agent, nobody_did
from bot.answer.kinds.count.events import OF_PEOPLE, events_of

if TYPE_CHECKING:
    from bot.answer.predicates import Predicate
    from bot.answer.quantities import Quantity


_SUBORDINATE_RE = re.compile(
    r"\b(?:when|after|while|as|before|because|since|where|if|whether|until|although|though|despite|said|says|say|told|than"
    r"|but|whose)\b|;|:|\.\s",
    re.I,
)
_NEW_SUBJECT_RE = re.compile(
    r"(?:\band|,)\s+(?:an?|the|another|his|her|their|its|one|he|she|it|they|police|officers?|officials?|authorities)\s",
    re.I,
)
# Between a number and an event these make it another's event, or a part.
_BREAK_RE = re.compile(
    r"\b(?:including|describ\w+|witnessed|condemn\w*|mourn\w*|confess\w*|recalled|filmed|accused|charged|suspected|convicted|wanted|responsible|sentenced|linked|connected|investigat\w+"
    r"|opened|fired|trial|plea|related|survived|escaped|fled)\b|,\s+of\s+(?:which|whom|them|those)\b",
    re.I,
)
# Comma-bounded insertions between a subject and its verb: ", including two children,", ", all from Oslo,", ", 17,"
_INSERTION_RE = re.compile(
    r",\s+(?:including|as|according|among|all|both|aged?|ages|mostly|most|some|many|two|one|three|four|which|who|three|in|from|of)\b[^,;]*,"
    r"|\([^()]*\)|,\s[0-9]+,|—[^—]*—|–[^–]*–",
    re.I,
)
_NOUNS_OF_DEATH = re.compile(
    r"\b(?:death\s+toll|toll|deaths|fatalities|casualties|number|count|bodies|injuries)$", re.I
)
_REACHED_RE = re.compile(
    r"\b(?:to|at|as|is|was|of|reached|hit|near(?:s|ing)|pass(?:es|ed)|stands?|stood)\W+(?:\w+\s+){0,2}$", re.I
)
_COUNTING_RE = re.compile(r"\W*(?:of|to|among|for|include[sd]?|reported|confirmed)\b|\s*[:(–—-]", re.I)
# Events that take no object: the number after them is another clause's.
_NO_OBJECT_RE = re.compile(
    r"(?:died|dies|die|dead|deceased|perish\w*|drowned|succumbed|survived?|fatally|missing)", re.I
)
FAR = 24.0  # words; beyond that a subject and its verb are hardly one clause
_FAR_LEFT = 9.0  # words from a verb to its object


def _distance(text: str, quantity: Quantity, predicate: Predicate, amounts: tuple[Quantity, ...]) -> float | None:
    """Return how far, in words, a number stands from an event word; None when they do not belong together."""
    if predicate.start >= quantity.end:
        return ahead(text, quantity, predicate, amounts)
    if predicate.end <= quantity.start:
        return _behind(text, quantity, predicate, amounts)
    return None


def _between(amounts: tuple[Quantity, ...], start: int, end: int) -> int:
    return sum(
        1
        for other in amounts
        if start <= other.start and other.end <= end and not other.part and other.kind == "number"
    )


def ahead(text: str, quantity: Quantity, predicate: Predicate, amounts: tuple[Quantity, ...]) -> float | None:
    """Measure to an event that follows: "six people were killed"."""
    gap = text[quantity.end : predicate.start]
    plain = _INSERTION_RE.sub(" ", gap)
    if _SUBORDINATE_RE.search(plain) or _NEW_SUBJECT_RE.search(plain) or _BREAK_RE.search(plain):
        return None
    if (
        is_agent(text, plain, predicate)
        or DID_IT_RE.match(plain)
        or (quantity.low == 0 and nobody_did(text, plain, predicate))
    ):
        return None
    cost = len(plain.split()) + 5.0 * plain.count(",") + 7.0 * _between(amounts, quantity.end, predicate.start)
    if re.search(r"\band\b", plain):
        cost += 4.0
    return cost if cost <= FAR else None


_NUMBER_OF_RE = re.compile(r"\b(?:number|total|toll)\b[^,;]*$", re.I)


def _is_numbered(text: str, predicate: Predicate) -> bool:
    """Return whether "the number of …" counts this event: in "the number killed in the crash" it is not the crash."""
    number = _NUMBER_OF_RE.search(text, 0, predicate.start)
    inner = (p for p in events_of(text) if number and number.start() < p.start and p.end <= predicate.start)
    return number is not None and not any(p.group in OF_PEOPLE for p in inner)


def _behind(text: str, quantity: Quantity, predicate: Predicate, amounts: tuple[Quantity, ...]) -> float | None:
    """Measure to an event that stands before: "killed 12", "the death toll rose to 12"."""
    fatally = FATALLY_RE.match(text, predicate.start, quantity.start)
    gap = text[(fatally.end() if fatally else predicate.end) : quantity.start]
    word = fatally["verb"] if fatally else text[predicate.start : predicate.end]
    if _LABEL_RE.fullmatch(gap) and _OPENS_RE.search(text[: predicate.start]):
        return 0.5
    plain = _INSERTION_RE.sub(" ", gap)
    if re.fullmatch(r"\s+as\s+(?:\w+\s+)?", plain) and _is_numbered(text, predicate):
        return 0.5  # "gave the number of dead as nine"
    plain = _SINCE_RE.sub(" ", plain)
    if _SUBORDINATE_RE.search(plain):
        return None
    toll = bool(_NOUNS_OF_DEATH.search(word)) or _is_numbered(text, predicate)
    if toll:
        if _REACHED_RE.search(plain):
            return 0.5 + 0.1 * len(plain.split())
        # "confirmed the deaths in a post": what follows a noun of death is no number of dead.
        if not _COUNTING_RE.match(plain):
            return None
    elif (
        (
            PASSIVE_RE.search(text[max(0, predicate.start - 32) : predicate.start])
            and not (_NO_TRACE_RE.match(word) or _ROBBED_OF_RE.match(text, predicate.start))
        )
        or _NO_OBJECT_RE.fullmatch(word)
        or re.search(r"\band\b|^,", plain)
    ):
        return None
    cost = 0.5 + 1.5 * len(plain.split()) + 5.0 * plain.count(",")
    cost += 7.0 * _between(amounts, predicate.end, quantity.start)
    return cost if cost <= _FAR_LEFT else None


# "the number affected since Monday rose to 900": from when on it is counted.
_SINCE_RE = re.compile(r"\bsince\s+(?:then|[A-Z]\w+day|the\s+\w+\s+(?:began|started))\b", re.I)
# "Injured: 12", "- Dead so far: at least 4": a label at the start of a line or sentence.
_LABEL_RE = re.compile(r"(?:\s+(?:so\s+far|now|today|people))?\s*[:–—]\s*")
_OPENS_RE = re.compile(r"(?:^|[.;,\n•*])[\s–—•*-]*(?:total\s+|number\s+of\s+)?$", re.I)
_ROBBED_OF_RE = re.compile(r"robbed\s+of\b", re.I)  # "was robbed of the records of 5,000 patients"
_NO_TRACE_RE = re.compile(r"no\s+(?:trace|sign)\s+of", re.I)


def event_of(
    text: str, quantity: Quantity, events: tuple[Predicate, ...], amounts: tuple[Quantity, ...]
) -> tuple[Predicate, ...]:
    """Return the event words that a number belongs to: the nearest one, in each of its groups."""
    costs = [(cost, p) for p in events if (cost := _distance(text, quantity, p, amounts)) is not None]
    # "the six on board were killed": being aboard tells who they are, the other event what happened to them.
    if not costs:
        return ()
    best, nearest = min(costs, key=lambda pair: pair[0])
    if nearest.group == "aboard":
        later = [pair for pair in costs if pair[1].start > nearest.end and "," not in text[nearest.end : pair[1].start]]
        best = min((cost for cost, _ in later), default=best)
    return tuple(p for cost, p in costs if cost == best)
