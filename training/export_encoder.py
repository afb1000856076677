"""Write the bundled encoder, index/models/minilm, from the published weights of all-MiniLM-L6-v2.

Usage: `python -m training.export_encoder [FOLDER]` with the `train` extra installed. The same weights give the
same bytes. How the integers are chosen: `training/export_onnx.py`.
"""

from __future__ import annotations

import hashlib
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from training.export_onnx import WIDTH, Graph, embed, encode, tokenizer
from training.weights import REVISION, ExportError, read, source_folder

if TYPE_CHECKING:
    from numpy.typing import NDArray

MAX_TOKENS = 256  # what the model was published for; longer passages are cut


def build(weights: dict[str, NDArray[np.float32]]) -> bytes:
    """Return the ONNX file: token ids of one text, (1, n), to its unit vector, (1, 384)."""
    from onnx import TensorProto, helper

    graph = Graph()
    hidden = encode(graph, embed(graph, weights, MAX_TOKENS), weights)
    axis = graph.constant(np.array([1]))
    mean = graph.one("ReduceMean", hidden, axis, keepdims=0)
    graph.result("Div", mean, graph.one("ReduceL2", mean, axis, keepdims=1), name="vector")
    inputs = [helper.make_tensor_value_info("ids", TensorProto.INT32, [1, "tokens"])]
    outputs = [helper.make_tensor_value_info("vector", TensorProto.FLOAT, [1, WIDTH])]
    return graph.serialised("all-MiniLM-L6-v2", inputs, outputs, "training.export_encoder")


def export(target: Path) -> None:
    """Write encoder.onnx, tokenizer.json and hashes.json."""
    import safetensors.numpy

    source = source_folder()
    files = {
        "encoder.onnx": build(safetensors.numpy.load(read(source, "model.safetensors"))),
        "tokenizer.json": tokenizer(read(source, "tokenizer.json"), MAX_TOKENS),
    }
    record = {
        "model": "sentence-transformers/all-MiniLM-L6-v2",
        "revision": REVISION,
        "dimension": WIDTH,
        "max_tokens": MAX_TOKENS,
        "pooling": "mean",
        "normalised": True,
        "prefix": "",
        "files": {
            name: {"bytes": len(data), "sha256": hashlib.sha256(data).hexdigest()} for name, data in files.items()
        },
    }
    target.mkdir(parents=True, exist_ok=True)
    for name, data in files.items():
        (target / name).write_bytes(data)
        print(f"{target / name}: {len(data):,} bytes")
    (target / "hashes.json").write_text(json.dumps(record, indent=2) + "\n", encoding="utf-8")


def main() -> int:
    """Export to the folder given, or to the one in the repository."""
    default = Path(__file__).resolve().parents[1] / "index" / "models" / "minilm"
    try:
        export(Path(sys.argv[1]) if len(sys.argv) > 1 else default)
    except ExportError as error:
        print(error, file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
