"""Work that is begun before its result is needed."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

V = TypeVar("V")


class Ahead(Generic[V]):
    """Runs a function on a thread of its own; `result` waits for it and returns or raises what it did."""

    def __init__(self, work: Callable[[], V], name: str) -> None:
        self._work = work
        self._value: V | None = None
        self._error: BaseException | None = None
        self._thread = threading.Thread(target=self._run, name=name)
        self._thread.start()

    def _run(self) -> None:
        try:
            self._value = self._work()
        except BaseException as error:  # raised again for whoever asks for the result
            self._error = error

    def wait(self) -> None:
        """Wait until it is done, one way or the other."""
        self._thread.join()

    def result(self) -> V:
        """Return what the function returned, once it has."""
        self._thread.join()
        if self._error is not None:
            raise self._error
        value: V = self._value  # type: ignore[assignment]  # it returned, and V may be None
        return value
