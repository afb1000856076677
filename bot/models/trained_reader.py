"""What the trained reader adds to an answer: typed readings of statements that the rules could not read.

A reader's score alone must never decide (its "no answer" is weak at 22 million parameters): an answer also needs words
of the asked-for kind, and a place that speaks of what the question is about. A small logistic model weighs these; its
thresholds are chosen for precision, kind by kind, on events written for development (`training.answer_odds`).
"""

from __future__ import annotations

import hashlib
import json
import math
from collections import Counter
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING

from bot.answer.question import WHO_SAID_RE
from bot.answer.types import Kind
from bot.answer.words import stems
from bot.models.errors import NEXT_STEP, ModelFileError
from bot.models.span_reader import SpanReader
from bot.models.statement_reader import Likely, StatementReader
from bot.models.typed import stated, typed

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from bot.answer.types import Question, Reading, Statement
    from bot.models.statement_reader import FoundSpan
    from corpus.types import Article

#: What `traits` returns, in its order.
TRAITS = ("confidence", "margin", "gap", "told_here", "told_near", "missing")
#: Kinds that the reader may answer, with a bias each. Figures and yes/no are left to the rules.
KINDS = (Kind.TEXT, Kind.CAUSE, Kind.PERSON, Kind.PLACE, Kind.TIME)
#: The reader's first thousandth of a percent says no more than its first thousandth.
_SURE = 6.9  # log-odds of .999
#: Confidence below which a span is not looked at: of a hundred such spans three are right, and they drown the rest.
LEAST_CONFIDENCE = 0.2
#: Windows that are read first. Of 19 spans shown on the development events 18 were in the four likeliest, one in the
#: eleventh; two windows take 10 ms on two cores.
LIKELIEST_WINDOWS = 12
_RAREST = 7.0  # log of how many sentences a word is in one of, from which on it is as rare as can be


@dataclass(frozen=True, slots=True)
class Rarity:
    """In how many of a story's sentences each word stands: what all of them have tells sentences not apart."""

    sentences: int
    counts: dict[str, int]

    @staticmethod
    def of(statements: Iterable[Statement]) -> Rarity:
        """Count the words of the statements' sentences, each sentence once."""
        texts = {(s.article.id, s.sentence.start): s.sentence.text for s in statements}
        counts: Counter[str] = Counter()
        for text in texts.values():
            counts.update(stems(text))
        return Rarity(len(texts), dict(counts))

    def __call__(self, word: str) -> float:
        """Return how rare a word is: the log of one in how many sentences has it (Spärck Jones, 1972)."""
        return math.log((self.sentences + 1) / (self.counts.get(word, 0) + 0.5))


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
            raise ModelFileError(f"cannot read {path}; {NEXT_STEP}") from error
        if len(odds.weights) != len(TRAITS):
            raise ModelFileError(f"{path} has {len(odds.weights)} weights for {len(TRAITS)} traits; {NEXT_STEP}")
        numbers = (*odds.bias.values(), *odds.weights, *odds.thresholds.values())
        if not {kind.value for kind in KINDS} <= odds.bias.keys() or not all(map(math.isfinite, numbers)):
            raise ModelFileError(f"{path} lacks a kind, or a number in it is none; {NEXT_STEP}")
        return odds

    def of(self, kind: Kind, of: Sequence[float]) -> float:
        """Return the probability that a span of these traits answers a question of the kind."""
        total = self.bias[kind.value] + math.fsum(w * x for w, x in zip(self.weights, of, strict=True))
        return 1 / (1 + math.exp(-max(-60.0, min(60.0, total))))

    def most(self, kind: Kind, statements: Sequence[Statement], question: Question, rarity: Rarity) -> float:
        """Return the probability of the best of the statements if the reader were as sure as can be."""
        free = [max(0.0, weight) + min(0.0, weight) * low for weight, low in zip(self.weights, _LOWEST, strict=False)]
        best = max(self.place(statement, question, rarity) for statement in statements)
        total = self.bias[kind.value] + math.fsum(free) + best
        return 1 / (1 + math.exp(-max(-60.0, min(60.0, total))))

    def place(self, statement: Statement, question: Question, rarity: Rarity) -> float:
        """Return what a sentence has as the place of an answer, before it is read."""
        fixed = self.weights[len(_LOWEST) :]
        return math.fsum(w * x for w, x in zip(fixed, around(statement, question, rarity), strict=True))

    def enough(self, kind: Kind, probability: float) -> bool:
        """Tell whether an answer of the kind is shown at this probability."""
        return probability >= self.thresholds.get(kind.value, math.inf)


