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


def _documents() -> str:
    return "".join((ROOT / name).read_text("utf-8") for name in ("README.md", "CONTRIBUTING.md", "docs/discord.md"))


def test_the_files_that_the_documents_name_are_there():
    folder = ""
    for name in re.findall(r"`((?:[\w.]+/)*[\w.]+\.(?:py|md|json|jsonl))`", (ROOT / "README.md").read_text("utf-8")):
        path = ROOT / name if "/" in name else ROOT / folder / name
        assert path.exists(), name
        folder = path.parent.relative_to(ROOT).as_posix()


def test_the_commands_that_the_documents_name_are_there():
    from bot.cli.words import COMMANDS

    text = _documents()
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))
    assert set(re.findall(r"`make ([a-z]+)", text)) <= targets
    assert all((ROOT / f"{name.replace('.', '/')}.py").exists() for name in re.findall(r"-m (benchmarks\.\w+)", text))
    assert set(re.findall(r"(?:^|`)whosays ([a-z]+)\b", text, re.MULTILINE)) <= set(COMMANDS)
