"""The answer: verdict first, then one block for each outlet within each position, then what can be done with it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from bot.discord import escape
from bot.discord.components import (
    MAX_OPTION_LABEL,
    MAX_OPTIONS,
    Button,
    Container,
    Link,
    Option,
    Row,
    Screen,
    Select,
    Separator,
    Style,
    Text,
)
from bot.discord.ids import Action, Verb
from bot.discord.screens import common
from bot.discord.screens.common import Child, Turn
from bot.discord.snapshot import Claim, Helped, Passage, Snapshot
from bot.render import parts

#: State → (icon, words, colour): the icon and the colour only repeat the words.
_VERDICTS = {
    "conflict": ("⚠", "Outlets differ", common.AMBER),
    "updated": ("⚠", "Outlets differ", common.AMBER),
    "agreement": ("✓", "Outlets agree", common.GREEN),
    "complementary": ("➕", "Outlets complement each other", common.BLUE),
    "one_outlet": ("①", "One outlet only", common.BLUE),
    "unanswered": ("◌", "No outlet in this corpus was found to answer that", common.GREY),
}
#: What a yes/no answer means for a claim, and for a question.
_CLAIM_WORDS = {"yes": "Supports the claim", "no": "Contradicts the claim"}
_AS_GIVEN: Mapping[str, str] = {}
#: How headlines begin that say the verdict themselves. Whole, so that no words of an article can be among them.
_SPEAKING = (
    "Outlets differ:",
    "Disputed.",
    "Disputed:",
    "No outlet in this corpus was found to answer that.",
    "No outlet answers that:",
)

#: Characters of Markdown: a page must hold its top, one block and its foot, whatever an article or a reader writes.
_MAX_QUESTION, _MAX_HEADLINE, _MAX_DISPLAY, _MAX_NAME, _MAX_REMARK = 450, 700, 250, 120, 2000
#: Characters of a name in a list of names.
_MAX_LISTED = 40
#: Characters of the claims in one block; an outlet with more gets a second block.
_MAX_BLOCK = 1400
#: The groups of the remarks, and of what a language model helped to find.
_REMARKS, _HELPED = -1, -2
_HELPED_HEADING = "Also found with a language model"
_ADDED = "In sentences that it pointed at, read like all others. The answer above stands as it is."
_POINTED = "It also pointed at these; no answer was read from them."
_LEAD = "In its words, each of which the answer proves:"
#: Characters of an address inside a text; a longer one would take the room of the words.
_MAX_TEXT_URL = 200


@dataclass(frozen=True, slots=True)
class _Block:
    """What one outlet says within one position, or a paragraph that belongs to no outlet."""

    #: Number of the position; blocks of one stand under one heading.
    group: int
    heading: str
    #: The outlet, the date and how it carries the position.
    head: str
    body: str
    link: Link | None = None
    #: Outlet id; None for a paragraph.
    outlet: str | None = None


@dataclass(frozen=True, slots=True)
class _Pages:
    """Everything that the pages of one answer show."""

    snapshot: Snapshot
    blocks: tuple[_Block, ...]
    #: Markdown above the blocks, on the first page and on the others.
    top: str
    short_top: str
    copy: bool
    threads: bool

    def components(
        self, before: int, blocks: Sequence[_Block], page: int, count: int, *, roomy: bool = False
    ) -> list[Container | Row]:
        """Assemble a page; `before` blocks stand on earlier ones."""
        box: list[Child] = [Text(self.short_top if before else self.top)]
        seen = {block.group for block in self.blocks[:before]}
        group = None
        for block in blocks:
            heading = ""
            if block.group != group:
                box.append(Separator())
                heading = _heading(block, again=block.group in seen)
            group = block.group
            box += _children(block, heading, roomy=roomy)
        foot = _foot(self.snapshot, page, count)
        box += [Text(f"-# {foot}")] if foot else []
        accent = _VERDICTS[self.snapshot.state][2]
        pager = [self._turn.row(page, count)] if count > 1 else []
        return [Container(accent, tuple(box)), *pager, *_controls(self, blocks, page)]

    @property
    def _turn(self) -> Turn:
        verb = Verb.COPY if self.copy else Verb.PAGE
        return Turn(verb, self.snapshot.id, goto=Action(Verb.GOTO, self.snapshot.id))

    def fit(self, before: int, blocks: Sequence[_Block], page: int, count: int, *, roomy: bool = False) -> bool:
        """Tell whether blocks fit one page, and their outlets the select below it."""
        outlets = {block.outlet for block in blocks}
        return len(outlets) <= MAX_OPTIONS and common.fits(self.components(before, blocks, page, count, roomy=roomy))

    @property
    def roomy(self) -> bool:
        """Whether everything fits one page with buttons for links."""
        return self.fit(0, self.blocks, 1, 1, roomy=True)

    def shared_out(self) -> list[list[_Block]]:
        """Share the blocks out: on one page if they fit in either layout, else over as many as they need."""
        if self.roomy or self.fit(0, self.blocks, 1, 1):
            return [list(self.blocks)]
        # The numbers are placeholders of the longest kind: three digits are more pages than any answer has.
        return common.fill(self.blocks, lambda blocks, before: self.fit(before, blocks, 100, 100))

    def screen(self, page: int) -> Screen:
        """Return one page; beyond the ends, the nearest."""
        pages = self.shared_out()
        page = max(1, min(page, len(pages)))
        before = sum(len(earlier) for earlier in pages[: page - 1])
        return Screen(tuple(self.components(before, pages[page - 1], page, len(pages), roomy=self.roomy)))


def _heading(block: _Block, *, again: bool) -> str:
    return f"### {block.heading}{', continued' if again else ''}\n" if block.heading else ""


def answer(snapshot: Snapshot, page: int = 1, *, copy: bool = False, threads: bool = True) -> Screen:
    """Show an answer.

    Args:
        snapshot: the stored answer.
        page: from 1; beyond the ends, the nearest page.
        copy: for one reader only: it turns its own pages, and cannot be deleted or discussed.
        threads: threads can be opened here.

    """
    return _pages(snapshot, copy=copy, threads=threads).screen(page)


def page_count(snapshot: Snapshot, claimed: str | None = None) -> int:
    """Count the pages of an answer, or of what the outlets say on a claim."""
    return len((_pages(snapshot) if claimed is None else _claim_pages(snapshot, claimed)).shared_out())


def claim(snapshot: Snapshot, claimed: str, page: int = 1, *, copy: bool = False, threads: bool = True) -> Screen:
    """Show what the outlets say on somebody's sentence: a yes/no answer, in the words of a check.

    Args:
        snapshot: the answer to the sentence as a question.
        claimed: the sentence as it was written.
        page: from 1; beyond the ends, the nearest page.
        copy: as in `answer`.
        threads: as in `answer`.

    """
    return _claim_pages(snapshot, claimed, copy=copy, threads=threads).screen(page)


def _claim_pages(snapshot: Snapshot, claimed: str, *, copy: bool = False, threads: bool = True) -> _Pages:
    asked = f"### Checking a claim\n> {escape.plain(claimed, _MAX_QUESTION) or '…'}"
    words = _CLAIM_WORDS if snapshot.kind == "yes_no" else _AS_GIVEN
    verdict = _claim_verdict(snapshot)
    return _pages(snapshot, copy=copy, threads=threads, asked=asked, verdict=verdict, words=words)


def _claim_verdict(snapshot: Snapshot) -> str | None:
    """Say in one line which outlets support and which deny; None when the answer's own line says it."""
    if snapshot.kind != "yes_no" or not snapshot.positions:
        return None
    sides = []
    for position in snapshot.positions:
        names = [escape.plain(snapshot.name(outlet), _MAX_LISTED) for outlet in position.outlets]
        word = {"yes": "supported", "no": "contradicted"}.get(position.display, "answered otherwise")
        sides.append(f"{'earlier ' if position.superseded else ''}{word} in {_listed(names)}")
    icon, word, _ = _VERDICTS[snapshot.state]
    return f"**{icon} {word}:** {'; '.join(sides)}."


