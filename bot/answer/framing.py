"""Framing: what two outlets say alike in substance and unlike in words (method.md a.3). It never changes an answer."""

from __future__ import annotations

import re
from itertools import combinations
from typing import TYPE_CHECKING

from bot.answer.origins import same_line
from bot.answer.types import CueClass
from bot.answer.words import tokens

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from bot.answer.types import Claim, Position

#: Words that judge what they name. A list of language, not of events; both praise and blame.
_EVALUATIVE = frozenset(
    """unprovoked brutal brutally barbaric heinous cowardly savage savagely senseless ruthless vicious horrific
    shocking disgraceful shameful scandalous outrageous illegal unlawful illegitimate unjust unfair reckless
    draconian botched bungled chaotic disastrous catastrophic humiliating crushing devastating stunning heroic
    heroically brave bravely valiant glorious historic landmark triumphant massive mere merely so-called notorious
    infamous extremist extremists radical fanatics thugs mob rioters terrorist terrorists terror martyr martyrs
    martyred martyrdom regime puppet aggressor aggressors aggression occupier occupiers occupation invaders
    liberators butcher slaughter slaughtered massacre massacred genocide atrocity atrocities crony cronies corrupt
    greedy elite elites hardline hardliners moderate plot conspiracy propaganda provocation provocative desperate
    defiant embattled disgraced beleaguered innocent bloodthirsty sinister dubious baseless bogus sham farce
    surrender traitor traitors hero heroes monster monsters evil tyrant dictator strongman""".split()
)
# A few words in quotation marks inside a sentence: "aggressor", 'Northern Front', never a whole statement.
_SCARE_RE = re.compile(r"(?<!\w)[\"“‘'](?P<words>[^\W\d_][\w-]*(?:\s+[\w-]+){0,4})[\"”’'](?!\w)")
_COMMITMENT = {CueClass.DOUBT: "doubt", CueClass.NEUTRAL: "plain", CueClass.ASSERT: "plain", CueClass.DATA: "plain"}


def framed(positions: Sequence[Position]) -> bool:
    """Tell whether outlets that agree on a position word it with other judgements, quotation marks or verbs."""
    return any(_framed(position.claims) for position in positions)


def _framed(claims: Sequence[Claim]) -> bool:
    outlets = sorted({claim.outlet for claim in claims})
    words = {outlet: _loaded(claim for claim in claims if claim.outlet == outlet) for outlet in outlets}
    if any(words[a] != words[b] for a, b in combinations(outlets, 2)):
        return True
    return any(_verbs_differ(a, b) for a, b in combinations(claims, 2) if a.outlet != b.outlet)


def _loaded(claims: Iterable[Claim]) -> frozenset[str]:
    """Return what one outlet's sentences judge, and which words they hold off with quotation marks."""
    found: set[str] = set()
    for claim in claims:
        text = claim.statement.text
        found |= {word.lower() for word in tokens(text)} & _EVALUATIVE
        found |= {f"“{match['words'].lower()}”" for match in _SCARE_RE.finditer(text)}
    return frozenset(found)


def _verbs_differ(a: Claim, b: Claim) -> bool:
    """Tell whether one speaker "said" it in one outlet and "claimed" it in another."""
    if a.speaker is None or b.speaker is None or not same_line(a.speaker, b.speaker):
        return False
    one, other = a.statement.cue_class, b.statement.cue_class
    if one is None or other is None or one not in _COMMITMENT or other not in _COMMITMENT:
        return False
    return _COMMITMENT[one] != _COMMITMENT[other]
