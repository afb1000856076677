"""One position per outlet: the words that each uses, or what each says about a matter (method.md a.2)."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from bot.answer.attribution.tokens import AUXILIARIES, DETERMINERS, OBJECTS, PREPOSITIONS, PRONOUNS, STOPS, words
from bot.answer.called import called
from bot.answer.comparison import comparison
from bot.answer.kinds import kind
from bot.answer.kinds.text import Text
from bot.answer.positions import group
from bot.answer.predicates import predicates
from bot.answer.question import analyse
from bot.answer.reading import statements
from bot.answer.types import Claim, Kind, Position, Reading, Span, Stance
from bot.answer.values import Relation
from bot.answer.words import stem, stems, variants

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from bot.answer.types import Question, Statement
    from bot.answer.values import Value
    from corpus.types import Article

#: Phrases of one outlet that are shown; more are repetition.
_MOST = 5
#: Sentences of one outlet that are shown about a matter.
_MOST_SENTENCES = 2
#: Stems of a sentence that tells what happened: fewer are a dateline or a caption.
_FEWEST_WORDS = 5
#: Statements that stand at the top of an article: about its first two paragraphs.
_TOP = 4
#: Words before a noun that belong to it, at most.
_MOST_BEFORE = 5

#: Nouns that news uses for one sort of thing, neutral and loaded ones side by side. Nothing here is about one event.
_FAMILIES = tuple(
    words(line)
    for line in (
        "war conflict invasion fighting campaign operation aggression hostilities offensive intervention",
        "attack attacks strike strikes raid assault bombing shelling massacre ambush atrocity",
        "attackers attacker gunmen gunman militants terrorists fighters rebels insurgents assailants resistance extremists",
        "protesters protestors demonstrators rioters crowd mob marchers activists",
        "protest protests demonstration demonstrations riot riots unrest uprising rally march",
        "victims dead casualties martyrs fatalities",
        "government regime administration authorities cabinet",
        "flood floods flooding deluge inundation",
        "fire blaze inferno wildfire wildfires flames",
        "storm hurricane cyclone typhoon tempest",
        "crash accident collision disaster tragedy wreck",
        "ruling verdict judgment judgement decision sentence",
        "defendant accused suspect offender convict",
        "deal agreement pact accord treaty settlement",
        "migrants refugees immigrants asylum-seekers aliens newcomers",
        "cuts savings reforms austerity reductions",
        "plan proposal scheme reform bill measure law",
        "strike walkout stoppage",
        "explosion blast detonation",
        "leader president ruler dictator strongman chief",
        "win victory triumph upset rout",
        "loss defeat humiliation rout",
        "release discharge spill outflow leak",
        "collapse failure meltdown crash insolvency bankruptcy fiasco debacle downfall implosion",
        "transfer sale move deal switch",
        "takeover merger acquisition buyout",
        "theft robbery heist burglary raid break-in",
        "layoffs cuts redundancies job-cuts dismissals sackings",
        "investigation inquiry probe review",
        "scandal affair row controversy furore outrage",
        "quake earthquake tremor temblor",
        "landslide mudslide avalanche landslip",
        "outage blackout failure breakdown",
        "fans supporters followers ultras hooligans",
        "talks negotiations discussions haggling",
        "fine penalty punishment sanction",
        "loot haul booty treasures treasure",
        "spacecraft probe craft orbiter lander spaceship",
        "delay postponement setback",
        "evacuation exodus flight",
        "increase rise hike surge",
    )
)
_PEOPLE_RE = re.compile(
    r"^(?:the\s+)?(?:people|persons?|groups?|ones?|those|m[ae]n|wom[ae]n|side|party|forces?|body|organi[sz]ation|company)\s+"
    r"(?:who|that|which)\s+(?P<did>.+)$",
    re.IGNORECASE,
)
_SAID_TO_RE = re.compile(
    r"^(?:(?:is|are|was|were|has\s+been|have\s+been)\s+)?(?:said|alleged|believed|thought|reported|suspected|claimed|accused|blamed)"
    r"\s+(?:to\s+have|of\s+having|to|of|for)\s+|^(?:allegedly|reportedly|supposedly|apparently)\s+",
    re.IGNORECASE,
)
#: One deed under several words: who "hit" a thing is also who "attacked" it or "shot it down".
_DEEDS = frozenset({"attack", "shoot_down", "shoot", "destroy"})
_DEED_QUESTIONS = ("Who attacked it?", "Who shot it down?")
_WORD_RE = re.compile(r"[^\W_]+(?:['’\-.][^\W_]+)*['’]?")
_AFTER_RE = re.compile(
    r"\s+(?:against|on|with|of|over)\s+(?:the\s+)?(?!(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|(?:Jan|Febr)uary|March|April|May|June|July|August|(?:Septem|Octo|Novem|Decem)ber)[A-ZÀ-ÖØ-Þ][\w’'-]*(?:\s+[A-ZÀ-ÖØ-Þ][\w’'-]*){0,3}"
)
_NAME_RE = re.compile(r"(?:\s+[A-ZÀ-ÖØ-Þ][\w’'-]*){1,4}")
_BODY_RE = re.compile(r"\s+(?:groups?|forces?|fighters?|members?|movement|army|militias?|leaders?|supporters?)\b")
_COUNTING = words(
    "two three four five six seven eight nine ten dozen several many other another second third fourth fifth sixth"
)
#: Nouns asked about in the plural: "three men" may well be they.
_PLURALS = frozenset(word for line in _FAMILIES for word in line if word.endswith("s"))
_BREAK_BEFORE = (
    DETERMINERS
    | PREPOSITIONS
    | AUXILIARIES
    | PRONOUNS
    | STOPS
    | words("and or as not who which out up off down away back")
)


@dataclass(frozen=True, slots=True)
class Wording:
    """How one outlet words a matter: what it says itself, and what it only quotes."""

    own: tuple[str, ...]
    quoted: tuple[str, ...]

    @property
    def kind(self) -> str:
        """Always "text"."""
        return "text"

    def relation(self, other: Value) -> Relation:
        """Other words are never a contradiction by themselves."""
        return Relation.SAME if self == other else Relation.COMPATIBLE

    def as_json(self) -> dict[str, Any]:
        """Return {"kind": "text", "text", "own", "quoted"}."""
        return {"kind": self.kind, "text": str(self), "own": list(self.own), "quoted": list(self.quoted)}

    def __str__(self) -> str:
        own, quoted = (", ".join(f"“{text}”" for text in texts) for texts in (self.own, self.quoted))
        if own and quoted:
            return f"{own}; quoting others: {quoted}"
        return own or f"only quoting others: {quoted}"


def claims(articles: Iterable[Article], question: Question) -> list[Claim]:
    """Return what the outlets' sentences hold of what a question compares."""
    asked = comparison(question.text)
    if asked is None:
        return []
    if asked.lead:
        return list(_leads(articles, latest=asked.latest))
    found: list[Claim] = []
    for article in articles:
        if article.language.split("-")[0] == "en":
            found += _worded(article, asked.what) if asked.wording else _spoken(article, asked.what)
    name = _name(asked.what) if asked.wording else None
    return _telling(found, name) if name else found


