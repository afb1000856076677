"""What the bot must remember: answers for their buttons, questions under way, votes, settings of servers.

User ids are kept as keyed hashes (HMAC-SHA-256, RFC 2104, key in the same file, which only its owner can read). The
file survives a kill at any moment: SQLite in WAL mode. After a loss of power the last seconds may be missing, which for
buttons of answers is bearable.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import secrets
import sqlite3
import threading
import time
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from bot.discord.ids import ID_LENGTH
from bot.discord.jobs import Job, Mode
from bot.discord.log import event
from bot.errors import Exit, WhosaysError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

FILE_NAME = "discord.sqlite"
_VERSION = 1
#: Letters of an answer's id: base 32 in lower case (RFC 4648).
_ALPHABET = "abcdefghijklmnopqrstuvwxyz234567"
_DAY = 86_400.0
#: Seconds for which it is known where questions were written: after a restart, messages there are looked through.
TALKED = _DAY
#: Turns of a conversation that a follow-up may build on; older ones change nothing.
MAX_TURNS = 8

_TABLES = """
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE answer (
    id TEXT PRIMARY KEY,
    json TEXT NOT NULL,          -- schema whosays.answer/1
    mode TEXT NOT NULL,
    claimed TEXT,                -- the sentence that was checked
    follows TEXT,                -- the answer that this one follows up
    asker TEXT NOT NULL,         -- keyed hash
    private INTEGER NOT NULL,
    created REAL NOT NULL        -- Unix time
) WITHOUT ROWID;
CREATE INDEX answer_asker ON answer (asker);
CREATE INDEX answer_created ON answer (created);
CREATE TABLE place (             -- the newest answer of a thread or channel, for follow-ups there
    channel INTEGER PRIMARY KEY, answer TEXT NOT NULL, created REAL NOT NULL
);
CREATE TABLE message (           -- which of our messages shows which answer
    id INTEGER PRIMARY KEY, answer TEXT NOT NULL, created REAL NOT NULL
);
CREATE TABLE job (
    id TEXT PRIMARY KEY,
    state TEXT NOT NULL,         -- pending, sent, failed
    job TEXT,                    -- JSON; NULL when done
    answer TEXT,
    created REAL NOT NULL
) WITHOUT ROWID;
CREATE INDEX job_state ON job (state);
CREATE TABLE heard (             -- where questions are written
    channel INTEGER PRIMARY KEY, guild INTEGER, created REAL NOT NULL
);
CREATE TABLE vote (
    answer TEXT NOT NULL, voter TEXT NOT NULL, good INTEGER NOT NULL, reason TEXT NOT NULL, comment TEXT NOT NULL,
    created REAL NOT NULL, PRIMARY KEY (answer, voter)
) WITHOUT ROWID;
CREATE TABLE setting (guild INTEGER NOT NULL, channel INTEGER NOT NULL, key TEXT NOT NULL, value TEXT NOT NULL,
    PRIMARY KEY (guild, channel, key)) WITHOUT ROWID;
"""


class StoreError(WhosaysError):
    """The bot's file cannot be used."""

    exit_code = Exit.DAMAGED


@dataclass(frozen=True, slots=True)
class Stored:
    """A stored answer."""

    id: str
    #: Schema whosays.answer/1.
    data: dict[str, Any]
    mode: Mode
    claimed: str | None
    follows: str | None
    #: Keyed hash; "" after /forget.
    asker: str
    private: bool


@dataclass(frozen=True, slots=True)
class Vote:
    """What one reader thinks of an answer."""

    answer: str
    good: bool
    #: "", "wrong", "missing" or "other".
    reason: str
    comment: str


