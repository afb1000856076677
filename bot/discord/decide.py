"""What to do with a message: pure decisions on plain facts, so that every case is a row of a table."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum

from bot.discord import claim


class Decision(Enum):
    """What a message asks of us."""

    IGNORE = "ignore"
    ASK = "ask"
    #: A reply that mentions us, to somebody else's message: check that one.
    CHECK = "check"
    #: A question that builds on the answer it replies to, or on the newest answer of its thread.
    FOLLOW = "follow"
    #: A bare mention.
    HELP = "help"
    #: We may not read the message that should be checked.
    UNREADABLE = "unreadable"


@dataclass(frozen=True, slots=True)
class Facts:
    """A message, without anything of Discord's client."""

    content: str
    #: The author is a bot or a webhook, or the message is Discord's own.
    automatic: bool = False
    direct: bool = False
    #: The text itself holds our mention; a reply that merely pings does not.
    mentioned: bool = False
    #: It replies to one of our own messages.
    replies_to_us: bool = False
    #: Text of somebody else's message that it replies to; None when it replies to none, "" when it cannot be read.
    replied: str | None = None
    #: Its thread has an answer of ours to follow.
    in_our_thread: bool = False
    #: Questions are answered here without a mention: a setting of the channel.
    answers_here: bool = False


_OPENING_RE = re.compile(
    r"""^(?:and|but|so|ok(?:ay)?|then)?\W*(?:
        (?:who(?:m|se)?|what|when|where|why|which|how)\b
        | (?:is|are|was|were|do|does|did|has|have|had|can|could|will|would|should)\s+\w
    )""",
    re.IGNORECASE | re.VERBOSE,
)
_FOLLOW_RE = re.compile(r"^(?:and|what\s+about|how\s+about)\s+(?:the\s+)?\w", re.IGNORECASE)
#: Words of a question without a question mark; a chat line that is longer tells rather than asks.
_LONGEST_UNMARKED = 25
#: "what a day", "how nice": exclamations that open like questions.
_EXCLAIM_RE = re.compile(
    r"^(?:what\s+an?\b|how\s+(?!many|much|long|far|old|big|often|high|did|do|does|was|were|is|are)\w+$)", re.IGNORECASE
)

#: Said in reply to a message, these ask about that message.
_POINTING_RE = re.compile(
    r"""^(?:really|true|is\s+(?:it|this|that)(?:\s+(?:true|right|correct|real|so|accurate))?|(?:fact[\s-]?)?check.{0,20}|source)\W*$""",
    re.IGNORECASE | re.VERBOSE,
)


#: Said to us, these want no answer, or an introduction.
_THANKS_RE = re.compile(
    r"^(?:(?:many\s+)?thanks?(?:\s+(?:you|a\s+lot|so\s+much|very\s+much))*|thx|ty|cheers|ok(?:ay)?|great|cool|bye)\W*$",
    re.IGNORECASE,
)
_GREETING_RE = re.compile(
    r"^(?:hi|hello|hey|help|good\s+(?:morning|afternoon|evening))(?:\s+there)?\W*$", re.IGNORECASE
)


def looks_like_question(text: str) -> bool:
    """Tell whether a message asks something: by its mark, or by how it opens."""
    plain = claim.words(text)
    if sum(char.isalnum() for char in plain) < 2:
        return False
    if plain.rstrip().endswith("?"):
        return True
    if len(plain.split()) > _LONGEST_UNMARKED or _EXCLAIM_RE.match(plain):
        return False
    return bool(_OPENING_RE.match(plain) or _FOLLOW_RE.match(plain))


def decide(facts: Facts) -> Decision:
    """Choose what to do with a message."""
    if facts.automatic:
        return Decision.IGNORE
    words = claim.words(facts.content)
    asks = looks_like_question(facts.content)
    if facts.replies_to_us:
        return Decision.FOLLOW if asks else Decision.IGNORE
    if facts.mentioned or facts.direct:
        return _addressed(facts, words, asks)
    if facts.in_our_thread and asks:
        return Decision.FOLLOW
    return Decision.ASK if facts.answers_here and asks else Decision.IGNORE


def _addressed(facts: Facts, words: str, asks: bool) -> Decision:
    if facts.mentioned and facts.replied is not None and (not asks or _POINTING_RE.match(words)):
        return Decision.CHECK if claim.sentences(facts.replied) else Decision.UNREADABLE
    if _THANKS_RE.match(words):
        return Decision.IGNORE
    if not any(char.isalnum() for char in words) or _GREETING_RE.match(words):
        return Decision.HELP
    return Decision.FOLLOW if facts.in_our_thread and asks else Decision.ASK
