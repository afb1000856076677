"""Batches, follow-ups, chat, history, settings, outlets, removal, export: each command as its user runs it."""

import json
import os
import pty
import shutil
import stat
import subprocess
import sys
import time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.cli import batch
from bot.models.chosen import BUNDLED
from tests.bot.conftest import ROOT

CREW = "how many crew died?"


def article(folder, name, text="Nine people died in the flood, the mayor said.", **fields):
    lines = {"outlet": "Dalavisa", "title": name, "published": "2026-03-13", **fields}
    path = folder / f"{name}.md"
    head = "".join(f"{key}: {value}\n" for key, value in lines.items())
    path.write_text(f"---\n{head}---\n{text}\n", "utf-8")
    return path


# Batches

ROWS = [
    ("one?\n two? \r\n\n", [(1, "one?"), (2, "two?")]),
    ("\ufeffone?", [(1, "one?")]),
    ('\n\n {"id": 5, "question": "q"}', [(5, "q")]),
    ('{"question": "q"}\n\n{"question": "r", "id": "x"}', [(1, "q"), ("x", "r")]),
    ("[1]\n{2}", [(1, "[1]"), (2, "{2}")]),
    ("", []),
    ("\n \n", []),
]


@pytest.mark.parametrize(("text", "rows"), ROWS)
def test_rows_of_a_batch(text, rows):
    assert [(row.id, row.question) for row in batch.read(text.encode().splitlines(keepends=True))] == rows


BAD_ROWS = [
    '{"id": 1}', "{", '{"question": 3}', '{"question": "q", "id": [1]}', '{"question": "q", "id": null}', '{"question": "q", "conversation": {}}',
    '{"question": ""}', '{"question": "' + "x" * 2001 + '"}', '{"id": ' + "9" * 5000 + "}", '{"a": ' + "[" * 100_000, '{"question": "q"} x', "plain words",
]  # fmt: skip


def test_a_bad_row_is_named_and_the_rest_is_answered_in_order(sample, tmp_path):
    good = '{"id": "first", "question": "how many crew died?"}'
    (tmp_path / "q.jsonl").write_text("\n".join([good, *BAD_ROWS, good.replace("first", "last")]), "utf-8")
    code, out, _ = sample("ask", "--batch", tmp_path / "q.jsonl")
    rows = [json.loads(line) for line in out.splitlines()]
    assert code == 2
    assert (rows[0]["id"], rows[-1]["id"]) == ("first", "last")
    assert all("error" in row for row in rows[1:-1])
    assert len(rows) == len(BAD_ROWS) + 2
    assert {key: value for key, value in rows[0].items() if key != "id"} == {
        k: v for k, v in rows[-1].items() if k != "id"
    }


@pytest.mark.parametrize(
    ("questions", "flags", "code"),
    [
        ([CREW], [], 0),
        ([CREW], ["--exit-code"], 10),
        ([CREW, "what did the moon cost?"], ["--exit-code"], 1),
        (["what did the moon cost?", CREW, "?"], ["--exit-code"], 2),
        ([], [], 0),
    ],
)
def test_the_exit_code_is_the_worst_rows(sample, stdin, questions, flags, code):
    stdin("\n".join(questions))
    assert sample("ask", "--batch", "-", *flags)[0] == code


def test_conversations_of_a_batch_do_not_mix(sample, stdin):
    rows = [("a", CREW), ("b", "who shot it down?"), ("a", "and the injured?"), (None, "and the injured?")]
    stdin("\n".join(json.dumps({"question": text, "conversation": name}) for name, text in rows))
    answers = [json.loads(line) for line in sample("ask", "--batch", "-")[1].splitlines()]
    assert answers[2]["understood_as"] == "How many were injured?"
    assert answers[3]["understood_as"] is None


def test_a_batch_is_answered_while_it_is_written(sample_home, home):
    env = {**os.environ, "WHOSAYS_HOME": str(sample_home)}
    command = [sys.executable, "-m", "bot.cli", "ask", "--batch", "-"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=env, cwd=ROOT) as process:
        process.stdin.write(b"how many crew died?\n")
        process.stdin.flush()
        assert json.loads(process.stdout.readline())["id"] == 1
        process.stdin.write(b"was it shot down?\n")
        process.stdin.close()
        assert json.loads(process.stdout.readline())["id"] == 2
        assert process.stdout.read() == b""


