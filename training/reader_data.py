"""What the reader learns from: questions on windows of text, with and without the answer.

The rows are those of `train/qa_spans.jsonl.gz` whose licence allows shipping weights (`clean`). They are split by
article (QAMR), by title (SQuAD 2.0 and SquadShifts' Wikipedia part) or by context, never by row.
"""

from __future__ import annotations

import random
import re
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Literal

from benchmarks.data import folder, rows
from bot.models.windows import windows
from corpus.types import Article, Outlet
from index.split import sentences
from training import reader_traps as traps
from training.reader_text import content_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

Part = Literal["train", "calibration", "test"]
PARAGRAPHS = ("squad2_dev", "squadshifts_wiki", "squadshifts_reddit", "squadshifts_amazon", "litm_nq")
SPLIT_SEED = 5
TEST_SHARE = 0.10
CALIBRATION_SHARE = 0.05
# Words in more contexts than this say little about what a question is on, and would cost time.
_COMMON = 150
_QAMR_ID_RE = re.compile(r"qamr-[^:]+:(?P<article>[^:]+:[^:]+):(?P<paragraph>\d+):(?P<sentence>\d+)/")


@dataclass(frozen=True, slots=True)
class Window:
    """A text, and where the answer stands in it; no span where it does not answer."""

    text: str
    span: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class Item:
    """A question with the windows that are read for it together."""

    source: str
    question: str
    windows: tuple[Window, ...]
    #: Why there is no answer, or how the window was changed.
    kind: str = "plain"


@dataclass(frozen=True, slots=True)
class Row:
    """One row of the file."""

    source: str
    group: str
    context: str
    question: str
    span: tuple[int, int] | None
    order: tuple[int, int] = (0, 0)

    @property
    def answer(self) -> str:
        """The text of the span, empty without one."""
        return self.context[slice(*self.span)] if self.span else ""


def load() -> list[Row]:
    """Return the clean rows.

    Raises:
        NoDataError: the data folder lacks the file.
    """
    return [_row(row) for row in rows(folder() / "train" / "qa_spans.jsonl.gz") if row["clean"]]


def _row(row: dict[str, Any]) -> Row:
    group, order = row.get("title") or row["context"], (0, 0)
    if row["source"] == "qamr" and (named := _QAMR_ID_RE.match(row["id"])):
        group, order = named["article"], (int(named["paragraph"]), int(named["sentence"]))
    span = None if row["answer"] is None else (row["start"], row["start"] + len(row["answer"]))
    question = " ".join(row["question"].split())
    return Row(row["source"], f"{row['source']}|{group}", row["context"], question, span, order)


def split(all_rows: Iterable[Row]) -> dict[Part, list[Row]]:
    """Return the rows for training, for calibration and for measuring: no group is in two of them."""
    by_source: dict[str, dict[str, list[Row]]] = defaultdict(lambda: defaultdict(list))
    for row in all_rows:
        by_source[row.source][row.group].append(row)
    parts: dict[Part, list[Row]] = {"train": [], "calibration": [], "test": []}
    for source in sorted(by_source):
        groups = by_source[source]
        names = sorted(groups)
        random.Random(f"{SPLIT_SEED}|{source}").shuffle(names)
        total, seen = sum(map(len, groups.values())), 0
        for name in names:
            part: Part = "train"
            if seen < TEST_SHARE * total:
                part = "test"
            elif seen < (TEST_SHARE + CALIBRATION_SHARE) * total:
                part = "calibration"
            parts[part] += groups[name]
            seen += len(groups[name])
    return parts


@lru_cache(maxsize=20_000)
def cut(context: str) -> tuple[tuple[int, int], ...]:
    """Return the ranges of the context's windows."""
    found = sentences(Article("a", Outlet("o", "o"), "", context))
    return tuple(windows(context, [(s.start, s.end) for s in found] or [(0, len(context))]))


