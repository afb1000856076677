"""Figures with percentile bootstrap intervals over the items that were drawn into the set."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import numpy as np

from benchmarks.public.types import Figure

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from numpy.typing import NDArray

    Totals = NDArray[Any]

DRAWS = 1_000
_LEVEL = 0.95
#: One seed, so that one set of scores has one interval.
_SEED = 20_261_121
_LEAST = 2  # items from which an interval says something


def share(measure: str, hits: Iterable[float | None], published: str = "") -> Figure:
    """Return the mean of the scores; None is an item that the measure does not count."""
    return ratio(measure, [(hit, 1.0) for hit in hits if hit is not None], published=published)


def f1(measure: str, counts: Sequence[tuple[float, float, float]], published: str = "") -> Figure:
    """Return the F1 of items (right, predicted, gold), summed."""
    return ratio(measure, counts, lambda total: (2 * total[..., 0], total[..., 1] + total[..., 2]), published)


def ratio(
    measure: str,
    counts: Sequence[Sequence[float]],
    parts: Callable[[Totals], tuple[Totals, Totals]] = lambda total: (total[..., 0], total[..., 1]),
    published: str = "",
) -> Figure:
    """Return numerator by denominator, both taken from the summed counts of the items."""
    table = np.array([list(row) for row in counts], dtype=float)
    if not len(table):
        return Figure(measure, None, None, 0, published)
    whole = float(_quotients(parts, table.sum(axis=0, keepdims=True))[0])
    value = None if math.isnan(whole) else whole
    return Figure(
        measure, value, interval(lambda weights: _quotients(parts, weights @ table), len(table)), len(table), published
    )


def interval(measure: Callable[[Totals], Totals], items: int) -> tuple[float, float] | None:
    """Return the ends of a measure over items drawn with replacement.

    Args:
        measure: from how often each item was drawn, one row a draw, to one value a draw.
        items: how many there are.
    """
    if items < _LEAST:
        return None
    random = np.random.default_rng(_SEED)
    weights = random.multinomial(items, np.full(items, 1 / items), size=DRAWS).astype(float)
    drawn = measure(weights)
    drawn = drawn[~np.isnan(drawn)]
    if not len(drawn):
        return None
    tail = (1 - _LEVEL) / 2
    low, high = np.quantile(drawn, (tail, 1 - tail))
    return float(low), float(high)


def _quotients(parts: Callable[[Totals], tuple[Totals, Totals]], totals: Totals) -> Totals:
    numerator, denominator = parts(totals)
    out: Totals = np.full(len(totals), np.nan)
    np.divide(numerator, denominator, out=out, where=denominator != 0)
    return out


def three(value: float) -> str:
    """Return three decimals without the zero before them.

    >>> three(0.5)
    '.500'
    """
    return f"{value:.3f}".removeprefix("0")
