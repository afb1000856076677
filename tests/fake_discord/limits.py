"""Discord's hard limits on messages and modals (discord.md section 1)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests.fake_discord.components import LINK_STYLE, PREMIUM_STYLE, SELECTS, Kind, walk
from tests.fake_discord.model import Flag
from tests.fake_discord.problems import Problems

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

CONTENT = 2000  # characters
EMBEDS = 10
EMBED_CHARACTERS = 6000  # over all embeds of a message
EMBED_FIELDS = 25
ROWS = 5
BUTTONS_IN_ROW = 5
BUTTON_LABEL = 80
CUSTOM_ID = 100
OPTIONS = 25
OPTION_TEXT = 100  # label, value and description of a select option
PLACEHOLDER = 150
LINK_URL = 512
V2_COMPONENTS = 40  # nested ones counted
V2_CHARACTERS = 4000  # over all text displays
SECTION_TEXTS = 3
GALLERY_ITEMS = 10
MODAL_TITLE = 45
MODAL_PARTS = 5
INPUT_LABEL = 45
INPUT_TEXT = 4000
INPUT_PLACEHOLDER = 100
THREAD_NAME = 100
NONCE = 25
FILES = 10
FILE_BYTES = 10 * 1024 * 1024
MENTION_IDS = 100
CHOICES = 25
CHOICE_TEXT = 100
ARCHIVE_MINUTES = frozenset({60, 1440, 4320, 10080})
SCHEMES = ("http", "https", "discord")

_V1_TOP = frozenset({Kind.ROW})
_IN_CONTAINER = frozenset({Kind.ROW, Kind.SECTION, Kind.TEXT, Kind.GALLERY, Kind.FILE, Kind.SEPARATOR})
_V2_TOP = _IN_CONTAINER | {Kind.CONTAINER}
_IN_ROW = SELECTS | {Kind.BUTTON}
_IN_LABEL = SELECTS | {Kind.TEXT_INPUT, Kind.FILE_UPLOAD, Kind.RADIO_GROUP, Kind.CHECKBOX_GROUP, Kind.CHECKBOX}
_IN_MODAL = frozenset({Kind.ROW, Kind.LABEL, Kind.TEXT})
_LEGACY = ("content", "embeds", "sticker_ids", "poll")


def check_message(body: dict[str, Any], flags: int, files: int, prefix: str = "") -> None:
    """Check what a message would be once sent or edited: its body with all fields, and its flags.

    Raises:
        ApiError: 50035, with every problem at its place.
    """
    problems = Problems(prefix)
    problems.text("content", body.get("content"), 0, CONTENT)
    problems.text("nonce", body.get("nonce"), 0, NONCE)
    problems.size("attachments", files, 0, FILES, "in length")
    _check_embeds(problems, body.get("embeds") or [])
    check_mentions(problems, body.get("allowed_mentions"))
    v2 = bool(flags & Flag.IS_COMPONENTS_V2)
    if v2:
        for key in _LEGACY:
            if body.get(key):
                problems.add(
                    key,
                    "MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2",
                    f"The '{key}' field cannot be used when using MessageFlags.IS_COMPONENTS_V2",
                )
    _check_components(problems, body.get("components") or [], v2=v2)
    problems.raise_any()


def check_mentions(problems: Problems, allowed: dict[str, Any] | None) -> None:
    """Check an `allowed_mentions` object."""
    if not allowed:
        return
    parse = allowed.get("parse") or []
    for number, kind in enumerate(parse):
        if kind not in ("users", "roles", "everyone"):
            problems.add(
                f"allowed_mentions.parse.{number}", "BASE_TYPE_CHOICES", "Value must be users, roles, everyone."
            )
    for kind in ("users", "roles"):
        ids = allowed.get(kind) or []
        problems.size(f"allowed_mentions.{kind}", len(ids), 0, MENTION_IDS, "in length")
        if ids and kind in parse:
            problems.add(
                "allowed_mentions",
                "MESSAGE_ALLOWED_MENTIONS_PARSE_EXCLUSIVE",
                f'parse:["{kind}"] and {kind}: [ids...] are mutually exclusive.',
            )


def _check_embeds(problems: Problems, embeds: Sequence[dict[str, Any]]) -> None:
    problems.size("embeds", len(embeds), 0, EMBEDS, "in length")
    total = 0
    for number, embed in enumerate(embeds):
        total += _check_embed(problems, f"embeds.{number}", embed)
    if total > EMBED_CHARACTERS:
        message = f"Embed size exceeds maximum size of {EMBED_CHARACTERS}"
        problems.add("embeds", "MAX_EMBED_SIZE_EXCEEDED", message)


def _check_embed(problems: Problems, path: str, embed: dict[str, Any]) -> int:
    """Check one embed and return how many characters it counts for."""
    footer, author = embed.get("footer") or {}, embed.get("author") or {}
    rows = embed.get("fields") or []
    texts: list[tuple[str, object, int, bool]] = [
        ("title", embed.get("title"), 256, False),
        ("description", embed.get("description"), 4096, False),
        ("footer.text", footer.get("text"), 2048, bool(footer)),
        ("author.name", author.get("name"), 256, bool(author)),
    ]
    for number, row in enumerate(rows):
        texts += [(f"fields.{number}.name", row.get("name"), 256, True)]
        texts += [(f"fields.{number}.value", row.get("value"), 1024, True)]
    problems.size(f"{path}.fields", len(rows), 0, EMBED_FIELDS, "in length")
    for key, value, high, required in texts:
        problems.text(f"{path}.{key}", value, int(required), high, required=required)
    _check_url(problems, f"{path}.url", embed.get("url"), 2048, SCHEMES[:2])
    if not rows and not any(
        embed.get(key) for key in ("title", "description", "image", "thumbnail", "footer", "author")
    ):
        problems.add(f"{path}.description", "BASE_TYPE_REQUIRED", "This field is required")
    return sum(len(value) for _, value, _, _ in texts if isinstance(value, str))


def _check_url(problems: Problems, path: str, url: object, high: int, schemes: Sequence[str]) -> None:
    if not problems.text(path, url, 1, high):
        return
    scheme, colon, rest = str(url).partition(":")
    if not colon or scheme.lower() not in schemes:
        message = f'Scheme "{scheme}" is not supported. Scheme must be one of {tuple(schemes)}.'
        problems.add(path, "URL_TYPE_INVALID_SCHEME", message)
    elif not rest.removeprefix("//") or any(character.isspace() for character in rest):
        problems.add(path, "URL_TYPE_INVALID_URL", "Not a well formed URL.")


def _check_components(problems: Problems, components: list[dict[str, Any]], *, v2: bool) -> None:
    if v2:
        _check_v2_totals(problems, components)
    else:
        problems.size("components", len(components), 0, ROWS, "in length")
    _check_children(problems, "components", components, _V2_TOP if v2 else _V1_TOP)
    _check_unique(problems, components)


def _check_v2_totals(problems: Problems, components: list[dict[str, Any]]) -> None:
    everything = [part for _, part in walk(components)]
    problems.size("components", len(components), 0, V2_COMPONENTS, "in length")
    if len(everything) > V2_COMPONENTS >= len(components):
        message = f"The total number of components exceeds the maximum of {V2_COMPONENTS}"
        problems.add("components", "COMPONENT_MAX_TOTAL_COMPONENTS_EXCEEDED", message)
    if sum(len(part.get("content") or "") for part in everything if part.get("type") == Kind.TEXT) > V2_CHARACTERS:
        message = f"The total displayable text size exceeds the maximum of {V2_CHARACTERS}"
        problems.add("components", "COMPONENT_DISPLAYABLE_TEXT_SIZE_EXCEEDED", message)


def _check_unique(problems: Problems, components: list[dict[str, Any]]) -> None:
    seen: set[str] = set()
    numbers: set[int] = set()
    for path, part in walk(components):
        custom_id, number = part.get("custom_id"), part.get("id")
        if custom_id is not None:
            if custom_id in seen:
                message = "Component custom id cannot be duplicated"
                problems.add(f"{path}.custom_id", "COMPONENT_CUSTOM_ID_DUPLICATED", message)
            seen.add(custom_id)
        if number:
            if number in numbers:
                problems.add(f"{path}.id", "COMPONENT_ID_DUPLICATED", "Component id cannot be duplicated")
            numbers.add(number)


def _check_children(problems: Problems, path: str, children: Sequence[dict[str, Any]], allowed: frozenset[int]) -> None:
    for number, part in enumerate(children):
        _check_one(problems, f"{path}.{number}", part, allowed)


def _check_one(problems: Problems, path: str, part: dict[str, Any] | None, allowed: frozenset[int]) -> None:
    if not part:
        problems.add(path, "BASE_TYPE_REQUIRED", "This field is required")
        return
    kind = part.get("type")
    if kind not in allowed:
        kinds = tuple(sorted(int(one) for one in allowed))
        problems.add(path, "UNION_TYPE_CHOICES", f'Value of field "type" must be one of {kinds}.')
        return
    check = _CHECKS.get(Kind(kind))
    if check is not None:
        check(problems, path, part)


def _check_row(problems: Problems, path: str, part: dict[str, Any]) -> None:
    children = part.get("components") or []
    problems.size(f"{path}.components", len(children), 1, BUTTONS_IN_ROW, "in length")
    if len(children) > 1 and any(child.get("type") in SELECTS for child in children):
        message = f"The specified component exceeds the maximum width of {BUTTONS_IN_ROW}"
        problems.add(f"{path}.components", "COMPONENT_LAYOUT_WIDTH_EXCEEDED", message)
    _check_children(problems, f"{path}.components", children, _IN_ROW)


def _check_button(problems: Problems, path: str, part: dict[str, Any]) -> None:
    problems.text(f"{path}.label", part.get("label"), 0, BUTTON_LABEL)
    if not problems.one_of(f"{path}.style", part.get("style"), {1, 2, 3, 4, 5, 6}):
        return
    if part["style"] == PREMIUM_STYLE:
        return
    if not part.get("label") and not part.get("emoji"):
        problems.add(path, "BUTTON_COMPONENT_INVALID_LABEL", "A label or emoji is required")
    link = part["style"] == LINK_STYLE
    wanted, unwanted = ("url", "custom_id") if link else ("custom_id", "url")
    if part.get(wanted) is None:
        problems.add(f"{path}.{wanted}", "BASE_TYPE_REQUIRED", "This field is required")
    if part.get(unwanted) is not None:
        message = "A custom id and url cannot both be specified"
        problems.add(path, "BUTTON_COMPONENT_CUSTOM_ID_URL_MUTUALLY_EXCLUSIVE", message)
    if link:
        _check_url(problems, f"{path}.url", part.get("url"), LINK_URL, SCHEMES)
    else:
        problems.text(f"{path}.custom_id", part.get("custom_id"), 1, CUSTOM_ID)


def _check_select(problems: Problems, path: str, part: dict[str, Any]) -> None:
    problems.text(f"{path}.custom_id", part.get("custom_id"), 1, CUSTOM_ID, required=True)
    problems.text(f"{path}.placeholder", part.get("placeholder"), 0, PLACEHOLDER)
    low, high = part.get("min_values"), part.get("max_values")
    problems.number(f"{path}.min_values", low, 0, OPTIONS)
    problems.number(f"{path}.max_values", high, 1, OPTIONS)
    if (1 if low is None else low) > (1 if high is None else high):
        message = "min_values cannot be greater than max_values"
        problems.add(f"{path}.min_values", "SELECT_COMPONENT_MIN_VALUES_INVALID", message)


def _check_string_select(problems: Problems, path: str, part: dict[str, Any]) -> None:
    _check_select(problems, path, part)
    options = part.get("options") or []
    problems.size(f"{path}.options", len(options), 1, OPTIONS, "in length")
    seen: set[str] = set()
    for number, option in enumerate(options):
        place = f"{path}.options.{number}"
        problems.text(f"{place}.label", option.get("label"), 1, OPTION_TEXT, required=True)
        problems.text(f"{place}.value", option.get("value"), 1, OPTION_TEXT, required=True)
        problems.text(f"{place}.description", option.get("description"), 0, OPTION_TEXT)
        if option.get("value") in seen:
            message = "The specified option value is already used"
            problems.add(f"{place}.value", "SELECT_COMPONENT_OPTION_VALUE_DUPLICATED", message)
        seen.add(option.get("value"))
    chosen = sum(bool(option.get("default")) for option in options)
    if chosen > (part.get("max_values") or 1):
        message = "The number of default options exceeds max_values"
        problems.add(f"{path}.options", "SELECT_COMPONENT_TOO_MANY_DEFAULT_VALUES", message)


def _check_section(problems: Problems, path: str, part: dict[str, Any]) -> None:
    children = part.get("components") or []
    problems.size(f"{path}.components", len(children), 1, SECTION_TEXTS, "in length")
    _check_children(problems, f"{path}.components", children, frozenset({Kind.TEXT}))
    _check_one(problems, f"{path}.accessory", part.get("accessory"), frozenset({Kind.BUTTON, Kind.THUMBNAIL}))


def _check_text(problems: Problems, path: str, part: dict[str, Any]) -> None:
    problems.text(f"{path}.content", part.get("content"), 1, V2_CHARACTERS, required=True)


def _check_gallery(problems: Problems, path: str, part: dict[str, Any]) -> None:
    problems.size(f"{path}.items", len(part.get("items") or []), 1, GALLERY_ITEMS, "in length")


def _check_separator(problems: Problems, path: str, part: dict[str, Any]) -> None:
    problems.number(f"{path}.spacing", part.get("spacing"), 1, 2)


def _check_container(problems: Problems, path: str, part: dict[str, Any]) -> None:
    children = part.get("components") or []
    problems.size(f"{path}.components", len(children), 1, V2_COMPONENTS, "in length")
    problems.number(f"{path}.accent_color", part.get("accent_color"), 0, 0xFFFFFF)
    _check_children(problems, f"{path}.components", children, _IN_CONTAINER)


def _check_input(problems: Problems, path: str, part: dict[str, Any]) -> None:
    problems.text(f"{path}.custom_id", part.get("custom_id"), 1, CUSTOM_ID, required=True)
    problems.text(f"{path}.placeholder", part.get("placeholder"), 0, INPUT_PLACEHOLDER)
    problems.text(f"{path}.value", part.get("value"), 0, INPUT_TEXT)
    problems.number(f"{path}.min_length", part.get("min_length"), 0, INPUT_TEXT)
    problems.number(f"{path}.max_length", part.get("max_length"), 1, INPUT_TEXT)
    problems.one_of(f"{path}.style", part.get("style"), {1, 2})


def _check_label(problems: Problems, path: str, part: dict[str, Any]) -> None:
    problems.text(f"{path}.label", part.get("label"), 1, INPUT_LABEL, required=True)
    problems.text(f"{path}.description", part.get("description"), 0, 100)
    _check_one(problems, f"{path}.component", part.get("component"), _IN_LABEL)


_CHECKS: dict[Kind, Callable[[Problems, str, dict[str, Any]], None]] = {
    Kind.ROW: _check_row,
    Kind.BUTTON: _check_button,
    Kind.STRING_SELECT: _check_string_select,
    Kind.USER_SELECT: _check_select,
    Kind.ROLE_SELECT: _check_select,
    Kind.MENTIONABLE_SELECT: _check_select,
    Kind.CHANNEL_SELECT: _check_select,
    Kind.SECTION: _check_section,
    Kind.TEXT: _check_text,
    Kind.GALLERY: _check_gallery,
    Kind.SEPARATOR: _check_separator,
    Kind.CONTAINER: _check_container,
    Kind.TEXT_INPUT: _check_input,
    Kind.LABEL: _check_label,
}


def check_modal(modal: dict[str, Any]) -> None:
    """Check a modal, which arrives under `data`.

    Raises:
        ApiError: 50035, with every problem at its place.
    """
    problems = Problems("data")
    problems.text("title", modal.get("title"), 1, MODAL_TITLE, required=True)
    problems.text("custom_id", modal.get("custom_id"), 1, CUSTOM_ID, required=True)
    rows = modal.get("components") or []
    problems.size("components", len(rows), 1, MODAL_PARTS, "in length")
    for number, row in enumerate(rows):
        path = f"components.{number}"
        if row.get("type") == Kind.ROW:
            _check_old_row(problems, path, row)
        else:
            _check_one(problems, path, row, _IN_MODAL)
    _check_unique(problems, rows)
    problems.raise_any()


def _check_old_row(problems: Problems, path: str, row: dict[str, Any]) -> None:
    """A text input in a row of its own, with its label inside: the older way."""
    inner = row.get("components") or []
    problems.size(f"{path}.components", len(inner), 1, 1, "in length")
    for place, part in enumerate(inner):
        _check_one(problems, f"{path}.components.{place}", part, frozenset({Kind.TEXT_INPUT}))
        problems.text(f"{path}.components.{place}.label", part.get("label"), 1, INPUT_LABEL, required=True)


def check_choices(choices: list[dict[str, Any]], option_type: int) -> None:
    """Check the suggestions for an option, which arrive under `data`.

    Raises:
        ApiError: 50035, with every problem at its place.
    """
    problems = Problems("data")
    problems.size("choices", len(choices), 0, CHOICES, "in length")
    for number, choice in enumerate(choices):
        check_choice(problems, f"choices.{number}", choice, option_type)
    problems.raise_any()


def check_choice(problems: Problems, path: str, choice: dict[str, Any], option_type: int) -> None:
    """Check one choice of an option: its name, and its value by the option's type."""
    problems.text(f"{path}.name", choice.get("name"), 1, CHOICE_TEXT, required=True)
    value = choice.get("value")
    if option_type == 3:  # a text
        problems.text(f"{path}.value", value, 1, CHOICE_TEXT, required=True)
    elif isinstance(value, bool) or not isinstance(value, int | float):
        problems.add(f"{path}.value", "NUMBER_TYPE_COERCE", f'Value "{value}" is not a number.')


def check_thread(body: dict[str, Any], *, forum: bool = False) -> None:
    """Check the body that starts or changes a thread.

    Raises:
        ApiError: 50035, with every problem at its place.
    """
    problems = Problems()
    problems.text("name", body.get("name"), 1, THREAD_NAME, required=True)
    minutes = body.get("auto_archive_duration")
    if minutes is not None:
        problems.one_of("auto_archive_duration", minutes, ARCHIVE_MINUTES)
    if forum and not body.get("message"):
        problems.add("message", "BASE_TYPE_REQUIRED", "This field is required")
    problems.raise_any()
