"""The commands and their options. The work is in the modules beside this one, imported when a command runs."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer
from typer.exceptions import TyperException
from typer.main import get_command

from bot.cli.console import Session, warn, write
from bot.errors import Exit

_HELP = """Ask a question about the news; see which outlet says what, and where they disagree.

\b
Examples:
  whosays "how many crew died?"
  whosays ask --outlet press-tv --since 2026-03-01 "was it shot down?"
  whosays add articles/
  whosays show 1

Exit codes: 0 answered, 1 nothing answers, 2 usage, 3 no index, 4 damaged data, 5 locked, 6 some files refused, 7 below
a floor, 70 internal error; with --exit-code 10 when outlets differ.
"""
_BOTH = {"help_option_names": ["-h", "--help"]}

app = typer.Typer(
    help=_HELP,
    context_settings=_BOTH,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    no_args_is_help=True,
    suggest_commands=True,
)
_history = typer.Typer(
    help="Earlier questions and answers, kept on this machine.", context_settings=_BOTH, rich_markup_mode=None
)
_config = typer.Typer(
    help="The settings in force and where each comes from.", context_settings=_BOTH, rich_markup_mode=None
)
app.add_typer(_history, name="history", invoke_without_command=True)
app.add_typer(_config, name="config", invoke_without_command=True)


def invoke(argv: list[str]) -> int:
    """Run one command line, arranged by `words.arrange`, and return its exit code."""
    try:
        result: Any = get_command(app).main(argv, prog_name="whosays", standalone_mode=False)
    except typer.Exit as error:
        return int(error.exit_code)
    except typer.Abort:
        warn("interrupted")
        return int(Exit.USAGE)
    except TyperException as error:
        warn(f"{error.format_message()} (`whosays --help` shows the options)")
        return int(Exit.USAGE)
    except SystemExit as stop:
        # The command-line library turns a closed pipe into exit code 1; for us it is the reader's right to stop.
        if isinstance(stop.__context__, BrokenPipeError):
            raise stop.__context__ from None
        raise
    return int(result or 0)


def _version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version

        write(f"whosays {version('whosays')}\n")
        raise typer.Exit


@app.callback()
def _program(
    ctx: typer.Context,
    home: Annotated[str | None, typer.Option(help="Folder with the index and the history.")] = None,
    store: Annotated[
        str | None, typer.Option(help="Store beyond this machine: postgresql://… or qdrant://… (docs/scale.md).")
    ] = None,
    reader: Annotated[
        str | None, typer.Option(help="Folder with another trained reader than the bundled one (docs/models.md).")
    ] = None,
    no_models: Annotated[bool, typer.Option("--no-models", help="Answer by rules alone.")] = False,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Say nothing but the answer.")] = False,
    verbose: Annotated[bool, typer.Option("--verbose", "-v", help="Say more about what happens.")] = False,
    _show_version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version.")
    ] = False,
) -> None:
    from bot.config import load

    flags = {"home": home, "store": store, "reader": reader, "models": False if no_models else None}
    ctx.obj = Session(load(flags), quiet, verbose)


@app.command()
def ask(
    ctx: typer.Context,
    question: Annotated[list[str] | None, typer.Argument(help="The question; - reads it from standard input.")] = None,
    outlet: Annotated[list[str] | None, typer.Option(help="Only this outlet (id, name or alias); may repeat.")] = None,
    not_outlet: Annotated[list[str] | None, typer.Option(help="Without this outlet; may repeat.")] = None,
    since: Annotated[str | None, typer.Option(help="Articles published on or after this date (2026-03-01).")] = None,
    until: Annotated[str | None, typer.Option(help="Articles published on or before this date.")] = None,
    story: Annotated[str | None, typer.Option(help="Only this story (id).")] = None,
    quotes: Annotated[bool, typer.Option("--quotes", help="Every quote whole, with its place in the article.")] = False,
    verify: Annotated[bool, typer.Option("--verify", help="Read each quote again from its article.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="JSON, schema whosays.answer/1.")] = False,
    as_markdown: Annotated[bool, typer.Option("--markdown", help="Markdown.")] = False,
    follow: Annotated[bool, typer.Option("--continue", "-c", help="A follow-up to the last question.")] = False,
    batch: Annotated[str | None, typer.Option(help="Questions from a file (lines or JSON Lines; - is stdin).")] = None,
    exit_code: Annotated[bool, typer.Option("--exit-code", help="Exit with 10 when outlets differ.")] = False,
    no_history: Annotated[bool, typer.Option("--no-history", help="Do not keep this question.")] = False,
    llm: Annotated[
        str | None,
        typer.Option(help="Language model that may point at sentences: openai-like:MODEL@URL, ollama:MODEL, off."),
    ] = None,
) -> int:
    """Answer a question: what each outlet says, in its own words.

    \b
    Examples:
      whosays ask "how many crew died?"
      whosays ask -c "and the injured?"
      whosays ask --batch questions.txt > answers.jsonl
    """  # noqa: D301 -- click reads the backspace character as "do not wrap"
    from bot.cli.ask import Request, run

    request = Request(
        question=tuple(question or ()), outlets=tuple(outlet or ()), not_outlets=tuple(not_outlet or ()), since=since,
        until=until, story=story, quotes=quotes, verify=verify, json=as_json, markdown=as_markdown, follow=follow,
        batch=batch, exit_code=exit_code, keep=not no_history, llm=llm,
    )  # fmt: skip
    return run(ctx.obj, request)


@app.command()
def chat(ctx: typer.Context) -> int:
    """Ask with follow-ups in one sitting; /help shows what else it understands."""
    from bot.cli.chat import run

    return run(ctx.obj)


@app.command()
def add(
    ctx: typer.Context,
    paths: Annotated[list[str], typer.Argument(help="Files and folders: Markdown, text, HTML, JSON, JSON Lines.")],
    outlet: Annotated[str | None, typer.Option(help="Outlet of articles that do not name one.")] = None,
    published: Annotated[str | None, typer.Option(help="Date of articles that give none (2026-03-13).")] = None,
    url: Annotated[str | None, typer.Option(help="Address of an article that gives none.")] = None,
    keep_sample: Annotated[bool, typer.Option("--keep-sample", help="Keep the bundled articles.")] = False,
) -> int:
    """Put articles into the corpus; unchanged ones are not read again.

    \b
    Examples:
      whosays add articles/ more.html
      whosays add --outlet "Example Times" --published 2026-03-13 story.txt
    """  # noqa: D301 -- click reads the backspace character as "do not wrap"
    from bot.cli.corpus import Given, add

    return add(ctx.obj, paths, Given(outlet, published, url), keep_sample)


@app.command()
def articles(
    ctx: typer.Context,
    outlet: Annotated[str | None, typer.Option(help="Only this outlet (id).")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object a line.")] = False,
) -> int:
    """List the articles of the corpus."""
    from bot.cli.corpus import articles

    return articles(ctx.obj, outlet, as_json)


@app.command()
def outlets(
    ctx: typer.Context,
    new: Annotated[str | None, typer.Option("--add", help="Register an outlet under this id.")] = None,
    name: Annotated[str | None, typer.Option(help="Its name.")] = None,
    alias: Annotated[list[str] | None, typer.Option(help="Another name; may repeat.")] = None,
    host: Annotated[list[str] | None, typer.Option(help="A host it publishes on; may repeat.")] = None,
    country: Annotated[str | None, typer.Option(help="Its country.")] = None,
    owner: Annotated[str | None, typer.Option(help="Its owner.")] = None,
    everything: Annotated[bool, typer.Option("--all", help="Also registered outlets without articles here.")] = False,
) -> int:
    """List the outlets, or register one in the home folder's outlets.toml.

    \b
    Example:
      whosays outlets --add example-times --name "Example Times" --host times.example
    """  # noqa: D301 -- click reads the backspace character as "do not wrap"
    from bot.cli.corpus import add_outlet, outlets

    if new is None:
        return outlets(ctx.obj, everything)
    return add_outlet(ctx.obj, new, name or new, tuple(alias or ()), tuple(host or ()), country, owner)


@app.command()
def show(ctx: typer.Context, ref: Annotated[str, typer.Argument(help="Number of a quote, or an article's id.")]) -> int:
    """Print an article, with the quote of the last answer marked."""
    from bot.cli.show import run

    return run(ctx.obj, ref)


@app.command()
def status(ctx: typer.Context) -> int:
    """Say what is in the corpus and where it is kept."""
    from bot.cli.corpus import status

    return status(ctx.obj)


@app.command()
def doctor(
    ctx: typer.Context,
    repair: Annotated[bool, typer.Option("--repair", help="Mend what can be mended.")] = False,
    compact: Annotated[bool, typer.Option("--compact", help="Forget removed articles for good.")] = False,
) -> int:
    """Check models, index, permissions and settings; name the next step for each problem."""
    from bot.cli.doctor import run

    return run(ctx.obj, repair=repair, compact=compact)


@app.command()
def search(
    ctx: typer.Context,
    query: Annotated[list[str], typer.Argument(help="Words or a question.")],
    limit: Annotated[int, typer.Option("-n", "--limit", min=1, max=100, help="Passages to show.")] = 10,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object a line.")] = False,
) -> int:
    """Show the passages that retrieval finds, with why, without an answer."""
    from bot.cli.corpus import search

    return search(ctx.obj, " ".join(query), limit, as_json)


@app.command()
def remove(ctx: typer.Context, refs: Annotated[list[str], typer.Argument(help="Ids of articles.")]) -> int:
    """Take articles out of the corpus."""
    from bot.cli.corpus import remove

    return remove(ctx.obj, refs)


@app.command()
def reindex(ctx: typer.Context) -> int:
    """Build the index anew, for instance after a change of the embedding model."""
    from bot.cli.corpus import reindex

    return reindex(ctx.obj)


@app.command()
def move(ctx: typer.Context) -> int:
    """Copy the home folder's articles and vectors into the store that --store names; the folder stays as it is."""
    from bot.cli.corpus import move

    return move(ctx.obj)


