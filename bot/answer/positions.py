"""Claims to positions: equal values grouped, earlier ones marked as superseded (method.md a.1, b.3, b.4)."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING

from bot.answer.corrections import is_correction, is_withdrawn
from bot.answer.origins import same_line
from bot.answer.types import Claim, Kind, Position, Stance
from bot.answer.values import Relation, Value, relate

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from bot.answer.types import Question, Speaker


def group(claims: Iterable[Claim]) -> tuple[Position, ...]:
    """Group claims by `same` and by nothing else, in an order that the input's order cannot change.

    Values that are told apart never share a position, though a third may be the same as each of them:
    "A. Berg" and "B. Berg" are two, and "Berg", which may be either, stands by itself.
    """
    ordered = sorted(claims, key=_place)
    groups: list[list[Claim]] = []
    for claim in ordered:
        same = [g for g in groups if any(relate(claim.value, other.value) is Relation.SAME for other in g)]
        merged = [claim, *(other for g in same for other in g)]
        groups = [g for g in groups if g not in same] + [merged]
    parted = [part for g in groups for part in _parted(g)]
    positions = [Position(_representative(g), tuple(sorted(g, key=_place))) for g in parted]
    return tuple(sorted(positions, key=_position_order))


def _parted(claims: list[Claim]) -> list[list[Claim]]:
    """Split a chain of same values wherever it ties two that are told apart."""
    values = sorted({claim.value for claim in claims}, key=lambda value: (str(value), repr(value)))
    apart = {value: {other for other in values if _told_apart(value, other)} for value in values}
    if not any(apart.values()):
        return [claims]
    # A value that fits two values told apart says too little to join either.
    same = {value: {other for other in values if relate(value, other) is Relation.SAME} for value in values}
    vague = {value for value in values if any(apart[one] & same[value] for one in same[value] - {value})}
    left = [value for value in values if value not in vague]
    parts: list[list[Value]] = [[value] for value in sorted(vague, key=values.index)]
    for value in left:
        home = next((p for p in parts if p[0] in same[value] - vague and not apart[value] & set(p)), None)
        if home is None:
            parts.append([value])
        else:
            home.append(value)
    return [[claim for claim in claims if claim.value in part] for part in parts]


def _told_apart(a: Value, b: Value) -> bool:
    """Tell whether two values cannot be one: incompatible, or two persons under different full names."""
    relation = relate(a, b)
    return relation is Relation.INCOMPATIBLE or (
        relation is not Relation.SAME and getattr(a, "full", False) and getattr(b, "full", False)
    )


def _place(claim: Claim) -> tuple[str, str, int, int]:
    return (claim.outlet, claim.article.id, claim.reading.span.start, claim.reading.span.end)


def _position_order(position: Position) -> tuple[int, int, str]:
    return (position.superseded, -len(position.outlets), _sort_key(position.value))


def _sort_key(value: Value) -> str:
    low = getattr(value, "low", None)
    # Larger figures first; text by its letters.
    return (
        f"{1e18 - low:030.6f}" if isinstance(low, int | float) else ("0" if str(value) == "yes" else "1" + str(value))
    )


def _representative(claims: Sequence[Claim]) -> Value:
    """Return the value that says most: with a total if any has one, then the most frequent, then the shortest."""
    tally = Counter(claim.value for claim in claims)
    return min(
        tally,
        key=lambda value: (
            getattr(value, "of", None) is None,
            getattr(value, "open", False),
            # The fullest of one person's names; elsewhere what most say.
            -len(str(value).split()) if getattr(value, "sole", False) and getattr(value, "full", False) else 0,
            -tally[value],
            len(str(value)),
            str(value),
        ),
    )


def incompatible(a: Position, b: Position) -> bool:
    """Tell whether two positions cannot both be true: some value of one excludes some value of the other."""
    ours, theirs = {claim.value for claim in a.claims}, {claim.value for claim in b.claims}
    return any(relate(x, y) is Relation.INCOMPATIBLE for x in ours for y in theirs)


def mark_superseded(positions: Sequence[Position], course: Course | None = None) -> tuple[Position, ...]:
    """Mark each position that a later one by the same line of speakers has replaced.

    `course` is the way that the figures asked for go by their nature: the dead only become more.
    """
    superseded = {
        old.value
        for old in positions
        for new in positions
        if old is not new
        and incompatible(old, new)
        and (supersedes(new, old) or (course and _outrun(new, old, course)))
    }
    if len(superseded) == len(positions):  # Each replaced by another: the order is not shown after all.
        superseded = set()
    # What an outlet itself has withdrawn no longer holds, whatever stands in its place.
    withdrawn = {p.value for p in positions if p.value.kind != "yes_no" and all(_retracted(c) for c in p.claims)}
    if len(superseded | withdrawn) == len(positions):  # Nothing stands in its place: nobody answers.
        positions = [position for position in positions if position.value not in withdrawn]
    superseded |= withdrawn
    marked = [replace(p, superseded=p.value in superseded) for p in positions]
    return tuple(sorted(marked, key=_position_order))


def supersedes(new: Position, old: Position) -> bool:
    """Apply the update test: same line of speakers, order shown, not weaker in stance."""
    if _only_earlier(new) or all(claim.reading.stance is Stance.HEDGE for claim in new.claims):
        return False
    if _come_about(old, new):
        return True
    if _withdrawn(old, new) and not any(_retracted(claim) for claim in new.claims):
        return True
    for claim in new.claims:
        changed = _narrates_change(claim) or _tells_from_to(claim, old)
        if changed and _all_older(old, claim) and _is_told_of(claim, old):
            return True
    here = voices(old)
    going = [voice for voice in here if _line_continues(voice, new)]
    if not going or not all(voice in going or _overtaken(voice, old, new) for voice in here):
        return False
    marked = any(claim.reading.earlier for claim in old.claims)
    return marked or _all_before(going, old, new) or _risen_since(going, new)


#: "Will not concede tonight", "has not resigned yet", "no arrests have been made": it may still come.
_STILL_TO_COME_RE = re.compile(
    r"\b(?:will\s+not|won['’]t|has\s+not|have\s+not|hasn['’]t|haven['’]t|not\s+yet|yet\s+to|refus(?:e|es|ed|ing)\s+to|declin(?:es|ed)\s+to"
    r"|no\s+(?:[\w-]+\s+){1,2}(?:has|have)\s+(?:yet\s+)?been|(?:no\s+one|nobody|none)\s+(?:(?!had)\w+\s+){0,3}?(?:has|have)"
    r"|(?:do|does|did)\s+not\s+(?:intend|plan|want|mean)\s+to|no\s+(?:plans?|intention)\s+(?:to|of))\b",
    re.IGNORECASE,
)


def _come_about(old: Position, new: Position) -> bool:
    """Tell whether what somebody had not done, or would not do, was told as done later: a "no" that a "yes" has overtaken."""
    if getattr(new.value, "value", None) is not True or getattr(old.value, "value", None) is not False:
        return False
    done = [c for c in new.claims if not c.reading.earlier and not _STILL_TO_COME_RE.search(c.statement.sentence.text)]
    still = [claim for claim in old.claims if not claim.reading.earlier]
    if not done or not still:
        return False
    return all(
        _STILL_TO_COME_RE.search(claim.statement.sentence.text) and all(_before(claim, other) for other in done)
        for claim in still
    )


class Course(StrEnum):
    """The way that a figure of an event goes from one day to the next."""

    RISES = "rises"
    MOVES = "moves"


_RISING = frozenset({"die", "injure", "casualty", "arrest", "infect", "displace"})


def course_of(question: Question) -> Course | None:
    """Return the way that the figures asked for go: tolls rise, the number of the missing moves; None for others."""
    if question.kind is not Kind.COUNT or not question.predicates:
        return None
    if question.predicates == {"missing"}:
        return Course.MOVES
    return Course.RISES if question.predicates <= _RISING else None


#: Who tells of an event as one of its sides, and does not speak for those who count.
_SIDE_RE = re.compile(
    r"\b(?:organi[sz]ers?|unions?|activists?|protesters?|demonstrators?|witness(?:es)?|residents?|neighbou?rs?|opposition|rebels?"
    r"|lawyers?|attorneys?|famil(?:y|ies)|relatives|association|campaigners?|critics?|doctors?|nurses?|medics?|locals|villagers"
    r"|survivors?|insurers?|analysts?|experts?)\b",
    re.IGNORECASE,
)


def _outrun(new: Position, old: Position, course: Course) -> bool:
    """Tell whether events have outrun a figure: it came before the new one, from the outlets and those who count.

    A named rival and a side in a dispute stand by their word.
    """
    latest = [claim for claim in new.claims if not claim.reading.earlier and not _retracted(claim)]
    still = [claim for claim in old.claims if not claim.reading.earlier and not _retracted(claim)]
    if not latest or not still or all(claim.reading.stance is Stance.HEDGE for claim in latest):
        return False
    if course is Course.RISES and not _larger(new.value, old.value):
        return False
    if getattr(old.value, "vague", None):
        return False
    if any(_is_of_side(claim) for claim in latest):
        return False
    if not all(any(_before(claim, other) for claim in still) for other in latest):
        return False
    return all(_counts(voice, latest) and all(_before(voice, other) for other in latest) for voice in still)


def _is_of_side(claim: Claim) -> bool:
    """Tell whether a claim is a side's, or an outlet's own word for what it has from somebody: "by the count of …"."""
    if claim.speaker is None:
        return _SOURCED_RE.search(claim.statement.sentence.text) is not None
    return _SIDE_RE.search(claim.speaker.canonical) is not None


_SOURCED_RE = re.compile(
    r"\b(?:by|in|on)\s+(?:the\s+|its\s+|their\s+)?(?:own\s+)?(?:count|tally|estimate|reckoning|figures)\b|\baccording\s+to\b|\bfigures\s+(?:of|from)\b",
    re.IGNORECASE,
)


def _larger(new: Value, old: Value) -> bool:
    low, high = getattr(new, "low", None), getattr(old, "high", None)
    return low is not None and high is not None and low > high


def _counts(voice: Claim, latest: Sequence[Claim]) -> bool:
    """Tell whether a voice is an outlet, those who count whoever they are, or one whose line goes on."""
    speaker = voice.speaker
    if speaker is None:
        return True
    if any(claim.speaker and (same_line(speaker, claim.speaker) or _of_office(voice, claim)) for claim in latest):
        return True
    named = any(word[0].isupper() for word in speaker.canonical.split())
    return not named and _SIDE_RE.search(speaker.canonical) is None


def _of_office(voice: Claim, later: Claim) -> bool:
    """Tell whether a later voice is the office of an earlier one: "governor Anna Berg", "the governor's office"."""
    if voice.speaker is None or later.speaker is None:
        return False
    role = re.search(rf"\b(\w+)\s+{re.escape(voice.speaker.canonical)}\b", voice.article.text)
    office = re.match(r"(\w+)['’]s?\s+office\b", later.speaker.canonical)
    return role is not None and office is not None and role[1].lower() == office[1].lower()


def _only_earlier(position: Position) -> bool:
    return all(claim.reading.earlier for claim in position.claims)


#: Words by which an outlet tells of a change: "put back to May 31", "will now take place on Sunday".
_CHANGE_RE = re.compile(
    r"""\b(?:put\s+(?:back|off)|moved(?!\s+to\s+safety)|brought\s+forward|postponed|rescheduled|pushed\s+back|delayed)\s+(?:to|until|till|from|by)\b
      | \b(?:extend(?:s|ed)?|prolong(?:s|ed)?|lengthen(?:s|ed)?|shorten(?:s|ed)?)\s+(?:[\w'’]+\s+){0,4}?(?:until|till|to|by)\b
      | \b(?:will|is|are|was|were|has|have)\s+now\b | \bnot\b[^.;]{1,40}\bas\s+(?:first|originally|earlier|previously)\b
      | \binstead\s+of\b | \b(?:revised|corrected|amended)\b""",
    re.IGNORECASE | re.VERBOSE,
)
#: "The number of injured has risen to 16": there was a smaller one before.
_RISEN_RE = re.compile(
    r"""\b(?:rises?|rose|risen|climbs?|climbed|raises?|raised|increases?|increased|grows?|grew|grown|jumps?|jumped|up|lowers?
      |lowered|cuts?|revised|corrected|updated|down|reduced|falls?|fallen|fell)\s+(?:[\w'’]+\s+){0,4}?(?:to|from)\b
      | \brevis(?:ed?|es)\s+(?:[\w'’]+\s+){5,7}?(?:to|from)\b
      | \bnow\s+(?:known|said|put|stands?|thought|believed|confirmed|says?|at)\b | \b(?:has|have|is|are|was|were)\s+now\b""",
    re.IGNORECASE | re.VERBOSE,
)


def _retracted(claim: Claim) -> bool:
    sentence, span = claim.statement.sentence, claim.reading.span
    after = claim.article.text[sentence.end : sentence.end + _NEXT]
    return is_withdrawn(sentence.text, span.start - sentence.start, span.end - sentence.start, after)


#: Characters after a sentence in which the next one begins by saying that it was wrong.
_NEXT = 80


def _narrates_change(claim: Claim) -> bool:
    """Tell whether an outlet itself tells that the value was changed to this one: "number of injured rises to 31"."""
    if claim.speaker is not None or claim.reading.earlier:
        return False
    text = claim.statement.text
    until = text[: claim.reading.span.start - claim.statement.start]
    return bool(_CHANGE_RE.search(text) or _RISEN_RE.search(text) or _MADE_RE.search(until))


#: "has doubled its reward to", "brings the number in custody to", before the value itself.
_MADE_RE = re.compile(
    r"\b(?:doubled?|doubles|trebled|tripled|halved|widen(?:s|ed)?|improve[ds]?|brings?|bringing|brought|extended|expanded|upped|slashed)"
    r"\s+(?:[\w'’,.]+\s+){0,7}?to\s+(?:about\s+|nearly\s+|some\s+)?$",
    re.IGNORECASE,
)


def _tells_from_to(claim: Claim, old: Position) -> bool:
    """Tell whether a claim gives the old value as what there was before: "raised the number of deaths from 3 to 5"."""
    low = getattr(old.value, "low", None)
    text, at = claim.statement.text, claim.reading.span.start - claim.statement.start
    if low is None or claim.reading.earlier or not _FROM_RE.search(text, 0, at):
        return False
    from bot.answer.quantities import quantities  # most answers are no figures that changed

    return any(q.earlier and q.low == low and q.end <= at for q in quantities(text))


_FROM_RE = re.compile(r"\bfrom\b", re.IGNORECASE)


def _all_older(old: Position, new: Claim) -> bool:
    """Tell whether whatever gives the old value without calling it old came before the change, by day at least."""
    still = [claim for claim in old.claims if not (claim.reading.earlier or _retracted(claim))]
    return not any(_before(new, claim) for claim in still) and (
        not still or any(_before(claim, new) for claim in still)
    )


def _is_told_of(change: Claim, old: Position) -> bool:
    """Tell whether a change that an outlet tells of may be one of the old value: not where a rival stands by it.

    "The ministry has raised its figure to 31" says nothing of what the Red Cross counts.
    """
    if _OWN_FIGURE_RE.search(change.statement.sentence.text) is None:
        return True  # "the number has risen to 31": whoever gave the old one
    still = [claim for claim in old.claims if not (claim.reading.earlier or _retracted(claim))]
    return all(claim.speaker is None or _is_in(claim.speaker, change) for claim in still)


#: "has raised its estimate": somebody changes what he says, not the world.
_OWN_FIGURE_RE = re.compile(
    r"\b(?:rais(?:ed?|es|ing)|revis(?:ed?|es|ing)|correct(?:ed|s|ing)?|updat(?:ed?|es|ing)|lower(?:ed|s|ing)?|upp(?:ed|ing)|cut|reduc(?:ed?|es)"
    r"|increas(?:ed?|es)|doubl(?:ed?|es))\s+(?:its|his|her|their|the)\s+(?:[\w'’-]+\s+){0,3}?"
    r"(?:figures?|estimates?|forecasts?|counts?|tall(?:y|ies)|tolls?|numbers?|totals?|offers?|demands?|bids?|claims?|predictions?)\b",
    re.IGNORECASE,
)


def _is_in(speaker: Speaker, change: Claim) -> bool:
    """Tell whether the article that tells of a change names somebody, or whom he speaks for; "officials" may be anybody."""
    names = [name for name in (speaker.canonical, speaker.parent) if name]
    words = [word for name in names for word in name.split() if word[0].isupper() and len(word) > _SHORT]
    return not words or any(re.search(rf"\b{re.escape(word)}\b", change.article.text) for word in words)


_SHORT = 3  # letters: "The", "Mr" name nobody


def _withdrawn(old: Position, new: Position) -> bool:
    """Tell whether a correction names the old value: among its own claims, or in an article of the new ones."""
    if any(_retracted(claim) for claim in old.claims) or any(_puts_right(claim, old) for claim in new.claims):
        return True
    outlets = {claim.outlet for claim in old.claims}
    printed = {claim.article.text[claim.reading.span.start : claim.reading.span.end] for claim in old.claims}
    for article in {claim.article.id: claim.article for claim in new.claims if claim.outlet in outlets}.values():
        for match in _CORRECTION_RE.finditer(article.text):
            if any(re.search(rf"(?<!\w){re.escape(text)}(?!\w)", match[0]) for text in printed):
                return True
    return False


def changes(claim: Claim) -> bool:
    """Tell whether a claim's sentence says that a figure was corrected, or has come to be another one."""
    sentence = claim.statement.sentence.text
    told = any(pattern.search(sentence) for pattern in (_CHANGE_RE, _RISEN_RE, _PUT_RIGHT_RE, _CORRECTION_RE))
    return told or is_correction(sentence) or _retracted(claim)


def _puts_right(new: Claim, old: Position) -> bool:
    """Tell whether a sentence corrects the old value: "It has corrected its figure: 31 were hurt, not 44"."""
    sentence = new.statement.sentence.text
    if not _PUT_RIGHT_RE.search(sentence):
        return False
    printed = {claim.article.text[claim.reading.span.start : claim.reading.span.end] for claim in old.claims}
    return any(re.search(rf",\s+(?:and\s+)?not\s+(?:the\s+)?{re.escape(text)}(?!\w)", sentence) for text in printed)


_PUT_RIGHT_RE = re.compile(
    r"\b(?:correct(?:s|ed|ing)|revis(?:es|ed|ing)|amend(?:s|ed|ing))\s+(?:its|his|her|their|the|an)\b", re.IGNORECASE
)
#: The first sentence of a correction: it names what was wrong.
_CORRECTION_RE = re.compile(r"^\W*Correction\b[^\n.]{1,300}", re.IGNORECASE | re.MULTILINE)


def _risen_since(going: Sequence[Claim], new: Position) -> bool:
    """Tell whether the line says that its value has changed to the new one, in an article no older than the old."""
    for claim in new.claims:
        if claim.reading.earlier or not _RISEN_RE.search(claim.statement.sentence.text):
            continue
        if not any(_before(claim, other) for other in going):
            return True
    return False


def voices(position: Position) -> tuple[Claim, ...]:
    """Return the claims that speak for themselves.

    An outlet's own sentence that repeats a value its article attributes belongs to that speaker's line.
    """
    attributed = {claim.article.id for claim in position.claims if claim.speaker}
    return tuple(claim for claim in position.claims if claim.speaker or claim.article.id not in attributed)


def _line_continues(old: Claim, new: Position) -> bool:
    for claim in new.claims:
        # "Initially, three were reported dead": the article itself tells that its own figure was overtaken.
        if not old.speaker and old.reading.earlier and not claim.reading.earlier and claim.article.id == old.article.id:
            return True
        if old.speaker and claim.speaker:
            if same_line(old.speaker, claim.speaker):
                return True
        elif (
            not old.speaker and claim.outlet == old.outlet and claim.article.id != old.article.id and _own_again(claim)
        ):
            return True
    return False


def _own_again(claim: Claim) -> bool:
    """Tell an outlet's own word, or one by which it has somebody change a figure: "it has risen to 16, police said"."""
    return not claim.speaker or _RISEN_RE.search(claim.statement.sentence.text) is not None


def _overtaken(voice: Claim, old: Position, new: Position) -> bool:
    """Tell whether a voice that nobody can ask again gave the old value before the new one came.

    An outlet's own sentence, or "officials", repeats what the line said then; a named rival stands by its word.
    """
    if voice.speaker is not None and any(word[0].isupper() for word in voice.speaker.canonical.split()):
        return False
    latest = [claim for claim in new.claims if not claim.reading.earlier]
    # A copy printed later is no later word: what counts is when the statement first appeared.
    first = [claim for claim in old.claims if _same_voice(claim, voice)]
    return bool(latest) and any(all(_before(claim, other) for other in latest) for claim in first)


def _all_before(going: Sequence[Claim], old: Position, new: Position) -> bool:
    """Tell whether the line's statements of the old value were published before the new one's first."""
    latest = [claim for claim in new.claims if any(_same_voice(claim, other) for other in old.claims)]
    return bool(latest) and all(_before(claim, other) for claim in going for other in latest)


def _before(a: Claim, b: Claim) -> bool:
    """Tell whether a claim was published before another: by the hour where both tell it, else by the day."""
    first, second = _moment(a), _moment(b)
    if first and second:
        return first < second
    return bool(_day(a) and _day(b)) and _day(a) < _day(b)


def _moment(claim: Claim) -> datetime | None:
    published = claim.article.published or ""
    try:
        found = datetime.fromisoformat(published) if "T" in published else None
    except ValueError:
        return None
    return found if found and found.tzinfo else None


def _same_voice(a: Claim, b: Claim) -> bool:
    if a.speaker and b.speaker:
        return same_line(a.speaker, b.speaker)
    return a.speaker is None and b.speaker is None and a.outlet == b.outlet


def _day(claim: Claim) -> str:
    return (claim.article.published or "")[:10]
