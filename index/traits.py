"""What the grouping of articles into stories needs of each article: read once, kept, and joined without reading again.

A table is the same, byte by byte, whichever way it was put together: made at once, or by joining and leaving out.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections import Counter
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING, Any, TypeVar

import numpy as np

from index.query import STOP_WORDS, words

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from numpy.typing import NDArray

    from corpus.types import Article

T = TypeVar("T", bound=np.generic)

#: Flags of a word in an article: with a capital, without one, in the title.
CAPITAL, SMALL, TITLE = 1, 2, 4
DAYS = 5  # days between two reports of one event that are compared, at most
CALENDAR = frozenset(
    {"monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "january", "february", "march"}
    | {"april", "may", "june", "july", "august", "september", "october", "november", "december"}
)
#: Raised when what is read from an article changes; the list of stop words changes it by itself.
_VERSION = f"3 {hashlib.sha256(' '.join(sorted(STOP_WORDS)).encode()).hexdigest()[:8]}"
_LEAD = 1_500  # code points: 900 leave the names of some late starters out, 2,500 group no better
_DAY = len("2026-03-13")
_MOST = 65_535  # times that a word is counted in one lead

_NAME_RE = re.compile(r"\b[A-Z]\w+")
_SMALL_RE = re.compile(r"\b[a-z]\w+")


class TraitsError(ValueError):
    """Bytes that are not a table of traits, or of another version."""


@dataclass(frozen=True, slots=True)
class Head:
    """What a table says of an article as a whole."""

    id: str
    title: str
    published: str | None
    #: Changes when what is stored of the article changes.
    mark: str

    @property
    def day(self) -> int:
        """The day of publishing, counted from year 1; 0 when it is not known."""
        return _day(self.published[:_DAY]) if self.published else 0


@lru_cache(maxsize=20_000)  # fifty years
def _day(written: str) -> int:
    try:
        return date.fromisoformat(written).toordinal()
    except ValueError:  # "2026-03": a month is no day
        return 0


@dataclass(frozen=True, slots=True)
class Table:
    """The traits of articles, sorted by article id; the rows are (article, word), sorted by both."""

    heads: tuple[Head, ...]
    #: All words of the rows, sorted.
    words: tuple[str, ...]
    #: The rows of article i are those from starts[i] to starts[i + 1].
    starts: NDArray[np.int64]
    word: NDArray[np.int32]
    #: How often the word is in the lead; 0 for one that is only a part of other words.
    count: NDArray[np.uint16]
    flags: NDArray[np.uint8]
    #: Unit vectors of the articles, a row each: half precision moves a cosine by less than 0.001.
    centres: NDArray[np.float16]
    #: Which articles have one.
    known: NDArray[np.bool_]

    @property
    def owner(self) -> NDArray[np.int64]:
        """Return the article of each row."""
        return np.repeat(np.arange(len(self.heads), dtype=np.int64), np.diff(self.starts))


def build(
    articles: Sequence[Article],
    vectors: Mapping[str, NDArray[np.float32]],
    marks: Mapping[str, str] | None = None,
) -> Table:
    """Read articles into a table; those without a vector are marked as such."""
    ordered = sorted(articles, key=lambda article: article.id)
    found = [_read(article) for article in ordered]
    vocabulary = sorted({word for counts, _ in found for word in counts})
    number = {word: i for i, word in enumerate(vocabulary)}
    rows = [(number[word], min(n, _MOST), flags[word]) for counts, flags in found for word, n in sorted(counts.items())]
    columns = np.array(rows, dtype=np.int64).reshape(len(rows), 3)
    width = next((len(vectors[article.id]) for article in ordered if article.id in vectors), 0)
    centres = np.zeros((len(ordered), width), dtype=np.float16)
    for i, article in enumerate(ordered):
        if article.id in vectors:
            centres[i] = vectors[article.id]
    return Table(
        tuple(Head(a.id, a.title, a.published, (marks or {}).get(a.id, a.revision)) for a in ordered),
        tuple(vocabulary),
        np.concatenate([[0], np.cumsum([len(counts) for counts, _ in found], dtype=np.int64)]).astype(np.int64),
        columns[:, 0].astype(np.int32),
        columns[:, 1].astype(np.uint16),
        columns[:, 2].astype(np.uint8),
        centres,
        np.array([article.id in vectors for article in ordered], dtype=np.bool_),
    )


def _read(article: Article) -> tuple[Counter[str], dict[str, int]]:
    """Return the words of title and lead with how often they stand there, and their flags."""
    # Whoever prints a report may name itself in it, which no other report of the event does.
    own = _own_name(article.outlet.name)
    title = own.sub(" ", article.title)
    # Cut after that, so that a long name leaves no fewer of the other words.
    lead = f"{title}\n{own.sub(' ', article.text[: 2 * _LEAD])[:_LEAD]}"
    counts = Counter(word for word in words(lead) if word not in STOP_WORDS)
    titled = set(words(title))
    flags = {word: TITLE if word in titled else 0 for word in counts}
    for pattern, flag in ((_NAME_RE, CAPITAL), (_SMALL_RE, SMALL)):
        for found in set(pattern.findall(lead)):
            word = found.casefold()
            # A name with a joint or a digit ("F_16") may be no word of its own: it counts as a name only.
            if word not in STOP_WORDS:
                counts.setdefault(word, 0)
                flags[word] = flags.get(word, TITLE if word in titled else 0) | flag
    return counts, flags


@lru_cache(maxsize=256)
def _own_name(name: str) -> re.Pattern[str]:
    """Return a pattern for an outlet's name, with and without its article."""
    return re.compile(rf"\b(?:{re.escape(name)}|{re.escape(name.removeprefix('The '))})\b")


