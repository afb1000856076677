"""Words of questions and texts, as the preparation of the reader's data compares them."""

from __future__ import annotations

import re
from functools import lru_cache

_WORD_RE = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
_STOP = frozenset(
    """a an the of in on at by for from with as to into about after before during since and or but if than that this
    these those it its he she they them his her their we our you your i is was were are be been being am do does did
    has have had will would can could may might shall should must not no what who whom whose when where why how which
    there here many much some any all someone something type kind sort other also while through over under between
    according more most s""".split()
)


@lru_cache(maxsize=50_000)
def content_words(text: str) -> frozenset[str]:
    """Return the words that carry the topic, in small letters and without a plural's or a past's ending."""
    return frozenset(stem(word) for word in _WORD_RE.findall(text.casefold()) if word not in _STOP)


def stem(word: str) -> str:
    """Return the word without the commonest endings; only good for comparing."""
    word = word.removesuffix("'s").removesuffix("’s")
    for ending in ("ing", "ed", "es", "s"):
        if word.endswith(ending) and len(word) - len(ending) >= 4:
            return word[: -len(ending)]
    return word
