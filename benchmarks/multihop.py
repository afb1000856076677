"""Measure retrieval on MultiHop-RAG: hits, reciprocal rank and complete evidence, against words and meaning alone.

Usage: python -m benchmarks.multihop [DATA_FOLDER] [--home FOLDER] [--limit N]

The official measure: a query is hit when any gold fact stands in a retrieved passage (white space aside) of at most 256
tokens, here the passage with its neighbours; queries without evidence are left out. The index is built in --home (kept for the next run) or a temporary folder.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import json
import sys
import tempfile
import time
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Any

from benchmarks import data
from corpus.types import Article, Outlet
from index.encoder import Encoder
from index.index import Index
from index.query import terms
from index.search import search
from index.writer import add

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tokenizers import Tokenizer

DEPTH, EARLY = 10, 4  # passages per query
TOKENS = 256  # word pieces of a passage, as in the published figures


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", nargs="?", type=Path, default=data.folder())
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
    """Print the table for words alone, meaning alone and search, over all queries and over each half."""
    tokenizer = load_tokenizer()

    def by_words(question: str) -> list[str]:
        found = [row for row, _ in index.lexical(" ".join(terms(question)), 4 * DEPTH)]
        return merged(index, tokenizer, found)

    def by_meaning(question: str) -> list[str]:
        found = [row for row, _ in index.dense(index.embedder.encode([question])[0], 4 * DEPTH)]
        return merged(index, tokenizer, found)

    def fused(question: str) -> list[str]:
        return [clip(tokenizer, (hit.context or hit.passage.quote).text) for hit in search(index, question, DEPTH)]

    print(f"{len(rows)} queries        Hits@10   Hits@4   MRR@10   all@10   ms/query")
    for name, retrieve in (("words", by_words), ("meaning", by_meaning), ("search", fused)):
        started = time.perf_counter()
        texts = [retrieve(row["question"]) for row in rows]
        spent = (time.perf_counter() - started) * 1000 / max(len(rows), 1)
        scores = [measure(row, found) for row, found in zip(rows, texts, strict=True)]
        print(f"{name:18} {shares(scores)}   {spent:8.0f}")
        # Two halves show how far a difference is chance; the constants of search were chosen with both in view.
        for label, odd in (("even half", False), ("odd half", True)):
            part = [score for row, score in zip(rows, scores, strict=True) if is_odd(row["question"]) is odd]
            if part:
                print(f"  {label:16} {shares(part)}")


def is_odd(question: str) -> bool:
    """Tell which half of the queries one belongs to, by its hash."""
    return int(hashlib.sha256(question.encode()).hexdigest(), 16) % 2 == 1


def load_tokenizer() -> Tokenizer:
    """Return the encoder's tokenizer, without its own limit."""
    import tokenizers

    data = (resources.files("index.models.minilm") / "tokenizer.json").read_text(encoding="utf-8")
    tokenizer = tokenizers.Tokenizer.from_str(data)
    tokenizer.no_truncation()
    return tokenizer


def clip(tokenizer: Tokenizer, text: str) -> str:
    """Return as much of a text as the published chunks of 256 tokens hold."""
    offsets = tokenizer.encode(text, add_special_tokens=False).offsets
    return text if len(offsets) <= TOKENS else text[: offsets[TOKENS - 1][1]]


def merged(index: Index, tokenizer: Tokenizer, found: list[int]) -> list[str]:
    """Return passages with their neighbours, as long as the contexts that search returns, so that all compare alike."""
    texts: list[str] = []
    taken: set[int] = set()
    for row in found:
        if row in taken or len(texts) == DEPTH:
            continue
        passages = index.passages(index.passage(row).quote.article.id)
        first = last = next(place for place, passage in enumerate(passages) if passage.id == row)
        for step in (1, -1, 1, -1, 1, -1):
            low, high = min(first, first + step if step < 0 else first), max(last, last + step if step > 0 else last)
            if low < 0 or high >= len(passages) or passages[low].id in taken or passages[high].id in taken:
                continue
            text = passages[low].quote.article.text[passages[low].quote.start : passages[high].quote.end]
            if len(tokenizer.encode(text, add_special_tokens=False).ids) <= TOKENS:
                first, last = low, high
        taken.update(passage.id for passage in passages[first : last + 1])
        article = passages[first].quote.article
        texts.append(clip(tokenizer, article.text[passages[first].quote.start : passages[last].quote.end]))
    return texts


def measure(row: dict[str, Any], texts: list[str]) -> tuple[float, float, float, float]:
    """Return whether a gold fact is in the texts, in the first four, its reciprocal rank, and whether all are."""
    bare = ["".join(text.split()) for text in texts]
    facts = ["".join(evidence["fact"].split()) for evidence in row["evidence"]]
    first = next((place for place, text in enumerate(bare) if any(fact in text for fact in facts)), None)
    complete = all(any(fact in text for text in bare) for fact in facts)
    if first is None:
        return 0.0, 0.0, 0.0, 0.0
    return 1.0, float(first < EARLY), 1 / (first + 1), float(complete)


def shares(scores: list[tuple[float, float, float, float]]) -> str:
    """Return the means, one column each."""
    return "  ".join(f"{sum(column) / len(scores):7.3f}" for column in zip(*scores, strict=True))


if __name__ == "__main__":
    sys.exit(main())
