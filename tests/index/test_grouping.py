"""Groups that are kept from change to change are those that are found from nothing."""

import random
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.types import Article, Outlet
from index import grouping, grouping_file, joining, proposals, same_text, traits, weights
from index.grouping import grouped
from index.stories import of_groups, of_table

from .embedder import Hashing

FIELDS = ("original", "first", "second", "likeness", "how", "cluster", "group")
_TOWNS = [
    f"{first}{last}"
    for first in ("Hall", "Bru", "Nor", "Ran", "Kes", "Wil")
    for last in ("fjord", "heim", "sund", "wick")
]
_PLAIN = [
    f"{first}{last}"
    for first in ("flood", "fire", "bank", "vote", "ship", "road")
    for last in ("", "ed", "ing", "er", "s")
]


def report(rng: random.Random, number: int, days: int) -> Article:
    """A report on one of some events: names and words of it, some of others; a few without a day, a few copies."""
    event = random.Random(rng.randrange(days))
    names, words = event.sample(_TOWNS, 4), event.sample(_PLAIN, 6)
    body = [*rng.sample(names, 3), *rng.sample(words, 4), *rng.sample(_PLAIN, 2), rng.choice(_TOWNS)]
    rng.shuffle(body)
    title = f"{names[0]} {rng.choice(words)}"
    day = f"2026-{1 + event.randrange(4):02}-{1 + event.randrange(28):02}" if rng.random() < 0.9 else None
    if rng.random() < 0.15:
        return Article(
            f"a{number:04}",
            Outlet("o", "O"),
            "Printed again",
            f"Norsund {event.randrange(9)} flood bank",
            published=day,
        )
    return Article(f"a{number:04}", Outlet("o", "O"), title, " ".join(body), published=day)


def table_of(articles: dict[str, Article]) -> traits.Table:
    listed = list(articles.values())
    matrix = Hashing().encode([article.text for article in listed]) if listed else []
    return traits.build(listed, {a.id: row for a, row in zip(listed, matrix, strict=True) if "bank" not in a.text})


def assert_same(found: grouping.Grouping, wanted: grouping.Grouping) -> None:
    for name in FIELDS:
        assert np.array_equal(getattr(found, name), getattr(wanted, name)), name


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 10**9), st.integers(3, 40), st.booleans())
def test_batches_in_any_order_give_what_is_found_from_nothing(seed, days, small):
    rng = random.Random(seed)
    with pytest.MonkeyPatch.context() as patch:
        if small:  # the bounds that only a large corpus meets otherwise
            patch.setattr(grouping, "_CLUSTER", rng.choice([5, 10, 20]))
            for module in (grouping, proposals):
                patch.setattr(module, "COMMON", 6)
            patch.setattr(proposals, "_NEIGHBOURS", rng.choice([2, 4]))
            patch.setattr(proposals, "_RARE", rng.choice([2, 5]))
        held = {a.id: a for a in (report(rng, number, days) for number in rng.sample(range(1000), rng.randrange(60)))}
        table = table_of(held)
        found = grouped(table)
        for _ in range(5):
            for gone in rng.sample(sorted(held), min(len(held), rng.randrange(4))):
                del held[gone]
            for _ in range(rng.randrange(5)):
                number = int(rng.choice(sorted(held))[1:]) if held and rng.random() < 0.3 else rng.randrange(1000)
                held[f"a{number:04}"] = report(rng, number, days)
            now = table_of(held)
            kept = grouping_file.from_bytes(grouping_file.to_bytes(found), len(table.heads))
            found = grouped(now, (table, kept), kept.measure)
            wanted = grouped(now, None, kept.measure)
            assert_same(found, wanted)
            assert of_groups(now, found) == of_groups(now, wanted)
            table = now


def test_a_far_change_joins_nothing_anew(monkeypatch):
    """What a change does not concern is not looked at: without that, the law above would hold all the same."""
    rng = random.Random(3)
    held = {a.id: a for a in (report(rng, number, 60) for number in range(600))}
    table = table_of(held)
    found = grouped(table)
    looked: list[int] = []
    monkeypatch.setattr(grouping, "joined", lambda days, pairs: looked.append(len(days)) or joining.joined(days, pairs))
    held["b"] = replace(report(rng, 9999, 60), id="b", text="Somebody planted Ottersheim tulips", title="Tulips")
    grouped(table_of(held), (table, found))
    assert sum(looked) < 60


def test_words_are_counted_anew_once_the_corpus_has_grown_by_a_tenth(monkeypatch):
    monkeypatch.setattr(weights, "_EXACT_UP_TO", 50)
    rng = random.Random(5)
    reports = [replace(report(rng, number, 30), title=f"Report {number}") for number in range(120)]
    held = {a.id: a for a in reports[:100]}
    table = table_of(held)
    found = grouped(table)
    for count, kept in ((101, True), (109, True), (120, False)):
        held = {a.id: a for a in reports[:count]}
        now = grouped(table_of(held), (table, found))
        assert (now.measure is found.measure) is kept
    assert_same(now, grouped(table_of(held)))


def test_in_a_small_corpus_every_change_counts_words_anew():
    rng = random.Random(6)
    held = {a.id: a for a in (report(rng, number, 30) for number in range(60))}
    table = table_of(held)
    found = grouped(table)
    held.pop("a0007")
    now = table_of(held)
    assert of_groups(now, grouped(now, (table, found))) == of_table(now)


@pytest.mark.parametrize("data", [b"", b"{}", b"[]\n", b'{"version": 0}\n', b"\x00\n\xff"])
def test_other_bytes_are_no_grouping(data):
    with pytest.raises(traits.TraitsError):
        grouping_file.from_bytes(data, 0)


def test_a_grouping_cut_short_or_of_other_articles_is_refused():
    data = grouping_file.to_bytes(grouped(table_of({})))
    grouping_file.from_bytes(data, 0)
    for other, articles in ((data[:-1], 0), (data + b"\x00", 0), (data, 1)):
        with pytest.raises(traits.TraitsError):
            grouping_file.from_bytes(other, articles)


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 10**9))
def test_copies_of_copies_are_found_whichever_way_they_came(seed):
    """Prints that differ a little more each time: the first is like the second, and not like the last."""
    rng = random.Random(seed)
    words = [f"word{i}" for i in range(12)]
    held = {}
    for number in rng.sample(range(100), 30):
        if rng.random() < 0.6:
            words[rng.randrange(12)] = f"other{rng.randrange(99)}"
        day = f"2026-03-{1 + rng.randrange(14):02}"
        held[f"a{number:02}"] = Article(f"a{number:02}", Outlet("o", "O"), "", " ".join(words), published=day)
    table = traits.build([], {})
    _, compared = same_text.originals(table)
    for _ in range(4):
        some = rng.sample(sorted(held), rng.randrange(31))
        now = traits.build([held[key] for key in some], {})
        place = {head.id: i for i, head in enumerate(table.heads)}
        came = np.array([place.get(head.id, -1) for head in now.heads], dtype=np.int64)
        found, compared = same_text.originals(now, compared, came)
        assert found.tolist() == same_text.originals(now)[0].tolist()
        table = now
