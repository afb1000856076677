"""Measure starting, asking and adding: every figure beside a baseline taken in the same run.

Usage: python -m benchmarks.speed [--data FOLDER] [--rounds N]
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from benchmarks import data

QUESTION = "how many crew died?"


def timed(command: list[str], env: dict[str, str]) -> tuple[float, float]:
    """Return the wall time and the CPU time of a command in seconds."""
    before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    subprocess.run(command, env=env, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    took, after = time.perf_counter() - start, resource.getrusage(resource.RUSAGE_CHILDREN)
    return took, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def one_shot(home: Path, rounds: int) -> None:
    """Print the one-shot answer against the import of llama_index.core, the two run in turn."""
    # pip compiled llama_index to bytecode when it was installed; a checkout is compiled at its first run, which this
    # variable would forbid: then only our side would be compiled anew at every start (0.1 s).
    env = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"} | {"WHOSAYS_HOME": str(home)}
    ours = [str(Path(sys.executable).with_name("whosays")), QUESTION]
    base = [sys.executable, "-c", "import llama_index.core"]
    print(f"first run, indexing the two articles      {timed(ours, env)[0]:7.2f} s")
    timed(base, env)  # warms the disk cache, as the first run did for ours
    pairs = [(timed(ours, env), timed(base, env)) for _ in range(rounds)]
    (wall, cpu), (base_wall, base_cpu) = (
        tuple(statistics.median(pair[side][what] for pair in pairs) for what in (0, 1)) for side in (0, 1)
    )
    print(f"one-shot answer, built index (median)     {wall:7.2f} s wall  {cpu:5.2f} s CPU")
    print(f"import llama_index.core (median)          {base_wall:7.2f} s wall  {base_cpu:5.2f} s CPU")
    print(f"ratio (target <= 0.50)                    {wall / base_wall:7.2f}         {cpu / base_cpu:5.2f}")


def warm(home: Path, label: str, questions: list[str]) -> None:
    """Print warm latency percentiles of `ask` in one process."""
    from bot.answer.ask import ask
    from index.index import Index

    with Index.open(home) as index:
        ask("who won?", index)  # imports and opens what any question needs
        for what, asked in (("new questions", questions), ("asked before", questions * 3)):
            times = []
            for question in asked:
                start = time.perf_counter()
                ask(question, index)
                times.append(time.perf_counter() - start)
            times.sort()
            p50, p95 = times[len(times) // 2], times[int(len(times) * 0.95)]
            print(f"warm ask, {label + ', ' + what:<30}  {p50 * 1000:7.1f} ms p50  {p95 * 1000:7.1f} ms p95")


def peak() -> float:
    """Return this process's peak resident memory in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def large(public: Path, folder: Path, questions: list[str]) -> None:
    """Add the 609 public articles; print the rate and the latency over them."""
    source = public / "eval_dev" / "multihop_rag" / "corpus.jsonl.gz"
    if not source.exists():
        print(f"no {source}: the part over 609 articles is left out; name the data folder with --data")
        return
    from corpus.load import Refused, load
    from corpus.outlets import Registry
    from index.embedders import embedder
    from index.writer import add

    rows = folder / "articles.jsonl"
    with gzip.open(source, "rt", encoding="utf-8") as lines, rows.open("w", encoding="utf-8") as out:
        for line in lines:
            row = json.loads(line)
            fields = {k: row.get(k) for k in ("id", "title", "outlet", "author", "url", "published_at")}
            out.write(json.dumps({**fields, "text": row["body"]}) + "\n")
    articles = [a for a in load([rows], Registry.load()) if not isinstance(a, Refused)]
    home = folder / "large"
    start = time.perf_counter()
    added = add(home, articles, embedder(None))
    took = time.perf_counter() - start
    print(
        f"add {len(articles)} articles                          {added.passages / took:7.1f} passages/s ({took:.0f} s)"
    )
    warm(home, f"{len(articles)} articles", questions)
    print(f"peak memory of this process               {peak():7.0f} MB")


def main() -> int:
    """Run every measurement."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=data.folder())
    parser.add_argument("--rounds", type=int, default=7)
    args = parser.parse_args()
    gold = Path(__file__).resolve().parents[1] / "tests" / "data" / "seeds_gold.jsonl"
    questions = [json.loads(line)["question"] for line in gold.read_text("utf-8").splitlines()]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        one_shot(folder / "home", args.rounds)
        warm(folder / "home", "2 articles", questions)
        large(args.data, folder, questions)
    return 0


if __name__ == "__main__":
    sys.exit(main())
