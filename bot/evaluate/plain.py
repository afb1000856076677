"""Vectors without a model, for runs that are to show what the rules do alone."""

from __future__ import annotations

import hashlib
import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    from numpy.typing import NDArray

_DIMENSION = 256


class WordVectors:
    """A text as the words it holds, each hashed to one of 256 places: nothing is learnt, nothing is meant."""

    @property
    def fingerprint(self) -> str:
        """Changes when a vector may change."""
        return f"words-{_DIMENSION}-sha256"

    @property
    def dimension(self) -> int:
        """Length of a vector."""
        return _DIMENSION

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return an array of shape (len(texts), 256), rows of length 1."""
        import numpy as np

        out = np.zeros((len(texts), _DIMENSION), dtype=np.float32)
        for row, text in enumerate(texts):
            for word in re.findall(r"\w+", text.casefold()):
                out[row, hashlib.sha256(word.encode("utf-8", "surrogatepass")).digest()[0]] += 1
            if not out[row].any():
                out[row, 0] = 1
        length: NDArray[np.float32] = np.sqrt((out * out).sum(axis=1, keepdims=True))
        return out / length