def _listed(names: Sequence[str], most: int = 4) -> str:
    """Join names; more than `most` are counted."""
    shown = [*names[:most], *([f"{len(names) - most} more"] if len(names) > most else [])]
    return shown[0] if len(shown) == 1 else f"{', '.join(shown[:-1])} and {shown[-1]}"


def _pages(
    snapshot: Snapshot,
    *,
    copy: bool = False,
    threads: bool = True,
    asked: str | None = None,
    verdict: str | None = None,
    words: Mapping[str, str] = _AS_GIVEN,
) -> _Pages:
    if asked is None:
        asked = f"### {escape.plain(snapshot.question, _MAX_QUESTION) or '…'}"
        understood = snapshot.understood_as
        if understood and understood != snapshot.question:
            asked += f"\n-# Understood as: {escape.plain(understood, _MAX_QUESTION)}"
    icon, state, _ = _VERDICTS[snapshot.state]
    top = f"{asked}\n{verdict or _verdict(snapshot)}"
    return _Pages(snapshot, tuple(_blocks(snapshot, words)), top, f"{asked}\n**{icon} {state}**", copy, threads)


def _verdict(snapshot: Snapshot) -> str:
    """Write the first thing to read: icon, state in words, then who says what."""
    icon, words, _ = _VERDICTS[snapshot.state]
    headline = snapshot.headline
    spoken = next((start for start in _SPEAKING if headline.startswith(start)), None)
    if spoken and (snapshot.differs or not snapshot.positions):
        words, headline = spoken, headline.removeprefix(spoken).strip()
    else:
        words += "."
    rest = escape.plain(headline, _MAX_HEADLINE)
    return f"**{icon} {words}**{f' {rest}' if rest else ''}"


