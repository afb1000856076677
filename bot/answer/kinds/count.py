"""Counts: "four of the six crew members were killed".

A number answers a question when it counts the kind of thing asked for, stands with the event asked about, and has the
scope asked for: one event, or a running total.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from bot.answer.clauses import clauses
from bot.answer.days import asks_total
from bot.answer.kinds import register
from bot.answer.kinds.bounds import ends, phrase, printed_round, relate, short
from bot.answer.kinds.fits import marked_earlier, of_subject, sentence_before, told_before, was_before
from bot.answer.kinds.unreal import would_have
from bot.answer.predicates import Predicate, groups, polarity, predicates
from bot.answer.quantities import Quantity, quantities
from bot.answer.types import Reading, Span, Stance
from bot.answer.values import Relation
from bot.answer.words import names, stem, stems
from index.guarded import Guarded, Small

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from bot.answer.types import Question, Statement
    from bot.answer.values import Value


@dataclass(frozen=True, slots=True)
class Count:
    """How many: from low to high, both included; None is an open end."""

    low: float | None
    high: float | None
    #: The whole it is a part of; shown, never compared.
    of: float | None = field(default=None, compare=False)
    approximate: bool = False
    #: The words that the text has instead of a number ("dozens", "several"); shown, never compared.
    vague: str | None = field(default=None, compare=False)
    #: The number printed after "nearly"; shown, never compared.
    nearly: float | None = field(default=None, compare=False)
    #: Added to a number that stands elsewhere ("two more"): no total.
    increment: bool = False

    @property
    def kind(self) -> str:
        """The name in product.md's `value.kind`."""
        return "count"

    def relation(self, other: Value) -> Relation:
        """Compare by intervals; with another kind of value there is nothing to compare."""
        if not isinstance(other, Count) or self.increment != other.increment:
            return Relation.COMPATIBLE
        if self.increment and self != other:  # two more on Monday, three more on Tuesday: both may be true
            return Relation.COMPATIBLE
        relation = relate(self.low, self.high, self.approximate, other)
        if relation is Relation.INCOMPATIBLE and printed_round(self.low, self.high, other):
            return Relation.REFINES
        return relation

    def as_json(self) -> dict[str, Any]:
        """Return the `value` object of schema whosays.answer/1."""
        out: dict[str, Any] = {"kind": self.kind, **ends(self.low, self.high)}
        if self.of is not None:
            out["of"] = ends(self.of, None)["low"]
        if self.approximate:
            out["approximate"] = True
        if self.increment:
            out["increment"] = True
        return out

    def __str__(self) -> str:
        shown = self.vague or phrase(self.low, self.high, self.approximate, short, self.nearly)
        if self.increment:
            return f"{shown} more"
        return shown if self.of is None else f"{shown} of {short(self.of)}"


# -- what is counted ---------------------------------------------------------------------------------------------------


def _table(words: str) -> frozenset[str]:
    return frozenset(words.split())


#: People nouns by role. A noun in none of them that ends like one of these is read by its last word.
_ROLES = {
    "crew": _table("crew crewmember crewmembers crewman crewmen aircrew pilot pilots airman airmen sailors sailor"),
    "passenger": _table("passenger passengers traveller travellers traveler travelers commuters tourists tourist"),
    "soldier": _table(
        "troops troop soldier soldiers personnel marine marines servicemen serviceman servicewoman servicemembers"
        " fighters militants rebels insurgents"
    ),
    "civilian": _table("civilian civilians resident residents villagers bystander bystanders"),
    "police": _table("officer officers police deputies deputy policeman policemen cop cops guard guards agents"),
    "attacker": _table(
        "attacker attackers gunman gunmen suspect suspects shooter shooters assailant assailants robbers robber bombers"
        " defendant defendants perpetrators"
    ),
    "child": _table(
        "child children kid kids boy boys girl girls baby babies infant infants toddler toddlers teen teens teenager"
        " teenagers student students pupil pupils juvenile juveniles youth youths minors"
    ),
    "woman": _table("woman women female females mother mothers"),
    "man": _table("man men male males father fathers"),
    "worker": _table(
        "worker workers employee employees miner miners staff journalist journalists workforce welder welders nurse nurses"
        " teacher teachers doctor doctors driver drivers docker dockers labourers laborers labourer"
    ),
    "rescuer": _table("firefighter firefighters rescuer rescuers paramedic paramedics medics lifeguards searchers"),
}
_ANYBODY = _table(
    "people person persons victim victims member members others other individuals individual adults adult dead lives"
    " deaths fatalities casualties patients occupants occupant survivors hostages americans citizens nationals refugees"
    " migrants patient human humans folks guests fans spectators supporters brothers"
    " sisters friends siblings"
    " driver drivers motorist motorists pedestrian pedestrians cyclist cyclists inmate inmates prisoners relatives"
    " inhabitants souls bodies body protesters voters household son sons daughter daughters wife husband"
    " girlfriend boyfriend fiancee"
    " parents couple cousin neighbour neighbor friend old"
)
#: Roles of those who come to an event: a number of people is none of them.
_HELPERS = frozenset({"rescuer", "police", "attacker"})
#: Pairs of roles that may be one group of people.
_ALIKE = frozenset(
    {
        frozenset(("crew", "rescuer")),
        frozenset(("crew", "soldier")),
        frozenset(("crew", "worker")),
        frozenset(("soldier", "attacker")),
    }
)
_MIXED = frozenset({"child", "woman", "man"})  # say something of anybody, whatever the role
_CRAFT = _table(
    "aircraft plane planes airplane airplanes jet jets helicopter helicopters warplane warplanes airliner drone drones"
    " fighter tanker tankers bomber bombers"
)
_HOUSING = _table("home homes house houses building buildings property properties structures structure dwellings")
_CLASSES = (
    _CRAFT,
    _HOUSING,
    _table("vehicle vehicles car cars truck trucks"),
    _table("case cases infection infections"),
)


_ANY_THING = _table(
    "object objects item items thing things piece pieces artefacts artifacts works valuables treasures goods"
)
_NO_OBJECTS = _table(
    "case cases glass rooms room museums museum halls doors windows cameras alarms minutes hours days years metres places"
    " countries cities vans cars museums visitors"
)
_OF_WHICH_EVENT_RE = re.compile(r"\s+(?:[a-z]+\s+){1,2}(?:who|which|that)\s+(?:was|were|had|have|has|are|is)\b", re.I)
#: Whoever is supplied with something is counted by any of these.
_CONNECTED = _table(
    "customer customers household households subscriber subscribers client clients user users consumer consumers"
    " depositor depositors account accounts accountholders policyholders"
)
#: A number of people is a number of customers; "three million homes" is one of households.
_CONNECTED_TOO = _CONNECTED | _table("people persons individuals homes properties")


def _singular(word: str) -> str:
    return word[:-1] if word.endswith("s") and not word.endswith("ss") and len(word) > 3 else word


def _roles(words: Iterable[str]) -> frozenset[str]:
    """Return the roles of people in a noun phrase; "anybody" for a general word, empty for no people."""
    found = {role for role, nouns in _ROLES.items() for word in words if word in nouns}
    return frozenset(found) or (frozenset({"anybody"}) if any(word in _ANYBODY for word in words) else frozenset())


def _same_noun(counted: tuple[str, ...], asked: str) -> float:
    """Return how sure it is that both phrases name one kind of thing, 0 to 1."""
    words = tuple(word.rstrip("'’") for word in re.findall(r"[\w'’-]+", asked.lower().partition(" of ")[0]))
    theirs = _roles(words)
    if theirs and theirs <= _MIXED:  # "how many women died": the number of people is none of women
        return 1.0 if theirs & _roles(counted) else 0.0
    if not counted:
        return 0.85
    mine = _roles(counted)
    if mine and theirs:
        return _same_people(mine, theirs)
    if bool(mine) != bool(theirs):
        return _UNLISTED if "anybody" in mine | theirs and _may_be_people(words if mine else counted) else 0.0
    for nouns in _CLASSES:
        if any(word in nouns for word in words):
            return 1.0 if any(word in nouns for word in counted) else 0.0
    if any(word in _ANY_THING for word in words) and not any(word in _NO_OBJECTS for word in counted):
        return 0.9
    if any(word in _CONNECTED for word in words):
        return 0.9 if any(word in _CONNECTED_TOO for word in counted) else 0.0
    return 1.0 if {_singular(word) for word in counted} & {_singular(word) for word in words} else 0.0


def _is_other_role(counted: tuple[str, ...], asked: str | None) -> bool:
    """Return whether people of any sort are counted where those in one role are asked for: fans are no officers."""
    theirs = _roles(asked.split()) if asked else frozenset()
    return bool(theirs) and "anybody" not in theirs and _roles(counted) == {"anybody"}


def of_one_sort(counted: tuple[str, ...], asked: str | None) -> bool:
    """Return whether people of one sort are counted where people of any sort are asked for: "no officers" of "people"."""
    theirs, mine = _roles(asked.lower().split()) if asked else frozenset(), _roles(counted)
    return (not theirs or theirs == {"anybody"}) and bool(mine) and "anybody" not in mine


def _is_thing(asked: str) -> bool:
    """Return whether a noun is of things: people are hurt, and not hospitals."""
    words = tuple(re.findall(r"[a-z-]+", asked.lower().partition(" of ")[0]))
    return bool(words) and not _roles(words) and not _may_be_people(words)


_UNLISTED = 0.85  # "beekeepers" for "people": most nouns beside an event of people name people
_THING_RE = re.compile(
    r"(?:dog|cat|cow|horse|animal|bird|fish|sheep|pig|cattle|chicken|whale|tree|boat|ship|train|bus|store|shop|school"
    r"|church|bridge|road|country|countries|city|cities|village|town|team|club|firm|company|companies|bank|weapon|gun"
    r"|round|bullet|time|times|percent|shot|point|goal|game|block|count|charge|mile|hour|day|week|month|year|minute"
    r"|bed|box(?:e)?|dose|mask|sample|location|place|area|way|case|door|bag|room|shooting|incident|attack|crash|scene|side|hospital|unit|agency"
    r"|agencies|department|station|tin|pot|product|object|piece|seat|position|flight|plane|jet|job|post|vote|ballot|seat|vaccine|household|dollar|page|photo|type|thing|item|family|families|wound|injury|injuries)s?$"
)


def _may_be_people(words: tuple[str, ...]) -> bool:
    """Return whether a noun that no list holds may name people."""
    if any(word in nouns for nouns in _CLASSES for word in words):
        return False
    head = next((word for word in reversed(words) if word not in _TRAILING), words[-1])
    return not _THING_RE.match(head) and any(word[-1:].isalpha() for word in words)


#: What may follow a noun that is counted: "421 votes ahead".
_TRAILING = _table("ahead behind short away apart each more")


def _same_people(mine: frozenset[str], theirs: frozenset[str]) -> float:
    if mine & theirs:
        return 1.0
    if "anybody" in theirs:
        return 0.9 if mine - _MIXED else 0.95
    if "anybody" in mine:
        return 0.0 if theirs <= _HELPERS else 0.9
    if mine <= _MIXED:
        return 0.7
    return 0.9 if any(frozenset((a, b)) in _ALIKE for a in mine for b in theirs) else 0.0


# -- which event a number belongs to -----------------------------------------------------------------------------------

