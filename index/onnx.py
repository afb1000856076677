"""Open a model for ONNX Runtime: the same way for the encoder and for what is trained on top of it."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tokenizers import Tokenizer


def open_model(graph: bytes, words: bytes) -> tuple[Tokenizer, Any]:
    """Return the tokenizer and the session of a model, from bytes that were checked.

    A session uses the caller's thread and no other, so that a result does not depend on how many there are.
    """
    # 1.31 reports its use to its maker from a thread of its own: nothing may leave this machine.
    os.environ["ORT_DISABLE_TELEMETRY"] = "1"
    import onnxruntime
    from tokenizers import Tokenizer

    options = onnxruntime.SessionOptions()
    # A pool is slower beside a busy neighbour (1.7 against 5.4 ms).
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    session = onnxruntime.InferenceSession(graph, options, providers=["CPUExecutionProvider"])
    return Tokenizer.from_str(words.decode("utf-8")), session
