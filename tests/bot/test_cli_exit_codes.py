"""Exit codes, each from a state that can really be: a damaged file, another process, a full disk, a broken installation."""

import json
import os
import re
import resource
import shutil
import sqlite3
import subprocess
import sys

import pytest

from tests.bot.conftest import ROOT

QUESTION = "how many crew died?"


def damage(home, sql, *values):
    """Change the store behind the product's back."""
    database = sqlite3.connect(home / "store.db")
    database.execute(sql, values)
    database.commit()
    database.close()


def test_0_and_1_and_10(sample):
    assert sample(QUESTION)[0] == 0
    assert sample("ask", "--exit-code", QUESTION)[0] == 10
    assert sample("what did the moon cost?")[0] == 1
    assert sample("ask", "--exit-code", "what did the moon cost?")[0] == 1


def test_2_and_3(sample, home):
    assert sample("ask", "--nonsense", QUESTION)[0] == 2
    shutil.rmtree(home)
    assert sample("status")[0] == 3


DAMAGED = {
    "an article's text": ("UPDATE articles SET record = replace(record, 'crew', 'craw')",),
    "an article's outlet": ("UPDATE articles SET outlet = replace(outlet, 'Press TV', 'Reuters')",),
    "a passage": ("UPDATE passages SET vector = zeroblob(length(vector))",),
    "a lost article": ("DELETE FROM articles WHERE seq = 1",),
    "a lost passage": ("DELETE FROM passages WHERE id = 1",),
}


@pytest.mark.parametrize("what", DAMAGED)
def test_4_when_a_row_is_not_what_was_stored(sample, home, what):
    """No answer leaves out, or uses, what is damaged: it says so and names the command that shows it."""
    damage(home, *DAMAGED[what])
    code, out, err = sample(QUESTION)
    assert (code, out) == (4, "")
    assert "whosays doctor" in err
    code, out, _ = sample("doctor")
    assert code == 4
    assert "next: " in out


@pytest.mark.parametrize("what", DAMAGED)
def test_what_the_repair_leaves_is_sound(sample, home, what):
    """`doctor --repair` names what is lost; added again, the answer is the one from before."""
    before = json.loads(sample("ask", "--json", QUESTION)[1])
    damage(home, *DAMAGED[what])
    code, out, _ = sample("doctor", "--repair")
    # A passage is made again from its article; an article has to be given again.
    assert code == (0 if what == "a passage" else 4), out
    assert sample("doctor")[0] == 0
    assert sample("add", "--keep-sample", *(ROOT / "corpus" / "articles").glob("*.md"))[0] == 0
    after = json.loads(sample("ask", "--json", QUESTION)[1])
    assert (after["positions"], after["corpus"]) == (before["positions"], before["corpus"])
    assert sample("doctor")[0] == 0


@pytest.mark.parametrize("size", [0, 100, 5000])
def test_4_when_the_store_is_cut_short(sample, home, size):
    for name in ("store.db-wal", "store.db-shm"):
        (home / name).unlink(missing_ok=True)
    os.truncate(home / "store.db", size)
    for argv in ([QUESTION], ["articles"], ["add", ROOT / "corpus" / "articles"]):
        code, out, err = sample(*argv)
        assert (code, out) == (4, "")
        assert ("backup" if size == 0 else "doctor") in err
    assert (home / "store.db").stat().st_size == size


@pytest.mark.parametrize("name", ["CURRENT", "gen", "stories.json"])
def test_0_when_only_a_cache_is_damaged(sample, home, name):
    before = sample("ask", "--json", QUESTION)[1]
    target = home / name
    files = [target] if target.is_file() else [path for path in target.rglob("*") if path.is_file()]
    assert files or name == "stories.json"
    for path in files:
        path.write_bytes(b"\x1b damaged" + path.read_bytes()[9:])
    code, out, _ = sample("ask", "--json", QUESTION)
    assert (code, out) == (0, before)


def test_4_when_the_history_is_damaged_and_the_answer_still_comes(sample, home):
    sample(QUESTION)
    (home / "history.sqlite").write_bytes(b"damaged" * 1000)
    code, out, err = sample(QUESTION)
    assert code == 0
    assert "4 of 6" in out
    assert "not in the history" in err
    for argv in (
        ["history"],
        ["history", "show", "1"],
        ["history", "search", "x"],
        ["history", "export"],
        ["ask", "-c", "why?"],
    ):
        code, _, err = sample(*argv)
        assert code == 4
        assert "history.sqlite is damaged" in err


@pytest.mark.parametrize(
    "answer", ["[]", "3", "{}", '{"positions": 3}', '{"positions": [{"claims": [{"n": 1}]}]}', "not json"]
)
def test_4_when_an_entry_of_the_history_is_not_an_answer(sample, home, answer):
    sample(QUESTION)
    database = sqlite3.connect(home / "history.sqlite")
    database.execute("UPDATE entry SET answer = ?", (answer,))
    database.commit()
    database.close()
    for argv in (
        ["show", "1"],
        ["ask", "-c", "and the injured?"],
        ["history", "export"],
        ["history", "show", "1", "--json"],
    ):
        code, _, err = sample(*argv)
        assert code in (0, 1, 4), argv
        assert "internal" not in err


