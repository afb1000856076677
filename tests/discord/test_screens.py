"""Every screen fits Discord, shows everything once, quotes exactly, and holds nothing alive that others wrote."""

import re
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.answer.ask import ask
from bot.discord import screens
from bot.discord.components import Button, Container, LimitError, Link, Option, Row, Screen, Section, Select, Text
from bot.discord.forms import Choice, Field, Form
from bot.discord.ids import Action, Verb
from bot.discord.screens.common import when
from bot.discord.screens.details import QUALIFIERS, STATES
from bot.discord.snapshot import Snapshot
from bot.render import gate
from bot.render.json import as_dict
from corpus.load import sample
from index.embedders import embedder
from index.index import Index
from index.writer import add
from tests.discord.made import HOSTILE, ID, claim, crowd, hostile, position, snapshot
from tests.discord.reader import RAW, fragments_of, quotes, visible

QUESTIONS = [
    "How many crew died?", "Was the plane shot down?", "When did it crash?", "How many were on board?",
    "What happened to the second aircraft?", "Who was the pilot?",
]  # fmt: skip
#: Whole sentences that no screen can show at once, with the answer at the start, in the middle, at the end.
LONG = (
    "The mayor said "
    + "that the water kept rising and " * 80
    + "nine people died "
    + "while the rain went on " * 20
    + "until dawn."
)


@pytest.fixture(scope="module")
def real(tmp_path_factory):
    home = tmp_path_factory.mktemp("home")
    add(home, sample(), embedder(None))
    with Index.open(home) as index:
        return [Snapshot.of(ID, as_dict(ask(question, index))) for question in QUESTIONS]


def texts(screen):
    return [part.markdown for part in screen.walk() if isinstance(part, Text)]


def pages(made, **more):
    return [screens.answer(made, page, **more) for page in range(1, screens.page_count(made) + 1)]


def every_screen(made):
    """All screens that an answer can lead to, all pages of each."""
    found = [*pages(made), screens.answer(made, 99, copy=True), screens.answer(made, threads=False)]
    found += [
        screens.claim(made, made.question, page) for page in range(1, screens.page_count(made, made.question) + 1)
    ]
    for place in range(len(made.outlets())):
        found += turned(lambda page, place=place: screens.quotes(made, place, page))
    found += turned(lambda page: screens.timeline(made, page))
    outlets = [(f"id-{i}", name) for i, name in enumerate(made.names.values())]
    found += turned(lambda page: screens.again(made, outlets, page))
    return [*found, screens.why(made)]


def turned(show):
    """Every page, as a reader reaches them by the ›."""
    found = [show(1)]
    while (following := next_page(found[-1])) is not None:
        found.append(show(following))
        assert len(found) < 200
    return found


def next_page(screen):
    button = next((part for part in screen.walk() if isinstance(part, Button) and part.label == "›"), None)
    if button is None or button.disabled:
        return None
    return Action.parse(button.custom_id).args[-2]


def sources_of(made):
    return [item.quote for item in (*made.claims(), *made.nearest)] + [made.question]


def check(made):
    wanted = [gate.terminal(quote.replace("\r\n", " ").replace("\n", " ")) for quote in sources_of(made)]
    for screen in every_screen(made):
        assert isinstance(screen, Screen)  # its limits were checked when it was made
        for markdown in texts(screen):
            for seen in quotes(markdown):
                assert any(fragments_of(seen, quote.strip(" ")) or fragments_of(seen, quote) for quote in wanted), seen
        for part in screen.walk():
            if isinstance(part, (Button, Select)):
                action = Action.parse(part.custom_id)
                assert action is not None
                assert action.answer == made.id
            if isinstance(part, (Button, Link)):
                assert len(part.label) <= 34


def shown_pairs(made, screen_pages):
    """(heading, outlet name) in the order shown, over all pages."""
    found = []
    heading = ""
    for screen in screen_pages:
        for markdown in texts(screen):
            for line in markdown.split("\n"):
                if line.startswith("### "):
                    heading = visible(line[4:]).removesuffix(", continued")
                elif match := re.fullmatch(r"\*\*([^⚠✓➕①◌].*)\*\*", line):
                    found.append((heading, visible(match[1])))
    return found


