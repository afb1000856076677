"""`make ask` hands the question over as it was typed."""

import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
QUESTIONS = ["how many crew died?", 'what did "the mayor" say?', "it costs $5, or $(HOME)?", "it's `id`; why \\?"]


@pytest.mark.skipif(shutil.which("make") is None, reason="needs make")
@pytest.mark.parametrize("question", QUESTIONS)
def test_a_question_with_signs_that_shells_read(tmp_path, question):
    command = tmp_path / "whosays"
    command.write_text("#!/bin/sh\nprintf '%s\\n' \"$@\"\n")
    command.chmod(0o755)
    # -o: the environment counts as set up.
    argv = ["make", "-s", "-o", ".venv/.installed", "ask", f"BIN={tmp_path}", f"Q={question}"]
    ran = subprocess.run(argv, cwd=ROOT, capture_output=True, text=True, check=True, timeout=30)
    assert ran.stdout == f"ask\n{question}\n"
