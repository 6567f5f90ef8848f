"""What people do in many stories: approve until it is over, fill in a window until it was taken."""

import asyncio
import contextlib
from collections.abc import Awaitable, Callable

from tests.torture.ground import ALERTS, Json
from tests.torture.people import Crowd, Eyes
from workspace.driver import PersonError


async def approved(crowd: Crowd, tag: str) -> None:
    """Maria approves whatever asks about this, until it is over."""
    while not crowd.over(tag):
        for channel, ts, _ in list(crowd.maria.cards(f"Do {tag},", "Approve")):
            await crowd.press(crowd.maria, channel, ts, "Approve")
        await asyncio.sleep(0.05)


async def said(crowd: Crowd, text: str, tag: str) -> None:
    """A message in the channel, approved."""
    await crowd.jonas.say(ALERTS, text)
    await approved(crowd, tag)


async def by_window(
    crowd: Crowd, eyes: Eyes, place: tuple[str, str], label: str, values: dict[str, object], tag: str
) -> None:
    """Decide in a window."""
    await fill_in(crowd, eyes, lambda: crowd.window(eyes, *place, label), values, lambda: crowd.over(tag))


async def fill_in(
    crowd: Crowd,
    eyes: Eyes,
    opened: Callable[[], Awaitable[Json | None]],
    values: dict[str, object],
    done: Callable[[], object],
) -> None:
    """Open a window and send it, again and again until it is done."""
    while not done():
        async with eyes.hands:
            view = await opened()
            if view is not None:
                await crowd.send(eyes, view, values)
            with contextlib.suppress(PersonError):
                await eyes.close(everything=True)
        await asyncio.sleep(0.5)
