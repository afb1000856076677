"""Turn the words of a source into a speaker: name, sort, body it belongs to."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from bot.answer.attribution.tokens import ROLES, words

_ARTICLE_RE = re.compile(r"(?:the|an?)\s+(?=\S)", re.IGNORECASE)
#: "a statement issued by the ministry", "a letter from the bank": the ministry, the bank.
_ISSUED_RE = re.compile(
    r"(?:statement|release|report|letter|post|message|memo|note|document|bulletin|email|e-mail|filing|notice|figures"
    r"|communiqu[eé]|announcement)s?\s+(?:(?:issued|released|published|posted|sent|made|given|obtained|provided|compiled"
    r"|written)\s+)?(?:by|from)\s+(?P<issuer>\S.*)",
    re.IGNORECASE | re.DOTALL,
)
_RELATIVE_RE = re.compile(r",?\s+(?:who|which|that|whose|whom)\b.*", re.DOTALL)
_BRACKET_RE = re.compile(r"\s*\([^()]*\)")
_TIME_RE = re.compile(
    r"\s+(?:on|in|late|early)\s+(?:a\s+|the\s+)?(?:\w+day|statement|interview|release)\b.*"
    r"|\s+(?:released|published|issued|posted|conducted|carried|seen|cited|dated|reviewed)(?:\s.*)?$",
    re.DOTALL,
)
_HEAD_RE = re.compile(r"\s+(?:of|for|from|in|at|with|on|to|by|familiar|close|near|involved|briefed)\b.*", re.DOTALL)
_OF_THE_RE = re.compile(r"\s+(?:of|from|at)\s+(?:the\s+)?[A-ZÀ-Þ]")
_CAPITAL_RE = re.compile(r"[A-Z]")
_NAME_WORD = r"[A-ZÀ-ÞĀ-Ž][\w.'’-]*"
_TITLES = words(
    """mr mrs ms mx dr prof sir dame lord lady gen lt col sgt capt gov sen rep rev maj adm cpl cmdr president
    minister prime foreign defence defense interior finance chancellor king queen prince princess pope judge
    justice sheriff mayor secretary attorney general chief senator congressman congresswoman representative
    professor doctor coach captain colonel major lieutenant sergeant admiral brigadier officer detective
    inspector superintendent chairman chairwoman director spokesman spokeswoman spokesperson state deputy vice
    former ex-president us u.s first republican democratic democrat analyst economist police governor ambassador
    commander republican-led then-president retired executive adviser advisor candidate nominee speaker
    commissioner party leader"""
)
#: One of many, without a name.
_UNNAMED = words(
    """official officials source sources witness witnesses resident residents expert experts analyst analysts
    observer observers critic critics people person man woman men women others some many several aide aides
    diplomat diplomats lawmaker lawmakers neighbor neighbors neighbour neighbours relatives relative friends
    friend voters voter investigators activists protesters doctors researchers scientists economists villagers
    survivors passengers fishermen farmers fans supporters opponents traders investors authorities media"""
)
#: One body or office, though it bears no name here: "the ministry", "police".
_DEFINITE = words(
    """ministry command government army navy military court bank company commission council union club team party
    police regulator hospital airline agency department parliament senate university president mayor governor
    minister king queen pope chancellor inquiry operator committee federation league association"""
)
_PERSONAL = frozenset({"he", "she", "i"})


#: What one person is: "union leader Tor Berg", "the bank's finance chief, Tor Berg".
PERSON_ROLES = words(
    """spokesman spokeswoman spokesperson chief chair chairman chairwoman director boss head leader president
    executive manager coach captain treasurer secretary mayor governor minister judge prosecutor lawyer attorney
    counsel analyst economist professor editor officer commander superintendent inspector commissioner steward
    master founder owner engineer pilot driver witness resident candidate challenger senator lawmaker official
    adviser advisor aide envoy ambassador organiser organizer campaigner activist researcher scientist historian
    author journalist reporter correspondent midfielder striker goalkeeper defender premier"""
)
#: Those who hold such a role belong to a body: its name stands before the role, or after "of", "at" or "for".
_OF_BODY = words(
    """spokesman spokeswoman spokesperson chief chair chairman chairwoman director boss head leader executive manager
    treasurer secretary officer commander superintendent steward counsel president official prosecutor analyst
    economist editor coach"""
)
_BODY_OF_RE = re.compile(
    r",\s+(?:(?:the|an?|its|who\s+(?:is|was|chairs|heads|leads|runs))\s+)?(?P<role>(?:[a-z-]+\s+){0,4}?)"
    r"(?:of|at|for)?\s*(?:the\s+)?(?P<body>[A-ZÀ-ÞĀ-Ž][\w&-]*(?:['’](?!s\b)\w*)?"
    r"(?:\s+(?:(?:of|and|for)\s+(?:the\s+)?)?[A-ZÀ-ÞĀ-Ž][\w&-]*(?:['’](?!s\b)\w*)?){0,7})",
)
_LEADS_RE = re.compile(r",\s+who\s+(?:chairs|heads|leads|runs|directs)\s")


@dataclass(frozen=True, slots=True)
class Source:
    """What the words of a source tell by themselves."""

    #: Without article, bracket, apposition and relative clause.
    name: str
    #: All words, for finding "the mayor" again.
    words: frozenset[str]
    named: bool
    person: bool
    plural: bool
    #: The body that the words tie the person to: "the union" in "union leader Tor Berg"; None when they do not.
    body: str | None = None
    #: What the words say that the person is: "city treasurer", "head of the regulator".
    title: str | None = None


#: Words of sources that are kept: the names and pronouns of about a hundred articles, 3 MB.
_KEPT = 8192


_INITIAL_RE = re.compile(r"\s[A-ZÀ-Þ]$")  # "Jana K.": a surname that is not given


@lru_cache(maxsize=_KEPT)
def read_source(text: str) -> Source:
    """Read the words of a source as printed."""
    text = whole = " ".join(text.split())
    spoken = frozenset(re.findall(r"[\w-]+", text.lower()))
    text = _RELATIVE_RE.sub("", text)
    issued = _ISSUED_RE.search(text)
    name = issued["issuer"] if issued else text
    name = _BRACKET_RE.sub("", name)
    name = _TIME_RE.sub("", name)
    name = _before_comma(name)
    name = _ARTICLE_RE.sub("", name, count=1) if _ARTICLE_RE.match(name) else name
    name = name.strip(" ,.'\"“”‘") or text
    if f"{name}." in whole and _INITIAL_RE.search(name):
        name += "."
    head = _HEAD_RE.sub("", name).split() or [name]
    if (
        name != " ".join(head)
        and len(head) > 1
        and _OF_THE_RE.match(name, len(" ".join(head)))
        and _person(" ".join(head))
    ):
        # "Professor Ana Ruiz of the Institute of Dairy Science" is Ana Ruiz.
        name = " ".join(head)
    low = head[-1].lower()
    inner = " ".join(head[1:]) + name[len(" ".join(head)) :]
    capital = bool(_CAPITAL_RE.search(inner)) or (bool(_CAPITAL_RE.match(head[0])) and not _common(head[0]))
    named = low in _DEFINITE or (capital and (low not in _UNNAMED or low == "media"))
    plural = low == "police" or (low.endswith("s") and not head[-1][0].isupper())
    person = _person(name)
    if not person:
        return Source(name, spoken, named, person, plural)
    return Source(name, spoken, named, person, plural, _body_before(whole, name), _title(whole, name))


_APPOSED_RE = re.compile(
    r",\s+(?:who\s+(?:is|was)\s+)?(?P<title>(?:an?|the|its|their|his|her)?\s*[^,;]{3,80}?)(?=[,;]|$)"
)
#: "Professor", "Ms": how somebody is addressed says less than what somebody does.
_NO_TITLE = words("mr mrs ms mx miss dr sir dame lord lady the a an its his her their our my")
#: "whose boss left", "in which the state holds a share": a clause, and not what somebody is.
_NO_TITLE_START = words("who whose whom which that in at on with by from for to led leads")
_LONGEST_TITLE = 9  # words


def _title(whole: str, name: str) -> str | None:
    """Return what the words of a source say that a person is, before or after the name; None where they say nothing.

    >>> read_source("the city treasurer, Ana Ruiz").title
    'city treasurer'
    >>> read_source("Ana Ruiz, who is the head of the port").title
    'head of the port'
    """
    person = bare(name)
    at = whole.find(person)
    if at < 0:
        return None
    before = whole[:at].strip(" ,")
    after = _APPOSED_RE.match(whole, at + len(person))
    told = before if any(_is_role(word) for word in before.split()) else after["title"] if after else ""
    parts = told.strip().split()
    while parts and parts[0].lower().strip(".") in _NO_TITLE:
        parts = parts[1:]
    if not parts or parts[0].lower() in _NO_TITLE_START or len(parts) > _LONGEST_TITLE or "," in " ".join(parts):
        return None
    return " ".join(parts) if any(_is_role(word) for word in parts) else None


def _is_role(word: str) -> bool:
    low = word.lower().strip(".,")
    return low in PERSON_ROLES or low in _TITLES - _NO_TITLE or (word.islower() and is_occupation(low))


def _body_before(whole: str, name: str) -> str | None:
    """Return the body in "union leader Tor Berg", "the bank's chairman, Tor Berg" or "Tor Berg, chair of the bank"."""
    person = bare(name)
    at = whole.find(person)
    if at < 0:
        return None
    title = [word.strip(",") for word in whole[:at].split()]
    roles = [i for i, word in enumerate(title) if word.lower() in _OF_BODY]
    if roles:
        before = title[: roles[-1]]
        while before and before[-1].lower() in _BEFORE_ROLE:
            before.pop()
        if before and before[0].lower() in ("the", "a", "an"):
            before = before[1:]
        body = re.sub(r"['’]s?$", "", " ".join(before))
        last = before[-1] if before else ""
        if body and (last[0].isupper() or body.lower().split()[-1] in _DEFINITE):
            return body
    after = _BODY_OF_RE.match(whole, at + len(person))
    if after and (_LEADS_RE.match(whole, at + len(person)) or _OF_BODY & set(after["role"].split())):
        return after["body"]
    return None


#: Words between a body and the role in it.
_BEFORE_ROLE = words(
    "chief managing finance financial executive deputy acting former then interim press senior vice general operating"
    " campaign investment equity shop head legal"
)


def _before_comma(name: str) -> str:
    """Drop an apposition, unless it is the name: "the army spokesman, Col. Jan Vik"."""
    first, _, rest = name.partition(",")
    second = rest.split(",", 1)[0].strip()
    role = first.split()[-1].lower() if first.split() else ""
    if second and role in PERSON_ROLES and _person(second):
        return second
    if second and not _CAPITAL_RE.search(first[1:]) and _person(second):
        return second
    office = _OFFICE_RE.match(first)
    if second and office and office["role"].lower() in PERSON_ROLES and _person(second):
        return second  # "The mayor of Voss, Ana Ruiz"
    return first


_OFFICE_RE = re.compile(r"(?:[\w'’-]+\s+){0,4}?(?P<role>[\w-]+)\s+(?:of|at|for|in)\s+\S")


def _common(word: str) -> bool:
    """Tell a word that is capital only because the sentence begins with it."""
    low = word.lower()
    return (
        low in ROLES
        or low in _UNNAMED
        or low in {"one", "two", "three", "four", "five", "both", "most", "all", "state"}
    )


@lru_cache(maxsize=_KEPT)
def bare(name: str) -> str:
    """Return a person's name without titles and roles: "Lt. Gen. Ana Ruiz" and "union leader Ana Ruiz" give "Ana Ruiz"."""
    parts = name.split()
    roles = [i for i, word in enumerate(parts[:-1]) if word.lower() in PERSON_ROLES or is_occupation(word)]
    rest = parts[roles[-1] + 1 :] if roles else []
    lower = bool(roles) and parts[roles[-1]].islower()
    if 1 + (not lower) <= len(rest) <= _LONGEST_NAME and all(_of_person(word) for word in rest):
        parts = rest
    while len(parts) > 1 and parts[0].lower().strip(".,") in _TITLES:
        parts = parts[1:]
    return " ".join(parts)


