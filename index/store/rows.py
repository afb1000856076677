"""Rows as they are stored, and the hash that tells whether one still is what was written."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any

from corpus.types import Article, Outlet

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

#: States of an article row: answers read "live"; "replaced" and "removed" are history; repair sets "damaged" aside.
LIVE, REPLACED, REMOVED, DAMAGED = "live", "replaced", "removed", "damaged"


@dataclass(frozen=True, slots=True)
class Revision:
    """One stored version of an article."""

    #: Order of storing, from 1; never reused.
    seq: int
    article: Article
    state: str
    #: True for the bundled sample, which leaves when other articles come.
    sample: bool


@dataclass(frozen=True, slots=True)
class StoredPassage:
    """A passage row whose hash was right when it was read."""

    id: int
    article_id: str
    ordinal: int
    start: int
    end: int
    vector: NDArray[np.float32]


def row_hash(*parts: object) -> str:
    """Return sha256 hex over the parts with their types and lengths, so that moving text between them changes it."""
    return hashlib.sha256(b"".join(map(_framed, parts))).hexdigest()


def _framed(part: object) -> bytes:
    # Bytes and integers are most of what is hashed; the general way would make text of them first.
    if type(part) is bytes:
        return b"bytes:%d:%b" % (len(part), part)
    data = str(part).encode("utf-8", "surrogatepass")
    return b"%b:%d:%b" % (type(part).__name__.encode("ascii"), len(data), data)


def dump_outlet(outlet: Outlet) -> str:
    """Write an outlet as one line of ASCII JSON, the same bytes for the same outlet."""
    return _dump({field.name: getattr(outlet, field.name) for field in fields(Outlet)})


def dump_article(article: Article) -> str:
    """Write everything but the outlet as one line of ASCII JSON; escapes keep what UTF-8 cannot (lone surrogates)."""
    return _dump({field.name: getattr(article, field.name) for field in fields(Article) if field.name != "outlet"})


def read_article(record: str, outlet: str) -> Article:
    """Undo `dump_article` and `dump_outlet`.

    Raises:
        ValueError, TypeError, KeyError: the rows do not hold an article.
    """
    return Article(outlet=read_outlet(outlet), **json.loads(record))


def read_outlet(outlet: str) -> Outlet:
    """Undo `dump_outlet`."""
    stored: dict[str, Any] = json.loads(outlet)
    return Outlet(**{**stored, "aliases": tuple(stored["aliases"]), "hosts": tuple(stored["hosts"])})


def _dump(value: dict[str, Any]) -> str:
    return json.dumps(value, ensure_ascii=True, sort_keys=True, separators=(",", ":"))
