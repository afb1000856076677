"""What can go wrong with the stored index; each error names the thing, the place and the next step."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


_MEND = "`whosays doctor` shows the damage, `whosays doctor --repair` mends what can be mended"
#: What helps when nothing is left to mend.
START_ANEW = "restore it from a backup, or move the folder away and add your articles again"


class StoreError(Exception):
    """Something about the stored index. `exit_code` is the command line's."""

    exit_code: int = 70


class NoIndexError(StoreError):
    """There is no index in the folder."""

    exit_code = 3

    def __init__(self, home: Path) -> None:
        super().__init__(f"no index in {home}: add articles with `whosays add PATH`")
        self.home = home


class DamagedError(StoreError):
    """Stored data is not what was written."""

    exit_code = 4

    def __init__(self, what: str, where: Path | str, step: str = _MEND) -> None:
        super().__init__(f"{what} in {where}: {step}")
        self.what = what
        self.where = where


class AccessError(StoreError):
    """The store is there but the system does not let us read or write it."""

    exit_code = 4

    def __init__(self, where: Path | str, reason: str) -> None:
        super().__init__(f"cannot use {where}: {reason}; check its permissions with `whosays doctor`")
        self.where = where


class LockedError(StoreError):
    """Another process is writing."""

    exit_code = 5

    def __init__(self, home: Path, pid: int | None) -> None:
        by = "another process" if pid is None else f"process {pid}"
        super().__init__(f"{home} is locked by {by}, which is changing it: try again when it has finished")
        self.home = home
        self.pid = pid


class MismatchError(StoreError):
    """The store was made by another embedder or version, and mixing them would give wrong ranks."""

    exit_code = 4

    def __init__(self, what: str, stored: object, given: object, step: str = "run `whosays reindex`") -> None:
        super().__init__(f"the index was built with {what} {stored}, now there is {given}: {step}")
        self.stored = stored
        self.given = given
        self.step = step


class DiskFullError(StoreError):
    """A write was refused for want of space; what was acknowledged before is kept."""

    exit_code = 6

    def __init__(self, where: Path | str, reason: str) -> None:
        super().__init__(
            f"no space to write {where} ({reason}): free some and run the command again; nothing stored is lost"
        )
        self.where = where


class UnknownArticleError(StoreError):
    """No live article has this id."""

    exit_code = 2

    def __init__(self, refs: tuple[str, ...]) -> None:
        names = ", ".join(refs)
        super().__init__(f"no article {names} in the index: `whosays articles` lists them")
        self.refs = refs
