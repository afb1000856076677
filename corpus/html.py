"""A saved page: its visible text, and what it says about itself. One pass, linear in the size of the page.

The standard parser rescans the rest of the page after each unclosed tag, so a hostile page would take hours; here
every step moves forward, and what is not closed at the end of the page is dropped, as browsers do.
"""

from __future__ import annotations

import html
import re
from collections import Counter
from dataclasses import dataclass, field
from itertools import groupby
from typing import TYPE_CHECKING

from corpus.draft import Draft, ReadError

if TYPE_CHECKING:
    from collections.abc import Iterator


def _set(names: str) -> frozenset[str]:
    return frozenset(names.split())


#: Tags of one page; large real pages hold 20,000.
_MAX_TAGS = 200_000
#: Attributes of one tag that are read; real pages stay below 60.
_MAX_ATTRIBUTES = 200
#: Characters of an attribute value that are looked at.
_MAX_VALUE = 2000
#: Characters that an <article> or <main> must hold to stand for the page.
_ENOUGH = 200

_SPACE = " \t\n\r\f"
#: Roles of elements that are there to move about the page; <nav> and <button> say the same.
_SKIPPED_ROLES = _set("navigation search menu menubar toolbar tablist")
#: Roles of boxes that stand over the page, such as a question for consent.
_BOX_ROLES = _set("dialog alertdialog")
#: Names in `id` and `class` of boxes that ask for consent, and of rows of share buttons.
_CONSENT_RE = re.compile(r"cookie|consent|gdpr|ccpa", re.IGNORECASE)
_SHARE_RE = re.compile(r"(?:^|[\s_-])(?:share|sharing|social)", re.IGNORECASE)
#: What a question for consent speaks of.
_ABOUT_CONSENT_RE = re.compile(r"cookie|consent|privacy|personal data|your choices", re.IGNORECASE)
#: Characters and paragraphs of such a box, and of a share row; an article is longer, so its text is never taken for one.
_MAX_CONSENT, _MAX_SHARE, _MAX_BOX = 1500, 120, 40
#: Paragraphs in a row that are nothing but links make a list of other pages; a text may have one or two.
_LINK_RUN = 3
#: Links in one line that is nothing but links.
_LINKS_IN_LINE = 3
#: Paragraphs that one link may hold: a teaser has a title and a line or two. More means that nobody closed the link.
_MAX_IN_LINK = 3
#: Words from which a linked line that ends with a full stop is a sentence of the text.
_SENTENCE = 6
#: Words of a line that introduces a list of the text itself ("The candidates of the three largest parties are:").
_INTRODUCTION = 5
#: Headings of lists of other pages, which go with their lists.
_LIST_HEADING_RE = re.compile(
    r"(?:related|read (?:more|next|also)|more (?:on|from|stories|news)|most (?:read|popular|viewed)|also read|trending|recommended"
    r"|you (?:may|might) (?:also )?like|latest (?:news|stories)|top stories|share|follow us|see also|in this section)\b[^.!?]{0,60}",
    re.IGNORECASE,
)
_VOID = _set("area base br col embed hr img input link meta param source track wbr")
_BLOCK = _set(
    """
    address article aside blockquote body caption center dd details dialog dir div dl dt fieldset figcaption
    figure footer form h1 h2 h3 h4 h5 h6 header hgroup hr html legend li main menu nav ol p pre section summary
    table tbody tfoot thead title tr ul
    """
)
#: Elements whose content is no text of the article, whatever they hold.
_SKIPPED = _set(
    """
    audio button canvas datalist dialog head iframe math meter nav noembed noframes noscript object option
    progress script select style svg template textarea title video xmp
    """
)
#: Elements whose content holds no tags: everything up to their end tag is text.
_RAW = {
    name: re.compile(rf"</{name}(?=[\s/>])", re.IGNORECASE | re.ASCII)
    for name in _set("iframe noembed noframes noscript script style textarea title xmp")
}
#: A start tag of the key closes an open element of the values, when its end tag was left out.
_CLOSES = {
    **{name: ("p",) for name in _BLOCK - {"title", "body", "html"}},
    "li": ("li",),
    "dt": ("dt", "dd"),
    "dd": ("dt", "dd"),
    "tr": ("td", "th", "tr"),
    "td": ("td", "th"),
    "th": ("td", "th"),
    "tbody": ("td", "th", "tr", "tbody", "thead"),
    "body": ("head",),
}
#: An end tag does not reach out of these.
_BARRIERS = _set("table td th caption button object template html")
#: Start tags that end a <head> which nobody closed.
_NOT_IN_HEAD = _set("p div article main section h1 h2 h3 ul ol table header nav aside blockquote")

