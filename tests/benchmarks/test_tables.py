"""The tables of the documents are those of the results file, and the results are held by the floors."""

from __future__ import annotations

import json

import pytest

from benchmarks import readme, tables
from bot.evaluate import floors
from bot.evaluate.measures import LESS_IS_BETTER, SECTIONS

ROOT = tables.ROOT
DATA = ROOT / "tests" / "data"
#: Floors are rounded down and ceilings up to four decimals.
ROUNDED = 1e-4


def block(path):
    return path.read_text("utf-8").split(f"<!-- {tables.MARKER} -->\n")[1].split(f"\n<!-- /{tables.MARKER} -->")[0]


@pytest.fixture(scope="module")
def results():
    return json.loads(tables.RESULTS.read_text("utf-8"))


@pytest.mark.parametrize(("path", "brief"), [(readme.README, True), (tables.DOCUMENT, False)])
def test_a_document_shows_the_results_as_they_are(results, path, brief):
    """Whoever changes a figure by hand, or the file without the documents, is found out."""
    assert block(path) == tables.section(results, brief=brief).strip()


@pytest.mark.parametrize(("path", "brief"), [(readme.README, True), (tables.DOCUMENT, False)])
def test_the_tables_are_tables(results, path, brief):
    rows = [line for line in block(path).splitlines() if line.startswith("|")]
    assert len({row.count("|") for row in rows}) == 1
    systems = sum(len(results[part.name]["systems"]) for part in tables.PARTS)
    assert len(rows) == 2 + (systems - 1 - len(tables.BASELINES) if brief else systems)
    for part in tables.PARTS:
        assert sum(row.startswith(f"| {part.name} | {tables.OURS} ") for row in rows) == 1


@pytest.mark.parametrize("system", [tables.OURS, tables.RULES])
@pytest.mark.parametrize("part", tables.PARTS, ids=lambda part: part.name)
def test_no_figure_is_better_than_what_the_floors_hold(results, part, system):
    """What is written down is what every later run has to reach."""
    file = DATA / (part.floors_reader if system == tables.OURS else part.floors)
    sets = sorted(DATA.glob(part.sets))
    digest = floors.digest(sets)
    low, high = floors.read(file, digest), floors.ceilings(file, digest)
    for name, value in results[part.name]["systems"][system].items():
        if value is None:
            continue
        if name in LESS_IS_BETTER:
            assert high[name] - ROUNDED <= value, name
        else:
            assert value <= low[name] + ROUNDED, name


@pytest.mark.parametrize("part", tables.PARTS, ids=lambda part: part.name)
@pytest.mark.parametrize("reader", [False, True])
def test_every_measure_has_a_floor_or_a_ceiling(part, reader):
    content = json.loads((DATA / (part.floors_reader if reader else part.floors)).read_text("utf-8"))
    known = {name for names in SECTIONS.values() for name in names}
    held = {*content["floors"], *content["ceilings"]}
    assert held <= known
    assert set(content["ceilings"]) <= LESS_IS_BETTER
    assert set(tables.COLUMNS) <= held


def test_the_results_are_of_these_question_sets(results):
    import hashlib

    for part in tables.PARTS:
        found = [hashlib.sha256(file.read_bytes()).hexdigest() for file in sorted(DATA.glob(part.sets))]
        assert results[part.name]["sets"] == found


def test_the_best_of_a_column_stands_out():
    values = dict.fromkeys(tables.COLUMNS, 0.5)
    better = {**values, "state accuracy": 0.75, "differs false alarms": 0.25, "answer F1": None}
    found = {
        "sets": ["a", "b"],
        "questions": 2,
        "articles": 3,
        "intervals": {"state accuracy": [0.25, 1.0]},
        "systems": {tables.OURS: {**better, "quotes verbatim": 1.0}, "majority": {**values, "quotes verbatim": 1.0}},
    }
    results = {part.name: found for part in tables.PARTS}
    ours, other = tables.table(results).splitlines()[2:4]
    assert ours.startswith("| seeds | whosays | **75.0** (25–100) | **50.0** | 25.0 | – |")
    assert other.startswith("|  | majority | 50.0 | **50.0** | 50.0 | **50.0** |")
    assert "Every quote is word for word." in tables.section(results)
    assert "- *seeds*: 2 questions on 3 articles in 2 invented events; " in tables.section(results)
    found["systems"][tables.OURS]["quotes verbatim"] = 0.99
    assert "Not every quote is word for word." in tables.section(results)


def test_a_set_that_cannot_be_scored_stops_the_run(tmp_path, monkeypatch):
    part = tables.Part("none", "", "none/*.jsonl", None, "none.json")
    with pytest.raises(tables.WorseError, match="none"):
        tables.measured(part, 1, update=False)
