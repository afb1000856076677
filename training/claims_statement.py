"""Questions with an answer turned into statements: "Who won the cup?" with "Italy" says "Italy won the cup"."""

from __future__ import annotations

import re

from training.claims_words import PAST

_BASES = {base: past for past, base in PAST.items()}
_AUXILIARIES = "is|are|was|were|has|have|had|will|would|can|could|may|might|must|should"
# A word that ends the subject: a verb form that is not taken for a noun too often.
_VERB = r"(?:" + "|".join(sorted(PAST, key=len, reverse=True)) + r"|\w{3,}ed)"
_WH = r"(?P<wh>who|what|which|how many|how much)"
# Who won ...? What country has ...? How many people died?
_SUBJECT_RE = re.compile(rf"^{_WH}(?P<noun>(?: [\w-]+){{0,3}}?) (?P<rest>(?:{_AUXILIARIES}|{_VERB})\b.*)$", re.I)
# When did X win ...? What did X win? In what year did X win?
_DID_RE = re.compile(
    rf"^(?:(?P<before>in|on|at) )?(?P<wh>who|what|which|when|where|why|how many|how much)(?P<noun>(?: [\w-]+){{0,2}}?) did "
    rf"(?P<subject>.+?) (?P<verb>{'|'.join(sorted(_BASES, key=len, reverse=True))})\b(?P<rest>.*)$",
    re.I,
)
# When was X built? Where is X located?
_BE_RE = re.compile(
    r"^(?:(?P<before>in|on|at) )?(?P<wh>when|where|(?:what|which) (?:year|month|day|city|country|state|place)) "
    r"(?P<be>is|are|was|were) (?P<subject>.+?) (?P<verb>\w{3,}ed|born|built|held|found|made|won|lost|known|written|sent|shot|sold)"
    r"\b(?P<rest>.*)$",
    re.I,
)
# "What will they improve", "What is it a world of": the question word is no subject.
_OBJECT_RE = re.compile(
    rf"^(?:{_AUXILIARIES}) (?:i|you|he|she|it|we|they|there)\b|\b(?:about|of|on|to|by|for|in|with|from|at|as|doing|do)$|/$",
    re.I,
)
_LEAD_RE = re.compile(r"^(?:in|on|at|by|during|around) ", re.I)
_DAY_RE = re.compile(r"^(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|^(?:[A-Z][a-z]+ \d{1,2}\b|\d{1,2} [A-Z][a-z]+)")


def statement(question: str, answer: str) -> str | None:
    """Return the question answered as a sentence, or nothing where no rule fits."""
    asked = question.strip().rstrip("?").strip()
    if not asked or len(answer) > 100:
        return None
    if match := _DID_RE.match(asked):
        return _did(match, answer)
    if match := _BE_RE.match(asked):
        rest = match["rest"].strip()
        words = f"{match['subject']} {match['be']} {match['verb']} {rest} {_placed(answer)}"
        return _sentence(words)
    if (match := _SUBJECT_RE.match(asked)) and not _OBJECT_RE.search(match["rest"]):
        counted = (
            match["noun"] if match["wh"].lower().startswith("how") and not _ends_with(answer, match["noun"]) else ""
        )
        return _sentence(f"{answer}{counted} {match['rest']}")
    return None


def _did(match: re.Match[str], answer: str) -> str | None:
    """Return the sentence for a question with "did"."""
    wh, noun = match["wh"].lower(), match["noun"]
    past, rest = _BASES[match["verb"].lower()], match["rest"].strip()
    if wh in ("when", "where") or match["before"]:
        return _sentence(f"{match['subject']} {past} {rest} {_placed(answer)}")
    if wh == "why":
        link = "" if re.match(r"(?:because|due|to|in order|so|for|as) ", answer) else "because of "
        return _sentence(f"{match['subject']} {past} {rest} {link}{answer}")
    counted = noun if wh.startswith("how") and not _ends_with(answer, noun) else ""
    return _sentence(f"{match['subject']} {past} {answer}{counted} {rest}")


def _ends_with(answer: str, noun: str) -> bool:
    return bool(noun) and answer.lower().endswith(noun.strip().lower())


def _placed(answer: str) -> str:
    """Return a time or place with its preposition."""
    if _LEAD_RE.match(answer) or re.match(
        r"(?:after|before|since|until|when|as|while|near|from|early|late|yesterday|today)\b", answer
    ):
        return answer
    return f"on {answer}" if _DAY_RE.match(answer) else f"in {answer}"


def _sentence(words: str) -> str:
    text = re.sub(r"\s+", " ", words).strip()
    return text[0].upper() + text[1:] + "."