def test_filters_hold_for_a_batch(sample, stdin):
    stdin(CREW)
    answer = json.loads(sample("ask", "--batch", "-", "--outlet", "Press TV")[1])
    assert answer["outlets_read"] == ["press-tv"]


# Filters


def test_filters(sample):
    def read(*flags):
        return json.loads(sample("ask", "--json", *flags, CREW)[1])["outlets_read"]

    assert read() == ["press-tv", "rediff"]
    assert read("--outlet", "rediff.com") == read("--not-outlet", "PRESS TV") == ["rediff"]
    assert read("--since", "2026-03-13", "--until", "2026-03-13") == ["press-tv", "rediff"]
    assert read("--since", "2026-03-14") == []
    assert read("--outlet", "reuters") == []
    story = json.loads(sample("ask", "--json", CREW)[1])["story"]["id"]
    assert read("--story", story) == ["press-tv", "rediff"]


@pytest.mark.parametrize("flags", [("--outlet", "prestv"), ("--not-outlet", "prestv"), ("--story", "nope")])
def test_a_name_that_nobody_has_is_not_taken_for_silence(sample, flags):
    code, out, err = sample("ask", *flags, CREW)
    assert (code, out) == (2, "")
    assert ("did you mean" if "prestv" in flags else "no story") in err


# Follow-ups, chat, history


def test_follow_ups_build_on_each_other(sample):
    sample(CREW)
    assert "understood as: How many were injured?" in sample("ask", "-c", "and the injured?")[1]
    assert sample("ask", "-c", "who said that?")[1].startswith("who said that?")
    assert sample("ask", "--no-history", "-c", "and the injured?")[0] in (0, 1)
    code, _, err = sample("ask", "--continue", "--batch", "-")
    assert (code, "from the file" in err) == (2, True)


def test_chat(sample, stdin, home):
    stdin(
        f"/sources\n{CREW}\nand the injured?\n/sources\n/outlets\n/clear\nand the injured?\n/help\n/nope\n /quit \nnever read\n"
    )
    code, out, err = sample("chat")
    assert code == 0
    assert "no answer yet" in out
    assert "understood as: How many were injured?" in out
    assert out.count("understood as") == 1
    assert "Press TV" in out
    assert "forgotten" in out
    assert "no command /nope" in out
    assert "never read" not in out
    assert "/help" in err
    listed = [json.loads(line) for line in sample("history", "export")[1].splitlines()]
    assert [row["follows"] for row in listed] == [None, listed[0]["id"], None]


@pytest.mark.parametrize("end", ["", "how many"])
def test_chat_ends_with_its_input(sample, stdin, end):
    stdin(end)
    assert sample("chat")[0] == 0


def test_history(sample, home):
    code, out, err = sample("history")
    assert (code, out) == (0, "")
    assert "nothing in the history" in err
    sample(CREW)
    sample("was it shot down?")
    for argv in (["history"], ["history", "list"], ["history", "list", "-n", "5"]):
        lines = sample(*argv)[1].splitlines()
        assert len(lines) == 3
        assert "shot down" in lines[1]
    assert len(sample("history", "list", "-n", "1")[1].splitlines()) == 2
    assert len(sample("history", "search", "SHOT", "down")[1].splitlines()) == 2
    assert sample("history", "search", "%")[0] == 0
    assert "4 of 6" in sample("history", "show", "1")[1]
    assert json.loads(sample("history", "show", "1", "--json")[1])["schema"] == "whosays.answer/1"
    exported = [json.loads(line) for line in sample("history", "export")[1].splitlines()]
    assert [row["question"] for row in exported] == [CREW, "was it shot down?"]
    for number in ("3", "0", "-1", "9" * 30):
        code, _, err = sample("history", "show", "--", number)
        assert (code, "no entry" in err) == (2, True)
    assert sample("history", "list", "-n", "9" * 30)[0] in (0, 2)
    assert sample("history", "clear")[0] == 2
    assert sample("history", "clear", "--yes")[0] == 0
    assert sample("history")[1] == ""


def test_history_can_be_off(sample, home, monkeypatch):
    monkeypatch.setenv("WHOSAYS_HISTORY", "off")
    sample(CREW)
    assert not (home / "history.sqlite").exists()
    code, _, err = sample("ask", "-c", "and the injured?")
    assert (code, "switch off" in err) == (2, True)


def test_the_history_is_its_owners(sample, home):
    sample(CREW)
    assert stat.S_IMODE((home / "history.sqlite").stat().st_mode) == 0o600


# Articles


