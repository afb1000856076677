"""How often somebody may ask: sliding windows that know the exact time of the next turn."""

from __future__ import annotations

from collections import OrderedDict, deque
from dataclasses import dataclass

#: Length of a window, seconds: the settings count questions in a minute.
WINDOW = 60.0
#: Keys remembered at once; the ones unused for longest go first. An attack with many accounts must not fill the memory.
MAX_KEYS = 10_000
#: Admissions of one key remembered: no server may set a higher limit.
_MOST_TIMES = 1_000


@dataclass(frozen=True, slots=True)
class Refused:
    """Too many questions."""

    #: Seconds until the next one is admitted.
    wait: float
    #: The first refusal since the last admission: worth a reply; later ones are met with silence where a reply is noise.
    first: bool


class Limiter:
    """At most `most` admissions of a key within any `WINDOW` seconds. Not safe between threads; the event loop owns it."""

    def __init__(self, most: int, window: float = WINDOW) -> None:
        #: 0 admits everything.
        self.most = most
        self._window = window
        self._admitted: OrderedDict[object, deque[float]] = OrderedDict()
        self._told: dict[object, set[str]] = {}

    def check(self, key: object, now: float, most: int | None = None, *, way: str = "") -> Refused | None:
        """Return why the key is not admitted at `now`; None when it would be.

        Args:
            key: who, or where.
            now: the time, seconds.
            most: a limit of its own, which a server may set.
            way: how the question came: each way has a first refusal.
        """
        most = self.most if most is None else most
        times = self._admitted.get(key)
        if most == 0 or times is None:
            return None
        recent = [time for time in times if time + self._window > now]
        if len(recent) < most:
            return None
        ways = self._told.setdefault(key, set())
        first = way not in ways
        ways.add(way)
        # With a limit lowered meanwhile, more than one admission must leave the window first.
        return Refused(recent[len(recent) - most] + self._window - now, first)

    def admit(self, key: object, now: float) -> None:
        """Count an admission."""
        times = self._admitted.setdefault(key, deque(maxlen=_MOST_TIMES))
        times.append(now)
        self._admitted.move_to_end(key)
        self._told.pop(key, None)
        while len(self._admitted) > MAX_KEYS:
            old, _ = self._admitted.popitem(last=False)
            self._told.pop(old, None)
