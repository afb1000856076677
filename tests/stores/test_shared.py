"""PostgreSQL as the store of several bots: what is published is seen whole, by everybody, and only then."""

from __future__ import annotations

import dataclasses
import threading

import pytest

from index.backends import doctor, lexemes, opening, writer
from index.backends.connection import Connection
from index.backends.errors import MovedOnError, TooSlowError, UnreachableError
from index.backends.postgres import PostgresDatabase
from index.backends.shared import SharedIndex
from index.errors import AccessError, DamagedError, LockedError, MismatchError, NoIndexError, UnknownArticleError
from index.index import Index
from index.types import Filter
from index.writer import add as add_home
from tests.index.embedder import Hashing, article, split


def add(place, tmp_path, numbers, embedder, version=0, **options):
    made = [article(number, version) for number in numbers]
    return writer.add(place, tmp_path, made, embedder, split=split, **options)


def opened(location, tmp_path, embedder):
    return opening.open_index(location, tmp_path, embedder)


def seen(index):
    """All that a reader can tell of a state."""
    vector = index.embedder.encode(["the mayor and the bridge"])[0]
    return (
        index.fingerprint, index.count, index.size, [a.id for a in index.articles()], index.dense(vector, 10),
        [len(index.holders(word, "text", 1000)) for word in ("mayor", "bridge", "near")],
        [story.articles for story in index.stories()], index.ids_within((), None).tolist(),
        [(hit.passage.id, hit.score) for hit in index.search("what did the mayor say of the bridge?", 5)],
    )  # fmt: skip


# -- the same as the home folder ---------------------------------------------------------------------------------------


def test_it_is_seen_as_a_home_folder_is(location, tmp_path, embedder):
    articles = [article(number) for number in range(30)]
    add_home(tmp_path / "home", articles, embedder, split=split)
    assert writer.add(location.articles, tmp_path, articles, embedder, split=split).passages == 90
    with Index.open(tmp_path / "home", embedder) as home, opened(location, tmp_path, embedder) as shared:
        assert seen(shared) == seen(home)
        for query in ("river mayor final", "the the the", "ballot 7", ""):
            assert shared.lexical(query, 12) == home.lexical(query, 12)
        for allowed in (
            Filter(outlets=frozenset({"north-post"})),
            Filter(since="2027-01-01"),
            Filter(until="2027-01-01"),
        ):
            assert shared.ids_within((), allowed).tolist() == home.ids_within((), allowed).tolist()
        some = [1, 5, 9, 40]
        vector = embedder.encode(["glacier tunnel"])[0]
        assert shared.dense(vector, 3, some) == home.dense(vector, 3, some)
        assert shared.only_sample is home.only_sample is False


def test_a_moved_folder_is_the_same(location, tmp_path, embedder):
    add_home(tmp_path / "home", [article(number) for number in range(20)], embedder, split=split)
    embedder.encoded = 0
    assert writer.move(location.articles, tmp_path / "home").added == 20
    assert embedder.encoded == 0
    assert writer.move(location.articles, tmp_path / "home").unchanged == 20
    with Index.open(tmp_path / "home", embedder) as home, opened(location, tmp_path, embedder) as shared:
        assert seen(shared) == seen(home)


def test_new_versions_removed_articles_and_history(location, tmp_path, embedder):
    place = location.articles
    assert add(place, tmp_path, range(4), embedder).added == 4
    assert add(place, tmp_path, range(4), embedder) == dataclasses.replace(writer.Added(), unchanged=4)
    assert add(place, tmp_path, [1], embedder, version=1).changed == 1
    assert writer.remove(place, tmp_path, ["a0002"]) == ("a0002",)
    with opened(location, tmp_path, embedder) as index:
        assert [a.id for a in index.articles()] == ["a0000", "a0001", "a0003"]
        assert index.article("a0001").text == article(1, 1).text
        with pytest.raises(UnknownArticleError):
            index.article("a0002")
        history = index._database.history("a0001")
        assert [(r.state, r.article.text) for r in history] == [
            ("replaced", article(1).text),
            ("live", article(1, 1).text),
        ]
        assert [r.state for r in index._database.history("a0002")] == ["removed"]
    with pytest.raises(UnknownArticleError):
        writer.remove(place, tmp_path, ["a0002"])


def test_an_outlet_that_is_registered_anew(location, tmp_path, embedder):
    place = location.articles
    add(place, tmp_path, range(3), embedder)
    outlet = dataclasses.replace(article(1).outlet, name="The North Post")
    writer.add(place, tmp_path, [dataclasses.replace(article(1), outlet=outlet)], embedder, split=split)
    with opened(location, tmp_path, embedder) as index:
        assert index.article("a0001").outlet.name == "The North Post"
        assert index.size == 9


