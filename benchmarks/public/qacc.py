"""QACC: search snippets that may contradict each other: the conflict to flag, and the answers to find."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from benchmarks import data
from benchmarks.public import intervals, wording
from benchmarks.public.asking import reply, spread, tasks
from benchmarks.public.types import Figure, Result

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from benchmarks.public.asking import Reply
    from benchmarks.public.types import Options

    Row = dict[str, Any]
    Pair = tuple[Row, Reply]
    Match = Callable[[Iterable[str], Iterable[str]], bool]

_NEVER = "none seen; “never” has .000, “always” {}"
_TITLE = "QACC (amazon-science/qa-with-conflicting-context), official train and dev questions, search snippets given"
_MAIN = (
    "conflict flag, labels as given: F1",
    "conflict flag, without “conflicts” of one same answer: F1",
    "conflict flag, without “conflicts” of one same answer: precision",
    "false alarms: flagged as conflict where the set sees none",
    "share flagged as conflict",
    "answer-set recall, contained",
    "exact match of the first answer",
    "exact match where it answers",
    "answered",
)
_PRIOR = "25 % of unambiguous Google questions conflict (paper); no EM or F1 table was seen"


def run(options: Options) -> Result:
    """Measure on the official train and dev splits."""
    rows = data.rows(options.data / "eval_dev" / "qacc_dev.jsonl")[: options.limit]
    replies = spread(partial(reply, trained=options.trained), tasks(rows), options.processes)
    return Result("qacc", _TITLE, figures(rows, replies), _MAIN)


def figures(rows: Sequence[Row], replies: Sequence[Reply]) -> tuple[Figure, ...]:
    """Return the measures of rows and what was answered to them."""
    pairs = list(zip(rows, replies, strict=True))
    truly = [(row, given) for row, given in pairs if not (row["conflict"] and same_answers(row))]
    apart = [(row, given) for row, given in truly if not (row["conflict"] and nested_answers(row))]
    return (
        *_flag("conflict flag, labels as given", pairs, ("conflict",)),
        *_flag("conflict flag, without “conflicts” of one same answer", truly, ("conflict",)),
        *_flag("conflict flag, also without “1973” against “January 1973”", apart, ("conflict",)),
        *_flag("differs flag (conflict or updated), those questions", apart, ("conflict", "updated")),
        intervals.share(
            "false alarms: flagged as conflict where the set sees none",
            [float(given.state == "conflict") for row, given in pairs if not row["conflict"]],
        ),
        intervals.share("share flagged as conflict", [float(given.state == "conflict") for _, given in pairs], _PRIOR),
        intervals.ratio("answer-set recall, exact", [recall(row, given, wording.exact) for row, given in pairs]),
        intervals.ratio("answer-set recall, contained", [recall(row, given, wording.contains) for row, given in pairs]),
        intervals.share("exact match of the first answer", [first(row, given) for row, given in pairs]),
        intervals.share("exact match where it answers", [first(row, given) for row, given in pairs if given.first]),
        intervals.share("answered", [float(bool(given.first)) for _, given in pairs]),
    )


def same_answers(row: Row) -> bool:
    """Tell whether all listed answers are one string, as in 38 records of the official train split."""
    return len({answer["text"] for answer in row["answers"]}) < 2


def nested_answers(row: Row) -> bool:
    """Tell whether a listed answer contains another, so that both may be right.

    An answer that is listed twice beside another one is still a conflict.
    """
    listed = {wording.normalise(answer["text"]) for answer in row["answers"]}
    return any(one != other and wording.contains([one], [other]) for one in listed for other in listed)


def recall(row: Row, given: Reply, match: Match) -> tuple[float, float]:
    """Return how many of the listed answers some position gives, and how many there are."""
    listed = {answer["text"] for answer in row["answers"]}
    return float(sum(any(match(shown.wordings, [text]) for shown in given.positions) for text in listed)), len(listed)


def first(row: Row, given: Reply) -> float | None:
    """Return whether the first answer is a gold one; None for the question without gold."""
    return float(wording.exact(given.first, row["gold"])) if row["gold"] else None


def _flag(name: str, pairs: Sequence[Pair], states: tuple[str, ...]) -> list[Figure]:
    counts = [flag(row, given, states) for row, given in pairs]
    total = len(pairs) + sum(gold for _, _, gold in counts)
    always = _NEVER.format(intervals.three(2 * sum(gold for _, _, gold in counts) / total if total else 0))
    return [
        intervals.f1(f"{name}: F1", counts, always),
        intervals.ratio(f"{name}: precision", counts),
        intervals.ratio(f"{name}: recall", counts, lambda total: (total[..., 0], total[..., 2])),
    ]


def flag(row: Row, given: Reply, states: tuple[str, ...]) -> tuple[float, float, float]:
    """Return right, predicted and gold, each 0 or 1."""
    said, gold = given.state in states, bool(row["conflict"])
    return float(said and gold), float(said), float(gold)
