"""The displayed state and its qualifiers, as pure functions of the positions (method.md a.2, a.3)."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING

from bot.answer.framing import framed
from bot.answer.origins import same_line, same_origin
from bot.answer.positions import incompatible
from bot.answer.types import Claim, Kind, Position, Stance, State
from bot.answer.values import DeniedPresupposition, Relation, relate

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


def current(positions: Sequence[Position]) -> list[Position]:
    """Return the positions that no later one has replaced."""
    return [position for position in positions if not position.superseded]


def sources(positions: Sequence[Position], copies: Mapping[str, str]) -> int:
    """Count the answering outlets, those that carry one wire copy as one."""
    parent: dict[str, str] = {}

    def root(key: str) -> str:
        while parent.setdefault(key, key) != key:
            key = parent[key]
        return key

    outlets = set()
    for claim in (claim for position in positions for claim in position.claims):
        outlets.add(claim.outlet)
        wire = copies.get(claim.article.id)
        if wire is not None:
            a, b = sorted((root(claim.outlet), root(f"wire:{wire}")))
            parent[b] = a
    return len({root(outlet) for outlet in outlets})


def derive(positions: Sequence[Position], copies: Mapping[str, str], *, compares: bool = False) -> State:
    """Return the one displayed state; the order of the tests is its precedence."""
    if not positions:
        return State.UNANSWERED
    now = current(positions)
    if any(incompatible(a, b) for a, b in combinations(now, 2)):
        return State.CONFLICT
    if len(now) < len(positions):
        return State.UPDATED
    if sources(now, copies) == 1:
        return State.ONE_OUTLET
    if len(now) == 1 and not compares:
        return State.AGREEMENT
    return State.COMPLEMENTARY


def qualify(
    positions: Sequence[Position], state: State, kind: Kind, copies: Mapping[str, str], *, pending: bool = False
) -> tuple[str, ...]:
    """Return the qualifiers of an answered question, in the order of method.md's table."""
    now = current(positions)
    found = [
        *_conflict(now, state, kind),
        *_sides(now, state),
        *(["rival_claim_carried"] if state is State.UPDATED and _rival_carried(positions) else []),
        *(["pending_investigation"] if pending and state is State.CONFLICT and kind in _INVESTIGATED else []),
        *(["compatible_names"] if kind is Kind.PERSON and any(_other_names(p) for p in now) else []),
        *_updates(positions, state),
        *_independence(positions, state, copies),
        *_precision(now, state),
        *_bounds(now),
        *(["framing"] if framed(now) else []),
    ]
    return tuple(dict.fromkeys(found))


#: Kinds of questions that an investigation may settle: what it was, and whether it was so.
_INVESTIGATED = frozenset({Kind.CAUSE, Kind.YES_NO, Kind.PERSON})


def _conflict(now: list[Position], state: State, kind: Kind) -> list[str]:
    if state is not State.CONFLICT:
        return []
    if any(isinstance(position.value, DeniedPresupposition) for position in now):
        return ["presupposition_disputed"]
    if kind in (Kind.COUNT, Kind.MONEY, Kind.PERCENT, Kind.MEASURE):
        return ["numeric"]
    denied = any(getattr(position.value, "denied", False) for position in now)
    return ["polarity"] if kind is Kind.YES_NO or denied else ["value"]


def _sides(now: list[Position], state: State) -> list[str]:
    if state is not State.CONFLICT:
        return []
    own = {(i, claim.outlet) for i, position in enumerate(now) for claim in position.claims if claim.speaker is None}
    said = {(i, claim.outlet) for i, position in enumerate(now) for claim in position.claims if claim.speaker}
    out = []
    outlets = {outlet for _, outlet in own | said}
    carried = {outlet: {i for i, other in own | said if other == outlet} for outlet in outlets}
    own_differ = len({i for i, _ in own}) > 1
    one_side_each = len(outlets) > 1 and all(len(sides) == 1 for sides in carried.values())
    if own_differ or one_side_each:
        out.append("between_outlets")
    for outlet in outlets:
        uncommitted = not any(other == outlet for _, other in own)
        if uncommitted and len({i for i, other in said if other == outlet}) > 1:
            out.append("between_speakers")
    for i, outlet in sorted(own):
        attributed = any(j == i for j, _ in said)
        rival_own = any(j != i and other == outlet for j, other in own)
        rival_said = any(j != i for j, _ in said)
        if attributed and rival_said and not rival_own:
            out.append("outlet_takes_side")
    return out