def test_show(sample):
    sample(CREW)
    answer = json.loads(sample("history", "show", "1", "--json")[1])
    claims = [claim for position in answer["positions"] for claim in position["claims"]]
    for claim in claims:
        page = sample("show", str(claim["n"]))[1]
        marked = page.partition("»»")[2].partition("««")[0]
        assert "".join(marked.split()) == "".join(claim["quote"].split())
    assert sample("show", "[1]")[0] == 0
    assert sample("show", claims[0]["article"][:6])[0] == 0
    code, _, err = sample("show", "99")
    assert (code, "[1] to" in err) == (1, True)
    assert sample("show", "")[0] == 1


def test_show_after_the_article_has_changed(call, tmp_path):
    path = article(tmp_path, "flood")
    call("add", path)
    call("how many people died in the flood?")
    article(tmp_path, "flood", "A correction stands here. Nine people died in the flood, the mayor said.")
    call("add", path)
    code, out, err = call("show", "1")
    assert code == 0
    assert "has changed since" in err
    assert "»»Nine people died in the flood, the mayor said.««" in out
    assert call("remove", json.loads(call("articles", "--json")[1])["id"])[0] == 0
    assert call("show", "1")[0] == 1


def test_remove_takes_nothing_when_one_is_unknown(sample):
    ids = [json.loads(line)["id"] for line in sample("articles", "--json")[1].splitlines()]
    assert sample("remove", ids[0], "nope")[0] == 1
    assert sample("remove", "")[0] == 1
    assert len(sample("articles", "--json")[1].splitlines()) == 2
    assert sample("remove", ids[0], ids[0])[0] == 0
    assert len(sample("articles", "--json")[1].splitlines()) == 1
    # With one left, nothing still means nothing.
    assert sample("remove", "")[0] == 1
    assert sample("doctor", "--compact")[0] == 0
    assert sample("doctor")[0] == 0


def test_the_sample_makes_way_unless_it_is_kept(sample, tmp_path):
    path = article(tmp_path, "flood")
    code, _, err = sample("add", "--keep-sample", path)
    assert (code, "made way" in err) == (0, False)
    assert len(sample("articles", "--json")[1].splitlines()) == 3
    article(tmp_path, "flood", "Ten people died.")
    _, _, err = sample("add", path)
    assert "2 bundled articles made way" in err
    assert len(sample("articles", "--json")[1].splitlines()) == 1


def test_an_emptied_home_gets_the_sample_again(sample):
    for line in sample("articles", "--json")[1].splitlines():
        sample("remove", json.loads(line)["id"])
    assert "bundled" in sample(CREW)[2]


def test_outlets(sample, tmp_path, home):
    lines = sample("outlets")[1].splitlines()
    assert len(lines) == 3
    assert len(sample("outlets", "--all")[1].splitlines()) > 50
    flags = [
        "--name",
        "Dala Visa",
        "--alias",
        "Dalavisa",
        "--host",
        "dalavisa.example",
        "--country",
        "Norway",
        "--owner",
        "Somebody",
    ]
    assert sample("outlets", "--add", "dala-visa", *flags)[0] == 0
    assert stat.S_IMODE((home / "outlets.toml").stat().st_mode) & 0o022 == 0
    article(tmp_path, "flood", url="https://www.dalavisa.example/1")
    sample("add", tmp_path / "flood.md")
    assert json.loads(sample("articles", "--json", "--outlet", "dalavisa")[1])["outlet"] == "dala-visa"
    code, _, err = sample("articles", "--outlet", "nobody")
    assert (code, "no outlet" in err) == (2, True)
    (home / "outlets.toml").write_text("[broken", "utf-8")
    code, _, err = sample("outlets", "--all")
    assert (code, "outlets.toml:1" in err) == (2, True)


def test_reindex_changes_no_answer(sample):
    before = sample("ask", "--json", CREW)[1]
    assert sample("reindex")[0] == 0
    assert sample("ask", "--json", CREW)[1] == before


def test_export_names_what_cannot_be_written(sample, tmp_path):
    for target in (tmp_path, tmp_path / "no" / "x.jsonl", ""):
        code, _, err = sample("export", target)
        assert code == 2
        assert "Traceback" not in err
    assert list(tmp_path.glob(".*")) == []


