"""What goes into the store comes out, once, whole, and the older version stays."""

from __future__ import annotations

import sqlite3
import stat
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from corpus.types import Article, Outlet
from index import writer
from index.errors import (
    AccessError,
    DamagedError,
    LockedError,
    MismatchError,
    NoIndexError,
    UnknownArticleError,
)
from index.index import Index
from index.store import database as database_module
from index.store import doctor, generation
from index.store.database import Database
from index.store.lock import writer as lock
from index.store.rows import dump_article, dump_outlet, read_article, row_hash
from index.store.words import MAX_TERMS, match_expression, terms

from .embedder import Hashing, article, split


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "home #1?"


def add(home, articles, embedder=None, **options):
    return writer.add(home, articles, embedder or Hashing(), split=split, **options)


def test_round_trip(home):
    given_articles = [article(i) for i in range(5)]
    assert add(home, reversed(given_articles)) == writer.Added(added=5, passages=15)
    with Index.open(home, Hashing()) as index:
        assert index.articles() == tuple(given_articles)
        assert index.article("a0003") == given_articles[3]
        assert [o.id for o in index.outlets()] == ["fjord-times", "north-post"]
        assert [p.quote.text for p in index.passages("a0002")] == given_articles[2].text.split("\n")
        assert index.vectors("a0002").shape == (3, 32)
        for passage in index.passages("a0002"):
            assert index.passage(passage.id) == passage
        expected = Hashing().encode([writer.embedded_text(given_articles[2], p.quote) for p in index.passages("a0002")])
        assert np.array_equal(index.vectors("a0002"), expected)
        assert index.size == 15
        with pytest.raises(UnknownArticleError, match="a0099"):
            index.article("a0099")
        with pytest.raises(KeyError):
            index.passage(10_000)


def test_an_article_without_passages(home):
    empty = replace(article(1), text="")
    assert add(home, [empty, article(2)]).passages == 3
    with Index.open(home) as index:
        assert index.passages("a0001") == ()
        assert index.vectors("a0001").shape == (0, 32)
        assert index.articles() == (empty, article(2))


def test_files_are_private(home):
    add(home, [article(1)])
    for path in (home, *home.rglob("*")):
        if path.name not in ("LOCK.pid",):
            assert not stat.S_IMODE(path.stat().st_mode) & 0o077, path


def test_unchanged_articles_are_not_embedded_again(home):
    embedder = Hashing()
    add(home, [article(i) for i in range(6)], embedder)
    pointer = (home / "CURRENT").read_bytes()
    embedder.encoded = 0
    assert add(home, [article(i) for i in range(6)], embedder) == writer.Added(unchanged=6)
    assert embedder.encoded == 1  # the probe
    assert (home / "CURRENT").read_bytes() == pointer


def test_a_changed_article_replaces_the_old_version_which_stays_as_history(home):
    add(home, [article(i) for i in range(3)])
    assert add(home, [article(1, version=1)]) == writer.Added(changed=1, passages=3)
    with Index.open(home, Hashing()) as index:
        assert index.article("a0001") == article(1, version=1)
        old_words = index.lexical("ballot", 20)
        assert {index.passage(i).quote.article.revision for i, _ in old_words} <= {a.revision for a in index.articles()}
    states = [(r.article, r.state) for r in writer.history(home, "a0001")]
    assert states == [(article(1), "replaced"), (article(1, version=1), "live")]
    assert doctor.check(home) == []


def test_two_versions_in_one_call(home):
    assert add(home, [article(1), article(1, 1), article(1, 1)]) == writer.Added(1, 1, 1, 3)
    with Index.open(home) as index:
        assert index.articles() == (article(1, 1),)
    assert doctor.check(home) == []


