"""The gateway: sessions, resuming, heartbeats, compression, close codes, and breaking it on purpose."""

from __future__ import annotations

import asyncio
import contextlib
import json
import secrets
import time
import zlib
from collections import deque
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from aiohttp import WSMsgType, web

from tests.fake_discord import payloads
from tests.fake_discord.world import Intent

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.fake_discord.payloads import Payload
    from tests.fake_discord.world import World

SENDS_PER_MINUTE = 120
SENT_BYTES = 4096
KEPT_EVENTS = 10_000  # for replay

DISPATCH, HEARTBEAT, IDENTIFY, PRESENCE, VOICE, RESUME = 0, 1, 2, 3, 4, 6
RECONNECT, MEMBERS, INVALID_SESSION, HELLO, HEARTBEAT_ACK = 7, 8, 9, 10, 11

_REASONS = {
    4001: "Unknown opcode.",
    4002: "Error while decoding payload.",
    4003: "Not authenticated.",
    4004: "Authentication failed.",
    4005: "Already authenticated.",
    4008: "Rate limited.",
    4010: "Invalid shard.",
    4012: "Invalid API version.",
    4013: "Invalid intent(s).",
    4014: "Disallowed intent(s).",
}


class RefusedError(Exception):
    """The connection is to be closed with this code."""

    def __init__(self, code: int) -> None:
        self.code = code
        super().__init__(f"{code} {_REASONS.get(code, '')}")


@dataclass(eq=False, slots=True)
class Connection:
    """One websocket; everything that is sent passes through its queue, so the zlib stream stays in order."""

    socket: web.WebSocketResponse
    transport: asyncio.Transport | None
    compressor: zlib._Compress | None
    session: Session | None = None
    #: times of the heartbeats, in seconds of the monotonic clock
    heartbeats: list[float] = field(default_factory=list)
    sends: deque[float] = field(default_factory=deque)
    presence: Payload | None = None
    close_code: int | None = None
    _queue: asyncio.Queue[Payload | int] = field(default_factory=asyncio.Queue)

    def send(self, op: int, data: Any, event: str | None = None, seq: int | None = None) -> None:
        self._queue.put_nowait({"op": op, "d": data, "s": seq, "t": event})

    def close(self, code: int) -> None:
        """Close after all that is queued was sent."""
        self._queue.put_nowait(code)

    def abort(self) -> None:
        """Pull the plug: no close frame, nothing more is sent."""
        if self.transport is not None:
            self.transport.abort()

    async def write(self) -> None:
        """Send what is queued until the connection ends."""
        with contextlib.suppress(ConnectionError):
            while True:
                item = await self._queue.get()
                if isinstance(item, int):
                    self.close_code = item
                    await self.socket.close(code=item, message=_REASONS.get(item, "").encode())
                    return
                text = json.dumps(item)
                if self.compressor is None:
                    await self.socket.send_str(text)
                else:
                    flushed = self.compressor.compress(text.encode()) + self.compressor.flush(zlib.Z_SYNC_FLUSH)
                    await self.socket.send_bytes(flushed)


@dataclass(eq=False, slots=True)
class Session:
    """What one IDENTIFY began; it outlives its connection so that it can be resumed."""

    id: str
    intents: int
    connection: Connection | None
    seq: int = 0
    events: deque[tuple[int, str, Payload]] = field(default_factory=lambda: deque(maxlen=KEPT_EVENTS))

    def push(self, event: str, data: Payload) -> None:
        self.seq += 1
        self.events.append((self.seq, event, data))
        if self.connection is not None:
            self.connection.send(DISPATCH, data, event, self.seq)


