"""The vector file is a cache: published whole, level with the store, and gone without harm."""

from __future__ import annotations

import hashlib
import json
import logging
import sqlite3

import faiss
import numpy as np
import pytest

from index import story_cache, traits, writer
from index.dense import Dense, DenseError, kind_for, product_rank
from index.errors import MismatchError
from index.index import Index
from index.search import passes
from index.store import doctor, generation, overview
from index.store.database import Database
from index.stories import of_table
from index.traits import build
from index.types import Filter

from .campaigns import QUERY, answers
from .embedder import Hashing, article, split


@pytest.fixture
def home(tmp_path):
    folder = tmp_path / "home"
    add(folder, range(6))
    return folder


def add(folder, numbers, version=0):
    return writer.add(folder, [article(i, version) for i in numbers], Hashing(), split=split)


def unpublished(folder, monkeypatch, numbers, version=0):
    """Add as a process does that is killed between the commit and the publish."""
    with monkeypatch.context() as patch:
        patch.setattr(generation, "publish", lambda database: False)
        add(folder, numbers, version)


def load(folder):
    database = Database.read(folder)
    try:
        return generation.load(database)
    finally:
        database.close()


def test_current_and_previous_are_kept_and_nothing_else(home):
    for number in range(3):
        add(home, [10 + number])
    (home / "gen" / ".tmp-left").mkdir()
    (home / "gen" / "stray").write_text("x")
    add(home, [20])
    lines = (home / "CURRENT").read_text("ascii").splitlines()
    assert len(lines) == 2
    assert sorted(p.name for p in (home / "gen").iterdir()) == sorted(line.split(" ")[0] for line in lines)
    manifest = json.loads((home / "gen" / lines[0].split(" ")[0] / "manifest.json").read_bytes())
    assert manifest["count"] == 30
    assert manifest["kind"] == "Flat"


def test_a_sound_generation_is_used_as_it_is(home):
    found = load(home)
    assert found.rebuilt is None
    assert found.kept is None
    assert len(found.missing_ids) == 0


def test_a_generation_that_lags_is_levelled(home, monkeypatch, caplog):
    unpublished(home, monkeypatch, [2], version=1)
    unpublished(home, monkeypatch, range(30, 34))
    found = load(home)
    assert found.rebuilt is None
    assert len(found.missing_ids) == 15
    assert len(found.kept) == 15
    behind = answers(home)
    assert [p.kind for p in doctor.check(home)] == ["vectors"]
    doctor.repair(home)
    assert answers(home) == behind
    assert load(home).kept is None
    assert caplog.records == []