#: Where a tag, a comment or a declaration begins; any other `<` is text.
_OPEN_RE = re.compile(r"<[A-Za-z/!?]", re.ASCII)
_TAG_RE = re.compile(r"[A-Za-z][^\s/>]*", re.ASCII)
_BETWEEN_RE = re.compile(r"[\s/]*", re.ASCII)
_NAME_RE = re.compile(r"=?[^\s/>=]*", re.ASCII)
_EQUALS_RE = re.compile(r"[ \t\n\r\f]*=[ \t\n\r\f]*", re.ASCII)
_BARE_RE = re.compile(r"[^\s>]*", re.ASCII)
_SPACES_RE = re.compile(r"[ \t\r\n\f]+")
_CSS_COMMENT_RE = re.compile(r"/\*[^*]*\*/")
_CSS_ESCAPE_RE = re.compile(r"\\([0-9a-f]{1,6})[ \t\n]?", re.IGNORECASE)
_CSS_NUMBER_RE = re.compile(r"(-?[0-9]{0,6}\.?[0-9]{0,6})(px|pt|em|rem|%|vw)?", re.ASCII)
#: Text moved this many pixels out of the page is not seen.
_FAR_OUT = -500.0
_LINKED_DATE_RE = re.compile(r'"date(Published|Modified)"\s{0,9}:\s{0,9}"([^"\\]{4,60})"')
_SAVED_FROM_RE = re.compile(r"\s*saved from url=\([0-9]{1,6}\)(https?://\S{1,1900})", re.ASCII)

#: Names of <meta> elements, lower case, and the field that each gives.
_METAS = {
    "og:title": "title",
    "og:url": "url",
    "article:published_time": "published",
    "datepublished": "published",
    "pubdate": "published",
    "publishdate": "published",
    "publish-date": "published",
    "dc.date": "published",
    "dc.date.issued": "published",
    "dcterms.created": "published",
    "parsely-pub-date": "published",
    "date": "published",
    "article:modified_time": "updated",
    "datemodified": "updated",
    "author": "author",
}


def read(page: str) -> Draft:
    """Return the visible text of a page, paragraphs parted by blank lines, and what the page says about itself.

    Raises:
        ReadError: more tags than a page can need.

    """
    reader = _Page()
    for count, event in enumerate(_events(page)):
        if count > 2 * _MAX_TAGS:  # a text stands between two tags at most
            raise ReadError(f"more than {_MAX_TAGS:,} tags, which no page needs; save its text as .txt")
        reader.take(event)
    return Draft(reader.text(), claimed=reader.claimed())


@dataclass(frozen=True, slots=True)
class _Start:
    name: str
    attributes: dict[str, str]
    #: Written `<svg/>`, which only counts inside foreign content.
    closed: bool


@dataclass(frozen=True, slots=True)
class _End:
    name: str


@dataclass(frozen=True, slots=True)
class _Text:
    text: str


@dataclass(frozen=True, slots=True)
class _Comment:
    text: str


_Event = _Start | _End | _Text | _Comment


