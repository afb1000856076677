"""Short forms of the campaigns; `make campaign` runs the long ones."""

from tests.discord import campaigns
from tests.discord.harness import in_loop


@in_loop
async def test_hostile_text_stays_text(tmp_path):
    tally = await campaigns.hostile(tmp_path, 20, 7)
    assert (tally.pings, tally.alive, tally.refused, tally.unanswered) == (0, [], 0, 0)
    assert tally.payloads == 120


@in_loop
async def test_a_storm_loses_and_doubles_nothing(home):
    tally = await campaigns.storm(home, 100, 7)
    assert (tally.lost, tally.doubled, tally.pings) == ([], [], 0)
    assert tally.answered + tally.told + tally.not_responded == tally.asked == 100
