"""What was published: outlets, articles, and ranges in them."""

from corpus.types import Article, Outlet, Quote

__all__ = ["Article", "Outlet", "Quote"]
