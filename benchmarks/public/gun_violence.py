"""Gun-violence incidents: the number of killed and injured that an article as a whole gives, against the registry.

Only the articles that nobody looked at while the rules were written. The registry holds the final number, so an article
of the first evening may rightly say less: the share right is a lower bound. Incidents are drawn for the interval, since
the articles of one incident share its number.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from benchmarks import gva
from benchmarks.public import intervals
from benchmarks.public.asking import spread
from benchmarks.public.types import Figure, Result

if TYPE_CHECKING:
    from collections.abc import Sequence

    from benchmarks.public.types import Options

    #: Per question: right, answered and asked, each 0 or 1.
    Counts = dict[str, tuple[float, float, float]]

_NONE = "none; document retrieval F1 .506 to .783 in the shared task is another task"


def run(options: Options) -> Result:
    """Measure on the unseen part."""
    rows = list(gva.load(options.data / "train" / "gva_dev.jsonl.gz"))[gva.LOOKED_AT :][: options.limit]
    read = spread(counts, rows, options.processes, chunk=32)
    title = "Gun-violence registry, one article at a time, none of those looked at"
    return Result("gva", title, tuple(figures([row.incident for row in rows], read)))


def counts(row: gva.Row) -> Counts:
    """Read one article for both questions."""
    out: Counts = {}
    for name, question in gva.QUESTIONS.items():
        if row.gold[name] > 0:
            reading = gva.read(row.article, question)
            sure = reading is not None and reading.confidence >= gva.ENOUGH
            out[name] = (
                float(sure and reading is not None and gva.is_exact(reading, row.gold[name])),
                float(sure),
                1.0,
            )
    return out


def figures(incidents: Sequence[str], read: Sequence[Counts]) -> list[Figure]:
    """Return the share right, how many are answered and F1, for both questions."""
    out = []
    for name in gva.QUESTIONS:
        summed: dict[str, tuple[float, ...]] = defaultdict(lambda: (0.0, 0.0, 0.0))
        for incident, one in zip(incidents, read, strict=True):
            if name in one:
                summed[incident] = tuple(a + b for a, b in zip(summed[incident], one[name], strict=True))
        table = list(summed.values())
        out += [
            intervals.ratio(f"{name}: the registry’s number, where it answers", table, published=_NONE),
            intervals.ratio(f"{name}: answered", table, lambda total: (total[..., 1], total[..., 2])),
            intervals.ratio(f"{name}: F1", table, lambda total: (2 * total[..., 0], total[..., 1] + total[..., 2])),
        ]
    return out