def test_a_registry_change_updates_the_outlet_without_embedding(home):
    embedder = Hashing()
    add(home, [article(2)], embedder)
    embedder.encoded = 0
    renamed = replace(article(2), outlet=replace(article(2).outlet, name="The North Post", country="NO"))
    assert add(home, [renamed], embedder) == writer.Added(unchanged=1)
    assert embedder.encoded == 1
    with Index.open(home) as index:
        assert index.outlets()[0].name == "The North Post"
    assert doctor.check(home) == []


def test_acknowledged_after_the_commit(home):
    seen = []

    def stored(done):
        other = Database.read(home)
        seen.append(other.live_article(done.id).article == done)
        other.close()

    steps = []
    add(home, [article(i) for i in range(5)], on_stored=stored, batch=2, progress=lambda *at: steps.append(at))
    assert seen == [True] * 5
    assert steps == [(2, 5), (4, 5), (5, 5)]


def test_the_sample_makes_way(home):
    add(home, [article(i) for i in range(2)], sample=True)
    with Index.open(home) as index:
        assert index.only_sample
    assert add(home, [article(7)]).sample_replaced == 2
    with Index.open(home) as index:
        assert [a.id for a in index.articles()] == ["a0007"]
        assert not index.only_sample
    assert add(home, [article(1)], sample=True) == writer.Added()
    assert doctor.check(home) == []


def test_an_emptied_index_is_not_the_sample(home):
    add(home, [article(1)], sample=True)
    writer.remove(home, ["a0001"])
    with Index.open(home) as index:
        assert not index.only_sample


def test_the_sample_stays_when_asked_to_or_when_given(home):
    add(home, [article(i) for i in range(3)], sample=True)
    add(home, [article(7)], replace_sample=False)
    with Index.open(home) as index:
        assert len(index.articles()) == 4
    assert add(home, [article(1)]) == writer.Added(unchanged=1, sample_replaced=2)
    with Index.open(home) as index:
        assert [a.id for a in index.articles()] == ["a0001", "a0007"]


def test_remove_keeps_a_tombstone_until_compact(home):
    add(home, [article(i) for i in range(4)])
    assert writer.remove(home, ["a0002", "a0000"]) == ("a0002", "a0000")
    with pytest.raises(UnknownArticleError, match="a0002"):
        writer.remove(home, ["a0001", "a0002"])
    with Index.open(home) as index:
        assert [a.id for a in index.articles()] == ["a0001", "a0003"]
        assert {index.passage(i).quote.article.id for i, _ in index.dense(Hashing().encode(["x"])[0], 50)} == {
            "a0001",
            "a0003",
        }
    assert [r.state for r in writer.history(home, "a0002")] == ["removed"]
    assert doctor.compact(home) == 2
    assert writer.history(home, "a0002") == ()
    assert doctor.check(home) == []
    assert add(home, [article(2)]).added == 1


def test_another_embedder_is_refused_until_reindex(home):
    add(home, [article(i) for i in range(3)])
    other = Hashing("hashing-32/2", salt="x")
    for use in (lambda: add(home, [article(9)], other), lambda: Index.open(home, other)):
        with pytest.raises(MismatchError, match="whosays reindex"):
            use()
    with pytest.raises(MismatchError, match="cosine"):
        add(home, [article(9)], Hashing(salt="x"))  # same name, other vectors
    before = Index.open(home)
    assert writer.reindex(home, other, split=split) == 9
    assert before.stale
    with Index.open(home, other) as index:
        assert index.fingerprint != before.fingerprint
        assert np.array_equal(
            index.vectors("a0001"),
            other.encode([f"{article(1).title}\n{line}" for line in article(1).text.split("\n")]),
        )
        with pytest.raises(MismatchError):
            index.dense(np.zeros(7, np.float32), 3)
    before.close()
    assert [p.kind for p in doctor.check(home, Hashing())] == ["embedder"]
    assert doctor.check(home, other) == []