class Gateway:
    """Accepts the bot's websockets and hands events to its sessions."""

    def __init__(self, world: World, token: str, heartbeat_interval: float) -> None:
        self._world = world
        self._token = token
        self._heartbeat_interval = heartbeat_interval
        self.sessions: dict[str, Session] = {}
        #: every connection there ever was, oldest first
        self.connections: list[Connection] = []
        #: switched off, heartbeats get no answer: the connection looks alive and is dead
        self.acks = True
        #: while true, connecting is answered with 503
        self.down = False
        world.dispatch = self.dispatch

    @property
    def live(self) -> list[Connection]:
        return [one for one in self.connections if not one.socket.closed]

    @property
    def ready(self) -> bool:
        """Whether a session is connected."""
        return any(session.connection is not None for session in self.sessions.values())

    def dispatch(self, name: str, intent: int, build: Callable[[bool], Payload]) -> None:
        self._world.counters[name] += 1
        for session in self.sessions.values():
            if session.intents & intent == intent:
                session.push(name, build(bool(session.intents & Intent.MESSAGE_CONTENT)))

    async def handle(self, request: web.Request) -> web.StreamResponse:
        if self.down:
            return web.Response(status=503)
        socket = web.WebSocketResponse(compress=False)
        await socket.prepare(request)
        compressor = zlib.compressobj() if request.query.get("compress") == "zlib-stream" else None
        connection = Connection(socket, request.transport, compressor)
        self.connections.append(connection)
        self._world.counters["connections"] += 1
        writer = asyncio.create_task(connection.write())
        if request.query.get("v") not in ("9", "10"):
            connection.close(4012)
        connection.send(HELLO, {"heartbeat_interval": round(self._heartbeat_interval * 1000)})
        try:
            await self._read(connection)
        finally:
            writer.cancel()
            self._leave(connection)
        return socket

    async def _read(self, connection: Connection) -> None:
        async for message in connection.socket:
            try:
                if message.type is not WSMsgType.TEXT:
                    raise RefusedError(4002)
                self._receive(connection, message.data)
            except RefusedError as refused:
                connection.close(refused.code)
            self._world.changes.ring()

    def _leave(self, connection: Connection) -> None:
        session = connection.session
        if session is not None and session.connection is connection:
            session.connection = None
            if connection.socket.close_code in (1000, 1001) and connection.close_code is None:
                # A client that says good-bye gives its session up.
                self.sessions.pop(session.id, None)
        self._world.changes.ring()

    def _receive(self, connection: Connection, text: str) -> None:
        payload = _decoded(text)
        self._count(connection)
        op, data = payload.get("op"), payload.get("d")
        if op == HEARTBEAT:
            self._heartbeat(connection)
        elif not isinstance(data, dict):
            raise RefusedError(4002)
        elif op == IDENTIFY:
            self._identify(connection, data)
        elif op == RESUME:
            self._resume(connection, data)
        elif connection.session is None:
            raise RefusedError(4003)
        elif op == PRESENCE:
            connection.presence = data
        elif op == MEMBERS:
            self._members(connection.session, data)
        elif op != VOICE:
            raise RefusedError(4001)

    @staticmethod
    def _count(connection: Connection) -> None:
        now = time.monotonic()
        connection.sends.append(now)
        while connection.sends[0] < now - 60:
            connection.sends.popleft()
        if len(connection.sends) > SENDS_PER_MINUTE:
            raise RefusedError(4008)

    def _heartbeat(self, connection: Connection) -> None:
        connection.heartbeats.append(time.monotonic())
        self._world.counters["heartbeats"] += 1
        if self.acks:
            connection.send(HEARTBEAT_ACK, None)

    def _identify(self, connection: Connection, data: Payload) -> None:
        self._world.counters["identifies"] += 1
        if connection.session is not None:
            raise RefusedError(4005)
        if data.get("token") != self._token:
            raise RefusedError(4004)
        intents = data.get("intents")
        if not isinstance(intents, int) or intents & ~Intent.KNOWN:
            raise RefusedError(4013)
        if intents & Intent.PRIVILEGED & ~self._world.privileged:
            raise RefusedError(4014)
        shard = data.get("shard")
        if shard is not None and not 0 <= shard[0] < shard[1]:
            raise RefusedError(4010)
        session = Session(secrets.token_hex(16), intents, connection)
        connection.session = session
        connection.presence = data.get("presence")
        self.sessions[session.id] = session
        self._greet(session, shard)

    def _greet(self, session: Session, shard: list[int] | None) -> None:
        bot = self._world.bot
        number, count = shard or (0, 1)
        mine = [
            one for one in self._world.guilds.values() if bot.id in one.members and (one.id >> 22) % count == number
        ]
        ready: Payload = {
            "v": 10,
            "user": payloads.user(bot) | {"verified": True, "mfa_enabled": False, "flags": 0, "email": None},
            "session_id": session.id,
            "session_type": "normal",
            "resume_gateway_url": self._world.gateway_url,
            "application": {"id": str(bot.id), "flags": 0},
            "guilds": [{"id": str(guild.id), "unavailable": True} for guild in mine],
            "private_channels": [],
            "shard": [number, count],
        }
        session.push("READY", ready)
        if session.intents & Intent.GUILDS:
            for guild in mine:
                session.push("GUILD_CREATE", payloads.guild(guild, bot))

    def _resume(self, connection: Connection, data: Payload) -> None:
        self._world.counters["resumes"] += 1
        if connection.session is not None:
            raise RefusedError(4005)
        if data.get("token") != self._token:
            raise RefusedError(4004)
        session = self.sessions.get(data.get("session_id", ""))
        if session is None or data.get("seq") is None or data["seq"] > session.seq:
            connection.send(INVALID_SESSION, False)
            return
        if session.connection is not None:
            session.connection.abort()
        session.connection, connection.session = connection, session
        for seq, event, payload in list(session.events):
            if seq > data["seq"]:
                connection.send(DISPATCH, payload, event, seq)
                self._world.counters["replayed"] += 1
        session.push("RESUMED", {})

    def _members(self, session: Session, data: Payload) -> None:
        guild = self._world.guilds.get(int(data["guild_id"]))
        wanted = {int(one) for one in data.get("user_ids") or ()}
        if guild is None or not (wanted or session.intents & Intent.MEMBERS):
            return
        found = [one for one in guild.members.values() if not wanted or one.user.id in wanted]
        chunk: Payload = {
            "guild_id": str(guild.id),
            "members": [payloads.member(one) for one in found],
            "chunk_index": 0,
            "chunk_count": 1,
            "not_found": [],
        }
        if data.get("nonce"):
            chunk["nonce"] = data["nonce"]
        session.push("GUILD_MEMBERS_CHUNK", chunk)

    def kill(self, code: int | None = None) -> None:
        """End every connection: abruptly, or with a close code."""
        for connection in self.live:
            if code is None:
                connection.abort()
            else:
                connection.close(code)

    def reconnect(self) -> None:
        """Ask every client to reconnect and resume (op 7)."""
        for connection in self.live:
            connection.send(RECONNECT, None)

    def invalidate(self, *, resumable: bool = False) -> None:
        """Declare every session invalid (op 9)."""
        for connection in self.live:
            connection.send(INVALID_SESSION, resumable)
            if not resumable and connection.session is not None:
                self.sessions.pop(connection.session.id, None)

    def largest_gap(self) -> float:
        """The longest time between two heartbeats of one connection, in seconds; up to now for an open one."""
        gaps = [0.0]
        for connection in self.connections:
            times = list(connection.heartbeats)
            if times and not connection.socket.closed:
                times.append(time.monotonic())
            gaps += [later - earlier for earlier, later in pairwise(times)]
        return max(gaps)


def _decoded(text: str) -> Payload:
    if len(text.encode()) > SENT_BYTES:
        raise RefusedError(4002)
    try:
        payload = json.loads(text)
    except ValueError:
        raise RefusedError(4002) from None
    if not isinstance(payload, dict):
        raise RefusedError(4002)
    return payload
