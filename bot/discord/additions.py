"""What a language model adds to an answer, brought as edits of the message that shows the answer already.

Nothing here can cost an answer: it is delivered and stored before anything begins, and stands whatever goes wrong.
"""

from __future__ import annotations

import asyncio
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from bot.discord.courier import UndeliveredError
from bot.discord.log import event
from bot.discord.service import Asked, Result

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.discord.components import Screen
    from bot.discord.courier import Courier
    from bot.discord.desk import Desk
    from bot.discord.jobs import Job

#: Seconds between two edits of one message: Discord takes five in five seconds of a channel, and its readers want rest.
EVERY = 2.0
#: Questions that the model is asked on at the same time: they mostly wait for it.
_AT_ONCE = 4
#: Questions that may wait for that. Each takes under a minute with a model that hangs, so the last is still in time.
_MOST_WAITING = 32
#: Seconds that a stop waits for edits under way.
_PATIENCE = 2.0


@dataclass(frozen=True, slots=True)
class Delivered:
    """An answer that is on the screen."""

    #: Id of the stored answer.
    answer: str
    asked: Asked
    result: Result
    #: Id of the message.
    message: int


class _Stream:
    """What is added to one question, for everybody who asked it; belongs to the event loop."""

    def __init__(self) -> None:
        self.newest: dict[str, Any] | None = None
        self.done = False
        self.changed = asyncio.Event()

    def put(self, found: dict[str, Any]) -> None:
        """Take what is there now."""
        self.newest = found
        self._tell()

    def end(self) -> None:
        """Nothing follows."""
        self.done = True
        self._tell()

    def _tell(self) -> None:
        self.changed.set()
        self.changed = asyncio.Event()


class Additions:
    """Asks the language model about answers that are delivered, and edits them. Its methods belong to the event loop."""

    def __init__(self, desk: Desk, every: float = EVERY) -> None:
        """Take the desk whose answers are added to.

        Args:
            desk: has the service that asks, the store and the courier.
            every: seconds between two edits of one message.
        """
        self._desk = desk
        self._courier: Courier = desk.courier
        self._every = every
        self._pool = ThreadPoolExecutor(_AT_ONCE, thread_name_prefix="additions")
        self._stopping = threading.Event()
        #: What is worked on, by what its question and corpus are: asked again meanwhile, it is worked out once.
        self._streams: dict[tuple[object, ...], _Stream] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        #: The page that the message of an answer shows, while it may still be edited.
        self._pages: dict[str, int] = {}
        #: Answers that something was added to, and questions on which the model was of no use, for /status.
        self.helped = 0
        self.failed = 0

    def begin(self, job: Job, delivered: Delivered) -> None:
        """Have an answer added to; returns at once."""
        service = self._desk.service
        if service.assistant is None or self._stopping.is_set():
            return
        key = service.key(delivered.asked)
        stream = self._streams.get(key)
        if stream is None:
            if len(self._streams) >= _AT_ONCE + _MOST_WAITING:
                event("additions left out", level="warning", waiting=len(self._streams))
                return
            stream = self._streams[key] = _Stream()
            loop = asyncio.get_running_loop()
            self._pool.submit(self._work, delivered, stream, loop).add_done_callback(
                lambda _: _told(loop, lambda: self._streams.pop(key, None))
            )
        self._pages[delivered.answer] = 1
        task = asyncio.create_task(self._bring(job, delivered, stream))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    def turned(self, answer: str, page: int) -> None:
        """Remember that the message of an answer shows another page now: an edit must not turn it back."""
        if answer in self._pages:
            self._pages[answer] = page

    def _work(self, delivered: Delivered, stream: _Stream, loop: asyncio.AbstractEventLoop) -> None:
        """Ask the model, on a thread of its own, so that questions never wait for it."""
        try:
            for found in self._desk.service.additions(delivered.asked, delivered.result):
                if self._stopping.is_set():
                    return
                _told(loop, lambda found=found: stream.put(found))  # type: ignore[misc]
        except Exception as error:  # the answer stands; a log line is what there is to do
            event("additions failed", level="error", error=error)
        finally:
            _told(loop, stream.end)

    async def _bring(self, job: Job, delivered: Delivered, stream: _Stream) -> None:
        """Edit the message whenever there is more to show, and not more often than a reader and Discord bear."""
        began = time.monotonic()
        shown: dict[str, Any] | None = None
        editable = True
        try:
            while True:
                changed, done, newest = stream.changed, stream.done, stream.newest
                if newest is not None and newest != shown and worth_showing(newest, done=done):
                    # Stored first: whoever turns a page sees it, even where the message takes no edit any more.
                    if not await self._stored(delivered, newest):
                        return
                    editable = editable and await self._shown(job, delivered, newest)
                    shown = newest
                    if not done:
                        await asyncio.sleep(self._every)
                elif done:
                    self._ended(shown, newest, began)
                    return
                else:
                    await changed.wait()
        except Exception as error:  # a full disk, for one: the answer stands
            event("additions not shown", level="error", error=error, job=job.id)
        finally:
            self._pages.pop(delivered.answer, None)

    async def _stored(self, delivered: Delivered, found: dict[str, Any]) -> bool:
        """Store what was found; False when the answer was deleted, or its asker is forgotten."""
        desk = self._desk
        return await desk.filed(desk.store.add_help, delivered.answer, found)

    async def _shown(self, job: Job, delivered: Delivered, found: dict[str, Any]) -> bool:
        """Edit the message; False when it takes no more edits."""
        desk = self._desk
        if time.time() > job.deadline:
            event("additions too late", job=job.id)
            return False
        result = Result({**delivered.result.data, "language_model": found}, delivered.result.claimed)
        page = self._pages.get(delivered.answer, 1)
        screen: Screen = await asyncio.to_thread(desk.screen, delivered.answer, result, job, page)
        try:
            await self._courier.change(job, delivered.message, screen)
        except UndeliveredError as error:
            event("additions not shown", job=job.id, reason=str(error))
            return False
        return True

    def _ended(self, shown: dict[str, Any] | None, newest: dict[str, Any] | None, began: float) -> None:
        found = shown or newest
        if found is None:
            return
        useful = bool(found["added"] or found["pointed"] or found["lead"])
        self.helped += useful
        self.failed += bool(found["notes"]) and not useful
        event(
            "additions",
            added=len(found["added"]),
            pointed=len(found["pointed"]),
            lead=found["lead"] is not None,
            notes="; ".join(found["notes"]) or None,
            ms=round(1000 * (time.monotonic() - began)),
        )

    async def stop(self) -> None:
        """Begin nothing more, and leave what is under way: every answer stands as it is shown."""
        self._stopping.set()
        self._pool.shutdown(wait=False, cancel_futures=True)
        for task in self._tasks:
            task.cancel()
        if self._tasks:
            await asyncio.wait(self._tasks, timeout=_PATIENCE)
        assistant = self._desk.service.assistant
        if assistant is not None:
            # Ends the calls under way, so that no thread of ours waits for a server that may never reply.
            await asyncio.to_thread(assistant.close)


def worth_showing(found: dict[str, Any], *, done: bool) -> bool:
    """Tell whether there is something to show: why something is missing is said once nothing follows."""
    return bool(found["added"] or found["pointed"] or found["lead"] or (done and found["notes"]))


def _told(loop: asyncio.AbstractEventLoop, what: Callable[[], object]) -> None:
    with suppress(RuntimeError):  # the loop has ended: nobody is there to be told
        loop.call_soon_threadsafe(what)
