"""What people see: commands, mentions, buttons and forms, on a real connection to our fake Discord."""

import re

import pytest

from tests.discord.harness import bot, in_loop, scene
from tests.fake_discord import RELAXED_LIMITS, FakeDiscord, Intent, NotOfferedError, Permission

VERDICT = "Outlets differ"


def seen(message):
    """What a reader sees: Discord takes a backslash before a mark away."""
    return re.sub(r"\\([^\w\s])", r"\1", message.text)


def buttons(message):
    from tests.fake_discord.components import labels

    return labels(message.components)


# -- commands ----------------------------------------------------------------------------------------------------------


@in_loop
async def test_ask_defers_at_once_and_shows_every_outlet(home):
    async with scene(home) as s:
        asked = s.fake.slash(s.alice, s.channel, "ask", question="how many crew died?")
        await asked.ack()
        assert asked.thinking
        answer = await asked.final()
        for words in (VERDICT, "6 of 6", "4 of 6", "Press TV", "Rediff", "CENTCOM", "13 Mar 2026"):
            assert words in seen(answer)
        assert answer.v2
        assert not answer.ephemeral


@in_loop
async def test_a_second_identical_question_is_deferred_too_and_has_the_same_answer(home):
    async with scene(home) as s:
        first = await s.ask()
        second = s.fake.slash(s.bob, s.channel, "ask", question="how many crew died?")
        await second.ack()
        assert seen(await second.final()) == seen(first)


@in_loop
async def test_private_answers_are_seen_by_the_asker_alone(home):
    async with scene(home) as s:
        answer = await s.ask(private=True)
        assert answer.ephemeral
        with pytest.raises(NotOfferedError):
            s.fake.click(s.bob, answer, "Why flagged")


@in_loop
async def test_nothing_answers_and_says_so(home):
    async with scene(home) as s:
        answer = await s.ask("what is the pilot's name?")
        assert "No outlet" in seen(answer)


@in_loop
async def test_one_outlet_only_when_asked_so(home):
    async with scene(home) as s:
        answer = await s.ask(outlet="Rediff")
        assert "Rediff" in seen(answer)
        assert "All six" not in seen(answer)
        refused = await s.ask(outlet="The Moon Gazette")
        assert "no outlet" in seen(refused)
        assert refused.ephemeral


@in_loop
async def test_autocomplete_suggests_what_the_corpus_answers_and_what_one_asked(home):
    async with scene(home) as s:
        await s.fake.until(lambda: s.runner.desk.service.suggestions)
        await s.ask("who flew the second aircraft?")
        typed = s.fake.autocomplete(s.alice, s.channel, "ask", "question", "")
        names = [choice["name"] for choice in (await typed.ack()).choices]
        assert names[0] == "who flew the second aircraft?"
        assert "How many people died?" in names
        typed = s.fake.autocomplete(s.bob, s.channel, "ask", "question", "DIED")
        assert [choice["name"] for choice in (await typed.ack()).choices] == ["How many people died?"]
        typed = s.fake.autocomplete(s.bob, s.channel, "ask", "outlet", "red", question="how many?")
        assert [choice["value"] for choice in (await typed.ack()).choices] == ["rediff"]


@pytest.mark.parametrize("question", ["??", "x" * 301])
@in_loop
async def test_a_question_out_of_bounds_is_not_offered(home, question):
    async with scene(home) as s:
        with pytest.raises(NotOfferedError):
            s.fake.slash(s.alice, s.channel, "ask", question=question)


@in_loop
async def test_a_question_without_words_is_told_in_one_line(home):
    async with scene(home) as s:
        answer = await s.ask("?!?!?!")
        assert "no question" in seen(answer)
        assert "\n" not in seen(answer).strip()


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("help", ["/ask", "Check this claim"]),
        ("outlets", ["Press TV", "Rediff"]),
        ("sources", ["2 articles", "Rediff"]),
        ("status", ["Version", "Newest article", "2026-03-13", "Latency"]),
        ("privacy", ["/forget", "30 days"]),
        ("forget", ["Deleted: 0 answers"]),
    ],
)
@in_loop
async def test_page(home, name, words):
    async with scene(home) as s:
        page = await s.fake.slash(s.alice, s.channel, name).final()
        assert page.ephemeral
        for word in words:
            assert word in seen(page)


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ("The plane was shot down.", ["differ", "CENTCOM"]),
        ("OMG!!! Six crew members died :( https://example.org/x", ["differ", "6"]),
        ("all 6 of them were killed?", []),
    ],
)
@in_loop
async def test_a_claim_is_checked_from_the_menu(home, said, words):
    async with scene(home) as s:
        message = s.fake.say(s.bob, s.channel, said)
        answer = await s.fake.message_command(s.alice, message, "Check this claim").final()
        assert answer.ephemeral
        assert said.split("!")[-1].split(".")[0].strip().split(":(")[0].strip()[:10] in seen(answer)
        for word in words:
            assert word.casefold() in seen(answer).casefold()


@in_loop
async def test_a_message_without_a_sentence_is_not_checked(home):
    async with scene(home) as s:
        message = s.fake.say(s.bob, s.channel, "🎉🎉🎉")
        answer = await s.fake.message_command(s.alice, message, "Check this claim").final()
        assert "no sentence" in seen(answer)


# -- messages ----------------------------------------------------------------------------------------------------------


@in_loop
async def test_a_mention_is_answered_as_a_reply_that_pings_nobody(home):
    async with scene(home) as s:
        asked = s.fake.say(s.alice, s.channel, f"{s.me} how many crew died?")
        answer = await s.fake.expect(lambda m: VERDICT in seen(m))
        assert answer.reply_to is asked
        assert not answer.pings
        assert s.fake.counters["typing"] == 1


@pytest.mark.parametrize("text", ["thanks!", "how many crew died?", "hello", "<@1> how many?"])
@in_loop
async def test_what_is_not_for_us_is_left_alone(home, text):
    async with scene(home) as s:
        s.fake.say(s.alice, s.channel, text)
        assert await s.fake.quiet() == []


@in_loop
async def test_bots_are_left_alone(home):
    async with scene(home) as s:
        other = s.fake.user("other", s.guild, bot=True)
        s.fake.say(other, s.channel, f"{s.me} how many crew died?")
        assert await s.fake.quiet() == []


@in_loop
async def test_a_bare_mention_gets_help(home):
    async with scene(home) as s:
        s.fake.say(s.alice, s.channel, s.me)
        assert "/ask" in seen(await s.fake.expect(lambda m: True))


@in_loop
async def test_thanks_in_a_reply_stays_silent_and_a_follow_up_is_answered(home):
    async with scene(home) as s:
        answer = await s.ask()
        s.fake.say(s.alice, s.channel, "thanks a lot!", reply_to=answer)
        assert await s.fake.quiet() == []
        s.fake.say(s.alice, s.channel, "and the injured?", reply_to=answer)
        follow = await s.fake.expect(lambda m: "injured" in seen(m), after=answer)
        assert "No outlet" in seen(follow)


@in_loop
async def test_a_reply_with_a_mention_checks_that_message(home):
    async with scene(home, message_content=False) as s:
        message = s.fake.say(s.bob, s.channel, f"The plane was shot down {s.me}.")
        first = await s.fake.expect(lambda m: True)
        s.fake.say(s.alice, s.channel, f"{s.me} is it?", reply_to=message)
        checked = await s.fake.expect(lambda m: "Checking a claim" in seen(m), after=first)
        assert "The plane was shot down." in seen(checked)


@in_loop
async def test_a_message_that_may_not_be_read_leads_to_the_menu(home):
    async with scene(home) as s:
        message = s.fake.say(s.bob, s.channel, "The plane was shot down.")
        s.fake.say(s.alice, s.channel, s.me, reply_to=message)
        assert "Check this claim" in seen(await s.fake.expect(lambda m: True))


@in_loop
async def test_direct_messages_need_no_mention(home):
    async with scene(home) as s:
        direct = s.fake.dm(s.alice)
        s.fake.say(s.alice, direct, "how many crew died?")
        first = await s.fake.expect(lambda m: VERDICT in seen(m))
        s.fake.say(s.alice, direct, "and when?")
        assert "and when?" in seen(await s.fake.expect(lambda m: True, after=first))


@in_loop
async def test_automatic_answers_need_a_setting_and_the_intent(home):
    async with FakeDiscord(rate_limits=RELAXED_LIMITS, privileged=Intent.MESSAGE_CONTENT) as fake:
        guild = fake.guild()
        admin = fake.user("admin", guild, roles=[fake.role(guild, "admins", Permission.MANAGE_GUILD)])
        channel, other = fake.channel(guild, "ask-here"), fake.channel(guild, "chat")
        async with bot(fake, home, message_content=True):
            told = await fake.slash(admin, channel, "config mode", channel=channel, mode="auto").final()
            assert "ask-here: auto" in seen(told)
            fake.say(admin, other, "how many crew died?")
            assert await fake.quiet() == []
            fake.say(admin, channel, "nice weather today")
            assert await fake.quiet() == []
            asked = fake.say(admin, channel, "how many crew died?")
            answer = await fake.expect(lambda m: VERDICT in seen(m))
            assert answer.reply_to is asked


