"""How the bot answers an interaction: the callback, follow-ups, and edits by the interaction's token."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests.fake_discord import limits, messages, payloads
from tests.fake_discord.errors import ApiError
from tests.fake_discord.interaction import USER_INSTALLED_FOLLOWUPS, Answer, InteractionKind
from tests.fake_discord.messages import Sent
from tests.fake_discord.model import Flag
from tests.fake_discord.problems import Problems

if TYPE_CHECKING:
    from tests.fake_discord.interaction import Interaction
    from tests.fake_discord.model import Message
    from tests.fake_discord.world import World

_MESSAGES = {Answer.MESSAGE, Answer.DEFER, Answer.MODAL}
_UPDATES = {Answer.DEFER_UPDATE, Answer.UPDATE}


def respond(world: World, interaction_id: str, token: str, sent: Sent) -> dict[str, Any]:
    """Take the bot's first answer to an interaction.

    Raises:
        ApiError: 10062 unknown or late, 40060 answered already, 50035 or 50006 for the body.
    """
    interaction = world.interactions.get(int(interaction_id))
    if interaction is None or interaction.token != token:
        raise ApiError(10062)
    if interaction.answer is not None:
        raise ApiError(40060)
    if interaction.late:
        world.counters["late answers"] += 1
        raise ApiError(10062)
    answer = _checked_type(interaction, sent.body.get("type"))
    inner = Sent(sent.body.get("data") or {}, sent.files)
    message = _apply(world, interaction, answer, inner)
    # Only now: an answer that was refused may be tried again.
    interaction.answer = answer
    interaction.ack_seconds = world.clock.now() - interaction.created
    world.changes.ring()
    return _reply(interaction, answer, message)


def _checked_type(interaction: Interaction, kind: object) -> Answer:
    if interaction.kind is InteractionKind.AUTOCOMPLETE:
        allowed = {Answer.CHOICES}
    else:
        allowed = _MESSAGES | (_UPDATES if interaction.source is not None else set())
        if interaction.kind is InteractionKind.MODAL:
            allowed -= {Answer.MODAL}
    problems = Problems()
    problems.one_of("type", kind, {int(one) for one in allowed})
    problems.raise_any()
    return Answer(int(str(kind)))


def _apply(world: World, interaction: Interaction, answer: Answer, sent: Sent) -> Message | None:
    """Do what the answer says and return the message it made or changed."""
    if answer is Answer.CHOICES:
        limits.check_choices(sent.body.get("choices") or [], interaction.option_type)
        interaction.choices = list(sent.body.get("choices") or [])
        return None
    if answer is Answer.MODAL:
        limits.check_modal(sent.body)
        interaction.modal = sent.body
        return None
    interaction.original = _message(world, interaction, answer, sent)
    return interaction.original


def _message(world: World, interaction: Interaction, answer: Answer, sent: Sent) -> Message:
    if answer is Answer.MESSAGE:
        return messages.answer(world, interaction, sent, "data")
    if answer is Answer.DEFER:
        return messages.think(world, interaction, ephemeral=_defer_flags(sent.body))
    assert interaction.source is not None
    if interaction.source.deleted:
        raise ApiError(10008)
    if answer is Answer.UPDATE:
        return messages.edit(world, interaction.source, sent, "data")
    return interaction.source


def _defer_flags(body: dict[str, Any]) -> bool:
    """Whether a deferred answer is for one person only; no other flag may be set here."""
    flags = int(body.get("flags") or 0)
    if flags & ~Flag.EPHEMERAL:
        problems = Problems("data")
        problems.add("flags", "BITFIELD_INVALID", "Only EPHEMERAL can be set when deferring")
        problems.raise_any()
    return bool(flags & Flag.EPHEMERAL)


def _reply(interaction: Interaction, answer: Answer, message: Message | None) -> dict[str, Any]:
    about: dict[str, Any] = {"id": str(interaction.id), "type": int(interaction.kind)}
    reply: dict[str, Any] = {"interaction": about}
    if message is None:
        return reply
    about |= {
        "response_message_id": str(message.id),
        "response_message_loading": message.loading,
        "response_message_ephemeral": message.ephemeral,
    }
    if answer in (Answer.MESSAGE, Answer.UPDATE):
        reply["resource"] = {"type": int(answer), "message": payloads.message(message)}
    return reply


def _by_token(world: World, application_id: str, token: str) -> Interaction:
    """Find an interaction that was answered and whose token still works.

    Raises:
        ApiError: 10015 unknown or not answered yet, 50027 older than 15 minutes.
    """
    found = next((one for one in world.interactions.values() if one.token == token), None)
    if found is None or application_id != str(world.bot.id):
        raise ApiError(10015)
    if found.expired:
        raise ApiError(50027)
    if found.answer is None:
        raise ApiError(10015)
    return found


def follow_up(world: World, application_id: str, token: str, sent: Sent) -> Message:
    """Send a follow-up; the first one after a "thinking…" takes its place.

    Raises:
        ApiError: 10015, 50027, 40094, 50035 or 50006.
    """
    interaction = _by_token(world, application_id, token)
    if interaction.thinking and interaction.original is not None:
        message = messages.edit(world, interaction.original, sent)
    else:
        if interaction.user_installed and len(interaction.followups) >= USER_INSTALLED_FOLLOWUPS:
            raise ApiError(40094)
        message = messages.answer(world, interaction, sent)
        interaction.followups.append(message)
    world.changes.ring()
    return message


def find(world: World, application_id: str, token: str, message_id: str) -> Message:
    """Look up a message of an interaction: `@original` or an id.

    Raises:
        ApiError: 10015, 50027, or 10008.
    """
    interaction = _by_token(world, application_id, token)
    mine = [interaction.original, *interaction.followups]
    if message_id != "@original":
        mine = [one for one in mine if one is not None and str(one.id) == message_id]
    if not mine or mine[0] is None or mine[0].deleted:
        raise ApiError(10008)
    return mine[0]


def edit(world: World, application_id: str, token: str, message_id: str, sent: Sent) -> Message:
    """Change a message of an interaction.

    Raises:
        ApiError: 10015, 50027, 10008, 50035 or 50006.
    """
    message = messages.edit(world, find(world, application_id, token, message_id), sent)
    _by_token(world, application_id, token).updated = True
    world.changes.ring()
    return message