def _events(page: str) -> Iterator[_Event]:
    """Split a page into tags and text. What is unclosed at the end of the page is dropped."""
    position, size = 0, len(page)
    while position < size:
        opening = _OPEN_RE.search(page, position)
        tag = opening.start() if opening else size
        if tag > position:
            yield _Text(html.unescape(page[position:tag]))
        if tag >= size:
            return
        after = page[tag + 1 : tag + 2]
        if after.isalpha():
            start, position = _start(page, tag + 1)
            if start is None:
                return
            yield start
            if start.name in _RAW:
                end = _RAW[start.name].search(page, position)
                stop = end.start() if end else size
                yield _Text(html.unescape(page[position:stop]) if start.name == "title" else page[position:stop])
                position = stop
        else:
            event, position = _other(page, tag, after)
            if event is not None:
                yield event


def _other(page: str, tag: int, after: str) -> tuple[_Event | None, int]:
    """Return the end tag, comment or declaration at this place, and where the page goes on."""
    if page.startswith("<!--", tag):
        # `<!-->` and `<!--->` are whole comments.
        end = page.find("-->", tag + 2)
        stop = len(page) if end < 0 else end + 3
        return _Comment(page[tag + 4 : min(stop, tag + 4 + _MAX_VALUE)]), stop
    end = page.find(">", tag)
    stop = len(page) if end < 0 else end + 1
    match = _TAG_RE.match(page, tag + 2, stop) if after == "/" else None
    return (_End(match[0].lower()) if match and end >= 0 else None), stop


def _start(page: str, position: int) -> tuple[_Start | None, int]:
    """Return the start tag whose name begins here, and where the page goes on; no tag when it is not closed."""
    match = _TAG_RE.match(page, position)
    if match is None:
        return None, len(page)
    attributes: dict[str, str] = {}
    position = match.end()
    size = len(page)
    while position < size:
        before = position
        position = _end_of(_BETWEEN_RE, page, position)
        if position >= size:
            break
        if page[position] == ">":
            closed = position > before and page[position - 1] == "/"
            return _Start(match[0].lower(), attributes, closed), position + 1
        name, value, position = _attribute(page, position)
        if len(attributes) < _MAX_ATTRIBUTES:
            attributes.setdefault(name, value)
    return None, size


def _attribute(page: str, position: int) -> tuple[str, str, int]:
    end = _end_of(_NAME_RE, page, position)
    name = page[position : min(end, position + _MAX_VALUE)].lower()
    equals = _EQUALS_RE.match(page, end)
    if equals is None:
        return name, "", end
    start = equals.end()
    quote = page[start : start + 1]
    if quote in ("'", '"') and quote:
        start += 1
        end = page.find(quote, start)
        stop = len(page) if end < 0 else end + 1
        end = len(page) if end < 0 else end
    else:
        end = stop = _end_of(_BARE_RE, page, start)
    return name, html.unescape(page[start : min(end, start + _MAX_VALUE)]), stop


def _end_of(pattern: re.Pattern[str], page: str, position: int) -> int:
    match = pattern.match(page, position)
    return match.end() if match else position


@dataclass(frozen=True, slots=True)
class _Paragraph:
    """One paragraph with what its place in the page says about it."""

    #: Number of the <article> or <main> that holds it, 0 outside.
    part: int
    text: str
    #: Number of the last link in it, when there is nothing but links; 0 otherwise.
    link: int = 0
    #: How many links it holds.
    links: int = 0


@dataclass(frozen=True, slots=True)
class _Box:
    """An open element that may be no part of the text: a question for consent or a row of share buttons."""

    depth: int
    #: Paragraphs and controls (buttons, fields, links) before it.
    paragraphs: int
    controls: int
    consent: bool