class Store:
    """The file. Safe to use from any thread; every call is one short transaction."""

    def __init__(self, home: Path) -> None:
        self.path = home / FILE_NAME
        self._lock = threading.Lock()
        home.mkdir(parents=True, exist_ok=True)
        try:
            # Made for its owner alone before SQLite opens it, whatever the umask; -wal and -shm inherit the mode.
            self.path.touch(mode=0o600, exist_ok=True)
            self._database = sqlite3.connect(self.path, timeout=5.0, check_same_thread=False, isolation_level=None)
            self._prepare()
        except (sqlite3.DatabaseError, OSError) as error:
            raise StoreError(f"cannot use {self.path} ({error}): repair its permissions, or move it away") from None
        self._key = bytes.fromhex(self._meta_or("key", secrets.token_hex(32)))

    def _prepare(self) -> None:
        version = int(self._database.execute("PRAGMA user_version").fetchone()[0])
        if version > _VERSION:
            raise StoreError(f"{self.path} was written by a newer whosays (format {version}): update, or move it away")
        self._database.execute("PRAGMA journal_mode = WAL")
        self._database.execute("PRAGMA synchronous = NORMAL")
        self._database.execute("PRAGMA secure_delete = ON")
        if version < _VERSION:
            with self._transaction() as database:
                for statement in _TABLES.split(";\n"):
                    if statement.strip():
                        database.execute(statement)
                database.execute(f"PRAGMA user_version = {_VERSION}")

    @contextmanager
    def _transaction(self) -> Iterator[sqlite3.Connection]:
        with self._lock:
            self._database.execute("BEGIN IMMEDIATE")
            try:
                yield self._database
            except BaseException:
                self._database.execute("ROLLBACK")
                raise
            self._database.execute("COMMIT")

    def _rows(self, query: str, *values: object) -> list[tuple[Any, ...]]:
        with self._lock:
            return self._database.execute(query, values).fetchall()

    # -- small facts ---------------------------------------------------------------------------------------------------

    def meta(self, key: str) -> str | None:
        """Return a remembered fact."""
        rows = self._rows("SELECT value FROM meta WHERE key = ?", key)
        return str(rows[0][0]) if rows else None

    def set_meta(self, key: str, value: str) -> None:
        """Remember a fact."""
        with self._transaction() as database:
            database.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (key, value))

    def _meta_or(self, key: str, value: str) -> str:
        with self._transaction() as database:
            database.execute("INSERT OR IGNORE INTO meta VALUES (?, ?)", (key, value))
        return str(self.meta(key))

    def hashed(self, user: int) -> str:
        """Return the keyed hash under which a user is remembered."""
        return hmac.new(self._key, str(user).encode(), hashlib.sha256).hexdigest()[:32]

    # -- questions under way -------------------------------------------------------------------------------------------

    def accept(self, job: Job) -> bool:
        """Remember a question until it is done; False when the same event was accepted before."""
        data = json.dumps({**asdict(job), "mode": job.mode.value})
        with self._transaction() as database:
            cursor = database.execute(
                "INSERT OR IGNORE INTO job VALUES (?, 'pending', ?, NULL, ?)", (job.id, data, job.created)
            )
            if cursor.rowcount == 1 and job.message is not None:
                database.execute("INSERT OR REPLACE INTO heard VALUES (?, ?, ?)", (job.channel, job.guild, job.created))
            return cursor.rowcount == 1

    def heard(self, since: float) -> list[tuple[int, int | None]]:
        """Return where questions were written since then: (channel, guild), newest first."""
        return self._rows("SELECT channel, guild FROM heard WHERE created >= ? ORDER BY created DESC", since)

    def known(self, jobs: list[str]) -> frozenset[str]:
        """Return which of these questions were accepted before."""
        marks = ",".join("?" * len(jobs))
        return frozenset(row[0] for row in self._rows(f"SELECT id FROM job WHERE id IN ({marks})", *jobs))

    def answered(self, job: Job, data: dict[str, Any], *, claimed: str | None = None) -> str:
        """Store the answer to a question and return its id.

        A question that has one already keeps it. One whose asker has been forgotten meanwhile gets an id under which
        nothing is stored.
        """
        with self._transaction() as database:
            row = database.execute("SELECT answer, job FROM job WHERE id = ?", (job.id,)).fetchone()
            if row and row[0]:
                return str(row[0])
            answer = "".join(secrets.choice(_ALPHABET) for _ in range(ID_LENGTH))
            if row and row[1] is None:
                return answer
            database.execute(
                "INSERT INTO answer VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                (
                    answer,
                    json.dumps(data),
                    job.mode.value,
                    claimed,
                    job.follows,
                    job.asker,
                    job.private,
                    time.time(),
                ),
            )
            database.execute("UPDATE job SET answer = ? WHERE id = ?", (answer, job.id))
        return answer

    def done(self, job: Job, *, failed: bool = False, message: int | None = None) -> None:
        """Mark a question as answered, or as told that it failed; its text, ids and token are forgotten."""
        with self._transaction() as database:
            database.execute(
                "UPDATE job SET state = ?, job = NULL WHERE id = ?", ("failed" if failed else "sent", job.id)
            )
            row = database.execute("SELECT answer FROM job WHERE id = ?", (job.id,)).fetchone()
            if failed or not row or not row[0]:
                return
            now = time.time()
            if message is not None:
                database.execute("INSERT OR REPLACE INTO message VALUES (?, ?, ?)", (message, row[0], now))
            if job.channel is not None and not job.private:
                database.execute("INSERT OR REPLACE INTO place VALUES (?, ?, ?)", (job.channel, row[0], now))

    def pending(self) -> list[tuple[Job, str | None]]:
        """Return the questions that are not done, oldest first, with the id of the answer where there is one.

        One that cannot be read (another version of the bot wrote it, or the file was damaged) is given up.
        """
        found: list[tuple[Job, str | None]] = []
        for key, data, answer in self._rows(
            "SELECT id, job, answer FROM job WHERE state = 'pending' ORDER BY created, id"
        ):
            try:
                found.append((_job(json.loads(data)), answer))
            except (ValueError, TypeError, KeyError) as error:
                event("question not readable", level="error", job=key, reason=type(error).__name__)
                with self._transaction() as database:
                    database.execute("UPDATE job SET state = 'failed', job = NULL WHERE id = ?", (key,))
        return found

    def counts(self) -> dict[str, int]:
        """Return how many questions are pending, sent and failed."""
        found = {"pending": 0, "sent": 0, "failed": 0}
        found.update(self._rows("SELECT state, count(*) FROM job GROUP BY state"))
        return found

    # -- answers -------------------------------------------------------------------------------------------------------

    def answer(self, answer: str) -> Stored | None:
        """Return a stored answer; None when it has been forgotten, or cannot be read any more."""
        rows = self._rows("SELECT id, json, mode, claimed, follows, asker, private FROM answer WHERE id = ?", answer)
        if not rows:
            return None
        key, data, mode, claimed, follows, asker, private = rows[0]
        try:
            return Stored(key, json.loads(data), Mode(mode), claimed, follows, asker, bool(private))
        except ValueError as error:
            event("stored answer not readable", level="error", answer=key, reason=type(error).__name__)
            return None

    def add_help(self, answer: str, helped: dict[str, Any]) -> bool:
        """Store what a language model helped to find beside an answer; False when the answer has been forgotten."""
        with self._transaction() as database:
            row = database.execute("SELECT json FROM answer WHERE id = ?", (answer,)).fetchone()
            if row is None:
                return False
            data = {**json.loads(row[0]), "language_model": helped}
            database.execute("UPDATE answer SET json = ? WHERE id = ?", (json.dumps(data), answer))
        return True

    def turns(self, answer: str | None) -> list[Stored]:
        """Return the answers that lead up to one, oldest first, with itself."""
        found: list[Stored] = []
        while answer and len(found) < MAX_TURNS and (stored := self.answer(answer)):
            found.append(stored)
            answer = stored.follows
        return found[::-1]

    def remember_place(self, channel: int, answer: str) -> None:
        """Make an answer the newest one of a thread."""
        with self._transaction() as database:
            database.execute("INSERT OR REPLACE INTO place VALUES (?, ?, ?)", (channel, answer, time.time()))

    def newest_in(self, channel: int) -> str | None:
        """Return the id of the newest answer of a thread or channel."""
        rows = self._rows("SELECT answer FROM place WHERE channel = ?", channel)
        return str(rows[0][0]) if rows else None

    def shown_by(self, message: int) -> str | None:
        """Return the id of the answer that one of our messages shows."""
        rows = self._rows("SELECT answer FROM message WHERE id = ?", message)
        return str(rows[0][0]) if rows else None

    def remove(self, answer: str) -> None:
        """Forget an answer."""
        with self._transaction() as database:
            _remove(database, "id = ?", (answer,))

    # -- votes ---------------------------------------------------------------------------------------------------------

    def vote(self, vote: Vote, voter: str) -> None:
        """Count a vote; a second one of the same reader replaces the first."""
        row = (vote.answer, voter, vote.good, vote.reason, vote.comment, time.time())
        with self._transaction() as database:
            database.execute("INSERT OR REPLACE INTO vote VALUES (?, ?, ?, ?, ?, ?)", row)

    def votes(self) -> list[tuple[Stored, list[Vote]]]:
        """Return every answer that has votes, oldest first, with them."""
        rows = self._rows("SELECT answer, good, reason, comment FROM vote ORDER BY created, answer, voter")
        found: dict[str, list[Vote]] = {}
        for answer, good, reason, comment in rows:
            found.setdefault(answer, []).append(Vote(answer, bool(good), reason, comment))
        stored = ((self.answer(answer), votes) for answer, votes in found.items())
        return [(answer, votes) for answer, votes in stored if answer]

    # -- settings of servers -------------------------------------------------------------------------------------------

    def configure(self, guild: int, channel: int, key: str, value: str | None) -> None:
        """Set a setting, or with None go back to the default."""
        with self._transaction() as database:
            if value is None:
                where = "guild = ? AND channel = ? AND key = ?"
                database.execute(f"DELETE FROM setting WHERE {where}", (guild, channel, key))
            else:
                database.execute("INSERT OR REPLACE INTO setting VALUES (?, ?, ?, ?)", (guild, channel, key, value))

    def settings(self) -> list[tuple[int, int, str, str]]:
        """Return what servers have set: (guild, channel, key, value)."""
        return self._rows("SELECT guild, channel, key, value FROM setting")

    def leave(self, guild: int) -> None:
        """Forget a server's settings."""
        with self._transaction() as database:
            database.execute("DELETE FROM setting WHERE guild = ?", (guild,))

    # -- forgetting ----------------------------------------------------------------------------------------------------

    def forget(self, asker: str) -> int:
        """Forget a person: answers, votes, questions under way; return how many answers there were.

        A question under way is still answered by whoever works on it, and nothing is stored of it.
        """
        mine = "SELECT id FROM answer WHERE asker = ?"
        with self._transaction() as database:
            database.execute("DELETE FROM vote WHERE voter = ?", (asker,))
            # A channel without a server is a person's own.
            database.execute(
                "DELETE FROM heard WHERE guild IS NULL AND channel IN "
                f"(SELECT channel FROM place WHERE answer IN ({mine}))",
                (asker,),
            )
            database.execute(
                "UPDATE job SET state = 'sent', job = NULL WHERE job IS NOT NULL AND json_valid(job) "
                "AND json_extract(job, '$.asker') = ?",
                (asker,),
            )
            count = _remove(database, "asker = ?", (asker,))
        # What was overwritten still stands in the log of changes until that is written back.
        self._rows("PRAGMA wal_checkpoint(TRUNCATE)")
        return count

    def expire(self, days: int) -> int:
        """Forget what is older than so many days; return how many answers there were."""
        limit = time.time() - days * _DAY
        with self._transaction() as database:
            for table in ("message", "place", "vote"):
                database.execute(f"DELETE FROM {table} WHERE created < ?", (limit,))
            database.execute("DELETE FROM heard WHERE created < ?", (max(limit, time.time() - TALKED),))
            database.execute("DELETE FROM job WHERE state != 'pending' AND created < ?", (limit,))
            return _remove(database, "created < ?", (limit,))

    def close(self) -> None:
        """Close the file."""
        with self._lock:
            self._database.close()


def _remove(database: sqlite3.Connection, where: str, values: tuple[object, ...]) -> int:
    chosen = f"(SELECT id FROM answer WHERE {where})"
    for table in ("vote", "message", "place"):
        database.execute(f"DELETE FROM {table} WHERE answer IN {chosen}", values)
    return database.execute(f"DELETE FROM answer WHERE {where}", values).rowcount


def _job(data: dict[str, Any]) -> Job:
    return Job(**{**data, "mode": Mode(data["mode"]), "outlets": tuple(data["outlets"])})
