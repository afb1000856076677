"""Words and marks of a sentence, with the little grammar that attribution needs."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

_TOKEN_RE = re.compile(
    r"""
    (?:[^\W_]\.){2,}                        # "U.S."
    | (?<=\w\s)[A-ZÀ-Þ]\.(?=,?\s[a-zß-ÿ])    # "Jana K. told": a surname that is not given
    | \d{1,2}:\d\d\b                        # "19:45"
    | [$£€]?[^\W_]+(?:['’.,&/-][^\W_]+)*    # "Oslo's", "A-320", "3.5", "state-run"
    | -{2,}                                 # a dash, as typed
    | \S                                    # one mark
    """,
    re.VERBOSE,
)


class Token(NamedTuple):
    """A word or one mark; a tuple, because an article has thousands and a dataclass takes three times as long to make."""

    start: int
    end: int
    text: str
    #: Small letters, with a straight apostrophe.
    low: str
    #: It stands between quotation marks.
    quoted: bool

    @property
    def word(self) -> bool:
        """True for words and numbers."""
        return self.text[0].isalnum() or self.text[0] in "$£€"

    @property
    def capital(self) -> bool:
        """True when it begins with a capital letter."""
        return self.text[0].isupper()


def tokenise(text: str, quoted: Sequence[tuple[int, int]] = ()) -> tuple[Token, ...]:
    """Return the tokens of a sentence; `quoted` holds the ranges inside quotation marks."""
    plain = _tokenise(text)
    # The ranges of a whole paragraph may be given, most of which lie elsewhere.
    here = [(start, end) for start, end in quoted if start < len(text) and end > 0]
    if not here:
        return plain
    tokens: list[Token] = []
    at = 0
    for token in plain:
        while at < len(here) and here[at][1] <= token.start:
            at += 1
        inside = at < len(here) and here[at][0] < token.start and token.end < here[at][1]
        tokens.append(token._replace(quoted=True) if inside else token)
    return tuple(tokens)


#: Names, not pronouns, unless a whole line is in capitals.
_NAMES = frozenset({"US", "WHO", "IT"})


#: A sentence is looked at by its attributions, its subject and the words around both, shortly after each other.
@lru_cache(maxsize=256)
def _tokenise(text: str) -> tuple[Token, ...]:
    tokens: list[Token] = []
    at = 0
    names: frozenset[str] = frozenset() if text.isupper() else _NAMES
    curly = "’" in text
    # Nothing but white space stands between tokens, so each is found right behind the one before.
    for word in _TOKEN_RE.findall(text):
        start = text.index(word, at)
        at = start + len(word)
        low = word if word in names else word.lower()
        if curly:
            low = low.replace("’", "'")
        tokens.append(tuple.__new__(Token, (start, at, word, low, False)))  # Token() takes twice as long
    return tuple(tokens)


def words(text: str) -> frozenset[str]:
    """Return the words of a list written as one string."""
    return frozenset(text.split())


PRONOUNS = words("he she they it i we you who one")
OBJECTS = words("him her them me us it you himself herself themselves everyone anyone someone")
DETERMINERS = words(
    "the a an this that these those his her its their our my your another some many most several few all both each no"
    " every other two three four five one"
)
AUXILIARIES = words(
    """has have had having will would shall should may might could can must does do did is are was were be been
    being 's hasn't haven't hadn't won't wouldn't can't couldn't doesn't don't didn't isn't aren't wasn't
    weren't 've 'd 'll"""
)
BE = words("is are was were be been being isn't aren't wasn't weren't get gets got")
ADVERBS = words(
    """also not never then later first once again further already today still just even now ever soon often always
    both himself herself itself themselves yesterday tonight earlier previously since long too reportedly all
    instead once twice meanwhile however thus so rather quite only further afterward afterwards ago quoted"""
)
#: Words that no noun phrase holds: a walk to the left or to the right stops there.
STOPS = words(
    """that which when if because as but while after before since although though where until unless whether than
    so what how why then however or nor yet once till whereas amid despite besides except"""
)
PREPOSITIONS = words(
    """in on at by for from with to of after before during since under about against over between among through
    into within without near despite amid following per via across around including"""
)
#: Days only: "Jan", "May" and "April" are names too.
DAYS = words(
    "monday tuesday wednesday thursday friday saturday sunday today yesterday tonight tomorrow january february"
    " september october november december"
)
#: Nouns for those who speak, in small letters, and texts that say things.
ROLES = words(
    """service services official officials spokesman spokeswoman spokesperson spokespeople spokesmen police statement report reports
    survey agency agencies source sources witness witnesses resident residents expert experts analyst analysts
    critic critics lawyer lawyers attorney attorneys prosecutor prosecutors judge judges court minister
    ministers ministry president chief chiefs chairman chairwoman chair director directors executive executives
    manager managers coach coaches captain company companies department office officer officers government
    governments military army navy command commander commanders authorities authority organization organisation
    group groups union unions party parties committee commission council campaign campaigns candidate candidates
    senator senators congressman congresswoman lawmaker lawmakers legislator legislators politician politicians
    governor mayor secretary adviser advisers advisor advisors aide aides strategist strategists economist
    economists scientist scientists researcher researchers study studies poll polls pollster pollsters data
    figures documents document records record filing filings complaint lawsuit indictment letter email emails
    memo release post article newspaper paper media outlet outlets network website magazine journalist
    journalists reporter reporters editor editors author authors professor professors teacher teachers student
    students doctor doctors nurse nurses hospital patient patients man woman men women mother father son
    daughter brother sister wife husband parents family families friend friends neighbor neighbors neighbour
    neighbours voter voters supporter supporters opponent opponents protester protesters activist activists
    advocate advocates people person others some many several observers observer diplomat diplomats ambassador
    envoy delegate delegates delegation rebels troops soldiers soldier general colonel sheriff detective
    detectives investigators investigator firefighters rescuers operator engineer engineers owner owners founder
    co-founder bank regulator regulators investor investors trader traders farmer farmers worker workers driver
    pilot player players trainer club team league association federation institute university foundation center
    centre bureau administration panel jury defendant victim victims suspect headquarters forces force guard
    corps bishop priest pope king queen prince leader leaders head boss staffer staffers employee employees
    member members representative representatives republicans democrats conservatives liberals billionaire
    businessman businesswoman nominee front-runner democrat republican host anchor moderator columnist blogger
    historian actor actress singer artist writer veteran veterans board airline airlines manufacturer maker firm
    firms developer scholar scholars tweet ad narrator caller speaker speakers audit auditor auditors inquiry
    tribunal transcript announcement forecasters forecaster meteorologist meteorologists fishermen teenager girl
    boy child children passenger passengers survivor survivors relatives relative guest guests tourist tourists
    judgment verdict ruling association bulletin communique communiqué note notice dispatch broadcaster channel station daily opposition"""
)
