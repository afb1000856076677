"""What is wrong with a body, collected the way Discord reports it: `errors.<path>._errors[]`."""

from __future__ import annotations

from typing import Any

from tests.fake_discord.errors import ApiError


class Problems:
    """Collects problems by their place in the body; places are written with dots."""

    def __init__(self, prefix: str = "") -> None:
        self._prefix = prefix
        self._found: list[tuple[str, str, str]] = []

    def add(self, path: str, code: str, message: str) -> None:
        self._found.append((".".join(filter(None, (self._prefix, path))), code, message))

    def text(self, path: str, value: object, low: int, high: int, *, required: bool = False) -> bool:
        """Check a text and its length in code points; true when it is there and right."""
        if value is None:
            if required:
                self.add(path, "BASE_TYPE_REQUIRED", "This field is required")
            return False
        if not isinstance(value, str):
            self.add(path, "STRING_TYPE_CONVERT", f'Could not interpret "{value}" as string.')
            return False
        return self.size(path, len(value), low, high, "in length")

    def size(self, path: str, size: int, low: int, high: int, what: str) -> bool:
        """Check a count against its bounds."""
        if low <= size <= high:
            return True
        if low == 0:
            self.add(path, "BASE_TYPE_MAX_LENGTH", f"Must be {high} or fewer {what}.")
        else:
            self.add(path, "BASE_TYPE_BAD_LENGTH", f"Must be between {low} and {high} {what}.")
        return False

    def number(self, path: str, value: object, low: int, high: int) -> None:
        """Check an optional whole number."""
        if value is None:
            return
        if not isinstance(value, int) or isinstance(value, bool):
            self.add(path, "NUMBER_TYPE_COERCE", f'Value "{value}" is not int.')
        elif value < low:
            self.add(path, "NUMBER_TYPE_MIN", f"int value should be greater than or equal to {low}.")
        elif value > high:
            self.add(path, "NUMBER_TYPE_MAX", f"int value should be less than or equal to {high}.")

    def one_of(self, path: str, value: object, allowed: frozenset[int] | set[int]) -> bool:
        if value in allowed:
            return True
        self.add(path, "BASE_TYPE_CHOICES", f"Value must be one of {sorted(allowed)}.")
        return False

    @property
    def paths(self) -> list[str]:
        return [path for path, _, _ in self._found]

    def raise_any(self) -> None:
        """Refuse the body when anything is wrong with it.

        Raises:
            ApiError: 50035, with every problem at its place.
        """
        if not self._found:
            return
        tree: dict[str, Any] = {}
        for path, code, message in self._found:
            node = tree
            for key in path.split("."):
                node = node.setdefault(key, {})
            node.setdefault("_errors", []).append({"code": code, "message": message})
        raise ApiError(50035, tree)
