"""Custom ids: everything that a button must remember, so that it works after a restart."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum

#: Characters of an answer's id: 10 of base 32 are 50 random bits, too many to guess another channel's answer.
ID_LENGTH = 10
#: What discord.py matches custom ids with; "ws1" is the version of this grammar.
PATTERN = re.compile(rf"ws1:(?P<verb>[a-z]+):(?P<answer>[a-z2-7]{{{ID_LENGTH}}}|-)(?::(?P<args>[0-9]+(?::[0-9]+)*))?")


class Verb(Enum):
    """What a press asks for. The arguments are whole numbers."""

    #: Turn to a page of the shared answer: (page).
    PAGE = "p"
    #: Ask for a page number in a modal: ().
    GOTO = "g"
    #: Turn to a page of a private copy of the answer: (page).
    COPY = "c"
    #: Select one outlet, for its quotes: (page of the list of outlets); the value is the outlet's place in the answer.
    QUOTES = "q"
    #: Turn to a page of one outlet's quotes: (outlet's place, page).
    QUOTED = "k"
    #: How a figure changed over time: (page).
    TIMELINE = "t"
    #: Why the answer is flagged: ().
    WHY = "w"
    #: Ask a follow-up in a modal: ().
    FOLLOW = "f"
    #: Continue in a thread: ().
    THREAD = "d"
    #: Select outlets to ask again with: (page of the list); the value names an outlet.
    AGAIN = "o"
    #: A good answer; a bad one, with a reason in a modal: ().
    UP = "u"
    DOWN = "n"
    #: Take the answer away: ().
    DELETE = "x"
    #: Turn to a page of /sources, of /outlets: (page); the answer is "-".
    SOURCES = "s"
    OUTLETS = "l"


@dataclass(frozen=True, slots=True)
class Action:
    """A custom id, read."""

    verb: Verb
    #: Id of the stored answer; "-" for screens that belong to none.
    answer: str
    args: tuple[int, ...] = ()

    @property
    def custom_id(self) -> str:
        """The custom id, at most 100 characters."""
        return ":".join(("ws1", self.verb.value, self.answer, *map(str, self.args)))

    @classmethod
    def parse(cls, custom_id: str) -> Action | None:
        """Read a custom id; None when it is none of ours."""
        match = PATTERN.fullmatch(custom_id)
        if not match or match["verb"] not in {verb.value for verb in Verb}:
            return None
        args = tuple(int(part[:9]) for part in match["args"].split(":")) if match["args"] else ()
        return cls(Verb(match["verb"]), match["answer"], args)
