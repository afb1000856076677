"""What Discord asks in a modal, as plain data with Discord's limits."""

from __future__ import annotations

from dataclasses import dataclass

from bot.discord import escape
from bot.discord.components import MAX_CUSTOM_ID, MAX_OPTION_LABEL, MAX_OPTIONS, LimitError, Option
from bot.discord.ids import Action

#: Characters of a modal's title and of an input's label; of a text input's value and placeholder; inputs of a modal.
MAX_TITLE, MAX_LABEL, MAX_VALUE, MAX_HINT, MAX_INPUTS = 45, 45, 4000, 100, 5
#: Characters of a question in Discord; product.md, "Decided".
_MAX_QUESTION = 300
#: Characters of a reader's remark on an answer.
_MAX_COMMENT = 1000


@dataclass(frozen=True, slots=True)
class Field:
    """A line, or lines, to type."""

    #: Names the value when the form comes back.
    key: str
    label: str
    hint: str = ""
    most: int = _MAX_QUESTION
    lines: bool = False
    required: bool = True


@dataclass(frozen=True, slots=True)
class Choice:
    """One of a few, to pick."""

    key: str
    label: str
    options: tuple[Option, ...]
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Form:
    """A modal; its custom id is an `Action` that says what it was opened for.

    Raises:
        LimitError: Discord would refuse it.
    """

    title: str
    action: Action
    inputs: tuple[Field | Choice, ...]

    def __post_init__(self) -> None:
        """Check every limit."""
        keys = [item.key for item in self.inputs]
        checks = {
            "title": 0 < len(self.title) <= MAX_TITLE,
            "custom id": len(self.action.custom_id) <= MAX_CUSTOM_ID,
            "inputs": 0 < len(keys) <= MAX_INPUTS and len(keys) == len(set(keys)),
            "labels": all(0 < len(item.label) <= MAX_LABEL and len(item.hint) <= MAX_HINT for item in self.inputs),
            "sizes": all(0 < item.most <= MAX_VALUE for item in self.inputs if isinstance(item, Field)),
            "options": all(_options(item) for item in self.inputs if isinstance(item, Choice)),
        }
        wrong = [name for name, right in checks.items() if not right]
        if wrong:
            raise LimitError(f"Discord would refuse this form: {', '.join(wrong)}")


def _options(choice: Choice) -> bool:
    sizes = [(len(option.label), len(option.value), len(option.description or "-")) for option in choice.options]
    distinct = len({option.value for option in choice.options}) == len(sizes)
    return 0 < len(sizes) <= MAX_OPTIONS and distinct and all(0 < n <= MAX_OPTION_LABEL for row in sizes for n in row)


def follow_up(action: Action, before: str) -> Form:
    """Ask for the next question; the value's key is "question".

    Args:
        action: what the form was opened for.
        before: the question that the next one follows.

    """
    hint = escape.label(f"After: {before}", MAX_HINT)
    return Form("Follow up", action, (Field("question", "Your next question", hint, lines=True),))


def goto(action: Action, pages: int) -> Form:
    """Ask for a page number; the value's key is "page"."""
    return Form("Go to page", action, (Field("page", f"Page, 1 to {pages}", str(pages), most=len(str(pages))),))


#: Values of the reasons for a 👎.
REASONS = ("wrong", "missing", "other")


def feedback(action: Action) -> Form:
    """Ask what is wrong with an answer; the values' keys are "reason" (one of `REASONS`) and "comment"."""
    options = (
        Option("Something in it is wrong", "wrong", "A value, a quote, a speaker or an outlet"),
        Option("A source is missing", "missing", "An outlet or an article says something on it"),
        Option("Something else", "other"),
    )
    hint = "Which outlet or which quote, for example"
    comment = Field("comment", "What is it? (optional)", hint, most=_MAX_COMMENT, lines=True, required=False)
    return Form("What is wrong?", action, (Choice("reason", "Reason", options), comment))