#: What people are, by the ending: "pathologist", "auctioneer", "curator", "fisherman".
_OCCUPATION_RE = re.compile(
    r"[a-z-]{2,}(?:ist|ian|eer|er|or|man|woman|person|ess|ant|ent)|[a-z-]*(?:neighbour|nurse|cook|chef|priest|guard|clerk|judge)"
)
#: The same endings on things and firms: "the cable maker Norsund".
_NO_OCCUPATION = words(
    """maker insurer carrier retailer supplier broker producer developer publisher manufacturer operator builder lender
    grocer brewer newspaper paper paper-maker power water river tower number member matter order letter after under over
    former other either whether never ever winter summer weather shelter centre center theater ferry-operator trawler
    freighter tanker steamer cruiser liner harbor harbour motor sector vendor contractor agent talent accident
    government parliament department apartment movement regiment settlement restaurant plant giant merchant event
    student-union client comment agreement statement document instrument investment tournament shipper exporter importer
    provider caterer distributor processor roaster miller refiner smelter"""
)


def is_occupation(word: str) -> bool:
    """Tell whether a small word before a name is what somebody is."""
    return bool(_OCCUPATION_RE.fullmatch(word)) and word not in _NO_OCCUPATION and len(word) > _SHORTEST_OCCUPATION


