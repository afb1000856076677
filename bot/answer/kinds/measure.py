"""Measured amounts: lengths, weights, temperatures, spans of time ("the runway is 2,400 metres long")."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from bot.answer.kinds import register
from bot.answer.kinds.bounds import ends, number, phrase, relate, rounded
from bot.answer.kinds.fits import amounts, reading
from bot.answer.quantities import quantities
from bot.answer.types import Reading, Span
from bot.answer.values import Relation
from bot.answer.words import names, stem, stems

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.answer.quantities import Quantity
    from bot.answer.types import Question, Statement
    from bot.answer.values import Value

#: Unit → (dimension, size in the dimension's base unit, steps of rounding aside).
_SIZES: dict[str, tuple[str, float]] = {
    "millimetre": ("length", 0.001),
    "centimetre": ("length", 0.01),
    "inch": ("length", 0.0254),
    "foot": ("length", 0.3048),
    "yard": ("length", 0.9144),
    "metre": ("length", 1.0),
    "kilometre": ("length", 1000.0),
    "mile": ("length", 1609.344),
    "nautical mile": ("length", 1852.0),
    "microgram": ("mass", 1e-9),
    "milligram": ("mass", 1e-6),
    "gram": ("mass", 0.001),
    "pound weight": ("mass", 0.45359237),
    "kilogram": ("mass", 1.0),
    "tonne": ("mass", 1000.0),
    "square foot": ("area", 0.09290304),
    "square metre": ("area", 1.0),
    "acre": ("area", 4046.8564),
    "hectare": ("area", 10_000.0),
    "square kilometre": ("area", 1e6),
    "square mile": ("area", 2.589988e6),
    "second": ("duration", 1.0),
    "minute": ("duration", 60.0),
    "hour": ("duration", 3600.0),
    "day": ("duration", 86_400.0),
    "week": ("duration", 604_800.0),
    "month": ("duration", 2_629_800.0),
    "year": ("duration", 31_557_600.0),
    "decade": ("duration", 315_576_000.0),
    "millilitre": ("volume", 1e-6),
    "litre": ("volume", 0.001),
    "gallon": ("volume", 0.003785412),
    "barrel": ("volume", 0.158987),
    "cubic foot": ("volume", 0.02831685),
    "cubic metre": ("volume", 1.0),
    "cubic kilometre": ("volume", 1e9),
    "kilometre per hour": ("speed", 1.0),
    "metre per second": ("speed", 3.6),
    "mile per hour": ("speed", 1.609344),
    "knot": ("speed", 1.852),
    "kilowatt": ("power", 1.0),
    "megawatt": ("power", 1000.0),
    "gigawatt": ("power", 1e6),
    "kilowatt-hour": ("energy", 1.0),
    "megawatt-hour": ("energy", 1000.0),
    "gigawatt-hour": ("energy", 1e6),
    "magnitude": ("magnitude", 1.0),
}
#: Converted figures are rounded in print ("30 miles (48 km)"): this much apart is no difference.
_ROUNDING = 0.03
#: "A 40-metre mast" is "a 130-foot mast": within this share a figure is the other one converted.
_CONVERTED = 0.015
#: A range whose end is so many times its start is no figure that somebody converted.
_WIDE = 1.4
_PLURALS = {"foot": "feet", "inch": "inches", "square foot": "square feet", "kilometre per hour": "km/h"}
_PLURALS |= {
    "cubic foot": "cubic feet",
    "metre per second": "m/s",
    "mile per hour": "mph",
    "degree Celsius": "°C",
    "degree Fahrenheit": "°F",
    "pound weight": "lb",
}


@dataclass(frozen=True, slots=True)
class Measure:
    """How much of a unit: from low to high, both included; None is an open end."""

    low: float | None
    high: float | None
    #: The unit's name in the singular ("kilometre").
    unit: str
    approximate: bool = False
    #: The number printed after "nearly"; shown, never compared.
    nearly: float | None = field(default=None, compare=False)

    @property
    def kind(self) -> str:
        """The name in product.md's `value.kind`."""
        return "measure"

    def relation(self, other: Value) -> Relation:
        """Compare by intervals in one unit; other units of the dimension are converted, others are not compared."""
        if not isinstance(other, Measure):
            return Relation.COMPATIBLE
        if other.unit == self.unit:
            found = relate(self.low, self.high, self.approximate, other)
            return Relation.REFINES if found is Relation.INCOMPATIBLE and rounded(self.low, self.high, other) else found
        mine, theirs = _SIZES.get(self.unit), _SIZES.get(other.unit)
        if mine is None or theirs is None or mine[0] != theirs[0]:
            return Relation.COMPATIBLE
        a = _widened(self.low, self.high, mine[1])
        b = _widened(other.low, other.high, theirs[1])
        relation = relate(*a, True, Measure(*b, mine[0], True))
        alike = self.approximate == other.approximate  # a rounded figure and an exact one are never the same
        if alike and relation is not Relation.INCOMPATIBLE and self._is_same_as(other, mine[1], theirs[1]):
            return Relation.SAME
        # Else conversion never proves that two figures are one.
        return relation if relation is Relation.INCOMPATIBLE else Relation.COMPATIBLE

    def _is_same_as(self, other: Measure, size: float, others: float) -> bool:
        """Return whether two closed amounts are one in two units: "78 months" and "six and a half years"."""
        ends_of = ((self.low, self.high, size), (other.low, other.high, others))
        if any(low is None or high is None or low <= 0 or high >= _WIDE * low for low, high, _ in ends_of):
            return False
        a, b = ((low or 0) * unit + (high or 0) * unit for low, high, unit in ends_of)
        return abs(a - b) <= _CONVERTED * max(a, b)

    def as_json(self) -> dict[str, Any]:
        """Return the `value` object of schema whosays.answer/1."""
        out: dict[str, Any] = {"kind": self.kind, **ends(self.low, self.high), "unit": self.unit}
        if self.approximate:
            out["approximate"] = True
        return out

    def __str__(self) -> str:
        shown = phrase(self.low, self.high, self.approximate, number, self.nearly)
        if self.unit == "magnitude":
            return f"magnitude {shown}"
        if self.low == self.high == 1:
            return f"{shown} {_PLURALS.get(self.unit, self.unit) if ' per ' in self.unit else self.unit}"
        return f"{shown} {_PLURALS.get(self.unit, self.unit + 's')}"


