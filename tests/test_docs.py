"""The README shows what the program prints."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


def test_the_transcript_is_real_output(tmp_path):
    readme = (ROOT / "README.md").read_text("utf-8")
    shown = re.search(r"<!-- transcript.*?-->\n```\n(.*?)\n```", readme, re.DOTALL)
    assert shown is not None
    env = {**os.environ, "WHOSAYS_HOME": str(tmp_path), "COLUMNS": "100", "NO_COLOR": "1"}
    command = [str(Path(sys.executable).with_name("whosays")), "ask", "how many crew died?"]
    printed = subprocess.run(command, env=env, capture_output=True, text=True, check=True, timeout=120).stdout
    assert printed.rstrip("\n") == shown[1]
