"""Numbers of the dead or hurt that say who they were: "eighteen of the dead were women"."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from bot.answer.kinds.count.asked import role_asked, target
from bot.answer.kinds.count.found import Found, reading_of
from bot.answer.kinds.count.roles import MIXED, roles_of
from bot.answer.kinds.fits import sentence_before
from bot.answer.predicates import groups
from bot.answer.quantities import quantities

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.answer.quantities import Quantity
    from bot.answer.types import Question, Reading, Statement


def described(text: str, quantity: Quantity, asked: str | None) -> Quantity | None:
    """Return "eighteen" of "eighteen of the dead were women" as a number of women; None where it is no total."""
    match = _DESCRIBED_RE.match(text, quantity.end)
    if match is None:
        return quantity
    noun = (match["noun"].lower(),)
    wanted = roles_of(asked.split()) if asked else frozenset({"anybody"})
    if wanted <= {"anybody"} or (roles_of(noun) <= MIXED and not wanted & MIXED):
        return None
    return replace(quantity, noun=noun)


_DESCRIBED_RE = re.compile(
    r"\s+of\s+(?:the|those|these)\s+(?:dead|deceased|victims|fatalities|injured|wounded|killed|casualties|missing|arrested)\s+(?:was|were|are|is)\s+"
    r"(?:(?:young|elderly|small|local|school)\s+)?(?P<noun>[a-z]+)",
    re.I,
)
_OF_THEM_RE = re.compile(r"\s+of\s+(?:them|those|these)\b", re.I)
_WHOSE_ROLE_RE = re.compile(
    r"\s+(?:was|were|are|is)\s+(?:(?:young|elderly|small|local|school)\s+)?(?P<noun>[a-z]+)", re.I
)


def of_those_before(statement: Statement, question: Question) -> Iterator[Reading]:
    """Yield "six of the 14 were children" where the sentence before tells what happened to the 14."""
    asked, group = role_asked(question), target(question)
    if asked is None or group is None or group in groups(statement.text):
        return
    before = sentence_before(statement)
    if before is None or group not in groups(before.text):
        return
    for quantity in quantities(statement.text):
        at = _OF_THEM_RE.match(statement.text, quantity.end)
        role = _WHOSE_ROLE_RE.match(statement.text, at.end() if at else quantity.end)
        if (
            quantity.kind == "number"
            and (quantity.of or quantity.part)
            and role
            and roles_of([role["noun"].lower()]) & roles_of([asked])
        ):
            yield reading_of(statement, Found(replace(quantity, of=None), None, "numeral", 1.0))
