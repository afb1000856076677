"""Measure adding, publishing, opening and asking over many made-up articles.

Usage: python -m benchmarks.scale [--articles 1000 10000 30000] [--questions 30] [--readme]

The articles come from templates with made-up names, so that each event is told by a few outlets in their own words;
their vectors come from a cheap embedder, so that the store and the grouping are measured and not the encoder.
"""

from __future__ import annotations

import argparse
import hashlib
import random
import re
import resource
import statistics
import sys
import tempfile
import time
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from benchmarks import readme
from corpus.types import Article, Outlet

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

SEED = 0
DIMENSION = 384  # numbers, as the bundled encoder's
_PER_DAY = 100  # articles published on one day
_OUTLETS = 60

_ONSETS = "b br c d dr f g gr h k kl l m n p pr r s st sv t tr v".split()
_VOWELS = "a e i o u au ei".split()
_ENDS = "berg dal ford gate ham holm mark mouth nes stad ton vik wick by ley".split()
_TITLES = ("minister", "mayor", "police chief", "spokeswoman", "professor", "director", "prosecutor", "union leader")
_PEOPLE = ("people", "workers", "passengers", "residents", "students", "soldiers", "fans", "patients")
_DONE = ("injured", "arrested", "evacuated", "killed", "rescued", "hospitalised", "dismissed", "affected")
#: What happened, as the word for it, the headline and the first sentence.
_EVENTS = (
    ("flood", "Flood in {place} leaves {n} {people} {done}", "A flood in {place} left {n} {people} {done} on {day}"),
    ("fire", "Fire at {org} in {place}", "A fire at {org} in {place} left {n} {people} {done} on {day}"),
    ("vote", "{person} wins vote in {place}", "{person} won the vote in {place} on {day} by {n} ballots"),
    (
        "trial",
        "{person} on trial in {place}",
        "The trial of {person} over {n} million crowns opened in {place} on {day}",
    ),
    ("strike", "Strike at {org} stops {place}", "A strike at {org} stopped {n} buses in {place} on {day}"),
    ("final", "{place} win final in {other}", "{place} won the final in {other} on {day} before {n} spectators"),
    (
        "collision",
        "Train collision near {place}",
        "Two trains collided near {place} on {day}, with {n} {people} {done}",
    ),
    ("merger", "{org} to buy {org2}", "{org} of {place} said on {day} that it will buy {org2} for {n} million crowns"),
)
_SENTENCES = (
    "{person}, the {title}, said that {n} {people} were {done}.",
    "“We did not expect a {event} of this size,” {person} told reporters in {other}.",
    "According to {org}, at least {m} {people} were {done} by the evening.",
    "The {event} is the {nth} in {place} since {year}.",
    "{org} put the damage at {m} million crowns, and {person2} disputed the figure.",
    "Neighbours described how the {event} began shortly after {hour} in the morning.",
    "“The figures will be checked,” said {person2}, a {title} at {org}.",
    "In {other}, some {m} kilometres away, schools and roads stayed closed for {few} days.",
    "A hearing on the {event} is planned for next month, {person} said.",
    "Officials in {place} asked {people} to keep away while the {event} was examined.",
    "{org2} declined to comment, but a report of {year} had warned of a {event}.",
    "Prices, weather and traffic around {place} were also {done} upon, the paper wrote.",
)


def _name(rng: random.Random, ends: Sequence[str]) -> str:
    syllables = "".join(rng.choice(_ONSETS) + rng.choice(_VOWELS) for _ in range(rng.choice((1, 2, 2))))
    return (syllables + rng.choice(ends)).capitalize()


