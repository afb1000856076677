"""MultiHop-RAG: retrieval over 609 articles, and outlet-scoped questions answered from all of them."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from benchmarks import data, multihop
from benchmarks.public import intervals, wording
from benchmarks.public.asking import Reply, memory, shown, spread
from benchmarks.public.types import Figure, Result
from bot.answer.ask import AskOptions, ask
from index.encoder import Encoder
from index.index import Index
from index.search import search
from index.writer import add

if TYPE_CHECKING:
    from collections.abc import Sequence

    from benchmarks.public.types import Options
    from bot.models.chosen import Chosen

    Row = dict[str, Any]

#: What the set calls the answer to a question that its articles do not answer.
ABSTAINED = "Insufficient information."
#: Questions of a process at a time; each part opens the index anew.
_PART = 64
_TYPES = ("inference", "comparison", "temporal", "null")
_PAPER = "voyage-02 + bge-reranker-large {} (paper, quoted by two repositories)"
_RETRIEVAL = {
    "Hits@10": _PAPER.format(".747")
    + "; JustSearch hybrid .826; BM25 + small encoder, chunks twice as long, .992 (theirs)",
    "Hits@4": _PAPER.format(".663"),
    "MRR@10": _PAPER.format(".586") + "; JustSearch .574; BM25 + small encoder .757 (theirs)",
}
_OFFICIAL = (
    "GPT-4 .56, Claude-2.1 .52, PaLM .47, ChatGPT .44, Llama-2-70B .28 (paper, retrieved evidence); GPT-4 .89 (gold "
    "evidence); JustSearch + Qwen3.5-9B .769 (its repository); VRIN .914 (384 queries, answers normalised by a language "
    "model; its README)"
)
_EXACT = "JustSearch + Qwen3.5-9B .758 (its repository)"
_TITLE = "MultiHop-RAG (yixuantt/MultiHopRAG), 500 public queries, all 609 articles indexed"
#: What stands for the set in the first table.
MAIN = (
    "retrieval: Hits@10",
    "retrieval: Hits@4",
    "retrieval: MRR@10",
    "retrieval: all evidence in 10",
    "QA: official, any word shared",
    "QA: exact match",
    "QA: exact match where it answers",
    "QA: answered",
)
_OF_TYPE = {"inference": ".93", "comparison": ".65", "temporal": ".61", "null": ".90"}


@dataclass(frozen=True, slots=True)
class Part:
    """Questions for one process."""

    home: Path
    trained: Chosen | None
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one question."""

    reply: Reply
    #: Hit in ten, in four, reciprocal rank, all evidence; None for questions without evidence.
    retrieval: tuple[float, float, float, float] | None


def run(options: Options) -> Result:
    """Index the articles, then retrieve for and answer every question."""
    folder = options.data / "eval_dev" / "multihop_rag"
    rows = data.rows(folder / "queries_dev.jsonl")[: options.limit]
    with tempfile.TemporaryDirectory(dir=memory()) as temporary:
        home = options.home or Path(temporary)
        add(home, multihop.articles(folder), Encoder.bundled())
        parts = [Part(home, options.trained, tuple(rows[at : at + _PART])) for at in range(0, len(rows), _PART)]
        outcomes = [one for part in spread(outcomes_of, parts, options.processes, chunk=1) for one in part]
    found = (*retrieval(outcomes), *answers(rows, [one.reply for one in outcomes]))
    return Result("multihop", _TITLE, found, MAIN)


def outcomes_of(part: Part) -> list[Outcome]:
    """Retrieve for and answer the questions of one part."""
    tokenizer = multihop.load_tokenizer()
    out = []
    with Index.open(part.home, Encoder.bundled()) as index:
        for row in part.rows:
            hits = search(index, row["question"], multihop.DEPTH) if row["evidence"] else []
            texts = [multihop.clip(tokenizer, (hit.context or hit.passage.quote).text) for hit in hits]
            scores = multihop.measure(row, texts) if row["evidence"] else None
            out.append(
                Outcome(shown(row["id"], ask(row["question"], index, options=AskOptions(trained=part.trained))), scores)
            )
    return out


def retrieval(outcomes: Sequence[Outcome]) -> list[Figure]:
    """Return the measures of retrieval, over the questions that have evidence."""
    scores = [one.retrieval for one in outcomes if one.retrieval is not None]
    names = ("Hits@10", "Hits@4", "MRR@10", "all evidence in 10")
    return [
        intervals.share(f"retrieval: {name}", [score[at] for score in scores], _RETRIEVAL.get(name, ""))
        for at, name in enumerate(names)
    ]


def answers(rows: Sequence[Row], replies: Sequence[Reply]) -> list[Figure]:
    """Return the measures of answers, over all questions and per type."""
    pairs = [(row, said(given)) for row, given in zip(rows, replies, strict=True)]
    out = [
        intervals.share(
            "QA: official, any word shared", [float(shares_a_word(t, r["answer"])) for r, t in pairs], _OFFICIAL
        ),
        intervals.share("QA: exact match", [float(right(text, row)) for row, text in pairs], _EXACT),
    ]
    for sort in _TYPES:
        hits = [float(right(text, row)) for row, text in pairs if row["type"] == sort]
        out.append(intervals.share(f"QA: exact match, {sort}", hits, f"JustSearch {_OF_TYPE[sort]}"))
    tried = [(row, text) for row, text in pairs if text != (ABSTAINED,)]
    out.append(intervals.share("QA: exact match where it answers", [float(right(text, row)) for row, text in tried]))
    out.append(intervals.share("QA: answered", [float(text != (ABSTAINED,)) for _, text in pairs]))
    return out


def said(given: Reply) -> tuple[str, ...]:
    """Return the answer in its wordings; the set's own words where nothing answers the question."""
    return given.first or (ABSTAINED,)


def right(text: tuple[str, ...], row: Row) -> bool:
    """Tell whether the answer is the gold one, normalised."""
    return wording.exact(text, [row["answer"]])


def shares_a_word(text: tuple[str, ...], gold: str) -> bool:
    """Tell whether the answer as displayed has any word of the gold answer: the official script's measure.

    As there, words are what stands between blanks, in lower case, punctuation and all.
    """
    return bool(set(text[0].lower().split()) & set(gold.lower().split()))
