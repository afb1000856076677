"""What is asked of all articles at once, made when a generation is published: reading it spares reading every row.

The overview is what every answer names: the outlets, and the fingerprint of the articles. The listing is what a filter
looks at: which passages are whose, and of which day.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from index.errors import DamagedError
from index.store.rows import dump_outlet, read_outlet

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    import numpy as np
    from numpy.typing import NDArray

    from corpus.types import Outlet
    from index.store.database import Database

#: Raised when one of the files changes, so that older ones are not read.
_VERSION = 1
_DAY = len("2026-03-13")


class OverviewError(ValueError):
    """Bytes that are not an overview or a listing, or one of another version."""


@dataclass(frozen=True, slots=True)
class Overview:
    """What every answer says of the index."""

    #: Schema, embedder and version of the passages: with others the fingerprint is another one.
    made: str
    #: Sha256 over the sorted article revisions, their outlets, the embedder, the schema and how passages are cut.
    fingerprint: str
    #: Sorted by id.
    outlets: tuple[Outlet, ...]


@dataclass(frozen=True, slots=True)
class Listing:
    """The live articles by row number, and whose each passage is."""

    ids: tuple[str, ...]
    #: The outlets' ids and the days of publishing ("" where not known), each once.
    outlets: tuple[str, ...]
    days: tuple[str, ...]
    #: One element an article: its places in `outlets` and `days`.
    outlet: NDArray[np.int32]
    day: NDArray[np.int32]
    #: How many passages it has.
    size: NDArray[np.int32]
    #: The row ids of the passages, those of an article together, in the order of the articles.
    rows: NDArray[np.int64]

    def rows_of(
        self,
        by_outlet: Callable[[str], bool],
        by_day: Callable[[str | None], bool],
        by_id: Callable[[str], bool] | None,
    ) -> NDArray[np.int64]:
        """Return the row ids, ascending, of the passages whose article all tests let through."""
        import numpy as np

        kept = np.array([by_outlet(outlet) for outlet in self.outlets], dtype=np.bool_)[self.outlet]
        kept &= np.array([by_day(day or None) for day in self.days], dtype=np.bool_)[self.day]
        if by_id is not None:
            kept &= np.fromiter((by_id(article_id) for article_id in self.ids), np.bool_, len(self.ids))
        return np.sort(self.rows[np.repeat(kept, self.size)])


# -- from the store ----------------------------------------------------------------------------------------------------


def made_with(database: Database) -> str:
    """Return what the passages of a store were made with."""
    from index.store.database import SCHEMA

    return f"{SCHEMA} {database.meta('embedder')} {database.meta('split')}"


def overview(database: Database) -> Overview:
    """Make the overview from the store."""
    made = made_with(database)
    digest, outlets = hashlib.sha256(f"{made}\n".encode()), set()
    for article_id, revision, outlet in database.listed("id, revision, outlet", "id"):
        digest.update(f"{article_id!a} {revision} {outlet}\n".encode())
        outlets.add(outlet)
    found = {_outlet(database, stored) for stored in outlets}
    return Overview(made, digest.hexdigest(), tuple(sorted(found, key=lambda outlet: (outlet.id, outlet.name))))


def listing(database: Database, published: Mapping[str, str | None] | None = None) -> Listing:
    """Make the listing from the store.

    Args:
        database: the store.
        published: article id to its time of publishing; read from the articles when not given, which takes longer.
    """
    import numpy as np

    if published is None:
        found = database.listed("seq, id, outlet, json_extract(record, '$.published')", "seq")
    else:
        found = [(*row, published[row[1]]) for row in database.listed("seq, id, outlet", "seq")]
    outlet_of = {stored: _outlet(database, stored).id for stored in {row[2] for row in found}}
    outlets, days = sorted({*outlet_of.values()}), sorted({(row[3] or "")[:_DAY] for row in found})
    place, day_place = ({key: i for i, key in enumerate(keys)} for keys in (outlets, days))
    rows, seqs = database.owners()
    live = np.array([row[0] for row in found], dtype=np.int64)
    # A passage without a live article is damage, which `doctor` names; no answer reads it.
    known = np.isin(seqs, live)
    rows, owner = rows[known], np.searchsorted(live, seqs[known])
    return Listing(
        tuple(row[1] for row in found),
        tuple(outlets),
        tuple(days),
        np.array([place[outlet_of[row[2]]] for row in found], dtype=np.int32),
        np.array([day_place[(row[3] or "")[:_DAY]] for row in found], dtype=np.int32),
        np.bincount(owner, minlength=len(live)).astype(np.int32),
        rows[np.lexsort((rows, owner))],
    )


def _outlet(database: Database, stored: str) -> Outlet:
    try:
        return read_outlet(stored)
    except (ValueError, TypeError, KeyError) as error:
        raise DamagedError(f"an article's outlet cannot be read ({error})", database.path) from error


# -- bytes -------------------------------------------------------------------------------------------------------------

_ARRAYS = (("outlet", "<i4"), ("day", "<i4"), ("size", "<i4"), ("rows", "<i8"))


def overview_to_bytes(made: Overview) -> bytes:
    """Write an overview as JSON."""
    outlets = [dump_outlet(outlet) for outlet in made.outlets]
    return _dumped({"version": _VERSION, "made": made.made, "fingerprint": made.fingerprint, "outlets": outlets})


def overview_from_bytes(data: bytes) -> Overview:
    """Undo `overview_to_bytes`.

    Raises:
        OverviewError: it is none, or one of another version.
    """
    found = _header(data)
    return Overview(found["made"], found["fingerprint"], tuple(read_outlet(outlet) for outlet in found["outlets"]))


def listing_to_bytes(made: Listing) -> bytes:
    """Write a listing: a line of JSON, then the arrays."""
    header = {"version": _VERSION, "ids": made.ids, "outlets": made.outlets, "days": made.days}
    return b"\n".join([_dumped(header), b"".join(getattr(made, name).astype(kind).tobytes() for name, kind in _ARRAYS)])


def listing_from_bytes(data: bytes) -> Listing:
    """Undo `listing_to_bytes`.

    Raises:
        OverviewError: it is none, or one of another version.
    """
    import numpy as np

    line, _, rest = data.partition(b"\n")
    found = _header(line)
    count = len(found["ids"])
    # Each article has three numbers of four bytes, each passage a row id of eight.
    passages, left = divmod(len(rest) - 12 * count, 8)
    if passages < 0 or left:
        raise OverviewError("a listing of another size")
    arrays: dict[str, NDArray[Any]] = {}
    at = 0
    for name, kind in _ARRAYS:
        arrays[name] = np.frombuffer(rest, dtype=kind, count=passages if name == "rows" else count, offset=at)
        at += arrays[name].nbytes
    return Listing(tuple(found["ids"]), tuple(found["outlets"]), tuple(found["days"]), **arrays)


def _dumped(header: Mapping[str, object]) -> bytes:
    return json.dumps(header, separators=(",", ":")).encode("ascii")


def _header(data: bytes) -> dict[str, Any]:
    try:
        found = json.loads(data)
        version = found["version"]
    except (ValueError, KeyError, TypeError) as error:
        raise OverviewError("no overview") from error
    if version != _VERSION:
        raise OverviewError("an overview of another version")
    return dict(found)
