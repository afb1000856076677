"""Renderers: an answer as text, Markdown or JSON."""
