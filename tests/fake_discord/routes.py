"""Every REST call that the fake knows, and what it does."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tests.fake_discord import callbacks, command_limits, limits, messages, payloads, permissions
from tests.fake_discord.errors import ApiError
from tests.fake_discord.messages import Sent
from tests.fake_discord.model import Channel, ChannelType, Command, Flag, Message, MessageType
from tests.fake_discord.permissions import Permission

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.fake_discord.world import World

Result = tuple[int, Any]
_DAY_SECONDS = 24 * 3600.0


@dataclass(frozen=True, slots=True)
class Call:
    """One request, taken apart."""

    world: World
    params: dict[str, str]
    query: dict[str, str]
    sent: Sent

    @property
    def channel(self) -> Channel:
        return self.world.find_channel(self.params["channel"])

    @property
    def message(self) -> Message:
        return self.world.find_message(self.channel, self.params["message"])


@dataclass(frozen=True, slots=True)
class Route:
    method: str
    path: str
    handler: Callable[[Call], Result]
    pattern: re.Pattern[str]

    @property
    def name(self) -> str:
        return f"{self.method} {self.path}"

    @property
    def needs_token(self) -> bool:
        """All but the calls that carry an interaction's own token."""
        return not self.path.startswith(("/interactions/", "/webhooks/"))


ROUTES: list[Route] = []
_PLACE_RE = re.compile(r"\{(\w+)\}")
_TEXT_PLACES = {"token", "emoji"}  # the others are numbers


def _route(method: str, path: str) -> Callable[[Callable[[Call], Result]], Callable[[Call], Result]]:
    """Enter a function in the table of routes."""

    def place(match: re.Match[str]) -> str:
        name = match[1]
        if name == "message" and path.startswith("/webhooks/"):
            return r"(?P<message>@original|\d+)"
        return f"(?P<{name}>[^/]+)" if name in _TEXT_PLACES else rf"(?P<{name}>\d+)"

    def enter(handler: Callable[[Call], Result]) -> Callable[[Call], Result]:
        ROUTES.append(Route(method, path, handler, re.compile(_PLACE_RE.sub(place, path))))
        return handler

    return enter


def _shown(call: Call, message: Message) -> dict[str, Any]:
    """A message as this bot may read it."""
    content = call.world.privileged & (1 << 15)
    return payloads.message(message, reader=None if content else call.world.bot)


# The bot itself


@_route("GET", "/users/@me")
def get_me(call: Call) -> Result:
    return 200, payloads.user(call.world.bot) | {"verified": True, "mfa_enabled": False, "locale": "en-US", "flags": 0}


@_route("GET", "/oauth2/applications/@me")
def get_application(call: Call) -> Result:
    owner = next((user for user in call.world.users.values() if not user.bot), call.world.bot)
    return 200, {
        "id": str(call.world.bot.id),
        "name": call.world.bot.name,
        "icon": None,
        "description": "",
        "bot_public": True,
        "bot_require_code_grant": False,
        "verify_key": "0" * 64,
        "owner": payloads.user(owner),
        "team": None,
        "flags": 0,
    }


@_route("GET", "/gateway/bot")
def get_gateway(call: Call) -> Result:
    limit = {"total": 1000, "remaining": 1000, "reset_after": 0, "max_concurrency": 1}
    return 200, {"url": call.world.gateway_url, "shards": 1, "session_start_limit": limit}


@_route("GET", "/users/{user}")
def get_user(call: Call) -> Result:
    user = call.world.users.get(int(call.params["user"]))
    if user is None:
        raise ApiError(10013)
    return 200, payloads.user(user)


@_route("GET", "/guilds/{guild}/members/{user}")
def get_member(call: Call) -> Result:
    guild = call.world.guilds.get(int(call.params["guild"]))
    if guild is None:
        raise ApiError(10004)
    member = guild.members.get(int(call.params["user"]))
    if member is None:
        raise ApiError(10007)
    return 200, payloads.member(member)


# Commands


@_route("PUT", "/applications/{application}/commands")
@_route("PUT", "/applications/{application}/guilds/{guild}/commands")
def put_commands(call: Call) -> Result:
    wanted: list[dict[str, Any]] = call.sent.body if isinstance(call.sent.body, list) else []
    scope = _scope(call)
    command_limits.check_commands(wanted)
    earlier = {(one.type, one.name): one for one in call.world.commands if one.guild_id == scope}
    _count_creates(call.world, scope, [one for one in wanted if (one.get("type", 1), one["name"]) not in earlier])
    call.world.commands = [one for one in call.world.commands if one.guild_id != scope]
    for body in wanted:
        kind, name = body.get("type", 1), body["name"]
        known = earlier.get((kind, name))
        ids = [known.id if known else call.world.clock.snowflake(), call.world.clock.snowflake()]
        call.world.commands.append(Command(ids[0], ids[1], kind, name, body, scope))
    call.world.changes.ring()
    return get_commands(call)


