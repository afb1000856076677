"""The JSON holds all that the text has, is valid against its schema, and is safe to print."""

import json as stdlib
import math
from importlib.resources import files

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.render import gate, json, markdown, text
from tests.bot import answers

SCHEMA = stdlib.loads(files("bot.render").joinpath("answer.schema.json").read_text("utf-8"))
CHECK = jsonschema.Draft202012Validator(SCHEMA)


def test_the_schema_is_one():
    jsonschema.Draft202012Validator.check_schema(SCHEMA)


@pytest.mark.parametrize("name", ["flood", "copied", "unanswered", "crew"])
def test_valid_and_true(name):
    answer = answers.crew() if name == "crew" else answers.every()[name]
    data = json.as_dict(answer)
    CHECK.validate(data)
    assert stdlib.loads(json.dumps(data)) == data
    for position, shown in zip(answer.positions, data["positions"], strict=True):
        texts = {claim.article.id: claim.article.text for claim in position.claims}
        for claim in shown["claims"]:
            assert texts[claim["article"]][claim["start"] : claim["end"]] == claim["quote"]
            span = claim["answer"]
            assert texts[claim["article"]][span["start"] : span["end"]] == span["text"]


WRONG = [("state", "maybe"), ("differs", False), ("positions", []), ("schema", "whosays.answer/2"), ("silent", "x")]


@pytest.mark.parametrize(("key", "value"), WRONG)
def test_the_schema_refuses(key, value):
    assert not CHECK.is_valid({**json.as_dict(answers.flood()), key: value})


@given(st.text(st.characters(codec=None), min_size=1, max_size=40), st.booleans())
@settings(max_examples=300, deadline=None)
def test_hostile_text_is_valid_json(payload, ascii_only):
    shown = json.dumps(json.as_dict(answers.hostile(payload)), ascii_only=ascii_only)
    data = stdlib.loads(shown)
    CHECK.validate(data)
    assert data["question"] == payload
    assert gate.terminal(shown) == shown
    assert not ascii_only or shown.isascii()
    shown.encode("utf-8")


def test_no_infinities():
    assert json.dumps({"a": [math.inf, math.nan, 1.5]}) == '{"a": [null, null, 1.5]}'


@pytest.mark.parametrize("name", ["flood", "copied", "unanswered"])
def test_all_renderers_say_the_same(name):
    """Headline, outlets, values and quotes are in every form."""
    answer = answers.every()[name]
    plain = " ".join(text.render(answer, width=400).split())
    marked = markdown.render(answer)
    data = json.as_dict(answer)
    assert answer.headline in plain
    assert gate.markdown(answer.headline) in marked
    for position in data["positions"]:
        assert position["display"] in plain
        assert gate.markdown(position["display"]) in marked
        for claim in position["claims"]:
            assert claim["quote"] in plain
            assert gate.markdown(claim["quote"]) in marked


MARKDOWN = """\
## Was the vote postponed?

**Yes: both outlets.**

### Yes

**Press TV** · 13 Mar 2026

- The ministry: “The ministry said the vote was postponed.” \\[1\\]

**Rediff** · 13 Mar 2026

- The ministry: “The vote was postponed, the ministry said.” \\[2\\]

- one origin: The ministry
- same wire copy: counted as one source

*2 outlets · 2 articles read · \\[1\\]–\\[2\\]: whosays show 1*

- \\[1\\] Press TV: A title, 13 Mar 2026, https&#58;//presstv.ir/1
- \\[2\\] Rediff: A title, 13 Mar 2026, https&#58;//rediff.com/1
"""


def test_markdown():
    assert markdown.render(answers.copied()) == MARKDOWN
