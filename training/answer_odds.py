"""Fit how likely a span of the trained reader answers, on the events written for development.

    python -m training.answer_odds [--reader FOLDER] [--write]

Every question of the events is asked as a user asks it; what the reader marks in articles where the rules find
nothing is held against the gold positions. A logistic model of the traits (`bot.models.trained_reader`) is fitted, and
per kind the lowest threshold is taken from which on the precision is .9: judged on each event by a model fitted on the
others, so that the figures hold for events not seen. Needs the project's own questions only, and no network.
"""

from __future__ import annotations

import argparse
import json
import math
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from benchmarks.readme import put
from bot.answer.ask import AskOptions, ask
from bot.answer.conversation import Conversation, complete
from bot.evaluate.gold import read
from bot.evaluate.match import LEAST, overlap, similarity
from bot.models.chosen import BUNDLED
from bot.models.span_reader import SpanReader
from bot.models.trained_reader import KINDS, TRAITS, Odds, Rarity, TrainedReader, traits
from bot.render.json import as_dict
from corpus.load import Refused, load
from corpus.outlets import Registry
from index.embedders import embedder
from index.index import Index
from index.writer import add
from training import reader_card

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from bot.answer.types import Kind, Question, Reading, Statement

EVENTS = Path("tests/data/events")
#: Share of shown answers that must be right.
PRECISION = 0.9
#: Shown answers of a kind below which a threshold would be chance: the threshold of all kinds together is taken.
_LEAST_SHOWN = 10
#: Numbers of most probable statements of which the share right is told.
_TOP = (10, 20, 30, 50)
#: Strength of the pull of the weights towards zero; the rows are some hundreds.
_RIDGE = 1.0
_STEPS = 50  # of Newton's method; it is done after about ten


@dataclass(frozen=True, slots=True)
class Row:
    """One span that the reader marked."""

    event: str
    question: str
    statement: tuple[str, int]
    kind: Kind
    traits: tuple[float, ...]
    right: bool


class _Recorder:
    """Stands where the trained reader stands, and keeps what it is given."""

    def __init__(self) -> None:
        self.question: Question | None = None
        self.statements: tuple[Statement, ...] = ()

    def read_all(self, question: Question, statements: Sequence[Statement]) -> list[tuple[Statement, Reading]]:
        self.question, self.statements = question, tuple(statements)
        return []


def rows(reader: TrainedReader, events: Sequence[Path]) -> Iterator[Row]:
    """Yield what the reader marks for every question of the events."""
    registry, encoder = Registry.load(), embedder()
    for event in events:
        articles = [found for found in load([event / "articles"], registry) if not isinstance(found, Refused)]
        with tempfile.TemporaryDirectory() as home:
            add(Path(home), articles, encoder)
            with Index.open(Path(home), encoder) as index:
                yield from _of_event(reader, event, index)


def _of_event(reader: TrainedReader, event: Path, index: Index) -> Iterator[Row]:
    conversations: dict[str, Conversation] = {}
    for gold in read(event / "questions.jsonl"):
        key, recorder = gold.get("conversation"), _Recorder()
        before = conversations.get(str(key), Conversation()) if key is not None else None
        answer = ask(gold["question"], index, options=AskOptions(trained=recorder), conversation=before)
        if key is not None and before is not None:
            conversations[str(key)] = before.add(complete(gold["question"], before), as_dict(answer))
        question = recorder.question
        if question is None:
            continue
        rarity = Rarity.of(recorder.statements)
        for found, reading, gap in reader.candidates(question, recorder.statements):
            statement = found.statement
            right = _right(reading, statement, gold)
            place = statement.article.id, statement.start
            yield Row(event.name, str(gold["id"]), place, question.kind, traits(found, gap, question, rarity), right)


def _right(reading: Reading, statement: Statement, gold: Mapping[str, Any]) -> bool:
    """Tell whether a reading is what a gold position says, on the word of the same outlet.

    The evaluator takes words of a supporting quote as well; a span that only stands beside the answer is none.
    """
    span, outlet = reading.span, statement.article.outlet.id
    text = statement.article.text[span.start : span.end]
    given = {
        "value": reading.value.as_json(),
        "display": str(reading.value),
        "claims": [{"answer": {"text": text}}],
    }
    return any(
        similarity(given, position) >= LEAST
        and any(support["outlet"] == outlet for support in position["support"])
        and _worded(position["value"], text, str(reading.value))
        for position in gold["positions"]
    )


def _worded(value: Mapping[str, Any], *said: str) -> bool:
    """Tell whether words say a gold value; times are compared as times."""
    wanted = [text for text in (value.get("text"), *value.get("aliases", ())) if text]
    dated = value["kind"] == "time" and (value.get("start") or value.get("end"))
    return bool(dated) or any(overlap(text, one) >= LEAST for text in wanted for one in said)


