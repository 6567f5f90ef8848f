"""Who is on call, in words: now, until when, and who is next."""

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from datetime import date as day
from pathlib import Path

from bot.hours import Week
from bot.rota import Leg, Override, Region, Rota, Schedule, Turns
from bot.settings import Settings
from handlers import author
from handlers.health import Health
from handlers.record import Ledger
from handlers.slack.oncall import NO_SCHEDULE, oncall
from tests.bot.engine import shift_house
from tests.bot.engine.house import DANA, PEOPLE, House
from tests.handlers.rules import parts
from workspace.blocks import visible_text

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
LISBON = Region("lisbon", "Lisbon", Week.parse("Mon-Sun 09:00-18:00 Europe/Lisbon"), ("@maria",))
NEW_YORK = Region("new-york", "New York", Week.parse("Mon-Sun 09:00-21:00 America/New_York"), ("@dana", "@alex"))
ALERTS = Rota("alerts", "Alerts", "UTC", legs=(Leg(LISBON), Leg(NEW_YORK)))
WEEKLY = Rota(
    "refunds", "Refunds", "UTC", turns=Turns("UTC", time(9), 7, day(2026, 11, 23), (("@maria", "@wei"), ("@jonas",)))
)
ALONE = Rota("money", "Money", "UTC", turns=Turns("UTC", time(9), 7, day(2026, 11, 23), (("@heads",),)))


def told(*rotas: Rota, at: datetime = NOW) -> str:
    return " ".join(visible_text(oncall(Schedule({rota.name: rota for rota in rotas}), PEOPLE, at).blocks))


def test_each_rotation_says_who_until_when_and_who_next() -> None:
    assert "Alerts  Maria until 18:00 UTC, then Dana and Alex until 25 Nov 02:00 UTC" in told(ALERTS)
    assert "Refunds  Maria and Wei until 30 Nov 09:00 UTC, then Jonas until 7 Dec 09:00 UTC" in told(WEEKLY)


def test_whoever_has_it_alone_has_it_without_an_end() -> None:
    assert told(ALONE).endswith("Money  Heads")


def test_an_hour_without_anybody_and_others_in_place_are_said() -> None:
    assert "Alerts  nobody until 09:00 UTC, then Maria" in told(ALERTS, at=datetime(2026, 11, 24, 4, tzinfo=UTC))
    other = Override(NOW, datetime(2026, 11, 24, 15, tzinfo=UTC), ("@olga",))
    rota = Rota("alerts", "Alerts", "UTC", legs=ALERTS.legs, overrides=(other,))
    assert "Alerts  Olga (in place of the rotation) until 15:00 UTC, then Maria until 18:00 UTC" in told(rota)


def test_times_are_the_readers() -> None:
    blocks = oncall(Schedule({"alerts": ALERTS}), PEOPLE, NOW).blocks
    dates = [part["timestamp"] for part in parts(blocks) if part.get("type") == "date"]
    ends = (datetime(2026, 11, 24, 18, tzinfo=UTC), datetime(2026, 11, 25, 2, tzinfo=UTC))
    assert dates == [end.timestamp() for end in ends]


def test_without_a_schedule_it_says_what_to_do() -> None:
    assert told() == NO_SCHEDULE


def test_many_rotations_are_counted() -> None:
    many = Schedule({f"r{index}": ALERTS for index in range(25)})
    assert " ".join(visible_text(oncall(many, PEOPLE, NOW).blocks)).endswith("5 more stand in schedule.yml")


def test_a_check_of_the_files_reads_the_schedule_too(tmp_path: Path) -> None:
    flows = shift_house.folder(tmp_path)
    settings = Settings("", "", "", tmp_path / "baton.db", flows, "")
    assert author.check(settings)[1] == 0
    (flows / "schedule.yml").write_text("rotations:\n  alerts:\n    peopel: []\n", encoding="utf-8")
    told, code = author.check(settings)
    assert code == 1
    assert "schedule.yml, line 3: rotations.alerts.peopel: this key is not known here; known are title" in told
    (flows / "schedule.yml").unlink()
    assert "steps.keyless.approvers: schedule.yml has no rotation alerts; it has none." in author.check(settings)[0]


async def test_owners_hear_of_a_name_in_the_schedule_that_nobody_has(tmp_path: Path) -> None:
    flows = shift_house.folder(tmp_path / "flows")
    path = flows / "schedule.yml"
    path.write_text(path.read_text(encoding="utf-8").replace('"@olga"', '"@olgaa", U99GONE'), encoding="utf-8")
    house = House(flows, tmp_path / "baton.db")
    try:
        ledger = Ledger.open(Settings("", "", "", tmp_path / "baton.db", flows, ""))
        health = Health(house.engine, ledger)
        (trouble,) = health._nobody().values()
        assert trouble.title == "Nobody here is called @olgaa, U99GONE, as schedule.yml says."
        assert health._channels() == {}
        house.world.people = replace(PEOPLE, joined=frozenset())
        assert [each.title for each in health._channels().values()] == [
            "Baton is not in #refunds, the channel of “Refunds”.",
            *(f"Baton is not in #refunds, where {each} hands over." for each in ("Lisbon", "New York", "Singapore")),
        ]
    finally:
        await house.kill()


async def test_owners_hear_of_a_turn_of_somebody_on_leave_once_and_of_its_end(tmp_path: Path) -> None:
    house = House(shift_house.folder(tmp_path / "flows"), tmp_path / "baton.db")
    try:
        house.clock.now = shift_house.EVENING - timedelta(hours=6)
        health = Health(house.engine, Ledger.open(Settings("", "", "", tmp_path / "baton.db", house.folder, "")))
        await house.engine.habits.keep(house.click(DANA), None, day(2026, 11, 25))
        told = "SELECT json_extract(payload, '$.title'), json_extract(payload, '$.text') FROM outbox"
        told += " WHERE key LIKE 'notice:on_leave:alerts:%' ORDER BY id"
        for _ in range(2):
            await health.look()
        ((title, text),) = await house.rows(told)
        assert title == "Nobody who is at work is on call for “Alerts” from {at} to {end}."
        assert text.startswith("Dana is away then, as Work hours say.")
        await house.engine.habits.keep(house.click(DANA), None, None)
        await health.look()
        over = (await house.rows(told))[1:]
        assert [text for _, text in over] == ["Somebody who is at work is on call again, as of {until}."]
    finally:
        await house.kill()
