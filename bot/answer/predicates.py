"""What a sentence says happened: predicate groups, with the polarity of the clause that governs them.

A group holds the word forms that mean one kind of event ("killed", "deaths", "lost their lives"). Matching is by
whole words in one linear scan; polarity comes from the words before the predicate in its clause.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping


@dataclass(frozen=True, slots=True)
class Predicate:
    """An event word in a text. `text[start:end]` is the word or words."""

    group: str
    start: int
    end: int
    #: The clause says that it did not happen.
    negated: bool = False
    #: The clause leaves open whether it happened.
    hedged: bool = False


def _forms(words: str) -> frozenset[str]:
    """Split a table cell: forms are separated by spaces, "_" joins the words of one form."""
    return frozenset(word.replace("_", " ") for word in words.split())


#: Group → its forms in lower case. A form may stand in several groups ("fatal crash" holds two forms, not one).
GROUPS: Mapping[str, frozenset[str]] = {
    "die": _forms(
        "die dies died dying dead death deaths deceased kill kills killed killing killings fatal fatally fatality"
        " fatalities death_toll toll perish perishes perished slain slaying murder murders murdered murdering homicide"
        " homicides succumbed drown drowned drowning drownings assassinated assassination martyred massacre massacred"
        " lost_their_lives lost_his_life lost_her_life lost_their_life losing_their_lives lose_their_lives"
        " claimed_the_lives claimed_the_life loss_of_life lives_lost lives_were_lost passed_away bodies corpses"
        " shot_dead shot_to_death stabbed_to_death beaten_to_death burned_to_death gunned_down electrocuted"
        " took_the_lives took_the_life taken_the_lives crushed_to_death frozen_to_death froze_to_death"
    ),
    "injure": _forms(
        "injure injures injured injuring injury injuries wound wounds wounded wounding woundings hurt hurting maimed"
        " hospitalised hospitalized taken_to_hospital taken_to_a_hospital taken_to_the_hospital rushed_to_hospital"
        " in_critical_condition in_serious_condition in_stable_condition treated_for"
    ),
    "casualty": _forms("casualty casualties"),
    "shoot": _forms(
        "shoot shoots shot shooting shootings gunshot gunshots gunfire open_fire opened_fire opening_fire stabbed"
        " stabbing stabbings stab struck_by_gunfire struck_by_bullets hit_by_gunfire"
    ),
    "survive": _forms(
        "survive survives survived surviving survivor survivors alive unhurt unharmed uninjured unscathed"
    ),
    "aboard": _forms(
        "aboard on_board onboard carrying was_carrying were_carrying carried on_the_plane on_the_flight"
        " on_the_aircraft on_the_train on_the_bus on_the_ship on_the_boat on_the_ferry on_the_helicopter"
    ),
    "missing": _forms(
        "missing unaccounted unaccounted_for disappeared disappear disappears vanished vanish disappearance"
        " disappearances whereabouts"
    ),
    "accounted": _forms("accounted_for"),
    "arrest": _forms(
        "arrest arrests arrested arresting detain detains detained detaining detainee detainees detention custody"
        " apprehended captured jailed handcuffed taken_into_custody"
    ),
    "charge": _forms("charged_with indicted indictment indictments charged prosecuted prosecution prosecute"),
    "release": _forms("released freed release releases releasing freeing set_free"),
    "abduct": _forms("abduct abducted abducting abduction abductions kidnap kidnapped kidnapping hostage hostages"),
    "displace": _forms(
        "displace displaces displaced displacing displacement evacuate evacuates evacuated evacuating evacuation"
        " evacuations homeless fled flee flees fleeing refugee refugees forced_from_their_homes left_their_homes"
        " uprooted"
    ),
    "infect": _forms(
        "infect infected infecting infection infections tested_positive cases contracted sickened fell_ill falls_ill"
        " hospitalisations hospitalizations outbreak"
    ),
    "rescue": _forms(
        "rescue rescues rescued rescuing rescue_operation rescue_operations saved pulled_alive pulled_from winched"
        " airlifted recovered_alive"
    ),
    "vote": _forms("vote votes voted voting ballot ballots polled"),
    "turnout": _forms("turnout"),
    "offer": _forms("offer offers offered offering bid bids"),
    "cost": _forms("cost costs costing priced price worth valued damage damages priced_at price_tag"),
    "pay": _forms("pay pays paid paying payment fine fined fines penalty settlement compensation fee fees"),
    "shoot_down": _forms(
        "shot_down shoot_down shoots_down shooting_down shootdown downed downing brought_down bring_down intercept"
        " intercepts intercepted intercepting interception struck_by_a_missile hit_by_a_missile struck_by_missile"
        " hit_by_missile struck_by_missiles hit_by_missiles"
    ),
    "attack": _forms(
        "attack attacks attacked attacking strike strikes struck striking airstrike airstrikes air_strike air_strikes"
        " bomb bombs bombed bombing bombings shelled shelling raid raids raided assault assaulted ambush ambushed"
        " targeted targeting hit_by hostile_fire enemy_fire friendly_fire hostile_action enemy_action missile_strike"
        " missile_fire ground_fire sabotage sabotaged terrorism terrorist_act act_of_terror foul_play missile_attack"
        " drone_attack drone_strike fired_at fired_on hit_with blown_up blew_up explosion exploded"
    ),
    "destroy": _forms(
        "destroy destroys destroyed destroying destruction demolished wrecked razed gutted flattened levelled leveled"
    ),
    "damage": _forms("damage damaged damages damaging"),
    "lose": _forms("lost loss losses lose loses losing"),
    "crash": _forms(
        "crash crashes crashed crashing collide collides collided collision collisions derail derailed derailment"
        " capsize capsized capsizing sank sink sunk sinking went_down go_down goes_down gone_down going_down"
        " plunged overturned smashed_into slammed_into ploughed_into plowed_into pile-up pileup came_down ditched run_aground ran_aground runs_aground running_aground"
    ),
    "land": _forms("landed land landing touched_down landed_safely emergency_landing safe_landing"),
    "burn": _forms("fire fires blaze blazes burned burnt burning wildfire wildfires"),
    "confirm": _forms("confirm confirms confirmed confirming confirmation verified verify acknowledged"),
    "deny": _forms("deny denies denied denying denial rejected rejects reject refuted refutes dismissed"),
    "investigate": _forms(
        "investigate investigates investigated investigating investigation investigations probe probes probing inquiry"
        " inquest inquiries"
    ),
    "convict": _forms(
        "convict convicts convicted conviction convictions found_guilty pleaded_guilty pled_guilty guilty"
    ),
    "acquit": _forms("acquit acquits acquitted acquittal not_guilty cleared cleared_of exonerated"),
    "sentence": _forms(
        "sentenced sentence sentences sentencing sent_to_prison sent_to_jail imprisoned in_prison in_jail serve serves prison_term prison_terms jail_term"
    ),
    "win": _forms(
        "win wins won winning victory victories triumph triumphed beat beats beaten defeat defeats defeated elected"
        " re-elected reelected prevailed edged thrashed"
    ),
    "resign": _forms(
        "resign resigns resigned resigning resignation resignations step_down steps_down stepped_down stepping_down"
        " quit quits quitting stood_down stand_down"
    ),
    "dismiss": _forms("fired sacked ousted dismissed laid_off layoffs lay_off laying_off redundancies redundant axed"),
    "appoint": _forms("appoint appoints appointed appointing appointment named nominated hired sworn_in"),
    "agree": _forms(
        "agree agrees agreed agreeing agreement agreements sign signs signed signing deal deals accord treaty pact"
        " ceasefire truce ratified"
    ),
    "approve": _forms("approve approves approved approving approval passed pass passes adopted backed endorsed"),
    "cancel": _forms(
        "cancel cancels canceled cancelled canceling cancelling cancellation called_off call_off scrapped scrap"
        " postpone postpones postponed postponing postponement delay delays delayed shelved suspended suspend"
        " suspension"
    ),
    "start": _forms(
        "start starts started starting begin begins began begun beginning launch launches launched launching commence"
        " commenced erupted broke_out break_out kicked_off opened"
    ),
    "end": _forms("end ends ended ending finish finished conclude concluded over halted halt stopped ceased"),
    "close": _forms("close closes closed closing closure closures shut shuts shutting shut_down shutdown"),
    "open": _forms("open opens opened reopen reopens reopened reopening"),
    "rise": _forms(
        "rise rises rose risen rising increase increases increased climb climbs climbed jump jumped surge surged soar"
        " soared grew grow growth gain gained up"
    ),
    "fall": _forms(
        "fall falls fell fallen falling decrease decreased decline declined drop dropped plunged slump slumped"
        " shrank shrink slid down"
    ),
    "buy": _forms("buy buys bought buying acquire acquires acquired acquisition purchase purchased takeover merger"),
    "sell": _forms("sell sells sold selling sale sales auctioned"),
    "earn": _forms("earn earns earning profit profits earnings earned net_income"),
    "revenue": _forms("revenue revenues turnover sales"),
    "leak": _forms(
        "leak leaks leaked leaking leakage spill spills spilled spilt spilling seeped escaped_into have_escaped has_escaped"
        " had_escaped run_into ran_into poured_into flowed_into discharged gushed"
    ),
    "attend": _forms("attend attended attending attendance protested rallied marched gathered"),
}

#: Asserting the key denies the values, of the same subject: "the second plane landed safely", "he was acquitted".
OPPOSITES: Mapping[str, frozenset[str]] = {
    "survive": frozenset({"die"}),
    "acquit": frozenset({"convict"}),
    "missing": frozenset({"accounted"}),
    "accounted": frozenset({"missing"}),
    "open": frozenset({"close"}),
    "close": frozenset({"open"}),
    "cancel": frozenset({"start"}),
}

#: Causes whose denial denies more than the word itself: a loss "not due to hostile fire" was no shooting down.
_CAUSE_RE = re.compile(
    r"\b(?:(?:hostile|enemy|friendly|ground|missile)\s+(?:fire|action|activity|forces?)|attacks?|missiles?)\b", re.I
)
#: Groups that such a denied cause denies too.
_DENIED_BY_CAUSE = ("shoot_down", "attack")
_SAFE_LANDING_RE = re.compile(r"\b(?:land(?:ed|ing)?|touched\s+down)\s+safely\b|\bsafe(?:ly)?\s+land(?:ed|ing)\b", re.I)

# A verb with its particle after a short object: "shot the plane down", "shoot it down", "called the match off".
_SPLIT_RE = re.compile(
    r"\b(?:(?P<shoot_down>sh(?:ot|oot|oots|ooting)|brought|bring)(?:\s+[\w'’-]+){1,4}?\s+down"
    r"|(?P<cancel>call(?:ed|ing|s)?)(?:\s+[\w'’-]+){1,3}?\s+off)\b",
    re.I,
)
# "shot the man and brought the house down" is no shooting down.
_NOT_AN_OBJECT_RE = re.compile(r"\b(?:and|who|that|which|in|on|at)\b", re.I)
_AIRCRAFT = (
    r"(?:(?:air|war)?planes?|aircraft|jets?|jetliners?|airliners?|helicopters?|choppers?|drones?|missiles?|rockets?"
    r"|bombers?|fighters?|tankers?|balloons?|Boeing|Airbus|[A-Z]{1,3}-\d{1,3})"
)
_HIT = r"(?:targeted|hit|struck|destroyed|engaged)"
# An aircraft that is hit counts as shot down: "the jet was hit by", "successfully targeted the helicopter".
_AIRCRAFT_HIT_RE = re.compile(
    rf"\b(?:{_AIRCRAFT},?(?:\s+\w+,?){{0,2}}?\s+(?:was|were|been|being)(?:\s+\w+){{0,3}}?\s+(?P<before>{_HIT})\b"
    rf"|(?P<after>{_HIT})\s+(?:an?|the|its|their|one|two|three|\d+)(?:\s+\w+){{0,3}}?\s+{_AIRCRAFT}(?!['’\w-]))"
)


def _by_form() -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for group, forms in GROUPS.items():
        for form in forms:
            found.setdefault(form, []).append(group)
    return {form: tuple(groups) for form, groups in found.items()}


def _by_first_word() -> dict[str, list[tuple[str, ...]]]:
    found: dict[str, list[tuple[str, ...]]] = {}
    # Longest first, so that "shot down" is not read as "shot".
    for form in sorted(_GROUPS_OF, key=lambda form: (-len(form), form)):
        words = tuple(form.split())
        found.setdefault(words[0], []).append(words)
    return found


_GROUPS_OF = _by_form()
# Words are looked up: one pattern of 700 forms takes 100 times as long, and 8 ms to compile.
_FORMS_FROM = _by_first_word()
_WORD_RE = re.compile(r"[\w-]+")  # "pile-up" is one word
#: Texts whose predicates are kept: the sentences of some 100 articles, read anew for each question.
_KEPT_TEXTS = 4096

# Where the reach of a "not" or a "may" ends.
_BOUND_RE = re.compile(
    r"""
      [.;:!?—–,()"“”]                              # "killed, injured and missing" starts anew at each comma
    | \b(?:but|however|although|though|while|whereas|because|since|after|before|when|until|unless|who|which|yet
        |despite|as)\b
    | \band\s+(?=\d|the\b|an?\b|he\b|she\b|it\b|they\b|we\b|(?:at\s+least|some|about|more|another|one|two|three|four
        |five|six|seven|eight|nine|ten|dozens|hundreds|several|many|was|were|is|are|has|have)\b)
    """,
    re.I | re.X,
)
# Words with "not" or "no" in them that deny nothing.
_NO_DENIAL_RE = re.compile(
    r"""
    \bnot\s+(?:only|just|merely|simply|long|least|far|surprisingly|to\s+mention)\b
    | \bno\s+(?:doubt|fewer|less|more\s+than|later|sooner|matter|wonder|other|\d+)\b
    | \bnever\s+before\b | \bnothing\s+but\b | \bnon-\w+
    """,
    re.I | re.X,
)
# Doubly negative: "has not ruled out", "could not deny", "cannot be ruled out", "refused to confirm".
_OPEN_RE = re.compile(
    r"""
    (?:\b(?:not|never|cannot|no\s+one|nobody)|n['’]t)(?:\s+\w+){0,2}?\s+
      (?:rul(?:e|ed|ing)\s+out|den(?:y|ied|ying)|exclud(?:e|ed)|confirm(?:ed)?|verif(?:y|ied)|say|said|know|known|clear
        |certain|sure|independently|immediately)\b
    | \b(?:refus(?:ed?|es|ing)|declin(?:ed?|es|ing)|unable)\s+to\s+(?:confirm|say|comment|rule)\b
    | \b(?:unclear|unknown|unsure|unconfirmed)\b
    """,
    re.I | re.X,
)
_NOT_RE = re.compile(
    r"""
    \b(?:not|never|no|none|nobody|neither|nor|without|nothing|cannot|no-one)\b
    | n['’]t\b
    | \b(?:fail(?:ed|s|ing)?|refus(?:ed?|es|ing))\s+to\b
    | \b(?:avoid(?:ed|s|ing)?|prevent(?:ed|s|ing)?|avert(?:ed|ing)?|thwart(?:ed)?|foil(?:ed)?|escap(?:ed|ing))\b
    """,
    re.I | re.X,
)
# These reach over "that" and over a comma-free rest of the clause.
_DENY_RE = re.compile(
    r"""
    \b(?:den(?:y|ies|ied|ying|ials?)|reject(?:s|ed|ing)?|dismiss(?:es|ed|ing)?|rul(?:ed|es|ing|e)\s+out|refut(?:ed|es|ing)
      |disprov(?:ed|es)|debunk(?:ed|s)|contradict(?:ed|s)|disput(?:ed|es)|false(?:ly)?|untrue|baseless|hoax)\b
    """,
    re.I | re.X,
)
# "… was ruled out", "… is not true": the denial stands after its subject.
_DENIED_AFTER_RE = re.compile(
    r"""
    \b(?:was|were|is|are|been|be|as)\s+(?:\w+ly\s+)?
      (?:ruled\s+out|denied|rejected|dismissed|disproved|refuted|debunked|false|untrue|baseless|not\s+true|avoided|averted)\b
    """,
    re.I | re.X,
)
_HEDGE_RE = re.compile(
    r"""
    \b(?:might|could|would|if|whether|possibly|perhaps|maybe|probably|apparently|likely|unlikely
      |reportedly|allegedly|alleged|purportedly|supposedly|presumably|presumed|feared|fear|fears|believed|believes?
      |thought\s+to|suspected|suspects?|assumed|rumou?red|unverified|potential(?:ly)?|expected|plans?\s+to|planned
      |threaten(?:s|ed|ing)?|attempt(?:s|ed|ing)?|intend(?:s|ed)?|seem(?:s|ed)?|appear(?:s|ed)?|risk(?:s|ed|ing)?
      |danger\s+of|said\s+to\s+(?:be|have)|possible|possibility|tried\s+to|trying\s+to|should|hopes?|hoped)\b
    """,
    re.I | re.X,
)
_THAT_RE = re.compile(r"\bthat\b", re.I)
_MAY_RE = re.compile(r"\bmay\b|^\W*May(?=\s+have\b|\s+be\b)")  # "May" in the text is the month


def _blank(pattern: re.Pattern[str], text: str) -> str:
    return pattern.sub(lambda match: " " * len(match[0]), text)


@dataclass(frozen=True, slots=True)
class _Cues:
    """Where the words of denial and doubt stand in one text, each list ascending."""

    length: int
    bounds: tuple[int, ...]
    denials: tuple[int, ...]
    nots: tuple[int, ...]
    thats: tuple[int, ...]
    after: tuple[int, ...]
    hedges: tuple[int, ...]
    opens: tuple[int, ...]

    @classmethod
    def of(cls, text: str) -> _Cues:
        plain = _blank(_NO_DENIAL_RE, text)
        opens = _starts(_OPEN_RE, plain)
        plain = _blank(_OPEN_RE, plain)
        return cls(
            length=len(text),
            bounds=tuple(match.end() for match in _BOUND_RE.finditer(text)),
            denials=_starts(_DENY_RE, plain),
            nots=_starts(_NOT_RE, plain),
            thats=_starts(_THAT_RE, plain),
            after=_starts(_DENIED_AFTER_RE, plain),
            hedges=tuple(sorted(_starts(_HEDGE_RE, plain) + _starts(_MAY_RE, plain))),
            opens=opens,
        )

    def polarity(self, start: int, end: int) -> tuple[bool, bool]:
        """Return (negated, hedged) of the predicate that stands at [start, end)."""
        at = bisect_right(self.bounds, start)
        left = self.bounds[at - 1] if at else 0
        right = self.bounds[at] if at < len(self.bounds) else self.length
        hedged = _any(self.hedges, left, start) or _any(self.opens, left, right)
        # "that" ends a plain "not": in "did not say that X was hit" nothing is said about X.
        thats = bisect_left(self.thats, start)
        after_that = max(left, self.thats[thats - 1]) if thats else left
        negated = _any(self.denials, left, start) or _any(self.after, end, right) or _any(self.nots, after_that, start)
        return negated, hedged


@lru_cache(maxsize=_KEPT_TEXTS)
def _cues(text: str) -> _Cues:
    return _Cues.of(text)


def _starts(pattern: re.Pattern[str], text: str) -> tuple[int, ...]:
    return tuple(match.start() for match in pattern.finditer(text))


def _any(places: tuple[int, ...], start: int, end: int) -> bool:
    """Return whether one of the ascending places lies in [start, end)."""
    at = bisect_left(places, start)
    return at < len(places) and places[at] < end


def _matches(text: str) -> Iterator[tuple[str, int, int]]:
    """Yield group and range of every form, longer forms first where they overlap."""
    rest = text
    for match in _SPLIT_RE.finditer(text):
        if match.lastgroup and not _NOT_AN_OBJECT_RE.search(match[0]):
            rest = rest[: match.start()] + " " * len(match[0]) + rest[match.end() :]
            yield match.lastgroup, match.start(), match.end()
    for form, start, end in _forms_in(rest):
        for group in _GROUPS_OF[form]:
            yield group, start, end
    for match in _AIRCRAFT_HIT_RE.finditer(rest):
        start, end = match.span("after") if match["after"] else match.span("before")
        yield "shoot_down", start, end


def _forms_in(text: str) -> Iterator[tuple[str, int, int]]:
    """Yield the forms with their ranges from left to right, the longest of those that start with a word."""
    words = [(match[0].lower(), match.start(), match.end()) for match in _WORD_RE.finditer(text)]
    at = 0
    while at < len(words):
        size = 1
        for form in _FORMS_FROM.get(words[at][0], ()):
            run = words[at : at + len(form)]
            joined = all(text[a[2] : b[1]].isspace() for a, b in pairwise(run))
            if joined and tuple(word for word, _, _ in run) == form:
                size = len(form)
                yield " ".join(form), run[0][1], run[-1][2]
                break
        at += size


@lru_cache(maxsize=_KEPT_TEXTS)
def predicates(text: str) -> tuple[Predicate, ...]:
    """Return the event words of a sentence in order, each with its polarity.

    A word that belongs to several groups gives one predicate for each.
    """
    matches = tuple(_matches(text))
    if not matches:
        return ()
    cues = _cues(text)
    found = {Predicate(group, start, end, *cues.polarity(start, end)) for group, start, end in matches}
    return tuple(sorted(found, key=lambda p: (p.start, p.end, p.group)))


@lru_cache(maxsize=_KEPT_TEXTS)
def implied(text: str) -> tuple[Predicate, ...]:
    """Return what the sentence's predicates imply for other groups, by rules of language.

    "not due to hostile fire" denies shooting down and attack; "landed safely" denies a crash of its subject;
    "no survivors" asserts death, "acquitted" denies conviction.
    """
    out = []
    for match in _CAUSE_RE.finditer(text):
        negated, hedged = _cues(text).polarity(*match.span())
        if negated:
            out += [Predicate(group, match.start(), match.end(), True, hedged) for group in _DENIED_BY_CAUSE]
    for match in _SAFE_LANDING_RE.finditer(text):
        negated, hedged = _cues(text).polarity(*match.span())
        out.append(Predicate("crash", match.start(), match.end(), not negated, hedged))
    for predicate in predicates(text):
        unhurt = predicate.group == "survive" and text[predicate.start : predicate.end].lower().startswith("un")
        for group in (*OPPOSITES.get(predicate.group, ()), *(("injure",) if unhurt else ())):
            out.append(Predicate(group, predicate.start, predicate.end, not predicate.negated, predicate.hedged))
    return tuple(sorted(set(out), key=lambda p: (p.start, p.end, p.group, p.negated)))


def denials(text: str, group: str) -> tuple[Predicate, ...]:
    """Return every place where the text denies the group, outright or by implication."""
    return tuple(p for p in (*predicates(text), *implied(text)) if p.group == group and p.negated)


def groups(text: str) -> frozenset[str]:
    """Return the groups whose words occur in a text, whatever their polarity."""
    return frozenset(predicate.group for predicate in predicates(text))
