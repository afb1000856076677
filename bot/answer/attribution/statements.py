"""From attributions to statements: each part of a sentence belongs to one voice."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from bot.answer.attribution.find import Attribution, Pattern, find_all, time_of
from bot.answer.attribution.resolve import Resolver, is_entry
from bot.answer.attribution.subjects import participle_subject
from bot.answer.attribution.tokens import AUXILIARIES, ROLES, tokenise, words
from bot.answer.types import CueClass, Span, Speaker, Statement
from index.guarded import Guarded

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from corpus.types import Article
    from index.types import Sentence

_EDGE_START_RE = re.compile(r"(?:[\s,;:.)–—-]|(?:that|but|and|while|whereas|although)\b(?=\s))*", re.IGNORECASE)
_EDGE_END_RE = re.compile(r"(?:[\s,;:(–—]|-(?!\w))+$")
_CONJUNCTION_RE = re.compile(
    r"[\s,;]+(?:(?:(?:hours|days|weeks|minutes|months|years|shortly|soon|just|a\s+\w+)\s+)?(?:after|before)"
    r"|and|but|while|whereas|although|as|when|because|though|since|which|who|where)$"
    r"|^(?:and|but|while|although|as|when|yet|so)$",
    re.IGNORECASE,
)
_CONNECTIVE_RE = re.compile(
    r"(?:however|meanwhile|separately|also|additionally|moreover|furthermore|still|yet|but|and|then|in\ addition"
    r"|for\ (?:his|her|its|their)\ part|instead|nevertheless|by\ contrast|similarly|likewise)[\s,]*$",
    re.IGNORECASE | re.VERBOSE,
)
_MEDIUM_RE = re.compile(
    r"(?:in|at|on|during|via|through)\s+(?:an?|the|its|his|her|their|two|separate|another)\s+(?:[\w'’.-]+\s+){0,3}?"
    r"(?:statement|interview|letter|report|post|tweet|e-?mail|memo|speech|briefing|conference|release|message|address"
    r"|broadcast|announcement|note|filing|op-ed|testimony|video)\b",
    re.IGNORECASE,
)
#: "…, a claim denied by", "…, an allegation which was rejected by".
_CLAIM_NOUN_RE = re.compile(
    r"[\s,–—-]*\b(?:an?|the)\s+(?:claim|allegation|charge|accusation|assertion|report|statement|suggestion|version"
    r"|account|figure|notion)s?(?:\s+(?:that|which))?(?:\s+(?:was|were|has\ been|is))?(?:\s+\w+ly)?\s*$",
    re.IGNORECASE,
)
#: "…, a charge that the company denies", "…, which his lawyer has denied": who stands between, and nothing follows.
_DENIED_IN_TURN_RE = re.compile(
    r"\s*[,–—-]+\s*(?:and\s+)?(?:(?:an?|the)\s+(?:\w+\s+)?(?:claim|allegation|charge|accusation|assertion|suggestion|version"
    r"|account|figure|notion|idea|report)s?(?:\s*,)?(?:\s+(?:that|which))?|something(?:\s+(?:that|which))?|which)\s+"
    r"(?P<who>(?!(?:was|were|is|are|has|have|had|would|will)\b)[\w’'.-]+(?:\s+[\w’'.-]+){0,5}?(?:,\s+[A-ZÀ-Þ][\w’'. -]{1,40},)?)"
    r"(?:\s+(?:later|earlier|also|since|now|then|again|always))?\s+(?:has\s+|have\s+|had\s+)?(?:\w+ly\s+)?"
    r"(?P<cue>den(?:y|ies|ied)|reject(?:s|ed)?|disputes?|disputed|dismiss(?:es|ed)|contests?|contested|refutes?|refuted|rules\s+out|ruled\s+out)"
    r"(?=\s*(?:[.;,!?”\"’]|$|\s(?:and|but|on|in|as)\b))",
    re.IGNORECASE,
)
_DENIED_IN_TURN = Guarded(
    _DENIED_IN_TURN_RE, "contest denied denies deny dismissed dismisses dispute refute reject rules ruled"
)
_PASSIVE_TAIL_RE = re.compile(
    r"\s+(?:was|were|is|are|has\s+been|have\s+been|had\s+been)(?:\s+\w+ly)?\s*$", re.IGNORECASE
)
_AFTER_RELATIVE_RE = re.compile(r",(?=\s+(?:[a-z]+ed|was|is|has|had|will|were|are|left|went|took|made|came)\b)")
#: A clause of time with a subject of its own: "since the council began …", not "since Monday".
_SINCE_RE = re.compile(r"\bsince\s+(?=(?:the|an?|its|his|her|their|it|he|she|they|[A-Z]\w+)\s+\w)")
_NAMED_RE = re.compile(r",\s+[A-ZÀ-Þ][\w-]+(?:\s+[A-ZÀ-Þ][\w-]+){1,2}(?=[,.])")
_PERSON = r"(?P<person>[A-ZÀ-Þ][\w’'-]+(?:\s+[A-ZÀ-Þ][\w’'-]+){1,2})"
#: "The mediator, Elias Korven, will not be drawn"; and, of a second clause, "…: Ana Ruiz was with us".
_OPENS_WITH_RE = re.compile(rf"(?:The|Its|His|Her|Their|An?)\s+(?:[\w’'-]+\s+){{0,4}}?[a-z][\w-]+,\s+{_PERSON},\s")
_AFTER_COLON_RE = re.compile(rf":\s+{_PERSON}\s+(?:was|is|has|had|will|would|came|told|spoke|[a-z]+ed)\b")
#: "On the fifth evening, Captain Ruud Amsel, who …", "In 2019 Ms Vaudrin, then head of personnel, …".
_INTRODUCED_RE = re.compile(
    r"(?:^|,\s|\b(?:when|and|but)\s|\d\s)(?P<person>(?:(?:Mr|Ms|Mrs|Dr|Professor|Captain|Sir|Dame|Judge|Inspector)\s+[A-ZÀ-Þ][\w’'-]+"
    r"(?:\s[A-ZÀ-Þ][\w’'-]+){0,2}|[A-ZÀ-Þ][\w’'-]+\s[A-ZÀ-Þ][\w’'-]+)),\s(?:who|then|now|at\s+the\s+time|\d\d)\b"
)
#: Between a subject and the pronoun that takes it up.
_TAKEN_UP_RE = re.compile(r"(?:[:;]|,\s+(?:and|but))\s+$")
#: "Eva Holm closed the road because, she said, …": the one who acts gives the reason.
_GIVES_RE = re.compile(r"\b(?:because|since|as|although|though|while|whereas|when|where)\s*,\s+$", re.IGNORECASE)
_PRONOUNS = frozenset({"he", "she", "it", "they"})
_MAX_OBJECT = 8  # words of what is confirmed or denied by a noun alone
_MAX_INTRO_CHARS = 400  # code points looked at on either side; twice the longest opening phrase
_MAX_INTRO = 12  # words before a subject; more is a clause


@dataclass(frozen=True, slots=True)
class _Part:
    """Some words of a sentence and the attribution that owns them; None is the outlet."""

    start: int
    end: int
    owner: int | None


def statements(article: Article, sentences: Sequence[Sentence]) -> tuple[Statement, ...]:
    """Return what each voice states, sentence by sentence; boilerplate states nothing."""
    resolver = Resolver(article.text)
    found = find_all(article, sentences)
    own = _own_names(article)
    read: list[list[Statement]] = []
    subject: str | None = None
    for s, a in zip(sentences, found, strict=True):
        if is_entry(s.text):
            resolver.begin_entry()
            subject = None
        heard = resolver.heard()
        rows = [] if s.boilerplate else _rows(s, _stated(a), resolver, subject)
        read.append([_unsaid(one, own) for one in rows])
        subject = None if s.boilerplate else subject_of(s)
        if subject is not None and not s.heading:
            resolver.note(subject, heard)
    _inherit(sentences, read)
    return tuple(statement for rows in read for statement in rows)


def _rows(sentence: Sentence, found: Sequence[Attribution], resolver: Resolver, subject: str | None) -> list[Statement]:
    """Return the statements of one sentence; of "a charge that the company denies" at its end, the company's denial."""
    denied = _DENIED_IN_TURN.search(sentence.text)
    if denied is None:
        return list(_read(sentence, found, resolver, subject))
    cut = sentence.start + denied.start()
    said = []
    for row in _read(sentence, [one for one in found if one.cue.end <= denied.start()], resolver, subject):
        spans = tuple(Span(span.start, min(span.end, cut)) for span in row.contents if span.start < cut)
        said += [replace(row, contents=spans)] if spans else []
    if not said:
        return list(_read(sentence, found, resolver, subject))
    last = max(said, key=lambda row: row.contents[0].start)
    who = resolver.speaker(denied["who"], None)
    return [*said, Statement(sentence, last.contents, who, denied["cue"], CueClass.DENY, denied=True)]


