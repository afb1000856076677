"""What was published, and by whom."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from functools import lru_cache


@dataclass(frozen=True, slots=True)
class Outlet:
    """Who publishes: an entry of the operator's registry, or an unregistered name or host."""

    #: Lower-case identifier, stable across releases ("press-tv").
    id: str
    #: The name shown to readers ("Radio Nord").
    name: str
    aliases: tuple[str, ...] = ()
    #: Hosts without "www." ("herald.example").
    hosts: tuple[str, ...] = ()
    #: ISO 3166 country name or code, as the operator wrote it.
    country: str | None = None
    owner: str | None = None
    #: False when the registry does not know it; front ends mark such outlets.
    registered: bool = True


@dataclass(frozen=True, slots=True)
class Article:
    """One published text. `text` is the evidence: it never changes after loading."""

    id: str
    outlet: Outlet
    title: str
    #: Body as published, line endings and Unicode NFC normalised; quotes are ranges in it.
    text: str = field(repr=False)
    url: str | None = None
    #: ISO 8601 date, or date and time with zone; None when unknown. Never more precise than the source.
    published: str | None = None
    updated: str | None = None
    author: str | None = None
    #: BCP 47 tag; only English is read, other languages are stored and quoted.
    language: str = "en"
    #: Agency credited ("Reuters"), as declared in the front matter.
    wire: str | None = None

    @property
    def revision(self) -> str:
        """Sha256 hex over everything that is stored: changes when anything of the article changes."""
        return _revision(self)

    def quote(self, start: int, end: int) -> Quote:
        """Return the range [start, end) of the text, in code points."""
        return Quote(self, start, end)


@dataclass(frozen=True, slots=True)
class Quote:
    """A half-open range of code points in an article. It stores no text, so it cannot misquote.

    Raises:
        ValueError: the range is empty or outside the article.
    """

    article: Article = field(repr=False)
    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start < self.end <= len(self.article.text):
            raise ValueError(f"no range [{self.start}, {self.end}) in article {self.article.id}")

    @property
    def text(self) -> str:
        """The exact words, as published."""
        return self.article.text[self.start : self.end]


@lru_cache(maxsize=1024)
def _revision(article: Article) -> str:
    # Kept, because every stored passage is checked against its article's revision.
    digest = hashlib.sha256()
    parts = (article.id, article.outlet.id, article.title, article.url, article.published, article.updated)
    for part in (*parts, article.author, article.language, article.wire, article.text):
        data = b"\x00" if part is None else b"\x01" + part.encode("utf-8", "surrogatepass")
        digest.update(len(data).to_bytes(8, "big") + data)
    return digest.hexdigest()
