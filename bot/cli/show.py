"""`whosays show`: an article as stored, with the quote marked."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bot.cli import homes
from bot.cli.console import write
from bot.errors import Exit, NotFoundError
from bot.history import History
from bot.render import gate, parts
from bot.render.text import wrap

if TYPE_CHECKING:
    from bot.cli.console import Session
    from corpus.types import Article

#: Marks of a quote that need no colour.
_OPEN, _CLOSE = "»»", "««"


def run(session: Session, ref: str) -> int:
    """Print the article of a numbered quote of the last answer, or the article with an id."""
    marked: tuple[int, int] | None = None
    if ref.strip("[]").isdigit() and (quote := _numbered(session, int(ref.strip("[]")))):
        ref, marked = str(quote["article"]), (int(quote["start"]), int(quote["end"]))
        with homes.open_index(session) as index:
            article = homes.find_article(index, ref)
        if article.text[slice(*marked)] != quote["quote"]:
            session.note("the article has changed since that answer: the quote is no longer at its place")
            at = article.text.find(quote["quote"])
            marked = (at, at + len(quote["quote"])) if at >= 0 else None
    else:
        with homes.open_index(session) as index:
            article = homes.find_article(index, ref)
    write(_page(session, article, marked))
    return Exit.OK


def _numbered(session: Session, number: int) -> dict[str, Any] | None:
    """Return the quote with this number in the last answer; None when the number may be an article's id."""
    last = History(session.home).last() if session.settings.history else None
    if last is None:
        return None
    claims = [claim for position in last.answer.get("positions", ()) for claim in position["claims"]]
    quotes = [*claims, *last.answer.get("nearest", ())]
    found = next((quote for quote in quotes if quote.get("n") == number), None)
    if found is None and claims:
        raise NotFoundError(f"the last answer has no quote [{number}], only [1] to [{len(quotes)}]")
    return found


def _page(session: Session, article: Article, marked: tuple[int, int] | None) -> str:
    lines = [gate.line(article.title or article.id)]
    facts = [parts.outlet_name(article.outlet), parts.date(article.published)]
    facts += [f"updated {parts.date(article.updated)}"] if article.updated else []
    facts += [text for text in (article.author, article.wire, article.url) if text]
    lines += [gate.line(" · ".join(facts)), gate.line(article.id), ""]
    text = article.text
    if marked:
        text = f"{text[: marked[0]]}{_OPEN}{text[slice(*marked)]}{_CLOSE}{text[marked[1] :]}"
    for line in gate.terminal(text).split("\n"):
        lines += wrap(line, session.width)
    page = "\n".join(lines).rstrip("\n") + "\n"
    # An article that holds the marks itself would switch the emphasis on and never off.
    if session.colour and _OPEN not in article.text and _CLOSE not in article.text:
        page = page.replace(_OPEN, f"\x1b[1m{_OPEN}").replace(_CLOSE, f"{_CLOSE}\x1b[0m")
    return page
