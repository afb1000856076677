"""The files made from the store: published whole, checked before use, and never more than a cache.

CURRENT                   "<generation> <sha256 of its manifest>", first the current one, then the one before
gen/<id>/manifest.json    what the files hold and which commit they are of
gen/<id>/vectors.faiss    FAISS's bytes
gen/<id>/cells.bin        where its cells stand, so that one question reads some of them; only where FAISS makes cells
gen/<id>/stories.json     which articles are about one event
gen/<id>/traits.bin       what that was found by, so that the next publish reads new articles only
gen/<id>/groups.bin       how they were grouped, so that it looks again only at what new articles concern
gen/<id>/overview.json    the outlets, and the fingerprint of the articles
gen/<id>/listing.bin      which passages are whose, and of which day
"""

from __future__ import annotations

import hashlib
import json
import logging
import os
import re
import shutil
import uuid
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any

from index.cells import Cells, CellsError, cells_of
from index.dense import Dense, DenseError, as_ids, kind_for, product_rank
from index.errors import DamagedError, DiskFullError, StoreError

if TYPE_CHECKING:
    from pathlib import Path

    import numpy as np
    from numpy.typing import NDArray

    from index.dense import Allowed
    from index.store.database import Database
    from index.store.overview import Listing, Overview
    from index.story_cache import Kept
    from index.types import Story

CURRENT = "CURRENT"
_FOLDER, _MANIFEST, _VECTORS = "gen", "manifest.json", "vectors.faiss"
_STORIES, _TRAITS, _GROUPS, _OVERVIEW, _LISTING, _CELLS = (
    "stories.json", "traits.bin", "groups.bin", "overview.json", "listing.bin", "cells.bin"
)  # fmt: skip
_FORMAT = 1
#: A pointer line, e.g. "3f2c…(32) 9ab1…(64)": names that cannot leave the folder.
_LINE_RE = re.compile(r"[0-9a-f]{32} [0-9a-f]{64}", re.ASCII)
#: Passages from which the last FAISS file serves the next generation, too, while little has changed: writing it, or
#: training it anew, would take most of the time of an `add`.
_SHARE_FROM = 20_000
#: Share of the passages that the file may lack or have too many: they are compared directly, in a few milliseconds.
_SHARE_LAG = 0.01
#: Bytes; a sound pointer has 2 lines of 98, a sound manifest about 800.
_MOST_POINTER, _MOST_MANIFEST = 400, 65_536

_log = logging.getLogger("whosays.index")


