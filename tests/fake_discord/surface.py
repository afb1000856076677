"""What people do in Discord: the part of the fake that a test talks to."""

from __future__ import annotations

import asyncio
import secrets
from typing import TYPE_CHECKING, Any

from tests.fake_discord import components as parts
from tests.fake_discord import limits, messages, payloads, permissions, person
from tests.fake_discord.errors import ApiError, NothingSeenError, NotOfferedError
from tests.fake_discord.interaction import Interaction, InteractionKind
from tests.fake_discord.messages import Sent
from tests.fake_discord.model import Channel, ChannelType, Flag, Guild, Member, Message, Overwrite, Role, User
from tests.fake_discord.permissions import EVERYONE, INVITED, Permission
from tests.fake_discord.world import World

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from tests.fake_discord.person import Value


class Surface:
    """Builds guilds and people, and lets the people act."""

    def __init__(self, world: World) -> None:
        self.world = world

    # Building

    @property
    def bot(self) -> User:
        return self.world.bot

    def user(
        self, name: str, *guilds: Guild, roles: Sequence[Role] = (), locale: str = "en-US", bot: bool = False
    ) -> User:
        """Make a person who is in these guilds."""
        user = self.world.add_user(name, locale=locale, bot=bot)
        for guild in guilds:
            guild.members[user.id] = Member(user, self.world.clock.now(), {role.id for role in roles})
        return user

    def guild(
        self,
        name: str = "newsroom",
        owner: User | None = None,
        *,
        everyone: int = EVERYONE,
        invited: int | None = INVITED,
    ) -> Guild:
        """Make a guild; `everyone` may what, and what the bot was invited with (None: the bot is not in it)."""
        return self.world.add_guild(name, owner or self.world.add_user("owner"), everyone, invited)

    def role(self, guild: Guild, name: str, granted: int = 0, *, mentionable: bool = False) -> Role:
        """Make a role with these permissions."""
        return self.world.add_role(guild, name, granted, mentionable=mentionable)

    def channel(self, guild: Guild, name: str = "general", kind: ChannelType = ChannelType.TEXT) -> Channel:
        """Make a channel."""
        return self.world.add_channel(guild, name, kind)

    def forum(self, guild: Guild, name: str = "questions") -> Channel:
        """Make a forum, whose posts are threads."""
        return self.world.add_channel(guild, name, ChannelType.FORUM)

    def dm(self, user: User) -> Channel:
        """The direct messages between the bot and somebody."""
        return self.world.dm(user)

    def group(self, *people: User) -> Channel:
        """A private group without the bot."""
        return self.world.add_channel(None, "group", ChannelType.GROUP_DM, people)

    def deny(self, channel: Channel, target: User | Role, denied: int) -> None:
        """Take permissions from a person or role in one channel."""
        self._overwrite(channel, target, deny=denied)

    def allow(self, channel: Channel, target: User | Role, allowed: int) -> None:
        """Give permissions to a person or role in one channel."""
        self._overwrite(channel, target, allow=allowed)

    def _overwrite(self, channel: Channel, target: User | Role, *, allow: int = 0, deny: int = 0) -> None:
        old = channel.overwrites.get(target.id, Overwrite())
        # The latest word counts: what is allowed now is no longer denied, and the other way round.
        channel.overwrites[target.id] = Overwrite(old.allow & ~deny | allow, old.deny & ~allow | deny)
        self.world.channel_changed(channel)

    def grant(self, guild: Guild, user: User, role: Role) -> None:
        """Give a role to a member, the bot included."""
        guild.members[user.id].role_ids.add(role.id)
        self.world.member_changed(guild.members[user.id], guild)

    def revoke(self, guild: Guild, user: User, role: Role) -> None:
        """Take a role from a member."""
        guild.members[user.id].role_ids.discard(role.id)
        self.world.member_changed(guild.members[user.id], guild)

    def remove_channel(self, channel: Channel) -> None:
        """Delete a channel of a guild, or a thread."""
        self.world.remove_channel(channel)

    def archive(self, thread: Channel, *, locked: bool = False) -> None:
        """Close a thread; a locked one only moderators can write in."""
        thread.archived, thread.locked = True, locked
        self.world.channel_changed(thread)

    def remove_bot(self, guild: Guild) -> None:
        """Throw the bot out of a guild."""
        self.world.remove_bot(guild)

    def outage(self, guild: Guild, *, over: bool = False) -> None:
        """Let a guild be unreachable for a time; the bot is still in it."""
        self.world.outage(guild, over=over)

    def redeliver(self, message: Message) -> None:
        """Send the event of a message a second time, as Discord sometimes does."""
        self.world.message_event("MESSAGE_CREATE", message)

    # Writing

    def say(
        self,
        user: User,
        channel: Channel,
        text: str,
        reply_to: Message | None = None,
        *,
        ping: bool = True,
        files: Mapping[str, bytes] | None = None,
    ) -> Message:
        """Let somebody write; a reply pings its target unless `ping` is off.

        Raises:
            NotOfferedError: the client would not send it: too long, empty, or not allowed there.
        """
        body: dict[str, Any] = {"content": text}
        if reply_to is not None:
            body["message_reference"] = {"message_id": str(reply_to.id)}
            body["allowed_mentions"] = {"parse": ["users", "roles", "everyone"], "replied_user": ping}
        uploaded = {str(number): entry for number, entry in enumerate((files or {}).items())}
        return self._post(user, channel, Sent(body, uploaded))

    def _post(self, user: User, channel: Channel, sent: Sent, *, id: int | None = None) -> Message:
        try:
            return messages.post(self.world, channel, user, sent, id=id)
        except ApiError as error:
            raise NotOfferedError(f"{user} cannot send this in {channel}: {error} {error.errors or ''}") from error

    def edit(self, user: User, message: Message, text: str) -> Message:
        """Let somebody edit their own message."""
        if message.author is not user:
            raise NotOfferedError(f"{user} did not write {message}")
        return messages.edit(self.world, message, Sent({"content": text}))

    def delete(self, user: User, message: Message) -> None:
        """Let somebody delete a message: their own, or with Manage Messages anybody's; an ephemeral one is dismissed."""
        self._check_seen(user, message)
        mine = message.author is user or message.ephemeral
        if not mine and permissions.missing(message.channel, user, Permission.MANAGE_MESSAGES):
            raise NotOfferedError(f"{user} may not delete {message}")
        messages.delete(self.world, message)

    def thread(self, user: User, channel: Channel, name: str) -> Channel:
        """Let somebody start a thread."""
        _check_title(name)
        if permissions.missing(channel, user, Permission.CREATE_PUBLIC_THREADS):
            raise NotOfferedError(f"{user} may not start threads in {channel}")
        return self.world.add_thread(channel, name, user)

    def post(self, user: User, forum: Channel, title: str, text: str) -> Message:
        """Let somebody open a forum post; its thread has the id of the first message."""
        _check_title(title)
        thread = self.world.add_thread(forum, title, user)
        return self._post(user, thread, Sent({"content": text}), id=thread.id)

    # Commands

    def slash(self, user: User, channel: Channel, name: str, /, **options: Value) -> Interaction:
        """Use a slash command; a sub-command is written "config channel".

        Raises:
            NotOfferedError: the command is unknown or hidden here, or an option is missing, unknown or out of bounds.
        """
        return self._command(user, channel, name, options)

    def autocomplete(
        self, user: User, channel: Channel, name: str, /, focused: str, text: str, **others: Value
    ) -> Interaction:
        """Type in an option of a command; `(await ….ack()).choices` are the suggestions."""
        return self._command(user, channel, name, {**others, focused: text}, focused=focused)

    def _command(
        self, user: User, channel: Channel, name: str, options: Mapping[str, Value], *, focused: str | None = None
    ) -> Interaction:
        self._check_place(user, channel)
        if channel.type is ChannelType.FORUM:
            raise NotOfferedError("nobody can write in a forum itself, only in its posts")
        root, *path = name.split()
        command = person.offered(self.world, user, channel, root, 1)
        filled = person.fill(command, path, options, focused=focused)
        data: dict[str, Any] = {"id": str(command.id), "name": root, "type": 1, "options": filled.options}
        if filled.resolved:
            data["resolved"] = filled.resolved
        if command.guild_id is not None:
            data["guild_id"] = str(command.guild_id)
        if focused is None:
            return self._act(InteractionKind.COMMAND, user, channel, data)
        option_type = _autocompleted(command.body, path, focused)
        return self._act(InteractionKind.AUTOCOMPLETE, user, channel, data, option_type=option_type)

    def message_command(self, user: User, message: Message, name: str) -> Interaction:
        """Use a command of the menu of a message."""
        self._check_place(user, message.channel)
        self._check_seen(user, message)
        if message.ephemeral:
            raise NotOfferedError("messages that only one person sees have no app menu")
        command = person.offered(self.world, user, message.channel, name, 3)
        # The content is there whatever the intents are: the person handed the message over.
        resolved = {"messages": {str(message.id): payloads.message(message)}}
        data = {"id": str(command.id), "name": name, "type": 3, "target_id": str(message.id), "resolved": resolved}
        return self._act(InteractionKind.COMMAND, user, message.channel, data)

    def user_command(self, user: User, channel: Channel, target: User, name: str) -> Interaction:
        """Use a command of the menu of a person."""
        self._check_place(user, channel)
        command = person.offered(self.world, user, channel, name, 2)
        data = {"id": str(command.id), "name": name, "type": 2, "target_id": str(target.id)}
        return self._act(InteractionKind.COMMAND, user, channel, data | {"resolved": person.resolve({}, target)})

    # Components

    def click(self, user: User, message: Message, button: str) -> Interaction:
        """Press a button, named by its label or custom id.

        Raises:
            NotOfferedError: there is no such button to press for this person.
        """
        part = self._component(user, message, button, {parts.Kind.BUTTON})
        if "custom_id" not in part:
            raise NotOfferedError(f"{button!r} is a link to {part.get('url')}: the bot does not hear of it")
        data = {"custom_id": part["custom_id"], "component_type": int(parts.Kind.BUTTON), "id": part["id"]}
        return self._act(InteractionKind.COMPONENT, user, message.channel, data, source=message)

    def select(self, user: User, message: Message, select: str, *values: str | User | Channel | Role) -> Interaction:
        """Choose in a select, named by its custom id or placeholder; options by their value or label.

        Raises:
            NotOfferedError: there is no such select or option for this person, or too few or many were chosen.
        """
        part = self._component(user, message, select, parts.SELECTS)
        chosen, resolved = _chosen(part, values)
        data: dict[str, Any] = {
            "custom_id": part["custom_id"],
            "component_type": part["type"],
            "id": part["id"],
            "values": chosen,
        }
        if resolved:
            data["resolved"] = resolved
        return self._act(InteractionKind.COMPONENT, user, message.channel, data, source=message)

    def _component(self, user: User, message: Message, name: str, kinds: frozenset[int] | set[int]) -> dict[str, Any]:
        self._check_seen(user, message)
        part = message.component(name)
        if part is None or part["type"] not in kinds:
            have = [
                p.get("label") or p.get("custom_id") for _, p in parts.walk(message.components) if p["type"] in kinds
            ]
            raise NotOfferedError(f"{message} has no {name!r}; it has {have}")
        if part.get("disabled"):
            raise NotOfferedError(f"{name!r} is disabled")
        return part

    def submit(self, opened: Interaction, values: Mapping[str, str] | None = None) -> Interaction:
        """Send the modal that answered an interaction; values by the label or custom id of their input.

        Raises:
            NotOfferedError: no modal is open, or the client would not accept a value.
        """
        if opened.modal is None:
            raise NotOfferedError(f"{opened} opened no modal")
        left = dict(values or {})
        rows = [_filled_row(row, left) for row in opened.modal["components"]]
        if left:
            raise NotOfferedError(f"the modal {opened.modal['title']!r} has no input {sorted(left)}")
        data = {"custom_id": opened.modal["custom_id"], "components": rows}
        # A modal is sent once.
        opened.modal = None
        return self._act(InteractionKind.MODAL, opened.user, opened.channel, data, source=opened.source)

    def _act(
        self,
        kind: InteractionKind,
        user: User,
        channel: Channel,
        data: dict[str, Any],
        *,
        source: Message | None = None,
        option_type: int = 3,
    ) -> Interaction:
        clock = self.world.clock
        interaction = Interaction(
            id=clock.snowflake(),
            token=secrets.token_urlsafe(24),
            kind=kind,
            user=user,
            channel=channel,
            data=data,
            clock=clock,
            changes=self.world.changes,
            created=clock.now(),
            source=source,
            option_type=option_type,
            user_installed=person.by_user_only(self.world, user, channel),
        )
        self.world.interaction_event(interaction)
        return interaction

    def _check_place(self, user: User, channel: Channel) -> None:
        if permissions.missing(channel, user, Permission.VIEW_CHANNEL):
            raise NotOfferedError(f"{user} does not see {channel}")

    def _check_seen(self, user: User, message: Message) -> None:
        self._check_place(user, message.channel)
        if message.deleted:
            raise NotOfferedError(f"{message} is gone")
        if message.ephemeral and message.interaction is not None and message.interaction.user is not user:
            raise NotOfferedError(f"{user} does not see {message}: only {message.interaction.user} does")

    # Watching

    async def expect(
        self, predicate: Callable[[Message], bool], timeout: float = 5.0, *, after: Message | None = None
    ) -> Message:
        """Wait for a message of the bot that satisfies the predicate; `after` leaves earlier ones out.

        Raises:
            NothingSeenError: none came in time.
        """
        found: list[Message] = []

        def look() -> bool:
            found[:] = [m for m in self.said if (after is None or m.id > after.id) and predicate(m)]
            return bool(found)

        await self.until(look, timeout)
        return found[0]

    async def until(self, condition: Callable[[], bool], timeout: float = 5.0) -> None:
        """Wait until something is true of the fake.

        Raises:
            NothingSeenError: it did not become true in time.
        """
        deadline = asyncio.get_running_loop().time() + timeout
        while not condition():
            left = deadline - asyncio.get_running_loop().time()
            if left <= 0:
                raise NothingSeenError(f"it did not happen within {timeout} s; the bot's last words: {self.said[-3:]}")
            # Not everything that a condition may look at rings the bell.
            await self.world.changes.wait(min(left, 0.05))

    async def quiet(self, seconds: float = 0.2) -> list[Message]:
        """What the bot newly says within some time; empty for a bot that rightly keeps silent."""
        before = {message.id for message in self.said}
        await asyncio.sleep(seconds)
        return [message for message in self.said if message.id not in before]

    @property
    def said(self) -> list[Message]:
        """The bot's messages that still stand, oldest first, without those that only read "thinking…"."""
        mine = [m for m in self.world.all_messages() if m.author is self.world.bot]
        return [m for m in mine if not m.flags & Flag.LOADING]


