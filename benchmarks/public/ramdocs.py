"""RAMDocs: documents on namesakes, with misinformation and noise; all right answers and no wrong one.

We do not judge: what a document says is shown with the document, a wrong answer too. Answers that several namesakes
share are no dispute. So beside the official strict match stands how many of all the answers, right or wrong, are found.
"""

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

_TITLE = "RAMDocs (HanNight/RAMDocs), documents given"
_MAIN = (
    "all right answers, no wrong one",
    "the same, and nothing else, word for word",
    "recall of answers that a document gives",
    "positions that are a listed answer",
    "answered",
)
_PUBLISHED = (
    "Llama-3.3-70B on the joined documents .326; MADAM-RAG with it .344 (data’s repository and paper, unverified)"
)


def run(options: Options) -> Result:
    """Measure on the dev part."""
    rows = data.rows(options.data / "eval_dev" / "ramdocs_dev.jsonl")[: options.limit]
    replies = spread(partial(reply, trained=options.trained), tasks(rows, apart=True), options.processes)
    return Result("ramdocs", _TITLE, tuple(figures(rows, replies)), _MAIN)


def figures(rows: Sequence[Row], replies: Sequence[Reply]) -> list[Figure]:
    """Return the measures of rows and what was answered to them."""
    pairs = list(zip(rows, replies, strict=True))
    return [
        intervals.share("all right answers, no wrong one", [float(official(*pair)) for pair in pairs], _PUBLISHED),
        intervals.share("the same, and nothing else, word for word", [float(strict(*pair)) for pair in pairs]),
        intervals.ratio("recall of answers that a document gives", [found(*pair) for pair in pairs]),
        intervals.ratio("the same, only right answers", [found(row, given, right=True) for row, given in pairs]),
        intervals.ratio("positions that are a listed answer", [listed(*pair) for pair in pairs]),
        intervals.share("answered", [float(bool(given.positions)) for _, given in pairs]),
    ]


def official(row: Row, given: Reply) -> bool:
    """Tell whether every right answer is contained in what is answered, and no wrong one is.

    An answer that is listed as both makes the question unanswerable, as in the official script.
    """
    texts = [text for shown in given.positions for text in shown.wordings]
    wrong = [answer["text"] for answer in row["answers"] if not answer["correct"]]
    return all(wording.contains(texts, [gold]) for gold in row["gold"]) and not wording.contains(texts, wrong)


def strict(row: Row, given: Reply) -> bool:
    """Tell whether the positions are the right answers, word for word, and there is no other."""
    each = all(wording.exact(shown.wordings, row["gold"]) for shown in given.positions)
    return each and all(any(wording.exact(s.wordings, [gold]) for s in given.positions) for gold in row["gold"])


def found(row: Row, given: Reply, *, right: bool = False) -> tuple[float, float]:
    """Return how many answers that some document gives are among the positions, and how many there are."""
    asked = {a["text"] for a in row["answers"] if a["documents"] and (a["correct"] or not right)}
    texts = [text for shown in given.positions for text in shown.wordings]
    return float(sum(wording.contains(texts, [text]) for text in asked)), float(len(asked))


def listed(row: Row, given: Reply) -> tuple[float, float]:
    """Return how many positions contain a listed answer, right or wrong, and how many there are."""
    asked = [answer["text"] for answer in row["answers"]]
    right = sum(wording.contains(shown.wordings, asked) for shown in given.positions)
    return float(right), float(len(given.positions))
