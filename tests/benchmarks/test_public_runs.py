"""The public suites from a file to a table, on made-up rows; absent data is one clear line."""

from __future__ import annotations

import gzip
import json
import re
import shutil

import pytest

from benchmarks import data, readme
from benchmarks.public import __main__ as public
from benchmarks.public import asking, multihop_rag, qacc, ramdocs, realtimeqa, subset, table, wikicontradict
from benchmarks.public.types import Figure, Options, Result

STORM = {
    "id": "s-1",
    "question": "How many people were killed in the storm?",
    "documents": [
        {"id": "A", "outlet": "north.example", "text": "The storm killed four people, police said."},
        {"id": "B", "outlet": "south.example", "text": "Seven people were killed in the storm, police said."},
    ],
    "answers": [{"text": "four", "documents": ["A"]}, {"text": "Seven", "documents": ["B"]}],
    "conflict": True,
    "gold": ["four", "seven"],
    "meta": {},
}


#: With all that the sets in the common shape have.
FULL = {
    **STORM,
    "documents": [{**one, "passage": one["text"], "self_contained": one["text"]} for one in STORM["documents"]],
    "answers": [{**one, "correct": True} for one in STORM["answers"]],
    "meta": {"contradiction_type": "Explicit"},
}


def write(path, rows):
    path.parent.mkdir(parents=True, exist_ok=True)
    text = "".join(json.dumps(row) + "\n" for row in rows)
    path.write_bytes(gzip.compress(text.encode()) if path.suffix == ".gz" else text.encode())


def test_a_question_is_answered_from_its_documents():
    found = asking.reply(asking.tasks([STORM])[0])
    assert {shown.display for shown in found.positions} == {"4", "7"}
    assert found.state == "conflict"
    assert {word for shown in found.positions for word in shown.printed} == {"four", "Seven"}


def test_documents_without_an_outlet_are_outlets_of_their_own():
    bare = {**STORM, "documents": [{"id": one["id"], "text": one["text"]} for one in STORM["documents"]]}
    for rows, apart in (([bare], False), ([STORM], True)):
        assert [article.outlet.id for article in asking.tasks(rows, apart=apart)[0].articles] == ["a", "b"]


def test_processes_keep_the_order():
    tasks = asking.tasks([{**STORM, "id": f"s-{at}"} for at in range(3)])
    assert asking.spread(asking.reply, tasks, 2, chunk=1) == [asking.reply(task) for task in tasks]


@pytest.mark.parametrize("name", [suite.name for suite in public.SUITES])
def test_absent_data_is_one_line(tmp_path, capsys, name):
    assert public.main([name, "--data", str(tmp_path)]) == 2
    shown = capsys.readouterr()
    assert shown.out == ""
    assert len(shown.err.splitlines()) == 1
    assert str(tmp_path) in shown.err
    assert "WHOSAYS_DATA" in shown.err


def test_a_run_prints_its_table(tmp_path, capsys):
    write(tmp_path / "eval_dev" / "qacc_dev.jsonl", [STORM, STORM])
    assert public.main(["qacc", "--data", str(tmp_path), "--limit", "1"]) == 0
    out = capsys.readouterr().out
    assert "| qacc | conflict flag, labels as given: F1 | 1.000 | – | 1 |" in out
    assert "storm" not in out


@pytest.mark.parametrize("argv", [["nosuch"], ["qacc", "--readme"], ["--limit", "3", "--readme"]])
def test_what_cannot_be_run(argv, capsys):
    with pytest.raises(SystemExit):
        public.main(argv)
    assert "error" in capsys.readouterr().err


def test_rows_of_both_forms(tmp_path):
    for name in ("rows.jsonl", "rows.jsonl.gz"):
        write(tmp_path / name, [{"a": "é"}, {"b": 1}])
        assert data.rows(tmp_path / name) == [{"a": "é"}, {"b": 1}]
    with pytest.raises(data.NoDataError, match=r"none\.jsonl"):
        data.rows(tmp_path / "none.jsonl")


def test_the_document_has_a_place_for_the_table(tmp_path):
    figures = (Figure("x", 0.5, (0.25, 1.0), 1234, "others .6 (paper)"), Figure("y", None, None, 0))
    shown = table.section([Result("made-up", "made-up rows", figures, ("x",))], "make eval-public", 120)
    assert "`make eval-public` (2 minutes of CPU time)" in shown
    main, folded = shown.split("<details><summary>1 more figures</summary>")
    assert "| made-up | x | .500 | .250–1.000 | 1,234 | others .6 (paper) |" in main
    assert "| made-up | y | – | – | 0 | – |" in folded
    assert folded.endswith("</details>")
    copy = tmp_path / "evaluation.md"
    shutil.copy(public.DOCUMENT, copy)
    readme.put("public", shown, copy)
    assert "- `made-up`: made-up rows" in copy.read_text("utf-8")


