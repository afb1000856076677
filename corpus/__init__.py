"""What was published: outlets, articles, and ranges in them.

Reading files (`corpus.load`) and the registry (`corpus.outlets`) are imported where they are needed: an answer from a
built index needs neither.
"""

from corpus.types import Article, Outlet, Quote

__all__ = ["Article", "Outlet", "Quote"]
