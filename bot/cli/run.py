"""Runs one command and turns whatever ends it into an exit code and at most one line."""

from __future__ import annotations

import errno
import gc
import io
import os
import sys
from datetime import UTC
from typing import TYPE_CHECKING

from bot.cli.console import warn
from bot.cli.words import COMMANDS, arrange
from bot.errors import Exit, WhosaysError

if TYPE_CHECKING:
    from pathlib import Path

#: 128 + SIGINT, as shells have it.
_INTERRUPTED = 130
LOG_NAME = "whosays.log"
#: Error numbers of a full disk and of a used-up quota.
_NO_ROOM = frozenset({errno.ENOSPC, errno.EDQUOT})


def run(argv: list[str]) -> int:
    """Run the command line and return its exit code; nothing but the code leaves this function."""
    for name in ("stdin", "stdout", "stderr"):
        if getattr(sys, name) is None:
            # Started with a closed stream, as some daemons do.
            mode = "r" if name == "stdin" else "w"
            setattr(sys, name, open(os.devnull, mode, encoding="utf-8"))  # noqa: SIM115 -- open until the end
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            # A terminal in another encoding gets \u2026 instead of a traceback.
            stream.reconfigure(errors="backslashreplace")
    try:
        code = _command(argv)
        sys.stdout.flush()
    except BrokenPipeError:
        _drop_output()
        return Exit.OK
    except OSError as error:
        # What was printed last did not fit where standard output leads.
        _drop_output()
        warn(f"cannot write the output: {error.strerror}")
        return Exit.REFUSED
    return code


def _drop_output() -> None:
    """Lead standard output nowhere: Python flushes it once more when it ends, and what it holds cannot be written."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _command(argv: list[str]) -> int:
    try:
        arranged = arrange(argv)
        if len(arranged) > 1 and arranged[0] == "ask" and not any(word.startswith("-") for word in arranged):
            return _plain_question(tuple(arranged[1:]))
        from bot.cli.app import invoke

        return invoke(arranged)
    except BrokenPipeError:
        raise
    except OSError as error:
        if error.errno in _NO_ROOM and error.filename is None:
            raise
        return _known(error) or _internal(error, argv)
    except KeyboardInterrupt:
        warn("interrupted")
        return _INTERRUPTED
    except WhosaysError as error:
        for line in str(error).splitlines():
            warn(line)
        return int(error.exit_code)
    except Exception as error:  # the last line of defence: one line for the user, the rest in the log
        return _known(error) or _internal(error, argv)


def _plain_question(words: tuple[str, ...]) -> int:
    """Answer a question that comes without options; the library that reads options takes 0.15 s to import."""
    from bot.cli.ask import Request
    from bot.cli.ask import run as answer
    from bot.cli.console import Session
    from bot.config import load

    settings = load({})
    collects = gc.isenabled()
    # Imports make many objects and no garbage: looking through them again and again takes a twelfth of the time.
    gc.disable()
    try:
        if not settings.get("embedder"):
            from index.encoder import Encoder

            # Every question needs it, and it takes as long as importing what reads the articles.
            Encoder.bundled().open_ahead()
        return answer(Session(settings, quiet=False, verbose=False), Request(question=words))
    finally:
        if collects:
            gc.enable()


def _known(error: Exception) -> int:
    """Report the errors of the other layers that carry their own explanation; 0 when this is none of them."""
    from index.errors import StoreError

    if isinstance(error, StoreError):
        warn(str(error))
        return int(error.exit_code)
    if type(error).__module__.split(".")[0] in ("bot", "corpus", "index") and isinstance(error, ValueError):
        warn(str(error))
        return int(getattr(error, "exit_code", Exit.USAGE))
    if isinstance(error, OSError) and error.filename is not None:
        warn(f"{error.filename}: {error.strerror}")
        return int(Exit.USAGE)
    return 0


def _internal(error: Exception, argv: list[str]) -> int:
    import traceback
    from datetime import datetime

    now = datetime.now(UTC)
    reference = f"{now:%Y%m%dT%H%M%S}-{os.getpid()}"
    trace = "".join(traceback.format_exception(error))
    # Nothing but a command's name: an option's value may be an address with a password.
    command = next((word for word in argv if word in COMMANDS), "ask")
    where = _append_log(f"{reference} {command}\n{trace}\n", home_flag(argv))
    place = f"see {reference} in {where}" if where else f"{type(error).__name__}: {error}"
    warn(f"internal error, please report it: {place}")
    return int(Exit.INTERNAL)


def home_flag(argv: list[str]) -> str | None:
    """Return what `--home` says on a command line that may not parse."""
    for i, word in enumerate(argv):
        if word.startswith("--home="):
            return word.removeprefix("--home=")
        if word == "--home" and i + 1 < len(argv):
            return argv[i + 1]
    return None


def _append_log(text: str, home_given: str | None) -> Path | None:
    """Write to the log in the home folder; None when it cannot be written."""
    from bot.config import load
    from bot.errors import ConfigError

    try:
        home = load({"home": home_given}).home
        home.mkdir(parents=True, exist_ok=True)
        path = home / LOG_NAME
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600), "a", encoding="utf-8") as file:
            file.write(text)
    except (OSError, ConfigError):
        return None
    return path
