"""The shade of a number that a question asks for: badly hurt, still there, ahead."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.answer.kinds.count.asked import VOTES_ASKED_RE
from bot.answer.kinds.count.badly import BADLY_RE, until
from bot.answer.kinds.count.of_role import is_of_role
from bot.answer.kinds.count.places import is_elsewhere
from bot.answer.kinds.count.still import STILL_ASKED_RE, STILL_HERE_RE, stayed, still_there
from bot.answer.kinds.count.votes import LEAD_ASKED_RE, is_lead, same_round, same_state
from bot.answer.kinds.fits import of_subject
from bot.answer.quantities import quantities

if TYPE_CHECKING:
    from bot.answer.kinds.count.found import Found
    from bot.answer.quantities import Quantity
    from bot.answer.types import Question, Statement


def is_slot(statement: Statement, found: Found, question: Question) -> bool:
    """Return whether a number has the shade that the question asks for, and no other: badly hurt, still there, ahead."""
    text, quantity = statement.text, found.quantity
    if quantity.low == 0 and is_elsewhere(statement, quantity, question):
        return False
    if STILL_ASKED_RE.search(question.text) is None:
        if still_there(text, found) or stayed(text, found):
            return False
    elif not STILL_HERE_RE.search(text) and not (found.predicate and found.predicate.group == "missing"):
        return False
    if not is_of_role(statement, found, question):
        return False
    beside = text[quantity.start : until(text, quantity.end)]
    if BADLY_RE.search(question.text) and not BADLY_RE.search(beside):
        return False
    asked = question.text
    if not same_state(beside, asked) or quantity not in of_subject(text, _beside_it(text, quantity), question):
        return False
    if VOTES_ASKED_RE.search(asked) or LEAD_ASKED_RE.search(asked):
        return is_lead(text, quantity) == bool(LEAD_ASKED_RE.search(asked)) and same_round(text, asked)
    return True


def _beside_it(text: str, quantity: Quantity) -> list[Quantity]:
    """Return a number with those of its sentence that count the same."""
    others = [q for q in quantities(text) if q.kind == "number" and set(q.noun[-1:]) & set(quantity.noun[-1:])]
    return [quantity, *(q for q in others if q.start != quantity.start)]
