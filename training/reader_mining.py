"""Negatives that the reader chooses itself: the wrong windows of the same title or article in which it is most sure.

Usage: `python -m training.reader_mining [--reader FOLDER] [--run NAME] [--seed N] [--limit QUESTIONS]` after the first
stage. It writes `mined.jsonl` into the run's folder, which `python -m training.reader --start reader` learns from.
Only rows for training are read, so nothing that is held back for calibration or measuring is seen.
"""

from __future__ import annotations

import argparse
import json
import math
import random
import re
import sys
from collections import Counter, defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from bot.models.span_reader import SpanReader
from bot.models.windows import WINDOW_WORDS
from training import common, reader_data
from training.reader_data import Item, Row, Window
from training.reader_scores import f1, normalised
from training.reader_text import content_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

RUNS = Path(__file__).parent / "runs"
FILE = "mined.jsonl"
#: Wrong windows kept of one question.
_KEPT = 3
#: Windows of a title that are read for one question, those that share most of its rare words.
_READ = 9
#: A wrong window less sure than this teaches little; the surest one of a question is below it for a quarter.
LEAST_CONFIDENCE = 0.10
#: A span that shares so much with the answer may be right.
_OTHER_F1 = 0.3
#: How many questions of a source are read, a tenth of a second each.
QUESTIONS = {"squad2_dev": 4200, "squadshifts_wiki": 2000, "qamr": 2000, "litm_nq": 800}
#: Words of a question below which it fits too many sentences of its article.
_LEAST_WORDS = 3
#: Items of the first stage for each mined question; they are shorter, so that they are a quarter of the tokens.
FIRST_STAGE_SHARE = 1.2


@dataclass(frozen=True, slots=True)
class Mined:
    """A question with a window that answers it, if one does, and wrong ones, the surest first."""

    source: str
    question: str
    answering: Window | None
    wrong: tuple[str, ...]
    confidences: tuple[float, ...]

    @property
    def item(self) -> Item:
        """The question as the reader learns from it."""
        wrong = tuple(Window(text) for text in self.wrong)
        if self.answering is None:
            return Item(self.source, self.question, wrong, "mined_unanswerable")
        return Item(self.source, self.question, (self.answering, *wrong), "mined")

    def as_line(self) -> str:
        """Return the question as a line of the file."""
        answering = None if self.answering is None else [self.answering.text, self.answering.span]
        return json.dumps([self.source, self.question, answering, self.wrong, self.confidences], ensure_ascii=False)

    @staticmethod
    def of_line(line: str) -> Mined:
        """Return the question that a line holds."""
        source, question, answering, wrong, confidences = json.loads(line)
        window = None if answering is None else Window(answering[0], tuple(answering[1]))
        return Mined(source, question, window, tuple(wrong), tuple(confidences))


@dataclass(frozen=True, slots=True)
class _Titled:
    """The windows of one title, article or topic, and how rare their words are."""

    texts: tuple[str, ...]
    words: tuple[frozenset[str], ...]
    rarity: dict[str, float]

    @staticmethod
    def of(texts: Iterable[str]) -> _Titled:
        found = tuple(sorted(set(texts)))
        words = tuple(content_words(text) for text in found)
        counts = Counter(word for held in words for word in held)
        return _Titled(found, words, {word: math.log(1 + len(found) / n) for word, n in counts.items()})

    def nearest(self, question: str, least: int = 1) -> list[str]:
        """Return the texts that share most of the question's rare words."""
        asked = content_words(question)
        scores = [math.fsum(self.rarity[w] for w in sorted(asked & held)) for held in self.words]
        order = sorted(range(len(scores)), key=lambda at: (-scores[at], at))
        return [self.texts[at] for at in order if len(asked & self.words[at]) >= least]


class Windows:
    """The windows in which a training question may find a wrong answer."""

    def __init__(self, rows: Sequence[Row]) -> None:
        self._articles: dict[str, list[str]] = defaultdict(list)
        contexts: dict[str, set[str]] = defaultdict(set)
        for row in sorted(rows, key=lambda row: row.order):
            if row.source == "qamr":
                if row.context not in self._articles[row.group]:
                    self._articles[row.group].append(row.context)
            else:
                # Natural Questions have a passage a question: others on its topic stand in for its title.
                contexts[row.source if row.source == "litm_nq" else row.group].add(row.context)
        self._titles = {group: _Titled.of(_cut(held)) for group, held in contexts.items()}

    def answering(self, row: Row, rng: random.Random) -> Window | None:
        """Return a window that answers; sentences of QAMR with as many neighbours as a window has room for."""
        if row.span is None:
            return None
        if row.source != "qamr":
            holding = [window for window in reader_data.windows_of(row) if window.span]
            return rng.choice(holding) if holding else None
        held = self._articles[row.group]
        first, last = _around(held, held.index(row.context))
        before = len(" ".join([*held[first : held.index(row.context)], ""]))
        return Window(" ".join(held[first:last]), (row.span[0] + before, row.span[1] + before))

    def others(self, row: Row) -> list[str]:
        """Return windows that do not hold the answer and may look as if they did."""
        if row.source == "qamr":
            return self._sentences(row)
        own = [w.text for w in reader_data.windows_of(row)] if row.span is None else []
        near = self._titles[row.source if row.source == "litm_nq" else row.group].nearest(row.question)
        fit = [text for text in dict.fromkeys([*own, *near]) if not _holds(text, row.answer)]
        return fit[:_READ]

    def _sentences(self, row: Row) -> list[str]:
        """Return other sentences of a QAMR article, alone and with their neighbours, that lack part of what is asked."""
        held, asked = self._articles[row.group], content_words(row.question)
        if len(asked) < _LEAST_WORDS:
            return []
        texts = {sentence for sentence in held if sentence != row.context}
        for at, sentence in enumerate(held):
            first, last = _around(held, at)
            if sentence in texts and row.context not in held[first:last]:
                texts.add(" ".join(held[first:last]))
        fit = [t for t in texts if not _holds(t, row.answer) and not asked <= content_words(t)]
        return _Titled.of(fit).nearest(row.question, least=0)[:_READ]


