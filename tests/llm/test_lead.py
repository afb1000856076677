"""A lead is shown only when all of it is proven by the answer."""

import pytest

from bot.answer.ask import ask
from bot.llm.lead import MOST_CHARS, facts, flaw


@pytest.fixture(scope="module")
def crew(tmp_path_factory):
    """ "6 of 6" (Press TV; Rediff carries it) and, earlier, "4 of 6" (Rediff; Press TV quotes CENTCOM)."""
    from corpus.load import sample
    from index.embedders import embedder
    from index.index import Index
    from index.writer import add

    home = tmp_path_factory.mktemp("sample")
    add(home, list(sample()), embedder(), sample=True)
    with Index.open(home, one_shot=True) as index:
        yield {
            name: ask(question, index)
            for name, question in {
                "died": "How many crew died?",
                "aboard": "How many crew members were on board?",
                "shot": "Was it shot down?",
                "second": "Did the second aircraft land safely?",
                "none": "Who won the election?",
            }.items()
        }


GOOD = [
    "Outlets differ: Press TV says 6 of 6; Rediff carries 6 of 6; Rediff says 4 of 6 as an earlier figure; Press TV quotes CENTCOM: 4 of 6.",
    "Press TV says 6 of 6; Rediff carries 6 of 6; Rediff and Press TV carry 4 of 6.",
    "Press TV and Rediff carry 6 of 6, while Rediff says 4 of 6; Press TV says 4 of 6 according to CENTCOM.",
    "The outlets disagree: both Press TV and Rediff carry 6 of 6; CENTCOM gives 4 of 6 in Rediff and Press TV.",
    "press tv says 6 of 6; rediff carries 6 of 6; rediff reported an earlier figure; rediff says 4 of 6; press tv carries 4 of 6.",
]
BAD = [
    # the right names, joined wrongly
    ("Press TV says 4 of 6; Rediff says 6 of 6.", "like that"),
    ("Press TV says 6 of 6; Rediff says 6 of 6; Press TV and Rediff carry 4 of 6.", "like that"),
    ("CENTCOM quotes Press TV: 4 of 6.", "form"),
    ("Rediff quotes US military: 6 of 6; Press TV carries 6 of 6; Press TV and Rediff carry 4 of 6.", "like that"),
    ("Press TV says 6 of 6 as an earlier figure; Rediff carries 6 of 6; Rediff and Press TV carry 4 of 6.", "earlier"),
    # something left out: a side, or an outlet that carries it
    ("Press TV says 6 of 6; Rediff carries 6 of 6.", "left out"),
    ("Outlets differ.", "left out"),
    ("Press TV says 6 of 6; Rediff says 4 of 6; Press TV carries 4 of 6.", "left out"),
    # a state that is not the answer's
    ("Outlets agree: Press TV and Rediff carry 6 of 6; Rediff and Press TV carry 4 of 6.", "updated"),
    # figures, names and judgements of its own
    ("Press TV says 6 of 6, or 7; Rediff carries 6 of 6; Rediff and Press TV carry 4 of 6.", "form"),
    ("Press TV says 16 of 6; Rediff carries 6 of 6; Rediff and Press TV carry 4 of 6.", "form"),
    ("Press TV says 6 of 6%; Rediff carries 6 of 6; Rediff and Press TV carry 4 of 6.", "form"),
    ("Press TV says 6 of 6 million; Rediff carries 6 of 6; Rediff and Press TV carry 4 of 6.", "form"),
    ("Press TV rightly says 6 of 6; Rediff carries 6 of 6; Rediff and Press TV carry 4 of 6.", "form"),
    ("It is 6 of 6.", "form"),
    ("6 of 6.", "form"),
    ("BBC says 6 of 6; Press TV and Rediff carry 6 of 6; Rediff and Press TV carry 4 of 6.", "form"),
    ("Press TV does not say 6 of 6; Rediff carries 6 of 6; Rediff and Press TV carry 4 of 6.", "form"),
    # no plain sentence
    ("Press TV says 6 of 6", "sentence"),
    ("Press TV says 6 of 6. Rediff says 4 of 6.", "sentence"),
    ("Press TV says “6 of 6”.", "character"),
    ("", "characters"),
    (" ", "sentence"),
    ("Press TV says 6 of 6; " * 20 + ".", "characters"),
]


@pytest.mark.parametrize("text", [text for text in GOOD if "reported an earlier" not in text])
def test_what_the_answer_proves_is_kept(crew, text):
    assert flaw(text, crew["died"]) is None


def test_a_part_without_a_value_is_refused(crew):
    assert "form" in flaw(GOOD[-1], crew["died"])


@pytest.mark.parametrize(("text", "why"), BAD)
def test_what_it_does_not_prove_is_refused(crew, text, why):
    assert why in flaw(text, crew["died"])


def test_changing_any_word_of_a_good_lead_is_noticed(crew):
    """Each word replaced by another, by nothing, or doubled: only forms that say the same pass."""
    said = GOOD[1]
    words = said.split()
    harmless = 0
    for i in range(len(words)):
        for other in ("Reuters", "7", "not", "nine", "never", "CENTCOM", "@everyone", "allegedly"):
            changed = " ".join([*words[:i], other, *words[i + 1 :]])
            harmless += flaw(changed, crew["died"]) is None
    assert harmless == 0


def test_agreement_may_be_said_where_it_is(crew):
    answer = crew["aboard"]
    assert answer.state.value == "agreement"
    value = answer.positions[0].value
    assert flaw(f"Outlets agree: Press TV and Rediff carry {value}.", answer) is None
    assert flaw(f"Outlets differ: Press TV and Rediff carry {value}.", answer) is not None


def test_yes_and_no_keep_their_voices(crew):
    answer = crew["shot"]
    good = "Press TV says yes; Rediff carries yes; Rediff and Press TV carry no."
    assert flaw(good, answer) is None
    assert flaw("Press TV says no; Rediff carries yes; Rediff and Press TV carry yes.", answer) is not None
    assert flaw("Rediff says yes; Press TV says yes; Rediff and Press TV carry no.", answer) is not None


def test_where_nothing_is_answered_there_is_no_lead(crew):
    assert "nothing" in flaw("Press TV says 6 of 6.", crew["none"])


def test_the_facts_hold_each_voice_once_and_no_quote(crew):
    text = facts(crew["died"])
    assert "- 6 of 6: Press TV in its own voice" in text
    assert "- 4 of 6 (earlier): Press TV quotes CENTCOM" in text
    assert len(set(text.splitlines())) == len(text.splitlines())
    assert all(c.quote.text not in text for p in crew["died"].positions for c in p.claims)


def test_the_longest_lead_is_two_lines(crew):
    assert len(GOOD[0]) < MOST_CHARS