def _stated(found: Sequence[Attribution]) -> list[Attribution]:
    return [one for one in found if one.actual and one.source is not None]


def _own_names(article: Article) -> frozenset[str]:
    """Return the names by which an outlet speaks of itself: its own, and the last word of it."""
    outlet = article.outlet
    given = [name.lower().removeprefix("the ") for name in (outlet.name, *outlet.aliases)]
    # Outside quotation marks "we" is the outlet: "we reported on Tuesday that …".
    return frozenset((*given, outlet.name.lower().split()[-1], "we"))


def _unsaid(statement: Statement, own: frozenset[str]) -> Statement:
    """Leave the outlet's own voice without a speaker: "The Gazette reported on Monday that …" in the Gazette."""
    speaker = statement.speaker
    if speaker is None or speaker.canonical.lower().removeprefix("the ") not in own:
        return statement
    return replace(statement, speaker=None, cue=None, cue_class=None)


def subject_of(sentence: Sentence) -> str | None:
    """Return the subject of a sentence, for the pronouns of the next."""
    text = sentence.text
    if person := _OPENS_WITH_RE.match(text) or _AFTER_COLON_RE.search(text):
        return person["person"]
    introduced = _INTRODUCED_RE.search(text)
    tokens = tokenise(text)
    place = participle_subject(tokens, len(tokens), ()) if tokens else None
    if place is None or (introduced and text[place.start : place.end].lower() not in _PRONOUNS):
        return introduced["person"] if introduced else None
    named = _NAMED_RE.match(text, place.end)  # "The bank's chair, Kari Berg, resigned."
    return text[place.start : named.end() if named else place.end]


