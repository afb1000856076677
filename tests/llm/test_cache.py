"""Replies that are kept; a file that cannot be used is done without."""

import sqlite3
import threading

import pytest

from bot.llm.cache import Cache, key


def test_what_is_put_is_got_in_this_process_and_the_next(tmp_path):
    path = tmp_path / "c.sqlite"
    Cache(path).put("k", [1, 2])
    other = Cache(path)
    assert other.get("k") == [1, 2]
    assert other.get("absent") is None


def test_parts_of_a_key_do_not_run_together():
    assert key("ab", "c") != key("a", "bc")
    assert key("a", "b") == key("a", "b")
    assert key("\ud800") != key("")


def test_it_keeps_no_more_than_it_may(tmp_path):
    cache = Cache(tmp_path / "c.sqlite", most=5)
    for i in range(20):
        cache.put(str(i), i)
    with sqlite3.connect(tmp_path / "c.sqlite") as database:
        assert database.execute("SELECT count(*) FROM replies").fetchone() == (5,)
    assert sum(Cache(None, most=5).get(str(i)) is not None for i in range(20)) == 0


@pytest.mark.parametrize("content", [b"", b"no database" * 500, b"SQLite format 3\x00" + b"\xff" * 4000])
def test_a_damaged_file_costs_no_answer(tmp_path, content):
    path = tmp_path / "c.sqlite"
    path.write_bytes(content)
    cache = Cache(path)
    assert cache.get("k") is None
    cache.put("k", "v")
    assert cache.get("k") == "v"
    assert (cache.flaw is None) == (content == b"")


def test_a_folder_that_is_not_there_costs_no_answer(tmp_path):
    cache = Cache(tmp_path / "absent" / "c.sqlite")
    cache.put("k", "v")
    assert cache.get("k") == "v"
    assert cache.flaw


def test_threads_share_it(tmp_path):
    cache = Cache(tmp_path / "c.sqlite")
    threads = [threading.Thread(target=lambda i=i: [cache.put(f"{i}-{j}", j) for j in range(10)]) for i in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert cache.flaw is None
    fresh = Cache(tmp_path / "c.sqlite")
    assert [fresh.get(f"{i}-{j}") for i in range(8) for j in range(10)] == [j for _ in range(8) for j in range(10)]
