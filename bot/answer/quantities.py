"""Numbers in a sentence: what they amount to, exactly or as bounds, and what they count.

Identifiers ("MH17", "Route 66"), dates, times and scores are masked first, so that they are never read as amounts.
Everything keeps exact offsets. When a form is ambiguous, nothing is returned.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING

from index.guarded import Guarded, Small, small

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


@dataclass(frozen=True, slots=True)
class Quantity:
    """An amount in a text: `text[start:end]` holds its words, modifiers included, its noun not."""

    start: int
    end: int
    #: Smallest and largest amount the words allow, both included; None is an open end.
    low: float | None
    high: float | None
    #: The whole that it is a part of ("four of the six"), with where that stands.
    of: float | None = None
    of_start: int | None = None
    of_end: int | None = None
    approximate: bool = False
    #: number, money, percent, measure, ordinal or age.
    kind: str = "number"
    #: ISO 4217 code of money, or the mark as printed where the code is unknown.
    currency: str | None = None
    #: Unit of a measure, in the singular ("kilometre").
    unit: str | None = None
    #: Words of the noun phrase that follows, lower case, head noun last; empty when none follows.
    noun: tuple[str, ...] = ()
    #: "two more", "another three": added to an amount that stands elsewhere.
    increment: bool = False
    #: "three others": people beside those named.
    others: bool = False
    #: A running total beyond one event ("so far this year", "in the war").
    cumulative: bool = False
    #: A part of an amount that stands before it ("including two children").
    part: bool = False
    #: An amount that the text itself has replaced ("rose from 4 to 6").
    earlier: bool = False
    #: The number printed after "nearly": low and high are below it.
    nearly: float | None = None
    #: The words of a vague amount ("dozens", "several hundred"), lower case.
    vague: str | None = None

    @property
    def exact(self) -> bool:
        """True when the words leave no room."""
        return self.low == self.high and not self.approximate


def _words(table: str) -> list[str]:
    return table.split()


# -- words of number ---------------------------------------------------------------------------------------------------

_UNITS = {
    word: value
    for value, word in enumerate(
        _words(
            """
    zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen
    sixteen seventeen eighteen nineteen
    """
        )
    )
}
_TENS = {
    word: 10 * value
    for value, word in enumerate(
        ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"], start=2
    )
}
_SCALES = {
    "hundred": 10**2,
    "thousand": 10**3,
    "lakh": 10**5,
    "million": 10**6,
    "crore": 10**7,
    "billion": 10**9,
    "trillion": 10**12,
    "dozen": 12,
}
_SUFFIXES = {
    "k": 10**3,
    "m": 10**6,
    "mn": 10**6,
    "mln": 10**6,
    "b": 10**9,
    "bn": 10**9,
    "bln": 10**9,
    "tn": 10**12,
    "trn": 10**12,
    "cr": 10**7,
}
_ORDINALS = {
    word: value
    for value, word in enumerate(
        _words(
            """
    first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth
    fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth twentieth
    """
        ),
        start=1,
    )
}
#: Vague amounts: words → (low, high). "several" 3-9, "dozens" 24-99 as in method.md b.3.
_VAGUE: dict[str, tuple[float, float | None]] = {
    "a couple": (2, 2),
    "a pair": (2, 2),
    "half a dozen": (5, 7),
    "a handful": (3, 7),
    "a few": (3, 6),
    "several": (3, 9),
    "dozens": (24, 99),
    "scores": (40, None),
    "several dozen": (36, 99),
    "tens": (20, 99),
    "hundreds": (200, 999),
    "several hundred": (300, 900),
    "a few hundred": (300, 600),
    "many hundreds": (300, 999),
    "thousands": (2_000, 9_999),
    "several thousand": (3_000, 9_000),
    "a few thousand": (3_000, 6_000),
    "many thousands": (3_000, None),
    "tens of thousands": (20_000, 99_999),
    "hundreds of thousands": (200_000, 999_999),
    "millions": (2_000_000, None),
    "tens of millions": (20_000_000, 99_999_999),
    "hundreds of millions": (200_000_000, 999_999_999),
    "billions": (2_000_000_000, None),
}
_FRACTIONS = {"half": 0.5, "a third": 1 / 3, "one third": 1 / 3, "two thirds": 2 / 3, "a quarter": 0.25}
_FRACTIONS |= {"one quarter": 0.25, "three quarters": 0.75}

_UNIT_WORDS = "|".join(sorted(_UNITS, key=len, reverse=True))
_SMALL = rf"(?:(?:{'|'.join(_TENS)})(?:[\s-](?:one|two|three|four|five|six|seven|eight|nine))?|(?:{_UNIT_WORDS}))(?!\w)"
_SCALE = rf"(?:{'|'.join(scale for scale in _SCALES if scale != 'dozen')})(?!\w)"
_SUFFIX = "|".join(sorted(_SUFFIXES, key=len, reverse=True))
# 1,234,567 · 1,20,000 · 1234.5 — ASCII digits only: int() would accept digits of other scripts.
_DIGITS = r"(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]{1,2}(?:,[0-9]{2})+,[0-9]{3}|[0-9]+)(?:\.[0-9]+)?(?![0-9])"
# "half an hour", "half a mile": what a half is said of, in the singular.
_HALVED = r"(?:hour|day|year|mile|kilomet(?:re|er)|met(?:re|er)|ton|tonne|lit(?:re|er)|pound|degree|percent)"
# "12 m high", "a 3 m wave": what makes of "m" a metre and not a million.
_EXTENT = (
    r"[\s-](?:tall|high|long|wide|deep|thick|across|above|below|under(?:water|ground)?|away|from|off|in\s+(?:height|length|diameter|width|depth)"
    r"|waves?|swells?|tsunamis?|walls?|towers?|cranes?|cliffs?|masts?|sections?|stretch|gap|hole|crater|drop|race|sprint|pool|yacht|vessel)\b"
)
_AMOUNT = (
    rf"(?:(?:{_SMALL}|{_DIGITS})[\s-]and[\s-]a[\s-]half(?:[\s-]{_SCALE})?(?!\w)"
    rf"|\bhalf\s+an?\s+(?:{_SCALE}|(?={_HALVED}\b))"
    rf"|{_DIGITS}(?:\s?(?:{_SUFFIX})(?!\w)(?<!m(?={_EXTENT}))|[\s-]{_SCALE}(?:\s{_SCALE})?)?"
    rf"|(?:{_SMALL}|\ban?)\s+dozen(?!\w)"
    rf"|(?:{_SMALL}|\ban?)[\s-]{_SCALE}(?:[\s-]{_SCALE})*(?:(?:\s+and)?\s+{_SMALL}(?:[\s-]{_SCALE})*)*"
    rf"|{_SMALL})"
)
_VAGUE_WORDS = "|".join(re.escape(word) for word in sorted(_VAGUE, key=len, reverse=True)).replace(r"\ ", r"\s+")


def _spelled(words: str) -> float:
    """Return the value of spelled or mixed number words ("two hundred and five", "1.2 million")."""
    total = current = 0.0
    for word in re.findall(r"[a-z]+|[0-9.]+", words.replace(",", "").lower()):
        if word in ("and", "a", "an"):
            continue
        if word[0].isdigit():
            current += float(word)
        elif word == "half":
            current += 0.5
        elif word in _UNITS or word in _TENS:
            current += _UNITS.get(word, 0) + _TENS.get(word, 0)
        else:
            scale = _SCALES.get(word) or _SUFFIXES[word]
            if scale in (100, 12):
                current = (current or 1) * scale
            else:
                total += (current or 1) * scale
                current = 0.0
    return _tidy(total + current)


def _tidy(value: float) -> float:
    """Drop binary noise: 1.2m is 1200000, not 1199999.9999."""
    rounded = round(value, 6)
    return int(rounded) if rounded == int(rounded) else rounded


# -- masks -------------------------------------------------------------------------------------------------------------

_MONTH = (
    r"(?:Jan(?:uary|\.)?|Feb(?:ruary|\.)?|Mar(?:ch|\.)?|Apr(?:il|\.)?|May|June?|July?|Aug(?:ust|\.)?"
    r"|Sept?(?:ember|\.)?|Oct(?:ober|\.)?|Nov(?:ember|\.)?|Dec(?:ember|\.)?)"
)
_MASKS = (
    # Addresses of the net, handles, hashes.
    r"https?://\S+|www\.\S+|\S+@\S+\.\w+|[@#]\w+",
    # 2026-03-12, 12/03/2026, 9/11, 24/7, 2014/15
    r"\b[0-9]{4}-[0-9]{2}-[0-9]{2}\b|\b[0-9]{1,4}/[0-9]{1,2}(?:/[0-9]{2,4})?\b",
    # March 12, Aug. 5 2014, 12th of March 2026, March 2026
    rf"\b{_MONTH}\s+[0-9]{{1,2}}(?:st|nd|rd|th)?(?:\s?[-–]\s?[0-9]{{1,2}})?(?:,?\s+[0-9]{{4}})?\b(?!,[0-9])",
    rf"\b[0-9]{{1,2}}(?:st|nd|rd|th)?(?:\s+of)?\s+{_MONTH}(?!\w)(?:,?\s+[0-9]{{4}}\b)?",
    rf"\b{_MONTH}\s+(?:of\s+)?[0-9]{{4}}\b",
    # the 12th (a day or a rank written in digits with no noun), the 1990s
    r"\b[0-9]{2,4}['’]?s\b",
    # 28th and Main, 101st Airborne: a rank in digits is no amount; "the fourth" is read apart
    r"(?<!the\s)(?<!\ba\s)(?<!\ban\s)(?<!its\s)(?<!his\s)(?<!her\s)(?<!their\s)\b[0-9]+(?:st|nd|rd|th)\b",
    # 911 call, KRON 4, Fox 8 News, Channel9 HD: services and stations
    r"\b(?:911|999|112)\b(?=\s+(?:calls?|caller|operators?|dispatch\w*|emergency|hotline)\b)"
    r"|(?<![A-Z]\s)\b(?!(?:A|AN|THE|IN|OF|AT|AND|OR|BY|FOR|TO|ON|WITH|AS)\s)[A-Z]{2,4}\s[0-9]{1,2}(?=\s+(?:News|NEWS|HD|TV)\b|\s*[-:)])"
    r"|\b[0-9]{1,2}\s?(?:News|NEWS|HD|Eyewitness)\b",
    # at 7900 Scott Hamilton, the 2014 season of "Iowa's 2014 season"
    r"(?<=\bat\s)[0-9]{3,5}(?=\s+(?:[A-Z][a-z]+\s){0,3}[A-Z][a-z]*[a-rt-z](?:[.,;)]|$|\s(?:in|on|after|around|that|and|where|near)\b)"
    r"|\s+[A-Z]{2}\s[0-9])|(?<=['’]s\s)(?:19|20)[0-9]{2}\b",
    # 555-HELP
    r"\b[0-9]{3}-[A-Z]{2,}\b",
    # 2 pm, 3:40 a.m., 14:30, 2.30pm, six o'clock
    r"\b[0-9]{1,2}(?:[:.][0-9]{2})?\s?(?:[ap]\.?\s?m\b\.?|[ap]m\b)|\b[0-9]{1,2}:[0-9]{2}(?::[0-9]{2})?\b",
    rf"\b(?:[0-9]{{1,2}}|{_SMALL})\s+o['’]clock\b",
    # Telephone numbers: 252-972-1411, (615) 555-0100, 1-800-555-0100
    r"(?:\b1-)?\(?\b[0-9]{3}(?:\)[-.\s]?|[-.\s])[0-9]{3}[-.][0-9]{4}\b|\+[0-9][0-9\s-]{7,}[0-9]",
    # (317) 262-TIPS (8477), "call 911"
    r"(?:\(?\b[0-9]{3}\)?[-.\s]+)?\b[0-9]{3}-[A-Z]{4}\b(?:\s?\([0-9]{4}\))?|(?<=\b[Cc]all\s)[0-9]{3}\b|(?<=\b[Cc]alled\s)[0-9]{3}\b|(?<=\b[Dd]ial\s)[0-9]{3}\b"
    r"|(?<=\b[Dd]ialled\s)[0-9]{3}\b|\b911(?=\s(?:calls?|callers?|dispatch\w*|operators?|tape|recording)\b)",
    r"\b[0-9]{3}-[0-9]{4}\b|\b(?:[Ii]mage|[Pp]hoto|[Ss]lide|[Pp]age)\s+[0-9]+(?:\s+of\s+[0-9]+)?\b",
    # 5301 Mitscher Avenue, 8000 block
    r"\b[0-9]+\s+(?:[NSEW]\.?\s+)?(?:[A-Z0-9][\w.'’]*\s+){0,3}(?:Street|St|Avenue|Ave|Road|Rd|Drive|Dr|Lane|Ln|Boulevard"
    r"|Blvd|Way|Court|Ct|Place|Pl|Parkway|Pkwy|Highway|Hwy|Terrace|Circle|Square)\b",
    r"\b[0-9]+\s+block\b",
    # Section 12, Flight 17, Route 66, Boeing 737, iPhone 15, World War 2, Type 2
    r"\b(?:Sections?|Articles?|Chapter|Clause|Paragraph|Rule|Amendment|Title|Resolution|Proposition|Prop\.?|Bill|Act|No\.?|Nos\.?"
    r"|Number|Room|Route|Highway|Interstate|Road|Rt\.?|Hwy|Exit|[Ff]light|flight|Gate|Terminal|Platform|Line|Boeing|Airbus|Phase|Tier"
    r"|Level|Category|Cat|Class|Group|Channel|Windows|iPhone|iOS|Android|Galaxy|Type|War|Formula|Apollo|Page|Figure"
    r"|Table|Day|Week|Game|Round|Stage|Grade|Unit|Block|Zone|District|Ward|Division|Precinct|Station|Pier|Area|Engine"
    r"|Psalm|Mark|Matthew|Luke|John|Model|Falcon|Soyuz|Gemini|Voyager|Bus|Train|Tower|Building|Motel|Hotel|Kiosk|Berth|[Ff]lat|Apartment|Apt\.?|Suite"
    r"|Radio|Sector|Camp|Century|Season|Episode|Series|Version|Covid|COVID|SARS|Studio|News|Pillar|Level)"
    r"\s+#?(?:[0-9][\w.]*[A-Za-z0-9]|[0-9]|One|Two|Three|Four|Five)\b",
    # FOX 8 News, "NBC 7 has learned", "- KVX 5"
    r"\b[A-Z]{2,5}\s[0-9]{1,2}(?=\s(?:has\s+learned|News\b|[A-Z]{3,}\b)|\s-\s)|(?<=\s[-–|]\s)[A-Z]{2,5}\s[0-9]{1,2}$",
    # F-15, MH17, A320-200, COVID-19, B-52s, G7 — but not US$5 or Rs500, which are read before
    r"\b(?!(?:km|m)[23]\b)(?!magnitude-)[A-Za-z]+[-–]?[0-9][\w-]*(?:\.[0-9]+)?\b",
    # 737-800, 4x4, 5G, 9mm, .38-caliber, 3D, 12-gauge
    r"\b[0-9]{3}-[0-9]{3}\b|\b[0-9]+x[0-9]+\b|\b[0-9]+(?:G|D|K9)\b|(?<![0-9])\.[0-9]{2,3}\b|\b[0-9.]+[\s-]?(?:caliber|calibre|gauge)\b"
    r"|\b(?:9mm|[0-9.]+[\s-]?mm(?=\s+(?:semi|pistol|gun|hand|rifle|round|bullet|shell|cannon|ammunition|weapon|mortar|artillery|cas|cartridge"
    r"|howitzer|film|lens)))",
    # Idioms in which "one" counts nothing
    r"\b(?:one\s+another|one\s+day|one\s+by\s+one|one-on-one|one\s+of\s+the\s+(?:most|largest|biggest|worst|deadliest|best"
    r"|first|few|many|country|world|city|oldest|main|top|key|highest|busiest)\w*|[Nn]o\s+one\s+else|at\s+one\s+point|day\s+one|number"
    r"\s+one|one-time|one-way|the\s+one|this\s+one|that\s+one|another\s+one|which\s+one|each\s+one|any\s+one|every\s+one"
    r"|one\s+(?:should|must|can|might|thing|way|reason|moment)|a\s+one|one['’]s|one\s+side|on\s+one\s+hand|one-third"
    r"|one\s+year\s+(?:ago|later)|square\s+one|air\s+force\s+one|back\s+one)\b",
    r"\b[Oo]ne\s+[\w\s]{1,30}?\bis\s+(?:one\s+)?too\s+many\b",
    # "one in five" is a share
    rf"\b(?:{_SMALL}|[0-9]{{1,3}})\s+in\s+(?:every\s+)?(?:{_SMALL}|[0-9]{{1,3}})(?!\w)",
    r"\bfifty-fifty\b|\b(?:a\s+)?million\s+to\s+one\b|\b(?:twenty|thirty|forty)something\b|\bfour-by-four\b|\btwo-way\b",
    r"\b(?:mid|early|late)[-\s]?(?:twenties|thirties|forties|fifties)\b|\bsix\s+feet\s+under\b",
    # "one house in five"
    rf"\b(?:{_SMALL}|[0-9]{{1,3}})\s+(?!and\b|or\b)[a-z]+\s+in\s+(?:every\s+)?(?:{_SMALL}|[0-9]{{1,3}})(?=[.,;]|\s+(?:was|is|were|are|has|had|have|who|of|did|does)\b|\s*$)",
)


def _joined(parts: Iterable[str]) -> re.Pattern[str]:
    """Join the masks: all but addresses begin a word, or with one of these marks, which spares most places."""
    first, *others = _MASKS[0], *(part for part in parts if part != _MASKS[0])
    return re.compile(rf"(?:{first})|(?:\b|(?=[(+.]))(?:{'|'.join(f'(?:{part})' for part in others)})")


_MASK_RE = _joined(_MASKS)
_WITH_DIGITS = frozenset(
    {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 12, 13, 14, 15, 16, 18, 19}
)  # those of the masks that hold a digit


@cache
def _word_mask() -> re.Pattern[str]:
    """Return the masks for a text without digits: a fifth of the work; compiled when first needed."""
    return _joined(part for at, part in enumerate(_MASKS) if at not in _WITH_DIGITS)


# 1914, 2026: a year unless it counts a plural noun ("2000 people").
_YEAR_RE = re.compile(
    r"(?<![\w$€£¥.,-])(?:1[5-9]|20)[0-9]{2}(?![\w,.]*[0-9])(?:[-–][0-9]{2,4}\b)?(?!\s*(?:%|percent|per\s+cent))"
)
_COUNTED_RE = re.compile(
    r"\s+(?:[a-z]+\s+){0,1}(?:people|men|women|children|troops|homes|\w+s)\b(?<!was)(?<!has)(?<!is)(?<!as)"
)
# 3-2, 52-48, 6–4: scores and votes, told from ranges by falling or a word of play before.
_SCORE_RE = re.compile(r"(?<![\w$€£-])([0-9]{1,3})\s?[-–]\s?([0-9]{1,3})(?![\w%-])")
_PLAY_RE = re.compile(
    r"\b(?:won|win|wins|beat|beats|lost|lose|loses|defeat\w*|draw|drew|victory|score\w*|led|lead|leads|voted?|trail\w*"
    r"|tied|edged|thrash\w*|ruled|split|ahead|rout\w*)\b",
    re.I,
)

_FILLER = "\x00"  # no letter, digit or space: nothing matches across it

# -- what stands around an amount --------------------------------------------------------------------------------------

_WINDOW = 48  # code points looked at on the left of an amount; the longest modifier has 30
_BEFORE = {
    "floor": r"at\s+(?:the\s+very\s+)?least|no\s+(?:fewer|less)\s+than|not\s+less\s+than|a\s+minimum\s+of|minimum"
    r"|upwards\s+of",
    "above": r"(?:well\s+)?(?:more\s+than|over|above)|in\s+excess\s+of|(?<!not\s)exceed(?:ed|s|ing)|greater\s+than|just\s+over",
    "ceiling": r"(?<!add\s)(?<!adds\s)(?<!added\s)(?<!adding\s)(?<!amount\s)(?<!come\s)(?<!comes\s)(?<!live\s)(?<!go\s)(?<!goes\s)(?<!going\s)(?<!gone\s)(?<!went\s)(?<!climbed\s)(?<!rose\s)up\s+to|(?:did|does|do|has|have|had|will|would)(?:\s+not|n['’]t)\s+exceed(?:ed)?|never\s+exceeded|as\s+(?:many|much)\s+as|at\s+most|no\s+more\s+than|not\s+more\s+than|a\s+maximum\s+of",
    "below": r"fewer\s+than|less\s+than|under|below",
    "nearly": r"nearly|almost|close\s+to|just\s+under|just\s+short\s+of|approaching",
    "about": r"about|around|some|roughly|approximately|approx\.?|an\s+estimated|estimated|circa|ca\.|~"
    r"|nearer(?:\s+to)?|closer\s+to|in\s+the\s+region\s+of|something\s+like",
    "all": r"all(?:\s+of)?(?:\s+(?:the|these|those|its|their|our))?|each\s+of\s+the",
    "plain": r"only|just|exactly|precisely|a\s+total\s+of",
}
_LEFT_RE = re.compile(
    r"(?<!\w)(?:" + "|".join(f"(?P<{name}>{form})" for name, form in _BEFORE.items()) + r")\s*"
    r"(?:(?P<extra>another|an\s+additional|a\s+further)\s+|the\s+)?$"
    r"|(?<!\w)(?P<more>another|an\s+additional|a\s+further)\s+$",
    re.I,
)
_MARKS = {"$": "USD", "US$": "USD", "C$": "CAD", "CA$": "CAD", "A$": "AUD", "AU$": "AUD", "NZ$": "NZD", "HK$": "HKD"}
_MARKS |= {"S$": "SGD", "R$": "BRL", "€": "EUR", "£": "GBP", "¥": "JPY", "₹": "INR", "₽": "RUB", "₩": "KRW"}
_MARKS |= {"₪": "ILS", "₺": "TRY", "₦": "NGN", "RS": "INR", "RS.": "INR", "RM": "MYR", "TK": "BDT"}
_CODES = "USD|EUR|GBP|JPY|CNY|INR|CHF|AUD|CAD|NOK|SEK|DKK"
_MARK = rf"(?:US|CA|C|AU|A|NZ|HK|S|R)?\$|[€£¥₹₽₩₪₺₦]|\b(?:{_CODES}|Rs\.?|RM|Tk)"
_MARK_LEFT_RE = re.compile(rf"(?<!\w)(?P<mark>{_MARK})\s?$")
_CURRENCY_NAMES = {
    r"Canadian\s+dollars?": "CAD",
    r"Australian\s+dollars?": "AUD",
    r"Hong\s+Kong\s+dollars?": "HKD",
    r"Singapore\s+dollars?": "SGD",
    r"(?:US\s+|U\.S\.\s+|American\s+)?dollars?": "USD",
    r"euros?": "EUR",
    r"pounds?(?:\s+sterling)?": "GBP",
    r"yen": "JPY",
    r"yuan": "CNY",
    r"rupees?": "INR",
    r"rou?bles?": "RUB",
    r"(?:Swiss\s+)?francs?": "CHF",
    r"Norwegian\s+kroner|kroner": "NOK",
    r"kronor": "SEK",
    r"pesos?": "peso",
    r"rand": "ZAR",
    r"lira": "TRY",
    r"shekels?": "ILS",
    r"dirhams?": "AED",
    r"riyals?": "SAR",
    # Names that several currencies share, or that no code is known for: shown as printed, in the plural.
    r"crowns?": "crowns",
    r"guilders?": "guilders",
    r"florins?": "florins",
    r"dinars?": "dinars",
    r"rials?": "rials",
    r"shillings?": "shillings",
    r"krona|kronur": "SEK",
    r"krone": "NOK",
    r"zlotys?": "PLN",
    r"forints?": "HUF",
    r"hryvnias?": "UAH",
    r"ringgit": "MYR",
    r"baht": "THB",
    r"rupiah": "IDR",
    r"naira": "NGN",
    r"cedis?": "GHS",
    r"taka": "BDT",
    r"lei": "RON",
    r"leva": "BGN",
    # These are other words too ("three marks", "12 won"): money only where `_COINED_RE` says so.
    r"marks?": "marks",
    r"won": "KRW",
    r"thalers?|talers?": "thalers",
    r"(?:USD|EUR|GBP|JPY|CNY|INR|CHF|AUD|CAD|NOK|SEK|DKK)": "",
}
_CURRENCY_LIST = tuple(_CURRENCY_NAMES.values())
_CURRENCY_RE = re.compile(
    r"[\s-]?(?:" + "|".join(f"(?P<c{at}>{form})" for at, form in enumerate(_CURRENCY_NAMES)) + r")(?!\w)", re.I
)
_UNITS_OF_MEASURE = {
    r"square\s+(?:kilomet(?:re|er)s?|km)|sq\.?\s?km|km²|km2": "square kilometre",
    r"square\s+miles?|sq\.?\s?mi(?:les?)?": "square mile",
    r"square\s+met(?:re|er)s?|sq\.?\s?m(?:et(?:re|er)s?)?|m²|m2": "square metre",
    r"square\s+f(?:ee|oo)t|sq\.?\s?ft": "square foot",
    r"cubic\s+met(?:re|er)s?|m³|m3": "cubic metre",
    r"cubic\s+f(?:ee|oo)t": "cubic foot",
    r"cubic\s+kilomet(?:re|er)s?": "cubic kilometre",
    r"km/h|kph|kmh|kilomet(?:re|er)s?\s+(?:per|an)\s+hour": "kilometre per hour",
    r"m/s|met(?:re|er)s?\s+(?:per|a)\s+second": "metre per second",
    r"mph|miles?\s+(?:per|an)\s+hour": "mile per hour",
    r"kilomet(?:re|er)s?|kms?": "kilometre",
    r"centimet(?:re|er)s?|cms?": "centimetre",
    r"millimet(?:re|er)s?|mm": "millimetre",
    r"met(?:re|er)s?": "metre",
    rf"m(?={_EXTENT})": "metre",
    r"nautical\s+miles?": "nautical mile",
    r"miles?": "mile",
    r"yards?": "yard",
    r"feet|foot|ft": "foot",
    r"inch(?:es)?": "inch",
    r"hectares?": "hectare",
    r"acres?": "acre",
    r"kilogram(?:me)?s?|kilos?|kgs?": "kilogram",
    r"milligram(?:me)?s?|mg": "milligram",
    r"microgram(?:me)?s?|mcg|µg": "microgram",
    r"gram(?:me)?s?": "gram",
    r"millilit(?:re|er)s?|ml": "millilitre",
    r"tonnes?|metric\s+tons?": "tonne",
    r"tons?": "ton",
    r"lbs?": "pound weight",
    r"lit(?:re|er)s?": "litre",
    r"gallons?": "gallon",
    r"barrels?": "barrel",
    r"degrees?\s+(?:celsius|centigrade|C\b)|°\s?C|º\s?C|(?<=[0-9.][0-9])C(?=[\s.,;)]|$)": "degree Celsius",
    r"degrees?\s+(?:fahrenheit|F\b)|°\s?F|º\s?F|(?<=[0-9.][0-9])F(?=[\s.,;)]|$)": "degree Fahrenheit",
    r"degrees?|°": "degree",
    r"magnitude|on\s+the\s+(?:open-ended\s+)?Richter(?:\s+scale)?": "magnitude",
    r"gigawatt[\s-]hours?|GWh": "gigawatt-hour",
    r"megawatt[\s-]hours?|MWh": "megawatt-hour",
    r"kilowatt[\s-]hours?|kWh": "kilowatt-hour",
    r"knots?": "knot",
    r"kilowatts?|kW": "kilowatt",
    r"megawatts?|MW": "megawatt",
    r"gigawatts?|GW": "gigawatt",
    r"seconds?|secs?": "second",
    r"minutes?|mins?": "minute",
    r"hours?|hrs?": "hour",
    r"days?": "day",
    r"weeks?": "week",
    r"months?": "month",
    r"years?": "year",
    r"decades?": "decade",
    r"basis\s+points?": "basis point",
}
_UNIT_LIST = tuple(_UNITS_OF_MEASURE.values())
_UNIT_RE = re.compile(
    r"[\s-]?(?:" + "|".join(f"(?P<u{at}>{form})" for at, form in enumerate(_UNITS_OF_MEASURE)) + r")(?![\w])", re.I
)
_PERCENT_RE = re.compile(r"\s?(?:%|(?:percentage\s+points?|per\s?cent|pct)\b)", re.I)

_AMOUNT_RE = Small(
    rf"(?<![\w.])(?P<vague>{_VAGUE_WORDS})(?!\w)|(?<![A-Za-z0-9_,])(?<![0-9]\.)(?P<amount>{_AMOUNT})", re.I
)
_MILLION_RE = re.compile(r"\s?m(?!\w)")
_RANGE_RE = re.compile(rf"(?P<by>\s*[-–—]\s*|\s+(?:to|and|or)\s+)(?:(?:{_MARK})\s?)?(?P<high>{_AMOUNT})(?![\w])", re.I)
_OF_RE = re.compile(
    r"\s+(?:out\s+)?of\s+(?:(?:the|its|their|all|his|her|our|these|those|a\s+total\s+of|[A-Z][\w-]+['’]s)\s+){0,2}"
    rf"(?P<whole>{_AMOUNT})(?![\w%$-])(?!\s?%)(?!\s+(?:years?|miles?|days?|hours?|per\s?cent))",
    re.I,
)
_PLUS_RE = re.compile(r"\+|-plus\b|\s+or\s+more\b|\s+at\s+least\b", re.I)
# "24,000 acres at least", "12 people, if not more", "40 million euros at most": a bound that follows unit or noun.
_FLOOR_AFTER_RE = re.compile(
    r",?\s+(?:or\s+more|at\s+(?:the\s+very\s+)?least|and\s+(?:rising|counting)|(?:if\s+not|perhaps|maybe|possibly|probably)\s+more)\b"
    r"(?!\s+than)",
    re.I,
)
_CEILING_AFTER_RE = re.compile(r",?\s+(?:at\s+(?:the\s+)?(?:very\s+)?(?:most|best)|or\s+(?:less|fewer))\b", re.I)
_FLOOR_LATER_RE = re.compile(r"(?:\s+\w+){1,2},\s+(?:if\s+not|perhaps|maybe|possibly)\s+more\b", re.I)
_ABOUT_AFTER_RE = re.compile(r"\s+or\s+so\b", re.I)
_MORE_AFTER_RE = re.compile(r"\s+(?:more|additional|further|extra)\b(?!\s+than)", re.I)
_OTHERS_RE = re.compile(r"\s+(?:[a-z]+\s+)?others?\b", re.I)
_PART_LEFT_RE = re.compile(
    r"\b(?:including|among\s+them|of\s+them|of\s+whom|of\s+those|of\s+which|among\s+whom)\W+(?:\w+\s+){0,2}$", re.I
)
_PART_RIGHT_RE = re.compile(
    r"\s+of\s+(?:them|those|whom|which|(?:the|these|his|her|their)\s+(?:[a-z]+\s+)?(?:victims|dead|injured|wounded|others?"
    r"|people|men|women|children|teens|group))\b",
    re.I,
)
_HALF_RE = re.compile(
    r"\b(?P<share>half|a\s+third|one\s+third|two[\s-]thirds|a\s+quarter|three[\s-]quarters)\s+(?:of\s+)?(?:the|its|all|their)"
    rf"\s+(?P<whole>{_AMOUNT})",
    re.I,
)
_NONE_RE = re.compile(
    rf"\bnone\s+of\s+(?:the|its|their|these|those)\s+(?P<whole>{_AMOUNT})"
    r"|\b(?:no[\s-]one|nobody|none(?!\s+of\s+(?:the|their|his|her|these|those)\s+(?:injuries|wounds))|not\s+a\s+single)\b(?!\s+else)"
    r"|\bno(?=\s+(?!other\s|further\s|new\s|additional\s|more\s)(?:[a-z]+\s+)?(?:[a-z]{2,}s|people|men|women|children|troops|person|crew)\b)"
    r"(?!\s+(?:was|is|has|ways|means|details|signs?|arrests\s+have)\b)",
    re.I,
)
# "less than a quarter", "two thirds of the votes": a share without a whole in figures; "a quarter" may be a time too.
_SHARE_RE = re.compile(
    r"(?:\b(?P<below>less\s+than|under|below|fewer\s+than|at\s+most|up\s+to)\s+|\b(?P<above>more\s+than|over|above|at\s+least)\s+"
    r"|\b(?P<about>about|around|some|nearly|almost|roughly)\s+)?"
    r"\b(?:(?P<half>half)|(?P<times>an?|one|two|three|four)[\s-](?P<part>third|quarter|fifth|tenth)s?)\b"
    r"(?=\s+of\s+(?:the|its|his|her|their|all|it|them|those|these|what|[a-z]+s)\b(?!\s+(?:year|month|century))|[.,;]|\s*$)",
    re.I,
)
_PARTS = {"third": 100 / 3, "quarter": 25.0, "fifth": 20.0, "tenth": 10.0}
_BOTH_RE = re.compile(
    r"\bboth(?=\s+(?!of\s+which|sides|parties|countries)(?:of\s+)?(?:the\s+|them\b|were\b|died\b|men\b|women\b|[a-z]+s\b))",
    re.I,
)
_ORDINAL_RE = re.compile(
    r"(?:\b(?P<floor>at\s+least)\s+)?\b(?:the|an?|its|their|his|her)\s+(?:city['’]s\s+|country['’]s\s+)?"
    rf"(?P<ordinal>{'|'.join(_ORDINALS)}|[0-9]+(?:st|nd|rd|th))(?![\w-])",
    re.I,
)
_AGE_RE = Small(
    rf"(?<!\w)(?:(?:[0-9]{{1,2}}|{_SMALL})-?\s+(?:and|to|or)\s+)?(?:[0-9]{{1,3}}|{_SMALL})(?:-and-a-half)?-?\s?"
    r"(?:years?|yrs?\.?|months?|weeks?|days?)[-\s]olds?\b|\b[0-9]{1,2}[-\s]?y\.?/?o\b\.?|\ball\s+(?:under|over)\s+[0-9]{1,2}(?=[,.;]|\s+(?:and|were|was|who|died|is|are)\b)|\bages\s+of\s+[0-9]{1,3}\s+(?:and|to)\s+[0-9]{1,3}\b"
    r"|\b(?:ages?|aged|both)\s+(?:of\s+)?[0-9]{1,3}(?:(?:,\s+and\s+|,\s+|\s+and\s+|[-–]|\s+to\s+)[0-9]{1,3}\b(?!\s+[a-z]+s\b))*"
    r"(?=\s?[,.;)—–]|\s+(?:and|were|was|who|in|at|on|from|to|died|is|are|to)\b|$)"
    r"|(?<=[a-z.]),\s[0-9]{1,2}(?=\s+of\s+(?!them|the|those|these|whom|which|his|her|its|their|our)[\w-]+(?:,|\s+(?:was|died|is)\b))"
    r"|\b(?:younger|older)\s+than\s+[0-9]{1,2}\b(?!\s+(?!was|is|has)[a-z]+s\b)|\bnot\s+even\s+[0-9]{1,2}(?=[.,]|\s+(?:and|yet)\b)"
    r"|(?<=[A-Za-z.]),\s[0-9]{1,2}(?:\s+and\s+[0-9]{1,2})?(?=,(?![0-9])|\.(?:\s|$)|;|\)|\s\(|\s[–—-]\s|$)|(?<=[a-z])\s\([0-9]{1,2}\)(?!\s?[0-9])",
    re.I,
)
_CHANGE_RE = re.compile(
    r"\b(?:ros[e]|risen|rising|rises?|increas\w+|climb\w*|jump\w*|grew|grow\w*|went\s+up|surg\w+|soar\w*|fell|fallen"
    r"|drop\w*|declin\w+|decreas\w+|slid|revis\w+|rais\w+|cut|lowered|updat\w+|chang\w+|up|down)\b[^.;]*\bfrom\s+$",
    re.I,
)
# "widened its recall from 64,000 to 210,000 tins" is a change; "prices from 40 to 60 euros" are a range.
_FROM_LEFT_RE = re.compile(r"\bfrom\s+$", re.I)
_RANGING_RE = re.compile(
    r"\b(?:rang\w+|var(?:y|ies|ied)|anything|anywhere|between|ages?|aged|prices?|cost\w*|tickets?|sums?|fares?|sentences?|terms?|groups?)\b",
    re.I,
)
_CUMULATIVE_RE = re.compile(
    rf"""
    \bso\s+far\s+this\s+\w+ | \bthis\s+(?:year|season)\b | \b(?:of|for)\s+the\s+(?:year|season)\b
    | \b(?:since|during|in|over|throughout)\s+the\s+(?:[\w-]+\s+)?
        (?:war|conflict|campaign|pandemic|uprising|insurgency|invasion|hostilities|offensive|epidemic)\b
    | (?<!highest\s)(?<!worst\s)(?<!first\s)(?<!most\s)(?<!est\s)\bsince\s+
        (?:{_MONTH}|[0-9]{{4}}|\x00+(?!\x00|,?\s+when\b)|last\s+(?:year|month)|the\s+(?:start|beginning|outbreak|onset|launch)(?!\s+of\s+(?:the\s+)?(?:{_MONTH}|\x00|month|week|day|outbreak|epidemic|flood\w*|storms?|fire|heatwave))|(?:[\w-]+\s+){{1,10}}
        (?:launched|began|started|broke)\b)
    | \bto\s+date\b | \bin\s+the\s+(?:past|last)\s+(?:\w+\s+)?(?:years?|months?|decades?)\b
    | \b(?:every|each|per|a)\s+year\b(?!-) | \bannual(?:ly)?\b | \bin\s+history\b
    | \b(?:br(?:ing|ings|inging|ought)|tak(?:e|es|ing|en)|took|rais(?:e|es|ing|ed(?!\s+the\s+number\s+of))|push(?:es|ed|ing)?)\s+
        (?:the|its|their)\s+(?:[\w'’-]+\s+)?(?:total|number|count|tally)\b
    """,
    re.I | re.X,
)
_WORD_RE = re.compile(r"\s+(?P<word>[A-Za-z][\w'’.-]*|\x00+)|-(?P<joined>[a-z]+)")
_NUMBER_OF_RE = re.compile(
    r"\b(?:number|total|count|tally)\s+of\s+(?P<noun>(?:[A-Za-z][\w'’.-]*\s+){1,4}?)"
    r"(?=(?:killed|dead|injured|wounded|lost|missing|arrested|detained|who|that|in|on|from|has|had|have|is|was|to|since|as|at|by|"
    r"rose|reached|stood|stands)\b)",
    re.I,
)

# "a staff of 410", "a crowd of 12,300", "an attendance of about 9,000": a body that is told by its number.
_BODY_OF_RE = re.compile(
    r"\b(?:an?|the|its|their|his|her)\s+(?:[\w-]+\s+)?(?P<noun>staff|workforce|crew|crowd|audience|membership|fleet|population"
    r"|attendance|gathering)\s+of\s+(?:\w+\s+)?$",
    re.I,
)

#: Words that end a noun phrase: function words, and verbs that follow a subject.
_STOPS = frozenset(
    _words(
        """
    of in on at by for from with to into onto over under after before during since while when where
    who whom whose which that than as and or but if because was were is are am be been being has
    have had do does did will would can could may might shall should must not say says said die died
    dead killed injured wounded missing hurt arrested detained rescued evacuated displaced infected
    survived deceased fatally confirmed reported aboard onboard including among near also still now
    later then today yesterday tonight friday saturday sunday monday tuesday wednesday thursday
    remain remained remains suffered sustained took went got came fled lost shot stabbed found taken
    left according so there it he she they we you i this these those a an the per between through
    across against within without destroyed damaged crashed sank dying lay lie lies voted charged
    convicted sentenced believed feared seriously critically slightly trapped stranded hospitalized
    hospitalised treated both all one two three four five six seven eight nine ten about around
    nearly almost some more fewer less up down out off just only each ago apiece alive unaccounted
    working serving living lying sitting standing downed
    """
    )
)
_MAX_NOUN = 6  # words; longer runs are not one noun phrase


# -- reading -----------------------------------------------------------------------------------------------------------


_CURRENCY = Guarded(
    _CURRENCY_RE,
    "aud australian baht cad canadian cedi chf cny crown dinar dirham dkk dollar eur florin forint franc gbp guilder"
    " hong hryvnia inr jpy kron lei leva lira mark naira nok norwegian peso pound rand rial ringgit riyal roble rouble rupee"
    " rupiah sek shekel shilling singapore taka taler thaler usd won yen yuan zloty",
)
_AGE = Guarded(_AGE_RE, "0 1 2 3 4 5 6 7 8 9 old")
_HALF = Guarded(_HALF_RE, "half quarter third")
_SHARE = Guarded(_SHARE_RE, "fifth half quarter tenth third")
_BOTH = Guarded(_BOTH_RE, "both")
_NONE = Guarded(_NONE_RE, "no")
_SCORE = Guarded(_SCORE_RE, "- –")
_CUMULATIVE = Guarded(
    _CUMULATIVE_RE,
    "annual campaign conflict count date epidemic far history hostilities insurgency invasion last number offensive"
    " pandemic past season since tally total uprising war year",
)


def _blank(text: str, spans: Iterable[tuple[int, int]]) -> str:
    places = list(spans)
    if not places:
        return text
    out = list(text)
    for start, end in places:
        out[start:end] = _FILLER * (end - start)
    return "".join(out)


def _mask(text: str) -> str:
    """Return the text, same length, without identifiers, dates, times, addresses, scores and idioms."""
    if not _DIGIT_RE.search(text):  # no year and no score either
        return _blank(text, (match.span() for match in _word_mask().finditer(text)))
    text = _blank(text, (match.span() for match in _MASK_RE.finditer(text)))
    text = _blank(text, (match.span() for match in _YEAR_RE.finditer(text) if not _COUNTED_RE.match(text, match.end())))
    return _blank(text, (match.span() for match in _SCORE.finditer(text) if _is_score(text, match)))


def _is_score(text: str, match: re.Match[str]) -> bool:
    falling = int(match[1]) >= int(match[2])
    return falling or bool(_PLAY_RE.search(text, max(0, match.start() - _WINDOW), match.start()))


def _value(words: str) -> float:
    return _spelled(words.replace("-", " "))


def _last_place(value: float) -> float:
    """Return the place of the last digit that is not 0: 100 for 1200, 1 for 12."""
    place = 1.0
    while value % (place * 10) == 0 and place < value:
        place *= 10
    return place


def _around(value: float) -> tuple[float, float]:
    """Return what "about" allows: a tenth, or half the last place of a round number up to 15 %."""
    if value != int(value):
        return _tidy(value * 0.9), _tidy(value * 1.1)
    place = _last_place(value)
    slack = value * 0.1 if place == 1 else min(place / 2, value * 0.15)
    slack = max(1, math.floor(slack)) if value >= 2 else 0
    return value - slack, value + slack


def _bounds(value: float, modifier: str | None) -> tuple[float | None, float | None, bool]:
    """Return low, high and whether the amount is approximate."""
    whole = value == int(value)
    if modifier in ("floor", "plus"):
        return value, None, False
    if modifier == "above":
        # "over 100" is said of 100 and more; "more than three" is four.
        return (value if not whole or value >= 100 else value + 1), None, False
    if modifier == "ceiling":
        return 0, value, False
    if modifier == "below":
        return 0, (value - 1 if whole else value), False
    if modifier == "nearly":
        low = math.ceil(value * 0.9) if whole else _tidy(value * 0.9)
        return low, (max(low, value - 1) if whole and value < 10**6 else value), False
    if modifier == "about":
        return (*_around(value), True)
    return value, value, False


def _finely(quantity: Quantity, modifier: str | None, value: float | None) -> Quantity:
    """Narrow what "about" and "more than" allow of a thing that is measured: about two kilometres are no three."""
    if value is None or quantity.vague:
        return quantity
    if modifier == "about" and 0 < value < _FEW:
        return replace(quantity, low=_tidy(value * 0.9), high=_tidy(value * 1.1))
    if modifier == "below":
        return replace(quantity, high=value)  # "less than 1 percent" is no nought
    return replace(quantity, low=value) if modifier == "above" and quantity.high is None else quantity


_MAGNITUDE_LEFT_RE = re.compile(
    r"\b(?:strength|size)\s+(?:of\s+(?:the|its)\s+(?:quake|earthquake|tremor|aftershock)\s+)?(?:at|to|as|is|was|of)\s+$"
    r"|\bmagnitudes?(?:\s+(?:of|was|is|at|to|put\s+at|as)|:|-)?\s*$|\b(?:quake|earthquake|tremor|aftershock)s?(?:\s+of\s+\x00+)?,?\s+(?:that\s+|which\s+)?(?:measur\w+|of)\s+$",
    re.I,
)
_STRONGEST = 10  # no earthquake has had a magnitude of 10


def _of_magnitude(quantity: Quantity, text: str) -> Quantity:
    """Read "magnitude 6.2" and "the quake, measuring 6.2," as how strong an earthquake was."""
    if quantity.kind != "number" or not quantity.high or quantity.high >= _STRONGEST or quantity.of:
        return quantity
    if quantity.noun and quantity.noun[0] not in _QUAKES:  # "a magnitude 6.2 earthquake": the noun is what had it
        return quantity
    if not _MAGNITUDE_LEFT_RE.search(text, max(0, quantity.start - 2 * _WINDOW), quantity.start):
        return quantity
    return replace(quantity, kind="measure", unit="magnitude", noun=())


_QUAKES = frozenset({"quake", "earthquake", "tremor", "aftershock", "temblor"})
_MINUS_RE = re.compile(r"(?:\bminus\s+|(?<![\w.])[-−–])$", re.I)


def _below_zero(quantity: Quantity, text: str) -> Quantity:
    """Read "minus 6 degrees" as less than nothing."""
    if quantity.kind != "measure" or not (quantity.unit or "").startswith("degree") or not quantity.exact:
        return quantity
    below = _MINUS_RE.search(text, max(0, quantity.start - 8), quantity.start)
    if below is None or quantity.low is None:
        return quantity
    return replace(quantity, start=below.start(), low=-quantity.low, high=-quantity.low)


_FEW = 10  # below it half a unit is more than a rounding
# Words for money that are other words too count as money after a large amount only: "6 million marks", "5,000 won".
_COINED_RE = re.compile(r"\W*(?:marks?|won|lei|taka)", re.I)
_COINS = 1_000


def _is_coined(name: str, value: float | None) -> bool:
    return not _COINED_RE.fullmatch(name) or (value is not None and (value >= _COINS or value != int(value)))


@dataclass(frozen=True, slots=True)
class _Scan:
    """One text with its masked copy."""

    text: str
    masked: str

    def noun(self, at: int) -> tuple[str, ...]:
        """Return the words of the noun phrase that starts at `at`."""
        words: list[str] = []
        for _ in range(_MAX_NOUN):
            match = _WORD_RE.match(self.masked, at)
            if match is None:
                break
            word = self.text[match.start() : match.end()].strip(" \t\n.-\xa0").lower()
            if word in _STOPS or (word.endswith("ly") and words):
                break
            if words and words[-1] in _PEOPLE_ENDS:
                break
            words.append(word)
            at = match.end()
            if self.text[at - 1] == ".":
                break
        return tuple(words)

    def amount(self, match: re.Match[str]) -> tuple[Quantity, int]:
        """Return the quantity at a match of `_AMOUNT_RE`, and where reading goes on."""
        start, end = match.span()
        left_from = max(0, start - _WINDOW)
        left = self.masked[left_from:start]
        mark = _MARK_LEFT_RE.search(left)
        if mark:
            start, left = left_from + mark.start(), left[: mark.start()]
        before = _LEFT_RE.search(left)
        modifier = before.lastgroup if before else None
        increment = modifier in ("more", "extra")
        if before and modifier == "extra":
            modifier = next((name for name in _BEFORE if before[name]), None)
        if before:
            start = left_from + before.start()
        if match["vague"]:
            value = None
            words = " ".join(match["vague"].lower().split())
            base = Quantity(start, end, *_VAGUE[words])
            base = replace(base, approximate=base.low != base.high, vague=None if base.low == base.high else words)
        else:
            value = _value(match["amount"])
            base = Quantity(start, end, *_bounds(value, modifier)[:2], approximate=_bounds(value, modifier)[2])
        base = replace(base, increment=increment, nearly=value if modifier == "nearly" else None)
        if value is not None:
            base = self._range(base, value, left)
        if plus := _PLUS_RE.match(self.masked, base.end):
            base = replace(base, end=plus.end(), high=None)
        elif (so := _ABOUT_AFTER_RE.match(self.masked, base.end)) and value is not None:
            low, high = _around(value)
            base = replace(base, end=so.end(), low=low, high=high, approximate=True)
        found, until = self._typed(base, mark["mark"] if mark else None, modifier, value, left)
        return _below_zero(_of_magnitude(found, self.masked), self.masked), until

    def _range(self, quantity: Quantity, value: float, left: str) -> Quantity:
        """Extend over "12 to 15", "between 12 and 15", "two or three", "rose from 4 to 6"."""
        match = _RANGE_RE.match(self.masked, quantity.end)
        if match is None or (quantity.low != quantity.high and not quantity.approximate):
            return quantity
        high = _value(match["high"])
        by = match["by"].strip().lower()
        between = re.search(r"\bbetween\s+$", left, re.I)
        if high > value and by not in ("to", "and", "or") and value < 100 and high >= 1000 and match["high"].isdigit():
            return quantity
        if by == "and" and not between:
            return quantity
        if _CHANGE_RE.search(left) or (by == "to" and _FROM_LEFT_RE.search(left) and not _RANGING_RE.search(left)):
            return replace(quantity, earlier=True)
        scale = re.search(rf"(?:{_SUFFIX}|{_SCALE})$", match["high"].strip(), re.I)
        if value < 1000 and scale and high >= 1000:  # "2 to 3 million"
            value = _tidy(
                value * _value("1 " + scale[0]) if scale[0].lower() in _SCALES else value * _SUFFIXES[scale[0].lower()]
            )
        if not value < high:
            return quantity
        if by == "or" and high != value + 1:
            return quantity
        start = quantity.start - len(between[0]) if between else quantity.start
        return replace(quantity, start=start, end=match.end(), low=value, high=high)

    def _typed(
        self, quantity: Quantity, mark: str | None, modifier: str | None, value: float | None, left: str
    ) -> tuple[Quantity, int]:
        """Add what the amount is an amount of."""
        end = quantity.end
        if mark:
            if value is not None and quantity.exact and (million := _MILLION_RE.match(self.masked, end)):
                end, amount = million.end(), _tidy(value * 10**6)  # "a $3m high": no metres
                quantity = replace(quantity, end=end, low=amount, high=amount)
            return replace(quantity, kind="money", currency=_MARKS.get(mark.strip().upper(), mark.strip().upper())), end
        if percent := _PERCENT_RE.match(self.masked, end):
            unit = "percentage point" if "point" in percent[0].lower() else None
            quantity = _finely(quantity, modifier, value)
            return replace(quantity, kind="percent", unit=unit, end=percent.end()), percent.end()
        if name := _CURRENCY_RE.match(self.masked, end):
            code = _CURRENCY_LIST[int((name.lastgroup or "c0")[1:])] or name[0].strip().upper()
            if _is_coined(name[0], value) and not (code == "GBP" and re.match(r"\s+of\b", self.masked[name.end() :])):
                return replace(quantity, kind="money", currency=code, end=name.end()), name.end()
        if measure := _UNIT_RE.match(self.masked, end):
            which = _UNIT_LIST[int((measure.lastgroup or "u0")[1:])]
            quantity = _finely(quantity, modifier, value)
            return replace(quantity, kind="measure", unit=which, end=measure.end()), measure.end()
        return self._counted(quantity, modifier, value, left)

    def _counted(
        self, quantity: Quantity, modifier: str | None, value: float | None, left: str
    ) -> tuple[Quantity, int]:
        """Add noun, whole and role of a plain number."""
        end = quantity.end
        if modifier == "all" and value is not None and quantity.exact:
            quantity = replace(quantity, of=value, of_start=quantity.end, of_end=quantity.end)
        if whole := _OF_RE.match(self.masked, end):
            amount = _value(whole["whole"])
            if quantity.high is None or quantity.high <= amount:
                quantity = replace(
                    quantity, of=amount, of_start=whole.start("whole"), of_end=whole.end("whole"), end=whole.end()
                )
                end = whole.end()
        more = _MORE_AFTER_RE.match(self.masked, end)
        return (
            replace(
                quantity,
                noun=self.noun(self._noun_start(more.end() if more else end, value)),
                increment=quantity.increment or bool(more),
                others=bool(_OTHERS_RE.match(self.masked, more.end() if more else end)),
                part=bool(_PART_LEFT_RE.search(left)) or bool(_PART_RIGHT_RE.match(self.masked, end)),
            ),
            end,
        )

    def _noun_start(self, at: int, value: float | None) -> int:
        """Skip the "of" of "dozens of homes", and where the count is of a part of them."""
        of = _OF_NOUN_RE.match(self.masked, at) if value is None else None
        return of.end() if of else at


_OF_NOUN_RE = re.compile(r"\s+of(?:\s+the)?(?=\s)", re.I)
_PEOPLE_ENDS = frozenset({"people", "men", "women", "children", "persons", "victims", "others", "troops", "soldiers"})


def _special(scan: _Scan) -> Iterator[Quantity]:
    """Yield ages, zeros, "both", shares of a whole and ordinals."""
    text = scan.masked
    for match in _NONE.finditer(text):
        whole = _value(match["whole"]) if match["whole"] else None
        start, end = match.span("whole") if match["whole"] else (None, None)
        yield Quantity(match.start(), match.end(), 0, 0, whole, start, end, noun=scan.noun(match.end()))
    for match in _BOTH.finditer(text):
        yield Quantity(match.start(), match.end(), 2, 2, 2, match.start(), match.end(), noun=scan.noun(match.end()))
    for match in _HALF.finditer(text):
        share = _FRACTIONS[" ".join(match["share"].lower().replace("-", " ").split())]
        whole = _value(str(match["whole"]))
        part = _tidy(whole * share)
        if part == int(part):
            start, end = match.span("whole")
            yield Quantity(match.start(), match.end(), part, part, whole, start, end, noun=scan.noun(match.end()))
    yield from _shares(text)
    for match in _ORDINAL_RE.finditer(text):
        word = match["ordinal"].lower()
        rank = _ORDINALS.get(word) or int(word[:-2])
        # The fourth of a kind shows that there were four at least.
        yield Quantity(match.start(), match.end(), rank, None, kind="ordinal", noun=scan.noun(match.end()))


def _shares(text: str) -> Iterator[Quantity]:
    """Yield the shares that words give, in per cent."""
    for match in _SHARE.finditer(text):
        times = 1 if match["half"] or match["times"].lower() in ("a", "an") else _UNITS[match["times"].lower()]
        value = _tidy(50.0 if match["half"] else times * _PARTS[match["part"].lower()])
        if value >= 100 or _HALF_RE.match(text, match.start()):
            continue
        low: float | None = value
        high: float | None = value
        if match["below"]:
            low = 0
        elif match["above"]:
            high = None
        elif match["about"]:
            low, high = _around(value)
        yield Quantity(match.start(), match.end(), low, high, approximate=bool(match["about"]), kind="share")


def _plain(scan: _Scan, taken: str) -> Iterator[Quantity]:
    """Yield what the amounts of the text give, left to right."""
    at = 0
    while match := _AMOUNT_RE.search(taken, at):
        quantity, at = scan.amount(match)
        at = max(at, match.end())
        yield quantity


#: Sentences whose amounts are kept: those of about forty articles, a few megabytes.
_KEPT_TEXTS = 4096


@lru_cache(maxsize=_KEPT_TEXTS)
def quantities(text: str) -> tuple[Quantity, ...]:
    """Return the amounts of a text in order, each with its exact range."""
    if not _holds_number(text):
        return ()
    ages = [Quantity(m.start(), m.end(), None, None, kind="age") for m in _AGE.finditer(text)]
    masked = _blank(text, ((age.start, age.end) for age in ages))
    masked = _mask(masked)
    scan = _Scan(text, masked)
    special = list(_special(scan))
    taken = _blank(masked, ((q.start, q.end) for q in special))
    found = [*ages, *special, *_plain(_Scan(text, masked), taken)]
    cumulative = [match.span() for match in _CUMULATIVE.finditer(masked)]
    found = [
        replace(q, cumulative=_covers(text, q, cumulative), noun=q.noun or _counted_before(text, q)) for q in found
    ]
    found = sorted(found, key=lambda q: (q.start, q.end))
    found = _fronted(text, _compound(text, found))
    found = [_bounded_after(text, q) for q in _shared(text, _paid(text, found))]
    return tuple(sorted(found, key=lambda q: (q.start, q.end)))


#: Units that are printed one behind the other, with how many of the second make one of the first.
_PARTS_OF_UNIT = {
    ("year", "month"): 12,
    ("week", "day"): 7,
    ("day", "hour"): 24,
    ("hour", "minute"): 60,
    ("minute", "second"): 60,
    ("foot", "inch"): 12,
}
_JOINED_RE = re.compile(r",?\s+(?:and\s+)?")


def _compound(text: str, found: list[Quantity]) -> list[Quantity]:
    """Read "two hours and six minutes" as one amount, in the smaller unit."""
    out: list[Quantity] = []
    for quantity in found:
        last = out[-1] if out else None
        times = _PARTS_OF_UNIT.get((last.unit or "", quantity.unit or "")) if last else None
        if last and times and last.exact and quantity.exact and _JOINED_RE.fullmatch(text, last.end, quantity.start):
            total = _tidy((last.low or 0) * times + (quantity.low or 0))
            out[-1] = replace(quantity, start=last.start, low=total, high=total)
        else:
            out.append(quantity)
    return out


_FRONTED_RE = re.compile(r"(?:^|[.;:,]\s|[\"“”]\s?)\W*of\s+(?:the|its|their|all|those|these)\s+$", re.I)
_FRONT_END_RE = re.compile(r"[^,.;]{0,60},\s+(?:only\s+|just\s+|some\s+|about\s+|at\s+least\s+)?$", re.I)


def _fronted(text: str, found: list[Quantity]) -> list[Quantity]:
    """Read "of the 48 passengers, 31 were hurt" as 31 of 48."""
    for i, (whole, part) in enumerate(pairwise(found)):
        if whole.kind != "number" or part.kind != "number" or not whole.exact or part.of is not None:
            continue
        if (part.high or 0) > (whole.low or 0) or not _FRONTED_RE.search(text, 0, whole.start):
            continue
        if _FRONT_END_RE.fullmatch(text, whole.end, part.start):
            told = replace(part, of=whole.low, of_start=whole.start, of_end=whole.end, noun=part.noun or whole.noun)
            return [*found[:i], told, *found[i + 2 :]]
    return found


def _bounded_after(text: str, quantity: Quantity) -> Quantity:
    """Open an amount upwards or downwards where the words after its unit or noun do so."""
    if not quantity.exact or quantity.kind not in ("number", "money", "percent", "measure") or not quantity.low:
        return quantity
    at = quantity.end
    for _ in quantity.noun:
        word = _WORD_RE.match(text, at)
        at = word.end() if word else at
    if _FLOOR_AFTER_RE.match(text, at) or _FLOOR_LATER_RE.match(text, at):
        return replace(quantity, high=None)
    return replace(quantity, low=0) if _CEILING_AFTER_RE.match(text, at) else quantity


def _paid(text: str, found: list[Quantity]) -> list[Quantity]:
    """Read "2.4 million" as money beside "24 million euros": the currency is named once."""
    named = {q.currency for q in found if q.kind == "money"}
    if len(named) != 1:
        return found
    currency = next(iter(named))
    return [
        replace(q, kind="money", currency=currency)
        if q.kind == "number"
        and not q.noun
        and q.of is None
        and is_magnitude(text, q)
        and not _OF_LEFT_RE.search(text, 0, q.start)
        else q
        for q in found
    ]


# "A country of nine million" has no price.
_OF_LEFT_RE = re.compile(r"\bof\s+(?:\w+\s+)?$", re.I)


def _shared(text: str, found: list[Quantity]) -> list[Quantity]:
    """Read "came down to 17" as a share beside "19 percent": the word is printed once."""
    if not any(q.kind == "percent" and not q.unit for q in found):
        return found
    return [
        replace(q, kind="percent")
        if q.kind == "number"
        and not q.noun
        and q.of is None
        and (q.high or 1000) <= 100
        and _SHARED_RE.search(text, 0, q.start)
        else q
        for q in found
    ]


_SHARED_RE = re.compile(
    r"\b(?:(?:down|up|came|rose|fell|gone|went|cut|raised|lowered)\s+to|stands?\s+at|nearer\s+to|against|up\s+from|down\s+from"
    r"|compared\s+with|instead\s+of|,\s+not)\s+(?:about\s+|only\s+|just\s+)?$",
    re.I,
)


def is_magnitude(text: str, quantity: Quantity) -> bool:
    """Tell whether a bare number ends in a word of magnitude, as sums of money do: "30 million", "70m"."""
    return _MAGNITUDE_RE.search(text, quantity.start, quantity.end) is not None


_MAGNITUDE_RE = re.compile(r"(?:million|billion|trillion|[0-9]\s?(?:m|mn|bn|tn|k))$", re.I)


def names_money(text: str) -> bool:
    """Tell whether a text holds a mark or a name of money; without one, no amount in it is money."""
    return bool(_MARK_RE.search(text) or _CURRENCY.search(text))


_MARK_RE = re.compile(_MARK, re.I)
_DIGIT_RE = re.compile(r"[0-9]")
_RUN_RE = re.compile(r"\w+")
#: Every amount without a digit holds one of these.
_NUMBER_WORDS = frozenset(
    [
        *(*_UNITS, *_TENS, *_SCALES, *_ORDINALS),
        *_words(
            "both no none nobody half third quarter fifth tenth couple pair handful few several dozens scores tens"
        ),
        *_words("hundreds thousands millions billions"),
    ]
)


def _holds_number(text: str) -> bool:
    return bool(_DIGIT_RE.search(text)) or not _NUMBER_WORDS.isdisjoint(_RUN_RE.findall(small(text)))


_SCOPE_END_RE = re.compile(r";|,\s+(?:but|while|and\s+(?:the|at|about|some|another))\b|\.\s")


def _covers(text: str, quantity: Quantity, phrases: list[tuple[int, int]]) -> bool:
    """Return whether a phrase of running totals stands in the same part of the sentence as the quantity."""
    for start, end in phrases:
        between = text[min(end, quantity.end) : max(start, quantity.start)]
        if not _SCOPE_END_RE.search(between):
            return True
    return False


def _counted_before(text: str, quantity: Quantity) -> tuple[str, ...]:
    """Return the noun of "the number of NOUN … to N"."""
    if quantity.kind != "number":
        return ()
    body = _BODY_OF_RE.search(text, max(0, quantity.start - _WINDOW), quantity.start)
    if body:
        return (body["noun"].lower(),)
    match = _NUMBER_OF_RE.search(text, 0, quantity.start)
    return tuple(match["noun"].lower().split()) if match else ()