def test_passages_of_two_versions_do_not_mix(home):
    add(home, [article(1)])
    with Index.open(home) as index:
        before = index.fingerprint
    _spoil(home, "UPDATE meta SET value = 'other' WHERE key = 'split'")
    assert [(p.kind, p.serious) for p in doctor.check(home)] == [("passages", False)]
    with pytest.raises(MismatchError, match="reindex"):
        add(home, [article(2)])
    with Index.open(home) as index:
        assert index.fingerprint != before
    writer.reindex(home, Hashing(), split=split)
    assert add(home, [article(2)]).added == 1
    # A store from before the version was written down goes on, with advice.
    _spoil(home, "DELETE FROM meta WHERE key = 'split'")
    assert [p.kind for p in doctor.check(home)] == ["passages"]
    assert add(home, [article(3)]).added == 1


def test_an_open_index_is_one_state(home):
    add(home, [article(i) for i in range(3)])
    with Index.open(home) as index:
        assert not index.stale
        add(home, [article(1, 1), article(5)])
        assert index.stale
        assert index.articles() == tuple(article(i) for i in range(3))
        found = index.dense(Hashing().encode(["river"])[0], 50)
        assert {index.passage(i).quote.article.revision for i, _ in found} <= {article(i).revision for i in range(3)}


def test_fingerprint_is_of_the_content_only(home, tmp_path):
    add(home, [article(i) for i in range(4)])
    add(tmp_path / "b", [article(3), article(0, 1)])
    add(tmp_path / "b", [article(2), article(1), article(0)])
    with Index.open(home) as a, Index.open(tmp_path / "b") as b:
        assert a.fingerprint == b.fingerprint
    add(home, [article(0, 2)])
    with Index.open(home) as a, Index.open(tmp_path / "b") as b:
        assert a.fingerprint != b.fingerprint


def test_absent_is_not_unreadable(home, tmp_path):
    with pytest.raises(NoIndexError, match="whosays add"):
        Index.open(home)
    home.mkdir()
    (home / "store.db").touch()
    with pytest.raises(NoIndexError):
        Index.open(home)
    add(home, [article(1)])
    (home / "store.db").rename(home / "elsewhere")
    for use in (lambda: Index.open(home), lambda: add(home, [article(2)])):
        with pytest.raises(DamagedError, match="missing"):
            use()
    (home / "store.db").touch()
    with pytest.raises(DamagedError, match="empty"):
        add(home, [article(2)])
    (home / "store.db").write_bytes(b"not a database at all" * 100)
    before = (home / "store.db").read_bytes()
    for use in (lambda: Index.open(home), lambda: add(home, [article(2)])):
        with pytest.raises(DamagedError, match="whosays doctor"):
            use()
    assert (home / "store.db").read_bytes() == before
    (tmp_path / "file").touch()
    with pytest.raises(AccessError):
        add(tmp_path / "file", [article(1)])


def test_one_writer(home):
    add(home, [article(1)])
    import os

    with lock(home), pytest.raises(LockedError, match=str(os.getpid())):
        add(home, [article(2)])
    assert add(home, [article(2)]).added == 1


def test_reading_from_a_read_only_folder(home):
    add(home, [article(1)])
    modes = [(path, path.stat().st_mode) for path in (home, home / "store.db")]
    for path, _ in reversed(modes):
        path.chmod(0o500 if path.is_dir() else 0o400)
    try:
        with Index.open(home) as index:
            assert index.articles() == (article(1),)
            assert index.dense(Hashing().encode(["river"])[0], 1)
    finally:
        for path, mode in modes:
            path.chmod(mode)


def test_a_newer_store_is_refused_and_an_older_one_migrates(home, monkeypatch):
    add(home, [article(1)])
    more = (*database_module.STEPS, ("CREATE TABLE extra (x INTEGER)",))
    database = Database.write(home, more)
    assert database.rows("SELECT * FROM extra") == []
    assert [r.article for r in database.live()] == [article(1)]
    database.close()
    for use in (lambda: Index.open(home), lambda: add(home, [article(2)])):
        with pytest.raises(MismatchError, match="newer"):
            use()


