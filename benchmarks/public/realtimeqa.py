"""RealTimeQA: news quizzes of 2025 with the articles that the set's own search found; the options are no input."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from benchmarks import data
from benchmarks.public import intervals, wording
from benchmarks.public.asking import reply, spread, tasks
from benchmarks.public.types import Figure, Result

if TYPE_CHECKING:
    from collections.abc import Sequence

    from benchmarks.public.asking import Reply
    from benchmarks.public.types import Options

    Row = dict[str, Any]

_TITLE = "RealTimeQA (realtimeqa/realtimeqa_public), quizzes of 2025, articles given, options not"
_CEILING = "gold answer stands in an article (an extractive system’s ceiling)"
_MAIN = ("exact match", "contains the gold answer", "exact match where it answers", "answered", _CEILING)
_WEEKS = "other weeks, 2026, from the repository’s prediction files"
_EXACT = f"GPT-5.3-chat .380, GPT-5.4 .351, Claude Opus 4.6 .302, without articles at most .275 ({_WEEKS})"
_CONTAINS = f"Claude Opus 4.6 .485, GPT-5.3-chat .459, GPT-5.4 .436 ({_WEEKS})"


def run(options: Options) -> Result:
    """Measure free answers on the quizzes of all weeks."""
    rows = data.rows(options.data / "eval_dev" / "realtimeqa_dev.jsonl.gz")[: options.limit]
    replies = spread(partial(reply, trained=options.trained), tasks(rows), options.processes)
    return Result("realtimeqa", _TITLE, tuple(figures(rows, replies)), _MAIN)


def figures(rows: Sequence[Row], replies: Sequence[Reply]) -> list[Figure]:
    """Return the measures of rows and what was answered to them."""
    pairs = list(zip(rows, replies, strict=True))
    within = [(row, given) for row, given in pairs if reachable(row)]
    return [
        intervals.share("exact match", [right(*pair) for pair in pairs], _EXACT),
        intervals.share("contains the gold answer", [float(holds(*pair)) for pair in pairs], _CONTAINS),
        intervals.share("F1 of the words", [wording.f1(given.first, row["gold"]) for row, given in pairs]),
        intervals.share("exact match where it answers", [right(*pair) for pair in pairs if pair[1].first]),
        intervals.share("answered", [float(bool(given.first)) for _, given in pairs]),
        intervals.share(_CEILING, map(_reaches, rows)),
        intervals.share("exact match where it does", [right(*pair) for pair in within]),
    ]


def right(row: Row, given: Reply) -> float:
    """Return whether the first answer is the gold one."""
    return float(wording.exact(given.first, row["gold"]))


def holds(row: Row, given: Reply) -> bool:
    """Tell whether the first answer contains the gold one."""
    return wording.contains(given.first, row["gold"])


def reachable(row: Row) -> bool:
    """Tell whether the gold answer's words stand in a row in the title or text of some article."""
    return wording.contains([f"{d.get('title') or ''} {d['text']}" for d in row["documents"]], row["gold"])


def _reaches(row: Row) -> float:
    return float(reachable(row))
