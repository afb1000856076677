"""The SQLite file that holds everything; all else in the folder can be rebuilt from it."""

from __future__ import annotations

import hashlib
import json
import os
import secrets
import sqlite3
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from index.errors import (
    START_ANEW,
    AccessError,
    DamagedError,
    DiskFullError,
    LockedError,
    MismatchError,
    NoIndexError,
    StoreError,
)
from index.store.rows import (
    LIVE,
    Revision,
    StoredPassage,
    dump_article,
    dump_outlet,
    read_article,
    row_hash,
)
from index.store.words import match_expression, spaced, terms

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence
    from pathlib import Path

    import numpy as np
    from numpy.typing import NDArray

    from corpus.types import Article

STORE = "store.db"
#: Key of the setting that counts what the last commit left.
_ROWS = "rows"
#: The title is repeated in each passage of its article, so its words tell less.
_TITLE_WEIGHT, _TEXT_WEIGHT = 0.5, 1.0
#: Milliseconds to wait for another connection's commit.
_BUSY_MS = 5000
#: Below this the check of a damaged schema can be fooled (trusted_schema, WAL fixes).
_OLDEST_SQLITE = (3, 37, 0)

_WORDS = """CREATE VIRTUAL TABLE words USING fts5
            (title, text, content='', tokenize='porter unicode61 remove_diacritics 2')"""

#: Script n takes a store from schema n to n + 1; never edit one that was released.
STEPS: tuple[tuple[str, ...], ...] = (
    (
        "CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID",
        # One row per commit; the token tells two histories apart that share a number (a restored backup).
        "CREATE TABLE changes (number INTEGER PRIMARY KEY AUTOINCREMENT, token TEXT NOT NULL)",
        """CREATE TABLE articles (seq INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL, revision TEXT NOT NULL,
           state TEXT NOT NULL, sample INTEGER NOT NULL, outlet TEXT NOT NULL, record TEXT NOT NULL,
           sha256 TEXT NOT NULL)""",
        "CREATE INDEX articles_by_id ON articles (id)",
        "CREATE UNIQUE INDEX articles_live ON articles (id) WHERE state = 'live'",
        """CREATE TABLE passages (id INTEGER PRIMARY KEY AUTOINCREMENT, seq INTEGER NOT NULL REFERENCES articles (seq),
           ordinal INTEGER NOT NULL, start INTEGER NOT NULL, end INTEGER NOT NULL, vector BLOB NOT NULL,
           sha256 TEXT NOT NULL)""",
        "CREATE INDEX passages_by_article ON passages (seq, ordinal)",
        _WORDS,
    ),
)
SCHEMA = len(STEPS)

_ARTICLE = "seq, id, revision, state, sample, outlet, record, sha256"


def named(error: sqlite3.Error, path: Path) -> StoreError:
    """Return our error for SQLite's."""
    code = getattr(error, "sqlite_errorcode", 0) or 0
    write_failures = {
        sqlite3.SQLITE_IOERR_WRITE,
        sqlite3.SQLITE_IOERR_FSYNC,
        sqlite3.SQLITE_IOERR_TRUNCATE,
        sqlite3.SQLITE_IOERR_SHMSIZE,
    }
    if code in write_failures or code & 0xFF == sqlite3.SQLITE_FULL:
        return DiskFullError(path, str(error))
    if code & 0xFF in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
        return LockedError(path.parent, None)
    refused = (sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM, sqlite3.SQLITE_READONLY, sqlite3.SQLITE_IOERR)
    if code & 0xFF in refused or code & 0xFF == sqlite3.SQLITE_AUTH:
        return AccessError(path, str(error))
    return DamagedError(f"SQLite reports “{error}”", path)


