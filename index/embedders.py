"""Which embedder: the bundled one, or one that the operator names."""

from __future__ import annotations

from typing import TYPE_CHECKING

from index.encoder import Encoder

if TYPE_CHECKING:
    from index.types import Embedder


def embedder(name: str | None = None) -> Embedder:
    """Return the bundled encoder, or the sentence-transformers model of that name or in that folder.

    Raises:
        ModelError: the named model is missing, cannot be fetched, or holds code.
    """
    if name is None:
        return Encoder.bundled()
    from index.sentence_transformer import SentenceTransformerEmbedder

    return SentenceTransformerEmbedder(name)
