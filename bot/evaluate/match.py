"""When a predicted position is the gold one: numbers by their bounds, times by overlap, words by shared tokens."""

from __future__ import annotations

import datetime
import functools
import re
import unicodedata
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    Json = Mapping[str, Any]
    Bounds = tuple[float | None, float | None]
    Times = tuple[datetime.datetime, datetime.datetime]

NUMERIC = frozenset({"count", "money", "percent", "measure"})
#: Least similarity that counts as a match.
LEAST = 0.5
#: Positions of one answer that the assignment tries; it is exponential in the gold's positions only.
_MOST = 12
#: Far less than any difference in wording: it only breaks ties.
_TIE = 1e-6
#: An approximate gold value may be off by this share.
_NEAR = 0.25

_STOP_WORDS = (
    "a an the of in on at by to for and or is was were be been that it its his her their he she they with as from had "
    "has have per about around some said says"
)
_STOP = frozenset(_STOP_WORDS.split())
_ISO_RE = re.compile(r"\d{4}-\d\d(?:-\d\d(?:T\d\d:\d\d(?::\d\d)?(?:Z|[+-]\d\d:?\d\d)?)?)?")


def tokens(text: object) -> frozenset[str]:
    """Return the words of a text that carry meaning, in lower case."""
    plain = unicodedata.normalize("NFKC", str(text)).lower().replace("’", "'").replace("'s", "")
    return frozenset(word for word in re.findall(r"[a-z0-9]+", plain) if word not in _STOP)


def overlap(a: object, b: object) -> float:
    """Return the shared part of the smaller set of words."""
    left, right = tokens(a), tokens(b)
    return len(left & right) / min(len(left), len(right)) if left and right else 0.0


def _inside(a: object, b: object) -> float:
    left, right = tokens(a), tokens(b)
    return len(left & right) / len(left) if left else 0.0


def similarity(position: Json, gold: Json) -> float:
    """Compare a predicted position with a gold one: 0 is different, at least `LEAST` is a match, 1 is exact."""
    value = gold["value"]
    kind = value["kind"]
    if kind == "yes_no":
        return 1.0 if _truth(position) is value["value"] else 0.0
    if kind in NUMERIC:
        found = bounds(position)
        if found is not None:
            return _numeric(found, value)
        if kind in ("count", "percent"):
            return 0.0
    if kind == "time" and (score := _time(position, value)) is not None:
        return score
    return max((_wording(text, gold) for text in _texts(position)), default=0.0)


def _numeric(found: Bounds, value: Json) -> float:
    wanted = (value["low"], value["high"])
    if all(_same(a, b) for a, b in zip(found, wanted, strict=True)):
        return 1.0
    near = any(
        abs(float(a) - float(b)) <= _NEAR * max(abs(float(b)), 1.0)
        for a in found
        if a is not None
        for b in wanted
        if b is not None
    )
    return 0.8 if (value.get("approximate") or value.get("approx")) and meet(found, wanted) and near else 0.0


def _same(a: float | None, b: float | None) -> bool:
    if a is None or b is None:
        return a is b
    return abs(float(a) - float(b)) <= 1e-6 * max(1.0, abs(float(a)), abs(float(b)))


def meet(a: Bounds, b: Bounds) -> bool:
    """Tell whether two intervals share a value; None is an open end."""
    low = max(float("-inf") if pair[0] is None else float(pair[0]) for pair in (a, b))
    high = min(float("inf") if pair[1] is None else float(pair[1]) for pair in (a, b))
    return low <= high


def bounds(position: Json) -> Bounds | None:
    """Return the ends of a position's number; None when it has none."""
    value = position.get("value") or {}
    low, high = value.get("low"), value.get("high")
    return None if low is None and high is None else (low, high)


def _truth(position: Json) -> bool | None:
    value = (position.get("value") or {}).get("value")
    return value if isinstance(value, bool) else None


def _time(position: Json, value: Json) -> float | None:
    """Compare times; None when one of them has no date to compare."""
    dates = [value[key] for key in ("start", "end") if value.get(key)]
    zone = _zone(dates)
    wanted, found = _times(dates, zone), _times(_strings(position.get("value")), zone)
    if wanted is None or found is None:
        return None
    if not (found[0] <= wanted[1] and wanted[0] <= found[1]):
        return 0.0
    if found == wanted:
        return 1.0
    return 0.9 if (wanted[0] == wanted[1]) == (found[0] == found[1]) else 0.7


