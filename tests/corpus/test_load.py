"""Files and folders into articles: what is refused, where, and that nothing else is lost."""

import hashlib
import json
import os
import socket
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus import Article
from corpus.clean import clean
from corpus.draft import article_id
from corpus.export import as_row
from corpus.front_matter import read
from corpus.load import Refused, load, sample
from corpus.outlets import Registry

REGISTRY = Registry.load()
HEAD = b"---\noutlet: Fjord Post\npublished: 2026-03-13\n---\n"
BODY = b"The river rose 4.2 metres in Bergen.\n"


def put(folder, name, data):
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    return path


def run(*paths, **given_values):
    return list(load([Path(path) for path in paths], REGISTRY, **given_values))


def only(path, **given_values):
    (result,) = run(path, **given_values)
    return result


# The bundled articles


@pytest.mark.parametrize(
    ("name", "size", "digest"),
    [
        ("rediff", 2682, "9ccf20ba1834b81a9aeb2522efc62bf86be23aaee7b00843ee9b56405aed0c42"),
        ("press-tv", 2121, "45f7f03359dcbf7097fa97d028ae44891b248dd59c1bfab62c0796c969950a96"),
    ],
)
def test_bundled_bodies_are_byte_identical_to_the_seeds(name, size, digest):
    (article,) = (article for article in sample() if article.outlet.id == name)
    data = article.text.encode()
    assert (len(data), hashlib.sha256(data).hexdigest()) == (size, digest)
    assert (article.published, article.language, article.outlet.registered) == ("2026-03-13", "en", True)


def test_sample_equals_loading_its_folder(tmp_path):
    import corpus

    source = Path(corpus.__file__).parent / "articles"
    for path in source.glob("*.md"):
        put(tmp_path, path.name, path.read_bytes())
    assert tuple(run(tmp_path)) == sample()
    assert len({article.id for article in sample()}) == 2


# Formats


def test_front_matter(tmp_path):
    path = put(
        tmp_path,
        "a.md",
        b'\xef\xbb\xbf---\r\nTitle: "Flood: day 2"\r\noutlet: reuters\r\nurl: https://www.vg.no/a?b=1\r\n'
        b"published: 2026-03-13T10:00+01:00\r\nupdated: 2026-03-14\r\nauthor: A. Writer\r\nwire: NTB\r\n"
        b"language: nb_NO\r\ntags: "
        + b"x" * 3000
        + b"\r\nid: flood-2\r\n---\r\n\r\nCafe\xcc\x81 \x1b[31mred\r\n---\r\nend",
    )
    article = only(path)
    assert article.text == "\nCafé \x1b[31mred\n---\nend"
    assert (article.id, article.outlet.id, article.title) == ("flood-2", "vg", "Flood: day 2")
    assert (article.published, article.updated) == ("2026-03-13T10:00+01:00", "2026-03-14")
    assert (article.author, article.wire, article.language) == ("A. Writer", "NTB", "nb-NO")


@pytest.mark.parametrize(
    ("raw", "value"),
    [
        ("a: b", "a: b"),
        ('"a"', "a"),
        ('"', '"'),
        ('""', ""),
        ('"a" b', '"a" b'),
        ('a "b"', 'a "b"'),
        ("'a'", "'a'"),
        ("no", "no"),
    ],
)
def test_front_matter_values_are_plain_strings(raw, value):
    assert read(f"---\ntitle: {raw}\n---\n").fields["title"] == value


@pytest.mark.parametrize(
    ("lines", "published"),
    [
        (b"date: 2026-03-12\n", "2026-03-12"),
        (b"date: 2026-03-12\npublished: 2026-03-13\n", "2026-03-13"),
        (b"date: when nobody knows\npublished: 2026-03-13\n", "2026-03-13"),
    ],
)
def test_a_date_is_the_day_of_publication_where_none_is_given(tmp_path, lines, published):
    put(tmp_path, "a.md", b"---\noutlet: Fjord Post\n" + lines + b"---\n" + BODY)
    assert only(tmp_path).published == published