def fit(found: Sequence[Row]) -> Odds:
    """Return the logistic model of the rows, with no threshold yet.

    Newton's method with a ridge on the weights (Hastie, Tibshirani, Friedman: The Elements of Statistical Learning,
    4.4.1); the biases of the kinds are pulled as the weights are, towards a common one.
    """
    x = np.array([_inputs(row) for row in found])
    y = np.array([float(row.right) for row in found])
    w = np.zeros(x.shape[1])
    pull = np.full(x.shape[1], _RIDGE)
    pull[0] = 1e-6  # the common bias is free
    for _ in range(_STEPS):
        p = 1 / (1 + np.exp(-np.clip(x @ w, -30, 30)))
        step = np.linalg.solve((x.T * (p * (1 - p))) @ x + np.diag(pull), x.T @ (y - p) - pull * w)
        w += step
        if float(np.abs(step).max()) < 1e-8:
            break
    kinds = {kind.value: round(float(w[0] + w[1 + at]), 5) for at, kind in enumerate(KINDS)}
    return Odds(kinds, tuple(round(float(value), 5) for value in w[1 + len(KINDS) :]), {})


def _inputs(row: Row) -> list[float]:
    return [1.0, *(float(row.kind == kind) for kind in KINDS), *row.traits]


@dataclass(frozen=True, slots=True)
class Judged:
    """A span that would be shown, judged by a model that did not see its event."""

    kind: Kind
    probability: float
    right: bool


def judged(found: Sequence[Row]) -> list[Judged]:
    """Return the best span of each statement, with the probability from a model fitted on the other events."""
    out: list[Judged] = []
    for event in sorted({row.event for row in found}):
        odds = fit([row for row in found if row.event != event])
        best: dict[tuple[str, tuple[str, int]], Judged] = {}
        for row in found:
            if row.event != event:
                continue
            one = Judged(row.kind, odds.of(row.kind, row.traits), row.right)
            key = row.question, row.statement
            if key not in best or best[key].probability < one.probability:
                best[key] = one
        out += best.values()
    return sorted(out, key=lambda one: -one.probability)


def threshold(shown: Sequence[Judged], precision: float = PRECISION) -> float:
    """Return the lowest probability from which on the precision holds; infinity where it never does."""
    best, right = math.inf, 0
    for count, one in enumerate(shown, start=1):
        right += one.right
        if count >= _LEAST_SHOWN and right / count >= precision:
            best = one.probability
    return best


def thresholds(found: Sequence[Judged]) -> dict[str, float]:
    """Return a threshold for each kind; kinds too rare for one of their own take that of all, or stay silent."""
    everywhere = threshold(found)
    out = {}
    for kind in KINDS:
        own = threshold([one for one in found if one.kind == kind])
        least = own if own < math.inf else everywhere
        if least < math.inf:
            out[kind.value] = round(least, 4)
    return out


def report(found: Sequence[Row], shown: Sequence[Judged], limits: Mapping[str, float]) -> str:
    """Return the table of what is shown, kind by kind and together, and of the most probable statements."""
    everywhere = [one for one in shown if one.probability >= limits.get(one.kind.value, math.inf)]
    lines = [
        f"{len(found):,} spans marked, {sum(row.right for row in found)} of them right, in {len(shown):,} statements.",
        "",
        "| kind | statements | right ones | shown from | right of those shown |",
        "|---|---|---|---|---|",
    ]
    for name, of, above in (
        *((k.value, [o for o in shown if o.kind == k], [o for o in everywhere if o.kind == k]) for k in KINDS),
        ("all", list(shown), everywhere),
    ):
        least = f"{limits[name]:.2f}" if name in limits else ""
        lines.append(f"| {name} | {len(of)} | {_right_of(of)} | {least} | {_right_of(above)} of {len(above)} |")
    lines += ["", "| most probable statements | right |", "|---|---|"]
    lines += [f"| {count} | {_right_of(shown[:count]) / count:.0%} |" for count in _TOP if count <= len(shown)]
    return "\n".join(lines)


def _right_of(judged: Sequence[Judged]) -> int:
    return sum(one.right for one in judged)


def main() -> int:
    """Read the command line, fit, and write `odds.json` beside the reader."""
    parser = argparse.ArgumentParser(description="Fit how likely a span of the reader answers.")
    parser.add_argument("--reader", type=Path, default=BUNDLED, help="folder of the trained reader")
    parser.add_argument("--write", action="store_true", help="put the table into docs/models.md")
    options = parser.parse_args()
    events = sorted(path.parent for path in EVENTS.glob("*/questions.jsonl"))
    reader = TrainedReader(SpanReader.in_folder(options.reader), Odds({}, (0.0,) * len(TRAITS), {}))
    found = list(rows(reader, events))
    shown = judged(found)
    limits = thresholds(shown)
    odds = fit(found)
    record = {"traits": list(TRAITS), "bias": odds.bias, "weights": odds.weights, "thresholds": limits}
    record["events"] = [event.name for event in events]
    (options.reader / "odds.json").write_text(json.dumps(record, indent=2) + "\n", encoding="utf-8")
    table = report(found, shown, limits)
    print(table)
    if options.write:
        put("odds", table, reader_card.DOCS / "models.md")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