def _blocks(snapshot: Snapshot, words: Mapping[str, str]) -> list[_Block]:
    """List what to show: positions by outlet, or the nearest passages, then the remarks."""
    found: list[_Block] = []
    for group, position in enumerate(snapshot.positions):
        heading = escape.plain(words.get(position.display, common.capital(position.display)), _MAX_DISPLAY) or "…"
        heading += " · earlier" if position.superseded else ""
        for outlet in dict.fromkeys(claim.outlet for claim in position.claims):
            claims = [claim for claim in position.claims if claim.outlet == outlet]
            found += _outlet(snapshot, group, heading, claims)
    heading = parts.related_heading(bool(snapshot.positions))
    for passage in snapshot.nearest:
        found += _outlet(snapshot, len(snapshot.positions), heading, [passage])
    return [*found, *_remarks(snapshot), *_helped(snapshot)]


def _outlet(snapshot: Snapshot, group: int, heading: str, claims: Sequence[Passage]) -> list[_Block]:
    """Make the block of an outlet, one quote for each voice; a second one when the first is full."""
    first: dict[str, Passage] = {}
    for item in claims:
        first.setdefault(_who(item), item)
    shares: list[list[str]] = [[]]
    for item in first.values():
        text = _claim(item, claims[0])
        if shares[-1] and sum(map(len, shares[-1])) + len(text) > _MAX_BLOCK:
            shares.append([])
        shares[-1].append(text)
    more = len(claims) - len(first)
    if more:
        shares[-1].append(f"-# {parts.counted(more, 'more quote')}: see “Quotes” below")
    name = snapshot.name(claims[0].outlet)
    title = f"**{escape.plain(name, _MAX_NAME)}**"
    note = claims[0].note if isinstance(claims[0], Claim) else ""
    # On a line of its own: beside the button a phone has little room.
    under = f"-# {common.when(claims[0].published)}{f' · {escape.plain(note, _MAX_NAME)}' if note else ''}"
    link = common.read_link(claims[0], name)
    blocks = []
    for i, share in enumerate(shares):
        head, button = (f"{title}\n{under}", link) if i == 0 else (f"{title}, continued", None)
        blocks.append(_Block(group, heading, head, "\n".join(share), button, claims[0].outlet))
    return blocks


def _who(item: Passage) -> str:
    return item.who if isinstance(item, Claim) else item.speaker or ""


def _claim(item: Passage, head: Passage) -> str:
    """Write who says it and the quote; another article than the block's own is named with its date."""
    who = escape.plain(common.capital(_who(item)), _MAX_NAME)
    if item.article != head.article:
        day = parts.date(item.published)
        url = item.url if len(item.url or "") <= _MAX_TEXT_URL else None
        who += f" · {escape.link(day, url)}"
    start, end = (item.start, item.end) if isinstance(item, Claim) else (0, 0)
    return (f"{who}:\n" if who else "") + common.quoted(item.quote, start, end)


def _remarks(snapshot: Snapshot) -> list[_Block]:
    """Write the remarks (silent outlets among them) as small print, in paragraphs that fit on any page."""
    shares: list[list[str]] = []
    for remark in snapshot.remarks:
        text = f"-# {escape.plain(common.capital(remark), _MAX_REMARK)}"
        if not shares or sum(map(len, shares[-1])) + len(text) > _MAX_REMARK:
            shares.append([])
        shares[-1].append(text)
    return [_Block(_REMARKS, "", "", "\n".join(share)) for share in shares]


def _helped(snapshot: Snapshot) -> Iterator[_Block]:
    """Write what a language model helped to find: below everything else, under a heading of its own."""
    helped = snapshot.helped
    if helped is None or helped.empty:
        return
    if helped.lead:
        yield _paragraph(f"{_LEAD} {escape.plain(helped.lead, _MAX_HEADLINE)}")
    if helped.added:
        with_them = f"\nWith them: {escape.plain(helped.headline, _MAX_HEADLINE)}" if helped.headline else ""
        yield _paragraph(f"-# {_ADDED}{with_them}")
        for display, claim in helped.added:
            yield _found(snapshot, claim, f"{escape.plain(common.capital(display), _MAX_DISPLAY) or '…'} · ")
    if helped.pointed:
        yield _paragraph(f"-# {_POINTED}")
        yield from (_found(snapshot, passage, "") for passage in helped.pointed)
    if helped.notes:
        why = escape.plain(common.capital("; ".join(helped.notes)), _MAX_REMARK)
        yield _Block(_HELPED if _anything(helped) else _REMARKS, "", "", f"-# {why}. The answer stands without it.")


