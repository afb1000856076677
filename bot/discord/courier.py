"""Takes answers to Discord: once, however often it has to try."""

from __future__ import annotations

import asyncio
import hashlib
import random
import time
from typing import TYPE_CHECKING, Any

import aiohttp
import discord

from bot.discord import layout, notes
from bot.discord.log import event

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from bot.discord.components import Screen
    from bot.discord.jobs import Job

#: HTTP statuses with which Discord refuses for good, when a code of its own says why. Without a code the answer came
#: from something in between, and may be better in a moment.
_REFUSALS = frozenset({400, 403, 404, 405, 413})
#: The token of an interaction has expired: its status, 401, is otherwise the one of a bot that must log in again.
_TOKEN_OVER = 50027
#: Somebody has deleted the message that was to be filled in.
_UNKNOWN_MESSAGE = 10008
#: A reply needs Read Message History; a plain message does not.
_NO_HISTORY = 160002
#: Seconds before the second attempt, and the most between two.
_FIRST_WAIT, _LONGEST_WAIT = 1.0, 30.0
#: What may fail on the way and be better in a moment. A client that is being replaced raises RuntimeError.
_PASSING = (discord.HTTPException, discord.RateLimited, aiohttp.ClientError, OSError, TimeoutError, RuntimeError)
#: Requests a second of ours outside interactions: Discord allows 50 to a bot, and bans one whose refusals pile up.
_PER_SECOND = 25.0


class Pace:
    """Lets so many through in a second, in the order in which they came."""

    def __init__(self, per_second: float) -> None:
        self._gap = 1.0 / per_second
        self._next = 0.0

    async def turn(self) -> None:
        """Wait until it is one's turn."""
        now = time.monotonic()
        at = max(now, self._next)
        self._next = at + self._gap
        await asyncio.sleep(at - now)

    @property
    def behind(self) -> float:
        """Seconds that a newcomer would wait."""
        return max(0.0, self._next - time.monotonic())


class UndeliveredError(Exception):
    """An answer that could not be brought to where it was asked for."""


class UnwantedError(UndeliveredError):
    """The place of the answer was deleted while it was worked out: nobody waits for it."""


