"""A home with the bundled articles for every test of the bot."""

import pytest

from tests.discord.harness import copied


@pytest.fixture(scope="session")
def indexed(tmp_path_factory):
    from corpus.load import sample
    from index.embedders import embedder
    from index.writer import add

    folder = tmp_path_factory.mktemp("indexed")
    add(folder, list(sample()), embedder(None), sample=True)
    return folder


@pytest.fixture
def home(indexed, tmp_path):
    return copied(indexed, tmp_path)
