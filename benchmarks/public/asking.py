"""Questions with the documents that belong to them, answered by `ask` on an index of these documents alone.

The sets hand every question its documents, so all of them are taken as one story: choosing a story is measured
elsewhere. Nothing else of the product is replaced; with one story the vectors decide only which sentences are shown
beside an answer, so they are made without the encoder.
"""

from __future__ import annotations

import tempfile
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bot.answer.ask import AskOptions, ask
from bot.evaluate.plain import WordVectors
from corpus.types import Article, Outlet
from index.index import Index
from index.types import Story
from index.writer import add

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import TypeVar

    from bot.answer.types import Answer, Position
    from bot.models.chosen import Chosen

    Given = TypeVar("Given")
    Made = TypeVar("Made")

#: Work handed to a process at a time: enough that handing over costs nothing, little enough that both end together.
_CHUNK = 8


@dataclass(frozen=True, slots=True)
class Task:
    """One question with its documents."""

    id: str
    question: str
    articles: tuple[Article, ...]


@dataclass(frozen=True, slots=True)
class Shown:
    """One position as a reader sees it."""

    #: As the product displays it.
    display: str
    #: As the documents print it.
    printed: tuple[str, ...]
    quotes: tuple[str, ...]
    #: Ids of the articles that are quoted for it.
    articles: frozenset[str]
    superseded: bool = False

    @property
    def wordings(self) -> tuple[str, ...]:
        """The display and what the documents print; an answer is right when one of them is."""
        return (self.display, *self.printed)


@dataclass(frozen=True, slots=True)
class Reply:
    """What the product answered."""

    id: str
    state: str
    positions: tuple[Shown, ...]

    @property
    def first(self) -> tuple[str, ...]:
        """The wordings of the first current position; none when there is no answer."""
        return next((shown.wordings for shown in self.positions if not shown.superseded), ())


class OneStory(Index):
    """An index whose articles are all about one thing, because the test set says so."""

    def stories(self) -> tuple[Story, ...]:
        """Return the one story that holds every article."""
        return (Story("given", "given", tuple(article.id for article in self.articles())),)


def tasks(rows: Sequence[dict[str, Any]], *, text: str = "text", apart: bool = False) -> list[Task]:
    """Return the questions of a set in the common shape.

    Args:
        rows: the records.
        text: the field of a document that is read.
        apart: each document is an outlet of its own, in sets whose documents name none, or all the same one.
    """
    return [Task(row["id"], row["question"], tuple(_articles(row, text, apart))) for row in rows]


def _articles(row: dict[str, Any], text: str, apart: bool) -> list[Article]:
    out = []
    for document in row["documents"]:
        name = str(document["id"] if apart else document.get("outlet") or document["id"])
        outlet = Outlet("-".join(name.casefold().split()), name, registered=False)
        title = document.get("title") or ""
        out.append(Article(document["id"], outlet, title, document[text], document.get("url"), document.get("date")))
    return out


def reply(task: Task, trained: Chosen | None = None) -> Reply:
    """Answer one question from its documents; without the trained reader by rules alone."""
    with tempfile.TemporaryDirectory(dir=memory()) as folder:
        home = Path(folder)
        add(home, task.articles, WordVectors())
        with OneStory.open(home, WordVectors(), one_shot=True) as index:
            return shown(task.id, ask(task.question, index, options=AskOptions(trained=trained)))


def shown(key: str, answer: Answer) -> Reply:
    """Return an answer in the form that the scorers read."""
    return Reply(key, answer.state.value, tuple(_shown(position) for position in answer.positions))


def _shown(position: Position) -> Shown:
    printed = []
    for claim in position.claims:
        span = claim.reading.span
        printed.append(claim.article.text[span.start : span.end])
    return Shown(
        str(position.value),
        tuple(dict.fromkeys(printed)),
        tuple(dict.fromkeys(claim.quote.text for claim in position.claims)),
        frozenset(claim.article.id for claim in position.claims),
        position.superseded,
    )


def memory() -> str | None:
    """Return a folder in memory, where the system has one: an index of ten snippets lives for a tenth of a second."""
    return "/dev/shm" if Path("/dev/shm").is_dir() else None


def spread(work: Callable[[Given], Made], given: Sequence[Given], processes: int, chunk: int = _CHUNK) -> list[Made]:
    """Return what the work makes of each, in order, on so many processes."""
    if processes < 2 or len(given) <= chunk:
        return [work(one) for one in given]
    # Not forked: the encoder's runtime has threads, which a fork would lose half-way.
    with ProcessPoolExecutor(processes, get_context("spawn")) as pool:
        return list(pool.map(work, given, chunksize=chunk))