def _cut(contexts: Iterable[str]) -> Iterator[str]:
    for context in contexts:
        for start, end in reader_data.cut(context):
            yield context[start:end]


def _around(sentences: Sequence[str], at: int) -> tuple[int, int]:
    """Return the range of sentences that fill a window, later and earlier ones in turn."""
    first, last, words = at, at + 1, len(sentences[at].split())
    while True:
        after = len(sentences[last].split()) if last < len(sentences) else WINDOW_WORDS
        before = len(sentences[first - 1].split()) if first else WINDOW_WORDS
        if words + after <= WINDOW_WORDS:
            last, words = last + 1, words + after
        elif words + before <= WINDOW_WORDS:
            first, words = first - 1, words + before
        else:
            return first, last


def _holds(text: str, answer: str) -> bool:
    """Tell whether the answer's words stand in the text, whatever case and punctuation."""
    words = normalised(answer)
    return bool(words) and re.search(rf"(?:^| ){re.escape(words)}(?: |$)", normalised(text)) is not None


def mine(reader: SpanReader, rows: Sequence[Row], seed: int, limit: int | None = None) -> Iterator[Mined]:
    """Yield the questions for which the reader is sure of a wrong window, in random order."""
    rng, found = random.Random(f"{seed}|mining"), Windows(rows)
    for row in _drawn(rows, rng)[:limit]:
        answering = found.answering(row, rng)
        others = found.others(row)
        if not others or (row.span is not None and answering is None):
            continue
        wrong = []
        for text, reading in zip(others, reader.spans(row.question, others), strict=True):
            best = reading.spans[0] if reading.spans else None
            if best and best.confidence >= LEAST_CONFIDENCE and f1(text[best.start : best.end], row.answer) < _OTHER_F1:
                wrong.append((best.confidence, text))
        wrong = sorted(wrong, key=lambda pair: (-pair[0], pair[1]))[:_KEPT]
        if wrong:
            texts, chances = tuple(text for _, text in wrong), tuple(round(chance, 4) for chance, _ in wrong)
            yield Mined(row.source, row.question, answering, texts, chances)


def _drawn(rows: Sequence[Row], rng: random.Random) -> list[Row]:
    drawn: list[Row] = []
    for source, count in QUESTIONS.items():
        own = [row for row in rows if row.source == source]
        rng.shuffle(own)
        drawn += own[:count]
    rng.shuffle(drawn)
    return drawn


def second_stage(
    rows: Sequence[Row], mined: Sequence[Mined], seed: int, share: float = FIRST_STAGE_SHARE
) -> list[Item]:
    """Return the items of a further stage: the mined ones, and `share` times as many of the first stage's."""
    rng = random.Random(f"{seed}|second stage")
    first = reader_data.training_items(rows, seed + 1)[: round(share * len(mined))]
    items = [*(one.item for one in mined), *first]
    rng.shuffle(items)
    return items


def read(path: Path) -> list[Mined]:
    """Return what was mined into a file.

    Raises:
        FileNotFoundError: nothing was mined yet.
    """
    if not path.is_file():
        raise FileNotFoundError(f"no {path}: run python -m training.reader_mining first")
    return [Mined.of_line(line) for line in path.read_text(encoding="utf-8").splitlines()]


def write(folder: Path, target: Path, seed: int, limit: int | None) -> None:
    """Mine with an exported reader and write the file."""
    log = common.Log(target / "mining.log")
    rows = reader_data.split(reader_data.load())["train"]
    lines, sources = [], Counter[str]()
    for number, one in enumerate(mine(SpanReader.in_folder(folder), rows, seed, limit), start=1):
        lines.append(one.as_line())
        sources[f"{one.source}{'' if one.answering else ' unanswerable'}"] += 1
        if number % 500 == 0:
            log(questions=number, **sources)
    part = target / (FILE + ".part")
    part.write_text("\n".join(lines) + "\n", encoding="utf-8")
    part.replace(target / FILE)
    log(done=True, questions=len(lines), **sources)


def main() -> int:
    """Read the command line and mine."""
    parser = argparse.ArgumentParser(description="Mine wrong windows with a trained reader.")
    parser.add_argument("--reader", type=Path, default=RUNS / "reader" / "export", help="folder of an exported reader")
    parser.add_argument("--run", default="reader-2", help="name of the run that learns from them")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--limit", type=int, help="read only so many questions, to try it")
    options = parser.parse_args()
    return common.exit_code(lambda: write(options.reader, RUNS / options.run, options.seed, options.limit))


if __name__ == "__main__":
    sys.exit(main())
