"""Which llama-index-core the tests run on: `python -m benchmarks.llama_index_versions` runs them on the oldest and newest."""

from __future__ import annotations

import os
from importlib import metadata
from pathlib import Path

import pytest

from benchmarks import llama_index_versions as versions


def _numbers(version):
    return tuple(int(part) for part in version.split(".")[:3])


def test_the_installed_version_is_one_that_pyproject_allows(record_property):
    found = metadata.version(versions.PACKAGE)
    record_property("llama-index-core", found)
    assert _numbers(found) >= _numbers(versions.floor())


def test_the_clients_ask_for_no_older_one_than_we_do():
    """Else `pip install 'whosays[llm]'` would find no version."""
    assert _numbers(versions.client_floor()) >= _numbers(versions.floor())


@pytest.mark.skipif("WHOSAYS_LLAMA_INDEX" not in os.environ, reason="no version was asked for")
def test_the_version_that_was_asked_for_is_the_one_that_runs():
    from llama_index import core

    wanted = os.environ["WHOSAYS_LLAMA_INDEX"]
    assert metadata.version(versions.PACKAGE) == wanted
    assert str(Path(core.__file__)).startswith(str(versions.FOLDER))


@pytest.mark.parametrize(
    ("requirement", "floor"),
    [
        ("llama-index-core>=0.14", "0.14.0"),
        ("llama-index-core<0.15,>=0.14.5", "0.14.5"),
        ("llama-index-core >= 0.14.5", "0.14.5"),
    ],
)
def test_a_floor_is_read_from_a_requirement(requirement, floor):
    assert versions._three(versions._bound(requirement)) == floor


def test_a_requirement_without_a_floor_is_none():
    with pytest.raises(ValueError, match="no floor"):
        versions._bound("llama-index-core<0.15")
