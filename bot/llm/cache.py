"""Replies of a language model, kept: numbers of sentences, and leads, which are checked again whenever they are read."""

from __future__ import annotations

import hashlib
import json
import sqlite3
import threading
from collections import OrderedDict
from contextlib import closing
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pathlib import Path

#: The file in a home folder.
FILE_NAME = "llm-replies.sqlite"
#: Replies kept in memory and on disk: a day of a busy bot; one takes about 100 bytes.
MOST = 10_000
_TABLE = "CREATE TABLE IF NOT EXISTS replies (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID"


def key(*parts: str) -> str:
    """Return the key of a reply: over the model, the prompt and all that was shown."""
    digest = hashlib.sha256()
    for part in parts:
        data = part.encode("utf-8", "surrogatepass")
        digest.update(len(data).to_bytes(8, "big") + data)
    return digest.hexdigest()


class Cache:
    """Keeps replies in memory and, where a file is given, on disk. A file that cannot be used is done without."""

    def __init__(self, path: Path | None = None, most: int = MOST) -> None:
        self._path, self._most = path, most
        self._kept: OrderedDict[str, Any] = OrderedDict()
        self._lock = threading.Lock()
        #: Why the file is not used; None while it is.
        self.flaw: str | None = None

    def get(self, wanted: str) -> object:
        """Return what was kept, or None."""
        with self._lock:
            if wanted not in self._kept:
                found = self._stored(wanted)
                if found is None:
                    return None
                self._remember(wanted, found)
            self._kept.move_to_end(wanted)
            return self._kept[wanted]

    def put(self, wanted: str, value: object) -> None:
        """Keep a value that JSON can hold."""
        with self._lock:
            self._remember(wanted, value)
            if self._path is None or self.flaw:
                return
            try:
                with closing(self._open()) as database, database:
                    database.execute("INSERT OR REPLACE INTO replies VALUES (?, ?)", (wanted, json.dumps(value)))
                    # Which ones go does not matter: any of them can be asked for again.
                    database.execute(
                        "DELETE FROM replies WHERE key IN (SELECT key FROM replies LIMIT max(0, (SELECT count(*) FROM"
                        " replies) - ?))",
                        (self._most,),
                    )
            except (sqlite3.Error, OSError) as error:
                self.flaw = str(error)

    def _remember(self, wanted: str, value: object) -> None:
        self._kept[wanted] = value
        while len(self._kept) > self._most:
            self._kept.popitem(last=False)

    def _stored(self, wanted: str) -> object:
        if self._path is None or self.flaw or not self._path.exists():
            return None
        try:
            with closing(self._open()) as database:
                row = database.execute("SELECT value FROM replies WHERE key = ?", (wanted,)).fetchone()
            return None if row is None else json.loads(row[0])
        except (sqlite3.Error, OSError, ValueError) as error:
            self.flaw = str(error)
            return None

    def _open(self) -> sqlite3.Connection:
        assert self._path is not None
        database = sqlite3.connect(self._path, timeout=1.0)
        database.execute(_TABLE)
        return database