FIELD = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=20)


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    rows=st.lists(
        st.fixed_dictionaries(
            {"outlet": FIELD.map(lambda text: f"Out{text}let"), "title": FIELD, "text": FIELD.map(lambda text: f"Nine died.\n{text}"), "author": FIELD,
             "published": st.sampled_from([None, "2026-03-13", "2026-03-13T10:00+01:00"]), "wire": FIELD}
        ), min_size=1, max_size=4, unique_by=lambda row: (row["outlet"], row["title"]),
    )
)  # fmt: skip
def test_export_and_add_give_the_same_corpus(call, tmp_path_factory, rows):
    """Law: what is exported from one home and added to another is the same corpus, down to the fingerprint."""
    folder = tmp_path_factory.mktemp("law")
    (folder / "in.jsonl").write_text("\n".join(json.dumps(row) for row in rows), "utf-8")
    first, second = ("--home", folder / "first"), ("--home", folder / "second")
    call(*first, "add", folder / "in.jsonl")
    assert call(*first, "export", folder / "out.jsonl")[0] == 0
    assert call(*second, "add", folder / "out.jsonl")[0] == 0
    assert call(*second, "articles", "--json")[1] == call(*first, "articles", "--json")[1]
    prints = [
        line for home in (first, second) for line in call(*home, "status")[1].splitlines() if "fingerprint" in line
    ]
    assert len(set(prints)) == 1
    assert call(*second, "add", folder / "out.jsonl")[1].startswith("0 added, 0 changed")


# Settings and the shell


def test_where_a_setting_comes_from(sample, tmp_path, monkeypatch):
    def source(name):
        rows = [line.split() for line in sample("config", "show")[1].splitlines()]
        return next(row for row in rows if row[0] == name)

    (tmp_path / "whosays.toml").write_text('quotes = true\ncolour = "never"\n', "utf-8")
    assert "whosays.toml" in source("quotes")[2]
    assert source("colour")[1] == "never"
    monkeypatch.setenv("WHOSAYS_COLOUR", "always")
    assert source("colour")[1:3] == ["always", "WHOSAYS_COLOUR"]
    assert "WHOSAYS_HOME" in source("home")
    assert "--home" in sample("--home", "elsewhere", "config", "show")[1]
    assert sample("config")[1] == sample("config", "show")[1]
    assert sample("config", "path")[1].strip() == str(tmp_path / "whosays.toml")
    (tmp_path / "other.toml").write_text("history = false\n", "utf-8")
    monkeypatch.setenv("WHOSAYS_CONFIG", str(tmp_path / "other.toml"))
    assert "other.toml" in sample("config", "check")[1]
    monkeypatch.setenv("WHOSAYS_HISTORY", "perhaps")
    code, _, err = sample("config", "check")
    assert (code, "WHOSAYS_HISTORY" in err) == (2, True)


def test_the_settings_file_of_the_user(sample, tmp_path):
    assert str(tmp_path / "config" / "whosays") in sample("config", "path")[2]
    (tmp_path / "config" / "whosays").mkdir(parents=True)
    (tmp_path / "config" / "whosays" / "whosays.toml").write_text("history = false\n", "utf-8")
    assert sample("config", "path")[1].strip().endswith("config/whosays/whosays.toml")


def test_the_home_is_in_the_xdg_data_folder(call, tmp_path, monkeypatch):
    monkeypatch.delenv("WHOSAYS_HOME")
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    call(CREW)
    assert (tmp_path / "data" / "whosays" / "store.db").is_file()
    assert stat.S_IMODE((tmp_path / "data" / "whosays").stat().st_mode) & 0o077 == 0


def test_quiet_and_verbose(call):
    code, out, err = call("-q", CREW)
    assert (code, err) == (0, "")
    assert "4 of 6" in out
    assert call("--verbose", CREW)[1] == out
    assert call(CREW, "--quiet")[1] == out


def test_version_and_completion(call):
    from importlib.metadata import version

    assert call("--version") == (0, f"whosays {version('whosays')}\n", "")


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_shell_completion(whosays, shell):
    done = whosays("--show-completion", shell)
    assert done.returncode == 0
    assert b"whosays" in done.stdout
    assert done.stderr == b""


def test_completion_offers_the_commands(whosays):
    env = {"_WHOSAYS_COMPLETE": "complete_bash", "COMP_WORDS": "whosays hi", "COMP_CWORD": "1"}
    assert b"history" in whosays(env=env).stdout


@pytest.mark.parametrize("word", ["serach", "outlet", "articls", "exprot", "re-index", "hstory"])
def test_did_you_mean(call, word):
    code, out, err = call(word)
    assert (code, out) == (2, "")
    assert "did you mean `whosays " in err


