"""Where models lie that were trained here; none is in the repository."""

from pathlib import Path

_RUNS = Path(__file__).resolve().parents[2] / "training" / "runs"
READER = _RUNS / "reader" / "export"
CLAIMS = _RUNS / "claims" / "export"
