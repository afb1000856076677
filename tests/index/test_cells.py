"""A process that answers once reads some cells of a large FAISS file: what it finds, and what damage does."""

from __future__ import annotations

import dataclasses
import json
import logging

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index import cells
from index.dense import Dense
from index.index import Index
from index.store import doctor, generation
from index.store.database import Database

from .campaigns import QUERY
from .embedder import Hashing
from .test_generation import add, unit

COUNT, WIDTH = 3000, 32


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """A FAISS file of cells, where they stand, and the index itself."""
    ids = np.random.default_rng(1).permutation(np.arange(7, 7 + 2 * COUNT, 2))
    dense = Dense.build(ids, unit(COUNT), "IVF64,SQ8")
    path = tmp_path_factory.mktemp("cells") / "vectors.faiss"
    path.write_bytes(dense.to_bytes())
    return path, cells.cells_of(dense, path.read_bytes()), dense


@settings(max_examples=40, deadline=None)
@given(seed=st.integers(0, 10_000), k=st.integers(0, 100), share=st.sampled_from([None, 0, 0.01, 0.5, 1]))
def test_ranks_as_faiss_does(made, seed, k, share):
    path, data, dense = made
    vector = unit(1, seed=seed)[0]
    allowed = None if share is None else np.sort(dense.ids)[: int(share * COUNT)]
    mine = cells.Cells.from_bytes(data, path, WIDTH, COUNT).rank(vector, k, allowed)
    theirs = dense.rank(vector, k, allowed)
    assert [score for _, score in mine] == pytest.approx([score for _, score in theirs], abs=1e-5)
    assert {row for row, _ in mine[:-1]} <= {row for row, _ in theirs}


def test_all_ids_are_there(made):
    path, data, dense = made
    assert set(cells.Cells.from_bytes(data, path, WIDTH, COUNT).ids.tolist()) == set(dense.ids.tolist())


@pytest.mark.parametrize("kind", ["Flat", "SQbf16", "IVF8,Flat", "IVF8,SQ4"])
def test_other_kinds_have_no_list_of_cells(kind):
    dense = Dense.build(np.arange(2000), unit(2000), kind)
    assert cells.cells_of(dense, dense.to_bytes()) is None


def test_bytes_that_faiss_wrote_otherwise_have_none(made):
    path, _, dense = made
    data = path.read_bytes()
    assert cells.cells_of(dense, data + b"\0" * 8) is None
    assert cells.cells_of(dense, data[:-8]) is None


@pytest.mark.parametrize(
    "change",
    [
        {"version": 2},
        {"start": "x"},
        {"cells": 63},
        {"cells": None},
        {"dimension": WIDTH + 1},
        {"vectors": COUNT - 1},
    ],
)
def test_another_header_is_refused(made, change):
    path, data, _ = made
    line, _, rest = data.partition(b"\n")
    header = json.loads(line) | change
    with pytest.raises(cells.CellsError):
        cells.Cells.from_bytes(json.dumps(header).encode() + b"\n" + rest, path, WIDTH, COUNT)


@pytest.mark.parametrize("cut", [0, 1, 50, 200, 10_000])
def test_a_cut_list_is_refused(made, cut):
    path, data, _ = made
    with pytest.raises(cells.CellsError):
        cells.Cells.from_bytes(data[:cut], path, WIDTH, COUNT)


def test_a_changed_cell_is_refused_where_it_is_read_and_nowhere_else(made, tmp_path):
    path, data, _ = made
    found = cells.Cells.from_bytes(data, path, WIDTH, COUNT)
    broken = bytearray(path.read_bytes())
    broken[found.start] ^= 1  # the first code of the first cell
    (tmp_path / "x").write_bytes(broken)
    at_fault = dataclasses.replace(found, path=tmp_path / "x")
    near, far = found.centroids[0], -found.centroids[0]
    with pytest.raises(cells.CellsError, match="cell 0 "):
        at_fault.rank(near, 5)
    assert at_fault.rank(far, 5) == found.rank(far, 5)