class GenerationError(Exception):
    """A generation that must not be used; the message says why."""


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a generation holds."""

    format: int
    embedder: str
    dimension: int
    kind: str
    count: int
    #: Commit of the store that it was built from.
    change: int
    token: str
    bytes: int
    sha256: str
    #: Hash of the store's word index at that commit.
    words: str
    #: Hash of that part of it which tells what passages hold a word; an older version has none.
    postings: str = ""
    #: The other files with their bytes and sha256; a generation of an older version has none.
    parts: dict[str, tuple[int, str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Vectors:
    """A FAISS index brought level with the store: what it lacks is compared directly, what is gone is left out."""

    dense: Dense | Cells
    #: Ids that are in the FAISS file and in the store; None when all in the file are.
    kept: NDArray[np.int64] | None
    missing_ids: NDArray[np.int64]
    missing: NDArray[np.float32]
    #: Why no stored generation could be used; None when one was.
    rebuilt: str | None = None

    def rank(self, vector: NDArray[np.float32], k: int, allowed: Allowed | None = None) -> list[tuple[int, float]]:
        """Return up to k (row id, approximate score), best first."""
        import numpy as np

        inside: Allowed | None = self.kept
        if allowed is not None:
            inside = allowed if self.kept is None else np.intersect1d(self.kept, as_ids(allowed))
        found = self.dense.rank(vector, k, inside)
        if len(self.missing_ids):
            found += product_rank(self.missing_ids, self.missing, vector, k, allowed)
        return sorted(found, key=lambda hit: (-hit[1], hit[0]))[:k]


# -- reading -----------------------------------------------------------------------------------------------------------


def load(database: Database) -> Vectors:
    """Return the newest sound generation, level with the store; without one, an index built from the store.

    Only a damaged store is an error here: a damaged generation costs one warning and the time to rebuild.
    """
    problems: list[str] = []
    # A writer may sweep a generation between the pointer and the open: then the pointer has changed, too.
    for _ in range(3):
        problems = []
        lines = pointer(database.home, problems)
        for line in lines:
            try:
                dense, _manifest = read(database, line)
            except GenerationError as error:
                problems.append(str(error))
                continue
            _warn(database, problems)
            return _level(database, dense)
        if pointer(database.home) == lines:
            break
    ids, vectors = database.vectors()
    _warn(database, problems)
    return Vectors(Dense.build(ids, vectors), None, ids[:0], vectors[:0], "; ".join(problems) or "none published")


def load_some(database: Database) -> Vectors | None:
    """Return the current generation for a few questions, without reading its vectors; None where that is not possible.

    What it ranks raises `CellsError` where a part of the vectors that it comes to read is damaged: `load` then says what
    is wrong, and finds another way.
    """
    for line in pointer(database.home)[:1]:
        try:
            found = _belonging(database, line)
            if _CELLS not in found.parts:
                return None
            data = _part(database.home, line, found, _CELLS)
            path = database.home / _FOLDER / line.split(" ")[0] / _VECTORS
            return _level(database, Cells.from_bytes(data, path, found.dimension, found.count))
        except (GenerationError, CellsError) as error:
            _warn(database, [str(error)], "list of cells", "the vectors are read whole")
    return None


def stories(database: Database) -> tuple[Story, ...]:
    """Return the events that the articles are about: as published, or found now where that is of another commit."""
    from index import story_cache

    found = _published(database, _STORIES, "stories", "they are found anew")
    known = None if found is None else story_cache.from_bytes(found)
    if known is not None:
        return known
    kept = next((kept for line in pointer(database.home) if (kept := _grouped(database, line))), None)
    return story_cache.made(database, kept)[0]


def overview(database: Database) -> Overview:
    """Return what every answer says of the index: as published, or made now where that is of another commit."""
    from index.store import overview as made

    found = _published(database, _OVERVIEW, "list of outlets", "it is made anew")
    with suppress(made.OverviewError):
        if found is not None and (kept := made.overview_from_bytes(found)).made == made.made_with(database):
            return kept
    return made.overview(database)


def listing(database: Database) -> Listing:
    """Return which passages are whose: as published, or made now where that is of another commit."""
    from index.store import overview as made

    found = _published(database, _LISTING, "list of articles", "it is made anew")
    with suppress(made.OverviewError):
        if found is not None:
            return made.listing_from_bytes(found)
    return made.listing(database)


def _published(database: Database, name: str, what: str, instead: str) -> bytes | None:
    """Return one of the files as it was published with this commit; None when there is none, and a warning when damaged."""
    problems: list[str] = []
    data = _file(database, name, problems)
    if data is None:
        _warn(database, problems, what, instead)
    return data


def _file(database: Database, name: str, problems: list[str]) -> bytes | None:
    for line in pointer(database.home):
        try:
            found = _belonging(database, line)
            if found.token == database.change()[1] and name in found.parts:
                return _part(database.home, line, found, name)
        except GenerationError as error:
            # A generation that is swept while we read leaves the pointer, too: nothing is damaged then.
            if line in pointer(database.home):
                problems.append(str(error))
    return None


def _grouped(database: Database, line: str) -> Kept | None:
    """Return the traits of a generation and how they were grouped; None for the latter when it is not there."""
    from index import grouping_file, traits

    try:
        found = _belonging(database, line)
        table = traits.from_bytes(_part(database.home, line, found, _TRAITS))
    except (GenerationError, traits.TraitsError):
        return None
    try:
        return table, grouping_file.from_bytes(_part(database.home, line, found, _GROUPS), len(table.heads))
    except (GenerationError, traits.TraitsError):
        return table, None


def words(database: Database, *, ranked: bool) -> Database:
    """Return what answers word searches: the store, or an index made in memory where the stored one is damaged.

    Args:
        database: the store.
        ranked: check what ranks need, too, and not only which passages hold a word.
    """
    if words_are_sound(database, ranked=ranked):
        return database
    _log.warning(
        "the word index in %s is damaged; the articles answer, `whosays doctor --repair` mends it", database.path
    )
    return database.fresh_words()


def words_are_sound(database: Database, *, ranked: bool = True) -> bool:
    """Compare the word index with its hash in the generation of the same commit; True where there is none."""
    for line in pointer(database.home)[:1]:
        try:
            found = manifest(database.home, line)
            if found.token != database.change()[1]:
                return True
            if found.postings and not ranked:
                return found.postings == database.postings_hash()
            return found.words == database.words_hash()
        except (GenerationError, DamagedError) as error:
            return isinstance(error, GenerationError)
    return True


def _warn(
    database: Database, problems: list[str], what: str = "vector index", instead: str = "the stored vectors answer"
) -> None:
    if problems and not _is_behind(database):
        _log.warning(
            "the %s in %s is damaged (%s); %s, `whosays doctor --repair` mends it",
            what,
            database.home,
            "; ".join(problems),
            instead,
        )


def _is_behind(database: Database) -> bool:
    """Tell whether the store was changed after this reader opened it: generations of later commits are not damaged."""
    try:
        return database.outdated()
    except StoreError:
        return False


def _level(database: Database, dense: Dense | Cells) -> Vectors:
    import numpy as np

    inside = dense.ids
    # Row ids are never reused: the same number of rows, and none that is newer, are the same rows.
    if (len(inside), int(inside.max(initial=0))) == database.last_passage():
        return Vectors(dense, None, inside[:0], np.zeros((0, database.dimension), dtype=np.float32))
    stored = _stored_ids(database)
    gone, new = _without(inside, stored), _without(stored, inside)
    kept = _without(inside, gone) if len(gone) else None
    ids, vectors = database.vectors(new.tolist())
    return Vectors(dense, kept, ids, vectors)


def _stored_ids(database: Database) -> NDArray[np.int64]:
    """Return the row ids of all passages, from the published listing where there is one: their rows take far longer."""
    import numpy as np

    from index.store import overview as made

    found = _file(database, _LISTING, [])
    with suppress(made.OverviewError):
        if found is not None:
            return made.listing_from_bytes(found).rows
    return np.array(database.passage_ids(), dtype=np.int64)


def _without(ids: NDArray[np.int64], others: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return the row ids that are not among others: a flag for each row id, as to sort many takes longer."""
    import numpy as np

    flags = np.zeros(1 + max(int(ids.max(initial=0)), int(others.max(initial=0))), dtype=np.bool_)
    flags[others] = True
    return ids[~flags[ids]]


