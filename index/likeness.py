"""How alike two articles are; whole arrays of pairs at a time."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from index import traits
from index.traits import spans

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from index.traits import Table
    from index.weights import Weighted, Weights

    Ints = NDArray[np.int64]
    Floats = NDArray[np.float64]

_MEANING = 0.4  # share of the embedding in a likeness; the rest is words and names
_SHARED_NAMES = 2  # names that two reports of one event share at least
_DECIMALS = 9  # far above float noise, so that ties are ties on every machine
_CHUNK = 20_000  # pairs worked on at a time: a pair is compared over about a hundred rows, so about 100 MB


def compared(table: Table, weights: Weights, first: Ints, second: Ints) -> tuple[Floats, NDArray[np.bool_]]:
    """Return how alike the articles of each pair are, 0 to 1, and whether a name that both have is in a title of one.

    Args:
        table: the articles.
        weights: what the words of the table weigh.
        first: the places of the pairs' first articles, sorted.
        second: those of their second articles.
    """
    out: list[tuple[Floats, NDArray[np.bool_]]] = [(np.zeros(0), np.zeros(0, np.bool_))]
    # Only the articles of the pairs are looked at.
    wanted = np.zeros(len(table.heads), dtype=np.bool_)
    wanted[first] = wanted[second] = True
    part = traits.taken(table, np.flatnonzero(wanted))
    place = np.cumsum(wanted) - 1
    terms, names = weights.terms(part), weights.names(part)
    of_names: Floats = np.bincount(names.owner, np.abs(names.weight), minlength=len(part.heads)).astype(np.float64)
    for start in range(0, len(first), _CHUNK):
        i, j = (place[side[start : start + _CHUNK]] for side in (first, second))
        out.append(_likeness(part, terms, names, of_names, i, j))
    return np.concatenate([row[0] for row in out]), np.concatenate([row[1] for row in out])


def _likeness(
    table: Table, terms: Weighted, names: Weighted, of_names: Floats, i: Ints, j: Ints
) -> tuple[Floats, NDArray[np.bool_]]:
    """Return how alike the articles of each pair are, and whether they share names of which a title holds one.

    A headline names the place or the people of its event; bodies like "Transport Ministry" are in many. Two that share
    too few names cannot be brought together by each other, and count half where others bring their groups together.
    """
    common, shared, titled = _common_names(names, i, j)
    named = common >= _SHARED_NAMES
    least = np.minimum(of_names[i], of_names[j])
    lexical = (_product(terms, i, j) + shared / np.where(least > 0, least, 1)) / 2
    cosine: Floats = np.zeros(len(i))
    if table.centres.shape[1]:
        a, b = (table.centres[k].astype(np.float64) for k in (i, j))
        cosine = np.maximum(0.0, np.einsum("ij,ij->i", a, b))
    both = table.known[i] & table.known[j]
    alike: Floats = np.where(both, _MEANING * cosine + (1 - _MEANING) * lexical, lexical)
    halved: Floats = np.where(named, alike, alike / 2)
    return np.round(halved, _DECIMALS), titled & named


def _common_names(names: Weighted, i: Ints, j: Ints) -> tuple[Ints, Floats, NDArray[np.bool_]]:
    """Return for each pair how many names both have, their weight, and whether one of them is in a title."""
    pair, in_i, in_j = _matched(names, i, j)
    there = in_i != 0
    pair, in_i, in_j = pair[there], in_i[there], in_j[there]
    count = np.bincount(pair, minlength=len(i))
    titled = np.bincount(pair, (in_i < 0) | (in_j < 0), minlength=len(i)) > 0
    weight = np.bincount(pair, np.abs(in_i), minlength=len(i))
    return count.astype(np.int64), np.asarray(weight, dtype=np.float64), titled


def _product(terms: Weighted, i: Ints, j: Ints) -> Floats:
    """Return the inner product of the two articles' words, for each pair."""
    pair, in_i, in_j = _matched(terms, i, j)
    return np.asarray(np.bincount(pair, in_i * in_j, minlength=len(i)), dtype=np.float64)


def _matched(weighted: Weighted, i: Ints, j: Ints) -> tuple[Ints, Floats, Floats]:
    """Return for each word of each second article: the pair, and its weight in the first (0 for none) and second.

    The pairs are sorted by their first article: its words are laid out once for all its pairs.
    """
    starts, sizes = weighted.at(j)
    rows, pair = spans(starts, sizes), np.repeat(np.arange(len(i)), sizes)
    ends = np.concatenate([[0], np.cumsum(sizes)]).astype(np.int64)
    words, out = weighted.word[rows], np.empty(len(rows))
    laid = np.zeros(weighted.size)
    edges = np.flatnonzero(np.concatenate([[True], i[1:] != i[:-1], [True]])) if len(i) else np.zeros(1, np.int64)
    for first, last in zip(edges[:-1].tolist(), edges[1:].tolist(), strict=True):
        own = slice(weighted.starts[i[first]], weighted.starts[i[first] + 1])
        span = slice(ends[first], ends[last])
        laid[weighted.word[own]] = weighted.weight[own]
        out[span] = laid[words[span]]
        laid[weighted.word[own]] = 0
    return pair, out, np.asarray(weighted.weight[rows], dtype=np.float64)
