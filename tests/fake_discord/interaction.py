"""One thing a person did with the bot, and what came of it."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from enum import IntEnum
from typing import TYPE_CHECKING, Any

from tests.fake_discord.errors import DidNotRespondError, NothingSeenError

if TYPE_CHECKING:
    from tests.fake_discord.clock import Changes, Clock
    from tests.fake_discord.model import Channel, Message, User

ACK_SECONDS = 3.0  # Discord's limit for the first answer
TOKEN_SECONDS = 15 * 60.0  # how long the token can be used
USER_INSTALLED_FOLLOWUPS = 5  # where only the person, not the guild, added the bot


class InteractionKind(IntEnum):
    COMMAND = 2
    COMPONENT = 3
    AUTOCOMPLETE = 4
    MODAL = 5


class Answer(IntEnum):
    """The types of an interaction callback."""

    MESSAGE = 4
    DEFER = 5
    DEFER_UPDATE = 6
    UPDATE = 7
    CHOICES = 8
    MODAL = 9


@dataclass(eq=False, slots=True)
class Interaction:
    """What a person did, as the test holds it; `ack` and `final` wait for the bot."""

    id: int
    token: str
    kind: InteractionKind
    user: User
    channel: Channel
    data: dict[str, Any]
    clock: Clock
    changes: Changes
    created: float
    #: the message whose button or select was used, or that a modal was opened from
    source: Message | None = None
    #: the type of the option that is being completed
    option_type: int = 3
    #: only the person, not the guild, added the bot
    user_installed: bool = False
    answer: Answer | None = None
    #: seconds from the action to the bot's first answer
    ack_seconds: float | None = None
    original: Message | None = None
    followups: list[Message] = field(default_factory=list)
    modal: dict[str, Any] | None = None
    choices: list[dict[str, Any]] = field(default_factory=list)
    #: whether a deferred update was followed by an edit
    updated: bool = False

    @property
    def late(self) -> bool:
        return self.clock.now() - self.created > ACK_SECONDS

    @property
    def expired(self) -> bool:
        return self.clock.now() - self.created > TOKEN_SECONDS

    @property
    def failed(self) -> bool:
        """The person reads "The application did not respond"."""
        return self.answer is None and self.late

    @property
    def thinking(self) -> bool:
        """The person still reads "thinking…"."""
        return self.original is not None and self.original.loading and not self.original.deleted

    @property
    def settled(self) -> bool:
        """There is an answer to read, or a modal."""
        if self.answer is None or self.thinking:
            return False
        return self.answer is not Answer.DEFER_UPDATE or self.updated or bool(self.followups)

    async def ack(self) -> Interaction:
        """Wait for the bot's first answer.

        Raises:
            DidNotRespondError: the 3 seconds passed without one.
        """
        while self.answer is None:
            left = self.created + ACK_SECONDS - self.clock.now()
            if left < 0:
                raise DidNotRespondError(f"no answer to {self} within {ACK_SECONDS} s")
            await self.changes.wait(left + 0.001)
        return self

    async def final(self, timeout: float = 10.0) -> Message:
        """Wait until nothing reads "thinking…" any more and return the newest message of this interaction.

        Raises:
            DidNotRespondError: the 3 seconds passed without an answer.
            NothingSeenError: it still reads "thinking…", or the answer is no message or was deleted.
        """
        await self.ack()
        deadline = asyncio.get_running_loop().time() + timeout
        while not self.settled:
            left = deadline - asyncio.get_running_loop().time()
            if left <= 0:
                raise NothingSeenError(f"after {timeout} s {self} is still not answered")
            await self.changes.wait(left)
        seen = [m for m in (self.original, *self.followups) if m is not None and not m.deleted]
        if not seen:
            raise NothingSeenError(f"{self} was answered without a message: {self.answer!r}")
        return seen[-1]

    async def followup(self, number: int = 0, timeout: float = 5.0) -> Message:
        """Wait for the follow-up with this number, counted from 0.

        Raises:
            NothingSeenError: it did not come in time.
        """
        deadline = asyncio.get_running_loop().time() + timeout
        while len(self.followups) <= number:
            left = deadline - asyncio.get_running_loop().time()
            if left <= 0:
                raise NothingSeenError(f"no follow-up {number} to {self} within {timeout} s")
            await self.changes.wait(left)
        return self.followups[number]

    def __repr__(self) -> str:
        what = self.data.get("name") or self.data.get("custom_id")
        return f"Interaction({self.kind.name.lower()} {what!r} by {self.user.name})"