def _widened(low: float | None, high: float | None, size: float) -> tuple[float | None, float | None]:
    return (
        None if low is None else low * size * (1 - _ROUNDING),
        None if high is None else high * size * (1 + _ROUNDING),
    )


#: What a question's adjective asks for → units that can answer it.
_ASKED: tuple[tuple[str, frozenset[str]], ...] = (
    (
        r"far|long|tall|high|deep|wide|thick|distance|height|depth|length|width|thickness|big|large|level",
        frozenset({"length"}),
    ),
    (r"long|old|duration|last", frozenset({"duration"})),
    (r"big|large|area|size|extensive", frozenset({"area"})),
    (
        r"(?:big|large|strong|powerful|size|strength)\b.*\b(?:quake|earthquake|tremor|aftershock|temblor)s?|magnitude",
        frozenset({"magnitude"}),
    ),
    (r"heavy|weigh|weight|dose", frozenset({"mass"})),
    (r"much|volume|amount", frozenset({"mass", "volume", "power"})),
    (r"much\s+(?:\w+\s+)?(?:rain|rainfall|snow|ice|ash)|level", frozenset({"length"})),
    (r"much\s+(?:\w+\s+)?(?:land|forest|farmland)", frozenset({"area"})),
    (r"much\s+(?:\w+\s+)?time|sentence|(?:prison|jail)\s+term", frozenset({"duration"})),
    (r"fast|speed|strong", frozenset({"speed"})),
    (r"power|capacity", frozenset({"power"})),
    (r"energy|electricity|power", frozenset({"energy"})),
)
_HEAT_RE = re.compile(r"\b(?:hot|cold|warm|temperatures?|degrees?|fever)\b", re.I)
# Words of a question that only say what is asked for.
_ANY_RE = re.compile(
    r"\bwater\s+levels?\b|\b(?:how|what|far|long|tall|high|deep|wide|thick|levels?|fast|heavy|hot|cold|big|large|old|strong|powerful|extensive|going|go|weigh|speed|length"
    r"|height|weight|area|size|depth|width|thickness|distance|duration|magnitude|temperature|measure|last|lasted|run|ran|get|got|take|took|much|many|years?|months?|weeks?|days?|hours?|minutes?|seconds?|(?:kilo|centi|milli)?met(?:re|er)s?"
    r"|miles?|yards?|feet|lit(?:re|er)s?|tons|tonnes|kilos?|degrees?|cubic|square)\b",
    re.I,
)