#: Groups that take a count; words of other groups between a number and its event are passed over.
_EVENTS = _table(
    """
    die injure casualty shoot survive aboard missing arrest charge release abduct displace infect rescue
    vote shoot_down destroy damage lose convict acquit sentence resign dismiss appoint attend cancel
    close open land burn attack crash win sell buy affect strand outage employ complain steal leak fire_at hospital
    """
)
#: Groups that give the setting of a question about another one ("killed in the attack").
_SETTING = _table(
    """
    aboard attack crash burn shoot shoot_down confirm start end lose rise fall attend employ
    """
)
#: Groups whose subject is people.
_OF_PEOPLE = _table(
    """
    die injure casualty survive aboard missing arrest charge release abduct displace infect rescue shoot
    convict acquit sentence resign dismiss appoint attend affect strand employ complain hospital
    """
)

_SUBORDINATE_RE = re.compile(
    r"\b(?:when|after|while|as|before|because|since|where|if|whether|until|although|though|despite|said|says|say|told|than"
    r"|but|whose)\b|;|:|\.\s",
    re.I,
)
_NEW_SUBJECT_RE = re.compile(
    r"(?:\band|,)\s+(?:an?|the|another|his|her|their|its|one|he|she|it|they|police|officers?|officials?|authorities)\s",
    re.I,
)
_CACHED = 4096  # sentences: a question reads each several times, for its event and for those that bound it
# "sent four to Oslo University Hospital", "is in hospital": told of the hurt, unless they die there.
_TO_HOSPITAL_RE = re.compile(
    r"(?:\b(?P<word>sent|sends|sending|rushed|transported|flown|airlifted)\b"
    r"|\b(?:was|were|been|being)\s(?:\w+\s)?(?P<passive>taken|brought|driven|admitted)\b"
    r"|\b(?P<took>took|taking)(?=\s(?:[\w-]+\s){0,2}(?:people|persons|victims|others|men|women|boys|girls|teens|teenagers"
    r"|children|injured|wounded|him|her|them|both)\b))"
    r"(?=(?:\s+(?!and\b|but\b|who\b|where\b)[\w'’.&-]+,?){0,9}?\s+to\s+(?:(?!and\b|but\b)[\w'’.&-]+\s+){0,6}?"
    r"(?:hospitals?|medical\s+cent(?:er|re)s?|trauma\s+cent(?:er|re)s?|infirmary|clinics?|emergency\s+rooms?)\b)"
    r"|\b(?P<state>in|at)\s+(?:(?:the|an?|local|area|nearby)\s+|(?!care\b)[\w.'’-]+\s+){0,3}(?:hospitals?|intensive\s+care)\b",
    re.I,
)
_LEFT_IN_RE = re.compile(r"\b(?:left|leav\w+|puts?|landed|lands|remain\w*|still|is|are|was|were)\b[^.;:]*$", re.I)
_DIED_THERE_RE = re.compile(
    r"[^.;]*\b(?:where|and|but|before)\s+(?:\w+\s+){0,4}(?:died|dies|dying|pronounced|declared|succumbed)\b", re.I
)


_TO_HOSPITAL = Guarded(_TO_HOSPITAL_RE, "clinic emergency hospital infirmary intensive medical trauma")


@lru_cache(maxsize=_CACHED)
def _events(text: str) -> tuple[Predicate, ...]:
    """Return the event words that take a count."""
    known = [p for p in predicates(text) if p.group in _EVENTS and not _died_there(text, p) and not _of_court(text, p)]
    known += [Predicate("die", *match.span("verb")) for match in _LIVES.finditer(text)]
    known += [Predicate("infect", *match.span()) for match in _MADE_ILL_RE.finditer(text)]
    known += _other_harm(text)
    if "hospital" in text.lower():
        known += [Predicate("hospital", *match.span()) for match in _HOSPITAL_RE.finditer(text)]
    for match in _FIRED.finditer(text):
        at = match.span("did" if match["did"] else "done")
        known.append(Predicate("fire_at", *at, *polarity(text, *at)))
    known += [Predicate("aboard", *match.span("in")) for match in _IN_CRAFT.finditer(text)]
    if _HOUSES_RE.search(text):
        known += [
            Predicate("destroy", *m.span())
            for m in _COLLAPSED_RE.finditer(text)
            if not _NOT_YET_RE.search(text, 0, m.start())
        ]
    for match in _TO_HOSPITAL.finditer(text):
        taken = any(p.group == "injure" and p.start < match.end() and match.start() < p.end for p in known)
        inside = not match["state"] or _LEFT_IN_RE.search(text[max(0, match.start() - 60) : match.start()])
        if inside and not taken and not _DIED_THERE_RE.match(text, match.end()):
            known.append(Predicate("injure", match.start(), match.end()))
    return tuple(sorted(known, key=lambda p: p.start))


_DATA = r"(?:data|details|records?|files|information|passwords|addresses|card\s+numbers|identities|histories|profiles)"
_CONCERNED = r"(?:people|persons|customers|clients|users|patients|passengers|households|subscribers|residents|employees|accounts|companies|flights|schools)"
# "the details of 300,000 customers were copied", "stole the records of 20,000 patients"
_DATA_TAKEN_RE = re.compile(
    rf"\b{_DATA}\b[^.;:]{{0,70}}?\b(?:was|were|been|being|is|are)\s+(?:\w+ly\s+|also\s+)?(?P<passive>taken|copied|accessed|exposed|leaked|downloaded"
    r"|compromised|published|lost|breached)\b"
    r"|\b(?P<active>copied|copying|accessed|downloaded|exposed|obtained|took|taken|lost|los(?:e|es|ing)|compromised|claim(?:s|ed|ing)?\s+to\s+(?:hold|have|possess))"
    rf"\s+(?:[\w-]+\s+){{0,4}}?{_DATA}\s+(?:of|on|about)\b",
    re.I,
)
# "About 4,000 patients concerned", "up to 900 people could be hit"; "people concerned about prices" are not.
_CONCERNED_RE = re.compile(
    rf"\b{_CONCERNED}\s+(?:(?:are|were|was|is|be|been|could|may|might|would|will|has|have|had|thought|believed|feared|to)\s+){{0,4}}"
    r"(?P<verb>concerned|hit|involved|impacted)\b(?!\s+(?:about|that|with|over|for|at|in|on)\b)",
    re.I,
)
_DATA_TAKEN = Guarded(
    _DATA_TAKEN_RE, "data details record files information passwords addresses numbers identities histories profiles"
)
_CONCERNED_BY = Guarded(_CONCERNED_RE, "concerned hit involved impacted")


_SHOTS = r"(?:rockets?|missiles?|shots?|rounds?|shells?|bullets?|drones?|mortars?|torpedoes|torpedo|projectiles?|salvos?|warning\s+shots)"
# "fired 40 rockets", "twelve missiles were launched": what is fired, and nobody is dismissed.
_FIRED = Guarded(
    re.compile(
        rf"\b(?P<did>fired|fires|firing|launched|launches|launching|lobbed)\b(?=\s+(?:[\w,.-]+\s+){{0,5}}?{_SHOTS}\b)"
        rf"|\b{_SHOTS}\b[^.;]{{0,40}}?\b(?:was|were|been|being)\s+(?:\w+ly\s+)?(?P<done>fired|launched|lobbed)\b",
        re.I,
    ),
    "rocket missile shot round shell bullet drone mortar torpedo projectile salvo",
)


def _other_harm(text: str) -> list[Predicate]:
    """Return what befell those whose data was taken, and those who are "concerned" or "hit"."""
    found = []
    for match in _DATA_TAKEN.finditer(text):
        start, end = match.span("passive" if match["passive"] else "active")
        negated, hedged = polarity(text, start, end)
        found.append(Predicate("steal", start, end, negated, hedged))
    for match in _CONCERNED_BY.finditer(text):
        negated, hedged = polarity(text, *match.span("verb"))
        found.append(Predicate("affect", *match.span("verb"), negated, hedged))
    return found


_HOUSES_RE = re.compile(
    r"\b(?:homes?|houses?|buildings?|dwellings?|structures?|properties|flats|apartments|shops|schools)\b", re.I
)
#: What destroys houses, and is said of much else.
_COLLAPSED_RE = re.compile(
    r"\b(?:collaps(?:ed|e|es|ing)|pulled\s+down|torn\s+down|tore\s+down|(?:brought|bringing|brings)\s+down|swept\s+away|washed\s+away|carried\s+away"
    r"|in\s+rubble|uninhabitable)\b",
    re.I,
)
_NOT_YET_RE = re.compile(
    r"\b(?:not|never|could|may|might|would|threaten\w*|risk\w*|danger\s+of)\s+(?:\w+\s+){0,2}$", re.I
)
#: "cost 46 lives": the dead, whatever the verb.
_LIVES_RE = re.compile(
    r"\b(?P<verb>cost(?:s|ing)?|claim(?:s|ed|ing)?|took|takes|taken|taking)\s+(?:[\w,-]+\s+){1,4}lives\b", re.I
)


_LIVES = Guarded(_LIVES_RE, "lives")


def _died_there(text: str, predicate: Predicate) -> bool:
    """Return whether those taken to a hospital died there."""
    to = " to " in text[predicate.start : predicate.end]
    return predicate.group == "injure" and to and bool(_DIED_THERE_RE.match(text, predicate.end))


# "Two officers face murder charges", "homicide detectives": a word of the law, and nobody's death is counted.
_OF_COURT_RE = re.compile(
    r"[\s-](?:(?:criminal|police|first|second)\s+)?(?:charges?|trials?|cases?|detectives?|investigat(?:ors?|ions?)|units?|squads?|suspects?|warrants?"
    r"|convictions?|counts?\s+(?:against|for)|indictments?|inquiry|inquiries|probes?|accused|defendants?|penalty|row|threats?|sentences?|certificates?)\b",
    re.I,
)
_NEARLY_RE = re.compile(r"\b(?:nearly|almost|narrowly)\s+$", re.I)
#: "To mourn Berg's death": one death, told by whose it is.
_POSSESSED_RE = re.compile(r"(?:['’]s|\bhis|\bher)\s+$", re.I)
_ONE_DEATH = frozenset({"death", "killing", "murder", "slaying"})
_COURT_WORDS = frozenset({"murder", "homicide", "death", "killing", "murders", "killings"})


def _of_court(text: str, predicate: Predicate) -> bool:
    """Return whether a word of death names a charge, a case or an office, or what did not come to pass."""
    if predicate.group != "die":
        return False
    if _NEARLY_RE.search(text, max(0, predicate.start - 12), predicate.start):
        return True
    word = text[predicate.start : predicate.end].lower()
    if word in _ONE_DEATH and _POSSESSED_RE.search(text, max(0, predicate.start - 6), predicate.start):
        return True
    return word in _COURT_WORDS and _OF_COURT_RE.match(text, predicate.end) is not None


