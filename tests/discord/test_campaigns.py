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
    tally = await campaigns.storm(home, 60, 7)
    assert (tally.lost, tally.doubled, tally.pings) == ([], [], 0)
    assert tally.answered + tally.told + tally.not_responded == tally.asked == 60


@in_loop
async def test_a_burst_is_acknowledged_answered_or_told(home):
    load = await campaigns.burst(home, 60, queue=40)
    assert load.answered + load.turned_away == load.asked == 60
    assert load.turned_away
    assert load.slowest_ack < 3


@in_loop
async def test_many_events_leave_memory_and_files_as_they_were(home):
    soaked = await campaigns.soak(home, 500, 7)
    assert soaked.growth < 0.10
    assert soaked.files_after <= soaked.files_before + 2
