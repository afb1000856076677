"""The first line of an answer: the state in plain words, every side named, none judged."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bot.answer.origins import same_line
from bot.answer.state import current, lead
from bot.answer.types import Answer, Claim, Kind, Position, State
from bot.answer.values import DeniedPresupposition

if TYPE_CHECKING:
    from collections.abc import Sequence

#: More names than this in one list make a line unreadable; the rest is counted.
_MOST_NAMES = 4
#: Characters of a value in a headline of several; about two lines for all of them.
_LONGEST_SHOWN = 160


def headline(answer: Answer) -> str:
    """Return the one-line summary of an answer."""
    now = current(answer.positions)
    if answer.question.compares and now:
        return _side_by_side(now)
    writers = {
        State.UNANSWERED: _unanswered,
        State.CONFLICT: _conflict,
        State.UPDATED: _updated,
        State.ONE_OUTLET: _one_outlet,
        State.AGREEMENT: _agreement,
        State.COMPLEMENTARY: _complementary,
    }
    return writers[answer.state](answer, now)


def listed(items: Sequence[str]) -> str:
    """Join names for a sentence: "A", "A and B", "A, B and C", "A, B, C, D and 3 more"."""
    names = list(dict.fromkeys(items))
    if len(names) > _MOST_NAMES:
        names = [*names[:_MOST_NAMES], f"{len(names) - _MOST_NAMES} more"]
    return names[0] if len(names) == 1 else ", ".join(names[:-1]) + " and " + names[-1]


def outlet_names(position: Position) -> list[str]:
    """Return the names of the outlets that carry a position, sorted by outlet id."""
    named = {claim.outlet: claim.article.outlet.name for claim in position.claims}
    return [named[outlet] for outlet in sorted(named)]


def voices(position: Position) -> list[str]:
    """Return who stands behind a position: outlets in their own voice, which no list may cut off, then speakers."""
    own = [f"{claim.article.outlet.name} itself" for claim in position.claims if not claim.speaker]
    speakers = [claim.speaker.canonical for claim in position.claims if claim.speaker]
    return [*dict.fromkeys(own), *dict.fromkeys(speakers)]


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _shown(position: Position) -> str:
    return str(position.value)


def _unanswered(answer: Answer, _: list[Position]) -> str:
    if "withheld" in answer.qualifiers:
        return "No outlet answers that: an article says that it has not been made public."
    if "false_presupposition" in answer.qualifiers:
        return "No outlet answers that: an article contradicts what the question takes for granted."
    return "No outlet in this corpus was found to answer that."


def _conflict(answer: Answer, now: list[Position]) -> str:
    denial = next((p for p in now if isinstance(p.value, DeniedPresupposition)), None)
    if denial:
        return _disputed_presupposition(denial, [p for p in now if p is not denial])
    if answer.question.kind.value == "yes_no":
        return f"Disputed. {_sides(now)}{_both_carry(now)}"
    if "polarity" in answer.qualifiers:
        return f"Disputed. {_sides(now)}"
    return f"Outlets differ: {_leads(answer)}."


def _disputed_presupposition(denial: Position, others: list[Position]) -> str:
    """Write "Whether it was shot down is disputed. Denied by X. Those who say so name Y: Z."."""
    subject = f"Whether {_affirmed(_shown(denial))} is disputed"
    if not others:
        return f"{subject}: {listed(voices(denial))} say not."
    given = listed([_shown(p) for p in others])
    who = listed([voice for p in others for voice in voices(p)])
    verb = "name" if denial.value.kind == "person" else "give"
    return f"{subject}. Those who say so {verb} {given}: {who}. Those who deny it: {listed(voices(denial))}."


def _affirmed(denial: str) -> str:
    """Turn "it was not shot down", "nobody was arrested", "there was no deal" into what they deny."""
    text = denial.replace("nobody ", "anybody ", 1).replace(" was not ", " was ", 1)
    return re.sub(r"\bno (?=[aeiou])", "an ", re.sub(r"\bno (?=[^aeiou])", "a ", text))


def _sides(now: list[Position]) -> str:
    """Write who stands on which side; a speaker whom outlets put on two is named with the outlet that does so."""
    everyone = [voice for position in now for voice in voices(position)]
    twice = {voice for voice in everyone if everyone.count(voice) > 1}
    return " ".join(
        f"{_capital(_shown(p))}: {listed([_placed(voice, p) if voice in twice else voice for voice in voices(p)])}."
        for p in now
    )


def _placed(voice: str, position: Position) -> str:
    carriers = {c.article.outlet.name for c in position.claims if c.speaker and c.speaker.canonical == voice}
    return f"{voice} (in {listed(sorted(carriers))})" if carriers else voice


def _both_carry(now: list[Position]) -> str:
    outlets = [set(position.outlets) for position in now]
    if len(outlets) == 2 and outlets[0] == outlets[1] and len(outlets[0]) > 1:
        return f" {'Both' if len(outlets[0]) == 2 else 'All'} outlets carry both claims."
    return ""


def _leads(answer: Answer) -> str:
    """Return each lead value with the outlets that lead with it."""
    named = {claim.outlet: claim.article.outlet.name for p in answer.positions for claim in p.claims}
    leads: dict[int, list[str]] = {}
    for outlet in sorted(named):
        first = lead(outlet, answer.positions)
        leads.setdefault(next(i for i, p in enumerate(answer.positions) if p is first), []).append(named[outlet])
    for i, position in enumerate(answer.positions):
        if not position.superseded:
            leads.setdefault(i, [f"carried by {listed(outlet_names(position))}"])
    return " · ".join(f"{_shown(answer.positions[i])} ({listed(who)})" for i, who in sorted(leads.items()))


def _updated(answer: Answer, now: list[Position]) -> str:
    old = [position for position in answer.positions if position.superseded]
    speakers = [claim.speaker.canonical for p in old for claim in p.claims if claim.speaker]
    who = listed(speakers[:1]) if speakers else listed(outlet_names(old[0]))
    if not now:  # every answer was given as an earlier one
        told = listed([_short(p) for p in old])
        return f"Only an earlier answer: {told} ({listed(outlet_names(old[0]))}). No outlet gives a newer one."
    later = [p for p in now if any(_said_both(claim, other) for o in old for claim in o.claims for other in p.claims)]
    before, after = listed([_short(p) for p in old]), listed([_short(p) for p in later or now])
    verb = "said" if speakers else "gave"
    return f"Outlets differ: {_leads(answer)}. An update: {who} {verb} {before} first, {after} later."


def _said_both(old: Claim, new: Claim) -> bool:
    """Tell whether one speaker, or one outlet in its own voice, gives both."""
    if old.speaker and new.speaker:
        return same_line(old.speaker, new.speaker)
    return not old.speaker and not new.speaker and old.outlet == new.outlet


def _short(position: Position) -> str:
    return _shown(position).split(" of ")[0]


def _one_outlet(answer: Answer, now: list[Position]) -> str:
    name = listed(sorted({claim.article.outlet.name for p in now for claim in p.claims}))
    said = "; ".join(_shown(p) for p in now)
    if len(said) > 2 * _LONGEST_SHOWN:
        said = f"{len(now)} answers, each in the words below"
    silent = listed([s.name for s in answer.silent]) if answer.silent else ""
    verb = "does" if len(answer.silent) == 1 else "do"
    rest = f"; {silent} {verb} not say" if silent else ""
    return f"{_capital(said)} ({name}{' only' if silent else ''}{rest})."


def _agreement(answer: Answer, now: list[Position]) -> str:
    outlets = outlet_names(now[0])
    how_many = "both outlets" if len(outlets) == 2 else f"all {len(outlets)} outlets that say"
    if "single_origin" in answer.qualifiers and _shown(now[0]) != now[0].origins[0]:
        return f"{_capital(_shown(now[0]))}, according to {now[0].origins[0]}: {how_many}, one origin."
    return f"{_capital(_shown(now[0]))}: {how_many}."


def _side_by_side(now: list[Position]) -> str:
    """Write what each outlet says or calls it, one after the other; whole sentences stand below only."""
    if any(len(_shown(position)) > _LONGEST_SHOWN for position in now):
        return f"Side by side: {listed([name for p in now for name in outlet_names(p)])}, each in the words below."
    return " · ".join(f"{listed(outlet_names(p))}: {_shown(p)}" for p in now) + "."


def _complementary(answer: Answer, now: list[Position]) -> str:
    # Whole statements are set side by side: that one does not contradict another has not been read.
    compared = "" if any(getattr(position.value, "whole", False) for position in now) else " No disagreement found."
    if answer.question.kind is Kind.CAUSE and compared:  # two causes may both hold or exclude each other
        compared = " Whether one excludes the other was not read."
    if sum(len(_shown(position)) for position in now) > 2 * _LONGEST_SHOWN:
        return f"{len(now)} answers, each in the words below.{compared}"
    return (
        "; ".join(
            f"{_capital(_shown(p)) if i == 0 else _shown(p)} ({listed(outlet_names(p))})" for i, p in enumerate(now)
        )
        + f".{compared}"
    )