@_route("GET", "/applications/{application}/commands")
@_route("GET", "/applications/{application}/guilds/{guild}/commands")
def get_commands(call: Call) -> Result:
    scope = _scope(call)
    return 200, [payloads.command(one, call.world.bot.id) for one in call.world.commands if one.guild_id == scope]


def _scope(call: Call) -> int | None:
    if call.params["application"] != str(call.world.bot.id):
        raise ApiError(50001)
    if "guild" not in call.params:
        return None
    guild_id = int(call.params["guild"])
    if guild_id not in call.world.guilds:
        raise ApiError(50001)
    return guild_id


def _count_creates(world: World, scope: int | None, created: list[dict[str, Any]]) -> None:
    now = world.clock.now()
    world.command_creates = [(where, at) for where, at in world.command_creates if now - at < _DAY_SECONDS]
    used = sum(where == scope for where, _ in world.command_creates)
    if used + len(created) > command_limits.CREATES_PER_DAY:
        raise ApiError(30034)
    world.command_creates += [(scope, now)] * len(created)


# Interactions


@_route("POST", "/interactions/{interaction}/{token}/callback")
def post_callback(call: Call) -> Result:
    reply = callbacks.respond(call.world, call.params["interaction"], call.params["token"], call.sent)
    return (200, reply) if call.query.get("with_response") in ("1", "true") else (204, None)


@_route("POST", "/webhooks/{application}/{token}")
def post_follow_up(call: Call) -> Result:
    message = callbacks.follow_up(call.world, call.params["application"], call.params["token"], call.sent)
    return 200, payloads.message(message)


def _webhook_message(call: Call) -> Message:
    return callbacks.find(call.world, call.params["application"], call.params["token"], call.params["message"])


@_route("GET", "/webhooks/{application}/{token}/messages/{message}")
def get_webhook_message(call: Call) -> Result:
    return 200, payloads.message(_webhook_message(call))


@_route("PATCH", "/webhooks/{application}/{token}/messages/{message}")
def patch_webhook_message(call: Call) -> Result:
    application, token, message = (call.params[key] for key in ("application", "token", "message"))
    return 200, payloads.message(callbacks.edit(call.world, application, token, message, call.sent))


@_route("DELETE", "/webhooks/{application}/{token}/messages/{message}")
def delete_webhook_message(call: Call) -> Result:
    messages.delete(call.world, _webhook_message(call))
    return 204, None


# Channels and messages


@_route("GET", "/channels/{channel}")
def get_channel(call: Call) -> Result:
    return 200, payloads.channel(call.channel)


@_route("PATCH", "/channels/{channel}")
def patch_thread(call: Call) -> Result:
    """Rename, archive or lock a thread; other channels are not the bot's to change here."""
    thread, body = call.channel, call.sent.body
    mine = thread.owner is call.world.bot and "locked" not in body
    if not mine and permissions.missing(thread, call.world.bot, Permission.MANAGE_THREADS):
        raise ApiError(50013)
    limits.check_thread({"name": thread.name} | body)
    thread.name = body.get("name", thread.name)
    thread.archived = bool(body.get("archived", thread.archived))
    thread.locked = bool(body.get("locked", thread.locked))
    call.world.channel_changed(thread)
    return 200, payloads.channel(thread)


@_route("POST", "/users/@me/channels")
def post_dm(call: Call) -> Result:
    user = call.world.users.get(int(call.sent.body.get("recipient_id", 0)))
    if user is None:
        raise ApiError(10013)
    if user.bot:
        raise ApiError(50007)
    return 200, payloads.channel(call.world.dm(user))


@_route("POST", "/channels/{channel}/messages")
def post_message(call: Call) -> Result:
    return 200, _shown(call, messages.post(call.world, call.channel, call.world.bot, call.sent))


@_route("GET", "/channels/{channel}/messages")
def get_messages(call: Call) -> Result:
    channel = call.channel
    if permissions.missing(channel, call.world.bot, Permission.READ_MESSAGE_HISTORY):
        return 200, []  # as documented: no error, no messages
    found = sorted(channel.visible, key=lambda message: message.id)
    if "before" in call.query:
        found = [message for message in found if message.id < int(call.query["before"])]
    limit = max(1, min(100, int(call.query.get("limit", 50))))
    if "after" in call.query:
        found = [message for message in found if message.id > int(call.query["after"])][:limit]
    return 200, [_shown(call, message) for message in reversed(found[-limit:])]


