"""Turns what somebody wrote into questions that check it."""

from __future__ import annotations

import re

#: Characters of a question in Discord; product.md, "Platforms".
LONGEST = 300
#: Sentences of one message that are checked; the first that any outlet speaks to is shown.
MOST = 3
_FRAME = "Is it true that {}?"

#: What Discord adds to words: mentions, custom emoji, timestamps; and addresses, which state nothing.
_NOISE_RE = re.compile(r"<(?:[@#][!&]?|a?:\w{2,32}:|t:|/[^:>]{1,120}:|id:)[^<>\s]{0,40}>|\bhttps?://\S+", re.IGNORECASE)
_MARKS_RE = re.compile(r"[*_~`|>#\\]+")
_GAP_RE = re.compile(r" ([.,!?…]+)(?=\s|$)")
_SENTENCE_RE = re.compile(r"[^.!?…\n]*(?:[.…](?=\w)[^.!?…\n]*)*[.!?…\n]*")
#: Opening words that are written small inside a sentence; any other may be a name.
_SMALL_RE = re.compile(
    r"""^(?:the|a|an|all|both|no|some|many|most|at|it|they|he|she|there|this|that|these|those|nobody|nothing|
    one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|dozens|hundreds|thousands|only|more|fewer)\b""",
    re.IGNORECASE | re.VERBOSE,
)


def words(text: str) -> str:
    """Return a message as plain words: without mentions, emoji codes, addresses and marks of Markdown."""
    return _joined(_MARKS_RE.sub(" ", _NOISE_RE.sub(" ", text)))


def sentences(text: str) -> tuple[str, ...]:
    """Return the sentences of a message that can be checked: long enough to state something, short enough to ask."""
    plain = _MARKS_RE.sub(" ", _NOISE_RE.sub(" ", text))
    found = (_joined(match.group()) for match in _SENTENCE_RE.finditer(plain))
    room = LONGEST - len(_FRAME)
    return tuple(part for part in found if len(part.split()) >= 2 and len(part) <= room)[:MOST]


def _joined(text: str) -> str:
    """Return the words with one space between them, and none before a mark where something was taken out."""
    return _GAP_RE.sub(r"\1", " ".join(text.split()))


def question(sentence: str) -> str:
    """Return the question that checks a sentence; a question is asked as it stands.

    >>> question("The bridge was closed on Monday.")
    'Is it true that the bridge was closed on Monday?'
    """
    if sentence.endswith("?"):
        return sentence
    body = sentence.rstrip(".!… ")
    if _SMALL_RE.match(body):
        body = body[0].lower() + body[1:]
    return _FRAME.format(body)
