"""Cut an article into sentences and passages, with exact offsets and in linear time."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from corpus.types import Quote
from index.guarded import Guarded
from index.types import Sentence

if TYPE_CHECKING:
    from collections.abc import Iterator

    from corpus.types import Article

VERSION = "1"  # raised whenever the passages of any text change: an index of two sorts would rank unevenly
PASSAGE_WORDS = 50  # words; search adds the neighbours, so that a passage can be as small as what answers a question
MAX_PASSAGE_WORDS = 200  # words; a longer sentence is cut, so that no encoder truncates most of it
MAX_PASSAGE_CHARS = 2000  # code points; scripts without spaces have no words to count
_MAX_TOKEN = 24  # code points looked at before a full stop; no abbreviation is longer
_MAX_CREDIT_CHARS = 400  # code points; captions are short, so a long line with "Photo:" in it is prose
_MAX_HEADING_WORDS = 30  # words; a longer line without a full stop is careless prose

# -- sentence ends -----------------------------------------------------------------------------------------------------

_LINE_RE = re.compile(r"[^\n\r\v\f\x1c-\x1e\x85\u2028\u2029]+")
_WORD_RE = re.compile(r"\S+")

_END_RE = re.compile(
    r"""
    (?P<mark>[.!?…؟।]+)             # "." "?!" "..."
    (?P<close>["'”’»)\]]{0,3})      # closing marks belong to the sentence: '… fire.'
    (?=(?P<gap>\s+)|$)              # something must separate the next one
    | [。！？]["'”’」』）]{0,3}       # Chinese and Japanese full stops need no space
    """,
    re.VERBOSE,
)
#: "…deal.The minister…": a lost space, only where a word that begins sentences follows.
_GLUED_RE = re.compile(r"(?<=[a-z]{3})[.!?]['\"”’]?(?=(?:The|In|On|He|She|It|They|But|However|According|This|A)\s)")


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_TITLES = _words(
    """mr mrs ms mx messrs dr prof gen lt col sgt capt gov sen rep reps sens rev hon st mt ft pres adm maj cpl cmdr supt
    det insp pvt pfc brig fr br amb atty asst assoc fig figs vol pp ch art para eds dept univ lieut dir"""
)
#: Never end a sentence, in small letters too.
_NEVER = _words("vs v e.g i.e cf approx ca viz incl")
#: Words that may also end a sentence: a new one begins only before a word that begins sentences.
_MAYBE = _words(
    """inc corp co ltd llc plc jr sr bros etc jan feb mar apr jun jul aug sep sept oct nov dec mon tue tues wed thu thur
    thurs fri ala ariz ark calif colo conn del fla ga ill ind kan ky la md mass mich minn miss mo mont neb nev okla ore
    pa penn tenn tex va vt wash wis wyo ont que ave blvd rd hwy ph.d esq est sec ed"""
)
_MAYBE_SMALL = _words("etc al inc jr sr sec min")
_CLOCK = frozenset({"a.m", "p.m"})
#: "2 p.m. ET", "9 a.m. Thursday", "8 p.m. Eastern Time".
_AFTER_CLOCK_RE = re.compile(
    r"(?:[A-Z]{1,2}[SD]?T|GMT|UTC|CET|CEST|BST|IST|Eastern|Central|Mountain|Pacific|Greenwich|Local"
    r"|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day"
    r"|Jan|Feb|March|April|May|June|July|Aug|Sept|Oct|Nov|Dec)[a-z]*\b"
)
_STARTER_RE = re.compile(
    r"""["'“‘«(\[]*(?:The|An?|In|On|At|By|For|From|With|As|To|Of|After|Before|During|Since|Under|While|When|If|Although
    |Though|Because|He|She|It|They|We|You|I|His|Her|Its|Their|Our|My|This|That|These|Those|There|Here|But|And|Or|So|Yet
    |However|Meanwhile|Earlier|Later|Now|Then|Also|Still|Both|Some|Many|Most|All|No|Not|What|Who|Why|How|Where|According
    |Police|Officials|Last|Two|Three|Four|One|Several|Another|Instead|Nor|Even|Only|Despite|Asked|Such|Each|Every)\b""",
    re.VERBOSE,
)
_DOTTED_RE = re.compile(r"(?:[^\W\d_]\.)+[^\W\d_]")  # "U.S", "D.C", "J.R.R"
#: '"Why?" Ana Ruiz asked': the question mark ends the quotation, not the sentence.
_TAG_RE = re.compile(
    r"(?:[^\W\d_][\w.'’-]{0,30}[ \u00a0]){1,5}?"
    r"(?:asked|asks|said|says|told|wondered|shouted|replied|tweeted|wrote|added|exclaimed|cried|yelled)\b"
)


def _ends(text: str, found: re.Match[str], start: int) -> bool:
    """Tell whether the mark found ends the sentence that began at `start`."""
    gap = found["gap"]
    if found["mark"] is None or gap is None:
        return True
    after = found.end() + len(gap)
    following = text[after : after + 160]
    if not following or following[0].islower():
        return not following
    if found["mark"] != ".":
        return not (found["close"] and _TAG_RE.match(following))
    if found["close"] and found["close"][0] in "\"'”’»":
        return True
    return _full_stop(text[max(start, found.start() - _MAX_TOKEN) : found.start()], following)


def _full_stop(before: str, following: str) -> bool:
    """Tell whether one full stop between two pieces of text ends a sentence."""
    parts = before.split()
    if not parts or before[-1:].isspace():
        return True
    word = parts[-1].lstrip("\"'“‘«([")
    low = word.lower()
    if low in ("no", "nos", "art", "p"):
        return not following[0].isdigit()
    if word.isdigit() and len(parts) == 1 and len(before) < _MAX_TOKEN:
        return False  # "1. Wash the rice"
    if low in _CLOCK:
        return not _AFTER_CLOCK_RE.match(following)
    if low in _NEVER or (low in _TITLES and word[0].isupper()):
        return False
    if (
        low in _MAYBE_SMALL
        or (low in _MAYBE and word[0].isupper())
        or _DOTTED_RE.fullmatch(word)
        or (len(word) == 1 and word.isupper())
    ):
        return bool(_STARTER_RE.match(following))
    return True


def _cut(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield the trimmed ranges of the sentences of one block."""
    block = text[start:end]
    marks: list[tuple[int, re.Match[str] | None]] = [(m.end(), m) for m in _END_RE.finditer(block)]
    glued = [(m.end(), None) for m in _GLUED_RE.finditer(block)]
    if glued:
        marks = sorted([*marks, *glued], key=lambda pair: pair[0])
    begin = 0
    for stop, found in marks:
        if stop > begin and (found is None or _ends(block, found, begin)):
            yield from _trim(text, start + begin, start + stop)
            begin = stop
    yield from _trim(text, start + begin, end)


def _trim(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield the range without outer white space, unless nothing is left."""
    piece = text[start:end]
    lead = len(piece) - len(piece.lstrip())
    if lead < len(piece):
        yield start + lead, start + len(piece.rstrip())


# -- lines -------------------------------------------------------------------------------------------------------------

_TERMINAL_RE = re.compile(r"[.!?…؟।。！？:;][\"'”’»)\]」』）]*$")
_LABEL_RE = re.compile(
    r"(?:Key (?:Points|Takeaways|Facts|Developments)|Highlights|At a Glance|In Brief|Summary|Synopsis|Story Highlights"
    r"|KEY POINTS|HIGHLIGHTS|SUMMARY)(?=\s+[^\W_a-z])\s*"
)
#: The end of the line is looked at apart: `_TERMINAL_RE` on the last characters only.
_TAIL = 8


def _blocks(text: str) -> Iterator[tuple[int, int]]:
    """Yield ranges of paragraphs: one line each, hard-wrapped lines joined, glued labels apart."""
    pending: tuple[int, int] | None = None
    for line in _LINE_RE.finditer(text):
        for start, end in _trim(text, line.start(), line.end()):
            if pending and _wrapped(text, pending, start):
                pending = (pending[0], end)
                continue
            if pending:
                yield pending
            label = _LABEL_RE.match(text, start, end)
            if label and label.end() < end:
                yield next(_trim(text, start, label.end()))
                start = label.end()
            pending = (start, end)
    if pending:
        yield pending


def _wrapped(text: str, before: tuple[int, int], start: int) -> bool:
    """Tell whether a line goes on the line before: no blank line, no full stop, a small letter."""
    between = text[before[1] : start]
    return (
        text[start].islower()
        and len(between.strip(" \t")) <= 1
        and before[1] - before[0] >= 40  # code points; shorter lines are list items or headings
        and not _TERMINAL_RE.search(text[max(before[0], before[1] - _TAIL) : before[1]])
    )


# -- boilerplate -------------------------------------------------------------------------------------------------------

_BOILERPLATE_RES = tuple(
    re.compile(pattern, re.VERBOSE | re.IGNORECASE)
    for pattern in (
        # "IMAGE: A bridge …", "File photo: …", "Video | …"
        r"(?:images?|photos?|photograph|picture|video|watch|listen|caption|file\ photo|graphic|illustration)\s?[:|]",
        # "SHARE THIS ARTICLE", "Follow us on X", "Subscribe to our newsletter"
        r"(?:share|tweet|print|e-?mail|copy\ link|save|bookmark)"
        r"(?:\ (?:this|on|via|to|with|the)(?:\ [\w-]+){0,5})?[.!]?$",
        r"(?:please\ )?(?:follow|like|join|find)\ (?:us|our)\b.{0,100}$",
        r"(?:subscribe|sign\ up|log\ in|sign\ in|register)\b(?:.{0,40}\b(?:newsletters?|e-?mails?|updates?|alerts?"
        r"|inbox|account|today|now|free|channel|to|for)\b.{0,80})?$",
        r"(?:this\ site|our\ site|this\ website|we|our\ partners)\ (?:and\ our\ partners\ )?uses?\ cookies\b",
        r"(?:accept|reject|manage)\ (?:all\ )?(?:cookies|preferences|settings)\b.{0,40}$",
        r"(?:advertisement|sponsored(?:\ content)?|promoted|comments?|related(?:\ \w+)?|trending(?:\ now)?|most\ read"
        r"|more\ on\ this(?:\ \w+)?|top\ stories|back\ to\ top|skip\ to\ .{1,30}|loading.{0,3})[:.]?$",
        r"(?:read\ (?:more|also|next|full)|also\ read|see\ also|more\ from|you\ may\ also\ like|don['’]t\ miss)\b"
        r"[:|\ ].{0,160}$",
        r"click\ here\b.{0,160}$",
        r"(?:key\ (?:points|takeaways|facts|developments)|highlights|story\ highlights|at\ a\ glance|in\ brief|summary"
        r"|synopsis)[:.]?$",
        r"(?:©|copyright\b|\(c\)\ ?\d{4}|all\ rights\ reserved)",
        r"(?:https?://|www\.)\S+$",
        # "…'s website can also be accessed at the following alternate addresses:"
        r".{0,80}\bcan\ (?:also\ )?be\ (?:accessed|reached|found|visited)\ (?:at|via|through|on)\b.{0,60}"
        r"\b(?:address(?:es)?|mirrors?|domains?|links?)\s?:?$",
        r"(?:by|reporting\ by|editing\ by|written\ by|edited\ by)\ [^.,!?]{2,60}$",
        r"(?:last\ )?(?:updated|published|posted|modified)\b\s?(?:on|at|:|\d).{0,60}$",
        r"\d{1,3}[\ -]min(?:ute)?s?\ read\b.{0,30}$",
        r"(?:download|get)\ (?:our|the)\ (?:\w+\ ){0,3}app\b.{0,60}$",
    )
)
_CREDIT_RE = re.compile(
    r"(?:Photograph|Photo|Image|Picture|Credit|Courtesy|PHOTO|Pic)s?(?:\ (?:credit|courtesy|by))?\s?:\s?[^.!?]{2,120}$"
    r"|\((?:[A-Z][\w.]*\ ){0,4}(?:Photo|Images|File|AP|AFP|Reuters|EPA|Getty)(?:/[^)]{1,60})?\)$"
    r"|(?:/|\ via\ )(?:AP|AFP|Reuters|Getty(?:\ Images)?|EPA(?:-EFE)?)$"
)
#: "News / Iraq / Military", "Home > World > Asia".
_CRUMB_PART_RE = re.compile(r"\s+[/>›»|]\s+|\s?[›»]\s?")
_CRUMB_WORDS = 4  # words; a longer part is a title with a dash-like bar
_CAPS_RE = re.compile(r"[^a-z]*\b(?:SHARE|SUBSCRIBE|ADVERTISEMENT|NEWSLETTER|FOLLOW US)\b[^a-z]*")


_CREDIT = Guarded(_CREDIT_RE, "_via_ ( / courtesy credit image photo pic")
_CRUMB = Guarded(_CRUMB_PART_RE, "/ > | » ›")
_CAPS = Guarded(_CAPS_RE, "advertisement follow_us newsletter share subscribe")


def _is_boilerplate(line: str) -> bool:
    """Tell whether a whole line is a caption, breadcrumb, share line, address or the like."""
    line = line.replace("\u00a0", " ")
    if any(pattern.match(line) for pattern in _BOILERPLATE_RES):
        return True
    if len(line) > _MAX_CREDIT_CHARS:
        return False
    shouted = _CAPS.may_match(line) and _CAPS_RE.fullmatch(line)
    if _CREDIT.search(line) or shouted or not any(c.isalnum() for c in line):
        return True
    parts = _CRUMB_PART_RE.split(line) if _CRUMB.may_match(line) else ()
    return len(parts) > 1 and not _TERMINAL_RE.search(line[-_TAIL:]) and all(_short(part) for part in parts)


def _short(part: str) -> bool:
    return bool(part.strip()) and len(part.split()) <= _CRUMB_WORDS and not part.strip()[0].islower()


# -- quotations --------------------------------------------------------------------------------------------------------

_ELISION_RE = re.compile(r"(?:\d\d|em|til|till|cause|tis|twas|round|n)(?:s)?\b", re.IGNORECASE)
_PAIRS = {"“": "”", "«": "»", "„": "“"}
_QUOTE_CHARS_RE = re.compile(r"[\"“”„«»'‘’]")


@dataclass(slots=True)
class _Open:
    """An opening mark that waits for its closing mark."""

    start: int = -1
    #: A possible end that may also be a plural's apostrophe ("workers' rights").
    fallback: int = -1


def quotations(text: str) -> tuple[tuple[int, int], ...]:
    """Return the ranges inside outer quotation marks, marks included, in order.

    An opening mark without a closing one reaches to the end of the text: a quotation that goes on in the next
    paragraph is not closed. An apostrophe is none.
    """
    double, single = _Open(), _Open()
    found: list[tuple[int, int]] = []
    for mark in _QUOTE_CHARS_RE.finditer(text):
        at, char = mark.start(), mark[0]
        if char in "'‘’":
            if double.start < 0:
                _single(text, at, char, single, found)
        elif double.start >= 0 and _closes_double(text, double.start, at, char):
            found.append((double.start, at + 1))
            double.start = -1
        elif double.start < 0 and _opens_double(text, at, char):
            double.start = at
    if single.start >= 0 and single.fallback > 0:
        found.append((single.start, single.fallback))
    elif single.start == 0:
        found.append((0, len(text)))
    if double.start >= 0:
        found.append((double.start, len(text)))
    return _outer(found)


def _outer(found: list[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    """Drop ranges that begin inside another one."""
    out: list[tuple[int, int]] = []
    for start, end in sorted(found):
        if not out or start >= out[-1][1]:
            out.append((start, end))
    return tuple(out)


def _opens_double(text: str, at: int, char: str) -> bool:
    if char in _PAIRS:
        return True
    before, after = text[at - 1 : at], text[at + 1 : at + 2]
    return char == '"' and (not before or not before.isalnum()) and bool(after) and not after.isspace()


def _closes_double(text: str, start: int, at: int, char: str) -> bool:
    if text[start] in _PAIRS:
        return char == _PAIRS[text[start]] or char == '"'
    return char in '"”'


def _single(text: str, at: int, char: str, single: _Open, found: list[tuple[int, int]]) -> None:
    """Take one single mark: opening, closing, or an apostrophe."""
    before, after = text[at - 1 : at], text[at + 1 : at + 2]
    if char != "’" and after and (after.isalnum() or after in '“"$£€[') and not (before and before.isalnum()):
        if _ELISION_RE.match(text, at + 1):
            return
        if single.start >= 0 and single.fallback > 0:
            found.append((single.start, single.fallback))
        single.start, single.fallback = at, -1
        return
    if char == "‘" or single.start < 0 or not before or before.isspace() or (after and after.isalnum()):
        return
    if before == "s" and text[at + 1 : at + 3].strip()[:1].islower():
        single.fallback = single.fallback if single.fallback > 0 else at + 1
        return
    found.append((single.start, at + 1))
    single.start, single.fallback = -1, -1


# -- putting it together -----------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Block:
    start: int
    end: int
    boilerplate: bool
    heading: bool


def _read_blocks(text: str) -> list[_Block]:
    """Return the paragraphs with their sort; trailing lines after a share line are boilerplate too."""
    blocks = [_read_block(text, start, end) for start, end in _blocks(text)]
    last = max((i for i, block in enumerate(blocks) if not (block.boilerplate or block.heading)), default=-1)
    seen = False
    for i in range(last + 1, len(blocks)):
        block = blocks[i]
        seen = seen or block.boilerplate
        # Only when prose came before: a page that is all headings has no tail.
        if seen and last >= 0 and block.heading:
            blocks[i] = _Block(block.start, block.end, boilerplate=True, heading=False)
    return blocks


def _read_block(text: str, start: int, end: int) -> _Block:
    line = text[start:end]
    boilerplate = _is_boilerplate(line)
    plain = not _TERMINAL_RE.search(line[-_TAIL:]) and len(line.split(None, _MAX_HEADING_WORDS)) <= _MAX_HEADING_WORDS
    return _Block(start, end, boilerplate, plain and not boilerplate)


def sentences(article: Article) -> tuple[Sentence, ...]:
    """Cut the text into sentences: in order, without overlap, covering all that is not white space."""
    text = article.text
    out: list[Sentence] = []
    number = -1
    open_before = False
    for paragraph, block in enumerate(_read_blocks(text)):
        spans = quotations(text[block.start : block.end])
        body = text[block.start : block.end]
        cuts = [(block.start, block.end)] if block.boilerplate else list(_cut(text, block.start, block.end))
        numbers: list[int] = []
        for start, end in spans:
            if not (open_before and start == 0):
                number += 1
            numbers.append(number)
            # An unclosed quotation goes on when the next paragraph begins with a mark again.
            open_before = end == len(body) and body[-1] not in "\"”’»'"
        open_before = open_before and bool(spans)
        at = 0
        for start, end in cuts:
            while at < len(spans) and block.start + spans[at][1] <= start:
                at += 1
            out.append(
                Sentence(
                    quote=Quote(article, start, end),
                    ordinal=len(out),
                    paragraph=paragraph,
                    boilerplate=block.boilerplate,
                    quotation=_quotation(start - block.start, end - block.start, spans, numbers, at),
                    heading=block.heading and len(cuts) == 1,
                )
            )
    return tuple(out)


def _quotation(start: int, end: int, spans: tuple[tuple[int, int], ...], numbers: list[int], at: int) -> int | None:
    """Return the number of the quotation that covers half the sentence, or reaches out of it."""
    while at < len(spans) and spans[at][0] < end:
        first, last = spans[at]
        inside = min(end, last) - max(start, first)
        if first < start or last > end or 2 * inside >= end - start:
            return numbers[at]
        at += 1
    return None


def passages(article: Article) -> tuple[Quote, ...]:
    """Return runs of whole sentences of about `PASSAGE_WORDS` words, without boilerplate lines."""
    out: list[Quote] = []
    start = end = words = 0
    for sentence in sentences(article):
        size = len(sentence.text.split(None, MAX_PASSAGE_WORDS))
        giant = size > MAX_PASSAGE_WORDS or sentence.end - sentence.start > MAX_PASSAGE_CHARS
        full = words + size > PASSAGE_WORDS or sentence.end - start > MAX_PASSAGE_CHARS
        if words and (sentence.boilerplate or giant or full):
            out.append(Quote(article, start, end))
            words = 0
        if giant and not sentence.boilerplate:
            out.extend(Quote(article, *piece) for piece in _pieces(article.text, sentence.start, sentence.end))
        elif not sentence.boilerplate:
            start = start if words else sentence.start
            end, words = sentence.end, words + size
    if words:
        out.append(Quote(article, start, end))
    return tuple(out)


def _pieces(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield a giant sentence in pieces, cut between words where there are words."""
    first, count, last = -1, 0, start
    for word in _WORD_RE.finditer(text, start, end):
        for begin in range(word.start(), word.end(), MAX_PASSAGE_CHARS):
            stop = min(begin + MAX_PASSAGE_CHARS, word.end())
            if count and (count == PASSAGE_WORDS or stop - first > MAX_PASSAGE_CHARS):
                yield first, last
                count = 0
            first = first if count else begin
            last, count = stop, count + 1
    if count:
        yield first, last
