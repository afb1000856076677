"""Answers that the trained reader finds in given documents, and whether two of them contradict each other.

Amounts, times and names are compared by the product's own values; words that these leave open by the trained claims
model or by the encoder's cosine. Every threshold comes from data for training, none from what is measured.
"""

from __future__ import annotations

import random
import re
from dataclasses import dataclass
from enum import StrEnum
from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from benchmarks import data
from benchmarks.public import nanco, wording
from benchmarks.public.asking import Reply, Shown
from bot.answer.kinds.time import time_at
from bot.answer.names import is_full_name, same_actor
from bot.answer.quantities import quantities
from bot.answer.times import times
from bot.answer.values import Interval, Relation, relate
from bot.models.claims import Asked, Claims, RelationOdds
from bot.models.span_reader import SpanReader
from bot.models.windows import windows
from corpus.types import Article, Outlet
from index.encoder import Encoder
from index.split import sentences
from training import reader_data, reader_mining
from training.reader_scores import f1

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

#: Tokens of a word-piece vocabulary that an answer may have.
LONGEST = 12
#: Share of shown spans that are right from the least confidence on, over rows kept aside for calibration.
PRECISION = 0.75
_RIGHT_F1 = 0.6  # as where the reader is calibrated
_CALIBRATION_ITEMS = 2_000
#: Share of questions with one answer for which a conflict may be seen.
FALSE_ALARMS = 0.15
_TITLED = ("squad2_dev", "squadshifts_wiki", "litm_nq")
_STEPS = tuple(step / 100 for step in range(30, 100, 5))
#: Documents may state several answers each; beyond these pairs grow and nothing is right.
MOST_ANSWERS = 12


@dataclass(frozen=True, slots=True)
class Found:
    """A span of a document."""

    article: str
    text: str
    #: The window that it stands in.
    around: str
    confidence: float
    score: float


class Documents:
    """Reads whole documents, their titles too, with spans of at most `LONGEST` tokens."""

    def __init__(self, folder: Path) -> None:
        self._reader = SpanReader.in_folder(folder, LONGEST)

    def spans(self, question: str, articles: Sequence[Article]) -> list[Found]:
        """Return every span that the reader keeps, in the order of the documents."""
        texts = [(article.id, text) for article in articles for text in cut(article)]
        readings = self._reader.spans(question, [text for _, text in texts])
        return [
            Found(article, text[span.start : span.end], text, span.confidence, span.score)
            for (article, text), reading in zip(texts, readings, strict=True)
            for span in reading.spans
        ]

    def least_confidence(self) -> float:
        """Return the confidence from which on `PRECISION` of the best spans of windows kept aside are right."""
        rows = reader_data.split(reader_data.load())["calibration"]
        items = reader_data.training_items(rows, 7, dict.fromkeys(reader_data.PASSES, 1.0))
        random.Random(7).shuffle(items)
        judged = []
        for item in items[:_CALIBRATION_ITEMS]:
            readings = self._reader.spans(item.question, [window.text for window in item.windows])
            for window, reading in zip(item.windows, readings, strict=True):
                for span in reading.spans[:1]:
                    gold = window.text[slice(*window.span)] if window.span else ""
                    right = bool(gold) and f1(window.text[span.start : span.end], gold) >= _RIGHT_F1
                    judged.append((span.confidence, right))
        return lowest(judged, PRECISION)


def snippets(count: int) -> list[tuple[str, list[Article]]]:
    """Return questions kept aside for calibration, each with a window that answers and others of the same title.

    One answer is told, so that every conflict between the documents is a false alarm.
    """
    rows = reader_data.split(reader_data.load())["calibration"]
    near, rng = reader_mining.Windows(rows), random.Random(8)
    rng.shuffle(rows)
    out = []
    for row in rows:
        if row.span is None or row.source not in _TITLED or (answering := near.answering(row, rng)) is None:
            continue
        texts = [answering.text, *near.others(row)]
        out.append((row.question, [Article(f"d{at}", Outlet(f"d{at}", ""), "", text) for at, text in enumerate(texts)]))
    return out[:count]


def calm(documents: Documents, comparer: Comparer, way: Way, rows: Sequence[tuple[str, list[Article]]]) -> float:
    """Return the confidence from which on conflicts are seen in at most `FALSE_ALARMS` of questions with one answer."""
    found = [(question, documents.spans(question, articles)) for question, articles in rows]
    for least in _STEPS:
        alarms = 0
        for question, spans in found:
            related = partial(comparer.relation, question, way=way)
            alarms += answered("", kept(spans, least)[:MOST_ANSWERS], related).state == "conflict"
        if alarms <= FALSE_ALARMS * len(rows):
            return least
    return 1.0


def cut(article: Article) -> list[str]:
    """Return the windows of a document; the title is one of its own."""
    found = [(sentence.start, sentence.end) for sentence in sentences(article)]
    body = [article.text[start:end] for start, end in windows(article.text, found or [(0, len(article.text))])]
    return [article.title, *body] if article.title.strip() else body


def lowest(judged: Sequence[tuple[float, bool]], precision: float) -> float:
    """Return the lowest score from which on so large a share is right; 1 where none is."""
    best, right = 1.0, 0
    for count, (score, is_right) in enumerate(sorted(judged, key=lambda pair: -pair[0]), start=1):
        right += is_right
        if right / count >= precision:
            best = score
    return best


# -- one answer from all documents -------------------------------------------------------------------------------------


def surest(spans: Sequence[Found]) -> tuple[str, float] | None:
    """Return the span that one window is surest of, and how sure."""
    best = max(spans, key=lambda span: span.confidence, default=None)
    return (best.text, best.confidence) if best else None


