"""What happens when somebody asks, presses or writes: decides, answers at once, and hands questions to the desk."""

from __future__ import annotations

import asyncio
import secrets
import time
from collections import OrderedDict, deque
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Literal

import aiohttp
import discord

from bot.discord import claim, forms, layout, notes, rights, screens
from bot.discord.decide import Decision, Facts, decide, looks_like_question
from bot.discord.desk import ClosingError, Desk, GoneError
from bot.discord.ids import Action, Verb
from bot.discord.jobs import MENTION_LIFE, Job, Mode
from bot.discord.line import LineFullError
from bot.discord.log import event
from bot.discord.service import understood
from bot.discord.snapshot import Snapshot
from bot.discord.store import TALKED, Stored, Vote

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.discord.components import Screen
    from bot.discord.limits import Refused
    from bot.discord.servers import Servers
    from corpus.types import Outlet

#: What Discord answers when an acknowledgement comes too late, and when it had arrived after all.
_TOO_LATE, _ACKNOWLEDGED = 10062, 40060
_THREAD_EXISTS = 160004
#: Minutes after which Discord folds an idle thread away: a day.
_THREAD_MINUTES: Literal[1440] = 1440
_UNKNOWN_MESSAGE = 10008
#: Attempts to acknowledge through a connection that breaks: three seconds leave time for two.
_ATTEMPTS = 2
#: What a broken connection raises; whether Discord has heard us remains open.
_BROKEN = (aiohttp.ClientError, OSError, TimeoutError)
#: Suggestions that Discord shows; characters of one.
MOST_CHOICES, _CHOICE = 25, 100
#: Askers whose last questions are kept, in memory only, to suggest to themselves; questions of each.
_RECENT_USERS, _RECENT = 1_000, 10
#: After a restart: how many places where somebody talked to us, and messages of each, are read. So many messages in the
#: ten minutes that count are eight a second; our own answers are among them.
_CATCH_UP_CHANNELS, _CATCH_UP = 50, 5_000
#: Seconds before the last event heard from which on it is read again: clocks differ, and events overtake each other.
_MARGIN = 30.0
_HEARD = "heard until"
#: Failures of a press that are nobody's concern: what the log says of them.
_PASSED = {
    _TOO_LATE: "too late to answer",
    _ACKNOWLEDGED: "acknowledged before",
    _UNKNOWN_MESSAGE: "the message was deleted",
}
_KINDS = (discord.MessageType.default, discord.MessageType.reply)