# -- one sentence ------------------------------------------------------------------------------------------------------


def _read(
    sentence: Sentence, found: Sequence[Attribution], resolver: Resolver, subject: str | None
) -> Iterator[Statement]:
    """Yield the statements of one sentence, own voice first where it comes first."""
    text, base = sentence.text, sentence.start
    own = subject_of(sentence) if any(a.source and _goes_on(text, a.source) for a in found) else None
    if own is not None:
        subject = own
        resolver.note(own, resolver.heard())
    elif found and (body := _body_speaking(text, found[0])):
        resolver.speaker(body, subject)
    speakers = [resolver.speaker(text[a.source.start : a.source.end], subject) for a in found if a.source]
    parts = list(_parts(text, found))
    intro_time = _intro_time(text, found)
    out: list[tuple[int, Statement]] = []
    owned: dict[int | None, list[Span]] = {}
    for part in parts:
        for span in _tidy(text, part):
            owned.setdefault(part.owner, []).append(Span(base + span.start, base + span.end))
    for owner, spans in owned.items():
        if owner is None:
            out.append((spans[0].start, Statement(sentence, tuple(spans))))
            continue
        when = found[owner].said_at
        said_at = text[when.start : when.end] if when else (intro_time if owner == 0 else None)
        spans, later = _without_medium(sentence, found[owner], spans)
        said_at = said_at or later
        statement = _statement(sentence, tuple(spans), speakers[owner], found[owner], said_at)
        out.append((spans[0].start, statement))
    for i, one in enumerate(found):
        if one.pattern == Pattern.DENIED_BY and one.cue_class == CueClass.DENY and out and i not in owned:
            contents = max((s for _, s in out), key=lambda s: s.contents[0].start).contents
            out.append((base + one.frame.start, _statement(sentence, contents, speakers[i], one, None)))
    if not out:
        spoken = bool(speakers) and (sentence.quotation is not None or _referred(sentence, found[0]))
        yield _whole(sentence, speakers[0] if spoken else None, found)
    yield from (statement for _, statement in sorted(out, key=lambda pair: pair[0]))


