"""A run as one document: what `--json` writes, `--against` reads and the report draws."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from bot.evaluate import calibration
from bot.evaluate.intervals import intervals
from bot.evaluate.latency import latency
from bot.evaluate.measures import confusion, groups, kind, measures, traps

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from bot.evaluate.score import Result

    Json = Mapping[str, Any]

SCHEMA = "whosays.evaluation/1"
#: Keys of a gold row that the report shows beside the answer.
_GOLD = ("state", "also_accept", "qualifiers", "headline")


def document(results: Sequence[Result], baselines: Mapping[str, Sequence[Result]], about: Json) -> dict[str, Any]:
    """Return everything that was measured; only `timing` differs between two runs on the same files."""
    found = calibration.outcomes(results)
    points, bins = calibration.curve(found), calibration.bins(found)
    return {
        "schema": SCHEMA,
        **about,
        "measures": _rounded(measures(results)),
        "intervals": {name: list(ends) for name, ends in intervals(results).items()},
        "confusion": confusion(results),
        "groups": {
            name: {
                key: {"questions": len(members), "measures": _rounded(measures(members))}
                for key, members in parts.items()
            }
            for name, parts in groups(results).items()
        },
        "risk_coverage": [_rounded(asdict(point)) for point in points],
        "reliability": [_rounded(asdict(item)) for item in bins],
        "baselines": {name: {"measures": _rounded(measures(other))} for name, other in baselines.items()},
        "questions": [_question(result) for result in results],
        "timing": _timing(results),
    }


def _rounded(values: Mapping[str, Any]) -> dict[str, Any]:
    # Six decimals: far below one question in a thousand, far above the noise of adding in another order.
    return {name: round(value, 6) if isinstance(value, float) else value for name, value in values.items()}


def _question(result: Result) -> dict[str, Any]:
    question = result.question
    return {
        "id": question["id"],
        "question": question["question"],
        "corpus": question.get("corpus", ""),
        "type": kind(question, result.answer),
        "traps": traps(question),
        "gold": question["state"],
        "expected": {
            **{key: question[key] for key in _GOLD if key in question},
            "positions": [
                {
                    "value": position["value"],
                    "status": position["status"],
                    "support": [
                        {key: support.get(key) for key in ("outlet", "speaker", "quote")}
                        for support in position["support"]
                    ],
                }
                for position in question["positions"]
            ],
        },
        "perfect": result.perfect,
        "right": result.right,
        "confidence": result.confidence,
        "counts": _rounded(result.counts),
        "matched": [list(pair) for pair in sorted(result.matched)],
        "uncited": [dict(claim) for claim in result.uncited],
        "answer": result.answer,
    }


def _timing(results: Sequence[Result]) -> dict[str, Any]:
    taken = {str(r.question["id"]): r.seconds for r in results if r.seconds is not None}
    return {
        "latency_ms": latency(list(taken.values())),
        "questions_ms": {key: round(1000 * seconds, 1) for key, seconds in taken.items()},
    }
