"""People with one-time codes, for tests of the engine: their seeds, and what their authenticators show."""

import functools
import random
from typing import Any

from bot import codes
from bot.engine import proving
from storage import codes as kept
from storage.models import Who
from storage.sealing import Sealer
from tests.bot.engine.house import House

SALT = "00"
RECOVERY = ("abcdefghjk", "mnpqrstuvw")


def sealed(house: House, *keys: bytes) -> None:
    """A Baton with these keys."""
    house.world.sealer = Sealer(keys or (b"k" * 32,))


@functools.cache
def hashes_of(cost: int) -> tuple[str, ...]:
    """What is kept of the recovery codes; made once, as it takes its time."""
    return tuple(codes.hashed(each, SALT) for each in RECOVERY)


def seed_of(who: Who) -> str:
    """Always the same for one person."""
    return codes.new_seed(random.Random(str(who)))


async def enrolled(house: House, *people: Who) -> None:
    """These people have codes since an hour."""
    assert house.world.sealer is not None
    sealer, hashes = house.world.sealer, hashes_of(codes._SCRYPT["n"])

    def work(db: Any) -> None:
        for who in people:
            now = house.clock()
            code_id = kept.begin(db, who, sealer.seal(seed_of(who), proving.about(who)), now)
            kept.set_up(db, code_id, codes.step_at(now) - 10, SALT, hashes, now)

    await house.world.write(work)
    house.clock.advance(hours=1)


def code(house: House, who: Who, steps: int = 0) -> str:
    """What this person's authenticator shows now, or so many steps of 30 s later."""
    return codes.at_step(seed_of(who), codes.step_at(house.clock()) + steps)
