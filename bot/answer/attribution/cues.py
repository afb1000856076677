"""The words that report speech, with how far each commits: method.md b.2 of the project's notes."""

from __future__ import annotations

from dataclasses import dataclass

from bot.answer.attribution.tokens import words
from bot.answer.types import CueClass


@dataclass(frozen=True, slots=True)
class Cue:
    """One form of a reporting verb."""

    lemma: str
    cue_class: CueClass
    #: "base", "s", "past" or "ing"; a past form may also be a participle.
    form: str
    #: The form is also a noun ("claims", "report"): it needs a subject before and a clause after it.
    nounlike: bool = False
    #: The verb has other senses: it counts only with *that*, a colon or a quotation.
    strict: bool = False


#: Lemma, then irregular forms as "s past ing" where the rules of spelling do not give them.
_IRREGULAR = {
    "say": ("says", "said", "saying"),
    "tell": ("tells", "told", "telling"),
    "write": ("writes", "wrote", "writing"),
    "find": ("finds", "found", "finding"),
    "show": ("shows", "showed", "showing"),
    "admit": ("admits", "admitted", "admitting"),
    "quip": ("quips", "quipped", "quipping"),
    "maintain": ("maintains", "maintained", "maintaining"),
    "explain": ("explains", "explained", "explaining"),
    "complain": ("complains", "complained", "complaining"),
    "reveal": ("reveals", "revealed", "revealing"),
    "claim": ("claims", "claimed", "claiming"),
    "retort": ("retorts", "retorted", "retorting"),
    "swear": ("swears", "swore", "swearing"),
    "hear": ("hears", "heard", "hearing"),
    "read": ("reads", "read", "reading"),
    "put": ("puts", "put", "putting"),
    "think": ("thinks", "thought", "thinking"),
    "forecast": ("forecasts", "forecast", "forecasting"),
}
_BY_CLASS: dict[CueClass, str] = {
    CueClass.NEUTRAL: """fear expect think hope forecast say tell add write note report state tweet post comment remark explain observe recall recount
        reply respond answer mention testify continue indicate suggest predict estimate read joke quip clarify echo
        retort relate lament complain muse agree reason caution point put""",
    CueClass.ASSERT: """confirm acknowledge announce declare reveal concede admit conclude warn stress emphasize
        emphasise reiterate underline underscore affirm reaffirm determine disclose proclaim assure pledge vow
        promise repeat""",
    CueClass.DOUBT: "claim allege insist argue assert contend maintain speculate boast charge theorize accuse believe suspect",
    CueClass.DENY: "deny reject dismiss dispute refute rebut contest rule",
    CueClass.DATA: "show find",
}
_NOUNLIKE = words(
    """claim report note state tweet post comment remark answer mention estimate read joke quip echo reply retort
    charge show find promise pledge vow dispute contest lament boast muse relate reason caution complain suspect fear hope
    forecast repeat thought"""
)
_STRICT = words(
    """find show suggest indicate read continue reason charge determine relate muse agree observe post answer
    comment promise pledge vow mention recall reply respond conclude predict estimate reveal theorize echo
    complain maintain state joke assure boast caution warn accuse recount believe suspect repeat fear expect think hope forecast"""
)
#: Statement cues that the benchmark counts: verbs of communication, and according to.
STATEMENT_LEMMAS = words(
    """say tell add write note report state tweet explain claim allege insist argue assert contend announce confirm
    acknowledge declare concede admit reveal deny maintain testify remark reply stress emphasize reiterate warn
    recall joke according"""
)


def _forms(lemma: str) -> tuple[str, str, str]:
    """Return the forms in -s, -ed and -ing."""
    if lemma in _IRREGULAR:
        return _IRREGULAR[lemma]
    if lemma.endswith("y") and lemma[-2] not in "aeiou":
        return lemma[:-1] + "ies", lemma[:-1] + "ied", lemma + "ing"
    stem = lemma[:-1] if lemma.endswith("e") else lemma
    return lemma + ("es" if lemma.endswith(("ss", "sh", "ch", "x")) else "s"), stem + "ed", stem + "ing"


def _table() -> dict[str, Cue]:
    table: dict[str, Cue] = {}
    for cue_class, lemmas in _BY_CLASS.items():
        for lemma in lemmas.split():
            names = ("base", "s", "past", "ing")
            for form, word in zip(names, (lemma, *_forms(lemma)), strict=True):
                noun = lemma in _NOUNLIKE and form in ("base", "s")
                table.setdefault(word, Cue(lemma, cue_class, form, noun, lemma in _STRICT))
    return table


#: Verbs by which somebody takes a stand, with the word that must follow: "blamed the wind", "counts nine".
ACTS: dict[str, str] = {
    **dict.fromkeys(words("blame blames blamed predict predicts predicted forecast forecasts"), ""),
    **dict.fromkeys(words("expect expects expected call calls called estimate estimates estimated"), ""),
    **dict.fromkeys(words("demand demands demanded"), ""),
    **dict.fromkeys(words("want wants"), "to"),
    **dict.fromkeys(words("count counts"), "#"),
    **dict.fromkeys(words("suspect suspects suspected"), "?"),
}
#: Verbs that report by naming what is told, each with the word before that: "spoke of two shots", "hinted at arson".
TELLS_OF: dict[str, str] = {
    **dict.fromkeys(words("speak speaks spoke spoken speaking talk talks talked talking tell tells told"), "of"),
    **dict.fromkeys(words("warn warns warned warning complain complains complained complaining"), "of"),
    **dict.fromkeys(words("hint hints hinted hinting"), "at"),
}
#: Those whose listener stands right after them: "told reporters of two shots".
TELLS_SOMEBODY = words("tell tells told warn warns warned")
#: Every form of every reporting verb, in small letters.
CUES = _table()
