"""Damaged files: the same answers from the stored vectors, or an error that names the damage; never other answers."""

from __future__ import annotations

import logging
import sqlite3

import pytest

from index import writer
from index.store import doctor

from .campaigns import answers, corruptions, damage_parts, fuzz, rounds, store_corruptions
from .embedder import Hashing, article, split


@pytest.fixture
def home(tmp_path):
    for numbers in (range(12), range(12, 16)):  # two generations
        writer.add(tmp_path / "home", [article(i) for i in numbers], Hashing(), split=split)
    return tmp_path / "home"


def test_damaged_vector_files_never_change_an_answer(home):
    tally = corruptions(home, rounds(60, 500))
    assert tally.failures == []
    assert len(tally.seen) >= 3


def test_damaged_stories_are_never_used(home):
    tally = damage_parts(home, rounds(60, 500))
    assert tally.failures == []
    assert len(tally.seen) >= 4


def test_nonsense_gets_an_answer_or_a_refusal(home):
    tally = fuzz(home, rounds(60, 3000))
    assert tally.failures == []
    assert tally.seen["unanswered"] > 0
    assert tally.seen["refused"] > 0


def test_damaged_store_is_never_read_as_something_else(home):
    tally = store_corruptions(home, rounds(60, 500))
    assert tally.failures == []
    assert tally.seen["DamagedError"] > 0


def test_one_warning_and_a_way_out(home, caplog):
    expected = answers(home)
    for path in (home / "gen").glob("*/vectors.faiss"):
        path.write_bytes(path.read_bytes()[:-1])
    with caplog.at_level(logging.WARNING, "whosays.index"):
        assert answers(home) == expected
    assert len(caplog.records) == 1
    assert "whosays doctor --repair" in caplog.text
    problems = doctor.check(home)
    assert {(p.kind, p.serious) for p in problems} == {("vectors", False)}
    assert doctor.repair(home) == []
    assert doctor.check(home) == []
    assert answers(home) == expected


def test_a_damaged_word_index_never_changes_an_answer(home, caplog):
    expected = answers(home)
    connection = sqlite3.connect(home / "store.db")
    connection.execute("INSERT INTO words (rowid, text) VALUES (3, 'the mayor mayor mayor 3')")
    connection.commit()
    connection.close()
    with caplog.at_level(logging.WARNING, "whosays.index"):
        assert answers(home) == expected
    assert len(caplog.records) == 1
    assert {p.kind for p in doctor.check(home)} == {"words"}
    assert doctor.repair(home) == []
    assert answers(home) == expected
    assert len(caplog.records) == 1