def test_plain_text_takes_side_file_or_flags(tmp_path):
    put(tmp_path, "a.txt", BODY)
    put(tmp_path, "a.txt.meta", b"---\noutlet: NRK\ntitle: Flood\n---\n")
    put(tmp_path, "b.txt", BODY)
    put(tmp_path, "b.meta", b"url: https://www.nrk.no/b\npublished: 2026-03-12\n")
    put(tmp_path, "c.txt", BODY)
    put(tmp_path, "d.meta", b"outlet: NRK\n")
    a, b, c, d = run(tmp_path)
    assert (a.outlet.id, a.title, a.published) == ("nrk", "Flood", None)
    assert (b.outlet.id, b.title, b.published) == ("nrk", "The river rose 4.2 metres in Bergen.", "2026-03-12")
    assert "no outlet" in c.reason
    assert "side file without its article" in d.reason
    (flagged,) = run(tmp_path / "c.txt", outlet="Dalavisa", published="13 March 2026")
    assert (flagged.outlet.id, flagged.outlet.registered, flagged.published) == ("dalavisa", False, "2026-03-13")
    (by_url,) = run(tmp_path / "c.txt", outlet="Reuters", url="https://evil.example/x")
    assert by_url.outlet.id == "evil.example"


ROWS = [
    {"outlet": "reuters", "title": "One", "text": "First 1.", "published": "2026-03-13"},
    {
        "source": {"id": None, "name": "Dalavisa"},
        "headline": "Two",
        "body": "Second 2.",
        "publishedAt": "2026-03-13T10:00:00Z",
    },
    {
        "url": "https://apnews.com/3",
        "title": "Three",
        "content": "Third 3.",
        "authors": ["A", "B"],
        "date": None,
        "id": 3,
    },
]


@pytest.mark.parametrize("layout", ["array", "lines", "lines.json", "pretty"])
def test_json(tmp_path, layout):
    text = json.dumps(ROWS, indent=2 if layout == "pretty" else None)
    if layout.startswith("lines"):
        text = "\n\n".join(map(json.dumps, ROWS)) + "\n"
    path = put(tmp_path, "a.jsonl" if layout == "lines" else "a.json", text.encode())
    one, two, three = run(path)
    assert (one.outlet.id, one.title, one.text, one.published) == ("reuters", "One", "First 1.", "2026-03-13")
    assert (two.outlet.name, two.published) == ("Dalavisa", "2026-03-13T10:00:00+00:00")
    assert (three.outlet.id, three.author, three.published, three.id) == ("ap", "A, B", None, "3")
    assert only(put(tmp_path, "b.json", json.dumps(ROWS[0]).encode())) == one


def test_bad_rows_do_not_stop_the_others(tmp_path):
    good = [json.dumps({"outlet": "nrk", "title": f"T{n}", "text": "Text."}).encode() for n in range(2)]
    bad = [
        (b"{", "not JSON"),
        (b"[1]", "not an object"),
        (b'{"outlet": "nrk"}', "no text"),
        (b'{"outlet": "nrk", "text": 1.5}', "must be text"),
        (b'{"outlet": "nrk", "text": NaN}', "not JSON"),
        (b'{"outlet": "nrk", "text": "\\ud800"}', "surrogate"),
        (b'{"outlet": "nrk", "text": "a\\u0000"}', "binary"),
        (b'{"outlet": "nrk", "text": "a", "title": "\\udfff"}', "half a character"),
        (b'{"outlet": "nrk", "text": "\xff"}', "not UTF-8"),
        (b'{"text": "a"}', "no outlet"),
        (b'{"outlet": "nrk", "text": "a", "published": "9999-01-01"}', "implausible"),
        (b'{"url": "javascript:x", "text": "a"}', "not the address"),
        (b"[" * 100_000, "nested too deep"),
        (b'{"outlet": "nrk", "text": ' + b"9" * 5000 + b"}", "not JSON"),
    ]
    path = put(tmp_path, "a.jsonl", b"\n".join([good[0], *(row for row, _ in bad), good[1]]))
    first, *refused, last = run(path)
    assert (first.title, last.title) == ("T0", "T1")
    assert [result.line for result in refused] == list(range(2, 2 + len(bad)))
    for result, (_, reason) in zip(refused, bad, strict=True):
        assert reason in result.reason


