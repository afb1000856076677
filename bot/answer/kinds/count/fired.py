"""Rockets and shots that are fired: a count of them, and nobody is dismissed."""

from __future__ import annotations

import re

from index.guarded import Guarded

_SHOTS = r"(?:rockets?|missiles?|shots?|rounds?|shells?|bullets?|drones?|mortars?|torpedoes|torpedo|projectiles?|salvos?|warning\s+shots)"
# "fired 40 rockets", "twelve missiles were launched": what is fired, and nobody is dismissed.
FIRED = Guarded(
    re.compile(
        rf"\b(?P<did>fired|fires|firing|launched|launches|launching|lobbed)\b(?=\s+(?:[\w,.-]+\s+){{0,5}}?{_SHOTS}\b)"
        rf"|\b{_SHOTS}\b[^.;]{{0,40}}?\b(?:was|were|been|being)\s+(?:\w+ly\s+)?(?P<done>fired|launched|lobbed)\b",
        re.I,
    ),
    "rocket missile shot round shell bullet drone mortar torpedo projectile salvo",
)
FIRED_ASKED_RE = re.compile(rf"\bhow\s+many\s+(?:\w+\s+)?{_SHOTS}\b.*\b(?:fired?|launch(?:ed)?|lobbed)\b", re.I)