def test_a_failed_change_leaves_nothing(home):
    add(home, [article(1)])

    def breaks(_):
        raise RuntimeError("splitter")

    with pytest.raises(RuntimeError, match="splitter"):
        writer.add(home, [article(2)], Hashing(), split=breaks)
    with Index.open(home) as index:
        assert index.articles() == (article(1),)
        assert not index.stale


# -- words -------------------------------------------------------------------------------------------------------------

HOSTILE = (
    'how many crew died?', 'KC-135', "O'Brien", '"', '*', 'NEAR(', 'a AND', '-b', 'col:x', '^', '( ) { }', '', '   ',
    '\x00', '\ud800', '🙂', 'ﬀ', '٤', "'; DROP TABLE words; --", 'the of', 'x' * 10_000, 'word ' * 5_000,
    ' '.join(f'w{i}' for i in range(500)), 'NOT', 'OR OR', '日本語', 'a_b', '_',
)  # fmt: skip


@pytest.mark.parametrize("query", HOSTILE)
def test_no_question_breaks_the_word_search(home, query):
    database = Database.write(_folder(home))
    database.lexical_rank(query, 5)
    database.close()


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.text())
def test_any_text_is_a_valid_expression(text):
    connection = sqlite3.connect(":memory:")
    connection.execute("CREATE VIRTUAL TABLE w USING fts5 (t)")
    words = terms(text)
    assert len(words) <= MAX_TERMS
    if words:
        connection.execute("SELECT * FROM w WHERE w MATCH ?", (match_expression(words),)).fetchall()
    connection.close()


def test_word_ranks(home):
    texts = {
        "flood": "The river flooded the lower town overnight.",
        "vote": "Voters elected a new mayor by a narrow margin.",
        "match": "The goalkeeper saved two penalties in the final.",
    }
    outlet = Outlet("north-post", "North Post")
    add(home, [Article(key, outlet, key.title(), text) for key, text in texts.items()])
    with Index.open(home) as index:

        def found(query, **options):
            return [index.passage(i).quote.article.id for i, _ in index.lexical(query, 5, **options)]

        assert found("Which river is flooding?") == ["flood"]
        assert found("penalty or mayor")[0] in ("vote", "match")
        assert found("the") == ["flood", "match"] or found("the") == ["match", "flood"]
        assert found("nothing here") == []
        assert found("river mayor", allowed=index.ids(["vote"])) == ["vote"]
        assert found("river", allowed=frozenset()) == []
        scores = [score for _, score in index.lexical("river mayor final", 5)]
        assert scores == sorted(scores, reverse=True)


def _folder(home):
    home.mkdir(exist_ok=True)
    return home


# -- rows --------------------------------------------------------------------------------------------------------------

_texts = st.text(st.characters(exclude_categories=()), max_size=30)


@given(_texts, _texts, st.none() | _texts, st.lists(_texts, max_size=3))
def test_an_article_survives_its_row(title, text, author, aliases):
    given_article = Article("x", Outlet("o", "O", tuple(aliases), registered=False), title, text, author=author)
    assert read_article(dump_article(given_article), dump_outlet(given_article.outlet)) == given_article


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (("ab", "c"), ("a", "bc")),
        ((1,), ("1",)),
        ((b"1",), ("1",)),
        (("a",), ("a", "")),
        ((None,), ("None",)),
        ((1,), (1.0,)),
    ],
)
def test_different_rows_have_different_hashes(one, other):
    assert row_hash(*one) != row_hash(*other)


def test_odd_texts_are_stored_as_they_are(home):
    odd = "a\ud800b \x00 \x1b[31m \u202e 4\u2070 \U0001f642"
    given_article = Article("odd", Outlet("o", "O"), odd, odd)
    add(home, [given_article])
    with Index.open(home) as index:
        assert index.articles() == (given_article,)
    assert doctor.check(home) == []


