"""Mined negatives: they never hold the answer, come from the same article only, and are the ones the reader fell for."""

from __future__ import annotations

import random

import pytest

pytest.importorskip("torch")

from bot.models.span_reader import ReadSpan, WindowReading
from training import reader_data as data
from training import reader_mining as mining

CONTEXTS = (
    "Mayor Ana Ruiz closed the Lindholm bridge on Friday because it leaked. Traffic was led over the old ford.",
    "The Lindholm bridge was opened by King Olaf Berg in 1902. It is made of iron.",
    "Ana Ruiz has been mayor of Lindholm since the spring. She was a teacher before.",
    "The harbour of Nordhavn froze over in January.",
)


def row(question: str, context: int, answer: str | None, source: str = "squad2_dev", group: str = "t") -> data.Row:
    text = CONTEXTS[context]
    span = None if answer is None else (text.index(answer), text.index(answer) + len(answer))
    return data.Row(source, f"{source}|{group}", text, question, span, (0, context))


ROWS = [
    row("Who closed the Lindholm bridge?", 0, "Ana Ruiz"),
    row("When was the Lindholm bridge opened?", 1, "1902"),
    row("Who painted the Lindholm bridge?", 1, None),
    row("What did Ana Ruiz do before she was mayor?", 2, "teacher"),
    row("What froze over in January?", 3, "harbour of Nordhavn", group="other"),
]


class Sure:
    """A reader that takes the first words of every window, surer the longer it is."""

    def spans(self, question, windows, within=None):
        return [
            WindowReading(0.0, (ReadSpan(0, len(text.split()[0]), 1.0, 0.1, min(0.9, len(text) / 200)),))
            for text in windows
        ]


def test_windows_come_from_the_same_title_and_lack_the_answer():
    found = mining.Windows(ROWS)
    assert found.others(ROWS[0]) == [CONTEXTS[1]]  # the third names Ana Ruiz, the fourth is of another title
    assert set(found.others(ROWS[1])) == {CONTEXTS[0], CONTEXTS[2]}
    assert CONTEXTS[1] in found.others(ROWS[2])  # nothing answers it, so its own paragraph is wrong as well
    assert found.others(ROWS[4]) == []


@pytest.mark.parametrize(
    ("text", "answer", "held"),
    [
        ("It opened in 1902.", "1902", True),
        ("It opened in 19020.", "1902", False),
        ("The ANA RUIZ bridge", "Ana Ruiz", True),
        ("Nobody knows.", "", False),
        ("The end", "the", False),  # nothing is left of it without articles
    ],
)
def test_an_answer_is_held_as_whole_words(text, answer, held):
    assert mining._holds(text, answer) is held


def test_a_qamr_sentence_stands_among_its_neighbours_and_keeps_its_span():
    rows = [row(f"Who did thing {n} in the town?", n, None, "qamr", "p:1") for n in range(3)]
    asked = row("Who closed the Lindholm bridge on Friday?", 0, "Ana Ruiz", "qamr", "p:1")
    window = mining.Windows([*rows, asked]).answering(asked, random.Random(1))
    assert window.text == " ".join(CONTEXTS[:3])
    assert window.text[slice(*window.span)] == "Ana Ruiz"
    last = row("What did Ana Ruiz do before she was mayor?", 2, "teacher", "qamr", "p:1")
    window = mining.Windows([*rows, last]).answering(last, random.Random(1))
    assert window.text[slice(*window.span)] == "teacher"


def test_what_fits_a_short_question_is_no_negative():
    rows = [row(f"Thing {n}?", n, None, "qamr", "p:1") for n in range(4)]
    short = row("Who closed it?", 0, "Ana Ruiz", "qamr", "p:1")
    longer = row("Who closed the Lindholm bridge?", 0, "Ana Ruiz", "qamr", "p:1")
    assert mining.Windows([*rows, short]).others(short) == []
    others = mining.Windows([*rows, longer]).others(longer)
    assert others
    assert all("Ana Ruiz" not in text for text in others)


def test_the_surest_wrong_windows_are_kept_with_the_one_that_answers():
    mined = {one.question: one for one in mining.mine(Sure(), ROWS, 1)}
    assert set(mined) == {one.question for one in ROWS[:4]}
    one = mined["When was the Lindholm bridge opened?"]
    assert one.answering.text == CONTEXTS[1]
    assert one.wrong == (CONTEXTS[0], CONTEXTS[2])
    assert list(one.confidences) == sorted(one.confidences, reverse=True)
    assert [bool(window.span) for window in one.item.windows] == [True, False, False]
    assert mined["Who painted the Lindholm bridge?"].item.kind == "mined_unanswerable"


def test_an_unsure_reader_teaches_nothing(monkeypatch):
    monkeypatch.setattr(mining, "LEAST_CONFIDENCE", 0.95)
    assert list(mining.mine(Sure(), ROWS, 1)) == []


def test_a_line_holds_a_question(tmp_path):
    mined = list(mining.mine(Sure(), ROWS, 1))
    file = tmp_path / mining.FILE
    file.write_text("".join(one.as_line() + "\n" for one in mined), "utf-8")
    assert mining.read(file) == mined
    with pytest.raises(FileNotFoundError, match="reader_mining"):
        mining.read(tmp_path / "none.jsonl")


def test_a_second_stage_is_the_same_for_the_same_seed_and_holds_both():
    mined = list(mining.mine(Sure(), ROWS, 1))
    items = mining.second_stage(ROWS, mined, 1)
    assert items == mining.second_stage(ROWS, mined, 1)
    kinds = {item.kind for item in items}
    assert {"mined", "mined_unanswerable", "plain"} <= kinds