def _answers(unit: str, question: str) -> bool:
    """Return whether a unit can answer a question that asks "how far" and the like."""
    if unit.startswith("degree") or _HEAT_RE.search(question):
        return unit.startswith("degree") and bool(_HEAT_RE.search(question))
    dimension = _SIZES[unit][0] if unit in _SIZES else ""
    if named := _UNIT_ASKED_RE.search(question):
        asked = next((q.unit for q in quantities(f"2 {named['unit']}") if q.unit), None)
        return asked == unit or (dimension != "" and asked in _SIZES and _SIZES[asked][0] == dimension)
    wanted = [dims for words, dims in _ASKED if re.search(rf"\b(?:{words})\b", question, re.I)]
    return (not wanted and unit != "magnitude") or any(dimension in dims for dims in wanted)


_FAR_ASKED_RE = re.compile(r"\b(?:far|distance|away|close)\b", re.I)
_BIG_ASKED_RE = re.compile(r"\b(?:big|large|size|area)\b", re.I)
#: "60 miles to the north", "six kilometres off the coast": where a thing lies, not how long it is.
_AWAY_RE = re.compile(
    r"\s+(?:to\s+the\s+(?:\w+-?)?(?:north|south|east|west)|away|from|(?:north|south|east|west)\w*|off\b|out(?:side)?\b|inland|offshore"
    r"|(?:down|up)stream|apart|down\s+the|up\s+the|along|below|above|beyond|ahead|behind|short\s+of)",
    re.I,
)
_EXTENT_RE = re.compile(
    r"[\s-]+(?:long|wide|high|tall|deep|across|in\s+(?:length|width|height|diameter)|of\s+\w+)|\s*(?:by|x|×)\s", re.I
)
#: By what a length is measured: a thing 4 metres long is not for that 4 metres high.
_ASPECTS = {
    "high": r"high|tall|height|elevation|altitude",
    "long": r"long|length|stretch\w*|extend\w*",
    "wide": r"wide|width|across|broad|breadth|diameter",
    "deep": r"deep|depth|underground|underwater|below\s+the\s+(?:surface|ground)",
    "thick": r"thick|thickness",
    "far": r"far|distance|away|from|north|south|east|west|off",
}
_ASKED_ASPECT_RES = {
    aspect: re.compile(rf"\bhow\s+(?:{words})\b|\bwhat\b.*\b(?:{words})\b", re.I)
    for aspect, words in (
        ("high", "high|tall|height"), ("long", "long|length"), ("wide", "wide|width|diameter"), ("deep", "deep|depth"),
        ("thick", "thick|thickness"), ("far", "far|distance"),
    )
}  # fmt: skip
_TOLD_AFTER_RES = {
    aspect: re.compile(rf"[\s-]+(?:in\s+|to\s+the\s+)?(?:{words})\b", re.I) for aspect, words in _ASPECTS.items()
}
_TOLD_BEFORE_RES = {
    aspect: re.compile(
        rf"\b(?:{words})\s+(?:[a-z]+\s+)?(?:(?:of|is|was|to|at|over|for|:)\s+)+(?:up\s+to\s+|about\s+|some\s+|nearly\s+|at\s+least\s+|almost\s+)?$",
        re.I,
    )
    for aspect, words in _ASPECTS.items()
    if aspect != "far"
}
#: "by two metres", "three metres lower than": how much it changed, not how much it is.
_CHANGED_BY_RE = re.compile(r"\bby\s+(?:about\s+|some\s+|nearly\s+|another\s+|a\s+further\s+|up\s+to\s+)?$", re.I)
_CHANGED_AFTER_RE = re.compile(
    r"[\s-]+(?:\w+\s+)?(?:lower|higher|longer|shorter|deeper|wider|taller|heavier|lighter|faster|slower|hotter|colder|warmer|cooler|more|less"
    r"|older|younger|bigger|smaller|thicker|earlier|later)\b(?!\s+(?:than|level)\b(?!\s+(?:on|in|at|last|before|normal|usual|the|a|its|any)\b))",
    re.I,
)
_CHANGE_ASKED_RE = re.compile(
    r"\bhow\s+(?:much|far|many\s+\w+)\b.*\b(?:\w+er|more|less|risen?|rose|fall(?:en)?|fell|drop(?:ped)?|grown?|grew|lowered|raised|sink|sunk|sank)\b"
    r"|\bby\s+how\b",
    re.I,
)
#: "Two days after the crash": when it was, not how long.
_WHEN_RE = re.compile(r"\s+(?:after|before|ago|since|into|from\s+now|to\s+go)\b", re.I)
_SPENT_RE = re.compile(
    r"\b(?:serv\w+|last\w*|took|takes?|taken|jailed|sentenced|for|spen[dt]\w*|wait\w*|delayed)\s+(?:[a-z]+\s+){0,3}$",
    re.I,
)
_WHEN_ASKED_RE = re.compile(r"\b(?:after|before|ago|since|into|until|passed|elapsed|remain\w*|left)\b", re.I)
#: "The water behind the dam stands at 61 metres": as high as the water.
_LEVEL_RE = re.compile(
    r"\b(?:water|river|lake|level|tide|flood|snow)s?\b[^.;,]{0,60}\b(?:stands?|stood|ris\w+|rose|fell|fall\w*|reach\w*|at|to)\s+(?:\w+\s+)?$",
    re.I,
)
_LEVEL_ASKED_RE = re.compile(r"\b(?:water|river|lake|levels?|tide|flood\w*|snow|sea|deep|depth)\b", re.I)
#: "It felt like ten minutes": no measurement.
_FELT_RE = re.compile(r"\b(?:felt|feels?|seem(?:s|ed)?|sound(?:s|ed)?|look(?:s|ed)?)\s+(?:like|as\s+if)\b[^.;]*$", re.I)


