"""Run what touches LlamaIndex with the oldest llama-index-core that pyproject.toml allows, and with the newest.

    python -m benchmarks.llama_index_versions [VERSION…]

Each version is put into a folder of its own under build/, before everything else on the path; all other packages are the
checkout's. Without versions: the floor, the floor that the clients of `--llm` ask for, and the newest that installs.
Needs a package index or its cache.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
import tomllib
from importlib import metadata
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / "build" / "llama-index"
PACKAGE = "llama-index-core"
#: Tests of the engines, the retriever, the node parser and the script in docs/llama-index.md.
CORE = (
    "tests/bot/test_llama_index_engine.py",
    "tests/bot/test_llama_index_document.py",
    "tests/index/test_llama_index_nodes.py",
    "tests/index/test_llama_index_retriever.py",
    "tests/benchmarks/test_llama_index_versions.py",
)
#: Those that also talk to a model, through clients that ask for a floor of their own.
WITH_CLIENTS = (*CORE, "tests/llm/test_assist.py", "tests/llm/test_cli.py", "tests/llm/test_calls.py")
CLIENTS = ("llama-index-llms-openai-like", "llama-index-llms-ollama", "llama-index-llms-openai")
_FLOOR_RE = re.compile(r">=\s*(\d+(?:\.\d+)*)")


def floor() -> str:
    """Return the oldest version that pyproject.toml allows, as the index names it."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    (bound,) = [name for name in project["project"]["dependencies"] if name.startswith(PACKAGE)]
    return _three(_bound(bound))


def client_floor() -> str:
    """Return the oldest version that the installed clients of language models allow."""
    bounds = [
        _bound(line) for name in CLIENTS for line in metadata.requires(name) or () if re.match(rf"{PACKAGE}\b", line)
    ]
    return _three(max(bounds, key=_key))


def _bound(requirement: str) -> str:
    found = _FLOOR_RE.search(requirement)
    if found is None:
        raise ValueError(f"no floor in {requirement!r}")
    return found[1]


def _three(version: str) -> str:
    return ".".join([*version.split("."), "0", "0"][:3])


def _key(version: str) -> tuple[int, ...]:
    return tuple(map(int, version.split(".")))


def installed(wanted: str | None) -> tuple[str, Path]:
    """Put a version, or the newest, into its folder; return its number and the folder."""
    name = wanted or "newest"
    target = FOLDER / name
    if wanted is None or not list(target.glob("llama_index_core-*.dist-info")):
        command = [sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-deps"]
        asked = f"{PACKAGE}=={wanted}" if wanted else PACKAGE
        subprocess.run([*command, "--upgrade", "--target", str(target), asked], check=True)
    (info,) = target.glob("llama_index_core-*.dist-info")
    return info.name.removeprefix("llama_index_core-").removesuffix(".dist-info"), target


def tested(version: str, folder: Path) -> tuple[int, str]:
    """Run the tests on a version; return pytest's exit code and its last line."""
    files = WITH_CLIENTS if _key(version) >= _key(client_floor()) else CORE
    environ = {**os.environ, "PYTHONPATH": f"{folder}{os.pathsep}{ROOT}", "WHOSAYS_LLAMA_INDEX": version}
    # 0.14.0 says of newer pydantic that its own fields are declared in an old way.
    ignored = ["-W", "ignore::pydantic.warnings.UnsupportedFieldAttributeWarning"]
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", *ignored, *files]
    ran = subprocess.run(command, cwd=ROOT, env=environ, capture_output=True, text=True, check=False)
    lines = ran.stdout.strip().splitlines()
    if ran.returncode:
        print("\n".join(lines[-40:]), ran.stderr[-2000:], flush=True)
    return ran.returncode, re.sub(r" in [\d.]+s.*", "", lines[-1].strip("= ")) if lines else "nothing ran"


def main() -> int:
    """Print a line for each version; exit with 1 when a test failed."""
    wanted: list[str | None] = [*sys.argv[1:]] or [floor(), client_floor(), None]
    failed = False
    for one in dict.fromkeys(wanted):
        began = time.perf_counter()
        version, folder = installed(one)
        code, told = tested(version, folder)
        failed |= code != 0
        why = {floor(): "the floor", client_floor(): "the floor with --llm"}.get(
            version, "newest" if one is None else ""
        )
        clients = "with" if _key(version) >= _key(client_floor()) else "without"
        print(
            f"{PACKAGE} {version:8} {why:22} {clients} clients: {told} ({time.perf_counter() - began:.0f} s)",
            flush=True,
        )
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
