"""What one file says about one article, and how that becomes an Article or a reason why not."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from corpus.clean import clean
from corpus.dates import DateError, read_date
from corpus.language import detect
from corpus.names import HostError
from corpus.outlets import UnknownOutletError
from corpus.types import Article

if TYPE_CHECKING:
    from collections.abc import Mapping

    from corpus.outlets import Registry

#: Bytes of one article; the longest news features stay below a tenth of it.
MAX_ARTICLE = 5 * 1024 * 1024
#: Characters of a title, a URL or another field; longer ones are text in the wrong place.
_MAX_FIELD = 2000
#: Characters of the first line that serve as a title when none is given.
_MAX_TITLE = 160
#: Characters of an id, so that it can be typed.
_MAX_ID = 200
#: Share of control characters from which a text is taken for binary data; coloured terminal output stays below.
_BINARY_SHARE = 0.2
#: ISO 639 codes of languages whose English names stand in data sets.
_LANGUAGES = {
    "arabic": "ar",
    "chinese": "zh",
    "danish": "da",
    "dutch": "nl",
    "english": "en",
    "french": "fr",
    "german": "de",
    "hebrew": "he",
    "hindi": "hi",
    "italian": "it",
    "japanese": "ja",
    "korean": "ko",
    "norwegian": "nb",
    "persian": "fa",
    "portuguese": "pt",
    "russian": "ru",
    "spanish": "es",
    "swedish": "sv",
    "turkish": "tr",
    "ukrainian": "uk",
}
_TAG_PART_RE = re.compile(r"[A-Za-z0-9]{1,8}", re.ASCII)
_CONTROL_RE = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")

#: Names of fields, as the front matter writes them.
FIELDS = ("id", "outlet", "title", "url", "published", "updated", "author", "language", "wire")


class ReadError(ValueError):
    """Why a file, or one row of it, is no article; `line` counts from 1."""

    def __init__(self, reason: str, line: int | None = None) -> None:
        super().__init__(reason)
        self.reason = reason
        self.line = line


@dataclass(frozen=True, slots=True)
class Draft:
    """What one file, or one row of it, says about one article."""

    text: str = field(repr=False)
    #: What the operator declares: front matter, side file, JSON keys.
    fields: Mapping[str, str] = field(default_factory=dict)
    #: What a saved page says about itself; used only where the operator says nothing.
    claimed: Mapping[str, str] = field(default_factory=dict)
    #: Line of the row, when a file holds several.
    line: int | None = None
    #: Line of each declared field.
    lines: Mapping[str, int] = field(default_factory=dict)

    def over(self, defaults: Mapping[str, str]) -> Draft:
        """Return the draft with fields filled in where it says nothing."""
        own = {key: value for key, value in self.fields.items() if value.strip()}
        return Draft(self.text, {**defaults, **own}, self.claimed, self.line, self.lines)


def finish(draft: Draft, registry: Registry) -> Article:
    """Return the article that a draft describes.

    Raises:
        ReadError: something is missing or wrong, with its line.

    """
    values = {key: _field(key, value, draft) for key, value in draft.fields.items() if key in FIELDS and value.strip()}
    claimed = {key: _field(key, value, draft) for key, value in draft.claimed.items() if value.strip()}
    text = clean(draft.text)
    _check_text(text, draft)
    url, name = _source(values, claimed, registry)
    try:
        outlet = registry.resolve(url=url, name=name)
    except (HostError, UnknownOutletError) as error:
        raise ReadError(str(error), draft.lines.get("url" if url else "outlet", draft.line)) from None
    title = values.get("title") or claimed.get("title") or _first_line(text)
    published = _date("published", values, claimed, draft)
    return Article(
        id=values.get("id") or article_id(outlet.id, url, title, published),
        outlet=outlet,
        title=title,
        text=text,
        url=url,
        published=published,
        updated=_date("updated", values, claimed, draft),
        author=values.get("author") or claimed.get("author"),
        language=_language(values, claimed, draft) or detect(text),
        wire=values.get("wire"),
    )


def article_id(outlet_id: str, url: str | None, title: str, published: str | None) -> str:
    """Return the id of an article that declares none: the same page keeps it when its text changes."""
    rest = (url,) if url else (title, published or "")
    return hashlib.sha256("\x00".join((outlet_id, *rest)).encode("utf-8", "surrogatepass")).hexdigest()[:12]


def _field(key: str, value: str, draft: Draft) -> str:
    line = draft.lines.get(key, draft.line)
    kept = clean(value).strip()
    if len(kept) > _MAX_FIELD:
        raise ReadError(f"`{key}` is longer than {_MAX_FIELD} characters; shorten it", line)
    if "\x00" in kept or _has_surrogate(kept):
        raise ReadError(f"`{key}` holds a NUL or half a character; save the file as UTF-8 text", line)
    if key == "id" and (len(kept) > _MAX_ID or not kept.isprintable() or any(map(str.isspace, kept))):
        raise ReadError(f"`id` must be at most {_MAX_ID} printable characters without spaces; shorten it", line)
    return kept


def _check_text(text: str, draft: Draft) -> None:
    if not text.strip():
        raise ReadError("no text; add the article below the front matter, or remove the file", draft.line)
    if _has_surrogate(text):
        raise ReadError("the text holds half a character (a lone surrogate); save it as UTF-8 again", draft.line)
    if "\x00" in text or len(_CONTROL_RE.findall(text)) > _BINARY_SHARE * len(text):
        raise ReadError("binary data, not text; save the article as UTF-8 text", draft.line)
    if len(text) > MAX_ARTICLE or len(text.encode("utf-8")) > MAX_ARTICLE:
        raise ReadError(f"longer than {MAX_ARTICLE // 1024**2} MB; split it or remove what is no article", draft.line)


def _has_surrogate(text: str) -> bool:
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return True
    return False


def _source(values: Mapping[str, str], claimed: Mapping[str, str], registry: Registry) -> tuple[str | None, str | None]:
    """Return URL and name. A page's own address never overrules an outlet that the operator declares."""
    url, name, own = values.get("url"), values.get("outlet"), claimed.get("url")
    if url is None and own is not None:
        try:
            same = name is None or registry.resolve(url=own, name=None) == registry.resolve(url=None, name=name)
        except (HostError, UnknownOutletError):
            return None, name  # a page may claim nonsense; what the operator said still stands
        return (own if same else None), name
    return url, name