def test_the_sample_makes_way(location, tmp_path, embedder):
    place = location.articles
    add(place, tmp_path, [7, 8], embedder, sample=True)
    with opened(location, tmp_path, embedder) as index:
        assert index.only_sample
    assert add(place, tmp_path, [1], embedder).sample_replaced == 2
    assert add(place, tmp_path, [7, 8], embedder, sample=True) == writer.Added()
    with opened(location, tmp_path, embedder) as index:
        assert [a.id for a in index.articles()] == ["a0001"]


def test_reindexing(location, tmp_path, embedder):
    place = location.articles
    add(place, tmp_path, range(5), embedder)
    with opened(location, tmp_path, embedder) as before:
        old = before.ids(["a0003"])
        assert writer.reindex(place, tmp_path, embedder, split=split) == 15
        assert before.ids(["a0003"]) == old
        assert before.stale
    with opened(location, tmp_path, embedder) as after:
        assert after.size == 15
        assert not after.ids(["a0003"]) & old
    with pytest.raises(MismatchError):
        writer.reindex(place, tmp_path, Hashing("another/1"), split=split)


TRICKY = [
    "The mayors were running", "O'Brien’s KC-135 ran", "三月の選挙 was held", "Ünïted Ärzte", "a\x00b null", "x" * 5000,
    "back\\slash 'quote' :*& | ! <-> (", "half \ud800 pair", "e-mail@example.org 3.4bn", "", "the the the and",
]  # fmt: skip


def test_the_words_are_those_of_the_embedded_store(location, tmp_path, embedder):
    outlet = article(1).outlet
    articles = [
        dataclasses.replace(article(number), title=text, text=f"{text} first\n{text} second", outlet=outlet)
        for number, text in enumerate(TRICKY)
    ]
    add_home(tmp_path / "home", articles, embedder, split=split)
    writer.add(location.articles, tmp_path, articles, embedder, split=split)
    words = ["mayor", "running", "run", "o'brien", "kc-135", "三月", "選挙", "united", "arzte", "x" * 5000, "back", "slash", "quote", "null", "the", "3", "4bn", "half", "first", "absent"]  # fmt: skip
    with Index.open(tmp_path / "home", embedder) as home, opened(location, tmp_path, embedder) as shared:
        for word in words:
            for column in ("text", "title"):
                mine, its = (index.holders(word, column, 1000) for index in (home, shared))
                assert mine.tolist() == its.tolist(), (word, column)
        assert home.holders("first", "text", 3) is None
        assert shared.holders("first", "text", 3) is None


def test_lexemes_of_an_empty_text():
    assert lexemes.of(["", "a"]) == [[], ["a"]]
    assert lexemes.vector([]) == ""


# -- publications ------------------------------------------------------------------------------------------------------


def test_nothing_is_seen_before_it_is_published(location, tmp_path, embedder, monkeypatch):
    place = location.articles
    with pytest.raises(NoIndexError):
        opened(location, tmp_path, embedder)
    add(place, tmp_path, range(3), embedder)
    with opened(location, tmp_path, embedder) as reader:
        before = seen(reader)
        # A writer that is killed between its last batch and publishing.
        monkeypatch.setattr(writer, "publish", lambda database: False)
        add(place, tmp_path, range(3, 9), embedder)
        writer.remove(place, tmp_path, ["a0001"])
        assert not reader.stale
        with opened(location, tmp_path, embedder) as other:
            assert seen(other) == before
        monkeypatch.undo()
        # The next writer goes on where it stopped.
        assert add(place, tmp_path, range(3, 9), embedder).unchanged == 6
        assert reader.stale
        fresh = SharedIndex.at(location, tmp_path, embedder)
        assert [a.id for a in fresh.articles()] == [f"a{n:04}" for n in range(9) if n != 1]
        fresh.close()
        again = SharedIndex(PostgresDatabase(place, tmp_path, Connection(place), reader._database.at), embedder)
        again._rank_by_postgres()
        assert seen(again) == before
        again.close()


def test_two_bots_read_while_one_writer_publishes(location, tmp_path, embedder):
    """Every answer is of one state that was published, and each bot sees the states in their order."""
    place = location.articles
    add(place, tmp_path, range(4), embedder)
    with opened(location, tmp_path, embedder) as index:
        states = {index._database.at: seen(index)}
    stop, met, wrong = threading.Event(), [[], []], []

    def bot(name):
        mine = Hashing()
        index = opened(location, tmp_path, mine)
        try:
            while not stop.is_set():
                # What was read before is forgotten, so that every look goes to the server.
                fresh = SharedIndex(index._database, mine)
                fresh._rank_by_postgres()
                met[name].append((index._database.at, seen(fresh)))
                if index.stale:
                    index.close()
                    index = opened(location, tmp_path, mine)
        except Exception as error:  # told below, in the thread that judges
            wrong.append(error)
        finally:
            index.close()

    bots = [threading.Thread(target=bot, args=(name,)) for name in (0, 1)]
    for one in bots:
        one.start()
    try:
        for turn in range(6):
            if turn % 3 == 2:
                writer.remove(place, tmp_path, [f"a{turn - 2:04}"])
            else:
                add(place, tmp_path, range(turn, turn + 40, 3), embedder, version=turn, batch=4)
            with opened(location, tmp_path, embedder) as index:
                states[index._database.at] = seen(index)
    finally:
        stop.set()
        for one in bots:
            one.join()
    assert wrong == []
    for looks in met:
        assert looks
        assert all(states[at] == look for at, look in looks)
        assert [at for at, _ in looks] == sorted(at for at, _ in looks)
    assert len({at for looks in met for at, _ in looks}) >= 3


