"""Files and folders into articles, each file either read whole or refused with the reason."""

from __future__ import annotations

import codecs
import os
import re
import stat
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from corpus import front_matter, html, json_lines
from corpus.clean import clean
from corpus.draft import FIELDS, MAX_ARTICLE, Draft, ReadError, finish
from corpus.outlets import Registry

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterable, Iterator, Mapping

    from corpus.types import Article

    _ReadLine = Callable[[int], bytes]


def _set(names: str) -> frozenset[str]:
    return frozenset(names.split())


#: Bytes of a `.json` file, which is read whole; JSON Lines are read line by line and may be of any size.
_MAX_JSON = 16 * 1024 * 1024
#: Folders within folders; each level keeps one file descriptor open.
_MAX_DEPTH = 64
_CHUNK = 1 << 20
#: Windows has neither these flags nor folders that can be opened; there a path is checked, then opened.
_READ = os.O_RDONLY | sum(getattr(os, flag, 0) for flag in ("O_NOFOLLOW", "O_NONBLOCK", "O_CLOEXEC"))
_READ_FOLDER = os.O_RDONLY | sum(getattr(os, flag, 0) for flag in ("O_NOFOLLOW", "O_DIRECTORY", "O_CLOEXEC"))
_BY_FOLDER = os.open in os.supports_dir_fd and os.stat in os.supports_dir_fd and os.listdir in os.supports_fd

_MARKDOWN = (".md", ".markdown")
_PLAIN = (".txt", ".text")
_PAGE = (".html", ".htm", ".xhtml")
_JSON = (".json",)
_ROWS = (".jsonl", ".ndjson")
_SIDE = ".meta"
_KNOWN = (*_MARKDOWN, *_PLAIN, *_PAGE, *_JSON, *_ROWS)

#: `<meta charset=…>` within the first bytes of a page, where browsers look for it.
_CHARSET_RE = re.compile(rb"<meta[^>]{0,200}charset[ \t]{0,9}=[ \t]{0,9}[\"']?([A-Za-z0-9_.:-]{1,40})", re.IGNORECASE)
_CHARSET_BYTES = 1024
#: Encodings that pages declare; browsers read the first two as windows-1252.
_CHARSETS = {"iso8859-1": "cp1252", "ascii": "cp1252", "gb2312": "gb18030", "gbk": "gb18030"}
_ALLOWED_CHARSETS = _set(
    """
    utf-8 cp1250 cp1251 cp1252 cp1253 cp1254 cp1255 cp1256 cp1257 cp1258 cp874 cp866 gb18030 big5 big5hkscs
    euc_jp shift_jis euc_kr cp949 koi8-r koi8-u mac-roman iso8859-2 iso8859-3 iso8859-4 iso8859-5 iso8859-6
    iso8859-7 iso8859-8 iso8859-9 iso8859-10 iso8859-13 iso8859-14 iso8859-15 iso8859-16
    """
)


@dataclass(frozen=True, slots=True)
class Refused:
    """A file, or one row of it, that gave no article. As text it is one line: where, why and what to do."""

    path: Path
    line: int | None
    reason: str

    def __str__(self) -> str:
        place = str(self.path) if self.line is None else f"{self.path}:{self.line}"
        return "".join(char if char.isprintable() else ascii(char)[1:-1] for char in f"{place}: {self.reason}")


@dataclass(frozen=True, slots=True)
class _File:
    """A name in an open folder; opening by folder leaves no moment in which the path can be swapped."""

    path: Path
    #: Descriptor of the folder; None when the user named the file, and on Windows.
    folder: int | None = None

    def open(self) -> int:
        """Return a descriptor of a regular file with one name.

        Raises:
            ReadError: it is a link, a pipe, a device or the like.
            OSError: it cannot be opened.

        """
        name = self.path if self.folder is None else self.path.name
        info = os.stat(name, dir_fd=self.folder, follow_symlinks=False)
        if stat.S_ISLNK(info.st_mode):
            raise ReadError("a symbolic link, which is not followed; give the file it points to")
        descriptor = os.open(name, _READ, dir_fd=self.folder)
        info = os.fstat(descriptor)
        problem = ""
        if not stat.S_ISREG(info.st_mode):
            problem = "not a regular file; give a file or a folder"
        elif info.st_nlink > 1:
            problem = (
                f"a file with {info.st_nlink} names (hard links), which may lie elsewhere; copy it and add the copy"
            )
        if problem:
            os.close(descriptor)
            raise ReadError(problem)
        return descriptor

    def read(self, limit: int) -> bytes:
        """Return the content, at most `limit` bytes.

        Raises:
            ReadError: larger than that, or no file to read.
            OSError: the file cannot be read.

        """
        descriptor = self.open()
        with open(descriptor, "rb", closefd=True) as file:
            if os.fstat(descriptor).st_size > limit or len(data := file.read(limit + 1)) > limit:
                raise ReadError(f"larger than {limit // 1024**2} MB; split it, or use JSON Lines")
        return data

    def beside(self, name: str) -> _File:
        """Return another file in the same folder."""
        return _File(self.path.with_name(name), self.folder)


