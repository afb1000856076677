"""The event that a question leaves unnamed: "when did it happen?" asks for the one that the story is about."""

from __future__ import annotations

import re
from collections import defaultdict
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from corpus.types import Article

_IT = r"(?:it|this|that|all\s+(?:this|that)|(?:the|this|that)\s+(?:event|incident|thing))"
_OPEN_RE = re.compile(
    rf"^(?:and\s+|so\s+)?(?P<wh>(?:at\s+what|what)\s+time|(?:on\s+)?(?:what|which)\s+(?:day|date)|when|where|why|how)(?:\s+exactly)?"
    rf"(?:\s+(?:did|has|had)\s+{_IT}\s+(?:happen(?:ed)?|occur(?:red)?|take\s+place|taken\s+place|go\s+on)|\s+was\s+{_IT})?\W*$",
    re.IGNORECASE,
)
_CAUSE_RE = re.compile(
    rf"^(?:and\s+|so\s+)?what\s+(?:(?:was|is|were)\s+the\s+(?:cause|reason)(?:\s+of\s+{_IT})?|caused\s+{_IT})\W*$",
    re.IGNORECASE,
)

#: "Was it arson?": a cause, and no name of the event.
_WAS_IT_RE = re.compile(
    rf"^(?:and\s+|so\s+)?(?P<was>was|is)\s+{_IT}\s+(?:really\s+|actually\s+)?(?P<cause>(?:a\s+case\s+of\s+)?(?:arson|sabotage|foul\s+play"
    r"|negligence|lightning|(?:human|pilot|driver)\s+error|an?\s+(?:bomb|missile|short\s+circuit|(?:gas\s+)?leak)))\W*$",
    re.IGNORECASE,
)

#: "Did a power line set it off?"
_SET_IT_OFF_RE = re.compile(
    rf"^(?:and\s+|so\s+)?(?P<did>did|does)\s+(?P<cause>(?:an?|the)\s+[\w’'-]+(?:\s+[\w’'-]+){{0,4}}?)\s+(?:set\s+{_IT}\s+off|(?:cause|start|trigger)\s+{_IT})\W*$",
    re.IGNORECASE,
)

#: Noun of an event → how news tells of it: its other nouns and its verbs; "_" joins words. Nothing here is about one event.
_TOLD = {
    "crash": "crash crashes crashed crashing went_down go_down going_down gone_down came_down smashed_into slammed_into ploughed_into"
    " plowed_into",
    "accident": "accident crash crashed collision collided overturned ran_over",
    "collision": "collision collisions collided collide rammed smashed_into",
    "derailment": "derail derails derailed derailment came_off_the_rails jumped_the_tracks left_the_tracks",
    "grounding": "grounding ran_aground run_aground runs_aground running_aground went_aground aground grounded",
    "sinking": "sinking sank sinks sink sunk capsize capsized capsizes capsizing went_under foundered",
    "fire": "fire fires blaze wildfire wildfires inferno burned_down caught_fire broke_out",
    "explosion": "explosion explosions exploded explodes blast blasts blew_up went_off detonated detonation",
    "collapse": "collapse collapses collapsed collapsing caved_in gave_way give_way fell_in came_down fell_down crumbled",
    "flood": "flood floods flooding flooded deluge burst_its_banks dam_burst dam_broke",
    "earthquake": "earthquake earthquakes quake quakes tremor tremors",
    "eruption": "eruption erupted erupts",
    "landslide": "landslide landslides mudslide mudslides rockslide rockslides landslip",
    "avalanche": "avalanche avalanches",
    "storm": "storm storms hurricane cyclone typhoon tornado tornadoes made_landfall",
    "shooting": "shooting shootings shot_dead gunman gunmen opened_fire gunned_down",
    "stabbing": "stabbing stabbings stabbed",
    "bombing": "bombing bombings bombed bomb",
    "attack": "attack attacks attacked raid raids raided ambush ambushed assault assaults assaulted stormed",
    "theft": "theft thefts stole stolen robbery robberies robbed heist heists burglary burgled break-in broke_in broke_into thieves"
    " robbers made_off_with",
    "kidnapping": "kidnapping kidnap kidnaps kidnapped abducted abduction",
    "murder": "murder murders murdered homicide killing",
    "spill": "spill spills spilled spilt leak leaks leaked",
    "outage": "outage outages blackout blackouts power_cut power_cuts went_dark lost_power",
    "outbreak": "outbreak outbreaks fell_ill",
    "recall": "recall recalls recalled",
    "strike": "strike strikes on_strike walkout walkouts walk_out walked_out stoppage downed_tools",
    "protest": "protest protests protested protesters demonstration demonstrations demonstrators riot riots marched",
    "election": "election elections elected voted voters voting referendum went_to_the_polls",
    "takeover": "takeover merger merge merges merged acquire acquires acquired acquisition to_buy bought",
    "verdict": "verdict verdicts convicted acquitted found_guilty sentenced jailed",
    "launch": "launch launches launched lift-off liftoff blasted_off",
    "arrest": "arrest arrests arrested detained",
    "resignation": "resignation resigned resigns stepped_down quit",
    "meeting": "meeting met meet meets",
}
_FORMS = {noun: tuple(form.replace("_", " ") for form in line.split()) for noun, line in _TOLD.items()}
#: Event by each of its nouns: a "heist" is a theft.
_NOUN_OF = {
    form: noun
    for noun, line in {
        **{noun: noun for noun in _TOLD},
        "fire": "fire blaze wildfire inferno", "theft": "theft robbery heist burglary break-in", "explosion": "explosion blast detonation",
        "earthquake": "earthquake quake tremor", "outage": "outage blackout", "strike": "strike walkout stoppage",
        "takeover": "takeover merger acquisition", "landslide": "landslide mudslide rockslide landslip", "kidnapping": "kidnapping abduction",
        "spill": "spill leak", "attack": "attack raid ambush assault", "protest": "protest demonstration riot", "flood": "flood flooding deluge",
        "storm": "storm hurricane cyclone typhoon tornado", "murder": "murder killing", "election": "election vote referendum",
        "crash": "crash", "sinking": "sinking capsizing", "launch": "launch lift-off liftoff",
    }.items()
    for form in line.split()
}  # fmt: skip
#: How an event that lasts begins.
_BEGUN = {
    "fire": "broke_out started began ignited caught_fire", "strike": "walked_out walk_out began started downed_tools",
    "war": "broke_out began started invaded", "protest": "began started took_to_the_streets", "outage": "went_dark lost_power began started",
    "outbreak": "began started fell_ill", "leak": "began started", "riot": "began started broke_out",
}  # fmt: skip


