"""Reprints."""

import pytest

from corpus.types import Article, Outlet
from index import copies

WORDS = [f"word{i}" for i in range(200)]


def article(article_id: str, text: str, wire: str | None = None) -> Article:
    return Article(article_id, Outlet(article_id, article_id), "Title", text, wire=wire)


def body(first: int, last: int, tag: str, extra: int) -> str:
    return " ".join(WORDS[first:last] + [f"{tag}{i}" for i in range(extra)])


@pytest.mark.parametrize(
    ("a", "b", "wire", "expected"),
    [
        pytest.param(body(0, 60, "x", 10), body(0, 60, "y", 50), None, True, id="most of the shorter body"),
        pytest.param(body(0, 44, "x", 300), body(0, 44, "y", 300), None, True, id="a run of 44 words"),
        pytest.param(body(0, 35, "x", 300), body(0, 35, "y", 300), None, False, id="a run of 35 words"),
        pytest.param(body(0, 36, "x", 60), body(0, 36, "y", 60), "Agency", True, id="a third, and one wire credit"),
        pytest.param(body(0, 36, "x", 60), body(0, 36, "y", 60), None, False, id="a third, no credit"),
        pytest.param(body(0, 9, "x", 80), body(50, 59, "y", 80), None, False, id="nothing in common"),
        pytest.param("", "", None, False, id="empty bodies are no copies"),
    ],
)
def test_same_wire_copy(a: str, b: str, wire: str | None, expected: bool) -> None:
    one, two = article("a", a, wire), article("b", b, wire)
    assert copies.same_wire_copy(one, two) is copies.same_wire_copy(two, one) is expected
    assert (copies.groups([one, two])["b"] == "a") is expected
    assert copies.groups([two, one]) == copies.groups([one, two])


def test_sixty_reprints_are_one_group() -> None:
    texts = [article(f"{i:02}", body(0, 100, f"t{i}x", 5)) for i in range(60)]
    assert set(copies.groups(texts).values()) == {"00"}
