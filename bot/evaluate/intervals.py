"""How sure a measure is: percentile bootstrap over questions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.evaluate.calibration import outcomes
from bot.evaluate.measures import from_totals

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.evaluate.score import Result

#: Draws; the ends of a 95 % interval then rest on 25 draws each.
DRAWS = 1_000
#: One seed, so that one set of results has one interval.
_SEED = 20_260_313
_LEVEL = 0.95
#: Below this many questions an interval would promise more than it knows.
_LEAST = 2
#: Draws held as one array of questions.
_CHUNK = 100


def intervals(results: Sequence[Result], draws: int = DRAWS) -> dict[str, tuple[float, float]]:
    """Return the 95 % interval of each measure, from questions drawn with replacement.

    The order of the results changes nothing: they are drawn in the order of their ids.
    """
    import numpy as np

    if len(results) < _LEAST:
        return {}
    ordered = sorted(results, key=lambda result: str(result.question["id"]))
    names = sorted({name for result in ordered for name in result.counts})
    counts = np.array([[result.counts.get(name, 0.0) for name in names] for result in ordered])
    found = outcomes(ordered)
    random = np.random.default_rng(_SEED)
    drawn: dict[str, list[float]] = {}
    for at in range(0, draws, _CHUNK):
        chosen = random.integers(0, len(ordered), size=(min(_CHUNK, draws - at), len(ordered)))
        for row in chosen:
            total = dict(zip(names, counts[row].sum(axis=0).tolist(), strict=True))
            for name, value in from_totals(total, [found[i] for i in row.tolist()]).items():
                if value is not None:
                    drawn.setdefault(name, []).append(value)
    tail = (1 - _LEVEL) / 2
    ends = {name: np.quantile(values, (tail, 1 - tail)) for name, values in drawn.items()}
    return {name: (round(float(low), 4), round(float(high), 4)) for name, (low, high) in ends.items()}
