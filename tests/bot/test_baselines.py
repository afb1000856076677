"""The baseline that another framework gives: what it shows is still a slice of an article."""

import subprocess
import sys

import pytest

from bot.evaluate.baselines import named
from index.embedders import embedder
from index.index import Index


@pytest.fixture(scope="module")
def index(sample_home):
    with Index.open(sample_home, embedder()) as opened:
        yield opened


def test_llama_index_shows_passages_and_no_speaker(index):
    data = named("llama-index")("How many crew died?", index)
    assert data["positions"]
    assert not data["differs"]
    for position in data["positions"]:
        for claim in position["claims"]:
            text = index.article(claim["article"]).text
            assert text[claim["start"] : claim["end"]] == claim["quote"]
            assert claim["voice"] == "outlet"


def test_llama_index_is_imported_on_demand():
    code = "import sys, bot.evaluate.baselines; sys.exit('llama_index' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
