"""The public sets with the trained reader beside the rules alone (docs/models.md).

    python -m benchmarks.reader_public [SET …] [--reader FOLDER] [--claims FOLDER] [--limit N] [--write] [--to FILE]

Four systems answer the same questions from the documents given with them:

- *rules*: the product as it ships;
- *rules, reader from P*: the product's own path, where the reader shows what is as likely as P by `training.answer_odds`;
- *reader*: its best span of at most 12 tokens over all windows of all documents, whatever kind is asked for;
- *rules, then reader*: the rules' answer, and the reader's where they have none.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import time
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from benchmarks import data, readme
from benchmarks.public import intervals, qacc, ramdocs, realtimeqa, wikicontradict
from benchmarks.public.asking import OneStory, Reply, Shown, memory, shown, tasks
from benchmarks.reader_documents import (
    LONGEST,
    MOST_ANSWERS,
    PRECISION,
    Comparer,
    Documents,
    Way,
    answered,
    calm,
    kept,
    most_told,
    snippets,
    surest,
)
from bot.answer.ask import AskOptions, ask
from bot.evaluate.plain import WordVectors
from bot.models.chosen import BUNDLED
from bot.models.span_reader import SpanReader
from bot.models.trained_reader import KINDS, Odds, TrainedReader
from index.writer import add

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from benchmarks.public.asking import Task
    from benchmarks.public.types import Figure
    from benchmarks.reader_documents import Found

    Row = dict[str, Any]

RUNS = Path(__file__).resolve().parents[1] / "training" / "runs"
DOCUMENT = readme.README.parent / "docs" / "models.md"
#: About the probability from which on nine of ten that the reader adds on the development events are right.
SHOWN_FROM = 0.5
#: Questions kept aside on which a threshold against false alarms is chosen.
_CALM_QUESTIONS = 250
_HALF = 0.5


@dataclass(frozen=True, slots=True)
class Models:
    """What the reader's systems need."""

    documents: Documents
    comparer: Comparer
    product: TrainedReader
    #: Confidence from which a document's span counts as its answer.
    least: float
    #: The same where few false alarms are wanted, for each way to compare.
    calm: dict[Way, float]


def open_models(reader: Path, claims: Path) -> Models:
    """Return the models of the folders, with the thresholds that data for training give."""
    odds = replace(Odds.read(reader / "odds.json"), thresholds={kind.value: SHOWN_FROM for kind in KINDS})
    documents = Documents(reader)
    product = TrainedReader(SpanReader.in_folder(reader, LONGEST), odds)
    comparer, rows = Comparer(claims), snippets(_CALM_QUESTIONS)
    quiet = {way: calm(documents, comparer, way, rows) for way in Way}
    return Models(documents, comparer, product, documents.least_confidence(), quiet)


def by_product(task: Task, trained: TrainedReader) -> tuple[Reply, Reply]:
    """Answer a question by the product's one path, without and with the reader."""
    with tempfile.TemporaryDirectory(dir=memory()) as folder:
        add(Path(folder), task.articles, WordVectors())
        with OneStory.open(Path(folder), WordVectors(), one_shot=True) as index:
            options = (None, AskOptions(trained=trained))
            rules, both = (shown(task.id, ask(task.question, index, options=one)) for one in options)
            return rules, both


# -- one answer: RealTimeQA --------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Sure:
    """One answer to a question, and how sure the system is."""

    reply: Reply
    confidence: float


def _single(key: str, best: tuple[str, float] | None) -> Sure:
    if best is None:
        return Sure(Reply(key, "unanswered", ()), 0.0)
    return Sure(Reply(key, "answered", (Shown(best[0], (), (), frozenset()),)), best[1])


def precision_at(rows: Sequence[Row], given: Sequence[Sure], right: Callable[[Row, Reply], float]) -> float:
    """Return the share of right answers among the surest half of all questions."""
    order = sorted(range(len(rows)), key=lambda at: -given[at].confidence)[: max(1, round(_HALF * len(rows)))]
    return float(np.mean([right(rows[at], given[at].reply) for at in order]))