def pointer(home: Path, problems: list[str] | None = None) -> list[str]:
    """Return the lines of CURRENT: the current generation, then the one before; none when it was never written."""
    try:
        with (home / CURRENT).open("rb") as file:
            data = file.read(_MOST_POINTER)
    except FileNotFoundError:
        return []
    except OSError as error:
        if problems is not None:
            problems.append(f"{CURRENT}: {error.strerror}")
        return []
    lines = data.decode("ascii", "replace").removesuffix("\n").split("\n")
    good = [line for line in lines if _LINE_RE.fullmatch(line)]
    if problems is not None and (len(good) != len(lines) or len(lines) > 2):
        problems.append(f"{CURRENT} is not a pointer")
    return good[:2]


def manifest(home: Path, line: str) -> Manifest:
    """Return a generation's manifest, after comparing it with the hash in the pointer.

    Raises:
        GenerationError: it is not what was published.
    """
    name, sha256 = line.split(" ")
    data = _read(home / _FOLDER / name / _MANIFEST, _MOST_MANIFEST)
    if hashlib.sha256(data).hexdigest() != sha256:
        raise GenerationError(f"the manifest of {name[:8]} was changed")
    try:
        found = Manifest(**json.loads(data))
    except (ValueError, TypeError) as error:
        raise GenerationError(f"the manifest of {name[:8]} cannot be read") from error
    if found.format != _FORMAT:
        raise GenerationError(f"generation {name[:8]} has format {found.format}")
    return found


