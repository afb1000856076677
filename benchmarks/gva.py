"""Measure counts on gva_dev: how many people each article says were killed and injured.

Usage: python -m benchmarks.gva [DATA_FOLDER] [--errors killed|injured] [--limit N]

Per article whose incident has a count above zero: the count that the article as a whole gives (`bot.answer.tally`,
from its title and all its sentences) against the registry's number. "exact" is the share of answered articles with
the registry's number, "coverage" the share that is answered, both for figures of at least the confidence ENOUGH; the
table below goes on to every confidence, so that one can be traded for the other. An article of the first evening may
rightly say less, so exact is a lower bound. The rules, their ranks and ENOUGH were chosen by hand on the first 800
articles; the rest is printed apart, and its single errors are never shown: --errors lists those of the first part
only. They name real people, so keep that output out of the repository.
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
import re
import sys
import time
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from benchmarks import data
from bot.answer.kinds.count import Count
from bot.answer.predicates import groups
from bot.answer.tally import tally
from bot.answer.types import Kind, Question, Reading, Span, Statement
from corpus.types import Article, Outlet
from index.split import sentences

if TYPE_CHECKING:
    from collections.abc import Iterator

QUESTIONS = {
    "killed": Question("How many people were killed?", Kind.COUNT, ("people", "killed"), frozenset({"die"}), "people"),
    "injured": Question(
        "How many people were injured?", Kind.COUNT, ("people", "injured"), frozenset({"injure"}), "people"
    ),
}
ENOUGH = 0.7  # confidence of a figure that counts as an answer: chosen on the articles looked at
LOOKED_AT = 800  # articles whose errors were read while the rules were written
_OUTLET = Outlet("o", "o")


@dataclass(frozen=True, slots=True)
class Row:
    """One article with the registry's numbers."""

    incident: str
    gold: dict[str, int]
    article: Article


def load(path: Path) -> Iterator[Row]:
    """Yield every article with the registry's numbers for its incident."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            incident = json.loads(line)
            gold = {name: int(incident[name]) for name in QUESTIONS}
            for document in incident["documents"]:
                yield Row(incident["id"], gold, _article(incident["id"], document))


def _article(incident: str, document: dict[str, Any]) -> Article:
    title = re.split(r"\s[|:–-]{1,2}\s(?=[\w. ]+$)", document["title"] or "")[0].strip()
    # The title is read as a headline above the text.
    text = f"{title}\n\n{document['text']}" if title else document["text"]
    return Article(f"{incident}/{document['id']}", _OUTLET, title, text)


def _statements(article: Article) -> list[Statement]:
    return [
        Statement(sentence, (Span(sentence.start, sentence.end),))
        for sentence in sentences(article)
        if not sentence.boilerplate
    ]


def read(article: Article, question: Question) -> Reading | None:
    """Return the count that the article as a whole gives, however unsure."""
    return tally(_statements(article), question)


def is_exact(reading: Reading, gold: int) -> bool:
    """Tell whether a reading is the registry's number, or "at least" it."""
    value = reading.value
    return isinstance(value, Count) and value.low == gold and value.high in (gold, None)


def _answers(reading: Reading | None) -> bool:
    value = reading.value if reading and reading.confidence >= ENOUGH else None
    return isinstance(value, Count) and bool(value.low)


def _interval(hits: list[bool]) -> str:
    """Return the bootstrap 95 % interval of a share."""
    if not hits:
        return "–"
    rng = random.Random(0)
    means = sorted(sum(rng.choices(hits, k=len(hits))) / len(hits) for _ in range(400))
    return f"{means[10]:.3f}–{means[389]:.3f}"


def measure(rows: list[Row], name: str, label: str, errors: bool) -> None:
    """Print exact and coverage for one question, beside the trivial baseline."""
    asked = [row for row in rows if row.gold[name] > 0]
    hits: list[bool] = []
    by_confidence: Counter[tuple[float, bool]] = Counter()
    for row in asked:
        reading = read(row.article, QUESTIONS[name])
        if reading is None:
            if errors:
                print("NONE", row.article.id, row.gold[name])
            continue
        right = is_exact(reading, row.gold[name])
        by_confidence[reading.confidence, right] += 1
        if reading.confidence >= ENOUGH:
            hits.append(right)
        if errors and not right:
            print("WRONG", row.article.id, "gold", row.gold[name], "read", str(reading.value), reading.confidence)
            at = reading.span
            print("     ", row.article.text[max(0, at.start - 100) : at.end + 100].replace("\n", " "))
    group = "die" if name == "killed" else "injure"
    base = [row.gold[name] == 1 for row in asked if group in groups(row.article.text)]
    total = len(asked)
    none = [row for row in rows if row.gold[name] == 0]
    some = sum(_answers(read(row.article, QUESTIONS[name])) for row in none)
    print(f"{name}, {label}: articles {total}  exact {sum(hits) / max(1, len(hits)):.3f} ({_interval(hits)})", end="  ")
    print(f"coverage {len(hits) / max(1, total):.3f}  F {2 * sum(hits) / max(1, len(hits) + total):.3f}")
    print(f"  of {len(none)} articles where the registry has none, {some} give a number above zero")
    print(
        f"  baseline 'a word of the event means 1': exact {sum(base) / max(1, len(base)):.3f}  coverage {len(base) / max(1, total):.3f}"
    )
    exact = answered = 0
    for confidence in sorted({key[0] for key in by_confidence}, reverse=True):
        good, bad = by_confidence[confidence, True], by_confidence[confidence, False]
        exact, answered = exact + good, answered + good + bad
        print(f"    confidence {confidence:.2f}: {good}/{good + bad} = {good / (good + bad):.3f}", end="  ")
        print(f"from here up: exact {exact / answered:.3f}, coverage {answered / total:.3f}")


def main() -> int:
    """Run the measurement."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument(
        "data", nargs="?", type=Path, default=data.folder(), help="the data folder (default: $WHOSAYS_DATA)"
    )
    parser.add_argument("--errors", choices=sorted(QUESTIONS), help="list what was read wrongly")
    parser.add_argument("--limit", type=int, help="only the first N articles")
    arguments = parser.parse_args()
    path = arguments.data / "train" / "gva_dev.jsonl.gz"
    if not path.exists():
        print(f"no {path}: give the data folder as the argument or in WHOSAYS_DATA", file=sys.stderr)
        return 2
    rows = list(load(path))[: arguments.limit]
    started = time.perf_counter()
    for label, part in (("looked at", rows[:LOOKED_AT]), ("unseen", rows[LOOKED_AT:])):
        for name in QUESTIONS:
            if part:
                # The unseen part is only measured: whoever reads its errors has no unseen part any more.
                measure(part, name, label, arguments.errors == name and label == "looked at")
    print(f"{len(rows)} articles, {time.perf_counter() - started:.1f} s")
    return 0


if __name__ == "__main__":
    sys.exit(main())
