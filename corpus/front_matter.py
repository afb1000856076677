"""Markdown with `key: value` lines between two `---` lines, then the article as published."""

from __future__ import annotations

import re

from corpus.draft import Draft, ReadError

_FENCE = "---"
#: One line of front matter, such as `published: 2026-03-13`.
_LINE_RE = re.compile(
    r"""
    [ \t]* (?P<key>[A-Za-z][A-Za-z0-9_-]{0,40})   # key
    [ \t]* : (?P<value>.*)                        # everything behind the first colon, on this line
    """,
    re.VERBOSE | re.ASCII,
)


#: What other programs call our fields, as `corpus/json_lines.py` has them for JSON.
_ALIASES = {"date": "published"}


def read(text: str) -> Draft:
    """Return what a front-matter file says; a text without front matter is all body.

    Raises:
        ReadError: the front matter is not closed, or a line of it is not `key: value`.

    """
    lines = text.split("\n")
    if lines[0].rstrip() != _FENCE:
        return Draft(text)
    end = next((number for number, line in enumerate(lines[1:], 1) if line.rstrip() == _FENCE), None)
    if end is None:
        raise ReadError("the front matter is not closed; add a line `---` below it", 1)
    fields, places = read_fields(lines[1:end], first_line=2)
    body_start = sum(len(line) + 1 for line in lines[: end + 1])
    return Draft(text[body_start:], fields, lines=places)


def read_side(text: str) -> tuple[dict[str, str], dict[str, int]]:
    """Return fields and their lines from a side file: the same lines, with or without `---` around them.

    Raises:
        ReadError: a line is not `key: value`.

    """
    lines = text.split("\n")
    return read_fields(["" if line.rstrip() == _FENCE else line for line in lines], first_line=1)


def read_fields(lines: list[str], *, first_line: int) -> tuple[dict[str, str], dict[str, int]]:
    """Return the values by key, and the line of each key.

    Raises:
        ReadError: a line is not `key: value`, or a key stands twice.

    """
    values: dict[str, str] = {}
    places: dict[str, int] = {}
    for number, line in enumerate(lines, first_line):
        if not line.strip():
            continue
        match = _LINE_RE.fullmatch(line)
        if match is None:
            raise ReadError(f"cannot read the front matter {line[:60]!r}; write `key: value`", number)
        key = match["key"].lower()
        if key in places:
            raise ReadError(f"`{key}` stands twice, first in line {places[key]}; remove one", number)
        places[key] = number
        values[key] = _unquoted(match["value"].strip())
    for other, own in _ALIASES.items():
        if other in values and own not in values:
            values[own], places[own] = values.pop(other), places.pop(other)
    return values, places


def _unquoted(value: str) -> str:
    return value[1:-1] if len(value) >= 2 and value[0] == value[-1] == '"' else value