def _check_title(name: str) -> None:
    if not 1 <= len(name) <= limits.THREAD_NAME:
        raise NotOfferedError(f"a thread's name has 1 to {limits.THREAD_NAME} characters, not {len(name)}")


def _autocompleted(command: dict[str, Any], path: list[str], focused: str) -> int:
    """The type of the option that is completed."""
    declared = command.get("options") or []
    for name in path:
        declared = next(one for one in declared if one["name"] == name).get("options") or []
    option = next(one for one in declared if one["name"] == focused)
    if not option.get("autocomplete"):
        raise NotOfferedError(f"the option {focused!r} has no suggestions")
    return int(option["type"])


def _chosen(part: dict[str, Any], values: tuple[str | User | Channel | Role, ...]) -> tuple[list[str], dict[str, Any]]:
    low, high = part.get("min_values", 1), part.get("max_values", 1)
    if not low <= len(values) <= high:
        raise NotOfferedError(f"{part['custom_id']!r} takes {low} to {high} values, not {len(values)}")
    chosen: list[str] = []
    resolved: dict[str, Any] = {}
    for value in values:
        if isinstance(value, str):
            chosen.append(_option(part, value))
        else:
            resolved = person.resolve(resolved, value)
            chosen.append(str(value.id))
    return chosen, resolved


