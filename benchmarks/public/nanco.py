"""NAnCo (Discord Questions): tell which pairs of answers to one question are the same answer.

Balanced accuracy over all pairs of a question, mean over the questions. With four questions the threshold of the encoder
is chosen on the other three. The interval draws answers, not questions.
"""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING, Any

import numpy as np

from benchmarks import data
from benchmarks.public import intervals
from benchmarks.public.types import Figure, Result
from bot.answer.kinds.cause import Cause
from bot.answer.kinds.text import Text
from bot.answer.predicates import groups
from bot.answer.question import analyse
from bot.answer.types import Kind
from bot.answer.values import Relation, relate
from index.encoder import Encoder

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from benchmarks.public.types import Options
    from bot.answer.values import Value

    Row = dict[str, Any]
    Matrix = NDArray[Any]

_STEPS = np.linspace(0.0, 1.0, 101)
_TEST = "on the paper’s test questions: its own RoBERTa-large .813, QuIP .741, stsb-bert .733, mpnet .730, MNLI .580"
_BEST = "the same four questions: stsb-bert .947, its own RoBERTa-large .929, QuIP .899, mpnet .854, VitaminC .636"


def run(options: Options) -> Result:
    """Measure our relation of values and the bundled encoder's similarity."""
    rows = data.rows(options.data / "train" / "answer_groups.jsonl")  # four questions: a limit would save nothing
    found = tuple(figures(rows))
    title = "NAnCo (salesforce/discord_questions), pairs of answers to the paper’s four validation questions"
    return Result("nanco", title, found, tuple(figure.measure for figure in found))


def figures(rows: Sequence[Row]) -> list[Figure]:
    """Return the measures of the four questions."""
    gold = [same_cluster(row) for row in rows]
    related = [same_value(row) for row in rows]
    encoder = Encoder.bundled()
    near = [similarity(encoder.encode([answer["answer"] for answer in row["answers"]])) for row in rows]
    through = [linked(one) for one in near]
    joined = [through[at] >= threshold(through, gold, without=at) for at in range(len(rows))]
    chosen = [near[at] >= threshold(near, gold, without=at) for at in range(len(rows))]
    best = [near[at] >= threshold([near[at]], [gold[at]]) for at in range(len(rows))]
    return [
        _figure("our relation “same” between values", related, gold, _TEST),
        _figure("our encoder, threshold from the other questions", chosen, gold, _TEST),
        _figure("our encoder, linked through other answers, threshold from the other questions", joined, gold, _TEST),
        _figure("our encoder, best threshold per question (flatters)", best, gold, _BEST),
    ]


def same_cluster(row: Row) -> Matrix:
    """Return which pairs of answers the annotators put together."""
    clusters = np.array([answer["cluster"] for answer in row["answers"]])
    same: Matrix = np.equal.outer(clusters, clusters)
    return same


def same_value(row: Row) -> Matrix:
    """Return which pairs of answers the product would take for one value."""
    cause = analyse(row["question"]).kind is Kind.CAUSE
    values = [_value(answer["answer"], cause=cause) for answer in row["answers"]]
    out = np.eye(len(values), dtype=bool)
    for i, j in itertools.combinations(range(len(values)), 2):
        out[i, j] = out[j, i] = relate(values[i], values[j]) is Relation.SAME
    return out


def _value(text: str, *, cause: bool) -> Value:
    return Cause(text, groups=groups(text)) if cause else Text(text)


def similarity(vectors: Matrix) -> Matrix:
    """Return the cosines of all pairs of unit vectors."""
    cosines: Matrix = np.inner(vectors, vectors)
    return cosines


def linked(near: Matrix) -> Matrix:
    """Return how alike each pair is through others: the weakest link of the best path between them.

    From a threshold on, these are the groups of single linkage (Gower & Ross, 1969).
    """
    best = near.copy()
    for via in range(len(best)):
        best = np.maximum(best, np.minimum.outer(best[:, via], best[via, :]))
    return best


def threshold(near: Sequence[Matrix], gold: Sequence[Matrix], without: int | None = None) -> float:
    """Return the cosine at which the mean balanced accuracy of the questions, less one, is largest."""
    kept = [at for at in range(len(near)) if at != without]
    means = [np.mean([balanced(near[at] >= step, gold[at]) for at in kept]) for step in _STEPS]
    return float(_STEPS[int(np.argmax(means))])


def balanced(found: Matrix, gold: Matrix, weights: Matrix | None = None) -> float:
    """Return the mean of the shares right among same and among different pairs; each answer may count several times."""
    each = np.ones(len(gold)) if weights is None else weights
    pairs = np.triu(np.outer(each, each), k=1)
    shares = []
    for truth in (True, False):
        asked = pairs * (gold == truth)
        if asked.sum():
            shares.append((asked * (found == truth)).sum() / asked.sum())
    return float(np.mean(shares)) if shares else float("nan")


def _figure(name: str, found: Sequence[Matrix], gold: Sequence[Matrix], published: str) -> Figure:
    """Return the mean over questions, with its interval over answers."""
    pairs = list(zip(found, gold, strict=True))
    ends = list(itertools.pairwise(np.cumsum([0, *(len(truth) for truth in gold)]).tolist()))

    def mean(drawn: Matrix) -> Matrix:
        return np.array(
            [
                np.mean(
                    [
                        balanced(mine, truth, row[low:high])
                        for (mine, truth), (low, high) in zip(pairs, ends, strict=True)
                    ]
                )
                for row in drawn
            ]
        )

    answers = sum(len(truth) for truth in gold)
    value = float(mean(np.ones((1, answers)))[0]) if pairs else None
    return Figure(f"{name}: balanced accuracy", value, intervals.interval(mean, answers), answers, published)
