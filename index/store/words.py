"""A question as an FTS5 query that no character of the question can break."""

from __future__ import annotations

import re
from functools import cache

#: Raw questions raise errors in FTS5 ("A-12", "O'Brien"); word characters in quotes cannot.
_WORD_RE = re.compile(r"\w+")
#: Scripts without blanks between words: FTS5 would take a whole clause of Chinese or Japanese for one word.
_UNSPACED = r"[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]"
#: Terms; FTS5 takes longer per term, and no question needs more.
MAX_TERMS = 64

_STOP_WORDS = """
    a about after again all also am an and any are as at be because been before being between both but by can could
    did do does doing down during each few for from further had has have having he her here hers him his how i if in
    into is it its itself just me more most my no nor not now of off on once only or other our out over own s same say
    said says she should so some such t than that the their them then there these they this those through to too under
    until up very was we were what when where which while who whom whose why will with would you your
"""
STOP_WORDS = frozenset(_STOP_WORDS.split())


def terms(query: str) -> list[str]:
    """Return the query's words, lower case, each once, without stop words (unless there is nothing else)."""
    words = list(dict.fromkeys(_WORD_RE.findall(query.encode("utf-8", "replace").decode("utf-8").casefold())))
    return ([word for word in words if word not in STOP_WORDS] or words)[:MAX_TERMS]


@cache
def _unspaced() -> re.Pattern[str]:
    # Compiled at the first word that may need it: so large a class takes 2 ms.
    return re.compile(_UNSPACED)


def spaced(text: str) -> str:
    """Set Chinese and Japanese characters apart, so that each is a word and several are found as a phrase."""
    return text if text.isascii() else _unspaced().sub(r" \g<0> ", text)


def match_expression(words: list[str]) -> str:
    """Return the FTS5 expression that finds any of the words."""
    return " OR ".join(f'"{spaced(word)}"' for word in words)
