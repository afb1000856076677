"""An index of three outlets, and assistants that talk to a real server."""

import importlib
import warnings

import pytest

from corpus.types import Article, Outlet

_TEXTS = {
    "fjord-herald": (
        "Nine people died when the ferry Lindal ran aground off Skerry Point on Monday night, the coast guard said.\n"
        "The ferry Lindal had 64 passengers on board and was on its way to Harwick.\n"
        "Two of the nine were children.\n"
        "Rescue boats took the survivors to Harwick.\n"
    ),
    "coast-daily": (
        "Eleven people died when the ferry Lindal ran aground off Skerry Point on Monday night, the Harwick hospital said.\n"
        "The ferry Lindal ran aground because its engine failed, according to the harbour master.\n"
        "Survivors were taken to the hospital in Harwick by rescue boats.\n"
        "The harbour master told reporters that the engine had been repaired in May.\n"
    ),
    "valley-post": (
        "The ferry Lindal ran aground off Skerry Point near Harwick on Monday night.\n"
        "Rescue boats took passengers of the ferry Lindal to the hospital in Harwick.\n"
        "For eleven families the night ended at the chapel, the mayor of Harwick said.\n"
    ),
}
_NAMES = {"fjord-herald": "Fjord Herald", "coast-daily": "Coast Daily", "valley-post": "Valley Post"}


def articles(extra=None):
    """The articles; `extra` maps an outlet to a text that its article ends with."""
    return [
        Article(
            id=f"a-{key}",
            outlet=Outlet(key, _NAMES[key]),
            title="Ferry Lindal runs aground off Skerry Point",
            text=text + (extra or {}).get(key, ""),
            published="2025-03-04",
        )
        for key, text in _TEXTS.items()
    ]


@pytest.fixture(scope="session")
def build(tmp_path_factory):
    """Builds an index of these articles."""
    from index.embedders import embedder
    from index.index import Index
    from index.writer import add

    opened = []

    def built(extra=None):
        home = tmp_path_factory.mktemp("ferry")
        add(home, articles(extra), embedder())
        opened.append(Index.open(home, one_shot=True))
        return opened[-1]

    yield built
    for index in opened:
        index.close()


@pytest.fixture(scope="session")
def index(build):
    return build()


@pytest.fixture(scope="session", autouse=True)
def _loaded():
    """llama_index takes seconds to import on a busy machine; no test's time limit should pay for it."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        importlib.import_module("llama_index.llms.openai_like")