def _zone(texts: Iterable[str]) -> datetime.tzinfo | None:
    timed = [found for text in texts for found in _ISO_RE.findall(text) if "T" in found]
    try:
        return datetime.datetime.fromisoformat(timed[0]).tzinfo if timed else None
    except ValueError:
        return None


def _times(texts: Iterable[str], zone: datetime.tzinfo | None) -> Times | None:
    """Return the earliest and latest moment of all dates; a day or month stands for its whole length."""
    spans = [span for text in texts for found in _ISO_RE.findall(text) if (span := _span(found, zone))]
    return (min(span[0] for span in spans), max(span[1] for span in spans)) if spans else None


def _span(text: str, zone: datetime.tzinfo | None) -> Times | None:
    """Return when a date begins and ends; None for what only looks like one ("the 2019-20 season")."""
    try:
        return _moments(text, zone)
    except ValueError:
        return None


def _moments(text: str, zone: datetime.tzinfo | None) -> Times:
    if "T" in text:
        moment = datetime.datetime.fromisoformat(text)
        moment = (moment.astimezone(zone) if moment.tzinfo and zone else moment).replace(tzinfo=None)
        return moment, moment
    minute = datetime.timedelta(minutes=1)
    if len(text) == len("2026-03-13"):
        day = datetime.datetime.fromisoformat(text)
        return day, day + datetime.timedelta(days=1) - minute
    month = datetime.datetime.fromisoformat(f"{text}-01")
    return month, (month + datetime.timedelta(days=31)).replace(day=1) - minute


def _strings(value: object) -> list[str]:
    if isinstance(value, dict):
        return [text for item in value.values() for text in _strings(item)]
    return [value] if isinstance(value, str) else []


def _texts(position: Json) -> list[str]:
    value = position.get("value") or {}
    answers = [claim.get("answer") or {} for claim in position.get("claims") or ()]
    texts = [value.get("text"), position.get("display"), *(answer.get("text") for answer in answers)]
    return [text for text in texts if isinstance(text, str) and text.strip()]


def _wording(text: str, gold: Json) -> float:
    value = gold["value"]
    best = 0.0
    for wanted in (value.get("text", ""), *value.get("aliases", ())):
        share = overlap(text, wanted)
        if share >= LEAST:
            both, either = tokens(text) & tokens(wanted), tokens(text) | tokens(wanted)
            best = max(best, 0.6 + 0.4 * share * len(both) / max(1, len(either)))
    for support in gold["support"]:
        share = _inside(text, support["quote"])
        if share >= LEAST:
            best = max(best, LEAST + 0.09 * share)
    return best


def assign(positions: Sequence[Json], golds: Sequence[Json]) -> list[tuple[int, int]]:
    """Pair predicted with gold positions one to one, so that the sum of similarities is largest."""
    table = [[similarity(position, gold) + tie(position, gold) for gold in golds] for position in positions]
    rows = sorted(range(len(positions)), key=lambda i: -max(table[i], default=0.0))[:_MOST]

    @functools.cache
    def best(at: int, used: int) -> tuple[float, tuple[tuple[int, int], ...]]:
        if at == len(rows):
            return 0.0, ()
        top = best(at + 1, used)
        for j in range(len(golds)):
            if not used >> j & 1 and table[rows[at]][j] >= LEAST:
                score, pairs = best(at + 1, used | 1 << j)
                score += table[rows[at]][j]
                if score > top[0] + 1e-12:
                    top = score, ((rows[at], j), *pairs)
        return top

    return list(best(0, 0)[1])


def tie(position: Json, gold: Json) -> float:
    """Return a trifle for a common outlet: of two matches as good in words, the one by the same outlet is meant."""
    outlets = {support["outlet"] for support in gold["support"]}
    return _TIE if outlets & set(position.get("outlets") or ()) else 0.0


def compatible(question: Json, a: Json, b: Json) -> bool:
    """Tell whether two gold positions hold together, so that an answer may give them as one."""
    if question["state"] == "complementary":
        return True
    left, right = a["value"], b["value"]
    if left["kind"] in NUMERIC and left["kind"] == right["kind"]:
        return meet((left["low"], left["high"]), (right["low"], right["high"]))
    return False
