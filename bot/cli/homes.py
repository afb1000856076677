"""Opens the home folder's index; an empty default home gets the bundled sample first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.errors import NotFoundError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.cli.console import Session
    from corpus.outlets import Registry
    from corpus.types import Article
    from index.backends.urls import Location
    from index.index import Index
    from index.types import Embedder
    from index.writer import Added, Progress

#: The operator's additions to the packaged registry, in the home folder.
OUTLETS_NAME = "outlets.toml"


def registry(session: Session) -> Registry:
    """Return the packaged outlets with those of the home folder."""
    from corpus.outlets import Registry

    return Registry.load(session.home / OUTLETS_NAME)


def embedder(session: Session) -> Embedder:
    """Return the embedder that the settings name."""
    from index.embedders import embedder as named

    return named(session.settings.embedder)


def open_index(session: Session, *, one_shot: bool = True) -> Index:
    """Open the index.

    Args:
        session: this call.
        one_shot: few questions: a small index is then searched without importing FAISS.

    Raises:
        NoIndexError: there is none.

    """
    named = embedder(session) if session.settings.embedder else None
    if session.settings.store:
        from index.backends.opening import open_index as open_store

        return open_store(location(session), session.home, named)
    from index.index import Index

    return Index.open(session.home, named, one_shot=one_shot)


def location(session: Session) -> Location:
    """Return where articles and vectors are.

    Raises:
        StoreUrlError: the settings name no store that we know.

    """
    from index.backends.urls import parse

    return parse(session.settings.store)


def add(
    session: Session, articles: Sequence[Article], *, progress: Progress | None = None, replace_sample: bool = True
) -> Added:
    """Store articles where the settings say."""
    model = embedder(session)
    if session.settings.store:
        from index.backends.opening import add as share

        return share(location(session), session.home, articles, model, progress=progress, replace_sample=replace_sample)
    from index.writer import add as store

    return store(session.home, articles, model, progress=progress, replace_sample=replace_sample)


def open_or_sample(session: Session) -> Index:
    """Open the index to answer from; where the home folder has none, index the bundled articles first and say so."""
    from index.errors import NoIndexError

    if session.settings.store:
        # Who shares a store fills it: nobody finds sample articles there because somebody asked too early.
        return open_index(session)
    try:
        index = open_index(session)
        if index.count:
            return index
        index.close()
    except NoIndexError:
        pass
    add_sample(session)
    return open_index(session)


def add_sample(session: Session) -> None:
    """Index the bundled articles."""
    from corpus.load import sample
    from index.writer import add

    articles = list(sample())
    session.note(
        f"no articles yet, so the {len(articles)} bundled ones are used: `whosays add PATH` puts yours in their place"
    )
    add(session.home, articles, embedder(session), sample=True, timeout=30.0)


def find_article(index: Index, ref: str) -> Article:
    """Return the article with an id, or the only one whose id starts so.

    Raises:
        NotFoundError: none or several do.

    """
    if not ref:
        raise NotFoundError("no article is named by nothing: `whosays articles` lists the ids")
    articles = index.articles()
    exact = [article for article in articles if article.id == ref]
    found = exact or [article for article in articles if article.id.startswith(ref)]
    if len(found) == 1:
        return found[0]
    if found:
        raise NotFoundError(f"{len(found)} articles start with {ref!r}: give more of the id")
    raise NotFoundError(f"no article {ref!r}: `whosays articles` lists them, a number is a quote of the last answer")
