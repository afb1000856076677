"""A small model of how Discord reads a message, written from its documentation and its clients' behaviour, not from our code.

It is stricter than Discord: a mark that could begin something counts as alive even where nothing closes it.
"""

from __future__ import annotations

import re
import string

#: Whatever Discord's server or a client may find in the raw text, before any Markdown is read.
RAW = [
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r"<@[!&]?\d", r"<#\d", r"</[-\w\s]+:\d", r"<t:-?\d", r"<id:", r"<a?:\w+:\d", r"@everyone", r"@here",
        r"\w+://", r"discord(?:app)?\.(?:gg|com|me|io)", r"dsc\.gg", r"www\.\w", r"mailto:", r"(?<!\\)\]\(",
    )
]  # fmt: skip
LINE_STARTS = [
    re.compile(pattern) for pattern in (r"\s*#{1,6}\s", r"\s*-#", r"\s*>{1,3}\s?", r"\s*[-*+]\s", r"\s*\d+[.)]\s")
]
MARKS = "*_~|`"
ZERO_WIDTH = "\u200b"


def visible(markdown: str) -> str:
    """Return what a reader sees of text that holds no markup: backslashes before signs taken away."""
    out = []
    i = 0
    while i < len(markdown):
        char = markdown[i]
        following = markdown[i + 1 : i + 2]
        if (
            char == "\\"
            and following
            and following not in string.ascii_letters + string.digits
            and not following.isspace()
        ):
            out.append(following)
            i += 2
            continue
        if char != ZERO_WIDTH:
            out.append(char)
        i += 1
    return "".join(out)


def alive(markdown: str) -> list[str]:
    """Return everything in the text that Discord would make more of than its words."""
    found = [match.group() for pattern in RAW for match in pattern.finditer(markdown)]
    found += [match.group() for line in markdown.split("\n") for p in LINE_STARTS if (match := p.match(line))]
    bare = re.sub(r"\\[^0-9A-Za-z\s]", "\x00", markdown)
    found += [char for char in bare if char in MARKS]
    found += re.findall(r":[^\s:]+:|<[^>]*>|\[[^\]]*\]|\w@\w", bare)
    if bare.endswith("\\"):
        found.append("a backslash that eats what follows")
    return found


def quotes(markdown: str) -> list[str]:
    """Return what is seen in the "> " lines; bold in them is ours and is taken away."""
    lines = [line[2:] for line in markdown.split("\n") if line.startswith("> ")]
    return [visible(unbold(line)) for line in lines]


def unbold(markdown: str) -> str:
    """Take away the marks of bold that no backslash disarms."""
    parts = re.findall(r"\\[^0-9A-Za-z\s]|\*\*|.", markdown, re.DOTALL)
    return "".join(part for part in parts if part != "**")


def fragments_of(seen: str, quote: str) -> bool:
    """Tell whether what is seen is the quote, or slices of it in order with "…" for what is left out."""
    if seen == quote:
        return True
    inner = seen.removeprefix("… ").removesuffix("…").removesuffix(" ")
    candidates = [(inner, "")] + [(inner[:i], inner[i + 3 :]) for i in range(len(inner)) if inner.startswith(" … ", i)]
    for first, second in candidates:
        at = quote.find(first)
        if at >= 0 and quote.find(second, at + len(first)) >= 0:
            return True
    return False