@app.command()
def export(
    ctx: typer.Context, file: Annotated[Path, typer.Argument(help="File to write; - is standard output.")]
) -> int:
    """Write every article as JSON Lines that `add` reads back."""
    from bot.cli.corpus import export

    return export(ctx.obj, file)


@app.command()
def evaluate(
    ctx: typer.Context,
    files: Annotated[list[Path], typer.Argument(help="Question sets, JSON Lines or YAML.")],
    corpus: Annotated[
        list[Path] | None, typer.Option(help="Articles, or a folder with one folder per event; may repeat.")
    ] = None,
    encoder: Annotated[
        bool, typer.Option("--encoder/--no-encoder", help="Vectors of the encoder, or of words.")
    ] = True,
    out: Annotated[Path | None, typer.Option("--json", help="Write everything that was measured to this file.")] = None,
    report: Annotated[Path | None, typer.Option(help="Write an HTML report (and plots) to this folder.")] = None,
    baseline: Annotated[list[str] | None, typer.Option(help="A simpler system beside it; may repeat.")] = None,
    against: Annotated[Path | None, typer.Option(help="An earlier --json file: what changed since.")] = None,
    floors: Annotated[Path | None, typer.Option(help="Lowest results allowed (JSON).")] = None,
    update: Annotated[bool, typer.Option("--update", help="Raise the floors to what was measured.")] = False,
    errors: Annotated[bool, typer.Option("--errors", help="List the questions that are not perfect.")] = False,
    workers: Annotated[int | None, typer.Option(min=1, max=64, help="Processes; changes no result.")] = None,
) -> int:
    """Score the answers against question sets; exit with 7 below a floor or where a quote is not word for word.

    Baselines: single-passage, majority, no-attribution, similarity, llama-index.

    \b
    Examples:
      whosays evaluate questions.jsonl --report report/
      whosays evaluate events/*/questions.jsonl --corpus events/ --json new.json --against old.json
      whosays evaluate questions.yaml --baseline majority --baseline single-passage
    """  # noqa: D301 -- click reads the backspace character as "do not wrap"
    from bot.cli.evaluate import Request, run

    request = Request(
        files=tuple(files), corpus=tuple(corpus or ()), out=out, floors=floors, update=update, errors=errors,
        report=report, baselines=tuple(baseline or ()), against=against, encoder=encoder, workers=workers,
    )  # fmt: skip
    return run(ctx.obj, request)


