"""`whosays ask --llm …`: the default answer at once, what a language model adds below it."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

from bot.cli.console import warn, write
from bot.errors import UsageError

if TYPE_CHECKING:
    from bot.answer.ask import AskOptions
    from bot.answer.conversation import Conversation
    from bot.answer.types import Answer
    from bot.cli.ask import Request
    from bot.cli.console import Session
    from index.index import Index

#: The variable that switches the mode on; no file does, so that no folder can send articles anywhere by being entered.
VARIABLE = "WHOSAYS_LLM"
CACHE_NAME = "llm-replies.sqlite"


def named(given: str | None) -> str | None:
    """Return the model that the command line or the environment names; "off" and nothing are none."""
    found = given if given is not None else os.environ.get(VARIABLE, "")
    return None if found.strip() in ("", "off") else found


def answered(
    session: Session,
    request: Request,
    model: str,
    question: str,
    index: Index,
    options: AskOptions,
    conversation: Conversation | None,
) -> Answer:
    """Print the default answer, then what is added, and return the default answer: exit code and history are its.

    Raises:
        UsageError: the model is named in a form that cannot be read.
    """
    from bot.cli.ask import rendered
    from bot.llm import show
    from bot.llm.assist import Assistant
    from bot.llm.cache import Cache
    from bot.llm.spec import ModelSettingError, parse

    try:
        spec = parse(model)
    except ModelSettingError as error:
        raise UsageError(f"--llm: {error}") from None
    with Assistant(spec, cache=Cache(session.home / CACHE_NAME)) as assistant:
        steps = assistant.stream(question, index, options=options, conversation=conversation)
        first = next(steps)
        if not request.json:
            write(rendered(session, request, first.answer))
            sys.stdout.flush()
        *_, last = steps
    if request.json:
        from bot.render import json

        data = {**json.as_dict(first.answer), "language_model": {"model": str(spec), **show.as_dict(last)}}
        write(json.dumps(data, indent=2) + "\n")
    elif request.markdown:
        below = show.markdown(last, first.answer)
        write("\n" + below if below else "")
    else:
        below = show.text(last, first.answer, session.width)
        write("\n" + below if below else "")
    for note in last.notes:
        warn(f"{note}; the answer stands without it")
    return first.answer
