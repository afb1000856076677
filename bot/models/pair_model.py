"""Run a trained model over pairs of texts: files checked, opened at the first pair, every pair alone."""

from __future__ import annotations

import hashlib
import json
import os
import threading
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from bot.models.errors import NEXT_STEP, ModelFileError

# numpy, onnxruntime and tokenizers are imported where they are used: most commands need no model.
if TYPE_CHECKING:
    from collections.abc import Sequence
    from concurrent.futures import ThreadPoolExecutor
    from pathlib import Path

    from numpy.typing import NDArray
    from tokenizers import Encoding, Tokenizer

#: What lists a folder's files with their hashes and holds the settings of its model.
CARD = "model.json"
_FILES = ("model.onnx", "tokenizer.json")
# The first text of a pair, mostly a question, may not crowd out the second.
MAX_FIRST_TOKENS = 64


def cores() -> int:
    """Return how many cores this process may use; a container may be given fewer than the machine has."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


@cache
def _pool() -> ThreadPoolExecutor:
    """Return the one pool that all models share: two pools would fight for the cores."""
    from concurrent.futures import ThreadPoolExecutor

    return ThreadPoolExecutor(cores(), thread_name_prefix="models")


class PairModel:
    """The model in one folder: pairs of texts in, arrays out.

    Only `model.json` is read here; the model is opened at the first pair. Every pair is run alone and unpadded, on one
    thread, so its result does not depend on the other pairs, on their order or on the number of cores.

    Raises:
        ModelFileError: `model.json` is missing or damaged.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        record = self._listed()
        self._files: dict[str, dict[str, Any]] = record["files"]
        #: What the model's own class needs to know, thresholds and calibration among it.
        self.settings: dict[str, Any] = record["settings"]
        self.max_tokens: int = record["max_tokens"]
        #: Sha256 hex over everything that can change a result.
        self.fingerprint: str = hashlib.sha256(json.dumps(record, sort_keys=True).encode()).hexdigest()
        self._lock = threading.Lock()
        self._session: Any = None
        self._tokenizer: Any = None

    def _listed(self) -> dict[str, Any]:
        path = self._folder / CARD
        try:
            record: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
            for name in _FILES:
                if not isinstance(record["files"][name]["sha256"], str):
                    raise TypeError(name)
            if not isinstance(record["max_tokens"], int) or not isinstance(record["settings"], dict):
                raise TypeError
        except OSError as error:
            raise ModelFileError(f"cannot read the model's list of files {path}; {NEXT_STEP}") from error
        except (ValueError, KeyError, TypeError) as error:
            raise ModelFileError(f"the model's list of files {path} is damaged; {NEXT_STEP}") from error
        return record

    def open(self) -> None:
        """Open the model now; otherwise the first pair does.

        Raises:
            ModelFileError: a file is missing or damaged.
        """
        if self._session is not None:
            return
        with self._lock:
            if self._session is not None:
                return
            graph, words = (self._read(name) for name in _FILES)
            from index.onnx import open_model

            self._tokenizer, self._session = open_model(graph, words)

    def _read(self, name: str) -> bytes:
        """Return a file whose hash is the recorded one."""
        path = self._folder / name
        try:
            data = path.read_bytes()
        except OSError as error:
            raise ModelFileError(f"cannot read the model's file {path}; {NEXT_STEP}") from error
        if hashlib.sha256(data).hexdigest() != self._files[name]["sha256"]:
            raise ModelFileError(f"the model's file {path} is damaged; {NEXT_STEP}")
        return data

    def run(
        self, pairs: Sequence[tuple[str, str]], *, workers: int | None = None
    ) -> list[tuple[Pair, list[NDArray[Any]]]]:
        """Return the tokens of each pair and the model's outputs for it, in the order given.

        The second text is cut after `max_tokens` of both. `workers` is the number of threads, all cores by default.

        Raises:
            ModelFileError: a file is missing or damaged.
        """
        tokens = as_pairs(self.tokenizer, pairs, self.max_tokens)
        return list(zip(tokens, self.run_pairs(tokens, workers=workers), strict=True))

    @property
    def tokenizer(self) -> Tokenizer:
        """The tokenizer, which neither cuts nor pads.

        Raises:
            ModelFileError: a file is missing or damaged.
        """
        self.open()
        opened: Tokenizer = self._tokenizer
        return opened

    def run_pairs(self, tokens: Sequence[Pair], *, workers: int | None = None) -> list[list[NDArray[Any]]]:
        """Return the model's outputs for texts that are tokens already, in the order given.

        Raises:
            ModelFileError: a file is missing or damaged.
        """
        self.open()
        if len(tokens) < 2 or workers == 1 or cores() == 1:
            return [self._outputs(pair) for pair in tokens]
        # Longest first, so that no thread is left alone with a long text at the end.
        order = sorted(range(len(tokens)), key=lambda at: -len(tokens[at].ids))
        found: list[list[NDArray[Any]]] = [[] for _ in tokens]
        for at, outputs in zip(order, _pool().map(self._outputs, [tokens[at] for at in order]), strict=True):
            found[at] = outputs
        return found

    def _outputs(self, pair: Pair) -> list[NDArray[Any]]:
        import numpy as np

        inputs = {"ids": np.array([pair.ids], dtype=np.int32), "types": np.array([pair.types], dtype=np.int32)}
        outputs: list[NDArray[Any]] = self._session.run(None, inputs)
        return outputs


@dataclass(frozen=True, slots=True)
class Pair:
    """Two texts as "[CLS] first [SEP] second [SEP]"."""

    ids: list[int]
    types: list[int]
    #: Number of the token that the second text begins with.
    first: int
    #: Where the tokens of the second text stand in it, in code points.
    offsets: list[tuple[int, int]]


def as_pairs(tokenizer: Tokenizer, pairs: Sequence[tuple[str, str]], max_tokens: int) -> list[Pair]:
    """Return the pairs as tokens, the second text cut to fit; training and running share this.

    The tokenizer neither cuts nor pads.
    """
    # A lone surrogate, left by a broken reader, cannot be passed to the tokenizer. Offsets stay as they are.
    clean = [(_encodable(first), _encodable(second)) for first, second in pairs]
    return [
        _pair(tokenizer, first, second, encoding, max_tokens)
        for (first, second), encoding in zip(clean, tokenizer.encode_batch(clean), strict=True)
    ]


def _encodable(text: str) -> str:
    return text.encode("utf-8", "replace").decode("utf-8")


def _pair(tokenizer: Tokenizer, first: str, second: str, encoding: Encoding, max_tokens: int) -> Pair:
    begin = encoding.type_ids.index(1) if 1 in encoding.type_ids else len(encoding.ids)
    if begin - 2 > MAX_FIRST_TOKENS:  # [CLS] and [SEP]
        shorter = first[: encoding.offsets[MAX_FIRST_TOKENS][1]]
        return _pair(tokenizer, shorter, second, tokenizer.encode(shorter, second), max_tokens)
    end = min(len(encoding.ids), max_tokens) - 1
    return Pair(
        [*encoding.ids[:end], encoding.ids[-1]],
        [*encoding.type_ids[:end], encoding.type_ids[-1]],
        begin,
        encoding.offsets[begin:end],
    )
