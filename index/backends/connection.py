"""One connection to PostgreSQL: lost ones are made anew, statements that changed nothing are asked again."""

from __future__ import annotations

import threading
import time
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any, TypeVar

from index.backends.errors import ExtraMissingError, TooSlowError, UnreachableError
from index.errors import AccessError, DamagedError, DiskFullError, StoreError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from types import ModuleType

    from index.backends.urls import Postgres

T = TypeVar("T")

#: Seconds to wait for a server that does not answer at all.
_CONNECT_WITHIN = 5
#: Seconds before each new try: a restart of the server takes about one.
_TRY_AGAIN_AFTER = (0.1, 0.5, 2.0)
#: Milliseconds that one statement of a reader may take: a question waits no longer.
_READ_WITHIN = 30_000


class Connection:
    """A connection that is made when first needed; safe to share between threads."""

    def __init__(self, place: Postgres, *, writes: bool = False) -> None:
        self.place = place
        self._writes = writes
        self._lock = threading.RLock()
        self._open: Any = None
        self._was_open = False
        self._client = _client()

    def rows(self, sql: str, values: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        """Return all rows of a query.

        Raises:
            UnreachableError: the server is gone and does not come back.
            DamagedError, AccessError, DiskFullError: it answers, but with an error.
        """
        found: list[tuple[Any, ...]] = self._tried(lambda: self._cursor().execute(sql, values).fetchall())
        return found

    def run(self, sql: str, values: Sequence[Any] = ()) -> None:
        """Execute a statement that returns nothing; outside a transaction it must be one that may run twice."""
        self._tried(lambda: self._cursor().execute(sql, values) and None)

    def copy(self, sql: str, rows: Iterable[Sequence[Any]]) -> None:
        """Write many rows at once, inside a transaction."""
        with self._lock, self._named(), self._cursor().copy(sql) as copy:
            for row in rows:
                copy.write_row(row)

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Make what the block writes one change. A connection lost inside is an error: nothing of it is stored."""
        with self._lock, self._named(), self._connected().transaction():
            yield

    def close(self) -> None:
        """End the connection."""
        with self._lock:
            if self._open is not None:
                with suppress(self._client.Error):
                    self._open.close()
            self._open = None

    # -- how -----------------------------------------------------------------------------------------------------------

    def _cursor(self) -> Any:  # noqa: ANN401 -- the client is imported on demand
        return self._connected().cursor(binary=True)

    def _connected(self) -> Any:  # noqa: ANN401 -- likewise
        if self._open is None or self._open.closed:
            if self._writes and self._was_open:
                raise UnreachableError(str(self.place), "the connection was lost, and the writers' lock with it")
            options = dict(self.place.options)
            settings = f"-c search_path={self.place.schema},public"
            if not self._writes:
                settings += f" -c statement_timeout={_READ_WITHIN} -c default_transaction_read_only=on"
            self._open = self._client.connect(
                **options,
                password=self.place.password,
                connect_timeout=_CONNECT_WITHIN,
                application_name="whosays",
                options=settings,
                autocommit=True,
                # A server that vanished without a word is noticed within seconds.
                keepalives_idle=5,
                keepalives_interval=2,
                keepalives_count=3,
            )
            self._was_open = True
        return self._open

    def _tried(self, work: Callable[[], T]) -> T:
        with self._lock:
            for wait in (*_TRY_AGAIN_AFTER, None):
                try:
                    with self._named():
                        return work()
                except TooSlowError:
                    raise
                except UnreachableError:
                    # What a transaction has done is gone with its connection, and so is a writer's lock.
                    if wait is None or (self._writes and self._was_open):
                        raise
                    self.close()
                    time.sleep(wait)
        raise AssertionError  # the last try returned or raised

    @contextmanager
    def _named(self) -> Iterator[None]:
        try:
            yield
        except self._client.Error as error:
            raise self._error(error) from None

    def _error(self, error: Exception) -> StoreError:
        """Return our error for the client's; its text is cut to one line and freed of the password."""
        text = str(error)
        if self.place.password:
            text = text.replace(self.place.password, "***")
        text = text.strip().splitlines()[0] if text.strip() else type(error).__name__
        state = getattr(error, "sqlstate", None) or ""
        where = str(self.place)
        if state.startswith("53"):
            return DiskFullError(where, text)
        if state.startswith("42501") or state.startswith("28"):
            return AccessError(where, text)
        if state == "57014":
            return TooSlowError(where, text)
        gone = isinstance(error, self._client.OperationalError | self._client.InterfaceError)
        if gone or state.startswith("57P") or state.startswith("08"):
            return UnreachableError(where, text)
        return DamagedError(f"PostgreSQL reports “{text}”", where)


def _client() -> ModuleType:
    try:
        import psycopg
    except ImportError:
        raise ExtraMissingError("postgres", "psycopg") from None
    found: ModuleType = psycopg
    return found