def test_4_when_the_store_may_not_be_read(sample, home, not_root, tmp_path):
    sample(QUESTION)
    sample("articles")
    before = (home / "store.db").read_bytes()
    (tmp_path / "a.md").write_text("---\noutlet: Dalavisa\n---\nNine people died.", "utf-8")
    (home / "store.db").chmod(0)
    not_root()
    for argv in ([QUESTION], ["articles"], ["add", "a.md"]):
        code, out, err = sample(*argv)
        assert (code, out) == (4, ""), err
        assert "permission" in err
    (home / "store.db").chmod(0o600)
    assert (home / "store.db").read_bytes() == before


def test_0_on_a_home_that_cannot_be_written(sample, home, not_root, tmp_path):
    """Reading works on read-only media; changing is refused in one line."""
    expected = sample("ask", "--no-history", QUESTION)[1]
    sample("remove", "nothing")
    for path in home.rglob("*"):
        path.chmod(0o555 if path.is_dir() else 0o444)
    home.chmod(0o555)
    not_root()
    code, out, err = sample(QUESTION)
    assert (code, out) == (0, expected)
    assert "not in the history" in err
    code, _, err = sample("remove", sample("articles", "--json")[1].split('"')[3])
    assert code == 4
    assert str(home) in err
    home.chmod(0o755)


HOLDER = """
import sys
from pathlib import Path
from index.store.lock import writer
with writer(Path(sys.argv[1])):
    print("held", flush=True)
    sys.stdin.read()
"""


def test_5_while_another_process_writes(sample, home, tmp_path):
    (tmp_path / "a.md").write_text("---\noutlet: Dalavisa\n---\nNine people died.", "utf-8")
    command = [sys.executable, "-c", HOLDER, str(home)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=ROOT) as other:
        assert other.stdout.readline() == b"held\n"
        code, out, err = sample("add", tmp_path / "a.md")
        assert (code, out) == (5, "")
        assert f"locked by process {other.pid}" in err
        assert sample(QUESTION)[0] == 0
        other.stdin.close()
    assert sample("add", tmp_path / "a.md")[0] == 0


def test_6_when_the_disk_is_full(sample_home, home, whosays, tmp_path):
    shutil.copytree(sample_home, home)
    (tmp_path / "a.md").write_text("---\noutlet: Dalavisa\n---\n" + "Nine people died. " * 1500, "utf-8")
    size = (home / "store.db").stat().st_size
    limit = lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (size + 4096, size + 4096))  # noqa: E731 -- for one call
    done = whosays("add", str(tmp_path / "a.md"), preexec_fn=limit)
    assert done.returncode == 6
    assert b"no space to write" in done.stderr
    assert b"Traceback" not in done.stderr
    done = whosays(QUESTION)
    assert done.returncode == 0
    assert b"4 of 6" in done.stdout


def test_70_is_one_line_with_a_reference(sample_home, home, whosays, tmp_path):
    """An installation in which a library is broken: nothing that the person at the keyboard gave is wrong."""
    shutil.copytree(sample_home, home)
    broken = tmp_path / "broken" / "tokenizers"
    broken.mkdir(parents=True)
    (broken / "__init__.py").write_text("raise RuntimeError('built for another \x1b[31m machine')\n", "utf-8")
    done = whosays(QUESTION, env={"PYTHONPATH": os.pathsep.join((str(broken.parent), str(ROOT)))})
    assert done.returncode == 70
    assert done.stdout == b""
    assert len(done.stderr.splitlines()) == 1, done.stderr
    (line,) = done.stderr.decode().splitlines()
    reference = re.search(r"internal error, please report it: see (\S+) in", line)[1]
    log = (home / "whosays.log").read_text("utf-8")
    assert f"{reference} ask\nTraceback" in log
    assert "built for another" in log
    assert QUESTION not in log
    assert (home / "whosays.log").stat().st_mode & 0o077 == 0


def test_70_without_a_place_for_the_log(whosays, tmp_path):
    broken = tmp_path / "broken" / "tokenizers"
    broken.mkdir(parents=True)
    (broken / "__init__.py").write_text("raise RuntimeError('built for another \x1b[31m machine')\n", "utf-8")
    env = {"PYTHONPATH": os.pathsep.join((str(broken.parent), str(ROOT))), "WHOSAYS_HOME": "/dev/null/x"}
    done = whosays("search", "crew", env=env)
    assert done.returncode in (4, 70)
    assert b"\x1b" not in done.stderr
    assert len(done.stderr.splitlines()) <= 2


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="needs a device that is always full")
@pytest.mark.parametrize("argv", [["how many crew died?"], ["export", "-"], ["search", "crew"], ["--help"]], ids=str)
def test_6_when_the_output_does_not_fit(sample_home, home, argv, tmp_path):
    shutil.copytree(sample_home, home)
    with open("/dev/full", "wb") as full:
        ran = subprocess.run(
            [sys.executable, "-m", "bot.cli", *argv], stdout=full, stderr=subprocess.PIPE, timeout=60, cwd=tmp_path,
            env={**os.environ, "PYTHONPATH": str(ROOT)}, check=False,
        )  # fmt: skip
    assert ran.returncode == 6
    assert b"No space left" in ran.stderr
    assert len(ran.stderr.splitlines()) == 1
