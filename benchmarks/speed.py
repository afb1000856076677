"""Measure cold start, warm answers, indexing, memory and size from 100 articles up, beside other ways in the same run.

Usage: python -m benchmarks.speed [--full] [--sizes N…] [--peers-up-to N] [--python PATH] [--json FILE] [--readme]

One index grows from size to size. At each size every contender of benchmarks/peers.py answers the same questions over
the same passages and vectors in a process of its own: ours, llama-index's FAISS pipeline, txtai, and the encoder alone,
the floor of all of them. The articles are public ones taken apart and put together anew (benchmarks/recombined.py);
without them only the bundled samples are measured.

Neither peer is a dependency of this project. --python names an interpreter that has them and what whosays needs: a
scratch environment with `pip install txtai llama-index-vector-stores-faiss`. A peer that is not there is left out, and
the run says so. Times are wall times, so the machine should be idle; CPU times stand beside them.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import random
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from benchmarks import data, growth, readme
from benchmarks.peers import NEEDS, PEERS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

ROOT = Path(__file__).resolve().parents[1]
SIZES, FULL = (100, 1_000, 10_000), 100_000
QUESTION = "how many crew died?"
#: Articles per commit: of these nobody waits for an acknowledgement, and many small commits make the word index slow.
_BATCH = 500
_EMBEDDED = 1_000  # passages over which the encoder's rate is measured
_COLD = 3  # one-shot runs, of which the median counts
#: Articles up to which the peers run by default: llama-index's node objects take gigabytes and minutes beyond.
_PEERS_UP_TO = 10_000


@dataclass(frozen=True, slots=True)
class Measured:
    """What one contender costs over one number of articles; seconds and MB."""

    name: str
    articles: int
    #: From vectors that are there to a store on disk: all articles for a peer, those added since the last size for us.
    build: float
    build_cpu: float
    #: Store on disk.
    disk: float
    #: A new process that answers one question.
    cold: float
    cold_cpu: float
    #: Questions in a running process.
    p50: float
    p95: float
    cpu_p50: float
    #: Peak of resident memory in that process.
    memory: float


@dataclass(frozen=True, slots=True)
class Grown:
    """What it took to bring the index to a size."""

    articles: int
    passages: int
    added: int
    #: Seconds of the whole `add` of those, the vectors being there; and of an `add` of one more.
    add: float
    add_cpu: float
    add_one: float
    add_one_cpu: float


@dataclass(frozen=True, slots=True)
class Run:
    """All figures of a run."""

    grown: list[Grown]
    measured: list[Measured]
    #: Passages that the encoder embeds in a second, with all cores.
    encoder_rate: float
    #: Why a peer did not run.
    left_out: dict[str, str]
    #: One-shot answer over the bundled samples, and the import of llama_index.core, in turn: wall and CPU seconds.
    samples: dict[str, tuple[float, float]]
    where: str


def timed(command: list[str], env: dict[str, str], fine: int = 0) -> tuple[float, float, str]:
    """Return the wall time and the CPU time of a command in seconds, and what it printed.

    Raises:
        subprocess.CalledProcessError: it ended with a higher exit code than is fine.
    """
    before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    done = subprocess.run(command, env=env, check=False, cwd=ROOT, capture_output=True)
    took, after = time.perf_counter() - start, resource.getrusage(resource.RUSAGE_CHILDREN)
    if not 0 <= done.returncode <= fine:
        raise subprocess.CalledProcessError(done.returncode, command, done.stdout, done.stderr)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return took, cpu, done.stdout.decode("utf-8", "replace")


def _environment(home: Path) -> dict[str, str]:
    # pip compiled the libraries to bytecode when it installed them; a checkout is compiled at its first run, which this
    # variable would forbid: then only our side would be compiled anew at every start (0.1 s).
    return {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"} | {"WHOSAYS_HOME": str(home)}


def _whosays() -> str:
    return str(Path(sys.executable).with_name("whosays"))


# -- the bundled samples -----------------------------------------------------------------------------------------------


def samples(folder: Path, rounds: int) -> dict[str, tuple[float, float]]:
    """Return what the one-shot answer and the import of llama_index.core take, the two run in turn."""
    home = folder / "samples"
    shutil.rmtree(home, ignore_errors=True)
    env = _environment(home)
    ours = [_whosays(), QUESTION]
    base = [sys.executable, "-c", "import llama_index.core"]
    wall, cpu, _ = timed(ours, env)
    found = {"first run, which indexes the samples": (wall, cpu)}
    timed(base, env)  # warms the disk cache, as the first run did for ours
    pairs = [(timed(ours, env), timed(base, env)) for _ in range(rounds)]
    for side, name in enumerate(("one-shot answer", "import llama_index.core")):
        runs = [pair[side] for pair in pairs]
        found[name] = (statistics.median(run[0] for run in runs), statistics.median(run[1] for run in runs))
    return found


# -- growth ------------------------------------------------------------------------------------------------------------


def _megabytes(folder: Path) -> float:
    files = {(f.stat().st_dev, f.stat().st_ino): f.stat().st_blocks * 512 for f in folder.rglob("*") if f.is_file()}
    return sum(files.values()) / 1e6


def _peer(python: str, name: str, what: str, home: Path, store: Path, questions: Path) -> tuple[float, float, Any]:
    command = [python, "-m", "benchmarks.peers", name, what, "--home", str(home), "--store", str(store)]
    wall, cpu, printed = timed([*command, "--questions", str(questions)], _environment(home))
    return wall, cpu, json.loads(printed.splitlines()[-1]) if what == "ask" else None


def _missing(python: str, name: str) -> str | None:
    """Say why a peer cannot run; None when it can."""
    module = NEEDS.get(name)
    if module is None:
        return None
    done = subprocess.run([python, "-c", f"import {module}"], capture_output=True, text=True, check=False)
    return done.stderr.strip().splitlines()[-1] if done.returncode else None


def grow(given: argparse.Namespace, folder: Path, sizes: Sequence[int]) -> Iterator[Grown]:
    """Bring one index from size to size and keep a copy of each; what an earlier run left in the folder is taken as is."""
    from benchmarks import recombined
    from index.writer import add

    found, outlets = recombined.sources(given.data)
    embedder = recombined.Reused(found, given.keep)
    articles, home, have = recombined.articles(found, outlets), folder / "growing", 0
    for size in sizes:
        record = folder / f"grown-{size}.json"
        if record.exists():
            yield Grown(**json.loads(record.read_text("utf-8")))
            continue
        if not have and (before := max((s for s in sizes if s < size and (folder / f"home-{s}").exists()), default=0)):
            shutil.rmtree(home, ignore_errors=True)
            shutil.copytree(folder / f"home-{before}", home)
            list(islice(articles, before))
            have = before
        steps = []
        # The last one is added by itself.
        for count in (size - have - 1, 1):
            wall, cpu = time.perf_counter(), time.process_time()
            add(home, islice(articles, count), embedder, split=recombined.split, batch=_BATCH)
            steps.append((time.perf_counter() - wall, time.process_time() - cpu))
        grown = Grown(size, _passages(home), size - have, *steps[0], *steps[1])
        have = size
        shutil.copytree(home, folder / f"home-{size}")
        record.write_text(json.dumps(asdict(grown)), "utf-8")
        yield grown


def build(name: str, python: str, folder: Path, size: int) -> tuple[float, float, Path]:
    """Build a peer's store; return what it took, wall and CPU, and where it is."""
    home = folder / f"home-{size}"
    if PEERS[name][0] is None:
        return 0.0, 0.0, home
    store = folder / f"{name}-{size}"
    record = folder / f"built-{name}-{size}.json"
    if not record.exists():
        shutil.rmtree(store, ignore_errors=True)
        record.write_text(json.dumps(_peer(python, name, "build", home, store, folder / "all.json")[:2]), "utf-8")
    wall, cpu = json.loads(record.read_text("utf-8"))
    return wall, cpu, store


