"""Other ways from a question to passages, over the same passages and vectors: what benchmarks/speed.py compares with.

Usage: python -m benchmarks.peers NAME build|ask --home HOME --store FOLDER [--questions FILE]

Each runs in a process of its own, so that what it imports and keeps in memory is its own. `build` writes its store from
the passages and vectors of the index in HOME; `ask` opens the store and answers the questions of a JSON file, and prints
one line of JSON: wall and CPU seconds for each, the peak of resident memory in MB.
"""

from __future__ import annotations

import argparse
import json
import resource
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    import numpy as np
    from numpy.typing import NDArray

    Ask: TypeAlias = Callable[[str], object]

#: Passages per question, as `whosays search` shows.
_TOP = 10
#: Passages handed to llama-index at a time: it makes an object of each.
_CHUNK = 5_000


def passages(home: Path) -> Iterator[tuple[str, str, NDArray[np.float32]]]:
    """Yield of each passage of an index an id, what was embedded, and its vector."""
    from index.index import Index
    from index.writer import embedded_text

    with Index.open(home) as index:
        for article in index.articles():
            for passage, vector in zip(index.passages(article.id), index.vectors(article.id), strict=True):
                yield str(passage.id), embedded_text(article, passage.quote), vector


# -- ours --------------------------------------------------------------------------------------------------------------


def open_answers(home: Path, _: Path) -> Ask:
    """Answer with attribution: everything that `whosays ask` does but for printing."""
    from bot.answer.ask import ask
    from index.index import Index

    index = Index.open(home)
    return lambda question: ask(question, index)


def open_search(home: Path, _: Path) -> Ask:
    """Retrieve only, as the peers do."""
    from index.index import Index

    index = Index.open(home)
    return lambda question: index.search(question, _TOP)


def open_encoder(_: Path, __: Path) -> Ask:
    """Embed the question and do no more: the floor of all that search by meaning."""
    from index.encoder import Encoder

    encoder = Encoder.bundled()
    # Not `encode`, which keeps the vectors of questions asked before.
    return lambda question: encoder.encode([question], workers=1)


# -- llama-index -------------------------------------------------------------------------------------------------------


def _embedding() -> Any:  # noqa: ANN401 -- llama-index is not there to be named
    from llama_index.core.base.embeddings.base import BaseEmbedding

    from index.encoder import Encoder

    class Ours(BaseEmbedding):  # type: ignore[misc]
        def _get_text_embedding(self, text: str) -> list[float]:
            vector: list[float] = Encoder.bundled().encode([text], workers=1)[0].tolist()
            return vector

        def _get_query_embedding(self, query: str) -> list[float]:
            return self._get_text_embedding(query)

        async def _aget_query_embedding(self, query: str) -> list[float]:
            return self._get_text_embedding(query)

    return Ours()


def build_llama_index(home: Path, store: Path) -> None:
    """Make llama-index's vector index over a flat FAISS index, and persist it."""
    import faiss
    from llama_index.core import StorageContext, VectorStoreIndex
    from llama_index.core.schema import TextNode
    from llama_index.vector_stores.faiss import FaissVectorStore

    index, nodes = None, []
    for key, text, vector in passages(home):
        if index is None:
            context = StorageContext.from_defaults(vector_store=FaissVectorStore(faiss.IndexFlatIP(len(vector))))
            index = VectorStoreIndex([], storage_context=context, embed_model=_embedding())
        nodes.append(TextNode(id_=key, text=text, embedding=vector.tolist()))
        if len(nodes) == _CHUNK:
            index.insert_nodes(nodes)
            nodes = []
    if index is not None:
        index.insert_nodes(nodes)
        index.storage_context.persist(str(store))


def open_llama_index(_: Path, store: Path) -> Ask:
    """Load it as its documentation does, and retrieve without a language model."""
    from llama_index.core import StorageContext, load_index_from_storage
    from llama_index.vector_stores.faiss import FaissVectorStore

    vectors = FaissVectorStore.from_persist_dir(str(store))
    context = StorageContext.from_defaults(vector_store=vectors, persist_dir=str(store))
    retriever = load_index_from_storage(context, embed_model=_embedding()).as_retriever(similarity_top_k=_TOP)
    return lambda question: retriever.retrieve(question)


# -- txtai -------------------------------------------------------------------------------------------------------------


def _transform(known: dict[str, NDArray[np.float32]]) -> Callable[[Sequence[str]], NDArray[np.float32]]:
    import numpy as np

    from index.encoder import Encoder

    def encode(texts: Sequence[str]) -> NDArray[np.float32]:
        return np.array([known[t] if t in known else Encoder.bundled().encode([t], workers=1)[0] for t in texts])

    return encode


def build_txtai(home: Path, store: Path) -> None:
    """Make txtai's index with the texts stored beside the vectors, and save it."""
    from txtai import Embeddings

    rows = list(passages(home))
    known = {text: vector for _, text, vector in rows}
    made = Embeddings(method="external", transform=_transform(known), backend="faiss", content=True)
    made.index((key, text, None) for key, text, _ in rows)
    made.config["transform"] = None  # a function cannot be saved
    made.save(str(store))


def open_txtai(_: Path, store: Path) -> Ask:
    """Load it and search."""
    from txtai import Embeddings

    made = Embeddings()
    made.load(str(store), config={"transform": _transform({})})
    return lambda question: made.search(question, _TOP)


#: Name to what builds a store (nothing for ours: the index is there) and what opens it.
PEERS: dict[str, tuple[Callable[[Path, Path], None] | None, Callable[[Path, Path], Ask]]] = {
    "whosays ask": (None, open_answers),
    "whosays search": (None, open_search),
    "llama-index": (build_llama_index, open_llama_index),
    "txtai": (build_txtai, open_txtai),
    "encoder alone": (None, open_encoder),
}
#: The module without which a peer cannot run.
NEEDS = {"llama-index": "llama_index.vector_stores.faiss", "txtai": "txtai"}


def peak() -> float:
    """Return this program's peak of resident memory in MB."""
    try:
        status = Path("/proc/self/status").read_text("ascii")
    except OSError:  # not Linux
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    # Not getrusage, which begins with what the process that started this one had.
    return next(float(line.split()[1]) for line in status.splitlines() if line.startswith("VmHWM")) / 1024


def main() -> int:
    """Build or ask, and print what it took as JSON."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("name", choices=PEERS)
    parser.add_argument("what", choices=["build", "ask"])
    parser.add_argument("--home", type=Path, required=True)
    parser.add_argument("--store", type=Path, required=True)
    parser.add_argument("--questions", type=Path)
    given = parser.parse_args()
    build, open_ = PEERS[given.name]
    if given.what == "build":
        if build is not None:
            build(given.home, given.store)
        return 0
    ask = open_(given.home, given.store)
    wall, cpu = [], []
    for question in json.loads(given.questions.read_text("utf-8")):
        start, start_cpu = time.perf_counter(), time.process_time()
        ask(question)
        wall.append(time.perf_counter() - start)
        cpu.append(time.process_time() - start_cpu)
    print(json.dumps({"wall": wall, "cpu": cpu, "memory": peak()}))
    return 0


if __name__ == "__main__":
    sys.exit(main())