def on_a_terminal(*argv, env, data=b""):
    """Run the command on a terminal and return what it wrote there."""
    master, slave = pty.openpty()
    command = [sys.executable, "-m", "bot.cli", *argv]
    process = subprocess.Popen(command, stdin=slave, stdout=slave, stderr=slave, env={**os.environ, **env}, cwd=ROOT)
    os.close(slave)
    os.write(master, data)
    written = b""
    end = time.monotonic() + 60
    while time.monotonic() < end:
        try:
            piece = os.read(master, 65536)
        except OSError:
            break
        if not piece:
            break
        written += piece
    assert process.wait(timeout=60) is not None
    os.close(master)
    return process.returncode, written


def test_colours_only_on_a_terminal_that_wants_them(sample_home, home):
    env = {"WHOSAYS_HOME": str(sample_home), "WHOSAYS_HISTORY": "off", "TERM": "xterm", "NO_COLOR": ""}
    code, coloured = on_a_terminal(CREW, env=env)
    assert code == 0
    assert b"\x1b[1m" in coloured
    for other in ({"NO_COLOR": "1"}, {"TERM": "dumb"}, {"WHOSAYS_COLOUR": "never"}):
        assert b"\x1b" not in on_a_terminal(CREW, env={**env, **other})[1]
    # Without its colours it says the same.
    plain = subprocess.run(
        [sys.executable, "-m", "bot.cli", CREW], env={**os.environ, **env}, cwd=ROOT, capture_output=True
    )
    for code in (b"\x1b[0m", b"\x1b[1m", b"\x1b[2m", b"\x1b[33m"):
        coloured = coloured.replace(code, b"")
    assert coloured.replace(b"\r\n", b"\n") == plain.stdout


def test_chat_on_a_terminal(sample_home, home):
    env = {"WHOSAYS_HOME": str(sample_home), "WHOSAYS_HISTORY": "off", "TERM": "dumb"}
    code, written = on_a_terminal("chat", env=env, data=b"how many crew died?\n/quit\n")
    assert code == 0
    assert b"4 of 6" in written


@pytest.mark.parametrize("argv", ["outlets --all", "ask 'how many crew died?'", "articles --json", "history export"])
def test_a_closed_pipe_ends_quietly(sample_home, home, argv):
    command = f'"{sys.executable}" -m bot.cli {argv} | head -c 1 >/dev/null; test "${{PIPESTATUS[0]}}" = 0'
    env = {**os.environ, "WHOSAYS_HOME": str(sample_home), "WHOSAYS_HISTORY": "off"}
    done = subprocess.run(["bash", "-c", command], capture_output=True, timeout=60, cwd=ROOT, env=env)
    assert (done.returncode, done.stderr) == (0, b"")


def test_closed_streams(sample_home, home):
    """A daemon may start us without any of the three streams."""
    env = {**os.environ, "WHOSAYS_HOME": str(sample_home), "WHOSAYS_HISTORY": "off"}
    for closed in ("<&-", ">&-", "2>&-", "<&- >&- 2>&-"):
        command = f'"{sys.executable}" -m bot.cli "how many crew died?" {closed}'
        done = subprocess.run(["bash", "-c", command], capture_output=True, timeout=60, cwd=ROOT, env=env)
        assert done.returncode in (0, 2), (closed, done)
        assert b"Traceback" not in done.stderr


@pytest.mark.parametrize("locale", ["C", "POSIX", "C.UTF-8"])
def test_any_locale(whosays, sample_home, locale):
    env = {
        "LC_ALL": locale,
        "PYTHONUTF8": "0",
        "PYTHONCOERCECLOCALE": "0",
        "WHOSAYS_HOME": str(sample_home),
        "WHOSAYS_HISTORY": "off",
    }
    done = whosays("how many crew “died”?", env=env)
    assert done.returncode in (0, 1)
    assert done.stderr == b""


def test_doctor_reads_the_model(tmp_path):
    from bot.cli.doctor import model_problems
    from index.encoder import Encoder

    whole = Encoder.bundled()
    assert model_problems(whole) == []
    shutil.copytree(ROOT / "index" / "models" / "minilm", tmp_path / "model")
    (tmp_path / "model" / "encoder.onnx").write_bytes(b"cut short")
    [problem] = model_problems(Encoder(tmp_path / "model"))
    assert problem.serious
    assert "encoder.onnx is damaged" in problem.what
    assert "reinstall" in problem.step