def contend(name: str, python: str, folder: Path, questions: Sequence[str], size: int) -> Measured:
    """Start a contender anew a few times and ask it all questions."""
    wall, cpu, store = build(name, python, folder, size)
    home, one, all_ = folder / f"home-{size}", folder / "one.json", folder / "all.json"
    cold = []
    for _ in range(_COLD):
        if name == "whosays ask":
            # The command itself; it exits with 1 where nothing answers.
            cold.append(timed([_whosays(), questions[0]], _environment(home), fine=1)[:2])
        else:
            cold.append(_peer(python, name, "ask", home, store, one)[:2])
    warm = _peer(python, name, "ask", home, store, all_)[2]
    # The first question imports and opens what all need.
    walls, cpus = (sorted(warm[what][1:]) for what in ("wall", "cpu"))
    return Measured(
        name=name,
        articles=size,
        build=wall,
        build_cpu=cpu,
        disk=_megabytes(store),
        cold=statistics.median(run[0] for run in cold),
        cold_cpu=statistics.median(run[1] for run in cold),
        p50=statistics.median(walls),
        p95=walls[int(0.95 * len(walls))],
        cpu_p50=statistics.median(cpus),
        memory=warm["memory"],
    )


def compare(given: argparse.Namespace, folder: Path, sizes: Sequence[int]) -> Run:
    """Make what is asked, then ask everybody at each size."""
    from benchmarks import recombined
    from index.encoder import Encoder

    questions = recombined.questions(given.data, given.questions)
    (folder / "one.json").write_text(json.dumps(questions[:1]), "utf-8")
    (folder / "all.json").write_text(json.dumps(["who won?", *questions]), "utf-8")
    left_out = {name: why for name in PEERS if (why := _missing(given.python, name))}
    for name, why in left_out.items():
        print(f"without {name}: {why}", flush=True)
    grown = []
    for step in grow(given, folder, sizes):
        grown.append(step)
        print(growth.line(step), flush=True)
    contests = [
        (name, size)
        for size in sizes
        for name in PEERS
        if name not in left_out and (name not in NEEDS or size <= given.peers_up_to)
    ]
    for name, size in contests:
        build(name, given.python, folder, size)
    if given.only_build:
        return Run(grown, [], 0.0, left_out, {}, _where())
    print("built; measuring", flush=True)
    measured = []
    # The largest first, before the machine grows warm or somebody comes back to it.
    for name, size in sorted(contests, key=lambda contest: -contest[1]):
        measured.append(contend(name, given.python, folder, questions, size))
        print(growth.line(measured[-1]), flush=True)
    measured.sort(key=lambda row: row.articles)
    texts = [text for source in recombined.sources(given.data)[0] for text in source.passages]
    sample = random.Random(recombined.SEED).sample(texts, _EMBEDDED)
    start = time.perf_counter()
    Encoder.bundled().encode(sample)
    rate = _EMBEDDED / (time.perf_counter() - start)
    return Run(grown, measured, rate, left_out, samples(folder, given.rounds), _where())