def _goes_on(text: str, source: Span) -> bool:
    """Tell whether a pronoun takes up the subject of its own sentence: "The centre disagreed: it said …"."""
    before = text[max(0, source.start - 12) : source.start]
    taken = _TAKEN_UP_RE.search(before) or _GIVES_RE.search(before)
    return bool(taken) and text[source.start : source.end].lower() in _PRONOUNS


_BODY_RE = re.compile(r"(?:The|Its|Their)\s+[a-z][\w-]*(?=\s+(?!of\b|in\b|for\b)[a-z])")


def _body_speaking(text: str, one: Attribution) -> str | None:
    """Return "The company" of "The company switched it off itself, it says": what a body did, it says of itself."""
    if one.source is None or text[one.source.start : one.source.end].lower() not in ("it", "they"):
        return None
    found = _BODY_RE.match(text)
    behind = found is not None and text[: one.frame.start].rstrip().endswith(",")
    return found[0] if found and behind and found[0].split()[-1].lower() in ROLES else None


def _referred(sentence: Sentence, one: Attribution) -> bool:
    """Tell whether all that is denied or confirmed is "that", told before: "The union rejected that."."""
    if one.cue_class not in (CueClass.DENY, CueClass.ASSERT) or one.pattern is not Pattern.VERB:
        return False
    return sentence.text[one.cue.end : one.frame.end].strip().lower() == "that"


def _without_medium(sentence: Sentence, one: Attribution, spans: list[Span]) -> tuple[list[Span], str | None]:
    """Cut "in a post on X on Friday" off "confirmed the deaths in a post on X on Friday", and tell the time."""
    text, base = sentence.text, sentence.start
    last = spans[-1]
    start = last.start - base
    piece = text[start : last.end - base]
    found = _MEDIUM_RE.search(piece)
    if one.pattern != Pattern.VERB or start < one.frame.end or found is None or found.start() < 2:
        return spans, None
    thing = piece[: found.start()].rstrip()
    if len(thing.split()) > _MAX_OBJECT or _has_verb(thing):
        return spans, None
    return [*spans[:-1], Span(last.start, last.start + len(thing))], time_of(piece[found.start() :])


def _whole(sentence: Sentence, speaker: Speaker | None, found: Sequence[Attribution]) -> Statement:
    contents = (Span(sentence.start, sentence.end),)
    return Statement(sentence, contents) if speaker is None else _statement(sentence, contents, speaker, found[0], None)


def _statement(
    sentence: Sentence, contents: tuple[Span, ...], speaker: Speaker, one: Attribution, said_at: str | None
) -> Statement:
    cue = sentence.text[one.cue.start : one.cue.end]
    denied = one.cue_class == CueClass.DENY
    said_at = re.sub(r"^on\s+", "", said_at, flags=re.IGNORECASE) if said_at else None
    told = one.listener
    addressee = " ".join(sentence.text[told.start : told.end].split()) if told else None
    return Statement(sentence, contents, speaker, cue, one.cue_class, said_at, denied, addressee)


