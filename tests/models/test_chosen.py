"""A chosen reader that is not there costs a remark, not the answer; one that is there reads what the rules could not."""

from __future__ import annotations

import json

import pytest

from bot.answer.ask import AskOptions, ask
from bot.answer.types import Reading, Span
from bot.models.chosen import chosen
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


def test_no_folder_is_no_reader():
    assert chosen(None) is None
    assert chosen("") is None


@pytest.mark.parametrize("damage", ["nothing there", "no odds", "a broken list"])
def test_without_its_files_the_rules_answer_alone(index, tmp_path, damage):
    if damage != "nothing there":
        listed = {"files": {}} if damage == "a broken list" else json.loads("{}")
        (tmp_path / "model.json").write_text(json.dumps(listed), "utf-8")
    plain = ask(QUESTION, index)
    answer = ask(QUESTION, index, options=AskOptions(trained=chosen(str(tmp_path))))
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
