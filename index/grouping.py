"""Which articles are about one event, kept from change to change: what a change does not concern is not looked at again.

The groups are the same as those that are found from nothing with the same counts of words (`Measure`), whichever way
the articles came: a law of the tests. Three things make that possible:

- The counts by which words are weighed stay for a while. What is known of two articles then stays as long as they do.
- Which others an article is compared with depends on the articles of the same days: they are looked up anew for those.
- Which groups are joined depends on their own pairs (`index.joining`): the groups whose pairs changed are joined anew,
  beside those that are alike with them. Where one of these comes out otherwise, it is taken in, and so on.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from index import same_text
from index.joining import JOIN, Pairs, joined
from index.likeness import compared
from index.proposals import COMMON, proposed
from index.traits import DAYS, Table, build, near, taken
from index.weights import Measure

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from index.weights import Weights

    Ints = NDArray[np.int64]
    Bools = NDArray[np.bool_]

#: Articles of one cluster up to which all its pairs are compared, also those that no rare word proposed.
_CLUSTER = 150
#: How a pair was found: by the rare words of its first article, by those of its second one; and that it is titled.
_BY_FIRST, _BY_SECOND, _TITLED = 1, 2, 4


@dataclass(frozen=True, slots=True)
class Grouping:
    """The groups of a table's articles, and what they were found by. Articles are places in the table."""

    measure: Measure
    compared: same_text.Compared
    #: For each article the first one that says the same.
    original: Ints
    #: The pairs that rare words proposed, sorted, with their likeness and how they were found.
    first: Ints
    second: Ints
    likeness: NDArray[np.float64]
    how: NDArray[np.uint8]
    #: For each article the first one of its cluster (articles that a chain of alike pairs connects) and of its group.
    #: Copies are in none, which is -1.
    cluster: Ints
    group: Ints

    def groups(self) -> list[list[int]]:
        """Return the groups, each sorted, in the order of their first articles."""
        found: dict[int, list[int]] = {}
        for place, label in enumerate(self.group.tolist()):
            if label >= 0:
                found.setdefault(label, []).append(place)
        return list(found.values())


def _nothing(measure: Measure) -> Grouping:
    none = np.zeros(0, dtype=np.int64)
    return Grouping(
        measure, same_text.Compared.none(), none, none, none, np.zeros(0), np.zeros(0, np.uint8), none, none
    )


def grouped(table: Table, before: tuple[Table, Grouping] | None = None, measure: Measure | None = None) -> Grouping:
    """Return the groups of a table's articles.

    Args:
        table: the articles.
        before: an earlier table with its groups, from which to go on where its counts of words still serve.
        measure: the counts to weigh words by; without them, those of `before` while they serve, then those of now.
    """
    older, old = before or (None, None)
    came = np.full(len(table.heads), -1, dtype=np.int64) if older is None else _came(table, older)
    original, found = same_text.originals(table, old.compared if old else None, came)
    once = original == np.arange(len(original))
    if measure is None and old is not None and old.measure.fits(int(once.sum())):
        measure = old.measure
    if measure is None:
        measure = Measure.of(taken(table, np.flatnonzero(once)))
    if older is None or old is None or measure is not old.measure:
        older, old, came = build([], {}), _nothing(measure), np.full(len(table.heads), -1, dtype=np.int64)
    change = _Change.of(table, once, came, older, old)
    result = replace(old, compared=found, original=original)
    return _joined_anew(change, _paired_anew(change, result))


def _came(table: Table, older: Table) -> Ints:
    """Return for each article its place in an earlier table; -1 for one that was not there as it is now."""
    places = {(head.id, head.mark): place for place, head in enumerate(older.heads)}
    return np.array([places.get((head.id, head.mark), -1) for head in table.heads], dtype=np.int64)


@dataclass(frozen=True, slots=True)
class _Change:
    """Two tables, and which articles of one are which of the other; copies are as good as not there."""

    table: Table
    older: Table
    old: Grouping
    #: Which articles are no copies.
    once: Bools
    #: For each article its place in the other table, or -1.
    came: Ints
    went: Ints
    #: Which articles are in one table only.
    new: Bools
    gone: Bools
    days: Ints
    old_days: Ints

    @classmethod
    def of(cls, table: Table, once: Bools, came: Ints, older: Table, old: Grouping) -> _Change:
        """Compare two tables."""
        was_once = old.original == np.arange(len(old.original))
        stays = once & (came >= 0)
        stays[stays] = was_once[came[stays]]
        went = np.full(len(older.heads), -1, dtype=np.int64)
        went[came[stays]] = np.flatnonzero(stays)
        came = np.where(stays, came, -1)
        return cls(
            table, older, old, once, came, went, once & ~stays, was_once & (went < 0), _days(table), _days(older)
        )  # fmt: skip