def _other_aspect(text: str, quantity: Quantity, question: str) -> bool:
    """Return whether an amount is told to be something else than what is asked: a length, a change, a feeling."""
    if _FELT_RE.search(text, 0, quantity.start):
        return True
    if _LEVEL_RE.search(text, 0, quantity.start) and not _LEVEL_ASKED_RE.search(question):
        return True
    if not _CHANGE_ASKED_RE.search(question):
        spent = _SPENT_RE.search(text, 0, quantity.start)
        if not spent and _WHEN_RE.match(text, quantity.end) and not _WHEN_ASKED_RE.search(question):
            return True
        duration = _SIZES.get(quantity.unit or "", ("",))[0] == "duration"
        if _CHANGED_AFTER_RE.match(text, quantity.end) or (
            not duration and _CHANGED_BY_RE.search(text, 0, quantity.start)
        ):
            return True
    if _SIZES.get(quantity.unit or "", ("",))[0] != "length":
        return False
    asked = {aspect for aspect, pattern in _ASKED_ASPECT_RES.items() if pattern.search(question)}
    told = _aspects_told(text, quantity)
    return bool(asked and told and not asked & told)


def _aspects_told(text: str, quantity: Quantity) -> frozenset[str]:
    """Return by what a length is said to be measured: right behind it, else right before it."""
    after = frozenset(aspect for aspect, pattern in _TOLD_AFTER_RES.items() if pattern.match(text, quantity.end))
    if after:
        return after
    before = text[max(0, quantity.start - 48) : quantity.start]
    return frozenset(aspect for aspect, pattern in _TOLD_BEFORE_RES.items() if pattern.search(before))


