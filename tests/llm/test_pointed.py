"""What a model points at can show more, never less."""

from dataclasses import replace

import pytest

from bot.answer.ask import AskOptions, ask
from bot.answer.types import Stance, State
from bot.llm.assist import Assistant
from bot.llm.pointed import Pointed, Recorder, added, keeps
from bot.llm.willing import WillingReader

QUESTION = "How many people died when the Lindal ran aground?"


@pytest.fixture(scope="module")
def answer(index):
    return ask(QUESTION, index)


def test_an_answer_keeps_itself(answer):
    assert keeps(answer, answer)
    assert added(answer, answer) == ()


def test_a_lost_position_is_noticed(answer):
    less = replace(answer, positions=answer.positions[1:])
    assert not keeps(answer, less)
    assert added(less, answer) == answer.positions[0].claims


def test_a_position_that_was_overtaken_by_what_was_added_is_noticed(answer):
    first, *others = answer.positions
    assert not keeps(answer, replace(answer, positions=(replace(first, superseded=True), *others)))


def test_another_speaker_or_stance_is_noticed(answer):
    first, *others = answer.positions
    (claim, *more) = first.claims
    silent = replace(claim, statement=replace(claim.statement, speaker=None))
    denied = replace(claim, reading=replace(claim.reading, stance=Stance.DENY))
    for changed in (silent, denied):
        assert not keeps(answer, replace(answer, positions=(replace(first, claims=(changed, *more)), *others)))


@pytest.mark.parametrize("state", [state for state in State if state is not State.CONFLICT])
def test_a_conflict_that_would_be_called_something_else_is_noticed(answer, state):
    assert answer.state is State.CONFLICT
    assert not keeps(answer, replace(answer, state=state))


def test_a_new_disagreement_is_no_loss(answer):
    agreed = replace(answer, state=State.AGREEMENT)
    assert keeps(agreed, answer)


def test_an_addition_that_would_hide_something_is_left_out_and_said_to_be(index, monkeypatch):
    """Whatever made it: the default answer stays."""
    import json

    from tests.llm.openai_server import Reply, is_lead, numbered, serving

    real = ask

    def forgetful(text, index, *, options=None, conversation=None):
        found = real(text, index, options=options, conversation=conversation)
        return replace(found, positions=found.positions[1:]) if isinstance(options.reader, Pointed) else found

    monkeypatch.setattr("bot.llm.assist.ask", forgetful)

    def script(body, number):
        return Reply("no lead" if is_lead(body) else json.dumps({"sentences": list(numbered(body))}))

    from bot.llm.spec import parse

    with serving(script) as server, Assistant(parse(f"openai-like:m@{server.url}"), timeout=20.0) as helper:
        step = helper.ask(QUESTION, index)
    assert step.answer.positions == real(QUESTION, index).positions
    assert any("left out" in note for note in step.notes)


def test_a_recorder_changes_nothing_and_remembers_what_was_not_read(index, answer):
    recorder = Recorder(None)
    assert ask(QUESTION, index, options=AskOptions(reader=recorder)) == answer
    read = {claim.statement for position in answer.positions for claim in position.claims}
    assert recorder.unread
    assert not read & set(recorder.unread)


def test_only_what_was_pointed_at_is_read_willingly(build):
    index = build({"valley-post": "Twelve people never came back from the Lindal, the mayor said.\n"})
    plain = ask(QUESTION, index)
    assert ask(QUESTION, index, options=AskOptions(reader=Pointed(None, WillingReader(), ()))) == plain
    (article,) = [a for a in index.articles() if a.outlet.id == "valley-post"]
    start = article.text.index("Twelve")
    quote = article.quote(start, len(article.text) - 1)
    union = ask(QUESTION, index, options=AskOptions(reader=Pointed(None, WillingReader(), {quote})))
    assert [str(claim.value) for claim in added(plain, union)] == ["12"]


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("Twelve boats were moored at Harwick.", "no people are counted"),
        ("The harbour was built in 1912.", "a year is no number of people"),
        ("Nobody spoke.", "no value"),
        ("Twelve people were given medals in Harwick.", "no word of the question but people"),
    ],
)
def test_a_finger_alone_makes_no_answer(build, text, why):
    index = build({"valley-post": text + "\n"})
    everything = {s.sentence.quote for s in _all(index)}
    union = ask(QUESTION, index, options=AskOptions(reader=Pointed(None, WillingReader(), everything)))
    told = [str(claim.value) for claim in added(ask(QUESTION, index), union) if text[:12] in claim.quote.text]
    assert told == [], why


def _all(index):
    from bot.answer.reading import statements

    return [statement for article in index.articles() for statement in statements(article)]
