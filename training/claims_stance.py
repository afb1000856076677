"""Clauses with a known stance to a statement, made from real sentences: denials, open questions, altered facts."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from training.claims_relation import (
    amount,
    interval_of,
    interval_relation,
    is_name,
    lowered,
    negated,
    opposed,
    other_number,
    parsed,
    reworded,
)
from training.claims_rows import Example, Fact
from training.claims_statement import statement
from training.claims_words import (
    CAUSE_EVENTS,
    CAUSE_SUBJECTS,
    CAUSES,
    CLASH,
    CONCEDING,
    DENYING,
    LEAVING_OPEN,
    MONTHS,
    PAST,
    SAYING,
    WEEKDAYS,
)  # fmt: skip

if TYPE_CHECKING:
    import random
    from collections.abc import Iterator, Sequence

_PLAIN_RE = re.compile(r"^[A-Z][^\"“”:;?()]{20,170}\.$")
_VERB_RE = re.compile(r"\b(?:is|are|was|were|has|have|had|will|can|could|" + "|".join(PAST) + r")\b")
_PASSIVE_RE = re.compile(
    r"^(?P<object>(?:The |A |An )?[A-Z]?[\w’' -]{2,40}?) (?P<be>was|were|is|are) (?P<verb>\w+ed) by (?P<subject>(?:the |a |an )?[\w’' -]{2,40})\.$"
)


def stance(clause: str, hypothesis: str, label: str, origin: str, template: str, group: str) -> Example:
    """Return an example of this task."""
    return Example("stance", "", (clause, ""), (hypothesis, ""), label, origin, template, group)


def judged(row: dict[str, str]) -> Example:
    """Return a row of the inference data; "not entailed" is kept as what it is: no support."""
    label = {"e": "supports", "n": "neither", "c": "denies", "ne": "not supports"}[row["label"]]
    return stance(row["premise"], row["hypothesis"], label, f"nli-{row['source']}", "", f"nli-{row['premise']}")


def plain(sentence: str) -> bool:
    """Return whether a sentence can be put under "denied that": one statement, no quotation, no denial of its own."""
    return bool(_PLAIN_RE.match(sentence)) and not re.search(
        r"\b(?:not|never|no|none|nor|neither|denied|deny|if|whether|but|however|although|said|says|claimed|told)\b|n['’]t\b",
        sentence,
    )


def did_not(sentence: str) -> str | None:
    """Return the sentence denied with "did not", where its first verb is a known past form."""
    for match in re.finditer(r"\b([a-z]+)\b", sentence):
        word = match[1]
        if word in (
            "was",
            "were",
            "is",
            "are",
            "has",
            "had",
            "have",
            "will",
            "would",
            "who",
            "which",
            "that",
            "be",
            "been",
            "being",
            "by",
            "to",
        ):
            return None
        if word in PAST and match.start() < 60:
            return f"{sentence[: match.start()]}did not {PAST[word]}{sentence[match.end() :]}"
    return None


def shorter(sentence: str, rng: random.Random) -> str | None:
    """Return the sentence without what follows its last comma, or without a closing phrase of time or place."""
    body = sentence.rstrip(".")
    cuts = [
        m.start() for m in re.finditer(r",? (?:in|on|at|during|after|before|near|since|with|for) (?=[\w ,’'-]+$)", body)
    ]
    cuts = [cut for cut in cuts if 25 < cut < len(body) - 6 and "," not in body[:cut]]
    cuts = [cut for cut in cuts if _VERB_RE.search(body[:cut])]
    return body[: rng.choice(cuts)] + "." if cuts else None


def framed(sentence: str, rng: random.Random) -> Iterator[tuple[str, str, str]]:
    """Yield the statement under a frame, with the stance that it then has and the frame."""
    body = lowered(sentence)
    for frames, label, number in (
        (DENYING, "denies", 2),
        (SAYING, "supports", 1),
        (LEAVING_OPEN, "neither", 1),
        (CONCEDING, "supports", 1),
    ):
        for frame in rng.sample(frames, number):
            yield frame.format(c=body, C=sentence.rstrip(".")) + ".", label, frame


def frames(sentence: str, group: str, rng: random.Random, others: Sequence[str]) -> Iterator[Example]:
    """Yield stances to one plain sentence."""
    hypothesis = (shorter(sentence, rng) or sentence) if rng.random() < 0.35 else sentence
    if rng.random() < 0.4:
        hypothesis = reworded(hypothesis, rng)
    for text, label, frame in framed(sentence, rng):
        if label == "neither" or rng.random() < 0.75:
            yield stance(text, hypothesis, label, "frame", frame, group)
    if denial := negated(sentence) or did_not(sentence):
        yield from _denied(sentence, hypothesis, denial, group, rng)
    if (turned := opposed(hypothesis, rng)) and rng.random() < 0.5:
        yield stance(sentence, turned, "denies", "opposite", "opposite", group)
    if brief := shorter(sentence, rng):
        yield stance(sentence, brief, "supports", "shorter", "shorter", group)
        yield stance(brief, sentence, "neither", "longer", "longer", group)
    if others:
        yield from _beside(hypothesis, group, rng, others)
    if rng.random() < 0.3:
        yield stance(reworded(sentence, rng), hypothesis, "supports", "reworded", "reworded", group)


def _denied(sentence: str, hypothesis: str, denial: str, group: str, rng: random.Random) -> Iterator[Example]:
    """Yield stances of the sentence and of its denial."""
    yield stance(denial, hypothesis, "denies", "negated", "negated", group)
    if rng.random() < 0.4:
        yield stance(sentence, negated(hypothesis) or denial, "denies", "negated", "negated-hypothesis", group)
    if rng.random() < 0.2:
        yield stance(denial, reworded(denial, rng), "supports", "negated", "both-negated", group)
    if rng.random() < 0.25:
        text = rng.choice(SAYING).format(c=lowered(denial), C=denial.rstrip(".")) + "."
        yield stance(text, hypothesis, "denies", "negated", "said-not", group)


def _beside(hypothesis: str, group: str, rng: random.Random, others: Sequence[str]) -> Iterator[Example]:
    """Yield other sentences of the article, as they are and denied: neither speaks of the statement."""
    yield stance(rng.choice(others), hypothesis, "neither", "other-sentence", "other-sentence", group)
    if rng.random() < 0.4:
        other = rng.choice(others)
        if plain(other):
            text = rng.choice(DENYING).format(c=lowered(other), C=other.rstrip(".")) + "."
            yield stance(text, hypothesis, "neither", "other-denied", "other-denied", group)


def passives(sentence: str, group: str) -> Iterator[Example]:
    """Yield the active form of a passive sentence, and the form with the parts exchanged."""
    if (match := _PASSIVE_RE.match(sentence)) is None:
        return
    verb = (
        match["verb"]
        if match["be"] in ("was", "were")
        else f"have {match['verb']}"
        if match["be"] == "are"
        else f"has {match['verb']}"
    )
    subject, target = match["subject"], lowered(match["object"])
    active = f"{subject[0].upper()}{subject[1:]} {verb} {target}."
    exchanged = f"{match['object']} {verb} {subject}."
    yield stance(sentence, active, "supports", "passive", "active", group)
    yield stance(active, sentence, "supports", "passive", "passive", group)
    yield stance(sentence, exchanged, "not supports", "passive", "exchanged", group)


def tenses(sentence: str, group: str, rng: random.Random) -> Iterator[Example]:
    """Yield what is planned, under way or over against what has happened."""
    match = re.search(r"\b(was|were) (\w{3,}ed)\b", sentence)
    if match is None:
        return
    before, be, verb, after = sentence[: match.start()], match[1], match[2], sentence[match.end() :]
    now = "is" if be == "was" else "are"
    variants = (
        (f"will be {verb}", "neither"), (f"{now} expected to be {verb}", "neither"), (f"{now} being {verb}", "neither"),
        (f"had been {verb}", "supports"), (f"{'has' if be == 'was' else 'have'} been {verb}", "supports"),
        (f"may have been {verb}", "neither"), (f"could be {verb}", "neither"), (f"{be} nearly {verb}", "denies"),
        (f"{be} never {verb}", "denies"), (f"{be} reportedly {verb}", "supports"), (f"{be} almost {verb}", "denies"),
        (f"should be {verb}", "neither"), (f"{be} to be {verb}", "neither"),
    )  # fmt: skip
    for words, label in rng.sample(variants, 4):
        yield stance(f"{before}{words}{after}", sentence, label, "tense", words.replace(verb, "V"), group)


def altered(fact: Fact, rng: random.Random, pool: Sequence[str]) -> Iterator[Example]:
    """Yield statements with another number, date or name."""
    if amount_parts := parsed(fact.answer):
        mark, value, tail = amount_parts
        for _ in range(3):
            near = value if rng.random() < 0.35 else other_number(value, rng)
            one, first, _ = amount(value, rng)
            two, second = (str(near), interval_of("exact", near)) if rng.random() < 0.5 else amount(near, rng)[:2]
            relation = interval_relation(first, second)
            within = second[0] <= first[0] and first[1] <= second[1]
            label = "supports" if within else "denies" if relation == "incompatible" else "neither"
            if not mark:
                yield stance(fact.put(one + tail), fact.put(two + tail), label, "number", relation, fact.group)
    elif match := re.search(r"\b(?:1[5-9][0-9]{2}|20[0-9]{2}|" + "|".join([*MONTHS, *WEEKDAYS]) + r")\b", fact.answer):
        old = match[0]
        new = (
            str(int(old) + rng.choice([-20, -5, -1, 1, 2, 10]))
            if old.isdigit()
            else rng.choice([w for w in (MONTHS if old in MONTHS else WEEKDAYS) if w != old])
        )
        yield stance(fact.sentence, fact.sentence.replace(old, new), "denies", "date", "date", fact.group)
    elif is_name(fact):
        other = rng.choice(pool)
        if other not in fact.sentence:
            # Whether another name contradicts depends on the slot: only that it is no support is sure.
            yield stance(fact.sentence, fact.put(other), "not supports", "name", "name", fact.group)


def answered(fact: Fact, rng: random.Random, pool: Sequence[str], others: Sequence[str]) -> Iterator[Example]:
    """Yield stances of a sentence to its question turned into a statement, with the right answer and with others."""
    if (true := statement(fact.question, fact.answer)) is None:
        return
    group = fact.group
    if rng.random() < 0.5:
        yield stance(fact.sentence, true, "supports", "answered", "answered", group)
    if parts := parsed(fact.answer):
        mark, value, tail = parts
        near = other_number(value, rng)
        if wrong := statement(fact.question, f"{mark}{near}{tail}"):
            yield stance(fact.sentence, wrong, "denies", "answered", "other-number", group)
    elif match := re.search(r"\b(?:1[5-9][0-9]{2}|20[0-9]{2})\b", fact.answer):
        year = str(int(match[0]) + rng.choice([-10, -3, -1, 1, 2, 7]))
        if wrong := statement(fact.question, fact.answer.replace(match[0], year)):
            yield stance(fact.sentence, wrong, "denies", "answered", "other-year", group)
    elif is_name(fact) and (wrong := statement(fact.question, rng.choice(pool))):
        # Whether another name contradicts depends on the slot: only that it is no support is sure.
        yield stance(fact.sentence, wrong, "not supports", "answered", "other-name", group)
    if (denial := negated(true)) and rng.random() < 0.4:
        yield stance(fact.sentence, denial, "denies", "answered", "denied", group)
        yield stance(denial, true, "denies", "answered", "denied-clause", group)
    if others and rng.random() < 0.4:
        yield stance(rng.choice(others), true, "neither", "answered", "other-sentence", group)


def causes(rng: random.Random, count: int) -> Iterator[Example]:
    """Yield named causes, affirmed and denied, against a statement that says the same in other words."""
    for _ in range(count):
        at = rng.randrange(len(CAUSES))
        nouns, statements, kind = CAUSES[at]
        subject, event = rng.choice(CAUSE_SUBJECTS), rng.choice(CAUSE_EVENTS)
        hypothesis = rng.choice(statements).format(s=subject)
        hypothesis = hypothesis[0].upper() + hypothesis[1:] + "."
        noun = rng.choice(nouns)
        draw = rng.random()
        if draw < 0.45:
            if rng.random() < 0.45:
                noun = rng.choice(
                    (f"{noun} or {rng.choice(CAUSES[at - 1][0])}", f"{rng.choice(CAUSES[at - 1][0])} or {noun}")
                )
            template = rng.choice((
                "The {e} was not due to {c}.", "The {e} was not caused by {c}.", "The loss of {s} was not due to {c}.", "{C} was ruled out as the cause of the {e}.",
                "Officials denied that {c} caused the {e}.", "There is no evidence of {c}.", "Investigators ruled out {c}.", "The {e} had nothing to do with {c}.",
                "Police do not believe that {c} was to blame.", "{C} was not the cause.", "The {e} was not the result of {c}.", "There were no signs of {c}.",
                "The ministry dismissed suggestions that {c} was behind the {e}.", "{C} did not play a role in the {e}, officials said.",
            ))  # fmt: skip
            label = "denies"
        elif draw < 0.75:
            template = rng.choice((
                "The {e} was due to {c}.", "The {e} was caused by {c}.", "The loss of {s} was due to {c}.", "Investigators blamed {c} for the {e}.",
                "{C} caused the {e}.", "{C} was to blame, officials said.", "The {e} was the result of {c}.", "The {e} was put down to {c}.",
                "{C} was behind the {e}.", "An inquiry found that {c} led to the {e}.",
            ))  # fmt: skip
            label = "supports"
        elif draw < 0.88:
            template = rng.choice((
                "{C} has not been ruled out.", "Police are looking into whether {c} caused the {e}.", "It is not known whether {c} was to blame.",
                "The {e} is under investigation.", "{C} may have caused the {e}.", "Investigators will examine whether {c} played a part.",
            ))  # fmt: skip
            label = "neither"
        else:
            other, _, kind_two = rng.choice(CAUSES)
            if other is nouns:
                continue
            template = rng.choice(
                ("The {e} was caused by {c}.", "Investigators blamed {c} for the {e}.", "The {e} was not due to {c}.")
            )
            noun = rng.choice(other)
            clash = (kind, kind_two) in CLASH or (kind_two, kind) in CLASH
            label = "neither" if " not " in template else "denies" if clash else "neither"
        text = template.format(c=noun, C=noun[0].upper() + noun[1:], e=event, s=subject)
        yield stance(text, hypothesis, label, "cause", template, f"cause-{at}")
