"""Scores are those of SQuAD's script, and intervals hold what they should."""

from __future__ import annotations

import numpy as np
import pytest

from training.reader_scores import auc, calibration_error, exact, f1, interval


@pytest.mark.parametrize(
    ("found", "right", "score"),
    [
        ("The Mayor", "mayor", 1.0),
        ("Ana Ruiz", "Mayor Ana Ruiz", 0.8),
        ("six", "seven", 0.0),
        ("", "six", 0.0),
        ("", "", 1.0),
        ("a b b", "b b c", 2 * 2 / (2 + 3)),  # "a" is an article
    ],
)
def test_f1(found, right, score):
    assert f1(found, right) == pytest.approx(score)
    assert exact(found, right) == float(score == 1.0)


def test_auc_counts_pairs():
    rng = np.random.default_rng(2)
    yes, no = rng.integers(0, 6, 40), rng.integers(0, 5, 30)
    pairs = [(a > b) + 0.5 * (a == b) for a in yes for b in no]
    assert auc(list(yes), list(no)) == pytest.approx(np.mean(pairs))


def test_calibration_error_is_the_gap():
    assert calibration_error(np.array([0.9] * 10), np.array([1.0] * 9 + [0.0])) == pytest.approx(0)
    assert calibration_error(np.array([0.9] * 10), np.zeros(10)) == pytest.approx(0.9)


def test_the_interval_draws_whole_clusters():
    values = np.repeat(np.arange(10.0), 50)
    names = [str(value) for value in values]
    mean, low, high = interval(names, lambda at: float(values[at].mean()))
    assert mean == pytest.approx(4.5)
    # Ten clusters, not 500 items: the interval is some 3.5 wide, not 0.5.
    assert 2.5 < high - low < 4.5