def _option(part: dict[str, Any], wanted: str) -> str:
    options = part.get("options") or []
    for option in options:
        if wanted in (option["value"], option["label"]):
            return str(option["value"])
    raise NotOfferedError(f"{part['custom_id']!r} has no option {wanted!r}; it has {[o['label'] for o in options]}")


def _filled_row(row: dict[str, Any], values: dict[str, str]) -> dict[str, Any]:
    """One row of a modal with what the person typed; takes the values it uses."""
    if row["type"] == parts.Kind.ROW:
        inner = row["components"][0]
        return {"type": 1, "components": [_filled_input(inner, inner["label"], values)]}
    if row["type"] == parts.Kind.LABEL:
        return {"type": 18, "component": _filled_input(row["component"], row["label"], values)}
    return {"type": row["type"]}


def _filled_input(part: dict[str, Any], label: str, values: dict[str, str]) -> dict[str, Any]:
    key = next((key for key in (label, part["custom_id"]) if key in values), None)
    typed = values.pop(key) if key is not None else None
    filled: dict[str, Any] = {"type": part["type"], "custom_id": part["custom_id"]}
    required = part.get("required", True)
    if part["type"] != parts.Kind.TEXT_INPUT:
        if typed is None and required:
            raise NotOfferedError(f"{label!r} must be filled in")
        return filled | {"values": [] if typed is None else [_option(part, typed)]}
    text = part.get("value") or "" if typed is None else typed
    if not text and required:
        raise NotOfferedError(f"{label!r} must be filled in")
    low, high = part.get("min_length") or 0, part.get("max_length") or limits.INPUT_TEXT
    if text and not low <= len(text) <= high:
        raise NotOfferedError(f"{label!r} takes {low} to {high} characters, not {len(text)}")
    return filled | {"value": text}
