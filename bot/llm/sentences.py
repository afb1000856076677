"""What a language model is shown: numbered sentences of one outlet, as data."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.answer.predicates import groups
from bot.answer.reading import statements
from bot.answer.words import stem, stems
from bot.render import gate

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from bot.answer.types import Question
    from corpus.types import Article, Quote

#: Sentences in one call: method.md (d); two long articles, about 2,500 tokens.
MOST_SENTENCES = 40
#: Characters of a sentence that a model sees; what is quoted afterwards is the whole sentence.
MOST_CHARS = 400

#: Sentences that speak to a machine. They can be quoted like any other; a model does not see them. This is no defence on
#: its own: what a model replies is checked as if it had obeyed.
_INSTRUCTION_RE = re.compile(
    r"""\b(?:ignore|disregard|forget|override|bypass)\b.{0,60}\b(?:instructions?|prompts?|rules?|above|previous|prior|everything)\b
    | \b(?:system|developer|hidden)\s+(?:prompt|message|instruction)s?\b
    | \byou\s+are\s+(?:now\s+)?(?:an?\s+|the\s+)?(?:ai|assistant|language\s+model|chat\s?bot|llm|dan)\b
    | \bas\s+an?\s+(?:ai|language\s+model|assistant)\b
    | \b(?:reply|respond|answer|output|return|print|say)\s+(?:only|just|exactly|with|in)\b.{0,40}\b(?:json|number|ids?|sentence|yes|no|following|word)\b
    | <\|?\s*/?(?:im_start|im_end|system|user|assistant|endoftext)\b | \[/?INST\] | ^\s*(?:system|assistant|user|human)\s*:
    | "sentences"\s*: | ```
    """,
    re.IGNORECASE | re.VERBOSE,
)


@dataclass(frozen=True, slots=True)
class Sheet:
    """What one call shows of one outlet."""

    outlet: str
    quotes: tuple[Quote, ...]
    #: Sentences kept from the model because they speak to a machine.
    withheld: int

    @property
    def mark(self) -> str:
        """A word that no article can hold: it depends on all that is shown."""
        digest = hashlib.sha256()
        for quote in self.quotes:
            digest.update(f"{quote.article.id}:{quote.start}:{quote.text}\x00".encode("utf-8", "surrogatepass"))
        return f"n{digest.hexdigest()[:10]}"

    def lines(self) -> str:
        """Return the numbered lines; no sentence can begin a line or hide a character."""
        return "\n".join(f"{self.mark}:{i}: {shown(quote.text)}" for i, quote in enumerate(self.quotes, start=1))


def shown(text: str) -> str:
    """Return a sentence as a model sees it: one line, no longer than `MOST_CHARS`."""
    plain = gate.line(" ".join(text.split()))
    return plain if len(plain) <= MOST_CHARS else plain[:MOST_CHARS].rsplit(" ", 1)[0] + " …"


def speaks_to_a_machine(text: str) -> bool:
    """Tell whether a sentence looks like an instruction to a language model."""
    return bool(_INSTRUCTION_RE.search(text)) or any("\U000e0000" <= char <= "\U000e007f" for char in text)


def sheets(
    articles: Iterable[Article],
    question: Question,
    *,
    only: Collection[Quote] | None = None,
    most: int = MOST_SENTENCES,
) -> tuple[Sheet, ...]:
    """Return what to show of each outlet, outlets sorted: at most `most` sentences each, those nearest to the question.

    Args:
        articles: whose sentences.
        question: what is asked.
        only: sentences to keep to; all by default.
        most: sentences of one outlet.
    """
    by_outlet: dict[str, list[Quote]] = {}
    withheld: dict[str, int] = {}
    for article in articles:
        if article.language.split("-")[0] != "en":
            continue
        for quote in dict.fromkeys(statement.sentence.quote for statement in statements(article)):
            outlet = article.outlet.id
            if only is not None and quote not in only:
                continue
            if speaks_to_a_machine(quote.text):
                withheld[outlet] = withheld.get(outlet, 0) + 1
            else:
                by_outlet.setdefault(outlet, []).append(quote)
    return tuple(
        Sheet(outlet, _nearest(by_outlet[outlet], question, most), withheld.get(outlet, 0))
        for outlet in sorted(by_outlet)
    )


def _nearest(quotes: Sequence[Quote], question: Question, most: int) -> tuple[Quote, ...]:
    """Keep the sentences that share most with the question, and their neighbours before far ones; order as printed."""
    if len(quotes) <= most:
        return tuple(quotes)
    shares = [_shared(quote.text, question) for quote in quotes]
    around = [
        share + 0.5 * max(shares[i - 1] if i else 0, shares[i + 1] if i + 1 < len(shares) else 0)
        for i, share in enumerate(shares)
    ]
    best = sorted(range(len(quotes)), key=lambda i: (-around[i], i))[:most]
    return tuple(quotes[i] for i in sorted(best))


def _shared(text: str, question: Question) -> float:
    words = stems(text)
    said = sum(stem(word) in words for word in question.about)
    return said + 2 * len(groups(text) & question.predicates)
