"""The one-shot path: nothing heavy is imported, no socket is opened, and it runs as its user runs it."""

from __future__ import annotations

import gc
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from bot.cli.run import run as run_here

ROOT = Path(__file__).resolve().parents[1]
HEAVY = ("torch", "transformers", "sentence_transformers", "llama_index", "discord", "nltk", "pandas", "matplotlib")

# An audit hook sees every socket that Python code opens, whoever opens it.
PROBE = """
import json, sys
opened = []
sys.addaudithook(lambda event, args: opened.append(event) if event in ("socket.connect", "socket.getaddrinfo") else None)
from bot.cli.run import run
code = run(sys.argv[1:])
heavy = [name for name in {heavy!r} if name in sys.modules]
print("\\nPROBE" + json.dumps({{"code": code, "heavy": heavy, "sockets": opened}}), file=sys.stderr)
"""


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    return tmp_path_factory.mktemp("home")


def run(home, *arguments):
    env = {**os.environ, "WHOSAYS_HOME": str(home), "NO_COLOR": "1"}
    return subprocess.run(
        [sys.executable, "-c", PROBE.format(heavy=HEAVY), *arguments],
        env=env, cwd=ROOT, capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip


def probe(result):
    return json.loads(result.stderr.rsplit("PROBE", 1)[1])


@pytest.mark.parametrize("arguments", [["how many crew died?"], ["ask", "was it shot down?", "--json"], ["--help"]])
def test_nothing_heavy_and_no_socket(home, arguments):
    seen = probe(run(home, *arguments))
    assert seen["heavy"] == []
    assert seen["sockets"] == []


def test_the_answer_of_the_readme(home):
    result = run(home, "how many crew died?")
    assert probe(result)["code"] in (0, None)
    assert "6 of 6" in result.stdout
    assert "4 of 6" in result.stdout


@pytest.mark.parametrize(
    ("question", "code", "out", "err"),
    [("how many crew died?", 0, "6 of 6", ""), ("who won the cup?", 1, "", ""), (" ", 2, "", "no question")],
)
def test_the_process_ends_with_everything_written(home, question, code, out, err):
    """`main` leaves without taking the interpreter apart: what was printed must have arrived, in pipes too."""
    env = {**os.environ, "WHOSAYS_HOME": str(home), "NO_COLOR": "1"}
    command = [sys.executable, "-m", "bot.cli", question]
    result = subprocess.run(command, env=env, cwd=ROOT, capture_output=True, text=True, timeout=120, check=False)
    assert result.returncode == code
    assert out in result.stdout
    assert err in result.stderr


def test_the_garbage_collector_works_on_after_a_plain_question(home, monkeypatch):
    monkeypatch.setenv("WHOSAYS_HOME", str(home))
    assert run_here(["how many crew died?"]) == 0
    assert gc.isenabled()


def test_the_same_bytes_twice(home):
    first, second = (run(home, "ask", "was it shot down?", "--json").stdout for _ in range(2))
    assert first == second
    assert json.loads(first)["state"] == "conflict"
