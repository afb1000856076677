"""The operator's registry of outlets, and the rule that says who published an article."""

from __future__ import annotations

import hashlib
import json
import os
import re
import tempfile
import tomllib
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from corpus.names import HostError, host_of, name_key, plain_host, shown_name, skeleton, slug
from corpus.types import Outlet

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

#: Ends the name of an outlet that looks like a registered one and is not.
UNVERIFIED = " (unverified name)"
#: Characters of a declared name that are kept; longer ones are text, not a name.
_MAX_NAME = 120
_ID_RE = re.compile(r"[a-z0-9][a-z0-9-]{0,63}", re.ASCII)
_HEADER_RE = re.compile(r"[ \t]*\[\[[ \t]*outlet[ \t]*\]\]", re.ASCII)
_TOML_LINE_RE = re.compile(r"at line ([0-9]+)", re.ASCII)
_KEYS = frozenset({"id", "name", "aliases", "hosts", "country", "owner"})


class OutletsError(ValueError):
    """A registry file that cannot be used, with file, line and what to do."""

    def __init__(self, path: Path, line: int | None, problem: str) -> None:
        place = str(path) if line is None else f"{path}:{line}"
        super().__init__(f"{place}: {problem}")
        self.path = path
        self.line = line


class UnknownOutletError(ValueError):
    """Neither a host nor a name says who published."""


@dataclass(frozen=True, slots=True)
class Registry:
    """Who publishes under which hosts and names. Immutable; later entries win over earlier ones."""

    outlets: tuple[Outlet, ...] = ()
    _ids: Mapping[str, Outlet] = field(init=False, repr=False, compare=False)
    _hosts: Mapping[str, Outlet] = field(init=False, repr=False, compare=False)
    _names: Mapping[str, Outlet] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        put = object.__setattr__  # the way to fill derived fields of a frozen class
        put(self, "_ids", {outlet.id: outlet for outlet in self.outlets})
        put(self, "_hosts", {host: outlet for outlet in self.outlets for host in outlet.hosts})
        put(self, "_names", {name_key(name): o for o in self.outlets for name in (*o.aliases, o.name, o.id)})

    @classmethod
    def load(cls, *extra_toml_paths: Path) -> Registry:
        """Return the packaged registry, extended by these files in order; a file that is not there adds nothing.

        An entry with a known id overrides name, country and owner and adds aliases and hosts; a host or a name
        belongs to the last file that lists it.

        Raises:
            OutletsError: a file that cannot be read or breaks a rule.

        """
        # By its place beside this file: importlib.resources takes longer to import than the registry to read.
        packaged = Path(__file__).with_name("outlets.toml")
        known: dict[str, Outlet] = {}
        _extend(known, _parse(packaged.read_text(encoding="utf-8"), packaged))
        for path in extra_toml_paths:
            text = _read(path)
            if text is not None:
                _extend(known, _parse(text, path))
        return cls(tuple(known.values()))

    @property
    def fingerprint(self) -> str:
        """Sha256 hex over all entries; the order of files and entries does not matter."""
        rows = sorted(
            json.dumps([o.id, o.name, sorted(o.aliases), sorted(o.hosts), o.country, o.owner]) for o in self.outlets
        )
        return hashlib.sha256("\n".join(rows).encode()).hexdigest()

    def by_id(self, outlet_id: str) -> Outlet | None:
        """Return the registered outlet with this id."""
        return self._ids.get(outlet_id)

    def by_host(self, host: str) -> Outlet | None:
        """Return the outlet registered for this host or the nearest parent of it."""
        while "." in host:
            if outlet := self._hosts.get(host):
                return outlet
            host = host.partition(".")[2]
        return None

    def by_name(self, name: str) -> Outlet | None:
        """Return the registered outlet with this id, name or alias, spelled exactly but for case."""
        return self._names.get(name_key(name))

    def resolve(self, *, url: str | None, name: str | None) -> Outlet:
        """Return who published: the URL's registered host, else its unregistered host, else the declared name.

        Raises:
            HostError: the URL has no host.
            UnknownOutletError: neither URL nor name is given.

        """
        if url:
            host = host_of(url)
            return self.by_host(host) or Outlet(id=host, name=host, hosts=(host,), registered=False)
        if not name or not slug(name):
            raise UnknownOutletError("no outlet; add an `outlet` or a `url`, or give --outlet")
        return self.by_name(name) or self._unregistered(name)

    def _unregistered(self, name: str) -> Outlet:
        """Return an outlet for a name that is not registered, marked when it looks like one that is."""
        marked = name.strip().endswith(UNVERIFIED.strip())
        shown = shown_name(name.strip().removesuffix(UNVERIFIED.strip()))[:_MAX_NAME].strip()
        outlet_id = slug(shown) or slug(name)
        if not (marked or self._looks_known(name)):
            return Outlet(id=outlet_id, name=shown, registered=False)
        # The digest keeps two different disguises of one name apart.
        digest = hashlib.sha256(shown.encode("utf-8", "surrogatepass")).hexdigest()[:8]
        return Outlet(id=f"{outlet_id}-unverified-{digest}", name=shown + UNVERIFIED, registered=False)

    def _looks_known(self, name: str) -> bool:
        look = skeleton(name)
        # Reversed too: a right-to-left override shows "sretueR" as "Reuters".
        looks = {look, skeleton(name[::-1])}
        return slug(name) in self._ids or any(skeleton(known) in looks for known in self._names)