# -- doctor ------------------------------------------------------------------------------------------------------------


def _spoil(home, sql, *values):
    connection = sqlite3.connect(home / "store.db")
    connection.execute(sql, values)
    connection.commit()
    connection.close()


SPOILT = (
    ("article", "UPDATE articles SET record = replace(record, 'river', 'rival')"),
    ("article", "UPDATE articles SET outlet = replace(outlet, 'North', 'South')"),
    ("article", "UPDATE articles SET sha256 = 'x' WHERE seq = 2"),
    ("article", "UPDATE articles SET record = '[1]'"),
    ("passage", "UPDATE passages SET start = start + 1 WHERE id = 2"),
    ("passage", "UPDATE passages SET start = 'x' WHERE id = 2"),
    ("passage", "UPDATE passages SET vector = zeroblob(128) WHERE id = 4"),
    ("passage", "UPDATE passages SET vector = 'text' WHERE id = 4"),
    ("words", "INSERT INTO words (rowid, text) VALUES (3, 'verdict')"),
    ("words", "INSERT INTO words (words) VALUES ('delete-all')"),
)


@pytest.mark.parametrize(("kind", "sql"), SPOILT)
def test_doctor_finds_and_repairs(home, kind, sql):
    add(home, [article(i) for i in range(4)])
    _spoil(home, sql)
    assert {p.kind for p in doctor.check(home)} == {kind}
    if kind != "words":
        with Index.open(home) as index, pytest.raises(DamagedError, match="doctor"):
            index.ids([one.id for one in index.articles()])
    left = doctor.repair(home, Hashing(), split=split)
    assert {p.kind for p in left} == ({"article"} if kind == "article" else set())
    assert doctor.check(home) == []
    add(home, [article(i) for i in range(4)])
    with Index.open(home) as index:
        assert index.articles() == tuple(article(i) for i in range(4))
        assert index.size == 12
    assert doctor.check(home) == []


@pytest.mark.parametrize(
    "change",
    [
        lambda home: add(home, [article(9)]),
        lambda home: writer.remove(home, ["a0000"]),
        lambda home: writer.reindex(home, Hashing(), split=split),
        doctor.compact,
    ],
    ids=["add", "remove", "reindex", "compact"],
)
def test_no_change_hides_that_rows_are_lost(home, change):
    add(home, [article(i) for i in range(4)])
    _spoil(home, "DELETE FROM passages WHERE seq = 2")
    _spoil(home, "DELETE FROM articles WHERE seq = 2")
    with pytest.raises(DamagedError, match="4 articles, 12 passages were stored, 3 articles, 9 passages are there"):
        change(home)
    with pytest.raises(DamagedError, match="were stored"):
        Index.open(home)
    assert [p.kind for p in doctor.repair(home, Hashing(), split=split)] == ["article"]
    change(home)
    with Index.open(home) as index:
        assert "a0001" not in [one.id for one in index.articles()]


def test_a_message_that_cannot_be_decoded(home):
    add(home, [article(1)])
    path = home / "store.db"
    damaged = path.read_bytes().replace(b"CREATE TABLE articles", b"CREATE \xf4ABLE articles")
    path.write_bytes(damaged)
    with pytest.raises(DamagedError):
        Index.open(home)
    assert [p.kind for p in doctor.check(home)] == ["store"]
    path.write_bytes(damaged.replace(b"\xf4ABLE", b"TABLE"))
    _spoil(home, "UPDATE meta SET value = 'x' WHERE key = 'dimension'")
    with Index.open(home) as index, pytest.raises(DamagedError, match="length"):
        index.dense(np.zeros(32, np.float32), 3)


@pytest.mark.parametrize("spoil", [Path.unlink, lambda path: path.write_bytes(b"")], ids=["missing", "empty"])
def test_nothing_promises_to_mend_what_is_not_there(home, spoil):
    add(home, [article(1)])
    spoil(home / "store.db")
    for use in (Index.open, doctor.repair, lambda folder: add(folder, [article(2)])):
        with pytest.raises(DamagedError, match="from a backup") as caught:
            use(home)
        assert "--repair" not in str(caught.value)
    [problem] = doctor.check(home)
    assert "from a backup" in problem.step


