"""Those who are in a train, a bus or a ship: "12 were travelling in the minibus"."""

from __future__ import annotations

import re

from index.guarded import Guarded

_CRAFT_WORDS = (
    r"(?:trains?|bus(?:es)?|coach|tram|ferry|ship|boat|vessel|cruiser|liner|plane|aircraft|jet|airliner|flight|helicopter|balloon|lift|gondola|cable\s+car|minibus|lorry"
    r"|truck|raft|dinghy|trawler|yacht|carriages?|wagons?|metro|submarine)"
)
# "400 people were crammed into four carriages", "12 were travelling in the minibus"
IN_CRAFT = Guarded(
    re.compile(
        r"\b(?:was|were|had\s+been|been)\s+(?P<in>(?:crammed|packed|squeezed|crowded|travell?ing|riding|sitting|counted)\s+(?:in|into|on|onto|inside|aboard))\s+"
        rf"(?:[\w-]+\s+){{1,4}}?{_CRAFT_WORDS}\b",
        re.I,
    ),
    "crammed packed squeezed crowded travel riding sitting counted",
)
ABOARD_ASKED_RE = re.compile(
    r"\bhow\s+many\s+[\w\s-]{2,40}?\b(?:was|were|are|is|had\s+been|been)\s+(?:there\s+)?(?:travell?ing\s+|riding\s+)?(?:on|in|inside|aboard|on\s+board)\s+"
    rf"(?:the|an?|that|this|its|his)\s+(?:(?!of\b|in\b|at\b)[\w-]+\s+){{0,3}}?{_CRAFT_WORDS}\b",
    re.I,
)