def _days(table: Table) -> Ints:
    return np.array([head.day for head in table.heads], dtype=np.int64)


def _near_any(days: Ints, others: Ints) -> Bools:
    """Tell of each day whether it is near one of others; an unknown day is near all."""
    if not len(others):
        return np.zeros(len(days), dtype=np.bool_)
    if (others == 0).any():
        return np.ones(len(days), dtype=np.bool_)
    low = int(others.min()) - DAYS
    flags = np.zeros(int(others.max()) + DAYS + 1 - low, dtype=np.bool_)
    for day in np.unique(others).tolist():
        flags[day - DAYS - low : day + DAYS + 1 - low] = True
    inside = (days >= low) & (days < low + len(flags))
    return np.where(days == 0, True, flags[np.where(inside, days - low, 0)] & inside)


# -- pairs -------------------------------------------------------------------------------------------------------------


def _paired_anew(change: _Change, result: Grouping) -> Grouping:
    """Look up anew the candidates of all articles of whose candidates some came or went."""
    table, old = change.table, change.old
    weights = old.measure.weights(table.words)
    asking, words = _asking(change)
    with_days = asking & (change.days > 0)
    seen = change.once & (_near_any(change.days, change.days[with_days]) if words is not None else True)
    if words is not None:
        seen |= asking | (change.once & _holding(table, words))
    places = np.flatnonzero(seen)
    terms = weights.terms(taken(table, places))
    rows = asking[places][terms.owner]
    if words is not None:
        rows &= with_days[places][terms.owner] | words[terms.word]
    source, target = proposed(terms, change.days[places], rows)
    return _paired(change, result, weights, asking, places[source], places[target])


def _asking(change: _Change) -> tuple[Bools, Bools | None]:
    """Return the articles whose candidates may be others now.

    Those without a day are near all, so that a word of theirs proposes pairs where few articles at all hold it: the
    second array tells of each word whether it is one, None where that need not be told as everything is looked at.
    """
    others = np.concatenate([change.days[change.new], change.old_days[change.gone]])
    asking = change.once & _near_any(change.days, others)
    without = asking & (change.days == 0)
    if (others == 0).any():
        return asking, None
    words = np.zeros(max(1, len(change.table.words)), dtype=np.bool_)
    if not without.any():
        return asking, words
    table = change.table
    now = _held(table, change.once)
    came, left = _held(table, change.new), _renamed(change, _held(change.older, change.gone))
    moved = (came + left > 0) & (np.minimum(now, now - came + left) <= COMMON)
    asking &= ~without | _holding(table, moved)
    own = table.word[(table.count > 0) & (asking & without)[table.owner]]
    words[own] = True
    return asking, words & (now > 1) & (now <= COMMON)


def _held(table: Table, articles: Bools) -> Ints:
    """Return for each word how many of some articles hold it."""
    part = taken(table, np.flatnonzero(articles))
    return np.bincount(part.word[part.count > 0], minlength=max(1, len(table.words))).astype(np.int64)


def _renamed(change: _Change, of_words: Ints) -> Ints:
    """Return what is known of the words of the older table for those of the newer one."""
    found = np.zeros(max(1, len(change.table.words)), dtype=np.int64)
    used = np.flatnonzero(of_words).tolist()
    place = {word: i for i, word in enumerate(change.table.words)} if used else {}
    for i in used:
        at = place.get(change.older.words[i])
        if at is not None:
            found[at] = of_words[i]
    return found


def _holding(table: Table, words: Bools) -> Bools:
    """Tell of each article whether it holds one of some words."""
    found = np.zeros(len(table.heads), dtype=np.bool_)
    if words.any():
        found[table.owner[(table.count > 0) & words[table.word]]] = True
    return found


