"""What a restored backup may not bring back unseen: codes that were reset or used since, and rights to act alone."""

from functools import partial
from pathlib import Path
from typing import Any

from bot.engine.restoring import Changed, restored
from storage import backup, codes, holds, verify
from tests.bot.engine import earning
from tests.bot.engine.coded import RECOVERY, enrolled, sealed
from tests.bot.engine.house import ALEX, DANA, MARIA, OLGA, House


async def back(house: House, copy: Path) -> Changed:
    """The backup takes the place of the house's database, and the house goes on with it."""
    await house.kill()
    told = backup.restore(house.database, copy, partial(restored, now=house.clock())).told
    await house.start()
    assert await house.read(lambda db: list(verify.findings(db))) == []
    return told


def saved(house: House) -> Path:
    copy = house.database.with_name("backup.db")
    backup.back_up(house.database, copy)
    return copy


async def test_codes_that_were_reset_or_used_since_are_locked(house: House) -> None:
    sealed(house)
    await enrolled(house, MARIA, ALEX, DANA)
    copy = saved(house)

    def since(db: Any) -> None:
        marias, alexs = codes.of(db, MARIA), codes.of(db, ALEX)
        assert marias
        assert alexs
        codes.forget(db, marias.id)
        hashed = db.execute("SELECT hash FROM recovery WHERE code_id = ?", (alexs.id,)).fetchone()["hash"]
        assert codes.take_recovery(db, alexs.id, hashed, house.clock())

    await house.world.write(since)
    await enrolled(house, OLGA)
    told = await back(house, copy)
    assert told == Changed((), tuple(sorted(map(str, (ALEX, MARIA)))), paused=False)
    locked = await house.rows("SELECT person FROM code WHERE locked_at IS NOT NULL ORDER BY person")
    assert [person for (person,) in locked] == list(told.locked)
    (text,) = (await house.rows("SELECT json_extract(payload, '$.text') FROM outbox WHERE kind = 'notice'"))[0]
    assert text == (
        "What was decided since it was made is open again, and may have run. "
        "The codes of 2 people are locked, as they are others by now: /handoff codes reset and their handle."
    )
    assert await house.rows("SELECT count(*) FROM recovery WHERE used_at IS NULL") == [(3 * len(RECOVERY),)]


async def test_nothing_acts_alone_until_an_owner_says_so_again(house: House) -> None:
    await earning.earned(house)
    assert (await earning.acts(house, "3000")).way == "act"
    assert (await back(house, saved(house))).paused
    assert [each.why for each in await house.read(holds.standing)] == [
        "A backup was put back: what people said of its acts alone since is not known here."
    ]
    earning.draw_of(house, 0.99)
    card = await earning.acts(house, "3001")
    assert (card.way, card.state, card.reasons[0]) == ("ask", "waiting", "Paused by operator.")