_LONG_RE = re.compile(r"\b(?:measur\w+|stretch\w*|extend\w*|spans?|long|wide|tall|high)\b", re.I)


_STRETCHED_RE = re.compile(
    r"\b(?:measur\w+|stretch\w*|extend\w*|spans?|runs?|ran)\s+(?:for\s+|over\s+|some\s+|about\s+|nearly\s+|up\s+to\s+)*$",
    re.I,
)


def _is_distance(text: str, quantity: Quantity, question: str) -> bool:
    """Return whether a length says where a thing lies, or how fast or far something goes, and not how big it is."""
    if _SIZES.get(quantity.unit or "", ("",))[0] != "length" or _FAR_ASKED_RE.search(question):
        return False
    if _AWAY_RE.match(text, quantity.end) and not _STRETCHED_RE.search(text, 0, quantity.start):
        return True
    hyphened = "-" in text[quantity.start : quantity.end]
    stretched = hyphened or _EXTENT_RE.match(text, quantity.end) or _LONG_RE.search(text, 0, quantity.start)
    return bool(_BIG_ASKED_RE.search(question)) and not stretched


#: "how many years": the unit that the question names.
_UNIT_ASKED_RE = re.compile(r"\bhow\s+many\s+(?:more\s+|full\s+)?(?P<unit>(?:(?:square|cubic)\s+)?\w+)", re.I)
_OLD_RE = re.compile(r"\bhow\s+old\b|\bwhat\s+age\b|\bwhat\s+(?:is|was)\b.*\bage\b", re.I)
_WHOSE_AGE_RE = re.compile(r"\b(?:is|was|were|are)\s+(?:the\s+)?(?P<who>[^?]+?)(?:['’]s\s+age)?\s*\??$", re.I)


def _ages(statement: Statement, question: Question) -> Iterator[Reading]:
    """Yield somebody's age beside his name: "Anna Berg, 58,", "the 58-year-old Berg", "Berg is 58"."""
    asked = _WHOSE_AGE_RE.search(question.text)
    name = asked["who"].split()[-1] if asked else ""
    if not name:
        return
    who = rf"(?<!\w){re.escape(name)}"
    age = r"(?P<age>[1-9][0-9]?|1[0-2][0-9])(?![\w%]|[.,][0-9])"
    patterns = (
        rf"{who},?\s+(?:who\s+)?(?:is\s+|was\s+)?(?:aged\s+)?{age}(?=\s*(?:[,.;)]|years\s+old|$))",
        rf"\b{age}[-\s]years?[-\s]old\s+(?:[\w'’-]+\s+){{0,3}}?{re.escape(name)}\b",
        rf"{who}\s+\({age}\)",
    )
    for pattern in patterns:
        for match in re.finditer(pattern, statement.sentence.text, re.I):
            years = float(match["age"])
            start, end = (statement.start + at for at in match.span("age"))
            yield Reading(Measure(years, years, "year"), Span(start, end), confidence=0.85)


