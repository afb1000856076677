"""How long answers took."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

PERCENTILES = (50, 90, 95, 99)


def percentile(values: Sequence[float], percent: float) -> float:
    """Return the smallest value that so many percent of the values do not exceed (nearest rank).

    >>> percentile([1, 2, 3, 4], 50)
    2
    """
    ordered = sorted(values)
    rank = -(-len(ordered) * percent // 100)
    return ordered[max(0, int(rank) - 1)]


def latency(seconds: Sequence[float]) -> dict[str, float]:
    """Return the percentiles in milliseconds."""
    return {f"p{percent}": round(1000 * percentile(seconds, percent), 1) for percent in PERCENTILES} if seconds else {}
