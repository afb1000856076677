"""Two processes add while others read: each reader sees one whole state."""

from __future__ import annotations

from .campaigns import concurrent, rounds


def test_readers_beside_writers(tmp_path):
    tally = concurrent(tmp_path / "home", rounds(2, 60))
    assert tally.failures == []
    assert tally.seen["reads"] > 2
    assert tally.seen["acknowledged"] > 0
