"""Any sentence-transformers model as an embedder; the setting `embedder` (WHOSAYS_EMBEDDER) names it."""

from __future__ import annotations

import hashlib
import json
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from index.encoder import ModelError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

# Module types of modules.json: the library's own ones. Any other would be imported, that is, run.
_OWN_TYPES = (
    "sentence_transformers.models.",
    "sentence_transformers.base.",
    "sentence_transformers.sentence_transformer.",
)
# Weights that can hold code (pickles).
_UNSAFE_SUFFIXES = (".bin", ".pt", ".pth", ".ckpt", ".pkl")
_READ_BYTES = 1 << 20  # at a time while hashing


class SentenceTransformerEmbedder:
    """A model loaded by sentence-transformers, from a folder or by its name on the model hub.

    Texts are run one at a time, so that a vector does not depend on its neighbours in a call.

    Raises:
        ModelError: the folder holds code or no safe weights, or the model cannot be loaded.
    """

    def __init__(self, name_or_path: str) -> None:
        path = Path(name_or_path)
        if path.is_dir():
            _refuse_code(path)
        elif path.is_absolute() or name_or_path.startswith("."):
            # The library would take it for a name on the hub and say so at length.
            raise ModelError(f"no folder {path} with an embedding model; correct the setting `embedder`")
        self._model = _load(name_or_path, local=path.is_dir())
        self.dimension: int = int(self._model.encode(["dimension"], show_progress_bar=False).shape[1])
        self.fingerprint: str = _folder_fingerprint(path) if path.is_dir() else _state_fingerprint(self._model)

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return an array of shape (len(texts), dimension), rows of length 1."""
        if not len(texts):
            return np.empty((0, self.dimension), dtype=np.float32)
        vectors = self._model.encode(
            list(texts), batch_size=1, normalize_embeddings=True, convert_to_numpy=True, show_progress_bar=False
        )
        return np.asarray(vectors, dtype=np.float32)


def _refuse_code(folder: Path) -> None:
    """Raise ModelError when loading the folder could run code that lies in it."""
    for file in sorted(folder.rglob("*")):
        if file.suffix == ".py":
            raise ModelError(f"{folder} holds Python code ({file.relative_to(folder)}); use a model without code")
    modules = folder / "modules.json"
    if modules.is_file():
        try:
            types = [str(module["type"]) for module in json.loads(modules.read_text(encoding="utf-8"))]
        except (ValueError, KeyError, TypeError) as error:
            raise ModelError(f"{modules} is damaged; download the model again") from error
        for name in types:
            if not name.startswith(_OWN_TYPES):
                raise ModelError(f"{modules} names the foreign module {name}; use a model of library modules only")
    if not any(folder.rglob("*.safetensors")):
        raise ModelError(f"{folder} holds no .safetensors weights; convert the model to safetensors")
    for file in sorted(folder.rglob("*")):
        if file.suffix in _UNSAFE_SUFFIXES:
            raise ModelError(f"{file} may hold code (a pickle); remove it, the .safetensors weights are enough")


def _load(name: str, *, local: bool) -> Any:  # noqa: ANN401
    from sentence_transformers import SentenceTransformer

    try:
        return SentenceTransformer(
            name,
            device="cpu",
            trust_remote_code=False,
            local_files_only=local or bool(os.environ.get("HF_HUB_OFFLINE")),
            model_kwargs={"use_safetensors": True},
        )
    # The library raises OSError, ValueError, ImportError and errors of its network stack, under many names.
    except Exception as error:
        reason = str(error).strip().partition("\n")[0]
        raise ModelError(
            f"cannot load the embedder {name}: {reason}; give a folder with the model, connect once to fetch it, "
            "or take it out of the setting `embedder`"
        ) from error


def _folder_fingerprint(folder: Path) -> str:
    """Sha256 hex over the configuration, the tokenizer and the weights in the folder."""
    digest = hashlib.sha256(b"sentence-transformers folder\x00")
    for file in sorted(folder.rglob("*")):
        if file.suffix in {".json", ".txt", ".safetensors", ".model"} and file.is_file():
            digest.update(file.relative_to(folder).as_posix().encode() + b"\x00")
            digest.update(file.stat().st_size.to_bytes(8, "big"))
            with file.open("rb") as stream:
                while block := stream.read(_READ_BYTES):
                    digest.update(block)
    return digest.hexdigest()


def _state_fingerprint(model: Any) -> str:  # noqa: ANN401
    """Sha256 hex over the modules and weights of a loaded model: a name on a hub may move to other weights."""
    digest = hashlib.sha256(f"sentence-transformers state\x00{model}".encode())
    for name, tensor in sorted(model.state_dict().items()):
        digest.update(name.encode() + b"\x00" + tensor.float().contiguous().numpy().tobytes())
    return digest.hexdigest()
