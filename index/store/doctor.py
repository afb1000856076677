"""Find damage, mend what can be mended, and say what cannot."""

from __future__ import annotations

import contextlib
import re
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from index.errors import START_ANEW, AccessError, DamagedError, DiskFullError, MismatchError, NoIndexError, StoreError
from index.store import generation
from index.store.database import STORE, Database, require_store
from index.store.lock import writer
from index.store.rows import DAMAGED

if TYPE_CHECKING:
    from collections.abc import Collection
    from pathlib import Path

    from corpus.types import Article
    from index.types import Embedder
    from index.writer import Split

REPAIR = "whosays doctor --repair"
#: A generation, its successor and SQLite's log may exist at the same time.
_ROOM = 3
#: Bytes; below this an `add` of a few articles may fail.
_LEAST_FREE = 50 << 20
SNAPSHOT = "snapshot.db"
_MOUNTS = Path("/proc/self/mounts")
#: Kinds of network folder, where SQLite's locks cannot be relied on.
_SHARED = frozenset({"nfs", "nfs4", "cifs", "smb3", "smbfs", "9p", "afs", "fuse.sshfs", "fuse.rclone", "davfs", "ceph"})


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong, where, and what to do about it."""

    #: Stable name of the kind of problem: "article", "passage", "words", "vectors", "stories", "permissions", "space",
    #: "embedder", "network", "no index", "store", "passages" (all of them, cut by another version), "model".
    kind: str
    where: str
    what: str
    step: str
    #: False for a warning: answers are right all the same.
    serious: bool = True


def check(home: Path, embedder: Embedder | None = None) -> list[Problem]:
    """Read everything once and return what is wrong; with an embedder its vectors are compared, too."""
    problems = _folder(home)
    try:
        database = Database.read(home)
    except NoIndexError:
        return [*problems, Problem("no index", str(home), "no index", "whosays add PATH")]
    except StoreError as error:
        return [*problems, _unusable(error, home / STORE)]
    try:
        found = [*problems, *_rows(database), *_generations(database), *_passages(database)]
        return [*found, *_embedder(database, embedder)] if embedder else found
    except StoreError as error:
        return [*problems, Problem("store", str(database.path), str(error), REPAIR)]
    finally:
        database.close()


def _unusable(error: StoreError, path: Path) -> Problem:
    """Return the problem of a store that cannot be opened."""
    if isinstance(error, MismatchError):
        return Problem("store", str(path), str(error), error.step)
    if isinstance(error, AccessError):
        return Problem("store", str(path), str(error), "give yourself the right to read it")
    return Problem("store", str(path), error.what if isinstance(error, DamagedError) else str(error), START_ANEW)


def _folder(home: Path) -> list[Problem]:
    found: list[Problem] = []
    if not home.is_dir():
        return found
    for path in (home, home / STORE):
        if path.exists() and path.stat().st_mode & 0o077:
            what = f"others may read it (mode {path.stat().st_mode & 0o777:o})"
            step = f"chmod {'700' if path.is_dir() else '600'} {path}"
            found.append(Problem("permissions", str(path), what, step, serious=False))
    if (kind := mounted_as(home)) in _SHARED:
        what = f"a {kind} folder: locks and caches of network folders may lose what two programs write"
        found.append(Problem("network", str(home), what, "move it to a local disk (`--home`)", serious=False))
    size = (home / STORE).stat().st_size if (home / STORE).exists() else 0
    free = shutil.disk_usage(home).free
    if free < max(_LEAST_FREE, _ROOM * size):
        found.append(Problem("space", str(home), f"{free >> 20} MiB free", "free some space", serious=False))
    return found


def mounted_as(path: Path, mounts: str | None = None) -> str | None:
    """Return the kind of file system that holds a path; None where the system does not list its mounts."""
    if mounts is None:
        try:
            mounts = _MOUNTS.read_text("utf-8", "replace")
        except OSError:  # not Linux
            return None
    real, kind, longest = path.resolve(), None, -1
    for line in mounts.splitlines():
        fields = line.split(" ")
        if len(fields) < 3:
            continue
        # Blanks and the like are written as octal escapes.
        place = Path(re.sub(r"\\([0-7]{3})", lambda m: chr(int(m[1], 8)), fields[1]))
        if real.is_relative_to(place) and len(place.parts) >= longest:
            kind, longest = fields[2], len(place.parts)
    return kind


def _rows(database: Database) -> list[Problem]:
    path = str(database.path)
    found = [
        Problem("store", path, str(row[0]), START_ANEW)
        for row in database.rows("PRAGMA quick_check(5)")
        if row[0] != "ok"
    ]
    if missing := database.missing_rows():
        found.append(Problem("store", path, missing, f"{REPAIR}, then add your articles again"))
    bad_articles, bad_passages = _damaged(database)
    found += [Problem("article", path, what, f"{REPAIR}, then add the article again") for what in bad_articles.values()]
    found += [Problem("passage", path, what, REPAIR) for what in bad_passages.values()]
    if not bad_articles and not bad_passages and not _words_agree(database):
        found.append(Problem("words", path, "the word index does not match the passages", REPAIR))
    return found


def _damaged(database: Database) -> tuple[dict[int, str], dict[int, str]]:
    """Return the article rows, and the sound articles with passage rows, that are not what was written: seq to what."""
    articles: dict[int, str] = {}
    passages: dict[int, str] = {}
    for seq, state in database.rows("SELECT seq, state FROM articles ORDER BY seq"):
        if state == DAMAGED:
            continue
        try:
            revision = database.revision(seq)
        except DamagedError as error:
            articles[seq] = error.what
            continue
        try:
            database.passages(seq, revision.article)
        except DamagedError as error:
            passages[seq] = error.what
    return articles, passages


def _incomplete(database: Database, known: Collection[int], split: Split | None) -> dict[int, str]:
    """Return the live articles, but those that are known to be damaged, whose passages are not those of a new split."""
    from index.split import passages

    divide = split or passages
    found = {}
    for (seq,) in database.rows("SELECT seq FROM articles WHERE state = 'live' ORDER BY seq"):
        if seq in known:
            continue
        article = database.revision(seq).article
        stored = [(row.start, row.end) for row in database.passages(seq, article)]
        if stored != [(quote.start, quote.end) for quote in divide(article)]:
            found[seq] = f"passages of article {article.id!r} are missing"
    return found


def _words_agree(database: Database) -> bool:
    """Compare the word index with one made now from the articles, word by word."""
    fresh = database.fresh_words()
    make = "CREATE VIRTUAL TABLE temp.instances USING fts5vocab (main, words, instance)"
    read = "SELECT term, doc, col, offset FROM temp.instances ORDER BY 1, 2, 3, 4"
    with contextlib.closing(fresh):
        for one in (database, fresh):
            one.run(make)
        agree = database.rows(read) == fresh.rows(read)
        database.run("DROP TABLE temp.instances")
    return agree and generation.words_are_sound(database)


def _generations(database: Database) -> list[Problem]:
    where = str(database.home / generation.CURRENT)
    described = generation.describe(database)
    found = [
        Problem("stories", where, row["problem"], f"{REPAIR} (the articles answer)", serious=False)
        if "part" in row
        else Problem(
            "vectors", where, row["problem"], f"{REPAIR} (answers come from the stored vectors)", serious=False
        )
        for row in described
        if "problem" in row
    ]
    tokens = [row["token"] for row in described if "token" in row]
    if database.passage_ids() and database.change()[1] not in tokens:
        found.append(Problem("vectors", where, "older than the store: searches are slower", REPAIR, serious=False))
    if any("token" in row and not row["complete"] for row in described[:1]):
        what = "made by an older version: which articles are about one event is found at each start"
        found.append(Problem("stories", where, what, REPAIR, serious=False))
    return found


def _passages(database: Database) -> list[Problem]:
    """Return whether the articles were cut into passages by other rules than today's."""
    from index.split import VERSION

    if not database.passage_ids() or database.meta("split") == VERSION:
        return []
    what = "the passages were cut by another version: searches rank a little differently"
    return [Problem("passages", str(database.path), what, "whosays reindex", serious=False)]


