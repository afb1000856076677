"""Questions about one event, asked over the articles of another: the short form of the campaign `asked`."""

from __future__ import annotations

import json
import random
from copy import deepcopy
from pathlib import Path

import pytest

from corpus.load import load
from corpus.outlets import Registry
from index.encoder import Encoder
from index.index import Index
from index.writer import add
from tests.bot import asked

EVENTS = Path(__file__).parents[1] / "data" / "events"
NAMES = sorted(folder.parent.name for folder in EVENTS.glob("*/articles"))
#: Questions of each other event that are asked.
_EACH = 5


@pytest.fixture(scope="module", params=["ferry-aground", "cable-merger"])
def over(request, tmp_path_factory):
    """The articles of one event, indexed."""
    home = tmp_path_factory.mktemp("asked") / "home"
    articles = list(load([EVENTS / request.param / "articles"], Registry.load(Path("no such file"))))
    add(home, articles, Encoder.bundled())
    return request.param, home, articles


def questions(event):
    rows = (EVENTS / event / "questions.jsonl").read_text("utf-8").splitlines()
    # Conversations are left out.
    return [row["question"] for row in map(json.loads, rows) if "question" in row]


def test_questions_of_other_events(over):
    name, home, articles = over
    rng = random.Random(name)
    texts = [text for other in NAMES if other != name for text in rng.sample(questions(other), _EACH)]
    tally = asked.asked(home, articles, texts, seed=1)
    assert tally.failures == []
    assert tally.rounds == _EACH * (len(NAMES) - 1)
    assert tally.seen["quotes"] > tally.rounds / 2  # what is nearest is quoted where nothing answers


def test_what_is_wrong_is_noticed(over):
    name, home, articles = over
    given = {article.id: article for article in articles}
    with Index.open(home) as index:
        shown = next(shown for text in questions(name) if (shown := asked.answered(text, index))["positions"])
    assert asked.faults(shown, given) == []

    def spoilt(change):
        other = deepcopy(shown)
        change(other["positions"][0]["claims"])
        return asked.faults(other, given)

    assert spoilt(lambda claims: claims[0].update(quote=claims[0]["quote"] + "."))
    assert spoilt(lambda claims: claims[0].update(start=claims[0]["start"] + 1))
    assert spoilt(lambda claims: claims[0]["answer"].update(text="nobody"))
    assert spoilt(lambda claims: claims[0].update(outlet="another"))
    assert spoilt(lambda claims: claims[0].update(article="none"))
    assert spoilt(lambda claims: claims.clear())
