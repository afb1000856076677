"""The output gate towards Discord: words of articles, questions and people are data, and are shown as the words they are.

Discord's clients read a small Markdown of their own, so `bot.render.gate.markdown` does not fit: entities ("&#58;")
would be shown as such, and mentions, timestamps and emoji are unknown to it. A backslash before anything but a
letter, a digit or a space shows that character and ends whatever it would have begun.
"""

from __future__ import annotations

import re
from urllib.parse import quote as percent_encode
from urllib.parse import urlsplit

from bot.discord.components import MAX_URL
from bot.render import gate

#: What begins or ends markup, wherever it stands: emphasis, spoilers, code, links, mentions, timestamps, emoji,
#: headings, quotes. A colon is in "https://", ":smile:" and "<t:1:R>"; without it none of them is alive.
_ALWAYS_RE = re.compile(r"[\\*_~|`\[\]<>#@:]")
#: The dot of "discord.gg", "www.example" and "a.b.example", but not the one of "3.5" or at the end of a sentence.
_DOT_RE = re.compile(r"(?<=\w)\.(?=[^\W\d_])")
#: Lists at the start of a line: "- ", "+ ", "1. ", "2) ". "3.5" and "-5" are none.
_START_RE = re.compile(r"^(?P<before>\s*\d*)(?P<mark>[-+.)])(?=\s|$)")
#: The only mentions of words. A backslash cannot stand inside a word (it would be seen), so an invisible space does.
_EVERYBODY_RE = re.compile(r"@(?=everyone|here)")
#: Zero-width space: what discord.py's `escape_mentions` uses too.
BREAK = "\u200b"
#: Characters that stay as they are in an address; all others are percent-encoded.
_ADDRESS_SAFE = "/%:=&?~+!$,;'@*"


def plain(text: str, limit: int | None = None) -> str:
    """Return one line of Markdown that shows the plain words of a text.

    Args:
        text: anything; newlines become spaces, invisible and reordering characters visible escapes.
        limit: most characters of the result; what exceeds it is left out, with "…" in its place.

    """
    words = gate.line(text)
    escaped = _escape(words)
    if limit is None or len(escaped) <= limit:
        return escaped
    while len(escaped) > limit - 1:
        words = words[: min(len(words) - 1, len(words) * (limit - 1) // len(escaped))]
        escaped = _escape(words)
    return escaped.rstrip() + "…" if words else "…"


def emphasised(text: str, start: int, end: int) -> str:
    """Return what `plain` gives, with the words [start, end) in bold.

    The range may lie outside the text, wholly or in part: then less is bold, or nothing.
    """
    start, end = max(0, min(start, len(text))), max(0, min(end, len(text)))
    bold = text[start:end]
    # Discord takes "** a**" for bold, other readers of a copied message do not: spaces stay outside.
    start += len(bold) - len(bold.lstrip())
    end -= len(bold) - len(bold.rstrip())
    if start >= end:
        return _escape(_one_line(text).strip(" "))
    before, bold, after = (_escape(_one_line(part)) for part in (text[:start], text[start:end], text[end:]))
    return f"{before.lstrip(' ')}**{bold}**{after.rstrip(' ')}"


def link(label: str, url: str | None, limit: int = 80) -> str:
    """Return a link without preview to an address of our own article table; the plain label when there is none."""
    target, shown = address(url), plain(label, limit)
    if target is None:
        return shown
    # Discord looks for the end of a label by counting brackets, escaped ones too.
    return f"{shown} [↗](<{target}>)" if re.search(r"[\[\]]", label) else f"[{shown}](<{target}>)"


def address(url: str | None) -> str | None:
    """Return an address that a link may carry, percent-encoded; None when it is not a plain web address."""
    try:
        parts = urlsplit(gate.line(url or ""))
        host = (parts.hostname or "").encode("idna").decode("ascii")
        port = f":{parts.port}" if parts.port else ""
    except ValueError:  # brackets that are no IPv6 address, a port that is no number, a host no name server takes
        return None
    # "https://known.example@other.example" shows one host and opens another.
    if parts.scheme not in ("https", "http") or "@" in parts.netloc or not re.fullmatch(r"[\w.-]+", host):
        return None
    rest = "".join(
        (parts.path, f"?{parts.query}" if parts.query else "", f"#{parts.fragment}" if parts.fragment else "")
    )
    found = f"{parts.scheme}://{host}{port}{percent_encode(rest, safe=_ADDRESS_SAFE + '#')}"
    return found if len(found) <= MAX_URL else None


def label(text: str, limit: int) -> str:
    """Return a text for where Discord reads no Markdown (buttons, options, placeholders), cut at `limit` characters."""
    words = gate.line(text) or "–"
    return words if len(words) <= limit else words[: limit - 1].rstrip() + "…"


def _one_line(text: str) -> str:
    """Do as `gate.line`, and keep the spaces at the ends: they stand between the parts of a quote."""
    return gate.terminal(text.replace("\r\n", " ").replace("\n", " "))


def _escape(words: str) -> str:
    escaped = _ALWAYS_RE.sub(lambda match: "\\" + match.group(), words)
    escaped = _DOT_RE.sub(r"\\.", escaped)
    escaped = _START_RE.sub(lambda match: f"{match['before']}\\{match['mark']}", escaped)
    return _EVERYBODY_RE.sub("@" + BREAK, escaped)