# Between a number and an event these make it another's event, or a part.
_BREAK_RE = re.compile(
    r"\b(?:including|describ\w+|witnessed|condemn\w*|mourn\w*|confess\w*|recalled|filmed|accused|charged|suspected|convicted|wanted|responsible|sentenced|linked|connected|investigat\w+"
    r"|opened|fired|trial|plea|related|survived|escaped|fled)\b|,\s+of\s+(?:which|whom|them|those)\b",
    re.I,
)
_ACTIVE_RE = re.compile(r"(?:ed|shot(?:\s+dead)?|hurt|slew|took\b.*|claim.*|killing|injuring|wounding)$", re.I)
# Whoever does these is the one counted.
_OWN_DOING_RE = re.compile(
    r"fled|voted|attended|resigned|landed|survived|crashed|protested|marched|vanished|disappeared|missed|carried|passed"
    r"|died|drowned|perished|bought|polled|tested\s+positive|contracted|quit|closed|opened|lost\s+\w+\s+li\w+",
    re.I,
)
_OBJECT_RE = re.compile(
    r"\s+(?:an?|the|his|her|their|its|another|at\s+least|more\s+than|about|some|him|her|them|himself|themselves|[0-9]+|one|two"
    r"|three|four|five|six|seven|eight|nine|ten|several|dozens|people|civilians)\b",
    re.I,
)
_PASSIVE_RE = re.compile(
    r"\b(?:was|were|is|are|been|being|be|found|pronounced|confirmed|declared|reported|feared|as)\s+(?:\w+ly\s+)?$", re.I
)
# Comma-bounded insertions between a subject and its verb: ", including two children,", ", all from Oslo,", ", 17,"
_INSERTION_RE = re.compile(
    r",\s+(?:including|as|according|among|all|both|aged?|ages|mostly|most|some|many|two|one|three|four|which|who|three|in|from|of)\b[^,;]*,"
    r"|\([^()]*\)|,\s[0-9]+,|—[^—]*—|–[^–]*–",
    re.I,
)
_NOUNS_OF_DEATH = re.compile(
    r"\b(?:death\s+toll|toll|deaths|fatalities|casualties|number|count|bodies|injuries)$", re.I
)
_REACHED_RE = re.compile(
    r"\b(?:to|at|as|is|was|of|reached|hit|near(?:s|ing)|pass(?:es|ed)|stands?|stood)\W+(?:\w+\s+){0,2}$", re.I
)
_COUNTING_RE = re.compile(r"\W*(?:of|to|among|for|include[sd]?|reported|confirmed)\b|\s*[:(–—-]", re.I)
# Events that take no object: the number after them is another clause's.
_NO_OBJECT_RE = re.compile(
    r"(?:died|dies|die|dead|deceased|perish\w*|drowned|succumbed|survived?|fatally|missing)", re.I
)
_FAR = 24.0  # words; beyond that a subject and its verb are hardly one clause
_FAR_LEFT = 9.0  # words from a verb to its object


def _distance(text: str, quantity: Quantity, predicate: Predicate, amounts: tuple[Quantity, ...]) -> float | None:
    """Return how far, in words, a number stands from an event word; None when they do not belong together."""
    if predicate.start >= quantity.end:
        return _ahead(text, quantity, predicate, amounts)
    if predicate.end <= quantity.start:
        return _behind(text, quantity, predicate, amounts)
    return None


def _is_agent(text: str, gap: str, predicate: Predicate) -> bool:
    """Return whether what stands before an event did it: "two men killed a guard"."""
    # "A guard fatally shot two": the verb follows the word that tells of death.
    fatally = _FATALLY_RE.match(text, predicate.start)
    start, end = fatally.span("verb") if fatally else (predicate.start, predicate.end)
    word = text[start:end]
    if not gap.strip() and _BARE_NOUN_RE.match(text, end):
        return False  # "412 injured people" are hurt
    if not _ACTIVE_RE.search(word) or _OWN_DOING_RE.fullmatch(word) or _PASSIVE_RE.search(gap):
        return False
    return bool(_OBJECT_RE.match(text, end) or _NAMED_OBJECT_RE.match(text, start))


_FATALLY_RE = re.compile(r"fatally\s+(?P<verb>shot|stabbed|struck|wounded|injured|beat|beaten)\b", re.I)
#: "the four suspects killed Lind and Berg": whoever is named is the one it was done to. "Two killed Tuesday" names a day.
_NAMED_OBJECT_RE = re.compile(
    r"(?:killed|shot|murdered|wounded|injured|stabbed)\s(?!(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b|(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec))"
    r"[A-Z][a-zà-ÿ'’-]+(?=\s(?:and|in|on|at|with|during|over|after|before|as|because|while)\b|\s[A-Z][a-zà-ÿ'’-]+\s(?:and|in|on|at|with|during|over|after|before|as|because|while)\b|[.,;])"
)
#: "two men shot a policeman dead"
_DID_IT_RE = re.compile(
    r"^\s+(?:[\w'’-]+\s+){0,3}?(?:shot|beat|stabbed|ran|gunned|hacked|burned|burnt)\s+(?:an?|the|his|her|their|another|[0-9]+|one|two|three|four|five|six)\s"
    # "at least one suspect in the killing", "two men over the deaths"
    r"|^\s+(?:[\w'’-]+\s+){0,2}?(?:suspects?\s+in|\w+\s+over)\s+(?:the|an?|his|her|their)\s+(?:[\w'’-]+\s+){0,2}$",
    re.I,
)


_BARE_NOUN_RE = re.compile(r"\s+(?!an?\b|the\b|his\b|her\b|their\b|its\b|one\b|two\b|three\b)[a-z]+")


def _nobody_did(text: str, gap: str, predicate: Predicate) -> bool:
    """Return whether "nobody" is who did not do it: in "drains that nobody cleared" nobody is acquitted."""
    past = text[predicate.start : predicate.end].lower().endswith("ed")
    return predicate.group in _DONE_TO and past and not _PASSIVE_RE.search(gap)


#: Groups whose people are those to whom it is done.
_DONE_TO = _table("acquit convict charge arrest release rescue dismiss appoint abduct")


def _between(amounts: tuple[Quantity, ...], start: int, end: int) -> int:
    return sum(
        1
        for other in amounts
        if start <= other.start and other.end <= end and not other.part and other.kind == "number"
    )


def _ahead(text: str, quantity: Quantity, predicate: Predicate, amounts: tuple[Quantity, ...]) -> float | None:
    """Measure to an event that follows: "six people were killed"."""
    gap = text[quantity.end : predicate.start]
    plain = _INSERTION_RE.sub(" ", gap)
    if _SUBORDINATE_RE.search(plain) or _NEW_SUBJECT_RE.search(plain) or _BREAK_RE.search(plain):
        return None
    if (
        _is_agent(text, plain, predicate)
        or _DID_IT_RE.match(plain)
        or (quantity.low == 0 and _nobody_did(text, plain, predicate))
    ):
        return None
    cost = len(plain.split()) + 5.0 * plain.count(",") + 7.0 * _between(amounts, quantity.end, predicate.start)
    if re.search(r"\band\b", plain):
        cost += 4.0
    return cost if cost <= _FAR else None


_NUMBER_OF_RE = re.compile(r"\b(?:number|total|toll)\b[^,;]*$", re.I)


def _is_numbered(text: str, predicate: Predicate) -> bool:
    """Return whether "the number of …" counts this event: in "the number killed in the crash" it is not the crash."""
    number = _NUMBER_OF_RE.search(text, 0, predicate.start)
    inner = (p for p in _events(text) if number and number.start() < p.start and p.end <= predicate.start)
    return number is not None and not any(p.group in _OF_PEOPLE for p in inner)


def _behind(text: str, quantity: Quantity, predicate: Predicate, amounts: tuple[Quantity, ...]) -> float | None:
    """Measure to an event that stands before: "killed 12", "the death toll rose to 12"."""
    fatally = _FATALLY_RE.match(text, predicate.start, quantity.start)
    gap = text[(fatally.end() if fatally else predicate.end) : quantity.start]
    word = fatally["verb"] if fatally else text[predicate.start : predicate.end]
    if _LABEL_RE.fullmatch(gap) and _OPENS_RE.search(text[: predicate.start]):
        return 0.5
    plain = _INSERTION_RE.sub(" ", gap)
    if re.fullmatch(r"\s+as\s+(?:\w+\s+)?", plain) and _is_numbered(text, predicate):
        return 0.5  # "gave the number of dead as nine"
    plain = _SINCE_RE.sub(" ", plain)
    if _SUBORDINATE_RE.search(plain):
        return None
    toll = bool(_NOUNS_OF_DEATH.search(word)) or _is_numbered(text, predicate)
    if toll:
        if _REACHED_RE.search(plain):
            return 0.5 + 0.1 * len(plain.split())
        # "confirmed the deaths in a post": what follows a noun of death is no number of dead.
        if not _COUNTING_RE.match(plain):
            return None
    elif (
        (
            _PASSIVE_RE.search(text[max(0, predicate.start - 32) : predicate.start])
            and not (_NO_TRACE_RE.match(word) or _ROBBED_OF_RE.match(text, predicate.start))
        )
        or _NO_OBJECT_RE.fullmatch(word)
        or re.search(r"\band\b|^,", plain)
    ):
        return None
    cost = 0.5 + 1.5 * len(plain.split()) + 5.0 * plain.count(",")
    cost += 7.0 * _between(amounts, predicate.end, quantity.start)
    return cost if cost <= _FAR_LEFT else None


# "the number affected since Monday rose to 900": from when on it is counted.
_SINCE_RE = re.compile(r"\bsince\s+(?:then|[A-Z]\w+day|the\s+\w+\s+(?:began|started))\b", re.I)
# "Injured: 12", "- Dead so far: at least 4": a label at the start of a line or sentence.
_LABEL_RE = re.compile(r"(?:\s+(?:so\s+far|now|today|people))?\s*[:–—]\s*")
_OPENS_RE = re.compile(r"(?:^|[.;,\n•*])[\s–—•*-]*(?:total\s+|number\s+of\s+)?$", re.I)
_ROBBED_OF_RE = re.compile(r"robbed\s+of\b", re.I)  # "was robbed of the records of 5,000 patients"
_NO_TRACE_RE = re.compile(r"no\s+(?:trace|sign)\s+of", re.I)


def _event(
    text: str, quantity: Quantity, events: tuple[Predicate, ...], amounts: tuple[Quantity, ...]
) -> tuple[Predicate, ...]:
    """Return the event words that a number belongs to: the nearest one, in each of its groups."""
    costs = [(cost, p) for p in events if (cost := _distance(text, quantity, p, amounts)) is not None]
    # "the six on board were killed": being aboard tells who they are, the other event what happened to them.
    if not costs:
        return ()
    best, nearest = min(costs, key=lambda pair: pair[0])
    if nearest.group == "aboard":
        later = [pair for pair in costs if pair[1].start > nearest.end and "," not in text[nearest.end : pair[1].start]]
        best = min((cost for cost, _ in later), default=best)
    return tuple(p for cost, p in costs if cost == best)


# -- numbers that no numeral gives -------------------------------------------------------------------------------------

