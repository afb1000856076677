"""A full disk: the command is refused, old answers stay, and with room again all goes on."""

from __future__ import annotations

import sys

import pytest

from .campaigns import disk_full, rounds

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="no RLIMIT_FSIZE")


def test_refused_and_recovered(tmp_path):
    tally = disk_full(tmp_path / "home", rounds(6, 60))
    assert tally.failures == []
    assert tally.seen.get("refused", 0) > 0