def test_real_answers(real):
    for made in real:
        check(made)


def test_real_answers_show_every_outlet_of_every_position(real):
    for made in real:
        wanted = [
            (p.display[:1].upper() + p.display[1:] + (" · earlier" if p.superseded else ""), made.name(outlet))
            for p in made.positions
            for outlet in dict.fromkeys(c.outlet for c in p.claims)
        ]
        assert [pair for pair in shown_pairs(made, pages(made)) if pair[0] != "Closest passages"] == wanted


@pytest.mark.parametrize(
    ("outlets", "positions"), [(1, 1), (2, 1), (2, 2), (7, 2), (26, 1), (26, 3), (60, 1), (60, 4), (80, 2)]
)
def test_crowds_appear_once_over_the_pages(outlets, positions):
    made = crowd(outlets, positions)
    found = shown_pairs(made, pages(made))
    assert found == [
        (p.display, made.name(o)) for p in made.positions for o in dict.fromkeys(c.outlet for c in p.claims)
    ]
    options = [o.value for s in pages(made) for part in s.walk() if isinstance(part, Select) for o in part.options]
    assert options == [str(place) for place in range(outlets)]
    check(made)


def test_26_outlets_are_few_pages():
    made = crowd(26, 2)
    assert screens.page_count(made) <= 3
    # Over several pages a link is text, so that quotes have the whole width; a long address stays a button.
    shown = "\n".join(texts(screens.answer(made)))
    assert (
        "**Outlet-0**\n-# 13 Mar 2026 · [Read · Outlet-0](<https://outlet-0.example/news/1>)\nPolice:\n> Police"
        in shown
    )
    assert not [part for part in screens.answer(made).walk() if isinstance(part, Link)]
    far = "https://a.example/" + "x" * 300
    long = replace(
        made, positions=tuple(replace(p, claims=tuple(replace(c, url=far) for c in p.claims)) for p in made.positions)
    )
    assert next(part.url for part in screens.answer(long).walk() if isinstance(part, Link)) == far
    assert far not in "\n".join(texts(screens.answer(long)))


def test_every_outlet_of_a_page_is_in_its_select():
    made = crowd(28, 1, "Nine.")
    made = replace(
        made, positions=tuple(replace(p, claims=tuple(replace(c, url=None) for c in p.claims)) for p in made.positions)
    )
    found = [screens.answer(made, page, copy=True) for page in (1, 2)]
    options = [o.value for s in found for part in s.walk() if isinstance(part, Select) for o in part.options]
    assert options == [str(place) for place in range(28)]


@pytest.mark.parametrize("answer", ["The mayor", "nine people", "until dawn", ""])
def test_a_sentence_longer_than_a_message(answer):
    made = snapshot((position("9", (claim(1, "a", LONG, answer), claim(2, "b", LONG * 3, answer))),))
    check(made)
    whole = [
        seen
        for screen in turned(lambda page: screens.quotes(made, 1, page))
        for t in texts(screen)
        for seen in quotes(t)
    ]
    joined = " ".join(seen.removeprefix("… ").removesuffix(" …").strip() for seen in whole)
    assert joined == LONG * 3
    [short] = [seen for seen in quotes("\n".join(texts(screens.answer(made)))) if seen][:1]
    assert len(short) < 310
    assert answer in short


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text(text):
    made = hostile(text)
    check(made)
    for screen in every_screen(made):
        for markdown in texts(screen):
            ours = re.sub(r"\]\(<https?://[^\s<>()]*>\)", "", markdown)
            assert not [match.group() for pattern in RAW for match in pattern.finditer(ours)], markdown


@pytest.mark.parametrize(
    "text", ["\U000e0041" * 300, "*" * 300, "\u202e" * 300, "x" * 300, "@everyone" * 33, "🎉" * 300]
)
def test_text_that_grows_when_it_is_escaped(text):
    made = hostile(text)
    many = replace(made, remarks=(text,) * 9, qualifiers=(text,) * 5)
    claims = tuple(
        claim(n, "o0", text * 3, who=f"{n}{text}", url=f"https://a.example/{'y' * 400}") for n in range(1, 3)
    )
    check(many)
    check(replace(many, positions=(position("x", claims),)))


