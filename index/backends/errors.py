"""What can go wrong with a store on another machine; no message names a password."""

from __future__ import annotations

from index.errors import StoreError


class StoreUrlError(StoreError):
    """The text does not name a store."""

    exit_code = 2


class ExtraMissingError(StoreError):
    """The packages that talk to this kind of store are not installed."""

    exit_code = 2

    def __init__(self, extra: str, package: str) -> None:
        super().__init__(f"this store needs {package}, which is not installed: pip install 'whosays[{extra}]'")


class UnreachableError(StoreError):
    """The store does not answer, or stopped in the middle: there is no half answer, and nothing stored is lost."""

    exit_code = 4

    def __init__(self, where: str, reason: str) -> None:
        first = reason.strip().splitlines()[0].strip() if reason.strip() else "no reason given"
        super().__init__(
            f"cannot reach {where} ({first}): check that it runs, the address and your rights; then try again"
        )


class TooSlowError(UnreachableError):
    """The store took too long over one statement; asked again, it would take as long."""


class MovedOnError(StoreError):
    """The state that this index reads was given up since: other processes published newer ones long ago."""

    exit_code = 5

    def __init__(self, where: str) -> None:
        super().__init__(f"the articles in {where} have changed too often since they were opened: open them anew")