_ONE_PERSON = "|".join(
    sorted(
        _table(
            """
    man woman boy girl child baby infant toddler teen teenager student pupil person passenger pilot
    driver soldier officer deputy guard worker employee firefighter journalist pedestrian cyclist
    motorist bystander resident civilian suspect gunman victim member crewman tourist father mother son
    daughter brother sister patient inmate prisoner motorcyclist clerk farmer hunter hiker climber skier swimmer teacher nurse doctor judge minister mayor lawyer
     owner youth male female juvenile
    sailor marine policeman agent wife husband miner player footballer rider builder engineer captain protester
    migrant refugee villager commuter shopkeeper
    """
        ),
        key=len,
        reverse=True,
    )
)
#: Words that end a noun phrase: "a gun at a baby", "a plea for the person" are of no one person.
_BREAKS = r"(?:at|of|for|on|in|to|with|from|by|against|about|into|who|that|which|when|after|named)\s"
_INDEFINITE_RE = Small(
    rf"\b(?:(?P<article>an?|another|(?<=and\s)(?:his|her|their|the))\s+(?:(?!{_BREAKS})[\w'’-]+\s+){{0,5}}?"
    rf"(?:{_ONE_PERSON}|[0-9]{{1,2}}-(?:year|month|week|day)-old(?:\s+(?:{_ONE_PERSON}))?)"
    rf"|\b(?:{_ONE_PERSON})(?=,\s(?:[0-9]|two\s|three\s|four\s|five\s|six\s|seven\s|eight\s|nine\s|ten\s)(?![0-9]*[,.)]))"
    r"|\banother(?=\s+(?:(?:was|is|remain\w*)\s+)?(?:\w+ly\s+)?(?:injured|wounded|hurt|killed|died|missing|arrested"
    r"|detained|rescued|shot|hospitali[sz]ed))"
    r"|(?<=and\s)(?:son|daughter|wife|husband|mother|father|brother|sister|boy|girl|child|baby|woman|man|teen))"
    r"\b(?!['’]s)(?!\s+of\s+the)"
    # "A man who gunned down two", "an evil person took the lives of two": the one who did it is none of them.
    r"(?!\s+(?:who|that)\s+(?:gunned|killed|murdered|attacked|opened\s+fire)\b)(?!\s+(?:took|has\s+taken|claimed)\s+the\s+li(?:fe|ves)\b)",
    re.I,
)
# "Teen, 3 adults hurt": a headline's list begins with a bare noun.
_HEADLINED_RE = re.compile(rf"(?:an?\s+)?(?:[\w-]+\s+)?(?:{_ONE_PERSON})\b(?=,\s)", re.I)
_DEFINITE_RE = re.compile(
    rf"\b(?:(?:the|his|her|their)\s+(?:[\w'’-]+\s+){{0,3}}?(?:{_ONE_PERSON})|he|she|him|her|himself|herself)\b(?!['’]s)",
    re.I,
)
_NAME_RE = re.compile(
    r"\b[A-Z][a-z]+(?:\s+(?:[A-Z]\.|[A-Z][\w'’-]+)){1,3}(?=,?\s+(?:[0-9]{1,2}\b|was|died|is|were|who|of|and|on|at))"
)
_OWN_RE = re.compile(r"(?:his|her)\s", re.I)  # "Ann Lee and her daughter"
_AND_OTHERS_RE = re.compile(
    rf"\b(?:he|she|him|her|himself|herself|[A-Z][\w'’-]+(?:,\s[0-9]+,)?|{_ONE_PERSON}|[a-z-]*old)\s+and\s+(?:at\s+least\s+)?$"
)
# "Ola Berg and her two sons", "she and her three children", "the young mother and her two boys"
_AND_OWN_RE = re.compile(
    r"(?:(?:^|[\s“\"])(?:[A-Z][\w'’-]+(?:\s[A-Z][\w'’-]+)?(?:,\s[0-9]+,)?|[Hh]e|[Ss]he)"
    rf"|\b[Tt]he\s(?:[\w'’-]+\s){{0,3}}?(?:{_ONE_PERSON}))\s+and\s+(?:his|her)\s+$"
)
#: "a mother and her two sons", "a couple and their two sons"
_AND_THEIR_RE = re.compile(r"(?:\s[a-z]+)?,?\s+and\s+(?:his|her|their)\s+$", re.I)
_COUPLE_RE = re.compile(r"a\s+couple", re.I)


_INDEFINITE = Guarded(_INDEFINITE_RE, " ".join(["another", "-old", *_ONE_PERSON.split("|")]))


def _singles(text: str, pattern: re.Pattern[str] | Guarded) -> Iterator[Quantity]:
    for match in pattern.finditer(text):
        more = match[0].lower().startswith("another")
        words = tuple(re.findall(r"[\w'’-]+", match[0].lower())[-3:])
        yield Quantity(match.start(), match.end(), 1, 1, noun=("person", *words), increment=more)


def _overlaps(quantity: Quantity, others: Iterable[Quantity]) -> bool:
    return any(quantity.start < other.end and other.start < quantity.end for other in others)


def _sums(text: str, amounts: list[Quantity]) -> list[Quantity]:
    """Join "two men and a woman" into three, and "he and three others" into four."""
    out: list[Quantity] = []
    for quantity in amounts:
        if out and _coordinated(text, out[-1], quantity):
            last = out.pop()
            total = (last.low or 0) + (quantity.low or 0)
            quantity = replace(last, end=quantity.end, low=total, high=total, noun=("people",), of=None)
        elif (
            (quantity.others or _OWN_RE.match(text, quantity.start))
            and quantity.exact
            and _AND_OTHERS_RE.search(text[max(0, quantity.start - 40) : quantity.start])
        ) or (
            quantity.exact
            and _roles(quantity.noun)
            and _AND_OWN_RE.search(text[max(0, quantity.start - 40) : quantity.start])
        ):
            quantity = replace(quantity, low=(quantity.low or 0) + 1, high=(quantity.high or 0) + 1, others=False)
        out.append(quantity)
    return out


def _coordinated(text: str, left: Quantity, right: Quantity) -> bool:
    if not (left.exact and right.exact and left.kind == right.kind == "number") or right.part or left.of or right.of:
        return False
    if not left.low or not right.low:
        return False
    gap = _AGES_RE.sub(" ", text[left.end : right.start].lower())
    couple = _COUPLE_RE.fullmatch(text, left.start, left.end)
    if _AND_THEIR_RE.fullmatch(gap) and (couple or _roles(left.noun)) and _roles(right.noun):
        return True
    if gap.endswith(", ") and _ONE_RE.match(text, left.start) and _OF_AGE_RE.match(text, right.start):
        return False  # "One victim, a 30-year-old man": one and the same
    if gap == ", " and _HEADLINED_RE.match(text, left.start):
        return True
    words = gap.replace(",", " ").split()
    if not words or len(words) > 4:
        return False
    # "2 adults, 2 children dead": a headline may list without "and".
    if words[-1] != "and" and not (_LISTED_RE.fullmatch(gap) and left.noun and words == list(left.noun)):
        return False
    # "six people, three men and three women": the list says who the six are.
    if words[-1] != "and" and left.noun[-1] in _GENERAL:
        return False
    people = bool(_roles(left.noun)) and bool(_roles(right.noun))
    return people and all(word not in _VERBISH for word in words[:-1])


# ", ages 3 and 5," and ", 17," between two of a list.
_AGES_RE = re.compile(r",\s(?:both\s)?(?:ages?|aged)\s[0-9]+(?:(?:,|,?\sand)\s[0-9]+)*,?|,\s[0-9]{1,2},")
_GENERAL = _table("people persons others victims members")
_LISTED_RE = re.compile(r"\s+[a-z]+(?:\s[a-z]+)?,\s$", re.I)


_VERBISH = _table(
    """
    killed dead died injured wounded hurt missing arrested was were is are shot in at on critical stable
    stabbed hospitalized hospitalised critically
    """
)

# -- reading -----------------------------------------------------------------------------------------------------------

#: Chosen by hand to rank the rules; not calibrated. benchmarks/gva.py prints what each was worth.
_CONFIDENCE = {"numeral": 0.86, "sum": 0.8, "single": 0.75, "noun": 0.55}


@dataclass(frozen=True, slots=True)
class Found:
    """A number that answers a question, with the event it stands with."""

    quantity: Quantity
    predicate: Predicate | None
    rule: str
    fit: float


def target(question: Question) -> str | None:
    """Return the event group whose participants are counted: "killed" in "how many on board were killed"."""
    return _target(question.text, question.predicates)


@lru_cache(maxsize=64)  # a question is looked for in every sentence
def _target(text: str, asked_of: frozenset[str]) -> str | None:
    if _LIVES_ASKED_RE.search(text):
        return "die"
    if _CROWD_ASKED_RE.search(text):
        return "attend"
    if _POWER_ASKED_RE.search(text):
        return "outage"
    if _ILL_ASKED_RE.search(text):
        return "infect"
    if _DATA_ASKED_RE.search(text):
        return "steal"
    if _FIRED_ASKED_RE.search(text):
        return "fire_at"
    if _ABOARD_ASKED_RE.search(text):
        return "aboard"
    asked = [p.group for p in predicates(text) if p.group in asked_of and p.group in _EVENTS]
    asked = asked or sorted(asked_of & _EVENTS)
    main = [group for group in asked if group not in _SETTING]
    if not asked and _HOSPITAL_ASKED_RE.search(text):
        return "hospital"
    if not main and _AFFECTED_ASKED_RE.search(text):
        return "affect"
    return next(iter(main or asked), None)


_FIRED_ASKED_RE = re.compile(rf"\bhow\s+many\s+(?:\w+\s+)?{_SHOTS}\b.*\b(?:fired?|launch(?:ed)?|lobbed)\b", re.I)
_WHOSE_DATA_RE = re.compile(rf"['’]s?\s+(?:\w+\s+)?{_DATA}$", re.I)  # of "patients' records" the patients count
_DATA_ASKED_RE = re.compile(
    rf"\bhow\s+many\b.*\b{_DATA}\b.*\b(?:taken|copied|stolen|lost|accessed|leaked|exposed|compromised|breached)\b"
    rf"|\bhow\s+many\b.*\b(?:lost|lose|steal|stole|take|took|taken|stolen|copy|copied|expose|exposed|obtain|obtained|hold|has|have)\s+(?:the\s+)?(?:[\w-]+\s+)?{_DATA}\b",
    re.I,
)
_HOSPITAL_RE = re.compile(
    r"\b(?:in|into|to)\s+(?:(?:the|an?|local|nearby)\s+){0,2}(?-i:[A-ZÀ-Þ][\w-]+\s+){0,2}hospitals?\b|\bhospitali[sz]ed\b",
    re.I,
)
_HOSPITAL_ASKED_RE = re.compile(
    r"\bhow\s+many\b.*\b(?:in|into|to)\s+(?:the\s+|an?\s+)?hospital\b|\bhow\s+many\b.*\bhospitali[sz]ed\b", re.I
)
_AFFECTED_ASKED_RE = re.compile(
    r"\bhow\s+many\b.*\b(?:is|are|was|were|been|be)\s+(?:\w+ly\s+)?(?:affected|concerned|hit|involved|impacted)\b|\bhow\s+many\b.*\baffect\b",
    re.I,
)
_CRAFT_WORDS = (
    r"(?:trains?|bus(?:es)?|coach|tram|ferry|ship|boat|vessel|cruiser|liner|plane|aircraft|jet|airliner|flight|helicopter|balloon|lift|gondola|cable\s+car|minibus|lorry"
    r"|truck|raft|dinghy|trawler|yacht|carriages?|wagons?|metro|submarine)"
)
# "400 people were crammed into four carriages", "12 were travelling in the minibus"
_IN_CRAFT = Guarded(
    re.compile(
        r"\b(?:was|were|had\s+been|been)\s+(?P<in>(?:crammed|packed|squeezed|crowded|travell?ing|riding|sitting|counted)\s+(?:in|into|on|onto|inside|aboard))\s+"
        rf"(?:[\w-]+\s+){{1,4}}?{_CRAFT_WORDS}\b",
        re.I,
    ),
    "crammed packed squeezed crowded travel riding sitting counted",
)
_ABOARD_ASKED_RE = re.compile(
    r"\bhow\s+many\s+[\w\s-]{2,40}?\b(?:was|were|are|is|had\s+been|been)\s+(?:there\s+)?(?:travell?ing\s+|riding\s+)?(?:on|in|inside|aboard|on\s+board)\s+"
    rf"(?:the|an?|that|this|its|his)\s+(?:(?!of\b|in\b|at\b)[\w-]+\s+){{0,3}}?{_CRAFT_WORDS}\b",
    re.I,
)

