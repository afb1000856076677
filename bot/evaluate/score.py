"""Counts of right and wrong for one question, and the measures over many."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from bot.evaluate.match import assign, compatible, overlap

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    Json = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Result:
    """One question's counts, with what is needed to look into it."""

    question: Json
    answer: Json
    counts: Counter[str]

    @property
    def perfect(self) -> bool:
        """The state is right, every position is found and none is extra."""
        counts = self.counts
        return bool(counts["state"]) and counts["found"] == counts["gold"] and counts["matched"] == counts["predicted"]


def score(question: Json, answer: Json, texts: Mapping[str, str]) -> Result:
    """Compare an answer (schema whosays.answer/1) with its gold.

    Args:
        question: a row of a question set.
        answer: the answer as a dictionary.
        texts: article id to text, to check that quotes are word for word.

    """
    counts: Counter[str] = Counter(questions=1)
    state, wanted = answer["state"], question["state"]
    counts["state"] = state == wanted
    counts["lenient"] = state in (wanted, *question.get("state_also", ()), *question.get("also_accept", ()))
    if question.get("differs") is not None:
        _binary(counts, "differs", bool(answer["differs"]), question["differs"])
    _binary(counts, "abstention", state == "unanswered", wanted == "unanswered")
    counts.update(_quotes(answer, texts))
    counts.update(_positions(question, answer))
    return Result(question, answer, counts)


def _binary(counts: Counter[str], name: str, said: bool, true: bool) -> None:
    counts[f"{name} right"] = said and true
    counts[f"{name} said"] = said
    counts[f"{name} true"] = true


def _quotes(answer: Json, texts: Mapping[str, str]) -> Counter[str]:
    counts: Counter[str] = Counter()
    for position in answer["positions"]:
        for claim in position["claims"]:
            text = texts.get(claim["article"], "")
            counts["quotes"] += 1
            counts["verbatim"] += bool(claim["quote"]) and claim["quote"] in text
            counts["exact"] += text[claim["start"] : claim["end"]] == claim["quote"]
    return counts


def _positions(question: Json, answer: Json) -> Counter[str]:
    gold, predicted = question["positions"], answer["positions"]
    pairs = assign(predicted, gold)
    counts: Counter[str] = Counter(gold=len(gold), predicted=len(predicted), matched=len(pairs), found=len(pairs))
    carriers = [{support["outlet"] for support in position["support"]} for position in gold]
    counts["outlets gold"] = sum(len(outlets) for outlets in carriers)
    matched = {j for _, j in pairs}
    for i, j in pairs:
        position = predicted[i]
        got = set(position["outlets"])
        wanted, tolerated = set(carriers[j]), set(gold[j].get("tolerated_outlets", ()))
        supports = list(gold[j]["support"])
        for k, other in enumerate(gold):
            if not compatible(question, gold[j], other):
                continue
            # Positions that hold together may be given as one; the second is found when one of its outlets is listed.
            if k not in matched and got & carriers[k]:
                matched.add(k)
                counts["found"] += 1
                wanted |= carriers[k]
                supports += other["support"]
            else:
                tolerated |= carriers[k]
        counts["outlets right"] += len(got & wanted)
        counts["outlets said"] += len(got - (tolerated - wanted))
        counts["status"] += position["status"] == gold[j]["status"]
        counts.update(_speakers(position, supports))
    return counts


def _speakers(position: Json, supports: Sequence[Json]) -> Counter[str]:
    gold: defaultdict[str, list[str | None]] = defaultdict(list)
    for support in supports:
        gold[support["outlet"]] += [support.get("speaker"), *support.get("speaker_aliases", ())]
    counts: Counter[str] = Counter()
    for claim in position["claims"]:
        if claim["outlet"] in gold:
            counts["speakers"] += 1
            counts["speakers right"] += _speaker_right(claim, gold[claim["outlet"]])
    return counts


def _speaker_right(claim: Json, gold: Sequence[str | None]) -> bool:
    said = None if claim["voice"] == "outlet" else claim["speaker"]
    if said is None:
        return None in gold
    return any(overlap(said, name) >= 0.5 for names in gold if names for name in names.split(" / "))


def measures(results: Sequence[Result]) -> dict[str, float | None]:
    """Return the measures over all questions, as shares; None where nothing was there to measure."""
    total: Counter[str] = Counter()
    for result in results:
        total.update(result.counts)
    precision, recall = _ratio(total, "differs right", "differs said"), _ratio(total, "differs right", "differs true")
    return {
        "state accuracy": _ratio(total, "state", "questions"),
        "state accuracy, lenient": _ratio(total, "lenient", "questions"),
        "differs precision": precision,
        "differs recall": recall,
        "differs F1": _f1(precision, recall),
        "position recall": _ratio(total, "found", "gold"),
        "position precision": _ratio(total, "matched", "predicted"),
        "status accuracy": _ratio(total, "status", "matched"),
        "outlet precision": _ratio(total, "outlets right", "outlets said"),
        "outlet recall": _ratio(total, "outlets right", "outlets gold"),
        "speaker accuracy": _ratio(total, "speakers right", "speakers"),
        "quotes verbatim": _ratio(total, "verbatim", "quotes"),
        "offsets exact": _ratio(total, "exact", "quotes"),
        "abstention precision": _ratio(total, "abstention right", "abstention said"),
        "abstention recall": _ratio(total, "abstention right", "abstention true"),
    }


def _ratio(counts: Counter[str], part: str, whole: str) -> float | None:
    return counts[part] / counts[whole] if counts[whole] else None


def _f1(precision: float | None, recall: float | None) -> float | None:
    if precision is None and recall is None:
        return None
    a, b = precision or 0.0, recall or 0.0
    return 2 * a * b / (a + b) if a + b else 0.0
