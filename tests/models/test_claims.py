"""The claims model that ships: opened late, symmetric, the same alone and in company, and right where it must be."""

from __future__ import annotations

import math
import shutil
from pathlib import Path

import pytest

from bot.models.claims import Asked, Claims
from bot.models.errors import ModelFileError
from tests.models.places import CLAIMS as FOLDER

PAIRS = [
    Asked("How many people were hurt?", ("seven", "Seven people were hurt on the ferry."), ("9", "")),
    Asked("Why was the school closed?", ("a burst pipe", ""), ("because a pipe burst", "It closed because a pipe burst.")),
    Asked("Where did the ferry sink?", ("off Nordhavn", "It sank off Nordhavn."), ("near the Baltic coast", "")),
]  # fmt: skip


@pytest.fixture(scope="module")
def model():
    return Claims(FOLDER)


def test_odds_sum_to_one(model):
    for odds in model.relations(PAIRS):
        assert math.isclose(odds.same + odds.refines + odds.compatible + odds.incompatible, 1, abs_tol=1e-9)
    odds = model.stance("The ferry sank.", "The ferry went down.")
    assert math.isclose(odds.supports + odds.neither + odds.denies, 1, abs_tol=1e-9)


def test_a_relation_does_not_depend_on_the_order_of_the_answers(model):
    assert model.relations([pair.turned() for pair in PAIRS]) == model.relations(PAIRS)


def test_a_result_does_not_depend_on_its_neighbours_or_on_the_threads(model):
    together = model.relations(PAIRS)
    assert model.relations(PAIRS, workers=1) == together
    assert [model.relations([pair])[0] for pair in PAIRS] == together
    clauses = [("The bridge was not damaged.", "The bridge was damaged."), ("It rained.", "The bridge was damaged.")]
    assert [model.stance(*pair) for pair in clauses] == model.stances(clauses)


def test_nothing_in_is_nothing_out(model):
    assert model.relations([]) == []
    assert model.stances([]) == []


@pytest.mark.parametrize(
    ("clause", "statement", "stance"),
    [
        # Sentences and names made up for this test; frames of denial, some with the cause named otherwise.
        ("The sinking of the ferry was not due to sabotage.", "The ferry was sabotaged.", "denies"),
        ("Investigators ruled out an earthquake as the cause of the collapse.", "The bridge was shaken by an earthquake.", "denies"),
        ("Mayor Lunde denied that the school had been closed.", "The school was closed.", "denies"),
        ("The bridge was not closed on Tuesday.", "The bridge was closed on Tuesday.", "denies"),
        ("The bridge was closed on Tuesday.", "The bridge was closed on Tuesday.", "supports"),
        ("Officials confirmed that the old harbour had been sold.", "The old harbour was sold.", "supports"),
        ("It is unclear whether the harbour was sold.", "The harbour was sold.", "neither"),
        pytest.param(
            "The mayor opened a new library.", "The ferry was sabotaged.", "neither",
            marks=pytest.mark.xfail(reason="two things that have nothing to do with one another look like a denial"),
        ),
    ],
)  # fmt: skip
def test_stances_that_must_be_right(model, clause, statement, stance):
    odds = model.stance(clause, statement)
    assert max(("supports", "neither", "denies"), key=lambda name: getattr(odds, name)) == stance


@pytest.mark.parametrize(
    ("question", "first", "second", "relation"),
    [
        ("How many sailors died?", ("four", "Four sailors died."), ("4", "the deaths of 4 sailors were confirmed"), "same"),
        ("How many sailors died?", ("four", "Four sailors died."), ("seven", "Seven sailors died."), "incompatible"),
        ("What caused the sinking?", ("sabotage", ""), ("the sinking was not due to sabotage", ""), "incompatible"),
        ("Who won the election in Nordhavn?", ("Marta Lunde", "Marta Lunde won the election."), ("Odd Berg", "Odd Berg won the election."), "incompatible"),
        ("Where did the ferry sink?", ("Denmark", "It sank in Denmark."), ("northern Denmark", "It sank in northern Denmark."), "refines"),
    ],
)  # fmt: skip
def test_relations_that_must_be_right(model, question, first, second, relation):
    odds = model.relation(question, first, second)
    assert max(("same", "refines", "compatible", "incompatible"), key=lambda name: getattr(odds, name)) == relation


def test_a_missing_or_damaged_file_is_one_clear_error(tmp_path):
    copied = Path(shutil.copytree(FOLDER, tmp_path / "claims"))
    (copied / "model.onnx").write_bytes(b"damaged")
    with pytest.raises(ModelFileError, match=r"model\.onnx is damaged"):
        Claims(copied).stance("It sank.", "It sank.")
    (copied / "model.json").unlink()
    with pytest.raises(ModelFileError, match="cannot read"):
        Claims(copied)


def test_the_files_are_small_enough_to_ship():
    assert (FOLDER / "model.onnx").stat().st_size <= 25 * 2**20
