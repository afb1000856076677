"""The bundled sentence encoder: texts to unit vectors, offline, without torch."""

from __future__ import annotations

import hashlib
import json
import os
import threading
from contextlib import suppress
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from index.errors import StoreError

# numpy, onnxruntime and tokenizers are imported where they are used: `open_ahead` does it on a thread of its own.
if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    from numpy.typing import NDArray

# Texts tokenised at a time while indexing: bounds the memory for token ids without slowing the tokenizer.
_CHUNK_TEXTS = 1024
# From here on a call is indexing and may use all cores; a question, its parts and what is compared with it are fewer.
_MANY_TEXTS = 32
# From here on a question's sentences are shared among the cores too; one or two are not worth a pool.
_FEW_TEXTS = 8
# Vectors of such small calls that are kept, the sentences of some 100 articles among them: 6 MB.
_KEPT_VECTORS = 4096
# hashes.json keys that can change a vector; together with the files' hashes they are the fingerprint.
_VECTOR_KEYS = ("model", "revision", "dimension", "max_tokens", "pooling", "normalised", "prefix", "files")
_NEXT_STEP = "reinstall whosays, or in a checkout run: python -m training.export_encoder"


class ModelError(StoreError):
    """A model is missing, damaged or not to be trusted; the message says which and what to do."""

    exit_code = 4


def _cores() -> int:
    """Return how many cores this process may use; a container may be given fewer than the machine has."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


class Encoder:
    """The encoder in one folder of model files.

    Every text is run alone, on one thread, so its vector does not depend on its neighbours in a call, on the
    number of workers or on the load of the machine. Only hashes.json is read here; the model files are opened
    at the first text.

    Raises:
        ModelError: hashes.json is missing or damaged.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._record = self._listed()
        #: Sha256 hex over everything that can change a vector, the hashes of the model files among it.
        self.fingerprint: str = hashlib.sha256(json.dumps(self._record, sort_keys=True).encode()).hexdigest()
        self.dimension: int = self._record["dimension"]
        self._lock = threading.Lock()
        self._session: Any = None
        self._tokenizer: Any = None
        self._kept = lru_cache(maxsize=_KEPT_VECTORS)(self._vector)

    @staticmethod
    @cache
    def bundled() -> Encoder:
        """Return the encoder that comes with whosays: the same one at every call, so that it is opened once."""
        # By its place beside this file: importlib.resources takes 7 ms to import.
        return Encoder(Path(__file__).parent / "models" / "minilm")

    def open_ahead(self) -> None:
        """Begin to open the model on another thread; `encode` waits for it.

        Reading, hashing and building the session leave the interpreter to other threads for half of their time.
        """
        if self._session is None:
            threading.Thread(target=self._try_to_open, name="open the encoder").start()

    def _try_to_open(self) -> None:
        # Nobody waits for this thread. What fails here fails again in `encode`, where the caller hears of it.
        with suppress(Exception):
            self._open()

    def _listed(self) -> dict[str, Any]:
        path = self._folder / "hashes.json"
        try:
            record = json.loads(path.read_text(encoding="utf-8"))
            return {key: record[key] for key in _VECTOR_KEYS}
        except OSError as error:
            raise ModelError(f"cannot read the encoder's list of files {path}; {_NEXT_STEP}") from error
        except (ValueError, KeyError, TypeError) as error:
            raise ModelError(f"the encoder's list of files {path} is damaged; {_NEXT_STEP}") from error

    def check(self) -> None:
        """Read the model files and compare them with their recorded hashes.

        Raises:
            ModelError: a file is missing or damaged.
        """
        for name in self._record["files"]:
            self._read(name)

    def encode(self, texts: Sequence[str], *, workers: int | None = None) -> NDArray[np.float32]:
        """Return an array of shape (len(texts), dimension), rows of length 1.

        A text is cut after 256 tokens. `workers` is the number of threads: by default all cores for a call with
        many texts (indexing) or some (sentences), one for one or two (questions). The result is the same for any number.

        Raises:
            ModelError: a model file is missing or damaged.
        """
        import numpy as np

        vectors = np.empty((len(texts), self.dimension), dtype=np.float32)
        if not len(texts):
            return vectors
        self._open()
        if len(texts) < _MANY_TEXTS and workers is None:
            if len(texts) < _FEW_TEXTS or _cores() == 1:
                for row, text in enumerate(texts):
                    vectors[row] = self._kept(text)
                return vectors
            from concurrent.futures import ThreadPoolExecutor

            with ThreadPoolExecutor(_cores(), thread_name_prefix="encoder") as pool:
                for row, vector in enumerate(pool.map(self._kept, texts)):
                    vectors[row] = vector
            return vectors
        if workers is None:
            workers = _cores()
        if workers <= 1 or len(texts) == 1:
            for start in range(0, len(texts), _CHUNK_TEXTS):
                for row, ids in enumerate(self._tokenise(texts[start : start + _CHUNK_TEXTS]), start):
                    vectors[row] = self._run(ids)
            return vectors
        from concurrent.futures import ThreadPoolExecutor

        with ThreadPoolExecutor(workers, thread_name_prefix="encoder") as pool:
            for start in range(0, len(texts), _CHUNK_TEXTS):
                tokens = self._tokenise(texts[start : start + _CHUNK_TEXTS])
                # Longest first, so that no thread is left alone with a long text at the end.
                order = sorted(range(len(tokens)), key=lambda row: -len(tokens[row]))
                results = pool.map(self._run, (tokens[row] for row in order))
                for row, vector in zip(order, results, strict=True):
                    vectors[start + row] = vector
        return vectors

    def _tokenise(self, texts: Sequence[str]) -> list[list[int]]:
        # A lone surrogate, left by a broken reader, cannot be passed to the tokenizer.
        clean = [text.encode("utf-8", "replace").decode("utf-8") for text in texts]
        # One text is tokenised on this thread: a question must not wait for a pool.
        if len(clean) == 1:
            return [self._tokenizer.encode(clean[0]).ids]
        return [encoding.ids for encoding in self._tokenizer.encode_batch_fast(clean)]

    def _vector(self, text: str) -> NDArray[np.float32]:
        return self._run(self._tokenise([text])[0])

    def _run(self, ids: list[int]) -> NDArray[np.float32]:
        import numpy as np

        vector: NDArray[np.float32] = self._session.run(None, {"ids": np.array([ids], dtype=np.int32)})[0][0]
        return vector

    def _open(self) -> None:
        """Open the model once, from the bytes that were checked."""
        if self._session is not None:
            return
        with self._lock:
            if self._session is not None:
                return
            graph, words = self._read("encoder.onnx"), self._read("tokenizer.json")
            from index.onnx import open_model

            self._tokenizer, self._session = open_model(graph, words)

    def _read(self, name: str) -> bytes:
        """Return a model file whose hash is the recorded one."""
        path = self._folder / name
        try:
            data = path.read_bytes()
        except OSError as error:
            raise ModelError(f"cannot read the encoder's file {path}; {_NEXT_STEP}") from error
        expected = self._record["files"].get(name)
        if not isinstance(expected, dict):
            raise ModelError(f"{self._folder / 'hashes.json'} does not list {name}; {_NEXT_STEP}")
        if len(data) != expected.get("bytes") or hashlib.sha256(data).hexdigest() != expected.get("sha256"):
            raise ModelError(f"the encoder's file {path} is damaged; {_NEXT_STEP}")
        return data