def lead(outlet: str, positions: Sequence[Position]) -> Position | None:
    """Return the position an outlet leads with: its own voice first, else its first claim not marked as earlier."""
    claims = [(claim, p) for p in positions for claim in p.claims if claim.outlet == outlet]
    if not claims:
        return None
    claims.sort(key=lambda pair: _lead_order(pair[0]))
    return claims[0][1]


def _lead_order(claim: Claim) -> tuple[bool, bool, str, int]:
    return (claim.reading.earlier, claim.speaker is not None, claim.article.id, claim.reading.span.start)


def _rival_carried(positions: Sequence[Position]) -> bool:
    """Tell whether an outlet carries, attributed to someone outside its lead's line, another value."""
    for outlet in {claim.outlet for p in positions for claim in p.claims}:
        first = lead(outlet, positions)
        for position in positions:
            if first is None or position is first or not incompatible(first, position):
                continue
            speakers = [
                claim.speaker for claim in position.claims if claim.outlet == outlet and not claim.reading.earlier
            ]
            line = [claim.speaker for claim in first.claims if claim.speaker]
            if any(s and not any(same_line(s, other) for other in line) for s in speakers):
                return True
    return False


def _other_names(position: Position) -> bool:
    """Tell whether a position holds names that only may be one actor's: "rebel groups" and "Rebel Front"."""
    from bot.answer.names import same_actor, same_name  # reads no other kind's answers

    values = {c.value for c in position.claims if not isinstance(c.value, DeniedPresupposition)}
    named = sorted(str(value) for value in values if not getattr(value, "voice", False))
    return any(same_actor(a, b) and not same_name(a, b) for a, b in combinations(named, 2))


def _updates(positions: Sequence[Position], state: State) -> list[str]:
    old = [position for position in positions if position.superseded]
    if old:
        kept = {claim.outlet for p in positions if not p.superseded for claim in p.claims if not claim.speaker}
        revised = any(claim.speaker or claim.outlet in kept for p in old for claim in p.claims)
        return ["single_speaker_revision"] if revised else []
    if state is State.CONFLICT and any(claim.reading.earlier for p in positions for claim in p.claims):
        return ["possible_update"]
    return []


def _independence(positions: Sequence[Position], state: State, copies: Mapping[str, str]) -> list[str]:
    out = ["single_outlet"] if state is State.ONE_OUTLET else []
    articles = {claim.article.id for position in positions for claim in position.claims}
    wires = [copies[article] for article in articles if article in copies]
    if len(wires) > len(set(wires)):
        out.append("same_wire_copy")
    if state in (State.AGREEMENT, State.COMPLEMENTARY):
        claims = [claim for position in current(positions) for claim in position.claims]
        speakers = [claim.speaker for claim in claims]
        several = len({claim.outlet for claim in claims}) > 1
        # "the companies" in two accounts that differ need not be one voice.
        known = state is State.AGREEMENT or all(speaker and speaker.named for speaker in speakers)
        if (
            several
            and known
            and all(speakers)
            and all(s and speakers[0] and same_origin(s, speakers[0]) for s in speakers)
        ):
            out.append("single_origin")
    return out


def _precision(now: list[Position], state: State) -> list[str]:
    if state is not State.COMPLEMENTARY:
        return []
    out = []
    pairs = [relate(a.value, b.value) for a, b in combinations(now, 2)]
    if pairs and all(relation is Relation.REFINES for relation in pairs):
        out.append("granularity")
    if any(len(position.outlets) > 1 for position in now):
        out.append("core_agreement")
    return out


def _bounds(now: list[Position]) -> list[str]:
    out = []
    for position in now:
        low, high = getattr(position.value, "low", 0), getattr(position.value, "high", 0)
        if (high is None and low is not None) or getattr(position.value, "not_before", False):
            out.append("lower_bound")
        up_to = low is None or (low == 0 and high != 0 and hasattr(position.value, "low"))
        if (up_to and high is not None) or getattr(position.value, "not_after", False):
            out.append("upper_bound")
        if getattr(position.value, "approximate", False):
            out.append("approximate")
        if all(claim.reading.stance is Stance.HEDGE for claim in position.claims):
            out.append("hedged")
    return out
