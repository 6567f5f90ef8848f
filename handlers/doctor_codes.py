"""`baton doctor` and one-time codes: who may decide a step that asks for one, and has none."""

from functools import partial

from bot.engine import enrolling
from bot.errors import ConfigError
from bot.loading import load
from bot.people import People
from bot.settings import Settings
from handlers.finding import Finding, note
from handlers.record import StoreFailed, reader


async def look_at_codes(known: Settings, people: People | None) -> list[Finding]:
    """A finding for each step with people who cannot approve it yet; none where nobody can say who there is."""
    if people is None or not known.database.exists():
        return []
    try:
        workflows = load(known.workflows)[0]
        db = reader(known)
    except ConfigError:
        return []  # said elsewhere
    try:
        lacking = await db.read(partial(enrolling.lacking, workflows=workflows, people=people))
    except StoreFailed:
        return []  # said elsewhere
    finally:
        db.close()
    why = "They may decide it, and cannot approve it before they have."
    return [
        note(f"{step}: no codes yet: {', '.join(names)}", why, "They send /handoff codes.") for step, names in lacking
    ]
