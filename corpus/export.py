"""Articles as rows that the JSON Lines loader reads back unchanged."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from corpus.types import Article


def as_row(article: Article) -> dict[str, str | None]:
    """Return the article as a flat JSON object; loading it with the same registry gives an equal article."""
    outlet = article.outlet
    return {
        "id": article.id,
        "outlet": outlet.id if outlet.registered else outlet.name,
        "title": article.title,
        "url": article.url,
        "published": article.published,
        "updated": article.updated,
        "author": article.author,
        "language": article.language,
        "wire": article.wire,
        "text": article.text,
    }
