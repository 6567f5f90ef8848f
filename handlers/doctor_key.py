"""`baton doctor` and the key: is BATON_SECRET_KEY there where workflows need it, and does it open what is kept?"""

from functools import partial

from bot.engine import key
from bot.errors import ConfigError
from bot.loading import load
from bot.settings import Settings
from handlers.finding import Finding, fine, stops
from handlers.record import StoreFailed, reader
from storage.sealing import BadKey, Sealer, sealer

_WHY = "Secret values and codes are kept sealed, or not at all: Baton does not start."


def look_at_key(known: Settings) -> list[Finding]:
    """A finding for a key that is missing or none; nothing where no workflow needs one and there is none."""
    try:
        ours = sealer(known.secret_key)
    except BadKey as error:
        return [stops(str(error), _WHY, "Set the key that sealed what is kept, or make one.")]
    try:
        key.needed(ours, load(known.workflows)[0])
    except ConfigError as error:
        missing = "BATON_SECRET_KEY" in str(error)  # another fault of the files is found by those who look at them
        return [stops(str(error), _WHY, "Make a key, keep it beside the other secrets, and set it.")] if missing else []
    return [fine("BATON_SECRET_KEY is a key")] if ours else []


async def look_at_sealed(known: Settings) -> list[Finding]:
    """Whether the key opens the newest of the sealed values."""
    if not known.database.exists():
        return []
    try:
        ours: Sealer | None = sealer(known.secret_key)
        db = reader(known)
    except (BadKey, ConfigError):
        return []  # said elsewhere
    try:
        opened = await db.read(partial(key.tried, sealer=ours))
    except ConfigError as error:
        return [stops(str(error), "Nothing that was sealed can run or be shown.", "Set the key that sealed it.")]
    except StoreFailed:
        return []  # said elsewhere
    finally:
        db.close()
    return [fine("BATON_SECRET_KEY opens what is kept")] if opened else []
