"""The command line: what words mean, exit codes, and one line instead of a traceback."""

import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from bot.cli.words import COMMANDS, arrange
from bot.errors import UsageError

ARRANGED = [
    ("", ""),
    ("--version", "--version"),
    ("-h", "-h"),
    ("ask|q", "ask|q"),
    ("how many died?", "ask|how many died?"),
    ("how|many|died?", "ask|how|many|died?"),
    ("casualties", "ask|casualties"),
    ("status?", "ask|status?"),
    ("-c|and the injured?", "ask|-c|and the injured?"),
    ("--json|q", "ask|--json|q"),
    ("--outlet|status|q", "ask|--outlet|status|q"),
    ("-", "ask|-"),
    ("--|status", "ask|--|status"),
    ("q|--home|x", "--home|x|ask|q"),
    ("status|--home=x|-q", "--home=x|-q|status"),
    ("add|a|b", "add|a|b"),
    ("show me who said it", "ask|show me who said it"),
]


@pytest.mark.parametrize(("given", "arranged"), ARRANGED)
def test_words(given, arranged):
    assert arrange([w for w in given.split("|") if w]) == [w for w in arranged.split("|") if w]


@pytest.mark.parametrize(
    ("word", "meant"), [("serach", "search"), ("Staus", "status"), ("histroy", "history"), ("evalute", "evaluate")]
)
def test_did_you_mean(word, meant):
    with pytest.raises(UsageError, match=f"did you mean `whosays {meant}`"):
        arrange([word])


REFUSED = [
    (("ask",), "no question"),
    (("ask", ""), "no question"),
    (("ask", "x" * 10_000), "at most 2,000"),
    (("ask", "--json", "--markdown", "q"), "do not go together"),
    (("ask", "--since", "yesterday", "q"), "takes a date"),
    (("ask", "--since", "2026-02-30", "q"), "takes a date"),
    (("ask", "--since", "2026-03-02", "--until", "2026-03-01", "q"), "is after"),
    (("ask", "-c", "and now?"), "nothing to follow"),
    (("ask", "--batch", "x", "q"), "from the file"),
    (("ask", "--batch", "nowhere.txt"), "nowhere.txt"),
    (("add", "nowhere"), "no file or folder nowhere"),
    (("show",), "--help"),
    (("status", "--unknown"), "--help"),
    (("history", "show", "7"), "no entry 7"),
    (("history", "clear"), "--yes"),
    (("evaluate", "nowhere.jsonl"), "nowhere.jsonl"),
    (("evaluate", "x", "--update"), "--floors"),
]


@pytest.mark.parametrize(("argv", "words"), REFUSED)
def test_usage(call, argv, words):
    code, out, err = call(*argv)
    assert code == 2
    assert out == ""
    assert words in err


@pytest.mark.parametrize(
    "argv", [("status",), ("articles",), ("show", "x"), ("export", "-"), ("remove", "x"), ("outlets",)]
)
def test_no_index(call, argv):
    code, _, err = call(*argv)
    assert code == 3
    assert "whosays add" in err


@pytest.mark.parametrize("command", [*COMMANDS, "history list", "config show"])
def test_help(call, command):
    code, out, _ = call(*command.split(), "-h")
    assert code == 0
    assert "Usage: whosays" in out


def test_help_shows_examples_on_lines_of_their_own(call):
    assert '\n    whosays ask -c "and the injured?"\n' in call("ask", "--help")[1]


def test_settings(call, tmp_path):
    assert "WHOSAYS_HOME" in call("config", "show")[1]
    (tmp_path / "whosays.toml").write_text("colour = 'never'\n", "utf-8")
    assert call("config", "path")[1].strip().endswith("whosays.toml")
    assert "no problems" in call("config", "check")[1]
    (tmp_path / "whosays.toml").write_text("color = 'never'\n", "utf-8")
    code, _, err = call("config", "check")
    assert code == 2
    assert "did you mean colour?" in err


ARTICLE = "---\noutlet: Example Times\ntitle: {title}\npublished: 2026-03-13\n---\n{text}\n"


def write(folder, name, text, title="Flood"):
    path = folder / name
    path.write_text(ARTICLE.format(title=title, text=text), "utf-8")
    return path


def test_add_list_show_export_remove(call, tmp_path):
    write(tmp_path, "a.md", "Nine people died in the \x1b[31mflood\x1b[0m, the mayor said.", "\x1b]0;evil\x07 title")
    (tmp_path / "bad.md").write_bytes(b"\xff\xfe\x00 no text")
    code, out, err = call("add", tmp_path)
    assert code == 6
    assert "1 added" in out
    assert "bad.md" in err
    assert call("add", tmp_path / "a.md")[1].startswith("0 added, 0 changed, 1 unchanged")
    listed = json.loads(call("articles", "--json")[1])
    assert "\\x1b]0;evil" in call("articles")[1]
    assert "\\x1b[31mflood" in call("show", listed["id"])[1]
    assert "unregistered" in call("outlets")[1]
    assert "articles     1" in call("status")[1]
    assert call("export", tmp_path / "all.jsonl")[0] == 0
    row = json.loads((tmp_path / "all.jsonl").read_text("utf-8"))
    assert row == listed
    assert call("remove", listed["id"][:8])[0] == 0
    assert call("show", listed["id"])[0] == 1
    assert call("add", tmp_path / "all.jsonl")[1].startswith("1 added")


def test_register_an_outlet(call, tmp_path):
    assert call("outlets", "--add", "example-times", "--name", "Example Times", "--host", "times.example")[0] == 0
    write(tmp_path, "a.md", "Nine people died.")
    assert call("add", tmp_path / "a.md")[0] == 0
    out = call("outlets")[1]
    assert "example-times" in out
    assert "unregistered" not in out
    assert call("outlets", "--add", "BAD ID")[0] == 2


