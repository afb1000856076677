"""Measure the exported reader on rows that it was not trained on, and write the figures beside the run.

Usage: `python -m training.evaluate_reader [--folder FOLDER] [--run NAME] [--limit N] [--card [--beside FILE …]]`. With
`--run` the same weights in 32-bit floats are measured as well, on the same items.
"""

from __future__ import annotations

import argparse
import json
import math
import random
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import torch

from bot.models.chosen import BUNDLED
from bot.models.pair_model import CARD, Pair, as_pairs
from bot.models.span_reader import MAX_TOKENS, SpanReader
from training import common, reader_card, reader_data, reader_scores
from training.export_reader import RIGHT_F1, averaged
from training.reader import RUNS, Reader

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from numpy.typing import NDArray

_TRAP_SEED = 11
_SAME_ITEMS = 500  # on which integers and floats are compared
_CURVES = ("qamr", "squad2_dev", "squadshifts_wiki")
_COVERAGES = (0.1, 0.25, 0.5, 0.75, 1.0)


@dataclass(frozen=True, slots=True)
class Judged:
    """An item and the reader's best span for it over all windows."""

    item: reader_data.Item
    cluster: str
    found: str
    gold: str
    confidence: float
    margin: float

    @property
    def f1(self) -> float:
        """Token F1 of the best span, whatever the confidence."""
        return reader_scores.f1(self.found, self.gold)

    @property
    def exact(self) -> float:
        """Whether the best span is the answer but for case, articles and punctuation."""
        return reader_scores.exact(self.found, self.gold)

    @property
    def right(self) -> bool:
        """Whether the best span counts as the answer."""
        return bool(self.gold) and self.f1 >= RIGHT_F1


class FloatModel:
    """The weights in 32-bit floats, in the place of the exported model."""

    def __init__(self, weights: dict[str, torch.Tensor], settings: dict[str, Any]) -> None:
        self.settings, self.fingerprint = settings, "floats"
        self._model = Reader(common.Encoder())
        self._model.load_state_dict(weights)
        self._model.eval()
        self._words = common.published_tokenizer()

    def open(self) -> None:
        """Do nothing: the weights are there."""

    def run(self, pairs: Sequence[tuple[str, str]]) -> list[tuple[Pair, list[NDArray[Any]]]]:
        """Return tokens and outputs of each pair, as `PairModel` does."""
        return [(pair, self._outputs(pair)) for pair in as_pairs(self._words, pairs, MAX_TOKENS)]

    def _outputs(self, pair: Pair) -> list[NDArray[Any]]:
        with torch.inference_mode():
            hidden = self._model.encoder(torch.tensor([pair.ids]), torch.tensor([pair.types]))
            return [self._model.span(hidden).numpy(), self._model.answerable(hidden[:, 0]).numpy()]


def judge(reader: SpanReader, items: Iterable[reader_data.Item]) -> list[Judged]:
    """Read every item."""
    found = []
    for item in items:
        readings = reader.spans(item.question, [window.text for window in item.windows])
        # By score for the span, since it is comparable between windows; by the window's own chance for whether any.
        best = max(
            range(len(readings)), key=lambda at: readings[at].spans[0].score if readings[at].spans else -math.inf
        )
        window, reading = item.windows[best], readings[best]
        text = window.text[reading.spans[0].start : reading.spans[0].end] if reading.spans else ""
        gold = next((w.text[slice(*w.span)] for w in item.windows if w.span), "")
        found.append(
            Judged(
                item,
                item.windows[0].text,
                text,
                gold,
                max(r.confidence for r in readings),
                max(r.margin for r in readings),
            )
        )
    return found


def _mean(judged: Sequence[Judged], value: Callable[[Judged], float]) -> list[float]:
    values = np.array([value(j) for j in judged])
    return _rounded(reader_scores.interval([j.cluster for j in judged], lambda at: float(values[at].mean())))


def _rounded(values: Iterable[float]) -> list[float]:
    return [round(value, 4) for value in values]


def _auc(judged: Sequence[Judged], value: Callable[[Judged], float]) -> list[float]:
    """Return how well the value tells questions with an answer from those without, and the interval."""
    values, answered = np.array([value(j) for j in judged]), np.array([bool(j.gold) for j in judged])

    def score(at: NDArray[np.int64]) -> float:
        yes, no = values[at][answered[at]], values[at][~answered[at]]
        return reader_scores.auc(yes, no) if len(yes) and len(no) else math.nan

    return _rounded(reader_scores.interval([j.cluster for j in judged], score))


def measure(judged: Sequence[Judged]) -> dict[str, Any]:
    """Return all figures of one set; each is a value with its 95 % interval."""
    answered = [j for j in judged if j.gold]
    figures: dict[str, Any] = {
        "questions": len(judged),
        "answerable": len(answered),
        "f1": _mean(answered, lambda j: j.f1),
        "exact": _mean(answered, lambda j: j.exact),
    }
    chances, right = np.array([j.confidence for j in judged]), np.array([j.right for j in judged], dtype=np.float64)
    figures["calibration_error"] = round(reader_scores.calibration_error(chances, right), 4)
    order = np.argsort(-chances, kind="stable")
    figures["precision_at_coverage"] = {
        str(share): round(float(right[order[: max(1, round(share * len(order)))]].mean()), 4) for share in _COVERAGES
    }
    if len(answered) < len(judged):
        figures["auc_confidence"] = _auc(judged, lambda j: j.confidence)
        figures["auc_margin"] = _auc(judged, lambda j: j.margin)
        figures["f1_best_threshold"] = _best_overall(judged)
    return figures


