"""All tortures by name, in their full and their short form."""

from pathlib import Path
from typing import Protocol

from tests.bot.test_digest import TIMES, ZONES
from tests.torture import days, power, sweep, wire
from tests.torture import disk as disks
from tests.torture import model as machines
from tests.torture import races as racing
from tests.torture import second as twice
from tests.torture import tampering as tampered
from tests.torture import year as years
from tests.torture.report import Report


class Torture(Protocol):
    """One torture: it works in a folder of its own."""

    def __call__(self, folder: Path, *, short: bool) -> Report:
        """Its figures."""


def crash(folder: Path, *, short: bool) -> Report:
    """kill -9 at numbered points and at random instants."""
    if short:
        return sweep.crash(folder, points=36, instants=16, workers=2)
    return sweep.crash(folder, points=330, instants=1008, workers=2)


def disk(folder: Path, *, short: bool) -> Report:
    """FULL, BUSY, READONLY and IOERR at each statement, and for a while."""
    if short:
        return disks.disk(folder, runs=0, workers=2)
    return disks.disk(folder, runs=25, workers=2)


def races(folder: Path, *, short: bool) -> Report:
    """Two people within 20 ms."""
    return racing.races(folder, 60 if short else 2000)


def storm(folder: Path, *, short: bool) -> Report:
    """A plan of faults on the wire."""
    if short:
        return wire.storm(folder, seconds=60, dirty=12, every=5)
    return wire.storm(folder, seconds=600, dirty=20, every=5)


def singles(folder: Path, *, short: bool) -> Report:
    """One fault on each call of Slack."""
    return wire.one_by_one(folder, short=short)


def starts(folder: Path, *, short: bool) -> Report:
    """One fault on each call of a start."""
    return wire.starts(folder, short=short)


def model(folder: Path, *, short: bool) -> Report:
    """The three machines against a model of a few lines."""
    if short:
        return machines.model(folder, steps=20_000, workers=2, most_seconds=240)
    return machines.model(folder, steps=1_000_000, workers=2)


def digests(folder: Path, *, short: bool) -> Report:
    """Every day of two years in many zones."""
    every = [(zone, at, ride) for zone in ZONES for at in range(len(TIMES)) for ride in range(len(days.RIDES))]
    few = [(zone, number % len(TIMES), number % len(days.RIDES)) for number, zone in enumerate(ZONES)]
    return days.days(folder, few if short else every, workers=2)


def tampering(folder: Path, *, short: bool) -> Report:
    """Eight kinds of change in a record, and forged rows beside it."""
    return tampered.tampering(folder, rows=0 if short else tampered.ROWS)


def second(folder: Path, *, short: bool) -> Report:
    """One refund by different ways."""
    return twice.second(folder, 100 if short else 2000)


def power_loss(folder: Path, *, short: bool) -> Report:
    """What is on the disk before an ack."""
    return power.power(folder)


def year(folder: Path, *, short: bool) -> Report:
    """A year of forty people in five zones, with hours, chains and handover, without, and down now and then."""
    if short:
        return years.year(folder, cases=60, days=14, workers=2)
    return years.year(folder, cases=5000, days=365, workers=2)


TORTURES: dict[str, Torture] = {
    "crash": crash,
    "disk": disk,
    "races": races,
    "model": model,
    "storm": storm,
    "singles": singles,
    "starts": starts,
    "digests": digests,
    "tampering": tampering,
    "second": second,
    "power": power_loss,
    "year": year,
}