def windows_of(row: Row) -> list[Window]:
    """Return all windows of a row's context; those that hold the whole answer have the span."""
    found = []
    for start, end in cut(row.context):
        inside = row.span is not None and start <= row.span[0] and row.span[1] <= end
        span = (row.span[0] - start, row.span[1] - start) if inside and row.span else None
        found.append(Window(row.context[start:end], span))
    return found


# -- windows that do not answer ---------------------------------------------------------------------------------------


@dataclass(slots=True)
class Related:
    """Finds contexts that share rare words with a question: the same topic, another event."""

    _contexts: list[str] = field(default_factory=list)
    _holders: dict[str, list[int]] = field(default_factory=dict)

    @classmethod
    def of(cls, contexts: Iterable[str]) -> Related:
        """Index the contexts."""
        related = cls(sorted(set(contexts)))
        holders: dict[str, list[int]] = defaultdict(list)
        for number, context in enumerate(related._contexts):
            for word in content_words(context):
                holders[word].append(number)
        related._holders = {word: found for word, found in holders.items() if len(found) <= _COMMON}
        return related

    def to(self, row: Row, rng: random.Random) -> str | None:
        """Return one of the three most related contexts that do not hold the answer."""
        scores: Counter[int] = Counter()
        for word in content_words(row.question):
            for number in self._holders.get(word, ()):
                scores[number] += 1
        answer = row.answer.casefold()
        best = []
        for number, _ in sorted(scores.items(), key=lambda pair: (-pair[1], pair[0]))[:12]:
            context = self._contexts[number]
            if context != row.context and not (answer and answer in context.casefold()):
                best.append(context)
        return rng.choice(best[:3]) if best else None


def _overlap(question: str, text: str) -> int:
    return len(content_words(question) & content_words(text))


def _nearest_window(row: Row, context: str) -> Window:
    """Return the context's window that shares most words with the question."""
    texts = [context[start:end] for start, end in cut(context)]
    return Window(max(texts, key=lambda text: (_overlap(row.question, text), text)))


def _negative(row: Row, related: dict[str, Related], rng: random.Random) -> Window | None:
    """Return a window without the answer: of the same paragraph, of the same article or on the same topic."""
    answer = row.answer.casefold()
    others = [w for w in windows_of(row) if w.span is None and answer not in w.text.casefold()]
    if others and rng.random() < 0.4:
        return rng.choice(others)
    context = related[row.source].to(row, rng)
    return _nearest_window(row, context) if context else None


# -- what one epoch sees ----------------------------------------------------------------------------------------------


def _paragraph(row: Row, related: dict[str, Related], rng: random.Random, negatives: float) -> Item | None:
    if row.span is None:
        found = windows_of(row)
        nearest = max(found, key=lambda w: (_overlap(row.question, w.text), w.text))
        chosen = rng.choice(found) if rng.random() < 0.15 else nearest
        return Item(row.source, row.question, (Window(chosen.text),), "unanswerable")
    holding = [w for w in windows_of(row) if w.span]
    if not holding:  # the answer runs over the end of a window
        return None
    chosen = rng.choice(holding)
    negative = _negative(row, related, rng) if rng.random() < negatives else None
    return Item(row.source, row.question, (chosen, negative) if negative else (chosen,))


class QamrArticles:
    """The sentences of each QAMR article, in the article's order."""

    def __init__(self, all_rows: Iterable[Row]) -> None:
        found: dict[str, dict[tuple[int, int], str]] = defaultdict(dict)
        for row in all_rows:
            found[row.group][row.order] = row.context
        self._sentences = {group: [held[order] for order in sorted(held)] for group, held in found.items()}

    def others(self, row: Row) -> list[str]:
        """Return the article's other sentences."""
        return [sentence for sentence in self._sentences[row.group] if sentence != row.context]

    def embedded(self, row: Row, rng: random.Random) -> Window | None:
        """Return the sentence among its neighbours, within the length of a window."""
        held = self._sentences[row.group]
        first = last = held.index(row.context)
        count = len(row.context.split())
        while True:
            sides = [n for n in (first - 1, last + 1) if 0 <= n < len(held)]
            sides = [n for n in sides if count + len(held[n].split()) <= 90]  # words, as in a window
            if not sides:
                break
            chosen = rng.choice(sides)
            count += len(held[chosen].split())
            first, last = min(first, chosen), max(last, chosen)
        if first == last or row.span is None:
            return None
        before = " ".join(held[first : held.index(row.context)])
        shift = len(before) + 1 if before else 0
        return Window(" ".join(held[first : last + 1]), (row.span[0] + shift, row.span[1] + shift))

    def negative(self, row: Row, rng: random.Random) -> Window | None:
        """Return another sentence of the article that lacks the answer and part of what is asked."""
        asked, answer = content_words(row.question), row.answer.casefold()
        if len(asked) < 2:
            return None
        fit = [s for s in self.others(row) if answer not in s.casefold() and not asked <= content_words(s)]
        if not fit:
            return None
        fit.sort(key=lambda s: (-len(asked & content_words(s)), s))
        return Window(rng.choice(fit[:3]))