def add(toml_path: Path, outlet: Outlet) -> None:
    """Append an outlet to a registry file, which is made when it is not there.

    The old file stays until the new one is whole.

    Raises:
        OutletsError: the file or the outlet breaks a rule; nothing is written.

    """
    old = _read(toml_path) or ""
    entry = _entry(outlet)
    new = f"{old.rstrip()}\n\n{entry}" if old.strip() else entry
    _parse(new, toml_path)
    toml_path.parent.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(dir=toml_path.parent, prefix=".outlets-", suffix=".toml")
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as file:
            file.write(new)
            file.flush()
            os.fsync(file.fileno())
        os.replace(temporary, toml_path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise


def _entry(outlet: Outlet) -> str:
    """Return the TOML table of an outlet; JSON strings and lists are TOML too."""
    values = {
        "id": outlet.id,
        "name": outlet.name,
        "aliases": list(outlet.aliases),
        "hosts": list(outlet.hosts),
        "country": outlet.country,
        "owner": outlet.owner,
    }
    lines = [f"{key} = {json.dumps(value, ensure_ascii=False)}" for key, value in values.items() if value is not None]
    return "\n".join(["[[outlet]]", *lines, ""])


def _read(path: Path) -> str | None:
    """Return the file's text; None when there is no file. Unreadable is an error, never taken for empty."""
    try:
        return path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return None
    except (OSError, UnicodeDecodeError) as error:
        raise OutletsError(path, None, f"cannot be read ({error}); correct it or move it away") from None


def _extend(known: dict[str, Outlet], outlets: Iterable[Outlet]) -> None:
    """Put the outlets of one file over those of the files before it."""
    added = tuple(outlets)
    hosts = {host for outlet in added for host in outlet.hosts}
    names = {name_key(name) for outlet in added for name in (*outlet.aliases, outlet.name)}
    for key, outlet in known.items():
        known[key] = replace(
            outlet,
            hosts=tuple(host for host in outlet.hosts if host not in hosts),
            aliases=tuple(alias for alias in outlet.aliases if name_key(alias) not in names),
        )
    for outlet in added:
        old = known.get(outlet.id)
        known[outlet.id] = outlet if old is None else _merged(old, outlet)


def _merged(old: Outlet, new: Outlet) -> Outlet:
    return replace(
        new,
        aliases=tuple(dict.fromkeys((*old.aliases, *new.aliases))),
        hosts=tuple(dict.fromkeys((*old.hosts, *new.hosts))),
        country=new.country or old.country,
        owner=new.owner or old.owner,
    )


def _parse(text: str, path: Path) -> tuple[Outlet, ...]:
    """Return the outlets of one registry file."""
    try:
        table = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        match = _TOML_LINE_RE.search(str(error))
        # Without a place it is the end of the document that the parser stumbled over.
        place = int(match[1]) if match else text.count("\n") + 1
        raise OutletsError(path, place, f"is not TOML ({error}); correct that line") from None
    lines = [number for number, line in enumerate(text.split("\n"), 1) if _HEADER_RE.match(line)]
    rows = table.get("outlet", [])
    if not isinstance(rows, list) or set(table) - {"outlet"}:
        raise OutletsError(path, None, "only [[outlet]] tables belong here; see the packaged corpus/outlets.toml")
    owners: dict[str, str] = {}
    outlets = []
    for number, row in enumerate(rows):
        line = lines[number] if number < len(lines) else None
        outlet = _outlet(row, path, line)
        _claim(outlet, owners, path, line)
        outlets.append(outlet)
    return tuple(outlets)


def _claim(outlet: Outlet, owners: dict[str, str], path: Path, line: int | None) -> None:
    """Check that nothing of this outlet belongs to another of the same file."""
    if f"id {outlet.id}" in owners:
        raise OutletsError(path, line, f"outlet {outlet.id!r} stands here twice; keep one entry")
    owners[f"id {outlet.id}"] = outlet.id
    keys = {f"host {host}" for host in outlet.hosts}
    keys |= {f"name {name_key(name)}" for name in (outlet.id, outlet.name, *outlet.aliases)}
    for key in sorted(keys):
        if (first := owners.setdefault(key, outlet.id)) != outlet.id:
            raise OutletsError(path, line, f"{key!r} of {outlet.id!r} already belongs to {first!r}; remove one")


def _outlet(row: object, path: Path, line: int | None) -> Outlet:
    if not isinstance(row, dict):
        raise OutletsError(path, line, "an outlet is a table; write [[outlet]]")
    if unknown := sorted(set(row) - _KEYS):
        raise OutletsError(path, line, f"unknown key {unknown[0]!r}; known are {', '.join(sorted(_KEYS))}")
    outlet_id, name = (_string(row, key, path, line) for key in ("id", "name"))
    if outlet_id is None or not _ID_RE.fullmatch(outlet_id):
        raise OutletsError(path, line, f"id {outlet_id!r} must be lower-case letters, digits and hyphens")
    if name is None:
        raise OutletsError(path, line, f'outlet {outlet_id!r} has no name; add name = "…"')
    hosts = tuple(_host(host, path, line) for host in _strings(row, "hosts", path, line))
    return Outlet(
        id=outlet_id,
        name=name,
        aliases=_strings(row, "aliases", path, line),
        hosts=tuple(dict.fromkeys(hosts)),
        country=_string(row, "country", path, line),
        owner=_string(row, "owner", path, line),
    )


def _string(row: dict[str, Any], key: str, path: Path, line: int | None) -> str | None:
    value = row.get(key)
    if value is None:
        return None
    if not isinstance(value, str) or not value.strip() or not value.isprintable():
        raise OutletsError(path, line, f"{key} must be one line of text in quotes")
    return value


def _strings(row: dict[str, Any], key: str, path: Path, line: int | None) -> tuple[str, ...]:
    values = row.get(key, [])
    if not isinstance(values, list):
        raise OutletsError(path, line, f'{key} must be a list, like {key} = ["…"]')
    return tuple(_string({key: value}, key, path, line) or "" for value in values)


def _host(given: str, path: Path, line: int | None) -> str:
    host = plain_host(given)
    if host is None or "." not in host:
        raise OutletsError(path, line, f'host {given!r} must be a name like "example.org", without https:// and path')
    return host


__all__ = ["UNVERIFIED", "HostError", "OutletsError", "Registry", "UnknownOutletError", "add"]
