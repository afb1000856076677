"""What a store's address says. Passwords and keys never leave this module but to the client that needs them."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, unquote, urlsplit

from index.backends.errors import StoreUrlError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from urllib.parse import SplitResult

#: Where a key for Qdrant is looked up that should not stand in an address.
KEY_VARIABLE = "WHOSAYS_QDRANT_KEY"
_POSTGRES = ("postgresql", "postgres")
_QDRANT = ("qdrant", "qdrants")
#: Options of a PostgreSQL address that are handed on to libpq; `schema` is ours.
_LIBPQ = frozenset(
    {"host", "port", "user", "sslmode", "sslrootcert", "sslcert", "sslkey", "target_session_attrs", "passfile"}
)
_NAME_RE = re.compile(r"[a-z_][a-z0-9_]{0,40}", re.ASCII)
_FORMS = "postgresql://USER@HOST/DATABASE, qdrant://HOST:6333/COLLECTION, or both, separated by a blank"


@dataclass(frozen=True, slots=True)
class Postgres:
    """A PostgreSQL database, and the schema in it that holds our tables."""

    #: What libpq takes, without the password.
    options: tuple[tuple[str, str], ...]
    schema: str
    password: str | None = field(default=None, repr=False)

    def __str__(self) -> str:
        known = dict(self.options)
        where = known.get("host") or "this machine"
        port = f":{known['port']}" if "port" in known else ""
        return f"PostgreSQL database {known.get('dbname', 'postgres')} at {where}{port}, schema {self.schema}"


@dataclass(frozen=True, slots=True)
class Qdrant:
    """A collection of a Qdrant server or cluster, or of the client's own local mode in a folder."""

    #: Address of the server, or the folder of the local mode.
    address: str
    collection: str
    is_local: bool = False
    key: str | None = field(default=None, repr=False)

    def __str__(self) -> str:
        return f"Qdrant collection {self.collection} at {self.address}"


@dataclass(frozen=True, slots=True)
class Location:
    """Where articles and vectors are; None stands for the home folder (SQLite) and its FAISS file."""

    articles: Postgres | None = None
    vectors: Qdrant | None = None

    @property
    def is_home(self) -> bool:
        """Everything is in the home folder."""
        return self.articles is None and self.vectors is None

    def __str__(self) -> str:
        return "; ".join(str(part) for part in (self.articles, self.vectors) if part) or "the home folder"


def parse(text: str | None, environ: Mapping[str, str] | None = None) -> Location:
    """Return where a store's address points; nothing, "home" and "faiss" are the home folder.

    Raises:
        StoreUrlError: it is none that we know; the message repeats nothing that may be secret.
    """
    articles: Postgres | None = None
    vectors: Qdrant | None = None
    for word in (text or "").split():
        if word in ("home", "faiss"):
            continue
        found = _one(word, os.environ if environ is None else environ)
        if isinstance(found, Postgres) and articles is None:
            articles = found
        elif isinstance(found, Qdrant) and vectors is None:
            vectors = found
        else:
            raise StoreUrlError(f"two stores of one kind: give one, {_FORMS}")
    return Location(articles, vectors)


def masked(text: str) -> str:
    """Return an address as it may be shown: without passwords and keys."""
    try:
        return str(parse(text)) if text else ""
    except StoreUrlError:
        return "(not a store's address)"


def _one(word: str, environ: Mapping[str, str]) -> Postgres | Qdrant:
    try:
        parts = urlsplit(word)
        options = dict(parse_qsl(parts.query, keep_blank_values=True, strict_parsing=bool(parts.query)))
        if parts.port is not None:
            options.setdefault("port", str(parts.port))
    except ValueError:
        raise StoreUrlError(f"the store's address does not parse: give {_FORMS}") from None
    if parts.scheme in _POSTGRES:
        return _postgres(parts, options)
    if parts.scheme in _QDRANT:
        return _qdrant(parts, options, environ)
    raise StoreUrlError(f"no store of this kind: give {_FORMS}")


def _postgres(parts: SplitResult, options: dict[str, str]) -> Postgres:
    schema = options.pop("schema", "whosays")
    password = options.pop("password", None) or (unquote(parts.password) if parts.password else None)
    if not _NAME_RE.fullmatch(schema):
        raise StoreUrlError("the schema in the store's address: small letters, digits and _ only")
    if unknown := sorted(set(options) - _LIBPQ):
        raise StoreUrlError(
            f"the store's address has {len(unknown)} unknown option(s); there are schema, {', '.join(sorted(_LIBPQ))}"
        )
    if parts.hostname:
        options["host"] = unquote(parts.hostname)
    if parts.username:
        options["user"] = unquote(parts.username)
    if name := unquote(parts.path.removeprefix("/")):
        options["dbname"] = name
    return Postgres(tuple(sorted(options.items())), schema, password)


def _qdrant(parts: SplitResult, options: dict[str, str], environ: Mapping[str, str]) -> Qdrant:
    key = (unquote(parts.password) if parts.password else None) or environ.get(KEY_VARIABLE) or None
    port = options.pop("port", "6333")
    if options:
        raise StoreUrlError("a Qdrant address has no options: qdrant://HOST:6333/COLLECTION, qdrants:// for TLS")
    path = unquote(parts.path)
    if not parts.hostname:
        # qdrant:///folder/collection: the client's local mode.
        folder, _, collection = path.rpartition("/")
        if not folder or not _NAME_RE.fullmatch(collection):
            raise StoreUrlError("a local Qdrant store is qdrant:///FOLDER/COLLECTION")
        return Qdrant(folder, collection, is_local=True)
    collection = path.strip("/") or "whosays"
    if not _NAME_RE.fullmatch(collection):
        raise StoreUrlError("a Qdrant collection's name: small letters, digits and _ only")
    scheme = "https" if parts.scheme == "qdrants" else "http"
    return Qdrant(f"{scheme}://{parts.hostname}:{port}", collection, key=key)
