"""`whosays ask --llm …`: the default answer at once, what a language model adds below it."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

from bot.cli.console import warn, write
from bot.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.answer.ask import AskOptions
    from bot.answer.conversation import Conversation
    from bot.answer.types import Answer
    from bot.cli.ask import Request
    from bot.cli.console import Session
    from bot.llm.spec import Spec
    from index.index import Index
    from index.store.doctor import Problem

#: The variable that switches the mode on; no file does, so that no folder can send articles anywhere by being entered.
VARIABLE = "WHOSAYS_LLM"


def named(given: str | None) -> str | None:
    """Return the model that the command line or the environment names; "off" and nothing are none."""
    found = given if given is not None else os.environ.get(VARIABLE, "")
    return None if found.strip() in ("", "off") else found


def told(spec: Spec) -> str:
    """Say in one line that a model is on and what goes where: articles may not be everybody's."""
    from bot.llm.spec import SENT

    return f"language model: {spec} is on; {SENT} go to {spec.place}"


def problems() -> Iterator[Problem]:
    """Yield what is wrong with the language model that the environment names; nothing is sent to it."""
    from bot.llm.spec import ModelSettingError, parse
    from index.store.doctor import Problem

    model = named(None)
    if model is None:
        return
    off = f"correct {VARIABLE}, or unset it to do without"
    try:
        spec = parse(model)
    except ModelSettingError as error:
        yield Problem("llm", VARIABLE, str(error), off, serious=False)
        return
    if not spec.answers():
        what = "its server does not take connections"
        yield Problem("llm", spec.place, what, f"start it, or unset {VARIABLE}: answers do not need it", serious=False)


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
    from bot.llm.cache import FILE_NAME, Cache
    from bot.llm.spec import ModelSettingError, parse

    try:
        spec = parse(model)
    except ModelSettingError as error:
        raise UsageError(f"--llm: {error}") from None
    with Assistant(spec, cache=Cache(session.home / FILE_NAME)) as assistant:
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
