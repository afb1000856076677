"""One writer at a time."""

from __future__ import annotations

import os
from contextlib import contextmanager
from typing import TYPE_CHECKING

from index.errors import AccessError, LockedError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

#: The operating system frees it when the process dies, so a leftover file means nothing.
_LOCK = "LOCK"
#: Who holds it, for the message; beside the lock because taking a lock may truncate its file.
_HOLDER = "LOCK.pid"


@contextmanager
def writer(home: Path, timeout: float = 0.0) -> Iterator[None]:
    """Hold the home's single writer lock, waiting at most `timeout` seconds.

    Raises:
        LockedError: another process holds it.
        AccessError: the folder cannot be made or written.
    """
    from filelock import FileLock, Timeout

    try:
        home.mkdir(parents=True, exist_ok=True, mode=0o700)
        held = FileLock(home / _LOCK, mode=0o600, thread_local=False).acquire(timeout=timeout, poll_interval=0.02)
    except Timeout as error:
        raise LockedError(home, _holder(home)) from error
    except OSError as error:
        raise AccessError(home, error.strerror or str(error)) from error
    with held:
        _announce(home)
        yield


def _announce(home: Path) -> None:
    """Write our pid for other writers' messages; the lock holds whether or not this succeeds."""
    path = home / _HOLDER
    try:
        path.write_text(f"{os.getpid()}\n", encoding="ascii")
    except OSError:
        # A full disk: an old pid would be a lie, no pid is only less helpful.
        path.unlink(missing_ok=True)


def _holder(home: Path) -> int | None:
    try:
        return int((home / _HOLDER).read_text(encoding="ascii"))
    except (OSError, ValueError):
        return None