class Courier:
    """Sends through whichever client is connected now."""

    def __init__(self) -> None:
        #: Replaced by the supervisor when it starts a new client.
        self.client: discord.Client | None = None
        #: Seconds that a first wait takes; tests make it short.
        self.first_wait = _FIRST_WAIT
        self._pace = Pace(_PER_SECOND)

    async def deliver(self, job: Job, screen: Screen) -> int | None:
        """Bring an answer to where it was asked for and return the id of the message.

        Raises:
            UnwantedError: somebody deleted the message that it was to fill in.
            UndeliveredError: Discord refuses it for good, or time is over.
        """
        return await self._until(job, lambda: self._put(job, screen))

    async def change(self, job: Job, message: int, screen: Screen) -> None:
        """Change an answer that has been brought.

        Raises:
            UnwantedError: somebody has deleted it.
            UndeliveredError: Discord refuses it for good, or time is over: it stays as it is.
        """
        await self._until(job, lambda: self._changed(job, message, screen))

    async def note(self, job: Job, screen: Screen) -> None:
        """Show something until the answer comes; a note that does not arrive is no loss."""
        if job.token is None:
            return
        try:
            await self._edit(job.token, screen)
        except _PASSING as error:
            event("note lost", level="info", reason=type(error).__name__)

    async def post(self, job: Job, screen: Screen, purpose: str) -> None:
        """Reply to a message with something that is no answer; one that does not arrive is no loss."""
        try:
            await self._send(job, screen, purpose)
        except _PASSING as error:
            event("reply lost", level="info", reason=type(error).__name__, purpose=purpose)

    async def typing(self, channel: int) -> None:
        """Show that an answer is being written, where that works."""
        if self._pace.behind:
            # Who has to wait anyway is better served by the answer itself.
            return
        try:
            await self._pace.turn()
            await self._connected().http.send_typing(channel)
        except _PASSING as error:
            event("typing lost", level="info", reason=type(error).__name__)

    async def tell(self, job: Job, problem: str) -> bool:
        """Tell that an answer could not be brought, by any way that is left; False when there is none."""
        screen = notes.notice(problem)
        ways: list[Callable[[], Awaitable[object]]] = []
        if job.channel is not None and not job.private:
            ways.append(lambda: self._send(job, screen, "problem"))
        ways.append(lambda: self._direct(job, screen))
        for way in ways:
            try:
                await self._until(job, way, deadline=time.time() + _LONGEST_WAIT)
            except UndeliveredError as error:
                event("telling failed", level="warning", reason=str(error))
            else:
                return True
        return False

    async def _until(
        self,
        job: Job,
        attempt: Callable[[], Awaitable[int | None]] | Callable[[], Awaitable[object]],
        *,
        deadline: float | None = None,
    ) -> int | None:
        wait = self.first_wait
        deadline = job.deadline if deadline is None else deadline
        while True:
            try:
                result = await attempt()
            except _PASSING as error:
                code = getattr(error, "code", 0)
                if code == _UNKNOWN_MESSAGE:
                    raise UnwantedError("the message was deleted") from error
                if code == _TOKEN_OVER or (code and getattr(error, "status", 0) in _REFUSALS):
                    raise UndeliveredError(f"Discord answered {code}") from error
                pause = max(getattr(error, "retry_after", 0.0) or 0.0, wait * random.uniform(0.8, 1.2))
                if time.time() + pause > deadline:
                    raise UndeliveredError("out of time") from error
                event("delivery tried again", level="info", reason=type(error).__name__, code=code)
                await asyncio.sleep(pause)
                wait = min(2 * wait, _LONGEST_WAIT)
            else:
                return result if isinstance(result, int) else None

    async def _put(self, job: Job, screen: Screen) -> int | None:
        if job.token is not None:
            return await self._edit(job.token, screen)
        return await self._send(job, screen, "answer")

    def _connected(self) -> discord.Client:
        if self.client is None or self.client.is_closed():
            raise RuntimeError("no client")
        return self.client

    async def _edit(self, token: str, screen: Screen) -> int:
        """Fill in the deferred answer to an interaction. Doing it twice does no harm."""
        client = self._connected()
        if client.application_id is None:
            raise RuntimeError("not logged in")
        webhook = discord.Webhook.partial(client.application_id, token, client=client)
        # The route takes "@original" for the deferred message, as Discord documents it; the signature knows numbers only.
        original: Any = "@original"
        message = await webhook.edit_message(
            original, view=layout.view(screen), allowed_mentions=discord.AllowedMentions.none()
        )
        return message.id

    async def _changed(self, job: Job, message: int, screen: Screen) -> None:
        if job.token is not None:
            await self._edit(job.token, screen)
            return
        if job.channel is None:
            raise RuntimeError("no channel")
        place = self._connected().get_partial_messageable(job.channel, guild_id=job.guild)
        await self._pace.turn()
        await place.get_partial_message(message).edit(
            view=layout.view(screen), allowed_mentions=discord.AllowedMentions.none()
        )

    async def _send(self, job: Job, screen: Screen, purpose: str) -> int:
        """Post into the channel. The nonce makes a repeated post the same message instead of a second one."""
        if job.channel is None:
            raise RuntimeError("no channel")
        channel = self._connected().get_partial_messageable(job.channel, guild_id=job.guild)

        async def send(reference: discord.MessageReference | None) -> int:
            options: dict[str, Any] = {"reference": reference} if reference else {}
            await self._pace.turn()
            message: discord.Message = await channel.send(
                view=layout.view(screen),
                nonce=nonce(job.id, purpose),
                allowed_mentions=discord.AllowedMentions.none(),
                mention_author=False,
                # In a thread everybody is a member and would be notified; the asker is there anyway.
                silent=self.in_thread(job.channel),
                **options,
            )
            return message.id

        if job.message is None:
            return await send(None)
        reference = discord.MessageReference(
            message_id=job.message, channel_id=job.channel, guild_id=job.guild, fail_if_not_exists=False
        )
        try:
            return await send(reference)
        except discord.HTTPException as error:
            if error.code != _NO_HISTORY:
                raise
            return await send(None)

    def in_thread(self, channel: int | None) -> bool:
        """Tell whether a channel is a thread, as far as the connected client knows."""
        known = self.client.get_channel(channel) if self.client is not None and channel is not None else None
        return isinstance(known, discord.Thread)

    async def _direct(self, job: Job, screen: Screen) -> int:
        client = self._connected()
        user = await client.fetch_user(job.user)
        message = await user.send(view=layout.view(screen), nonce=nonce(job.id, "direct"))
        return message.id


def nonce(*parts: str) -> str:
    """Return a nonce (at most 25 characters) that is the same for every attempt at one message."""
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:24]
