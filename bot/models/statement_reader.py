"""Read what articles state for a question: windows of whole articles, spans inside what is stated."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.answer.types import Span
from bot.models.windows import windows

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from bot.answer.types import Statement
    from bot.models.span_reader import Ranges, SpanReader
    from corpus.types import Article

#: Windows read for one question. Beyond them the time shows, and what ranks so low has never answered.
MAX_WINDOWS = 160


@dataclass(frozen=True, slots=True)
class FoundSpan:
    """A span of a statement that may answer."""

    statement: Statement
    #: Where it stands in the article.
    span: Span
    #: Comparable between all statements read for one question; higher is better.
    score: float
    #: Share of all spans read for the question that this one has.
    probability: float
    #: Calibrated probability that it answers; depends on its window alone.
    confidence: float
    #: How far it is above "no answer in this window".
    margin: float


@dataclass(frozen=True, slots=True)
class Likely:
    """Which windows to read: as many as these, those with the highest statement in them."""

    windows: int
    of: Callable[[Statement], float]


@dataclass(frozen=True, slots=True)
class _Place:
    """A window of an article with the statements in it."""

    article: Article
    start: int
    end: int
    statements: tuple[Statement, ...]

    @property
    def text(self) -> str:
        return self.article.text[self.start : self.end]

    @property
    def ranges(self) -> Ranges:
        """What is stated in the window, without who said it."""
        spans = {(span.start, span.end) for statement in self.statements for span in statement.contents}
        return tuple(sorted((max(a, self.start) - self.start, min(b, self.end) - self.start) for a, b in spans))


class StatementReader:
    """Reads statements with the trained reader.

    A span lies inside one piece of what is stated, so that "who" is never answered with who said it. The windows are
    those that the reader was trained on: neighbouring sentences, who said what among them.
    """

    def __init__(self, reader: SpanReader, max_windows: int = MAX_WINDOWS) -> None:
        self._reader, self._max_windows = reader, max_windows

    def read(self, question: str, statements: Sequence[Statement], likely: Likely | None = None) -> list[FoundSpan]:
        """Return the spans found in each statement, in the order of the statements, best first in each.

        Articles are read in the order in which their statements come, up to the cap on windows; with `likely`, only the
        windows that hold the likeliest statements.

        Raises:
            ModelFileError: a file of the model is missing or damaged.
        """
        places = list(_places(statements))[: self._max_windows]
        if likely is not None:
            best_first = sorted(places, key=lambda place: -max(map(likely.of, place.statements)))
            places = best_first[: likely.windows]
        readings = self._reader.spans(question, [place.text for place in places], [place.ranges for place in places])
        best: dict[tuple[int, int, int], FoundSpan] = {}
        order = {id(statement): at for at, statement in enumerate(statements)}
        for place, reading in zip(places, readings, strict=True):
            for span in reading.spans:
                at = Span(place.start + span.start, place.start + span.end)
                for statement in place.statements:
                    if not any(held.start <= at.start and at.end <= held.end for held in statement.contents):
                        continue
                    found = FoundSpan(
                        statement, at, span.score, span.probability, span.confidence, span.score - reading.null
                    )
                    key = (order[id(statement)], at.start, at.end)
                    # A sentence may stand in two windows: the one that answers better counts.
                    if key not in best or best[key].confidence < found.confidence:
                        best[key] = found
        ranked = sorted(best.items(), key=lambda pair: (pair[0][0], -pair[1].confidence, pair[0][1:]))
        return [found for _, found in ranked]


def _places(statements: Iterable[Statement]) -> Iterable[_Place]:
    """Yield the windows of the statements' articles, with the statements whose sentence is in them."""
    by_article: dict[int, list[Statement]] = {}
    for statement in statements:
        by_article.setdefault(id(statement.article), []).append(statement)
    for held in by_article.values():
        article = held[0].article
        sentences = sorted({(statement.sentence.start, statement.sentence.end) for statement in held})
        for start, end in windows(article.text, sentences):
            inside = tuple(s for s in held if s.sentence.start < end and s.sentence.end > start)
            yield _Place(article, start, end, inside)
