"""Where the models lie: the reader is in the package, what does not ship is there only where it was trained."""

from pathlib import Path

from bot.models.chosen import BUNDLED

READER = BUNDLED
CLAIMS = Path(__file__).resolve().parents[2] / "training" / "runs" / "claims" / "export"
