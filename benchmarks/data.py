"""Where the public data sets lie: outside the repository, in a folder that the user names."""

from __future__ import annotations

import os
from pathlib import Path


def folder() -> Path:
    """Return $WHOSAYS_DATA, else `../shared/data` beside the checkout."""
    named = os.environ.get("WHOSAYS_DATA")
    return Path(named) if named else Path(__file__).resolve().parents[2] / "shared" / "data"