_SHORTEST_OCCUPATION = 3  # letters; "her", "for" and "per" are none
#: Words in a person's name, titles set aside.
_LONGEST_NAME = 4


def _of_person(word: str) -> bool:
    """Tell whether a word may be part of a person's name."""
    low = word.lower()
    common = low in ROLES or low in _BODY_WORDS or word.endswith(("'s", "’s"))
    return bool(re.fullmatch(_NAME_WORD, word)) and not common and not (len(word) > 1 and word.isupper())


@lru_cache(maxsize=_KEPT)
def _person(name: str) -> bool:
    """Guess whether a name is a person's: two or three capital words, none of which is a body."""
    low = name.lower()
    if low in _PERSONAL:
        return True
    stripped = bare(name).split()
    titled = len(stripped) < len(name.split())
    if not 1 <= len(stripped) <= 4 or not all(re.fullmatch(_NAME_WORD, word) for word in stripped):
        return False
    body = any(word.lower() in ROLES or word.lower() in _BODY_WORDS or word.endswith(("'s", "’s")) for word in stripped)
    acronym = any(len(word) > 1 and word.isupper() and "." not in word for word in stripped)
    return not body and not acronym and (titled or len(stripped) > 1)


_BODY_WORDS = words(
    """ministry command army navy force forces guard corps department office agency bank group company inc corp ltd
    council committee commission court times post press news journal gazette tribune herald reuters university
    institute international national united states kingdom house senate parliament congress club city airlines
    hospital college school center centre board union front nations organization organisation association
    service services"""
)


