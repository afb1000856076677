"""What a text calls somebody or something with a name."""

import pytest

from bot.answer.called import called
from corpus.types import Article, Outlet

ROWS = [
    ("Ola Vik", "Fat-cat banker Ola Vik was sunning himself.", "Fat-cat banker Ola Vik"),
    ("Ola Vik", "The bank's chief executive, Ola Vik, was not to be seen.", "The bank's chief executive"),
    ("Ola Vik", "Through his lawyer, Mr Vik denied that he had left.", "Mr Vik"),  # the lawyer is another
    ("Ola Vik", "Sand leads Mayor Ola Vik by 421 votes.", "Mayor Ola Vik"),
    ("Ola Vik", "Rolf led the campaign of the well-liked mayor, Dr Ola Vik, in May.", "the well-liked mayor"),
    ("Ola Vik", "Ola Vik, who had refused to concede, rang her.", "Ola Vik"),  # no description
    ("Ola Vik", "Ola Vik, who ran Corva Minerals for eleven years, was jailed.", "who ran Corva Minerals for eleven years"),
    ("Ola Vik", "The court jailed the former head of the firm Corva, Ola Vik, for nine years.", "the former head of the firm Corva"),
    ("Ola Vik", "Its chief executive, Ola Vik, said that the dam had held.", "Its chief executive"),
    ("Ola Vik", "Mr Vik, the museum's director, did not answer.", "the museum's director"),
    ("Ola Vik", "Ola Vik has resigned as director of the Tarn Museum.", "director of the Tarn Museum"),
    ("Ola Vik", "It sold loans to Vik Homes, whose founder, Ola Vik, left.", "founder"),
    ("Ola Vik", "Dal Rovers have sold their striker Ola Vik for 62 million.", "striker Ola Vik"),
    ("Ola Vik", "Fans waited for Ola Vik, the Dal goal machine.", "the Dal goal machine"),
    ("Kari Berg", "Anders Berg said nothing. Ms Berg was silent.", "Ms Berg"),  # a namesake
    ("Kari Berg", "The Harbour Union, Berg's party, lost.", "Berg"),  # what is hers is not she
    ("Kari Berg", "Without Kari Berg, the deal fails.", "Kari Berg"),
    ("Norsund", "If the deal fails, Norsund must pay.", "Norsund"),  # a clause and its subject
    ("Ola Vik", "It cost twice as much as the modest campaign of Dr Vik.", "Dr Vik"),
    ("Norsund", "Norsund Industries has agreed to buy it.", "Norsund Industries"),
    ("Hale & Winter", "It was the auditors, Hale & Winter, who told the council.", "the auditors"),
    ("Kari Berg", "Prime Minister Kari Berg, who flew over the valley, promised aid.", "Prime Minister Kari Berg"),
    ("Kari Berg", "On Tuesday Kari Berg came.", "Kari Berg"),
    ("Kari Berg", "Police said Kari Berg, a gambler, had lied.", "a gambler"),
]  # fmt: skip


def _called(name, text):
    article = Article("a", Outlet("o", "O"), "t", text, published="2026-03-13")
    return [(statement.speaker, article.text[span.start : span.end]) for statement, span in called(article, name)]


@pytest.mark.parametrize(("name", "text", "expected"), ROWS)
def test_called(name, text, expected):
    assert [shown for _, shown in _called(name, text)] == [expected]


def test_what_frames_a_statement_is_the_outlets_word():
    assert _called("Ola Vik", "Its chief executive, Ola Vik, said that the dam had held.")[0][0] is None
    assert _called("Ola Vik", "Police said Ola Vik, a gambler, had lied.")[0][0].canonical == "Police"


def test_a_name_that_does_not_occur_is_not_called_anything():
    assert _called("Ola Vik", "The mayor was not to be seen.") == []
