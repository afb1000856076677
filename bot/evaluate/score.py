"""Counts of right and wrong for one question; the measures are ratios of their sums."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING, Any

from bot.evaluate.evidence import Pair, evidence, uncited
from bot.evaluate.match import assign, compatible
from bot.evaluate.values import value_scores

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    Json = Mapping[str, Any]
    Counts = Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Result:
    """One question's counts, with what is needed to look into it."""

    question: Json
    answer: Json
    counts: Counts
    #: (answer's position, gold position) that it gives; one may give several.
    matched: tuple[tuple[int, int], ...] = ()
    #: Quotes on no gold sentence of their position.
    uncited: tuple[Json, ...] = ()
    #: Time that the answer took; None where it was not taken.
    seconds: float | None = None

    @property
    def perfect(self) -> bool:
        """The state is right, every position is found and none is extra."""
        return bool(self.counts["state"]) and self._complete

    @property
    def right(self) -> bool:
        """The same, where another accepted state is right too: what risk is counted by."""
        return bool(self.counts["lenient"]) and self._complete

    @property
    def _complete(self) -> bool:
        counts = self.counts
        return counts["found"] == counts["gold"] and counts["matched"] == counts["predicted"]

    @property
    def confidence(self) -> float | None:
        """How sure an answer is: as its least sure current position, which is as sure as its surest claim."""
        sure = [
            max((claim.get("confidence", 0.0) for claim in position["claims"]), default=0.0)
            for position in self.answer["positions"]
            if position["status"] == "current"
        ]
        return min(sure) if sure and self.answer["state"] != "unanswered" else None


def score(question: Json, answer: Json, texts: Mapping[str, str], seconds: float | None = None) -> Result:
    """Compare an answer (schema whosays.answer/1) with its gold.

    Args:
        question: a row of a question set.
        answer: the answer as a dictionary.
        texts: article id to text, to check that quotes are word for word.
        seconds: how long the answer took.

    """
    places = assign(answer["positions"], question["positions"])
    pairs, found = _pairs(question, answer, places)
    counts: Counter[str] = Counter(questions=1)
    counts.update(_state(question, answer))
    counts.update(_qualifiers(question, answer))
    counts.update(_quotes(answer, texts))
    counts.update(_positions(question, answer, places, found))
    counts.update(_outlets(question, answer, pairs))
    counts.update(_pairs_told_apart(question, answer, places))
    counts.update(_revision(question, answer, places, found))
    counts.update(evidence(pairs, answer, question))
    whole: dict[str, float] = {name: int(count) for name, count in counts.items()}
    whole |= value_scores(question, answer)
    together = tuple(sorted((i, j) for j, i in found.items()))
    return Result(question, answer, whole, together, tuple(uncited(pairs, answer)), seconds)


def _binary(counts: Counter[str], name: str, said: bool, true: bool) -> None:
    counts[f"{name} right"] = said and true
    counts[f"{name} said"] = said
    counts[f"{name} true"] = true


def accepted(question: Json) -> tuple[str, ...]:
    """Return the states that are right, the one of the gold first."""
    return (question["state"], *question.get("state_also", ()), *question.get("also_accept", ()))


def _state(question: Json, answer: Json) -> Counter[str]:
    counts: Counter[str] = Counter()
    state, wanted = answer["state"], question["state"]
    counts["state"] = state == wanted
    counts["lenient"] = state in accepted(question)
    counts[f"state {wanted} true"] += 1
    counts[f"state {state} said"] += 1
    counts[f"state {wanted} right"] += state == wanted
    if question.get("differs") is not None:
        _binary(counts, "differs", bool(answer["differs"]), question["differs"])
    _binary(counts, "conflict", state == "conflict", wanted == "conflict")
    _binary(counts, "abstention", state == "unanswered", wanted == "unanswered")
    if wanted in ("agreement", "complementary"):
        counts["harmless"] = 1
        counts["conflict alarms"] = state == "conflict" and state not in accepted(question)
        counts["differs alarms"] = bool(answer["differs"]) and state not in accepted(question)
    return counts


def _qualifiers(question: Json, answer: Json) -> Counter[str]:
    counts: Counter[str] = Counter()
    if "qualifiers" not in question:
        return counts
    said, true = set(answer["qualifiers"]), set(question["qualifiers"])
    counts["qualifiers right"], counts["qualifiers said"] = len(said & true), len(said)
    counts["qualifiers true"] = len(true)
    if any(len(outlets) > 1 for outlets in _carriers(question)):
        counts["shared"] = 1
        for name in ("single_origin", "same_wire_copy"):
            counts[f"{name} right"] = (name in said) == (name in true)
    return counts


