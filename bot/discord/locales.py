"""What the command list says in other languages. Answers quote English articles and are in English."""

from __future__ import annotations

import discord
from discord import app_commands

#: English → locale → words. Names of commands stay as they are: people tell each other "/ask".
_WORDS = {
    "Which outlet says what, and where they differ": {
        "de": "Welches Medium was sagt, und wo sie sich widersprechen",
        "es-ES": "Qué dice cada medio y en qué difieren",
        "fr": "Quel média dit quoi, et où ils divergent",
        "no": "Hvilken avis sier hva, og hvor de er uenige",
    },
    "Check this claim": {
        "de": "Behauptung prüfen",
        "es-ES": "Comprobar esta afirmación",
        "fr": "Vérifier cette affirmation",
        "no": "Sjekk denne påstanden",
    },
    "The outlets whose articles are read": {
        "de": "Die Medien, deren Artikel gelesen werden",
        "es-ES": "Los medios cuyos artículos se leen",
        "fr": "Les médias dont les articles sont lus",
        "no": "Mediene som artiklene kommer fra",
    },
    "The articles that answers come from": {
        "de": "Die Artikel, aus denen die Antworten stammen",
        "es-ES": "Los artículos de los que salen las respuestas",
        "fr": "Les articles d’où viennent les réponses",
        "no": "Artiklene som svarene kommer fra",
    },
    "What this bot does, with examples": {
        "de": "Was dieser Bot kann, mit Beispielen",
        "es-ES": "Qué hace este bot, con ejemplos",
        "fr": "Ce que fait ce bot, avec des exemples",
        "no": "Hva denne boten gjør, med eksempler",
    },
    "What is stored, and for how long": {
        "de": "Was gespeichert wird, und wie lange",
        "es-ES": "Qué se guarda y durante cuánto tiempo",
        "fr": "Ce qui est conservé, et combien de temps",
        "no": "Hva som lagres, og hvor lenge",
    },
    "Delete everything that is stored about me": {
        "de": "Alles löschen, was über mich gespeichert ist",
        "es-ES": "Borrar todo lo que se guarda sobre mí",
        "fr": "Effacer tout ce qui est conservé sur moi",
        "no": "Slett alt som er lagret om meg",
    },
}


class Translator(app_commands.Translator):
    """Looks words up; what is not there stays English."""

    async def translate(
        self, string: app_commands.locale_str, locale: discord.Locale, context: app_commands.TranslationContextTypes
    ) -> str | None:
        """Return the words in a locale; None keeps the English ones."""
        del context
        return _WORDS.get(string.message, {}).get(locale.value)
