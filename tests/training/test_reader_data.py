"""The reader's data: parts share nothing, spans stay on their answers, traps have no answer or the right one."""

from __future__ import annotations

import random

import pytest

from training import reader_data as data
from training import reader_traps as traps

NAMES = traps.Names(("Ana Ruiz", "Lindholm", "Nordhavn Harbour", "Olaf Berg"))


def made_rows() -> list[data.Row]:
    rows = []
    for article in range(40):
        for sentence in range(3):
            text = f"Engineer Olaf Berg{article}x{sentence} closed bridge {sentence} near the Lindholm{article} station because it leaked."
            for question, answer in (
                (f"Who closed bridge {sentence} near the station?", f"Engineer Olaf Berg{article}x{sentence}"),
                (f"Why was bridge {sentence} closed?", "it leaked"),
            ):
                at = text.index(answer)
                span = (at, at + len(answer))
                rows.append(data.Row("qamr", f"qamr|{article}", text, question, span, (0, sentence)))
    return rows


def test_no_article_is_in_two_parts_and_no_row_is_lost():
    rows = made_rows()
    parts = data.split(rows)
    groups = [{row.group for row in part} for part in parts.values()]
    assert len(groups[0] | groups[1] | groups[2]) == sum(map(len, groups))
    assert sum(map(len, parts.values())) == len(rows)
    assert 0.08 <= len(parts["test"]) / len(rows) <= 0.15
    assert parts == data.split(reversed(rows)) or {k: set(v) for k, v in parts.items()} == {
        k: set(v) for k, v in data.split(reversed(rows)).items()
    }


def test_items_are_the_same_for_the_same_seed_and_spans_hold_answers():
    rows = made_rows()
    items = data.training_items(rows, 5, {"qamr": 2.0})
    assert items == data.training_items(rows, 5, {"qamr": 2.0})
    assert items != data.training_items(rows, 6, {"qamr": 2.0})
    answers = {row.question: row for row in rows}
    for item in items:
        for window in item.windows:
            if window.span and item.question in answers:
                assert window.text[slice(*window.span)] in {row.answer for row in rows}
            if item.kind in ("other_sentence", "denied", "negated"):
                assert window.span is None
    assert {"plain", "other_sentence", "attributed"} <= {item.kind for item in items}


def test_a_window_has_the_span_only_where_the_whole_answer_is():
    context = " ".join(f"Sentence number {n} tells of the harbour and of its {n} cranes." for n in range(30))
    at = context.index("20 cranes")
    row = data.Row("squad2_dev", "g", context, "How many?", (at, at + 9))
    found = data.windows_of(row)
    assert len(found) > 2
    holding = [window for window in found if window.span]
    assert holding
    assert all(window.text[slice(*window.span)] == "20 cranes" for window in holding)
    assert all("20 cranes" not in window.text for window in found if not window.span)


def test_a_related_context_shares_words_and_lacks_the_answer():
    contexts = ["Olaf Berg closed the Lindholm bridge.", "The Lindholm bridge was painted.", "Rain fell in Oslo."]
    row = data.Row("squad2_dev", "g", contexts[0], "Who closed the Lindholm bridge?", (0, 9))
    related = data.Related.of(contexts)
    assert related.to(row, random.Random(1)) == contexts[1]
    other = data.Row("squad2_dev", "g", "x", "Where did rain fall?", None)
    assert related.to(other, random.Random(1)) == contexts[2]


SENTENCE = "The ferry was moved to Nordhavn after a storm."
SPAN = (SENTENCE.index("Nordhavn"), SENTENCE.index("Nordhavn") + len("Nordhavn"))


@pytest.mark.parametrize("seed", range(40))
def test_a_frame_keeps_the_answer_or_has_none(seed):
    question = "Where was the ferry moved?"
    trap = traps.sentence_trap(question, SENTENCE, SPAN, NAMES, random.Random(seed))
    assert trap is not None
    if trap.kind == "attributed":
        assert trap.text[slice(*trap.span)] == "Nordhavn"
    else:
        assert trap.span is None
        assert trap.kind in ("denied", "negated", "who_unsaid", "why_unsaid")
    if trap.kind == "negated":
        assert " not " in trap.text or " never " in trap.text


def test_a_time_that_the_sentence_tells_is_not_called_unsaid():
    told = "The ferry was moved to Nordhavn on Friday."
    span = (told.index("Nordhavn"), told.index("Nordhavn") + 8)
    for seed in range(60):
        trap = traps.sentence_trap("Where was the ferry moved?", told, span, NAMES, random.Random(seed))
        assert trap is None or trap.kind != "when_unsaid"


def test_a_total_is_added_behind_the_answer():
    text = "Two people were killed in the fire."
    kinds = set()
    for seed in range(20):
        trap = traps.sentence_trap("How many people were killed?", text, (0, 3), NAMES, random.Random(seed))
        kinds.add(trap.kind)
        if trap.kind == "scope":
            assert trap.text[slice(*trap.span)] == "Two"
            assert len(trap.text) > len(text)
        else:
            assert trap.span is None
            assert "Two" not in trap.text
    assert kinds == {"scope", "identifier"}


@pytest.mark.parametrize("seed", range(20))
def test_a_changed_question_is_another_question(seed):
    window = "In 1974 the company of Olaf Berg opened the largest harbour of Nordhavn in Lindholm."
    question = "Where did the company of Olaf Berg open the largest harbour in 1974?"
    trap = traps.changed_question(question, window, "Lindholm", window, NAMES, random.Random(seed))
    assert trap.question != question
    assert (trap.text, trap.span) == (window, None)
