"""Measure an exported claims model, and choose its temperatures and thresholds.

Usage: `python -m training.claims_eval [FOLDER] [--calibrate RUN] [--rows N]`, with the data folder in $WHOSAYS_DATA.
Held-out rows are those of articles, contexts and premises that training never saw, and of templates that it never saw.
Temperatures and thresholds are chosen on one half of them and measured on the other. The public sets only measure.
"""

from __future__ import annotations

import argparse
import itertools
import json
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from benchmarks.data import folder, rows
from benchmarks.public import intervals, nanco
from bot.models.claims import Asked, Claims
from bot.models.claims_text import RELATIONS, STANCES
from index.encoder import Encoder
from training.claims_data import split
from training.claims_export import TARGET
from training.claims_rows import Example, sentences, share

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    Matrix = NDArray[Any]

RUNS = Path(__file__).resolve().parent / "runs"
_PRECISION = 0.9  # what a threshold must reach
_WORKERS = 1
#: Kinds of relation whose values are typed: their own rules compare them, so they do not set the threshold.
_TYPED = ("amount", "time", "frame")
_SHORT_TEXT = 300  # code points of a document that is one statement


# -- scores ------------------------------------------------------------------------------------------------------------


def odds(model: Claims, examples: Sequence[Example]) -> Matrix:
    """Return the probabilities of examples of one task, (examples, labels)."""
    if not examples:
        return np.zeros((0, 4))
    if examples[0].task == "stance":
        stances = model.stances([(e.first[0], e.second[0]) for e in examples], workers=_WORKERS)
        return np.array([[getattr(row, name) for name in STANCES] for row in stances])
    relations = model.relations([Asked(e.question, e.first, e.second) for e in examples], workers=_WORKERS)
    return np.array([[getattr(row, name) for name in RELATIONS] for row in relations])


def wilson(hits: float, count: int) -> str:
    """Return a share with its 95 % interval."""
    if not count:
        return "-"
    z, p = 1.96, hits / count
    middle = (p + z * z / (2 * count)) / (1 + z * z / count)
    half = z * np.sqrt(p * (1 - p) / count + z * z / (4 * count * count)) / (1 + z * z / count)
    return f"{p:.3f} ({middle - half:.3f}–{middle + half:.3f}, n={count})"


def threshold(scores: Matrix, truth: Matrix) -> float:
    """Return the smallest score from which on at least `_PRECISION` are true; 1.01 when there is none."""
    order = np.argsort(-scores, kind="stable")
    precision = np.cumsum(truth[order]) / np.arange(1, len(order) + 1)
    good = np.nonzero(precision >= _PRECISION)[0]
    # Rounded up: rounding down could let in what was left out.
    return float(np.ceil(scores[order][good[-1]] * 1000) / 1000) if len(good) else 1.01


def temperature(found: Matrix, labels: Matrix) -> float:
    """Return the temperature under which the labels are likeliest."""
    logs = np.log(np.clip(found, 1e-9, 1))
    best, value = 1e9, 1.0
    for step in np.arange(0.5, 3.01, 0.05):
        scaled = logs / step
        scaled -= np.log(np.exp(scaled).sum(1, keepdims=True))
        loss = -scaled[np.arange(len(labels)), labels].mean()
        if loss < best:
            best, value = loss, float(step)
    return round(value, 2)


def expected_error(found: Matrix, labels: Matrix, bins: int = 15) -> float:
    """Return the expected calibration error of the likeliest label."""
    sure, right = found.max(1), found.argmax(1) == labels
    at = np.minimum((sure * bins).astype(int), bins - 1)
    return float(
        sum(
            abs(right[at == b].mean() - sure[at == b].mean()) * (at == b).mean() for b in range(bins) if (at == b).any()
        )
    )


# -- held-out rows -----------------------------------------------------------------------------------------------------


def held_out(model: Claims, limit: int, calibrate: bool) -> dict[str, Any]:
    """Print how the model does on held-out rows; return the temperatures and thresholds that they ask for."""
    parts = split()
    settings: dict[str, Any] = {"temperatures": {}, "thresholds": {}}
    for task, labels in (("stance", STANCES), ("relation", RELATIONS)):
        own = [e for e in parts.articles if e.task == task][:limit]
        found = odds(model, own)
        first = np.array([share(f"half {e.group}") < 0.5 for e in own])
        gold = np.array([labels.index(e.label) if e.label in labels else -1 for e in own])
        known = gold >= 0
        heat = temperature(found[first & known], gold[first & known]) if calibrate else 1.0
        found = found ** (1 / heat)
        found /= found.sum(1, keepdims=True)
        settings["temperatures"][task] = heat
        print(f"\n## {task}: articles kept aside, second half; temperature {heat}")
        _table(own, found, gold, ~first, labels)
        free = np.array([e.origin not in _TYPED for e in own])
        tuned = ("denies", "supports") if task == "stance" else ("incompatible", "alike")
        for name in tuned:
            score = found[:, 0] + found[:, 1] if name == "alike" else found[:, labels.index(name)]
            true = gold < 2 if name == "alike" else gold == labels.index(name)
            true = true & known
            # "not supports" may be a denial: such rows say nothing of the precision of "denies".
            usable = free & (known | (name == "supports"))
            cut = threshold(score[first & usable], true[first & usable])
            settings["thresholds"][name] = cut
            for where, mask in (("free text", ~first & usable), ("all", ~first & (known | (name == "supports")))):
                chosen = mask & (score >= cut)
                print(
                    f"{name} from {cut}, {where}: precision {wilson((chosen & true).sum(), int(chosen.sum()))}, recall {wilson((chosen & true).sum(), int((mask & true).sum()))}"
                )
        unseen = [e for e in parts.templates if e.task == task][:limit]
        if unseen:
            print(f"# {task}: templates kept aside")
            their = odds(model, unseen) ** (1 / heat)
            their /= their.sum(1, keepdims=True)
            their_gold = np.array([labels.index(e.label) for e in unseen])
            _table(unseen, their, their_gold, np.ones(len(unseen), dtype=bool), labels)
    return settings


