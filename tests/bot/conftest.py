"""The real command line on a home folder of its own."""

import io
import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from bot.cli.run import run

ROOT = Path(__file__).resolve().parents[2]
#: No byte of these may reach a screen, whoever wrote it: controls but newline, bidi, invisible, half characters.
UNSAFE = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\xad\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ud800-\udfff]")


@dataclass
class Stdin:
    """Standard input of the next calls."""

    monkeypatch: pytest.MonkeyPatch

    def __call__(self, data):
        raw = data if isinstance(data, bytes) else data.encode("utf-8", "surrogateescape")
        # As Python opens it in a UTF-8 locale.
        text = io.TextIOWrapper(io.BytesIO(raw), encoding="utf-8", errors="surrogateescape")
        self.monkeypatch.setattr(sys, "stdin", text)


@pytest.fixture
def home(tmp_path, monkeypatch):
    for name in [name for name in os.environ if name.startswith("WHOSAYS_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("WHOSAYS_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.setenv("COLUMNS", "100")
    monkeypatch.chdir(tmp_path)
    return tmp_path / "home"


@pytest.fixture(scope="session")
def sample_home(tmp_path_factory):
    """A home with the bundled articles, built once; nothing writes to it."""
    from corpus.load import sample
    from index.embedders import embedder
    from index.writer import add

    folder = tmp_path_factory.mktemp("sample")
    add(folder, list(sample()), embedder(None), sample=True)
    return folder


@pytest.fixture
def sample(call, home, sample_home):
    """The command line on a copy of that home."""
    shutil.copytree(sample_home, home)
    return call


@pytest.fixture
def stdin(monkeypatch):
    return Stdin(monkeypatch)


@pytest.fixture
def call(home, capsys):
    def called(*argv):
        code = run([str(word) for word in argv])
        out, err = capsys.readouterr()
        assert "Traceback" not in out + err
        assert not UNSAFE.search(out + err)
        return int(code), out, err

    return called


@pytest.fixture
def whosays(home, tmp_path):
    """The command in a process of its own."""

    def called(*argv, data=b"", env=None, **more):
        return subprocess.run(
            [sys.executable, "-m", "bot.cli", *argv], input=data, capture_output=True, timeout=60,
            env={**os.environ, "PYTHONPATH": str(ROOT), **(env or {})}, cwd=tmp_path, **more,
        )  # fmt: skip

    return called


@pytest.fixture
def not_root(tmp_path):
    """Root may read everything: another user does the calls, and owns what the test has made by then."""
    if not hasattr(os, "geteuid") or os.geteuid() != 0:
        yield lambda: None
        return
    opened = [path for path in tmp_path.parents if path.stat().st_uid == 0 and path.stat().st_mode & 0o005 != 0o005]
    modes = {path: path.stat().st_mode & 0o777 for path in opened}

    def become():
        for path in opened:
            path.chmod(0o755)
        for path in [tmp_path, *tmp_path.rglob("*")]:
            os.chown(path, 65534, 65534)
        os.seteuid(65534)

    yield become
    os.seteuid(0)
    for path, mode in modes.items():
        path.chmod(mode)