# -- bodies that belong to bodies --------------------------------------------------------------------------------------

_COUNTRY = (
    r"(?P<country>United\ States|United\ Kingdom|U\.?S\.?(?!\w)|U\.?K\.?(?!\w)"
    r"|[A-Z][\w-]+(?:\ [A-Z][\w-]+)?(?=['’]s\ )|[A-Z][a-z]+(?:ian|ean|ish|ese|can|man|eli|aqi|ani|ench|utch|eek))"
)
_ARMED = (
    r"(?:command|army|navy|air\ force|marines|(?:[\w-]+\ )?corps|coast\ guard|guards?|armed\ forces"
    r"|defen[cs]e\ forces?|military\ headquarters|troops)\b"
)
_MILITARY_RE = re.compile(rf"^{_COUNTRY}(?:['’]s)?\ (?:[\w-]+\ ){{0,4}}?{_ARMED}", re.IGNORECASE)
_ARMED_RE = re.compile(rf"^(?:[\w-]+\ ){{0,3}}?{_ARMED}", re.IGNORECASE)
_GOVERNMENT_RE = re.compile(
    rf"^{_COUNTRY}(?:['’]s)?\ (?:[\w-]+\ ){{0,4}}?(?:ministry|ministers?|foreign\ office|treasury|cabinet)\b",
    re.IGNORECASE,
)
_SAME_COUNTRY = {"united states": "US", "u.s.": "US", "u.s": "US", "american": "US", "united kingdom": "UK"} | {
    "u.k.": "UK",
    "u.k": "UK",
    "british": "UK",
}


def country(name: str) -> str:
    """Return one spelling for a country's name where several are common."""
    return _SAME_COUNTRY.get(name.lower(), name)


_LEADING_COUNTRY_RE = re.compile(rf"^{_COUNTRY}(?:['’]s)?\ ")


def without_country(name: str) -> tuple[str | None, str]:
    """Split "US Central Command" into the country and the rest."""
    found = _LEADING_COUNTRY_RE.match(name)
    return (country(found["country"]), name[found.end() :]) if found else (None, name)


def is_military(name: str) -> bool:
    """Tell whether a body's name, without its country, is one of an armed force."""
    return bool(_ARMED_RE.match(name))


def parent_body(name: str) -> str | None:
    """Return the body that a body's full name puts it under: "Norwegian military", "Iran government"."""
    for pattern, whole in ((_MILITARY_RE, "military"), (_GOVERNMENT_RE, "government")):
        found = pattern.match(name)
        if found and found["country"][0].isupper():
            return f"{country(found['country'])} {whole}"
    return None
