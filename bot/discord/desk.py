"""Takes questions in, has them answered, and sees to it that each gets one answer or is told why not."""

from __future__ import annotations

import asyncio
import secrets
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from sqlite3 import Error as FileError
from typing import TYPE_CHECKING, TypeVar

from bot.answer.question import QuestionError
from bot.discord import notes, screens
from bot.discord.additions import Additions, Delivered
from bot.discord.courier import Courier, UndeliveredError, UnwantedError
from bot.discord.limits import Limiter
from bot.discord.line import Line, LineFullError
from bot.discord.log import event
from bot.discord.service import Asked, Result, Service, understood
from bot.discord.snapshot import Snapshot

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from bot.discord.components import Screen
    from bot.discord.jobs import Job
    from bot.discord.line import Ticket
    from bot.discord.settings import Settings
    from bot.discord.store import Store

T = TypeVar("T")

#: Presses and submitted forms of one person in a minute: more than a reader makes, fewer than a script.
MOST_PRESSES = 60
#: Place in line from which the asker is told it: nearer ones have their answer before they have read a note.
_TELL_FROM = 3


@dataclass(frozen=True, slots=True)
class _Answered:
    """What is delivered; beside an answer, what a language model is asked on."""

    screen: Screen
    #: Id of the stored answer; None for a note in its place.
    answer: str | None = None
    asked: Asked | None = None
    result: Result | None = None


class ClosingError(Exception):
    """The bot is being stopped and takes no more questions."""


class GoneError(Exception):
    """Discord no longer takes an acknowledgement: it has told the asker itself that the bot did not respond."""