def load(
    paths: Iterable[Path],
    registry: Registry,
    *,
    outlet: str | None = None,
    published: str | None = None,
    url: str | None = None,
) -> Iterator[Article | Refused]:
    """Yield every article of these files and folders, in order of their names, and every refusal where it arises.

    `outlet`, `published` and `url` stand for articles that do not declare their own. Two articles of one run with one
    id and different content: the second is refused; an exact repetition is left out.
    """
    given = {"outlet": outlet, "published": published, "url": url}
    defaults = {key: value for key, value in given.items() if value is not None}
    seen: dict[str, tuple[str, Path, int | None]] = {}
    for path in paths:
        with closing(_walk(Path(path))) as found:
            for item in found:
                if isinstance(item, Refused):
                    yield item
                    continue
                for draft in _drafts(item):
                    result = _article(draft, item.path, registry, defaults)
                    kept = result if isinstance(result, Refused) else _unique(result, item.path, draft, seen)
                    if kept is not None:
                        yield kept


def sample() -> tuple[Article, ...]:
    """Return the bundled articles.

    Raises:
        ReadError: a bundled file is damaged.

    """
    from importlib.resources import files  # takes 20 ms to import; only this path needs it

    registry = Registry.load()
    folder = files("corpus").joinpath("articles")
    names = sorted(entry.name for entry in folder.iterdir() if entry.name.endswith(".md"))
    texts = (clean(folder.joinpath(name).read_bytes().decode("utf-8")) for name in names)
    return tuple(finish(front_matter.read(text), registry) for text in texts)


def _article(
    draft: Draft | ReadError, path: Path, registry: Registry, defaults: Mapping[str, str]
) -> Article | Refused:
    if isinstance(draft, ReadError):
        return Refused(path, draft.line, draft.reason)
    try:
        return finish(draft.over(defaults), registry)
    except ReadError as error:
        return Refused(path, error.line, error.reason)


def _unique(
    article: Article, path: Path, draft: Draft | ReadError, seen: dict[str, tuple[str, Path, int | None]]
) -> Article | Refused | None:
    """Return the article when its id is new, nothing when it is an exact repetition, else why it is refused."""
    revision, first, line = seen.setdefault(article.id, (article.revision, path, draft.line))
    if (first, line) == (path, draft.line):
        return article
    if revision == article.revision:
        return None
    place = str(first) if line is None else f"{first}:{line}"
    reason = f"id {article.id!r} is taken by {place} with other content; give one of them another `id`"
    return Refused(path, draft.line, reason)


def _walk(path: Path) -> Generator[_File | Refused, None, None]:
    """Yield the files that a path stands for."""
    try:
        info = os.stat(path, follow_symlinks=False)
        if not stat.S_ISDIR(info.st_mode):
            yield _checked(_File(path), frozenset())
            return
        descriptor = os.open(path, _READ_FOLDER) if _BY_FOLDER else None
    except (OSError, ValueError) as error:
        yield Refused(path, None, _why(error))
        return
    yield from _folder(path, descriptor, 0)


def _folder(path: Path, descriptor: int | None, depth: int) -> Generator[_File | Refused, None, None]:
    """Yield the files below an open folder, then close it."""
    try:
        names = sorted(os.listdir(path if descriptor is None else descriptor))
        present = frozenset(names)
        for name in names:
            if not name.startswith(".") and not _belongs_to_page(name, present):
                yield from _entry(path / name, descriptor, depth, present)
    except OSError as error:
        yield Refused(path, None, _why(error))
    finally:
        if descriptor is not None:
            os.close(descriptor)


def _entry(
    path: Path, folder: int | None, depth: int, present: frozenset[str]
) -> Generator[_File | Refused, None, None]:
    try:
        info = os.stat(path if folder is None else path.name, dir_fd=folder, follow_symlinks=False)
        if not stat.S_ISDIR(info.st_mode):
            yield _checked(_File(path, folder), present)
            return
        if depth >= _MAX_DEPTH:
            raise ReadError(f"more than {_MAX_DEPTH} folders deep; add the inner folder by itself")
        descriptor = None if folder is None else os.open(path.name, _READ_FOLDER, dir_fd=folder)
    except (OSError, ReadError) as error:
        yield Refused(path, None, _why(error))
        return
    yield from _folder(path, descriptor, depth + 1)