def read(database: Database, line: str) -> tuple[Dense, Manifest]:
    """Return a generation's index once hash, size, shape and history all fit.

    Raises:
        GenerationError: one of them does not.
    """
    name = line.split(" ")[0]
    found = _belonging(database, line)
    data = _read_large(database.home / _FOLDER / name / _VECTORS, found.bytes)
    if len(data) != found.bytes or hashlib.sha256(data.data).hexdigest() != found.sha256:
        raise GenerationError(f"the vectors of {name[:8]} were changed")
    try:
        return Dense.from_bytes(data, found.dimension, found.count), found
    except DenseError as error:
        raise GenerationError(f"the vectors of {name[:8]} are {error}") from error


def _belonging(database: Database, line: str) -> Manifest:
    """Return a generation's manifest once it is known to be of this store and embedder."""
    found = manifest(database.home, line)
    expected = (database.meta("embedder"), database.dimension)
    if (found.embedder, found.dimension) != expected or not database.knows(found.change, found.token):
        raise GenerationError(f"generation {line[:8]} belongs to another state of the store")
    return found


def _part(home: Path, line: str, found: Manifest, name: str) -> bytes:
    """Return one of a generation's files, as it was published."""
    if name not in found.parts:
        raise GenerationError(f"generation {line[:8]} has no {name}")
    size, sha256 = found.parts[name]
    data = _read(home / _FOLDER / line.split(" ")[0] / name, size)
    if len(data) != size or hashlib.sha256(data).hexdigest() != sha256:
        raise GenerationError(f"{name} of {line[:8]} was changed")
    return data


def _read(path: Path, most: int) -> bytes:
    """Read a file into memory, never mapped: a file cut short under a map would kill the process."""
    try:
        with path.open("rb") as file:
            # One more than expected, to see a file that has grown.
            return file.read(most + 1)
    except OSError as error:
        raise GenerationError(f"{path.parent.name[:8]}/{path.name}: {error.strerror}") from error


def _read_large(path: Path, most: int) -> NDArray[np.uint8]:
    """Do what `_read` does into numpy's memory, which comes in large pages: half of the time goes into small ones."""
    import numpy as np

    try:
        # A manifest may claim any size: the file's own bounds what is set aside.
        space = np.empty(min(most, path.stat().st_size) + 1, dtype=np.uint8)
        with path.open("rb") as file:
            return space[: file.readinto(space.data)]
    except OSError as error:
        raise GenerationError(f"{path.parent.name[:8]}/{path.name}: {error.strerror}") from error


# -- writing (under the writer lock) -----------------------------------------------------------------------------------