def test_doctor_reads_the_trained_reader_and_rules_do_without(sample, tmp_path):
    shutil.copytree(BUNDLED, tmp_path / "reader")
    assert "trained reader: the bundled one" in sample("doctor")[1]
    assert "trained reader: off, rules answer alone" in sample("--no-models", "doctor")[1]
    (tmp_path / "reader" / "model.onnx").write_bytes(b"cut short")
    code, out, _ = sample("doctor", "--reader", str(tmp_path / "reader"))
    assert code == 0
    [line] = [line for line in out.splitlines() if line.startswith("advice")]
    assert "model.onnx is damaged" in line
    assert "next: install whosays again" in line
    assert line.endswith("or go on with --no-models")


def test_a_damaged_reader_costs_a_line_and_not_the_answer(sample, tmp_path):
    question = "What did the crew have for lunch?"
    plain = json.loads(sample("ask", "--json", "--no-models", question)[1])
    code, out, err = sample("ask", "--json", "--reader", str(tmp_path), question)
    found = json.loads(out)
    assert (code, err) == (1, "")
    [note] = found["notes"]
    assert note.startswith("answered by rules alone: ")
    assert str(tmp_path) in note
    assert plain["notes"] == []
    for key in ("state", "positions", "headline", "nearest"):
        assert found[key] == plain[key]


def test_who_read_a_claim_is_told(sample):
    found = json.loads(sample("ask", "--json", "how many crew died?")[1])
    assert {claim["read_by"] for position in found["positions"] for claim in position["claims"]} == {"rules"}


def test_compact_says_what_it_forgets(sample):
    ids = [line.split()[0] for line in sample("articles")[1].splitlines()[1:]]
    sample("remove", ids[0])
    code, out, _ = sample("doctor", "--compact")
    assert code == 0
    assert "compacted: 1 version of removed articles forgotten" in out
    sample("remove", ids[1])
    assert "articles     0\n" in sample("status")[1]


def test_floors_that_are_not_there_are_named_before_anything_is_answered(sample, tmp_path):
    questions = ROOT / "tests" / "data" / "seeds_gold.jsonl"
    code, out, err = sample("evaluate", questions, "--floors", tmp_path / "none.json")
    assert (code, out) == (2, "")
    assert "--update writes it" in err


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs named pipes")
def test_export_takes_the_place_of_no_pipe_and_follows_links(sample, tmp_path):
    pipe, link, real = tmp_path / "pipe", tmp_path / "link.jsonl", tmp_path / "real.jsonl"
    os.mkfifo(pipe)
    reader = subprocess.Popen(["cat", str(pipe)], stdout=subprocess.PIPE)
    assert sample("export", pipe)[0] == 0
    assert len(reader.communicate(timeout=10)[0].splitlines()) == 2
    assert stat.S_ISFIFO(pipe.stat().st_mode)
    real.write_text("")
    link.symlink_to(real)
    assert sample("export", link)[0] == 0
    assert link.is_symlink()
    assert len(real.read_text("utf-8").splitlines()) == 2


def test_an_id_of_another_outlet_is_not_a_new_version(call, tmp_path):
    call("add", article(tmp_path, "flood", id="1"))
    (tmp_path / "other").mkdir()
    taken = article(tmp_path / "other", "vote", "The vote was lost, the mayor said.", id="1", outlet="Fjordavisa")
    code, out, err = call("add", taken, article(tmp_path / "other", "match", "Nine fans came.", id="2"))
    assert (code, out) == (6, "1 added, 0 changed, 0 unchanged\n")
    assert "id '1' of 'vote' belongs to another outlet's article" in err
    assert "Dalavisa" in call("show", "1")[1]
    # A new version, and the same article after its outlet was registered under another id.
    assert call("add", article(tmp_path, "flood", "Ten people died.", id="1"))[1] == "0 added, 1 changed, 0 unchanged\n"
    call("outlets", "--add", "dala", "--name", "Dalavisa")
    assert call("add", article(tmp_path, "flood", "Eleven died.", id="1"))[1] == "0 added, 1 changed, 0 unchanged\n"


def test_a_damaged_history_does_not_end_a_chat(sample, stdin, home):
    (home / "history.sqlite").write_bytes(b"x" * 5000)
    stdin("how many crew died?\nwho said that?\n/quit\n")
    code, out, err = sample("chat")
    assert code == 0
    assert out.count("articles read") == 2
    assert err.count("is not in the history") == 2
