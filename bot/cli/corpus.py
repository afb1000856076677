"""The commands that fill and list the corpus."""

from __future__ import annotations

import collections
import contextlib
import os
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bot.cli import homes
from bot.cli.console import warn, write
from bot.errors import Exit, UsageError
from bot.render.parts import counted, outlet_name

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from bot.cli.console import Session
    from corpus.types import Article

    Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Given:
    """What the command line says about articles that do not say it themselves."""

    outlet: str | None = None
    published: str | None = None
    url: str | None = None

    def check(self) -> None:
        """Refuse what no article could be given.

        Raises:
            UsageError: no date, or no address.

        """
        from corpus.dates import DateError, read_date
        from corpus.names import HostError, host_of

        try:
            if self.published is not None:
                read_date(self.published)
            if self.url is not None:
                host_of(self.url)
        except DateError as error:
            raise UsageError(f"--published: {error}") from None
        except HostError as error:
            raise UsageError(f"--url: {error}") from None


def add(session: Session, names: Sequence[str], given: Given, keep_sample: bool) -> int:
    """Read files and folders into the corpus; refused files are named, the rest is kept."""
    from corpus.load import Refused

    if "" in names:
        # An unset variable of a script, which would otherwise stand for the working folder.
        raise UsageError("an empty path: name a file or a folder; . is this one")
    given.check()
    paths = [Path(name) for name in names]
    articles: list[Article] = []
    refused = 0
    for item in _loaded(session, paths, given):
        if isinstance(item, Refused):
            warn(str(item))
            refused += 1
        else:
            articles.append(item)
    taken = _taken(session, articles)
    for article in taken:
        warn(f"id {article.id!r} of {article.title!r} belongs to another outlet's article: give it another `id`")
    refused += len(taken)
    articles = [article for article in articles if article not in taken]
    if articles:
        with progress(session, "articles") as report:
            done = homes.add(session, articles, progress=report, replace_sample=not keep_sample)
        if done.sample_replaced:
            session.note(f"the {done.sample_replaced} bundled articles made way for yours (--keep-sample keeps them)")
        session.out(f"{done.added} added, {done.changed} changed, {done.unchanged} unchanged")
    elif not refused:
        raise UsageError(
            f"no articles in {', '.join(map(str, paths))}: Markdown, text, HTML, JSON and JSON Lines are read"
        )
    return Exit.REFUSED if refused else Exit.OK


def _taken(session: Session, articles: Sequence[Article]) -> list[Article]:
    """Return the articles that would replace one of another outlet: data sets number their rows alike.

    An outlet may get another id in the registry; then address or title say that it is the same article.
    """
    from index.errors import NoIndexError, UnknownArticleError

    found: list[Article] = []
    with contextlib.suppress(NoIndexError), homes.open_index(session) as index:
        for article in articles:
            try:
                old = index.article(article.id)
            except UnknownArticleError:
                continue
            same = old.outlet.id == article.outlet.id or old.title == article.title
            if not same and (old.url is None or old.url != article.url):
                found.append(article)
    return found


def _loaded(session: Session, paths: Sequence[Path], given: Given) -> Iterator[Any]:
    from corpus.load import Refused, load

    missing = [path for path in paths if not path.exists()]
    if missing:
        raise UsageError(f"no file or folder {', '.join(map(str, missing))}")
    known = homes.registry(session)
    # Not `resolve`, which a link to itself stops.
    home = os.path.abspath(session.home)
    for item in load(paths, known, outlet=given.outlet, published=given.published, url=given.url):
        # `whosays add .` beside a home folder: its own files are no articles, and nobody said they were.
        if not (isinstance(item, Refused) and Path(os.path.abspath(item.path)).is_relative_to(home)):
            yield item


@contextlib.contextmanager
def progress(session: Session, what: str) -> Iterator[Progress | None]:
    """Show how far a long step is: a bar on a terminal, nothing elsewhere."""
    if session.quiet or not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    bar = Progress(
        TextColumn("{task.description}", markup=False), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn(),
        console=Console(stderr=True, markup=False, highlight=False, emoji=False), transient=True,
    )  # fmt: skip
    with bar:
        task = bar.add_task(what, total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)


