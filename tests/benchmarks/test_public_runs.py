"""The public suites from a file to a table, on made-up rows; absent data is one clear line."""

from __future__ import annotations

import gzip
import json
import shutil

import pytest

from benchmarks import data, readme
from benchmarks.public import __main__ as public
from benchmarks.public import asking, table
from benchmarks.public.types import Figure, Result

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
    shown = table.section([Result("made-up", "made-up rows", figures)], "make eval-public", 120, 2)
    assert "`make eval-public` (2 min with 2 processes)" in shown
    assert "| made-up | x | .500 | .250–1.000 | 1,234 | others .6 (paper) |" in shown
    assert "|  | y | – | – | 0 | – |" in shown
    copy = tmp_path / "evaluation.md"
    shutil.copy(public.DOCUMENT, copy)
    readme.put("public", shown, copy)
    assert "- `made-up`: made-up rows" in copy.read_text("utf-8")
