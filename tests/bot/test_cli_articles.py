"""`whosays add` on files as they come: each bad one is named with file and line, the rest is indexed, the exit code is 6."""

import json
import os

import pytest

HEAD = b"---\noutlet: Dalavisa\ntitle: Flood\npublished: 2026-03-13\n---\n"
BODY = b"Nine people died in the flood, the mayor said."

#: File name, content, line that must be named, words of the reason.
BAD = [
    ("empty.md", b"", None, "empty"),
    ("blank.txt", b" \n\t\n", None, "empty"),
    ("no_text.md", HEAD, None, "no text"),
    ("binary.md", b"\x7fELF\x02\x01\x01\x00" + bytes(range(256)), 1, "binary"),
    ("nul.md", HEAD + b"a\nb\x00", 7, "binary"),
    ("latin.md", HEAD + b"caf\xe9", 6, "not UTF-8"),
    ("utf16.md", "\ufefftext".encode("utf-16"), None, "UTF-16"),
    ("large.md", HEAD + b"flood " * (20 * 1024 * 1024 // 6), None, "larger than 5 MB"),
    ("no_outlet.md", BODY, None, "no outlet"),
    ("open.md", b"---\noutlet: Dalavisa\n" + BODY, 1, "not closed"),
    ("broken.md", b"---\noutlet: Dalavisa\n- title\n---\n" + BODY, 3, "cannot read the front matter"),
    ("twice.md", b"---\noutlet: Dalavisa\noutlet: X\n---\n" + BODY, 3, "stands twice"),
    ("date.md", b"---\noutlet: Dalavisa\npublished: soon\n---\n" + BODY, 3, "cannot read the date"),
    ("charset.html", b"<meta charset=shift_jis><p>\xff\xff</p>", 1, "not shift_jis"),
    ("charset2.html", b"<p>caf\xe9</p>", 1, "not UTF-8"),
    ("hidden.html", b"<p hidden>x</p>", None, "no text"),
    ("half.json", b'[\n{"text"', 2, "not JSON"),
    ("picture.png", b"\x89PNG", None, "unknown kind"),
    ("\x1b[31mred\n.pdf", b"%PDF", None, "unknown kind"),
]
#: Files that give an article, and a word of it.
GOOD = [
    ("crlf.md", HEAD.replace(b"\n", b"\r\n") + b"Crlf.\r\nSecond line.\r\n", "Crlf."),
    ("bom.md", b"\xef\xbb\xbf" + HEAD + b"Bom.", "Bom."),
    ("undated.md", b"---\noutlet: Dalavisa\n---\nUndated.", "Undated."),
    ("cp1252.html", b"<meta charset=iso-8859-1><p>Caf\xe9 \x93quoted\x94.", "Café “quoted”."),
    ("nfd.txt", "Cafe\u0301 by the river.".encode(), "Café by the river."),
    ("long_line.txt", b"Word " * 4_000, "Word"),
    ("markup.md", HEAD + b"**Bold** [red]text[/red] <b>x</b> &amp; @everyone", "**Bold** [red]text[/red] <b>x</b> &amp; @everyone"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "data", "line", "reason"), BAD)
def test_a_bad_file_is_named_and_the_rest_is_indexed(call, tmp_path, name, data, line, reason):
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / name).write_bytes(data)
    (folder / "good.md").write_bytes(HEAD + BODY)
    code, out, err = call("add", folder)
    rows = err.splitlines()
    shown = str(folder / name).replace("\x1b", "\\x1b").replace("\n", "\\n")
    assert code == 6
    assert rows[0].startswith(f"whosays: {shown}:{f'{line}: ' if line else ' '}")
    assert reason in rows[0]
    assert out.startswith("1 added")
    assert json.loads(call("articles", "--json")[1])["text"] == BODY.decode()


def test_all_of_them_in_one_call(call, tmp_path):
    """Law: as many refusals as bad files, as many articles as good ones, in one run."""
    for name, data, *_ in BAD:
        (tmp_path / f"0{name}").write_bytes(data)
    for number, (name, data, _) in enumerate(GOOD):
        if data.startswith((b"---", b"\xef\xbb\xbf---", b"--")):
            data = data.replace(b"outlet: Dalavisa", b"outlet: Dalavisa\r\nid: a%d" % number, 1)
        (tmp_path / name).write_bytes(data)
    code, _, err = call("add", "--outlet", "Dalavisa", *sorted(tmp_path.glob("*.*")))
    assert code == 6
    # --outlet gives the one file without an outlet what it lacks.
    assert len([row for row in err.splitlines() if "unregistered" not in row]) >= len(BAD) - 1
    texts = [json.loads(row)["text"] for row in call("articles", "--json")[1].splitlines()]
    for _, _, words in GOOD:
        assert any(text.startswith(words) for text in texts), words
    assert not any("\r" in text or "\ufeff" in text for text in texts)


def test_one_bad_row_of_many(call, tmp_path):
    rows = [
        b'{"outlet": "Dalavisa", "title": "One", "text": "One."}', b"not json", b'{"outlet": "Dalavisa"}', b"[1]", b"\xff", b"",
        b'{"outlet": "Dalavisa", "title": "Two", "text": "half \\ud800"}', b'{"outlet": "Dalavisa", "title": "Six", "text": "Six."}',
    ]  # fmt: skip
    (tmp_path / "rows.jsonl").write_bytes(b"\r\n".join(rows))
    code, out, err = call("add", tmp_path / "rows.jsonl")
    assert code == 6
    assert [row.split(":")[2] for row in err.splitlines() if "rows.jsonl" in row] == ["2", "3", "4", "5", "7"]
    assert out.startswith("2 added")


def test_duplicate_ids(call, tmp_path):
    for name, text in (("a", b"One."), ("b", b"Two."), ("c", b"One.")):
        (tmp_path / f"{name}.md").write_bytes(b"---\nid: x\noutlet: Dalavisa\n---\n" + text)
    code, out, err = call("add", tmp_path / "a.md", tmp_path / "b.md", tmp_path / "c.md")
    assert (code, out[:7]) == (6, "1 added")
    assert f"{tmp_path / 'b.md'}: id 'x' is taken by {tmp_path / 'a.md'}" in err


def test_links_pipes_and_loops(call, tmp_path):
    folder = tmp_path / "in"
    (folder / "sub").mkdir(parents=True)
    (folder / "good.md").write_bytes(HEAD + BODY)
    (tmp_path / "secret.md").write_bytes(HEAD + b"SECRET")
    (folder / "link.md").symlink_to(tmp_path / "secret.md")
    (folder / "sub" / "loop").symlink_to(folder, target_is_directory=True)
    (folder / "sub" / "self.md").symlink_to("self.md")
    os.mkfifo(folder / "pipe.md")
    code, out, err = call("add", folder)
    assert code == 6
    assert out.startswith("1 added")
    for name in ("link.md", "sub/loop", "sub/self.md", "pipe.md"):
        assert str(folder / name) in err
    assert "SECRET" not in call("articles", "--json")[1]


def test_a_file_that_may_not_be_read(call, tmp_path, not_root):
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "a.md").write_bytes(HEAD.replace(b"Flood", b"Secret") + b"SECRET")
    (folder / "b.md").write_bytes(HEAD + BODY)
    assert call("add", folder)[0] == 0  # everything that is needed is imported while it can be read
    (folder / "a.md").chmod(0)
    (folder / "b.md").write_bytes(HEAD + BODY + b" Again.")
    not_root()
    code, out, err = call("add", folder)
    assert code == 6
    assert f"{folder / 'a.md'}: cannot be read (Permission denied); check its permissions" in err
    assert "0 added, 1 changed" in out


