"""The cells of a FAISS inverted file, so that a process that answers once reads some of them and not the whole file.

A question looks into `dense.PROBES` of thousands of cells. Where each stands in the file, and its hash, is kept beside it:
the cells that are read are checked, as the whole file is by whoever reads it whole.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from index.dense import PROBES, among, highest

if TYPE_CHECKING:
    from io import FileIO
    from pathlib import Path

    from numpy.typing import NDArray

    from index.dense import Allowed, Dense

_VERSION = 1
#: Raw bytes of a sha256.
_DIGEST = hashlib.sha256().digest_size
#: A cell holds its codes, then FAISS's number of each vector.
_NUMBER = np.dtype("<i8")
#: FAISS's 8-bit quantizer puts a code in the middle of its 255th of the range (ScalarQuantizer, QT_8bit).
_STEPS, _MIDDLE = 255, 0.5


class CellsError(Exception):
    """Bytes that are not the cells of this file, or a cell that was changed; the message says which."""


@dataclass(frozen=True, slots=True)
class Cells:
    """Where the cells of a FAISS file stand, and what is needed to rank the vectors in them."""

    path: Path
    #: Bytes before the first cell.
    start: int
    #: One row a cell: its centre.
    centroids: NDArray[np.float32]
    #: Lowest value and range of each dimension, of what is left when the centre is taken off.
    low: NDArray[np.float32]
    span: NDArray[np.float32]
    sizes: NDArray[np.int64]
    #: Row ids of the passages, cell by cell.
    ids: NDArray[np.int64]
    #: One row a cell: sha256 of its bytes.
    digests: NDArray[np.uint8]

    @classmethod
    def from_bytes(cls, data: bytes, path: Path, dimension: int, count: int) -> Cells:
        """Undo `cells_of`; nothing of the FAISS file at `path` is read yet.

        Raises:
            CellsError: they are not the cells of an index of this shape.
        """
        line, _, rest = data.partition(b"\n")
        try:
            found = json.loads(line)
            version, start, cells = (int(found[key]) for key in ("version", "start", "cells"))
            shape = int(found["dimension"]), int(found["vectors"])
        except (ValueError, KeyError, TypeError) as error:
            raise CellsError("the list of cells cannot be read") from error
        if version != _VERSION or shape != (dimension, count):
            raise CellsError("the list of cells is of another index")
        lengths = {
            "centroids": cells * dimension, "low": dimension, "span": dimension, "sizes": cells, "ids": count,
            "digests": cells * _DIGEST,
        }  # fmt: skip
        if len(rest) != sum(lengths[name] * np.dtype(kind).itemsize for name, kind in _ARRAYS):
            raise CellsError("the list of cells has another size")
        arrays: dict[str, NDArray[Any]] = {}
        at = 0
        for name, kind in _ARRAYS:
            arrays[name] = np.frombuffer(rest, dtype=kind, count=lengths[name], offset=at)
            at += arrays[name].nbytes
        arrays["centroids"] = arrays["centroids"].reshape(cells, dimension)
        arrays["digests"] = arrays["digests"].reshape(cells, _DIGEST)
        return cls(path, start, **arrays)

    def rank(self, vector: NDArray[np.float32], k: int, allowed: Allowed | None = None) -> list[tuple[int, float]]:
        """Return up to k (row id, approximate score), best first: what `Dense.rank` returns, but for rounding.

        Raises:
            CellsError: a cell is not what was published, or cannot be read.
        """
        near = self.centroids @ vector
        probed = np.argsort(-near, kind="stable")[:PROBES].tolist()
        ends = np.cumsum(self.sizes)
        weights = (vector * self.span / _STEPS).astype(np.float32)
        base = float(vector @ (self.low + self.span * (_MIDDLE / _STEPS)))
        found, told = [], []
        try:
            with self.path.open("rb", buffering=0) as file:
                for cell in probed:
                    codes = self._codes(file, cell, int(ends[cell]))
                    found.append(self.ids[ends[cell] - self.sizes[cell] : ends[cell]])
                    told.append(codes.astype(np.float32) @ weights + np.float32(base + near[cell]))
        except OSError as error:
            raise CellsError(f"{self.path.name}: {error.strerror}") from error
        ids, scores = np.concatenate(found), np.concatenate(told)
        if allowed is not None:
            kept = among(ids, allowed)
            ids, scores = ids[kept], scores[kept]
        return highest(ids, scores, k)

    def _codes(self, file: FileIO, cell: int, end: int) -> NDArray[np.uint8]:
        size, width = int(self.sizes[cell]), len(self.low)
        file.seek(self.start + (end - size) * (width + _NUMBER.itemsize))
        wanted = size * (width + _NUMBER.itemsize)
        data = file.read(wanted)
        if len(data) != wanted or hashlib.sha256(data).digest() != self.digests[cell].tobytes():
            raise CellsError(f"cell {cell} of the vectors was changed")
        return np.frombuffer(data, dtype=np.uint8, count=size * width).reshape(size, width)


# -- bytes -------------------------------------------------------------------------------------------------------------

_ARRAYS = (("centroids", "<f4"), ("low", "<f4"), ("span", "<f4"), ("sizes", "<i8"), ("ids", "<i8"), ("digests", "|u1"))


def cells_of(dense: Dense, data: bytes) -> bytes | None:
    """Return where the cells of an index stand in the bytes that FAISS wrote of it; None where they are not as expected.

    FAISS writes the cells one after another behind everything but the passages' ids (`write_index`, IndexIVF in an
    IndexIDMap2). That is no promise of its: each cell is compared with what is found there.
    """
    import faiss

    outer: Any = dense.faiss_index
    inner = faiss.downcast_index(outer.index)
    if not (isinstance(inner, faiss.IndexIVFScalarQuantizer) and inner.sq.qtype == faiss.ScalarQuantizer.QT_8bit):
        return None
    if not inner.by_residual or inner.code_size != inner.d:
        return None
    held = dense.ids
    lists: Any = inner.invlists
    sizes = np.array([lists.list_size(cell) for cell in range(inner.nlist)], dtype=np.int64)
    stride = inner.d + _NUMBER.itemsize
    # The ids come last: their number, then each.
    start = at = len(data) - _NUMBER.itemsize * (1 + len(held)) - stride * int(sizes.sum())
    numbers, digests = [], []
    for cell, size in enumerate(sizes.tolist()):
        number = faiss.rev_swig_ptr(lists.get_ids(cell), size).copy() if size else np.zeros(0, dtype=np.int64)
        codes = faiss.rev_swig_ptr(lists.get_codes(cell), size * inner.d).tobytes() if size else b""
        block = codes + number.astype(_NUMBER).tobytes()
        if data[at : at + len(block)] != block:
            return None
        at += len(block)
        numbers.append(number)
        digests.append(np.frombuffer(hashlib.sha256(block).digest(), dtype=np.uint8))
    low, span = faiss.vector_to_array(inner.sq.trained).reshape(2, inner.d)
    quantizer: Any = faiss.downcast_index(inner.quantizer)
    arrays = {
        "centroids": quantizer.reconstruct_n(0, inner.nlist),
        "low": low,
        "span": span,
        "sizes": sizes,
        "ids": held[np.concatenate(numbers)],
        "digests": np.stack(digests),
    }
    header = {"version": _VERSION, "start": start, "cells": inner.nlist, "dimension": inner.d, "vectors": len(held)}
    line = json.dumps(header, separators=(",", ":")).encode("ascii")
    return b"\n".join([line, b"".join(arrays[name].astype(kind).tobytes() for name, kind in _ARRAYS)])
