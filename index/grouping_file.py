"""A grouping as bytes: a line of JSON, then the arrays."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import numpy as np

from index.grouping import Grouping
from index.same_text import ORDERS, Compared
from index.traits import TraitsError, as_bytes
from index.weights import Measure

if TYPE_CHECKING:
    from numpy.typing import NDArray

#: Raised when what a grouping holds or the rules by which it is found change.
_VERSION = 1
#: The arrays with their types and which count of the header is their length.
_ARRAYS = (
    ("holders", "<i4", "words"), ("capital", "<i4", "words"), ("small", "<i4", "words"), ("named", "<i4", "words"),
    ("marks", "<u4", "marks"), ("one", "<i4", "texts"), ("other", "<i4", "texts"), ("same", "?", "texts"),
    ("original", "<i4", "articles"), ("cluster", "<i4", "articles"), ("group", "<i4", "articles"),
    ("first", "<i4", "pairs"), ("second", "<i4", "pairs"), ("likeness", "<f8", "pairs"), ("how", "u1", "pairs"),
)  # fmt: skip


def to_bytes(found: Grouping) -> bytes:
    """Write a grouping."""
    measure, texts = found.measure, found.compared
    arrays: dict[str, NDArray[Any]] = {
        "holders": measure.holders, "capital": measure.capital, "small": measure.small, "named": measure.named,
        "marks": texts.marks.reshape(-1), "one": texts.first, "other": texts.second, "same": texts.same,
        "original": found.original, "cluster": found.cluster, "group": found.group,
        "first": found.first, "second": found.second, "likeness": found.likeness, "how": found.how,
    }  # fmt: skip
    counts = {of: len(arrays[name]) for name, _, of in _ARRAYS}
    header = {"version": _VERSION, "counts": counts, "count": measure.count, "words": measure.words}
    line = json.dumps(header, separators=(",", ":")).encode("ascii")
    return b"".join([line, b"\n", *(as_bytes(arrays[name], kind) for name, kind, _ in _ARRAYS)])


def from_bytes(data: bytes, articles: int) -> Grouping:
    """Undo `to_bytes`.

    Raises:
        TraitsError: it is no grouping of so many articles, or one of another version.
    """
    end = data.find(b"\n")
    try:
        header = json.loads(data[: max(end, 0)])
        if header["version"] != _VERSION:
            raise TraitsError("a grouping of another version")
        counts = {name: int(header["counts"][name]) for _, _, name in _ARRAYS}
        count, words = int(header["count"]), tuple(header["words"])
    except (ValueError, KeyError, TypeError) as error:
        raise error if isinstance(error, TraitsError) else TraitsError("no grouping") from error
    wanted = sum(counts[of] * np.dtype(kind).itemsize for _, kind, of in _ARRAYS)
    shape = (counts["articles"], counts["marks"], counts["words"])
    if len(data) - end - 1 != wanted or shape != (articles, articles * len(ORDERS), len(words)):
        raise TraitsError("a grouping of another size")
    arrays: dict[str, NDArray[Any]] = {}
    at = end + 1
    for name, kind, of in _ARRAYS:
        array: NDArray[Any] = np.frombuffer(data, dtype=kind, count=counts[of], offset=at)
        at += array.nbytes
        arrays[name] = array.astype(np.int64) if kind == "<i4" else array
    measure = Measure(count, words, *(arrays[name] for name in ("holders", "capital", "small", "named")))
    marks = arrays["marks"].reshape(articles, len(ORDERS))
    texts = Compared(marks, arrays["one"], arrays["other"], arrays["same"])
    rest = ("original", "first", "second", "likeness", "how", "cluster", "group")
    return Grouping(measure, texts, *(arrays[name] for name in rest))
