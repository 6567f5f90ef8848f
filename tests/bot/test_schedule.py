"""schedule.yml: what it makes, what it refuses and where, and that it comes into force by itself."""

import os
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.errors import ConfigError
from bot.loading import load
from bot.rota import on_call
from bot.schedule import RegionFile, RotationFile
from bot.shelf import Shelf

WORKFLOW = """\
workflow: refunds
channel: "#refunds"
requesters: ["@sales"]
steps:
  issue:
    title: Refund an order
    tool: tools:issue
    approvers: ["oncall:alerts", "@leads"]
    escalate: ["oncall:refunds"]
"""
TOOLS = """
from pydantic import BaseModel
from bot.tools import tool

class Order(BaseModel):
    order_id: str

@tool(effect=True)
def issue(args: Order, call):
    return {}
"""
SCHEDULE = """\
regions:
  lisbon:
    hours: Mon-Sun 09:00-18:00
    people: ["@maria"]
    channel: "#refunds"
    next: new-york
    accept: 45m
    ladder: "@heads"
  new-york:
    title: New York, NY
    hours: Mon-Sun 09:00-21:00 America/New_York
    people: ["@dana", "@alex"]
  singapore:
    hours: Mon-Sun 09:00-18:00 Asia/Singapore
    people: ["@wei"]
rotations:
  alerts:
    title: Alerts, day and night
    follow: [lisbon, {region: new-york, people: ["@dana", ["@alex", "@olga"]]}, singapore]
    overrides:
      - {from: 2026-12-24 18:00, to: 2026-12-26 09:00, people: ["@olga"]}
  refunds:
    timezone: Europe/Berlin
    hands_over: Monday 09:00
    first: 2026-11-02
    people: ["@maria", "@jonas"]
  night:
    hands_over: "22:00"
    people: ["@wei", "@alex"]
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    flow = tmp_path / "refunds"
    flow.mkdir()
    (flow / "workflow.yml").write_text(WORKFLOW, encoding="utf-8")
    (flow / "tools.py").write_text(TOOLS, encoding="utf-8")
    (tmp_path / "team.yml").write_text("timezone: Europe/Lisbon\nowners: ['oncall:night']\n", encoding="utf-8")
    (tmp_path / "schedule.yml").write_text(SCHEDULE, encoding="utf-8")
    return tmp_path


def refusal(folder: Path, name: str, text: str) -> str:
    (folder / name).write_text(text, encoding="utf-8")
    with pytest.raises(ConfigError) as caught:
        load(folder)
    return str(caught.value).removeprefix(f"{folder / name}, ")


def test_all_of_a_schedule(folder: Path) -> None:
    schedule = load(folder)[1].schedule
    lisbon, york = schedule.regions["lisbon"], schedule.regions["new-york"]
    assert (lisbon.title, york.title) == ("Lisbon", "New York, NY")
    assert (lisbon.week.zone, lisbon.channel, lisbon.next) == ("Europe/Lisbon", "#refunds", "new-york")
    assert (lisbon.accept_seconds, york.accept_seconds, lisbon.ladder) == (2700, 1800, "@heads")
    alerts = schedule.rotations["alerts"]
    assert alerts.everybody == ("@maria", "@dana", "@alex", "@olga", "@wei")
    christmas = on_call(alerts, datetime(2026, 12, 25, 3, tzinfo=UTC))
    assert (christmas.people, christmas.start) == (("@olga",), datetime(2026, 12, 24, 18, tzinfo=UTC))
    assert on_call(schedule.rotations["refunds"], datetime(2026, 11, 9, 8, tzinfo=UTC)).people == ("@jonas",)
    assert on_call(schedule.rotations["refunds"], datetime(2026, 11, 9, 7, 59, tzinfo=UTC)).people == ("@maria",)
    tonight = on_call(schedule.rotations["night"], datetime(2026, 11, 9, 23, tzinfo=UTC))
    assert tonight.end - tonight.start == datetime(2026, 1, 2) - datetime(2026, 1, 1)  # noqa: DTZ001


@pytest.mark.parametrize(
    ("old", "new", "line", "words"),
    [
        ("    hours: Mon-Sun 09:00-18:00\n", "    hours: all day\n", 3, "days and hours such as"),
        ("America/New_York", "America/Newyork", 11, "America/Newyork is no time zone"),
        ("next: new-york", "next: lisbon", 6, "another region is expected; there is new-york, singapore"),
        ("next: new-york", "next: paris", 6, "another region is expected"),
        ('    channel: "#refunds"\n', "", 5, "a `channel` is expected beside it"),
        ("accept: 45m", "accept: 45s", 7, "a duration from 5m to 12h"),
        ("accept: 45m", "accept: \N{SUPERSCRIPT TWO}h", 7, "a duration from 5m to 12h"),
        ("to: 2026-12-26 09:00", "to: 2026-12-26T09:00:00+02:00", 21, "a local time is expected"),
        ("to: 2026-12-26 09:00", "to: 2026-12-26 09:00:00Z", 21, "a local time is expected"),
        ("Monday 09:00", "Monday 09:00+02:00", 24, "a day and an hour such as Monday 09:00 is expected"),
        ("accept: 45m", "acept: 45m", 7, "acept: this key is not known here; known are title, hours, people"),
        ('people: ["@maria"]\n', "people: []\n", 4, "people"),
        ('people: ["@maria"]\n', 'people: ["oncall:night"]\n', 4, "not another rotation"),
        ('people: ["@wei", "@alex"]', 'people: ["@wei", "role:night"]', 29, "not another rotation or a role"),
        ("follow: [lisbon", "follow: [paris", 19, "one of `regions` is expected; there is lisbon, new-york, singapore"),
        ("follow: [lisbon", "folow: [lisbon", 19, "this key is not known here; known are title, timezone"),
        ("{region: new-york, people:", "{region: new-york, turns:", 19, "known are region, people"),
        (", singapore]", "]", 19, "nobody is on call from Mon 04 Jan 02:00 to Mon 04 Jan 09:00 (UTC), and "),
        ("09:00-21:00", "09:00-20:00", 19, "nobody is on call from Mon 15 Mar 00:00 to Mon 15 Mar 01:00 (UTC)"),
        ("to: 2026-12-26 09:00", "to: 2026-12-23 09:00", 21, "a time after `from` is expected"),
        ("to: 2026-12-26 09:00", "to: 9999-12-31 23:59", 21, "a date between 2000 and 2199 is expected"),
        ("to: 2026-12-26 09:00", "to: 2026-12-26", 21, "a local date and time such as 2026-12-24 18:00"),
        ("to: 2026-12-26 09:00", "until: 2026-12-26 09:00", 21, "known are from, to, people"),
        ("timezone: Europe/Berlin", "timezone: Berlin", 23, "Berlin is no time zone"),
        ("Monday 09:00", "Mornday 09:00", 24, "a day and an hour such as Monday 09:00 is expected"),
        ("Monday 09:00", "Monday", 24, "a day and an hour such as Monday 09:00 is expected"),
        ('people: ["@maria", "@jonas"]', 'people: ["@maria", []]', 26, "somebody is expected in each turn"),
        ('    people: ["@wei", "@alex"]\n', "", 27, "either `people` by turn or `follow` with regions"),
        ("  night:", "  Night:", 27, "a name of a-z, 0-9 and -"),
    ],
)
def test_what_cannot_be_is_named_with_its_line(folder: Path, old: str, new: str, line: int, words: str) -> None:
    assert SCHEDULE.count(old) == 1
    said = refusal(folder, "schedule.yml", SCHEDULE.replace(old, new))
    assert said.startswith(f"line {line}: ")
    assert words in said


def test_two_overrides_at_once_are_refused(folder: Path) -> None:
    second = "      - {from: 2026-12-26 08:00, to: 2026-12-27 09:00, people: ['@wei']}\n  refunds:"
    said = refusal(folder, "schedule.yml", SCHEDULE.replace("  refunds:", second))
    assert said.startswith("line 22: rotations.alerts.overrides.1: it overlaps an earlier override")


def test_a_gap_that_is_meant_is_let_be(folder: Path) -> None:
    text = SCHEDULE.replace(", singapore]", "]\n    gaps: told")
    (folder / "schedule.yml").write_text(text, encoding="utf-8")
    alerts = load(folder)[1].schedule.rotations["alerts"]
    assert on_call(alerts, datetime(2026, 11, 24, 5, tzinfo=UTC)).people == ()


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("refunds/workflow.yml", WORKFLOW.replace("oncall:alerts", "oncall:alarms"), "line 8: steps.issue.approvers"),
        ("refunds/workflow.yml", WORKFLOW.replace("oncall:refunds", "oncall:refund"), "line 9: steps.issue.escalate"),
        ("refunds/workflow.yml", WORKFLOW.replace("@sales", "oncall:sales"), "line 3: requesters"),
        ("team.yml", "owners: ['oncall:days']\n", "line 1: owners"),
    ],
)
def test_a_rotation_that_is_not_there_stops_the_start(folder: Path, name: str, text: str, said: str) -> None:
    told = refusal(folder, name, text)
    assert told.startswith(f"{said}: schedule.yml has no rotation ")
    assert told.endswith("it has alerts, refunds, night.")


def test_without_a_schedule_there_is_no_rotation(folder: Path) -> None:
    (folder / "schedule.yml").unlink()
    with pytest.raises(ConfigError, match=r"line 8: .* has no rotation alerts; it has none"):
        load(folder)


def test_a_changed_schedule_comes_into_force_and_a_broken_one_does_not(folder: Path) -> None:
    shelf, path = Shelf(folder), folder / "schedule.yml"
    before = shelf.team.schedule.rotations["night"]
    path.write_text(SCHEDULE.replace('"22:00"', '"21:00"'), encoding="utf-8")
    os.utime(path, (1, 1))
    assert shelf.refresh()
    assert shelf.team.schedule.rotations["night"] != before
    path.write_text(SCHEDULE.replace('"22:00"', '"noon"'), encoding="utf-8")
    os.utime(path, (2, 2))
    assert shelf.refresh()
    assert "hands_over" in shelf.trouble
    assert shelf.team.schedule.rotations["night"] != before


def test_the_schedule_of_the_docs_loads(folder: Path) -> None:
    text = (Path(__file__).parents[2] / "docs" / "oncall.md").read_text(encoding="utf-8")
    (folder / "schedule.yml").write_text(text.split("```yaml\n")[1].split("```")[0], encoding="utf-8")
    (folder / "team.yml").write_text("owners: ['oncall:alerts']\n", encoding="utf-8")
    schedule = load(folder)[1].schedule
    assert (list(schedule.regions), list(schedule.rotations)) == (
        ["lisbon", "new-york", "singapore"],
        ["alerts", "refunds"],
    )
    keys = {*RegionFile.model_fields, *RotationFile.model_fields} - {"title", "gaps"}
    assert [key for key in keys if f"{key}:" not in text] == []
    assert "`gaps: told`" in text