@dataclass(slots=True)
class _Page:
    """What has been read of a page so far."""

    #: Open elements with whether their content is skipped; the second is inherited.
    _open: list[tuple[str, bool]] = field(default_factory=list)
    #: For each element name, where it stands among the open ones.
    _places: dict[str, list[int]] = field(default_factory=dict)
    _barriers: list[int] = field(default_factory=list)
    _paragraphs: list[_Paragraph] = field(default_factory=list)
    _boxes: list[_Box] = field(default_factory=list)
    #: Links and other controls so far; links of the open paragraph; its letters and digits outside of links.
    _links: int = 0
    _controls: int = 0
    _links_here: int = 0
    _linked: bool = False
    _unlinked: bool = False
    #: Where the innermost open link stands among the open elements; None outside.
    _link_depth: int | None = None
    #: What boxes held, in case that the page has nothing else.
    _dropped: list[_Paragraph] = field(default_factory=list)
    _pieces: list[str] = field(default_factory=list)
    _parts: int = 0
    #: Depth at which the outermost open <article> or <main> stands; None outside.
    _part_depth: int | None = None
    _claims: dict[str, str] = field(default_factory=dict)
    _heading: str = ""
    _title: str = ""
    _time: str = ""

    def take(self, event: _Event) -> None:
        """Read one tag, text or comment."""
        if isinstance(event, _Text):
            self._text(event.text)
        elif isinstance(event, _Start):
            self._start(event)
        elif isinstance(event, _End):
            self._end(event.name)
        elif match := _SAVED_FROM_RE.match(event.text):
            # The browser writes it on top of the page; the page's own words come below.
            self._claims.setdefault("url", match[1])

    def text(self) -> str:
        """Return the paragraphs of the longest <article> or <main>, or of the whole page when there is none."""
        self._flush()
        sizes: dict[int, int] = {}
        paragraphs = self._paragraphs or self._dropped
        for paragraph in paragraphs:
            sizes[paragraph.part] = sizes.get(paragraph.part, 0) + len(paragraph.text)
        inside = {part: size for part, size in sizes.items() if part and size >= _ENOUGH}
        best = max(inside, key=lambda part: (inside[part], -part)) if inside else None
        chosen = [paragraph for paragraph in paragraphs if best is None or paragraph.part == best]
        return "\n\n".join(paragraph.text for paragraph in _without_lists_of_links(chosen) or chosen)

    def claimed(self) -> dict[str, str]:
        """Return what the page says about itself, by field."""
        found = dict(self._claims)
        for key, value in (("title", self._heading or self._title), ("published", self._time)):
            if key not in found and value.strip():
                found[key] = value
        return {key: " ".join(value.split())[:_MAX_VALUE] for key, value in found.items()}

    @property
    def _skipping(self) -> bool:
        return bool(self._open) and self._open[-1][1]

    @property
    def _part(self) -> int:
        return 0 if self._part_depth is None else self._parts

    def _text(self, text: str) -> None:
        name = self._open[-1][0] if self._open else ""
        if name == "title" and not self._title and not self._places.get("svg"):
            self._title = text
        elif name == "script":
            for kind, value in _LINKED_DATE_RE.findall(text[:200_000]):
                self._claims.setdefault("published" if kind == "Published" else "updated", value)
        if not self._skipping:
            self._pieces.append(text)
            if any(map(str.isalnum, text)):
                self._linked |= self._link_depth is not None
                self._unlinked |= self._link_depth is None

    def _start(self, tag: _Start) -> None:
        name = tag.name
        self._note(tag)
        if name == "body" or (name in _NOT_IN_HEAD and self._places.get("head")):
            self._close("head")
        for closed in _CLOSES.get(name, ()):
            self._close(closed)
        if name in _BLOCK:
            self._flush()
        elif name in ("br", "td", "th", "img", "wbr", "sup", "sub"):
            self._break(name)
        self._count(tag)
        if name in _VOID or (tag.closed and name in ("svg", "math")):
            return
        if name in ("article", "main") and self._part_depth is None:
            self._parts += 1
            self._part_depth = len(self._open)
        self._places.setdefault(name, []).append(len(self._open))
        if name in _BARRIERS:
            self._barriers.append(len(self._open))
        role = tag.attributes.get("role", "").strip().lower()
        skipped = name in _SKIPPED or role in _SKIPPED_ROLES or _hidden(tag.attributes)
        self._open.append((name, self._skipping or skipped))

    def _count(self, tag: _Start) -> None:
        """Count links and controls, and remember where a box that may be no part of the text begins."""
        if tag.name == "a" and "href" in tag.attributes:
            self._links += 1
            self._links_here += 1
            self._link_depth = len(self._open)
        if tag.name in ("a", "button", "input"):
            self._controls += 1
        if tag.name not in _BLOCK or tag.name in ("article", "body", "hr", "html", "main"):
            return
        named = f"{tag.attributes.get('id', '')} {tag.attributes.get('class', '')}"
        consent = bool(_CONSENT_RE.search(named)) or tag.attributes.get("role", "").strip().lower() in _BOX_ROLES
        if consent or _SHARE_RE.search(named):
            self._boxes.append(_Box(len(self._open), len(self._paragraphs), self._controls, consent))

    def _end_boxes(self) -> None:
        """Drop the text of closed boxes that are what their names say."""
        while self._boxes and self._boxes[-1].depth >= len(self._open):
            box = self._boxes.pop()
            inside = self._paragraphs[box.paragraphs : box.paragraphs + _MAX_BOX + 1]
            controls = self._controls - box.controls
            if len(inside) <= _MAX_BOX and _is_no_text(box, inside, controls):
                self._dropped += inside
                del self._paragraphs[box.paragraphs :]

    def _break(self, name: str) -> None:
        """Keep what stands apart on the screen apart in the text: 4 and 6 in two cells are not 46."""
        if self._skipping or name == "wbr":
            return
        if name == "br":
            self._pieces.append("\x00")
        elif name in ("sup", "sub"):
            self._pieces.append("\x01")
        else:
            self._pieces.append(" ")

    def _end(self, name: str) -> None:
        if name in _BLOCK:
            if not self._skipping and name == "h1" and not self._heading:
                self._heading = _joined(self._pieces)
            self._flush()
        elif name in ("sup", "sub", "td", "th"):
            self._break(name)
        self._close(name)

    def _close(self, name: str) -> None:
        """Close the innermost open element of this name, and all within it, unless a table cell or so lies between."""
        places = self._places.get(name)
        if not places:
            return
        place = places[-1]
        if self._barriers and self._barriers[-1] > place and name not in _BARRIERS:
            return
        while len(self._open) > place:
            closed, _ = self._open.pop()
            self._places[closed].pop()
            if closed in _BLOCK:
                self._flush()
            if closed in _BARRIERS:
                self._barriers.pop()
            self._end_boxes()
        if self._link_depth is not None and len(self._open) <= self._link_depth:
            self._link_depth = None
        if self._part_depth is not None and len(self._open) <= self._part_depth:
            self._part_depth = None

    def _flush(self) -> None:
        """End the paragraph."""
        if self._pieces:
            paragraph = _joined(self._pieces)
            self._pieces.clear()
            if paragraph:
                link = self._links if self._linked and not self._unlinked else 0
                self._paragraphs.append(_Paragraph(self._part, paragraph, link, self._links_here))
            self._links_here = 0
            self._linked = self._unlinked = False

    def _note(self, tag: _Start) -> None:
        """Take what <html lang>, <meta>, <link rel=canonical> and <time> say about the page."""
        get = tag.attributes.get
        if tag.name == "meta":
            name = (get("property") or get("name") or get("itemprop") or "").lower()
            if name in _METAS and get("content", "").strip():
                self._claims.setdefault(_METAS[name], get("content", ""))
        elif tag.name == "link" and "canonical" in get("rel", "").lower().split():
            self._claims.setdefault("url", get("href", ""))
        elif tag.name == "html" and get("lang"):
            self._claims.setdefault("language", get("lang", ""))
        elif tag.name == "time" and not self._time and not self._skipping:
            self._time = get("datetime", "")


