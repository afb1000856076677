"""Write the claims model for use from the weights of a run.

Usage: `python -m training.claims_export RUN [FOLDER]` where RUN is a folder under training/runs. The same weights give
the same bytes. Temperatures and thresholds come from training/runs/RUN/calibration.json, which
`python -m training.claims_eval RUN --calibrate` writes.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from bot.models.claims_text import RELATION_TOKENS, RELATIONS, STANCES
from training.claims import RUNS
from training.common import load
from training.export_onnx import WIDTH, Graph, embed, encode, first_token, head, tokenizer
from training.weights import REVISION, read, source_folder

if TYPE_CHECKING:
    from numpy.typing import NDArray

UNCALIBRATED: dict[str, Any] = {
    "temperatures": {"stance": 1.0, "relation": 1.0},
    "thresholds": {"incompatible": 0.9, "denies": 0.9, "supports": 0.9, "alike": 0.5},
}
TARGET = RUNS / "claims" / "export"


def build(weights: dict[str, NDArray[np.float32]]) -> bytes:
    """Return the ONNX file: ids and types of one pair, (1, n), to the logits of both heads."""
    from onnx import TensorProto, helper

    # The first "encoder." is the model's name for the whole encoder.
    own = {name.removeprefix("encoder."): value for name, value in weights.items()}
    graph = Graph()
    hidden = encode(graph, embed(graph, own, RELATION_TOKENS, types="types"), own)
    pooled = [first_token(graph, hidden), graph.one("ReduceMean", hidden, graph.constant(np.array([1])), keepdims=0)]
    joined = graph.one("Concat", *pooled, axis=-1)
    for name in ("stance", "relation"):
        weight = weights[f"{name}.weight"]
        if weight.shape[1] != 2 * WIDTH:
            raise ValueError("only runs with --pooling both can be exported")
        head(graph, joined, weight, weights[f"{name}.bias"], name)
    inputs = [helper.make_tensor_value_info(name, TensorProto.INT32, [1, "tokens"]) for name in ("ids", "types")]
    outputs = [
        helper.make_tensor_value_info(name, TensorProto.FLOAT, [1, len(labels)])
        for name, labels in (("stance", STANCES), ("relation", RELATIONS))
    ]
    return graph.serialised("whosays-claims", inputs, outputs, "training.claims_export")


def state_of(run: str, *, unfinished: bool = False) -> dict[str, Any]:
    """Return the trained weights of a run, and facts about it.

    Raises:
        FileNotFoundError: the run has not ended, or not begun.
    """
    name = "checkpoint.pt" if unfinished else "weights.pt"
    state = load(RUNS / run / name)
    if state is None:
        raise FileNotFoundError(f"{RUNS / run} has no {name}; start the run, or again to go on with it")
    return {"weights": {key: value.numpy() for key, value in state["weights"].items()}, "facts": state["facts"]}


def write(target: Path, model: bytes, settings: dict[str, Any], facts: dict[str, Any]) -> None:
    """Write model.onnx, tokenizer.json and model.json."""
    files = {"model.onnx": model, "tokenizer.json": _tokenizer()}
    record = {
        "model": "whosays-claims",
        "start": f"sentence-transformers/all-MiniLM-L6-v2 {REVISION}",
        "max_tokens": RELATION_TOKENS,
        "trained": facts,
        "settings": settings,
        "files": {
            name: {"bytes": len(data), "sha256": hashlib.sha256(data).hexdigest()} for name, data in files.items()
        },
    }
    target.mkdir(parents=True, exist_ok=True)
    for name, data in files.items():
        (target / name).write_bytes(data)
        print(f"{target / name}: {len(data):,} bytes")
    (target / "model.json").write_text(json.dumps(record, indent=2) + "\n", encoding="utf-8")


def _tokenizer() -> bytes:
    """Return the published tokenizer without truncation: `claims_text` cuts each part on its own."""
    settings = json.loads(tokenizer(read(source_folder(), "tokenizer.json"), RELATION_TOKENS))
    settings["truncation"] = None
    return json.dumps(settings, ensure_ascii=False, separators=(",", ":")).encode()


def main() -> int:
    """Export a run."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("run")
    parser.add_argument("folder", nargs="?", type=Path, default=TARGET)
    parser.add_argument("--unfinished", action="store_true", help="take the last checkpoint of a run that goes on")
    given = parser.parse_args()
    state = state_of(given.run, unfinished=given.unfinished)
    kept = RUNS / given.run / "calibration.json"
    settings = json.loads(kept.read_text(encoding="utf-8")) if kept.is_file() else UNCALIBRATED
    write(given.folder, build(state["weights"]), settings, state["facts"])
    return 0


if __name__ == "__main__":
    sys.exit(main())
