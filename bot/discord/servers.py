"""Settings of servers, in memory: messages are weighed against them many times a second."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bot.discord.store import Store

#: How messages of a channel are met: answered when they mention the bot; also without; or not at all.
MODES = ("mention", "auto", "off")


class Servers:
    """What the servers have set. Reads are plain look-ups; the event loop owns it."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._values = {(guild, channel, key): value for guild, channel, key, value in store.settings()}

    def get(self, guild: int | None, channel: int, key: str) -> str | None:
        """Return a setting of a channel, or with channel 0 of the whole server."""
        return None if guild is None else self._values.get((guild, channel, key))

    def number(self, guild: int | None, key: str) -> int | None:
        """Return a number that a server has set."""
        value = self.get(guild, 0, key)
        return int(value) if value is not None else None

    def outlets(self, guild: int | None) -> tuple[str, ...]:
        """Return the ids of the outlets that a server restricts its answers to; empty for all."""
        return tuple((self.get(guild, 0, "outlets") or "").split()) if guild is not None else ()

    def mode(self, guild: int | None, *places: int | None) -> str:
        """Return how messages are met, by the first of the places (thread, channel) that has a setting."""
        for place in places:
            if place is not None and (found := self.get(guild, place, "mode")):
                return found
        return self.get(guild, 0, "mode") or MODES[0]

    def of(self, guild: int) -> list[tuple[int, str, str]]:
        """Return what a server has set: (channel, key, value), sorted; channel 0 is the whole server."""
        return sorted((channel, key, value) for (g, channel, key), value in self._values.items() if g == guild)

    def set(self, guild: int, channel: int, key: str, value: str | None) -> None:
        """Set a setting, on disk first, or with None go back to the default."""
        self._store.configure(guild, channel, key, value)
        self.know(guild, channel, key, value)

    def know(self, guild: int, channel: int, key: str, value: str | None) -> None:
        """Take up a setting that is on disk already."""
        if value is None:
            self._values.pop((guild, channel, key), None)
        else:
            self._values[guild, channel, key] = value

    def leave(self, guild: int) -> None:
        """Forget a server."""
        self._store.leave(guild)
        self.unknow(guild)

    def unknow(self, guild: int) -> None:
        """Drop the settings of a server that are gone from the disk already."""
        for place in [place for place in self._values if place[0] == guild]:
            del self._values[place]