_ILL_ASKED_RE = re.compile(
    r"\bhow\s+many\b.*\b(?:are|were|is|was|been|fell|fallen|got|become|became|made)\s+(?:\w+ly\s+)?(?:ill|sick|poisoned)\b",
    re.I,
)
#: "made 212 passengers ill"
_MADE_ILL_RE = re.compile(
    r"\bpoison(?:ed|ing|s)\b|\b(?:made|making|makes)(?=\s+(?:[\w,'’-]+\s+){1,6}(?:ill|sick)\b)|\b(?:ill|sick)\b(?=\s*(?:[.,;]|$|with\b|after\b|from\b))",
    re.I,
)
_POWER_ASKED_RE = re.compile(
    r"\b(?:lost|lose|losing|had\s+no|have\s+no|without|cut\s+off\s+from)\s+(?:the\s+|their\s+)?(?:power|electricity)\b",
    re.I,
)
_LIVES_ASKED_RE = re.compile(r"\bhow\s+many\s+lives\b", re.I)
_CROWD_ASKED_RE = re.compile(
    r"^how\s+(?:many\s+(?:people|fans|spectators|supporters|visitors|guests)\s+(?:saw|watched|came\s+to|turned\s+up|(?:were|was)\s+(?:at|in|inside)\s+"
    r"the\s+(?:[\w-]+\s+){0,3}?(?:match|game|final|concert|show|rally|festival|ceremony|race|parade|ground|stadium|arena))\b"
    r"|(?:big|large)\s+(?:was|is)\s+the\s+(?:crowd|audience|attendance))|^what\s+(?:was|is)\s+the\s+(?:\w+\s+)?attendance\b",
    re.I,
)
# "a crowd of 12,300", "the attendance was 12,300", "drew 9,000 fans", "9,000 people were in the ground"
_CROWD_RE = re.compile(
    r"\b(?:crowds?|audience|attendance|drew|attracted|watched(?:\s+by)?|(?:in|inside)\s+the\s+(?:ground|stadium|arena|hall)"
    r"|(?:had\s+been|were)\s+(?:at|inside)\s+the)\b",
    re.I,
)
_CROWD_FITS = 0.5  # nothing is known of who came


def _crowds(text: str, amounts: tuple[Quantity, ...], asked: str | None) -> Iterator[Found]:
    """Yield the numbers of those who came to something."""
    for quantity in amounts:
        if quantity.kind != "number" or quantity.earlier or not quantity.high or quantity.high < _A_CROWD:
            continue
        fit = _same_noun(quantity.noun, asked or "people")
        part = _clause_of(text, quantity)
        if fit > _CROWD_FITS and _CROWD_RE.search(part):
            yield Found(quantity, None, "numeral", fit)


_A_CROWD = 50  # fewer are a part of it: those hurt, those led away


@lru_cache(maxsize=_CACHED)
def _amounts(text: str) -> tuple[Quantity, ...]:
    numbers = [q for q in quantities(text) if q.kind in ("number", "ordinal")]
    numbers += [many for many in _multiples(text) if not _overlaps(many, numbers)]
    singles = [single for single in _singles(text, _INDEFINITE) if not _overlaps(single, numbers)]
    pairs = [pair for pair in _pairs(text) if not _overlaps(pair, numbers)]
    if pairs:
        singles = [*pairs, *(single for single in singles if not _overlaps(single, pairs))]
    return tuple(_sums(text, sorted([*numbers, *singles], key=lambda q: q.start)))


# "Father, 6-Year-Old Son Dead in Lakeside Home": a headline lists two without "and".
_PAIR_RE = re.compile(
    rf"(?P<pair>(?:[A-Z][\w-]+\s)?(?:{_ONE_PERSON}),\s(?:[0-9]{{1,2}}-(?:year|month|week|day)-old\s)?(?:[\w-]+\s)?(?:{_ONE_PERSON}))\s"
    r"(?:(?:found|shot|stabbed|both|feared|critically|seriously|badly)\s)?(?:dead|killed|die|shot|stabbed|injured|hurt|wounded|missing|arrested|drown)\b",
    re.I,
)


_ONE_RE = re.compile(r"(?:one|1|the|this)\s", re.I)
_OF_AGE_RE = re.compile(r"an?\s(?:[\w-]+\s){0,2}?[\w-]+-(?:year|month)-old\b", re.I)
# "his wife and son", "their son and her sister", "the man and the little girl"
_TWO_RE = re.compile(
    rf"\b(?:(?:his|her|their)\s+(?:[\w-]+\s+)?(?:{_ONE_PERSON})\s+and\s+(?:(?:his|her|their)\s+)?(?:[\w-]+\s+)?(?:{_ONE_PERSON})"
    rf"|the\s+(?:[\w-]+\s+)?(?:{_ONE_PERSON})\s+and\s+(?:the\s+(?:[\w-]+\s+)?)?(?:{_ONE_PERSON}))\b(?!['’]s)(?!,?\s+and\b)",
    re.I,
)
_TWO = Guarded(_TWO_RE, "and")


def _pairs(text: str) -> list[Quantity]:
    """Return the two persons with whom a headline opens, and the pairs that are told by who they are."""
    match = _PAIR_RE.match(text)
    spans = [match.span("pair")] if match else []
    spans += [two.span() for two in _TWO.finditer(text)]
    return [Quantity(start, end, 2, 2, noun=("people",)) for start, end in spans]


def _apart(text: str) -> tuple[Quantity, ...]:
    """Return the numbers of a text as they stand, none added up."""
    return tuple(q for q in quantities(text) if q.kind == "number")


_MULTIPLES = {"double": 2, "triple": 3, "quadruple": 4, "quintuple": 5}
# "a triple murder", "double fatal shooting"; of "double murder charges" and "double murderer" the number is no count.
_MULTIPLE_RE = re.compile(
    rf"\b(?P<times>{'|'.join(_MULTIPLES)})[\s-](?=(?:(?:fatal|deadly)\s+)?"
    r"(?:murder|homicide|killing|slaying|shooting|stabbing|drowning|fatality|kidnapping|abduction)\b(?!-))",
    re.I,
)


_MULTIPLE = Guarded(_MULTIPLE_RE, "double quadruple quintuple triple")


def _multiples(text: str) -> Iterator[Quantity]:
    """Yield the people that "triple murder" counts."""
    for match in _MULTIPLE.finditer(text):
        number = _MULTIPLES[match["times"].lower()]
        yield Quantity(*match.span("times"), number, number, noun=("people",))


def find(text: str, question: Question, sentence: str = "") -> Iterator[Found]:
    """Yield the numbers of a text that count what the question asks for, in the order of the text."""
    search = _Search.of(text, question, sentence)
    special = search.special()
    if special is not None:
        yield from special
        return
    given = False  # a count of the event stands in the sentence: what "including" adds is a part of it
    last: tuple[Quantity, Found] | None = None  # the number printed last, where it answers
    for printed in search.amounts:
        if last and last[1].predicate and printed.start in _ups(text):
            rose = replace(printed, noun=last[1].quantity.noun, earlier=True)
            if last[1].predicate.group in _CHANGING:
                yield replace(last[1], quantity=rose)
            continue
        quantity = _described(text, printed, search.asked)
        if quantity is None or _passed_over(text, quantity, question, given=given):
            continue
        if last and not quantity.noun and _is_parallel(text, last[0], quantity):
            last = (printed, replace(last[1], quantity=replace(quantity, noun=last[1].quantity.noun)))
            yield last[1]
            continue
        quantity = search.whole_of(quantity)
        aboard = search.aboard(quantity) if search.counts(quantity) else ()
        found = list(search.told(quantity, given=given)) if aboard is None else []
        yield from (*(aboard or ()), *found)
        last = (printed, found[-1]) if found else None
        given = given or any(one.predicate for one in found)


@dataclass(frozen=True, slots=True)
class _Search:
    """What a question counts, looked for in one text."""

    text: str
    question: Question
    sentence: str
    group: str | None
    asked: str | None
    events: tuple[Predicate, ...]
    #: All numbers of the text.
    every: tuple[Quantity, ...]
    #: Those that may count what is asked: of a part for a place only that part.
    amounts: tuple[Quantity, ...]

    @classmethod
    def of(cls, text: str, question: Question, sentence: str) -> _Search:
        group = target(question)
        people = "people" if group in _OF_PEOPLE else None
        asked = _role_asked(question) or question.head or _counted_in(question) or people
        asked = _WHOSE_DATA_RE.sub("", asked) if asked and group == "steal" else asked
        # "124 passengers and 13 crew" are 137, but the crew are 13.
        every = _apart(text) if group == "aboard" and asked and _is_role(asked) else _amounts(text)
        return cls(text, question, sentence, group, asked, _events(text), every, _of_place(text, every, question))

    def special(self) -> Iterator[Found] | None:
        """Return what answers a question that is no matter of events: of a part, a crowd, a capacity; else None."""
        if len(self.amounts) < len(self.every) and self.group == "employ":  # "900 people, 120 of them at the mill"
            return (Found(self.amounts[0], p, "numeral", 1.0) for p in self.events[:1] if p.group == "employ")
        crowd = self.group == "attend" and _CROWD_ASKED_RE.search(self.question.text)
        if crowd and _is_of_thing(self.sentence or self.text, self.question):
            return _crowds(self.text, self.amounts, self.asked)
        has = _PARTS_ASKED_RE.match(self.question.text)
        if has and self.group is None:
            return _parts_of(self.text, self.amounts, has["part"], has["thing"], self.sentence)
        holds = _CAPACITY_ASKED_RE.search(self.question.text)
        return _capacity(self.text, self.amounts, holds["thing"]) if holds else None

    def whole_of(self, quantity: Quantity) -> Quantity:
        """Return the six of "one of the six who died"."""
        one = _ONE_OF_RE.search(self.text, max(0, quantity.start - 12), quantity.start)
        later = self.group == "die" and not quantity.noun and _DIED_LATER_RE.match(self.text, quantity.end)
        return _whole(quantity) if one or later else quantity

    def counts(self, quantity: Quantity) -> bool:
        """Return whether a number may count what is asked for, whatever its event."""
        if quantity.of is not None and _OF_WHICH_EVENT_RE.match(self.text, quantity.end):
            return False  # "one of the two brothers who were arrested has confessed"
        crew = self.group == "aboard" and self.asked is not None and _roles(self.asked.split()) == {"crew"}
        return not (crew and _roles(quantity.noun) == {"anybody"})  # those on board are not the crew

    def fit(self, quantity: Quantity) -> float:
        """Return how sure it is that a number counts the sort of thing asked for."""
        fit = _same_noun(quantity.noun, self.asked) if self.asked else 0.8
        if not quantity.noun and self.group in _OF_PEOPLE and self.question.head and _is_thing(self.question.head):
            return 0.0  # "in how many hospitals were the injured treated": "63 injured" are no hospitals
        return 0.9 if self.group == "outage" and not fit and _CONNECTED & set(quantity.noun) else fit

    def rule(self, quantity: Quantity) -> str:
        """Return by which rule a number is read."""
        return "numeral" if _has_numeral(self.text, quantity) else "single"

    def aboard(self, quantity: Quantity) -> Iterable[Found] | None:
        """Return what a number tells of those on board; None where that is not what is asked, or told of."""
        if self.group != "aboard":
            return None
        fit, by_role = self.fit(quantity), self.asked is not None and _is_role(self.asked)
        on_board = by_role and fit == 1.0 and _on_board(self.text, quantity, self.events, self.every)
        if on_board:
            return (Found(replace(quantity, part=False), on_board, self.rule(quantity), fit),)
        if by_role and fit == 1.0 and quantity.of == quantity.low and quantity.of_start == quantity.of_end:
            return (Found(replace(quantity, of=None), None, "numeral", fit),)  # "all of the 238 passengers"
        if quantity.of is not None and quantity.of_start is not None:
            return _whole_aboard(self.text, quantity, self.events, fit)
        return None

    def told(self, quantity: Quantity, *, given: bool) -> Iterator[Found]:
        """Yield a number with the event that it stands with, or by its noun where the question names no event."""
        fit, rule = self.fit(quantity), self.rule(quantity)
        if self.group is None:
            if self._by_noun(quantity, fit, rule):
                yield Found(quantity, None, "noun", fit)
        elif self._without_event(quantity, fit):
            yield Found(quantity, None, rule, fit)
        else:
            yield from self._with_event(quantity, fit, rule, given=given)

    def _by_noun(self, quantity: Quantity, fit: float, rule: str) -> bool:
        """Return whether the noun alone ties a number to the question."""
        text, others = self.text, _OF_PEOPLE - {"attend", "employ"}
        if fit < _OWN_NOUN or not quantity.noun or rule != "numeral" or _is_other_role(quantity.noun, self.asked):
            return False
        if any(p.group in others for p in _event(text, quantity, self.events, self.amounts)):
            return False
        return _is_about(_clause_of(text, quantity), self.question, quantity.noun, self.sentence)

    def _without_event(self, quantity: Quantity, fit: float) -> bool:
        """Return whether a text without an event tells of it: "450 nurses outside now", "the number of welders is 310"."""
        if self.events:
            return False
        if self.group == "attend":
            return fit >= _OWN_NOUN and _without_verb(self.text, quantity, self.question)
        return self.group == "employ" and fit == 1.0 and quantity.noun == _numbered_noun(self.text, quantity)

    def _with_event(self, quantity: Quantity, fit: float, rule: str, *, given: bool) -> Iterator[Found]:
        text, group = self.text, self.group
        if _MANY_EVENTS_RE.search(text):
            fit *= 0.5
        parts = [p for p in self.events if p.group == group][:1] if given and quantity.part else []
        for predicate in _event(text, quantity, self.events, self.amounts) or parts:
            if rule == "single" and _WITH_OTHERS_RE.match(text, predicate.end):
                continue  # "Berg, a nurse, was acquitted, as were two doctors": more than one
            if not fit or predicate.group not in (group, *_SAME_EVENT.get(group or "", ())):
                continue
            if would_have(text, predicate.start) or _may_vote(text, quantity, predicate) != _asks_who_may(
                self.question
            ):
                continue
            fit *= 0.7 if _CONDITION_RE.match(text, predicate.start) else 1.0
            if quantity.increment and _beside_others(text, quantity, group or "", self.events, self.amounts):
                quantity = replace(quantity, increment=False)
            yield Found(quantity, predicate, rule, fit)


# "9,000 people have joined, up from 5,600 on Wednesday": how many there were.
_UP_FROM_RE = re.compile(
    r",\s+(?:up|down|compared)\s+(?:from|with)\s+(?:about\s+|some\s+|around\s+|at\s+least\s+|nearly\s+)?(?=[0-9])", re.I
)


def _ups(text: str) -> frozenset[int]:
    """Return where the figures stand that a text calls earlier ones: "up from 5,600"."""
    return (
        frozenset(match.end() for match in _UP_FROM_RE.finditer(text))
        if " from " in text or " with " in text
        else frozenset()
    )


_MAY_VOTE_RE = re.compile(
    r"\b(?:may|can|could|entitled|eligible|registered|allowed|able|qualified|right|enrolled|roll|rolls|electors|electorate)\b",
    re.I,
)


def _may_vote(text: str, quantity: Quantity, predicate: Predicate) -> bool:
    """Return whether those who may vote are counted, and not those who did."""
    if predicate.group != "vote":
        return False
    start, end = min(quantity.start, predicate.start), max(quantity.end, predicate.end)
    return _MAY_VOTE_RE.search(text, start, end) is not None


def _asks_who_may(question: Question) -> bool:
    return target(question) == "vote" and _MAY_VOTE_RE.search(question.text) is not None


#: What is stolen is missing; whoever is robbed, ill, stuck or without power is affected.
_SAME_EVENT = {"steal": ("missing", "affect"), "affect": ("steal", "outage", "strand", "infect"), "lose": ("die",)}


# "88 trains on Monday and 97 on Tuesday": the second number is of what the first counts.
_PARALLEL_RE = re.compile(
    r"(?:\s+[\w'’-]+){0,4}?\s+(?P<by>on|in|at)\s+(?:the\s+)?[A-ZÀ-Þ][\w-]+(?:\s+[\w-]+)?,?\s*"
    r"(?:(?:and|after|against|then|but|compared\s+with|following)\b,?\s*)?(?:by\s[^,;.]{1,40},\s*)?"
)


def _is_parallel(text: str, before: Quantity, quantity: Quantity) -> bool:
    """Return whether a number without a noun goes on a row of numbers, each with its day or place."""
    gap = _PARALLEL_RE.fullmatch(text, before.end, quantity.start) if quantity.kind == "number" else None
    return gap is not None and re.match(rf"\s+{gap['by']}\s+(?:the\s+)?[A-ZÀ-Þ]", text[quantity.end :]) is not None


_CAPACITY_ASKED_RE = re.compile(
    r"^how\s+many\s+(?:people|passengers|spectators|fans|guests|cars|vehicles)?\s*(?:can|may|could|does|do|is|will)\s+(?:the\s+)?(?P<thing>[\w\s’'-]+?)"
    r"\s+(?:hold|seat|take|carry|accommodate|house|allowed\s+to\s+hold)\W*$",
    re.I,
)
#: "How many carriages did the train have", "how many storeys does the tower have".
_PARTS_ASKED_RE = re.compile(
    r"^how\s+many\s+(?P<part>(?:[a-z-]+\s+){0,2}?[a-z-]+s)\s+(?:did|does|do|has|have|had)\s+(?:the\s+|an?\s+|its\s+|their\s+)?(?P<thing>[\w\s’'-]+?)"
    r"\s+(?:have|got|had|own|operate|run)\W*$",
    re.I,
)
_THE_WHOLE_RE = re.compile(
    r"\b(?:the|its|their|all|all\s+of\s+the|with|has|have|had|of|into|onto|comprises|comprised|consists\s+of|consisted\s+of|owns|operates|runs|made\s+up\s+of)\s+"
    r"(?:about\s+|some\s+|only\s+|just\s+)?$",
    re.I,
)
_FIRST_OF_RE = re.compile(r"\b(?:first|last|front|rear|other|remaining|next)\s+$", re.I)


def _parts_of(text: str, amounts: tuple[Quantity, ...], part: str, thing: str, sentence: str) -> Iterator[Found]:
    """Yield how many parts a thing has: "the last two of the four carriages", "a tower with 30 storeys"."""
    noun, whose = stem(part.split()[-1]), stems(thing)
    for quantity in amounts:
        if not quantity.noun or stem(quantity.noun[-1]) != noun:
            continue
        whole = _whole(quantity)
        if _FIRST_OF_RE.search(text, 0, whole.start) or not _THE_WHOLE_RE.search(text, 0, whole.start):
            continue
        if 2 * len(whose & stems(sentence or text)) >= len(whose):
            yield Found(replace(whole, part=False), None, "numeral", 0.9)


_HOLDS_LEFT_RE = re.compile(
    r"\b(?:holds?|seats|accommodates?|(?:can|may|allowed\s+to|able\s+to)\s+(?:hold|seat|take|carry|accommodate)|room\s+for|space\s+for"
    r"|capacity\s+(?:of|is|was|for))\s+$",
    re.I,
)


def _capacity(text: str, amounts: tuple[Quantity, ...], thing: str) -> Iterator[Found]:
    """Yield how many a thing can hold: "the arena holds 15,000", "has room for 900 people"."""
    words = stems(thing)
    for quantity in amounts:
        if _HOLDS_LEFT_RE.search(text, 0, quantity.start) and words & stems(text):
            yield Found(quantity, None, "numeral", 1.0)


def _is_of_thing(sentence: str, question: Question) -> bool:
    """Return whether a sentence may tell of the occasion asked about: not where it names another of the sort."""
    asked = frozenset(stem(name) for name in names(question.text))
    told = frozenset(stem(name) for name in names(sentence)) - _DAY_STEMS
    return not asked or not told or bool(asked & told)


_DAY_STEMS = frozenset(
    stem(day) for day in ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
)


def _role_asked(question: Question) -> str | None:
    """Return "children" of "how many of the injured were children"."""
    match = _ROLE_ASKED_RE.search(question.text)
    return match["role"].lower() if match else None


_ROLE_ASKED_RE = re.compile(
    r"\bhow\s+many\s+of\s+(?:the|those|these|them)\b.*?\b(?:were|are|was)\s+(?P<role>children|women|men|girls|boys|teenagers|civilians|soldiers"
    r"|foreigners|students|pupils|passengers|tourists|minors|juveniles|adults|policemen|firefighters|workers|crew|residents)\b",
    re.I,
)


def _on_board(
    text: str, quantity: Quantity, events: tuple[Predicate, ...], amounts: tuple[Quantity, ...]
) -> Predicate | None:
    """Return the word that says that people are aboard, for a number of those who are in a role."""
    others = {p.group for p in _event(text, quantity, events, amounts)} - {"aboard"}
    return None if others & _OF_PEOPLE else next((p for p in events if p.group == "aboard"), None)


def _is_role(asked: str) -> bool:
    """Return whether a noun is of some of those aboard: crew, passengers, children."""
    roles = _roles(re.findall(r"[\w'’-]+", asked.lower()))
    return bool(roles) and "anybody" not in roles


def _counted_in(question: Question) -> str | None:
    """Return what a question counts where its noun is an event's word too: "how many votes did she get"."""
    match = _VOTES_ASKED_RE.search(question.text) or _CASES_ASKED_RE.search(question.text)
    return match["noun"].lower() if match else None


_CASES_ASKED_RE = re.compile(r"\b(?:how\s+many|number\s+of)\s+(?:[a-z]+\s+)?(?P<noun>cases|infections)\b", re.I)


_VOTES_ASKED_RE = re.compile(
    r"\b(?:how\s+many|number\s+of)\s+(?:(?:more|forged|invalid|spoiled|postal|blank)\s+)?(?P<noun>votes|ballots)\b",
    re.I,
)


def _passed_over(text: str, quantity: Quantity, question: Question, *, given: bool) -> bool:
    """Return whether a number has another scope, or is a part that the question does not ask for."""
    if not _in_scope(quantity, question) or _AGE_OF_RE.search(text, 0, quantity.start):
        return True
    if quantity.low == 0 and (_WISHED_RE.search(text, 0, quantity.start) or _OUGHT_RE.match(text, quantity.end)):
        return True
    pair = _PAIR_OF_RE.match(text, quantity.start)
    if pair and target(question) in _OF_PEOPLE and _THINGS_IN_PAIRS_RE.fullmatch(pair["noun"]):
        return True
    asked = _BADLY_RE.search(question.text) and _BADLY_RE.search(text, quantity.end)
    if quantity.others and not quantity.increment and _THE_OTHERS_RE.search(text, 0, quantity.start):
        return _OTHERS_ASKED_RE.search(question.text) is None  # "the two others had died later": some of them
    return not asked and _left_out(text, quantity, given=given)