def _is_no_text(box: _Box, inside: list[_Paragraph], controls: int) -> bool:
    text = "\n".join(paragraph.text for paragraph in inside)
    if box.consent:
        return controls > 0 and len(text) <= _MAX_CONSENT and bool(_ABOUT_CONSENT_RE.search(text))
    return controls > 1 and len(text) <= _MAX_SHARE and not any(mark in text for mark in ".?!;")


def _without_lists_of_links(paragraphs: list[_Paragraph]) -> list[_Paragraph]:
    """Leave out rows of links to other pages ("Related stories"), never a list that the text introduces."""
    spans = Counter(paragraph.link for paragraph in paragraphs)
    kept: list[_Paragraph] = []
    for is_link, group in groupby(paragraphs, lambda p: _is_link(p) and spans[p.link] <= _MAX_IN_LINK):
        run = list(group)
        if not (is_link and _is_list_of_links(run)) or _introduces(kept):
            kept += run
        elif kept and _LIST_HEADING_RE.fullmatch(kept[-1].text):
            kept.pop()
    return kept


def _is_link(paragraph: _Paragraph) -> bool:
    """Whether a paragraph is nothing but a link, and no whole sentence: summaries link each of theirs."""
    text = paragraph.text
    return bool(paragraph.link) and not (text.endswith((".", ".”", '."')) and len(text.split()) >= _SENTENCE)


