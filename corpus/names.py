"""Names and hosts of outlets: how they are compared, and which names only look like another."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from urllib.parse import urlsplit

#: DNS limit, octets.
_MAX_HOST = 253
_LABEL_RE = re.compile(r"[a-z0-9_-]{1,63}", re.ASCII)
#: Letters that look like a Latin one, after case folding and removal of marks. Latin look-alikes fold together:
#: a capital I reads as l ("AI Jazeera"), 1 and | too.
_LOOK_ALIKES = str.maketrans(
    {
        **dict(zip("абвгеёзікӏмнорсѕтухһјԁԛԝүѵ", "a6bree3lklmhopcstyxhjdqwyv", strict=True)),
        **dict(zip("αβγεηικνορστυχω", "abyenlkvopotuxw", strict=True)),
        **dict(zip("ıɩɑɡʏօսոհցԍ", "llagyounhgg", strict=True)),
        **dict(zip("i1|!0569", "llllosbg", strict=True)),
        "8": "b",
        "$": "s",
        "@": "a",
        "в": "b",
        "ь": "b",
        "к": "k",
        "æ": "ae",
        "œ": "oe",
        "ø": "o",
        "ł": "l",
        "đ": "d",
        "ß": "ss",
    }
)
#: Capitals that look like another Latin letter than their small forms do: Ν is an N, ν a v.
_CAPITALS = str.maketrans("ΑΒΕΖΗΙΚΜΝΟΡΤΥΧАВЕЅІЈКМНОРСТУХ", "abezhlkmnoptyxabesljkmhopctyx")
#: Signs behind a name that compatibility folding would turn into letters; and lunate sigma, a c that it makes a σ.
_SIGNS = str.maketrans("ϲϹ", "cc", "™®©℠")
#: Hangul fillers, the grapheme joiner, Khmer inherent vowels, variation selectors, the empty Braille pattern.
_BLANKS = frozenset("\u115f\u1160\u3164\uffa0\u034f\u17b4\u17b5\u2800" + "".join(map(chr, range(0xFE00, 0xFE10))))
#: Runs of letters that read as one.
_RUNS = (("rn", "m"), ("vv", "w"), ("cl", "d"))


class HostError(ValueError):
    """A URL from which no host can be read."""


def host_of(url: str) -> str:
    """Return the host of an http(s) URL, lower case, without "www.".

    Raises:
        HostError: not http(s), no host, or one that reads differently to a browser and to us.

    """
    problem = f"{url[:80]!r} is not the address of a page; write it like https://example.org/story"
    if any(char.isspace() or char == "\\" or not char.isprintable() for char in url):
        raise HostError(problem)
    try:
        parts = urlsplit(url)
        host = parts.hostname
        _ = parts.port  # raises on a port that is none
    except ValueError:
        raise HostError(problem) from None
    if parts.scheme not in ("http", "https") or not host:
        raise HostError(problem)
    plain = plain_host(host)
    if plain is None:
        raise HostError(problem)
    return plain


def plain_host(host: str) -> str | None:
    """Return a host name in ASCII lower case without "www."; None when it is not one."""
    if not host.isascii():
        try:
            coded = host.encode("idna").decode("ascii").lower()
        except UnicodeError:
            return None
        if "xn--" not in coded:
            return None  # full-width or long-s spelling of a plain name: nobody writes that in earnest
        host = coded
    name = host.lower().removesuffix(".")
    labels = name.split(".")
    if len(name) > _MAX_HOST or not all(_LABEL_RE.fullmatch(label) for label in labels):
        return None
    return name[4:] if name.startswith("www.") and len(labels) > 2 else name


def name_key(name: str) -> str:
    """Return the form in which two spellings of one name are equal: case and runs of spaces do not matter.

    A non-ASCII letter never becomes an ASCII one (the Kelvin sign is not a k).
    """
    lower = "".join(low if (low := char.lower()).isascii() == char.isascii() else char for char in name)
    return " ".join(part for part in lower.split(" ") if part)


def shown_name(name: str) -> str:
    """Return the name without invisible and control characters, spaces collapsed."""
    kept = "".join(" " if char.isspace() else char for char in name if char.isspace() or not _invisible(char))
    return unicodedata.normalize("NFC", " ".join(kept.split()))


@lru_cache(maxsize=8192)
def skeleton(name: str) -> str:
    """Return what the name looks like to a hurried reader: marks, case, punctuation and look-alikes folded."""
    decomposed = unicodedata.normalize("NFKD", name.translate(_SIGNS)).translate(_CAPITALS)
    bare = "".join(c for c in decomposed if not (_invisible(c) or unicodedata.combining(c)))
    folded = unicodedata.normalize("NFKD", bare.casefold()).translate(_LOOK_ALIKES)
    letters = "".join(char for char in folded if char.isalnum())
    for run, letter in _RUNS:
        letters = letters.replace(run, letter)
    return letters


def slug(name: str) -> str:
    """Return a lower-case identifier: letters and digits of any script, joined by hyphens. May be empty."""
    lower = unicodedata.normalize("NFKC", shown_name(name)).lower()
    return "-".join("".join(c if c.isalnum() else " " for c in lower).split())


def _invisible(char: str) -> bool:
    """Whether a reader sees nothing: controls, format characters, surrogates and blanks that count as letters or signs."""
    return unicodedata.category(char) in ("Cc", "Cf", "Cs", "Cn") or char in _BLANKS
