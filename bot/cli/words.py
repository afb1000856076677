"""What the words on the command line mean: a command, a mistyped one, or a question."""

from __future__ import annotations

import difflib

from bot.errors import UsageError

COMMANDS = (
    "ask", "chat", "add", "articles", "outlets", "show", "status", "doctor", "search", "history", "config", "remove",
    "reindex", "move", "export", "evaluate", "discord",
)  # fmt: skip
#: Options of the program itself. They may stand anywhere before "--"; True takes a value.
GLOBAL = {
    "--home": True, "--store": True, "--reader": True, "--no-models": False,
    "--quiet": False, "-q": False, "--verbose": False, "-v": False,
}  # fmt: skip
#: Options that end the program before a command is needed.
_STANDALONE = frozenset({"--version", "-h", "--help", "--install-completion", "--show-completion"})
#: Options of `ask` that take a value, which is not the question.
_ASK_VALUES = frozenset({"--outlet", "--not-outlet", "--since", "--until", "--story", "--batch", "--llm"})
#: difflib ratio above which one word counts as a mistyped command: "serach", "staus" and "histroy" are above .8.
_CLOSE = 0.78


def arrange(argv: list[str]) -> list[str]:
    """Put the program's options first and a command behind them; without a command it is `ask`.

    >>> arrange(["how many crew died?", "--home", "x"])
    ['--home', 'x', 'ask', 'how many crew died?']

    Raises:
        UsageError: a single word that is nearly a command.

    """
    first, rest = _hoist(argv)
    at = _first_word(rest)
    if at is None:
        needs_ask = any(word not in _STANDALONE for word in rest)
        return [*first, "ask", *rest] if needs_ask else [*first, *rest]
    word = rest[at]
    if at == 0 and word in COMMANDS:
        return [*first, *rest]
    if any(option in _STANDALONE for option in rest[:at]):
        return [*first, *rest]
    if at == 0 and len(rest) == 1:
        _require_no_typing_error(word)
    return [*first, "ask", *rest]


def _require_no_typing_error(word: str) -> None:
    if " " in word or word.endswith("?"):
        return
    close = difflib.get_close_matches(word.lower(), COMMANDS, n=1, cutoff=_CLOSE)
    if close:
        raise UsageError(f"no command {word!r}; did you mean `whosays {close[0]}`? To ask about it: whosays ask {word}")


def _hoist(argv: list[str]) -> tuple[list[str], list[str]]:
    """Separate the program's options from the rest."""
    first: list[str] = []
    rest: list[str] = []
    words = iter(argv)
    for word in words:
        name, _, value = word.partition("=")
        if word == "--":
            rest += [word, *words]
        elif word in GLOBAL:
            first.append(word)
            if GLOBAL[word]:
                first += [item for item in (next(words, None),) if item is not None]
        elif value and GLOBAL.get(name):
            first.append(word)
        else:
            rest.append(word)
    return first, rest


def _first_word(words: list[str]) -> int | None:
    """Return where the first word stands that is neither an option nor an option's value."""
    skip = False
    for i, word in enumerate(words):
        if skip:
            skip = False
        elif word in _ASK_VALUES:
            skip = True
        elif word == "--" or word == "-" or not word.startswith("-"):
            return i
    return None