def test_nothing_to_add(call, tmp_path):
    (tmp_path / "none").mkdir()
    code, out, err = call("add", tmp_path / "none")
    assert (code, out) == (2, "")
    assert "no articles in" in err
    (tmp_path / "good.md").write_bytes(HEAD + BODY)
    code, _, err = call("add", "")
    assert (code, "an empty path" in err) == (2, True)
    (tmp_path / "bad.md").write_bytes(b"\xff")
    assert call("add", tmp_path / "bad.md")[0] == 6
    assert call("status")[0] == 3


def test_what_is_refused_leaves_the_corpus_as_it_was(sample, tmp_path):
    before = sample("articles", "--json")[1]
    (tmp_path / "bad.md").write_bytes(b"\xff")
    assert sample("add", tmp_path / "bad.md")[0] == 6
    assert sample("articles", "--json")[1] == before


def test_an_article_is_replaced_and_its_old_version_kept(call, tmp_path):
    (tmp_path / "a.md").write_bytes(HEAD + b"Four people died.")
    assert call("add", tmp_path / "a.md")[1].startswith("1 added, 0 changed, 0 unchanged")
    (tmp_path / "a.md").write_bytes(HEAD + b"Nine people died.")
    assert call("add", tmp_path / "a.md")[1].startswith("0 added, 1 changed, 0 unchanged")
    assert call("add", tmp_path / "a.md")[1].startswith("0 added, 0 changed, 1 unchanged")
    assert "Nine people died." in call("articles", "--json")[1]
    assert "Four" not in call("articles", "--json")[1]


def test_flags_fill_in_what_a_file_does_not_say(call, tmp_path):
    (tmp_path / "a.txt").write_bytes(BODY)
    assert call("add", tmp_path / "a.txt")[0] == 6
    assert call("add", "--outlet", "Dalavisa", "--published", "2026-03-13", tmp_path / "a.txt")[0] == 0
    row = json.loads(call("articles", "--json")[1])
    assert (row["outlet"], row["published"]) == ("Dalavisa", "2026-03-13")
    code, _, err = call("add", "--outlet", "Dalavisa", "--published", "someday", tmp_path / "a.txt")
    assert code == 2
    assert "--published" in err
    code, _, err = call("add", "--url", "not an address", tmp_path / "a.txt")
    assert code == 2
    assert "--url" in err
