"""Prompts are files; what is put into them stays data."""

import re
from pathlib import Path

import pytest

import prompts

ROOT = Path(prompts.__file__).parent
VALUES = {
    "nominate": {"mark": "n0123456789", "most": "6", "question": "How many?", "sentences": "n0123456789:1: Six died."},
    "lead": {"facts": "- 6: Herald in its own voice", "most": "280"},
}


def test_every_prompt_file_is_tested():
    assert {path.stem for path in ROOT.glob("*.md")} == set(VALUES)


@pytest.mark.parametrize("name", VALUES)
def test_it_is_filled_and_nothing_is_left_open(name):
    text = prompts.load(name, **VALUES[name])
    assert "{{" not in text
    assert all(value in text for value in VALUES[name].values())


@pytest.mark.parametrize("name", VALUES)
def test_a_missing_value_and_one_too_many_are_mistakes(name):
    values = dict(VALUES[name])
    values.pop(next(iter(values)))
    with pytest.raises(prompts.PromptError, match="takes"):
        prompts.load(name, **values)
    with pytest.raises(prompts.PromptError, match="takes"):
        prompts.load(name, **VALUES[name], more="x")


@pytest.mark.parametrize("name", ["absent", "../pyproject", "nominate.md", ""])
def test_another_name_is_none(name):
    with pytest.raises(prompts.PromptError, match="no prompt"):
        prompts.load(name)


def test_a_slot_inside_a_value_stays_text():
    text = prompts.load("nominate", **{**VALUES["nominate"], "sentences": "{{question}} {{most}} {0} {x}"})
    assert "{{question}} {{most}} {0} {x}" in text


def test_the_sentences_stand_between_two_marks():
    text = prompts.load("nominate", **VALUES["nominate"])
    first, second = (m.start() for m in re.finditer(r"^n0123456789$", text, re.MULTILINE))
    assert first < text.index("Six died.") < second


def test_the_fingerprint_follows_the_words():
    assert prompts.fingerprint("lead") != prompts.fingerprint("nominate")
    assert len(prompts.fingerprint("lead")) == 16


def test_the_lead_prompt_names_only_words_that_the_check_knows():
    """What the prompt allows must be able to pass: each form of the prompt's rules does, in tests/llm/test_lead.py."""
    rules = prompts.text("lead")
    assert "semicolons" in rules
    for verb in ("says", "quotes", "carries"):
        assert verb in rules
