"""A chosen reader that is not there costs a remark, not the answer; one that is there reads what the rules could not."""

from __future__ import annotations

import json

import pytest

from bot.answer.ask import AskOptions, ask
from bot.answer.kinds.count import Count
from bot.answer.question import analyse
from bot.answer.reading import read
from bot.answer.types import Reading, Span
from bot.config import load
from bot.models.chosen import BUNDLED, Chosen, chosen
from corpus.types import Outlet
from index.encoder import Encoder
from index.index import Index
from index.writer import add
from tests.bot.answers import article

SHARED = "The mill of Lindal had stood on the Vesla since 1811. Its owner, Klara Moe, employed nine people in Lindal."
QUESTION = "Why did the old mill of Lindal close?"


@pytest.fixture(scope="module")
def index(tmp_path_factory):
    home = tmp_path_factory.mktemp("home")
    articles = [
        article(Outlet("post", "The Post"), f"The old mill of Lindal closed because of a flood. {SHARED}", title="Old mill closes in Lindal"),
        article(Outlet("news", "The News"), f"The old mill of Lindal has closed. The river had taken its wheel. {SHARED}", title="Old mill closes in Lindal"),
    ]  # fmt: skip
    add(home, articles, Encoder.bundled())
    with Index.open(home, Encoder.bundled()) as opened:
        yield opened


@pytest.mark.parametrize(
    ("flags", "folder"),
    [
        ({}, BUNDLED),
        ({"reader": ""}, BUNDLED),
        ({"reader": "other"}, "other"),
        ({"models": False}, None),
        ({"models": False, "reader": "other"}, None),
    ],
)
def test_the_bundled_reader_is_used_unless_the_settings_say_otherwise(tmp_path, flags, folder):
    found = chosen(load(flags, environ={}, folder=tmp_path))
    assert found == (None if folder is None else Chosen(str(folder)))


def test_the_bundled_reader_is_whole():
    Chosen().check()


@pytest.mark.parametrize("damage", ["nothing there", "no odds", "a broken list"])
def test_without_its_files_the_rules_answer_alone(index, tmp_path, damage):
    if damage != "nothing there":
        listed = {"files": {}} if damage == "a broken list" else json.loads("{}")
        (tmp_path / "model.json").write_text(json.dumps(listed), "utf-8")
    plain = ask(QUESTION, index)
    answer = ask(QUESTION, index, options=AskOptions(trained=Chosen(str(tmp_path))))
    assert plain.positions
    assert answer.positions == plain.positions
    assert answer.state is plain.state
    (note,) = answer.notes
    assert note.startswith("answered by rules alone: ")
    assert "\n" not in note
    assert str(tmp_path) in note


class Wheel:
    """Reads the wheel as the cause, in every statement that tells of it."""

    def __init__(self):
        self.seen = ()

    def read_all(self, question, statements):
        from bot.answer.kinds.cause import Cause

        self.seen = tuple(statements)
        told = next(s for s in statements if "wheel" in s.text)
        at = told.article.text.index("The river")
        return [(told, Reading(Cause("The river had taken its wheel"), Span(at, at + 29), 0.9))]


def test_a_reader_is_given_what_the_rules_left_and_adds_to_the_answer(index):
    reader = Wheel()
    answer = ask(QUESTION, index, options=AskOptions(trained=reader))
    assert {s.article.outlet.id for s in reader.seen} == {"news"}
    assert {o for p in answer.positions for o in p.outlets} == {"post", "news"}
    assert len(answer.positions) == 2


class Toll:
    """Reads a toll in the first statement that it is given."""

    def __init__(self, number):
        self.number = number

    def read_all(self, question, statements):
        told = statements[0]
        return [(told, Reading(Count(self.number, self.number), Span(told.sentence.start, told.sentence.end), 0.9))]


@pytest.mark.parametrize(("number", "outlets"), [(4, {"post", "news"}), (9, {"post"})])
def test_a_reader_adds_to_what_the_rules_read_and_contradicts_none_of_it(number, outlets):
    articles = [
        article(Outlet("post", "The Post"), "Four people died in the fire at Lindal."),
        article(Outlet("news", "The News"), "Lindal mourns after the fire."),
    ]
    claims = read(articles, analyse("How many people died in the fire?"), trained=Toll(number))
    assert {claim.article.outlet.id for claim in claims} == outlets


def test_nothing_is_opened_where_the_rules_find_an_answer_in_every_article(tmp_path):
    articles = [article(Outlet("post", "The Post"), "Four people died in the fire at Lindal.")]
    assert read(articles, analyse("How many people died in the fire?"), trained=Chosen(str(tmp_path)))
