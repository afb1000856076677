"""What the trained reader adds to an answer: typed readings of statements that the rules could not read.

A reader's score alone must never decide (its "no answer" is weak at 22 million parameters): an answer also needs words
of the asked-for kind, and a place that speaks of what the question is about. A small logistic model weighs these; its
thresholds are chosen for precision, kind by kind, on events written for development (`training.answer_odds`).
"""

from __future__ import annotations

import json
import math
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING

from bot.answer.names import names
from bot.answer.predicates import predicates
from bot.answer.question import WHO_SAID_RE
from bot.answer.types import Kind
from bot.answer.words import stem, stems
from bot.models.errors import ModelFileError
from bot.models.span_reader import SpanReader
from bot.models.statement_reader import StatementReader
from bot.models.typed import typed

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from bot.answer.types import Question, Reading, Statement
    from bot.models.statement_reader import FoundSpan
    from corpus.types import Article

#: What `traits` returns, in its order.
TRAITS = ("confidence", "margin", "lead", "words", "about_here", "about_near", "event_here", "names_near")
#: Kinds that the reader may answer, with a bias each. Figures and yes/no are left to the rules.
KINDS = (Kind.TEXT, Kind.CAUSE, Kind.PERSON, Kind.PLACE, Kind.TIME)
#: The reader's first thousandth of a percent says no more than its first thousandth.
_SURE = 6.9  # log-odds of .999
_ALONE = 10.0  # the lead of an article's only span
_WORDS = 12  # words of an answer from which on it is "long"


@dataclass(frozen=True, slots=True)
class Odds:
    """How likely a span answers, from its traits: weights of a logistic model, and from where on it is shown."""

    bias: dict[str, float]
    weights: tuple[float, ...]
    thresholds: dict[str, float]

    @staticmethod
    def read(path: Path) -> Odds:
        """Return the odds of a file.

        Raises:
            ModelFileError: it is missing or damaged.
        """
        try:
            record = json.loads(path.read_text(encoding="utf-8"))
            odds = Odds(
                {str(kind): float(value) for kind, value in record["bias"].items()},
                tuple(float(value) for value in record["weights"]),
                {str(kind): float(value) for kind, value in record["thresholds"].items()},
            )
        except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
            raise ModelFileError(f"cannot read {path}; train it again, or leave out --reader") from error
        if len(odds.weights) != len(TRAITS):
            raise ModelFileError(f"{path} has {len(odds.weights)} weights for {len(TRAITS)} traits; fit it again")
        return odds

    def of(self, kind: Kind, of: Sequence[float]) -> float:
        """Return the probability that a span of these traits answers a question of the kind."""
        total = self.bias[kind.value] + math.fsum(w * x for w, x in zip(self.weights, of, strict=True))
        return 1 / (1 + math.exp(-max(-60.0, min(60.0, total))))

    def most(self, kind: Kind, statements: Sequence[Statement], question: Question) -> float:
        """Return the probability of the best of the statements if the reader were as sure as can be."""
        free = [max(0.0, weight) + min(0.0, weight) * low for weight, low in zip(self.weights, _LOWEST, strict=False)]
        fixed = self.weights[len(_LOWEST) :]
        best = max(math.fsum(w * x for w, x in zip(fixed, around(s, question), strict=True)) for s in statements)
        total = self.bias[kind.value] + math.fsum(free) + best
        return 1 / (1 + math.exp(-max(-60.0, min(60.0, total))))

    def enough(self, kind: Kind, probability: float) -> bool:
        """Tell whether an answer of the kind is shown at this probability."""
        return probability >= self.thresholds.get(kind.value, math.inf)