def _checked(file: _File, present: frozenset[str]) -> _File | Refused:
    """Return the file when its kind is known."""
    suffix = file.path.suffix.lower()
    if suffix in _KNOWN:
        return file
    if suffix == _SIDE:
        stem = file.path.name[: -len(_SIDE)]
        if any(name in present for name in (stem, *(stem + kind for kind in (*_PLAIN, *_PAGE)))):
            return file
        return Refused(file.path, None, "a side file without its article; put the text beside it, or remove it")
    return Refused(file.path, None, f"unknown kind of file; add {', '.join(_KNOWN)}")


def _belongs_to_page(name: str, present: frozenset[str]) -> bool:
    """Whether a folder holds the pictures and scripts that a browser saved with a page."""
    stem = name.removesuffix("_files")
    return stem != name and any(stem + kind in present for kind in _PAGE)


def _drafts(file: _File) -> Iterator[Draft | ReadError]:
    """Yield what a file says; whatever stops the reading is the last item."""
    suffix = file.path.suffix.lower()
    if suffix == _SIDE:
        return
    try:
        if suffix in _ROWS:
            yield from _rows(file)
        elif suffix in _JSON:
            yield from json_lines.read(_decode(file.read(_MAX_JSON)))
        elif suffix in _MARKDOWN:
            yield front_matter.read(clean(_decode(file.read(MAX_ARTICLE))))
        else:
            data = file.read(MAX_ARTICLE)
            page = suffix in _PAGE
            draft = html.read(_decode(data, _charset(data))) if page else Draft(clean(_decode(data)))
            yield _with_side_file(draft, file)
    except ReadError as error:
        yield error
    except OSError as error:
        yield ReadError(_why(error))


def _rows(file: _File) -> Iterator[Draft | ReadError]:
    with open(file.open(), "rb", closefd=True) as stream:
        yield from json_lines.read_lines(_lines(stream.readline))


def _lines(readline: _ReadLine) -> Iterator[bytes | None]:
    """Yield the lines of a file of any size; None for one above the limit, which is passed over in pieces."""
    while line := readline(json_lines.MAX_LINE + 1):
        if len(line) <= json_lines.MAX_LINE:
            yield line
            continue
        while line and not line.endswith(b"\n"):
            line = readline(_CHUNK)
        yield None


def _with_side_file(draft: Draft, file: _File) -> Draft:
    """Return the draft with what NAME.txt.meta or NAME.meta declares.

    Raises:
        ReadError: the side file cannot be read; its name stands in the reason.

    """
    for name in (file.path.name + _SIDE, file.path.stem + _SIDE):
        side = file.beside(name)
        try:
            fields, _ = front_matter.read_side(clean(_decode(side.read(MAX_ARTICLE))))
        except FileNotFoundError:
            continue
        except ReadError as error:
            place = name if error.line is None else f"{name}:{error.line}"
            raise ReadError(f"its side file {place}: {error.reason}") from None
        return draft.over({key: value for key, value in fields.items() if key in FIELDS})
    return draft


def _charset(data: bytes) -> str:
    """Return the encoding that a page declares, as browsers read the declaration; UTF-8 when it declares none.

    Raises:
        ReadError: an encoding that pages do not use.

    """
    match = _CHARSET_RE.search(data[:_CHARSET_BYTES])
    if match is None or data.startswith(codecs.BOM_UTF8):
        return "utf-8"
    label = match[1].decode("ascii")
    if label.lower().startswith("utf-16"):
        return "utf-8"  # the declaration was readable, so it is not UTF-16; browsers conclude the same
    try:
        name = codecs.lookup(label).name
    except LookupError:
        name = label
    name = _CHARSETS.get(name, name)
    if name not in _ALLOWED_CHARSETS:
        raise ReadError(f"declares the encoding {label!r}, which is not known; save the page as UTF-8")
    return name


def _decode(data: bytes, encoding: str = "utf-8") -> str:
    """Return the text of a file, strictly.

    Raises:
        ReadError: empty, binary, or not in this encoding.

    """
    if not data.strip():
        raise ReadError("empty; remove the file or write the article into it")
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        raise ReadError("UTF-16 or binary; save the file as UTF-8")
    if (place := data.find(0)) >= 0:
        raise ReadError("binary (a NUL byte); save the article as UTF-8 text", data.count(b"\n", 0, place) + 1)
    try:
        return data.removeprefix(codecs.BOM_UTF8).decode(encoding)
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        shown = "UTF-8" if encoding == "utf-8" else f"{encoding}, which it declares"
        raise ReadError(f"not {shown} (byte 0x{data[error.start]:02x}); save the file as UTF-8", line) from None


def _why(error: Exception) -> str:
    """Return the reason of a failed access, with the next step."""
    if isinstance(error, ReadError):
        return error.reason
    if isinstance(error, FileNotFoundError):
        return "no such file or folder; check the path"
    if isinstance(error, OSError) and error.strerror:
        return f"cannot be read ({error.strerror}); check its permissions"
    return f"cannot be read ({error}); check the path"
