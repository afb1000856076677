"""What was read and may be read again."""

from __future__ import annotations

import pytest

from index.ahead import Ahead
from index.kept import Kept


def test_what_was_not_asked_for_longest_goes_first():
    kept = Kept(3)
    for key in "abc":
        assert kept.put(key, key.upper()) == []
    assert kept.get("a") == "A"
    assert kept.put("d", "D") == ["B"]
    assert [kept.get(key) for key in "abcd"] == ["A", None, "C", "D"]


def test_heavy_ones_make_several_go_and_are_kept_alone():
    kept = Kept(10)
    for key in range(5):
        kept.put(key, key, 2)
    assert kept.put("x", "x", 5) == [0, 1, 2]
    assert kept.put("y", "y", 50) == [3, 4, "x"]
    assert kept.get("y") == "y"
    assert kept.put("z", "z", 1) == ["y"]


def test_a_new_value_takes_the_weight_of_the_old_one():
    kept = Kept(4)
    kept.put("a", 1, 3)
    assert kept.put("a", 2, 1) == [1]
    assert kept.put("b", 3, 3) == []
    assert len(kept) == 2


def test_the_result_is_what_the_work_returned_or_raised():
    assert Ahead(lambda: 6 * 7, "sum").result() == 42
    failing = Ahead(lambda: 1 // 0, "fail")
    failing.wait()
    for _ in range(2):
        with pytest.raises(ZeroDivisionError):
            failing.result()