def test_the_measures_of_the_first_table_exist(tmp_path):
    """A renamed measure would silently leave the table."""
    for run, file in ((qacc.run, "qacc_dev"), (ramdocs.run, "ramdocs_dev"), (wikicontradict.run, "wikicontradict_dev")):
        write(tmp_path / "eval_dev" / f"{file}.jsonl", [FULL, FULL])
        found = run(Options(tmp_path, processes=1))
        assert found.main
        assert set(found.main) <= {figure.measure for figure in found.figures}
    write(tmp_path / "eval_dev" / "realtimeqa_dev.jsonl.gz", [FULL])
    found = realtimeqa.run(Options(tmp_path, processes=1))
    assert set(found.main) <= {figure.measure for figure in found.figures}


def test_multihop_names_its_main_measures():
    outcomes = [multihop_rag.Outcome(asking.Reply("q", "unanswered", ()), (1.0,) * 4)]
    rows = [{"id": "q", "type": "null", "answer": "x"}]
    figures = (*multihop_rag.retrieval(outcomes), *multihop_rag.answers(rows, [outcomes[0].reply]))
    assert set(multihop_rag.MAIN) <= {figure.measure for figure in figures}


# -- the part that is committed, and its floors


def test_the_committed_part_is_held_by_its_floors(capsys):
    folder = subset.FOLDER
    argv = ["wikicontradict", "--data", str(folder), "--processes", "1", "--floors", str(folder / "floors.json")]
    assert public.main(argv) == 0, capsys.readouterr().err


def test_a_figure_below_its_floor_fails(tmp_path, capsys):
    write(tmp_path / "eval_dev" / "qacc_dev.jsonl", [STORM, STORM])
    path = tmp_path / "floors.json"
    argv = ["qacc", "--data", str(tmp_path), "--processes", "1", "--floors", str(path)]
    with pytest.raises(SystemExit):  # no such file
        public.main(argv)
    assert public.main([*argv, "--update"]) == 0
    content = json.loads(path.read_text())
    assert content["floors"]["qacc: answer-set recall, exact"] == 1
    assert "qacc: answered" not in content["floors"]
    assert "ceilings" not in content  # no question without a conflict, so no false alarm to measure
    assert public.main(argv) == 0
    content["floors"]["qacc: answer-set recall, exact"] = 1.5
    path.write_text(json.dumps(content))
    capsys.readouterr()
    assert public.main(argv) == 7
    assert "below the floor: qacc: answer-set recall, exact: 1.0000, floor 1.5000" in capsys.readouterr().err
    write(tmp_path / "eval_dev" / "qacc_dev.jsonl", [STORM])
    assert public.main(argv) == 2
    assert "other question sets" in capsys.readouterr().err


def test_the_committed_part_has_what_its_licences_ask_for():
    rows = data.rows(subset.FOLDER / subset.FILE)
    assert len(rows) == subset.RECORDS
    for row in rows:
        assert all(one["url"].startswith("https://en.wikipedia.org/") and one["title"] for one in row["documents"])
    notice = (readme.README.parent / "NOTICE").read_text("utf-8")
    beside = (subset.FOLDER / "README.md").read_text("utf-8")
    for words in ("WikiContradict", "CC BY-SA 4.0", "MIT"):
        assert words in notice
        assert words in beside


def test_the_part_is_chosen_by_the_ids_alone(tmp_path, capsys):
    rows = [{"id": f"r-{at}"} for at in range(60)]
    taken = subset.chosen(rows)
    assert len(taken) == subset.RECORDS
    assert taken == [row for row in rows if row in taken]
    assert {row["id"] for row in subset.chosen(rows[::-1])} == {row["id"] for row in taken}
    assert subset.main(["--data", str(tmp_path), "--out", str(tmp_path)]) == 2
    write(tmp_path / subset.FILE, rows)
    assert subset.main(["--data", str(tmp_path), "--out", str(tmp_path / "out")]) == 0
    assert data.rows(tmp_path / "out" / subset.FILE) == taken


def test_the_document_has_the_figures_of_every_set():
    """`make eval-public` wrote them: two tables, and each set begins a row in the first."""
    text = public.DOCUMENT.read_text("utf-8")
    block = text.split("<!-- public -->")[1].split("<!-- /public -->")[0]
    main, folded = block.split("<details>")
    for part in (main, folded):
        rows = [line for line in part.splitlines() if line.startswith("|")]
        assert len({row.count("|") for row in rows}) == 1
        figures = [row.split(" | ")[2] for row in rows[2:]]
        assert all(re.fullmatch(r"(?:0|1)?\.\d{3}|–", figure) for figure in figures)
    for suite in public.SUITES:
        assert f"- `{suite.name}`: " in main
        assert f"\n| {suite.name} | " in main