def _paired(change: _Change, result: Grouping, weights: Weights, asking: Bools, source: Ints, target: Ints) -> Grouping:
    """Put the new candidates in the place of the old ones; what is known of a pair is not found again."""
    old, count = change.old, max(1, len(change.table.heads))
    first, second = change.went[old.first], change.went[old.second]
    stays = (first >= 0) & (second >= 0)
    first, second, how = first[stays], second[stays], old.how[stays]
    how = how & ~np.where(asking[first], _BY_FIRST, 0).astype(np.uint8)
    how &= ~np.where(asking[second], _BY_SECOND, 0).astype(np.uint8)
    keys = np.concatenate([first * count + second, np.minimum(source, target) * count + np.maximum(source, target)])
    ways = np.concatenate([how, np.where(source < target, _BY_FIRST, _BY_SECOND).astype(np.uint8)])
    likeness = np.concatenate([old.likeness[stays], np.full(len(source), np.nan)])
    # Stable: the known likeness of a pair comes first.
    order = np.argsort(keys, kind="stable")
    keys, ways, likeness = keys[order], ways[order], likeness[order]
    starts = np.flatnonzero(np.diff(keys, prepend=-1))
    keys, likeness = keys[starts], likeness[starts]
    ways = np.bitwise_or.reduceat(ways, starts) if len(starts) else ways
    kept = (ways & (_BY_FIRST | _BY_SECOND)) > 0
    keys, ways, likeness = keys[kept], ways[kept], likeness[kept]
    fresh = np.isnan(likeness)
    likeness[fresh], titled = compared(change.table, weights, keys[fresh] // count, keys[fresh] % count)
    ways[fresh] |= np.where(titled, _TITLED, 0).astype(np.uint8)
    return replace(result, first=keys // count, second=keys % count, likeness=likeness, how=ways)


# -- groups ------------------------------------------------------------------------------------------------------------


def _joined_anew(change: _Change, result: Grouping) -> Grouping:
    """Join the articles whose pairs changed, and those that are alike with them, until nothing else changes."""
    strong = result.likeness >= JOIN
    cluster = np.where(
        change.once, _connected(len(change.table.heads), result.first[strong], result.second[strong]), -1
    )
    result = replace(result, cluster=cluster)
    #: The group that each article was in; those that were in none have one of their own.
    own = np.arange(len(cluster)) + len(change.went)
    label = np.where(change.came >= 0, change.old.group[change.came] if len(change.went) else -1, own)
    inside = _touched(change, result) & change.once
    weights = result.measure.weights(change.table.words)
    sizes = np.bincount(label)
    while True:
        inside = change.once & _whole(label, inside)
        beside = _beside(result, inside, strong)
        members = np.flatnonzero(change.once & _whole(label, beside | inside))
        pairs = _links(change, result, weights, members)
        groups = [members[group] for group in joined(change.days[members].tolist(), pairs)]
        others = [group for group in groups if not inside[group].all() and not _is_kept(label[group], sizes)]
        if not others:
            break
        inside[np.concatenate(others)] = True
    return replace(result, group=_labelled(label, inside, groups, change.once))


def _connected(count: int, first: Ints, second: Ints) -> Ints:
    """Return for each article the first one that a chain of pairs connects it with."""
    label = np.arange(count)
    while True:
        one, other = label[first], label[second]
        apart = one != other
        if not apart.any():
            return label
        first, second, one, other = first[apart], second[apart], one[apart], other[apart]
        np.minimum.at(label, np.maximum(one, other), np.minimum(one, other))
        while (label != label[label]).any():
            label = label[label]


def _touched(change: _Change, result: Grouping) -> Bools:
    """Return the articles that are new, that have lost or won a pair, or whose group has lost an article."""
    old, count = change.old, max(1, len(change.table.heads))
    touched = change.new.copy()
    first, second = change.went[old.first], change.went[old.second]
    for one, other in ((first, second), (second, first)):
        touched[one[(one >= 0) & (other < 0)]] = True
    stays = (first >= 0) & (second >= 0)
    before, now = first[stays] * count + second[stays], result.first * count + result.second
    changed = np.setxor1d(before, now, assume_unique=True)
    touched[changed // count] = touched[changed % count] = True
    touched |= _other_clusters(change, result)
    lost = np.zeros(len(change.went), dtype=np.bool_)
    lost[old.group[change.gone]] = True
    stayed = change.came >= 0
    touched[stayed] |= lost[old.group[change.came[stayed]]]
    return touched


def _other_clusters(change: _Change, result: Grouping) -> Bools:
    """Return the articles of small clusters that were or became other ones: all pairs of a small cluster are compared."""
    now, before = result.cluster, change.old.cluster
    size = np.bincount(now[change.once], minlength=len(now))
    size_before = np.bincount(before[before >= 0], minlength=max(1, len(before)))
    stayed = np.flatnonzero(change.came >= 0)
    one, other = now[stayed], before[change.came[stayed]]
    _, place, both = np.unique(one * max(1, len(before)) + other, return_inverse=True, return_counts=True)
    same = (both[place] == size[one]) & (both[place] == size_before[other])
    small = np.minimum(size[one], size_before[other]) <= _CLUSTER
    found = np.zeros(len(now), dtype=np.bool_)
    found[stayed[~same & small]] = True
    return found


def _whole(label: Ints, some: Bools) -> Bools:
    """Return the articles of all groups of which some are given."""
    flags = np.zeros(int(label.max(initial=0)) + 1, dtype=np.bool_)
    flags[label[some]] = True
    return flags[label]


def _beside(result: Grouping, inside: Bools, strong: Bools) -> Bools:
    """Return the articles that a pair as alike as groups must be connects with some, or may connect."""
    found = np.zeros(len(inside), dtype=np.bool_)
    for one, other in ((result.first, result.second), (result.second, result.first)):
        found[other[strong & inside[one]]] = True
    clusters = np.zeros(len(inside), dtype=np.bool_)
    clusters[result.cluster[inside]] = True
    size = np.bincount(result.cluster[result.cluster >= 0], minlength=len(inside))
    # Copies are in no cluster: theirs is the last place, which is cleared again.
    found |= (clusters & (size <= _CLUSTER))[result.cluster] & (result.cluster >= 0)
    return found & ~inside


def _links(change: _Change, result: Grouping, weights: Weights, members: Ints) -> Pairs:
    """Return the compared pairs between some articles, as places among them."""
    place = np.full(len(change.once), -1, dtype=np.int64)
    place[members] = np.arange(len(members))
    # Only within a cluster can anything be joined: the other pairs, which are many, need not be looked at.
    cluster = result.cluster
    rows = np.flatnonzero((place[result.first] >= 0) & (place[result.second] >= 0))
    rows = rows[cluster[result.first[rows]] == cluster[result.second[rows]]]
    first, second = result.first[rows], result.second[rows]
    missing = _missing(change, result, members, first, second)
    likeness, titled = compared(change.table, weights, missing[:, 0], missing[:, 1])
    first, second = np.concatenate([first, missing[:, 0]]), np.concatenate([second, missing[:, 1]])
    order = np.lexsort((second, first))
    return Pairs(
        place[first[order]],
        place[second[order]],
        np.concatenate([result.likeness[rows], likeness])[order],
        np.concatenate([(result.how[rows] & _TITLED) > 0, titled])[order],
    )


def _missing(change: _Change, result: Grouping, members: Ints, first: Ints, second: Ints) -> Ints:
    """Return the pairs of near days within each small cluster that nothing proposed: rows of two, sorted."""
    size = np.bincount(result.cluster[result.cluster >= 0], minlength=len(change.once))
    small = (size > 1) & (size <= _CLUSTER)
    known = set(zip(first.tolist(), second.tolist(), strict=True))
    clusters: dict[int, list[int]] = {}
    for i in members[small[result.cluster[members]]].tolist():
        clusters.setdefault(int(result.cluster[i]), []).append(i)
    days = change.days
    rows = [
        (i, j)
        for found in clusters.values()
        for at, i in enumerate(found)
        for j in found[at + 1 :]
        if (i, j) not in known and near(int(days[i]), int(days[j]))
    ]
    return np.array(sorted(rows), dtype=np.int64).reshape(-1, 2)


def _is_kept(labels: Ints, sizes: Ints) -> bool:
    """Tell whether the labels of a group's articles are those of one whole group of before."""
    # A group that lost an article is looked at anew, so that what is left of it is not taken for it.
    return bool((labels == labels[0]).all()) and len(labels) == sizes[labels[0]]


def _labelled(label: Ints, inside: Bools, groups: list[Ints], once: Bools) -> Ints:
    """Return for each article the first one of its group."""
    found = np.full(len(label), -1, dtype=np.int64)
    kept = np.flatnonzero(once & ~inside)
    _, first, place = np.unique(label[kept], return_index=True, return_inverse=True)
    found[kept] = kept[first][place]
    for group in groups:
        if inside[group[0]]:
            found[group] = group[0]
    return found
