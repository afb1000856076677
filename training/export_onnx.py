"""Parts of ONNX graphs for encoders of BERT's shape with integer weights; the exports are built from them.

Weights are 7-bit integers with one scale per output column, and activations 8-bit integers with one scale per
token. Seven bits, because the 8-bit multiply-add of x86 processors without VNNI saturates at 16 bits:
255 * 63 * 2 = 32,130 still fits, so that the integer part is the same on every processor.

The same weights give the same bytes.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    import onnx
    from numpy.typing import NDArray

LAYERS = 6
HEADS = 12
WIDTH = 384
EPSILON = 1e-12  # layer_norm_eps of the published config.json
WEIGHT_LIMIT = 63  # see the module docstring
ROW_LIMIT = 127  # embedding rows are only added up, so nothing can saturate
GELU_SHIFT = 0.1701  # GELU is never below -0.17: shifted, all 8 bits of an unsigned byte are used
CONTRIB = "com.microsoft"


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

    def result(self, kind: str, *inputs: str, name: str, **attributes: Any) -> None:  # noqa: ANN401
        """Add the node whose output is the graph's output `name`."""
        from onnx import helper

        self.nodes.append(helper.make_node(kind, list(inputs), [name], domain="", **attributes))

    def serialised(
        self, name: str, inputs: Sequence[onnx.ValueInfoProto], outputs: Sequence[onnx.ValueInfoProto], producer: str
    ) -> bytes:
        """Return the ONNX file."""
        from onnx import helper

        model = helper.make_model(
            helper.make_graph(self.nodes, name, list(inputs), list(outputs), self.constants),
            opset_imports=[helper.make_opsetid("", 20), helper.make_opsetid(CONTRIB, 1)],
            ir_version=9,
            producer_name=producer,
        )
        return bytes(model.SerializeToString(deterministic=True))


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


def embed(graph: Graph, weights: dict[str, NDArray[np.float32]], max_tokens: int, types: str | None = None) -> str:
    """Look up the tokens of the input `ids` and their positions.

    `types` names the input that tells the first text of a pair (0) from the second (1); without it all is first.
    """
    integers, scale = quantise(weights["embeddings.word_embeddings.weight"], ROW_LIMIT, axis=1)
    tokens = graph.one("Gather", graph.constant(integers), "ids")
    row_scale = graph.one("Gather", graph.constant(scale), "ids")
    # 1 is onnx.TensorProto.FLOAT.
    words = graph.one("Mul", graph.one("Cast", tokens, to=1), row_scale)
    kinds = weights["embeddings.token_type_embeddings.weight"]
    table = weights["embeddings.position_embeddings.weight"][:max_tokens]
    if types is None:
        table = table + kinds[0]
    zero = graph.constant(np.array([0]))
    length = graph.one("Shape", "ids", start=1, end=2)
    positions = graph.one("Slice", graph.constant(table), zero, length, zero)
    summed = graph.one("Add", words, positions)
    if types is not None:
        summed = graph.one("Add", summed, graph.one("Gather", graph.constant(kinds), types))
    return graph.one(
        "LayerNormalization",
        summed,
        graph.constant(weights["embeddings.LayerNorm.weight"]),
        graph.constant(weights["embeddings.LayerNorm.bias"]),
        axis=-1,
        epsilon=EPSILON,
    )


def encode(graph: Graph, hidden: str, weights: dict[str, NDArray[np.float32]], *, fused: bool = True) -> str:
    """Add all transformer layers.

    `fused` says whether adding and normalising is one node. As three nodes it takes a tenth of the time with
    onnxruntime 1.31; the bundled encoder was published with one, and its bytes stay.
    """
    for number in range(LAYERS):
        prefix = f"encoder.layer.{number}."
        own = {name.removeprefix(prefix): value for name, value in weights.items() if name.startswith(prefix)}
        hidden = layer(graph, hidden, own, fused=fused)
    return hidden


def layer(graph: Graph, hidden: str, weights: dict[str, NDArray[np.float32]], *, fused: bool = True) -> str:
    """Add one transformer layer; `weights` are those of the layer."""
    parts = [f"attention.self.{name}" for name in ("query", "key", "value")]
    projected = linear(graph, hidden, np.concatenate([weights[f"{part}.weight"].T for part in parts], axis=1))
    bias = np.concatenate([weights[f"{part}.bias"] for part in parts])
    projected = graph.one("Add", projected, graph.constant(bias))
    split = graph.add("Split", projected, outputs=3, axis=-1, num_outputs=3)
    attended = graph.one("MultiHeadAttention", *split, domain=CONTRIB, num_heads=HEADS)
    attended = linear(graph, attended, weights["attention.output.dense.weight"].T)
    normalised = _add_and_normalise if fused else _add_then_normalise
    hidden = normalised(graph, attended, hidden, weights, "attention.output")
    inner = linear(graph, hidden, weights["intermediate.dense.weight"].T)
    inner = graph.one("BiasGelu", inner, graph.constant(weights["intermediate.dense.bias"]), domain=CONTRIB)
    inner = linear_after_gelu(graph, inner, weights["output.dense.weight"].T)
    return normalised(graph, inner, hidden, weights, "output")


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


def _add_then_normalise(
    graph: Graph, change: str, hidden: str, weights: dict[str, NDArray[np.float32]], part: str
) -> str:
    biased = graph.one("Add", change, graph.constant(weights[f"{part}.dense.bias"]))
    return graph.one(
        "LayerNormalization",
        graph.one("Add", biased, hidden),
        graph.constant(weights[f"{part}.LayerNorm.weight"]),
        graph.constant(weights[f"{part}.LayerNorm.bias"]),
        axis=-1,
        epsilon=EPSILON,
    )


def head(graph: Graph, hidden: str, weight: NDArray[np.float32], bias: NDArray[np.float32], name: str) -> None:
    """Add a small layer in 32-bit floats whose result is the output `name`; `weight` is (outputs, inputs)."""
    graph.result("Add", graph.one("MatMul", hidden, graph.constant(weight.T)), graph.constant(bias), name=name)


def first_token(graph: Graph, hidden: str) -> str:
    """Return the row of [CLS], (1, width)."""
    return graph.one("Gather", hidden, graph.constant(np.array(0)), axis=1)


def tokenizer(published: bytes, max_tokens: int | None) -> bytes:
    """Return the published tokenizer without its fixed padding to 128 tokens, and with the model's own limit."""
    settings = json.loads(published)
    settings["truncation"] = None
    if max_tokens is not None:
        settings["truncation"] = {
            "direction": "Right",
            "max_length": max_tokens,
            "strategy": "LongestFirst",
            "stride": 0,
        }
    settings["padding"] = None
    return json.dumps(settings, ensure_ascii=False, separators=(",", ":")).encode()