@pytest.mark.parametrize(
    ("data", "line", "reason"),
    [
        (b'[{"outlet": "nrk", "text": "a"},\n\n{"text": "b"}]', 3, "no outlet"),
        (b'[{"outlet": "nrk", "text": "a"},\n{"outlet" "nrk"}]', 2, "not JSON"),
        (b'[{"outlet": "nrk", "text": "a"}\n\n {"outlet": "nrk"}]', 3, "`]` is missing"),
        (b'[{"outlet": "nrk", "text": "a"}', 1, "`]` is missing"),
        (b"[", 1, "no JSON"),
        (b"hello", 1, "not JSON"),
        (b"[" * 100_000, 1, "nested too deep"),
        (b'\n\n{"outlet": "nrk",\n "text": 3', 3, "not JSON"),
    ],
)
def test_json_errors_name_their_line(tmp_path, data, line, reason):
    *_, last = run(put(tmp_path, "a.json", data))
    assert isinstance(last, Refused)
    assert reason in last.reason
    assert last.line in (line, line + 1)


# Bad input, each named with file and line


@pytest.mark.parametrize(
    ("name", "data", "line", "reason"),
    [
        ("a.md", b"", None, "empty"),
        ("a.md", b" \n\t\n", None, "empty"),
        ("a.md", HEAD, None, "no text"),
        ("a.md", HEAD + b" \n", None, "no text"),
        ("a.md", b"\x00\x01\x02", 1, "binary"),
        ("a.md", HEAD + b"text\nmore \x00", 6, "binary"),
        ("a.md", b"\x7fELF" + bytes(range(256)), 1, "binary"),
        ("a.md", HEAD + b"\x01\x02\x03\x04abc", None, "binary"),
        ("a.md", HEAD + b"caf\xe9", 5, "not UTF-8"),
        ("a.md", HEAD + b"\xed\xa0\x80", 5, "not UTF-8"),  # a lone surrogate
        ("a.md", HEAD + b"\xc0\xaf", 5, "not UTF-8"),  # an over-long slash
        ("a.md", "﻿text".encode("utf-16"), None, "UTF-16"),
        ("a.md", HEAD + b"x" * (5 * 1024 * 1024), None, "larger than 5 MB"),
        ("a.md", BODY, None, "no outlet"),
        ("a.md", b"---\ntitle: x\n---\n" + BODY, None, "no outlet"),
        ("a.md", b"---\noutlet: \n---\n" + BODY, 2, "no outlet"),
        ("a.md", b"---\noutlet: ...\n---\n" + BODY, 2, "no outlet"),
        ("a.md", b"---\noutlet: NRK\n" + BODY, 1, "not closed"),
        ("a.md", b"---\noutlet: NRK\n- a\n---\n" + BODY, 3, "cannot read the front matter"),
        ("a.md", b"---\noutlet: NRK\n  nested\n---\n" + BODY, 3, "cannot read the front matter"),
        ("a.md", b"---\noutlet: NRK\ntitle: a\ntitle: b\n---\n" + BODY, 4, "stands twice, first in line 3"),
        ("a.md", b"---\noutlet: NRK\npublished: 9999-12-31\n---\n" + BODY, 3, "implausible"),
        ("a.md", b"---\noutlet: NRK\npublished: soon\n---\n" + BODY, 3, "cannot read the date"),
        ("a.md", b"---\noutlet: NRK\ndate: soon\n---\n" + BODY, 3, "cannot read the date"),
        ("a.md", b"---\noutlet: NRK\n\nupdated: 2026-02-30\n---\n" + BODY, 4, "no such date"),
        ("a.md", b"---\noutlet: NRK\nurl: /a/b\n---\n" + BODY, 3, "not the address"),
        ("a.md", b"---\noutlet: NRK\nlanguage: ???\n---\n" + BODY, 3, "language tag"),
        ("a.md", b"---\noutlet: NRK\nid: a b\n---\n" + BODY, 3, "without spaces"),
        ("a.md", b"---\noutlet: NRK\ntitle: " + b"x" * 3000 + b"\n---\n" + BODY, 3, "longer than 2000"),
        ("a.txt", b"caf\xe9", 1, "not UTF-8"),
        ("a.html", b"<p>caf\xe9</p>", 1, "not UTF-8"),
        ("a.html", b"<meta charset=utf-7><p>x</p>", None, "utf-7"),
        ("a.html", b"<meta charset=rot13><p>x</p>", None, "rot13"),
        ("a.html", b"<meta charset=shift_jis><p>\xff\xff</p>", 1, "not shift_jis"),
        ("a.html", b"<p hidden>x</p>", None, "no text"),
        ("a.json", b"", None, "empty"),
        ("a.jsonl", b"\n\n", 1, "empty"),
        ("a.pdf", b"%PDF", None, "unknown kind"),
        ("a", b"text", None, "unknown kind"),
        ("a.md.exe", b"MZ", None, "unknown kind"),
    ],
)
def test_refused_with_line_and_the_rest_goes_on(tmp_path, name, data, line, reason):
    path = put(tmp_path, name, data)
    put(tmp_path, "z.md", HEAD + BODY)
    refused, rest = run(tmp_path)
    assert refused.path == path
    assert refused.line == line
    assert reason in refused.reason
    assert str(refused).startswith(f"{path}:{line}: " if line else f"{path}: ")
    assert str(refused).isprintable()
    assert rest.text == BODY.decode()


