"""Claims to positions: equal values grouped, earlier ones marked as superseded (method.md a.1, b.3, b.4)."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

from bot.answer.origins import same_line
from bot.answer.types import Claim, Position, Stance
from bot.answer.values import Relation, Value, relate

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


def group(claims: Iterable[Claim]) -> tuple[Position, ...]:
    """Group claims by `same` and by nothing else, in an order that the input's order cannot change.

    Values that are told apart never share a position, though a third may be the same as each of them:
    "A. Berg" and "B. Berg" are two, and "Berg", which may be either, stands by itself.
    """
    ordered = sorted(claims, key=_place)
    groups: list[list[Claim]] = []
    for claim in ordered:
        same = [g for g in groups if any(relate(claim.value, other.value) is Relation.SAME for other in g)]
        merged = [claim, *(other for g in same for other in g)]
        groups = [g for g in groups if g not in same] + [merged]
    parted = [part for g in groups for part in _parted(g)]
    positions = [Position(_representative(g), tuple(sorted(g, key=_place))) for g in parted]
    return tuple(sorted(positions, key=_position_order))


def _parted(claims: list[Claim]) -> list[list[Claim]]:
    """Split a chain of same values wherever it ties two that are told apart."""
    values = sorted({claim.value for claim in claims}, key=lambda value: (str(value), repr(value)))
    apart = {value: {other for other in values if _told_apart(value, other)} for value in values}
    if not any(apart.values()):
        return [claims]
    # A value that fits two values told apart says too little to join either.
    same = {value: {other for other in values if relate(value, other) is Relation.SAME} for value in values}
    vague = {value for value in values if any(apart[one] & same[value] for one in same[value] - {value})}
    left = [value for value in values if value not in vague]
    parts: list[list[Value]] = [[value] for value in sorted(vague, key=values.index)]
    for value in left:
        home = next((p for p in parts if p[0] in same[value] - vague and not apart[value] & set(p)), None)
        if home is None:
            parts.append([value])
        else:
            home.append(value)
    return [[claim for claim in claims if claim.value in part] for part in parts]


def _told_apart(a: Value, b: Value) -> bool:
    """Tell whether two values cannot be one: incompatible, or two persons under different full names."""
    relation = relate(a, b)
    return relation is Relation.INCOMPATIBLE or (
        relation is not Relation.SAME and getattr(a, "full", False) and getattr(b, "full", False)
    )


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
            # The fullest of one person's names; elsewhere what most say.
            -len(str(value).split()) if getattr(value, "sole", False) and getattr(value, "full", False) else 0,
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
        # "Initially, three were reported dead": the article itself tells that its own figure was overtaken.
        if not old.speaker and old.reading.earlier and not claim.reading.earlier and claim.article.id == old.article.id:
            return True
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