def most_told(spans: Sequence[Found]) -> tuple[str, float] | None:
    """Return the answer with the largest sum of confidences over all windows that give it, in its surest wording."""
    sums: dict[str, float] = {}
    wordings: dict[str, Found] = {}
    for span in spans:
        key = wording.normalise(span.text)
        if not key:
            continue
        sums[key] = sums.get(key, 0.0) + span.confidence
        if key not in wordings or wordings[key].confidence < span.confidence:
            wordings[key] = span
    if not sums:
        return None
    best = max(sums, key=lambda key: (sums[key], key))
    return wordings[best].text, sums[best]


# -- two answers -------------------------------------------------------------------------------------------------------


class Way(StrEnum):
    """What may tell that two answers in free words contradict each other, beside the rules for typed values."""

    TYPED = "typed values only"
    CLAIMS = "typed values, then the claims model"
    COSINE = "typed values, then the encoder's cosine"


def typed_relation(one: str, other: str) -> Relation | None:
    """Compare two answers as amounts, times or names; None where they are not of one such type."""
    if wording.exact([one], [other]) or wording.contains([one], [other]) or wording.contains([other], [one]):
        return Relation.SAME
    for relation in (_times, _amounts, _names):
        if (found := relation(one, other)) is not None:
            return found
    return None


_YEAR_RE = re.compile(r"(?:1[0-9]|20)\d\d")


def _times(one: str, other: str) -> Relation | None:
    # A bare year is a number for the rules, who never see it without the words around it.
    left, right = (times(f"in {text}" if _YEAR_RE.fullmatch(text.strip()) else text, None) for text in (one, other))
    if len(left) != 1 or len(right) != 1:
        return None
    return relate(time_at(left[0]), time_at(right[0]))


def _amounts(one: str, other: str) -> Relation | None:
    left, right = quantities(one), quantities(other)
    if len(left) != 1 or len(right) != 1:
        return None
    a, b = left[0], right[0]
    if (a.kind, a.currency, a.unit) != (b.kind, b.currency, b.unit):
        return None
    return Interval(a.low, a.high).relation(Interval(b.low, b.high))


def _names(one: str, other: str) -> Relation | None:
    if not (is_full_name(one) and is_full_name(other)):
        return None
    return Relation.SAME if same_actor(one, other) else Relation.INCOMPATIBLE


class Comparer:
    """Tells whether two answers to one question are the same, contradict each other, or neither."""

    def __init__(self, claims: Path) -> None:
        self._claims, self._encoder = Claims(claims), Encoder.bundled()
        # One pair is asked about at several thresholds.
        self._near: dict[tuple[str, str], float] = {}
        self._odds: dict[tuple[str, str, str], RelationOdds] = {}
        rows = data.rows(data.folder() / "train" / "answer_groups.jsonl")
        near = [nanco.similarity(self._encoder.encode([a["answer"] for a in row["answers"]])) for row in rows]
        #: Chosen on the four questions for training, on which it also measures well; others are held out.
        self.alike_from = nanco.threshold(near, [nanco.same_cluster(row) for row in rows])

    def relation(self, question: str, one: Found, other: Found, way: Way) -> Relation:
        """Return how two answers relate."""
        typed = typed_relation(one.text, other.text)
        if typed is not None:
            return typed
        if way is Way.TYPED:
            return Relation.COMPATIBLE
        if way is Way.COSINE:
            return Relation.SAME if self._cosine(one.text, other.text) >= self.alike_from else Relation.INCOMPATIBLE
        odds = self._related(question, one, other)
        if odds.incompatible >= self._claims.incompatible_from:
            return Relation.INCOMPATIBLE
        return Relation.SAME if odds.alike >= self._claims.alike_from else Relation.COMPATIBLE

    def _cosine(self, one: str, other: str) -> float:
        if (one, other) not in self._near:
            self._near[one, other] = float(np.inner(*self._encoder.encode([one, other])))
        return self._near[one, other]

    def _related(self, question: str, one: Found, other: Found) -> RelationOdds:
        key = question, one.text, other.text
        if key not in self._odds:
            (odds,) = self._claims.relations([Asked(question, (one.text, one.around), (other.text, other.around))])
            self._odds[key] = odds
        return self._odds[key]


def kept(spans: Sequence[Found], least: float) -> list[Found]:
    """Return the spans that are sure enough, one of each wording in each document, the surest first."""
    best: dict[tuple[str, str], Found] = {}
    for span in sorted(spans, key=lambda span: (-span.confidence, span.article, span.text)):
        if span.confidence >= least and wording.normalise(span.text):
            best.setdefault((span.article, wording.normalise(span.text)), span)
    return list(best.values())


def answered(key: str, spans: Sequence[Found], related: Callable[[Found, Found], Relation]) -> Reply:
    """Return the spans as the positions of an answer: grouped where they are the same, the surest group first."""
    found = {(i, j): related(spans[i], spans[j]) for i in range(len(spans)) for j in range(i)}
    groups: list[list[int]] = []
    for at in range(len(spans)):
        home = next((g for g in groups if found[at, g[0]] in (Relation.SAME, Relation.REFINES)), None)
        if home is None:
            groups.append([at])
        else:
            home.append(at)
    heads = [group[0] for group in groups]
    conflict = any(found[i, j] is Relation.INCOMPATIBLE for i in heads for j in heads if j < i)
    shown = tuple(
        Shown(
            spans[group[0]].text,
            tuple(dict.fromkeys(spans[at].text for at in group)),
            (),
            frozenset(spans[at].article for at in group),
        )
        for group in groups
    )
    return Reply(key, "conflict" if conflict else "answered" if shown else "unanswered", shown)