@app.command()
def discord(
    ctx: typer.Context,
    preview: Annotated[Path | None, typer.Option(help="Write an HTML page that shows what the bot shows.")] = None,
    invite: Annotated[str | None, typer.Option(help="Print the invite link of the application with this id.")] = None,
    feedback: Annotated[Path | None, typer.Option(help="Write readers' votes as a question set.")] = None,
    check: Annotated[bool, typer.Option("--check", help="Check settings and index, and stop.")] = False,
    llm: Annotated[
        str | None,
        typer.Option(help="Language model that may point at sentences: openai-like:MODEL@URL, ollama:MODEL, off."),
    ] = None,
) -> int:
    """Run the Discord bot; settings come from the environment or discord.toml (docs/discord.md)."""
    from bot.cli.discord import Request, run

    return run(ctx.obj, Request(preview, invite, feedback, check, llm))


@_history.callback(invoke_without_command=True)
def _history_default(ctx: typer.Context) -> None:
    if ctx.invoked_subcommand is None:
        from bot.cli.history import entries

        raise typer.Exit(entries(ctx.obj, 20))


@_history.command("list")
def _history_list(
    ctx: typer.Context, limit: Annotated[int, typer.Option("-n", "--limit", min=1, help="Entries to show.")] = 20
) -> int:
    """List the newest questions."""
    from bot.cli.history import entries

    return entries(ctx.obj, limit)