def _embedder(database: Database, embedder: Embedder) -> list[Problem]:
    from index.writer import check_embedder, check_probe

    try:
        check_embedder(database, embedder)
        check_probe(database, embedder)
    except MismatchError as error:
        return [Problem("embedder", str(database.path), str(error), "whosays reindex")]
    return []


# -- changes -----------------------------------------------------------------------------------------------------------


def repair(home: Path, embedder: Embedder | None = None, *, split: Split | None = None) -> list[Problem]:
    """Mend what can be mended and return what is left.

    Damaged articles are set aside (kept, out of answers) and must be added again; damaged passages are split and
    embedded anew, which needs the embedder; the word index and the vector file are rebuilt.
    """
    require_store(home)
    left: list[Problem] = []
    with writer(home):
        database = Database.write(home)
        try:
            articles, passages = _damaged(database)
            if missing := database.missing_rows():
                left.append(Problem("article", str(database.path), missing, "add your articles again"))
                passages |= _incomplete(database, articles.keys() | passages.keys(), split)
            with database.transaction():
                # What belongs to a lost article belongs to nothing.
                database.run("DELETE FROM passages WHERE seq NOT IN (SELECT seq FROM articles)")
                for seq, what in articles.items():
                    _set_aside(database, seq)
                    left.append(Problem("article", str(database.path), f"{what}: set aside", "add the article again"))
                if passages and embedder is None:
                    left += [Problem("passage", str(home), what, "whosays reindex") for what in passages.values()]
                elif embedder is not None:
                    _embed_again(database, [(seq, database.revision(seq).article) for seq in passages], embedder, split)
                if embedder is not None or not passages:
                    _rebuild_words(database)
            if embedder is not None or not passages:
                generation.publish(database, force=True)
        finally:
            database.close()
    return left


