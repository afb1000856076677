"""The event that a question leaves unnamed: "when did it happen?" asks for the one that the story is about."""

from __future__ import annotations

import re
from collections import defaultdict
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
    rf"^(?:and\s+|so\s+)?what\s+(?:was\s+the\s+cause(?:\s+of\s+{_IT})?|caused\s+{_IT})\W*$", re.IGNORECASE
)

#: Noun of an event → the forms that tell of it. Nothing here is about one event.
_EVENTS = {
    noun: re.compile(rf"\b(?:{forms})\b", re.IGNORECASE)
    for noun, forms in {
        "crash": r"crash(?:es|ed|ing)?|plane\s+went\s+down|aircraft\s+went\s+down",
        "collision": r"collisions?|collided|rammed",
        "derailment": r"derail(?:s|ed|ment)",
        "grounding": r"ran\s+aground|runs?\s+aground|aground|grounding",
        "sinking": r"sank|sinks?|sinking|sunk|capsized?|capsizes",
        "fire": r"fires?|blaze|wildfires?|inferno|burned\s+down|caught\s+fire",
        "explosion": r"explosions?|exploded|explodes?|blasts?|blew\s+up",
        "collapse": r"collaps(?:e|es|ed|ing)|caved\s+in|gave\s+way",
        "flood": r"floods?|flooding|flooded|deluge|dam\s+(?:burst|broke)",
        "earthquake": r"earthquakes?|quakes?|tremors?",
        "eruption": r"erupt(?:s|ed|ion)",
        "landslide": r"landslides?|mudslides?|rockslides?",
        "avalanche": r"avalanches?",
        "storm": r"storms?|hurricanes?|cyclones?|typhoons?|tornado(?:es)?",
        "shooting": r"shootings?|shot\s+dead|gunm[ae]n|opened\s+fire",
        "stabbing": r"stabb(?:ed|ing|ings)",
        "bombing": r"bomb(?:ed|ing|ings)",
        "attack": r"attack(?:s|ed)?|raid(?:s|ed)?|ambush(?:ed)?|assault(?:s|ed)?",
        "theft": r"thefts?|stole|stolen|robbery|robbed|heist|burglary|thieves|robbers",
        "kidnapping": r"kidnap(?:s|ped|ping)|abduct(?:ed|ion|ions)",
        "murder": r"murder(?:s|ed)?|homicide",
        "spill": r"spill(?:s|ed)?|spilt|leak(?:s|ed)?",
        "outage": r"outages?|blackouts?|power\s+cuts?",
        "outbreak": r"outbreaks?",
        "recall": r"recall(?:s|ed)?",
        "strike": r"on\s+strike|strikes?|walk(?:ed)?\s+out|walkouts?|stoppage",
        "protest": r"protest(?:s|ed|ers)?|demonstrat(?:ion|ions|ors)|riot(?:s|ed)?",
        "election": r"elections?|elected|vot(?:ed|ers|ing)|referendum",
        "takeover": r"takeover|merger|merge(?:s|d)?|acqui(?:re|res|red|sition)|to\s+buy",
        "verdict": r"verdicts?|convicted|acquitted|found\s+guilty|sentenced|jailed",
        "launch": r"launch(?:es|ed|ing)?|lift-?off|blasted\s+off",
    }.items()
}
#: Characters of an article that say what it is about: its headline and about two sentences.
_LEAD = 400


def named(question: str, articles: Sequence[Article]) -> str | None:
    """Return a question that leaves its event unnamed as one that names it, or None.

    The event is the one that most outlets open with. None where the question names something, or no event is told.
    """
    text = " ".join(question.split())
    cause = _CAUSE_RE.match(text)
    match = cause or _OPEN_RE.match(text)
    noun = _event_of(articles) if match else None
    if match is None or noun is None:
        return None
    if cause or match["wh"].lower() in ("how", "why"):
        return f"what caused the {noun}?"
    return f"{match['wh'].lower()} did the {noun} happen?"


def _event_of(articles: Sequence[Article]) -> str | None:
    told: dict[str, set[str]] = defaultdict(set)
    first: dict[str, int] = {}
    for article in articles:
        lead = f"{article.title}. {article.text[:_LEAD]}"
        for noun, pattern in _EVENTS.items():
            if found := pattern.search(lead):
                told[noun].add(article.outlet.id)
                first[noun] = min(first.get(noun, _LEAD), found.start())
    # By outlets; then by what stands first, since background follows; then by name, so that ties are ties everywhere.
    return min(told, key=lambda noun: (-len(told[noun]), first[noun], noun), default=None)