def join(old: Table, new: Table, leaving: Collection[str] = ()) -> Table:
    """Return one table of both, without the articles of `old` that leave or that `new` has, too."""
    gone = {*leaving, *(head.id for head in new.heads)}
    if not new.heads and not gone.intersection(head.id for head in old.heads):
        return old
    both = [(head, i) for i, head in enumerate(old.heads) if head.id not in gone]
    both = sorted([*both, *((head, len(old.heads) + i) for i, head in enumerate(new.heads))], key=lambda row: row[0].id)
    vocabulary = sorted({*old.words, *new.words})
    number = {word: i for i, word in enumerate(vocabulary)}
    starts = np.concatenate([old.starts[:-1], len(old.word) + new.starts])
    word = np.concatenate([_renumbered(table, number) for table in (old, new)])
    taken = np.array([i for _, i in both], dtype=np.int64)
    sizes = np.diff(starts)[taken]
    runs = _runs(taken)
    rows = [(int(starts[first]), int(starts[end])) for first, end in runs]
    centres = [table.centres for table in (old, new) if table.centres.shape[1]]
    joined = Table(
        tuple(head for head, _ in both),
        tuple(vocabulary),
        np.concatenate([[0], np.cumsum(sizes)]).astype(np.int64),
        _sliced(word, rows),
        _sliced(np.concatenate([old.count, new.count]), rows),
        _sliced(np.concatenate([old.flags, new.flags]), rows),
        _sliced(np.concatenate(centres), runs) if len(centres) == 2 else _only(old, new, taken),
        np.concatenate([old.known, new.known])[taken],
    )
    # Without any vector there is no telling how long they would be.
    return _without_unused(joined if joined.known.any() else replace(joined, centres=joined.centres[:, :0]))


def _runs(places: NDArray[np.int64]) -> list[tuple[int, int]]:
    """Return runs of following places, each with its end: few articles that come or go leave few runs."""
    edges = [0, *(np.flatnonzero(np.diff(places) != 1) + 1).tolist(), len(places)]
    return [(int(places[a]), int(places[b - 1]) + 1) for a, b in pairwise(edges) if b > a]


def _sliced(column: NDArray[T], runs: Sequence[tuple[int, int]]) -> NDArray[T]:
    """Return some runs of a column, one after the other: much faster than to look up each element."""
    return np.concatenate([column[:0], *(column[first:end] for first, end in runs)])


def chained(tables: Sequence[Table]) -> Table:
    """Return one table of some whose articles follow each other by id."""
    if len(tables) < 2:
        return tables[0] if tables else build([], {})
    vocabulary = sorted({word for table in tables for word in table.words})
    number = {word: i for i, word in enumerate(vocabulary)}
    width = max(table.centres.shape[1] for table in tables)
    ends = np.cumsum([len(table.word) for table in tables], dtype=np.int64)
    return Table(
        tuple(head for table in tables for head in table.heads),
        tuple(vocabulary),
        np.concatenate(
            [[0], *(table.starts[1:] + end - len(table.word) for table, end in zip(tables, ends, strict=True))]
        ),
        np.concatenate([_renumbered(table, number) for table in tables]),
        np.concatenate([table.count for table in tables]),
        np.concatenate([table.flags for table in tables]),
        np.concatenate([_centres(table, width) for table in tables]),
        np.concatenate([table.known for table in tables]),
    )


def without(table: Table, leaving: Collection[str]) -> Table:
    """Return a table without some articles."""
    return join(table, build([], {}), leaving)


