"""PolNeAR: who said what, against people's annotation of US news; statements with a source only."""

from __future__ import annotations

from typing import TYPE_CHECKING

from benchmarks import data, polnear
from benchmarks.public import intervals
from benchmarks.public.asking import spread
from benchmarks.public.types import Figure, Result

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    from benchmarks.public.types import Options

_NONE = "none for spans; people agree on .923 of the attributions (repository)"


def run(options: Options) -> Result:
    """Measure on the dev split."""
    rows = [row for row in data.rows(options.data / "train" / "polnear.jsonl.gz") if row["split"] == "dev"]
    scores = spread(score, rows[: options.limit], options.processes)
    found = tuple(figures(scores))
    title = "PolNeAR (networkdynamics/PolNeAR), dev part, statements with a source"
    return Result("polnear", title, found, tuple(figure.measure for figure in found))


def score(row: dict[str, Any]) -> tuple[float, ...]:
    """Return the counts of one article: gold, found, source right, predicted, right, and content words."""
    out = polnear.Score()
    polnear.measure(row, out)
    return (out.gold, out.found, out.source_right, out.predicted, out.right, *out.content)


def figures(scores: Sequence[tuple[float, ...]]) -> list[Figure]:
    """Return the measures; articles are drawn for the interval."""
    return [
        intervals.ratio("statements found", scores, lambda total: (total[..., 1], total[..., 0]), _NONE),
        intervals.ratio(
            "statements found, and their source right", scores, lambda total: (total[..., 2], total[..., 0])
        ),
        intervals.ratio(
            "predicted statements that are attributions", scores, lambda total: (total[..., 4], total[..., 3])
        ),
        intervals.ratio(
            "F1 of the words of what is said, where found",
            scores,
            lambda total: (2 * total[..., 5], total[..., 6] + total[..., 7]),
        ),
    ]