class TrainedReader:
    """The trained reader as `bot.answer.reading` calls it: everything that is stated goes in, typed readings come out."""

    def __init__(self, reader: SpanReader, odds: Odds) -> None:
        self._reader, self._statements, self._odds = reader, StatementReader(reader), odds
        #: Changes with everything that can change a reading.
        self.fingerprint = hashlib.sha256(f"{reader.fingerprint} {odds!r}".encode()).hexdigest()

    @staticmethod
    def in_folder(folder: Path) -> TrainedReader:
        """Return the reader in a folder; its model is opened at the first question.

        Raises:
            ModelFileError: its list of files or its odds are missing or damaged.
        """
        return TrainedReader(SpanReader.in_folder(folder), Odds.read(folder / "odds.json"))

    def open(self) -> None:
        """Open the model now; otherwise the first question that it is needed for does.

        Raises:
            ModelFileError: a file is missing or damaged.
        """
        self._reader.open()

    def read_all(self, question: Question, statements: Sequence[Statement]) -> list[tuple[Statement, Reading]]:
        """Return what the statements answer, in their order, with a calibrated confidence; nothing when unsure.

        Raises:
            ModelFileError: a file of the model is missing or damaged.
        """
        if not answerable(question):
            return []
        rarity = Rarity.of(statements)
        if not (ordered := self._worth_reading(question, statements, rarity)):
            return []
        if not self._promising(question, ordered, rarity):
            return []
        best: dict[tuple[str, int], tuple[Statement, Reading]] = {}
        for found, reading, gap in self.candidates(question, ordered):
            sure = self._odds.of(question.kind, traits(found, gap, question, rarity))
            key = found.statement.article.id, found.statement.start
            kept = best.get(key)
            if self._odds.enough(question.kind, sure) and (kept is None or kept[1].confidence < sure):
                best[key] = found.statement, replace(reading, confidence=round(sure, 2), trained=True)
        return list(best.values())

    def _worth_reading(self, question: Question, statements: Sequence[Statement], rarity: Rarity) -> list[Statement]:
        """Return the statements by article, the best first; none where nothing could be shown however sure the reader is.

        All articles are read then: what one of them says else speaks against the others.
        """
        by_article: dict[str, list[Statement]] = {}
        for statement in statements:
            by_article.setdefault(statement.article.id, []).append(statement)
        sure = [(self._odds.most(question.kind, held, question, rarity), held) for held in by_article.values()]
        if not any(self._odds.enough(question.kind, most) for most, _ in sure):
            return []
        # Those that fit best come first: the cap on windows cuts the rest.
        sure.sort(key=lambda pair: (-pair[0], pair[1][0].article.id))
        return [statement for _, held in sure for statement in held]

    def _promising(self, question: Question, statements: Sequence[Statement], rarity: Rarity) -> bool:
        """Tell whether one of the likeliest windows holds what could be shown if nothing else spoke against it.

        Four questions of five end here, after a third of the windows.
        """
        likely = Likely(LIKELIEST_WINDOWS, lambda statement: self._odds.place(statement, question, rarity))
        return any(
            self._odds.enough(question.kind, self._odds.of(question.kind, traits(found, _SURE, question, rarity)))
            for found, _, _ in self.candidates(question, statements, likely)
        )

    def candidates(
        self, question: Question, statements: Sequence[Statement], likely: Likely | None = None
    ) -> Iterator[tuple[FoundSpan, Reading, float]]:
        """Yield every span of the question's kind of which the reader is not unsure, with its gap.

        The gap is how far its log-odds are above those of the best span of another value in any of the windows read.
        """
        if not answerable(question):
            return
        spans = self._statements.read(question.text, statements, likely)
        read = [(found, reading) for found in spans if (reading := typed(found, question)) is not None]
        surest: dict[str, float] = {}
        for found, reading in read:
            said = _said(reading)
            surest[said] = max(surest.get(said, 0.0), found.confidence)
        for found, reading in read:
            if found.confidence >= LEAST_CONFIDENCE and stated(found, question):
                rival = max((sure for said, sure in surest.items() if said != _said(reading)), default=0.0)
                yield found, reading, _log_odds(found.confidence) - _log_odds(rival)


def _said(reading: Reading) -> str:
    return " ".join(sorted(stems(str(reading.value)))) or str(reading.value)


def answerable(question: Question) -> bool:
    """Tell whether the reader may answer: who said something is known from the sentence, not from a span of it."""
    return question.kind in KINDS and not question.compares and not WHO_SAID_RE.match(question.text)


def traits(found: FoundSpan, gap: float, question: Question, rarity: Rarity) -> tuple[float, ...]:
    """Return what speaks for a span; all between -1 and 1."""
    return (
        max(-1.0, min(1.0, _log_odds(found.confidence) / _SURE)),
        max(-1.0, min(1.0, found.margin / 20)),
        max(-1.0, min(1.0, gap / _SURE)),
        *around(found.statement, question, rarity),
    )


def _log_odds(chance: float) -> float:
    bounded = max(1e-4, min(1 - 1e-4, chance))
    return math.log(bounded / (1 - bounded))


#: The lowest values of the traits that need the reader; those behind them are known before it is asked.
_LOWEST = (-1.0, -1.0, -1.0)


def around(statement: Statement, question: Question, rarity: Rarity) -> tuple[float, ...]:
    """Return what speaks for a sentence as the place of an answer, before it is read.

    How much of the question stands in it, and in or around it, rare words counting more; and how rare the rarest word
    is that does not: "who insures the museum" is not told where nothing is insured.
    """
    here, near = stems(statement.sentence.text), _near(statement)
    asked = {word: rarity(word) for word in sorted(_asked(question))}
    total = math.fsum(asked.values())
    if total <= 0:
        return 0.5, 0.5, 0.0
    return (
        math.fsum(rare for word, rare in asked.items() if word in here) / total,
        math.fsum(rare for word, rare in asked.items() if word in near) / total,
        max(0.0, min(1.0, max((rare for word, rare in asked.items() if word not in near), default=0.0) / _RAREST)),
    )


@lru_cache(maxsize=64)
def _asked(question: Question) -> frozenset[str]:
    return stems(question.text)


def _near(statement: Statement) -> frozenset[str]:
    """Return the stems of the title, of the sentence, and of about one sentence before it."""
    text, start, end = statement.article.text, statement.sentence.start, statement.sentence.end
    return stems(text[max(0, start - 240) : end]) | _title(statement.article)


@lru_cache(maxsize=512)
def _title(article: Article) -> frozenset[str]:
    return stems(article.title)
