"""The quick look for a word's stem never denies what `stems` would find."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.answer.words import _SYNONYM, lacks, stem, stems

#: Letters whose small form depends on what follows are left out: Greek sigma, the dotted capital I.
WORDS = st.one_of(
    st.sampled_from(sorted(_SYNONYM)),
    st.text(st.sampled_from("abegiklnorstuyåøABEGS'’-_ZÅ1"), min_size=1, max_size=12),
    st.builds(
        "".join, st.tuples(st.sampled_from(sorted(_SYNONYM)), st.sampled_from(["s", "ing", "ed", "'s", "’s", "es"]))
    ),
)


@given(st.lists(WORDS, max_size=8), st.sampled_from([" ", ", ", "\n", "-", "_"]))
@example(["publishing"], " ")
@example(["under", "way"], " ")
@example(["Cities'"], " ")
def test_a_stem_that_is_there_is_never_denied(words, between):
    text = between.join(words)
    assert not [found for found in stems(text) if lacks(text, found)]


@pytest.mark.parametrize(
    ("text", "word", "absent"),
    [
        ("The ferry left Vik at noon.", "Lind", True),
        ("The ferry left Vik at noon.", "Viken", True),
        ("The ferry left Viken at noon.", "Vik", False),
        ("The ferry left Vik at noon.", "boat", False),  # a ferry is one
        ("The mayor’s words", "mayor's", False),
        ("", "Vik", True),
    ],
)
def test_what_is_denied(text, word, absent):
    assert lacks(text, stem(word)) == absent
