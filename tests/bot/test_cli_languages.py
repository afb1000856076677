"""Articles that are not in English: stored, found by their exact words, quoted, and said to be unread."""

import json

import pytest

#: Code, name, an article, words of it to search for.
ARTICLES = [
    ("ar", "Arabic", "أعلن الوزير أن تسعة أشخاص لقوا حتفهم في الفيضان. وقال إن الجسر مغلق.", "الفيضان"),
    ("de", "German", "Der Minister sagte, dass neun Menschen bei der Überschwemmung gestorben sind und die Brücke nicht mehr offen ist.", "Überschwemmung"),
    ("zh", "Chinese", "部长说，九人在洪水中死亡。大桥已经关闭。", "洪水"),
    ("ru", "Russian", "Министр сообщил, что при наводнении погибли девять человек.", "наводнении"),
    ("ja", "Japanese", "大臣は洪水で九人が死亡したと述べた。橋は閉鎖された。", "洪水"),
    ("fr", "French", "Le ministre dit que les crues ont fait neuf morts et que le pont est fermé dans le sud par la police.", "crues"),
    ("uk", "Ukrainian", "Міністр повідомив, що під час повені загинули дев'ять людей, її міст закрито.", "повені"),
    ("tr", "Turkish", "Bakan, selde dokuz kişinin öldüğünü ve bir köprünün kapalı olduğunu söyledi. Bu çok ciddi bir durum için ve daha sonra.", "selde"),
    ("fa", "Persian", "وزیر گفت که نه نفر در سیل کشته شدند و پل بسته است، چنان که گزارش شد.", "سیل"),
]  # fmt: skip


@pytest.mark.parametrize(("code", "name", "text", "word"), ARTICLES)
def test_another_language(call, tmp_path, code, name, text, word):
    english = "---\noutlet: Dalavisa\ntitle: Flood\npublished: 2026-03-13\n---\nNine people died in the flood, the mayor said.\n"
    (tmp_path / "a.md").write_text(english, "utf-8")
    (tmp_path / "b.md").write_text(
        f"---\noutlet: Other Times\ntitle: Flood\npublished: 2026-03-13\n---\n{text}\n", "utf-8"
    )
    assert call("add", tmp_path / "a.md", tmp_path / "b.md")[0] == 0
    rows = {row["outlet"]: row for row in map(json.loads, call("articles", "--json")[1].splitlines())}
    assert rows["Other Times"]["language"] == code
    assert rows["Other Times"]["text"].strip() == text
    # Found by an exact word of it, first, and quoted as published.
    hits = [json.loads(line) for line in call("search", "--json", word)[1].splitlines()]
    assert hits[0]["outlet"] == "other-times"
    assert hits[0]["ranks"]["words"] == 1
    assert text[hits[0]["start"] : hits[0]["end"]] == hits[0]["quote"]
    # Never read for an answer, and said so where the answer read its story.
    call("ask", "how many people died in the flood?")
    answer = json.loads(call("ask", "--json", "how many people died in the flood?")[1])
    assert not any(claim["outlet"] == "other-times" for position in answer["positions"] for claim in position["claims"])
    # Asked in its own words, it is shown and said to be unread.
    only = call("ask", "--outlet", "Other Times", f"{word} flood?")[1]
    assert f"not read: {name}" in only
