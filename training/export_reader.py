"""Write the reader for use from a run's weights, and calibrate it.

Usage: `python -m training.export_reader [--run NAME] [--to FOLDER] [--checkpoint] [--average RUN]` after
`python -m training.reader`.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import random
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from bot.models.pair_model import CARD, PairModel
from bot.models.span_reader import FEATURES, MAX_TOKENS, RawReading, features, raw_reading
from training import common, reader_data
from training.export_onnx import Graph, embed, encode, first_token, head, tokenizer
from training.reader import RUNS, tokens_of
from training.reader_scores import f1
from training.weights import REVISION, SOURCE_SHA256, read, source_folder

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray
    from torch import Tensor

TARGET = RUNS / "reader" / "export"
RIGHT_F1 = 0.6  # a span with at least this token F1 counts as the answer, as in the product's own measures
_CALIBRATION_SEED = 7
_RIDGE = 1e-2  # keeps the fit defined where a feature says everything


def build(weights: dict[str, NDArray[np.float32]]) -> bytes:
    """Return the ONNX file: ids and types, (1, n), to spans, (1, n, 2), and answerable, (1, 1)."""
    from onnx import TensorProto, helper

    encoder = {name.removeprefix("encoder."): value for name, value in weights.items() if name.startswith("encoder.")}
    graph = Graph()
    hidden = encode(graph, embed(graph, encoder, MAX_TOKENS, "types"), encoder, fused=False)
    head(graph, hidden, weights["span.weight"], weights["span.bias"], "spans")
    head(graph, first_token(graph, hidden), weights["answerable.weight"], weights["answerable.bias"], "answerable")
    inputs = [helper.make_tensor_value_info(name, TensorProto.INT32, [1, "tokens"]) for name in ("ids", "types")]
    outputs = [
        helper.make_tensor_value_info("spans", TensorProto.FLOAT, [1, "tokens", 2]),
        helper.make_tensor_value_info("answerable", TensorProto.FLOAT, [1, 1]),
    ]
    return graph.serialised("whosays-reader", inputs, outputs, "training.export_reader")


def write(weights: dict[str, NDArray[np.float32]], target: Path, trained: dict[str, Any]) -> None:
    """Write model.onnx, tokenizer.json and model.json, not yet calibrated."""
    files = {
        "model.onnx": build(weights),
        "tokenizer.json": tokenizer(read(source_folder(), "tokenizer.json"), None),
    }
    target.mkdir(parents=True, exist_ok=True)
    for name, data in files.items():
        (target / name).write_bytes(data)
        print(f"{target / name}: {len(data):,} bytes")
    record = {
        "model": "whosays-reader",
        "base": f"sentence-transformers/all-MiniLM-L6-v2, {REVISION}, {SOURCE_SHA256['model.safetensors']}",
        "max_tokens": MAX_TOKENS,
        "trained": trained,
        "files": {
            name: {"bytes": len(data), "sha256": hashlib.sha256(data).hexdigest()} for name, data in files.items()
        },
        "settings": {"calibration": {"temperature": 1.0, "bias": 0.0, "weights": [1.0, 0.0, 0.0, 0.0]}},
    }
    _write_card(target, record)


def _write_card(target: Path, record: dict[str, Any]) -> None:
    (target / CARD).write_text(json.dumps(record, indent=2) + "\n", encoding="utf-8")


# -- calibration ------------------------------------------------------------------------------------------------------


def calibrate(target: Path, limit: int | None = None) -> dict[str, Any]:
    """Fit temperature and calibrator on the rows kept aside for it, and write them into model.json."""
    rows = reader_data.split(reader_data.load())["calibration"]
    items = reader_data.training_items(rows, _CALIBRATION_SEED, dict.fromkeys(reader_data.PASSES, 1.0))
    windows = [(item, window) for item in items for window in item.windows]
    random.Random(_CALIBRATION_SEED).shuffle(windows)
    windows = windows[:limit]
    outputs = PairModel(target).run([(item.question, window.text) for item, window in windows])
    temperature = _temperature(
        [(pair, arrays, w.span) for (pair, arrays), (_, w) in zip(outputs, windows, strict=True)]
    )
    judged = [
        (raw_reading(pair, arrays, None, temperature), window)
        for (pair, arrays), (_, window) in zip(outputs, windows, strict=True)
    ]
    inputs = np.array([features(raw) for raw, _ in judged if raw.spans])
    right = np.array([_right(raw, window) for raw, window in judged if raw.spans], dtype=np.float64)
    bias, weights = logistic(inputs, right)
    record = json.loads((target / CARD).read_text(encoding="utf-8"))
    fitted = {
        "temperature": round(temperature, 4),
        "features": list(FEATURES),
        "bias": round(bias, 5),
        "weights": [round(float(weight), 5) for weight in weights],
        "windows": len(judged),
        "right": int(right.sum()),
    }
    record["settings"]["calibration"] = fitted
    _write_card(target, record)
    print(json.dumps(fitted))
    return fitted


def _right(raw: RawReading, window: reader_data.Window) -> bool:
    """Tell whether the best span is the answer."""
    if window.span is None:
        return False
    start, end, _ = raw.spans[0]
    return f1(window.text[start:end], window.text[slice(*window.span)]) >= RIGHT_F1


def _temperature(outputs: Sequence[tuple[Any, Sequence[NDArray[Any]], tuple[int, int] | None]]) -> float:
    """Return the divisor of the logits under which start and end, [CLS] as no answer, are most likely."""
    logits = []
    for pair, arrays, span in outputs:
        if (found := tokens_of(pair, span)) is not None:
            seen = [0, *range(pair.first, pair.first + len(pair.offsets))]
            places = [seen.index(at) for at in found]
            logits.append((arrays[0][0][seen].astype(np.float64), places))
    best = min(np.arange(0.6, 3.01, 0.05), key=lambda t: sum(_unlikely(table / t, places) for table, places in logits))
    return float(best)


def _unlikely(table: NDArray[np.float64], places: Sequence[int]) -> float:
    return float(sum(np.logaddexp.reduce(table[:, k]) - table[place, k] for k, place in enumerate(places)))


def logistic(inputs: NDArray[np.float64], right: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
    """Return bias and weights of a logistic regression, found by Newton's method on standardised features."""
    mean, deviation = inputs.mean(0), np.maximum(inputs.std(0), 1e-6)
    design = np.column_stack([np.ones(len(inputs)), (inputs - mean) / deviation])
    found = np.zeros(design.shape[1])
    ridge = np.diag([0.0, *[_RIDGE] * inputs.shape[1]]) * len(inputs) / 100
    for _ in range(50):
        chance = 1 / (1 + np.exp(-design @ found))
        gradient = design.T @ (chance - right) + ridge @ found
        curvature = (design * (chance * (1 - chance))[:, None]).T @ design + ridge
        step = np.linalg.solve(curvature + 1e-9 * np.eye(len(found)), gradient)
        found -= step
        if float(np.abs(step).max()) < 1e-8:
            break
    weights = found[1:] / deviation
    return float(found[0] - weights @ mean), weights


