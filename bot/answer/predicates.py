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

from index.guarded import Guarded, Small

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
        " disappearances whereabouts not_been_heard_from not_yet_been_heard_from not_heard_from not_been_found"
        " not_yet_been_found not_been_traced not_been_located not_been_recovered never_found never_been_found"
        " never_recovered never_been_recovered still_to_be_found yet_to_be_found no_trace_of no_sign_of"
    ),
    "accounted": _forms("accounted_for"),
    "arrest": _forms(
        "arrest arrests arrested arresting detain detains detained detaining detainee detainees detention custody"
        " apprehended captured jailed handcuffed taken_into_custody led_away rounded_up locked_up behind_bars"
        " taken_prisoner took_prisoner taken_captive"
    ),
    "charge": _forms("charged_with indicted indictment indictments charged prosecuted prosecution prosecute"),
    "release": _forms("released freed release releases releasing freeing set_free"),
    "abduct": _forms("abduct abducted abducting abduction abductions kidnap kidnapped kidnapping hostage hostages"),
    "displace": _forms(
        "displace displaces displaced displacing displacement evacuate evacuates evacuated evacuating evacuation"
        " evacuations homeless fled flee flees fleeing refugee refugees forced_from_their_homes left_their_homes"
        " uprooted evacuee evacuees ordered_to_leave told_to_leave told_to_go asked_to_leave urged_to_leave had_to_leave"
        " have_to_leave has_to_leave forced_to_leave moved_to_safety brought_to_safety taken_to_safety led_to_safety"
        " moved_out ordered_out ordered_to_evacuate told_to_flee driven_from_their_homes left_homeless made_homeless"
        " leave_their_homes leave_their_houses leave_the_area get_to_safety"
    ),
    "infect": _forms(
        "infect infected infecting infection infections tested_positive cases contracted sickened fell_ill falls_ill"
        " fallen_ill fall_ill taken_ill got_sick got_ill get_sick get_ill made_ill made_sick became_ill become_ill sick"
        " hospitalisations hospitalizations outbreak"
    ),
    "rescue": _forms(
        "rescue rescues rescued rescuing rescue_operation rescue_operations saved pulled_alive pulled_from winched"
        " airlifted recovered_alive brought_to_safety brought_out led_to_safety taken_to_safety pulled_out got_out_alive"
    ),
    "vote": _forms("vote votes voted voting ballot ballots polled"),
    "turnout": _forms("turnout"),
    "offer": _forms("offer offers offered offering bid bids"),
    "cost": _forms("cost costs costing value bill_of priced price worth valued damage damages priced_at price_tag"),
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
        " beyond_repair beyond_saving burned_down burnt_down burned_to_the_ground burnt_to_the_ground reduced_to_ashes"
        " reduced_to_rubble wiped_off_the_map in_ruins"
    ),
    "damage": _forms("damage damaged damages damaging"),
    "lose": _forms("lost loss losses lose loses losing"),
    "crash": _forms(
        "crash crashes crashed crashing collide collides collided collision collisions derail derailed derailment"
        " capsize capsized capsizing sank sink sunk sinking went_down go_down goes_down gone_down going_down"
        " plunged overturned smashed_into slammed_into ploughed_into plowed_into pile-up pileup came_down ditched run_aground ran_aground runs_aground running_aground"
    ),
    "land": _forms("landed land landing touched_down landed_safely emergency_landing safe_landing"),
    "burn": _forms(
        "fire fires blaze blazes burned burnt burning wildfire wildfires burned_down burnt_down burned_to_the_ground"
        " burnt_to_the_ground torched charred scorched blackened"
    ),
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
        "cancel cancels canceled cancelled canceling cancelling cancellation cancellations called_off call_off wiped_out scrapped scrap"
        " postpone postpones postponed postponing postponement delay delays delayed shelved suspended suspend"
        " suspension grounded grounding scrapping scrubbed"
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
    "earn": _forms(
        "earn earns earning profit profits earnings earned net_income pocketed took_home takes_home take_home"
    ),
    "revenue": _forms("revenue revenues turnover sales"),
    "leak": _forms(
        "leak leaks leaked leaking leakage spill spills spilled spilt spilling seeped escaped_into have_escaped has_escaped"
        " had_escaped run_into ran_into poured_into flowed_into discharged gushed"
    ),
    "attend": _forms(
        "attend attended attending attendance protested protest protests protesting rallied marched gathered demonstrated"
        " demonstrate turned_out"
    ),
    "affect": _forms("affect affects affected affecting"),
    "strand": _forms("strand stranded strands stranding marooned"),
    "contain": _forms(
        "contained containment under_control perimeter_secured perimeter_was_secured perimeter_is_secured"
    ),
    "outage": _forms(
        "without_power without_electricity no_power no_electricity lost_power power_is_off power_was_off power_cut"
        " power_cuts power_outage power_outages blackout blackouts in_the_dark cut_off_from_power"
    ),
    "employ": _forms(
        "employ employs employed employing people_work people_working people_worked work_for works_for worked_for"
        " on_its_payroll on_the_payroll"
    ),
    "steal": _forms(
        "steal steals stole stolen stealing theft thefts robbed made_off_with makes_off_with got_away_with carried_off"
        " looted"
    ),
    "absent": _forms(
        "stayed_away stayed_at_home stayed_home stay_away stay_at_home failed_to_report did_not_report called_in_sick"
        " absent did_not_turn_up failed_to_turn_up"
    ),
    "complain": _forms("complain complains complained complaining complaint complaints"),
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
_BOUND_RE = Small(
    r"""
      [.;:!?—–,()"“”]                              # "killed, injured and missing" starts anew at each comma
    | \b(?:but|however|although|though|while|whereas|because|since|after|before|when|until|unless|who|which|yet(?!\s+to\b)
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
_NOT_RE = Small(
    r"""
    \b(?:not|never|no|none|nobody|neither|nor|without|nothing|cannot|no-one)\b
    | n['’]t\b
    | \b(?:fail(?:ed|s|ing)?|refus(?:ed?|es|ing)|declin(?:ed?|es|ing)|neglect(?:ed|s|ing)?|unable|unwilling)\s+to\b
    | \b(?:have|has|had|is|are|was|were)\s+(?:yet|still)\s+to\b
    | \b(?:stop(?:s|ped|ping)?|fell|fall(?:s|ing)?)\s+(?:just\s+)?short\s+of\b | \b(?:instead|rather)\s+(?:of|than)\b
    | \b(?:avoid(?:ed|s|ing)?|prevent(?:ed|s|ing)?|avert(?:ed|ing)?|thwart(?:ed)?|foil(?:ed)?|escap(?:ed|ing))\b
    """,
    re.I | re.X,
)
# These reach over "that" and over a comma-free rest of the clause.
_DENY_RE = re.compile(
    r"""
    \b(?:no|without(?:\s+any)?|little|lack\s+of)\s+(?:\w+\s+)?(?:evidence|sign|indication|proof|trace|suggestion|reason\s+to\s+believe)s?\s+(?:whatsoever\s+|at\s+all\s+|so\s+far\s+|yet\s+)?(?:that|of)\b
    | \bnothing\s+(?:\w+\s+){0,3}?to\s+(?:suggest|indicate|show|prove)\b
    | \b(?:den(?:y|ies|ied|ying|ials?)|reject(?:s|ed|ing)?|dismiss(?:es|ed|ing)?|rul(?:ed|es|ing|e)\s+out|refut(?:ed|es|ing)
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
_HEDGE_RE = Small(
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


# "More than 200 homes are gone", "120 flights off today", "told 5,000 people to leave": the noun makes the event.
_OF_NOUN_RE = re.compile(
    r"\b(?:(?:homes?|houses?|buildings?|structures?|dwellings?|church(?:es)?|schools?|shops?|farms?|barns?)\s+(?:are|is|were|was"
    r"|have|has|had|been|be|now|all|\s)*\s*(?P<destroy>gone|lost)\b"
    r"|(?:flights?|trains?|sailings?|ferries|buses|services|departures|concerts?|games|fixtures)(?:\s+(?:are|is|were|was|have|has|had|been"
    r"|be|in\s+fact|now|today|due|would|will))*\s+(?P<cancel>off|dropped|axed|struck\s+off|wiped\s+out|taken\s+off)\b"
    r"(?!\s+(?:at|the\s+(?!schedule|timetable|board)|from|to|their|its|by)\b)"
    r"|(?P<displace>told|ordered|asked|urged|instructed|advised)\s+(?!not\b)(?:[\w,.'’-]+\s+){1,6}?to\s+(?:leave|evacuate|flee|get\s+out"
    r"|move\s+out)\b)",
    re.I,
)


_CAUSE = Guarded(_CAUSE_RE, "attack enemy friendly ground hostile missile")
_SAFE_LANDING = Guarded(_SAFE_LANDING_RE, "safely landed landing")
_SPLIT = Guarded(_SPLIT_RE, "bring brought call shoot shot")
_AIRCRAFT_HIT = Guarded(_AIRCRAFT_HIT_RE, "destroyed engaged hit struck targeted")
_OF_NOUN = Guarded(
    _OF_NOUN_RE,
    "advised asked buses concert departures ferries fixtures flight games gone instructed lost ordered sailing services"
    " told train urged",
)
_NO_DENIAL = Guarded(_NO_DENIAL_RE, "no never")
_OPEN = Guarded(
    _OPEN_RE,
    "certain clear confirm declin denied deny exclude immediately independently know refus rul said say sure unable verif",
)
_NOT = Guarded(
    _NOT_RE,
    "avert avoid declin escaped escaping fail foil instead n't n’t neglect neither never no prevent rather refus short"
    " still thwart unable unwilling without yet",
)
_DENY = Guarded(
    _DENY_RE,
    "baseless believe contradict debunk denial denied denies deny dismiss disproved disproves disputed disputes evidence"
    " false hoax indication nothing proof refut reject rul sign suggestion trace untrue",
)
_DENIED_AFTER = Guarded(
    _DENIED_AFTER_RE,
    "averted avoided baseless debunked denied dismissed disproved false refuted rejected ruled true",
)
_HEDGE = Guarded(
    _HEDGE_RE,
    "alleged apparently appear assumed attempt believe could danger expected fear hope if intend likely maybe might"
    " perhaps plan possibility possible possibly potential presumably presumed probably purportedly reportedly risk rumo"
    " said seem should supposedly suspect thought threaten tried trying whether would",
)
_THAT = Guarded(_THAT_RE, "that")
_MAY = Guarded(_MAY_RE, "may")


def _blank(guarded: Guarded, text: str) -> str:
    for match in guarded.finditer(text):
        text = text[: match.start()] + " " * len(match[0]) + text[match.end() :]
    return text


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
        plain = _blank(_NO_DENIAL, text)
        opens = _starts(_OPEN, plain)
        plain = _blank(_OPEN, plain) if opens else plain
        return cls(
            length=len(text),
            bounds=tuple(match.end() for match in _BOUND_RE.finditer(text)),
            denials=_starts(_DENY, plain),
            nots=_starts(_NOT, plain),
            thats=_starts(_THAT, plain),
            after=_starts(_DENIED_AFTER, plain),
            hedges=tuple(sorted(_starts(_HEDGE, plain) + _starts(_MAY, plain))),
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


def polarity(text: str, start: int, end: int) -> tuple[bool, bool]:
    """Tell whether the clause around a place denies it, and whether it leaves it open."""
    return _cues(text).polarity(start, end)


def _starts(pattern: Guarded, text: str) -> tuple[int, ...]:
    return tuple([match.start() for match in pattern.finditer(text)])


def _any(places: tuple[int, ...], start: int, end: int) -> bool:
    """Return whether one of the ascending places lies in [start, end)."""
    at = bisect_left(places, start)
    return at < len(places) and places[at] < end


def _matches(text: str) -> Iterator[tuple[str, int, int]]:
    """Yield group and range of every form, longer forms first where they overlap."""
    rest = text
    for match in _SPLIT.finditer(text):
        if match.lastgroup and not _NOT_AN_OBJECT_RE.search(match[0]):
            rest = rest[: match.start()] + " " * len(match[0]) + rest[match.end() :]
            yield match.lastgroup, match.start(), match.end()
    for form, start, end in _forms_in(rest):
        for group in _GROUPS_OF[form]:
            if not _other_sense(text, form, group, end):
                yield group, start, end
    for match in _OF_NOUN.finditer(rest):
        if match.lastgroup:
            yield match.lastgroup, *match.span(match.lastgroup)
    for match in _AIRCRAFT_HIT.finditer(rest):
        start, end = match.span("after") if match["after"] else match.span("before")
        yield "shoot_down", start, end


_STRIKE_FORMS = frozenset({"strike", "strikes", "striking", "strikers", "struck"})
#: Words beside which a strike is a stoppage of work ...
_LABOUR_RE = re.compile(
    r"""\b(?:unions?|unionised|walk-?outs?|stoppages?|pay|wages?|workers?|workforce|drivers?|nurses?|teachers?|doctors?|staff|employees?
      |employers?|pickets?|picketing|industrial|talks|mediators?|negotiat\w+|flights?|trains?|routes?|passengers?|airlines?|walk(?:s|ed|ing)?\s+out
      |(?:on|of)\s+strike|called?\s+(?:off\s+)?(?:an?|the|for)\s+(?:\w+\s+)?strike|(?:general|hunger|rent|school|wildcat)\s+strikes?
      |illegal|unlawful|lawful|legal|members|rosters?|contracts?|transit|depots?|strike\s+(?:action|ballots?|vote|fund|notice|days?))\b""",
    re.I | re.X,
)
#: ... and beside which it is an attack, whatever else stands there.
_MILITARY_RE = re.compile(
    r"""\b(?:missiles?|air|drones?|rockets?|bomb\w*|army|armies|military|troops|soldiers?|rebels?|militias?|warplanes?|artillery|shell\w*
      |attack\w*|kill\w*|wounded|targets?|enemy|hostile|war|nuclear|retaliat\w+|lightning|earthquake)\b""",
    re.I | re.X,
)
# "struck a deal", "a sign of", "close to the river": other words than the event.
_OTHER_SENSE_RE = {
    "attack": re.compile(
        r"\s+(?:an?|the)\s+(?:\w+\s+)?(?:deals?|agreements?|accords?|bargains?|balance|compromise|chord|tone|pose)\b",
        re.I,
    ),
    "agree": re.compile(r"\s+(?:of|that|for|says?|reading)\b", re.I),
    "close": re.compile(
        r"\s+(?:to|by|friends?|ally|allies|aides?|race|contact|contacts|relatives?|call|range|up|ties|links|watch)\b",
        re.I,
    ),
}
_SIGNS = frozenset({"sign", "signs"})


@lru_cache(maxsize=64)  # heads of articles
def is_of_labour(text: str) -> bool:
    """Tell whether a text that speaks of a strike means a stoppage of work.

    >>> is_of_labour("Pilots walked out on Monday over pay. The strike hit two airports.")
    True
    """
    forms = {word.lower() for word in re.findall(r"\w+", text)}
    return bool(forms & _STRIKE_FORMS and _LABOUR_RE.search(text)) and not _MILITARY_RE.search(text)


def is_strike(word: str) -> bool:
    """Tell whether a word may name a strike, of either sort."""
    return word.lower() in _STRIKE_FORMS


def _other_sense(text: str, form: str, group: str, end: int) -> bool:
    """Tell whether the words around a form make it another word: a strike over pay, a sign of life, close to the sea."""
    if group == "attack" and form in _STRIKE_FORMS:
        walkout = form != "struck" and _LABOUR_RE.search(text) and not _MILITARY_RE.search(text)
        return bool(walkout) or bool(_OTHER_SENSE_RE["attack"].match(text, end))
    if (group == "agree" and form in _SIGNS) or (group == "close" and form == "close"):
        return bool(_OTHER_SENSE_RE[group].match(text, end))
    return False


def _forms_in(text: str) -> Iterator[tuple[str, int, int]]:
    """Yield the forms with their ranges from left to right, the longest of those that start with a word."""
    found = list(_WORD_RE.finditer(text))
    words = [match[0].lower() for match in found]
    at = 0
    while at < len(words):
        size = 1
        for form in _FORMS_FROM.get(words[at], ()):
            if tuple(words[at : at + len(form)]) != form:
                continue
            run = found[at : at + len(form)]
            if all(text[a.end() : b.start()].isspace() for a, b in pairwise(run)):
                size = len(form)
                yield " ".join(form), run[0].start(), run[-1].end()
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
    for match in _CAUSE.finditer(text):
        negated, hedged = _cues(text).polarity(*match.span())
        if negated:
            out += [Predicate(group, match.start(), match.end(), True, hedged) for group in _DENIED_BY_CAUSE]
    for match in _SAFE_LANDING.finditer(text):
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


@lru_cache(maxsize=_KEPT_TEXTS)
def groups(text: str) -> frozenset[str]:
    """Return the groups whose words occur in a text, whatever their polarity."""
    return frozenset([group for group, _, _ in _matches(text)])
