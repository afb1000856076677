"""Many articles out of few: the public articles of MultiHop-RAG, taken apart and put together anew, vectors reused.

An event takes the title and the first passages of one article, and goes on with passages of two others of its category;
one to eight outlets each tell a part of it. The vectors of the passages are computed once with the bundled encoder, so
that a hundred thousand articles are built in minutes; questions are embedded as always.
"""

from __future__ import annotations

import hashlib
import random
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

import numpy as np

from benchmarks import data
from corpus.types import Article, Outlet, Quote
from index.encoder import Encoder
from index.split import passages

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

SEED = 0
_PER_DAY = 100  # articles published on one day
#: Passages of a source that are used: more would only take longer to embed (16 are 9,500 vectors, a minute).
_USED = 16
_LEAD = 4  # passages that tell what happened; each report takes some of them, the first always
_BODY = (3, 6)  # further passages of a report
_TELLERS = (1, 1, 2, 2, 3, 4, 6, 8)  # outlets that report one event
_GAP = "\n\n"


@dataclass(frozen=True, slots=True)
class Source:
    """A public article's title and its first passages."""

    title: str
    category: str
    passages: tuple[str, ...]


def folder(root: Path) -> Path:
    """Return where the public articles and the questions about them lie."""
    return root / "eval_dev" / "multihop_rag"


def sources(root: Path) -> tuple[list[Source], list[Outlet]]:
    """Return the public articles that are long enough, and their outlets."""
    found, outlets = [], {}
    for row in data.rows(folder(root) / "corpus.jsonl.gz"):
        outlet = Outlet("-".join(row["outlet"].casefold().split()), row["outlet"], registered=False)
        outlets[outlet.id] = outlet
        ranges = passages(Article(row["id"], outlet, row["title"], row["body"]))[:_USED]
        # A passage over several paragraphs becomes one: the gaps between passages are where articles are put together.
        texts = tuple(" ".join(quote.text.split()) for quote in ranges)
        if len(texts) >= _LEAD + _BODY[0]:
            found.append(Source(row["title"], row["category"], texts))
    return found, [outlets[key] for key in sorted(outlets)]


def questions(root: Path, count: int) -> list[str]:
    """Return some of the public questions, the same ones for the same number."""
    asked = [row["question"] for row in data.rows(folder(root) / "queries_dev.jsonl")]
    return random.Random(SEED).sample(asked, count)


def articles(found: Sequence[Source], outlets: Sequence[Outlet]) -> Iterator[Article]:
    """Yield articles without end, the same ones in every run.

    Each title comes back only after all others, weeks later: two events of one title are not taken for one.
    """
    rng = random.Random(SEED)
    by_category: dict[str, list[Source]] = {}
    for source in found:
        by_category.setdefault(source.category, []).append(source)
    order = rng.sample(range(len(found)), len(found))
    number = event = 0
    while True:
        first = found[order[event % len(order)]]
        event += 1
        pool = [*first.passages[_LEAD:]]
        for other in rng.sample(by_category[first.category], min(2, len(by_category[first.category]))):
            pool += other.passages[_LEAD:]
        for outlet in rng.sample(outlets, rng.choice(_TELLERS)):
            lead = [first.passages[0], *(text for text in first.passages[1:_LEAD] if rng.random() < 0.7)]
            body = rng.sample(pool, min(rng.randint(*_BODY), len(pool)))
            day = date(2024, 1, 1) + timedelta(days=number // _PER_DAY)
            text = _GAP.join([*lead, *body])
            yield Article(f"r{number:06}", outlet, first.title, text, published=day.isoformat())
            number += 1


def split(article: Article) -> tuple[Quote, ...]:
    """Return the passages that an article was put together from."""
    out, start = [], 0
    for text in article.text.split(_GAP):
        out.append(Quote(article, start, start + len(text)))
        start += len(text) + len(_GAP)
    return tuple(out)


class Reused:
    """The bundled encoder, which gives a passage that it has seen the vector that it had in its own article."""

    def __init__(self, found: Sequence[Source], kept: Path | None = None) -> None:
        """Embed the passages of the sources, or read what an earlier run embedded from the folder `kept`."""
        self.encoder = Encoder.bundled()
        self.fingerprint, self.dimension = self.encoder.fingerprint, self.encoder.dimension
        rows = [(source.title, text) for source in found for text in source.passages]
        #: What was embedded.
        self.texts = [f"{title}\n{text}" for title, text in rows]
        name = hashlib.sha256("\0".join([self.fingerprint, *self.texts]).encode()).hexdigest()[:16]
        path = kept / f"vectors-{name}.npy" if kept else None
        if path and path.exists():
            self._vectors = np.load(path)
        else:
            self._vectors = self.encoder.encode(self.texts)
            if path:
                np.save(path, self._vectors)
        self._row = {text: i for i, (_, text) in enumerate(rows)}

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return one unit vector a text."""
        known = [self._row.get(text.partition("\n")[2], -1) for text in texts]
        out = self._vectors[known]
        for i, row in enumerate(known):
            if row < 0:
                out[i] = self.encoder.encode([texts[i]])[0]
        return np.asarray(out, dtype=np.float32)
