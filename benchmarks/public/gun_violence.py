"""Gun-violence incidents: the number of killed and injured that an article as a whole gives, against the registry.

Only the articles that nobody looked at while the rules were written. The registry holds the final number, so an article
of the first evening may rightly say less: the share right is a lower bound. So the latest number that the articles of
an incident give is measured as well. Incidents are drawn for the interval, since their articles share a number.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING

from benchmarks import data, gva
from benchmarks.public import intervals
from benchmarks.public.asking import spread
from benchmarks.public.types import Figure, Result

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    from benchmarks.public.types import Options

    #: Per question: right, answered and asked, each 0 or 1.
    Counts = dict[str, tuple[float, float, float]]

_TITLE = "Gun-violence registry (cltl/LongTailQATask), articles that nobody looked at while the rules were written"
_NONE = "none for one article; document retrieval F1 .506 to .783 in the shared task is another task"


def run(options: Options) -> Result:
    """Measure on the unseen part."""
    path = options.data / "train" / "gva_dev.jsonl.gz"
    rows = list(gva.load(path))[gva.LOOKED_AT :][: options.limit]
    read = spread(counts, rows, options.processes, chunk=32)
    incidents = [row.incident for row in rows]
    dated = dates(data.rows(path))
    found = (*figures(incidents, read), *latest(incidents, [dated[row.article.id] for row in rows], read))
    return Result("gva", _TITLE, found, tuple(figure.measure for figure in found))


def dates(incidents: Sequence[dict[str, Any]]) -> dict[str, str]:
    """Return the day of each article, as ISO 8601; empty where it has none."""
    return {f"{one['id']}/{doc['id']}": doc.get("date") or "" for one in incidents for doc in one["documents"]}


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


def latest(incidents: Sequence[str], dated: Sequence[str], read: Sequence[Counts]) -> list[Figure]:
    """Return how often the latest article that answers has the registry's number, where an incident has several."""
    out = []
    several = {incident for incident, articles in Counter(incidents).items() if articles > 1}
    for name in gva.QUESTIONS:
        last: dict[str, tuple[str, tuple[float, float]]] = {}
        for incident, day, one in zip(incidents, dated, read, strict=True):
            if incident in several and name in one:
                right, answered, _ = one[name]
                held = last.setdefault(incident, ("", (0.0, 0.0)))
                if answered and day >= held[0]:
                    last[incident] = (day, (right, answered))
        table = [score for _, score in last.values()]
        out.append(intervals.ratio(f"{name}: the latest number of an incident with several articles", table))
    return out
