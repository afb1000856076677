"""Bring a report that stands alone to the event whose names it bears.

A tabloid's piece or a local station's notes may share few words with the other reports of an event, and open with
something else; but they name who and what the event is about, and hardly anything else of the corpus does.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from index.traits import DAYS, spans
from index.weights import Measure

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from index.traits import Table

    Ints = NDArray[np.int64]

_LEAST = 3  # reports of an event whose names are looked at; two may share a passing name
_ALONE = 3  # reports that may be brought to an event together, at most; more are an event of their own
#: Signature names that a report must bear, and how many of them must stand in nearly all reports of the event. Two may
#: be a town and its mayor; who names four of those in the event may leave out the town.
_ENOUGH = ((3, 2), (4, 1))
_NEARLY_ALL = 0.75  # share of an event's reports
_SPAN = 10  # days between the first and the last report of one event, as in index.stories


def attach(table: Table, groups: Sequence[Sequence[int]], measure: Measure | None = None) -> list[list[int]]:
    """Return the groups, sorted, with each small one joined to the event of which it bears most signature names.

    A signature name stands in half of an event's reports, and half of the reports that bear it are of that event. A
    small group goes to a larger one where it shares enough of them; where two events fit equally, it stays alone.
    What goes where is decided before anything is joined: what came first does not matter. An article of no group
    counts for nothing.
    """
    fits = _fits(table, groups, measure or Measure.of(table))
    days = [head.day for head in table.heads]
    goes = {}
    for at, group in enumerate(groups):
        if len(group) <= _ALONE:
            home = _home([fits.get(i, {}) for i in group])
            if home is not None and len(groups[home]) > len(group) and _near(group, groups[home], days):
                goes[at] = home
    joined = {at: list(group) for at, group in enumerate(groups) if at not in goes}
    for at, home in goes.items():
        while home in goes:  # each goes to a larger one, so this ends
            home = goes[home]
        joined[home] += groups[at]
    return sorted(sorted(group) for group in joined.values())


def _fits(table: Table, groups: Sequence[Sequence[int]], measure: Measure) -> dict[int, dict[int, int]]:
    """Return for articles of small groups the events of which they bear enough signature names, and how many."""
    sizes = np.array([len(group) for group in groups], dtype=np.int64)
    label = np.full(len(table.heads), -1, dtype=np.int64)
    label[np.fromiter((i for group in groups for i in group), dtype=np.int64)] = np.repeat(
        np.arange(len(groups)), sizes
    )
    names = measure.weights(table.words).names(table)
    rows = np.flatnonzero(label[names.owner] >= 0)
    owner, word = names.owner[rows], names.word[rows]
    word_of, event_of, core = _signatures(label[owner], word, sizes, names.size)
    asking = np.flatnonzero(sizes[label[owner]] <= _ALONE)
    start, end = (np.searchsorted(word_of, word[asking], side) for side in ("left", "right"))
    found = spans(start, end - start)
    events = max(1, len(groups))
    keys = np.repeat(owner[asking], end - start) * events + event_of[found]
    fits: dict[int, dict[int, int]] = {}
    unique, place, shared = np.unique(keys, return_inverse=True, return_counts=True)
    in_core = np.bincount(place, core[found], minlength=len(unique))
    for key, count, of_core in zip(unique.tolist(), shared.tolist(), in_core.tolist(), strict=True):
        if _enough(count, int(of_core)):
            fits.setdefault(key // events, {})[key % events] = count
    return fits


def _signatures(event: Ints, word: Ints, sizes: Ints, vocabulary: int) -> tuple[Ints, Ints, NDArray[np.bool_]]:
    """Return the signature names of all events: name, event, and whether nearly all of its reports bear it; by name.

    Args:
        event: for each name of each report its event.
        word: the names.
        sizes: reports of each event.
        vocabulary: words in all.
    """
    holders = np.bincount(word, minlength=vocabulary)
    # What more reports bear than twice those of the event cannot be its own.
    possible = (sizes[event] >= _LEAST) & (holders[word] <= 2 * sizes[event])
    keys, told = np.unique(word[possible] * max(1, len(sizes)) + event[possible], return_counts=True)
    word, event = keys // max(1, len(sizes)), keys % max(1, len(sizes))
    own = (2 * told >= sizes[event]) & (2 * told >= holders[word])
    return word[own], event[own], (told >= _NEARLY_ALL * sizes[event])[own]


def _home(fits: Sequence[dict[int, int]]) -> int | None:
    """Return the event whose signature every report of a small group bears; None for none, or for two."""
    common = set.intersection(*map(set, fits))
    ranked = sorted(((min(fit[at] for fit in fits), at) for at in common), reverse=True)
    if not ranked or (len(ranked) > 1 and ranked[0][0] == ranked[1][0]):
        return None
    return ranked[0][1]


def _enough(shared: int, core: int) -> bool:
    return any(shared >= least and core >= least_core for least, least_core in _ENOUGH)


def _near(group: Sequence[int], home: Sequence[int], days: Sequence[int]) -> bool:
    """Tell whether a group and an event belong to the same days; an unknown day is any day."""
    mine, its = ([days[i] for i in articles if days[i]] for articles in (group, home))
    if not mine or not its:
        return True
    span = max(*mine, *its) - min(*mine, *its)
    return span <= _SPAN and all(min(abs(day - other) for other in its) <= DAYS for day in mine)