def forms_of(noun: str) -> tuple[str, ...]:
    """Return the words under which news tells of an event, lower case; none for a noun that is no event.

    >>> "stole" in forms_of("heist")
    True
    """
    event = _NOUN_OF.get(noun.lower())
    return _FORMS[event] if event else ()


def beginnings_of(noun: str) -> tuple[str, ...]:
    """Return the words under which news tells that an event began; none where it has no words of its own."""
    line = _BEGUN.get(_NOUN_OF.get(noun.lower(), noun.lower()), "")
    return tuple(form.replace("_", " ") for form in line.split())


#: Events that somebody sets a day for: a story may tell of several.
_PLANNED = frozenset("strike protest election takeover verdict launch meeting recall resignation".split())


def unforeseen(noun: str) -> bool:
    """Tell whether an event comes unplanned, so that a story tells of one."""
    return _NOUN_OF.get(noun.lower(), "") not in _PLANNED


def _pattern(forms: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(r"\b(?:" + "|".join(re.escape(form) for form in forms) + r")\b", re.IGNORECASE)


@cache
def _events() -> dict[str, re.Pattern[str]]:
    # Compiled at the first question that leaves its event unnamed. "Went down" is said of much: it names no event by itself.
    loose = {"went down", "go down", "going down", "gone down", "came down", "came off the rails", "quit", "met", "meet", "meets", "killing",
             "accident", "arrest", "arrests", "arrested", "detained", "went off", "fell in", "fell ill", "broke out", "stormed", "to buy"}  # fmt: skip
    kept = {noun: tuple(form for form in forms if form not in loose) for noun, forms in _FORMS.items()}
    found = {
        noun: _pattern(forms) for noun, forms in kept.items() if forms and noun not in ("accident", "arrest", "meeting")
    }
    found["crash"] = re.compile(rf"{found['crash'].pattern}|\b(?:plane|aircraft)\s+went\s+down\b", re.IGNORECASE)
    return found


#: Characters of an article that say what it is about: its headline and about two sentences.
_LEAD = 400


def named(question: str, articles: Sequence[Article]) -> str | None:
    """Return a question that leaves its event unnamed as one that names it, or None.

    The event is the one that most outlets open with. None where the question names something, or no event is told.
    """
    text = " ".join(question.split())
    whose = _ACCORDING_RE.search(text)
    to_whom = whose["whose"] if whose else ""
    text = _ACCORDING_RE.sub("", text)
    cause = _CAUSE_RE.match(text)
    match = cause or _WAS_IT_RE.match(text) or _SET_IT_OFF_RE.match(text) or _OPEN_RE.match(text)
    noun = _event_of(articles) if match else None
    if match is None or noun is None:
        return None
    if match.re is _WAS_IT_RE:
        return f"{match['was'].lower()} the {noun} caused by {match['cause']}{to_whom}?"
    if match.re is _SET_IT_OFF_RE:
        return f"{match['did'].lower()} {match['cause']} cause the {noun}{to_whom}?"
    if cause or match["wh"].lower() in ("how", "why"):
        return f"what caused the {noun}{to_whom}?"
    return f"{match['wh'].lower()} did the {noun} happen{to_whom}?"


_ACCORDING_RE = re.compile(r"(?P<whose>,?\s+according\s+to\s+[^?]+?)(?=\s*\??$)", re.IGNORECASE)


def _event_of(articles: Sequence[Article]) -> str | None:
    told: dict[str, set[str]] = defaultdict(set)
    first: dict[str, int] = {}
    for article in articles:
        lead = f"{article.title}. {article.text[:_LEAD]}"
        for noun, pattern in _events().items():
            if found := pattern.search(lead):
                told[noun].add(article.outlet.id)
                first[noun] = min(first.get(noun, _LEAD), found.start())
    # By outlets; then by what stands first, since background follows; then by name, so that ties are ties everywhere.
    return min(told, key=lambda noun: (-len(told[noun]), first[noun], noun), default=None)