@pytest.mark.parametrize("name", ["a.md", "a.txt", "a.html", "a.json", "a.jsonl"])
def test_twenty_megabytes_are_refused_quickly(tmp_path, name):
    text = json.dumps({"outlet": "nrk", "text": "flood " * (20 * 1024 * 1024 // 6)}).encode()
    result = only(put(tmp_path, name, text), outlet="NRK")
    assert isinstance(result, Refused)
    assert "than" in result.reason
    assert "MB" in result.reason


def test_a_line_above_the_limit_is_passed_over(tmp_path):
    good = json.dumps({"outlet": "nrk", "title": "T", "text": "Text."}).encode()
    long = b'{"text": "' + b"x" * (31 * 1024 * 1024) + b'"}'
    refused, article = run(put(tmp_path, "a.jsonl", long + b"\n" + good))
    assert (refused.line, article.title) == (1, "T")
    assert "longer than 30 MB" in refused.reason


def test_missing_path_is_refused(tmp_path):
    assert "no such file" in only(tmp_path / "none.md").reason
    assert "cannot be read" in only("a\0b.md").reason


def test_refused_is_one_printable_line():
    shown = str(Refused(Path("a\n\x1b[31m\u202e.md"), 3, "not\tgood \udc80"))
    assert shown.isprintable()
    assert "\\n\\x1b[31m\\u202e.md:3" in shown


def test_duplicate_ids(tmp_path):
    first = put(tmp_path, "a.md", b"---\nid: x\noutlet: NRK\n---\nOne.")
    put(tmp_path, "b.md", b"---\nid: x\noutlet: NRK\n---\nTwo.")
    put(tmp_path, "c.md", b"---\nid: x\noutlet: NRK\n---\nOne.")
    article, refused = run(tmp_path)
    assert article.text == "One."
    assert refused.path.name == "b.md"
    assert str(first) in refused.reason
    rows = b'{"id": "x", "outlet": "nrk", "text": "One."}\n{"id": "x", "outlet": "nrk", "text": "Two."}\n'
    article, refused = run(put(tmp_path / "rows", "a.jsonl", rows))
    assert refused.line == 2
    assert "a.jsonl:1" in refused.reason


def test_id_stays_when_the_text_of_a_page_changes():
    assert article_id("nrk", "https://nrk.no/1", "a", None) == article_id("nrk", "https://nrk.no/1", "b", "2026-03-13")
    assert article_id("nrk", None, "a", None) != article_id("nrk", None, "a", "2026-03-13")
    assert len(article_id("nrk", None, "a", None)) == 12


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("The minister said that the bridge was closed for the day.", "en"),
        ("Der Minister sagte, die Brücke ist nicht für das Publikum offen, und der Verkehr wird umgeleitet.", "de"),
        ("Le ministre dit que les ponts sont fermés et que la route est coupée dans le sud par des crues.", "fr"),
        ("El ministro dijo que los puentes de la ciudad y las carreteras se cerraron por la lluvia.", "es"),
        ("Statsråden sier at det er flom på Vestlandet, og at broen ikke åpner før det er trygt etter regnet.", "nb"),
        ("Министр сообщил, что мост закрыт.", "ru"),
        ("Міністр повідомив, що її міст закрито.", "uk"),
        ("قال الوزير إن الجسر مغلق", "ar"),
        ("השר אמר שהגשר סגור", "he"),
        ("大臣は橋が閉鎖されたと述べた", "ja"),
        ("部长说大桥已经关闭", "zh"),
        ("장관은 다리가 폐쇄되었다고 말했다", "ko"),
        ("मंत्री ने कहा कि पुल बंद है", "hi"),
        ("Ο υπουργός είπε ότι η γέφυρα έκλεισε", "el"),
        ("Mr Müller of Der Spiegel said the die was cast.", "en"),
        ("12345", "en"),
    ],
)
def test_language_is_guessed(tmp_path, text, language):
    assert only(put(tmp_path, "a.txt", text.encode()), outlet="NRK").language == language


# Host files (I1)


def test_folders_are_walked_in_order_without_hidden_files(tmp_path):
    for name in ("b/2.md", "b/1.md", "a.md", "c.md", ".hidden.md", ".git/x.md", "b/.x/y.md"):
        put(
            tmp_path,
            name,
            HEAD.replace(b"---\noutlet", b"---\nid: " + name.replace("/", "-").encode() + b"\noutlet") + BODY,
        )
    assert [article.id for article in run(tmp_path)] == ["a.md", "b-1.md", "b-2.md", "c.md"]
    assert run(tmp_path) == run(tmp_path)


def test_pictures_and_scripts_of_a_saved_page_are_passed_over(tmp_path):
    put(tmp_path, "page.html", b"<p>Flood.</p>")
    put(tmp_path, "page_files/style.css", b"p {}")
    put(tmp_path, "other_files/style.css", b"p {}")
    refused, article = run(tmp_path, outlet="NRK")
    assert refused.path.parent.name == "other_files"
    assert article.text == "Flood."


def _symlink(path, secret):
    path.symlink_to(secret)


def _relative_symlink(path, secret):
    path.symlink_to(os.path.relpath(secret, path.parent))


def _dangling(path, secret):
    path.symlink_to(path.parent / "nothing")


def _self_link(path, secret):
    path.symlink_to(path)


def _folder_link(path, secret):
    path.symlink_to(secret.parent, target_is_directory=True)


def _loop(path, secret):
    path.symlink_to(path.parent, target_is_directory=True)


def _hard_link(path, secret):
    os.link(secret, path)


def _fifo(path, secret):
    os.mkfifo(path)


def _socket(path, secret):
    with socket.socket(socket.AF_UNIX) as server:
        folder = os.open(path.parent, os.O_RDONLY)
        try:
            server.bind(f"/proc/self/fd/{folder}/{path.name}")  # the path may be longer than a socket's name
        finally:
            os.close(folder)


def _device(path, secret):
    path.symlink_to("/dev/zero")


def _proc(path, secret):
    path.symlink_to("/proc/self/environ")


MAKERS = [
    _symlink,
    _relative_symlink,
    _dangling,
    _self_link,
    _folder_link,
    _loop,
    _hard_link,
    _fifo,
    _socket,
    _device,
    _proc,
]


@pytest.mark.parametrize("make", MAKERS)
@pytest.mark.parametrize("named", [True, False])
@pytest.mark.parametrize("name", ["x.md", "x.txt", "x.jsonl"])
def test_only_regular_files_are_opened(tmp_path, make, named, name):
    secret = put(tmp_path, "outside/secret.md", HEAD + b"SECRET")
    inside = tmp_path / "inside"
    inside.mkdir()
    make(inside / name, secret)
    results = run(inside / name if named else inside, outlet="NRK")
    assert len(results) == 1
    assert isinstance(results[0], Refused)
    assert "SECRET" not in str(results[0])


@pytest.mark.parametrize("make", MAKERS)
def test_a_side_file_is_opened_as_carefully(tmp_path, make):
    secret = put(tmp_path, "outside/secret.md", b"outlet: SECRET\n")
    put(tmp_path, "inside/a.txt", BODY)
    make(tmp_path / "inside/a.txt.meta", secret)
    (refused,) = run(tmp_path / "inside/a.txt", outlet="NRK")
    assert isinstance(refused, Refused)


@pytest.mark.parametrize("device", ["/dev/zero", "/dev/null", "/proc/self/mem"])
def test_devices_are_refused(device):
    assert isinstance(only(device), Refused)


def test_a_linked_folder_is_refused_and_dots_are_the_users_choice(tmp_path):
    put(tmp_path, "real/a.md", HEAD + BODY)
    (tmp_path / "link").symlink_to(tmp_path / "real")
    assert isinstance(only(tmp_path / "link"), Refused)
    assert isinstance(only(tmp_path / "real" / ".." / "real" / "a.md"), Article)


def test_very_deep_folders_end(tmp_path):
    deep = tmp_path.joinpath(*["d"] * 70)
    put(deep, "a.md", HEAD + BODY)
    put(tmp_path, "z.md", HEAD + BODY)
    refused, article = run(tmp_path)
    assert "folders deep" in refused.reason
    assert article.text == BODY.decode()


def test_no_descriptor_is_left_open(tmp_path):
    for number in range(5):
        put(tmp_path, f"d{number}/a.md", HEAD + BODY)
        put(tmp_path, f"d{number}/b.jsonl", b"{}\n{}\n")
        os.mkfifo(tmp_path / f"d{number}/c.md")
    before = len(os.listdir("/proc/self/fd"))
    run(tmp_path)
    unfinished = load([tmp_path], REGISTRY)
    next(unfinished)
    unfinished.close()
    assert len(os.listdir("/proc/self/fd")) == before


def test_unreadable_file_is_refused(tmp_path):
    path = put(tmp_path, "a.md", HEAD + BODY)
    path.chmod(0)
    result = only(path)
    assert isinstance(result, Article if os.geteuid() == 0 else Refused)


# Laws

SUFFIXES = st.sampled_from([".md", ".txt", ".html", ".json", ".jsonl", ".meta", ".bin"])
SCRAPS = st.sampled_from(
    [b"---\n", b"outlet: NRK\n", b"published: ", b"<p>", b"<div hidden", b"</", b"<!--", b"-->", b'"', b"{", b'"text":', b"[", b"\r\n",
     b"\xef\xbb\xbf", b"\xff", b"\x00", b"<script>", b"&#x110000;", b"&#0;", b"<meta charset=koi8-r>", b"\\ud800", b"=", b"e\xcc\x81"]
)  # fmt: skip
BYTES = st.one_of(
    st.binary(max_size=200), st.lists(st.one_of(SCRAPS, st.binary(max_size=8)), max_size=30).map(b"".join)
)


@settings(max_examples=300, deadline=None)
@given(suffix=SUFFIXES, data=BYTES, side=st.one_of(st.none(), BYTES))
def test_no_bytes_make_the_loader_raise(tmp_path_factory, suffix, data, side):
    folder = tmp_path_factory.mktemp("bytes")
    put(folder, "a" + suffix, data)
    if side is not None:
        put(folder, "a.txt.meta", side)
    for result in load([folder], REGISTRY, outlet="NRK"):
        assert isinstance(result, Article | Refused)
        if isinstance(result, Refused):
            assert str(result).isprintable()
        else:
            assert result.text == clean(result.text)
            assert result.text.strip()
            result.text.encode()


WORDS = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=30)
TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=200)
DATES = st.sampled_from([None, "2026-03-13", "2026-03-13T10:00+01:00", "2026-03-13T10:00:05+00:00"])
URLS = st.sampled_from([None, "https://www.nrk.no/1", "https://blog.example/2?a=b#c"])


