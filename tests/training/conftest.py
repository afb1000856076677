"""What training sets for its whole process is set back after each test."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture(autouse=True)
def _numbers_as_before() -> Iterator[None]:
    """Let tiny floats be floats again: `training.common.seeded` rounds them to zero, which hypothesis refuses to draw from."""
    yield
    torch = sys.modules.get("torch")
    if torch is not None:
        torch.set_flush_denormal(False)