PIECES = st.one_of(st.sampled_from(HOSTILE), st.text(max_size=40), st.sampled_from(["nine people died", LONG]))


@st.composite
def made_up(draw):
    texts_ = draw(st.lists(PIECES.filter(lambda t: t.strip()), min_size=1, max_size=6))
    positions = []
    number = 0
    for p in range(draw(st.integers(0, 4))):
        claims = []
        for _ in range(draw(st.integers(1, 8))):
            number += 1
            quote = draw(st.sampled_from(texts_))
            start = draw(st.integers(0, len(quote) - 1))
            made = claim(
                number, f"o{draw(st.integers(0, 30))}", quote, article=f"a{draw(st.integers(0, 2))}", who=draw(st.sampled_from(texts_)),
                published=draw(st.sampled_from([None, "2026", "2026-03", "2026-03-13", "2026-03-13T09:10", "2026-03-13T09:10:00+05:30", "no date"])),
                url=draw(st.sampled_from([None, "https://a.example/1", "https://a.example/" + "z" * 460, "nonsense"])),
                note=draw(st.sampled_from(["", "earlier figure", "carried as a claim"])),
            )  # fmt: skip
            claims.append(replace(made, start=start, end=draw(st.integers(start, len(quote)))))
        positions.append(
            position(f"{p} {draw(st.sampled_from(texts_))}", tuple(claims), superseded=draw(st.booleans()))
        )
    found = snapshot(tuple(positions))
    state = draw(st.sampled_from(sorted(STATES))) if positions else "unanswered"
    return replace(
        found, question=draw(st.sampled_from(texts_)), state=state, remarks=tuple(texts_), kind=draw(st.sampled_from(["count", "yes_no"])),
        qualifiers=tuple(draw(st.lists(st.sampled_from(sorted(QUALIFIERS)), unique=True))),
        names={outlet: draw(st.sampled_from(texts_)) for outlet in found.names},
    )  # fmt: skip


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(made_up())
def test_any_answer(made):
    check(made)
    options = [o.value for s in pages(made) for part in s.walk() if isinstance(part, Select) for o in part.options]
    assert set(options) == {str(place) for place in range(len(made.outlets()))}


# -- what a reader sees ------------------------------------------------------------------------------------------------

FLOOD = snapshot(
    (
        position("9", (claim(1, "one", "The mayor said nine people died.", "nine people", who="The mayor"),)),
        position("11", (claim(2, "two", "Eleven people died.", "Eleven", note="earlier figure"),), superseded=True),
    ),
    remarks=("no answer found in Three",),
    qualifiers=("numeric",),
    names={"one": "One", "two": "Two (unregistered)"},
)


def test_the_answer_reads_well():
    assert texts(screens.answer(FLOOD)) == [
        "### How many died in the flood?\n**⚠ Outlets differ:** 9 (A) · 11 (B).",
        "### 9\n**One**\n-# 13 Mar 2026",
        "The mayor:\n> The mayor said **nine people** died.",
        "### 11 · earlier\n**Two (unregistered)**\n-# 13 Mar 2026 · earlier figure",
        "In its own voice:\n> **Eleven** people died.",
        "-# No answer found in Three",
        "-# 2 outlets · 2 articles read",
    ]


VERDICTS = [
    ("conflict", "Outlets differ: 9 (A) · 11 (B).", "**⚠ Outlets differ:** 9 (A) · 11 (B)."),
    ("conflict", "Disputed. Yes: A itself. No: B.", "**⚠ Disputed.** Yes\\: A itself. No\\: B."),
    ("updated", "Outlets differ: 9 (A). An update: B said 9 first.", "**⚠ Outlets differ:** 9 (A). An update\\: B said 9 first."),
    ("agreement", "9: both outlets.", "**✓ Outlets agree.** 9\\: both outlets."),
    ("complementary", "Oslo (A); Norway (B). No disagreement found.", "**➕ Outlets complement each other.** Oslo (A); Norway (B). No disagreement found."),
    ("one_outlet", "9 (A only; B does not say).", "**① One outlet only.** 9 (A only; B does not say)."),
    ("unanswered", "No outlet in this corpus was found to answer that.", "**◌ No outlet in this corpus was found to answer that.**"),
]  # fmt: skip