def _table(examples: Sequence[Example], found: Matrix, gold: Matrix, mask: Matrix, labels: Sequence[str]) -> None:
    """Print accuracy over all rows and by origin."""
    right = found.argmax(1) == gold
    known = mask & (gold >= 0)
    print(
        f"accuracy {wilson(right[known].sum(), int(known.sum()))}, calibration error {expected_error(found[known], gold[known]):.3f}"
    )
    for at, label in enumerate(labels):
        chosen, true = known & (found.argmax(1) == at), known & (gold == at)
        print(
            f"   {label:13} precision {wilson((chosen & true).sum(), int(chosen.sum()))} recall {wilson((chosen & true).sum(), int(true.sum()))}"
        )
    for origin in sorted({e.origin for e in examples}):
        own = known & np.array([e.origin == origin for e in examples])
        if own.sum():
            print(f"   {origin:20} {wilson(right[own].sum(), int(own.sum()))}")


# -- groups of answers -------------------------------------------------------------------------------------------------


def groups(model: Claims) -> None:
    """Print how well pairs of answers to one question are told apart: each question with a threshold from the others."""
    questions = rows(folder() / "train" / "answer_groups.jsonl")
    gold = [nanco.same_cluster(row) for row in questions]
    encoder = Encoder.bundled()
    near = [nanco.similarity(encoder.encode([a["answer"] for a in row["answers"]])) for row in questions]
    ways: dict[str, list[Matrix]] = {"cosine of the bundled encoder": near}
    for name, clause in (("answers alone", False), ("with the paragraph", True)):
        scores = [_matrices(model, row, clause) for row in questions]
        ways[f"same + refines, {name}"] = [score[0] for score in scores]
        ways[f"same + refines - incompatible, {name}"] = [(score[0] - score[1] + 1) / 2 for score in scores]
        for weight in (0.25, 0.5, 0.75):
            ways[f"{1 - weight:g} cosine + {weight:g} (same + refines), {name}"] = [
                (1 - weight) * n + weight * s[0] for n, s in zip(near, scores, strict=True)
            ]
    print("\n## answer groups: balanced accuracy, threshold from the other questions")
    for name, matrices in ways.items():
        chosen = [matrices[at] >= nanco.threshold(matrices, gold, without=at) for at in range(len(questions))]
        value, (low, high) = _mean_balanced(chosen, gold)
        each = " ".join(f"{nanco.balanced(c, g):.3f}" for c, g in zip(chosen, gold, strict=True))
        print(f"   {name:52} {value:.3f} ({low:.3f}–{high:.3f})  {each}")


def _matrices(model: Claims, row: dict[str, Any], clause: bool) -> tuple[Matrix, Matrix]:
    """Return how alike and how incompatible all pairs of answers are."""
    answers = row["answers"]
    pairs = list(itertools.combinations(range(len(answers)), 2))
    sides = [(a["answer"], a["paragraph"] if clause else "") for a in answers]
    found = model.relations([Asked(row["question"], sides[i], sides[j]) for i, j in pairs], workers=_WORKERS)
    alike, against = np.eye(len(answers)), np.zeros((len(answers), len(answers)))
    for (i, j), one in zip(pairs, found, strict=True):
        alike[i, j] = alike[j, i] = one.alike
        against[i, j] = against[j, i] = one.incompatible
    return alike, against


def _mean_balanced(found: Sequence[Matrix], gold: Sequence[Matrix]) -> tuple[float, tuple[float, float]]:
    """Return the mean over questions, and its interval over draws of answers."""
    ends = list(itertools.pairwise(np.cumsum([0, *(len(truth) for truth in gold)]).tolist()))

    def mean(drawn: Matrix) -> Matrix:
        return np.array(
            [
                np.mean(
                    [nanco.balanced(f, g, row[low:high]) for f, g, (low, high) in zip(found, gold, ends, strict=True)]
                )
                for row in drawn
            ]
        )

    count = sum(len(truth) for truth in gold)
    low_high = intervals.interval(mean, count)
    return float(mean(np.ones((1, count)))[0]), low_high if low_high else (float("nan"), float("nan"))


