"""A chosen reader that is not there costs a remark, not the answer; one that is there reads what the rules could not."""

from __future__ import annotations

import json

import pytest

from bot.answer.ask import AskOptions, ask
from bot.answer.kinds.time import time_at
from bot.answer.question import analyse
from bot.answer.reading import read
from bot.answer.times import times
from bot.answer.types import Reading, Span
from bot.config import load
from bot.models.chosen import BUNDLED, Chosen, chosen
from bot.render.json import as_dict
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


def test_what_the_bundled_reader_adds_is_word_for_word_and_its_speakers(tmp_path):
    told = (
        "Inspectors found listeria, a bacterium which can make people ill, in two unopened jars, the food office said."
    )
    recalled = article(Outlet("post", "The Post"), f"The shop has recalled 400 jars.\n\n{told}", title="Jars recalled")
    add(tmp_path, [recalled], Encoder.bundled())
    with Index.open(tmp_path, Encoder.bundled()) as index:
        assert ask("What bacterium was in the jars?", index).positions == ()
        data = as_dict(ask("What bacterium was in the jars?", index, options=AskOptions(trained=Chosen())))
    ((claim,),) = [position["claims"] for position in data["positions"]]
    assert (claim["read_by"], claim["outlet"], claim["speaker"]) == ("model", "post", "food office")
    assert claim["quote"] == told == recalled.text[claim["start"] : claim["end"]]
    answer = claim["answer"]
    assert answer["text"] == "listeria" == recalled.text[answer["start"] : answer["end"]]


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


class Days:
    """Reads days of an arrest in the statements that have them, as sure as is told."""

    def __init__(self, *sure):
        self.sure = dict(sure)

    def read_all(self, question, statements):
        out = []
        for told in statements:
            for day, sure in self.sure.items():
                if (at := told.text.find(day)) >= 0:
                    span = Span(told.start + at, told.start + at + len(day))
                    out.append((told, Reading(time_at(times(day, None)[0]), span, sure, trained=True)))
        return out


SECOND, NINTH = "Sat 2 May 2026", "Sat 9 May 2026"
TOLD = {
    "post": "The thief was arrested on 2 May 2026.",
    "news": "Everybody spoke of 2 May 2026 and of 9 May 2026.",
    "echo": "On 9 May 2026 the square was full.",
}


@pytest.mark.parametrize(
    ("told", "sure", "values"),
    [
        # borne out by what the rules read
        (TOLD, {"2 May 2026": 0.7}, {"post": {SECOND}, "news": {SECOND}}),
        # contradicted by it
        (TOLD, {"9 May 2026": 0.9}, {"post": {SECOND}}),
        # contradicted by a denial of what the question takes for granted
        ({**TOLD, "post": "Nobody was arrested."}, {"2 May 2026": 0.9}, {"post": {"nobody was arrested"}}),
        # nothing by rules: the surest of its own stands, and what does not contradict it
        ({"news": TOLD["news"], "echo": TOLD["echo"]}, {"2 May 2026": 0.7, "9 May 2026": 0.9}, {"news": {NINTH}, "echo": {NINTH}}),
    ],
)  # fmt: skip
def test_a_reader_adds_to_what_the_rules_read_and_contradicts_none_of_it(told, sure, values):
    articles = [article(Outlet(key, key.title()), text) for key, text in told.items()]
    claims = read(articles, analyse("When was the thief arrested?"), trained=Days(*sure.items()))
    found = {}
    for claim in claims:
        found.setdefault(claim.article.outlet.id, set()).add(str(claim.value))
    assert found == values


def test_nothing_is_opened_where_the_rules_find_an_answer_in_every_article(tmp_path):
    articles = [article(Outlet("post", "The Post"), "Four people died in the fire at Lindal.")]
    assert read(articles, analyse("How many people died in the fire?"), trained=Chosen(str(tmp_path)))
