"""The REST API: reading requests, the routes, and the replies."""

from __future__ import annotations

import asyncio
import json
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from aiohttp import web

from tests.fake_discord.errors import ApiError
from tests.fake_discord.faults import Faults
from tests.fake_discord.messages import Sent
from tests.fake_discord.routes import ROUTES, Call, Route

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.fake_discord.faults import Fault, RateLimits
    from tests.fake_discord.world import World

_FILE_RE = re.compile(r"files\[(\d+)\]")


@dataclass(slots=True)
class Exchange:
    """One request and its reply, as the hooks get them."""

    method: str
    path: str
    query: dict[str, str]
    at: float
    body: Any = None
    files: dict[str, tuple[str, bytes]] = field(default_factory=dict)
    route: str = ""
    #: the status of the reply; 0 where the connection was dropped
    status: int = 0
    reply: Any = None

    @property
    def call(self) -> str:
        return f"{self.method} {self.path}"


@dataclass(slots=True)
class Reply:
    status: int
    body: Any = None
    headers: dict[str, str] = field(default_factory=dict)


class Rest:
    """Answers the bot's requests."""

    def __init__(self, world: World, token: str, rate_limits: RateLimits) -> None:
        self._world = world
        self._token = token
        self._rate_limits = rate_limits
        self.faults = Faults()
        self.exchanges: list[Exchange] = []
        self.hooks: list[Callable[[Exchange], None]] = []
        #: errors of the fake itself, raised when it ends: no test may pass over them
        self.broken: list[Exception] = []

    async def handle(self, request: web.Request) -> web.StreamResponse:
        path = "/" + request.match_info["path"]
        exchange = Exchange(request.method, path, dict(request.query), self._world.clock.now())
        exchange.body, exchange.files = await _read(request)
        found = _find(exchange.method, exchange.path)
        exchange.route = found[0].name if found else ""
        fault = self.faults.take(exchange.call)
        if fault is None:
            return self._send(request, exchange, self._answer(request, exchange, found))
        await asyncio.sleep(fault.delay)
        reply = self._answer(request, exchange, found) if fault.carries_out else None
        if fault.drop:
            reply = None
        elif fault.status is not None:
            reply = _on_demand(fault)
        return self._send(request, exchange, reply)

    def _send(self, request: web.Request, exchange: Exchange, reply: Reply | None) -> web.Response:
        exchange.status = 0 if reply is None else reply.status
        exchange.reply = None if reply is None else reply.body
        self._record(exchange)
        if reply is None:
            if request.transport is not None:
                request.transport.abort()
            return web.Response(status=204)
        headers = {"Via": "1.1 fake"} | reply.headers
        if headers["Via"] == "":
            del headers["Via"]
        if reply.body is None:
            return web.Response(status=reply.status, headers=headers)
        # A charset in the content type would make discord.py take the body for text.
        headers["Content-Type"] = "application/json"
        return web.Response(status=reply.status, headers=headers, body=json.dumps(reply.body).encode())

    def _record(self, exchange: Exchange) -> None:
        self.exchanges.append(exchange)
        counters = self._world.counters
        counters["requests"] += 1
        counters[f"status {exchange.status}"] += 1
        if exchange.route:
            counters[exchange.route] += 1
        if exchange.status in (401, 403, 429):
            # Ten thousand of these in ten minutes get the address banned.
            counters["invalid requests"] += 1
        for hook in self.hooks:
            hook(exchange)
        self._world.changes.ring()

    def _answer(self, request: web.Request, exchange: Exchange, found: tuple[Route, dict[str, str]] | None) -> Reply:
        if found is None:
            return Reply(404, ApiError(0).body())
        route, params = found
        if route.needs_token and request.headers.get("Authorization") != f"Bot {self._token}":
            return Reply(401, {"message": "401: Unauthorized", "code": 0})
        limited, headers = self._limit(route, params)
        if limited is not None:
            return limited
        try:
            if exchange.body is _BROKEN:
                raise ApiError(50109)
            call = Call(self._world, params, exchange.query, Sent(exchange.body or {}, exchange.files))
            status, body = route.handler(call)
        except ApiError as error:
            return Reply(error.status, error.body(), headers)
        except Exception as error:
            error.add_note(f"while answering {exchange.call} with {exchange.body!r}")
            self.broken.append(error)
            return Reply(500, {"message": f"the fake failed: {error!r}", "code": 0})
        return Reply(status, body, headers)

    def _limit(self, route: Route, params: dict[str, str]) -> tuple[Reply | None, dict[str, str]]:
        now = self._world.clock.now()
        if route.needs_token:
            wait = self._rate_limits.overall()
            if wait > 0:
                body = {"message": "You are being rate limited.", "retry_after": round(wait, 3), "global": True}
                return Reply(429, body, {"X-RateLimit-Global": "true", "Retry-After": f"{wait:.3f}"}), {}
        standing = self._rate_limits.route(route.name, next(iter(params.values()), "") + params.get("token", ""))
        headers = standing.headers(now)
        if not standing.refused:
            return None, headers
        wait = round(standing.reset_after, 3)
        body = {"message": "You are being rate limited.", "retry_after": wait, "global": False}
        return Reply(429, body, headers | {"X-RateLimit-Scope": "user", "Retry-After": f"{wait:.3f}"}), headers


_BROKEN = object()  # a body that is no JSON


async def _read(request: web.Request) -> tuple[Any, dict[str, tuple[str, bytes]]]:
    """Read a JSON or multipart body."""
    if request.content_type == "multipart/form-data":
        form = await request.post()
        files = {}
        for key, value in form.items():
            match = _FILE_RE.fullmatch(key)
            if match and isinstance(value, web.FileField):
                files[match[1]] = (value.filename, value.file.read())
                value.file.close()
        return json.loads(str(form.get("payload_json", "{}"))), files
    raw = await request.read()
    if not raw:
        return None, {}
    try:
        return json.loads(raw), {}
    except ValueError:
        return _BROKEN, {}


def _on_demand(fault: Fault) -> Reply:
    assert fault.status is not None
    headers = {} if fault.via else {"Via": ""}
    if fault.status == 429:
        headers |= {"Retry-After": f"{fault.retry_after}", "X-RateLimit-Remaining": "0"}
        headers |= {"X-RateLimit-Limit": "5", "X-RateLimit-Reset-After": f"{fault.retry_after}"}
        if fault.everywhere:
            headers["X-RateLimit-Global"] = "true"
    return Reply(fault.status, fault.body(), headers)


def _find(method: str, path: str) -> tuple[Route, dict[str, str]] | None:
    for route in ROUTES:
        if route.method == method:
            match = route.pattern.fullmatch(path)
            if match:
                return route, match.groupdict()
    return None
