"""A question on its way: what must survive a restart so that it is answered once or its failure is told."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

#: Seconds for which the token of an interaction lives (15 minutes), less a margin for the last attempt.
TOKEN_LIFE = 14 * 60.0
#: Seconds after which the answer to a mention comes too late to be anything but odd.
MENTION_LIFE = 10 * 60.0


class Mode(Enum):
    """What is wanted."""

    ASK = "ask"
    #: What do outlets say about this sentence?
    CHECK = "check"


@dataclass(frozen=True, slots=True)
class Job:
    """One accepted question. Discord's ids and the token are forgotten when it is done."""

    #: "i:" and the interaction's id, or "m:" and the message's: an event that is delivered twice is answered once.
    id: str
    mode: Mode
    text: str
    #: Only the asker sees the answer.
    private: bool
    #: Keyed hash of the asker's id.
    asker: str
    user: int
    guild: int | None
    channel: int | None
    #: The message to reply to, for mentions.
    message: int | None
    #: Token of the interaction; None for mentions.
    token: str | None
    #: Id of the answer that this follows up; None for a fresh question.
    follows: str | None
    #: Ids of outlets to restrict the answer to; empty for all.
    outlets: tuple[str, ...]
    #: Unix time.
    created: float

    @property
    def deadline(self) -> float:
        """Unix time after which no delivery is tried."""
        return self.created + (TOKEN_LIFE if self.token else MENTION_LIFE)
