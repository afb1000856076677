"""The output gate: text from articles and questions is data, and reaches a screen only through here."""

from __future__ import annotations

import re

#: Characters that move the cursor, reorder the line or cannot be seen: ESC starts commands, RLO turns text round.
_UNSAFE_RE = re.compile(
    r"""
    [\x00-\x09\x0b-\x1f\x7f-\x9f]      # C0 but newline, DEL, C1 (0x9b starts a command like ESC [)
    # soft hyphen, joiners, Arabic mark, fillers, Mongolian separator:
    | [\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e]
    | [\u200b-\u200f\u2028-\u202e]       # zero width, marks, line and paragraph separators, embeddings, overrides
    | [\u2060-\u206f\u3164\ufeff\uffa0]  # word joiner, isolates, deprecated controls, fillers, byte order mark
    | [\ufff9-\ufffb\U000e0000-\U000e007f]  # interlinear annotation, tags (hidden ASCII)
    | [\ud800-\udfff]                    # lone surrogates: no encoding takes them
    """,
    re.VERBOSE,
)

#: What Markdown readers turn into markup, wherever it stands.
_MARKDOWN_RE = re.compile(r"[\\`*_{}\[\]()<>#|~!&]")
#: What they turn into markup at the start of a line: lists, quotes, rules, "1." and "1)".
_MARKDOWN_START_RE = re.compile(r"(?m)^(?P<space>[ ]{0,3})(?P<number>\d{0,9})(?P<mark>[-+=:.])")
#: "https://", "www." and "a@b" become links by themselves; the escape keeps them text.
_AUTOLINK_RE = re.compile(r"(?i)(?<=[a-z]):(?=//)|(?<=\bwww)\.|(?<=\w)@(?=\w)")


def _visible(match: re.Match[str]) -> str:
    code = ord(match.group())
    if code == 0x09:
        return r"\t"
    if code == 0x0D:
        return r"\r"
    if code < 0x100:
        return f"\\x{code:02x}"
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


def terminal(text: str) -> str:
    r"""Show control, bidirectional and invisible characters as escapes ("\x1b", "\u202e"); newlines stay."""
    return _UNSAFE_RE.sub(_visible, text)


def line(text: str) -> str:
    """Return the text as one line that is safe to print: newlines become spaces, the rest as in `terminal`."""
    return terminal(text.replace("\r\n", " ").replace("\n", " ")).strip(" ")


def markdown(text: str) -> str:
    """Return one line that a Markdown reader shows as the plain words: nothing of it is markup, a link or HTML."""
    escaped = _MARKDOWN_RE.sub(lambda match: "\\" + match.group(), line(text))
    escaped = _AUTOLINK_RE.sub(lambda match: f"&#{ord(match.group())};", escaped)
    return _MARKDOWN_START_RE.sub(lambda m: f"{m['space']}{m['number']}\\{m['mark']}", escaped)


def _json_escape(match: re.Match[str]) -> str:
    code = ord(match.group())
    if code < 0x10000:
        return f"\\u{code:04x}"
    high, low = divmod(code - 0x10000, 0x400)
    return f"\\u{0xD800 + high:04x}\\u{0xDC00 + low:04x}"


def json_text(text: str) -> str:
    """Escape the unsafe characters of serialised JSON, which leaves its meaning as it is.

    Raw control characters stand only between tokens there, as the newlines that indent it.
    """
    return _UNSAFE_RE.sub(_json_escape, text)