def _best_overall(judged: Sequence[Judged]) -> float:
    """Return SQuAD 2.0's overall F1 at its best threshold: an unanswered question without an answer counts 1."""
    chances = np.array([j.confidence for j in judged])
    gain, none = np.array([j.f1 if j.gold else 0.0 for j in judged]), np.array([0.0 if j.gold else 1.0 for j in judged])
    order = np.argsort(-chances, kind="stable")
    totals = np.concatenate([[none.sum()], none.sum() + np.cumsum(gain[order] - none[order])])
    return round(float(totals.max() / len(judged)), 4)


def traps(reader: SpanReader, rows: Sequence[reader_data.Row], limit: int) -> dict[str, Any]:
    """Return, for each kind of trap, how often the reader is more than 50 % confident, and how often right."""
    items = reader_data.training_items(rows, _TRAP_SEED, dict.fromkeys(reader_data.PASSES, 1.0))
    by_kind: dict[str, list[reader_data.Item]] = {}
    for item in items:
        by_kind.setdefault(item.kind, []).append(item)
    figures: dict[str, Any] = {}
    for kind in sorted(by_kind):
        judged = judge(reader, by_kind[kind][:limit])
        passed = [j for j in judged if j.confidence >= 0.5]
        figures[kind] = {
            "items": len(judged),
            "confident": round(len(passed) / len(judged), 4),
            "right": round(sum(j.right for j in judged) / len(judged), 4),
        }
    return figures


def curve(judged: Sequence[Judged]) -> list[tuple[float, float]]:
    """Return precision at each coverage in steps of 1 %."""
    order = sorted(judged, key=lambda j: -j.confidence)
    right = np.cumsum([j.right for j in order])
    places = [max(1, round(step / 100 * len(order))) for step in range(1, 101)]
    return [(place / len(order), float(right[place - 1] / place)) for place in places]


def evaluate(reader: SpanReader, limit: int) -> dict[str, Any]:
    """Return all figures of one reader."""
    rows = reader_data.split(reader_data.load())["test"]
    figures: dict[str, Any] = {}
    for source in ("qamr", *reader_data.PARAGRAPHS):
        items = reader_data.test_items(rows, source)
        random.Random(1).shuffle(items)
        judged = judge(reader, items[:limit])
        figures[source] = measure(judged)
        if source in _CURVES:
            figures.setdefault("curves", {})[source] = curve(judged)
        print(source, json.dumps(figures[source]), flush=True)
    figures["traps"] = traps(reader, rows, min(limit, 300))
    print("traps", json.dumps(figures["traps"]), flush=True)
    return figures


def compared(reader: SpanReader, floats: SpanReader) -> dict[str, Any]:
    """Return F1 of integers and floats on the same items, and how often their best spans are the same."""
    rows = reader_data.split(reader_data.load())["test"]
    items = [item for item in reader_data.test_items(rows, "qamr") + reader_data.test_items(rows, "squad2_dev")]
    items = [item for item in items if any(window.span for window in item.windows)]
    random.Random(2).shuffle(items)
    ours, theirs = judge(reader, items[:_SAME_ITEMS]), judge(floats, items[:_SAME_ITEMS])
    return {
        "items": len(ours),
        "f1_integers": round(float(np.mean([j.f1 for j in ours])), 4),
        "f1_floats": round(float(np.mean([j.f1 for j in theirs])), 4),
        "same_span": round(float(np.mean([a.found == b.found for a, b in zip(ours, theirs, strict=True)])), 4),
    }


def report(options: argparse.Namespace) -> None:
    """Measure and write the figures."""
    torch.set_num_threads(1)
    reader = SpanReader.in_folder(options.folder)
    figures = evaluate(reader, options.limit)
    if options.run:
        weights, _ = common.weights_of(RUNS / options.run, checkpoint=options.checkpoint)
        if options.average:
            weights = averaged(weights, common.weights_of(RUNS / options.average)[0])
        card = json.loads((options.folder / CARD).read_text(encoding="utf-8"))
        figures["integers_and_floats"] = compared(reader, SpanReader(FloatModel(weights, card["settings"])))
        print(json.dumps(figures["integers_and_floats"]))
    options.to.parent.mkdir(parents=True, exist_ok=True)
    options.to.write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")
    if options.card:
        others = {path.stem: json.loads(path.read_text(encoding="utf-8")) for path in options.beside}
        reader_card.write(options.folder, figures, others)


def main() -> int:
    """Read the command line, and measure."""
    parser = argparse.ArgumentParser(description="Measure the reader.")
    parser.add_argument("--folder", type=Path, default=BUNDLED)
    parser.add_argument("--run", help="compare with this run's weights in 32-bit floats")
    parser.add_argument("--average", help="with --run: another run, the mean of whose weights was exported")
    parser.add_argument("--checkpoint", action="store_true", help="with --run: its last checkpoint")
    parser.add_argument("--limit", type=int, default=100_000, help="questions of each source")
    parser.add_argument("--to", type=Path, default=RUNS / "reader-figures.json")
    parser.add_argument("--card", action="store_true", help="put the figures into the model card")
    parser.add_argument("--beside", type=Path, nargs="*", default=[], help="with --card: figures of other runs")
    options = parser.parse_args()
    return common.exit_code(lambda: report(options))


if __name__ == "__main__":
    sys.exit(main())
