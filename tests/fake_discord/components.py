"""Walking through the components of a message or modal."""

from __future__ import annotations

from enum import IntEnum
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator


class Kind(IntEnum):
    ROW = 1
    BUTTON = 2
    STRING_SELECT = 3
    TEXT_INPUT = 4
    USER_SELECT = 5
    ROLE_SELECT = 6
    MENTIONABLE_SELECT = 7
    CHANNEL_SELECT = 8
    SECTION = 9
    TEXT = 10
    THUMBNAIL = 11
    GALLERY = 12
    FILE = 13
    SEPARATOR = 14
    CONTAINER = 17
    LABEL = 18
    FILE_UPLOAD = 19
    RADIO_GROUP = 21
    CHECKBOX_GROUP = 22
    CHECKBOX = 23


SELECTS = frozenset(
    {Kind.STRING_SELECT, Kind.USER_SELECT, Kind.ROLE_SELECT, Kind.MENTIONABLE_SELECT, Kind.CHANNEL_SELECT}
)
LINK_STYLE = 5
PREMIUM_STYLE = 6


def walk(components: list[dict[str, Any]], path: str = "components") -> Iterator[tuple[str, dict[str, Any]]]:
    """Every component with its place, parents first."""
    for number, part in enumerate(components):
        yield from _walk_one(part, f"{path}.{number}")


def _walk_one(part: dict[str, Any], path: str) -> Iterator[tuple[str, dict[str, Any]]]:
    yield path, part
    yield from walk(part.get("components") or [], f"{path}.components")
    for key in ("accessory", "component"):
        if part.get(key):
            yield from _walk_one(part[key], f"{path}.{key}")


def labels(components: list[dict[str, Any]]) -> list[str]:
    """The words on buttons and selects."""
    found = []
    for _, part in walk(components):
        found += [part[key] for key in ("label", "placeholder") if isinstance(part.get(key), str)]
        found += [option["label"] for option in part.get("options") or ()]
    return found


def with_ids(components: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The components with the `id` that Discord adds to each, 1, 2, 3 …, where the bot gave none."""
    taken = {part["id"] for _, part in walk(components) if part.get("id")}
    free = (number for number in range(1, 10_000) if number not in taken)
    return [_with_id(part, free) for part in components]


def _with_id(part: dict[str, Any], free: Iterator[int]) -> dict[str, Any]:
    filled = {**part, "id": part.get("id") or next(free)}
    if part.get("components"):
        filled["components"] = [_with_id(child, free) for child in part["components"]]
    for key in ("accessory", "component"):
        if part.get(key):
            filled[key] = _with_id(part[key], free)
    return filled