def _anything(helped: Helped) -> bool:
    return bool(helped.added or helped.pointed or helped.lead)


def _paragraph(text: str) -> _Block:
    return _Block(_HELPED, _HELPED_HEADING, "", text)


def _found(snapshot: Snapshot, item: Passage, value: str) -> _Block:
    """Write one sentence that was pointed at; it belongs to no list of quotes, so it names no outlet to choose."""
    name = snapshot.name(item.outlet)
    who = escape.plain(_who(item), _MAX_NAME)
    head = f"**{value}{escape.plain(name, _MAX_NAME)}**{f', {who}' if who else ''}\n-# {common.when(item.published)}"
    start, end = (item.start, item.end) if isinstance(item, Claim) else (0, 0)
    return _Block(_HELPED, _HELPED_HEADING, head, common.quoted(item.quote, start, end), common.read_link(item, name))


def _children(block: _Block, heading: str, *, roomy: bool) -> list[Child]:
    """Lay a block out over the whole width of a phone: quotes beside a button would have half of it.

    With room, the button stands beside the outlet's name; else it is a link below it, which saves three components.
    """
    head, body, link = heading + block.head, block.body, block.link
    if link is not None and (roomy or len(link.url) > _MAX_TEXT_URL):
        return [common.beside(Text(head), link), Text(body)]
    if link is not None:
        head += f" · {escape.link(link.label, link.url)}"
    return [Text("\n".join(part for part in (head, body) if part))]


def _foot(snapshot: Snapshot, page: int, count: int) -> str:
    read = [parts.counted(len(snapshot.outlets_read), "outlet")] if snapshot.outlets_read else []
    read += [f"{parts.counted(snapshot.articles_read, 'article')} read"] if snapshot.articles_read else []
    read += [f"page {page} of {count}"] if count > 1 else []
    return " · ".join(read)


def _controls(pages: _Pages, blocks: Sequence[_Block], page: int) -> list[Row]:
    """Return the rows below the answer."""
    snapshot, copy = pages.snapshot, pages.copy
    rows: list[Row] = []
    quotes = _quotes_select(snapshot, blocks, page)
    if quotes:
        rows.append(Row((quotes,)))
    key = snapshot.id
    first = []
    if snapshot.differs or snapshot.qualifiers:
        words = "Why flagged" if snapshot.differs else "What this means"
        first.append(Button(words, Action(Verb.WHY, key).custom_id, emoji="🔎"))
    if has_timeline(snapshot):
        first.append(Button("Timeline", Action(Verb.TIMELINE, key).custom_id, emoji="🕒"))
    first.append(Button("Follow up", Action(Verb.FOLLOW, key).custom_id, Style.PRIMARY, emoji="💬"))
    if pages.threads and not copy:
        first.append(Button("Discuss in thread", Action(Verb.THREAD, key).custom_id, emoji="🧵"))
    first.append(Button("Other outlets…", Action(Verb.AGAIN, key).custom_id))
    last = [
        Button("Helpful", Action(Verb.UP, key).custom_id, emoji="👍"),
        Button("Wrong", Action(Verb.DOWN, key).custom_id, emoji="👎"),
    ]
    if not copy:
        last.append(Button("Delete", Action(Verb.DELETE, key).custom_id))
    return [*rows, Row(tuple(first)), Row(tuple(last))]


def has_timeline(snapshot: Snapshot) -> bool:
    """Tell whether a value has been overtaken, or is marked as an earlier one."""
    earlier = any(claim.note.startswith("earlier") for claim in snapshot.claims())
    return earlier or any(position.superseded for position in snapshot.positions)


def _quotes_select(snapshot: Snapshot, blocks: Sequence[_Block], page: int) -> Select | None:
    """Offer the outlets of this page, which are never more than a select holds; the value is the outlet's place."""
    places = {outlet: place for place, outlet in enumerate(snapshot.outlets())}
    here = [outlet for outlet in dict.fromkeys(block.outlet for block in blocks if block.outlet) if outlet in places]
    counts = Counter(item.outlet for item in snapshot.claims())
    options = []
    for outlet in here:
        name = escape.label(snapshot.name(outlet), MAX_OPTION_LABEL)
        options.append(Option(name, str(places[outlet]), parts.counted(counts[outlet], "quote")))
    if not options:
        return None
    words = "Quotes: all of one outlet …"
    return Select(Action(Verb.QUOTES, snapshot.id, (page,)).custom_id, words, tuple(options))
