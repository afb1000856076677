"""What the tagger of speakers learns from: sentences as the rules read them, and the same ones said otherwise.

The sentences are those of the clean rows of `train/qa_spans.jsonl.gz`. A tagger that copies the rules cannot beat them, so
cues are swapped for other verbs, also for such as the rules' lexicon lacks, and clauses are told in other orders.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

from bot.answer.attribution import Attribution, Pattern, find_all, statements
from bot.answer.attribution.cues import CUES
from bot.answer.attribution.tokens import DETERMINERS, PRONOUNS
from corpus.types import Article, Outlet
from index.split import sentences

if TYPE_CHECKING:
    import random
    from collections.abc import Iterable, Iterator, Sequence

    from bot.answer.types import Span
    from training.reader_data import Row as Question

Kind = Literal["source", "cue", "content"]
KINDS: tuple[Kind, ...] = ("source", "cue", "content")
#: Verbs that the rules' lexicon lacks; all are inflected by rule, without a doubled consonant.
OTHER_VERBS = tuple(
    """opine posit attest surmise intimate divulge relay recollect exclaim scoff sneer fume gush preach object protest
    concur profess confess imply stipulate blog grumble gripe mutter whisper shout elaborate venture theorise reckon
    counter interject lecture enthuse bemoan marvel bellow murmur thunder certify hypothesise chuckle brag vent counsel
    assess signal summarise reflect plead""".split()
)
#: Verbs of the lexicon that are rare in the sentences but common in news.
NEWS_VERBS = tuple(
    "explain argue insist note add warn recall announce confirm claim assert declare tweet allege contend".split()
)
_OTHER_SHARE = 0.5  # of the swapped cues
# Of the tries: below the first a cue is swapped, below the second a clause reordered, else a plain sentence wrapped.
_SWAPPED, _REORDERED = 0.6, 0.8
#: Of edited text only: what is wrapped into an attribution reads like news then.
_EDITED = ("qamr", "squad2_dev", "squadshifts_wiki", "litm_nq")
_MIN_WORDS, _MAX_WORDS = 5, 35  # of a clause that is told in another order
_SOURCE_WORDS = 8  # longer ones are mostly misread
#: After a cue that can be swapped: what is said follows as a clause or a quotation, or came before.
_SWAPPABLE_RE = re.compile(r"\s+that\b|[,:]?\s+[\"“]|\s*[.,]")
_THAT_RE = re.compile(r"\s+(?:that\s+)?")
#: "protested that", "protested, “": an attribution that the rules may miss is no example of none.
_UNSURE_RE = re.compile(r"[a-z](?:ed|es|s|ing)(?:\s+that\b|[,:]\s+[\"“])|[\"”]\s+(?:[a-z]+ed|[A-Z]\w+\s+[a-z]+ed)\b")
Piece = tuple[str, Kind | None]


@dataclass(frozen=True, slots=True)
class Row:
    """A sentence and its spans; no spans where nothing is attributed."""

    text: str
    spans: tuple[tuple[Kind, int, int], ...] = ()
    #: How it was made: plain, swapped, reordered, wrapped or none.
    made: str = "none"


@dataclass(frozen=True, slots=True)
class Plain:
    """An attribution that can be told in another order: "X said that Y"."""

    source: str
    cue: str
    content: str


def joined(pieces: Iterable[Piece], made: str) -> Row:
    """Return the pieces as one sentence, with the spans of those that have a kind."""
    text, spans = "", []
    for piece, kind in pieces:
        if kind:
            spans.append((kind, len(text), len(text) + len(piece)))
        text += piece
    return Row(text, tuple(spans), made)


def inflected(verb: str, form: str) -> str:
    """Return a regular verb in the form "s", "past" or "ing"."""
    y = verb.endswith("y") and verb[-2] not in "aeiou"
    if form == "s":
        return verb[:-1] + "ies" if y else verb + ("es" if verb.endswith(("ss", "sh", "ch", "x")) else "s")
    stem = verb.removesuffix("e")
    if form == "ing":
        return stem + "ing"
    return verb[:-1] + "ied" if y else stem + "ed"


def read(context: str) -> Iterator[tuple[Row, Plain | None]]:
    """Yield the sentences of a context as the rules read them."""
    article = Article("context", Outlet("context", "context"), "", context)
    rows = sentences(article)
    contents: dict[int, list[Span]] = {}
    for one in statements(article, rows):
        if one.speaker is not None and one.cue is not None:
            contents.setdefault(one.sentence.start, []).extend(one.contents)
    for sentence, found in zip(rows, find_all(article, rows), strict=True):
        if sentence.boilerplate:
            continue
        base = sentence.start
        held = [(span.start - base, span.end - base) for span in contents.get(base, ())]
        row = _row(sentence.text, found, held)
        yield row, _plain(row, found)


def _row(text: str, found: Sequence[Attribution], contents: Sequence[tuple[int, int]]) -> Row:
    spans: set[tuple[Kind, int, int]] = set()
    for one in found:
        spans.add(("cue", one.cue.start, one.cue.end))
        if one.source is not None:
            spans.add(("source", one.source.start, one.source.end))
    if spans:
        spans |= {("content", start, end) for start, end in contents}
    return Row(text, tuple(sorted(spans, key=lambda span: (span[1:], span[0]))), "plain" if spans else "none")


def _plain(row: Row, found: Sequence[Attribution]) -> Plain | None:
    if len(found) != 1 or found[0].pattern != Pattern.VERB or not found[0].actual or '"' in row.text:
        return None
    one, text = found[0], row.text
    contents = [span for span in row.spans if span[0] == "content"]
    if one.source is None or one.source.start or len(contents) != 1 or text[one.source.end : one.cue.start] != " ":
        return None
    _, start, end = contents[0]
    after = text[one.cue.end : start]
    if not _THAT_RE.fullmatch(after) or text[end:].strip() not in ("", "."):
        return None
    plain = Plain(text[: one.source.end], text[one.cue.start : one.cue.end], text[start:end].rstrip(" ."))
    return plain if _tellable(plain.content) and len(plain.source.split()) <= _SOURCE_WORDS else None


def _tellable(content: str) -> bool:
    return _MIN_WORDS <= len(content.split()) <= _MAX_WORDS and not set(content) & set('"“”?!:;()')


def swapped(row: Row, rng: random.Random) -> Row | None:
    """Return the sentence with another reporting verb in the same form, where the cue is a plain one."""
    places = [
        (start, end, cue.form)
        for kind, start, end in row.spans
        if kind == "cue"
        and (cue := CUES.get(row.text[start:end].lower()))
        and cue.form != "base"
        and cue.lemma != "tell"
        if _SWAPPABLE_RE.match(row.text, end)
    ]
    if not places:
        return None
    start, end, form = rng.choice(places)
    verb = inflected(_verb(rng), form)
    shift = len(verb) - (end - start)
    moved = tuple((k, a + shift * (a >= end), b + shift * (b >= end)) for k, a, b in row.spans)
    return Row(row.text[:start] + verb + row.text[end:], moved, "swapped")


def _verb(rng: random.Random) -> str:
    return rng.choice(OTHER_VERBS if rng.random() < _OTHER_SHARE else NEWS_VERBS)


def reordered(plain: Plain, rng: random.Random) -> Row:
    """Return the attribution in another order; the content before the source in most of them."""
    first = plain.source.split()[0]
    mid = plain.source if first == "I" or first.lower() not in DETERMINERS | PRONOUNS else _small(plain.source)
    source: Piece = (mid, "source")
    cue: Piece = (plain.cue, "cue")
    content = plain.content[0].upper() + plain.content[1:]
    opening, closing = rng.choice(("“”", '""'))
    orders: list[list[Piece]] = [
        [(content, "content"), (", ", None), source, (" ", None), cue, (".", None)],
        [(opening, None), (f"{content},", "content"), (f"{closing} ", None), source, (" ", None), cue, (".", None)],
        [
            (plain.source, "source"),
            (" ", None),
            cue,
            (f", {opening}", None),
            (f"{content}.", "content"),
            (closing, None),
        ],
    ]
    if first.lower() not in PRONOUNS:
        orders += [
            [(content, "content"), (", ", None), cue, (" ", None), source, (".", None)],
            [(opening, None), (f"{content},", "content"), (f"{closing} ", None), cue, (" ", None), source, (".", None)],
            [("According to", "cue"), (" ", None), source, (", ", None), (plain.content, "content"), (".", None)],
            [(content, "content"), (", ", None), ("according to", "cue"), (" ", None), source, (".", None)],
        ]
    return joined(rng.choice(orders), "reordered")


def _small(text: str) -> str:
    return text[0].lower() + text[1:]


def rows_of(questions: Sequence[Question], count: int, rng: random.Random) -> list[Row]:
    """Return about `count` rows in random order, half of them without an attribution."""
    contexts = sorted({question.context: question.source for question in questions}.items())
    attributed: dict[str, Row] = {}
    none: dict[str, str] = {}
    plains: list[Plain] = []
    for context, source in contexts:
        for row, plain in read(context):
            if row.spans:
                attributed.setdefault(row.text, row)
                plains += [plain] if plain and source in _EDITED else []
            elif not _UNSURE_RE.search(row.text) and len(row.text.split()) > 2:
                none.setdefault(row.text, source)
    rows = [*attributed.values()]
    own = [text.rstrip(".") for text, source in none.items() if source in _EDITED and text.endswith(".")]
    own = [text for text in own if _tellable(text)]
    while len(rows) < count // 2 and plains:
        turn = rng.random()
        row = swapped(rng.choice(rows), rng) if turn < _SWAPPED else None
        if turn >= _SWAPPED:
            plain = rng.choice(plains)
            if turn >= _REORDERED and own:
                plain = replace(plain, content=own[rng.randrange(len(own))])
            if (form := CUES[plain.cue.lower()].form) != "base" and rng.random() < 1 / 2:
                plain = replace(plain, cue=inflected(_verb(rng), form))
            row = replace(reordered(plain, rng), made="wrapped" if turn >= _REORDERED else "reordered")
        rows += [row] if row and row.text not in attributed else []
        attributed.update({row.text: row} if row else {})
    rows += [Row(text) for text in rng.sample(sorted(none), min(len(none), len(rows)))]
    rng.shuffle(rows)
    return rows


def kinds(rows: Iterable[Row]) -> dict[str, int]:
    """Count the rows by how they were made."""
    return dict(Counter(row.made for row in rows).most_common())
