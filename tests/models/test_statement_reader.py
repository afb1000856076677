"""Spans lie inside what is stated, keep their place in the article, and belong to the right statement."""

from __future__ import annotations

from collections import defaultdict

from bot.answer.reading import statements
from bot.models.span_reader import SpanReader
from bot.models.statement_reader import StatementReader
from corpus.types import Article, Outlet
from tests.models.places import READER as READER_FOLDER

TEXT = (
    "A fire destroyed the old market hall in Lindholm late on Tuesday. Mayor Ana Ruiz said on Friday that the fire was "
    "caused by a gas leak. According to police, six people were hurt.\n\n"
    "“We will rebuild it,” Ruiz said. The hall was opened in 1911 by Olaf Berg, an engineer from Nordhavn."
)
ARTICLE = Article("a", Outlet("post", "The Post"), "Fire in Lindholm", TEXT)
OTHER = Article("b", Outlet("news", "The News"), "Council", "The council of Nordhavn chose Karin Moe as its new head.")
READER = StatementReader(SpanReader.in_folder(READER_FOLDER))


def read(question, *articles):
    return READER.read(question, [s for article in articles for s in statements(article)])


def test_spans_lie_inside_what_is_stated():
    for question in ("Who said so?", "When did the mayor speak?", "What caused the fire?", "Who opened the hall?"):
        found = read(question, ARTICLE, OTHER)
        assert found
        for span in found:
            held = span.statement.contents
            assert any(part.start <= span.span.start < span.span.end <= part.end for part in held)
            assert 0 <= span.confidence <= 1


def best(question, *articles):
    found = max(read(question, *articles), key=lambda span: span.confidence)
    return found.statement.article.text[found.span.start : found.span.end], found


def test_the_answer_comes_with_who_said_it():
    text, found = best("What caused the fire?", ARTICLE, OTHER)
    assert "gas leak" in text
    assert found.statement.speaker is not None
    assert "Ruiz" in found.statement.speaker.name


def test_who_said_it_does_not_answer_who():
    text, found = best("Who opened the hall?", ARTICLE)
    assert "Olaf Berg" in text
    assert found.statement.speaker is None


def test_order_is_that_of_the_statements_and_best_first_in_each():
    held = [*statements(ARTICLE), *statements(OTHER)]
    found = READER.read("Who is the new head of the council?", held)
    places = [held.index(span.statement) for span in found]
    assert places == sorted(places)
    by_statement = defaultdict(list)
    for span in found:
        by_statement[id(span.statement)].append(span.confidence)
    assert all(one == sorted(one, reverse=True) for one in by_statement.values())


def test_another_article_changes_no_confidence():
    alone, both = read("Who opened the hall?", ARTICLE), read("Who opened the hall?", ARTICLE, OTHER)
    kept = [span for span in both if span.statement.article is ARTICLE]
    assert [(s.span, s.confidence, s.score) for s in alone] == [(s.span, s.confidence, s.score) for s in kept]


def test_the_cap_bounds_what_is_read():
    class Counting:
        def spans(self, question, windows, within):
            self.windows = windows
            return SpanReader.in_folder(READER_FOLDER).spans(question, windows, within)

    counting = Counting()
    many = [Article(str(n), Outlet("o", "o"), "", TEXT.replace("1911", str(1900 + n))) for n in range(5)]
    StatementReader(counting, max_windows=3).read("Who?", [s for a in many for s in statements(a)])
    assert len(counting.windows) == 3


def test_nothing_stated_nothing_found():
    assert READER.read("Who?", []) == []