class Desk:
    """Everything between a question and its delivered answer. Its methods belong to the event loop."""

    def __init__(self, settings: Settings, store: Store, service: Service, courier: Courier) -> None:
        self.settings = settings
        self.store = store
        self.service = service
        self.courier = courier
        self.line = Line(settings.workers, settings.queue)
        self.users = Limiter(settings.per_user)
        self.channels = Limiter(settings.per_channel)
        self.presses = Limiter(MOST_PRESSES)
        self.closing = False
        #: What a language model adds to answers once they are delivered; without a model, nothing.
        self.additions = Additions(self)
        #: Questions taken in and not yet done, by id, with the tasks that see them through.
        self._open: dict[str, tuple[Job, asyncio.Task[object] | None]] = {}
        self._empty = asyncio.Event()
        self._empty.set()
        self._files = ThreadPoolExecutor(1, thread_name_prefix="store")
        #: Seconds that questions took lately, from acceptance to delivery, for /status.
        self.last_seconds: float | None = None
        self.answered = 0

    async def filed(self, work: Callable[..., T], *values: object) -> T:
        """Use the store off the event loop: a slow disk must not delay a heartbeat."""
        return await asyncio.get_running_loop().run_in_executor(self._files, work, *values)

    @property
    def open(self) -> int:
        """Questions taken in and not yet done."""
        return len(self._open)

    # -- one question --------------------------------------------------------------------------------------------------

    async def take(self, job: Job, acknowledge: Callable[[], Awaitable[None]], *, again: bool = False) -> None:
        """See a question through: accept, acknowledge, wait, answer, deliver.

        Args:
            job: the question.
            acknowledge: tells Discord that the answer is coming; raises `GoneError` when that is too late.
            again: it was accepted before a restart.

        Raises:
            ClosingError: the bot is being stopped; nothing was accepted.
            LineFullError: too many wait; nothing was accepted.
        """
        if self.closing:
            raise ClosingError
        if job.id in self._open:
            return
        self._opened(job)
        try:
            async with self.line.enter() as ticket:
                answered = await self._worked(job, ticket, acknowledge, again=again)
            if answered is not None:
                message = await self._deliver(job, answered.screen)
                self._add_to(job, answered, message)
        except GoneError:
            await self.filed(lambda: self.store.done(job, failed=True))
            event("too late to acknowledge", level="warning", job=job.id)
        finally:
            self._closed(job)

    def _add_to(self, job: Job, answered: _Answered, message: int | None) -> None:
        """Have a language model add to an answer that is on the screen; what comes of it is edited in."""
        if message is not None and answered.answer and answered.asked and answered.result:
            self.additions.begin(job, Delivered(answered.answer, answered.asked, answered.result, message))

    def _opened(self, job: Job) -> None:
        self._open[job.id] = (job, asyncio.current_task())
        self._empty.clear()

    def _closed(self, job: Job) -> None:
        self._open.pop(job.id, None)
        if not self._open:
            self._empty.set()

    async def _worked(
        self, job: Job, ticket: Ticket, acknowledge: Callable[[], Awaitable[None]], *, again: bool
    ) -> _Answered | None:
        """Accept and answer; None when the same event was accepted before."""
        async with self.line.urgent():
            if not again and not await self.filed(self.store.accept, job):
                return None
            await acknowledge()
        note = self._tell_place(job, ticket)
        await ticket.turn()
        answered = await self._answer(job)
        if note is not None:
            # A note that is still under way must not arrive after the answer and cover it.
            await note
        return answered

    def _tell_place(self, job: Job, ticket: Ticket) -> asyncio.Task[None] | None:
        if ticket.place < _TELL_FROM:
            return None
        return asyncio.create_task(self.courier.note(job, notes.place_in_line(ticket.place)))

    async def _answer(self, job: Job) -> _Answered:
        started = time.monotonic()
        try:
            turns = await self.filed(self.store.turns, job.follows)
            asked = Asked(job.mode, job.text, tuple((understood(t.data), t.data) for t in turns), job.outlets)
            result = await self.line.work(lambda: self.service.answer(asked))
            answer = await self.filed(self._keep, job, result)
            # Pages of many outlets take a while to lay out.
            screen = await asyncio.to_thread(self.screen, answer, result, job)
        except QuestionError:
            # Its own words speak of the command line. Too long it cannot be: Discord's bound is lower than ours.
            return _Answered(notes.notice(notes.NO_QUESTION))
        except Exception as error:
            # Whatever it is, the asker is told, with a reference that finds this line in the log.
            reference = secrets.token_hex(4)
            event("answer failed", level="error", error=error, reference=reference, job=job.id)
            return _Answered(notes.failure(reference))
        event(
            "answered",
            asker=job.asker[:8],
            mode=job.mode.value,
            total_ms=round(1000 * (time.time() - job.created)),
            worked_ms=round(1000 * (time.monotonic() - started)),
            state=result.data["state"],
            outlets=len(result.data["outlets_read"]),
            question=job.text if self.settings.log_questions else None,
        )
        return _Answered(screen, answer, asked, result)

    def _keep(self, job: Job, result: Result) -> str:
        return self.store.answered(job, result.data, claimed=result.claimed)

    def screen(self, answer: str, result: Result, job: Job, page: int = 1) -> Screen:
        """Return a page of an answer, as its message shows it."""
        snapshot = Snapshot.of(answer, result.data)
        # Threads are for others: a private answer and a direct message have none, and a thread has none in it.
        threads = job.guild is not None and not job.private and not self.courier.in_thread(job.channel)
        if result.claimed is not None:
            return screens.claim(snapshot, result.claimed, page, copy=job.private, threads=threads)
        return screens.answer(snapshot, page, copy=job.private, threads=threads)

    async def _deliver(self, job: Job, screen: Screen) -> int | None:
        """Bring an answer to its place; None when it is not there."""
        try:
            message = await self.courier.deliver(job, screen)
        except UnwantedError:
            await self.filed(lambda: self.store.done(job, failed=True))
            event("taken away before it was answered", job=job.id)
            return None
        except UndeliveredError as error:
            told = await self.courier.tell(job, notes.UNDELIVERED)
            await self.filed(lambda: self.store.done(job, failed=True))
            event("undelivered", level="error", job=job.id, reason=str(error), told=told)
            return None
        try:
            await self.filed(lambda: self.store.done(job, message=message))
        except FileError as error:
            # The answer is there, so its asker has nothing to hear of. The next start may show it again.
            event("delivery not noted", level="error", error=error, job=job.id)
        self.answered += 1
        self.last_seconds = time.time() - job.created
        return message

    # -- restart and stop ----------------------------------------------------------------------------------------------

    async def resume(self) -> None:
        """Take up the questions that were under way when the bot last stopped."""

        async def nothing() -> None:
            return

        pending = await self.filed(self.store.pending)
        tasks = []
        for job, answer in pending:
            if job.id in self._open:
                continue
            if time.time() > job.deadline:
                tasks.append(self._taken_up(job, self._too_late(job)))
            elif answer is not None:
                tasks.append(self._taken_up(job, self._finish(job, answer)))
            else:
                tasks.append(self._taken_up(job, self._retake(job, nothing)))
        if tasks:
            event("taking up", questions=len(tasks))
            await asyncio.gather(*tasks)

    async def _taken_up(self, job: Job, work: Awaitable[None]) -> None:
        """Do what an old question needs; one that breaks must not hold up the others, nor come back at every start."""
        try:
            await work
        except Exception as error:
            reference = secrets.token_hex(4)
            event("not taken up", level="error", error=error, reference=reference, job=job.id)
            await self._apologise(job)
            await self.filed(lambda: self.store.done(job, failed=True))

    async def _retake(self, job: Job, acknowledge: Callable[[], Awaitable[None]]) -> None:
        while True:
            with suppress(ClosingError):
                try:
                    await self.take(job, acknowledge, again=True)
                except LineFullError:
                    await asyncio.sleep(1.0)
                    continue
            return

    async def _finish(self, job: Job, answer: str) -> None:
        """Deliver an answer that was stored but perhaps not delivered."""
        stored = await self.filed(self.store.answer, answer)
        if stored is None:
            await self._apologise(job)
            return
        self._opened(job)
        try:
            await self._deliver(job, self.screen(answer, Result(stored.data, stored.claimed), job))
        finally:
            self._closed(job)

    async def _too_late(self, job: Job) -> None:
        told = await self.courier.tell(job, notes.TOO_LATE)
        await self.filed(lambda: self.store.done(job, failed=True))
        event("given up after a restart", level="warning", job=job.id, told=told)

    async def drain(self, seconds: float) -> int:
        """Take nothing more, finish what is under way, apologise for the rest; return how many were not finished."""
        self.closing = True
        with suppress(TimeoutError):
            await asyncio.wait_for(self._empty.wait(), seconds)
        left = list(self._open.values())
        for _, task in left:
            if task is not None:
                # A delivery that hangs would hold up the apology: discord.py sends to one webhook in turn.
                task.cancel()
        await asyncio.gather(*(task for _, task in left if task is not None), return_exceptions=True)
        await asyncio.gather(*(self._apologise(job) for job, _ in left))
        # Last: they had the time that the questions took, and lose nothing that is on a screen.
        await self.additions.stop()
        return len(left)

    async def _apologise(self, job: Job) -> None:
        screen = notes.notice(notes.RESTARTING)
        try:
            await asyncio.wait_for(self.courier.deliver(job, screen), 5.0)
        except (UndeliveredError, TimeoutError) as error:
            # It stays pending: the next start takes it up.
            event("apology lost", level="warning", job=job.id, reason=str(error))
        else:
            await self.filed(lambda: self.store.done(job, failed=True))

    def close(self) -> None:
        """Give threads and the store back; the service belongs to whoever made it."""
        self.line.close()
        self._files.shutdown(wait=True)
        self.store.close()
