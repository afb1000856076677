"""Earlier questions and answers, in an SQLite file in the home folder; nothing leaves the machine."""

from __future__ import annotations

import json
import sqlite3
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from bot.errors import HistoryDamagedError, HistoryError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

FILE_NAME = "history.sqlite"
#: Raised with every change of the tables below.
_VERSION = 1
#: Seconds to wait for another process that is writing.
_TIMEOUT = 5.0
#: SQLite's largest integer; a larger number cannot even be looked for.
_MOST_ID = 2**63 - 1
#: Newest entries kept; older ones are dropped when one is added.
MAX_ENTRIES = 10_000

#: What a quote of an answer is found again by.
_QUOTE = {"article": str, "quote": str, "start": int, "end": int}

_TABLES = """
CREATE TABLE IF NOT EXISTS entry (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    asked TEXT NOT NULL,        -- ISO 8601, UTC
    question TEXT NOT NULL,
    state TEXT NOT NULL,
    follows INTEGER,            -- the entry that this one is a follow-up to
    answer TEXT NOT NULL,       -- JSON, schema whosays.answer/1
    text TEXT NOT NULL          -- the answer as it was printed
)
"""


@dataclass(frozen=True, slots=True)
class Entry:
    """One question with its answer."""

    id: int
    #: ISO 8601, UTC.
    asked: str
    question: str
    state: str
    follows: int | None
    #: Schema whosays.answer/1.
    answer: dict[str, Any]
    text: str


class History:
    """The history of one home folder."""

    def __init__(self, home: Path) -> None:
        self._path = home / FILE_NAME

    def add(self, question: str, answer: dict[str, Any], text: str, *, asked: str, follows: int | None = None) -> int:
        """Keep an answer and return its number."""
        data = json.dumps(answer, ensure_ascii=True)
        row = (asked, _storable(question), str(answer["state"]), follows, data, _storable(text))
        with self._open(write=True) as database:
            cursor = database.execute(
                "INSERT INTO entry (asked, question, state, follows, answer, text) VALUES (?, ?, ?, ?, ?, ?)", row
            )
            number = int(cursor.lastrowid or 0)
            database.execute("DELETE FROM entry WHERE id <= ?", (number - MAX_ENTRIES,))
        return number

    def last(self) -> Entry | None:
        """Return the newest entry."""
        found = self._entries("ORDER BY id DESC LIMIT 1")
        return found[0] if found else None

    def get(self, number: int) -> Entry:
        """Return one entry.

        Raises:
            HistoryError: there is none with this number.

        """
        found = self._entries("WHERE id = ?", number) if 0 < number <= _MOST_ID else []
        if not found:
            raise HistoryError(f"no entry {number} in the history: `whosays history list` shows the numbers")
        return found[0]

    def newest(self, limit: int) -> list[Entry]:
        """Return the newest entries, newest first."""
        return self._entries("ORDER BY id DESC LIMIT ?", min(limit, MAX_ENTRIES))

    def search(self, words: str) -> list[Entry]:
        """Return the entries whose question or answer holds the words, newest first; case does not matter."""
        pattern = "%" + words.replace("\\", r"\\").replace("%", r"\%").replace("_", r"\_") + "%"
        where = r"WHERE question LIKE ? ESCAPE '\' OR text LIKE ? ESCAPE '\' ORDER BY id DESC"
        return self._entries(where, pattern, pattern)

    def thread(self, entry: Entry) -> list[Entry]:
        """Return the entries that one follows, oldest first, and the entry itself."""
        found = [entry]
        seen = {entry.id}
        while (before := found[-1].follows) is not None and before not in seen:
            seen.add(before)
            found += self._entries("WHERE id = ?", before)
            if found[-1].id != before:
                break
        return found[::-1]

    def all(self) -> list[Entry]:
        """Return every entry, oldest first."""
        return self._entries("ORDER BY id")

    def clear(self) -> int:
        """Forget everything, also in the file's free pages, and return how many entries there were."""
        if not self._path.exists():
            return 0
        with self._open(write=True) as database:
            database.execute("PRAGMA secure_delete = ON")
            count = int(database.execute("DELETE FROM entry").rowcount)
        with self._open(write=True) as database:
            database.commit()
            database.execute("VACUUM")
        return count

    def _entries(self, rest: str, *values: object) -> list[Entry]:
        if not self._path.exists():
            return []
        with self._open() as database:
            rows = database.execute(
                f"SELECT id, asked, question, state, follows, answer, text FROM entry {rest}", values
            )
            return [self._entry(*row) for row in rows]

    def _entry(
        self, number: int, asked: str, question: str, state: str, follows: int | None, answer: str, text: str
    ) -> Entry:
        try:
            data = json.loads(answer)
        except (ValueError, TypeError, RecursionError) as error:
            raise self._damaged(f"entry {number}: {error}") from None
        if not _is_answer(data):
            raise self._damaged(f"entry {number} holds no answer")
        return Entry(number, asked, question, state, follows, data, text)

    @contextmanager
    def _open(self, *, write: bool = False) -> Iterator[sqlite3.Connection]:
        if write:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            # Questions are private: the file is made for its owner alone, whatever the umask.
            self._path.touch(mode=0o600, exist_ok=True)
        try:
            database = sqlite3.connect(self._path, timeout=_TIMEOUT)
            try:
                self._prepare(database)
                with database:
                    yield database
            finally:
                database.close()
        except sqlite3.OperationalError as error:
            raise HistoryError(f"cannot use {self._path}: {error}; check its permissions or use --no-history") from None
        except sqlite3.DatabaseError as error:
            raise self._damaged(str(error)) from None

    def _prepare(self, database: sqlite3.Connection) -> None:
        version = int(database.execute("PRAGMA user_version").fetchone()[0])
        if version > _VERSION:
            raise HistoryError(
                f"{self._path} was written by a newer whosays (format {version}): update, or move it away"
            )
        if version < _VERSION:
            database.execute(_TABLES)
            database.execute(f"PRAGMA user_version = {_VERSION}")
            database.commit()

    def _damaged(self, reason: str) -> HistoryDamagedError:
        return HistoryDamagedError(f"{self._path} is damaged ({reason}): delete it; the articles are not affected")


def _is_answer(data: object) -> bool:
    """Tell whether an answer has the parts that are read again: the quotes, with their places."""
    if not isinstance(data, dict):
        return False
    positions, nearest = data.get("positions", []), data.get("nearest", [])
    if not (_are_objects(positions) and _are_objects(nearest)):
        return False
    claims = [position.get("claims") for position in positions]
    return all(map(_are_objects, claims)) and all(
        isinstance(row.get(key), kind) for rows in (*claims, nearest) for row in rows for key, kind in _QUOTE.items()
    )


def _are_objects(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(item, dict) for item in value)


def _storable(text: str) -> str:
    """Replace lone surrogates, which SQLite cannot store."""
    return text.encode("utf-8", "backslashreplace").decode("utf-8")
