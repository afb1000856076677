"""What decides when the reader's spans are shown: strict labels, thresholds that hold, and a table that adds up."""

from __future__ import annotations

import math

import pytest

pytest.importorskip("torch")

from bot.answer.types import Kind
from training import answer_odds as odds
from training.answer_odds import Judged


def judged(*rights: bool, kind: Kind = Kind.PLACE) -> list[Judged]:
    return [Judged(kind, 0.9 - at / 100, right) for at, right in enumerate(rights)]


@pytest.mark.parametrize(
    ("value", "said", "worded"),
    [
        ({"kind": "place", "text": "the Aubry Bridge crossing"}, "Aubry Bridge", True),
        ({"kind": "person", "text": "Klara Lind", "aliases": ["the mayor"]}, "the mayor", True),
        # It stands in a quote that supports the answer, and says something else.
        ({"kind": "person", "text": "Civic List"}, "Ilse Vandorn", False),
        ({"kind": "time", "start": "2026-05-02", "end": "2026-05-02"}, "on Saturday", True),  # compared as a time
        ({"kind": "time", "text": "by midnight"}, "in June", False),
    ],
)
def test_a_span_is_right_by_the_words_of_the_value_only(value, said, worded):
    assert odds._worded(value, said) is worded


def test_a_threshold_needs_ten_and_the_precision():
    assert odds.threshold(judged(*[True] * 9)) == math.inf
    assert odds.threshold(judged(*[True] * 10)) == pytest.approx(0.81)
    assert odds.threshold(judged(*[True] * 12, False, False)) == pytest.approx(0.78)  # 12 of 13 are enough
    assert odds.threshold(judged(False, False, *[True] * 12)) == math.inf


def test_kinds_too_rare_for_a_threshold_of_their_own_take_that_of_all():
    found = judged(*[True] * 12) + judged(True, kind=Kind.TIME)
    assert odds.thresholds(sorted(found, key=lambda one: -one.probability))["time"] == pytest.approx(0.79)
    assert odds.thresholds(judged(*[False] * 20)) == {}


def test_the_table_counts_what_is_shown():
    found = judged(*[True] * 12, False, False)
    limits = odds.thresholds(found)
    table = odds.report([], found, limits)
    assert "| place | 14 | 12 | 0.78 | 12 of 13 |" in table
    assert "| all | 14 | 12 |  | 12 of 13 |" in table
    assert "| 10 | 100% |" in table