def _is_list_of_links(run: list[_Paragraph]) -> bool:
    return len({paragraph.link for paragraph in run}) >= _LINK_RUN or any(p.links >= _LINKS_IN_LINE for p in run)


def _introduces(kept: list[_Paragraph]) -> bool:
    """Whether the last paragraph announces a list: a whole line of text that ends with a colon."""
    return bool(kept) and kept[-1].text.endswith(":") and len(kept[-1].text.split()) >= _INTRODUCTION


def _joined(pieces: list[str]) -> str:
    """Return one paragraph: runs of white space as one blank, a line break for <br>."""
    text = "".join(pieces)
    # \x01 marks the edge of a raised or lowered part: only between digits does it need a blank (10⁶ is not 106).
    text = re.sub(r"(?<=[0-9])\x01+(?=[0-9])", " ", text).replace("\x01", "")
    lines = (_SPACES_RE.sub(" ", line).strip(" ") for line in text.split("\x00"))
    return "\n".join(lines).strip("\n")


def _hidden(attributes: dict[str, str]) -> bool:
    """Whether an element says that readers shall not see it."""
    if "hidden" in attributes or attributes.get("aria-hidden", "").strip().lower() == "true":
        return True
    style = attributes.get("style")
    return bool(style) and any(_hides(*rule.split(":", 1)) for rule in _css(style or "") if ":" in rule)


def _css(style: str) -> list[str]:
    """Return the rules of a style attribute in lower case, without blanks, comments and escapes."""
    plain = _CSS_ESCAPE_RE.sub(lambda match: chr(min(int(match[1], 16), 0x10FFFF)), _CSS_COMMENT_RE.sub("", style))
    return "".join(plain.lower().replace("!important", "").split()).split(";")


def _hides(key: str, value: str) -> bool:
    if key == "display":
        return value == "none"
    if key == "visibility":
        return value in ("hidden", "collapse")
    number = _CSS_NUMBER_RE.fullmatch(value)
    size = _number(number[1]) if number else None
    if size is None:
        return False
    if key == "font-size":
        # One pixel is a dot on the screen.
        return size == 0 or (size <= 1 and value.endswith("px"))
    if key == "opacity":
        return size == 0
    return key in ("text-indent", "left", "top", "margin-left") and size <= _FAR_OUT


def _number(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None