def _parts(text: str, found: Sequence[Attribution]) -> Iterator[_Part]:
    """Yield the words between the attributing words, each with its owner."""
    at = 0
    for i, one in enumerate(found):
        yield from _before(text, at, found, i)
        at = one.frame.end
    if found and found[-1].pattern == Pattern.RELATIVE:
        yield from _after_relative(text, at, len(text), len(found) - 1)
    elif found and not (found[-1].pattern == Pattern.DENIED_BY and found[-1].cue_class == CueClass.DENY):
        cut = _background(text, at, found[-1])
        yield _Part(at, cut, len(found) - 1)
        if cut < len(text):
            yield _Part(cut, len(text), None)
    elif not found:
        yield _Part(0, len(text), None)


def _background(text: str, at: int, one: Attribution) -> int:
    """Return where figures end and the outlet goes on: "nine, as per official data, since it began the war"."""
    found = _SINCE_RE.search(text, at) if one.cue_class == CueClass.DATA and one.pattern == Pattern.ACCORDING else None
    return found.start() if found and _has_verb(text[found.start() :]) else len(text)


def _after_relative(text: str, at: int, end: int, i: int) -> Iterator[_Part]:
    """Yield what "X, who said C, left" says, up to a comma, and the outlet's words after it."""
    comma = _AFTER_RELATIVE_RE.search(text, at, end)
    cut = comma.start() if comma else end
    yield _Part(at, cut, i)
    if comma:
        yield _Part(cut, end, None)


def _before(text: str, at: int, found: Sequence[Attribution], i: int) -> Iterator[_Part]:
    """Yield the words before attribution i."""
    one, end = found[i], found[i].frame.start
    if at >= end:
        return
    previous = i - 1 if i else None
    if one.pattern == Pattern.DENIED_BY:
        noun = _CLAIM_NOUN_RE.search(text, at, end)
        tail = noun or _PASSIVE_TAIL_RE.search(text, at, end)
        backward = i if noun is None and previous is None else previous
        yield _Part(at, tail.start() if tail else end, backward)
    elif _backward(text, one, found, i):
        forward = previous is not None and not _backward(text, found[previous], found, previous)
        yield _Part(at, end, previous if forward and one.pattern == Pattern.ACCORDING else i)
    elif previous is None and one.pattern == Pattern.RELATIVE:
        yield _Part(at, end, None)
    elif previous is not None:
        cut = _CONJUNCTION_RE.search(text[at:end].rstrip())
        yield _Part(at, at + cut.start() if cut else end, previous)
    else:
        yield from _intro(text, end)


def _backward(text: str, one: Attribution, found: Sequence[Attribution], i: int) -> bool:
    """Tell whether what is said stands before its attribution."""
    start, end = one.frame.start, one.frame.end
    before = text[max(0, start - _MAX_INTRO_CHARS) : start].rstrip()
    after = text[end : end + _MAX_INTRO_CHARS].lstrip()
    if not before:
        return False
    if one.pattern in (Pattern.INVERTED, Pattern.LABEL):
        return True
    if one.pattern in (Pattern.PARTICIPLE, Pattern.RELATIVE, Pattern.ACT):
        return False
    if one.pattern == Pattern.ACCORDING:
        return not _is_intro(before)
    closed = before[-1] in ",\"”?!'’»–—)" or before.endswith("...")
    start_of_next = i + 1 < len(found) and found[i + 1].frame.start <= one.frame.end + 2
    return (
        closed
        and (not after or after[0] in ",.;)–—" or start_of_next or _resumes(before, after))
        and not _is_intro(before)
    )


def _resumes(before: str, after: str) -> bool:
    """Tell whether a quotation goes on, or a phrase follows: '"We won," she said after the match.'."""
    return before[-1] in "\"”’'»" and (after[0] in "\"“‘'" or not after[0].isupper())


def _is_intro(before: str) -> bool:
    """Tell whether words before a subject are "In a statement," and the like, without a verb of their own."""
    stripped = before.rstrip(" ,")
    if len(stripped) > _MAX_INTRO_CHARS // 2:
        return False
    if _CONNECTIVE_RE.fullmatch(stripped) or _MEDIUM_RE.match(stripped) or time_of(stripped) == stripped:
        return True
    tokens = tokenise(stripped)
    return len(tokens) <= _MAX_INTRO and stripped[-1:] not in "\"”’'?!" and not _has_verb(stripped)


