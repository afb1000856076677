"""`--store`, WHOSAYS_STORE and the settings file, on the real command line."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from bot.cli.run import run

ROOT = Path(__file__).resolve().parents[2]
SECRET = "s3cr3t-w0rd"
ARTICLE = """---
outlet: Example {name}
published: 2026-03-13
---
# Bridge closed in Holm

The bridge in Holm was closed on Friday after {number} people were injured, police said.
"""


@pytest.fixture
def articles(tmp_path):
    folder = tmp_path / "articles"
    folder.mkdir()
    for name, number in (("Times", "four"), ("Post", "six")):
        (folder / f"{name}.md").write_text(ARTICLE.format(name=name, number=number))
    return folder


@pytest.fixture
def call(tmp_path, monkeypatch, capsys):
    for name in [name for name in os.environ if name.startswith("WHOSAYS_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("WHOSAYS_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.chdir(tmp_path)

    def called(*words):
        code = run([str(word) for word in words])
        out, err = capsys.readouterr()
        assert SECRET not in out + err
        return code, out, err

    return called


def with_password(url):
    """The server trusts whoever may use its socket, so that any password will do."""
    return url.replace("postgres@", f"postgres:{SECRET}@")


@pytest.mark.parametrize("way", ["flag", "variable", "file"])
def test_each_way_to_name_a_store(call, new_url, articles, tmp_path, monkeypatch, way):
    url = with_password(new_url())
    flag = ("--store", url) if way == "flag" else ()
    if way == "variable":
        monkeypatch.setenv("WHOSAYS_STORE", url)
    if way == "file":
        (tmp_path / "whosays.toml").write_text(f'store = "{url}"\n')
    assert call("ask", "how many were injured?", *flag)[0] == 3
    code, out, _ = call("add", articles, *flag)
    assert (code, out) == (0, "2 added, 0 changed, 0 unchanged\n")
    assert not (tmp_path / "home" / "store.db").exists()
    code, out, _ = call("ask", "how many people were injured?", "--json", *flag)
    assert code == 0
    assert "four people were injured" in json.dumps(json.loads(out)["positions"])
    assert call("doctor", *flag)[0] == 0
    assert call("discord", "--check", *flag)[0] == 0
    assert "schema s" in call("status", *flag)[1]
    assert "PostgreSQL database postgres" in call("config", "show", *flag)[1]
    assert call("search", "bridge", *flag)[0] == 0
    first = call("articles", "--json", *flag)[1].splitlines()[0]
    assert call("remove", json.loads(first)["id"], *flag)[0] == 0
    assert call("reindex", *flag)[0] == 0
    assert len(call("articles", "--json", *flag)[1].splitlines()) == 1


def test_a_folder_moves(call, new_url, articles):
    url = with_password(new_url())
    assert call("add", articles)[0] == 0
    here = call("ask", "how many people were injured?", "--json")[1]
    code, _, err = call("move", "--store", url)
    assert (code, "2 articles" in err) == (0, True)
    there = call("ask", "how many people were injured?", "--json", "--store", url)[1]
    assert json.loads(there) == json.loads(here)
    assert call("move")[0] == 2


def test_vectors_elsewhere(call, articles, tmp_path):
    url = f"qdrant://{tmp_path}/qdrant/news"
    assert call("add", articles, "--store", url)[0] == 0
    code, out, _ = call("ask", "how many people were injured?", "--json", "--store", url)
    assert (code, "four people were injured" in json.dumps(json.loads(out)["positions"])) == (0, True)
    assert call("doctor", "--store", url)[0] == 0
    assert call("doctor", "--repair", "--compact", "--store", url)[0] == 0


WRONG = [
    ("mysql://anna:{s}@db/news", 2),
    ("postgresql://anna:{s}@127.0.0.1:9/news", 4),
    ("postgresql://anna:{s}@127.0.0.1:9/news?sslmode={s}", 4),
    ("qdrant://:{s}@127.0.0.1:9/news", 4),
]


@pytest.mark.parametrize(("url", "code"), WRONG)
@pytest.mark.parametrize(
    "command", [("ask", "who?"), ("doctor",), ("status",), ("discord", "--check"), ("add", "articles")]
)
def test_a_wrong_store_is_one_line_without_the_password(call, articles, monkeypatch, url, code, command):
    monkeypatch.setattr("index.backends.connection._TRY_AGAIN_AFTER", (0.01,))
    if url.startswith("qdrant"):
        # There the articles are here, and the vectors are what is missing.
        call("add", articles)
    found, _, err = call(*command, "--store", url.format(s=SECRET))
    assert found == code or (command == ("doctor",) and found == 4)
    assert command == ("doctor",) or len(err.strip().splitlines()) <= 2


def test_an_internal_error_logs_no_address(call, tmp_path, monkeypatch):
    monkeypatch.setattr("bot.cli.corpus.status", lambda session: 1 // 0)
    assert call("--store", f"postgresql://anna:{SECRET}@db/news", "status")[0] == 70
    log = next((tmp_path / "home").glob("*.log")).read_text()
    assert "ZeroDivisionError" in log
    assert SECRET not in log


def test_an_address_in_a_file_that_does_not_parse(call, tmp_path):
    (tmp_path / "whosays.toml").write_text(f'store = "postgresql://anna:{SECRET}@db/news\n')
    assert call("status")[0] == 2


def test_the_home_folder_imports_none_of_it(tmp_path):
    code = """
import sys
from bot.cli.run import run
assert run(["how many crew died?"]) == 0
wrong = [name for name in sys.modules if name.split(".")[0] in ("llama_index", "psycopg", "qdrant_client")]
assert not wrong and "index.backends" not in sys.modules, wrong
"""
    env = {**os.environ, "WHOSAYS_HOME": str(tmp_path / "home")}
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, env=env, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr
