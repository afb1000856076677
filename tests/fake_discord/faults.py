"""Failures on demand, and Discord's rate limits."""

from __future__ import annotations

import hashlib
import re
from collections import deque
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tests.fake_discord.clock import Clock

GLOBAL_PER_SECOND = 50  # requests; the interaction endpoints do not count
# route -> (requests, seconds), as measured on Discord; the rest get _OTHERS
REAL_LIMITS: Mapping[str, tuple[int, float]] = {
    "POST /channels/{channel}/messages": (5, 5.0),
    "PATCH /channels/{channel}/messages/{message}": (5, 5.0),
    "POST /channels/{channel}/typing": (5, 5.0),
    "POST /webhooks/{application}/{token}": (5, 2.0),
}
# For bots that are tested for something else than their patience.
RELAXED_LIMITS: Mapping[str, tuple[int, float]] = {route: (1000, 1.0) for route in REAL_LIMITS}
_OTHERS = (50, 1.0)


@dataclass(slots=True)
class Fault:
    """What goes wrong with the next requests that match."""

    pattern: re.Pattern[str]
    count: int
    status: int | None = None
    retry_after: float = 0.05
    everywhere: bool = False  # a 429 of the whole bot rather than of one route
    via: bool = True  # a 429 without the Via header comes from Cloudflare and is final
    drop: bool = False
    delay: float = 0.0
    after: bool = False  # the request is carried out and only its reply is lost
    hits: int = 0

    @property
    def carries_out(self) -> bool:
        """Whether the request is carried out all the same."""
        return self.after or not (self.drop or self.status)

    def body(self) -> dict[str, object]:
        if self.status == 429:
            message = "You are being rate limited."
            return {"message": message, "retry_after": self.retry_after, "global": self.everywhere}
        return {"message": f"{self.status}: on demand", "code": 0}


@dataclass(slots=True)
class Faults:
    """The failures that a test ordered."""

    ordered: list[Fault] = field(default_factory=list)

    def take(self, call: str) -> Fault | None:
        """The first fault that matches "METHOD /path" and is not used up."""
        for fault in self.ordered:
            if fault.hits < fault.count and fault.pattern.search(call):
                fault.hits += 1
                return fault
        return None


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a bucket stands after a request."""

    limit: int
    remaining: int
    reset_after: float
    bucket: str
    refused: bool

    def headers(self, now: float) -> dict[str, str]:
        return {
            "X-RateLimit-Limit": str(self.limit),
            "X-RateLimit-Remaining": str(self.remaining),
            "X-RateLimit-Reset": f"{now + self.reset_after:.3f}",
            "X-RateLimit-Reset-After": f"{self.reset_after:.3f}",
            "X-RateLimit-Bucket": self.bucket,
        }


class RateLimits:
    """Counts requests: per route and channel (or token), and over all."""

    def __init__(self, clock: Clock, limits: Mapping[str, tuple[int, float]], per_second: int) -> None:
        self._clock = clock
        self._limits = limits
        self._per_second = per_second
        self._windows: dict[tuple[str, str], tuple[float, int]] = {}
        self._recent: deque[float] = deque()

    def overall(self) -> float:
        """Count a request; returns the seconds to wait when there were too many, else 0."""
        now = self._clock.now()
        while self._recent and self._recent[0] <= now - 1:
            self._recent.popleft()
        if len(self._recent) >= self._per_second:
            return self._recent[0] + 1 - now
        self._recent.append(now)
        return 0.0

    def route(self, route: str, major: str) -> Standing:
        """Count a request to a route; `major` is the channel, guild or token it is about."""
        limit, seconds = self._limits.get(route, _OTHERS)
        now = self._clock.now()
        start, used = self._windows.get((route, major), (now, 0))
        if now - start >= seconds:
            start, used = now, 0
        refused = used >= limit
        if not refused:
            used += 1
            self._windows[route, major] = (start, used)
        bucket = hashlib.md5(route.encode(), usedforsecurity=False).hexdigest()
        return Standing(limit, limit - used, start + seconds - now, bucket, refused)