def _telling(found: Sequence[Claim], name: str) -> list[Claim]:
    """Keep what describes the bearer of a name; of an outlet that never does, the longest form of the name alone.

    The name as it was asked about tells nothing.
    """
    last = name.split()[-1]
    described = {claim.outlet for claim in found if not _is_bare(claim, last)}
    longest: dict[str, Claim] = {}
    for claim in found:
        if str(claim.value) == name:
            continue
        best = longest.get(claim.outlet)
        if best is None or len(str(claim.value)) > len(str(best.value)):
            longest[claim.outlet] = claim
    return [c for c in found if not _is_bare(c, last) or (c.outlet not in described and c is longest.get(c.outlet))]


def _is_bare(claim: Claim, last: str) -> bool:
    """Tell "Mr Vik" from "banker Ola Vik" and "the bank's head"."""
    shown = str(claim.value)
    return last in shown.split() and all(word[:1].isupper() or word == "&" for word in shown.split())


#: "PORT VIK, May 6 (Agency) - ".
_DATELINE_RE = re.compile(r"^[A-ZÀ-Þ][A-ZÀ-Þ .'’-]{2,40}(?:,[^()\n]{1,30})?\s*(?:\([^()\n]{2,40}\)\s*)?[-–—]\s+")


def _leads(articles: Iterable[Article], *, latest: bool) -> Iterator[Claim]:
    """Yield what each outlet opens an article with: its first on the story, or its latest."""
    chosen: dict[str, Article] = {}
    for article in sorted(articles, key=lambda a: (a.published or "", a.id), reverse=not latest):
        if article.language.split("-")[0] == "en":
            chosen[article.outlet.id] = article
    for article in chosen.values():
        told = [s for s in statements(article) if len(stems(s.text)) >= _FEWEST_WORDS and "?" not in s.text]
        body = [s for s in told if not s.sentence.heading] or told
        # A caption or a box may stand first: the lead is what tells the headline.
        opening = max(body[:_TOP], key=lambda s: len(stems(s.sentence.text) & stems(article.title)), default=None)
        if opening is not None:
            whole = opening.sentence.text
            dateline = _DATELINE_RE.match(whole)
            start = dateline.end() if dateline else 0
            shown = " ".join(whole[start:].split()).rstrip(".")
            span = Span(opening.start + start, opening.sentence.end)
            yield Claim(opening, opening.sentence.quote, Reading(Text(shown, whole=True), span, confidence=0.6))


def positions(found: Sequence[Claim]) -> tuple[Position, ...]:
    """Return one position per outlet, in the order of the outlets' names."""
    outlets = {claim.outlet: claim.article.outlet.name for claim in found}
    if any(isinstance(claim.value, Text) and claim.value.whole for claim in found):
        return group(found)  # what happened: two that print one agency's lead say one thing
    return tuple(
        _position([claim for claim in found if claim.outlet == outlet])
        for outlet in sorted(outlets, key=lambda key: (outlets[key].lower(), key))
    )


def _position(of_outlet: list[Claim]) -> Position:
    kept: dict[tuple[str, bool], Claim] = {}
    for claim in of_outlet:
        kept.setdefault((str(claim.value).casefold(), claim.speaker is None), claim)
    own = [str(claim.value) for (_, is_own), claim in kept.items() if is_own][:_MOST]
    heard = {text.casefold() for text in own}
    quoted = [str(c.value) for (text, is_own), c in kept.items() if not is_own and text not in heard][:_MOST]
    shown = {text.casefold() for text in (*own, *quoted)}
    some = tuple(c for c in kept.values() if str(c.value).casefold() in shown)  # each form once
    return Position(Wording(tuple(own), tuple(quoted)), some)


def differ(found: Sequence[Position]) -> bool:
    """Tell whether outlets word it differently, or one only quotes what another says itself."""
    seen = {
        (frozenset(t.casefold() for t in v.own), frozenset(t.casefold() for t in v.quoted))
        for v in (position.value for position in found)
        if isinstance(v, Wording)
    }
    return len(seen) > 1


# --- The words for somebody or something.


def _worded(article: Article, what: str) -> Iterator[Claim]:
    name = _name(what)
    if name:
        yield from (_claim(statement, span) for statement, span in called(article, name))
        return
    people = _PEOPLE_RE.match(what)
    found = [
        _claim(statement, span)
        for statement in statements(article)
        for span in dict.fromkeys(_doers(statement, people["did"]) if people else _phrases(statement, what))
    ]
    found += [_claim(statement, span) for statement in statements(article) for span in _given_name(statement, what)]
    # "The war" tells nothing beside "the unprovoked war".
    telling = [claim for claim in found if people or " " in str(claim.value)]
    yield from telling or found


_GIVEN_NAME_RE = re.compile(
    r"\b(?:calls?|called|terms?|termed|dubs?|dubbed|labels?|labelled|brands?|branded|describes?|described|denounced|hailed)\s+"
    r"(?P<what>it|this|that|them|(?:the|an?|its|his|her|their)\s+[^.,;:“”\"]{2,60}?)\s+(?:as\s+)?[“\"‘']?(?P<name>(?:an?|the)\s+[^.,;:“”\"()]{2,60})"
)
_NEAR = 220  # characters before a sentence in which "it" finds what it stands for: about one sentence


def _given_name(statement: Statement, what: str) -> Iterator[Span]:
    """Yield what somebody calls the matter: "the mayor calls the opening of the gates a scandal"."""
    sentence = statement.sentence
    if statement.contents[0].start > sentence.start and statement.speaker is None:
        return
    wanted = stems(what)
    for match in _GIVEN_NAME_RE.finditer(sentence.text):
        named = match["what"].lower()
        place = sentence.start + match.start("name")
        if statement.speaker is None and not any(span.start <= place < span.end for span in statement.contents):
            continue
        told = sentence.quote.article.text[max(0, sentence.start - _NEAR) : sentence.start + match.start()]
        meant = stems(told) if named in ("it", "this", "that", "them") else stems(named)
        if wanted and wanted <= meant:
            yield Span(place, place + len(match["name"].rstrip()))


def _claim(statement: Statement, span: Span, text: str | None = None) -> Claim:
    shown = " ".join((text or statement.article.text[span.start : span.end]).split())
    return Claim(statement, statement.sentence.quote, Reading(Text(shown), span, confidence=0.6))


def _doers(statement: Statement, did: str) -> Iterator[Span]:
    """Yield who is said to have done something: "who are said to have hit the plane" asks "Who hit the plane?"."""
    first = analyse(f"Who {_SAID_TO_RE.sub('', did)}?")
    asked = [first]
    if first.predicates & _DEEDS and _holds_object(statement, first):
        asked += [analyse(text) for text in _DEED_QUESTIONS]
    for question in asked:
        for reading in kind(Kind.PERSON).read(statement, replace(question, kind=Kind.PERSON)):
            if reading.stance is not Stance.DENY:
                yield reading.span


