"""Who said it and where it stands: claims held against the supports of the gold position that they were matched with."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from bot.evaluate.match import overlap

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    Json = Mapping[str, Any]

#: Share of the smaller set of words that two names of one speaker, or two cuts of one sentence, have in common.
_SAME = 0.5
#: The stricter share by which a quote counts as gold evidence whatever the position.
_EVIDENCE = 0.6


@dataclass(frozen=True, slots=True)
class Pair:
    """A predicted position, and the supports of the gold positions that it answers."""

    position: Json
    #: (gold position's place, support).
    supports: tuple[tuple[int, Json], ...]
    #: Outlets whose mention is neither right nor wrong.
    tolerated: frozenset[str] = frozenset()


def names(support: Json) -> list[str | None]:
    """Return every name of a support's speaker; None is the outlet's own voice, which may be right beside a name."""
    speaker = support.get("speaker")
    if not speaker:
        return [None]
    given = (speaker, *(support.get("speaker_aliases") or ()))
    return [part for name in given for part in ([None] if name is None else str(name).split(" / "))]


def speaker_of(claim: Json) -> str | None:
    """Return a claim's speaker; None is the outlet's own voice."""
    return None if claim["voice"] == "outlet" else claim["speaker"]


def same_speaker(said: str | None, gold: Sequence[str | None]) -> bool:
    """Tell whether a speaker is one of the gold names."""
    if said is None:
        return None in gold
    return any(overlap(said, name) >= _SAME for name in gold if name)


def same_sentence(claim: Json, support: Json, least: float = _SAME) -> bool:
    """Tell whether a claim's quote and a gold quote are cuts of one sentence of one outlet."""
    quote, gold = claim["quote"], support["quote"]
    if claim["outlet"] != support["outlet"] or not quote:
        return False
    return quote in gold or gold in quote or overlap(quote, gold) >= least


def evidence(pairs: Sequence[Pair], answer: Json, question: Json) -> Counter[str]:
    """Count what the claims of an answer get right beside their value."""
    counts: Counter[str] = Counter()
    everywhere = [support for gold in question["positions"] for support in gold["support"]]
    for pair in pairs:
        counts.update(_claims(pair, everywhere))
        counts.update(_triples(pair))
    counts["triples gold"] = sum(len(_gold_triples(gold["support"])) for gold in question["positions"])
    counts["citations"] = sum(len(position["claims"]) for position in answer["positions"])
    cited = {
        (at, support["outlet"])
        for pair in pairs
        for at, support in pair.supports
        if any(same_sentence(claim, support) for claim in pair.position["claims"])
    }
    counts["pairs cited"] = len(cited)
    counts["positions cited"] = len({at for at, _ in cited})
    return counts


def _claims(pair: Pair, everywhere: Sequence[Json]) -> Counter[str]:
    counts: Counter[str] = Counter()
    speakers: defaultdict[str, list[str | None]] = defaultdict(list)
    for _, support in pair.supports:
        speakers[support["outlet"]] += names(support)
    for claim in pair.position["claims"]:
        here = [support for _, support in pair.supports if same_sentence(claim, support)]
        counts["citations right"] += bool(here)
        counts.update(_voice(claim, here))
        if claim["outlet"] in speakers:
            counts["speakers"] += 1
            counts["speakers right"] += same_speaker(speaker_of(claim), speakers[claim["outlet"]])
            counts["on evidence"] += any(same_sentence(claim, support, _EVIDENCE) for support in everywhere)
    return counts


def _voice(claim: Json, here: Sequence[Json]) -> Counter[str]:
    """Count voice and stance where the sentence is known: a sentence may hold several voices, each of them right."""
    counts: Counter[str] = Counter()
    if here:
        voices = {voice for support in here for voice in _voices(support)}
        counts["voices"] += 1
        counts["voices right"] += claim["voice"] in voices
    stances = {support["stance"] for support in here if support.get("stance")}
    if stances:
        counts["stances"] += 1
        counts["stances right"] += claim["stance"] in stances
    return counts


def _voices(support: Json) -> set[str]:
    known = names(support)
    by_name = {"outlet" if name is None else "speaker" for name in known}
    return by_name | ({support["voice"]} if support.get("voice") else set())


def _triples(pair: Pair) -> Counter[str]:
    said = {(claim["outlet"], speaker_of(claim)) for claim in pair.position["claims"]}
    right = {
        (outlet, speaker)
        for outlet, speaker in said
        if any(support["outlet"] == outlet and same_speaker(speaker, names(support)) for _, support in pair.supports)
    }
    counted = {(outlet, speaker) for outlet, speaker in said if outlet not in pair.tolerated} | right
    found = 0
    for at in {at for at, _ in pair.supports}:
        supports = [support for place, support in pair.supports if place == at]
        found += sum(
            any(outlet == other and same_speaker(speaker, list(known)) for other, speaker in said)
            for outlet, known in _gold_triples(supports)
        )
    return Counter({"triples said": len(counted), "triples right": len(right), "triples found": found})


def _gold_triples(supports: Sequence[Json]) -> set[tuple[str, tuple[str | None, ...]]]:
    return {(support["outlet"], tuple(names(support))) for support in supports}


def uncited(pairs: Sequence[Pair], answer: Json) -> list[dict[str, str]]:
    """Return the quotes that are on no gold sentence of their position: for the eye, a further sentence is no error."""
    right = {
        id(claim)
        for pair in pairs
        for claim in pair.position["claims"]
        if any(same_sentence(claim, support) for _, support in pair.supports)
    }
    claims = [claim for position in answer["positions"] for claim in position["claims"] if id(claim) not in right]
    return [{"outlet": claim["outlet"], "quote": claim["quote"]} for claim in claims]
