"""One-time codes in the busy moment: set up, typed, taken once, whatever dies in between."""

import asyncio
import contextlib

from bot import codes
from tests.torture.ground import ALERTS
from tests.torture.people import Crowd
from workspace.driver import PersonError

PICTURE_SECONDS = 5.0
"""So long a person waits for a picture before they ask again: the bot may have died before it heard of it."""


async def coded(crowd: Crowd) -> None:
    """Dana sets up codes and approves with one: each is taken once, and the picture is gone in the end."""
    await crowd.jonas.say(ALERTS, "code coded")
    place = await crowd.card("coded")
    seed = ""
    while not crowd.record("SELECT 1 FROM code WHERE set_up_at IS NOT NULL"):
        seed = await _set_up(crowd) or seed
    while not crowd.over("coded"):
        async with crowd.dana.hands:
            view = await crowd.window(crowd.dana, *place, "Approve")
            if view is not None:
                await crowd.send(crowd.dana, view, {"own.code": _code(crowd, seed)})
            with contextlib.suppress(PersonError):
                await crowd.dana.close(everything=True)
        await asyncio.sleep(0.5)
    picture = "SELECT 1 FROM post WHERE key LIKE 'picture:%' OR key LIKE 'codes:%'"
    await crowd.until(lambda: not crowd.record(picture) and not pictures(crowd), "the picture to go")


async def _set_up(crowd: Crowd) -> str:
    """Type the first code of the picture that stands, or ask for one and wait for it; its seed, if one stood."""
    dana, shown = crowd.dana, pictures(crowd)
    if not shown:
        await ask_for_picture(crowd)
        with contextlib.suppress(TimeoutError):  # each picture takes the one before away, so nobody asks in haste
            await crowd.until(lambda: pictures(crowd), "a picture", PICTURE_SECONDS)
        return ""
    channel, ts = max(shown, key=lambda at: at[1])
    seed = "".join(dana.sights[channel, ts].text.split("Secret  ")[1].split("\n")[0].split())
    async with dana.hands:
        view = await crowd.window(dana, channel, ts, "Type the first code")
        if view is not None:
            await crowd.send(dana, view, {"own.code": _code(crowd, seed)})
        with contextlib.suppress(PersonError):
            await dana.close(everything=True)
    with contextlib.suppress(TimeoutError):
        await crowd.until(lambda: (channel, ts) not in pictures(crowd), "the picture to go", 1.0)
    return seed


async def ask_for_picture(crowd: Crowd) -> None:
    """Ask, and press the button of the answer, if one comes."""
    with contextlib.suppress(PersonError, LookupError, TimeoutError):
        await crowd.dana.command("/handoff", "codes", ALERTS)
        key = await crowd.until(lambda: _offer(crowd), "the button", 2.0)
        await crowd.dana.click(ALERTS, key, "Set up codes")


def pictures(crowd: Crowd) -> set[tuple[str, str]]:
    """Where pictures stand."""
    return {at for at, sight in crowd.dana.sights.items() if "Type the first code" in sight.labels}


def _offer(crowd: Crowd) -> str:
    return next((key for key, each in crowd.dana.whispers.items() if "Set up codes" in each.labels), "")


def _code(crowd: Crowd, seed: str) -> str:
    """What Dana's authenticator shows; after a code that was taken, the next one."""
    taken = [int(row["last_step"]) for row in crowd.record("SELECT last_step FROM code")]
    return codes.at_step(seed, max(codes.step_at(crowd.site.clock()), *[each + 1 for each in taken], 0))
