"""Forms of words that one verb or noun takes, so that a sentence and a question can be compared."""

from __future__ import annotations

from functools import lru_cache

from bot.answer.words import content, stem

#: Past forms that no ending tells.
_IRREGULAR = {
    "found": "find", "paid": "pay", "made": "make", "held": "hold", "kept": "keep", "met": "meet", "sent": "send",
    "told": "tell", "took": "take", "taken": "take", "gave": "give", "given": "give", "got": "get", "knew": "know",
    "known": "know", "went": "go", "gone": "go", "came": "come", "saw": "see", "seen": "see", "ran": "run",
    "spoke": "speak", "spoken": "speak", "wrote": "write", "written": "write", "broke": "break", "broken": "break",
    "drank": "drink", "drunk": "drink", "fell": "fall", "fallen": "fall", "rose": "rise", "risen": "rise",
    "chose": "choose", "chosen": "choose", "brought": "bring", "bought": "buy", "thought": "think", "led": "lead",
    "won": "win", "lost": "lose", "struck": "strike", "forgot": "forget", "stood": "stand", "drove": "drive",
    "lied": "lie", "lies": "lie", "lying": "lie", "hid": "hide", "threw": "throw", "thrown": "throw", "tore": "tear",
    "torn": "tear", "stole": "steal", "stolen": "steal", "shook": "shake", "shaken": "shake", "wore": "wear", "worn": "wear",
    "caught": "catch", "taught": "teach", "fought": "fight", "sought": "seek", "felt": "feel", "lent": "lend", "ate": "eat",
    "eaten": "eat", "rang": "ring", "rung": "ring", "woke": "wake", "froze": "freeze", "frozen": "freeze", "dug": "dig",
    "stuck": "stick", "lit": "light", "fed": "feed", "fled": "flee", "shrank": "shrink", "shown": "show", "hung": "hang",
    "began": "begin", "begun": "begin", "slept": "sleep", "swore": "swear", "flew": "fly", "grew": "grow",
}  # fmt: skip


@lru_cache(maxsize=8192)  # words; a language has that many in use
def form_of(word: str) -> str:
    """Return a stem that past forms and "-ure" nouns share: "found" and "find", "failure" and "failed"."""
    low = word.lower()
    plain_stem = stem(_IRREGULAR.get(low, low))
    if low.endswith(("ure", "ures")) and len(plain_stem) > _LONG_STEM:
        plain_stem = plain_stem.removesuffix("ur")
    return plain_stem.rstrip("s") or plain_stem


#: Letters of a stem from which "-ure" is an ending: "failure", not "cure".
_LONG_STEM = 5


def forms_of(text: str) -> frozenset[str]:
    """Return the forms of the words that carry meaning."""
    return frozenset(form_of(word) for word in content(text))


def base(word: str) -> str:
    """Return the plain form of a past form that no ending tells."""
    return _IRREGULAR.get(word.lower(), word.lower())