class Database:
    """A connection to `store.db`; safe to share between threads."""

    def __init__(self, home: Path, connection: sqlite3.Connection) -> None:
        self.home = home
        self.path = home / STORE
        self._connection = connection
        self._lock = threading.RLock()
        #: True where all that is read is one state of the store.
        self._is_one_state = False
        self._passage_count: int | None = None

    # -- opening -------------------------------------------------------------------------------------------------------

    @classmethod
    def read(cls, home: Path) -> Database:
        """Open for reading; everything read until `close` is one state of the store.

        Raises:
            NoIndexError: there is no store.
            AccessError: it is there but cannot be read.
            DamagedError: it is not a store any more.
            MismatchError: another version of whosays made it.
        """
        require_store(home)
        path = home / STORE
        # A WAL database on read-only media opens only as immutable, which is right when no log waits beside it.
        log = path.with_name(STORE + "-wal")
        fixed = not os.access(home, os.W_OK) and not (log.exists() and log.stat().st_size)
        connection = _connect(path, "mode=ro&immutable=1" if fixed else "mode=ro")
        database = cls(home, connection)
        database._is_one_state = True
        try:
            with database._lock, _named(path):
                connection.execute("BEGIN")
                version = connection.execute("PRAGMA user_version").fetchone()[0]
                tables = connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()[0]
            if version == 0 and tables == 0:
                raise NoIndexError(home)
            _require_version(version)
        except BaseException:
            connection.close()
            raise
        return database

    @classmethod
    def write(cls, home: Path, steps: Sequence[Sequence[str]] = STEPS) -> Database:
        """Open for writing under the writer lock, making or migrating the store as needed.

        Raises:
            AccessError, DamagedError, DiskFullError, MismatchError: as for `read`, and no room to write.
        """
        path = home / STORE
        try:
            require_store(home)
        except NoIndexError:
            # Created here, so that the text is private from its first byte.
            _create_private(path)
        connection = _connect(path, "mode=rw")
        database = cls(home, connection)
        try:
            with _named(path):
                connection.execute("PRAGMA journal_mode = WAL")
                connection.execute("PRAGMA synchronous = FULL")
                connection.execute("PRAGMA foreign_keys = ON")
            database._migrate(steps)
        except BaseException:
            connection.close()
            raise
        return database

    def _migrate(self, steps: Sequence[Sequence[str]]) -> None:
        version = self.rows("PRAGMA user_version")[0][0]
        if version > len(steps):
            _require_version(version)
        if version == len(steps):
            return
        with self.transaction():
            for step in steps[version:]:
                for statement in step:
                    self.run(statement)
            self.run(f"PRAGMA user_version = {len(steps):d}")

    def close(self) -> None:
        """Give the file back; reading from it afterwards is an error."""
        with self._lock:
            self._connection.close()

    # -- statements ----------------------------------------------------------------------------------------------------

    def rows(self, sql: str, values: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        """Return all rows of a query."""
        with self._lock, _named(self.path):
            return self._connection.execute(sql, values).fetchall()

    def run(self, sql: str, values: Sequence[Any] = ()) -> int:
        """Execute a statement and return the id of the row it inserted, if it did."""
        with self._lock, _named(self.path):
            return self._connection.execute(sql, values).lastrowid or 0

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Make what the block writes one change: all of it is on disk afterwards, or none."""
        self.run("BEGIN IMMEDIATE")
        try:
            yield
            self.run("INSERT INTO changes (token) VALUES (?)", (secrets.token_hex(8),))
            self.set_meta(_ROWS, self._counted())
            self.run("COMMIT")
        except BaseException:
            # After "disk full" SQLite has already rolled back.
            if self._connection.in_transaction:
                self._connection.execute("ROLLBACK")
            raise

    # -- what the store says about itself ------------------------------------------------------------------------------

    def meta(self, key: str) -> str | None:
        """Return a setting of the store."""
        found = self.rows("SELECT value FROM meta WHERE key = ?", (key,))
        return str(found[0][0]) if found else None

    def set_meta(self, key: str, value: str) -> None:
        """Write a setting of the store."""
        self.run("INSERT INTO meta VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value", (key, value))

    @property
    def dimension(self) -> int:
        """Length of the vectors; 0 before the first embedder was named."""
        stored = self.meta("dimension") or "0"
        if not (stored.isascii() and stored.isdecimal()):
            raise DamagedError("the length of the vectors is not what was stored", self.path)
        return int(stored)

    def change(self) -> tuple[int, str]:
        """Return the number and token of the last commit."""
        found = self.rows("SELECT number, token FROM changes ORDER BY number DESC LIMIT 1")
        return (int(found[0][0]), str(found[0][1])) if found else (0, "")

    def knows(self, number: int, token: str) -> bool:
        """Tell whether this very commit is part of the store's history."""
        return bool(self.rows("SELECT 1 FROM changes WHERE number = ? AND token = ?", (number, token)))

    def _counted(self) -> str:
        articles = self.rows("SELECT count(*) FROM articles WHERE state = 'live'")[0][0]
        return f"{articles} articles, {self.passage_count()} passages"

    def outdated(self) -> bool:
        """Tell whether the store has changed since this connection began to read."""
        now = Database.read(self.home)
        try:
            return now.change() != self.change()
        finally:
            now.close()

    def require_all_rows(self) -> None:
        """Refuse a store that has lost rows: the next commit would count what is left, and nobody would ever know.

        Raises:
            DamagedError: rows are missing.
        """
        if missing := self.missing_rows():
            raise DamagedError(missing, self.path)

    def missing_rows(self) -> str | None:
        """Say how many rows were stored and how many are there; None when that is the same.

        The hash of a row cannot tell that the row is gone. A store of an older version has no count.
        """
        stored, found = self.meta(_ROWS), self._counted()
        return None if stored in (None, found) else f"{stored} were stored, {found} are there"

    # -- articles ------------------------------------------------------------------------------------------------------

    def live(self) -> list[Revision]:
        """Return the live articles, sorted by id, each verified."""
        found = self.rows(f"SELECT {_ARTICLE} FROM articles WHERE state = 'live' ORDER BY id")
        return [self._revision(row) for row in found]

    def live_article(self, article_id: str) -> Revision | None:
        """Return one live article, verified."""
        found = self.rows(f"SELECT {_ARTICLE} FROM articles WHERE id = ? AND state = 'live'", (article_id,))
        return self._revision(found[0]) if found else None

    def live_articles(self, article_ids: Collection[str]) -> dict[str, Revision]:
        """Return those of some articles that are live, each verified, in one query."""
        sql = f"SELECT {_ARTICLE} FROM articles WHERE id IN (SELECT value FROM json_each(?)) AND state = 'live'"
        found = [self._revision(row) for row in self.rows(sql, (json.dumps(list(article_ids)),))]
        return {revision.article.id: revision for revision in found}

    def listed(self, columns: str, order: str) -> list[tuple[Any, ...]]:
        """Return some columns of the live articles; no article is read, so none is verified."""
        return self.rows(f"SELECT {columns} FROM articles WHERE state = 'live' ORDER BY {order}")

    def owners(self) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Return the row ids of all passages and, for each, the number of its article's row."""
        import numpy as np

        from index.traits import spans

        # A row for each article, which is a tenth of the work: its passages were stored together, so that their ids
        # follow each other. Where they do not, each is read.
        sql = "SELECT seq, min(id), count(*), max(id) FROM passages GROUP BY seq"
        seqs, first, count, last = np.array(self.rows(sql), dtype=np.int64).reshape(-1, 4).T
        if (last - first + 1 == count).all():
            return spans(first, count), np.repeat(seqs, count)
        found = np.array(self.rows("SELECT id, seq FROM passages"), dtype=np.int64).reshape(-1, 2)
        return found[:, 0], found[:, 1]

    def marks(self) -> dict[str, str]:
        """Return for each live article, sorted by id, what changes when the article or its passages do."""
        rows = self.rows(
            """SELECT a.id, a.revision, min(p.id), count(p.id) FROM articles a LEFT JOIN passages p ON p.seq = a.seq
               WHERE a.state = 'live' GROUP BY a.seq ORDER BY a.id"""
        )
        # Row ids are never reused, so the first one stands for the vectors.
        return {str(row[0]): f"{row[1]} {row[2] or 0} {row[3]}" for row in rows}

    def last_passage(self) -> tuple[int, int]:
        """Return how many passages there are, and the highest row id."""
        last = self.rows("SELECT max(id) FROM passages")[0][0]
        return self.passage_count(), int(last or 0)

    def passage_count(self) -> int:
        """Return how many passages there are: in one state of a large store, to count them once is enough."""
        if self._passage_count is None or not self._is_one_state:
            self._passage_count = int(self.rows("SELECT count(*) FROM passages")[0][0])
        return self._passage_count

    def history(self, article_id: str) -> list[Revision]:
        """Return every stored version of an article, oldest first, each verified."""
        found = self.rows(
            f"SELECT {_ARTICLE} FROM articles WHERE id = ? AND state != 'damaged' ORDER BY seq", (article_id,)
        )
        return [self._revision(row) for row in found]

    def revision(self, seq: int) -> Revision:
        """Return the article row with this number, verified.

        Raises:
            DamagedError: there is none, or it is not what was written.
        """
        found = self.rows(f"SELECT {_ARTICLE} FROM articles WHERE seq = ?", (seq,))
        if not found:
            raise DamagedError(f"article row {seq} is missing", self.path)
        return self._revision(found[0])

    def revisions_of(self, row_ids: Collection[int]) -> list[Revision]:
        """Return the articles that some passages belong to, each once and verified."""
        sql = f"""SELECT {_ARTICLE} FROM articles WHERE seq IN
                  (SELECT seq FROM passages WHERE id IN (SELECT value FROM json_each(?))) ORDER BY seq"""
        return [self._revision(row) for row in self.rows(sql, (json.dumps(list(row_ids)),))]

    def _revision(self, row: tuple[Any, ...]) -> Revision:
        seq, article_id, revision, state, sample, outlet, record, sha256 = row
        if row_hash(*row[:-1]) != sha256:
            raise DamagedError(f"article row {seq} ({str(article_id)[:80]!r}) is not what was stored", self.path)
        try:
            article = read_article(record, outlet)
        except (ValueError, TypeError, KeyError) as error:
            raise DamagedError(f"article row {seq} cannot be read ({error})", self.path) from error
        if (article.id, article.revision) != (article_id, revision):
            raise DamagedError(f"article row {seq} does not match its revision", self.path)
        return Revision(seq, article, state, bool(sample))

    def insert_article(self, article: Article, sample: bool) -> int:
        """Store an article as live and return its row number; the older version must be retired before."""
        values = (article.id, article.revision, LIVE, int(sample), dump_outlet(article.outlet), dump_article(article))
        seq = self.run(
            "INSERT INTO articles (id, revision, state, sample, outlet, record, sha256) VALUES (?, ?, ?, ?, ?, ?, '')",
            values,
        )
        self.run("UPDATE articles SET sha256 = ? WHERE seq = ?", (row_hash(seq, *values), seq))
        return seq

    def update_article(self, old: Revision, state: str, sample: bool, outlet: str) -> None:
        """Change what is not part of the revision: state, sample flag, outlet as registered now."""
        article = old.article
        row = (old.seq, article.id, article.revision, state, int(sample), outlet, dump_article(article))
        self.run(
            "UPDATE articles SET state = ?, sample = ?, outlet = ?, sha256 = ? WHERE seq = ?",
            (state, int(sample), outlet, row_hash(*row), old.seq),
        )

    def retire(self, old: Revision, state: str) -> None:
        """Take an article out of answers: its row stays as history, its passages go."""
        for passage in self.passages(old.seq, old.article):
            self.run(
                "INSERT INTO words (words, rowid, title, text) VALUES ('delete', ?, ?, ?)",
                (passage.id, *_searchable(old.article, passage.start, passage.end)),
            )
        self.run("DELETE FROM passages WHERE seq = ?", (old.seq,))
        self.update_article(old, state, old.sample, dump_outlet(old.article.outlet))

    # -- passages ------------------------------------------------------------------------------------------------------

    def insert_passage(self, seq: int, article: Article, ordinal: int, start: int, end: int, vector: bytes) -> int:
        """Store a passage with its vector (float32, little-endian) and its words; return its row id."""
        row_id = self.run(
            "INSERT INTO passages (seq, ordinal, start, end, vector, sha256) VALUES (?, ?, ?, ?, ?, '')",
            (seq, ordinal, start, end, vector),
        )
        sha256 = _passage_hash(row_id, article, ordinal, start, end, vector)
        self.run("UPDATE passages SET sha256 = ? WHERE id = ?", (sha256, row_id))
        self.insert_words(row_id, article, start, end)
        return row_id

    def insert_words(self, row_id: int, article: Article, start: int, end: int) -> None:
        """Make a passage findable by its words."""
        self.run("INSERT INTO words (rowid, title, text) VALUES (?, ?, ?)", (row_id, *_searchable(article, start, end)))

    def passage_ids(self) -> list[int]:
        """Return the ids of all passages, ascending."""
        return [row[0] for row in self.rows("SELECT id FROM passages ORDER BY id")]

    def passages(self, seq: int, article: Article) -> list[StoredPassage]:
        """Return an article's passages in order, each verified."""
        sql = "SELECT id, ordinal, start, end, vector, sha256 FROM passages WHERE seq = ? ORDER BY ordinal"
        return self._verified(article, self.rows(sql, (seq,)))

    def passages_of(self, revisions: Collection[Revision]) -> dict[int, list[StoredPassage]]:
        """Return the passages of several articles by article row, each verified."""
        articles = {revision.seq: revision.article for revision in revisions}
        sql = """SELECT seq, id, ordinal, start, end, vector, sha256 FROM passages
                 WHERE seq IN (SELECT value FROM json_each(?)) ORDER BY seq, ordinal"""
        found: dict[int, list[tuple[Any, ...]]] = {seq: [] for seq in articles}
        for seq, *row in self.rows(sql, (json.dumps(list(articles)),)):
            found[seq].append(tuple(row))
        return {seq: self._verified(articles[seq], rows) for seq, rows in found.items()}

    def seq_of(self, row_id: int) -> int:
        """Return the number of the article row that a passage belongs to.

        Raises:
            KeyError: there is no such passage.
        """
        found = self.rows("SELECT seq FROM passages WHERE id = ?", (row_id,))
        if not found:
            raise KeyError(row_id)
        return int(found[0][0])

    def _verified(self, article: Article, rows: Iterable[tuple[Any, ...]]) -> list[StoredPassage]:
        import numpy as np

        revision, found = article.revision, []
        for row_id, ordinal, start, end, vector, sha256 in rows:
            if _passage_hash(row_id, article, ordinal, start, end, vector, revision) != sha256:
                raise DamagedError(f"passage row {row_id} of article {article.id!r} is not what was stored", self.path)
            found.append(StoredPassage(row_id, article.id, ordinal, start, end, np.frombuffer(vector, dtype="<f4")))
        return found

    def vectors(self, only: Collection[int] | None = None) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
        """Return the ids of all passages (or of `only` these), ascending, and their vectors, every row verified."""
        import numpy as np

        width = self.dimension
        wanted = None if only is None else set(only)
        # Set aside at once: a list of them all would need the memory twice.
        most = len(wanted) if wanted is not None else self.last_passage()[0]
        ids, matrix = np.empty(most, dtype=np.int64), np.empty((most, width), dtype=np.float32)
        count = 0
        for passage in self._passages_of(only):
            if wanted is not None and passage.id not in wanted:
                continue
            if len(passage.vector) != width:
                raise DamagedError(f"a vector does not have {width} numbers", self.path)
            ids[count], matrix[count] = passage.id, passage.vector
            count += 1
        ids, matrix = ids[:count], matrix[:count]
        if (np.diff(ids) > 0).all():
            return ids, matrix
        order = np.argsort(ids)
        return ids[order], matrix[order]

    def _passages_of(self, only: Collection[int] | None) -> Iterator[StoredPassage]:
        """Return the passages of the live articles, or of those articles that have one of these."""
        if only is None:
            found = self.listed("seq", "seq")
        else:
            sql = "SELECT DISTINCT seq FROM passages WHERE id IN (SELECT value FROM json_each(?)) ORDER BY seq"
            found = self.rows(sql, (json.dumps(sorted(only)),))
        for (seq,) in found:
            yield from self.passages(seq, self.revision(seq).article)

    def words_hash(self) -> str:
        """Return sha256 over everything that FTS5 stores: it has no checksum of its own."""
        digest = hashlib.sha256()
        for table in ("words_config", "words_docsize", "words_idx"):
            # Many short rows: one representation of all is ten times faster than a hash of each.
            digest.update(repr(self.rows(f"SELECT * FROM {table} ORDER BY 1, 2")).encode("utf-8", "surrogatepass"))
        for row in self.rows("SELECT id, block FROM words_data ORDER BY id"):
            digest.update(row_hash(*row).encode("ascii"))
        return digest.hexdigest()

    def postings_hash(self) -> str:
        """Return sha256 over what tells FTS5 which passages hold a word: all but the lengths that BM25 needs.

        It takes a quarter of the time of `words_hash`: there is a row of lengths for each passage.
        """
        digest = hashlib.sha256()
        for table in ("words_config", "words_idx"):
            digest.update(repr(self.rows(f"SELECT * FROM {table} ORDER BY 1, 2")).encode("utf-8", "surrogatepass"))
        with self._lock, _named(self.path):
            for row_id, block in self._connection.execute("SELECT id, block FROM words_data ORDER BY id"):
                if not isinstance(block, bytes):
                    raise DamagedError(f"block {row_id} of the word index is not what was stored", self.path)
                digest.update(b"%d:%d:" % (row_id, len(block)))
                digest.update(block)
        return digest.hexdigest()

    def fresh_words(self) -> Database:
        """Return a word index made in memory from the stored articles; only `lexical_rank` and its rows work on it."""
        connection = sqlite3.connect(":memory:", isolation_level=None, check_same_thread=False)
        connection.execute(_WORDS)
        fresh = Database(self.home, connection)
        for revision in self.live():
            for passage in self.passages(revision.seq, revision.article):
                fresh.insert_words(passage.id, revision.article, passage.start, passage.end)
        return fresh

    def lexical_rank(self, query: str, k: int, allowed: Collection[int] | None = None) -> list[tuple[int, float]]:
        """Return up to k passages that hold words of the query: (row id, BM25), best (highest) first."""
        words = terms(query)
        if not words or k <= 0:
            return []
        values: list[Any] = [_TITLE_WEIGHT, _TEXT_WEIGHT, match_expression(words)]
        only = ""
        if allowed is not None:
            only = "AND +rowid IN (SELECT value FROM json_each(?))"
            values.append(json.dumps(sorted(allowed)))
        # Rounded, so that equal passages tie exactly and their ids decide.
        sql = f"""SELECT rowid, round(-bm25(words, ?, ?), 6) AS score FROM words WHERE words MATCH ? {only}
                  ORDER BY score DESC, rowid LIMIT ?"""
        return [(int(row_id), float(score)) for row_id, score in self.rows(sql, (*values, k))]

    def holders(self, word: str, column: str, most: int) -> NDArray[np.int64] | None:
        """Return the row ids, ascending, of passages that hold a word in a column ("title" or "text").

        None when there are `most` or more: so common a word tells nothing.
        """
        import numpy as np

        expression = f"{column} : {match_expression(terms(word))}"
        # One string of all: three times as fast as a row of the result for each.
        sql = "SELECT group_concat(id) FROM (SELECT rowid AS id FROM words WHERE words MATCH ? LIMIT ?)"
        listed: str = self.rows(sql, (expression, most))[0][0] or ""
        found = np.fromstring(listed, dtype=np.int64, sep=",")
        if len(found) >= most:
            return None
        # FTS5 returns them in order, which it does not promise.
        return found if (found[1:] > found[:-1]).all() else np.sort(found)


def require_store(home: Path) -> None:
    """Tell absent from unreadable: an empty store is never made over one that cannot be read."""
    path = home / STORE
    try:
        size = path.stat().st_size
    except (FileNotFoundError, NotADirectoryError) as error:
        if (home / "CURRENT").exists():
            raise DamagedError(f"{STORE} is missing while its index is there", home, START_ANEW) from error
        raise NoIndexError(home) from error
    except OSError as error:
        raise AccessError(path, error.strerror or str(error)) from error
    if size == 0 and (home / "CURRENT").exists():
        raise DamagedError(f"{STORE} is empty while its index is there", home, START_ANEW)
    if not os.access(path, os.R_OK):
        raise AccessError(path, "no permission to read")


def _create_private(path: Path) -> None:
    try:
        os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
    except OSError as error:
        raise AccessError(path, error.strerror or str(error)) from error


def _connect(path: Path, mode: str) -> sqlite3.Connection:
    if sqlite3.sqlite_version_info < _OLDEST_SQLITE:
        raise MismatchError("SQLite 3.37 or newer", "needed", sqlite3.sqlite_version, "install a newer Python")
    with _named(path):
        # as_uri, since "?" and "#" in a folder's name would end the path.
        connection = sqlite3.connect(
            f"{path.absolute().as_uri()}?{mode}", uri=True, isolation_level=None, check_same_thread=False
        )
        connection.execute("PRAGMA trusted_schema = OFF")
        connection.execute("PRAGMA cell_size_check = ON")
        connection.execute(f"PRAGMA busy_timeout = {_BUSY_MS:d}")
    return connection


def _require_version(version: int) -> None:
    if version > SCHEMA:
        raise MismatchError("store version", version, SCHEMA, "install the newer whosays that made it")
    if version < SCHEMA:
        raise MismatchError("store version", version, SCHEMA)


@contextmanager
def _named(path: Path) -> Iterator[None]:
    try:
        yield
    except sqlite3.Error as error:
        raise named(error, path) from error
    except UnicodeDecodeError as error:
        # SQLite quotes the damaged bytes in its message, which Python then cannot decode.
        raise DamagedError("SQLite finds damage", path) from error


def _searchable(article: Article, start: int, end: int) -> Iterable[str]:
    """Return the words' two columns; SQLite takes no lone surrogates."""
    texts = (article.title, article.text[start:end])
    return tuple(spaced(text.encode("utf-8", "replace").decode("utf-8")) for text in texts)


def _passage_hash(
    row_id: int, article: Article, ordinal: int, start: int, end: int, vector: bytes, revision: str | None = None
) -> str:
    """Return the hash of a passage row; `revision` is the article's, where the caller has it at hand."""
    if not (isinstance(start, int) and isinstance(end, int)):
        return ""
    text = article.text[start:end]
    return row_hash(row_id, article.id, revision or article.revision, ordinal, start, end, text, vector)