def real_time(models: Models, limit: int | None) -> list[list[str]]:
    """Return the rows of RealTimeQA's table."""
    rows = data.rows(data.folder() / "eval_dev" / "realtimeqa_dev.jsonl.gz")[:limit]
    asked = tasks(rows)
    spans = [models.documents.spans(task.question, task.articles) for task in asked]
    products = [by_product(task, models.product) for task in asked]
    rules = [_certain(one) for one, _ in products]
    alone = [_single(task.id, surest(found)) for task, found in zip(asked, spans, strict=True)]
    told = [_single(task.id, most_told(found)) for task, found in zip(asked, spans, strict=True)]
    systems = {
        "rules": rules,
        f"rules, reader from {SHOWN_FROM}": [_certain(one) for _, one in products],
        "reader, surest span": alone,
        "reader, most told answer": told,
        "rules, then reader": [a if a.reply.positions else b for a, b in zip(rules, told, strict=True)],
    }
    return [[name, *_real_time(rows, given)] for name, given in systems.items()]


def _certain(given: Reply) -> Sure:
    return Sure(given, 2.0 if given.first else 0.0)  # rules before any confidence of the reader


def _real_time(rows: Sequence[Row], given: Sequence[Sure]) -> list[str]:
    replies = [one.reply for one in given]
    cells = _cells(
        realtimeqa.figures(rows, replies),
        ("exact match", "contains the gold answer", "F1 of the words", "exact match where it answers", "answered"),
    )
    half = [precision_at(rows, given, right) for right in (realtimeqa.right, realtimeqa.holds)]
    return [*cells, " / ".join(map(intervals.three, half))]


# -- several answers: WikiContradict, QACC, RAMDocs --------------------------------------------------------------------


def replies(
    models: Models, asked: Sequence[Task], found: Sequence[Sequence[Found]], way: Way, least: float
) -> list[Reply]:
    """Return the reader's answers, compared in the given way."""
    out = []
    for task, spans in zip(asked, found, strict=True):
        related = partial(models.comparer.relation, task.question, way=way)
        out.append(answered(task.id, kept(spans, least)[:MOST_ANSWERS], related))
    return out


def joined(rules: Reply, reader: Reply) -> Reply:
    """Return the rules' answer with what the reader finds in documents where they find nothing.

    A conflict that only the reader sees counts where the rules have no answer at all.
    """
    if not rules.positions:
        return reader
    told = frozenset().union(*(position.articles for position in rules.positions))
    more = tuple(position for position in reader.positions if not position.articles & told)
    return Reply(rules.id, rules.state, (*rules.positions, *more))


def several(models: Models, asked: Sequence[Task]) -> dict[str, list[Reply]]:
    """Return what each system answers."""
    products = [by_product(task, models.product) for task in asked]
    rules = [one for one, _ in products]
    systems = {"rules": rules, f"rules, reader from {SHOWN_FROM}": [one for _, one in products]}
    spans = [models.documents.spans(task.question, task.articles) for task in asked]
    for way in Way:
        for least in (models.least, models.calm[way]):
            given = replies(models, asked, spans, way, least)
            systems[f"reader from {least:.2f}; {way}"] = given
    joint = [joined(a, b) for a, b in zip(rules, given, strict=True)]
    return {**systems, f"rules, then reader from {least:.2f}; {way}": joint}


def wiki_contradict(models: Models, limit: int | None) -> list[list[str]]:
    """Return the rows of WikiContradict's table, for the rewritten statements and for the paragraphs."""
    rows = data.rows(data.folder() / "eval_dev" / "wikicontradict_dev.jsonl")[:limit]
    out = []
    for fed in ("text", "passage"):
        asked = tasks(rows, text=fed, apart=True)
        for name, given in several(models, asked).items():
            hits = [
                [float(wikicontradict.both(row, bare(one))) for row, one in zip(rows, given, strict=True)],
                [
                    float(wikicontradict.both(row, bare(one)) and one.state == "conflict")
                    for row, one in zip(rows, given, strict=True)
                ],
                [float(wikicontradict.strict(row, one)) for row, one in zip(rows, given, strict=True)],
                [float(one.state == "conflict") for one in given],
            ]
            cells = [_cell(intervals.share("", hit)) for hit in hits]
            out.append([f"{wikicontradict.FED[fed]}: {name}", *cells])
    return out


def bare(given: Reply) -> Reply:
    """Return the answer without its quotes: the answers themselves must convey."""
    return replace(given, positions=tuple(replace(position, quotes=()) for position in given.positions))


def qacc_flags(models: Models, limit: int | None) -> list[list[str]]:
    """Return the rows of QACC's table, with always and never as baselines."""
    rows = data.rows(data.folder() / "eval_dev" / "qacc_dev.jsonl")[:limit]
    names = (
        "conflict flag, labels as given: F1",
        "conflict flag, without “conflicts” of one same answer: F1",
        "conflict flag, without “conflicts” of one same answer: precision",
        "false alarms: flagged as conflict where the set sees none",
        "answer-set recall, contained",
        "exact match of the first answer",
    )
    systems = several(models, tasks(rows))
    for state in ("conflict", "unanswered"):
        name = "always a conflict" if state == "conflict" else "never a conflict"
        systems[name] = [Reply(row["id"], state, ()) for row in rows]
    return [[name, *_cells(qacc.figures(rows, given), names)] for name, given in systems.items()]


