"""Measure retrieval on MultiHop-RAG: hits, reciprocal rank and complete evidence, against words and meaning alone.

Usage: python -m benchmarks.multihop [DATA_FOLDER] [--home FOLDER] [--limit N]

The official measure: a query is hit when any gold fact stands in a retrieved passage (white space aside); queries
without evidence are left out. The index is built in --home (kept for the next run) or a temporary folder.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from corpus.types import Article, Outlet
from index.encoder import Encoder
from index.index import Index
from index.query import terms
from index.search import search
from index.writer import add

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from index.types import Passage

DEPTH = 10  # passages per query


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    default = Path(os.environ.get("WHOSAYS_DATA") or Path(__file__).parents[2] / "shared" / "data")
    parser.add_argument("data", nargs="?", type=Path, default=default)
    parser.add_argument("--home", type=Path, help="keep the index here")
    parser.add_argument("--limit", type=int, help="measure only the first N queries")
    options = parser.parse_args()
    folder = options.data / "eval_dev" / "multihop_rag"
    if not folder.is_dir():
        print(f"multihop: no folder {folder}; name the data folder or set WHOSAYS_DATA", file=sys.stderr)
        return 2
    with tempfile.TemporaryDirectory() as temporary:
        home = options.home or Path(temporary)
        started = time.perf_counter()
        add(home, articles(folder), Encoder.bundled())
        print(f"indexed in {time.perf_counter() - started:.0f} s")
        with Index.open(home) as index:
            report(index, list(queries(folder))[: options.limit])
    return 0


def articles(folder: Path) -> Iterator[Article]:
    with gzip.open(folder / "corpus.jsonl.gz", "rt", encoding="utf-8") as lines:
        for row in map(json.loads, lines):
            outlet = Outlet("-".join(row["outlet"].casefold().split()), row["outlet"], registered=False)
            yield Article(row["id"], outlet, row["title"], row["body"], row["url"], row["published_at"])


def queries(folder: Path) -> Iterator[dict[str, Any]]:
    with (folder / "queries_dev.jsonl").open(encoding="utf-8") as lines:
        yield from (row for row in map(json.loads, lines) if row["evidence"])


def report(index: Index, rows: list[dict[str, Any]]) -> None:
    def by_words(question: str) -> list[Passage]:
        return [index.passage(row) for row, _ in index.lexical(" ".join(terms(question)), DEPTH)]

    def by_meaning(question: str) -> list[Passage]:
        return [index.passage(row) for row, _ in index.dense(index.embedder.encode([question])[0], DEPTH)]

    def fused(question: str) -> list[Passage]:
        return [hit.passage for hit in search(index, question, DEPTH)]

    print(f"{len(rows)} queries   Hits@10  Hits@4  MRR@10  all@10   ms/query")
    for name, retrieve in (("words", by_words), ("meaning", by_meaning), ("search", fused)):
        print(f"{name:12} " + measure(rows, retrieve))


def measure(rows: list[dict[str, Any]], retrieve: Callable[[str], list[Passage]]) -> str:
    hits = early = complete = 0
    reciprocal = 0.0
    started = time.perf_counter()
    for row in rows:
        texts = [" ".join(passage.quote.text.split()) for passage in retrieve(row["question"])]
        facts = [" ".join(evidence["fact"].split()) for evidence in row["evidence"]]
        first = next((place for place, text in enumerate(texts) if any(fact in text for fact in facts)), None)
        if first is not None:
            hits, early, reciprocal = hits + 1, early + (first < 4), reciprocal + 1 / (first + 1)
        complete += all(any(fact in text for text in texts) for fact in facts)
    spent = (time.perf_counter() - started) * 1000 / len(rows)
    shares = (hits / len(rows), early / len(rows), reciprocal / len(rows), complete / len(rows))
    return "  ".join(f"{share:7.3f}" for share in shares) + f"   {spent:7.0f}"


if __name__ == "__main__":
    sys.exit(main())
