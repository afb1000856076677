"""Prompt files for the optional language model; none are needed for an answer."""

from __future__ import annotations

import hashlib
import re
from functools import lru_cache
from pathlib import Path

#: `{{name}}`: two braces, as news and JSON hold single ones.
_SLOT_RE = re.compile(r"\{\{(\w+)\}\}")


class PromptError(ValueError):
    """A prompt got a value too many or too few; a mistake in the code that calls it."""


@lru_cache(maxsize=8)
def text(name: str) -> str:
    """Return a prompt as its file has it.

    Raises:
        PromptError: there is no such prompt.
    """
    path = Path(__file__).parent / f"{name}.md"
    if not re.fullmatch(r"[a-z_]+", name) or not path.is_file():
        raise PromptError(f"no prompt {name!r}")
    return path.read_text("utf-8")


def load(name: str, **values: str) -> str:
    """Return a prompt with its slots filled, in one pass: a slot inside a value stays text.

    Raises:
        PromptError: there is no such prompt, a slot has no value, or a value has no slot.
    """
    template = text(name)
    slots = set(_SLOT_RE.findall(template))
    if slots != set(values):
        raise PromptError(f"prompt {name!r} takes {sorted(slots)}, not {sorted(values)}")
    return _SLOT_RE.sub(lambda match: values[match[1]], template)


def fingerprint(name: str) -> str:
    """Return what changes when the prompt changes: a part of the key under which replies are kept."""
    return hashlib.sha256(text(name).encode()).hexdigest()[:16]
