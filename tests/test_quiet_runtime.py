"""The model's runtime writes and sends nothing of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PROBE = """
import os
from index.encoder import Encoder
Encoder.bundled().encode(["the river"])
import onnxruntime  # already loaded: what counts is what was set before
assert os.environ["ORT_DISABLE_TELEMETRY"] == "1"
"""


def test_onnxruntime_keeps_no_record_of_its_use(tmp_path):
    env = {**os.environ, "HOME": str(tmp_path), "XDG_CACHE_HOME": str(tmp_path / "cache")}
    env.pop("ORT_DISABLE_TELEMETRY", None)
    subprocess.run([sys.executable, "-c", PROBE], env=env, cwd=ROOT, check=True, timeout=120)
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []
