"""Who says what in running prose: relative clauses, appositions, pronouns, bodies; each row is a made-up article."""

from __future__ import annotations

import pytest

from bot.answer.reading import statements
from tests.bot.answers import PRESS, article


def said(text: str) -> list[tuple[str, str | None]]:
    return [
        (" ".join(s.text.split()), s.speaker.canonical if s.speaker else None) for s in statements(article(PRESS, text))
    ]


@pytest.mark.parametrize(
    ("text", "words", "speaker"),
    [
        # The subject of a relative clause goes on after it.
        (
            "The airline, which had put the number at 389 earlier in the day, said that 61,000 passengers were affected.",
            "61,000 passengers were affected.",
            "airline",
        ),
        (
            "The airline, which had put the number at 389 earlier in the day, said that 61,000 passengers were affected.",
            "the number at 389 earlier in the day",
            "airline",
        ),
        (
            "Harbour master Nils Hagen, who had insisted that the lights were on, said on Friday that two were out.",
            "two were out.",
            "Nils Hagen",
        ),
        # "according to which", "according to whom"
        (
            "That was denied by the railway, according to which 38 percent of the trains had run.",
            "38 percent of the trains had run.",
            "railway",
        ),
        (
            "The minister met the union's leader, Tor Vik, according to whom the talks had failed.",
            "the talks had failed.",
            "Tor Vik",
        ),
        # The accuser speaks, not the accused.
        (
            "The opposition's spokesman for health, Lorne Babich, accused the government of having cut 44 beds.",
            "the government of having cut 44 beds.",
            "Lorne Babich",
        ),
        # "A spokesman" is nobody of the sentences before.
        (
            "Council spokesman Olaf Dahl said the bridge was safe. It was said to be cracked, which a spokesman later denied.",
            "It was said to be cracked",
            "spokesman",
        ),
        # A capital letter that ends a sentence is no initial.
        (
            "Our reporter Jonna Abt is in Terminal B. She counts three open desks. She said the queue was long.",
            "the queue was long.",
            "Jonna Abt",
        ),
        # The subject of the sentence before, after an apposition or a colon.
        (
            'Lorne Babich said the offer was poor. The mediator, Elias Korven, will not be drawn. "I say nothing," he says.',
            '"I say nothing,"',
            "Elias Korven",
        ),
        (
            "Sleep, says the union: Tomaso Beller was with us at six. He said pilots were tired.",
            "pilots were tired.",
            "Tomaso Beller",
        ),
        (
            'Sheriff Moretti came into the studio at six. She has not slept. "People keep asking me," she said.',
            '"People keep asking me,"',
            "Moretti",
        ),
        # Titles and bodies are no part of a name; the last person named is "she".
        (
            "Bank spokesman Dario Wenn denied it. Professor Ida Lomond of the Institute of Physics, who advises neither "
            "side, said it was early; dry sand, she noted, had been the culprit.",
            "it was early; dry sand had been the culprit.",
            "Ida Lomond",
        ),
        (
            'A state pathologist, it turned out, was late. State pathologist Vera Onslow told a court so. "We searched," she said.',
            '"We searched,"',
            "Vera Onslow",
        ),
        (
            'The maker of whey powder rejects any blame. "We delivered for years," managing director Hugo Brandis says.',
            '"We delivered for years,"',
            "Hugo Brandis",
        ),
        (
            "On the fifth evening, Captain Ruud Amsel, who has flown for 22 years, sat in his kitchen. “I was tired,” he said.",
            "“I was tired,”",
            "Ruud Amsel",
        ),
        (
            "In 2019 Ms Vaudal, then head of personnel, hired replacements. She now says that nobody will go.",
            "nobody will go.",
            "Vaudal",
        ),
        (
            "The average has risen by a fifth, said Nord's head of risk modelling, Sunniva Roake. She said losses were high.",
            "losses were high.",
            "Sunniva Roake",
        ),
        # A figure does not speak, nor does a place.
        (
            "Norda, the largest maker of toys, recalled 64,000 dolls on Monday after a child fell ill, the ministry said.",
            "Norda, the largest maker of toys, recalled 64,000 dolls on Monday after a child fell ill",
            "ministry",
        ),
        (
            "In the old canal, by divers, says Inspector Lindal - not at the station, as radio reported.",
            "In the old canal, by divers not at the station, as radio reported.",
            "Lindal",
        ),
        # Outside quotation marks "we" is the outlet.
        ("On Tuesday we reported that the letter was sent in May.", "the letter was sent in May.", None),
        # What a body did, it says of itself.
        (
            "The sheriff's office said a man had died. The company switched the valley off itself, it says.",
            "The company switched the valley off itself",
            "company",
        ),
    ],
)
def test_who_says_it(text, words, speaker):
    assert (words, speaker) in said(text)


@pytest.mark.parametrize(
    "text",
    [
        "The Holm fire claimed a third life on Thursday.",
        "Ana Ruiz claimed the title in the final minute.",
        "He and the dog spent three nights in a ditch and were found by a road crew.",
        "The storm claimed 14 lives in the north.",
    ],
)
def test_nobody_speaks(text):
    assert all(speaker is None for _, speaker in said(text))
