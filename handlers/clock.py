"""APScheduler as the clock, and nothing more: it only says that time has passed.

What is due is in the database. Every firing asks the engine, which claims each (job, slot) once.
"""

import logging
from collections.abc import Awaitable, Callable

from apscheduler.schedulers.asyncio import AsyncIOScheduler

log = logging.getLogger(__name__)
DIGESTS_SECONDS = 15
TURNS_SECONDS = 5
DIRECTORY_SECONDS = 30
RECORD_SECONDS = 3600


Job = Callable[[], Awaitable[object]]


def start(digests: Job, turns: Job, directory: Job, record: Job) -> AsyncIOScheduler:
    """Start ticking in the running loop; each job is awaited at every tick of its own."""
    logging.getLogger("apscheduler").setLevel(logging.WARNING)
    scheduler = AsyncIOScheduler(timezone="UTC")
    jobs = (
        ("digests", digests, DIGESTS_SECONDS),
        ("turns", turns, TURNS_SECONDS),
        ("directory", directory, DIRECTORY_SECONDS),
        ("record", record, RECORD_SECONDS),
    )
    for name, job, seconds in jobs:
        scheduler.add_job(
            _guarded(name, job), "interval", seconds=seconds, id=name, coalesce=True, misfire_grace_time=None
        )
    scheduler.start()
    return scheduler


def _guarded(name: str, job: Callable[[], Awaitable[object]]) -> Callable[[], Awaitable[None]]:
    async def tick() -> None:
        try:
            await job()
        except Exception:
            log.exception("%s failed; it is tried again at the next tick", name)

    return tick