@pytest.mark.parametrize(("state", "headline", "line"), VERDICTS)
def test_the_verdict_is_an_icon_and_words(state, headline, line):
    differs = state in ("conflict", "updated")
    positions = () if state == "unanswered" else FLOOD.positions
    first = texts(screens.answer(replace(FLOOD, state=state, headline=headline, differs=differs, positions=positions)))[
        0
    ]
    assert first.split("\n")[1] == line


@pytest.mark.parametrize("state", sorted(STATES))
@pytest.mark.parametrize("start", ["Disputed", "Disputed.", "Outlets differ", "No outlet", "No outlet answers that:"])
def test_a_headline_cannot_smuggle_markup(state, start):
    made = replace(FLOOD, state=state, headline=f"{start} <@1> @everyone [x](https://evil.example). # y")
    shown = texts(screens.answer(made))[0]
    assert not [match.group() for pattern in RAW for match in pattern.finditer(shown)]


def buttons(screen):
    return {part.label: part for part in screen.walk() if isinstance(part, Button)}


def test_the_buttons():
    assert list(buttons(screens.answer(FLOOD))) == [
        "Why flagged", "Timeline", "Follow up", "Discuss in thread", "Other outlets…", "Helpful", "Wrong", "Delete",
    ]  # fmt: skip
    assert {"Discuss in thread", "Delete"}.isdisjoint(buttons(screens.answer(FLOOD, copy=True)))
    assert "Discuss in thread" not in buttons(screens.answer(FLOOD, threads=False))
    plain = replace(FLOOD, differs=False, qualifiers=(), positions=FLOOD.positions[:1])
    assert {"Why flagged", "What this means", "Timeline", "≪"}.isdisjoint(buttons(screens.answer(plain)))
    assert "What this means" in buttons(screens.answer(replace(plain, qualifiers=("lower_bound",))))
    # Without arguments these open a message of their own; with some they turn it.
    for label in ("Timeline", "Other outlets…", "Why flagged"):
        assert Action.parse(buttons(screens.answer(FLOOD))[label].custom_id).args == ()


def test_the_pager():
    made = crowd(26)
    count = screens.page_count(made)
    first, last = screens.answer(made, 1), screens.answer(made, count)
    assert [buttons(first)[label].disabled for label in "≪‹›≫"] == [True, True, False, False]
    assert [buttons(last)[label].disabled for label in "≪‹›≫"] == [False, False, True, True]
    assert Action.parse(buttons(first)[f"1/{count}"].custom_id) == Action(Verb.GOTO, ID)
    assert [Action.parse(buttons(first)[label].custom_id).args[0] for label in "›≫"] == [2, count]
    assert Action.parse(buttons(first)["›"].custom_id).verb is Verb.PAGE
    assert Action.parse(buttons(screens.answer(made, 1, copy=True))["›"].custom_id).verb is Verb.COPY
    assert screens.answer(made, 99) == last
    assert screens.answer(made, -1) == first


def test_the_link_names_the_outlet_and_is_short():
    [one, two] = [part for part in screens.answer(FLOOD).walk() if isinstance(part, Link)]
    assert (one.label, one.url) == ("Read · One", "https://one.example/news/1")
    assert two.label == "Read · Two (unregistered)"
    assert any(isinstance(part, Section) for part in screens.answer(FLOOD).walk())


def test_no_address_no_link():
    made = snapshot((position("9", (claim(1, "one", "Nine died.", url=None),)),))
    assert not [part for part in screens.answer(made).walk() if isinstance(part, (Link, Section))]


