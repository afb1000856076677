"""Questions and answers stay on the machine, can be found again, and can be forgotten."""

import stat
from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.errors import HistoryDamagedError, HistoryError
from bot.history import History

WHEN = "2026-03-13T10:00:00+00:00"


def put(history, question, text="an answer", follows=None):
    return history.add(question, {"state": "agreement", "headline": text}, text, asked=WHEN, follows=follows)


def test_add_list_get_search(tmp_path):
    history = History(tmp_path)
    first, second = put(history, "Who won the vote?", "100% sure"), put(history, "When was the flood?")
    assert [entry.id for entry in history.newest(5)] == [second, first]
    assert history.get(first).answer == {"state": "agreement", "headline": "100% sure"}
    assert [entry.id for entry in history.search("THE VOTE")] == [first]
    assert [entry.id for entry in history.search("0%")] == [first]
    assert history.search("%") == history.search("100%")
    assert history.search("_") == []
    assert history.last().id == second
    assert [entry.id for entry in history.all()] == [first, second]


def test_a_thread_goes_back_to_its_start(tmp_path):
    history = History(tmp_path)
    first = put(history, "How many died?")
    put(history, "Something else?")
    third = put(history, "How many were injured?", follows=first)
    assert [entry.id for entry in history.thread(history.get(third))] == [first, third]


def test_clear_leaves_nothing_in_the_file(tmp_path):
    history = History(tmp_path)
    put(history, "a very secret question")
    assert history.clear() == 1
    assert history.all() == []
    assert b"secret" not in (tmp_path / "history.sqlite").read_bytes()


def test_an_empty_home_has_no_history_and_gets_no_file(tmp_path):
    history = History(tmp_path / "none")
    assert history.last() is None
    assert history.newest(3) == []
    assert history.clear() == 0
    assert not (tmp_path / "none").exists()
    with pytest.raises(HistoryError, match="no entry 7"):
        history.get(7)


def test_only_the_owner_may_read_it(tmp_path):
    put(History(tmp_path), "private?")
    assert stat.S_IMODE((tmp_path / "history.sqlite").stat().st_mode) == 0o600


def test_a_damaged_file_is_named(tmp_path):
    (tmp_path / "history.sqlite").write_bytes(b"no database at all" * 100)
    with pytest.raises(HistoryDamagedError, match=r"history\.sqlite is damaged"):
        History(tmp_path).last()


def test_writers_beside_each_other(tmp_path):
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda i: put(History(tmp_path), f"question {i}"), range(20)))
    assert len({entry.question for entry in History(tmp_path).all()}) == 20


@settings(max_examples=40, deadline=None)
@given(st.text(st.characters(codec=None), min_size=1))
def test_any_text_can_be_kept_and_searched(tmp_path_factory, question):
    history = History(tmp_path_factory.mktemp("h"))
    put(history, question, question)
    assert len(history.all()) == 1
    history.search(question.encode("utf-8", "replace").decode())
