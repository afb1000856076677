"""The grouping of articles into stories, kept beside the index: a cache that is checked and can be made again."""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING

from index.stories import stories
from index.types import Story

if TYPE_CHECKING:
    from pathlib import Path

    import numpy as np
    from numpy.typing import NDArray

    from index.index import Index

#: Raised when the rules of grouping change, so that older files are made again.
_VERSION = 1
_NAME = "stories.json"


def load(index: Index) -> tuple[Story, ...]:
    """Return the stories of an index, from the file beside it when that is of this very corpus."""
    path = index.home / _NAME
    kept = _read(path, index)
    if kept is not None:
        return kept
    made = stories(index.articles(), {article.id: _centre(index, article.id) for article in index.articles()})
    _write(path, index, made)
    return made


def _centre(index: Index, article_id: str) -> NDArray[np.float32]:
    """Return the mean of an article's passage vectors, of length 1; an article without passages has a zero vector."""
    import numpy as np

    vectors = index.vectors(article_id)
    if not len(vectors):
        return np.zeros(index.dimension, dtype=np.float32)
    mean = vectors.mean(axis=0)
    norm = float(np.linalg.norm(mean))
    return np.asarray(mean / norm if norm else mean, dtype=np.float32)


def _read(path: Path, index: Index) -> tuple[Story, ...] | None:
    try:
        data = json.loads(path.read_bytes())
        if data["version"] != _VERSION or data["fingerprint"] != index.fingerprint:
            return None
        found = tuple(Story(row["id"], row["title"], tuple(row["articles"])) for row in data["stories"])
    except (OSError, ValueError, KeyError, TypeError):  # A cache that cannot be read is made again.
        return None
    known = [article for story in found for article in story.articles]
    return found if sorted(known) == sorted(index.article_ids()) else None


def _write(path: Path, index: Index, made: tuple[Story, ...]) -> None:
    rows = [{"id": story.id, "title": story.title, "articles": list(story.articles)} for story in made]
    data = json.dumps({"version": _VERSION, "fingerprint": index.fingerprint, "stories": rows})
    temporary = path.with_suffix(f".{os.getpid()}.tmp")
    try:
        temporary.write_text(data, encoding="utf-8")
        temporary.replace(path)
    except OSError:  # A read-only or full disk only costs the next start some time.
        temporary.unlink(missing_ok=True)