@in_loop
async def test_forum_posts_are_answered_by_their_title_without_the_intent(home):
    async with FakeDiscord(rate_limits=RELAXED_LIMITS) as fake:
        guild = fake.guild()
        admin = fake.user("admin", guild, roles=[fake.role(guild, "admins", Permission.MANAGE_GUILD)])
        forum, channel = fake.forum(guild, "questions"), fake.channel(guild)
        async with bot(fake, home):
            await fake.slash(admin, channel, "config mode", channel=forum, mode="auto").final()
            fake.post(admin, forum, "How many crew died?", "I read different numbers.")
            assert await fake.expect(lambda m: VERDICT in seen(m))
            fake.post(admin, forum, "Introduce yourself", "Hello all.")
            assert await fake.quiet() == []


# -- buttons -----------------------------------------------------------------------------------------------------------


async def press_everything(s, answer):
    """Use every component of an answer once, as the asker or as somebody else."""
    fake = s.fake
    why = await fake.click(s.bob, answer, "Why flagged").final()
    assert why.ephemeral
    assert "never decides who is right" in seen(why)
    timeline = await fake.click(s.bob, answer, "Timeline").final()
    assert timeline.ephemeral
    assert "6 of 6" in seen(timeline)
    select = next(name for name in buttons(answer) if name.startswith("Quotes"))
    quotes = await fake.select(s.bob, answer, select, "Press TV").final()
    assert quotes.ephemeral
    assert "All six" in seen(quotes).replace("*", "")
    other = await fake.click(s.bob, answer, "Other outlets…").final()
    custom = next(p["custom_id"] for p in parts(other) if p["type"] == 3)
    again = await fake.select(s.bob, other, custom, "Rediff").final()
    assert "Press TV said" not in seen(again)
    assert again.ephemeral
    assert "Thank you" in seen(await fake.click(s.bob, answer, "Helpful").final())
    form = await fake.click(s.alice, answer, "Wrong").ack()
    told = await fake.submit(form, {"reason": "missing", "comment": "AFP says five"}).final()
    assert "Thank you" in seen(told)
    form = await fake.click(s.bob, answer, "Follow up").ack()
    follow = await fake.submit(form, {"question": "was it shot down?"}).final()
    assert "Disputed" in seen(follow)
    thread = await fake.click(s.alice, answer, "Discuss in thread").final()
    assert "<#" in seen(thread)
    assert answer.thread is not None


def parts(message):
    from tests.fake_discord.components import walk

    return [part for _, part in walk(message.components)]


@in_loop
async def test_every_button_before_and_after_a_restart(home):
    async with FakeDiscord(rate_limits=RELAXED_LIMITS) as fake:
        from tests.discord.harness import Scene

        s = Scene(fake)
        async with bot(fake, home) as runner:
            answer = await s.ask()
            later = await s.ask("how many crew members died?")
            await press_everything(s, answer)
            votes = runner.desk.store.votes()
            assert [(v.good, v.reason, v.comment) for v in votes[0][1]] == [
                (True, "", ""),
                (False, "missing", "AFP says five"),
            ]
            form = await fake.click(s.bob, later, "Follow up").ack()
        async with bot(fake, home):
            # A form that was opened before the restart works after it.
            assert "Disputed" in seen(await fake.submit(form, {"question": "was it shot down?"}).final())
            await press_everything(s, later)
            with pytest.raises(NotOfferedError):
                fake.click(s.alice, answer, "no such button")
            note = await fake.click(s.bob, later, "Delete").final()
            assert note.ephemeral
            assert "Only the person who asked" in seen(note)
            fake.click(s.alice, later, "Delete")
            await fake.until(lambda: later.deleted)
        assert fake.counters["PUT /applications/{application}/commands"] == 1


@in_loop
async def test_a_moderator_may_delete(home):
    async with scene(home) as s:
        moderator = s.fake.user("mod", s.guild, roles=[s.fake.role(s.guild, "mods", Permission.MANAGE_MESSAGES)])
        answer = await s.ask()
        s.fake.click(moderator, answer, "Delete")
        await s.fake.until(lambda: answer.deleted)


