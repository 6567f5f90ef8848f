"""`baton workflow preview`: the chain ahead of time, in everybody's local time, with who is left out and why."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.errors import BadInput, ConfigError
from bot.people import People
from bot.settings import Settings, read
from handlers import preview
from handlers.health import Health
from handlers.record import Ledger
from storage import hours
from storage.models import Who
from storage.store import Store
from tests.bot.engine.house import PEOPLE, House, workflow_text, write_folder

STEPS = {
    "issue": (
        "keyless",
        {
            "deadline": "30m",
            "remind": "10m",
            "escalate": '[{to: "@heads", after: 1h}, {to: UOLGA, away: skip}, UOLGA, {to: UELSE, away: skip}]',
            "on_timeout": "expire",
        },
    ),
    "urgent": ("keyless", {"risk": "high", "deadline": "30m", "escalate": '["@heads"]'}),
}
TEAM = """
timezone: Europe/Lisbon
hours: {everyone: Mon-Fri 09:00-18:00}
holidays: {everyone: [2026-12-25]}
"""
ZONES = {"UMARIA": "Europe/Lisbon", "UDANA": "America/New_York", "UWEI": "Asia/Singapore", "UALEX": "America/New_York"}


def found_settings(folder: Path, monkeypatch: pytest.MonkeyPatch, people: People) -> Settings:
    async def directory(settings: Settings) -> People:
        return people

    monkeypatch.setattr(preview, "directory", directory)
    write_folder(folder / "flows", workflow_text(STEPS))
    (folder / "flows" / "team.yml").write_text(TEAM, encoding="utf-8")
    monkeypatch.setenv("BATON_WORKFLOWS", str(folder / "flows"))
    monkeypatch.setenv("BATON_DB", str(folder / "baton.db"))
    return read(tokens=False)


KNOWN = {user: replace(each, zone=ZONES.get(user, "Europe/Lisbon")) for user, each in PEOPLE.members.items()}
IN_ZONES = replace(PEOPLE, members=KNOWN)


async def shown(settings: Settings, step: str = "issue", at: str = "2026-12-24T16:00") -> str:
    return await preview.preview(settings, "refunds", step, at, lambda: datetime(2026, 1, 1, tzinfo=UTC))


async def test_the_whole_chain_is_shown_with_local_times_and_reasons(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = found_settings(tmp_path, monkeypatch, IN_ZONES)
    Store.open(settings.database).close()
    assert (await shown(settings)).splitlines() == [
        "refunds / issue: Refund an order (normal risk), if nobody answers.",
        "A card that comes Thu 24 Dec 2026 16:00 (Europe/Lisbon, as all times in front):",
        (
            "  Thu 24 Dec 16:00  the card, for Dana (11:00 New York), Jonas (16:00 Lisbon), Maria (16:00 Lisbon), "
            "Wei (00:00 Singapore, holiday)"
        ),
        (
            "  Thu 24 Dec 16:50  reminder: asks Dana (11:50 New York), Jonas (16:50 Lisbon), Maria (16:50 Lisbon); "
            "not Wei (closed before they are at work)"
        ),
        "  Thu 24 Dec 17:00  Heads: asks Alex (12:00 New York)",
        "  Thu 24 Dec 17:20  reminder: asks Alex (12:20 New York)",
        "  Thu 24 Dec 17:30  Olga: asks Olga (17:30 Lisbon)",
        "  Thu 24 Dec 17:50  reminder: asks Olga (17:50 Lisbon)",
        "  Thu 24 Dec 18:00  Olga is passed over: nobody of it who was not asked already",
        "  Thu 24 Dec 18:00  Else is passed over: nobody of it is at work",
        "  Thu 24 Dec 18:00  closed, and nothing runs",
    ]


async def test_a_rung_that_waits_says_until_when_and_own_hours_count(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = found_settings(tmp_path, monkeypatch, IN_ZONES)
    store = Store.open(settings.database)
    now = datetime(2026, 12, 1, tzinfo=UTC)
    await store.write(lambda db: hours.put(db, Who("T1", "UALEX"), "Mon-Fri 09:00-11:00", "", now))
    store.close()
    told = await shown(settings)
    assert "Thu 24 Dec 17:00  Heads: nobody is at work, so it waits until Mon 28 Dec 14:00" in told
    assert "Mon 28 Dec 14:00  Heads: asks Alex (09:00 New York)" in told


async def test_a_high_risk_asks_at_night(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    settings = found_settings(tmp_path, monkeypatch, IN_ZONES)
    told = await shown(settings, "urgent", "2026-12-25T03:00:00+00:00")
    assert "Fri 25 Dec 03:30  Heads: asks Alex (22:30 New York, not at work)" in told
    assert told.endswith("held until somebody decides")


async def test_without_slack_names_stand_for_themselves(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    settings = found_settings(tmp_path, monkeypatch, People())
    told = await shown(settings, "", "")
    assert "refunds / urgent" in told
    assert "the card, for @leads (00:00 Lisbon, not at work)" in told
    assert told.endswith("Without SLACK_BOT_TOKEN each name stands for one person in the team’s time zone.")


async def test_what_is_not_there_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    settings = found_settings(tmp_path, monkeypatch, IN_ZONES)
    with pytest.raises(ConfigError, match="refunds has no step isue; known are issue, urgent"):
        await shown(settings, "isue")
    for at in ("Christmas", "9999-12-31T23:59", "0001-01-01T00:00+14:00"):
        with pytest.raises(BadInput, match="One such as 2026-12-24T18:00 is expected"):
            await shown(settings, "issue", at)


async def test_who_is_on_call_is_told_for_each_moment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    settings = found_settings(tmp_path, monkeypatch, IN_ZONES)
    flows = tmp_path / "flows"
    steps = {"issue": ("keyless", {"deadline": "30m", "escalate": '["oncall:night", "@heads"]'})}
    text = workflow_text(steps).replace('["@leads"]', '["oncall:night"]')
    (flows / "refunds" / "workflow.yml").write_text(text, encoding="utf-8")
    (flows / "team.yml").write_text("timezone: UTC\n", encoding="utf-8")
    rota = 'rotations: {night: {hands_over: "20:00", first: 2026-11-23, people: ["@maria", "@dana"]}}\n'
    (flows / "schedule.yml").write_text(rota, encoding="utf-8")
    told = await shown(settings, at="2026-11-23T19:45")
    assert "the card, for Dana" in told
    assert "Maria (on call): asks Maria" in " ".join(told.split())


async def test_owners_hear_of_hours_for_a_name_that_nobody_has(tmp_path: Path) -> None:
    flows = write_folder(tmp_path / "flows")
    hours_of = "hours: {everyone: Mon-Fri 09:00-18:00, '@leeds': Mon-Fri 09:00-18:00, '@leads': Sat 09:00-12:00}"
    (flows / "team.yml").write_text(hours_of, encoding="utf-8")
    Store.open(tmp_path / "baton.db").close()
    house = House(flows, tmp_path / "baton.db")
    try:
        ledger = Ledger.open(Settings("", "", "", tmp_path / "baton.db", flows, ""))
        (trouble,) = Health(house.engine, ledger)._nobody().values()
        assert trouble.title == "Nobody here is called @leeds, as hours or holidays in team.yml say."
    finally:
        await house.kill()


async def test_a_step_with_stages_is_told_by_its_first_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    settings = found_settings(tmp_path, monkeypatch, IN_ZONES)
    steps = {"issue": ("keyless", {"deadline": "30m", "remind": "10m", "escalate": "[UELSE]"})}
    text = workflow_text(steps).replace(
        'approvers: ["@leads"]', "stages: [{approvers: [UMARIA]}, {approvers: [UOLGA]}]"
    )
    (tmp_path / "flows" / "refunds" / "workflow.yml").write_text(text, encoding="utf-8")
    told = await shown(settings, at="2026-11-23T10:00")
    assert "the card, for Maria (10:00 Lisbon)\n" in told
    assert "reminder: asks Maria (10:20 Lisbon)\n" in told
    assert told.endswith("Stage 2 of 2, Olga: the same chain, from when stage 1 agrees")


async def test_a_night_in_which_clocks_change_is_told_by_the_clock(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = found_settings(tmp_path, monkeypatch, IN_ZONES)
    spring, autumn = (
        await shown(settings, "urgent", "2026-03-29T00:45"),
        await shown(settings, "urgent", "2026-10-25T01:45"),
    )
    assert "Sun 29 Mar 02:15  Heads: asks Alex" in spring
    assert "Sun 25 Oct 01:15  Heads: asks Alex (21:15 New York" in autumn


async def test_without_slack_whoever_is_on_call_stands_for_themselves(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = found_settings(tmp_path, monkeypatch, People())
    flows = tmp_path / "flows"
    steps = {"issue": ("keyless", {"deadline": "30m", "escalate": '["oncall:night", "role:late"]'})}
    (flows / "refunds" / "workflow.yml").write_text(workflow_text(steps), encoding="utf-8")
    (flows / "team.yml").write_text('timezone: UTC\nroles: {late: ["@olga"]}\n', encoding="utf-8")
    rota = 'rotations: {night: {hands_over: "20:00", first: 2026-11-23, people: ["@maria", "@dana"]}}\n'
    (flows / "schedule.yml").write_text(rota, encoding="utf-8")
    told = await shown(settings, at="2026-11-23T20:45")
    assert "asks @maria (21:15 UTC)" in told
    assert "asks @olga (21:45 UTC)" in told
