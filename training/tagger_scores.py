"""How finders of attributions are scored on PolNeAR: as `benchmarks.polnear` does, with F1 and intervals over articles."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from benchmarks import polnear
from benchmarks.public import intervals
from corpus.types import Article
from index.types import Sentence

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

    from training import common

#: Finds the attributions of each sentence of an article.
Predict = Callable[[Article, Sequence[Sentence]], list[list[polnear.Predicted]]]
#: The columns of one article's counts.
COUNTS = ("gold", "found", "source_right", "predicted", "right", "right_source")


def counts(
    articles: Iterable[dict[str, Any]],
    predict: Predict,
    *,
    every_cue: bool,
) -> tuple[NDArray[np.float64], dict[str, list[str]]]:
    """Return the counts of each article, one column for each of COUNTS, and the errors of each sort."""
    table = []
    errors: dict[str, list[str]] = {}
    for row in articles:
        score = polnear.Score()
        polnear.measure(row, score, predict, every_cue=every_cue)
        table.append([getattr(score, name) for name in COUNTS])
        for sort, lines in score.errors.items():
            errors.setdefault(sort, []).extend(lines)
    return np.array(table, np.float64), errors


def figures(total: NDArray[np.float64]) -> dict[str, NDArray[np.float64]]:
    """Return the measures of summed counts; the last axis is that of COUNTS."""
    gold, found, source_right, predicted, right, right_source = np.maximum(np.moveaxis(total, -1, 0), 1e-9)
    return {
        "cue recall": found / gold,
        "source right, cue found": source_right / found,
        "source right, of all gold": source_right / gold,
        "precision": right / predicted,
        "F1, cue": 2 / (gold / found + predicted / right),
        "F1, cue and source": 2 / (gold / source_right + predicted / right_source),
    }


def judge(
    systems: dict[str, Predict], articles: Sequence[dict[str, Any]], log: common.Log
) -> dict[str, dict[str, list[str]]]:
    """Log each system's measures, compared with the first one's; return its errors among the statements."""
    errors = {}
    for every_cue in (False, True):
        rules = None
        for name, predict in systems.items():
            table, found = counts(articles, predict, every_cue=every_cue)
            rules = table if rules is None else rules
            log(cues="every" if every_cue else "statements", system=name, **compared(table, rules))
            if not every_cue:
                errors[name] = found
    return errors


def compared(table: NDArray[np.float64], rules: NDArray[np.float64]) -> dict[str, list[float]]:
    """Return each measure: value, its interval over articles, and the interval of its difference to the rules."""
    out = {}
    for measure, value in figures(table.sum(0)).items():

        def gain(drawn: NDArray[np.float64], name: str = measure) -> NDArray[np.float64]:
            return figures(drawn @ table)[name] - figures(drawn @ rules)[name]

        own = intervals.interval(lambda drawn, name=measure: figures(drawn @ table)[name], len(table))  # type: ignore[misc]
        ends = (*(own or ()), *(intervals.interval(gain, len(table)) or ()))
        out[measure] = [round(float(end), 3) for end in (value, *ends)]
    return out