@in_loop
async def test_a_forgotten_answer_says_so(home):
    async with scene(home) as s:
        answer = await s.ask()
        assert "Deleted: 1 answer of yours" in seen(await s.fake.slash(s.alice, s.channel, "forget").final())
        assert "no longer stored" in seen(await s.fake.click(s.bob, answer, "Why flagged").final())


@in_loop
async def test_a_thread_goes_on_with_the_conversation(home):
    async with scene(home) as s:
        answer = await s.ask()
        await s.fake.click(s.alice, answer, "Discuss in thread").final()
        s.fake.say(s.bob, answer.thread, f"{s.me} and the injured?")
        follow = await s.fake.expect(lambda m: "injured" in seen(m), after=answer)
        assert follow.channel is answer.thread
        again = await s.fake.click(s.bob, answer, "Discuss in thread").final()
        assert f"<#{answer.thread.id}>" in seen(again)


@in_loop
async def test_without_the_right_to_open_threads_it_says_what_works(home):
    async with scene(home) as s:
        answer = await s.ask()
        s.fake.deny(s.channel, s.fake.bot, Permission.CREATE_PUBLIC_THREADS)
        told = await s.fake.click(s.alice, answer, "Discuss in thread").final()
        assert "Follow up" in seen(told)


# -- limits and settings -----------------------------------------------------------------------------------------------


@in_loop
async def test_cooldown_tells_the_exact_time(home):
    async with scene(home, per_user=2) as s:
        for _ in range(2):
            await s.ask()
        refused = await s.ask()
        assert refused.ephemeral
        assert re.search(r"<t:\d+:R>", seen(refused))
        await s.ask(user=s.bob)
        s.fake.say(s.alice, s.channel, f"{s.me} how many crew died?")
        told = await s.fake.expect(lambda m: "<t:" in seen(m) and not m.ephemeral)
        assert told.reply_to is not None


@in_loop
async def test_a_cooldown_for_mentions_is_told_once(home):
    async with scene(home, per_channel=1) as s:
        await s.ask()
        for _ in range(3):
            s.fake.say(s.bob, s.channel, f"{s.me} was it shot down?")
        await s.fake.expect(lambda m: "in this channel" in seen(m))
        assert await s.fake.quiet() == []


@in_loop
async def test_members_do_not_see_config_and_managers_do(home):
    async with scene(home) as s:
        with pytest.raises(NotOfferedError):
            s.fake.slash(s.alice, s.channel, "config show")
        manager = s.fake.user("boss", s.guild, roles=[s.fake.role(s.guild, "bosses", Permission.MANAGE_GUILD)])
        shown = await s.fake.slash(manager, s.channel, "config show").final()
        assert "defaults" in seen(shown)
        s.fake.deny(s.channel, s.fake.bot, Permission.CREATE_PUBLIC_THREADS | Permission.SEND_MESSAGES)
        checked = await s.fake.slash(manager, s.channel, "config channel", channel=s.channel).final()
        assert "Create Public Threads" in seen(checked)
        await s.fake.slash(manager, s.channel, "config cooldown", per_user=1, per_channel=0).final()
        await s.fake.slash(manager, s.channel, "config outlets", outlets="Rediff").final()
        answer = await s.ask()
        assert "All six" not in seen(answer)
        assert "<t:" in seen(await s.ask())
        unknown = await s.fake.slash(manager, s.channel, "config outlets", outlets="Rediff, Nobody").final()
        assert "Nobody" in seen(unknown)
        await s.fake.slash(manager, s.channel, "config channel", channel=s.channel, answer=False).final()
        shown = await s.fake.slash(manager, s.channel, "config show").final()
        for words in ("per user", "outlets", "rediff", "mode", "off"):
            assert words in seen(shown)
        before = len(s.fake.said)
        s.fake.say(s.bob, s.channel, f"{s.me} was it shot down?")
        assert await s.fake.quiet() == []
        assert len(s.fake.said) == before


@in_loop
async def test_the_menu_speaks_other_languages(home):
    async with scene(home) as s:
        sent = s.fake.requests("PUT /applications/[0-9]+/commands")[0]
        menu = next(command for command in sent.body if command["name"] == "Check this claim")
        assert menu["name_localizations"]["de"] == "Behauptung prüfen"


@in_loop
async def test_no_privileged_intent_and_no_ping_anywhere(home):
    async with scene(home) as s:
        await s.ask("@everyone <@&1> how many crew died?")
        assert len(s.fake.said) == 1
        assert not any(m.pings for m in s.fake.said)