def publish(database: Database, *, force: bool = False) -> bool:
    """Write a generation of the store's last commit and point to it; False when there is one already (unless forced).

    Raises:
        DiskFullError: no room; the older generation stays in use.
    """
    home = database.home
    number, token = database.change()
    embedder, dimension = database.meta("embedder"), database.dimension
    if embedder is None or dimension == 0:
        return False
    found = _previous(database)
    if found and not force and found[2].token == token and is_complete(home, found[0], found[2]):
        return False
    parts = _parts(database, None if force or found is None else found[0])
    if found and not force and _may_share(database, found[1]):
        made = _shared(home, *found)
    else:
        made = _built(database, None if force else found)
    if made.cells is not None:
        parts[_CELLS] = made.cells
    files = parts if made.data is None else {**parts, _VECTORS: made.data}
    marks = {file: (len(data), hashlib.sha256(data).hexdigest()) for file, data in parts.items()}
    hashes = database.words_hash(), database.postings_hash()
    description = Manifest(
        _FORMAT, embedder, dimension, made.kind, made.count, number, token, made.size, made.sha256, *hashes, marks
    )
    files = {**files, _MANIFEST: json.dumps(asdict(description), sort_keys=True, indent=1).encode("ascii")}
    name = uuid.uuid4().hex
    try:
        _write_generation(home, name, files, made.shared)
        line = f"{name} {hashlib.sha256(files[_MANIFEST]).hexdigest()}"
        previous = [found[0]] if found else []
        _replace(home / CURRENT, "\n".join([line, *previous, ""]).encode("ascii"))
    except OSError as error:
        # What has been written is swept by the next publish: nothing points to it.
        raise DiskFullError(home / _FOLDER, error.strerror or str(error)) from error
    finally:
        sweep(home)
    return True


def is_complete(home: Path, line: str, found: Manifest) -> bool:
    """Tell whether a sound generation has all files, and the stories as this version groups them."""
    from index import story_cache

    if not {_STORIES, _TRAITS, _GROUPS, _OVERVIEW, _LISTING} <= found.parts.keys() or not found.postings:
        return False
    return story_cache.from_bytes(_part(home, line, found, _STORIES)) is not None


def _parts(database: Database, previous: str | None) -> dict[str, bytes]:
    """Return the files beside the vectors; articles that the previous generation knows are not read again."""
    from index import grouping_file, story_cache, traits
    from index.store import overview as made

    found, table, groups = story_cache.made(database, _grouped(database, previous) if previous else None)
    published = {head.id: head.published for head in table.heads}
    return {
        _STORIES: story_cache.to_bytes(found),
        _TRAITS: traits.to_bytes(table),
        _GROUPS: grouping_file.to_bytes(groups),
        _OVERVIEW: made.overview_to_bytes(made.overview(database)),
        _LISTING: made.listing_to_bytes(made.listing(database, published)),
    }


@dataclass(frozen=True, slots=True)
class _Made:
    """The FAISS file of a new generation: new bytes, or the file of the one before."""

    kind: str
    count: int
    #: Bytes.
    size: int
    sha256: str
    cells: bytes | None
    data: bytes | None = None
    shared: Path | None = None


def _shared(home: Path, line: str, dense: Dense, found: Manifest) -> _Made:
    path = home / _FOLDER / line.split(" ")[0] / _VECTORS
    # A version before this one has no list of cells.
    cells = _part(home, line, found, _CELLS) if _CELLS in found.parts else cells_of(dense, _read(path, found.bytes))
    return _Made(found.kind, found.count, found.bytes, found.sha256, cells, shared=path)


def _built(database: Database, found: tuple[str, Dense, Manifest] | None) -> _Made:
    kind = kind_for(database.passage_count())
    carried = None if found is None else _carried(database, found[1], found[2].kind, kind)
    ids, vectors = carried or database.vectors()
    dense = Dense.build(ids, vectors, kind)
    data = dense.to_bytes()
    return _Made(kind, len(ids), len(data), hashlib.sha256(data).hexdigest(), cells_of(dense, data), data)


def _may_share(database: Database, dense: Dense) -> bool:
    """Tell whether a FAISS file is large, and still right for nearly all passages."""
    inside = dense.ids
    if len(inside) < _SHARE_FROM:
        return False
    # Row ids are never reused and only grow: up to the file's last one, no passage is there that is not in the file.
    last = int(inside.max())
    # The index by article is a hundredth of the table with its vectors.
    sql = "SELECT count(*) FROM passages INDEXED BY passages_by_article WHERE id <= ?"
    there = int(database.rows(sql, (last,))[0][0])
    return len(inside) - there + (database.passage_count() - there) <= _SHARE_LAG * len(inside)


