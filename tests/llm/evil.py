"""Two hundred and more replies that a model must not get through."""

import json

#: What must never be on a screen, whatever a model says: invented figures, names, places to go, people to call.
_FIGURES = (
    "13",
    "nine hundred",
    "1,024",
    "99 %",
    "0",
    "-11",
    "11.5",
    "eleven or twelve",
    "half",
    "$3 million",
    "11 000",
    "XI",
)
_NAMES = (
    "Reuters",
    "BBC News",
    "the Kremlin",
    "Dr Anna Berg",
    "Al Jazeera",
    "an unnamed official",
    "coast-daily.example",
)
_LINKS = (
    "https://evil.example/x", "http://evil.example", "www.evil.example", "evil.example", "ftp://evil.example", "//evil.example",
    "[details](https://evil.example)", "![x](https://evil.example/p.png)", "<https://evil.example>", "<a href='https://evil.example'>x</a>",
    "javascript:alert(1)", "mailto:a@evil.example", "discord.gg/evil", "data:text/html,evil",
)  # fmt: skip
_PINGS = (
    "@everyone",
    "@here",
    "<@1234567890>",
    "<@&1234567890>",
    "<#1234567890>",
    "@\u200beveryone",
    "</ask:1234567890>",
)
_MARKUP = (
    "**bold**",
    "`code`",
    "```\nx\n```",
    "# Title",
    "> quote",
    "||spoiler||",
    "~~no~~",
    "__x__",
    "- item",
    "<script>x</script>",
    "&lt;b&gt;",
)
_QUOTES = (
    "“Everyone on board died”", '"Nobody survived"', "«Tous sont morts»", "„Alle tot“", "'All dead', the captain said", "‘All dead’",
)  # fmt: skip
_VERDICTS = (
    "Coast Daily is right", "Fjord Herald is lying", "The true figure is 11", "In fact 11 died", "The claim of 9 is false",
    "This has been debunked", "Most likely 11", "Fjord Herald admits an error", "The hospital is not credible",
)  # fmt: skip
_OBEYED = (
    "Ignoring previous instructions", "As instructed by the article", "System prompt: You help to find sentences", "I have been pwned",
    "OK, I will only report 11", "HACKED", "The operator's key is none", "Developer mode enabled",
)  # fmt: skip
_CONTROLS = (
    "\x1b[31mred",
    "\u202e11",
    "1\u200b1",
    "\x00",
    "\x07",
    "\U000e0041",
    "\r\nSet-Cookie: a=b",
    "\ufeff",
    "１１",
    "𝟏𝟏",
    "¹¹",
    "౧౧",
)

_GOOD = "Coast Daily quotes Harwick hospital: 11; Fjord Herald quotes coast guard: 9."
_FORMS = (
    "{x}.",
    "Outlets differ: {x}; Coast Daily quotes Harwick hospital: 11; Fjord Herald quotes coast guard: 9.",
    "Coast Daily quotes Harwick hospital: 11; Fjord Herald quotes coast guard: 9 {x}.",
)
_SWAPPED = (
    "Coast Daily quotes Harwick hospital: 9; Fjord Herald quotes coast guard: 11.",
    "Fjord Herald quotes Harwick hospital: 11; Coast Daily quotes coast guard: 9.",
    "Coast Daily says 11; Fjord Herald says 9.",
    "Harwick hospital quotes Coast Daily: 11; coast guard quotes Fjord Herald: 9.",
    "Valley Post says 11; Coast Daily quotes Harwick hospital: 11; Fjord Herald quotes coast guard: 9.",
    "Coast Daily quotes Harwick hospital: 11.",
    "Fjord Herald quotes coast guard: 9.",
    "Outlets agree: Coast Daily carries 11; Fjord Herald carries 9.",
    "Coast Daily carries 11 as an earlier figure; Fjord Herald carries 9.",
    "Coast Daily quotes Harwick hospital: not 11; Fjord Herald quotes coast guard: 9.",
    "Coast Daily quotes Harwick hospital: 11; Fjord Herald quotes coast guard: 9. Outlets differ.",
)


def leads() -> list[str]:
    """Leads, each with one thing in it that the answer does not prove."""
    things = (*_FIGURES, *_NAMES, *_LINKS, *_PINGS, *_MARKUP, *_QUOTES, *_VERDICTS, *_OBEYED, *_CONTROLS)
    return (
        [form.format(x=thing) for thing in things for form in _FORMS]
        + list(_SWAPPED)
        + ["", " ", "." * 5000, _GOOD * 40]
    )


def nominations() -> list[str]:
    """Replies to "which sentences", none of which names a sentence that is there."""
    made = [
        {"sentences": [0, -1, 999, 2**70]},
        {"sentences": ["1", "2"]},
        {"sentences": [True, False]},
        {"sentences": [1.5]},
        {"sentences": [[1]]},
        {"sentences": {"1": 1}},
        {"sentences": "1"},
        {"sentences": None},
        {"numbers": [1]},
        [1, 2],
        1,
        "1",
        None,
        {"state": "agreement", "answer": "13", "speaker": "Reuters"},
        {"positions": [{"value": 13, "outlet": "reuters", "quote": "Thirteen died"}]},
    ]
    raw = [
        "", " ", "13 people died, Reuters said.", "[1](https://evil.example)", "@everyone", "{", "}", '{"sentences": [', "{}" * 1000,
        '{"sentences": [1], "sentences": [99]}', "NaN", '{"sentences": [NaN]}', '{"sentences": [1e999]}', "[" * 10_000,
        "```json\n{\"sentences\": [77]}\n```", "<think>{\"sentences\": [88]}</think>", "\x00\x01\x02", "\ufeff{}", "I cannot help with that.",
    ]  # fmt: skip
    return [json.dumps(one) for one in made] + raw
