"""Words of a question or a sentence: tokens, stems and synonyms that the rules compare."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_WORD_RE = re.compile(r"[^\W_]+(?:['’\-][^\W_]+)*")
#: The same for a text without "_", in half the time.
_PLAIN_WORD_RE = re.compile(r"\w+(?:['’\-]\w+)*")

STOP_WORDS = frozenset(
    "a an the of in on at by to for and or but nor is are was were be been being am do does did has have had will would "
    "shall should can could may might must it its he she they them his her their this that these those there here with "
    "from as into onto about over after before during than then so not no any some each every all both also just still "
    "already yet what who whom whose which when where why how many much i you we us me my your our if while up out off "
    "down exactly actually really please tell know said says say reported another other others anyone anybody somebody someone happen "
    "happened happening thing things kind sort type people person".split()
)

#: Words that news uses for one another. Each set is about a sort of thing, never about one event.
_SYNONYMS = (
    "aircraft plane planes jet jets airplane airplanes aeroplane airliner tanker",
    "ship vessel boat ferry",
    "car vehicle",
    "police officers",
    "underway continue continues continuing ongoing",
    "operation operations effort efforts mission missions",
    "release released publish published disclose disclosed withheld",
    "dead deceased killed victims",
    "fight war conflict",
    "begin began begun start started launch launched",
    "flood floods flooding flooded deluge inundation",
    "fire fires blaze inferno wildfire wildfires",
    "strike strikes walkout walkouts stoppage",
    "jailed imprisoned",
    "blast explosion",
    "verdict ruling judgment judgement",
    "steal steals stole stolen stealing loot haul booty",
    "buy buys bought",
    "sell sells sold",
    "leave leaves leaving left",
    "catch catches caught",
    "come comes came coming",
    "meet meets met meeting",
    "hide hides hid hidden",
    "build builds built",
    "spend spends spent",
    "send sends sent sending",
    "bring brings brought bringing",
    "give gives gave given",
    "hold holds held holding",
    "withdraw withdraws withdrew withdrawn withdrawing withdrawal withdrawals",
    "deposit deposits depositor depositors",
    "passenger passengers traveller travellers traveler travelers",
    "employee employees worker workers staff",
    "shares stock stocks",
    "court courthouse",
    "family families",
    "earthquake earthquakes quake quakes tremor tremors temblor",
    "storm storms hurricane typhoon cyclone",
)
_SYNONYM = {word: line.split()[0] for line in _SYNONYMS for word in line.split()}

_ENDINGS = ("ations", "ation", "ingly", "edly", "ings", "ing", "ies", "ied", "ed", "es", "s", "ly")
#: A stem shorter than this says too little ("us", "red").
_SHORTEST_STEM = 3


@lru_cache(maxsize=65_536)  # words: about all those of a thousand articles, 10 MB
def stem(word: str) -> str:
    """Return a crude stem of a word: lower case, British doubling and common endings undone.

    It only has to map the forms of one verb or noun to one string; it need not be a word.
    """
    word = word.lower().replace("’", "'").removesuffix("'s").rstrip("'")
    word = _SYNONYM.get(word, word)
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= _SHORTEST_STEM:
            word = word[: -len(ending)]
            break
    if len(word) > _SHORTEST_STEM and word[-1] == word[-2] and word[-1] not in "aeious":
        word = word[:-1]
    word = word.removesuffix("e")
    return _SYNONYM.get(word, word)


#: Stems that words have which do not begin with them.
_HEADS = frozenset(map(stem, _SYNONYM)) | frozenset(_SYNONYM.values())


def tokens(text: str) -> tuple[str, ...]:
    """Return the words of a text as written, in order."""
    pattern = _WORD_RE if "_" in text else _PLAIN_WORD_RE
    return tuple(pattern.findall(text.replace("under way", "underway")))


def content(text: str) -> tuple[str, ...]:
    """Return the words that carry meaning, lower case, in order, without repeats."""
    words = (word.lower() for word in tokens(text))
    return tuple(dict.fromkeys(word for word in words if word not in STOP_WORDS))


@lru_cache(maxsize=8192)  # sentences and clauses of about a hundred articles, 10 MB
def stems(text: str) -> frozenset[str]:
    """Return the stems of the words that carry meaning."""
    return frozenset(map(stem, {word.lower() for word in tokens(text)} - STOP_WORDS))


def lacks(text: str, stem_of_word: str) -> bool:
    """Tell, much faster than `stems`, that no word of a text has this stem; False leaves it open.

    `stem` cuts a word's end off, so that its start stands in the text, unless the word has another for a synonym.
    """
    return stem_of_word not in _HEADS and stem_of_word not in text.lower().replace("’", "'")


def variants(word: str) -> frozenset[str]:
    """Return the words that news uses for a word, the word itself among them, lower case."""
    key = _SYNONYM.get(word.lower())
    return frozenset({word.lower()} | {other for other, first in _SYNONYM.items() if key and first == key})


@lru_cache(maxsize=1024)  # a question's are asked for with every sentence
def names(text: str) -> tuple[str, ...]:
    """Return the capitalised words of a text that do not merely open it, in order."""
    found = []
    for i, match in enumerate(_WORD_RE.finditer(text)):
        word = match[0]
        opens = i == 0
        if word[0].isupper() and not opens and word.lower() not in STOP_WORDS:
            found.append(word)
    return tuple(dict.fromkeys(found))


_LETTERS = str.maketrans(
    {"ø": "o", "Ø": "O", "æ": "ae", "Æ": "Ae", "ß": "ss", "ł": "l", "Ł": "L", "đ": "d", "ð": "d", "þ": "th"}
)
#: How "å", "ø", "ö", "ü" are written without the letter: "Paal Soerensen" for "Pål Sørensen".
_WRITTEN_OUT_RE = re.compile(r"aa|oe|ue", re.IGNORECASE)


def folded(name: str) -> str:
    """Write a name's letters without marks, so that "Sørensen", "Sorensen" and "Soerensen" are one."""
    plain_letters = "".join(
        c for c in unicodedata.normalize("NFKD", name.translate(_LETTERS)) if not unicodedata.combining(c)
    )
    return _WRITTEN_OUT_RE.sub(lambda match: match[0][0], plain_letters)
