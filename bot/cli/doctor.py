"""`whosays doctor`: checks, repairs and compacts what is stored."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from bot.cli import homes, llm
from bot.errors import Exit
from bot.render.parts import counted

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.cli.console import Session
    from index.store.doctor import Problem
    from index.types import Embedder


def run(session: Session, *, repair: bool, compact: bool) -> int:
    """Print every problem with its next step; the exit code is 4 when one of them is serious."""
    from bot.models.chosen import chosen
    from index.store import doctor

    session.out(f"home: {session.home}")
    session.out(f"settings: {session.settings.file or 'defaults'}")
    session.out(f"outlets: {len(homes.registry(session).outlets)} registered")
    model = homes.embedder(session)
    session.out(f"embedding model: {model.fingerprint[:16]}, {model.dimension} dimensions")
    reader = chosen(session.settings)
    session.out(f"trained reader: {reader.name if reader else 'off, rules answer alone'}")
    _say_model(session)
    if session.settings.store:
        return _store(session, model, repair=repair, compact=compact)
    if repair:
        left = doctor.repair(session.home, model)
        session.out("repaired what could be repaired")
        return _report(session, left)
    if compact:
        freed = doctor.compact(session.home)
        session.out(f"compacted: {counted(freed, 'version')} of removed articles forgotten")
    unsound = model_problems(model)
    found = [*unsound, *_reader(session), *llm.problems(), *doctor.check(session.home, None if unsound else model)]
    return _report(session, found)


def _store(session: Session, model: Embedder, *, repair: bool, compact: bool) -> int:
    """Do the same for a store beyond this machine."""
    from index.backends import doctor

    location = homes.location(session)
    session.out(f"store: {location}")
    if repair:
        doctor.repair(location, session.home)
        session.out("repaired what could be repaired")
    if compact:
        gone = doctor.compact(location, session.home)
        session.out(f"compacted: {counted(gone, 'vector')} of removed passages deleted")
    unsound = model_problems(model)
    problems = doctor.check(location, session.home, None if unsound else model)
    found = [*unsound, *_reader(session), *llm.problems(), *problems]
    if not found:
        with homes.open_index(session) as index:
            session.out(f"index: {counted(index.count, 'article')}, no problems")
        return Exit.OK
    return _report(session, found)


def _say_model(session: Session) -> None:
    """Say that a language model is on, and what goes where, where one is."""
    from bot.llm.spec import ModelSettingError, parse

    model = llm.named(None)
    if model is not None:
        with suppress(ModelSettingError):  # `problems` tells it, with what to do
            session.out(llm.told(parse(model)))


def model_problems(model: Embedder) -> list[Problem]:
    """Return what is wrong with the files of the bundled model; a named one was read when it was loaded."""
    from index.encoder import Encoder, ModelError
    from index.store.doctor import Problem

    if isinstance(model, Encoder):
        try:
            model.check()
        except ModelError as error:
            what, _, step = str(error).rpartition("; ")
            return [Problem("model", "the bundled encoder", what, step)]
    return []


def _reader(session: Session) -> list[Problem]:
    """Return what is wrong with the trained reader; rules answer without it."""
    from bot.models.chosen import chosen
    from bot.models.errors import ModelFileError
    from index.store.doctor import Problem

    reader = chosen(session.settings)
    try:
        if reader is not None:
            reader.check()
    except ModelFileError as error:
        what, _, step = str(error).rpartition("; ")
        return [Problem("model", "the trained reader", what, step, serious=False)]
    return []


def _report(session: Session, problems: Sequence[Problem]) -> int:
    from index.store.database import Database  # only to tell an empty home from a sound index

    serious = [problem for problem in problems if problem.serious]
    for problem in problems:
        session.out(
            f"{'problem' if problem.serious else 'advice'}: {problem.what} ({problem.where}); next: {problem.step}"
        )
    if not problems:
        database = Database.read(session.home)
        session.out(f"index: {counted(len(database.live()), 'article')}, no problems")
        database.close()
    if not serious:
        return Exit.OK
    return Exit.NO_INDEX if all(problem.kind == "no index" for problem in serious) else Exit.DAMAGED
