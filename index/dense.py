"""Nearest vectors: the FAISS index, chosen by size, and the plain product it must agree with."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Collection

    from numpy.typing import NDArray

    #: Row ids that a search may return.
    Allowed: TypeAlias = Collection[int] | NDArray[np.int64]

#: Vectors up to which all are compared as they are: 50,000 x 384 take about 3 ms.
FLAT_UP_TO = 50_000
#: Vectors up to which all are compared at 16 bits: half the memory, recall@10 .998.
HALF_UP_TO = 200_000
#: Cells of an inverted file that a question looks into: recall@10 .993 at a million vectors.
PROBES = 32
#: Vectors a cell from which the cells are found: with FAISS's 256 their time grows far faster than the vectors.
_TRAINED_ON = 64
#: A damaged header may claim any size; no part of a sound index is larger than its file, but for small ones' overhead.
_LEAST_BYTES = 8 << 20  # bytes
_LEAST_LOOPS = 1_000_000  # entries


class DenseError(ValueError):
    """Bytes that are not the expected FAISS index."""


def kind_for(count: int) -> str:
    """Return the FAISS factory string for this many vectors."""
    if count <= FLAT_UP_TO:
        return "Flat"
    if count <= HALF_UP_TO:
        return "SQbf16"
    # Cells: 4 x the square root of the count, FAISS's own guideline.
    return f"IVF{int(4 * count**0.5)},SQ8"


class Dense:
    """A FAISS index over unit vectors, by inner product; its ids are passage row ids."""

    def __init__(self, faiss_index: object, data: object = None) -> None:
        #: The index itself, with FAISS's own methods.
        self.faiss_index: Any = faiss_index
        #: What FAISS reads the vectors from, where it did not copy them: kept for as long as the index.
        self._data = data

    @classmethod
    def build(cls, ids: NDArray[np.int64], vectors: NDArray[np.float32], kind: str | None = None) -> Dense:
        """Build the index; `kind` is a factory string, by default the one for this size."""
        import faiss

        inner = faiss.index_factory(vectors.shape[1], kind or kind_for(len(ids)), faiss.METRIC_INNER_PRODUCT)
        if not inner.is_trained:
            cell: Any = faiss.downcast_index(inner)
            cell.cp.max_points_per_centroid = _TRAINED_ON
            inner.train(vectors)
        index = faiss.IndexIDMap2(inner)
        if len(ids):
            index.add_with_ids(vectors, ids)
        return cls(index)

    @classmethod
    def from_bytes(cls, data: bytes | NDArray[np.uint8], dimension: int, count: int) -> Dense:
        """Read an index, with bounds on what a damaged file can make FAISS do.

        The vectors are not copied: a large index is ready in a twentieth of the time.

        Raises:
            DenseError: it is not an index of this shape.
        """
        import faiss

        make: Any = faiss  # FAISS's own annotations leave this reader out
        faiss.set_deserialization_vector_byte_limit(max(_LEAST_BYTES, 2 * len(data)))
        faiss.set_deserialization_loop_limit(max(_LEAST_LOOPS, 2 * count))
        try:
            held = np.frombuffer(data, dtype=np.uint8)
            index = make.read_index(make.ZeroCopyIOReader(make.swig_ptr(held), len(held)))
        except RuntimeError as error:
            # FAISS's text names its own source files: of no use to the reader.
            raise DenseError("FAISS cannot read it") from error
        if not isinstance(index, faiss.IndexIDMap2):
            raise DenseError(f"a {type(index).__name__}, not an index with ids")
        if (index.d, index.ntotal, index.metric_type) != (dimension, count, faiss.METRIC_INNER_PRODUCT):
            raise DenseError(f"{index.ntotal} vectors of {index.d} numbers, not {count} of {dimension}")
        if index.id_map.size() != count:
            raise DenseError(f"{index.id_map.size()} ids for {count} vectors")
        return cls(index, held)

    def to_bytes(self) -> bytes:
        """Return the index as FAISS writes it; writing to disk is ours, as FAISS hides a full disk."""
        import faiss

        data: bytes = faiss.serialize_index(self.faiss_index).tobytes()
        return data

    @property
    def ids(self) -> NDArray[np.int64]:
        """The ids of the vectors, in the order they were added."""
        import faiss

        found: NDArray[np.int64] = faiss.vector_to_array(self.faiss_index.id_map)
        return found

    def vectors(self) -> NDArray[np.float32]:
        """Return the vectors in the order of `ids`, as exact as the kind keeps them."""
        found: NDArray[np.float32] = self.faiss_index.index.reconstruct_n(0, self.faiss_index.ntotal)
        return found.reshape(self.faiss_index.ntotal, self.faiss_index.d)

    def rank(self, vector: NDArray[np.float32], k: int, allowed: Allowed | None = None) -> list[tuple[int, float]]:
        """Return up to k (id, score), best first; scores are approximate unless the index is flat."""
        import faiss

        k = min(k, self.faiss_index.ntotal)
        if k <= 0 or (allowed is not None and not len(allowed)):
            return []
        # FAISS's own annotations leave out what its constructors take.
        make: Any = faiss
        selector = None if allowed is None else make.IDSelectorBitmap(_bits(as_ids(allowed)))
        inner = faiss.downcast_index(self.faiss_index.index)
        if isinstance(inner, faiss.IndexIVF):
            parameters = make.SearchParametersIVF(sel=selector, nprobe=min(PROBES, inner.nlist))
        else:
            parameters = make.SearchParameters(sel=selector)
        threads = faiss.omp_get_max_threads()
        # One question takes under 1 ms on one thread; a second one that has to wait for a core makes it 50.
        faiss.omp_set_num_threads(1)
        try:
            scores, ids = self.faiss_index.search(vector.reshape(1, -1), k, params=parameters)
        finally:
            faiss.omp_set_num_threads(threads)
        return [(int(i), float(score)) for i, score in zip(ids[0], scores[0], strict=True) if i >= 0]


def as_ids(allowed: Allowed) -> NDArray[np.int64]:
    """Return row ids as an array."""
    return allowed if isinstance(allowed, np.ndarray) else np.fromiter(allowed, dtype=np.int64, count=len(allowed))


def _bits(ids: NDArray[np.int64]) -> NDArray[np.uint8]:
    """Return a bit for each row id up to the highest, which FAISS looks up faster than a set."""
    flags = np.zeros(int(ids.max(initial=0)) + 1, dtype=np.bool_)
    flags[ids] = True
    return np.packbits(flags, bitorder="little")


def product_rank(
    ids: NDArray[np.int64],
    vectors: NDArray[np.float32],
    vector: NDArray[np.float32],
    k: int,
    allowed: Allowed | None = None,
) -> list[tuple[int, float]]:
    """Do what a flat `Dense` does, without FAISS: for few vectors, and for those an index lacks."""
    if allowed is not None:
        kept = among(ids, allowed)
        ids, vectors = ids[kept], vectors[kept]
    return highest(ids, vectors @ vector, k)


def among(ids: NDArray[np.int64], allowed: Allowed) -> NDArray[np.bool_]:
    """Tell of each row id whether it is allowed; by a table of flags, as to sort many takes longer than all else."""
    return np.isin(ids, as_ids(allowed), kind="table")


def highest(ids: NDArray[np.int64], scores: NDArray[np.float32], k: int) -> list[tuple[int, float]]:
    """Return the k highest scores as (row id, score), highest first, the lower id first among equals."""
    order = np.lexsort((ids, -scores))[: max(k, 0)]
    return [(int(ids[i]), float(scores[i])) for i in order]
