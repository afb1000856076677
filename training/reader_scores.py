"""How a reader is scored: as SQuAD does, with bootstrap intervals over contexts."""

from __future__ import annotations

import re
import string
from collections import Counter
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

_ARTICLES_RE = re.compile(r"\b(?:a|an|the)\b")
_PUNCTUATION = str.maketrans("", "", string.punctuation)
DRAWS = 1000


def normalised(text: str) -> str:
    """Return the text without case, punctuation and articles, as SQuAD's script does."""
    return " ".join(_ARTICLES_RE.sub(" ", text.casefold().translate(_PUNCTUATION)).split())


def exact(found: str, right: str) -> float:
    """Return 1 where both are the same after normalising."""
    return float(normalised(found) == normalised(right))


def f1(found: str, right: str) -> float:
    """Return the token F1 of two answers."""
    one, other = normalised(found).split(), normalised(right).split()
    if not one or not other:
        return float(one == other)
    same = sum((Counter(one) & Counter(other)).values())
    return 2 * same / (len(one) + len(other))


def auc(positive: Sequence[float], negative: Sequence[float]) -> float:
    """Return the chance that a positive scores above a negative, ties counting half."""
    both = np.concatenate([positive, negative])
    _, place, counts = np.unique(both, return_inverse=True, return_counts=True)
    ranks = np.cumsum(counts) - (counts - 1) / 2
    own = ranks[place[: len(positive)]].sum()
    return float((own - len(positive) * (len(positive) + 1) / 2) / (len(positive) * len(negative)))


def calibration_error(chances: NDArray[np.float64], right: NDArray[np.float64], bins: int = 10) -> float:
    """Return the expected calibration error over bins of equal width."""
    at = np.minimum((chances * bins).astype(int), bins - 1)
    total = 0.0
    for number in range(bins):
        inside = at == number
        if inside.any():
            total += float(inside.mean() * abs(chances[inside].mean() - right[inside].mean()))
    return total


def interval(
    clusters: Sequence[str], score: Callable[[NDArray[np.int64]], float], seed: int = 1
) -> tuple[float, float, float]:
    """Return the score of all items and its 95 % bootstrap interval; whole clusters are drawn."""
    names = sorted(set(clusters))
    held: dict[str, list[int]] = {name: [] for name in names}
    for at, name in enumerate(clusters):
        held[name].append(at)
    members = [np.array(held[name]) for name in names]
    rng = np.random.default_rng(seed)
    drawn = []
    for _ in range(DRAWS):
        chosen = np.concatenate([members[k] for k in rng.integers(0, len(members), len(members))])
        value = score(chosen)
        if not np.isnan(value):
            drawn.append(value)
    low, high = np.percentile(drawn, [2.5, 97.5])
    return score(np.arange(len(clusters))), float(low), float(high)