def test_a_second_article_of_one_outlet_is_named_with_its_date():
    later = claim(
        2,
        "one",
        "Nine people are dead.",
        who="police",
        article="b",
        published="2026-03-15",
        url="https://one.example/2",
    )
    made = snapshot((position("9", (claim(1, "one", "Nine died."), later)),))
    assert "Police · [15 Mar 2026](<https://one.example/2>):\n> Nine people are dead." in "\n".join(
        texts(screens.answer(made))
    )


def test_one_quote_a_voice_and_the_rest_counted():
    made = snapshot((position("9", tuple(claim(n, "one", f"Nine died, {n}.") for n in (1, 2, 3))),))
    assert "-# 2 more quotes: see “Quotes” below" in "\n".join(texts(screens.answer(made)))
    assert len(quotes("\n".join(texts(screens.quotes(made, 0))))) == 3


def test_the_closest_passages_are_shown_when_nothing_answers():
    near = claim(1, "one", "The mayor visited the flooded valley.", who="", speaker="The mayor")
    made = replace(
        snapshot(), nearest=(near,), names={"one": "One"}, headline="No outlet in this corpus was found to answer that."
    )
    shown = "\n".join(texts(screens.answer(made)))
    assert "### Closest passages\n**One**" in shown
    assert "> The mayor visited the flooded valley." in shown
    assert not [part for part in screens.answer(made).walk() if isinstance(part, Select)]


DATES = [
    ("2026-03-13", "13 Mar 2026"),
    ("2026-03", "Mar 2026"),
    ("2026-03-13T09:10", "13 Mar 2026, 09:10"),
    ("2026-03-13T09:10:00+05:30", "<t:1773373200:f>"),
    ("2026-03-13T03:40:00Z", "<t:1773373200:f>"),
    (None, "undated"),
    ("soon", "undated"),
    ("0001-01-01T00:00:00+14:00", "<t:-62135647200:f>"),
]


@pytest.mark.parametrize(("iso", "shown"), DATES)
def test_a_date_without_a_time_never_shifts(iso, shown):
    assert when(iso) == shown


def test_a_claim_is_supported_or_denied():
    made = replace(
        FLOOD,
        kind="yes_no",
        positions=(
            replace(FLOOD.positions[0], display="yes"),
            replace(FLOOD.positions[1], display="no", superseded=False),
        ),
    )
    shown = texts(screens.claim(made, "The dam broke."))
    assert (
        shown[0]
        == "### Checking a claim\n> The dam broke.\n**⚠ Outlets differ:** supported in One; contradicted in Two (unregistered)."
    )
    assert shown[1].startswith("### Supports the claim\n**One**")
    assert shown[3].startswith("### Contradicts the claim\n**Two")


def test_the_timeline_is_in_order():
    made = snapshot(
        (
            position("9", (claim(1, "b", "Nine died.", published="2026-03-14", who="police"),)),
            position("4", (claim(2, "a", "Four died.", published="2026-03-13", said_at="Friday", who="the mayor"),
                           claim(3, "b", "Four had died.", published="2026-03-14", note="earlier figure"),
                           claim(4, "c", "Four.", published=None)), superseded=True),
        )
    )  # fmt: skip
    lines = [line for line in "\n".join(texts(screens.timeline(made))).split("\n") if line.startswith("**")]
    assert lines == [
        "**13 Mar 2026**", "**4** · A, the mayor, said Friday",
        "**14 Mar 2026**", "**4** · B, in its own voice · *earlier figure*", "**9** · B, police",
        "**undated**", "**4** · C, in its own voice",
    ]  # fmt: skip


def test_every_state_and_qualifier_is_explained():
    from bot.render import parts

    assert set(parts._QUALIFIERS) <= set(QUALIFIERS)
    for state in STATES:
        assert STATES[state] in "\n".join(texts(screens.why(replace(FLOOD, state=state))))
    shown = texts(screens.why(replace(FLOOD, qualifiers=tuple(QUALIFIERS))))[1]
    assert all(sentence in shown for sentence in QUALIFIERS.values())
    assert all(sentence.endswith(".") for sentence in QUALIFIERS.values())


