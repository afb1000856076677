"""Arrows point one way: corpus <- index <- bot -> prompts; heavy packages only where they are named for."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
OURS = {"corpus", "index", "bot", "prompts"}
MAY_IMPORT = {"corpus": {"corpus"}, "prompts": {"prompts"}, "index": {"index", "corpus"}, "bot": OURS}
HEAVY = {"torch", "transformers", "sentence_transformers", "llama_index", "discord", "matplotlib", "nltk", "pandas"}
#: Modules that are themselves imported only on demand, named for what they wrap.
ON_DEMAND = {
    "index/llama_index_retriever.py": {"llama_index"},
    "index/llama_index_nodes.py": {"llama_index"},
    "index/backends/vector_stores.py": {"llama_index"},
    "bot/evaluate/llama_index_baseline.py": {"llama_index"},
    "bot/llama_index_engine.py": {"llama_index"},
    "bot/llm/client.py": {"llama_index"},
}
#: The one module that reads YAML, by the loader that builds plain data only.
SAFE_YAML = "bot/evaluate/yaml_rows.py"
#: What builds any object that a YAML text names.
UNSAFE_YAML = {"load", "load_all", "full_load", "unsafe_load", "Loader", "CLoader", "FullLoader", "UnsafeLoader"}
SOURCES = sorted(path for package in OURS for path in (ROOT / package).rglob("*.py"))


def imports(tree: ast.AST) -> set[str]:
    """Top-level names of every import below a node."""
    names: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and node.level == 0:
            names.add(node.module.split(".")[0])
    return names


def imports_at_start(tree: ast.Module) -> set[str]:
    """Imports that run when the module is imported: those outside functions and TYPE_CHECKING blocks."""
    names: set[str] = set()
    stack: list[ast.AST] = list(tree.body)
    while stack:
        node = stack.pop()
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            continue
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.dump(node.test):
            stack += node.orelse
            continue
        if isinstance(node, ast.Import | ast.ImportFrom):
            names |= imports(node)
        stack += list(ast.iter_child_nodes(node))
    return names


@pytest.mark.parametrize("path", SOURCES, ids=lambda p: str(p.relative_to(ROOT)))
def test_layer(path):
    relative = path.relative_to(ROOT)
    tree = ast.parse(path.read_text("utf-8"))
    assert imports(tree) & OURS <= MAY_IMPORT[relative.parts[0]]
    allowed = ON_DEMAND.get(relative.as_posix(), {"discord"} if relative.parts[:2] == ("bot", "discord") else set())
    assert imports_at_start(tree) & HEAVY <= allowed


def runs_data(tree: ast.AST) -> set[str]:
    """What would let a data file run code: modules that unpickle, and calls of eval and exec."""
    found = imports(tree) & {"pickle", "shelve", "marshal", "dill", "joblib", "cloudpickle"}
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in ("eval", "exec"):
            found.add(node.func.id)
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "yaml":
            found |= {"yaml"} if node.attr in UNSAFE_YAML else set()
        if isinstance(node, ast.keyword) and node.arg in ("allow_pickle", "trust_remote_code"):
            found |= set() if isinstance(node.value, ast.Constant) and node.value.value is False else {node.arg}
    return found


@pytest.mark.parametrize("path", SOURCES, ids=lambda p: str(p.relative_to(ROOT)))
def test_no_data_file_can_run_code(path):
    text = path.read_text("utf-8")
    allowed = {"yaml"} if path.relative_to(ROOT).as_posix() == SAFE_YAML else set()
    assert runs_data(ast.parse(text)) <= allowed
    if allowed:
        assert "yaml.SafeLoader" in text
        assert not {"load", "unsafe_load", "full_load", "Loader", "FullLoader", "UnsafeLoader"} & {
            node.attr for node in ast.walk(ast.parse(text)) if isinstance(node, ast.Attribute)
        }


def test_the_walk_sees_planted_code():
    tree = ast.parse(
        "import pickle\nexec(text)\nload(path, allow_pickle=True)\nload(path, trust_remote_code=False)\nyaml.load(text)\nyaml.safe_load(text)\n"
    )
    assert runs_data(tree) == {"pickle", "exec", "allow_pickle", "yaml"}


def test_the_walk_sees_a_planted_import():
    """The checks above can fail."""
    tree = ast.parse("import bot.cli\nif True:\n    import torch\ndef f():\n    import discord\n")
    assert "bot" in imports(tree)
    assert imports_at_start(tree) == {"bot", "torch"}
