"""How well the answer's value is given, as reading comprehension measures it: exact match, token F1, numbers."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from typing import TYPE_CHECKING, Any

from bot.evaluate.match import NUMERIC, bounds, meet, similarity

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    Json = Mapping[str, Any]

_ARTICLES_RE = re.compile(r"\b(?:a|an|the)\b")


def normal(text: str) -> list[str]:
    """Return the words of a text without case, punctuation and articles, as SQuAD's script compares them."""
    plain = unicodedata.normalize("NFKC", text).lower().replace("’", "'")
    return re.findall(r"\w+", _ARTICLES_RE.sub(" ", plain))


def token_f1(a: str, b: str) -> float:
    """Return the harmonic mean of the shares of words that two texts have in common."""
    left, right = normal(a), normal(b)
    both = sum((Counter(left) & Counter(right)).values())
    return 2 * both / (len(left) + len(right)) if both else 0.0


def value_scores(question: Json, answer: Json) -> dict[str, float]:
    """Compare the first current position, the one that is read first, with the best current gold position."""
    gold = [position for position in question["positions"] if position["status"] == "current"]
    if not gold:
        return {}
    given = [position for position in answer["positions"] if position["status"] == "current"][:1]
    pairs = [(position, wanted) for position in given for wanted in gold]
    scores = [_score(position, wanted) for position, wanted in pairs]
    out: dict[str, float] = {
        "answerable": 1,
        "exact": int(any(exact for exact, _ in scores)),
        "token F1": max((f1 for _, f1 in scores), default=0.0),
    }
    numbers = [wanted for wanted in gold if _is_number(wanted)]
    if numbers:
        out |= {"numeric": 1, "numeric strict": 0, "numeric lenient": 0}
        for position in given:
            out["numeric strict"] = int(any(similarity(position, w) == 1.0 for w in numbers if bounds(position)))
            out["numeric lenient"] = int(any(_meets(position, wanted) for wanted in numbers))
    return out


def _is_number(position: Json) -> bool:
    return position["value"]["kind"] in NUMERIC and bounds(position) is not None


def _meets(position: Json, wanted: Json) -> bool:
    found, gold = bounds(position), bounds(wanted)
    return found is not None and gold is not None and meet(found, gold)


def _score(position: Json, gold: Json) -> tuple[bool, float]:
    """Return exact match and F1; numbers, dates and yes/no are compared by value, the rest by words."""
    value = gold["value"]
    dated = value["kind"] == "time" and (value.get("start") or value.get("end"))
    if value["kind"] == "yes_no" or dated or (_is_number(gold) and bounds(position)):
        score = similarity(position, gold)
        return score == 1.0, score
    wanted = [text for text in (value.get("text"), *value.get("aliases", ())) if text]
    given = _given(position)
    exact = any(normal(a) == normal(b) for a in given for b in wanted)
    return exact, max((token_f1(a, b) for a in given for b in wanted), default=0.0)


def _given(position: Json) -> Sequence[str]:
    texts = ((position.get("value") or {}).get("text"), position.get("display"))
    return [text for text in texts if isinstance(text, str) and text.strip()]
