"""How fast Slack is called, and which calls wait until nobody else needs them."""

import pytest

from handlers.slack.pace import BURST, Pace


class Clock:
    """Monotonic seconds that stand still until somebody moves them."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


async def test_a_call_that_can_wait_leaves_half_of_them_to_the_others(clock: Clock) -> None:
    pace = Pace(clock)
    for _ in range(BURST // 2):
        assert pace.spare("chat.update")
        await pace.turn("chat.update")
    assert not pace.spare("chat.update")
    assert pace.spare("chat.postMessage")
    clock.now += 60
    assert pace.spare("chat.update")


async def test_a_call_that_can_wait_is_not_made_while_slack_refuses_them(clock: Clock) -> None:
    pace = Pace(clock)
    pace.shut("chat.update", "C1", 30)
    assert not pace.spare("chat.update")
    clock.now += 30
    assert pace.spare("chat.update")
    still = Pace(clock, on=False)
    still.shut("chat.update", "C1", 30)
    assert still.spare("chat.update"), "nobody waits where nothing is paced"
