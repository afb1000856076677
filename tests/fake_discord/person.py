"""What a person's Discord client checks before it sends a command: the options."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from tests.fake_discord import payloads, permissions
from tests.fake_discord.command_limits import GROUP, SUBCOMMAND
from tests.fake_discord.errors import NotOfferedError
from tests.fake_discord.model import Channel, Role, User
from tests.fake_discord.permissions import Permission

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tests.fake_discord.model import Command
    from tests.fake_discord.world import World

Value = str | int | float | bool | User | Channel | Role
_STRING, _INTEGER, _BOOLEAN, _USER, _CHANNEL, _ROLE, _MENTIONABLE, _NUMBER = range(3, 11)
_THINGS: dict[int, tuple[type, ...]] = {
    _USER: (User,),
    _CHANNEL: (Channel,),
    _ROLE: (Role,),
    _MENTIONABLE: (User, Role),
}


def offered(world: World, user: User, channel: Channel, name: str, kind: int) -> Command:
    """Find a command that this person sees here.

    Raises:
        NotOfferedError: there is none of that name, or it is hidden from this person or place.
    """
    guild = channel.guild
    scopes = (None, guild.id if guild is not None else None)
    known = [one for one in world.commands if one.type == kind and one.name == name and one.guild_id in scopes]
    if not known:
        have = sorted(one.name for one in world.commands if one.type == kind)
        raise NotOfferedError(f"the bot has no command {name!r} here; it registered {have}")
    command = known[-1]
    if payloads.context(channel) not in command.contexts:
        raise NotOfferedError(f"{name!r} is not offered in {channel}: its contexts are {command.contexts}")
    _check_install(world, user, channel, command)
    if guild is not None:
        _check_member(user, channel, command)
    return command


def by_user_only(world: World, user: User, channel: Channel) -> bool:
    """Whether only the person added the bot, not the place."""
    if channel.guild is not None:
        return world.bot.id not in channel.guild.members
    return world.bot not in channel.people


def _check_install(world: World, user: User, channel: Channel, command: Command) -> None:
    if not by_user_only(world, user, channel):
        return
    if not user.installed or 1 not in command.installs or command.guild_id is not None:
        raise NotOfferedError(f"the bot is not in {channel} and {user} has not installed it with {command.name!r}")


def _check_member(user: User, channel: Channel, command: Command) -> None:
    granted = permissions.in_channel(channel, user)
    if not granted & Permission.USE_APPLICATION_COMMANDS:
        raise NotOfferedError(f"{user} may not use commands in {channel}")
    needed = command.needed
    if needed is None or granted == permissions.ALL:
        return
    if needed == 0 or granted & needed != needed:
        raise NotOfferedError(f"{command.name!r} is hidden from {user}: it needs the permissions {needed}")


@dataclass(slots=True)
class Filled:
    """The options of a command as an interaction carries them."""

    options: list[dict[str, Any]]
    resolved: dict[str, dict[str, Any]] = field(default_factory=dict)


def fill(command: Command, path: list[str], values: Mapping[str, Value], *, focused: str | None = None) -> Filled:
    """Put values in the options of a command or of the sub-command at `path`.

    Raises:
        NotOfferedError: an unknown or missing option, or a value that the client would not accept.
    """
    declared: list[dict[str, Any]] = command.body.get("options") or []
    levels: list[dict[str, Any]] = []
    for name in path:
        level = next((one for one in declared if one["name"] == name and one["type"] in (SUBCOMMAND, GROUP)), None)
        if level is None:
            raise NotOfferedError(f"{command.name!r} has no sub-command {' '.join(path)!r}")
        levels.append(level)
        declared = level.get("options") or []
    if any(one["type"] in (SUBCOMMAND, GROUP) for one in declared):
        raise NotOfferedError(f"{command.name!r} needs a sub-command: {[one['name'] for one in declared]}")
    filled = _fill_leaf(command.name, declared, values, focused)
    for level in reversed(levels):
        filled.options = [{"name": level["name"], "type": level["type"], "options": filled.options}]
    return filled


def _fill_leaf(name: str, declared: list[dict[str, Any]], values: Mapping[str, Value], focused: str | None) -> Filled:
    unknown = set(values) - {option["name"] for option in declared}
    if unknown:
        raise NotOfferedError(f"{name!r} has no option {sorted(unknown)}")
    filled = Filled([])
    for option in declared:
        key = option["name"]
        if key not in values:
            if option.get("required") and focused is None:
                raise NotOfferedError(f"{name!r} needs the option {key!r}")
            continue
        value = values[key]
        if key == focused:
            filled.options.append({"type": option["type"], "name": key, "value": value, "focused": True})
            continue
        if focused is None:
            _check_value(option, value)
        filled.options.append({"type": option["type"], "name": key, "value": _plain(filled, value)})
    return filled


def _check_value(option: dict[str, Any], value: Value) -> None:
    kind, name = option["type"], option["name"]
    if kind in _THINGS:
        _expect(isinstance(value, _THINGS[kind]), name, value)
        wanted = option.get("channel_types")
        _expect(not wanted or not isinstance(value, Channel) or value.type in wanted, name, value)
    elif kind == _STRING:
        _expect(isinstance(value, str), name, value)
        low, high = option.get("min_length", 0), option.get("max_length", 6000)
        _expect(low <= len(str(value)) <= high, name, value)
        _expect(bool(value) or not option.get("required"), name, value)
    elif kind == _BOOLEAN:
        _expect(isinstance(value, bool), name, value)
    elif isinstance(value, int | float) and not isinstance(value, bool):
        _expect(kind == _NUMBER or isinstance(value, int), name, value)
        low, high = option.get("min_value", value), option.get("max_value", value)
        _expect(low <= value <= high, name, value)
    else:
        _expect(False, name, value)
    if option.get("choices"):
        _expect(value in [choice["value"] for choice in option["choices"]], name, value)


def _expect(right: bool, name: str, value: Value) -> None:
    if not right:
        raise NotOfferedError(f"the client does not accept {value!r} for the option {name!r}")


def _plain(filled: Filled, value: Value) -> str | int | float | bool:
    if isinstance(value, str | int | float | bool):
        return value
    filled.resolved = resolve(filled.resolved, value)
    return str(value.id)


def resolve(resolved: dict[str, dict[str, Any]], thing: User | Channel | Role) -> dict[str, dict[str, Any]]:
    """Add a person, channel or role to the `resolved` part of an interaction."""
    if isinstance(thing, User):
        key, payload = "users", payloads.user(thing)
    elif isinstance(thing, Role):
        key, payload = "roles", payloads.role(thing, 1)
    else:
        key, payload = "channels", payloads.channel(thing) | {"permissions": str(permissions.ALL)}
    return resolved | {key: {**resolved.get(key, {}), str(thing.id): payload}}