def taken(table: Table, places: NDArray[np.int64]) -> Table:
    """Return some articles of a table, by their places, ascending; the vocabulary stays as it is."""
    if len(places) == len(table.heads):
        return table
    sizes = np.diff(table.starts)[places]
    rows = spans(table.starts[places], sizes)
    return Table(
        tuple(table.heads[i] for i in places.tolist()),
        table.words,
        np.concatenate([[0], np.cumsum(sizes)]).astype(np.int64),
        table.word[rows],
        table.count[rows],
        table.flags[rows],
        table.centres[places],
        table.known[places],
    )


def near(a: int, b: int) -> bool:
    """Tell whether two days (0 for unknown) may be those of reports on one event."""
    return not a or not b or abs(a - b) <= DAYS


def _only(old: Table, new: Table, taken: NDArray[np.int64]) -> NDArray[np.float16]:
    """Return the centres where one of the tables, having no article with a vector, does not know their length."""
    width = max(old.centres.shape[1], new.centres.shape[1])
    return np.asarray(np.concatenate([_centres(table, width) for table in (old, new)])[taken], dtype=np.float16)


def _centres(table: Table, width: int) -> NDArray[np.float16]:
    """Return a table's centres in the length that they have in another one."""
    return table.centres if table.centres.shape[1] else np.zeros((len(table.heads), width), dtype=np.float16)


def _renumbered(table: Table, number: Mapping[str, int]) -> NDArray[np.int32]:
    places = np.array([number[word] for word in table.words], dtype=np.int32)
    return places[table.word] if len(places) else table.word


def _without_unused(table: Table) -> Table:
    used = np.flatnonzero(np.bincount(table.word, minlength=len(table.words)))
    if len(used) == len(table.words):
        return table
    places = np.zeros(len(table.words), dtype=np.int32)
    places[used] = np.arange(len(used), dtype=np.int32)
    return replace(table, words=tuple(table.words[i] for i in used.tolist()), word=places[table.word])


def spans(starts: NDArray[np.int64], sizes: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return start, start + 1, … of each span, one after the other."""
    ends = np.cumsum(sizes)
    shifts = np.repeat(starts - np.concatenate([[0], ends[:-1]]).astype(np.int64), sizes)
    return np.asarray(shifts + np.arange(len(shifts)), dtype=np.int64)


# -- bytes -------------------------------------------------------------------------------------------------------------

_ARRAYS = (("starts", "<i8"), ("word", "<i4"), ("count", "<u2"), ("flags", "u1"), ("centres", "<f2"), ("known", "?"))


def to_bytes(table: Table) -> bytes:
    """Write a table: a line of JSON, then the arrays."""
    heads = [[head.id, head.title, head.published, head.mark] for head in table.heads]
    width = table.centres.shape[1]
    header: dict[str, Any] = {"version": _VERSION, "width": width, "rows": len(table.word), "heads": heads}
    text = json.dumps({**header, "words": table.words}, separators=(",", ":"))
    return b"".join([text.encode("ascii"), b"\n", *(as_bytes(getattr(table, n), t) for n, t in _ARRAYS)])


def as_bytes(array: NDArray[Any], kind: str) -> memoryview:
    """Return the bytes of an array in a type, which are copied only where it has another one."""
    return np.ascontiguousarray(array, dtype=kind).reshape(-1).view(np.uint8).data


def from_bytes(data: bytes) -> Table:
    """Undo `to_bytes`.

    Raises:
        TraitsError: it is no table, or one of another version.
    """
    end = data.find(b"\n")
    try:
        header = json.loads(data[: max(end, 0)])
        if header["version"] != _VERSION:
            raise TraitsError("a table of another version")
        heads = tuple(Head(*row) for row in header["heads"])
        rows, width = int(header["rows"]), int(header["width"])
        vocabulary = tuple(header["words"])
    except (ValueError, KeyError, TypeError) as error:
        raise error if isinstance(error, TraitsError) else TraitsError("no table of traits") from error
    sizes = {"starts": len(heads) + 1, "centres": len(heads) * width, "known": len(heads)}
    arrays: dict[str, NDArray[Any]] = {}
    at = end + 1
    if len(data) - at != sum(sizes.get(name, rows) * np.dtype(kind).itemsize for name, kind in _ARRAYS):
        raise TraitsError("a table of another size")
    for name, kind in _ARRAYS:
        size = sizes.get(name, rows)
        arrays[name] = np.frombuffer(data, dtype=kind, count=size, offset=at)
        at += arrays[name].nbytes
    arrays["centres"] = arrays["centres"].reshape(len(heads), width)
    return Table(heads, vocabulary, **arrays)