def _sentence(
    row: Row, articles: QamrArticles, rng: random.Random, embedded: float, negatives: float
) -> Iterator[Item]:
    window = articles.embedded(row, rng) if rng.random() < embedded else None
    yield Item(row.source, row.question, (window or Window(row.context, row.span),))
    if rng.random() < negatives and (negative := articles.negative(row, rng)):
        yield Item(row.source, row.question, (negative,), "other_sentence")


#: How often a row of a source is taken in the whole run; 0.5 is every second row, drawn.
PASSES = {
    "qamr": 2.0,
    "squad2_dev": 2.5,
    "squadshifts_wiki": 1.7,
    "squadshifts_reddit": 0.5,
    "squadshifts_amazon": 0.45,
    "litm_nq": 1.0,
}
#: Share of rows that are turned into each kind of trap.
TRAPS = {"qamr": 0.25, "paragraph": 0.60}


def _times(row: Row, passes: float, rng: random.Random) -> int:
    whole = int(passes)
    return whole + (rng.random() < passes - whole)


def training_items(train: Sequence[Row], seed: int, passes: dict[str, float] = PASSES) -> list[Item]:
    """Return the items of a run in random order, every source mixed with the others."""
    rng = random.Random(seed)
    articles = QamrArticles(row for row in train if row.source == "qamr")
    related = {source: Related.of(row.context for row in train if row.source == source) for source in PARAGRAPHS}
    names = traps.Names.of({row.context for row in train if row.source in ("qamr", "squadshifts_wiki", "squad2_dev")})
    items: list[Item] = []
    for row in train:
        for _ in range(_times(row, passes[row.source], rng)):
            if row.source == "qamr":
                items += _sentence(row, articles, rng, embedded=0.12, negatives=0.15)
            elif item := _paragraph(row, related, rng, negatives=0.4):
                items.append(item)
        items += _traps(row, names, rng)
    rng.shuffle(items)
    return items


def _traps(row: Row, names: traps.Names, rng: random.Random) -> Iterator[Item]:
    if row.span is None or row.source in ("squadshifts_reddit", "squadshifts_amazon"):
        return
    if row.source == "qamr":
        if rng.random() < TRAPS["qamr"]:
            found = traps.sentence_trap(row.question, row.context, row.span, names, rng)
            if found:
                yield Item(row.source, found.question, (Window(found.text, found.span),), found.kind)
        return
    if rng.random() < TRAPS["paragraph"]:
        holding = [w for w in windows_of(row) if w.span]
        if holding:
            window = rng.choice(holding)
            question = traps.changed_question(row.question, window.text, row.answer, row.context, names, rng)
            if question:
                yield Item(row.source, question.question, (Window(window.text),), question.kind)


# -- what is measured -------------------------------------------------------------------------------------------------


def test_items(part: Iterable[Row], source: str) -> list[Item]:
    """Return the items of one source, each with all windows of its context."""
    found = []
    for row in part:
        if row.source == source:
            held = (Window(row.context, row.span),) if source == "qamr" else tuple(windows_of(row))
            found.append(Item(row.source, row.question, held, "plain" if row.span else "unanswerable"))
    return found
