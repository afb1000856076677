"""A cheap guess at the language of a text that declares none: by script, then by its commonest words."""

from __future__ import annotations

import re
from collections import Counter

#: Characters that are looked at; a news text shows its language in its first paragraphs.
_SAMPLE = 6000
#: Share of letters of one script from which the text is taken to be written in it.
_SCRIPT_SHARE = 0.4
#: Fewest common words of a language before it is believed; a name such as "Der Spiegel" gives one or two.
_FEWEST_WORDS = 4

#: First and last code point, and the language that a script stands for.
_SCRIPTS = (
    (0x0370, 0x03FF, "el"),
    (0x0400, 0x052F, "ru"),
    (0x0590, 0x05FF, "he"),
    (0x0600, 0x06FF, "ar"),
    (0x0750, 0x077F, "ar"),
    (0x0900, 0x097F, "hi"),
    (0x0980, 0x09FF, "bn"),
    (0x0B80, 0x0BFF, "ta"),
    (0x0E00, 0x0E7F, "th"),
    (0x10A0, 0x10FF, "ka"),
    (0x3040, 0x30FF, "ja"),
    (0x4E00, 0x9FFF, "zh"),
    (0xAC00, 0xD7AF, "ko"),
)
#: Letters that one language of a shared script has and the commonest one has not.
_TELLING = (("ru", "uk", "іїєґ"), ("ar", "fa", "پچژگ"))
#: Commonest short words, chosen so that they are rare in English.
_WORDS = {
    "en": "the of and to in that is was for on with as by said from it at has have",
    "de": "der die und das ist nicht mit den von auf für im ein eine dem des sich wurde auch",
    "fr": "le la les des et est une dans pour que qui sur pas avec du au par sont ont",
    "es": "el la los las de y que en una por con del para se es como su fue más",
    "it": "il di che è la per non una con sono del della gli nel alla anche più da",
    "pt": "o os de que e do da em um uma para com não por mais dos foi na no ao",
    "nl": "de het een en van is dat niet op te zijn voor met aan door ook werd bij",
    "nb": "og er det som på til av ikke har med den for ble var fra at en men etter",
    "sv": "och är det som på till av inte har med den för att ett en från men efter",
    "da": "og er det som på til af ikke har med den for blev var fra at en efter",
    "pl": "i w na z do nie się że jest to jak przez dla o po od ale był",
    "tr": "ve bir bu için ile da de olarak çok olan daha gibi sonra kadar en",
}
_SETS = {language: frozenset(words.split()) for language, words in _WORDS.items()}
_WORD_RE = re.compile(r"[^\W\d_]+")


def detect(text: str) -> str:
    """Return a language code: by script when another than Latin prevails, else by common words, else "en"."""
    sample = text[:_SAMPLE]
    return _by_script(sample) or _by_words(sample)


def _by_script(sample: str) -> str | None:
    counts: Counter[str] = Counter()
    letters = 0
    for char, count in Counter(sample).items():
        if char.isalpha():
            letters += count
            counts[_script(ord(char))] += count
    del counts[""]
    # Japanese mixes kana with Chinese characters; Chinese has no kana.
    if counts["ja"] and counts["ja"] * 10 > counts["zh"]:
        counts["ja"] += counts.pop("zh", 0)
    if not counts:
        return None
    language, count = max(counts.items(), key=lambda item: (item[1], item[0]))
    if count < _SCRIPT_SHARE * letters:
        return None
    for common, other, telling in _TELLING:
        if language == common and sum(map(sample.count, telling)) * 100 > count:
            return other
    return language


def _script(code: int) -> str:
    if code < 0x0370:
        return ""
    return next((language for first, last, language in _SCRIPTS if first <= code <= last), "")


def _by_words(sample: str) -> str:
    words = Counter(_WORD_RE.findall(sample.lower()))
    counts = {language: sum(words[word] for word in common) for language, common in _SETS.items()}
    best = max(counts, key=lambda language: (counts[language], language == "en", language))
    return best if counts[best] >= _FEWEST_WORDS and counts[best] > counts["en"] else "en"