def test_other_outlets_are_offered_25_a_page():
    outlets = [(f"id{n}", f"Outlet {n}") for n in range(60)]
    found = turned(lambda page: screens.again(FLOOD, outlets, page))
    values = [[o.value for part in screen.walk() if isinstance(part, Select) for o in part.options] for screen in found]
    assert [len(page) for page in values] == [25, 25, 10]
    assert [value for page in values for value in page] == [f"id{n}" for n in range(60)]
    assert "no outlets" in "\n".join(texts(screens.again(FLOOD, [])))


# -- screens without an answer -----------------------------------------------------------------------------------------


def test_sources_and_outlets():
    rows = [
        screens.ArticleRow(f"Title {n}" + "*" * n, f"Outlet {n}", "2026-03-13", f"https://a.example/{n}")
        for n in range(100)
    ]
    found = turned(lambda page: screens.sources(rows, page))
    shown = "\n".join(visible(text) for screen in found for text in texts(screen))
    assert all(f"[Title {n}{'*' * n}](<https://a.example/{n}>)" in shown for n in range(100))
    [screen] = turned(
        lambda page: screens.outlets(
            [screens.OutletRow("One", 1, "2026-03-13"), screens.OutletRow("x.example", 2, None, False)], page
        )
    )
    assert texts(screen)[1:] == [
        "**One**\n-# 1 article · newest 13 Mar 2026\n\n**x.example · unregistered**\n-# 2 articles".replace(
            "x.example · unregistered**", "x\\.example** · unregistered"
        )
    ]
    assert "no articles" in texts(screens.sources([]))[1]
    assert "no outlets" in texts(screens.outlets([]))[1]


def test_help_privacy_status_and_notices():
    assert "/ask" in texts(screens.help_())[0]
    assert "for 30 days" in "\n".join(texts(screens.privacy(30)))
    assert "for 1 day:" in "\n".join(texts(screens.privacy(1)))
    facts = [screens.Fact("Corpus", "2 articles"), screens.Fact("*name*", "<@1>")]
    assert texts(screens.status(facts))[1] == "**Corpus** · 2 articles\n**\\*name\\*** · \\<\\@1\\>"
    many = texts(screens.status([screens.Fact(f"Fact {n}", "*" * 90) for n in range(60)], "Settings"))
    assert many[0] == "### Settings"
    assert re.search(r"\n… and \d+ more$", many[1])
    for kind in ("done", "wait", "info", "problem", "refused", "restart", "failure"):
        [text] = texts(screens.notice(kind, "Try again <t:1773373200:R>."))
        assert text.endswith(" Try again <t:1773373200:R>.")
    assert len(texts(screens.notice("info", "x" * 9000))[0]) < 4000


def test_forms():
    action = Action(Verb.FOLLOW, ID)
    form = screens.follow_up(action, "How many died " * 20)
    assert form.action == action
    assert [item.key for item in form.inputs] == ["question"]
    assert [item.key for item in screens.goto(Action(Verb.GOTO, ID), 12).inputs] == ["page"]
    assert [item.key for item in screens.feedback(Action(Verb.DOWN, ID)).inputs] == ["reason", "comment"]


WRONG = [
    lambda a: Form("x" * 46, a, (Field("k", "l"),)),
    lambda a: Form("x", a, ()),
    lambda a: Form("x", a, tuple(Field(str(n), "l") for n in range(6))),
    lambda a: Form("x", a, (Field("k", "l"), Field("k", "m"))),
    lambda a: Form("x", a, (Field("k", "l" * 46),)),
    lambda a: Form("x", a, (Field("k", "l", most=4001),)),
    lambda a: Form("x", a, (Choice("k", "l", ()),)),
    lambda a: Form("x", a, (Choice("k", "l", (Option("a", "v"), Option("b", "v"))),)),
]


@pytest.mark.parametrize("make", WRONG)
def test_a_form_that_discord_would_refuse(make):
    with pytest.raises(LimitError):
        make(Action(Verb.FOLLOW, ID))


def test_only_rows_and_boxes_stand_outside():
    assert {type(child) for screen in every_screen(FLOOD) for child in screen.children} == {Container, Row}
