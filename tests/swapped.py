"""Copies of the two sample articles and of their questions in which names, numbers and places are invented ones.

The states of the answers must not change: a rule that only works on the two texts shows here.
"""

from __future__ import annotations

import datetime
import random
import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from corpus import Article

_NUMBERS = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
_MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October")
_COUNTRIES = (("Velmar", "Velmari"), ("Ostrania", "Ostranian"), ("Karthia", "Karthian"), ("Belunda", "Belundan"))
_PLACES = (("Kastria", "Kastrian"), ("Dormund", "Dormundi"), ("Sarvania", "Sarvanian"), ("Tolvia", "Tolvian"))
_HOMES = (("Norland", "Norlander"), ("Aldovia", "Aldovian"), ("Merrania", "Merranian"))
_COMMANDS = (("Northern Command", "NORTHCOM"), ("Coastal Command", "COASTCOM"), ("Joint Command", "JOINTCOM"))
_GUARDS = (("Republican Shield Corps", "RSC"), ("National Vanguard Force", "NVF"), ("People's Guard Brigade", "PGB"))
_OFFICES = ("Dar al-Salam Central Headquarters", "Zafer Operations Headquarters", "Merkez Joint Headquarters")
_PLANES = ("RT-47", "XK-90", "MC-212", "TK-61")
_REBELS = (("liberation", "Liberation"), ("opposition", "Opposition"), ("insurgent", "Insurgent"))
_OPERATIONS = ("Silent Harbour", "Iron Meadow", "Northern Lantern")


@dataclass(frozen=True)
class Swap:
    """One consistent set of replacements, longest first."""

    pairs: tuple[tuple[str, str], ...]
    published: str

    def __call__(self, text: str) -> str:
        """Return the text with every name, number and place replaced in one pass."""
        table = dict(self.pairs)
        pattern = "|".join(rf"(?<!\w){re.escape(old)}(?!\w)" for old, _ in self.pairs)
        return re.sub(pattern, lambda match: table[match[0]], text)

    def article(self, article: Article) -> Article:
        """Return the article with its text, title and date replaced; its outlet and id stay."""
        return replace(article, text=self(article.text), title=self(article.title), published=self.published, url=None)


def swap(seed: int) -> Swap:
    """Return the replacements of one seed."""
    rng = random.Random(seed)
    crew = rng.randint(5, 11)
    first = rng.randint(2, crew - 1)
    while first in (2, 3, 4) and crew == first:
        first = rng.randint(2, crew - 1)
    # A Thursday, so that the weekday names in the text stay true.
    crash = datetime.date(2026, 3, 12) + datetime.timedelta(weeks=rng.randint(2, 25))
    war = crash - datetime.timedelta(days=rng.randint(9, 20))
    enemy, place, home = rng.choice(_COUNTRIES), rng.choice(_PLACES), rng.choice(_HOMES)
    command, guard = rng.choice(_COMMANDS), rng.choice(_GUARDS)
    plane, rebels, operation = rng.choice(_PLANES), rng.choice(_REBELS), rng.choice(_OPERATIONS)
    total = rng.randint(crew + 3, 60)
    day = crash.strftime("%B ") + str(crash.day)
    pairs = {
        "six": _NUMBERS[crew], "6": str(crew), "four": _NUMBERS[first], "Four": _NUMBERS[first].capitalize(),
        "13": str(total), "March 12": day, "February 28": war.strftime("%B ") + str(war.day),
        "KC-135": plane, "KC-135 Stratotanker": f"{plane} Skyferry", "Stratotanker": "Skyferry",
        "United States Central Command": f"{home[0]} {command[0]}", "US Central Command": f"{home[0]} {command[0]}",
        "CENTCOM": command[1], "United States": home[0], "US": home[0], "American": home[1],
        "US-led": f"{home[0]}-led", "U.S.": home[0],
        "Islamic Revolutionary Guard Corps": guard[0], "IRGC": guard[1],
        "Khatam al-Anbiya Central Headquarters": rng.choice(_OFFICES),
        "Iran": enemy[0], "Iranian": enemy[1], "Iranian-linked": f"{enemy[1]}-linked",
        "Iraq": place[0], "Iraqi": place[1], "resistance": rebels[0], "Resistance": rebels[1],
        "Operation Epic Fury": f"Operation {operation}", "Kuwait": "Lesser Vantia", "Pentagon": "Defence Office",
    }  # fmt: skip
    ordered = tuple(sorted(pairs.items(), key=lambda pair: (-len(pair[0]), pair[0])))
    return Swap(ordered, (crash + datetime.timedelta(days=1)).isoformat())


def swapped(articles: Iterable[Article], seed: int) -> list[Article]:
    """Return the articles with one seed's replacements."""
    change = swap(seed)
    return [change.article(article) for article in articles]
