"""Reports that stand alone go to the event whose names they bear."""

from __future__ import annotations

import pytest

from corpus.types import Article, Outlet
from index import traits
from index.signature import attach

NAMES = "Norsund Brightmoor Keswick Ranheim"


def table(leads: list[str], days: list[str] | None = None) -> traits.Table:
    days = days or ["2026-05-04"] * len(leads)
    rows = [
        Article(f"a{i}", Outlet(f"o{i}", f"Outlet {i}", hosts=(f"o{i}.example",)), "notes", text, published=day)
        for i, (text, day) in enumerate(zip(leads, days, strict=True))
    ]
    return traits.build(rows, {})


EVENT = [f"the deal of {NAMES} was signed, wrote reporter number {i}" for i in range(4)]


@pytest.mark.parametrize(
    "alone",
    [
        "cheers as Norsund and Ranheim drink to Brightmoor",
        "traffic, weather, and at the end: Keswick of Norsund spoke to Brightmoor about Ranheim",
    ],
)
def test_it_goes_home(alone):
    assert attach(table([*EVENT, alone]), [[0, 1, 2, 3], [4]]) == [[0, 1, 2, 3, 4]]


@pytest.mark.parametrize(
    "alone",
    [
        "cheers as Norsund wins the cup",  # a passing name
        "Norsund and Brightmoor play chess",  # two of them
        "nothing of that happened in Oslo, Paris or Rome",
    ],
)
def test_it_stays_alone(alone):
    assert attach(table([*EVENT, alone]), [[0, 1, 2, 3], [4]]) == [[0, 1, 2, 3], [4]]


def test_a_name_of_many_events_ties_nothing():
    others = [f"{NAMES} were mentioned in passing in story {i} on Otherville{i}" for i in range(9)]
    groups = [[0, 1, 2, 3], *([i] for i in range(4, 13))]
    assert attach(table([*EVENT, *others]), groups) == groups


def test_another_week_is_another_event():
    days = ["2026-05-04"] * 4 + ["2026-05-12"]
    assert len(attach(table([*EVENT, f"again {NAMES}"], days), [[0, 1, 2, 3], [4]])) == 2


def test_two_events_that_fit_equally():
    rows = [*EVENT, *EVENT, f"some said that {NAMES}"]
    groups = [[0, 1, 2, 3], [4, 5, 6, 7], [8]]
    assert attach(table(rows), groups) == groups


def test_the_order_of_the_groups_does_not_matter():
    rows = [*EVENT, f"first {NAMES}", f"second {NAMES}"]
    wanted = [[0, 1, 2, 3, 4, 5]]
    assert attach(table(rows), [[0, 1, 2, 3], [4], [5]]) == attach(table(rows), [[5], [4], [0, 1, 2, 3]]) == wanted
