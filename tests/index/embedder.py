"""A real embedder without a model: hashed words, 32 numbers, unit length."""

from __future__ import annotations

import hashlib
import re

import numpy as np

from corpus.types import Article, Outlet, Quote


class Hashing:
    """Each word adds a fixed random direction; texts with the same words are close."""

    dimension = 32

    def __init__(self, fingerprint="hashing-32/1", salt="") -> None:
        self.fingerprint = fingerprint
        self._salt = salt
        self.encoded = 0

    def encode(self, texts):
        self.encoded += len(texts)
        rows = np.zeros((len(texts), self.dimension), dtype=np.float32)
        for row, text in zip(rows, texts, strict=True):
            for word in re.findall(r"\w+", text.lower()):
                digest = hashlib.sha256((self._salt + word).encode("utf-8", "replace")).digest()
                row += np.frombuffer(digest, dtype=np.uint8).astype(np.float32) / 127.5 - 1
            norm = np.linalg.norm(row)
            row /= norm if norm else 1
            if not norm:
                row[0] = 1
        return rows


def split(article):
    """One passage per line."""
    quotes, start = [], 0
    for line in article.text.splitlines(keepends=True):
        words = line.strip()
        if words:
            begin = start + line.index(words)
            quotes.append(Quote(article, begin, begin + len(words)))
        start += len(line)
    return tuple(quotes)


OUTLETS = (Outlet("north-post", "North Post"), Outlet("fjord-times", "Fjord Times", hosts=("fjord.example",)))
_TEXT = "river bridge mayor court verdict ballot strike glacier tunnel harvest striker goalkeeper bank loan"
_WORDS = _TEXT.split()


def article(number, version=0, lines=3):
    """Made-up article: the same number and version give the same text."""
    picked = [_WORDS[(number * 7 + i * 3 + version) % len(_WORDS)] for i in range(lines * 4)]
    body = "\n".join(
        f"Line {i}: the {picked[i * 4]} and the {picked[i * 4 + 1]} near {picked[i * 4 + 2]} {number} {version}."
        for i in range(lines)
    )
    return Article(f"a{number:04}", OUTLETS[number % 2], f"Title {number}: {picked[0]}", body, published="2026-02-03")