def _first_line(text: str) -> str:
    line = next(line for line in text.split("\n") if line.strip())
    return " ".join(line.lstrip("# ").split())[:_MAX_TITLE].strip() or line.strip()[:_MAX_TITLE]


def _date(key: str, values: Mapping[str, str], claimed: Mapping[str, str], draft: Draft) -> str | None:
    if key in values:
        try:
            return read_date(values[key])
        except DateError as error:
            raise ReadError(f"`{key}`: {error}", draft.lines.get(key, draft.line)) from None
    if key in claimed:
        try:
            return read_date(claimed[key])
        except DateError:
            return None  # a page's own claim that cannot be read: the date is unknown
    return None


def _language(values: Mapping[str, str], claimed: Mapping[str, str], draft: Draft) -> str | None:
    for source in (values, claimed):
        given = source.get("language")
        if given is None:
            continue
        if tag := _tag(given):
            return tag
        if source is values:
            reason = f"`language` {given[:40]!r} is not a language tag; write it like en or pt-BR, or leave it out"
            raise ReadError(reason, draft.lines.get("language", draft.line))
    return None


def _tag(given: str) -> str | None:
    """Return a BCP 47 tag with its first part in lower case; None when it is not one."""
    parts = given.replace("_", "-").split("-")
    first = _LANGUAGES.get(given.lower(), parts[0].lower())
    if given.lower() in _LANGUAGES:
        return first
    if not (2 <= len(first) <= 3 and first.isalpha()) or not all(_TAG_PART_RE.fullmatch(part) for part in parts):
        return None
    return "-".join((first, *parts[1:]))