def test_one_writer_at_a_time(place, tmp_path, embedder):
    with PostgresDatabase.writing(place, tmp_path):
        with pytest.raises(LockedError):
            add(place, tmp_path, [1], embedder)
        with pytest.raises(LockedError):
            add(place, tmp_path, [1], embedder, timeout=0.2)
    assert add(place, tmp_path, [1], embedder).added == 1


def test_what_nobody_reads_any_more_is_given_up(location, tmp_path, embedder):
    place = location.articles
    add(place, tmp_path, range(3), embedder)
    old = opened(location, tmp_path, embedder)
    add(place, tmp_path, [0], embedder, version=1)
    add(place, tmp_path, [1], embedder, version=1)
    admin = Connection(place, writes=True)
    assert admin.rows("SELECT count(*) FROM passages")[0][0] == 15
    assert seen(old)[2] == 9
    admin.run("UPDATE publications SET at = at - interval '2 hours'")
    add(place, tmp_path, [2], embedder, version=1)
    # Those that died with the last publication stay for who reads the one before it.
    assert admin.rows("SELECT count(*) FROM passages")[0][0] == 12
    with pytest.raises(MovedOnError):
        old.search("mayor")
    assert old.stale
    for connection in (old, admin):
        connection.close()


def test_another_embedder_is_refused(location, tmp_path, embedder):
    add(location.articles, tmp_path, [1], embedder)
    with pytest.raises(MismatchError):
        add(location.articles, tmp_path, [2], Hashing("another/1"))
    with pytest.raises(MismatchError):
        opened(location, tmp_path, Hashing("another/1"))
    with pytest.raises(MismatchError):
        add(location.articles, tmp_path, [2], Hashing(salt="changed"))


# -- the nearest vectors of many passages ------------------------------------------------------------------------------


def test_an_approximate_index_finds_the_same(location, tmp_path, embedder, monkeypatch):
    monkeypatch.setattr("index.backends.postgres.HNSW_FROM", 300)
    add_home(tmp_path / "home", [article(number) for number in range(200)], embedder, split=split)
    writer.move(location.articles, tmp_path / "home")
    with Index.open(tmp_path / "home", embedder) as home, opened(location, tmp_path, embedder) as shared:
        assert shared._database.meta("nearest") == "hnsw"
        plan = shared._database.connection.rows(
            "SELECT indexname FROM pg_indexes WHERE indexname = 'passages_by_vector'"
        )
        assert plan
        found = wanted = 0
        for number in range(40):
            vector = embedder.encode([article(number, 3).text])[0]
            exact = {row for row, _ in home.dense(vector, 10)}
            found += len(exact & {row for row, _ in shared.dense(vector, 10)})
            wanted += len(exact)
        assert found >= 0.95 * wanted


# -- connections and damage --------------------------------------------------------------------------------------------


def kill_connections(place):
    admin = Connection(place, writes=True)
    admin.rows(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'whosays' AND pid <> pg_backend_pid()"
    )
    admin.close()


def test_a_lost_connection_is_made_anew(location, tmp_path, embedder):
    add(location.articles, tmp_path, range(6), embedder)
    with opened(location, tmp_path, embedder) as index:
        before = seen(index)
        kill_connections(location.articles)
        fresh = SharedIndex(index._database, embedder)
        fresh._rank_by_postgres()
        # The same state, although another one was published meanwhile.
        add(location.articles, tmp_path, [1], embedder, version=2)
        kill_connections(location.articles)
        assert seen(fresh) == before


def test_a_writer_that_loses_its_connection_stores_whole_batches(location, tmp_path, embedder):
    stored = []

    def cut(stored_article):
        stored.append(stored_article.id)
        if len(stored) == 4:
            kill_connections(location.articles)

    with pytest.raises(UnreachableError) as caught:
        add(location.articles, tmp_path, range(12), embedder, batch=4, on_stored=cut)
    assert "\n" not in str(caught.value)
    with pytest.raises(NoIndexError):
        opened(location, tmp_path, embedder)
    done = add(location.articles, tmp_path, range(12), embedder, batch=4)
    assert (done.added, done.unchanged) == (8, 4)
    with opened(location, tmp_path, embedder) as index:
        assert index.count == 12


