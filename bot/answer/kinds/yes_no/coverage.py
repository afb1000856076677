"""Whether a statement speaks of what a question speaks of."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from bot.answer.kinds.yes_no.forms import form_of, forms_of
from bot.answer.words import stems, tokens

if TYPE_CHECKING:
    from bot.answer.types import Statement

#: Code points before a sentence in which its "he" is named: two sentences, about.
_NEAR = 300
#: Share of the question's other content words that the sentence or the article's lead must hold.
_COVERAGE = 0.5
LEAD_CHARS = 600  # title and first two paragraphs of a news article, about
_DECISIVE = frozenset({"second", "third", "first", "other", "last", "next", "fourth"})
PRONOUN_RE = re.compile(r"\b(?:he|she|it|they)\b", re.IGNORECASE)
#: A body spoken of by what it is, once its name stands in the article.
BODY_RE = re.compile(
    r"\b(?:the|its)\s+(?:\w+\s+)?(?:company|firm|club|government|ministry|agency|union|party|operator|airline|bank|school|team|board"
    r"|management|group|council|federation|association|commission|university|hospital|maker|owner)\b",
    re.IGNORECASE,
)


def covers(statement: Statement, wanted: frozenset[str]) -> bool:
    """Tell whether a sentence, or the lead of its article, holds most of the words wanted."""
    if not wanted:
        return True
    here = stems(statement.sentence.text)
    if any(word in wanted and word not in here for word in _DECISIVE):
        return False
    article = statement.article
    lead = stems(article.title + " " + article.text[:LEAD_CHARS])
    near = stems(article.text[max(0, statement.start - _NEAR) : statement.start])
    return sum(word in here or word in lead or word in near for word in wanted) >= _COVERAGE * len(wanted)


def scene(statement: Statement) -> frozenset[str]:
    """Return the word forms that set the scene: the title and lead, and what stands just before a pronoun."""
    article, at = statement.article, statement.start
    near = article.text[max(0, at - _NEAR) : at] if PRONOUN_RE.search(statement.sentence.text) else ""
    return forms_of(f"{article.title} {article.text[:LEAD_CHARS]} {near}")


@lru_cache(maxsize=256)  # articles; each is asked for with every sentence
def article_forms(text: str) -> frozenset[str]:
    """Return the word forms of an article: what a short sentence leaves out stands elsewhere in it."""
    return forms_of(text)


# "Berg's lawyer said his client would appeal"
_CLIENT_RE = re.compile(r"\b(?:his|her|their|its)\s+clients?\b", re.IGNORECASE)


def speaks_of_subject(statement: Statement, others: frozenset[str]) -> bool:
    """Tell whether a statement names some of what a question is about, or has a word that stands for it."""
    return (
        bool(others & forms_of(f"{statement.text} {statement.speaker.name if statement.speaker else ''}"))
        or bool(BODY_RE.search(statement.text))
        or (bool(_CLIENT_RE.search(statement.text)) and bool(others & forms_of(statement.sentence.text)))
        or bool(PRONOUN_RE.search(statement.text))
        or (bool(re.search(r"\b(?:us|[Ww]e|them|him|her|[Ii]t)\b", statement.text)) and bool(others))
    )


def spoken_of(statement: Statement, clause: str) -> frozenset[str]:
    """Return the names of a question that a pronoun in the statement may stand for: "he would appeal"."""
    if not PRONOUN_RE.search(statement.text):
        return frozenset()
    around = forms_of(
        statement.sentence.text + " " + statement.article.title + " " + statement.article.text[:LEAD_CHARS]
    )
    return frozenset(form_of(word) for word in tokens(clause) if word[0].isupper()) & around