@settings(max_examples=300, deadline=None)
@given(
    row=st.fixed_dictionaries(
        {"outlet": st.one_of(WORDS, st.sampled_from(["Press TV", "Rеuters"])), "title": WORDS, "text": TEXTS, "author": WORDS,
         "wire": WORDS, "url": URLS, "published": DATES, "updated": DATES, "id": st.sampled_from([None, "x1", "ø-2"]),
         "language": st.sampled_from([None, "en", "pt-BR", "Norwegian"])}
    )
)  # fmt: skip
def test_an_exported_row_is_read_back_equal(tmp_path_factory, row):
    folder = tmp_path_factory.mktemp("rows")
    for result in load([put(folder, "in.jsonl", json.dumps(row).encode())], REGISTRY):
        if isinstance(result, Article):
            again = put(folder, "out.jsonl", json.dumps(as_row(result), ensure_ascii=False).encode())
            assert list(load([again], REGISTRY)) == [result]


@given(st.text())
def test_cleaning_keeps_every_ascii_character_but_carriage_returns(text):
    cleaned = clean(text)
    assert clean(cleaned) == cleaned
    assert "\r" not in cleaned
    assert unicodedata.is_normalized("NFC", cleaned)
    assert [c for c in text if c in "0123456789"] == [c for c in cleaned if c in "0123456789"]


@settings(max_examples=100, deadline=None)
@given(text=TEXTS, suffix=st.sampled_from([".md", ".txt"]))
def test_every_digit_of_a_text_survives(tmp_path_factory, text, suffix):
    head = HEAD.decode() if suffix == ".md" else ""
    path = put(tmp_path_factory.mktemp("digits"), "a" + suffix, (head + text).encode())
    for result in load([path], REGISTRY, outlet="NRK"):
        if isinstance(result, Article):
            assert result.text == clean(text).removeprefix("" if suffix == ".md" else "\ufeff")
