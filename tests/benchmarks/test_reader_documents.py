"""The public sets with the reader: when two answers are the same, which one is told most, and what thresholds are."""

from __future__ import annotations

import pytest

from benchmarks import reader_documents as documents
from benchmarks import reader_public as public
from benchmarks.public.asking import Reply, Shown
from benchmarks.reader_documents import Found
from bot.answer.values import Relation
from corpus.types import Article, Outlet


def found(text: str, article: str = "a", confidence: float = 0.5) -> Found:
    return Found(article, text, f"It says {text}.", confidence, 0.0)


@pytest.mark.parametrize(
    ("one", "other", "relation"),
    [
        ("1973", "January 1973", Relation.SAME),  # one holds the other
        ("four people", "Four people", Relation.SAME),
        ("1860", "1846", Relation.INCOMPATIBLE),
        ("43 miles", "80 miles", Relation.INCOMPATIBLE),
        ("12 March 2020", "March 2020", Relation.SAME),
        ("Gregory Corso", "Charles Lee Smith", Relation.INCOMPATIBLE),
        ("pale pink", "slaty blue", None),  # free words are left to a model
        ("10 dead and 4 hurt", "11 dead", None),  # two amounts: nothing says which is meant
        ("43 miles", "80 km", None),  # other units
    ],
)
def test_typed_answers_are_compared_by_their_values(one, other, relation):
    assert documents.typed_relation(one, other) is relation
    assert documents.typed_relation(other, one) is relation


def test_the_answer_told_most_wins_over_the_surest():
    spans = [found("Rome", "a", 0.6), found("Oslo", "b", 0.5), found("Oslo", "c", 0.4), found("The", "d", 0.99)]
    assert documents.most_told(spans) == ("Oslo", pytest.approx(0.9))
    assert documents.surest(spans)[0] == "The"
    assert documents.most_told([]) is None
    assert documents.surest([]) is None


def test_the_lowest_threshold_keeps_the_precision():
    judged = [(0.9, True), (0.8, False), (0.7, True), (0.6, True), (0.5, False)]
    assert documents.lowest(judged, 0.75) == 0.6
    assert documents.lowest([(0.9, False)], 0.75) == 1.0


def test_spans_too_unsure_or_twice_in_a_document_are_left_out():
    spans = [found("Rome", "a", 0.6), found("rome", "a", 0.9), found("Rome", "b", 0.7), found("Oslo", "a", 0.2)]
    kept = documents.kept(spans, 0.5)
    assert [(one.article, one.text) for one in kept] == [("a", "rome"), ("b", "Rome")]


def related(one: Found, other: Found) -> Relation:
    return documents.typed_relation(one.text, other.text) or Relation.COMPATIBLE


def test_positions_group_what_is_the_same_and_flag_what_excludes_it():
    given = documents.answered("q", [found("1860", "a"), found("in 1860", "b"), found("1846", "c")], related)
    assert given.state == "conflict"
    assert [shown.articles for shown in given.positions] == [{"a", "b"}, {"c"}]
    assert given.positions[0].wordings == ("1860", "1860", "in 1860")
    calm = documents.answered("q", [found("pale pink", "a"), found("slaty blue", "b")], related)
    assert (calm.state, len(calm.positions)) == ("answered", 2)
    assert documents.answered("q", [], related).state == "unanswered"


def test_all_of_a_document_is_read_with_its_title():
    text = " ".join(f"Sentence number {n} tells of the harbour and of its cranes." for n in range(30))
    parts = documents.cut(Article("a", Outlet("o", "O"), "A harbour", text))
    assert parts[0] == "A harbour"
    assert all(f"number {n} " in " ".join(parts[1:]) for n in range(30))
    assert documents.cut(Article("a", Outlet("o", "O"), "", "Short.")) == ["Short."]


def test_the_reader_adds_only_documents_that_the_rules_left():
    def shown(text: str, article: str) -> Shown:
        return Shown(text, (text,), (), frozenset({article}))

    rules = Reply("q", "one_outlet", (shown("4", "a"),))
    reader = Reply("q", "conflict", (shown("5", "a"), shown("6", "b")))
    assert public.joined(rules, reader).positions == (shown("4", "a"), shown("6", "b"))
    assert public.joined(rules, reader).state == "one_outlet"
    assert public.joined(Reply("q", "unanswered", ()), reader) == reader


def test_the_surest_half_is_what_precision_is_taken_over():
    rows = [{"gold": ["Rome"]}] * 4
    given = [
        public.Sure(Reply("q", "answered", (Shown(text, (), (), frozenset()),)), confidence)
        for text, confidence in (("Rome", 0.9), ("Oslo", 0.8), ("Rome", 0.1), ("Rome", 0.2))
    ]
    assert public.precision_at(rows, given, lambda row, reply: float(reply.first[0] in row["gold"])) == 0.5