def _has_verb(text: str) -> bool:
    """Guess whether some words hold a finite verb."""
    tokens = tokenise(text)
    return any(
        t.low in AUXILIARIES or t.low in _VERBS or (t.low.endswith("ed") and len(t.low) > 4 and not t.capital)
        for t in tokens[1:]
    )


_VERBS = words(
    """fell rose won lost died went came took made got left began broke burst hit met sank grew shot led held found
    said saw told gave kept ran set cut put became fled struck drew threw paid sold bought sent spent built
    caught fought flew drove rang spoke stood thought understood wrote shows show says say goes wins leaves
    takes makes comes gets hopes plans wants faces fears needs remains seems looks expects"""
)


def _intro(text: str, end: int) -> Iterator[_Part]:
    """Yield what stands before the first attribution: dropped, part of the content, or the outlet's own words."""
    before = text[:end]
    stripped = before.strip(" ,")
    if not stripped or _CONNECTIVE_RE.fullmatch(stripped) or _MEDIUM_RE.match(stripped) or time_of(stripped):
        if _has_verb(stripped) and len(stripped.split()) > _MAX_INTRO:
            yield _Part(0, end, None)
        return
    cut = _CONJUNCTION_RE.search(before.rstrip(" ,"))
    if _has_verb(stripped):
        yield _Part(0, cut.start() if cut else end, None)
    elif cut is None or cut.start() > 0:
        yield _Part(0, cut.start() if cut else end, 0)


def _intro_time(text: str, found: Sequence[Attribution]) -> str | None:
    """Return the time in "On Friday, X said", "In a statement on Friday, X said"."""
    if not found or found[0].pattern not in (Pattern.VERB, Pattern.ACCORDING):
        return None
    before = text[: found[0].frame.start].strip(" ,")
    return time_of(before) if before and _is_intro(before) else None


def _tidy(text: str, part: _Part) -> Iterator[Span]:
    """Yield the part without marks and conjunctions at its edges, unless no word is left."""
    start, end = part.start, part.end
    if start > 0:
        lead = _EDGE_START_RE.match(text, start, end)
        start = lead.end() if lead else start
    piece = text[start:end]
    tail = _EDGE_END_RE.search(piece)
    end = start + (tail.start() if tail else len(piece))
    start += len(text[start:end]) - len(text[start:end].lstrip())
    if any(c.isalnum() for c in text[start:end]):
        yield Span(start, end)


# -- quotations of several sentences -----------------------------------------------------------------------------------


def _inherit(sentences: Sequence[Sentence], read: list[list[Statement]]) -> None:
    """Give the sentences of a quotation the speaker who closes it, opens it, or spoke just before."""
    for i, sentence in enumerate(sentences):
        if sentence.quotation is None or sentence.boilerplate or any(s.speaker for s in read[i]):
            continue
        model = _model(sentences, read, i)
        if model is not None and model.speaker is not None:
            contents = (Span(sentence.start, sentence.end),)
            read[i] = [
                Statement(
                    sentence,
                    contents,
                    model.speaker,
                    model.cue,
                    model.cue_class,
                    model.said_at,
                    addressee=model.addressee,
                )
            ]


def _model(sentences: Sequence[Sentence], read: list[list[Statement]], i: int) -> Statement | None:
    """Return the statement whose speaker also speaks sentence i."""
    number = sentences[i].quotation
    for step in (1, -1):
        j = i + step
        while 0 <= j < len(sentences) and sentences[j].quotation == number:
            spoken = [s for s in read[j] if s.speaker]
            if spoken:
                return spoken[0] if step == 1 else spoken[-1]
            j += step
    wholly = sentences[i].text[:1] in "\"“‘'«"
    before = next((j for j in range(i - 1, -1, -1) if not sentences[j].boilerplate), None)
    if wholly and before is not None and not sentences[before].heading:
        return next((s for s in reversed(read[before]) if s.speaker and not s.denied), None)
    return None
