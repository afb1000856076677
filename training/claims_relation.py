"""Pairs of answers with a known relation, rewritten from real sentences by rules of meaning.

Every generator takes a fact (a question, its answer and the sentence) and a generator of random numbers, and yields
examples. Amounts are compared as intervals, names by their parts, times by their precision.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from training.claims_rows import Example, Fact
from training.claims_statement import statement
from training.claims_words import (
    ALIASES,
    CAUSE_EVENTS,
    CAUSE_SUBJECTS,
    CAUSES,
    CLASH,
    COUNT_EVENTS,
    COUNT_OTHERS,
    COUNT_PEOPLE,
    COUNT_SLOTS,
    DOZENS,
    MONTHS,
    NUMBER_WORDS,
    OPPOSITES,
    SAYING,
    SPELLED,
    SYNONYMS,
    TITLES,
    VAGUE,
    WEEKDAYS,
)  # fmt: skip

if TYPE_CHECKING:
    import random
    from collections.abc import Iterator, Sequence

_Interval = tuple[float, float]
_NUMBER_RE = re.compile(
    r"^(?P<mark>[$£€]?)(?P<number>[0-9][0-9,]*(?:\.[0-9]+)?|"
    + "|".join(sorted(NUMBER_WORDS, key=len, reverse=True))
    + r")"
    r"(?P<scale> (?:hundred|thousand|million|billion))?(?P<tail>(?: ?%|(?: [a-z-]+){1,3})?)$",
    re.I,
)
_YEAR_RE = re.compile(r"^(?:in )?(1[0-9]{3}|20[0-9]{2})$")
#: Share of clauses that are the question turned into a statement: outlets share facts, not sentences.
_STATED = 0.4
_SCALES = {"": 1, " hundred": 100, " thousand": 1000, " million": 10**6, " billion": 10**9}


# -- clauses: the same content, worded otherwise ----------------------------------------------------------------------


def reworded(text: str, rng: random.Random, keep: str = "") -> str:
    """Return the text with up to four words replaced by words of the same meaning; `keep` is left as it is."""
    head, found, tail = text.partition(keep) if keep else ("", "", text)
    parts = []
    for part in (head, tail):
        changes = 0
        for group in rng.sample(SYNONYMS, len(SYNONYMS)):
            word = rng.choice(group)
            if changes < 2 and re.search(rf"\b{re.escape(word)}\b", part):
                part = re.sub(rf"\b{re.escape(word)}\b", rng.choice([w for w in group if w != word]), part, count=1)
                changes += 1
        parts.append(part)
    return parts[0] + found + parts[1] if keep else parts[1]


def lowered(text: str) -> str:
    """Return a sentence as it goes on after "that": first letter small where it is no name, no full stop."""
    text = text.strip().rstrip(".")
    first = text.split(" ", 1)[0]
    common = first in {"The", "A", "An", "In", "It", "He", "She", "They", "This", "These", "On", "At", "There", "Its", "His", "Her",
                       "Their", "After", "Some", "Many", "All", "Two", "Three", "Police", "By", "For"}  # fmt: skip
    return text[0].lower() + text[1:] if common else text


def _around(text: str, answer: str, rng: random.Random) -> str:
    """Return some words around the answer."""
    at = text.find(answer)
    before, after = text[:at].split(), text[at + len(answer) :].split()
    left = before[-rng.randint(2, 9) :] if before else []
    return " ".join([*left, answer, *after[: rng.randint(1, 9)]]) if at >= 0 else text


def clause(sentence: str, answer: str, rng: random.Random) -> str:
    """Return the sentence as some other outlet might have it: cut, reworded, attributed, or left out."""
    draw = rng.random()
    if draw < 0.22:
        return ""
    if draw < 0.50:
        return _around(sentence, answer, rng)
    if draw < 0.68:
        return reworded(sentence, rng, answer)
    if draw < 0.80:
        return rng.choice(SAYING).format(c=lowered(sentence), C=sentence.rstrip("."))
    return sentence


def _shown(fact: Fact, answer: str, rng: random.Random) -> str:
    """Return a clause of the fact's sentence that is never left out."""
    sentence = fact.put(answer)
    return clause(sentence, answer, rng) or _around(sentence, answer, rng)


