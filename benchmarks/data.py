"""Where the public data sets lie: outside the repository, in a folder that the user names."""

from __future__ import annotations

import gzip
import json
import os
from pathlib import Path
from typing import Any


class NoDataError(FileNotFoundError):
    """A data set is not there."""


def folder() -> Path:
    """Return $WHOSAYS_DATA, else `../shared/data` beside the checkout."""
    named = os.environ.get("WHOSAYS_DATA")
    return Path(named) if named else Path(__file__).resolve().parents[2] / "shared" / "data"


def require(path: Path) -> None:
    """Check that a data set is there.

    Raises:
        NoDataError: there is no such file.
    """
    if not path.is_file():
        raise NoDataError(f"no {path}: give the data folder with --data or in WHOSAYS_DATA")


def rows(path: Path) -> list[dict[str, Any]]:
    """Return the objects of a JSON Lines file, which may be gzipped.

    Raises:
        NoDataError: there is no such file.
    """
    require(path)
    with gzip.open(path, "rt", encoding="utf-8") if path.suffix == ".gz" else path.open(encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]
