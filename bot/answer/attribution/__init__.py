"""Who is said to say what: from sentences to statements, by rule."""

from bot.answer.attribution.find import Attribution, Pattern, find, find_all
from bot.answer.attribution.statements import statements

__all__ = ["Attribution", "Pattern", "find", "find_all", "statements"]