def averaged(weights: dict[str, Tensor], other: dict[str, Tensor]) -> dict[str, Tensor]:
    """Return the mean of two runs' weights; one of them must have begun with the other's (arXiv 2203.05482).

    Raises:
        ValueError: they are not of one model.
    """
    if weights.keys() != other.keys():
        raise ValueError("the runs to average have other parameters")
    return {name: (value + other[name]) / 2 for name, value in weights.items()}


def export(run: str, target: Path, checkpoint: bool, average: str | None = None) -> None:
    """Export a run, or the mean of two, and calibrate what was exported."""
    weights, trained = common.weights_of(RUNS / run, checkpoint=checkpoint)
    if average is not None:
        weights = averaged(weights, common.weights_of(RUNS / average)[0])
        trained = {**trained, "averaged_with": average}
    write({name: value.numpy() for name, value in weights.items()}, target, trained)
    calibrate(target)


def main() -> int:
    """Read the command line, export and calibrate."""
    parser = argparse.ArgumentParser(description="Export the reader.")
    parser.add_argument("--run", default="reader", help="name of the folder under training/runs")
    parser.add_argument("--to", type=Path, default=TARGET)
    parser.add_argument("--checkpoint", action="store_true", help="take a run's last checkpoint: it need not be done")
    parser.add_argument("--average", help="another run: the mean of both runs' weights is exported")
    options = parser.parse_args()
    return common.exit_code(lambda: export(options.run, options.to, options.checkpoint, options.average))


if __name__ == "__main__":
    sys.exit(main())
