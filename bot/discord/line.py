"""The line of questions: so many are worked on, so many wait and know their place, the rest is asked to come back."""

from __future__ import annotations

import asyncio
from collections import deque
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager, suppress
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable

T = TypeVar("T")

#: Seconds that work holds back, at most, for acknowledgements under way: Discord gives those three seconds.
_YIELD = 1.5


class LineFullError(Exception):
    """No place is left; the question was not taken."""


class Ticket:
    """A place in line."""

    __slots__ = ("_line", "_turn")

    def __init__(self, line: Line, turn: asyncio.Future[None]) -> None:
        self._line = line
        self._turn = turn

    @property
    def place(self) -> int:
        """0 when it is its turn; else how many are called before it, and itself."""
        return self._line.place(self._turn)

    async def turn(self) -> None:
        """Wait until it is its turn."""
        await self._turn


class Line:
    """A bounded line before a bounded number of worker threads. All methods belong to the event loop."""

    def __init__(self, workers: int, waiting: int) -> None:
        self._workers = workers
        self._most = waiting
        self._busy = 0
        self._waiting: deque[asyncio.Future[None]] = deque()
        self._pool = ThreadPoolExecutor(workers, thread_name_prefix="answer")
        self._urgent = 0
        self._calm = asyncio.Event()
        self._calm.set()
        self._idle = asyncio.Event()
        self._idle.set()

    @property
    def busy(self) -> int:
        """Questions being worked on."""
        return self._busy

    @property
    def waiting(self) -> int:
        """Questions that wait."""
        return len(self._waiting)

    def place(self, turn: asyncio.Future[None]) -> int:
        """Return the place of a ticket, 0 when it has been called."""
        return 0 if turn.done() else self._waiting.index(turn) + 1

    @asynccontextmanager
    async def enter(self) -> AsyncIterator[Ticket]:
        """Take a place, and give it back at the end.

        Raises:
            LineFullError: as many wait already as may.
        """
        turn: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        if self._busy < self._workers:
            self._busy += 1
            turn.set_result(None)
        elif len(self._waiting) >= self._most:
            raise LineFullError
        else:
            self._waiting.append(turn)
        self._idle.clear()
        try:
            yield Ticket(self, turn)
        finally:
            self._leave(turn)

    def _leave(self, turn: asyncio.Future[None]) -> None:
        if turn in self._waiting:
            self._waiting.remove(turn)
        else:
            self._busy -= 1
            self._call_next()
        if not self._busy and not self._waiting:
            self._idle.set()

    def _call_next(self) -> None:
        # Somebody who gave up while waiting is still in line until its own `_leave` runs: it is passed over, not called.
        for turn in self._waiting:
            if not turn.done():
                self._waiting.remove(turn)
                self._busy += 1
                turn.set_result(None)
                return

    @asynccontextmanager
    async def urgent(self) -> AsyncIterator[None]:
        """Mark an acknowledgement under way: work that has not begun lets it pass."""
        self._urgent += 1
        self._calm.clear()
        try:
            yield
        finally:
            self._urgent -= 1
            if not self._urgent:
                self._calm.set()

    async def work(self, job: Callable[[], T]) -> T:
        """Run a function in a worker thread; the holder of a called ticket does this once."""
        if self._urgent:
            # Not for ever: a stream of newcomers must not starve those who wait.
            with suppress(TimeoutError):
                await asyncio.wait_for(self._calm.wait(), _YIELD)
        return await asyncio.get_running_loop().run_in_executor(self._pool, job)

    async def idle(self) -> None:
        """Wait until nobody works or waits."""
        await self._idle.wait()

    def close(self) -> None:
        """Start no more work."""
        self._pool.shutdown(wait=False, cancel_futures=True)