def _set_aside(database: Database, seq: int) -> None:
    """Keep a damaged article's row for the record, under a state that nothing reads."""
    database.run("DELETE FROM passages WHERE seq = ?", (seq,))
    database.run("UPDATE articles SET state = ? WHERE seq = ?", (DAMAGED, seq))


def _embed_again(
    database: Database, articles: list[tuple[int, Article]], embedder: Embedder, split: Split | None
) -> None:
    from index.writer import check_embedder, insert_passages

    if not articles:
        return
    check_embedder(database, embedder)
    for seq, _ in articles:
        database.run("DELETE FROM passages WHERE seq = ?", (seq,))
    insert_passages(database, articles, embedder, split)


def _rebuild_words(database: Database) -> None:
    database.run("INSERT INTO words (words) VALUES ('delete-all')")
    for revision in database.live():
        for passage in database.passages(revision.seq, revision.article):
            database.insert_words(passage.id, revision.article, passage.start, passage.end)


def compact(home: Path) -> int:
    """Delete removed articles and the space they took, for good; return how many rows went.

    Older versions of articles that are still there stay.
    """
    require_store(home)
    with writer(home):
        database = Database.write(home)
        try:
            database.require_all_rows()
            gone = database.rows(
                """SELECT seq FROM articles
                   WHERE id NOT IN (SELECT id FROM articles WHERE state = 'live') AND state != ?""",
                (DAMAGED,),
            )
            with database.transaction():
                for (seq,) in gone:
                    database.run("DELETE FROM articles WHERE seq = ?", (seq,))
            database.run("VACUUM")
            database.run("PRAGMA wal_checkpoint(TRUNCATE)")
            generation.publish(database)
            generation.sweep(home)
            return len(gone)
        finally:
            database.close()


def snapshot(home: Path, target: Path | None = None) -> Path:
    """Write a copy of the store as one file, for backups and read-only media; return its path.

    Raises:
        FileExistsError: there is such a file; nothing is overwritten.
    """
    path = target or home / SNAPSHOT
    if path.exists():
        raise FileExistsError(f"{path} exists: move it away or name another file")
    database = Database.read(home)
    try:
        # VACUUM INTO reads one state of its own.
        database.run("COMMIT")
        database.run("VACUUM INTO ?", (str(path),))
    except DiskFullError:
        path.unlink(missing_ok=True)
        raise
    finally:
        database.close()
    path.chmod(0o600)
    return path
