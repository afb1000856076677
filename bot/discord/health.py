"""`/healthz` on the loopback interface: for containers and service managers."""

from __future__ import annotations

import json
import math
import time
from typing import TYPE_CHECKING

from aiohttp import web

if TYPE_CHECKING:
    from bot.discord.client import Bot
    from bot.discord.desk import Desk


def report(bot: Bot | None, desk: Desk) -> dict[str, object]:
    """Return what is told; `ok` is false while questions could not be answered."""
    ready = bot is not None and bot.is_ready() and not bot.is_closed()
    latency = bot.latency if bot is not None and ready else math.inf
    silent = time.time() - bot.last_event if bot is not None else math.inf
    ok = ready and math.isfinite(latency) and not desk.closing
    return {
        "ok": ok,
        "ready": ready,
        "latency_ms": round(1000 * latency) if math.isfinite(latency) else None,
        "seconds_since_event": round(silent) if math.isfinite(silent) else None,
        "articles": len(desk.service.articles),
        "busy": desk.line.busy,
        "waiting": desk.line.waiting,
        "open": desk.open,
        "stopping": desk.closing,
    }


async def serve(port: int, current: list[Bot], desk: Desk) -> web.AppRunner:
    """Listen on 127.0.0.1 until the runner is cleaned up.

    Args:
        port: where; 0 chooses a free one.
        current: holds the connected client, or nothing.
        desk: the questions.

    Raises:
        OSError: the port is taken.
    """

    async def healthz(_: web.Request) -> web.Response:
        data = report(current[0] if current else None, desk)
        return web.Response(text=json.dumps(data), status=200 if data["ok"] else 503, content_type="application/json")

    app = web.Application()
    app.router.add_get("/healthz", healthz)
    runner = web.AppRunner(app, access_log=None, handle_signals=False)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", port).start()
    return runner