@pytest.mark.parametrize("name", ["vectors.faiss", "manifest.json"])
@pytest.mark.parametrize("how", ["cut", "gone", "folder"])
def test_the_previous_generation_steps_in(home, caplog, name, how):
    add(home, [8])
    expected = answers(home)
    current = (home / "CURRENT").read_text("ascii").split(" ")[0]
    path = home / "gen" / current / name
    data = path.read_bytes()
    path.unlink()
    if how == "cut":
        path.write_bytes(data[: len(data) // 2])
    elif how == "folder":
        path.mkdir()
    with caplog.at_level(logging.WARNING):
        found = load(home)
    assert found.rebuilt is None
    assert len(found.missing_ids) == 3
    assert [record.levelname for record in caplog.records] == ["WARNING"]
    assert answers(home) == expected


POINTERS = [b"", b"\n", b"x", b"../../elsewhere " + b"0" * 64, b"0" * 32 + b" " + b"0" * 64 + b"\n", b"\xff" * 300]


@pytest.mark.parametrize("pointer", POINTERS)
def test_a_bad_pointer_costs_a_rebuild(home, pointer):
    expected = answers(home)
    (home / "CURRENT").write_bytes(pointer)
    assert load(home).rebuilt
    assert answers(home) == expected
    add(home, [8])
    assert load(home).rebuilt is None


def test_a_sound_file_of_another_store_is_refused(home, tmp_path):
    other = tmp_path / "other"
    writer.add(other, [article(i) for i in range(40, 46)], Hashing(), split=split)
    expected = answers(home)
    (home / "CURRENT").write_bytes((other / "CURRENT").read_bytes())
    for path in (other / "gen").iterdir():
        path.rename(home / "gen" / path.name)
    assert "another state" in load(home).rebuilt
    assert answers(home) == expected


def test_a_reader_from_before_two_changes_does_not_call_them_damage(home, caplog):
    with Index.open(home) as index:
        add(home, [70])
        add(home, [71])
        assert index.dense(Hashing().encode(["river"])[0], 3)
        assert "a0070" not in {article for story in index.stories() for article in story.articles}
        assert index.stale
    assert not caplog.records


def test_a_store_from_a_backup_refuses_what_came_later(home):
    backup = (home / "store.db").read_bytes()
    add(home, [50])
    (home / "store.db").write_bytes(backup)
    add(home, [60])  # takes the same commit number and row ids as article 50 had
    with Index.open(home) as index:
        ids = index.ids(["a0060"])
        found = index.dense(index.vectors("a0060")[0], 1)
    assert found[0][0] in ids
    assert found[0][1] == pytest.approx(1.0)


def test_one_shot_and_faiss_give_the_same(home):
    for text in ("river", "the court verdict", "unknown", "Line 2: the glacier near loan 3 0."):
        vector = Hashing().encode([text])[0]
        with Index.open(home) as a, Index.open(home, one_shot=True) as b:
            for allowed in (None, a.ids(["a0001", "a0004"]), frozenset()):
                assert a.dense(vector, 5, allowed) == b.dense(vector, 5, allowed)


def test_an_empty_index_answers_nothing(tmp_path):
    writer.add(tmp_path / "home", [], Hashing(), split=split)
    for one_shot in (False, True):
        with Index.open(tmp_path / "home", Hashing(), one_shot=one_shot) as index:
            assert index.articles() == ()
            assert index.dense(Hashing().encode(["x"])[0], 3) == []
            assert index.lexical("x", 3) == []
            with pytest.raises(MismatchError):
                index.dense(np.zeros(3, np.float32), 3)


# -- FAISS -------------------------------------------------------------------------------------------------------------


def unit(count, dimension=32, seed=0):
    rows = np.random.default_rng(seed).normal(size=(count, dimension)).astype(np.float32)
    return rows / np.linalg.norm(rows, axis=1, keepdims=True)


@pytest.mark.parametrize(
    ("count", "kind"),
    [(0, "Flat"), (50_000, "Flat"), (50_001, "SQbf16"), (200_000, "SQbf16"), (1_000_000, "IVF4000,SQ8")],
)
def test_kind_by_size(count, kind):
    assert kind_for(count) == kind


@pytest.mark.parametrize(("kind", "recall"), [("Flat", 1.0), ("SQbf16", 0.95), ("IVF8,SQ8", 0.85)])
def test_kinds_find_what_comparing_all_finds(kind, recall):
    faiss.omp_set_num_threads(1)
    ids, vectors = np.arange(1000, 3000, dtype=np.int64), unit(2000)
    dense = Dense.from_bytes(Dense.build(ids, vectors, kind).to_bytes(), 32, 2000)
    assert np.array_equal(np.sort(dense.ids), ids)
    allowed = set(range(1200, 1500))
    hits = {False: 0, True: 0}
    for query in unit(20, seed=1):
        for filtered in hits:
            only = allowed if filtered else None
            right = {i for i, _ in product_rank(ids, vectors, query, 10, only)}
            found = dense.rank(query, 10, only)
            assert [score for _, score in found] == sorted((score for _, score in found), reverse=True)
            assert not filtered or {i for i, _ in found} <= allowed
            hits[filtered] += len(right & {i for i, _ in found})
    assert min(hits.values()) / 200 >= recall
    assert dense.rank(unit(1)[0], 10, set()) == []


def test_the_same_vectors_give_the_same_bytes():
    ids, vectors = np.arange(500, dtype=np.int64), unit(500)
    for kind in ("Flat", "SQbf16", "IVF4,SQ8"):
        assert Dense.build(ids, vectors, kind).to_bytes() == Dense.build(ids, vectors, kind).to_bytes()


def test_other_bytes_are_refused():
    ids, vectors = np.arange(50, dtype=np.int64), unit(50)
    sound = Dense.build(ids, vectors).to_bytes()
    foreign = faiss.serialize_index(faiss.IndexFlatIP(32)).tobytes()
    euclidean = faiss.IndexIDMap2(faiss.IndexFlatL2(32))
    euclidean.add_with_ids(vectors, ids)
    rows = [(b"", 32, 50), (b"IxM2", 32, 50), (sound[:-1], 32, 50), (sound, 32, 49), (sound, 16, 50), (foreign, 32, 0)]
    for data, dimension, count in [*rows, (faiss.serialize_index(euclidean).tobytes(), 32, 50)]:
        with pytest.raises(DenseError):
            Dense.from_bytes(data, dimension, count)


def test_a_bad_vector_is_refused(tmp_path):
    class Broken(Hashing):
        def encode(self, texts):
            return super().encode(texts) * np.float32("nan")

    with pytest.raises(MismatchError):
        writer.add(tmp_path / "home", [article(1)], Broken(), split=split)
    connection = sqlite3.connect(tmp_path / "home" / "store.db")
    assert connection.execute("SELECT count(*) FROM articles").fetchone() == (0,)
    connection.close()


def test_adding_reads_only_what_is_new(home):
    before = load(home).dense
    add(home, [2], version=3)
    add(home, [70])
    after = load(home)
    assert (after.rebuilt, after.kept, len(after.missing_ids)) == (None, None, 0)
    database = Database.read(home)
    ids, vectors = database.vectors()
    database.close()
    assert np.array_equal(after.dense.ids, ids)
    assert np.array_equal(after.dense.vectors(), vectors)
    assert len(np.intersect1d(before.ids, ids)) == 15


def test_from_nothing_to_something_and_back(tmp_path):
    writer.add(tmp_path / "home", [], Hashing(), split=split)
    add(tmp_path / "home", [1])
    writer.remove(tmp_path / "home", ["a0001"])
    assert load(tmp_path / "home").dense.ids.tolist() == []
    add(tmp_path / "home", [2])
    assert answers(tmp_path / "home")[3] == 3
    assert doctor.check(tmp_path / "home", Hashing()) == []


# -- stories -----------------------------------------------------------------------------------------------------------


def stories_of(folder):
    with Index.open(folder) as index:
        return index.stories()


def from_scratch(folder):
    database = Database.read(folder)
    try:
        return of_table(story_cache.table(database))
    finally:
        database.close()


def part(folder, name):
    current = (folder / "CURRENT").read_text("ascii").split(" ")[0]
    return folder / "gen" / current / name


def test_stories_are_published_and_the_same_as_from_scratch(home, monkeypatch):
    add(home, range(20))
    add(home, [3, 25], version=1)
    writer.remove(home, ["a0004", "a0005"])
    expected = from_scratch(home)
    assert sorted(a for story in expected for a in story.articles) == sorted(a.id for a in articles_of(home))
    with monkeypatch.context() as patch:
        patch.setattr(story_cache, "table", None)  # reading published stories makes nothing
        assert stories_of(home) == expected
    writer.reindex(home, Hashing(salt="x", fingerprint="other"), split=split)
    assert stories_of(home) == from_scratch(home)


def articles_of(folder):
    with Index.open(folder) as index:
        return index.articles()


def test_adding_one_reads_one(home, monkeypatch):
    read = []
    monkeypatch.setattr(traits, "build", lambda a, *rest: read.extend(x.id for x in a) or build(a, *rest))
    add(home, [2], version=4)
    add(home, [77])
    assert read == ["a0002", "a0077"]


def test_stories_of_a_generation_that_lags(home, monkeypatch):
    unpublished(home, monkeypatch, range(4, 9), version=1)
    assert stories_of(home) == from_scratch(home)


@pytest.mark.parametrize("name", ["stories.json", "traits.bin", "groups.bin"])
@pytest.mark.parametrize("data", [b"", b"{}", None])
def test_damaged_stories_are_made_again(home, caplog, name, data):
    expected = from_scratch(home)
    if data is None:
        part(home, name).unlink()
    else:
        part(home, name).write_bytes(data)
    with caplog.at_level(logging.WARNING):
        assert stories_of(home) == expected
    assert len(caplog.records) == (name == "stories.json")
    assert [(p.kind, p.serious) for p in doctor.check(home)] == [("stories", False)]
    assert doctor.repair(home) == []
    assert doctor.check(home) == []
    assert stories_of(home) == expected


def as_older_version(folder):
    """Rewrite the generations as the version before there were other files beside the vectors left them."""
    lines = []
    for line in (folder / "CURRENT").read_text("ascii").splitlines():
        generation_folder = folder / "gen" / line.split(" ")[0]
        manifest = json.loads((generation_folder / "manifest.json").read_bytes())
        for name in manifest["parts"]:
            (generation_folder / name).unlink()
        del manifest["parts"], manifest["postings"]
        data = json.dumps(manifest).encode("ascii")
        (generation_folder / "manifest.json").write_bytes(data)
        lines.append(f"{generation_folder.name} {hashlib.sha256(data).hexdigest()}\n")
    (folder / "CURRENT").write_text("".join(lines), "ascii")


def test_an_index_of_an_older_version_works_and_is_completed(home, caplog):
    expected, found = from_scratch(home), answers(home)
    as_older_version(home)
    (home / "stories.json").write_text("{}")  # where that version kept them
    with caplog.at_level(logging.WARNING):
        assert stories_of(home) == expected
        assert answers(home) == found
    assert caplog.records == []
    assert [(p.kind, p.serious) for p in doctor.check(home)] == [("stories", False)]
    add(home, range(6))  # nothing new: completes the generation all the same
    assert part(home, "stories.json").exists()
    assert not (home / "stories.json").exists()
    assert doctor.check(home) == []
    assert stories_of(home) == expected


def test_a_large_vector_file_serves_the_next_generation(home, monkeypatch):
    monkeypatch.setattr(generation, "_SHARE_FROM", 10)
    monkeypatch.setattr(generation, "_SHARE_LAG", 0.4)
    first = part(home, "vectors.faiss")
    add(home, [50])
    second = part(home, "vectors.faiss")
    assert second != first
    assert second.samefile(first)
    assert doctor.check(home) == []
    assert len(load(home).missing_ids) == 3
    assert answers(home)[3] == 21
    add(home, range(60, 63))
    assert not part(home, "vectors.faiss").samefile(second)
    assert len(load(home).missing_ids) == 0
    assert len(list((home / "gen").iterdir())) == 2


def test_where_there_are_no_links_the_file_is_copied(home, monkeypatch):
    def refused(*_):
        raise OSError(95, "Operation not supported")

    monkeypatch.setattr(generation, "_SHARE_FROM", 10)
    monkeypatch.setattr(generation, "_SHARE_LAG", 0.4)
    monkeypatch.setattr(generation.os, "link", refused)
    add(home, [50])
    assert load(home).rebuilt is None
    assert doctor.check(home) == []


# -- outlets, fingerprint, and whose a passage is ----------------------------------------------------------------------

FILTERS = [
    Filter(),
    Filter(outlets=frozenset({"fjord-times"})),
    Filter(not_outlets=frozenset({"fjord-times", "north-post"})),
    Filter(since="2026-02-03", until="2026-02-09"),
    Filter(since="2026-02-04"),
    Filter(until="2026-03-31", not_outlets=frozenset({"north-post"})),
]


def inside(index, rule):
    """Return the ids of the passages that a filter lets through, read from the articles one by one."""
    found = [a for a in index.articles() if passes(a, rule)]
    if rule.story is not None:
        found = [a for a in found if index.story_of(a.id).id == rule.story]
    return sorted(p.id for a in found for p in index.passages(a.id))


def test_what_a_filter_lets_through_is_published_and_the_same_as_from_the_articles(home, monkeypatch):
    add(home, [3, 25], version=1)
    writer.remove(home, ["a0004"])
    with Index.open(home) as index:
        outlets = {outlet.id for outlet in index.outlets()}
        story = index.stories()[0].id
        rules = [*FILTERS, Filter(story=story), Filter(outlets=frozenset(outlets))]
        expected = [inside(index, rule) for rule in rules]
        assert len({len(rows) for rows in expected}) > 1
    with monkeypatch.context() as patch:
        patch.setattr(overview, "listing", None)  # what is published is read, and nothing made
        patch.setattr(overview, "overview", None)
        with Index.open(home) as index:
            assert [index.ids_within((), rule).tolist() for rule in rules] == expected
            assert {outlet.id for outlet in index.outlets()} == outlets
            fingerprint = index.fingerprint
    unpublished(home, monkeypatch, [77])
    unpublished(home, monkeypatch, [78], version=2)
    with Index.open(home) as index:  # what is published lags
        assert index.fingerprint != fingerprint
        assert [index.ids_within((), rule).tolist() for rule in rules] == [inside(index, rule) for rule in rules]


@pytest.mark.parametrize("name", ["overview.json", "listing.bin"])
@pytest.mark.parametrize("data", [b"", b"{}", b'{"version": 1}\n1234', None])
def test_damaged_lists_are_made_again(home, caplog, name, data):
    def read():
        with Index.open(home) as index:
            rows = index.ids_within([index.outlets()[0].id]).tolist()
            return index.fingerprint, index.outlets(), rows

    expected = read()
    if data is None:
        part(home, name).unlink()
    else:
        part(home, name).write_bytes(data)
    with caplog.at_level(logging.WARNING):
        assert read() == expected
    assert len(caplog.records) == 1
    assert "whosays doctor --repair" in caplog.text
    assert [(p.kind, p.serious) for p in doctor.check(home)] == [("stories", False)]
    assert doctor.repair(home) == []
    assert read() == expected


@pytest.mark.parametrize("data", [b"", b"[]", b"{}", b'{"version":0}', b'{"version":1,"ids":["a"]}\n123'])
def test_other_bytes_are_no_lists(data):
    for read in (overview.overview_from_bytes, overview.listing_from_bytes):
        with pytest.raises((overview.OverviewError, KeyError)):
            read(data)


# -- begun before it is needed -----------------------------------------------------------------------------------------


def test_a_large_index_is_read_ahead_and_gives_the_same(home, monkeypatch):
    expected = answers(home)
    monkeypatch.setattr("index.index.ONE_SHOT_UP_TO", 1)
    with Index.open(home, Hashing(), one_shot=True) as index:
        index.open_ahead()
        vector = Hashing().encode([QUERY])[0]
        assert (index.fingerprint, index.dense(vector, 10), index.lexical(QUERY, 10), index.size) == expected
        assert (
            index.holders("river", "text", 20_000).tolist()
            == Index.open(home).holders("river", "text", 20_000).tolist()
        )
    with Index.open(home, Hashing()) as index:
        hits = index.search(QUERY)
    with Index.open(home, Hashing(), one_shot=True) as index:
        assert index.search(QUERY) == hits
    with Index.open(home, one_shot=True) as index:
        index.open_ahead()  # nothing is asked: closing waits


def test_damage_that_is_found_ahead_changes_no_answer(home, monkeypatch, caplog):
    with Index.open(home) as index:
        expected = index.holders("river", "text", 20_000).tolist()
    connection = sqlite3.connect(home / "store.db")
    connection.execute("INSERT INTO words (rowid, text) VALUES (1000, 'river')")
    connection.commit()
    connection.close()
    for path in (home / "gen").glob("*/vectors.faiss"):
        path.write_bytes(path.read_bytes()[:-1])
    monkeypatch.setattr("index.index.ONE_SHOT_UP_TO", 1)
    with caplog.at_level(logging.WARNING), Index.open(home, Hashing(), one_shot=True) as index:
        index.open_ahead()
        assert index.holders("river", "text", 20_000).tolist() == expected
        assert len(index.dense(Hashing().encode([QUERY])[0], 10)) == 10
    assert sorted(record.message.split(" in ")[0] for record in caplog.records) == [
        "the vector index",
        "the word index",
    ]


def test_so_common_a_word_tells_nothing(home):
    with Index.open(home) as index:
        held = len(index.holders("river", "text", 20_000))
        assert held > 1
        assert index.holders("river", "text", held) is None
        assert index.holders("river", "text", held + 1) is not None
        assert index.holders("nosuchword", "text", held).tolist() == []


def test_stories_that_an_older_version_grouped_are_made_again_by_the_next_publish(home, monkeypatch):
    expected = stories_of(home)
    with monkeypatch.context() as patch:
        patch.setattr(story_cache, "_VERSION", 0)
        doctor.repair(home)
    assert stories_of(home) == expected
    assert [(p.kind, p.serious) for p in doctor.check(home)] == [("stories", False)]
    add(home, range(6))  # nothing new
    assert doctor.check(home) == []
    with monkeypatch.context() as patch:
        patch.setattr(story_cache, "table", None)
        assert stories_of(home) == expected
