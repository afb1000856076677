"""The measures, each a ratio of summed counts; docs/evaluation.md says what each of them means."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from bot.evaluate.calibration import area, bins, calibration_error, coverage_at, curve, outcomes

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from bot.evaluate.calibration import Outcome
    from bot.evaluate.score import Result

    Totals = Mapping[str, float]

STATES = ("agreement", "complementary", "updated", "conflict", "one_outlet", "unanswered")

#: Name → (part, whole): sums over all questions.
_RATIOS = {
    "answer EM": ("exact", "answerable"),
    "answer F1": ("token F1", "answerable"),
    "numeric, strict": ("numeric strict", "numeric"),
    "numeric, lenient": ("numeric lenient", "numeric"),
    "state accuracy": ("state", "questions"),
    "state accuracy, lenient": ("lenient", "questions"),
    "position precision": ("matched", "predicted"),
    "position recall": ("found", "gold"),
    "position precision, current": ("current matched", "current predicted"),
    "position recall, current": ("current found", "current gold"),
    "position precision, superseded": ("superseded matched", "superseded predicted"),
    "position recall, superseded": ("superseded found", "superseded gold"),
    "status accuracy": ("status", "matched"),
    "gold outlets read": ("outlets read", "outlets to read"),
    "outlet precision": ("outlets right", "outlets said"),
    "outlet recall": ("outlets right", "outlets gold"),
    "outlet recall, matched": ("outlets right", "outlets matched"),
    "speaker precision": ("triples right", "triples said"),
    "speaker recall": ("triples found", "triples gold"),
    "speaker accuracy": ("speakers right", "speakers"),
    "voice accuracy": ("voices right", "voices"),
    "stance accuracy": ("stances right", "stances"),
    "quotes verbatim": ("verbatim", "quotes"),
    "offsets exact": ("exact slices", "quotes"),
    "nearest exact": ("nearest exact", "nearest"),
    "citation precision": ("citations right", "citations"),
    "citation recall": ("pairs cited", "outlets gold"),
    "positions cited": ("positions cited", "gold"),
    "quotes on gold evidence": ("on evidence", "speakers"),
    "conflict precision": ("conflict right", "conflict said"),
    "conflict recall": ("conflict right", "conflict true"),
    "conflict false alarms": ("conflict alarms", "harmless"),
    "contradictions seen": ("contradictions seen", "contradictions"),
    "contradictions shown": ("contradictions shown", "contradictions"),
    "differs precision": ("differs right", "differs said"),
    "differs recall": ("differs right", "differs true"),
    "differs false alarms": ("differs alarms", "harmless"),
    "update or conflict": ("revisions right", "revisions"),
    "update direction": ("directions right", "directions"),
    "qualifier precision": ("qualifiers right", "qualifiers said"),
    "qualifier recall": ("qualifiers right", "qualifiers true"),
    "single-origin accuracy": ("single_origin right", "shared"),
    "wire-copy accuracy": ("same_wire_copy right", "shared"),
    "abstention precision": ("abstention right", "abstention said"),
    "abstention recall": ("abstention right", "abstention true"),
}
#: F1 → its precision and recall.
_HARMONIC = {
    "position F1": ("position precision", "position recall"),
    "position F1, current": ("position precision, current", "position recall, current"),
    "position F1, superseded": ("position precision, superseded", "position recall, superseded"),
    "outlet F1": ("outlet precision", "outlet recall"),
    "speaker F1": ("speaker precision", "speaker recall"),
    "conflict F1": ("conflict precision", "conflict recall"),
    "differs F1": ("differs precision", "differs recall"),
    "qualifier F1": ("qualifier precision", "qualifier recall"),
    "abstention F1": ("abstention precision", "abstention recall"),
}
#: The measures in the order and under the headings in which they are shown.
SECTIONS = {
    "State": ("state accuracy", "state accuracy, lenient", "state macro-F1", "differs precision", "differs recall", "differs F1",
              "differs false alarms", "conflict precision", "conflict recall", "conflict F1", "conflict false alarms",
              "contradictions seen", "contradictions shown", "update or conflict", "update direction"),
    "Answer": ("answer EM", "answer F1", "numeric, strict", "numeric, lenient"),
    "Positions": ("position precision", "position recall", "position F1", "position precision, current",
                  "position recall, current", "position F1, current", "position precision, superseded",
                  "position recall, superseded", "position F1, superseded", "status accuracy"),
    "Who says it": ("gold outlets read", "outlet precision", "outlet recall", "outlet F1", "outlet recall, matched", "speaker precision",
                    "speaker recall", "speaker F1", "speaker accuracy", "voice accuracy", "stance accuracy"),
    "Evidence": ("quotes verbatim", "offsets exact", "nearest exact", "citation precision", "citation recall", "positions cited",
                 "quotes on gold evidence"),
    "Qualifiers": ("qualifier precision", "qualifier recall", "qualifier F1", "single-origin accuracy", "wire-copy accuracy"),
    "Knowing when": ("abstention precision", "abstention recall", "abstention F1", "coverage at 90% precision",
                     "risk-coverage area", "calibration error"),
}  # fmt: skip
#: Measures of which less is better.
LESS_IS_BETTER = frozenset({"conflict false alarms", "differs false alarms", "risk-coverage area", "calibration error"})
#: What product.md promises of every quote; a run in which any of them is below 1 fails.
PROMISED = ("quotes verbatim", "offsets exact", "nearest exact")


def measures(results: Sequence[Result]) -> dict[str, float | None]:
    """Return the measures over all questions, as shares; None where nothing was there to measure."""
    return from_totals(totals(results), outcomes(results))


def totals(results: Iterable[Result]) -> dict[str, float]:
    """Return the sums of all counts."""
    total: defaultdict[str, float] = defaultdict(float)
    for result in results:
        for name, value in result.counts.items():
            total[name] += value
    return dict(total)


def from_totals(total: Totals, found: Sequence[Outcome]) -> dict[str, float | None]:
    """Return the measures from summed counts and from what the curves need."""
    points = curve(found)
    values = {name: _ratio(total, part, whole) for name, (part, whole) in _RATIOS.items()}
    values |= {name: f1(values[precision], values[recall]) for name, (precision, recall) in _HARMONIC.items()}
    values["state macro-F1"] = _macro_f1(total)
    values["coverage at 90% precision"] = coverage_at(points)
    values["risk-coverage area"] = area(points)
    values["calibration error"] = calibration_error(bins(found))
    return {name: values[name] for names in SECTIONS.values() for name in names}


def _ratio(total: Totals, part: str, whole: str) -> float | None:
    return total.get(part, 0.0) / total[whole] if total.get(whole) else None


def f1(precision: float | None, recall: float | None) -> float | None:
    """Return the harmonic mean; what cannot be measured counts as 0 beside what can."""
    if precision is None and recall is None:
        return None
    a, b = precision or 0.0, recall or 0.0
    return 2 * a * b / (a + b) if a + b else 0.0


def _macro_f1(total: Totals) -> float | None:
    """Return the mean F1 over the states that occur in the gold or in the answers."""
    scores = []
    for state in STATES:
        true, said = total.get(f"state {state} true", 0.0), total.get(f"state {state} said", 0.0)
        if true + said:
            scores.append(2 * total.get(f"state {state} right", 0.0) / (true + said))
    return sum(scores) / len(scores) if scores else None


def confusion(results: Iterable[Result]) -> dict[str, dict[str, int]]:
    """Return, for each gold state, how often each state was answered."""
    table = {state: dict.fromkeys(STATES, 0) for state in STATES}
    for result in results:
        table[result.question["state"]][result.answer["state"]] += 1
    return table


def groups(results: Iterable[Result]) -> dict[str, dict[str, list[Result]]]:
    """Return the results by type of question, by gold state and by trap, largest group first."""
    found: dict[str, defaultdict[str, list[Result]]] = {
        name: defaultdict(list) for name in ("type", "state", "trap", "set")
    }
    for result in results:
        question = result.question
        found["type"][kind(question, result.answer)].append(result)
        found["state"][question["state"]].append(result)
        found["set"][str(question.get("event") or question.get("corpus") or "–")].append(result)
        for trap in traps(question):
            found["trap"][trap].append(result)
    return {
        name: dict(sorted(members.items(), key=lambda item: (-len(item[1]), item[0])))
        for name, members in found.items()
    }


def kind(question: Mapping[str, object], answer: Mapping[str, object]) -> str:
    """Return a question's type: as the set names it, else its first value's kind, else what it was read as."""
    positions = question["positions"]
    first = positions[0]["value"]["kind"] if isinstance(positions, list) and positions else None
    return str(question.get("type") or first or answer.get("kind") or "–")


def traps(question: Mapping[str, object]) -> list[str]:
    """Return the traps that a question sets."""
    named = question.get("traps", question.get("trap", ()))
    names = [named] if isinstance(named, str) else named if isinstance(named, list) else []
    return [str(name).replace("_", " ").replace("-", " ") for name in names]
