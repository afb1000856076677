"""Time that a test can push forward, and a bell that rings when anything changes."""

from __future__ import annotations

import asyncio
import time
from datetime import UTC, datetime

_DISCORD_EPOCH = 1_420_070_400  # seconds: the first second of 2015, where snowflakes start


class Changes:
    """Wakes everybody who waits for something in the fake to change."""

    def __init__(self) -> None:
        self._waiting: set[asyncio.Future[None]] = set()

    def ring(self) -> None:
        for future in self._waiting:
            if not future.done():
                future.set_result(None)
        self._waiting.clear()

    async def wait(self, timeout: float) -> None:
        """Return at the next change, or after `timeout` seconds."""
        future: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.add(future)
        await asyncio.wait({future}, timeout=max(timeout, 0))
        self._waiting.discard(future)


class Clock:
    """The fake's time: real time plus what a test added."""

    def __init__(self, changes: Changes) -> None:
        self._changes = changes
        self._origin = time.time() - time.monotonic()
        self._ahead = 0.0  # seconds added by tests
        self._last_id = 0

    def now(self) -> float:
        """Seconds since 1970, never going back."""
        return self._origin + time.monotonic() + self._ahead

    def advance(self, seconds: float) -> None:
        """Let time pass at once, and wake those who wait for a deadline."""
        self._ahead += seconds
        self._changes.ring()

    def snowflake(self) -> int:
        """A new id: milliseconds since 2015, then a counter, as Discord's ids are."""
        milliseconds = int((self.now() - _DISCORD_EPOCH) * 1000)
        self._last_id = max(self._last_id + 1, milliseconds << 22)
        return self._last_id


def iso(seconds: float) -> str:
    """A time as Discord writes it."""
    return datetime.fromtimestamp(seconds, UTC).isoformat(timespec="microseconds")
