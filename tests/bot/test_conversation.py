"""Follow-ups completed from the question before."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.answer.conversation import Conversation, complete

ROWS = [
    ("How many people died in the flood?", "and the injured?", "How many were injured?"),
    ("How many crew died?", "and the missing?", "How many are missing?"),
    ("Who shot it down?", "was it?", "Was it shot down ?"),
    ("How many crew died?", "who said that?", "How many crew died?"),
    ("Where did the train derail?", "when?", "When did the train derail?"),
    ("How many crew died?", "Where did it crash?", "Where did it crash?"),
    ("How many crew died?", "when?", "When was it that crew died?"),
    ("How many were injured?", "and where?", "Where was it that people were injured?"),
    ("How many people died in the flood?", "who?", "Who died in the flood?"),
]


@pytest.mark.parametrize(("before", "then", "expected"), ROWS)
def test_complete(before, then, expected):
    got = complete(then, Conversation().add(before, {}))
    assert got.replace(" ?", "?") == expected.replace(" ?", "?")


@given(st.text(max_size=60))
def test_without_a_conversation_nothing_changes(text):
    assert complete(text, None) == text
    assert complete(text, Conversation()) == text