def _passages(home: Path) -> int:
    from index.index import Index

    with Index.open(home) as index:
        return index.size


def _where() -> str:
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    return f"{datetime.now(UTC):%Y-%m-%d}, {platform.system()}, Python {platform.python_version()}, {cores} cores"


def load(path: Path) -> Run:
    """Read the figures of an earlier run."""
    raw = json.loads(path.read_text("utf-8"))
    lists = {"grown": [Grown(**row) for row in raw["grown"]], "measured": [Measured(**row) for row in raw["measured"]]}
    return Run(**{**raw, **lists, "samples": {key: tuple(value) for key, value in raw["samples"].items()}})


def main() -> int:
    """Measure, print the tables, and write them where asked."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=data.folder())
    parser.add_argument("--sizes", type=int, nargs="+", default=list(SIZES), help="articles, ascending")
    parser.add_argument("--full", action="store_true", help=f"go on to {FULL:,} articles")
    parser.add_argument("--peers-up-to", type=int, default=_PEERS_UP_TO, help="articles")
    parser.add_argument("--python", default=sys.executable, help="an interpreter that has the peers")
    parser.add_argument("--questions", type=int, default=40, help="asked of each")
    parser.add_argument("--rounds", type=int, default=_COLD, help="of the one-shot answer over the samples")
    parser.add_argument("--keep", type=Path, help="keep what is built in this folder: the next run measures it again")
    parser.add_argument("--only-build", action="store_true", help="build what --keep lacks, and measure nothing")
    parser.add_argument("--json", type=Path, help="write all figures here")
    parser.add_argument("--from", dest="before", type=Path, help="measure nothing: take the figures of this file")
    parser.add_argument(
        "--readme", action="store_true", help="put the tables into docs/speed.md and the drawing beside"
    )
    given = parser.parse_args()
    sizes = [*given.sizes, *([FULL] if given.full else [])]
    run = load(given.before) if given.before else _measure(given, sizes)
    if given.json:
        given.json.write_text(json.dumps(asdict(run), indent=1), "utf-8")
    if given.only_build:
        return 0
    tables = growth.tables(run)
    for name, table in tables.items():
        print(f"\n{name}\n{table}")
    if given.readme:
        for name, table in tables.items():
            readme.put(name, table, ROOT / "docs" / "speed.md")
        (ROOT / "docs" / "speed.svg").write_text(growth.drawing(run), "utf-8")
    return 0


def _measure(given: argparse.Namespace, sizes: Sequence[int]) -> Run:
    from benchmarks.recombined import folder as public

    with tempfile.TemporaryDirectory(prefix="whosays-speed-") as name:
        if not public(given.data).is_dir():
            print(f"no {public(given.data)}: only the samples are measured; name the data folder with --data")
            return Run([], [], 0.0, {}, samples(Path(name), given.rounds), _where())
        if given.keep:
            given.keep.mkdir(exist_ok=True, parents=True)
        return compare(given, given.keep or Path(name), sizes)


if __name__ == "__main__":
    sys.exit(main())