# "Praying that nobody died", "nobody deserves to die": no count.
_WISHED_RE = re.compile(r"\b(?:pray(?:s|ed|ing)?|hop(?:e|es|ed|ing)|wish(?:es|ed|ing)?)\s+(?:that\s+|for\s+)?$", re.I)
_OUGHT_RE = re.compile(
    r"\s+(?:deserve[sd]?|should|ought|wants?|wanted|could|would|needs?|likes?|liked|expect(?:s|ed)?|knows?|knew|thinks?|thought|believe[sd]?)\b",
    re.I,
)
# "A pair of boots" is no two people; "a pair of hikers" is.
_PAIR_OF_RE = re.compile(r"(?:over\s+)?a\s+pair\s+(?:of\s+)?(?:[\w-]+\s+){0,2}?(?P<noun>[a-z]+s)\b", re.I)
_THINGS_IN_PAIRS_RE = re.compile(
    r"(?:shoe|boot|sneaker|heel|sandal|trouser|jean|pant|glove|sock|glasse|spectacle|scissor|plier|handcuff|headphone|binocular|earring|ski"
    r"|skate|gun|pistol|rifle|handgun|knive|shot|wound|bullet|incident|car|vehicle|house|home)s",
    re.I,
)
# "A boy of six": how old he is.
_AGE_OF_RE = re.compile(
    r"\b(?:boy|girl|child|man|woman|son|daughter|baby|toddler|teenager|youth|infant|lad)\s+of\s+(?:just\s+|only\s+|about\s+)?$",
    re.I,
)
_THE_OTHERS_RE = re.compile(r"\b(?:the|those|these)\s+$", re.I)
_OTHERS_ASKED_RE = re.compile(r"\b(?:others?|more|else)\b", re.I)


def _left_out(text: str, quantity: Quantity, *, given: bool) -> bool:
    """Return whether a number is a part of one given before it, or says "none" of something else."""
    if given and (quantity.part or _RISEN_RE.search(text, 0, quantity.start)):
        return True
    return quantity.low == 0 and bool(_NOT_BADLY_RE.search(text, quantity.end))


_WITH_OTHERS_RE = re.compile(r",?\s+(?:as\s+(?:were|was|did|had)|so\s+were|along\s+with|together\s+with)\b", re.I)


def _numbered_noun(text: str, quantity: Quantity) -> tuple[str, ...]:
    """Return the noun of "the number of … is 310", where the number has it from there."""
    return (
        quantity.noun
        if quantity.noun and not text[quantity.end :].lower().lstrip().startswith(quantity.noun[0])
        else ()
    )


def _described(text: str, quantity: Quantity, asked: str | None) -> Quantity | None:
    """Return "eighteen" of "eighteen of the dead were women" as a number of women; None where it is no total."""
    match = _DESCRIBED_RE.match(text, quantity.end)
    if match is None:
        return quantity
    noun = (match["noun"].lower(),)
    wanted = _roles(asked.split()) if asked else frozenset({"anybody"})
    if wanted <= {"anybody"} or (_roles(noun) <= _MIXED and not wanted & _MIXED):
        return None
    return replace(quantity, noun=noun)


_DESCRIBED_RE = re.compile(
    r"\s+of\s+(?:the|those|these)\s+(?:dead|deceased|victims|fatalities|injured|wounded|killed|casualties|missing|arrested)\s+(?:was|were|are|is)\s+"
    r"(?:(?:young|elderly|small|local|school)\s+)?(?P<noun>[a-z]+)",
    re.I,
)


# "the toll has risen to nine after a woman died": she is one of the nine.
_RISEN_RE = re.compile(
    r"\b(?:ris(?:en|es|ing)|rose|climb(?:ed|s)|grew|grown|increased|jumped|went\s+up|gone\s+up|stands?|now)\b[^.;]{0,60}\b(?:after|when|as|with)\b",
    re.I,
)
_OWN_NOUN = 0.9  # fit: without an event the noun alone ties a number to the question


def _of_place(text: str, amounts: tuple[Quantity, ...], question: Question) -> tuple[Quantity, ...]:
    """Return the part that a sentence gives for the place asked about, in place of the whole; else all amounts."""
    asked = _ASKED_IN_RE.search(question.text)
    for i, quantity in enumerate(amounts):
        part = _PART_IN_RE.match(text, quantity.end) if asked and i else None
        if part and asked and part["place"] == asked["place"]:
            return (replace(quantity, noun=amounts[i - 1].noun, part=False),)
    return amounts


def _beside_others(
    text: str, quantity: Quantity, group: str, events: tuple[Predicate, ...], amounts: tuple[Quantity, ...]
) -> bool:
    """Return whether "another" adds to people of another event: "one man was killed and another hurt"."""
    before = [p.group for q in amounts if q.end <= quantity.start for p in _event(text, q, events, amounts)]
    return bool(_OF_PEOPLE.intersection(before)) and group not in before


# A figure for several events, or for one of another year, is rarely the one asked for.
_MANY_EVENTS_RE = re.compile(
    r"\b(?:shootings|crashes|incidents|bombings|accidents|collisions|(?:across|around)\s+the\s+(?:city|country|state|region)"
    r"|(?:city|state|nation)wide|violent\s+(?:weekend|night|week)|weekend\s+violence"
    r"|last\s+(?:year|month)|years?\s+(?:ago|earlier)|(?:in|of|since|,)\s+(?:19|20)[0-9]{2})\b",
    re.I,
)
# "None was seriously hurt" leaves open how many were hurt.
_NOT_BADLY_RE = re.compile(
    r"[^.;]*\b(?:life[-\s]threatening|serious(?:ly)?|critical(?:ly)?|grave(?:ly)?|badly)\b", re.I
)
# How the injured fare is told of some of them.
_CONDITION_RE = re.compile(r"in\s+\w+\s+condition|treated", re.I)


_VERB_RE = re.compile(
    r"\b(?:is|are|was|were|be|been|has|have|had|will|would|do|does|did|says?|said|\w{3,}ed|stand|stands|stood|came|went|met)\b",
    re.I,
)


def _without_verb(text: str, quantity: Quantity, question: Question) -> bool:
    """Return whether a live report gives the number and the place in a line without a verb: "450 nurses outside now"."""
    event = {stem(question.text[p.start : p.end]) for p in predicates(question.text) if p.group == "attend"}
    rest = stems(" ".join(question.about)) - stems(question.head or "") - event
    return not _VERB_RE.search(text) and bool(rest) and 2 * len(rest & stems(text)) >= len(rest)


def _clause_of(text: str, quantity: Quantity) -> str:
    """Return the clause that holds a number: "while one jet crashed, the second involved landed" has two."""
    left, right = next(((a, b) for a, b in clauses(text) if a <= quantity.start < b), (0, len(text)))
    return text[left:right]


def _is_about(text: str, question: Question, noun: tuple[str, ...], sentence: str = "") -> bool:
    """Return whether a text holds the words of a question that no predicate group covers.

    Names may stand anywhere in the sentence: "Berg said he brought nine people ashore".
    """
    if not question.head:
        return False
    counted = stems(question.head) & stems(" ".join(noun))
    rest = stems(" ".join(question.about)) - (counted or stems(question.head.split()[0]))
    named = {stem(name) for name in names(question.text)} & stems(sentence)
    here = stems(text)
    if _JOBS_RE.search(question.head) and _CUT_RE.search(question.text) and _CUT_RE.search(text):
        rest -= stems(" ".join(match[0] for match in _CUT_RE.finditer(question.text)))
    if len(rest - named) < len(rest) and not rest - named:
        return bool(rest & here)
    return 2 * len(rest & (here | named)) >= len(rest) and bool(rest & here or not rest)


_JOBS_RE = re.compile(r"\b(?:jobs?|posts|positions|workers|employees|staff)\b", re.I)
_CUT_RE = re.compile(
    r"\b(?:cut|cuts|cutting|go|goes|going|lost|lose|losing|axe[ds]?|shed|slash\w*|eliminat\w*|disappear\w*|scrap\w*)\b",
    re.I,
)


# "she was one of the six who died": six died.
# "Two of the 17 died in hospital": 17 died.
_DIED_LATER_RE = re.compile(
    r"\s+(?:have\s+|had\s+)?(?:since\s+|later\s+)?died\s+(?:later\b|overnight\b|since\b|on\s+(?:the\s+way|\w+day)\b|in\s+(?:the\s+)?(?:hospital|ambulance|night)\b"
    r"|of\s+(?:their|his|her)\s+(?:injuries|wounds|burns)\b|at\s+the\s+scene\b)",
    re.I,
)
_ONE_OF_RE = re.compile(r"\b(?:was|is|were|are|among|became|be|been)\s+$", re.I)


def _whole(quantity: Quantity) -> Quantity:
    """Return the whole that a quantity is a part of, or the quantity itself when it is no part."""
    if quantity.of is None or quantity.of_start is None or quantity.of_end is None or quantity.low == quantity.of:
        return quantity
    return Quantity(quantity.of_start, quantity.of_end, quantity.of, quantity.of, noun=quantity.noun)


def _whole_aboard(text: str, quantity: Quantity, events: tuple[Predicate, ...], fit: float) -> Iterator[Found]:
    """In "four of the six on board were killed" six are on board."""
    if quantity.of_start is None or quantity.of_end is None or quantity.of_start == quantity.of_end:
        return
    whole = _whole(quantity)
    for predicate in events:
        if predicate.group == "aboard" and (_ahead(text, whole, predicate, ()) or _FAR) < 5:
            yield Found(whole, predicate, "numeral", fit)


def _has_numeral(text: str, quantity: Quantity) -> bool:
    return not _INDEFINITE_RE.match(text, quantity.start)


#: Groups whose figures change from day to day: what one was before is worth telling.
_CHANGING = _table(
    "die injure casualty arrest infect displace missing complain attend affect outage strand steal destroy"
)


def _in_scope(quantity: Quantity, question: Question) -> bool:
    if quantity.earlier and not (_CHANGING & question.predicates):
        return False
    wide = question.cumulative and not asks_total(question)
    if quantity.increment:
        return not wide
    if quantity.kind == "ordinal" and not wide:
        return False
    return quantity.cumulative == wide or asks_total(question)


def reading_of(statement: Statement, found: Found) -> Reading:
    """Return the reading of a number that `find` found in a statement."""
    quantity, predicate = found.quantity, found.predicate
    stance = Stance.ASSERT
    if predicate is not None and quantity.low != 0:
        stance = Stance.HEDGE if predicate.hedged else Stance.ASSERT
        stance = Stance.DENY if predicate.negated else stance
    of = quantity.of if quantity.of is not None and quantity.high is not None else None
    start = statement.start + quantity.start
    return Reading(
        value=Count(
            quantity.low,
            quantity.high,
            of,
            quantity.approximate,
            vague=quantity.vague,
            nearly=quantity.nearly,
            increment=quantity.increment,
        ),
        span=Span(start, statement.start + quantity.end),
        confidence=round(_CONFIDENCE[found.rule] * found.fit, 2),
        stance=stance,
        # The six on board do not change when the number of dead is revised.
        earlier=quantity.earlier
        or was_before(statement.text, quantity.start)
        or (
            (predicate is None or predicate.group != "aboard")
            and marked_earlier(statement.sentence.text, statement.start + quantity.start - statement.sentence.start)
        ),
    )


_OF_THEM_RE = re.compile(r"\s+of\s+(?:them|those|these)\b", re.I)
_WHOSE_ROLE_RE = re.compile(
    r"\s+(?:was|were|are|is)\s+(?:(?:young|elderly|small|local|school)\s+)?(?P<noun>[a-z]+)", re.I
)


def _of_those_before(statement: Statement, question: Question) -> Iterator[Reading]:
    """Yield "six of the 14 were children" where the sentence before tells what happened to the 14."""
    asked, group = _role_asked(question), target(question)
    if asked is None or group is None or group in groups(statement.text):
        return
    before = sentence_before(statement)
    if before is None or group not in groups(before.text):
        return
    for quantity in quantities(statement.text):
        at = _OF_THEM_RE.match(statement.text, quantity.end)
        role = _WHOSE_ROLE_RE.match(statement.text, at.end() if at else quantity.end)
        if (
            quantity.kind == "number"
            and (quantity.of or quantity.part)
            and role
            and _roles([role["noun"].lower()]) & _roles([asked])
        ):
            yield reading_of(statement, Found(replace(quantity, of=None), None, "numeral", 1.0))


