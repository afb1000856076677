"""The words of texts for PostgreSQL's full text, cut and stemmed by the very tokenizer of the embedded store.

PostgreSQL's own dictionaries stem other words than SQLite's, so the same question would find other passages. The words
are therefore made here and handed over as they are: `tsvector` and `tsquery` only have to find them.
"""

from __future__ import annotations

import hashlib
import sqlite3
from typing import TYPE_CHECKING

from index.store.database import _WORDS
from index.store.words import spaced, terms

if TYPE_CHECKING:
    from collections.abc import Sequence

#: PostgreSQL's bounds: bytes of a lexeme, highest position, positions of one lexeme.
_LONGEST, _LAST, _MOST = 2000, 16383, 256


def of(texts: Sequence[str]) -> list[list[str]]:
    """Return each text's words in order, as the embedded word index has them."""
    connection = sqlite3.connect(":memory:", isolation_level=None)
    try:
        connection.execute(_WORDS)
        connection.execute("CREATE VIRTUAL TABLE seen USING fts5vocab(words, 'instance')")
        rows = ((number, _searchable(text)) for number, text in enumerate(texts, start=1))
        connection.execute("BEGIN")
        connection.executemany("INSERT INTO words (rowid, title, text) VALUES (?, '', ?)", rows)
        found: list[list[tuple[int, str]]] = [[] for _ in texts]
        for term, number, place in connection.execute("SELECT term, doc, offset FROM seen"):
            found[number - 1].append((place, _bounded(term)))
    finally:
        connection.close()
    return [[term for _, term in sorted(row)] for row in found]


def vector(words: Sequence[str]) -> str:
    """Return the `tsvector` of some words, with their places."""
    places: dict[str, list[int]] = {}
    for place, word in enumerate(words, start=1):
        places.setdefault(word, []).append(min(place, _LAST))
    return " ".join(f"{quoted(word)}:{','.join(map(str, at[:_MOST]))}" for word, at in sorted(places.items()))


def phrases(query: str) -> list[list[str]]:
    """Return each word of a question that the embedded store would look for; several tokens are a phrase there, too."""
    return [words for words in of(terms(query)) if words]


def queries(query: str) -> list[str]:
    """Return a `tsquery` for each of the `phrases`."""
    return [" <-> ".join(map(quoted, words)) for words in phrases(query)]


def _searchable(text: str) -> str:
    """Do what the store does with a text; SQLite takes no lone surrogates."""
    return spaced(text.encode("utf-8", "replace").decode("utf-8"))


def _bounded(term: str) -> str:
    data = term.encode("utf-8")
    return term if len(data) <= _LONGEST else f"sha256{hashlib.sha256(data).hexdigest()}"


def quoted(word: str) -> str:
    """Return a word as `tsvector` and `tsquery` read it."""
    escaped = word.replace("\\", "\\\\").replace("'", "''")
    return f"'{escaped}'"