def articles(session: Session, outlet: str | None, as_json: bool) -> int:
    """List articles by date, newest first."""
    from bot.cli.ask import outlet_id

    with homes.open_index(session) as index:
        found = list(index.articles())
        if outlet is not None:
            wanted = outlet_id(homes.registry(session), index, outlet)
            found = [article for article in found if article.outlet.id == wanted]
    found.sort(key=lambda article: article.id)
    found.sort(key=lambda article: article.published or "", reverse=True)
    if as_json:
        _json_lines(found)
        return Exit.OK
    rows = [(a.id, (a.published or "undated")[:10], outlet_name(a.outlet), a.title) for a in found]
    session.table(("article", "date", "outlet", "title"), rows)
    return Exit.OK


def _json_lines(found: Sequence[Article]) -> None:
    from bot.render import json
    from corpus.export import as_row

    for article in found:
        write(json.dumps(dict(as_row(article))) + "\n")


def outlets(session: Session, everything: bool) -> int:
    """List the outlets of the corpus with their articles."""
    from index.errors import NoIndexError

    counts: collections.Counter[str] = collections.Counter()
    here = {}
    try:
        with homes.open_index(session) as index:
            for article in index.articles():
                counts[article.outlet.id] += 1
                here[article.outlet.id] = article.outlet
    except NoIndexError:
        if not everything:
            raise
    known = {outlet.id: outlet for outlet in homes.registry(session).outlets} if everything else {}
    rows = [
        (outlet.id, outlet_name(outlet), str(counts[outlet.id]), ", ".join(outlet.hosts), outlet.country or "")
        for _, outlet in sorted({**known, **here}.items())
    ]
    session.table(("id", "outlet", "articles", "hosts", "country"), rows)
    return Exit.OK


def add_outlet(
    session: Session, key: str, name: str, aliases: tuple[str, ...], hosts: tuple[str, ...], country: str | None,
    owner: str | None,
) -> int:  # fmt: skip
    """Register an outlet in the home folder's outlets.toml."""
    from corpus.outlets import add as register
    from corpus.types import Outlet

    path = session.home / homes.OUTLETS_NAME
    register(path, Outlet(key, name, aliases, hosts, country, owner))
    session.note(f"{name} is registered in {path}; articles added before keep their outlet until they are added again")
    return Exit.OK


def status(session: Session) -> int:
    """Say what is in the corpus and where it is kept."""
    with homes.open_index(session) as index:
        found = index.articles()
        dates = sorted(article.published for article in found if article.published)
        session.out(f"home         {session.home}")
        if session.settings.store:
            session.out(f"store        {homes.location(session)}")
        sample = " (the bundled sample)" if index.only_sample else ""
        session.out(f"articles     {len(found)}{sample}")
        session.out(f"outlets      {len(index.outlets())}")
        session.out(f"passages     {index.size}")
        session.out(f"published    {dates[0][:10]} to {dates[-1][:10]}" if dates else "published    no dates")
        session.out(f"fingerprint  {index.fingerprint}")
    session.out(f"size         {_size(session.home) / 1e6:.1f} MB")
    return Exit.OK


def _size(folder: Path) -> int:
    """Return the bytes of the files in a folder; one that another process removes meanwhile counts for nothing."""
    size = 0
    for parent, _, names in os.walk(folder):
        for name in names:
            with contextlib.suppress(FileNotFoundError):
                size += os.lstat(os.path.join(parent, name)).st_size
    return size