@_history.command("show")
def _history_show(
    ctx: typer.Context,
    number: Annotated[int, typer.Argument(help="Number of the entry.")],
    as_json: Annotated[bool, typer.Option("--json", help="JSON, schema whosays.answer/1.")] = False,
) -> int:
    """Print an earlier answer."""
    from bot.cli.history import show

    return show(ctx.obj, number, as_json)


@_history.command("search")
def _history_search(ctx: typer.Context, words: Annotated[list[str], typer.Argument(help="Words to look for.")]) -> int:
    """List the questions whose question or answer holds the words."""
    from bot.cli.history import search

    return search(ctx.obj, " ".join(words))


@_history.command("export")
def _history_export(ctx: typer.Context) -> int:
    """Write all entries as JSON Lines to standard output."""
    from bot.cli.history import export

    return export(ctx.obj)


@_history.command("clear")
def _history_clear(
    ctx: typer.Context, yes: Annotated[bool, typer.Option("--yes", "-y", help="Do not ask.")] = False
) -> int:
    """Forget all entries."""
    from bot.cli.history import clear

    return clear(ctx.obj, yes)


@_config.callback(invoke_without_command=True)
def _config_default(ctx: typer.Context) -> None:
    if ctx.invoked_subcommand is None:
        from bot.cli.settings import show

        raise typer.Exit(show(ctx.obj))


@_config.command("show")
def _config_show(ctx: typer.Context) -> int:
    """Show every setting with its source."""
    from bot.cli.settings import show

    return show(ctx.obj)


@_config.command("path")
def _config_path(ctx: typer.Context) -> int:
    """Show which settings file is read."""
    from bot.cli.settings import path

    return path(ctx.obj)


@_config.command("check")
def _config_check(ctx: typer.Context) -> int:
    """Check the settings file."""
    from bot.cli.settings import check

    return check(ctx.obj)