def articles(count: int, seed: int = SEED) -> list[Article]:
    """Return made-up articles: events of one to eight reports each, a hundred reports a day."""
    rng = random.Random(seed)
    places = [_name(rng, _ENDS) for _ in range(max(50, count // 10))]
    people = [
        f"{_name(rng, ('a', 'o', 'in', 'e'))} {_name(rng, ('sen', 'ez', 'ova', 'man'))}" for _ in range(count // 4 + 50)
    ]
    bodies = [
        f"{_name(rng, _ENDS)} {rng.choice(('Rail', 'Bank', 'Council', 'Works', 'Hospital'))}"
        for _ in range(count // 8 + 50)
    ]
    out: list[Article] = []
    while len(out) < count:
        day = date(2025, 1, 1) + timedelta(days=len(out) // _PER_DAY)
        event, headline, first = rng.choice(_EVENTS)
        facts = {
            "place": rng.choice(places), "other": rng.choice(places), "person": rng.choice(people),
            "person2": rng.choice(people), "org": rng.choice(bodies), "org2": rng.choice(bodies), "event": event,
            "n": rng.randrange(3, 900), "day": f"{day:%A}", "people": rng.choice(_PEOPLE), "done": rng.choice(_DONE),
        }  # fmt: skip
        for teller in rng.sample(range(_OUTLETS), rng.choice((1, 1, 2, 2, 3, 4, 6, 8))):
            out.append(_report(rng, len(out), teller, day, headline, first, facts))
    return out[:count]


def _report(
    rng: random.Random, number: int, teller: int, day: date, headline: str, first: str, facts: dict[str, object]
) -> Article:
    def told(sentence: str) -> str:
        return sentence.format(
            **facts, m=rng.randrange(3, 900), nth=rng.choice(("second", "third", "fourth")), few=rng.randrange(2, 9),
            year=rng.randrange(1960, 2024), hour=rng.choice(("five", "six", "seven")), title=rng.choice(_TITLES),
        )  # fmt: skip

    body = [told(sentence) for sentence in rng.sample(_SENTENCES, len(_SENTENCES)) + rng.sample(_SENTENCES, 8)]
    paragraphs = [" ".join(body[i : i + 3]) for i in range(0, len(body), 3)]
    text = "\n\n".join([told(first) + f", {Path(str(facts['org'])).name} said.", *paragraphs])
    published = (day + timedelta(days=rng.choice((0, 0, 1)))).isoformat()
    outlet = Outlet(f"outlet-{teller}", f"Outlet {teller}")
    return Article(f"a{number:06}", outlet, told(headline), text, published=published)


class Hashed:
    """A deterministic embedder: every word adds a fixed random direction."""

    fingerprint = f"hashed-words-{DIMENSION}/1"
    dimension = DIMENSION

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return one unit vector a text."""
        rows = np.array(
            [np.sum([_direction(w) for w in re.findall(r"\w+", t.lower())] or [_direction("")], 0) for t in texts]
        )
        return np.asarray(rows / np.linalg.norm(rows, axis=1, keepdims=True), dtype=np.float32)


@cache
def _direction(word: str) -> NDArray[np.float32]:
    seed = int.from_bytes(hashlib.sha256(word.encode()).digest()[:8], "little")
    return np.random.default_rng(seed).standard_normal(DIMENSION).astype(np.float32)


@dataclass(frozen=True, slots=True)
class Measured:
    """What one size of corpus costs; seconds unless named otherwise."""

    articles: int
    passages: int
    stories: int
    add: float
    publish: float
    add_one: float
    open: float
    first: float
    p50: float
    memory: float  # MB


def measure(count: int, asked: int) -> Measured:
    """Add the articles, one more, open and ask."""
    from bot.answer.ask import ask
    from index import writer
    from index.index import Index
    from index.store import generation

    made = articles(count + 1)
    spent: list[float] = []
    publish = generation.publish

    def timed(*arguments: object, **options: object) -> bool:
        start = time.perf_counter()
        try:
            return publish(*arguments, **options)  # type: ignore[arg-type]
        finally:
            spent.append(time.perf_counter() - start)

    generation.publish = timed
    try:
        with tempfile.TemporaryDirectory(prefix="whosays-scale-") as folder:
            home = Path(folder) / "home"
            added = _seconds(lambda: writer.add(home, made[:-1], Hashed()))
            one = _seconds(lambda: writer.add(home, made[-1:], Hashed()))
            opened = [_seconds(lambda: Index.open(home, Hashed()).close()) for _ in range(5)]
            rng = random.Random(SEED)
            questions = [
                f"How many people were affected in {a.title.split(' in ')[-1]}?" for a in rng.sample(made, asked)
            ]
            with Index.open(home, Hashed()) as index:
                first = _seconds(lambda: ask(questions[0], index))
                warm = [_seconds(lambda: ask(question, index)) for question in questions]  # noqa: B023
                passages, stories = index.size, len(index.stories())
    finally:
        generation.publish = publish
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return Measured(
        count, passages, stories, (added - spent[0]) / count, spent[0], one, statistics.median(opened), first,
        statistics.median(warm), peak,
    )  # fmt: skip


def _seconds(work: object) -> float:
    start = time.perf_counter()
    work()  # type: ignore[operator]
    return time.perf_counter() - start


_HEADER = [
    "made-up articles",
    "passages",
    "stories",
    "add, each",
    "publish all",
    "add one more",
    "open",
    "first answer",
    "warm p50",
    "memory",
]


def _row(m: Measured) -> list[str]:
    return [
        f"{m.articles:,}", f"{m.passages:,}", f"{m.stories:,}", f"{m.add * 1000:.1f} ms", f"{m.publish:.2f} s",
        f"{m.add_one:.2f} s", f"{m.open * 1000:.1f} ms", f"{m.first:.2f} s", f"{m.p50 * 1000:.0f} ms", f"{m.memory:.0f} MB",
    ]  # fmt: skip


def main() -> int:
    """Measure each size and print a table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, nargs="+", default=[1_000, 10_000, 30_000])
    parser.add_argument("--questions", type=int, default=30, help="asked for the warm figure")
    parser.add_argument("--readme", action="store_true", help="put the table into README.md")
    given = parser.parse_args()
    rows = []
    for count in given.articles:
        rows.append(_row(measure(count, given.questions)))
        print("  ".join(f"{name} {cell}" for name, cell in zip(_HEADER, rows[-1], strict=True)), flush=True)
    made = readme.table(_HEADER, rows)
    print(made)
    if given.readme:
        readme.put("scale", made)
    return 0


if __name__ == "__main__":
    sys.exit(main())