def _worded(fact: Fact, answer: str, rng: random.Random) -> str:
    """Return a clause that gives the answer: the sentence in some form, or the question turned into a statement."""
    if rng.random() < _STATED and (text := statement(fact.question, answer)):
        return rng.choice(SAYING).format(c=lowered(text), C=text.rstrip(".")) if rng.random() < 0.15 else text
    return clause(fact.put(answer), answer, rng)


def _pair(
    fact: Fact,
    rng: random.Random,
    one: str,
    two: str,
    label: str,
    origin: str,
    template: str = "",
    other: Fact | None = None,
) -> Example:
    """Return an example whose second answer stands in the same sentence, or in that of another fact."""
    first = _worded(fact, one, rng)
    # What another fact says must be seen: two bare names would look like rivals.
    second = _shown(other, two, rng) if other else _worded(fact, two, rng)
    sides = [(one, first), (two, second)]
    rng.shuffle(sides)
    return Example("relation", fact.question, sides[0], sides[1], label, origin, template or origin, fact.group)


# -- amounts -----------------------------------------------------------------------------------------------------------


def _spelling(value: int, rng: random.Random) -> str:
    if value in SPELLED and rng.random() < 0.5:
        return SPELLED[value]
    if value >= 10**6 and value % 10**5 == 0:
        return f"{value / 10**6:g} million"
    return f"{value:,}" if rng.random() < 0.8 else str(value)


