"""Draws screens as one web page that looks like Discord: for operators who want to see the bot before they invite it."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from html import escape as html_escape
from typing import TYPE_CHECKING

from bot.answer.ask import AskOptions, ask
from bot.discord import claim, screens
from bot.discord.components import Button, Component, Container, Link, Row, Screen, Section, Select, Separator, Text
from bot.discord.escape import BREAK
from bot.discord.forms import Choice, Field, Form
from bot.discord.ids import ID_LENGTH, Action, Verb
from bot.discord.snapshot import Snapshot
from bot.render.json import as_dict

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from bot.models.chosen import Chosen
    from index.index import Index

#: The part of Discord's Markdown that our screens use, in one pass from the left.
_INLINE_RE = re.compile(
    r"""
      \\(?P<escaped>[^0-9A-Za-z\s])                                  # \* shows *
    | \*\*(?P<bold>(?:\\.|[^\\*])+)\*\*                              # **four**
    | \*(?P<italic>(?:\\.|[^\\*])+)\*                                # *earlier figure*
    | `(?P<code>[^`]+)`                                              # `/ask`
    | \[(?P<label>(?:\\.|[^\\\]])+)\]\(<(?P<url>https?://[^<>\s]+)>\)  # [13 Mar 2026](<https://…>)
    | <t:(?P<time>-?\d{1,12}):[a-zA-Z]>                              # a moment, in the reader's zone
    """,
    re.VERBOSE,
)
#: Questions that many stories answer, and a sentence to check.
_QUESTIONS = (
    "How many people died?",
    "How many crew died?",
    "How many people were injured?",
    "When did it happen?",
    "Where did it happen?",
    "What was the cause?",
    "Who was responsible?",
    "How much did it cost?",
)
_CLAIM = "People died."
#: Sentences of the corpus that are tried as claims: each takes a few milliseconds.
_TRIED = 8
#: Stands for the id of a stored answer.
_ID = "a" * ID_LENGTH
#: Start of a line → the element that it makes.
_LINES = (("### ", "h3"), ("-# ", "small"), ("> ", "blockquote"))

_STYLE = """
:root { color-scheme: dark; }
* { box-sizing: border-box; }
body { background: #313338; color: #dbdee1; font: 16px/1.375 "gg sans", "Noto Sans", "Helvetica Neue", Arial, sans-serif;
  margin: 0 auto; padding: 16px; max-width: 760px; }
h1 { font-size: 20px; color: #f2f3f5; }
h2 { font-size: 13px; font-weight: 600; color: #b5bac1; border-top: 1px solid #3f4147; padding-top: 16px; margin: 32px 0 12px; }
article { display: flex; gap: 12px; }
.who { flex: none; width: 40px; height: 40px; border-radius: 50%; background: #5865f2; color: #fff; display: grid;
  place-items: center; font-weight: 700; }
.message { flex: 1; min-width: 0; }
.author { font-weight: 600; color: #f2f3f5; margin-bottom: 4px; }
.app { background: #5865f2; color: #fff; font-size: 10px; border-radius: 4px; padding: 1px 5px; vertical-align: 2px; }
.box { background: #2b2d31; border: 1px solid #3f4147; border-left: 4px solid var(--accent); border-radius: 8px;
  padding: 14px 16px; max-width: 600px; }
.box > * + * { margin-top: 8px; }
p, h3, small, blockquote { margin: 0; white-space: pre-wrap; overflow-wrap: anywhere; }
h3 { font-size: 18px; line-height: 1.3; color: #f2f3f5; margin: 2px 0 6px; }
small { display: block; font-size: 13px; color: #b5bac1; }
blockquote { border-left: 4px solid #4e5058; border-radius: 2px; padding-left: 10px; margin: 2px 0 4px; }
strong { color: #f2f3f5; }
code { background: #1e1f22; border-radius: 4px; padding: 0 4px; font-size: 14px; }
a { color: #00a8fc; text-decoration: none; }
time { background: #3f4147; border-radius: 3px; padding: 0 3px; }
hr { border: 0; border-top: 1px solid #3f4147; }
.section { display: flex; gap: 12px; align-items: flex-start; justify-content: space-between; }
.section > div { min-width: 0; }
.section > .button { flex: none; max-width: 60%; overflow: hidden; text-overflow: ellipsis; }
.row { display: flex; flex-wrap: wrap; gap: 8px; margin-top: 8px; max-width: 600px; }
.button { background: #4e5058; color: #fff; border: 0; border-radius: 8px; padding: 7px 14px; font: 500 14px/1.3 inherit;
  font-family: inherit; white-space: nowrap; display: inline-block; }
.primary { background: #5865f2; } .success { background: #248046; } .danger { background: #da373c; }
.button[disabled] { opacity: .5; }
details { background: #1e1f22; border: 1px solid #3f4147; border-radius: 8px; width: 100%; }
summary { padding: 9px 12px; color: #b5bac1; cursor: pointer; }
details div { padding: 7px 12px; }
dialog { position: static; display: block; background: #2b2d31; color: inherit; border: 1px solid #3f4147;
  border-radius: 8px; padding: 16px; max-width: 460px; width: 100%; margin: 0; }
dialog label { display: block; margin-top: 12px; font-weight: 600; font-size: 14px; }
dialog .input { background: #1e1f22; border-radius: 6px; padding: 9px 10px; margin-top: 6px; color: #949ba4;
  font-weight: 400; min-height: 40px; }
"""


def html(shown: Iterable[tuple[str, Screen | Form]]) -> str:
    """Return one self-contained page, without scripts and without anything to load.

    Args:
        shown: what to draw, each with a line that says what it is.

    """
    parts = [f"<h2>{html_escape(title)}</h2>\n{_drawn(item)}" for title, item in shown]
    policy = "default-src 'none'; style-src 'unsafe-inline'"
    return (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>whosays on Discord</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n"
        "<h1>whosays on Discord</h1>\n<p>How the bot’s messages look. Buttons do nothing here.</p>\n"
        + "\n".join(parts)
        + "\n</body>\n</html>\n"
    )


def page(index: Index, trained: Chosen | None = None) -> str:
    """Return the page for a corpus: common questions, one for each state that they come to, and what follows from one.

    `trained` reads what the rules cannot; without it they answer alone.
    """
    options = AskOptions(trained=trained)
    answers: dict[str, Snapshot] = {}
    for question in _QUESTIONS:
        made = Snapshot.of(_ID, as_dict(ask(question, index, options=options)))
        answers.setdefault(made.state, made)
    shown: list[tuple[str, Screen | Form]] = []
    for i, made in enumerate(sorted(answers.values(), key=lambda made: (not made.differs, not made.positions))):
        screens_of = tour(made) if i == 0 else (("The answer", screens.answer(made)),)
        shown += [(f"{title} · {made.question}", item) for title, item in screens_of]
    sentence, checked = _checked(answers.values(), index, options)
    shown.append(("Check this claim", screens.claim(checked, sentence)))
    shown += [("/outlets", _outlets(index)), ("/privacy", screens.privacy(30))]
    return html(shown)


def _checked(answers: Iterable[Snapshot], index: Index, options: AskOptions) -> tuple[str, Snapshot]:
    """Return a sentence of the corpus that the outlets answer as a claim, with what they say; else one they do not."""
    short = [quote for made in answers for item in made.claims() for quote in claim.sentences(item.quote)]
    checked = Snapshot.of(_ID, as_dict(ask(claim.question(_CLAIM), index, options=options)))
    for sentence in short[:_TRIED]:
        made = Snapshot.of(_ID, as_dict(ask(claim.question(sentence), index, options=options)))
        if made.kind == "yes_no" and made.positions:
            return sentence, made
    return _CLAIM, checked


def _outlets(index: Index) -> Screen:
    dates: dict[str, list[str]] = {}
    for article in index.articles():
        dates.setdefault(article.outlet.id, []).append(article.published or "")
    rows = [
        screens.OutletRow(outlet.name, len(dates[outlet.id]), max(dates[outlet.id]) or None, outlet.registered)
        for outlet in index.outlets()
        if outlet.id in dates
    ]
    return screens.outlets(rows)


def tour(snapshot: Snapshot) -> tuple[tuple[str, Screen | Form], ...]:
    """Return every screen that one answer leads to, with what it is."""
    found: list[tuple[str, Screen | Form]] = [
        (f"The answer, page {page}" if page > 1 else "The answer", screens.answer(snapshot, page))
        for page in range(1, screens.page_count(snapshot) + 1)
    ]
    if snapshot.outlets():
        found.append(("Quotes: all of one outlet, for one reader", screens.quotes(snapshot, 0)))
    if screens.has_timeline(snapshot):
        found.append(("Timeline", screens.timeline(snapshot)))
    if snapshot.differs or snapshot.qualifiers:
        found.append(("Why flagged", screens.why(snapshot)))
    outlets = [(outlet, snapshot.name(outlet)) for outlet in (*snapshot.outlets(), *snapshot.silent)]
    found += [
        ("Other outlets…", screens.again(snapshot, outlets)),
        ("Follow up", screens.follow_up(Action(Verb.FOLLOW, snapshot.id), snapshot.question)),
        ("Wrong", screens.feedback(Action(Verb.DOWN, snapshot.id))),
        ("/help", screens.help_()),
    ]
    return tuple(found)


def _drawn(item: Screen | Form) -> str:
    body = _form(item) if isinstance(item, Form) else "\n".join(_component(child) for child in item.children)
    author = '<div class="author">whosays <span class="app">APP</span></div>'
    return f'<article><div class="who">w</div><div class="message">{author}\n{body}\n</div></article>'


def _component(item: Component) -> str:
    match item:
        case Text():
            return _markdown(item.markdown)
        case Separator():
            return "<hr>"
        case Section():
            texts = "\n".join(_component(text) for text in item.texts)
            return f'<div class="section"><div>{texts}</div>{_component(item.accessory)}</div>'
        case Row():
            return f'<div class="row">{"".join(_component(part) for part in item.items)}</div>'
        case Container():
            inside = "\n".join(_component(child) for child in item.children)
            return f'<div class="box" style="--accent: #{item.accent:06x}">\n{inside}\n</div>'
        case Link():
            return f"{_anchor(item.url, html_escape(item.label) + ' ↗', 'button')}"
        case Button():
            icon = f"{item.emoji} " if item.emoji else ""
            state = " disabled" if item.disabled else ""
            return f'<button class="button {item.style.name.lower()}"{state}>{html_escape(icon + item.label)}</button>'
        case Select():
            return _select(item)


def _select(item: Select) -> str:
    rows = []
    for option in item.options:
        described = f"<small>{html_escape(option.description)}</small>" if option.description else ""
        rows.append(f"<div>{html_escape(option.label)}{described}</div>")
    return f"<details><summary>{html_escape(item.placeholder)} ▾</summary>{''.join(rows)}</details>"


def _form(form: Form) -> str:
    parts = [f"<strong>{html_escape(form.title)}</strong>"]
    for item in form.inputs:
        parts.append(f"<label>{html_escape(item.label)}</label>")
        parts.append(_field(item) if isinstance(item, Field) else _choice(item))
    return f"<dialog open>{''.join(parts)}</dialog>"


def _field(item: Field) -> str:
    return f'<div class="input">{html_escape(item.hint)}</div>'


def _choice(item: Choice) -> str:
    return _select(Select(item.key, item.options[0].label, item.options))


def _anchor(url: str, inside: str, css: str = "") -> str:
    kind = f' class="{css}"' if css else ""
    return f'<a{kind} href="{html_escape(url)}" rel="noopener noreferrer">{inside}</a>'


def _markdown(text: str) -> str:
    return "<div>" + "".join(_line(line) for line in text.split("\n")) + "</div>"


def _line(line: str) -> str:
    for mark, element in _LINES:
        if line.startswith(mark):
            return f"<{element}>{''.join(_inline(line[len(mark) :]))}</{element}>"
    return f"<p>{''.join(_inline(line)) or '&nbsp;'}</p>"


def _inline(text: str) -> Iterator[str]:
    at = 0
    for match in _INLINE_RE.finditer(text):
        yield _words(text[at : match.start()])
        at = match.end()
        yield _marked(match)
    yield _words(text[at:])


def _marked(match: re.Match[str]) -> str:
    inside = "".join(_inline(match["bold"] or match["italic"] or match["label"] or ""))
    match match.lastgroup:
        case "escaped":
            return html_escape(match["escaped"])
        case "bold":
            return f"<strong>{inside}</strong>"
        case "italic":
            return f"<em>{inside}</em>"
        case "code":
            return f"<code>{html_escape(match['code'])}</code>"
        case "url":
            return _anchor(match["url"], inside)
        case _:
            return f"<time>{_moment(int(match['time']))}</time>"


def _moment(seconds: int) -> str:
    """Write a moment in UTC: a page has no reader's zone without a script."""
    try:
        return f"{datetime.fromtimestamp(seconds, UTC):%-d %b %Y, %H:%M} UTC"
    except (ValueError, OverflowError, OSError):  # beyond the years 1 to 9999
        return str(seconds)


def _words(text: str) -> str:
    return html_escape(text.replace(BREAK, ""))
