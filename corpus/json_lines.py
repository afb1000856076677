"""Articles as JSON: an array, one object, or one object a line."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from corpus.draft import MAX_ARTICLE, Draft, ReadError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

#: Our field, then the names under which data sets carry it, best first.
_KEYS = {
    "id": ("id", "article_id", "guid"),
    "outlet": ("outlet", "source", "publisher"),
    "title": ("title", "headline"),
    "url": ("url", "link", "canonical_url"),
    "published": ("published", "published_at", "publishedAt", "date", "datePublished"),
    "updated": ("updated", "updated_at", "modified", "dateModified"),
    "author": ("author", "authors", "byline"),
    "language": ("language", "lang"),
    "wire": ("wire",),
}
_TEXT_KEYS = ("text", "body", "content", "articleBody")
#: Bytes of one line: an article in which every character is escaped (\u0041) takes six times its size.
MAX_LINE = 6 * MAX_ARTICLE
_SPACE = " \t\n\r"


def _no_constant(name: str) -> float:
    raise ValueError(f"{name} is no JSON")


_DECODER = json.JSONDecoder(parse_constant=_no_constant)


def read(text: str) -> Iterator[Draft | ReadError]:
    """Return what a `.json` file says: an array of objects, one object, or objects one after another."""
    start = _skip(text, 0)
    is_array = text[start : start + 1] == "["
    position = _skip(text, start + 1) if is_array else start
    if position >= len(text):
        yield ReadError("no JSON; write an object or an array of objects", 1)
    line, counted = 1, 0
    while position < len(text) and not (is_array and text[position] == "]"):
        line += text.count("\n", counted, position)
        counted = position
        try:
            value, position = _DECODER.raw_decode(text, position)
        except (ValueError, RecursionError) as error:
            yield _flaw(error, line)
            return
        yield _draft(value, line)
        position = _skip(text, position)
        if is_array and text[position : position + 1] == ",":
            position = _skip(text, position + 1)
        elif is_array and text[position : position + 1] != "]":
            line += text.count("\n", counted, position)
            yield ReadError("a `,` or the closing `]` is missing; complete the array", line)
            return


def read_lines(lines: Iterable[bytes | None]) -> Iterator[Draft | ReadError]:
    """Return what each line says; None stands for a line above the limit. A bad line does not end the reading."""
    empty = True
    for number, raw in enumerate(lines, 1):
        if raw is None:
            yield ReadError(f"line longer than {MAX_LINE // 1024**2} MB; split it or remove it", number)
            continue
        if not raw.strip():
            continue
        empty = False
        try:
            value = _DECODER.decode(raw.decode("utf-8-sig" if number == 1 else "utf-8").strip(_SPACE))
        except UnicodeDecodeError as error:
            yield ReadError(f"not UTF-8 (byte {error.start + 1} of the line); save the file as UTF-8", number)
        except (ValueError, RecursionError) as error:
            yield _flaw(error, number)
        else:
            yield _draft(value, number)
    if empty:
        yield ReadError("empty; write one JSON object a line, or remove the file", 1)


def _skip(text: str, position: int) -> int:
    while position < len(text) and text[position] in _SPACE:
        position += 1
    return position


def _flaw(error: Exception, line: int) -> ReadError:
    if isinstance(error, RecursionError):
        return ReadError("JSON nested too deep; write flat objects", line)
    if isinstance(error, json.JSONDecodeError):
        place = max(line, error.lineno)  # in one line the decoder counts from 1, in a file from its start
        return ReadError(f"not JSON ({error.msg} at column {error.colno}); correct that line", place)
    return ReadError(f"not JSON ({str(error)[:80]}); correct that line", line)


def _draft(value: object, line: int) -> Draft | ReadError:
    if not isinstance(value, dict):
        return ReadError('not an object; write {"outlet": …, "title": …, "text": …}', line)
    try:
        found = {field: _first(value, keys, line) for field, keys in _KEYS.items()}
        text = _first(value, _TEXT_KEYS, line)
    except ReadError as error:
        return error
    if text is None:
        return ReadError("no text; add a key `text`", line)
    return Draft(text, {field: given for field, given in found.items() if given is not None}, line=line)


def _first(row: dict[str, object], keys: tuple[str, ...], line: int) -> str | None:
    """Return the first of these keys that says something, as text."""
    for key in keys:
        value = _text(row.get(key))
        if value is None:
            raise ReadError(f"`{key}` must be text; put it in quotes", line)
        if value.strip():
            return value
    return None


def _text(value: object) -> str | None:
    """Return the text of a JSON value ("" for null); None when it is none."""
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value) if abs(value) < 10**18 else None
    if isinstance(value, dict):  # news interfaces write {"source": {"id": null, "name": "…"}}
        return _text(value["name"]) if isinstance(value.get("name"), str) else None
    if isinstance(value, list) and all(isinstance(part, str) for part in value):
        return ", ".join(value)
    return None