def test_a_store_of_a_newer_version_needs_that_version(home):
    add(home, [article(1)])
    _spoil(home, "PRAGMA user_version = 99")
    [problem] = doctor.check(home)
    assert problem.step == "install the newer whosays that made it"


def test_doctor_on_folders(home, tmp_path):
    assert [p.kind for p in doctor.check(tmp_path / "none")] == ["no index"]
    add(home, [article(1)])
    (home / "store.db").chmod(0o644)
    assert [(p.kind, p.serious) for p in doctor.check(home)] == [("permissions", False)]
    (home / "store.db").chmod(0o600)
    (home / "store.db").write_bytes(b"x" * 5000)
    assert [p.kind for p in doctor.check(home)] == ["store"]


def test_snapshot_is_a_store(home, tmp_path):
    add(home, [article(i) for i in range(3)])
    (tmp_path / "copy").mkdir()
    doctor.snapshot(home, tmp_path / "copy" / "store.db")
    with Index.open(home) as a, Index.open(tmp_path / "copy") as b:
        assert a.fingerprint == b.fingerprint
        assert a.articles() == b.articles()
        query = Hashing().encode(["bridge"])[0]
        assert a.dense(query, 5) == b.dense(query, 5)
    with pytest.raises(FileExistsError):
        doctor.snapshot(home, tmp_path / "copy" / "store.db")
    assert generation.sweep(tmp_path / "copy") == 0


_MOUNTS = r"""rootfs / ext4 rw 0 0
tmpfs /tmp tmpfs rw 0 0
server:/share /tmp/our\040news nfs4 rw 0 0
//nas/home /home/her cifs rw 0 0
broken
"""


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/tmp/our news/home", "nfs4"),
        ("/tmp/our newspaper", "tmpfs"),
        ("/home/her", "cifs"),
        ("/home/here", "ext4"),
        ("/", "ext4"),
    ],
)
def test_what_a_folder_is_mounted_as(path, kind):
    assert doctor.mounted_as(Path(path), _MOUNTS) == kind


def test_a_network_folder_is_advised_against(home, tmp_path, monkeypatch):
    add(home, [article(1)])
    mounts = tmp_path / "mounts"
    mounts.write_text(f"/dev/x / ext4 rw 0 0\nserver:/ {tmp_path} nfs rw 0 0\n")
    monkeypatch.setattr(doctor, "_MOUNTS", mounts)
    assert [(p.kind, p.serious) for p in doctor.check(home)] == [("network", False)]
    monkeypatch.setattr(doctor, "_MOUNTS", tmp_path / "none")
    assert doctor.check(home) == []


# -- several articles at once ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kept", [1, 3, 1000])
def test_several_articles_are_those_read_one_by_one(tmp_path, monkeypatch, kept):
    monkeypatch.setattr("index.index._KEPT_ARTICLES", kept)
    home = tmp_path / "home"
    writer.add(home, [article(i) for i in range(8)], Hashing(), split=split)
    ids = [article(i).id for i in (5, 0, 7, 5, 2)]
    with Index.open(home, Hashing()) as index:
        one_by_one = [index.article(key) for key in ids]
    with Index.open(home, Hashing()) as index:
        assert index.articles_of(ids) == one_by_one
        assert index.articles_of(ids[::-1]) == one_by_one[::-1]
        assert index.articles_of([]) == []
        with pytest.raises(UnknownArticleError, match="nobody"):
            index.articles_of([ids[0], "nobody"])
        index.articles()
        assert index.articles_of(ids) == one_by_one
        with pytest.raises(UnknownArticleError, match="nobody"):
            index.articles_of(["nobody"])
