"""What the trained reader costs: windows a second, answers on the bundled articles, a cold start, and memory.

    python -m benchmarks.reader_cost [--reader FOLDER] [--write]

Beside the reader as fitted stands one whose thresholds are zero, so that every question is read: the most that it can
cost. CPU times stand beside wall times, since those depend on what else the machine does; the load is printed.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from benchmarks import readme
from benchmarks.speed import timed
from bot.answer.ask import AskOptions, ask
from bot.models.chosen import BUNDLED, Chosen
from bot.models.pair_model import PairModel, cores
from bot.models.span_reader import SpanReader
from bot.models.trained_reader import KINDS, TrainedReader
from bot.models.windows import windows
from corpus.load import Refused, load
from corpus.outlets import Registry
from index.embedders import embedder
from index.index import Index
from index.split import sentences
from index.writer import add

ROOT = Path(__file__).resolve().parents[1]
SAMPLES = ROOT / "corpus" / "articles"
QUESTIONS = ROOT / "tests" / "data" / "seeds_gold.jsonl"
DOCUMENT = ROOT / "docs" / "models.md"
_WINDOWS = 40
_WORDS = 84  # of a window at most; with a question these articles' windows then have 96 tokens on average
_ROUNDS = 9
_COLD = 7  # pairs of starts, of which the medians count
#: A question that the rules leave open and the reader may read.
_OPEN = "who is the pilot's wife?"


def always(reader: Path, folder: Path) -> Path:
    """Return a copy of a reader that shows, and so reads, everything."""
    target = folder / "always"
    shutil.copytree(reader, target)
    record = json.loads((target / "odds.json").read_text("utf-8"))
    record["thresholds"] = {kind.value: 0.0 for kind in KINDS}
    (target / "odds.json").write_text(json.dumps(record), "utf-8")
    return target


def of_windows(reader: Path) -> list[str]:
    """Return milliseconds for 40 windows of about 96 tokens: wall and CPU."""
    model, words = SpanReader.in_folder(reader), PairModel(reader).tokenizer
    registry = Registry.load()
    texts = []
    for article in load([SAMPLES], registry):
        if not isinstance(article, Refused):
            ranges = [(sentence.start, sentence.end) for sentence in sentences(article)]
            texts += [article.text[a:b] for a, b in windows(article.text, ranges, words=_WORDS)]
    held = [
        texts[at % len(texts)] + " " * (at // len(texts)) for at in range(_WINDOWS)
    ]  # each text another, to be read
    model.spans("warm up?", held)
    walls, cpus = [], []
    for number in range(_ROUNDS):
        wall, cpu = time.perf_counter(), time.process_time()
        model.spans(f"Who was flying the plane in round {number}?", held)
        walls.append(1e3 * (time.perf_counter() - wall))
        cpus.append(1e3 * (time.process_time() - cpu))
    tokens = statistics.mean(len(words.encode("Who was flying the plane in round 1?", text).ids) for text in held)
    return [f"{_WINDOWS} windows of {tokens:.0f} tokens on average", *_both(walls, cpus), "≤ 150 ms"]


def warm(reader: Path | None) -> tuple[list[float], list[float]]:
    """Return wall and CPU milliseconds of each of the seeds' questions, asked a second time in one process."""
    registry, encoder = Registry.load(), embedder()
    articles = [one for one in load([SAMPLES], registry) if not isinstance(one, Refused)]
    asked = [json.loads(line)["question"] for line in QUESTIONS.read_text("utf-8").splitlines()]
    options = AskOptions(trained=Chosen(str(reader)) if reader else None)
    walls, cpus = [], []
    with tempfile.TemporaryDirectory() as home:
        add(Path(home), articles, encoder)
        with Index.open(Path(home), encoder) as index:
            ask(_OPEN, index, options=options)
            for question in asked:
                wall, cpu = time.perf_counter(), time.process_time()
                ask(question, index, options=options)
                walls.append(1e3 * (time.perf_counter() - wall))
                cpus.append(1e3 * (time.process_time() - cpu))
    return walls, cpus


def apart(reader: Path | None) -> tuple[list[float], list[float], float]:
    """Return what `warm` measures in a process of its own, and its peak of resident memory in MB."""
    command = [sys.executable, "-m", "benchmarks.reader_cost", "--warm", str(reader) if reader else "-"]
    done = subprocess.run(command, check=True, cwd=ROOT, capture_output=True, text=True)
    walls, cpus, memory = json.loads(done.stdout.splitlines()[-1])
    return walls, cpus, memory


def cold_pairs(reader: Path, folder: Path) -> list[str]:
    """Return the cold one-shot answer with the reader beside the one without, the two run in turn."""
    home = folder / "home"
    program = str(Path(sys.executable).with_name("whosays"))
    env = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"} | {"WHOSAYS_HOME": str(home)}
    runs: dict[bool, list[tuple[float, float]]] = {False: [], True: []}
    for number in range(_COLD + 1):
        for with_it in (False, True):
            named = ["--reader", str(reader)] if with_it else ["--no-models"]
            wall, cpu, _ = timed([program, *named, "ask", _OPEN], env, fine=1)
            if number:  # the first of each indexes, or warms the disk's cache
                runs[with_it].append((wall, cpu))
    walls = [statistics.median(run[0] for run in runs[side]) for side in (False, True)]
    cpus = [statistics.median(run[1] for run in runs[side]) for side in (False, True)]
    return [
        "cold one-shot, all read, against the rules alone",
        f"{walls[1]:.2f} s against {walls[0]:.2f} s: {walls[1] / walls[0]:.2f} ×",
        f"{cpus[1]:.2f} s against {cpus[0]:.2f} s: {cpus[1] / cpus[0]:.2f} ×",
        "≤ 1.5 ×",
    ]


def _both(walls: list[float], cpus: list[float]) -> list[str]:
    return [f"{statistics.median(walls):.0f} ms", f"{statistics.median(cpus):.0f} ms"]


def rows(reader: Path) -> list[list[str]]:
    """Return the rows of the table."""
    with tempfile.TemporaryDirectory() as folder:
        greedy = always(reader, Path(folder))
        TrainedReader.in_folder(greedy)  # a damaged folder shows itself here
        found = [of_windows(reader)]
        for name, one in (("rules alone", None), ("the reader as fitted", reader), ("all read", greedy)):
            walls, cpus, memory = apart(one)
            found.append([f"warm `ask` on the seeds, p50: {name}", *_both(walls, cpus), "< 250 ms"])
            found.append([f"peak of resident memory: {name}", f"{memory:.0f} MB", "", "< 600 MB"])
        found.append(cold_pairs(greedy, Path(folder)))
    return found


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.reader_cost", description=__doc__)
    parser.add_argument("--reader", type=Path, default=BUNDLED)
    parser.add_argument("--write", action="store_true", help=f"put the table into {DOCUMENT.name}")
    parser.add_argument("--warm", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.warm:
        walls, cpus = warm(None if options.warm == "-" else Path(options.warm))
        print(json.dumps([walls, cpus, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024]))
        return 0
    table = readme.table(["cost", "wall", "CPU", "wanted"], rows(options.reader.resolve()))
    note = f"{cores()} cores, load {os.getloadavg()[0]:.1f}; `python -m benchmarks.reader_cost`."
    print(f"{table}\n\n{note}")
    if options.write:
        readme.put("reader-cost", f"{table}\n\n{note}", DOCUMENT)
    return 0


if __name__ == "__main__":
    sys.exit(main())