def _holds_object(statement: Statement, question: Question) -> bool:
    """Tell whether a sentence speaks of what the deed was done to."""
    deed = frozenset().union(*(stems(question.text[p.start : p.end]) for p in predicates(question.text)))
    done_to = frozenset(stem(word) for word in question.about) - deed
    return not done_to or bool(done_to & stems(statement.sentence.text))


def _phrases(statement: Statement, what: str) -> Iterator[Span]:
    """Yield the noun phrases whose head is the noun asked about, or one that news uses for it."""
    bare = re.sub(r"^(?:the|an?|its|their|his|her|this|these|those)\s+", "", what, flags=re.IGNORECASE)
    head = re.split(r"\s+(?:of|in|on|at|by|from|against|with|for|who|that|which|to|after|during)\s+", bare)[0]
    noun = head.split()[-1].lower()
    if noun in PRONOUNS | OBJECTS:
        return
    family = _family(noun)
    for match in _WORD_RE.finditer(statement.text):
        if match[0].lower() not in family:
            continue
        start = _first_of_phrase(statement.text, match.start())
        after = _AFTER_RE.match(statement.text, match.end()) or _compound(statement.text, match)
        if not (noun not in _PLURALS and _another(statement.text, start)):
            end = after.end() if after else match.end()
            end = start + len(statement.text[start:end].rstrip("'’"))
            yield Span(statement.start + start, statement.start + end)


def _compound(text: str, noun: re.Match[str]) -> re.Match[str] | None:
    """Return the rest of a name or compound that the noun opens: "Operation North Star", "resistance groups"."""
    pattern = _NAME_RE if noun[0][0].isupper() else _BODY_RE
    return pattern.match(text, noun.end())


def _another(text: str, start: int) -> bool:
    """Tell whether a phrase counts or orders: "three jets", "the second jet" are others than the one asked about."""
    first = text[start:].split(maxsplit=1)[:1]
    before = text[:start].split()[-1:]
    return any(word.lower() in _COUNTING for word in (*first, *before))


def _family(noun: str) -> frozenset[str]:
    near = [line for line in _FAMILIES if noun in line or noun + "s" in line]
    named = {word for word in variants(noun) if not word.endswith("ed")}  # "killed" is what happened to them
    forms = {noun, noun + "s", noun.removesuffix("s")} | named
    return frozenset().union(forms, *near)


def _first_of_phrase(text: str, noun: int) -> int:
    """Return where the words that describe a noun begin: "US-led" in "the US-led campaign"."""
    start = noun
    before = list(_WORD_RE.finditer(text, 0, noun))[-_MOST_BEFORE:]
    for match in reversed(before):
        between = text[match.end() : start]
        low = match[0].lower().replace("’", "'")
        if between.strip(" \n'‘“\"") or not between or low in _BREAK_BEFORE or low.isdigit():
            break
        if "-" not in low and _verbal(text, match.start(), low):
            break
        start = match.start()
    return start


def _verbal(text: str, at: int, word: str) -> bool:
    """Tell whether a word is a verb and no description: "rebels attacked jets", and not "the downed jet"."""
    before = (text[:at].lower().split() or [""])[-1]
    if word.endswith("ed"):
        return before not in DETERMINERS
    return word.endswith("ing") and (before in AUXILIARIES or before in STOPS or before in PREPOSITIONS)


def _name(what: str) -> str | None:
    """Return the name that a comparison is about; None where it is about a thing ("the flood in Voss")."""
    bare = re.sub(r"^the\s+", "", what.strip(), flags=re.IGNORECASE)
    return bare if all(word[0].isupper() or word in ("&", "of", "and", "van", "de") for word in bare.split()) else None


# --- What is said about a matter.


def _spoken(article: Article, what: str) -> Iterator[Claim]:
    """Yield the sentences that hold most of a matter's words, the fullest first."""
    wanted = stems(what)
    if not wanted:
        return
    ranked = []
    for statement in statements(article):
        shared = len(wanted & stems(statement.text))
        # Of two words both, of more two thirds: half of "rescue operations" is another matter.
        if 3 * shared >= 2 * len(wanted):
            ranked.append((-shared, statement.sentence.heading, statement.start, statement))
    for _, _, _, statement in sorted(ranked, key=lambda row: row[:3])[:_MOST_SENTENCES]:
        last = statement.contents[-1].end
        yield _claim(statement, Span(statement.contents[0].start, last), statement.text)
