"""Whether people may be of the role asked for: "34 people died" in a crash are no soldiers."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bot.answer.kinds.count.craft import IN_CRAFT
from bot.answer.kinds.count.places import LEAD_CHARS
from bot.answer.kinds.count.roles import ROLES, roles_of

if TYPE_CHECKING:
    from bot.answer.kinds.count.found import Found
    from bot.answer.types import Question, Statement


_COMPANY = {"crew": re.compile(r"\bpassengers\b", re.I), "passenger": re.compile(r"\bcrew\b", re.I)}


def is_of_role(statement: Statement, found: Found, question: Question) -> bool:
    """Return whether people may be of the role asked for.

    Not where the article does not open with anybody of the role; nor, on board, where it has passengers beside the crew.
    """
    if not _opens_with_role(statement, found, question):
        return False
    if found.predicate is None or found.predicate.group != "aboard" or not question.head:
        return True
    asked, told = roles_of(question.head.split()), roles_of(found.quantity.noun)
    if asked & told or not asked & set(_COMPANY):
        return True
    return not any(_COMPANY[role].search(statement.article.text) for role in asked & set(_COMPANY))


#: Roles of those whom an event may befall as one group; a number of people is of them where an article is about them.
_GROUPED = frozenset({"soldier", "worker", "civilian", "passenger", "police"})


def _opens_with_role(statement: Statement, found: Found, question: Question) -> bool:
    """Return whether a number of people may be of the role asked for: "34 people died" in a crash are no soldiers."""
    asked = roles_of(question.head.split()) & _GROUPED if question.head else frozenset()
    told = roles_of(found.quantity.noun)
    if found.predicate is not None and found.predicate.group == "displace":
        asked -= {"civilian"}  # whoever is told to leave lives there
    if found.predicate is not None and IN_CRAFT.match(f"were {statement.text[found.predicate.start :]}"):
        asked -= {"passenger"}  # whoever is crammed into a bus travels on it
    if not asked or (told and told != {"anybody"}):
        return True
    article = statement.article
    opening = f"{article.title} {article.text[:LEAD_CHARS]} {statement.sentence.text}".lower()
    return any(noun in ROLES[role] for role in asked for noun in re.findall(r"[a-z]+", opening))
