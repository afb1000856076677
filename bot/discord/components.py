"""What a Discord message shows, as plain data: built and checked here, sent by `layout`, drawn by `preview`.

Limits: Discord's documentation of components (version 2) and interactions, discord-api-docs of August 2026.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from typing import TypeAlias

#: Components of one message, counted with everything inside containers, sections and rows.
MAX_COMPONENTS = 40
#: Characters of all text displays of one message together.
MAX_CHARACTERS = 4000
#: Characters of a label of a button, an option or a placeholder; of a custom id; of a link button's address.
MAX_BUTTON_LABEL, MAX_OPTION_LABEL, MAX_PLACEHOLDER, MAX_CUSTOM_ID, MAX_URL = 80, 100, 150, 100, 512
#: Buttons in a row, texts in a section, options of a select.
MAX_ROW, MAX_SECTION_TEXTS, MAX_OPTIONS = 5, 3, 25


class LimitError(ValueError):
    """A screen that Discord would refuse: a mistake of ours, never of a reader."""


class Style(Enum):
    """Looks of a button that acts; links have their own."""

    PRIMARY = 1
    SECONDARY = 2
    SUCCESS = 3
    DANGER = 4


@dataclass(frozen=True, slots=True)
class Text:
    """Markdown whose untrusted parts have passed `escape`."""

    markdown: str


@dataclass(frozen=True, slots=True)
class Separator:
    """A thin line."""


@dataclass(frozen=True, slots=True)
class Link:
    """A button that opens an address: only ever one of an article in our own table."""

    label: str
    url: str


@dataclass(frozen=True, slots=True)
class Button:
    """A button whose press comes back to us with its custom id."""

    label: str
    custom_id: str
    style: Style = Style.SECONDARY
    disabled: bool = False
    #: One Unicode emoji beside the label; None for none.
    emoji: str | None = None


@dataclass(frozen=True, slots=True)
class Option:
    """One line of a select."""

    label: str
    value: str
    description: str | None = None
    default: bool = False


@dataclass(frozen=True, slots=True)
class Select:
    """A list to choose one from."""

    custom_id: str
    placeholder: str
    options: tuple[Option, ...]


@dataclass(frozen=True, slots=True)
class Section:
    """Up to three texts with a button at their side."""

    texts: tuple[Text, ...]
    accessory: Link | Button


@dataclass(frozen=True, slots=True)
class Row:
    """Up to five buttons, or one select."""

    items: tuple[Link | Button | Select, ...]


@dataclass(frozen=True, slots=True)
class Container:
    """A box with a coloured edge."""

    #: 0xRRGGBB; the colour never says anything that the words do not.
    accent: int
    children: tuple[Text | Separator | Section | Row, ...]


Component: TypeAlias = Text | Separator | Section | Row | Container | Link | Button | Select


@dataclass(frozen=True, slots=True)
class Screen:
    """A whole message: everything in it fits Discord's limits, or making it raises `LimitError`."""

    children: tuple[Container | Text | Separator | Section | Row, ...]

    def __post_init__(self) -> None:
        """Check every limit."""
        found = tuple(self.walk())
        _require(0 < len(found) <= MAX_COMPONENTS, f"{len(found)} components")
        _require(self.characters <= MAX_CHARACTERS, f"{self.characters} characters")
        ids = [item.custom_id for item in found if isinstance(item, (Button, Select))]
        _require(len(ids) == len(set(ids)), "a custom id twice")
        for item in found:
            _check(item)

    @property
    def characters(self) -> int:
        """Characters of all texts, as Discord counts them (code points)."""
        return sum(len(item.markdown) for item in self.walk() if isinstance(item, Text))

    @property
    def size(self) -> int:
        """Number of components, nested ones included."""
        return sum(1 for _ in self.walk())

    def walk(self) -> Iterator[Component]:
        """Yield every component, outer ones first."""
        for child in self.children:
            yield from _walk(child)


def _walk(item: Component) -> Iterator[Component]:
    yield item
    if isinstance(item, Container):
        for child in item.children:
            yield from _walk(child)
    elif isinstance(item, Section):
        yield from item.texts
        yield item.accessory
    elif isinstance(item, Row):
        yield from item.items


def _require(condition: bool, problem: str) -> None:
    if not condition:
        raise LimitError(f"Discord would refuse this message: {problem}")


def _check(item: Component) -> None:
    match item:
        case Text():
            _require(bool(item.markdown.strip()), "an empty text")
        case Section():
            _require(0 < len(item.texts) <= MAX_SECTION_TEXTS, f"{len(item.texts)} texts in a section")
        case Row():
            width = sum(MAX_ROW if isinstance(part, Select) else 1 for part in item.items)
            _require(0 < width <= MAX_ROW, f"{len(item.items)} items in a row")
        case Link():
            _require(0 < len(item.label) <= MAX_BUTTON_LABEL, f"a label of {len(item.label)} characters")
            _require(item.url.startswith(("https://", "http://")) and len(item.url) <= MAX_URL, "a link that is none")
        case Button():
            _require(0 < len(item.label) <= MAX_BUTTON_LABEL, f"a label of {len(item.label)} characters")
            _require(0 < len(item.custom_id) <= MAX_CUSTOM_ID, "a custom id that is too long")
        case Select():
            _check_select(item)
        case _:
            pass


def _check_select(item: Select) -> None:
    _require(0 < len(item.custom_id) <= MAX_CUSTOM_ID, "a custom id that is too long")
    _require(len(item.placeholder) <= MAX_PLACEHOLDER, "a placeholder that is too long")
    _require(0 < len(item.options) <= MAX_OPTIONS, f"{len(item.options)} options")
    values = [option.value for option in item.options]
    _require(len(values) == len(set(values)), "an option twice")
    for option in item.options:
        sizes = (len(option.label), len(option.value), len(option.description or "-"))
        _require(all(0 < size <= MAX_OPTION_LABEL for size in sizes), "an option that is too long or empty")