def ram_docs(models: Models, limit: int | None) -> list[list[str]]:
    """Return the rows of RAMDocs' table."""
    rows = data.rows(data.folder() / "eval_dev" / "ramdocs_dev.jsonl")[:limit]
    names = (
        "recall of answers that a document gives",
        "positions that are a listed answer",
        "all right answers, no wrong one",
        "the same, and nothing else, word for word",
    )
    systems = several(models, tasks(rows, apart=True))
    return [[name, *_cells(ramdocs.figures(rows, given), names)] for name, given in systems.items()]


def _cells(figures: Sequence[Figure], names: Sequence[str]) -> list[str]:
    held = {figure.measure: figure for figure in figures}
    return [_cell(held[name]) for name in names]


def _cell(figure: Figure) -> str:
    if figure.value is None:
        return "–"
    if figure.interval is None:
        return intervals.three(figure.value)
    return f"{intervals.three(figure.value)} ({'–'.join(intervals.three(end) for end in figure.interval)})"


@dataclass(frozen=True, slots=True)
class Set:
    """A test set, what its table is headed with, and what issue 5 asks for."""

    title: str
    header: tuple[str, ...]
    run: Callable[[Models, int | None], list[list[str]]]
    wanted: str


SETS = {
    "realtimeqa": Set(
        "RealTimeQA dev, 380 questions, articles given",
        ("exact", "contains gold", "F1", "exact where it answers", "answered", "surest half: exact / contains"),
        real_time,
        "exact ≥ .25, contains ≥ .32, surest half ≥ .5",
    ),
    "wikicontradict": Set(
        "WikiContradict dev, 100 records",
        ("both answers", "both, and flagged", "the same, word for word", "flagged"),
        wiki_contradict,
        "both and flagged ≥ .50",
    ),
    "qacc": Set(
        "QACC dev, 790 questions, snippets given",
        ("flag F1", "flag F1, without same answers", "precision", "false alarms", "answers found", "first exact"),
        qacc_flags,
        "flag F1 ≥ .55, false alarms ≤ .15",
    ),
    "ramdocs": Set(
        "RAMDocs dev, 147 questions",
        ("position recall", "position precision", "all right, none wrong", "the same, word for word"),
        ram_docs,
        "recall ≥ .75 at precision ≥ .75",
    ),
}


def section(name: str, found: Sequence[Sequence[str]]) -> str:
    """Return the table of a set with its heading."""
    one = SETS[name]
    table = readme.table([one.title, *one.header], [list(row) for row in found])
    return f"{table}\n\nWanted: {one.wanted}."


def main() -> int:
    """Measure the sets that were named, or all."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.reader_public", description=__doc__)
    parser.add_argument("names", nargs="*", choices=[[], *SETS], help="sets to run (default: all)")
    parser.add_argument("--reader", type=Path, default=BUNDLED)
    parser.add_argument("--claims", type=Path, default=RUNS / "claims" / "export")
    parser.add_argument("--limit", type=int, help="only the first N questions of each set")
    parser.add_argument("--to", type=Path, default=RUNS / "reader-public.json", help="where the tables are kept")
    parser.add_argument("--write", action="store_true", help=f"put the tables into {DOCUMENT.name}")
    options = parser.parse_args()
    models = open_models(options.reader, options.claims)
    quiet = ", ".join(f"{way} {least:.2f}" for way, least in models.calm.items())
    notes = f"least confidence {models.least:.2f} (precision {PRECISION}); few false alarms: {quiet}"
    print(notes, file=sys.stderr, flush=True)
    kept_before = json.loads(options.to.read_text("utf-8")) if options.to.is_file() else {}
    for name in options.names or SETS:
        before = time.process_time()
        kept_before[name] = section(name, SETS[name].run(models, options.limit))
        print(f"{kept_before[name]}\n\n{time.process_time() - before:.0f} CPU-s", flush=True)
        options.to.write_text(json.dumps(kept_before, indent=1, ensure_ascii=False) + "\n", "utf-8")
    if options.write:
        readme.put("reader-public", "\n\n".join(kept_before[name] for name in SETS if name in kept_before), DOCUMENT)
    return 0


if __name__ == "__main__":
    sys.exit(main())