@_route("GET", "/channels/{channel}/messages/{message}")
def get_message(call: Call) -> Result:
    if permissions.missing(call.channel, call.world.bot, Permission.READ_MESSAGE_HISTORY):
        raise ApiError(50013)
    return 200, _shown(call, call.message)


@_route("PATCH", "/channels/{channel}/messages/{message}")
def patch_message(call: Call) -> Result:
    message = call.message
    if message.author is not call.world.bot:
        raise ApiError(50005)
    return 200, _shown(call, messages.edit(call.world, message, call.sent))


@_route("DELETE", "/channels/{channel}/messages/{message}")
def delete_message(call: Call) -> Result:
    message = call.message
    if message.author is not call.world.bot:
        if call.channel.guild is None:
            raise ApiError(50003)
        if permissions.missing(call.channel, call.world.bot, Permission.MANAGE_MESSAGES):
            raise ApiError(50013)
    messages.delete(call.world, message)
    return 204, None


@_route("POST", "/channels/{channel}/typing")
def post_typing(call: Call) -> Result:
    channel = call.channel
    needed = Permission.SEND_MESSAGES_IN_THREADS if channel.parent else Permission.SEND_MESSAGES
    if permissions.missing(channel, call.world.bot, needed):
        raise ApiError(50013)
    call.world.counters["typing"] += 1
    return 204, None


@_route("PUT", "/channels/{channel}/messages/{message}/reactions/{emoji}/@me")
def put_reaction(call: Call) -> Result:
    needed = Permission.ADD_REACTIONS | Permission.READ_MESSAGE_HISTORY
    if permissions.missing(call.channel, call.world.bot, needed):
        raise ApiError(50013)
    call.message.reactions.append(call.params["emoji"])
    call.world.changes.ring()
    return 204, None


# Threads


@_route("POST", "/channels/{channel}/messages/{message}/threads")
def post_thread(call: Call) -> Result:
    channel, message = call.channel, call.message
    _check_thread(call, {ChannelType.TEXT, ChannelType.ANNOUNCEMENT}, Permission.CREATE_PUBLIC_THREADS)
    if message.thread is not None:
        raise ApiError(160004)
    body = call.sent.body
    limits.check_thread(body)
    minutes = body.get("auto_archive_duration") or 1440
    thread = call.world.add_thread(channel, body["name"], call.world.bot, minutes, id=message.id)
    message.thread = thread
    message.flags |= Flag.HAS_THREAD
    call.world.message_event("MESSAGE_UPDATE", message)
    # The thread opens with an empty system message that points back.
    starter = Message(call.world.clock.snowflake(), thread, call.world.bot, call.world.clock.now())
    starter.type, starter.reply_to, starter.reply_to_id = MessageType.THREAD_STARTER, message, message.id
    thread.messages[starter.id] = starter
    call.world.message_event("MESSAGE_CREATE", starter)
    return 201, payloads.channel(thread)


def _check_thread(call: Call, kinds: set[ChannelType], needed: Permission) -> None:
    if call.channel.type not in kinds:
        raise ApiError(50024)
    if permissions.missing(call.channel, call.world.bot, needed):
        raise ApiError(50013)


@_route("POST", "/channels/{channel}/threads")
def post_loose_thread(call: Call) -> Result:
    """Start a thread without a message, or a post in a forum."""
    channel, body = call.channel, call.sent.body
    forum = channel.type is ChannelType.FORUM
    kinds = {ChannelType.TEXT, ChannelType.ANNOUNCEMENT, ChannelType.FORUM}
    _check_thread(call, kinds, Permission.SEND_MESSAGES if forum else Permission.CREATE_PUBLIC_THREADS)
    limits.check_thread(body, forum=forum)
    minutes = body.get("auto_archive_duration") or 1440
    thread = call.world.add_thread(channel, body["name"], call.world.bot, minutes)
    if not forum:
        return 201, payloads.channel(thread)
    inner = Sent(body["message"], call.sent.files)
    first = messages.post(call.world, thread, call.world.bot, inner, id=thread.id)
    return 201, payloads.channel(thread) | {"message": _shown(call, first)}


@_route("PUT", "/channels/{channel}/thread-members/@me")
def put_thread_member(call: Call) -> Result:
    if call.channel.parent is None:
        raise ApiError(50024)
    return 204, None