@pytest.mark.parametrize("how", ["gone", "cut", "folder"])
def test_a_file_that_cannot_be_read_is_named(made, tmp_path, how):
    path, data, _ = made
    other = tmp_path / "vectors.faiss"
    if how == "cut":
        other.write_bytes(path.read_bytes()[:2000])
    elif how == "folder":
        other.mkdir()
    with pytest.raises(cells.CellsError):
        cells.Cells.from_bytes(data, other, WIDTH, COUNT).rank(unit(1)[0], 5)


# -- in a generation ---------------------------------------------------------------------------------------------------


@pytest.fixture
def home(tmp_path, monkeypatch):
    monkeypatch.setattr(generation, "kind_for", lambda count: "IVF2,SQ8")
    monkeypatch.setattr("index.index.ONE_SHOT_UP_TO", 10)
    folder = tmp_path / "home"
    add(folder, range(30))
    return folder


def once(folder):
    with Index.open(folder, Hashing(), one_shot=True) as index:
        return [(hit.article.id, hit.passage.id, hit.score) for hit in index.search(QUERY, 10)]


def current(folder):
    return folder / "gen" / (folder / "CURRENT").read_text("ascii").split(" ")[0]


def read_whole(monkeypatch):
    """Count how often the vectors are read whole."""
    seen = []
    whole = generation._read_large
    monkeypatch.setattr(generation, "_read_large", lambda path, most: seen.append(path) or whole(path, most))
    return seen


def test_one_answer_reads_cells_and_many_read_all(home, monkeypatch, caplog):
    seen = read_whole(monkeypatch)
    found = once(home)
    assert found
    assert seen == []
    with Index.open(home, Hashing()) as index:
        assert [(hit.article.id, hit.passage.id, hit.score) for hit in index.search(QUERY, 10)] == found
    assert len(seen) == 1
    assert caplog.records == []


@pytest.mark.parametrize("name", ["vectors.faiss", "cells.bin"])
@pytest.mark.parametrize("how", ["flipped", "cut", "gone"])
def test_damage_costs_a_warning_and_no_answer(home, caplog, name, how):
    expected = once(home)
    path = current(home) / name
    data = bytearray(path.read_bytes())
    path.unlink()
    if how == "cut":
        path.write_bytes(data[: len(data) // 2])
    elif how == "flipped":
        # A byte of each cell: the passages' ids end the file.
        start = len(data) // 3
        data[start:] = bytes(byte ^ 1 for byte in data[start:])
        path.write_bytes(data)
    with caplog.at_level(logging.WARNING):
        assert once(home) == expected
    assert [record.levelname for record in caplog.records] == ["WARNING"]
    assert doctor.check(home)
    doctor.repair(home)
    assert doctor.check(home) == []
    assert once(home) == expected


def test_a_shared_file_keeps_its_cells_and_what_it_lacks_is_found(home, monkeypatch):
    monkeypatch.setattr(generation, "_SHARE_FROM", 10)
    monkeypatch.setattr(generation, "_SHARE_LAG", 0.5)
    before = (current(home) / "cells.bin").read_bytes()
    add(home, [77])
    assert (current(home) / "cells.bin").read_bytes() == before
    found = once(home)
    with Index.open(home, Hashing()) as index:
        assert [(hit.article.id, hit.passage.id, hit.score) for hit in index.search(QUERY, 10)] == found


def test_an_index_of_the_version_before_gets_its_cells_with_the_next_article(home, monkeypatch):
    monkeypatch.setattr(generation, "_SHARE_FROM", 10)
    monkeypatch.setattr(generation, "_SHARE_LAG", 0.5)
    with monkeypatch.context() as patch:
        patch.setattr(generation, "cells_of", lambda dense, data: None)
        add(home, [70])
        patch.setattr(generation, "_SHARE_FROM", 10**6)
        add(home, [71])
    assert not (current(home) / "cells.bin").exists()
    seen = read_whole(monkeypatch)
    assert once(home)
    assert len(seen) == 1
    add(home, [72])
    assert (current(home) / "cells.bin").exists()
    database = Database.read(home)
    assert generation.load_some(database) is not None
    database.close()
