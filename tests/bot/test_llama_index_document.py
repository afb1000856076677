"""The script in docs/llama-index.md runs, and prints what the document shows."""

from __future__ import annotations

import io
import re
from contextlib import redirect_stdout
from pathlib import Path

import pytest

# llama_index and what it imports warn about their own use of older interfaces.
pytestmark = pytest.mark.filterwarnings(
    "ignore::DeprecationWarning", "ignore::pydantic.warnings.PydanticDeprecatedSince20"
)

DOCUMENT = Path(__file__).resolve().parents[2] / "docs" / "llama-index.md"
BLOCK_RE = re.compile(r"^```(?P<sort>[^\n]+)\n(?P<text>.*?)^```$", re.MULTILINE | re.DOTALL)


def blocks():
    """Each python block that is run, with the output shown below it."""
    found = []
    for block in BLOCK_RE.finditer(DOCUMENT.read_text("utf-8")):
        if block["sort"] == "python":
            found.append([block["text"], None])
        elif block["sort"] == "output":
            found[-1][1] = block["text"]
    return found


def test_the_script_runs_and_prints_what_the_document_shows(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    names = {}
    shown = 0
    for code, output in blocks():
        printed = io.StringIO()
        with redirect_stdout(printed):
            exec(compile(code, str(DOCUMENT), "exec"), names)
        if output is not None:
            shown += 1
            assert printed.getvalue() == output
    names["engine"].index.close()
    assert shown >= 3


def test_what_it_replaces_is_still_there_in_llama_index():
    """The one block that is not run, as it needs a language model, names things that exist."""
    (before,) = re.findall(r"^```python no-run\n(.*?)^```$", DOCUMENT.read_text("utf-8"), re.MULTILINE | re.DOTALL)
    names = {}
    exec("\n".join(line for line in before.splitlines() if line.startswith("from ")), names)
    assert callable(names["CitationQueryEngine"].from_args)


def test_the_table_of_metadata_lists_every_key(sample_home):
    from bot.llama_index_engine import WhosaysQueryEngine

    engine = WhosaysQueryEngine.from_home(sample_home)
    keys = set(engine.query("how many crew died?").source_nodes[0].node.metadata)
    engine.index.close()
    rows = [line for line in DOCUMENT.read_text("utf-8").splitlines() if line.startswith("| `")]
    told = {name for row in rows for name in re.findall(r"`(\w+)`", row.split("|")[1])}
    assert keys == told | {"n"}