def other_number(value: int, rng: random.Random) -> int:
    """Return another number of a similar size."""
    if value <= 20:
        return rng.choice([n for n in range(1, 31) if n != value])
    step = rng.choice([-0.6, -0.4, -0.25, -0.12, 0.12, 0.25, 0.5, 0.9, 1.6])
    digits = max(0, len(str(value)) - 2)
    found = round(value * (1 + step), -digits if value % 10**digits == 0 else 0)
    return int(found) if int(found) != value and found > 0 else value + max(1, value // 3)


#: Words around a number with the interval that they leave; `{}` is the number.
_BOUNDS: tuple[tuple[str, str], ...] = (
    ("at least {}", "floor"), ("more than {}", "above"), ("over {}", "above"), ("no fewer than {}", "floor"), ("{} or more", "floor"),
    ("up to {}", "ceiling"), ("fewer than {}", "below"), ("less than {}", "below"), ("at most {}", "ceiling"), ("no more than {}", "ceiling"),
    ("nearly {}", "nearly"), ("almost {}", "nearly"), ("about {}", "about"), ("around {}", "about"), ("some {}", "about"),
    ("roughly {}", "about"), ("approximately {}", "about"), ("an estimated {}", "about"),
)  # fmt: skip


def interval_of(kind: str, value: float) -> _Interval:
    """Return the interval that a bound around a value leaves."""
    infinity = float("inf")
    return {
        "exact": (value, value),
        "floor": (value, infinity),
        "above": (value + 1e-6, infinity),
        "ceiling": (0, value),
        "below": (0, value - 1e-6),
        "nearly": (0.9 * value, value - 1e-6),
        "about": (0.9 * value, 1.1 * value),
    }[kind]


def interval_relation(one: _Interval, two: _Interval) -> str:
    """Return the relation of two amounts (method note b.3)."""
    if one == two:
        return "same"
    if one[1] < two[0] or two[1] < one[0]:
        return "incompatible"
    inside = (one[0] >= two[0] and one[1] <= two[1]) or (two[0] >= one[0] and two[1] <= one[1])
    return "refines" if inside else "compatible"


def amount(value: int, rng: random.Random) -> tuple[str, _Interval, str]:
    """Return words for an amount near a value, the interval they leave, and the form."""
    draw = rng.random()
    if draw < 0.45:
        return _spelling(value, rng), (value, value), "exact"
    if draw < 0.52 and value in DOZENS:
        return DOZENS[value], (value, value), "dozen"
    if draw < 0.60 and 2 <= value <= 40:
        whole = value + rng.choice([0, 1, 2, 3, 5, 9])
        forms = ("{n} of the {w}", "{n} of {w}", "{n} out of {w}") if whole > value else ("all {n}", "all {n} of them")
        form = rng.choice(forms)
        return form.format(n=_spelling(value, rng), w=_spelling(whole, rng)), (value, value), form
    if draw < 0.64:
        form = rng.choice(("exactly {}", "a total of {}", "{} in total", "only {}"))
        return form.format(_spelling(value, rng)), (value, value), form
    if draw < 0.72:
        words, limits = rng.choice(list(VAGUE.items()))
        if limits[0] / 4 <= value <= limits[1] * 4:
            return words, limits, words
    form, kind = rng.choice(_BOUNDS)
    return form.format(_spelling(value, rng)), interval_of(kind, value), form


def parsed(answer: str) -> tuple[str, int, str] | None:
    """Return what stands before the number, the number, and what follows; whole numbers only."""
    match = _NUMBER_RE.match(answer)
    if not match or _YEAR_RE.match(answer):
        return None
    word = match["number"].lower()
    value = NUMBER_WORDS.get(word) if word in NUMBER_WORDS else float(word.replace(",", ""))
    value = (value or 0) * _SCALES[(match["scale"] or "").lower()]
    if value != int(value) or not 1 <= value <= 10**10:
        return None
    return match["mark"], int(value), match["tail"]


def amounts(fact: Fact, rng: random.Random) -> Iterator[Example]:
    """Yield pairs of amounts in the place of a number."""
    if (parts := parsed(fact.answer)) is None:
        return
    mark, value, tail = parts
    wanted = ["same", "same", "refines", "refines", "incompatible", "incompatible", "incompatible", "compatible"]
    for _ in range(60):
        if not wanted:
            return
        near = rng.choice([value, value, other_number(value, rng)])
        one, first, form = amount(value, rng)
        two, second, other = amount(near, rng)
        label = interval_relation(first, second)
        if label not in wanted or (one == two and rng.random() < 0.8):
            continue
        wanted.remove(label)
        tail_one, tail_two = (tail if rng.random() < 0.7 else "" for _ in range(2))
        if mark:
            one, two = (f"{mark}{t}" if t[0].isdigit() else t.replace("{}", mark) for t in (one, two))
        yield _pair(fact, rng, one + tail_one, two + tail_two, label, "amount", f"{form} | {other}")


def frames(rng: random.Random, count: int) -> Iterator[Example]:
    """Yield pairs of counts of people in sentences made from frames: equal slots, and others beside them."""
    for number in range(count):
        slot, (forms, questions) = rng.choice(list(COUNT_SLOTS.items()))
        people, event = rng.choice(COUNT_PEOPLE), rng.choice(COUNT_EVENTS)
        base = rng.choice([rng.randint(1, 30), rng.randint(2, 300), rng.randint(10, 90) * 10, rng.randint(2, 90) * 100])
        question = rng.choice(questions).format(p=people, e=f" in {event}")
        one, first, _ = amount(base, rng)
        own = rng.choice(forms)
        near = base if rng.random() < 0.4 else other_number(base, rng)
        two, second, _ = amount(near, rng)
        label = interval_relation(first, second)
        draw = rng.random()
        if draw < 0.62:
            beside = rng.choice(forms)
        elif draw < 0.85:
            beside, label = rng.choice(COUNT_SLOTS[rng.choice([s for s in COUNT_SLOTS if s != slot])][0]), "compatible"
        else:
            beside, label = rng.choice(COUNT_OTHERS), "compatible"
        clauses = []
        for words, frame in ((one, own), (two, beside)):
            text = frame.format(n=words, p=people, e=rng.choice(["", f" in {event}"]), e2=event, o="fourth")
            clauses.append(
                rng.choice(SAYING).format(c=text, C=text[0].upper() + text[1:]) if rng.random() < 0.3 else text
            )
        sides = [(one, clauses[0]), (two, clauses[1])]
        rng.shuffle(sides)
        yield Example("relation", question, sides[0], sides[1], label, "frame", f"{own} | {beside}", f"frame-{number}")


# -- times -------------------------------------------------------------------------------------------------------------


def _time(
    rng: random.Random, month: int, day: int, year: int, weekday: str, hour: int
) -> tuple[str, dict[str, object]]:
    """Return words for one moment at some precision, and which parts they state."""
    m = MONTHS[month]
    clock = f"{hour % 12 or 12} {'am' if hour < 12 else 'pm'}"
    forms: tuple[tuple[str, dict[str, object]], ...] = (
        (f"{m} {day}", {"m": month, "d": day}), (f"{day} {m}", {"m": month, "d": day}),
        (f"{m} {day}, {year}", {"m": month, "d": day, "y": year}), (f"{day} {m} {year}", {"m": month, "d": day, "y": year}),
        (f"{year}-{month + 1:02}-{day:02}", {"m": month, "d": day, "y": year}), (f"{weekday}", {"w": weekday}),
        (f"on {weekday}", {"w": weekday}), (f"{weekday}, {m} {day}", {"m": month, "d": day, "w": weekday}),
        (f"{m} {year}", {"m": month, "y": year}), (f"in {m}", {"m": month}), (f"{year}", {"y": year}), (f"in {year}", {"y": year}),
        (f"at {clock} on {weekday}", {"w": weekday, "h": hour}), (f"around {clock} on {m} {day}", {"m": month, "d": day, "h": hour}),
        (f"{hour:02}:00", {"h": hour}), (f"at {clock}", {"h": hour}), (f"the {year // 10 * 10}s", {"decade": year // 10}),
    )  # fmt: skip
    words, parts = rng.choice(forms)
    if "y" in parts:
        parts = {**parts, "decade": year // 10}
    return words, parts


def time_relation(one: dict[str, object], two: dict[str, object]) -> str:
    """Return the relation of two times by the parts that they state."""
    shared = one.keys() & two.keys()
    if any(one[part] != two[part] for part in shared):
        return "incompatible"
    dated = {"m", "d"}
    left, right = (
        one.keys() - {"w"} if dated <= one.keys() else one.keys(),
        two.keys() - {"w"} if dated <= two.keys() else two.keys(),
    )
    if left == right:
        return "same"
    # "March 12" and "Thursday" may be one day; "1994" and "2 pm" tell different things.
    days = ({"w"}, {"d"})
    if not shared and not all(any(day <= part.keys() for day in days) for part in (one, two)):
        return "compatible"
    return "refines"


def times(fact: Fact, rng: random.Random) -> Iterator[Example]:
    """Yield pairs of times in the place of a date or a year."""
    if (
        not re.search(r"\b(?:1[5-9][0-9]{2}|20[0-9]{2}|" + "|".join([*MONTHS, *WEEKDAYS]) + r")\b", fact.answer)
        or len(fact.answer) > 30
    ):
        return
    lead = "in " if fact.answer.startswith("in ") else ""
    wanted = ["same", "same", "refines", "refines", "incompatible", "incompatible", "incompatible", "compatible"]
    for _ in range(40):
        if not wanted:
            return
        month, day, hour = rng.randrange(12), rng.randint(1, 28), rng.randrange(24)
        year, weekday = rng.randint(1890, 2024), rng.choice(WEEKDAYS)
        one, first = _time(rng, month, day, year, weekday, hour)
        if rng.random() < 0.45:
            change = rng.choice("mdyywh")
            month, day = (
                (month + rng.randint(1, 11)) % 12 if change == "m" else month,
                day % 28 + 1 if change == "d" else day,
            )
            year += rng.choice([-30, -10, -3, -2, -1, 1, 2, 4, 12]) if change == "y" else 0
            weekday = rng.choice([w for w in WEEKDAYS if w != weekday]) if change == "w" else weekday
            hour = (hour + rng.randint(1, 11)) % 24 if change == "h" else hour
        two, second = _time(rng, month, day, year, weekday, hour)
        label = time_relation(first, second)
        if label not in wanted or one == two:
            continue
        wanted.remove(label)
        bare = lead and one[0].isdigit() and two[0].isdigit()
        yield _pair(fact, rng, (lead if bare else "") + one, (lead if bare else "") + two, label, "time", "time")


# -- names -------------------------------------------------------------------------------------------------------------

_NAME_RE = re.compile(r"^(?:the |The )?(?:[A-Z][\w.'’-]*)(?: (?:of|the|and|de|van|von|al|bin|la|[A-Z][\w.'’-]*)){0,5}$")
_DIRECTIONS = ("northern", "southern", "eastern", "western", "central", "north-eastern", "south-western")
_PLACES = (
    "a hospital in",
    "a village near",
    "a suburb of",
    "the outskirts of",
    "a base in",
    "the centre of",
    "a hotel in",
)


def kind_of(fact: Fact) -> str:
    """Return what sort of name the question asks for."""
    word = fact.question.lower().split()[0] if fact.question else ""
    if word in ("who", "whom", "whose"):
        return "who"
    if word == "where" or re.match(
        r"(?:in )?(?:what|which) (?:country|city|state|town|region|place)", fact.question.lower()
    ):
        return "where"
    return "what"


def is_name(fact: Fact) -> bool:
    """Return whether the answer is a name."""
    return bool(_NAME_RE.match(fact.answer)) and not parsed(fact.answer) and not re.search(r"\d", fact.answer)


def _aliases(name: str, rng: random.Random, kind: str) -> Iterator[str]:
    bare = re.sub(r"^[Tt]he ", "", name)
    for group in ALIASES:
        if bare in group:
            yield from (other for other in group if other != bare)
    words = bare.split()
    capitals = [word for word in words if word[0].isupper()]
    if kind == "who" and len(words) == 2:
        yield words[-1]
        yield f"{words[0][0]}. {words[-1]}"
        yield f"{rng.choice(TITLES)} {words[-1]}"
        yield f"{rng.choice(TITLES)} {bare}"
    if len(capitals) >= 3:
        yield "".join(word[0] for word in capitals)
    yield bare if bare != name else f"the {name}"


def names(fact: Fact, rng: random.Random, pool: Sequence[Fact], article: Sequence[Fact]) -> Iterator[Example]:
    """Yield pairs of names: aliases, wholes and parts, others of the same sort, others that answer something else."""
    kind = kind_of(fact)
    aliases = list(_aliases(fact.answer, rng, kind))
    if aliases:
        yield _pair(fact, rng, fact.answer, rng.choice(aliases), "same", "alias")
    if rng.random() < 0.3:
        yield _pair(fact, rng, fact.answer, fact.answer, "same", "name-again")
    for _ in range(2):
        other = rng.choice(pool).answer
        if other.lower() not in fact.sentence.lower() and not set(other.lower().split()) & set(
            fact.answer.lower().split()
        ):
            yield _pair(fact, rng, fact.answer, other, "incompatible", f"other-{kind}")
    if kind == "where":
        finer = (
            f"{rng.choice(_DIRECTIONS)} {fact.answer}" if rng.random() < 0.5 else f"{rng.choice(_PLACES)} {fact.answer}"
        )
        yield _pair(fact, rng, fact.answer, finer, "refines", "finer-place")
        if rng.random() < 0.3:
            one, two = rng.sample(_DIRECTIONS[:4], 2)
            yield _pair(fact, rng, f"{one} {fact.answer}", f"{two} {fact.answer}", "incompatible", "other-side")
    elif rng.random() < 0.35:
        both = f"{fact.answer} and {rng.choice(pool).answer}"
        yield _pair(fact, rng, fact.answer, both, "refines", "with-another")
    others = [f for f in article if f.sentence != fact.sentence and f.answer not in fact.sentence and is_name(f)]
    if others:
        other_fact = rng.choice(others)
        yield _pair(fact, rng, fact.answer, other_fact.answer, "compatible", "other-fact", other=other_fact)


# -- free text ---------------------------------------------------------------------------------------------------------

_AUXILIARY_RE = re.compile(
    r"\b(is|are|was|were|has|have|had|will|would|can|could|may|might|must|should|did|does|do)\b(?! not\b)(?!n['’]t)"
)
_LEAD_RE = re.compile(
    r"^(?:(?:in|on|at|by|for|to|from|with|because of|due to|the|a|an|its|his|her|their|was|were|is|are) ){1,2}", re.I
)
_LIST_RE = re.compile(r"^(?P<one>[^,]{4,60}?),? and (?P<two>[^,]{4,60})$")


def negated(sentence: str) -> str | None:
    """Return the sentence with "not" after its first auxiliary; nothing where there is none or it is negated already."""
    if re.search(r"\b(?:not|never|no|none|nor|without)\b|n['’]t\b", sentence):
        return None
    match = _AUXILIARY_RE.search(sentence)
    if not match or match.start() > 90:
        return None
    return f"{sentence[: match.end()]} not{sentence[match.end() :]}"


def opposed(text: str, rng: random.Random) -> str | None:
    """Return the text with one word turned into its opposite, or nothing."""
    found = []
    for one, two in OPPOSITES:
        for word, other in ((one, two), (two, one)):
            if re.search(rf"\b{re.escape(word)}\b", text):
                found.append((word, other))
    if not found:
        return None
    word, other = rng.choice(found)
    return re.sub(rf"\b{re.escape(word)}\b", other, text, count=1)


def _purpose(answer: str, rng: random.Random) -> str | None:
    """Return a reason in other words."""
    text = answer.strip().rstrip(".")
    if match := re.match(r"(?:in order |so as )?to (\w+) (.+)", text):
        verb, rest = match.groups()
        forms = (f"in order to {verb} {rest}", f"so as to {verb} {rest}", f"because they wanted to {verb} {rest}",
                 f"the aim was to {verb} {rest}", f"so that they could {verb} {rest}", f"with the goal to {verb} {rest}")  # fmt: skip
        return reworded(rng.choice(forms), rng)
    if match := re.match(r"(?:because of|due to|owing to|as a result of|thanks to) (.+)", text):
        causal = (f"because of {match[1]}", f"due to {match[1]}", f"{match[1]} was the reason", f"{match[1]} led to it",
                  f"it was caused by {match[1]}", f"owing to {match[1]}", f"they blamed {match[1]}")  # fmt: skip
        return reworded(rng.choice(causal), rng)
    if match := re.match(r"(?:because|since|as) (.+)", text):
        full = (
            f"because {match[1]}",
            f"the reason is that {match[1]}",
            f"since {match[1]}",
            f"{match[1]}, that is why",
        )
        return reworded(rng.choice(full), rng)
    return None


def phrases(fact: Fact, rng: random.Random, article: Sequence[Fact], reasons: Sequence[Fact]) -> Iterator[Example]:
    """Yield pairs of answers in free words."""
    answer, question = fact.answer, fact.question.lower()
    why = bool(re.match(r"why|for what|how|what (?:caused|was the (?:cause|reason)|happen)", question))
    other = _purpose(answer, rng) or reworded(answer, rng)
    if other != answer:
        yield _pair(fact, rng, answer, other, "same", "reworded")
    if rng.random() < 0.12:
        yield _pair(fact, rng, answer, answer, "same", "answer-again")
    trimmed = _LEAD_RE.sub("", answer)
    if trimmed != answer and len(trimmed) > 3 and rng.random() < 0.4:
        yield _pair(fact, rng, answer, trimmed, "same", "trimmed")
    turned = opposed(answer, rng)
    if turned:
        yield _pair(fact, rng, answer, turned, "incompatible", "opposite")
    if (denial := negated(fact.sentence)) and answer in denial and (why or rng.random() < 0.25):
        second = denial if rng.random() < 0.6 else _around(denial, answer, rng)
        if " not" in second:
            said = rng.random() < 0.4
            yield Example("relation", fact.question, (answer, clause(fact.sentence, answer, rng) if said else fact.sentence),
                          (answer, second), "incompatible", "negated", "negated", fact.group)  # fmt: skip
    if why:
        yield from _reasons(fact, rng, reasons)
    if (match := _LIST_RE.match(answer)) and rng.random() < 0.8:
        yield _pair(fact, rng, match["one"], match["two"], "compatible", "list-items")
        yield _pair(fact, rng, answer, rng.choice(match.groups()), "refines", "list-part")
    beside_facts = [f for f in article if f.answer not in answer and answer not in f.answer]
    if beside_facts and (why or rng.random() < 0.3):
        beside = rng.choice(beside_facts)
        yield _pair(fact, rng, answer, beside.answer, "compatible", "other-answer", other=beside)


def _reasons(fact: Fact, rng: random.Random, reasons: Sequence[Fact]) -> Iterator[Example]:
    """Yield pairs of reasons and of ways: denied, beside others, within their clause."""
    answer = fact.answer
    for form in rng.sample(
        ("not {}", "it was not {}", "not because of {}", "it had nothing to do with {}", "{} was ruled out"), 2
    ):
        two = form.format(re.sub(r"^(?:because of|due to|because|by) ", "", answer))
        yield Example(
            "relation",
            fact.question,
            (answer, rng.choice(["", fact.sentence])),
            (two, ""),
            "incompatible",
            "not-so",
            form,
            fact.group,
        )
    if reasons:
        beside = rng.choice(reasons)
        yield _pair(fact, rng, answer, beside.answer, "compatible", "another-reason", other=rng.choice([fact, beside]))
    if answer in fact.sentence:
        yield Example("relation", fact.question, (answer, ""), (clause(fact.sentence, answer, rng) or answer, ""), "refines",
                      "in-a-clause", "in-a-clause", fact.group)  # fmt: skip


def alike(group: Sequence[Fact], rng: random.Random) -> Iterator[Example]:
    """Yield answers that overlap, given to questions on one sentence that ask the same in other words."""
    for fact in rng.sample(list(group), min(6, len(group))):
        words = set(re.findall(r"\w+", fact.question.lower()))
        for other in group:
            theirs = set(re.findall(r"\w+", other.question.lower()))
            if other.answer == fact.answer or len(words & theirs) / max(1, len(words | theirs)) < 0.5:
                continue
            one, two = set(fact.answer.lower().split()), set(other.answer.lower().split())
            overlap = len(one & two) / max(1, max(len(one), len(two)))
            if overlap >= 0.34:
                label = "same" if overlap >= 0.67 else "refines"
                yield Example("relation", fact.question, (fact.answer, clause(fact.sentence, fact.answer, rng)),
                              (other.answer, clause(other.sentence, other.answer, rng)), label, "overlap", "overlap", fact.group)  # fmt: skip
                break


def causes(rng: random.Random, count: int) -> Iterator[Example]:
    """Yield pairs of causes: one in two wordings, one denied, two that exclude each other or may hold together."""
    for _ in range(count):
        at = rng.randrange(len(CAUSES))
        nouns, statements, kind = CAUSES[at]
        subject, event = rng.choice(CAUSE_SUBJECTS), rng.choice(CAUSE_EVENTS)
        question = rng.choice((f"What caused the {event}?", f"What was the cause of the {event}?", f"Why did the {event} happen?",
                               f"What happened to {subject}?", f"What led to the {event}?", f"What is the {event} blamed on?"))  # fmt: skip
        one = rng.choice([*nouns, *(s.format(s=subject) for s in statements)])
        template = ""
        draw = rng.random()
        if draw < 0.3:
            two = rng.choice([w for w in (*nouns, *(s.format(s=subject) for s in statements)) if w != one])
            label = "same"
        elif draw < 0.62:
            template = rng.choice(("not due to {}", "the {e} was not due to {}", "the {e} was not caused by {}", "{} was ruled out as the cause",
                                   "{} played no part in the {e}", "there was no sign of {}", "officials denied that {} caused the {e}",
                                   "it had nothing to do with {}", "the {e} was not the result of {}"))  # fmt: skip
            listed = (
                rng.choice(nouns) if rng.random() < 0.6 else f"{rng.choice(nouns)} or {rng.choice(CAUSES[at - 1][0])}"
            )
            two, label = template.format(listed, e=event), "incompatible"
        else:
            nouns_two, statements_two, kind_two = rng.choice(CAUSES)
            if nouns_two is nouns or (kind == kind_two and rng.random() < 0.5):
                continue
            two = rng.choice([*nouns_two, *(s.format(s=subject) for s in statements_two)])
            label = "incompatible" if (kind, kind_two) in CLASH or (kind_two, kind) in CLASH else "compatible"
        sides = []
        for words in (one, two):
            frame = rng.choice(
                (
                    "",
                    "",
                    f"the {event} was caused by {words}",
                    f"investigators blamed {words} for the {event}",
                    f"the {event} happened because of {words}",
                )
            )
            sides.append(
                (words, "" if words is not one and template else frame if words in nouns else rng.choice(["", words]))
            )
        rng.shuffle(sides)
        yield Example("relation", question, sides[0], sides[1], label, "cause", template or label, f"cause-{at}")


_GENERAL_QUESTIONS = (
    "What happened?", "What is said?", "What does the report say?", "What is known about it?", "What was reported?", "How was it?",
)  # fmt: skip


def inferred(row: dict[str, str], rng: random.Random) -> Example | None:
    """Return a judged pair of sentences as two answers to a general question."""
    label = {"e": "refines", "n": "compatible", "c": "incompatible"}.get(row["label"])
    if label is None or len(row["premise"]) > 220:
        return None
    if label == "refines" and 0.75 < len(row["premise"]) / len(row["hypothesis"]) < 1.33:
        label = "same"
    sides = [(row["premise"], ""), (row["hypothesis"], "")]
    rng.shuffle(sides)
    question = rng.choice(_GENERAL_QUESTIONS)
    return Example(
        "relation", question, sides[0], sides[1], label, f"nli-{row['source']}", "nli", f"nli-{row['premise']}"
    )
