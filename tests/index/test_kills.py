"""`kill -9` while articles are added: what was acknowledged is there, and the index opens."""

from __future__ import annotations

import sys

import pytest

from .campaigns import kills, rounds

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="no SIGKILL")


def test_nothing_acknowledged_is_lost(tmp_path):
    tally = kills(tmp_path / "home", rounds(8, 200))
    assert tally.failures == []
    assert tally.seen["acknowledged"] > 0
