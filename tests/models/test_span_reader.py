"""The reader finds spans with exact offsets, and what it says of a window does not depend on other windows."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.models.errors import ModelFileError
from bot.models.span_reader import SpanReader
from tests.models.places import READER as READER_FOLDER

READER = SpanReader.in_folder(READER_FOLDER)
FIRE = "A fire destroyed the old market hall in Lindholm late on Tuesday. Firefighters needed six hours to put it out."
VOTE = "The city council voted for a new harbour after Mayor Ingrid Solberg changed her mind."
NOISE = "Rain is expected in the south, with sunshine later in the week."

#: Question, window, answer: plain cases that a reader must get right.
PLAIN = [
    pytest.param("What was destroyed?", FIRE, "market hall", marks=pytest.mark.xfail(reason="reads what destroyed it")),
    ("What destroyed the market hall?", FIRE, "fire"),
    ("How many hours did the firefighters need?", FIRE, "six"),
    ("Who changed her mind?", VOTE, "Ingrid Solberg"),
    ("What did the council vote for?", VOTE, "harbour"),
    ("Where is rain expected?", NOISE, "south"),
]


@pytest.mark.parametrize(("question", "window", "answer"), PLAIN)
def test_plain_answers_are_found(question, window, answer):
    (reading,) = READER.spans(question, [window])
    best = reading.spans[0]
    assert answer in window[best.start : best.end]
    assert best.end - best.start <= len(answer) + 20
    assert reading.confidence > 0.5


@pytest.mark.parametrize(
    ("question", "window"),
    [
        ("Who won the football match?", NOISE),
        ("How many people were arrested?", VOTE),
        ("Which bank raised its rates?", FIRE),
        ("When did the trial begin?", VOTE),
    ],
)
def test_a_window_about_something_else_is_no_answer(question, window):
    (reading,) = READER.spans(question, [window])
    assert reading.confidence < 0.3


def test_the_window_that_answers_stands_out():
    readings = READER.spans("Who changed her mind about the harbour?", [NOISE, FIRE, VOTE])
    assert max(range(3), key=lambda at: readings[at].confidence) == 2
    assert max(range(3), key=lambda at: readings[at].spans[0].probability) == 2


@settings(deadline=None, max_examples=30)
@given(st.lists(st.sampled_from([FIRE, VOTE, NOISE, "", "No."]), min_size=1, max_size=5))
def test_other_windows_change_only_the_shares(windows):
    question = "What was destroyed?"
    together = READER.spans(question, windows)
    total = 0.0
    for window, reading in zip(windows, together, strict=True):
        (alone,) = SpanReader(READER._model).spans(question, [window])
        assert (alone.null, alone.confidence) == (reading.null, reading.confidence)
        own, same = ([(s.start, s.end, s.score, s.confidence) for s in r.spans] for r in (alone, reading))
        assert own == same
        total += sum(span.probability for span in reading.spans)
        assert 0 <= reading.confidence <= 1
    assert total <= 1 + 1e-9


def test_spans_come_best_first_and_do_not_overlap():
    (reading,) = READER.spans("What happened in Lindholm?", [FIRE])
    assert len(reading.spans) > 1
    assert all(one.score >= two.score for one, two in pairwise(reading.spans))
    assert reading.confidence == reading.spans[0].confidence > max(span.confidence for span in reading.spans[1:])
    in_order = sorted((span.start, span.end) for span in reading.spans)
    assert all(one[1] <= two[0] for one, two in pairwise(in_order))


def test_a_span_lies_within_the_ranges_given():
    window = "Mayor Ana Ruiz said on Friday that the bridge was closed by Olaf Berg."
    ranges = ((window.index("the bridge"), len(window)),)
    (free,) = READER.spans("Who closed the bridge?", [window])
    (bound,) = READER.spans("Who closed the bridge?", [window], within=[ranges])
    assert all(span.start >= ranges[0][0] and span.end <= ranges[0][1] for span in bound.spans)
    assert "Olaf Berg" in window[bound.spans[0].start : bound.spans[0].end]
    assert free.null == bound.null  # the rest of the window is read as well
    (nothing,) = READER.spans("Who closed the bridge?", [window], within=[()])
    assert nothing.spans == ()
    assert nothing.confidence == 0
    assert nothing.margin == float("-inf")


@pytest.mark.parametrize(
    "window",
    ["Le maire a fermé le pont – « c’est fini », dit-il.", "Кит 北京 Olaf Berg closed the bridge 🚢 in Ålesund."],
)
def test_offsets_are_code_points_of_the_window(window):
    (reading,) = READER.spans("Who closed the bridge?", [window])
    for span in reading.spans:
        assert 0 <= span.start < span.end <= len(window)
        assert not window[span.start].isspace()
        assert not window[span.end - 1].isspace()


def test_what_was_read_is_not_read_again():
    class Counting:
        fingerprint, settings = READER._model.fingerprint, READER._model.settings
        count = 0

        def open(self):
            READER._model.open()

        def run(self, pairs):
            self.count += len(pairs)
            return READER._model.run(pairs)

    model = Counting()
    reader = SpanReader(model)
    first = reader.spans("What was destroyed?", [FIRE, VOTE, FIRE])
    assert model.count == 2
    assert reader.spans("What was destroyed?", [FIRE, VOTE, FIRE]) == first
    assert model.count == 2
    reader.spans("Who voted?", [VOTE])
    assert model.count == 3


def test_no_windows_no_readings():
    assert READER.spans("Who?", []) == []
    (reading,) = READER.spans("Who?", [""])
    assert reading.spans == ()


@pytest.mark.parametrize(
    "calibration",
    [None, {}, {"temperature": 0, "bias": 0, "weights": [1, 0, 0, 0]}, {"temperature": 1, "bias": 0, "weights": [1]}],
)
def test_a_list_of_files_without_a_calibration_is_a_damaged_model(calibration):
    class Bare:
        fingerprint = "none"
        settings = {} if calibration is None else {"calibration": calibration}

    with pytest.raises(ModelFileError, match="no calibration"):
        SpanReader(Bare())
