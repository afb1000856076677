"""The roles of people: crew, passengers, children; and which of them may be one group."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


#: People nouns by role. A noun in none of them that ends like one of these is read by its last word.
ROLES = {
    "crew": frozenset(
        "crew crewmember crewmembers crewman crewmen aircrew pilot pilots airman airmen sailors sailor".split()
    ),
    "passenger": frozenset(
        "passenger passengers traveller travellers traveler travelers commuters tourists tourist".split()
    ),
    "soldier": frozenset(
        "troops troop soldier soldiers personnel marine marines servicemen serviceman servicewoman servicemembers"
        " fighters militants rebels insurgents".split()
    ),
    "civilian": frozenset("civilian civilians resident residents villagers bystander bystanders".split()),
    "police": frozenset(
        "officer officers police deputies deputy policeman policemen cop cops guard guards agents".split()
    ),
    "attacker": frozenset(
        "attacker attackers gunman gunmen suspect suspects shooter shooters assailant assailants robbers robber bombers"
        " defendant defendants perpetrators".split()
    ),
    "child": frozenset(
        "child children kid kids boy boys girl girls baby babies infant infants toddler toddlers teen teens teenager"
        " teenagers student students pupil pupils juvenile juveniles youth youths minors".split()
    ),
    "woman": frozenset("woman women female females mother mothers".split()),
    "man": frozenset("man men male males father fathers".split()),
    "worker": frozenset(
        "worker workers employee employees miner miners staff journalist journalists workforce welder welders nurse nurses"
        " teacher teachers doctor doctors driver drivers docker dockers labourers laborers labourer".split()
    ),
    "rescuer": frozenset(
        "firefighter firefighters rescuer rescuers paramedic paramedics medics lifeguards searchers".split()
    ),
}
_ANYBODY = frozenset(
    "people person persons victim victims member members others other individuals individual adults adult dead lives"
    " deaths fatalities casualties patients occupants occupant survivors hostages americans citizens nationals refugees"
    " migrants patient human humans folks guests fans spectators supporters brothers"
    " sisters friends siblings"
    " driver drivers motorist motorists pedestrian pedestrians cyclist cyclists inmate inmates prisoners relatives"
    " inhabitants souls bodies body protesters voters household son sons daughter daughters wife husband"
    " girlfriend boyfriend fiancee"
    " parents couple cousin neighbour neighbor friend old".split()
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
MIXED = frozenset({"child", "woman", "man"})  # say something of anybody, whatever the role


def roles_of(words: Iterable[str]) -> frozenset[str]:
    """Return the roles of people in a noun phrase; "anybody" for a general word, empty for no people."""
    found = {role for role, nouns in ROLES.items() for word in words if word in nouns}
    return frozenset(found) or (frozenset({"anybody"}) if any(word in _ANYBODY for word in words) else frozenset())


def same_people(mine: frozenset[str], theirs: frozenset[str]) -> float:
    """Return how sure it is that people in some roles may be people in others, 0 to 1."""
    if mine & theirs:
        return 1.0
    if "anybody" in theirs:
        return 0.9 if mine - MIXED else 0.95
    if "anybody" in mine:
        return 0.0 if theirs <= _HELPERS else 0.9
    if mine <= MIXED:
        return 0.7
    return 0.9 if any(frozenset((a, b)) in _ALIKE for a in mine for b in theirs) else 0.0


def is_other_role(counted: tuple[str, ...], asked: str | None) -> bool:
    """Return whether people of any sort are counted where those in one role are asked for: fans are no officers."""
    theirs = roles_of(asked.split()) if asked else frozenset()
    return bool(theirs) and "anybody" not in theirs and roles_of(counted) == {"anybody"}


def of_one_sort(counted: tuple[str, ...], asked: str | None) -> bool:
    """Return whether people of one sort are counted where people of any sort are asked for: "no officers" of "people"."""
    theirs, mine = roles_of(asked.lower().split()) if asked else frozenset(), roles_of(counted)
    return (not theirs or theirs == {"anybody"}) and bool(mine) and "anybody" not in mine


def is_role(asked: str) -> bool:
    """Return whether a noun is of some of those aboard: crew, passengers, children."""
    roles = roles_of(re.findall(r"[\w'’-]+", asked.lower()))
    return bool(roles) and "anybody" not in roles