class _CountReader:
    """Reads how many."""

    name = "count"

    def read(self, statement: Statement, question: Question) -> Iterator[Reading]:
        """Yield the counts that answer the question, in the order of the text."""
        for found in find(statement.text, question, statement.sentence.text):
            if _is_slot(statement, found, question) and _of_whom(statement, found, question):
                yield reading_of(statement, found)
        yield from _of_those_before(statement, question)
        for before in told_before(statement):
            model = next(iter(find(before.text, question)), None)
            bare = next((q for q in _amounts(statement.text) if q.kind == "number" and not q.noun), None)
            if model and bare and bare.low:
                yield reading_of(statement, replace(model, quantity=bare, predicate=None))
                return


def _is_slot(statement: Statement, found: Found, question: Question) -> bool:
    """Return whether a number has the shade that the question asks for, and no other: badly hurt, still there, ahead."""
    text, quantity = statement.text, found.quantity
    if quantity.low == 0 and _is_elsewhere(statement, quantity, question):
        return False
    if _STILL_ASKED_RE.search(question.text) is None:
        if _still_there(text, found) or _stayed(text, found):
            return False
    elif not _STILL_HERE_RE.search(text) and not (found.predicate and found.predicate.group == "missing"):
        return False
    if not _is_of_role(statement, found, question):
        return False
    beside = text[quantity.start : _until(text, quantity.end)]
    if _BADLY_RE.search(question.text) and not _BADLY_RE.search(beside):
        return False
    asked = question.text
    if not _same_state(beside, asked) or quantity not in of_subject(text, _beside_it(text, quantity), question):
        return False
    if _VOTES_ASKED_RE.search(asked) or _LEAD_ASKED_RE.search(asked):
        return _is_lead(text, quantity) == bool(_LEAD_ASKED_RE.search(asked)) and _same_round(text, asked)
    return True


_IN_PLACE_RE = re.compile(r"\b(?:in|at)\s+(?:the\s+)?(?P<place>[A-ZÀ-Þ][\w-]+)")
_LEAD = 600  # characters of an article that say what it is about


def _is_elsewhere(statement: Statement, quantity: Quantity, question: Question) -> bool:
    """Return whether none is said of one place only, which neither question nor article is about."""
    place = _IN_PLACE_RE.search(statement.text, quantity.end)
    if place is None or place["place"] in _DAY_NAMES:
        return False
    article, before = statement.article, min(_LEAD, statement.start)
    return place["place"] not in f"{question.text} {article.title} {article.text[:before]}"


_DAY_NAMES = frozenset("Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split())
_COMPANY = {"crew": re.compile(r"\bpassengers\b", re.I), "passenger": re.compile(r"\bcrew\b", re.I)}


def _is_of_role(statement: Statement, found: Found, question: Question) -> bool:
    """Return whether people may be of the role asked for.

    Not where the article does not open with anybody of the role; nor, on board, where it has passengers beside the crew.
    """
    if not _opens_with_role(statement, found, question):
        return False
    if found.predicate is None or found.predicate.group != "aboard" or not question.head:
        return True
    asked, told = _roles(question.head.split()), _roles(found.quantity.noun)
    if asked & told or not asked & set(_COMPANY):
        return True
    return not any(_COMPANY[role].search(statement.article.text) for role in asked & set(_COMPANY))


#: Roles of those whom an event may befall as one group; a number of people is of them where an article is about them.
_GROUPED = frozenset({"soldier", "worker", "civilian", "passenger", "police"})


def _opens_with_role(statement: Statement, found: Found, question: Question) -> bool:
    """Return whether a number of people may be of the role asked for: "34 people died" in a crash are no soldiers."""
    asked = _roles(question.head.split()) & _GROUPED if question.head else frozenset()
    told = _roles(found.quantity.noun)
    if found.predicate is not None and found.predicate.group == "displace":
        asked -= {"civilian"}  # whoever is told to leave lives there
    if found.predicate is not None and _IN_CRAFT.match(f"were {statement.text[found.predicate.start :]}"):
        asked -= {"passenger"}  # whoever is crammed into a bus travels on it
    if not asked or (told and told != {"anybody"}):
        return True
    article = statement.article
    opening = f"{article.title} {article.text[:_LEAD]} {statement.sentence.text}".lower()
    return any(noun in _ROLES[role] for role in asked for noun in re.findall(r"[a-z]+", opening))


def _beside_it(text: str, quantity: Quantity) -> list[Quantity]:
    """Return a number with those of its sentence that count the same."""
    others = [q for q in quantities(text) if q.kind == "number" and set(q.noun[-1:]) & set(quantity.noun[-1:])]
    return [quantity, *(q for q in others if q.start != quantity.start)]


_STATE_RE = re.compile(r"\b(?:forged|faked?|invalid|spoil(?:ed|t)|blank|postal|disputed|uncounted|counterfeit)\b", re.I)


def told_badly(text: str, start: int, question: Question) -> bool:
    """Return whether the number at `start` is of those badly hurt, where the question asks for all who were hurt."""
    if "injure" not in question.predicates or _BADLY_RE.search(question.text):
        return False
    return _BADLY_RE.search(text[start : _until(text, start + 1)]) is not None


def _same_state(beside: str, asked: str) -> bool:
    """Return whether a number is of things in the state asked about: ballots are not all forged."""
    if not _VOTES_ASKED_RE.search(asked):
        return True
    return bool(_STATE_RE.search(beside)) == bool(_STATE_RE.search(asked))


def _until(text: str, at: int) -> int:
    """Return where what is said of a number ends: at the next clause or sentence."""
    match = _CLAUSE_END_RE.search(text, at)
    return match.start() if match else len(text)


_CLAUSE_END_RE = re.compile(
    r"[;:]|\.\s|,\s|\b(?:and|but|while|with)\s+(?=[0-9]|an?\b|the\b|one\b|two\b|three\b|four\b|five\b)", re.I
)
_STILL_ASKED_RE = re.compile(r"\b(?:still|remain\w*)\b", re.I)
_STILL_HERE_RE = re.compile(r"\b(?:still|remain\w*|yet\s+to)\b", re.I)
_BADLY_RE = re.compile(
    r"\b(?:bad(?:ly)?|serious(?:ly)?|severe(?:ly)?|critical(?:ly)?|grave(?:ly)?|life[-\s]threatening)\b", re.I
)
_STAYED_RE = re.compile(r"\b(?:stay\w*|remain\w*|left|kept)\s+(?:\w+\s+)?$", re.I)


def _stayed(text: str, found: Found) -> bool:
    """Return whether those counted are the ones who stayed aboard, of all who were there."""
    aboard = found.predicate is not None and found.predicate.group == "aboard"
    return aboard and found.predicate is not None and bool(_STAYED_RE.search(text, 0, found.predicate.start))


_LEAD_ASKED_RE = re.compile(
    r"\bby\s+how\s+many\b|\bvotes?\s+(?:ahead|behind|more)\b|\b(?:lead|margin|majority)\b|\bhow\s+many\s+more\s+votes\b",
    re.I,
)
_LEAD_LEFT_RE = re.compile(
    r"\bby\s+(?:just\s+|only\s+)?$|\b(?:lead|margin|majority|gap|difference|advantage)\s+(?:of|was|is|at|to|stood\s+at)\s+(?:just\s+|only\s+)?$",
    re.I,
)
_LEAD_RIGHT_RE = re.compile(r"[\s-]votes?\s+(?:ahead|behind|more|fewer|short|clear|apart|lead|margin|majority)\b", re.I)


def _is_lead(text: str, quantity: Quantity) -> bool:
    """Return whether a number is by how much somebody is ahead, not what he has."""
    if _RESULT_RE.match(text, quantity.end):
        return False  # "by 76 votes to 72"
    return bool(_LEAD_LEFT_RE.search(text, 0, quantity.start) or _LEAD_RIGHT_RE.match(text, quantity.end))


_RESULT_RE = re.compile(r"(?:\s+votes?)?\s+(?:to|against)\s+[0-9]", re.I)


_FIRST_ROUND_RE = re.compile(
    r"\b(?:first|initial|preliminary|provisional)\s+(?:\w+\s+)?(?:count|round|tally|results?|vote)\b", re.I
)
_LATER_ROUND_RE = re.compile(
    r"\b(?:recount\w*|re-count\w*|(?:second|final|run-?off)\s+(?:\w+\s+)?(?:count|round|tally|results?|vote))\b", re.I
)


def _same_round(text: str, asked: str) -> bool:
    """Return whether a text may tell of the count that a question names: the first is not the recount."""
    for mine, theirs in ((_FIRST_ROUND_RE, _LATER_ROUND_RE), (_LATER_ROUND_RE, _FIRST_ROUND_RE)):
        if mine.search(asked) and theirs.search(text) and not mine.search(text):
            return False
    return True


_STILL_RE = re.compile(r"\b(?:remain\w*|still)\s+(?:[\w-]+\s+){0,2}$", re.I)


def _still_there(text: str, found: Found) -> bool:
    """Return whether those counted are the ones still in hospital, of all who were hurt."""
    predicate = found.predicate
    left = predicate is not None and predicate.group == "injure" and _TO_HOSPITAL_RE.match(text, predicate.start)
    return bool(left) and predicate is not None and bool(_STILL_RE.search(text, 0, predicate.start))


_WHOSE_RE = re.compile(
    r"\b(?i:how\s+many)\s+[\w\s]+?\s(?:did|does|do|has|have|had|will|would)\s+(?:the\s+)?(?P<who>[A-ZÀ-Þ][\w’'-]*(?:\s+[A-ZÀ-Þ][\w’'-]*)*)\s"
)
_OF_SPEAKER = frozenset("it its we our i my they their".split())
_STANDS_FOR_RE = re.compile(r"\b(?:he|she|it|they|his|her|its|their|we|our|i|my|the|this)\b", re.I)


def _of_whom(statement: Statement, found: Found, question: Question) -> bool:
    """Return whether a number may be of the one whom the question names: by name, or by a word that stands for it."""
    who = _WHOSE_RE.search(question.text)
    if who is None:
        return True
    name = stems(who["who"].split()[-1])
    if name & stems(statement.sentence.text):
        return True
    standing = {match[0].lower() for match in _STANDS_FOR_RE.finditer(statement.text[: found.quantity.start])}
    speaker = statement.speaker
    if speaker is not None and speaker.named and not name & stems(speaker.canonical):
        standing -= _OF_SPEAKER  # "Norland says it lost nobody" tells nothing of Sudland
    return bool(standing)


#: "1,200 of them in Germany": the part that a place has of a number.
_PART_IN_RE = re.compile(
    r"\s+of\s+(?:them|which|those|whom|these)\b[^.;,]{0,20}?\b(?:in|at)\s+(?:the\s+)?(?P<place>[A-ZÀ-Þ][\w-]*)"
)
_ASKED_IN_RE = re.compile(r"\b(?:in|at)\s+(?:the\s+)?(?P<place>[A-ZÀ-Þ][\w-]*)(?:\s+[a-z]+)?\s*\??$")


def singles(statement: Statement, question: Question) -> Iterator[Reading]:
    """Yield 1 for a definite or named person whom the event befell ("the driver died").

    Weaker than a count: the text may name one of many. Only of use where an article has no count at all.
    """
    text, group = statement.text, target(question)
    events = _events(text)
    people = [*_singles(text, _DEFINITE_RE), *_singles(text, _NAME_RE)]
    for person in people:
        for predicate in _event(text, person, events, ()):
            if predicate.group == group and not predicate.negated:
                yield reading_of(statement, Found(person, predicate, "single", 0.6))


READER = register(_CountReader())