def test_the_first_question_uses_the_bundled_articles(call):
    code, out, err = call("how many crew died?")
    assert code == 0
    assert "bundled" in err
    assert "Press TV" in out
    assert "Rediff" in out
    code, out, err = call("ask", "--json", "--exit-code", "how many crew died?")
    data = json.loads(out)
    assert "bundled" not in err
    assert code == (10 if data["differs"] else 0)
    first = data["positions"][0]["claims"][0]
    shown = call("show", "1")[1]
    assert f"»»{first['quote']}««" in shown.replace("\n", " ").replace("  ", " ") or first["quote"][:30] in shown
    assert "all word for word" in call("ask", "--verify", "how many crew died?")[2]
    assert call("ask", "--markdown", "how many crew died?")[1].startswith("## ")
    assert call("search", "crew")[0] == 0
    assert "how many crew died?" in call("history")[1]
    assert call("history", "show", "1")[0] == 0
    exported = [json.loads(line) for line in call("history", "export")[1].splitlines()]
    assert len(exported) == 4
    assert call("ask", "--no-history", "how many crew died?")[0] == 0
    assert len(call("history", "export")[1].splitlines()) == 4
    assert call("ask", "-c", "and the injured?")[0] in (0, 1)
    assert call("history", "clear", "--yes")[0] == 0
    assert call("doctor")[0] == 0


ODD = [
    '"',
    "*",
    "crew NEAR died",
    "-crew",
    "(",
    "🎉",
    "كم عدد القتلى؟",
    "a\x1b[31mb\u202e",
    "' OR 1=1 --",
    "\ud800",
    "AND OR NOT",
    "?",
]


@pytest.mark.parametrize("question", ODD)
def test_odd_questions_get_an_answer_or_one_line(call, question):
    code, _, err = call("ask", "--", question)
    assert code in (0, 1, 2)
    assert len(err.splitlines()) <= 2


def test_same_question_same_bytes(call):
    call("ask", "was it shot down?")
    assert call("ask", "--json", "was it shot down?")[1] == call("ask", "--json", "was it shot down?")[1]


def test_batch(call, tmp_path):
    (tmp_path / "q.txt").write_text("how many crew died?\n\nwas it shot down?\n", "utf-8")
    code, out, _ = call("ask", "--batch", tmp_path / "q.txt")
    rows = [json.loads(line) for line in out.splitlines()]
    assert [row["id"] for row in rows] == [1, 3]
    assert code in (0, 1)
    (tmp_path / "q.jsonl").write_text(
        '{"id": "a", "question": "how many crew died?"}\n{"id": "b"}\nnot json\n', "utf-8"
    )
    code, out, _ = call("ask", "--batch", tmp_path / "q.jsonl")
    rows = [json.loads(line) for line in out.splitlines()]
    assert code == 2
    assert [row["id"] for row in rows] == ["a", "b", 3]
    assert ["error" in row for row in rows] == [False, True, True]


def test_question_from_stdin(call, monkeypatch):
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"how many crew died?\n")))
    assert call("ask", "-")[0] == 0


def test_chat(call, monkeypatch):
    lines = "/help\nhow many crew died?\n/sources\n/outlets\n/nonsense\n/clear\n/quit\nnever read\n"
    monkeypatch.setattr(sys, "stdin", io.StringIO(lines))
    code, out, _ = call("chat")
    assert code == 0
    for words in ("/sources", "Press TV", "no command /nonsense", "forgotten"):
        assert words in out
    assert "never read" not in out


def test_evaluate_and_floors(call, tmp_path):
    row = {"id": "1", "question": "What did the moon cost?", "corpus": "seeds", "state": "unanswered", "positions": []}
    (tmp_path / "q.jsonl").write_text(json.dumps(row), "utf-8")
    code, out, _ = call(
        "evaluate", tmp_path / "q.jsonl", "--floors", tmp_path / "f.json", "--update", "--json", tmp_path / "o.json"
    )
    assert code == 0
    assert "state accuracy" in out
    assert json.loads((tmp_path / "o.json").read_text("utf-8"))["questions"][0]["id"] == "1"
    assert call("evaluate", tmp_path / "q.jsonl", "--floors", tmp_path / "f.json")[0] == 0
    floors = json.loads((tmp_path / "f.json").read_text("utf-8"))
    floors["floors"]["position recall"] = 0.5
    (tmp_path / "f.json").write_text(json.dumps(floors), "utf-8")
    code, _, err = call("evaluate", tmp_path / "q.jsonl", "--floors", tmp_path / "f.json")
    assert code == 7
    assert "position recall" in err


def whosays(*argv, env, **more):
    command = [sys.executable, "-m", "bot.cli", *argv]
    return subprocess.run(
        command, capture_output=True, timeout=60, env={**os.environ, **env}, cwd=Path(__file__).parents[2], **more
    )


def test_a_closed_pipe_ends_quietly(home):
    command = f'"{sys.executable}" -m bot.cli outlets --all | head -c 1 >/dev/null; test "${{PIPESTATUS[0]}}" = 0'
    done = subprocess.run(["bash", "-c", command], capture_output=True, timeout=60, cwd=Path(__file__).parents[2])
    assert done.stderr == b""
    assert done.returncode == 0


HEAVY = "torch transformers sentence_transformers llama_index discord nltk pandas rich.progress"


def test_a_question_imports_nothing_heavy(call, home):
    call("how many crew died?")
    code = f"""
import sys
from bot.cli.run import run
run(["how many crew died?"])
print([name for name in {HEAVY.split()!r} if name in sys.modules], file=sys.stderr)
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60)
    assert done.stderr.strip().splitlines()[-1] == "[]"
