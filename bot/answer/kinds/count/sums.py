"""Numbers that are added up: "two men and a woman" are three, "he and three others" four."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from bot.answer.kinds.count.persons import ONE_PERSON
from bot.answer.kinds.count.roles import roles_of

if TYPE_CHECKING:
    from bot.answer.quantities import Quantity


# "Teen, 3 adults hurt": a headline's list begins with a bare noun.
_HEADLINED_RE = re.compile(rf"(?:an?\s+)?(?:[\w-]+\s+)?(?:{ONE_PERSON})\b(?=,\s)", re.I)
_OWN_RE = re.compile(r"(?:his|her)\s", re.I)  # "Ann Lee and her daughter"
_AND_OTHERS_RE = re.compile(
    rf"\b(?:he|she|him|her|himself|herself|[A-Z][\w'’-]+(?:,\s[0-9]+,)?|{ONE_PERSON}|[a-z-]*old)\s+and\s+(?:at\s+least\s+)?$"
)
# "Ola Berg and her two sons", "she and her three children", "the young mother and her two boys"
_AND_OWN_RE = re.compile(
    r"(?:(?:^|[\s“\"])(?:[A-Z][\w'’-]+(?:\s[A-Z][\w'’-]+)?(?:,\s[0-9]+,)?|[Hh]e|[Ss]he)"
    rf"|\b[Tt]he\s(?:[\w'’-]+\s){{0,3}}?(?:{ONE_PERSON}))\s+and\s+(?:his|her)\s+$"
)
#: "a mother and her two sons", "a couple and their two sons"
_AND_THEIR_RE = re.compile(r"(?:\s[a-z]+)?,?\s+and\s+(?:his|her|their)\s+$", re.I)
_COUPLE_RE = re.compile(r"a\s+couple", re.I)


def sums_of(text: str, amounts: list[Quantity]) -> list[Quantity]:
    """Join "two men and a woman" into three, and "he and three others" into four."""
    out: list[Quantity] = []
    for quantity in amounts:
        if out and _coordinated(text, out[-1], quantity):
            last = out.pop()
            total = (last.low or 0) + (quantity.low or 0)
            quantity = replace(last, end=quantity.end, low=total, high=total, noun=("people",), of=None)
        elif (
            (quantity.others or _OWN_RE.match(text, quantity.start))
            and quantity.exact
            and _AND_OTHERS_RE.search(text[max(0, quantity.start - 40) : quantity.start])
        ) or (
            quantity.exact
            and roles_of(quantity.noun)
            and _AND_OWN_RE.search(text[max(0, quantity.start - 40) : quantity.start])
        ):
            quantity = replace(quantity, low=(quantity.low or 0) + 1, high=(quantity.high or 0) + 1, others=False)
        out.append(quantity)
    return out


def _coordinated(text: str, left: Quantity, right: Quantity) -> bool:
    if not (left.exact and right.exact and left.kind == right.kind == "number") or right.part or left.of or right.of:
        return False
    if not left.low or not right.low:
        return False
    gap = _AGES_RE.sub(" ", text[left.end : right.start].lower())
    couple = _COUPLE_RE.fullmatch(text, left.start, left.end)
    if _AND_THEIR_RE.fullmatch(gap) and (couple or roles_of(left.noun)) and roles_of(right.noun):
        return True
    if gap.endswith(", ") and _ONE_RE.match(text, left.start) and _OF_AGE_RE.match(text, right.start):
        return False  # "One victim, a 30-year-old man": one and the same
    if gap == ", " and _HEADLINED_RE.match(text, left.start):
        return True
    words = gap.replace(",", " ").split()
    if not words or len(words) > 4:
        return False
    # "2 adults, 2 children dead": a headline may list without "and".
    if words[-1] != "and" and not (_LISTED_RE.fullmatch(gap) and left.noun and words == list(left.noun)):
        return False
    # "six people, three men and three women": the list says who the six are.
    if words[-1] != "and" and left.noun[-1] in _GENERAL:
        return False
    people = bool(roles_of(left.noun)) and bool(roles_of(right.noun))
    return people and all(word not in _VERBISH for word in words[:-1])


_ONE_RE = re.compile(r"(?:one|1|the|this)\s", re.I)
_OF_AGE_RE = re.compile(r"an?\s(?:[\w-]+\s){0,2}?[\w-]+-(?:year|month)-old\b", re.I)
# ", ages 3 and 5," and ", 17," between two of a list.
_AGES_RE = re.compile(r",\s(?:both\s)?(?:ages?|aged)\s[0-9]+(?:(?:,|,?\sand)\s[0-9]+)*,?|,\s[0-9]{1,2},")
_GENERAL = frozenset("people persons others victims members".split())
_LISTED_RE = re.compile(r"\s+[a-z]+(?:\s[a-z]+)?,\s$", re.I)
_VERBISH = frozenset(
    """
    killed dead died injured wounded hurt missing arrested was were is are shot in at on critical stable
    stabbed hospitalized hospitalised critically
    """.split()
)
