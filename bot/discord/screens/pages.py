"""Screens that belong to no answer: the corpus, help, privacy, status and short notices."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.discord import escape
from bot.discord.components import Container, Screen, Separator, Text
from bot.discord.ids import Verb
from bot.discord.screens import common
from bot.discord.screens.common import Turn
from bot.render import parts

#: Characters of Markdown of a title, a name, a fact; of an address inside a text.
_MAX_TITLE, _MAX_NAME, _MAX_FACT, _MAX_TEXT_URL = 300, 150, 200, 300
#: Characters of Markdown of a notice.
_MAX_NOTICE = 3500


@dataclass(frozen=True, slots=True)
class ArticleRow:
    """An article in /sources."""

    title: str | None
    #: The outlet's name.
    outlet: str
    #: ISO 8601, as precise as known; None when unknown.
    published: str | None
    url: str | None = None


@dataclass(frozen=True, slots=True)
class OutletRow:
    """An outlet in /outlets."""

    name: str
    articles: int
    #: Date of its newest article; None when none has one.
    newest: str | None = None
    registered: bool = True


@dataclass(frozen=True, slots=True)
class Fact:
    """A line of /status."""

    name: str
    value: str


#: Kind of a notice → (icon, colour).
_NOTICES = {
    "done": ("✓", common.GREEN),
    "wait": ("⏳", common.BLUE),
    "info": ("ℹ", common.BLUE),
    "problem": ("⚠", common.AMBER),
    "refused": ("✋", common.AMBER),
    "restart": ("↻", common.AMBER),
    "failure": ("✖", common.RED),
}

_HELP = """\
### whosays: which outlet says what
Ask about the news; see what **each outlet** says, in its own words, and where they differ.
It never decides who is right, and it only reads the articles that it was given.

**Ask**
`/ask question: How many people were injured?`
Or mention me with your question. `private: True` shows the answer to you alone.

**Check**
Hold (or right-click) a message → Apps → *Check this claim*.
Or reply to it and mention me.

**Read the answer**
⚠ outlets differ · ✓ outlets agree · ➕ they complement each other
① one outlet only · ◌ no outlet answers that

**Go on**
*Follow up* asks the next question · *Quotes* shows whole sentences
*Why flagged* explains the ⚠ · *Timeline* shows what was said first

`/sources` articles · `/outlets` outlets · `/status` how the bot is · `/privacy` what is stored"""


def sources(articles: Sequence[ArticleRow], page: int = 1) -> Screen:
    """List the articles of the corpus, in the order given."""
    rows = [_article(row) for row in articles] or ["There are no articles yet."]
    title = f"### Sources\n{parts.counted(len(articles), 'article')} in this corpus"
    return common.lines(title, rows, page, Turn(Verb.SOURCES))


def _article(row: ArticleRow) -> str:
    url = row.url if len(row.url or "") <= _MAX_TEXT_URL else None
    title = escape.link(row.title or "Untitled", url, _MAX_TITLE)
    return f"{title}\n-# {escape.plain(row.outlet, _MAX_NAME)} · {common.when(row.published)}"


def outlets(rows: Sequence[OutletRow], page: int = 1) -> Screen:
    """List the outlets of the corpus, in the order given."""
    shown = [_outlet(row) for row in rows] or ["There are no outlets yet."]
    title = f"### Outlets\n{parts.counted(len(rows), 'outlet')} in this corpus"
    return common.lines(title, shown, page, Turn(Verb.OUTLETS))


def _outlet(row: OutletRow) -> str:
    name = f"**{escape.plain(row.name, _MAX_NAME)}**{'' if row.registered else ' · unregistered'}"
    newest = f" · newest {common.when(row.newest)}" if row.newest else ""
    return f"{name}\n-# {parts.counted(row.articles, 'article')}{newest}"


def help_() -> Screen:
    """Show what the bot does and how to ask it."""
    return Screen((Container(common.BLUE, (Text(_HELP),)),))


def privacy(days: int, model: tuple[str, str] | None = None) -> Screen:
    """Say what is stored, for how long, how to have it removed, and who else is asked.

    Args:
        days: for how long answers are kept.
        model: a language model and where it runs, when one is asked.

    """
    body = (
        f"• **Your question, or the message that you have checked, and the answer**, for {parts.counted(days, 'day')}: the "
        "buttons below an answer need them. With it, which message shows it and in which channel, for follow-ups.\n"
        "• **Who asked**, only as a keyed code that cannot be turned back into your name: so that you can delete your "
        "answer, and so that a vote counts once.\n"
        "• **Your vote** on an answer and your comment with it, under that code, for the same time; the operator may "
        "collect votes, without that code, to measure the answers.\n"
        "• **While a question waits**, your Discord id and the channel, so that the answer finds you even after a "
        "restart; your id is deleted once it has.\n"
        "• **For a day**, in which channels questions were written: after a restart I look there for those I missed.\n"
        "• **In memory only**, your last questions, to suggest them to you.\n"
        "• The log has a line for each question: a shortened code of who asked, how long it took, the outcome. Not the "
        "question, unless the operator switches that on.\n"
        "• Messages that are not for me are not kept.\n"
        f"{_asked(model)}"
        "`/forget` removes your answers, votes and last questions, and any question of yours that waits, at once."
    )
    return _titled("### What is stored", body)


def _asked(model: tuple[str, str] | None) -> str:
    if model is None:
        return "\n"
    name, place = (escape.plain(part, _MAX_NAME) for part in model)
    return (
        f"• **A language model** ({name}, {place}) is told your question, sentences of articles and what was found in "
        "them, so that it can point at more sentences; never who asked, or where.\n\n"
    )


def status(facts: Sequence[Fact], title: str = "Status") -> Screen:
    """Show facts, one a line; what one message cannot hold is counted.

    Args:
        facts: what to show, the most important first.
        title: our own words.

    """
    rows: list[str] = []
    used = 0
    for fact in facts:
        row = f"**{escape.plain(fact.name, _MAX_NAME)}** · {escape.plain(fact.value, _MAX_FACT)}"
        used += len(row) + 1
        if used > _MAX_NOTICE:
            rows.append(f"… and {len(facts) - len(rows)} more")
            break
        rows.append(row)
    return _titled(f"### {title}", "\n".join(rows) or "Nothing to show.")


def notice(kind: str, text: str) -> Screen:
    """Show a short message of our own.

    Args:
        kind: "done", "wait", "info", "problem", "refused", "restart" or "failure": chooses icon and colour.
        text: Markdown; words of others in it have passed `escape.plain`. Too long a text is shown as plain words.

    """
    icon, accent = _NOTICES[kind]
    body = text if len(text) <= _MAX_NOTICE else escape.plain(text, _MAX_NOTICE)
    return Screen((Container(accent, (Text(f"{icon} {body}"),)),))


def _titled(title: str, body: str) -> Screen:
    return Screen((Container(common.BLUE, (Text(title), Separator(), Text(body))),))