def search(session: Session, query: str, limit: int, as_json: bool) -> int:
    """Print the passages that retrieval finds, with score and why."""
    from bot.render import gate, json, parts
    from bot.render.text import wrap

    if not query.strip():
        raise UsageError('nothing to search for: whosays search "crew"')
    with homes.open_or_sample(session) as index:
        hits = index.search(query, limit)
    for number, hit in enumerate(hits, start=1):
        quote = hit.passage.quote
        why = {"words": hit.lexical_rank, "meaning": hit.dense_rank}
        if as_json:
            row = {
                "outlet": hit.article.outlet.id, "article": hit.article.id, "score": hit.score, "ranks": why,
                "quote": quote.text, "start": quote.start, "end": quote.end,
            }  # fmt: skip
            write(json.dumps(row) + "\n")
            continue
        ranks = ", ".join(f"{name} {rank}" for name, rank in why.items() if rank is not None)
        session.out(
            gate.line(
                f"{number}  {hit.score:.4f} ({ranks})  {parts.outlet_name(hit.article.outlet)} · {hit.article.id}"
            )
        )
        shown = "".join(parts.shown(quote, (quote.start, quote.start + 1)))
        for line in wrap(gate.line(shown), session.width - 3):
            session.out("   " + line)
    if not hits:
        session.note("no passage matches")
    return Exit.OK if hits else Exit.UNANSWERED


def remove(session: Session, refs: Sequence[str]) -> int:
    """Take articles out; ids may be shortened as long as they are unambiguous."""
    from index.backends.opening import remove as retire

    with homes.open_index(session) as index:
        ids = [homes.find_article(index, ref).id for ref in refs]
    gone = retire(homes.location(session), session.home, ids)
    session.note(f"{counted(len(gone), 'article')} removed (`whosays doctor --compact` forgets them for good)")
    return Exit.OK


def reindex(session: Session) -> int:
    """Split and embed every article anew."""
    from index.backends.opening import reindex as rebuild

    with progress(session, "articles") as report:
        count = rebuild(homes.location(session), session.home, homes.embedder(session), progress=report)
    session.note(f"{counted(count, 'passage')} indexed")
    return Exit.OK


def move(session: Session) -> int:
    """Copy the home folder into a store beyond this machine; nothing is embedded anew."""
    from index.backends.opening import push
    from index.backends.writer import move as copy

    location = homes.location(session)
    if location.is_home:
        raise UsageError("nowhere to move to: name a store, whosays move --store postgresql://… (docs/scale.md)")
    if location.articles is not None:
        with progress(session, "articles") as report:
            done = copy(location.articles, session.home, progress=report)
        session.note(f"{counted(done.added + done.changed, 'article')} copied, {done.unchanged} were there already")
    sent = push(location, session.home)
    if location.vectors is not None:
        session.note(f"{counted(sent, 'vector')} sent")
    return Exit.OK


def export(session: Session, file: Path) -> int:
    """Write every article as JSON Lines; the file is whole or not there."""
    with homes.open_index(session) as index:
        found = index.articles()
    if str(file) == "-":
        _json_lines(found)
        return Exit.OK
    if file.is_dir():
        raise UsageError(f"{file} is a folder: name a file in it, for instance {file / 'articles.jsonl'}")
    if not file.parent.is_dir():
        raise UsageError(f"no folder {file.parent}: make it first")
    _write_whole(file, found)
    session.note(f"{counted(len(found), 'article')} written to {file}")
    return Exit.OK


def _write_whole(file: Path, found: Sequence[Article]) -> None:
    """Write beside the file and put it in its place at the end; what is half written does not stay.

    A pipe or a device is written to as it is: nothing may take its place.
    """
    import json

    from corpus.export import as_row

    target = file.resolve()
    apart = target.exists() and not target.is_file()
    written = target if apart else target.with_name(f".{target.name}.{os.getpid()}")
    try:
        with written.open("w", encoding="utf-8", newline="\n") as out:
            for article in found:
                # ASCII: any text survives any editor and any terminal.
                out.write(json.dumps(as_row(article), ensure_ascii=True) + "\n")
        if not apart:
            written.replace(target)
    except OSError as error:
        if not apart:
            written.unlink(missing_ok=True)
        raise UsageError(f"cannot write {file}: {error.strerror}; nothing was written") from None
