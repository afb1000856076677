"""The sentences closest to a question: what is shown when nothing answers it."""

from __future__ import annotations

import re
from itertools import zip_longest
from typing import TYPE_CHECKING

from bot.answer.predicates import predicates
from bot.answer.reading import statements
from bot.answer.words import stem, stems

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    import numpy as np
    from numpy.typing import NDArray

    from bot.answer.types import Claim, Question, Statement
    from corpus.types import Article
    from index.index import Index

#: Sentences compared by meaning; 1 to 3 ms each. Of the three closest of all, 93 of 100 are among these (24: 97).
_MOST_EMBEDDED = 16
#: What one word in common with the question weighs against the cosine of the passage around a sentence.
_PER_WORD = 0.1
#: Statements shown where nothing answers: they fit on a screen, and in a message.
_SHOWN = 5
#: Below this cosine two sentences have little to do with each other (all-MiniLM-L6-v2 on news).
_LEAST_COSINE = 0.2

_WITHHELD_RE = re.compile(
    r"""\b(?:withheld|withholding|not\ (?:yet\ )?(?:been\ )?(?:named|identified|released|disclosed|made\ public|published|revealed)
        |declin(?:ed|es|ing)\ to\ (?:name|identify|say|disclose|give)|did\ not\ (?:name|identify|disclose|say|give|reveal)
        |undisclosed|unnamed|unidentified)\b""",
    re.IGNORECASE | re.VERBOSE,
)
#: Questions about these ask for what a text may withhold.
_WITHHOLDABLE_RE = re.compile(
    r"\b(?:names?|identit(?:y|ies)|who|amount|terms|price|how\ much|details)\b", re.IGNORECASE | re.VERBOSE
)


def nearest(
    question: Question, articles: Sequence[Article], index: Index, count: int = _SHOWN
) -> tuple[Statement, ...]:
    """Return up to `count` statements closest in words and meaning: each outlet's closest first, then the next closest.

    The closest of all may come from one outlet, while the answer that no rule could read stands in another.
    """
    pool = [statement for article in articles for statement in statements(article)]
    unique: dict[tuple[str, int], Statement] = {}
    for statement in pool:
        unique.setdefault((statement.article.id, statement.start), statement)
    if not unique:
        return ()
    asked = index.embedder.encode([question.text])[0]
    pool = _likely(unique.values(), question, asked, index)
    scores = index.embedder.encode([statement.sentence.text for statement in pool]) @ asked
    ranked = sorted(
        range(len(pool)), key=lambda i: (-round(float(scores[i]), 4), pool[i].article.outlet.id, pool[i].start)
    )
    return _by_outlet([pool[i] for i in ranked if scores[i] >= _LEAST_COSINE])[:count]


def _by_outlet(ranked: Iterable[Statement]) -> tuple[Statement, ...]:
    """Put each outlet's first statement before all others; what was said word for word before says nothing new."""
    first: dict[str, Statement] = {}
    later: list[Statement] = []
    said: set[str] = set()
    for statement in ranked:
        if statement.sentence.text in said:
            continue
        said.add(statement.sentence.text)
        if first.setdefault(statement.article.outlet.id, statement) is not statement:
            later.append(statement)
    return (*first.values(), *later)


def _likely(pool: Iterable[Statement], question: Question, asked: NDArray[np.float32], index: Index) -> list[Statement]:
    """Return the statements worth an embedding: by the stored vector of the passage around each and by its words."""
    wanted = {stem(word) for word in question.about}
    around: dict[str, list[tuple[int, int, float]]] = {}

    def score(statement: Statement) -> float:
        article, at = statement.article.id, statement.sentence.start
        if article not in around:
            cosines = (index.vectors(article) @ asked).tolist()
            pairs = zip(index.passages(article), cosines, strict=True)
            around[article] = [(passage.quote.start, passage.quote.end, cosine) for passage, cosine in pairs]
        cosine = max((value for start, end, value in around[article] if start <= at < end), default=0.0)
        # Rounded, so that ties are ties on every machine.
        return round(cosine, 4) + _PER_WORD * len(wanted & stems(statement.sentence.text))

    return sorted(pool, key=lambda s: (-score(s), s.article.outlet.id, s.article.id, s.start))[:_MOST_EMBEDDED]


def of_others(
    question: Question, articles: Sequence[Article], answering: Collection[Claim], count: int = 3
) -> tuple[Statement, ...]:
    """Return statements by which somebody else did what a yes/no question asks of one, an outlet's first before its others.

    "No" to "did Norland shoot it down" must not hide that an outlet says who did.
    """
    from bot.answer.kinds.yes_no import done_by_another  # imports the figures, which most questions do not need

    taken = {(claim.article.id, claim.statement.start) for claim in answering}
    found: dict[str, list[Statement]] = {}
    for article in sorted(articles, key=lambda article: (article.outlet.id, article.id)):
        for statement in statements(article):
            place = (article.id, statement.start)
            if place not in taken and done_by_another(statement, question):
                found.setdefault(article.outlet.id, []).append(statement)
                taken.add(place)
    rounds = zip_longest(*(found[outlet] for outlet in sorted(found)))
    return tuple(statement for one in rounds for statement in one if statement is not None)[:count]


def withheld(question: Question, articles: Sequence[Article]) -> Statement | None:
    """Return the statement that says that what is asked for is not told."""
    if not _WITHHOLDABLE_RE.search(question.text):
        return None
    names = bool(re.search(r"\b(?:names?\b|identit)", question.text, re.IGNORECASE))
    wanted = {stem(word) for word in question.about}
    for article in articles:
        for statement in statements(article):
            text = statement.sentence.text
            about = 2 * len(wanted & stems(text)) > len(wanted) or (names and "name" in text.lower())
            if about and _WITHHELD_RE.search(text):
                return statement
    return None


def false_presupposition(question: Question, articles: Sequence[Article]) -> Statement | None:
    """Return the statement that says that everybody died, where a question asks for survivors."""
    if "survive" not in question.predicates:
        return None
    for article in articles:
        for statement in statements(article):
            text = statement.text
            died = any(found.group == "die" and not found.negated and not found.hedged for found in predicates(text))
            if died and re.search(r"\b(?:all|everyone|no\ survivors)\b", text, re.IGNORECASE | re.VERBOSE):
                return statement
    return None