_LIMIT_ASKED_RE = re.compile(
    r"\b(?:limit|allowed|permitted|permissible|maximum|legal)\b|\bmay\b.*\b(?:go|drive|run|travel|fly)\b", re.I
)
_LIMIT_LEFT_RE = re.compile(
    r"\b(?:limit(?:ed)?|maximum)(?:\s+(?:there|here|on\s+[^.;,]{2,40}|in\s+[^.;,]{2,30}))?\s+(?:of|is|was|to|at|:)\s+(?:only\s+|just\s+)?$",
    re.I,
)
_LIMIT_RIGHT_RE = re.compile(
    r"\s+(?:(?:speed\s+)?limit\b|zone\b|(?:is|was|are|were)\s+(?:the\s+(?:speed\s+|legal\s+)?(?:limit|maximum)|allowed|permitted|the\s+most\s+allowed)\b|(?:allowed|permitted)\b)",
    re.I,
)


def _is_limit(text: str, quantity: Quantity) -> bool:
    """Return whether an amount is the most that is allowed: "74 km/h where 50 km/h is permitted" has one that is."""
    left = _LIMIT_LEFT_RE.search(text, max(0, quantity.start - 70), quantity.start)
    return bool(left or _LIMIT_RIGHT_RE.match(text, quantity.end))


_ASKED_SPEED_RE = re.compile(r"\b(?:fast|speed)\b", re.I)
_LEAD = 600  # characters of an article that say what it is about
_BARE_LIMIT_RE = re.compile(
    r"\blimit\s+(?:there\s+|here\s+)?(?:of|is|was|at)\s+(?P<n>[1-9][0-9]{1,2})(?![\w.,]*[0-9]|\s*(?:percent|%|people|passengers))"
)


def _limits(statement: Statement, question: Question) -> Iterator[Reading]:
    """Yield the speed that is allowed, in an article on the place: "doing 70 km/h where 50 is the limit"."""
    article, text = statement.article, statement.text
    wanted = {stem(name) for name in names(question.text)}
    if not wanted <= stems(f"{article.title} {article.text[:_LEAD]} {statement.sentence.text}"):
        return
    speeds = [q for q in quantities(text) if _SIZES.get(q.unit or "", ("",))[0] == "speed"]
    for quantity in speeds:
        if _is_limit(text, quantity):
            value = Measure(quantity.low, quantity.high, quantity.unit or "", quantity.approximate, quantity.nearly)
            yield reading(statement, quantity, value, 0.6)
    for match in _BARE_LIMIT_RE.finditer(text) if speeds else ():
        if not any(q.start <= match.start("n") < q.end for q in speeds):
            number_of = float(match["n"])
            start, end = (statement.start + at for at in match.span("n"))
            yield Reading(Measure(number_of, number_of, speeds[0].unit or ""), Span(start, end), confidence=0.6)


class _MeasureReader:
    """Reads how far, long, heavy, fast or hot."""

    name = "measure"

    def read(self, statement: Statement, question: Question) -> Iterator[Reading]:
        """Yield the measured amounts that answer the question, in the order of the text."""
        if _OLD_RE.search(question.text):
            yield from _ages(statement, question)
            return

        limit_asked = _LIMIT_ASKED_RE.search(question.text) is not None
        if limit_asked and _ASKED_SPEED_RE.search(question.text):
            yield from _limits(statement, question)
            return

        def usable(quantity: Quantity) -> bool:
            answers = _answers(quantity.unit or "", question.text)
            return (
                answers
                and _is_limit(statement.text, quantity) == limit_asked
                and not _is_distance(statement.text, quantity, question.text)
                and not _other_aspect(statement.text, quantity, question.text)
            )

        for quantity, confidence in amounts(statement, question, "measure", _ANY_RE, usable):
            unit = quantity.unit or ""
            if unit == "hour" and quantity.low == quantity.high == 0.5:  # "half an hour"
                quantity, unit = replace(quantity, low=30, high=30), "minute"
            value = Measure(quantity.low, quantity.high, unit, quantity.approximate, quantity.nearly)
            yield reading(statement, quantity, value, confidence)


READER = register(_MeasureReader())