def _quotes(answer: Json, texts: Mapping[str, str]) -> Counter[str]:
    counts: Counter[str] = Counter()
    for position in answer["positions"]:
        for claim in position["claims"]:
            text = texts.get(claim["article"], "")
            counts["quotes"] += 1
            counts["verbatim"] += bool(claim["quote"]) and claim["quote"] in text
            counts["exact slices"] += text[claim["start"] : claim["end"]] == claim["quote"]
    for passage in answer.get("nearest", ()):
        counts["nearest"] += 1
        counts["nearest exact"] += (
            texts.get(passage["article"], "")[passage["start"] : passage["end"]] == passage["quote"] != ""
        )
    return counts


def _carriers(question: Json) -> list[set[str]]:
    return [{support["outlet"] for support in position["support"]} for position in question["positions"]]


def _pairs(question: Json, answer: Json, places: Sequence[tuple[int, int]]) -> tuple[list[Pair], dict[int, int]]:
    """Return the matched positions with their supports, and which predicted position each gold position is in.

    Positions that hold together may be given as one: the second is found when one of its outlets is listed.
    """
    gold, carriers = question["positions"], _carriers(question)
    found = {j: i for i, j in places}
    pairs = []
    for i, j in places:
        position = answer["positions"][i]
        got = set(position["outlets"])
        tolerated = set(gold[j].get("tolerated_outlets", ()))
        members = [j]
        for k, other in enumerate(gold):
            if not compatible(question, gold[j], other):
                continue
            if k not in found and got & carriers[k]:
                found[k] = i
                members.append(k)
            else:
                tolerated |= carriers[k]
        supports = tuple((k, support) for k in members for support in gold[k]["support"])
        wanted = {support["outlet"] for _, support in supports}
        pairs.append(Pair(position, supports, frozenset(tolerated - wanted)))
    return pairs, found


def _positions(
    question: Json, answer: Json, places: Sequence[tuple[int, int]], found: Mapping[int, int]
) -> Counter[str]:
    gold, predicted = question["positions"], answer["positions"]
    counts = Counter(gold=len(gold), predicted=len(predicted), matched=len(places), found=len(found))
    for status in ("current", "superseded"):
        counts[f"{status} gold"] = sum(position["status"] == status for position in gold)
        counts[f"{status} found"] = sum(gold[j]["status"] == status for j in found)
        counts[f"{status} predicted"] = sum(position["status"] == status for position in predicted)
        counts[f"{status} matched"] = sum(predicted[i]["status"] == status for i, _ in places)
    counts["status"] = sum(predicted[i]["status"] == gold[j]["status"] for i, j in places)
    return counts


def _outlets(question: Json, answer: Json, pairs: Sequence[Pair]) -> Counter[str]:
    carriers = _carriers(question)
    counts: Counter[str] = Counter({"outlets gold": sum(len(outlets) for outlets in carriers)})
    if "outlets_read" in answer:
        wanted = set[str]().union(*carriers)
        counts["outlets to read"], counts["outlets read"] = len(wanted), len(wanted & set(answer["outlets_read"]))
    for pair in pairs:
        got, wanted = set(pair.position["outlets"]), {support["outlet"] for _, support in pair.supports}
        counts["outlets right"] += len(got & wanted)
        counts["outlets said"] += len(got - pair.tolerated)
        counts["outlets matched"] += len(wanted)
    return counts


def incompatible_pairs(question: Json) -> list[tuple[int, int]]:
    """Return the gold positions that contradict each other: as related, else those of a conflict that cannot meet."""
    gold = question["positions"]
    if question.get("relations"):
        return [(a, b) for a, b, relation in question["relations"] if relation == "incompatible"]
    if question["state"] != "conflict":
        return []
    now = [j for j, position in enumerate(gold) if position["status"] == "current"]
    return [(a, b) for a, b in combinations(now, 2) if not compatible(question, gold[a], gold[b])]


def _pairs_told_apart(question: Json, answer: Json, places: Sequence[tuple[int, int]]) -> Counter[str]:
    counts: Counter[str] = Counter()
    matched = {j for _, j in places}
    for a, b in incompatible_pairs(question):
        seen = answer["state"] == "conflict"
        counts["contradictions"] += 1
        counts["contradictions seen"] += seen
        counts["contradictions shown"] += seen and {a, b} <= matched
    return counts


def _revision(
    question: Json, answer: Json, places: Sequence[tuple[int, int]], found: Mapping[int, int]
) -> Counter[str]:
    """Tell update from conflict, where both values were found: the class, and for updates which one is later."""
    counts: Counter[str] = Counter()
    gold = question["positions"]
    if question["state"] not in ("updated", "conflict") or len(found) < len(gold):
        return counts
    counts["revisions"] = 1
    counts["revisions right"] = answer["state"] == question["state"]
    if question["state"] == "updated":
        counts["directions"] = 1
        counts["directions right"] = all(answer["positions"][i]["status"] == gold[j]["status"] for i, j in places)
    return counts
