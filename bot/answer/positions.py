"""Claims to positions: equal values grouped, earlier ones marked as superseded (method.md a.1, b.3, b.4)."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

from bot.answer.types import Claim, Position, Speaker, Stance
from bot.answer.values import Relation, Value, relate

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


def group(claims: Iterable[Claim]) -> tuple[Position, ...]:
    """Group claims by `same` and by nothing else, in an order that the input's order cannot change."""
    ordered = sorted(claims, key=_place)
    groups: list[list[Claim]] = []
    for claim in ordered:
        same = [g for g in groups if any(relate(claim.value, other.value) is Relation.SAME for other in g)]
        merged = [claim, *(other for g in same for other in g)]
        groups = [g for g in groups if g not in same] + [merged]
    positions = [Position(_representative(g), tuple(sorted(g, key=_place))) for g in groups]
    return tuple(sorted(positions, key=_position_order))


def _place(claim: Claim) -> tuple[str, str, int, int]:
    return (claim.outlet, claim.article.id, claim.reading.span.start, claim.reading.span.end)


def _position_order(position: Position) -> tuple[int, int, str]:
    return (position.superseded, -len(position.outlets), _sort_key(position.value))


def _sort_key(value: Value) -> str:
    low = getattr(value, "low", None)
    # Larger figures first; text by its letters.
    return (
        f"{1e18 - low:030.6f}" if isinstance(low, int | float) else ("0" if str(value) == "yes" else "1" + str(value))
    )


def _representative(claims: Sequence[Claim]) -> Value:
    """Return the value that says most: with a total if any has one, then the most frequent, then the shortest."""
    tally = Counter(claim.value for claim in claims)
    return min(
        tally,
        key=lambda value: (
            getattr(value, "of", None) is None,
            getattr(value, "open", False),
            -tally[value],
            len(str(value)),
            str(value),
        ),
    )


def incompatible(a: Position, b: Position) -> bool:
    """Tell whether two positions cannot both be true: some value of one excludes some value of the other."""
    ours, theirs = {claim.value for claim in a.claims}, {claim.value for claim in b.claims}
    return any(relate(x, y) is Relation.INCOMPATIBLE for x in ours for y in theirs)


def mark_superseded(positions: Sequence[Position]) -> tuple[Position, ...]:
    """Mark each position that a later one by the same line of speakers has replaced."""
    superseded = {
        old.value
        for old in positions
        for new in positions
        if old is not new and incompatible(old, new) and supersedes(new, old)
    }
    if len(superseded) == len(positions):  # Each replaced by another: the order is not shown after all.
        superseded = set()
    marked = [replace(p, superseded=p.value in superseded) for p in positions]
    return tuple(sorted(marked, key=_position_order))


def supersedes(new: Position, old: Position) -> bool:
    """Apply the update test: same line of speakers, order shown, not weaker in stance."""
    if _only_earlier(new) or all(claim.reading.stance is Stance.HEDGE for claim in new.claims):
        return False
    if not all(_line_continues(voice, new) for voice in voices(old)):
        return False
    return any(claim.reading.earlier for claim in old.claims) or _all_before(old, new)


def _only_earlier(position: Position) -> bool:
    return all(claim.reading.earlier for claim in position.claims)


def voices(position: Position) -> tuple[Claim, ...]:
    """Return the claims that speak for themselves.

    An outlet's own sentence that repeats a value its article attributes belongs to that speaker's line.
    """
    attributed = {claim.article.id for claim in position.claims if claim.speaker}
    return tuple(claim for claim in position.claims if claim.speaker or claim.article.id not in attributed)


def _line_continues(old: Claim, new: Position) -> bool:
    for claim in new.claims:
        if old.speaker and claim.speaker:
            if same_line(old.speaker, claim.speaker):
                return True
        elif (
            not old.speaker and not claim.speaker and claim.outlet == old.outlet and claim.article.id != old.article.id
        ):
            return True
    return False


def _all_before(old: Position, new: Position) -> bool:
    """Tell whether every statement of the old value was published on an earlier day than the new one's first."""
    days = [_day(claim) for claim in voices(old)]
    latest = [_day(claim) for claim in new.claims if any(_same_voice(claim, other) for other in old.claims)]
    if not days or not latest or "" in days or "" in latest:
        return False
    return max(days) < min(latest)


def _same_voice(a: Claim, b: Claim) -> bool:
    if a.speaker and b.speaker:
        return same_line(a.speaker, b.speaker)
    return a.speaker is None and b.speaker is None and a.outlet == b.outlet


def _day(claim: Claim) -> str:
    return (claim.article.published or "")[:10]


_COUNTRY_RE = re.compile(r"\bunited\s+states\b|\bu\.s\.|\bamerican\b", re.IGNORECASE)
_NOISE_RE = re.compile(r"\b(?:the|an?|of|for)\b|[^\w\s]|['’]s\b", re.IGNORECASE)


def line_key(name: str) -> str:
    """Return a speaker's name in a form that two outlets' spellings share."""
    name = _COUNTRY_RE.sub("us", name.lower())
    return " ".join(_NOISE_RE.sub(" ", name).split())


def same_line(a: Speaker, b: Speaker) -> bool:
    """Tell whether two references are to one speaker, or to a body and the one it belongs to."""
    own_a, own_b = _keys(a), _keys(b)
    if own_a & own_b:
        return True
    up_a = own_a | ({line_key(a.parent)} if a.parent else set())
    up_b = own_b | ({line_key(b.parent)} if b.parent else set())
    return bool(own_a & up_b or own_b & up_a)


def _keys(speaker: Speaker) -> set[str]:
    return {line_key(speaker.name), line_key(speaker.canonical)} - {""}
