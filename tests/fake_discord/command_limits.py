"""Discord's hard limits on application commands (discord.md section 1)."""

from __future__ import annotations

import re
from typing import Any

from tests.fake_discord.errors import ApiError
from tests.fake_discord.limits import check_choice
from tests.fake_discord.problems import Problems

PER_TYPE = {1: 100, 2: 15, 3: 15}  # slash, user and message commands
NAME = 32
DESCRIPTION = 100
OPTIONS = 25
CHOICES = 25
CHARACTERS = 8000  # over names, descriptions and values of a command
CREATES_PER_DAY = 200  # per guild, and for the global commands
SUBCOMMAND, GROUP = 1, 2
_TYPES = frozenset(range(1, 12))
_NAME_RE = re.compile(r"[-_'\w]{1,32}")
_WITH_CHOICES = frozenset({3, 4, 10})  # text, integer, number
_TEXT = 3


def check_commands(commands: list[dict[str, Any]]) -> None:
    """Check a whole list of commands, as PUT sends it.

    Raises:
        ApiError: 30032 for too many of a kind, else 50035 with every problem at its place.
    """
    for kind, most in PER_TYPE.items():
        if sum(command.get("type", 1) == kind for command in commands) > most:
            raise ApiError(30032)
    problems = Problems()
    seen: set[tuple[int, str]] = set()
    for number, command in enumerate(commands):
        path = str(number)
        _check_command(problems, path, command)
        key = (command.get("type", 1), command.get("name", ""))
        if key in seen:
            message = "Application command names must be unique"
            problems.add(f"{path}.name", "APPLICATION_COMMANDS_DUPLICATE_NAME", message)
        seen.add(key)
    problems.raise_any()


def _check_command(problems: Problems, path: str, command: dict[str, Any]) -> None:
    kind = command.get("type", 1)
    if not problems.one_of(f"{path}.type", kind, set(PER_TYPE)):
        return
    if kind == 1:
        _check_name(problems, f"{path}.name", command.get("name"))
        problems.text(f"{path}.description", command.get("description"), 1, DESCRIPTION, required=True)
        _check_options(problems, f"{path}.options", command.get("options") or [], depth=0)
    else:
        problems.text(f"{path}.name", command.get("name"), 1, NAME, required=True)
        for key in ("description", "options"):
            if command.get(key):
                message = "Context menu commands cannot have description or options"
                problems.add(f"{path}.{key}", "APPLICATION_COMMAND_CONTEXT_MENU_INVALID", message)
    _check_localized(problems, path, command)
    if characters(command) > CHARACTERS:
        message = f"Command exceeds maximum size of {CHARACTERS}"
        problems.add(path, "APPLICATION_COMMAND_TOO_LARGE", message)
    for key, allowed in (("contexts", {0, 1, 2}), ("integration_types", {0, 1})):
        for place, value in enumerate(command.get(key) or ()):
            problems.one_of(f"{path}.{key}.{place}", value, allowed)


def _check_name(problems: Problems, path: str, name: object) -> None:
    if not problems.text(path, name, 1, NAME, required=True):
        return
    if not _NAME_RE.fullmatch(str(name)) or str(name) != str(name).lower():
        problems.add(path, "APPLICATION_COMMAND_INVALID_NAME", "Command name is invalid")


def _check_localized(problems: Problems, path: str, thing: dict[str, Any]) -> None:
    for key, most in (("name", NAME), ("description", DESCRIPTION)):
        for locale, text in (thing.get(f"{key}_localizations") or {}).items():
            problems.text(f"{path}.{key}_localizations.{locale}", text, 1, most)


def _check_options(problems: Problems, path: str, options: list[dict[str, Any]], depth: int) -> None:
    problems.size(path, len(options), 0, OPTIONS, "in length")
    seen: set[str] = set()
    optional = False
    nested = [option.get("type") in (SUBCOMMAND, GROUP) for option in options]
    for number, option in enumerate(options):
        place = f"{path}.{number}"
        name = option.get("name", "")
        _check_option(problems, place, option, depth)
        if nested[number] != nested[0]:
            message = "Sub-command and sub-command group option types are mutually exclusive to all other types"
            problems.add(place, "APPLICATION_COMMAND_OPTIONS_TYPE_INVALID", message)
        if name in seen:
            problems.add(
                f"{place}.name", "APPLICATION_COMMAND_OPTIONS_NAME_ALREADY_EXISTS", "Option name already exists"
            )
        seen.add(name)
        if option.get("required") and optional:
            message = "Required options must be placed before non-required options"
            problems.add(place, "APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID", message)
        optional = optional or not option.get("required")


def _check_option(problems: Problems, path: str, option: dict[str, Any], depth: int) -> None:
    _check_name(problems, f"{path}.name", option.get("name"))
    problems.text(f"{path}.description", option.get("description"), 1, DESCRIPTION, required=True)
    _check_localized(problems, path, option)
    kind = option.get("type")
    if not problems.one_of(f"{path}.type", kind, _TYPES):
        return
    if kind in (SUBCOMMAND, GROUP):
        if depth + (kind == GROUP) > 1:
            problems.add(f"{path}.type", "APPLICATION_COMMAND_OPTIONS_TYPE_INVALID", "Nested too deeply")
            return
        _check_options(problems, f"{path}.options", option.get("options") or [], depth + 1)
        return
    _check_choices(problems, path, option)
    if kind == _TEXT:
        problems.number(f"{path}.min_length", option.get("min_length"), 0, 6000)
        problems.number(f"{path}.max_length", option.get("max_length"), 1, 6000)


def _check_choices(problems: Problems, path: str, option: dict[str, Any]) -> None:
    choices = option.get("choices") or []
    problems.size(f"{path}.choices", len(choices), 0, CHOICES, "in length")
    if choices and option.get("autocomplete"):
        message = "Choices and autocomplete exclude each other"
        problems.add(path, "APPLICATION_COMMAND_AUTOCOMPLETE_NOT_ALLOWED", message)
    if (choices or option.get("autocomplete")) and option["type"] not in _WITH_CHOICES:
        problems.add(path, "APPLICATION_COMMAND_OPTIONS_TYPE_INVALID", "This option type has no choices")
        return
    names: set[str] = set()
    for number, choice in enumerate(choices):
        place = f"{path}.choices.{number}"
        check_choice(problems, place, choice, option["type"])
        if choice.get("name") in names:
            message = "Choice name already exists"
            problems.add(f"{place}.name", "APPLICATION_COMMAND_OPTIONS_CHOICE_NAME_ALREADY_EXISTS", message)
        names.add(choice.get("name", ""))


def characters(thing: dict[str, Any]) -> int:
    """The size of a command or option: the longest of each name and description, and all below it."""
    total = sum(_longest(thing, key) for key in ("name", "description"))
    total += sum(characters(option) for option in thing.get("options") or ())
    for choice in thing.get("choices") or ():
        value = choice.get("value")
        total += _longest(choice, "name") + (len(value) if isinstance(value, str) else 0)
    return total


def _longest(thing: dict[str, Any], key: str) -> int:
    texts = [thing.get(key) or "", *(thing.get(f"{key}_localizations") or {}).values()]
    return max(len(str(text)) for text in texts)