def _previous(database: Database) -> tuple[str, Dense, Manifest] | None:
    """Return the newest sound generation: its pointer line, index and manifest."""
    for line in pointer(database.home):
        try:
            dense, found = read(database, line)
        except GenerationError:
            # `load` warns of it, `doctor` names it, and this publish replaces it.
            continue
        if not _bad_parts(database.home, line, found):
            return line, dense, found
    return None


def _carried(
    database: Database, dense: Dense, before: str, now: str
) -> tuple[NDArray[np.int64], NDArray[np.float32]] | None:
    """Return all ids and vectors, those of the last generation from its (verified) file; None when that is inexact.

    Adding one article to many then reads one article's rows. Row ids are never reused, so an id stands for its vector.
    """
    import numpy as np

    if before != now or before.startswith("IVF"):
        return None
    level = _level(database, dense)
    kept = np.isin(dense.ids, np.array(database.passage_ids(), dtype=np.int64))
    ids = np.concatenate([dense.ids[kept], level.missing_ids])
    vectors = np.concatenate([dense.vectors()[kept], level.missing])
    order = np.argsort(ids)
    return ids[order], vectors[order]


def _write_generation(home: Path, name: str, files: dict[str, bytes], shared: Path | None) -> None:
    folder = home / _FOLDER
    folder.mkdir(exist_ok=True, mode=0o700)
    building = folder / f".tmp-{name}"
    building.mkdir(mode=0o700)
    for file, data in files.items():
        _write(building / file, data)
    if shared is not None:
        _share(shared, building / shared.name)
    _sync(building)
    building.rename(folder / name)
    _sync(folder)
    _sync(home)


def _share(source: Path, target: Path) -> None:
    """Give a published file, which nothing changes, a second name; a copy where the file system has no such links."""
    try:
        os.link(source, target)
    except OSError:
        _write(target, source.read_bytes())


def _replace(path: Path, data: bytes) -> None:
    """Swap a file's content so that a reader, or a crash, sees all of the old one or all of the new one."""
    building = path.with_name(f".tmp-{path.name}")
    _write(building, data)
    building.replace(path)
    _sync(path.parent)


def _write(path: Path, data: bytes) -> None:
    with open(path, "wb", opener=_private) as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)


def _sync(folder: Path) -> None:
    """Make renames in a folder last; a folder cannot be opened on Windows, where renames last anyway."""
    if os.name == "nt":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def sweep(home: Path) -> int:
    """Delete what no pointer names: older generations and leftovers of killed builds; return how many."""
    folder = home / _FOLDER
    if not folder.is_dir():
        return 0
    named = {line.split(" ")[0] for line in pointer(home)}
    leftover = [path for path in folder.iterdir() if path.name not in named]
    for path in leftover:
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path, ignore_errors=True)
        else:
            path.unlink(missing_ok=True)
    (home / f".tmp-{CURRENT}").unlink(missing_ok=True)
    # Where the version before kept the stories.
    (home / _STORIES).unlink(missing_ok=True)
    return len(leftover)


def describe(database: Database) -> list[dict[str, Any]]:
    """Return, for each generation pointed to, its manifest or what is wrong with it."""
    found: list[dict[str, Any]] = []
    problems: list[str] = []
    for line in pointer(database.home, problems):
        name = line.split(" ")[0]
        try:
            sound = read(database, line)[1]
            bad = _bad_parts(database.home, line, sound)
            complete = bool(bad) or is_complete(database.home, line, sound)
            found.append({"generation": name, **asdict(sound), "complete": complete})
        except GenerationError as error:
            found.append({"generation": name, "problem": str(error)})
            continue
        found += [{"generation": name, "part": part, "problem": problem} for part, problem in bad]
    return found + [{"generation": None, "problem": problem} for problem in problems]


def _bad_parts(home: Path, line: str, found: Manifest) -> list[tuple[str, str]]:
    bad: list[tuple[str, str]] = []
    for name in found.parts:
        try:
            _part(home, line, found, name)
        except GenerationError as error:
            bad.append((name, str(error)))
    return bad