# -- conflicts of gold answers -----------------------------------------------------------------------------------------


def _plain(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.lower()))


def _clause(document: dict[str, Any], answer: str) -> str:
    """Return the sentence of a document that the answer stands in, or nothing."""
    text = " ".join(str(document.get(key, "")) for key in ("text",)).replace("\n", " ")
    for start, end in sentences(text):
        if answer.lower() in text[start:end].lower():
            return text[start:end]
    return ""


def _listed(row: dict[str, Any]) -> list[tuple[str, str]]:
    """Return the listed answers, each with its clause in the first document that gives it."""
    documents = {document["id"]: document for document in row["documents"]}
    found = []
    for answer in row["answers"]:
        own = [documents[at] for at in answer["documents"] if at in documents]
        clauses = [clause for document in own if (clause := _clause(document, answer["text"]))]
        # WikiContradict's answers are often not literally in the statement that implies them.
        short = [document["text"] for document in own if len(document["text"]) < _SHORT_TEXT]
        found.append((answer["text"], next(iter([*clauses, *short]), "")))
    return found


def gold_pairs(row: dict[str, Any]) -> list[Asked]:
    """Return the pairs of listed answers that are not one string."""
    return [
        Asked(row["question"], one, two)
        for one, two in itertools.combinations(_listed(row), 2)
        if _plain(one[0]) != _plain(two[0])
    ]


def again_pairs(row: dict[str, Any]) -> list[Asked]:
    """Return the listed answers as two documents give each: never a conflict."""
    documents = {document["id"]: document for document in row["documents"]}
    found = []
    for answer in row["answers"]:
        own = [_clause(documents[at], answer["text"]) for at in answer["documents"] if at in documents]
        clauses = [clause for clause in own if clause]
        found += [
            Asked(row["question"], (answer["text"], one), (answer["text"], two))
            for one, two in itertools.combinations(clauses[:4], 2)
        ]
    return found


def _nested(asked: Asked) -> bool:
    one, two = f" {_plain(asked.first[0])} ", f" {_plain(asked.second[0])} "
    return one in two or two in one


def _against(model: Claims, pairs: Sequence[Sequence[Asked]]) -> list[float]:
    """Return how incompatible the most incompatible pair of each question is."""
    found = iter(model.relations([pair for own in pairs for pair in own], workers=_WORKERS))
    return [max([next(found).incompatible for _ in own], default=0.0) for own in pairs]


def conflicts(model: Claims) -> None:
    """Print how often gold answers that conflict are flagged, and how often those that do not."""
    dev = folder() / "eval_dev"
    qacc, wiki = rows(dev / "qacc_dev.jsonl"), rows(dev / "wikicontradict_dev.jsonl")
    # Questions without a conflict list one answer: the only pairs they give are of one answer in two snippets.
    calm = [again_pairs(row) for row in qacc if not row["conflict"]]
    told = [gold_pairs(row) for row in qacc if row["conflict"]]
    sets = {
        "QACC conflicts, two different answers": [own for own in told if own],
        "QACC conflicts, no answer within another": [
            kept for own in told if (kept := [p for p in own if not _nested(p)])
        ],
        "QACC answers within one another": [[p] for own in told for p in own if _nested(p)],
        "QACC without a conflict, pairs of snippets": [[p] for own in calm for p in own],
        "QACC without a conflict, questions": [own for own in calm if own],
        "WikiContradict": [gold_pairs(row) for row in wiki],
        "WikiContradict, answers of at most 12 words": [
            gold_pairs(row) for row in wiki if all(len(a["text"].split()) <= 12 for a in row["answers"])
        ],
        "WikiContradict, one answer against itself": [
            [Asked(pair.question, side, side)]
            for row in wiki
            for pair in gold_pairs(row)
            for side in (pair.first, pair.second)
        ],
    }
    cuts = (model.incompatible_from, 0.5, 0.7, 0.9)
    print("\n## gold answers given as pairs: share flagged as incompatible from " + ", ".join(map(str, cuts)))
    for name, pairs in sets.items():
        scores = _against(model, pairs)
        flagged = [wilson(sum(score >= cut for score in scores), len(scores)) for cut in cuts]
        print(f"   {name:45} {'  '.join(flagged)}")


def main() -> int:
    """Measure, and write calibration.json where asked."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", nargs="?", type=Path, default=TARGET)
    parser.add_argument("--calibrate", metavar="RUN", help="write temperatures and thresholds to this run")
    parser.add_argument("--rows", type=int, default=10**9, help="held-out rows of a task to use at most")
    parser.add_argument("--public", action="store_true", help="only the public sets, which takes less time")
    given = parser.parse_args()
    model = Claims(given.folder)
    settings = {} if given.public else held_out(model, given.rows, bool(given.calibrate))
    if given.calibrate:
        path = RUNS / given.calibrate / "calibration.json"
        path.write_text(json.dumps(settings, indent=2) + "\n", encoding="utf-8")
        print(f"\nwrote {path.name}; export the run again, then measure without --calibrate")
        return 0
    groups(model)
    conflicts(model)
    return 0


if __name__ == "__main__":
    sys.exit(main())