class TrainedReader:
    """The trained reader as `bot.answer.reading` calls it: everything that is stated goes in, typed readings come out."""

    def __init__(self, reader: SpanReader, odds: Odds) -> None:
        self._statements, self._odds = StatementReader(reader), odds
        #: Changes with everything that can change a reading.
        self.fingerprint = reader.fingerprint

    @staticmethod
    def in_folder(folder: Path) -> TrainedReader:
        """Return the reader in a folder; its model is opened at the first question.

        Raises:
            ModelFileError: its list of files or its odds are missing or damaged.
        """
        return TrainedReader(SpanReader.in_folder(folder), Odds.read(folder / "odds.json"))

    def read_all(self, question: Question, statements: Sequence[Statement]) -> list[tuple[Statement, Reading]]:
        """Return what the statements answer, in their order, with a calibrated confidence; nothing when unsure.

        Raises:
            ModelFileError: a file of the model is missing or damaged.
        """
        if not _answerable(question):
            return []
        best: dict[tuple[str, int], tuple[Statement, Reading]] = {}
        for found, reading, lead in self.candidates(question, self._worth_reading(question, statements)):
            sure = self._odds.of(question.kind, traits(found, lead, question))
            key = found.statement.article.id, found.statement.start
            kept = best.get(key)
            if self._odds.enough(question.kind, sure) and (kept is None or kept[1].confidence < sure):
                best[key] = found.statement, replace(reading, confidence=round(sure, 2))
        return list(best.values())

    def _worth_reading(self, question: Question, statements: Sequence[Statement]) -> list[Statement]:
        """Return what stands in articles of which some sentence could be shown if the reader were sure of it."""
        by_article: dict[str, list[Statement]] = {}
        for statement in statements:
            by_article.setdefault(statement.article.id, []).append(statement)
        sure = [(self._odds.most(question.kind, held, question), held) for held in by_article.values()]
        hopeful = [(most, held) for most, held in sure if self._odds.enough(question.kind, most)]
        # Those that fit best come first: the cap on windows cuts the rest.
        hopeful.sort(key=lambda pair: (-pair[0], pair[1][0].article.id))
        return [statement for _, held in hopeful for statement in held]

    def candidates(
        self, question: Question, statements: Sequence[Statement]
    ) -> Iterator[tuple[FoundSpan, Reading, float]]:
        """Yield every span that is of the question's kind, however unsure, with its lead in its article.

        The lead is how far its score is above that of the article's best other span of the kind.
        """
        if not _answerable(question):
            return
        spans = self._statements.read(question.text, statements)
        read = [(found, reading) for found in spans if (reading := typed(found, question)) is not None]
        scores: dict[int, list[float]] = {}
        for found, _ in read:
            scores.setdefault(id(found.statement.article), []).append(found.score)
        for found, reading in read:
            rivals = sorted(scores[id(found.statement.article)], reverse=True)[:2]
            rival = rivals[-1] if found.score == rivals[0] else rivals[0]
            yield found, reading, found.score - rival if len(rivals) > 1 else _ALONE


def _answerable(question: Question) -> bool:
    """Tell whether the reader may answer: who said something is known from the sentence, not from a span of it."""
    return question.kind in KINDS and not question.compares and not WHO_SAID_RE.match(question.text)


def traits(found: FoundSpan, lead: float, question: Question) -> tuple[float, ...]:
    """Return what speaks for a span; all between -1 and 1, and nothing of it depends on other articles."""
    odds = math.log(max(found.confidence, 1e-6) / max(1 - found.confidence, 1e-6))
    answer = found.statement.article.text[found.span.start : found.span.end]
    return (
        max(-1.0, min(1.0, odds / _SURE)),
        max(-1.0, min(1.0, found.margin / 20)),
        max(-1.0, min(1.0, lead / 10)),
        min(1.0, len(answer.split()) / _WORDS),
        *around(found.statement, question),
    )


#: The lowest values of the traits that need the reader; those behind them are known before it is asked.
_LOWEST = (-1.0, -1.0, -1.0, 0.0)


def around(statement: Statement, question: Question) -> tuple[float, ...]:
    """Return what speaks for a sentence as the place of an answer, before it is read."""
    sentence = statement.sentence.text
    here, near = stems(sentence), _near(statement)
    named, about = _asked(question)
    groups = {predicate.group for predicate in predicates(sentence)} if question.predicates else frozenset()
    return (
        _held(about, here),
        _held(about, near),
        float(bool(question.predicates & groups)) if question.predicates else 0.5,
        _held(named, near),
    )


@lru_cache(maxsize=64)
def _asked(question: Question) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the stems of a question's names, and of its other words.

    Names stand all over a story; what is said of them is what tells sentences apart.
    """
    named = {word for name in names(question.text) for word in stems(name.text)}
    return tuple(sorted(named)), tuple(word for word in map(stem, question.about) if word not in named)


def _held(wanted: Sequence[str], told: frozenset[str]) -> float:
    return sum(word in told for word in wanted) / len(wanted) if wanted else 0.5


def _near(statement: Statement) -> frozenset[str]:
    """Return the stems of the title, of the sentence, and of about one sentence before it."""
    text, start, end = statement.article.text, statement.sentence.start, statement.sentence.end
    return stems(text[max(0, start - 240) : end]) | _title(statement.article)


@lru_cache(maxsize=512)
def _title(article: Article) -> frozenset[str]:
    return stems(article.title)