class Front:
    """The bot's behaviour, independent of which client is connected."""

    def __init__(self, desk: Desk, servers: Servers) -> None:
        self.desk = desk
        self.servers = servers
        #: Until when Discord has told us of messages (Unix time); what was written later is caught up.
        self.heard_until = float(desk.store.meta(_HEARD) or 0.0)
        #: A new session has begun and what it missed has not been read yet: `heard_until` must stay.
        self.catching_up = False
        self._recent: OrderedDict[str, deque[str]] = OrderedDict()

    # -- saying things -------------------------------------------------------------------------------------------------

    async def say(self, interaction: discord.Interaction, screen: Screen, *, private: bool = True) -> None:
        """Answer an interaction with a message, whether or not it was answered before."""
        view = layout.view(screen)
        none = discord.AllowedMentions.none()
        if interaction.response.is_done():
            await interaction.followup.send(view=view, ephemeral=private, allowed_mentions=none)
        else:
            await interaction.response.send_message(view=view, ephemeral=private, allowed_mentions=none)

    async def show(self, interaction: discord.Interaction, screen: Screen) -> None:
        """Change the message whose component was used."""
        await interaction.response.edit_message(
            view=layout.view(screen), allowed_mentions=discord.AllowedMentions.none()
        )

    async def failed(self, interaction: discord.Interaction, error: BaseException) -> None:
        """Tell that something broke, with a reference to the log; the one path for every handler."""
        code = getattr(error, "code", 0)
        if isinstance(error, discord.HTTPException) and code in _PASSED:
            event(_PASSED[code], level="warning" if code == _TOO_LATE else "info")
            return
        reference = secrets.token_hex(4)
        event("handler failed", level="error", error=error, reference=reference)
        try:
            await self.say(interaction, notes.failure(reference))
        except (discord.DiscordException, *_BROKEN) as problem:
            event("failure not told", level="warning", reason=type(problem).__name__, reference=reference)

    # -- questions by interaction --------------------------------------------------------------------------------------

    async def ask(
        self,
        interaction: discord.Interaction,
        text: str,
        *,
        mode: Mode = Mode.ASK,
        private: bool = False,
        follows: str | None = None,
        outlets: tuple[str, ...] = (),
    ) -> None:
        """Take a question from an interaction to its answer."""
        chosen = self._outlets_of(interaction.guild_id)
        if chosen and outlets and not (outlets := tuple(outlet for outlet in outlets if outlet in chosen)):
            await self.say(interaction, notes.notice(notes.NOT_CHOSEN, "refused"))
            return
        # Where answers are switched off, nobody else has to see one.
        private = private or self._mode(interaction.channel, interaction.guild_id, interaction.channel_id) == "off"
        job = Job(
            id=f"i:{interaction.id}",
            mode=mode,
            text=text,
            private=private,
            asker=self.desk.store.hashed(interaction.user.id),
            user=interaction.user.id,
            guild=interaction.guild_id,
            channel=interaction.channel_id,
            message=None,
            token=interaction.token,
            follows=follows,
            outlets=outlets or chosen,
            created=time.time(),
        )
        if refusal := self._refusal(job):
            await self.say(interaction, notes.own(refusal[0]))
            return
        if mode is Mode.ASK:
            self._remember(job.asker, text)

        async def acknowledge() -> None:
            for _ in range(_ATTEMPTS):
                try:
                    await interaction.response.defer(ephemeral=private, thinking=True)
                except discord.HTTPException as error:
                    if error.code != _ACKNOWLEDGED:
                        raise GoneError(str(error)) from error
                except _BROKEN as error:
                    # It may have arrived all the same. If not, the delivery fails and is told.
                    event("acknowledgement in doubt", level="warning", reason=type(error).__name__)
                    continue
                return

        try:
            await self.desk.take(job, acknowledge)
        except ClosingError:
            await self.say(interaction, notes.notice(notes.CLOSING))
        except LineFullError:
            await self.say(interaction, notes.own(notes.busy(self.desk.line.waiting, time.time())))

    def _refusal(self, job: Job) -> tuple[str, Refused] | None:
        """Count a question against the limits; return what to say, and why, when it is one too many."""
        now = time.time()
        desk = self.desk
        servers = self.servers
        way = "interaction" if job.token else "message"
        if refused := desk.users.check(job.asker, now, servers.number(job.guild, "per_user"), way=way):
            return notes.wait(refused.wait, now, channel=False), refused
        most = servers.number(job.guild, "per_channel")
        if job.guild is not None and (refused := desk.channels.check(job.channel, now, most, way=way)):
            return notes.wait(refused.wait, now, channel=True), refused
        desk.users.admit(job.asker, now)
        if job.guild is not None:
            desk.channels.admit(job.channel, now)
        return None

    def outlets_for(self, guild: int | None) -> tuple[Outlet, ...]:
        """Return the outlets to choose from: those that the server has chosen, or all."""
        chosen = self._outlets_of(guild)
        return tuple(outlet for outlet in self.desk.service.outlets if not chosen or outlet.id in chosen)

    def _outlets_of(self, guild: int | None) -> tuple[str, ...]:
        known = {outlet.id for outlet in self.desk.service.outlets}
        return tuple(outlet for outlet in self.servers.outlets(guild) if outlet in known)

    def _remember(self, asker: str, text: str) -> None:
        asked = self._recent.setdefault(asker, deque(maxlen=_RECENT))
        if text in asked:
            asked.remove(text)
        asked.appendleft(text)
        self._recent.move_to_end(asker)
        while len(self._recent) > _RECENT_USERS:
            self._recent.popitem(last=False)

    def forget(self, user: int) -> None:
        """Forget what a person asked lately."""
        self._recent.pop(self.desk.store.hashed(user), None)

    def suggestions(self, user: int, typed: str) -> list[str]:
        """Return questions to choose from: one's own last ones, then common ones that this corpus answers."""
        own = self._recent.get(self.desk.store.hashed(user), ())
        found = dict.fromkeys([*own, *self.desk.service.suggestions])
        wanted = typed.casefold().split()
        fitting = [text for text in found if len(text) <= _CHOICE and all(word in text.casefold() for word in wanted)]
        return fitting[:MOST_CHOICES]

    # -- messages ------------------------------------------------------------------------------------------------------

    async def message(self, message: discord.Message, me: int) -> None:
        """Answer a message that asks us something."""
        guild = message.guild.id if message.guild else None
        if message.author.bot or message.webhook_id is not None or message.type not in _KINDS:
            return
        if message.guild is None and isinstance(message.author, discord.Member):
            # Of a server that discord.py does not know: it is no direct message, though it looks like one.
            return
        if (mode := self._mode(message.channel, guild)) == "off":
            return
        facts = await self._facts(message, me, automatic=mode == "auto")
        decision = decide(facts)
        if decision is Decision.IGNORE:
            return
        if decision is Decision.HELP:
            await self._reply(message, screens.help_())
        elif decision is Decision.UNREADABLE:
            await self._reply(message, notes.notice(notes.UNREADABLE))
        elif decision is Decision.CHECK:
            await self._ask_for(message, facts.replied or "", Mode.CHECK, None)
        else:
            text = claim.words(message.content)[: claim.LONGEST]
            follows = await self._follows(message) if decision is Decision.FOLLOW or facts.direct else None
            await self._ask_for(message, text, Mode.ASK, follows)

    async def catch_up(self, bot: discord.Client, me: int) -> None:
        """Answer what was written, where we are talked to, while nobody listened: Discord tells a new session nothing."""
        if self.desk.closing:
            # The next start takes it up.
            return
        now = time.time()
        since = max(now - MENTION_LIFE, self.heard_until - _MARGIN)
        after = discord.Object(discord.utils.time_snowflake(datetime.fromtimestamp(since, UTC)))
        for channel, guild in (await self.desk.filed(self.desk.store.heard, now - TALKED))[:_CATCH_UP_CHANNELS]:
            place = bot.get_partial_messageable(channel, guild_id=guild)
            try:
                told = place.history(limit=_CATCH_UP, after=after, oldest_first=False)
                # Most may be our own answers: nothing has to be looked up for those.
                found = [message async for message in told if not message.author.bot]
            except discord.HTTPException as error:
                event("catch-up failed", level="info", code=error.code)
                continue
            known = await self.desk.filed(self.desk.store.known, [f"m:{message.id}" for message in found])
            missed = [message for message in reversed(found) if f"m:{message.id}" not in known]
            event("caught up", messages=len(found), missed=len(missed))
            await asyncio.gather(*(self.message(message, me) for message in missed))
        # Those that came to a desk that was closing meanwhile are left to the next start.
        self.catching_up = self.desk.closing

    async def heard(self, until: float) -> None:
        """Remember that everything up to a time has been told to us."""
        if not (self.catching_up or self.desk.closing) and until > self.heard_until:
            self.heard_until = until
            await self.desk.filed(self.desk.store.set_meta, _HEARD, str(until))

    async def thread(self, thread: discord.Thread, me: int) -> None:
        """Answer a new forum post where the forum's setting says so."""
        if not isinstance(thread.parent, discord.ForumChannel) or self._mode(thread, thread.guild.id) != "auto":
            return
        starter = thread.starter_message
        if thread.owner_id == me or (starter is not None and starter.author.bot):
            return
        text = next((t for t in (thread.name, starter.content if starter else "") if looks_like_question(t)), None)
        if text is not None and thread.owner_id is not None:
            job = self._job(thread.id, thread.guild.id, thread.id, thread.owner_id, claim.words(text)[: claim.LONGEST])
            await self._take(job)

    async def _facts(self, message: discord.Message, me: int, *, automatic: bool) -> Facts:
        replied, ours = None, False
        reference = message.reference
        if message.type is discord.MessageType.reply and reference is not None:
            target = reference.resolved
            if isinstance(target, discord.Message):
                ours = target.author.id == me
                replied = None if ours else target.content
            else:
                replied = ""
                ours = (
                    reference.message_id is not None
                    and await self.desk.filed(self.desk.store.shown_by, reference.message_id) is not None
                )
        channel = message.channel
        thread = isinstance(channel, discord.Thread)
        return Facts(
            content=message.content,
            direct=message.guild is None,
            mentioned=f"<@{me}>" in message.content or f"<@!{me}>" in message.content,
            replies_to_us=ours,
            replied=replied,
            in_our_thread=thread and await self.desk.filed(self.desk.store.newest_in, channel.id) is not None,
            # The first message of a forum post has the post's id: `thread` answers it, by its title.
            answers_here=automatic and message.id != channel.id,
        )

    def _mode(self, channel: object, guild: int | None, known_as: int | None = None) -> str:
        parent = channel.parent_id if isinstance(channel, discord.Thread) else None
        return self.servers.mode(guild, getattr(channel, "id", known_as), parent)

    async def _follows(self, message: discord.Message) -> str | None:
        store = self.desk.store
        if message.reference is not None and message.reference.message_id is not None:
            shown = await self.desk.filed(store.shown_by, message.reference.message_id)
            if shown:
                return shown
        return await self.desk.filed(store.newest_in, message.channel.id)

    def _job(self, message: int, guild: int | None, channel: int, user: int, text: str) -> Job:
        return Job(
            id=f"m:{message}",
            mode=Mode.ASK,
            text=text,
            private=False,
            asker=self.desk.store.hashed(user),
            user=user,
            guild=guild,
            channel=channel,
            message=message,
            token=None,
            follows=None,
            outlets=self._outlets_of(guild),
            created=time.time(),
        )

    async def _ask_for(self, message: discord.Message, text: str, mode: Mode, follows: str | None) -> None:
        guild = message.guild.id if message.guild else None
        job = self._job(message.id, guild, message.channel.id, message.author.id, text)
        await self._take(replace(job, mode=mode, follows=follows))

    async def _take(self, job: Job) -> None:
        if refusal := self._refusal(job):
            words, refused = refusal
            # Told once; answering each further message would be the noise that the limit is there to prevent.
            if refused.first:
                await self.desk.courier.post(job, notes.own(words), "refused")
            return

        async def acknowledge() -> None:
            if job.channel is not None:
                typing = asyncio.create_task(self.desk.courier.typing(job.channel))
                typing.add_done_callback(_seen)

        try:
            await self.desk.take(job, acknowledge)
        except ClosingError:
            await self.desk.courier.post(job, notes.notice(notes.CLOSING), "closing")
        except LineFullError:
            busy = notes.busy(self.desk.line.waiting, time.time())
            await self.desk.courier.post(job, notes.own(busy), "busy")
        except Exception as error:
            # A full disk, for one. An interaction has `failed`; who wrote a message is told here.
            reference = secrets.token_hex(4)
            event("handler failed", level="error", error=error, reference=reference, job=job.id)
            await self.desk.courier.post(job, notes.failure(reference), "failure")

    async def _reply(self, message: discord.Message, screen: Screen) -> None:
        guild = message.guild.id if message.guild else None
        job = self._job(message.id, guild, message.channel.id, message.author.id, "")
        # Counted as a question is: whoever repeats a bare mention must not make us fill the channel.
        refusal = self._refusal(job)
        if refusal is None:
            await self.desk.courier.post(job, screen, "reply")
        elif refusal[1].first:
            await self.desk.courier.post(job, notes.own(refusal[0]), "refused")

    # -- settings of servers -------------------------------------------------------------------------------------------

    async def configure(self, guild: int, channel: int, key: str, value: str | None) -> None:
        """Set a setting of a server, on disk first, or with None go back to the default."""
        await self.desk.filed(self.desk.store.configure, guild, channel, key, value)
        self.servers.know(guild, channel, key, value)

    async def leave(self, guild: int) -> None:
        """Forget the settings of a server."""
        await self.desk.filed(self.desk.store.leave, guild)
        self.servers.unknow(guild)

    # -- components ----------------------------------------------------------------------------------------------------

    async def press(self, interaction: discord.Interaction, action: Action, values: Sequence[str] = ()) -> None:
        """Do what a button or select asks for."""
        if await self._too_many(interaction):
            return
        if action.answer == "-":
            await self.show(interaction, await self.listing(action.verb, action.args[0] if action.args else 1))
            return
        stored = await self._stored(action)
        if stored is None:
            await self.say(interaction, notes.notice(notes.FORGOTTEN))
            return
        await _PRESSES[action.verb](self, interaction, action, stored, values)

    async def _too_many(self, interaction: discord.Interaction) -> bool:
        """Count a press or a form; one too many is told once, and then only acknowledged."""
        desk, now = self.desk, time.time()
        presser = desk.store.hashed(interaction.user.id)
        refused = desk.presses.check(presser, now)
        if refused is None:
            desk.presses.admit(presser, now)
            return False
        if refused.first:
            await self.say(interaction, notes.own(notes.presses(refused.wait, now)))
        else:
            await interaction.response.defer()
        return True

    async def _stored(self, action: Action) -> Stored | None:
        """Return the answer that an action is about; None when it is gone, or of a form that this version cannot read."""
        stored = await self.desk.filed(self.desk.store.answer, action.answer)
        try:
            if stored is not None:
                Snapshot.of(stored.id, stored.data)
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            event("stored answer not readable", level="error", answer=action.answer, reason=type(error).__name__)
            return None
        return stored

    async def listing(self, verb: Verb, page: int) -> Screen:
        """Return a page of /sources or /outlets, made off the event loop: a corpus may have many thousand articles."""
        service = self.desk.service

        def made() -> Screen:
            if verb is Verb.SOURCES:
                return screens.sources([rights.article_row(article) for article in service.articles], page)
            return screens.outlets(rights.outlet_rows(service.outlets, service.articles), page)

        return await asyncio.to_thread(made)

    async def first(self, stored: Stored, page: int, interaction: discord.Interaction, *, copy: bool) -> Screen:
        """Return a page of an answer, made off the event loop: many outlets take a while to lay out."""
        return await asyncio.to_thread(self._first, stored, page, interaction, copy=copy)

    def _first(self, stored: Stored, page: int, interaction: discord.Interaction, *, copy: bool) -> Screen:
        snapshot = Snapshot.of(stored.id, stored.data)
        threads = interaction.guild_id is not None and not isinstance(interaction.channel, discord.Thread)
        if stored.claimed is not None:
            return screens.claim(snapshot, stored.claimed, page, copy=copy, threads=threads)
        return screens.answer(snapshot, page, copy=copy, threads=threads)

    def _mine(self, interaction: discord.Interaction, stored: Stored) -> bool:
        return self.desk.store.hashed(interaction.user.id) == stored.asker

    async def _page(
        self, interaction: discord.Interaction, action: Action, stored: Stored, _values: Sequence[str]
    ) -> None:
        await self.turn(interaction, stored, action.args[0] if action.args else 1)

    async def turn(self, interaction: discord.Interaction, stored: Stored, page: int) -> None:
        """Show a page: the asker turns the shared answer, anybody else gets a copy for themselves."""
        copy = interaction.message is not None and interaction.message.flags.ephemeral
        if copy == stored.private and self._mine(interaction, stored):
            # The message itself, not somebody's copy of it: what a language model adds comes on this page.
            self.desk.additions.turned(stored.id, page)
        if copy or self._mine(interaction, stored):
            await self.show(interaction, await self.first(stored, page, interaction, copy=copy))
        else:
            await self.say(interaction, await self.first(stored, page, interaction, copy=True))

    async def _goto(
        self, interaction: discord.Interaction, action: Action, stored: Stored, _values: Sequence[str]
    ) -> None:
        pages = await self._page_count(stored)
        await interaction.response.send_modal(layout.modal(forms.goto(action, pages)))

    async def _page_count(self, stored: Stored) -> int:
        return await asyncio.to_thread(screens.page_count, Snapshot.of(stored.id, stored.data), stored.claimed)

    async def _quotes(
        self, interaction: discord.Interaction, action: Action, stored: Stored, values: Sequence[str]
    ) -> None:
        snapshot = Snapshot.of(stored.id, stored.data)
        place = int(values[0]) if values and values[0].isdigit() else 0
        await self.say(interaction, screens.quotes(snapshot, place, 1))

    async def _quoted(
        self, interaction: discord.Interaction, action: Action, stored: Stored, _values: Sequence[str]
    ) -> None:
        place, page = (*action.args, 0, 1)[:2] if len(action.args) >= 2 else (0, 1)
        await self.show(interaction, screens.quotes(Snapshot.of(stored.id, stored.data), place, page))

    async def _timeline(
        self, interaction: discord.Interaction, action: Action, stored: Stored, _values: Sequence[str]
    ) -> None:
        screen = screens.timeline(Snapshot.of(stored.id, stored.data), action.args[0] if action.args else 1)
        await (self.show(interaction, screen) if action.args else self.say(interaction, screen))

    async def _why(
        self, interaction: discord.Interaction, action: Action, stored: Stored, _values: Sequence[str]
    ) -> None:
        await self.say(interaction, screens.why(Snapshot.of(stored.id, stored.data)))

    async def _follow(
        self, interaction: discord.Interaction, action: Action, stored: Stored, _values: Sequence[str]
    ) -> None:
        await interaction.response.send_modal(layout.modal(forms.follow_up(action, understood(stored.data))))

    async def _again(
        self, interaction: discord.Interaction, action: Action, stored: Stored, values: Sequence[str]
    ) -> None:
        outlets = self.outlets_for(interaction.guild_id)
        if not values:
            names = [(outlet.id, outlet.name) for outlet in outlets]
            screen = screens.again(Snapshot.of(stored.id, stored.data), names, action.args[0] if action.args else 1)
            await (self.show(interaction, screen) if action.args else self.say(interaction, screen))
            return
        chosen = tuple(outlet.id for outlet in outlets if screens.outlet_value(outlet.id) in values)
        if not chosen:
            await self.say(interaction, notes.notice(notes.OUTLET_GONE, "problem"))
            return
        text = stored.claimed or understood(stored.data)
        await self.ask(interaction, text[: claim.LONGEST], mode=stored.mode, private=True, outlets=chosen)

    async def _up(
        self, interaction: discord.Interaction, action: Action, stored: Stored, _values: Sequence[str]
    ) -> None:
        voter = self.desk.store.hashed(interaction.user.id)
        await self.desk.filed(self.desk.store.vote, Vote(stored.id, True, "", ""), voter)
        await self.say(interaction, notes.notice(notes.THANKS))

    async def _down(
        self, interaction: discord.Interaction, action: Action, stored: Stored, _values: Sequence[str]
    ) -> None:
        await interaction.response.send_modal(layout.modal(forms.feedback(action)))

    async def _delete(
        self, interaction: discord.Interaction, action: Action, stored: Stored, _values: Sequence[str]
    ) -> None:
        if not self._mine(interaction, stored) and not interaction.permissions.manage_messages:
            await self.say(interaction, notes.notice(notes.NOT_YOURS))
            return
        await interaction.response.defer()
        try:
            await interaction.delete_original_response()
        except discord.NotFound as error:
            # Asker and moderator may press at the same moment: it is gone, as both want it.
            if error.code != _UNKNOWN_MESSAGE:
                raise
        await self.desk.filed(self.desk.store.remove, stored.id)

    async def _thread(
        self, interaction: discord.Interaction, action: Action, stored: Stored, _values: Sequence[str]
    ) -> None:
        message = interaction.message
        if message is None or interaction.guild is None:
            await self.say(interaction, notes.notice(notes.NO_THREAD))
            return
        await interaction.response.defer(ephemeral=True, thinking=True)
        name = " ".join(str(stored.data["question"]).split())[:100]
        try:
            thread = await message.create_thread(name=name, auto_archive_duration=_THREAD_MINUTES)
            thread_id = thread.id
        except discord.HTTPException as error:
            if error.code != _THREAD_EXISTS:
                await self.say(interaction, notes.notice(rights.no_thread(error)))
                return
            # A thread that starts at a message has the message's id.
            thread_id = message.id
        await self.desk.filed(self.desk.store.remember_place, thread_id, stored.id)
        await self.say(interaction, notes.own(f"Let us go on in <#{thread_id}>. Mention me there to ask."))

    # -- modals --------------------------------------------------------------------------------------------------------

    async def submitted(self, interaction: discord.Interaction, action: Action, fields: dict[str, str]) -> None:
        """Do what a filled-in form asks for."""
        if await self._too_many(interaction):
            return
        stored = await self._stored(action)
        if stored is None:
            await self.say(interaction, notes.notice(notes.FORGOTTEN))
        elif action.verb is Verb.FOLLOW:
            text = " ".join(fields.get("question", "").split())[: claim.LONGEST]
            private = interaction.message is not None and interaction.message.flags.ephemeral
            await self.ask(interaction, text, private=private, follows=stored.id)
        elif action.verb is Verb.GOTO:
            wanted = fields.get("page", "").strip()
            pages = await self._page_count(stored)
            if not (wanted.isascii() and wanted.isdigit() and 1 <= int(wanted[:6]) <= pages):
                await self.say(interaction, notes.notice(f"There are pages 1 to {pages}."))
                return
            await self.turn(interaction, stored, int(wanted))
        elif action.verb is Verb.DOWN:
            vote = Vote(stored.id, False, fields.get("reason", "other")[:20], fields.get("comment", "")[:1000])
            await self.desk.filed(self.desk.store.vote, vote, self.desk.store.hashed(interaction.user.id))
            await self.say(interaction, notes.notice(notes.THANKS))


_PRESSES = {
    Verb.PAGE: Front._page,
    Verb.COPY: Front._page,
    Verb.GOTO: Front._goto,
    Verb.QUOTES: Front._quotes,
    Verb.QUOTED: Front._quoted,
    Verb.TIMELINE: Front._timeline,
    Verb.WHY: Front._why,
    Verb.FOLLOW: Front._follow,
    Verb.THREAD: Front._thread,
    Verb.AGAIN: Front._again,
    Verb.UP: Front._up,
    Verb.DOWN: Front._down,
    Verb.DELETE: Front._delete,
}


def _seen(task: asyncio.Task[None]) -> None:
    """Take the outcome of a task that nobody waits for, so that asyncio does not complain about it."""
    if not task.cancelled():
        task.exception()
