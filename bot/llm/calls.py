"""Calls with a time limit, several at once, on a thread with an event loop of its own."""

from __future__ import annotations

import asyncio
import math
import threading
from concurrent.futures import Future, as_completed
from concurrent.futures import TimeoutError as FutureTimeoutError
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterator, Sequence

_T = TypeVar("_T")
#: Seconds beyond its limit after which a call that does not react to being cancelled is left to itself.
_GRACE = 1.0


class CallError(Exception):
    """A call that came to nothing; the message is one line."""


class Calls:
    """Runs calls at once, none longer than its limit. Threads may share it."""

    def __init__(self, timeout: float, at_once: int, retries: int = 1) -> None:
        self._timeout, self._at_once, self._tries = timeout, at_once, retries + 1
        self._lock = threading.Lock()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._thread: threading.Thread | None = None
        self._free: asyncio.Semaphore | None = None
        #: Loops started so far: connections that were opened in an earlier one are of no use.
        self.loops = 0

    def run(
        self, jobs: Sequence[Callable[[int], Awaitable[_T]]], within: float = math.inf
    ) -> Iterator[tuple[int, _T | CallError]]:
        """Run jobs and yield (number of the job, result or why there is none), as they end.

        A job gets the number of the attempt, from 0; one that fails is tried once more. All end within the limit of one
        call times the attempts and rounds, and within so many seconds, whatever the server or the model's code does.
        """
        if not jobs:
            return
        # Together under the lock: a loop that is closed meanwhile would never begin what it is given.
        with self._lock:
            loop, free = self._started()
            futures: dict[Future[Any], int] = {
                asyncio.run_coroutine_threadsafe(self._tried(job, free), loop): at for at, job in enumerate(jobs)
            }
        rounds = -(-len(jobs) // self._at_once)
        limit = min(self._timeout * self._tries * rounds + _GRACE, max(within, _GRACE))
        try:
            for future in as_completed(futures, limit):
                at = futures.pop(future)
                error = future.exception()
                yield at, future.result() if error is None else CallError(_why(error))
        except FutureTimeoutError:
            if not _gives_way(loop):
                # Code that should wait without blocking does not. The next call gets a new loop.
                self._abandon(loop)
            for at in sorted(futures.values()):
                yield at, CallError("no reply in time")
        finally:
            for future in futures:
                future.cancel()

    async def _tried(self, job: Callable[[int], Awaitable[_T]], free: asyncio.Semaphore) -> _T:
        async with free:
            for attempt in range(self._tries):
                try:
                    return await asyncio.wait_for(job(attempt), self._timeout)
                except Exception:  # whatever a server or a model's code does: once more, then it is reported
                    if attempt + 1 == self._tries:
                        raise
        raise AssertionError("at least one attempt")

    def _started(self) -> tuple[asyncio.AbstractEventLoop, asyncio.Semaphore]:
        """Return the loop, started where there is none; the lock is held."""
        if self._loop is None or self._free is None:
            self._loop, self._free = asyncio.new_event_loop(), asyncio.Semaphore(self._at_once)
            self._thread = threading.Thread(target=_work, args=(self._loop,), name="whosays-llm", daemon=True)
            self._thread.start()
        return self._loop, self._free

    def _abandon(self, loop: asyncio.AbstractEventLoop) -> None:
        with self._lock:
            if self._loop is loop:
                self._loop = self._thread = self._free = None
                self.loops += 1
        loop.call_soon_threadsafe(loop.stop)

    def close(self, last: Callable[[], Awaitable[object]] | None = None) -> None:
        """End the thread, after a last thing to do in its loop."""
        with self._lock:
            loop, thread = self._loop, self._thread
            self._loop = self._thread = self._free = None
        if loop is None or thread is None:
            return
        future = asyncio.run_coroutine_threadsafe(_ended(last), loop)
        try:
            future.result(self._timeout)
        except FutureTimeoutError:
            return
        finally:
            loop.call_soon_threadsafe(loop.stop)
        thread.join(self._timeout)


def _gives_way(loop: asyncio.AbstractEventLoop) -> bool:
    """Tell whether a loop still does what it is given: the calls of others may hold up those of one question."""
    try:
        asyncio.run_coroutine_threadsafe(asyncio.sleep(0), loop).result(_GRACE)
    except FutureTimeoutError:
        return False
    return True


def _work(loop: asyncio.AbstractEventLoop) -> None:
    """Run a loop until it is stopped, then what still waits in it to its end."""
    loop.run_forever()
    loop.run_until_complete(_ended(None))
    loop.close()


async def _ended(last: Callable[[], Awaitable[object]] | None) -> None:
    others = asyncio.all_tasks() - {asyncio.current_task()}
    for task in others:
        task.cancel()
    await asyncio.gather(*others, return_exceptions=True)
    if last is not None:
        await last()
    await asyncio.get_running_loop().shutdown_asyncgens()


def _why(error: BaseException) -> str:
    """Say in a few words why a call failed; nothing of what a server wrote is in it."""
    if isinstance(error, TimeoutError | asyncio.TimeoutError) or "Timeout" in type(error).__name__:
        return "no reply in time"
    status = getattr(error, "status_code", None)
    if isinstance(status, int):
        return f"the server answered {status}"
    if "Connect" in type(error).__name__:
        return "the server cannot be reached"
    return "a reply that cannot be used"