def test_a_server_that_is_away_is_one_clear_line(server, location, tmp_path, embedder, monkeypatch):
    monkeypatch.setattr("index.backends.connection._TRY_AGAIN_AFTER", (0.01,))
    add(location.articles, tmp_path, range(3), embedder)
    away = dataclasses.replace(
        location.articles,
        options=tuple({**dict(location.articles.options), "host": str(tmp_path)}.items()),
        password="s3cr3t-w0rd",
    )
    with pytest.raises(UnreachableError) as caught:
        opened(dataclasses.replace(location, articles=away), tmp_path, embedder)
    assert "\n" not in str(caught.value)
    assert "s3cr3t-w0rd" not in str(caught.value)
    assert str(away) in str(caught.value)


def test_a_server_that_comes_back_is_waited_for(server, location, tmp_path, embedder):
    add(location.articles, tmp_path, range(3), embedder)
    with opened(location, tmp_path, embedder) as index:
        before = seen(index)
        server.stop()
        fresh = SharedIndex(index._database, embedder)
        back = threading.Timer(0.3, server.ensure_postgres_running)
        back.start()
        try:
            fresh._rank_by_postgres()
            after = seen(fresh)
        finally:
            back.join()
        assert after == before


def test_a_statement_that_takes_too_long_is_not_asked_again(place, monkeypatch):
    monkeypatch.setattr("index.backends.connection._READ_WITHIN", 50)
    connection = Connection(place)
    with pytest.raises(TooSlowError):
        connection.rows("SELECT pg_sleep(30)")
    assert connection.rows("SELECT 1") == [(1,)]
    connection.close()


@pytest.mark.parametrize(
    "damage",
    [
        "UPDATE passages SET start = start + 1 WHERE id = (SELECT min(id) FROM passages)",
        "UPDATE passages SET vector = l2_normalize(vector + vector) - vector - vector WHERE id = (SELECT min(id) FROM passages)",
        "UPDATE articles SET record = replace(record, 'mayor', 'baker')",
    ],
)
def test_a_changed_row_is_never_an_answer(location, tmp_path, embedder, damage):
    add(location.articles, tmp_path, range(3), embedder)
    admin = Connection(location.articles, writes=True)
    admin.run(damage)
    admin.close()
    with opened(location, tmp_path, embedder) as index, pytest.raises(DamagedError):
        seen(index)
    assert [problem.kind for problem in doctor.check(location, tmp_path, embedder)] == ["store"]


def test_doctor_names_lost_rows_and_wrong_words(location, tmp_path, embedder):
    add(location.articles, tmp_path, range(3), embedder)
    assert doctor.check(location, tmp_path, embedder) == []
    admin = Connection(location.articles, writes=True)
    admin.run("UPDATE passages SET words = 'other:1' WHERE id = (SELECT min(id) FROM passages)")
    assert [problem.kind for problem in doctor.check(location, tmp_path, embedder)] == ["words"]
    admin.run("DELETE FROM passages WHERE id = (SELECT min(id) FROM passages)")
    admin.close()
    assert [problem.kind for problem in doctor.check(location, tmp_path, embedder)] == ["passage"]


def test_a_bot_needs_no_more_than_the_right_to_read(location, tmp_path, embedder, monkeypatch):
    monkeypatch.setattr("index.backends.postgres._FILE_PART", 100)
    add(location.articles, tmp_path, range(3), embedder)
    schema = location.articles.schema
    admin = Connection(location.articles, writes=True)
    admin.run(f"CREATE ROLE bot_{schema} LOGIN")
    admin.run(f"GRANT USAGE ON SCHEMA {schema} TO bot_{schema}")
    admin.run(f"GRANT SELECT ON ALL TABLES IN SCHEMA {schema} TO bot_{schema}")
    assert admin.rows("SELECT max(part) FROM files")[0][0] > 1
    admin.close()
    options = tuple({**dict(location.articles.options), "user": f"bot_{schema}"}.items())
    bot = dataclasses.replace(location, articles=dataclasses.replace(location.articles, options=options))
    with opened(location, tmp_path, embedder) as mine, opened(bot, tmp_path, embedder) as its:
        assert seen(its) == seen(mine)
    with pytest.raises(AccessError):
        add(bot.articles, tmp_path, [9], embedder)


def test_a_reader_cannot_write(location, tmp_path, embedder):
    add(location.articles, tmp_path, range(3), embedder)
    with opened(location, tmp_path, embedder) as index, pytest.raises(DamagedError):
        index._database.connection.run("DELETE FROM passages")
