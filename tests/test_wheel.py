"""What is installed is what is in the checkout: the wheel holds every module and every data file."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
PACKAGES = ("bot", "corpus", "index", "prompts")
DATA = (
    "bot/models/reader/model.json",
    "bot/models/reader/model.onnx",
    "bot/models/reader/odds.json",
    "bot/models/reader/tokenizer.json",
    "bot/render/answer.schema.json",
    "corpus/articles/press-tv.md",
    "corpus/articles/rediff.md",
    "corpus/outlets.toml",
    "index/models/minilm/encoder.onnx",
    "index/models/minilm/hashes.json",
    "index/models/minilm/tokenizer.json",
)


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    folder = tmp_path_factory.mktemp("wheel")
    # hatchling itself and not pip: no network and no isolated environment.
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True, timeout=120)
    (path,) = folder.glob("*.whl")
    with zipfile.ZipFile(path) as opened:
        yield opened


def test_every_file_of_the_packages_is_in_the_wheel(wheel):
    files = {p.relative_to(ROOT).as_posix() for name in PACKAGES for p in (ROOT / name).rglob("*") if p.is_file()}
    wanted = {name for name in files if "__pycache__" not in name}
    found = {name for name in wheel.namelist() if ".dist-info/" not in name}
    assert wanted >= set(DATA)
    assert found == wanted


def test_data_files_are_the_bytes_of_the_checkout(wheel):
    for name in DATA:
        assert wheel.read(name) == (ROOT / name).read_bytes()


def test_metadata(wheel):
    (info,) = {name.split("/")[0] for name in wheel.namelist() if ".dist-info/" in name}
    assert wheel.read(f"{info}/entry_points.txt").decode().split() == [
        "[console_scripts]",
        "whosays",
        "=",
        "bot.cli:main",
    ]
    assert {f"{info}/licenses/LICENSE", f"{info}/licenses/NOTICE"} <= set(wheel.namelist())
