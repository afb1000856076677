"""Bring a report that stands alone to the event whose names it bears.

A tabloid's piece or a local station's notes may share few words with the other reports of an event, and open with
something else; but they name who and what the event is about, and hardly anything else of the corpus does.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING

from index.traits import DAYS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from index.traits import Table

_LEAST = 3  # reports of an event whose names are looked at; two may share a passing name
_ALONE = 3  # reports that may be brought to an event together, at most; more are an event of their own
#: Signature names that a report must bear, and how many of them must stand in nearly all reports of the event. Two may
#: be a town and its mayor; who names four of those in the event may leave out the town.
_ENOUGH = ((3, 2), (4, 1))
_NEARLY_ALL = 0.75  # share of an event's reports
_SPAN = 10  # days between the first and the last report of one event, as in index.stories


def attach(table: Table, groups: Sequence[list[int]]) -> list[list[int]]:
    """Return the groups, sorted, with each small one joined to the event of which it bears most signature names.

    A signature name stands in half of an event's reports, and half of the reports that bear it are of that event. A
    small group goes to a larger one where it shares enough of them; where two events fit equally, it stays alone.
    What goes where is decided before anything is joined: what came first does not matter.
    """
    from index.likeness import names_of

    names = names_of(table)
    holders = Counter(word for words in names for word in words)
    large = [at for at, group in enumerate(groups) if len(group) >= _LEAST]
    bearing: dict[int, dict[int, bool]] = defaultdict(dict)
    for at in large:
        for word, core in _signature(groups[at], names, holders).items():
            bearing[word][at] = core
    days = [head.day for head in table.heads]
    goes = {}
    for at, group in enumerate(groups):
        if len(group) <= _ALONE:
            home = _home(group, names, bearing)
            if home is not None and len(groups[home]) > len(group) and _near(group, groups[home], days):
                goes[at] = home
    joined = {at: list(group) for at, group in enumerate(groups) if at not in goes}
    for at, home in goes.items():
        while home in goes:  # each goes to a larger one, so this ends
            home = goes[home]
        joined[home] += groups[at]
    return sorted(sorted(group) for group in joined.values())


def _signature(group: Sequence[int], names: Sequence[frozenset[int]], holders: Counter[int]) -> dict[int, bool]:
    """Return the names of an event, each with whether nearly all of its reports bear it."""
    told = Counter(word for i in group for word in names[i])
    size = len(group)
    return {word: n >= _NEARLY_ALL * size for word, n in told.items() if 2 * n >= size and 2 * n >= holders[word]}


def _home(group: Sequence[int], names: Sequence[frozenset[int]], bearing: dict[int, dict[int, bool]]) -> int | None:
    """Return the event whose signature every report of a small group bears; None for none, or for two."""
    fits = []
    for i in group:
        shared: dict[int, list[bool]] = defaultdict(list)
        for word in names[i]:
            for at, core in bearing.get(word, {}).items():
                shared[at].append(core)
        fits.append({at: len(cores) for at, cores in shared.items() if _enough(len(cores), sum(cores))})
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
