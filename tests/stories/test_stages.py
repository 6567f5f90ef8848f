"""Stages on the wire: who is asked in which order, what one Reject does, and people who may not, or not any more."""

import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from tests.stories import stage as stages
from tests.stories.stage import (
    ALERTS,
    ALEX,
    BOT,
    DANA,
    JONAS,
    MARIA,
    WEI,
    Json,
    Stage,
    card,
    changed,
    reply,
    text_of,
    until,
    whisper,
)
from workspace.driver import Person

LEADS = "S01SUPPORT"
WORKFLOW = """
workflow: errands
channel: "#alerts"
listen: true
agent: tools:Clerk
steps:
  plain_errand:
    title: Run an errand
    tool: tools:plain_errand
    stages:
      - {approvers: ["@support-leads"]}
      - {approvers: ["role:compliance"]}
      - {approvers: ["@head-of-support"]}
    rules:
      - {when: {what: {is: boil eggs}}, risk: critical}
    words: {ask: "Run {what}?", done: "Ran {what}", undone: "Not run, {what}", each: errand}
  late_errand:
    title: Run an errand later
    tool: tools:late_errand
    approvers: ["@support-leads"]
    rules:
      - {when: {what: {is: paint it black}}, stages: [{approvers: ["role:compliance"]}]}
    words: {ask: "Run {what}?", done: "Ran {what}", undone: "Not run, {what}", each: errand}
"""
TEAM = "owners: [U04DANA]\nroles:\n  compliance: [U04DANA, U05ALEX]\n"
EGGS = "Run boil eggs?"


@pytest.fixture
async def stage(tmp_path: Path) -> AsyncIterator[Stage]:
    """The errands with three stages, and the bot running."""
    folder = stages.copy_workflows(tmp_path / "workflows", "errands")
    (folder / "errands" / "workflow.yml").write_text(WORKFLOW, encoding="utf-8")
    (folder / "team.yml").write_text(TEAM, encoding="utf-8")
    async with Stage(tmp_path, folder) as made:
        await made.start()
        yield made


async def asked(stage: Stage, words: str = "plain boil eggs", question: str = EGGS) -> tuple[Person, Json]:
    """Jonas asks; the card as Maria sees it."""
    maria = await stage.person(MARIA)  # she hears what is posted while she is there
    await (await stage.person(JONAS)).say(ALERTS, words)
    return maria, await card(maria, question, ALERTS)


async def approve(stage: Stage, user: str, shown: Json, then: str) -> Json:
    """Press Approve, and wait for what the card says then."""
    person = await stage.person(user)
    await person.click(ALERTS, shown["ts"], "Approve")
    return await changed(person, ALERTS, shown["ts"], then)


async def test_two_people_three_stages_and_the_next_ones_are_told(stage: Stage) -> None:
    maria, shown = await asked(stage)
    first = text_of(shown)
    assert "Stage 1 of 3: 0 of 1. May approve: Support leads, not the person who asked; then compliance" in first
    assert "critical, cannot be taken back" in first
    assert "What: boil eggs." in first
    second = await approve(stage, MARIA, shown, "Stage 2 of 3: 0 of 1. May approve: compliance")
    assert "; before: Maria" in text_of(second)
    await whisper(maria, "One more person is needed: compliance, then Head of support. Nothing has run.")
    told = await reply(maria, ALERTS, shown["ts"], "Maria approved.")
    assert "it is with you until" in text_of(told)
    assert {DANA, ALEX} <= {each["user_id"] for each in _mentions(told)}
    await maria.click(ALERTS, shown["ts"], "Approve")
    await whisper(maria, "You decided this already.")
    dana = await stage.person(DANA)
    await dana.click(ALERTS, shown["ts"], "Approve")
    await whisper(dana, "Nobody decides in two stages, and stage 3 needs you. Nothing was changed.")
    await approve(stage, ALEX, shown, "Stage 3 of 3: 0 of 1. May approve: Head of support")
    assert stage.journal() == []
    folded = text_of(await approve(stage, DANA, shown, "Ran boil eggs."))
    assert "Approved as shown by Maria " in folded
    assert folded.count(" and ") == 2
    await stage.quiet()
    assert len(stage.journal()) == 1
    rows = stage.record("SELECT stage, person, proof FROM decision ORDER BY id")
    assert [(each["stage"], each["person"][-4:], each["proof"]) for each in rows] == [
        (1, "ARIA", "click"),
        (2, "ALEX", "click"),
        (3, "DANA", "click"),
    ]
    assert len(stage.audited("stage_passed")) == 2


def _mentions(message: Json) -> list[Json]:
    parts = [part for block in message["blocks"] for each in block.get("elements", []) for part in each["elements"]]
    return [each for each in parts if each.get("type") == "user"]


async def test_one_reject_in_the_second_stage_ends_it(stage: Stage) -> None:
    maria, shown = await asked(stage)
    await approve(stage, MARIA, shown, "Stage 2 of 3")
    alex = await stage.person(ALEX)
    await alex.click(ALERTS, shown["ts"], "Reject")
    await alex.submit(await alex.wait_for_view(), {"own.other": "not before lunch"})
    folded = await changed(maria, ALERTS, shown["ts"], "Not run, boil eggs. Rejected by Alex")
    assert "Nothing ran." in text_of(folded)
    await stage.quiet()
    assert stage.journal() == []


async def test_an_edit_between_the_stages_asks_again_and_may_need_more(stage: Stage) -> None:
    maria, shown = await asked(stage, "late paint it black", "Run paint it black?")
    assert "Stage 1 of 2" in text_of(shown)
    await approve(stage, MARIA, shown, "Stage 2 of 2")
    alex = await stage.person(ALEX)
    await alex.click(ALERTS, shown["ts"], "Edit")
    await alex.submit(await alex.wait_for_view(), {"arg.what": "paint it  BLACK"})  # it is the same rule
    again = await changed(maria, ALERTS, shown["ts"], "Run paint it BLACK?")
    assert "Stage 1 of 2: 0 of 1" in text_of(again)
    await reply(maria, ALERTS, shown["ts"], "Earlier answers do not count.")
    assert stage.journal() == []
    wei = await stage.person(WEI)
    await wei.click(ALERTS, shown["ts"], "Edit")
    await wei.submit(await wei.wait_for_view(), {"arg.what": "paint it white"})
    await changed(maria, ALERTS, shown["ts"], "Ran paint it white.")
    await stage.quiet()
    assert [line.partition(" ")[2] for line in stage.journal()] == ["paint it white"]


async def test_an_approver_removed_a_second_before_the_click_is_refused(stage: Stage) -> None:
    _, shown = await asked(stage)
    people = stage.ws.office.people
    people.set_group(LEADS, [MARIA])
    known = stage.baton.engine.world
    await until(lambda: WEI not in known.people.users(["@support-leads"]), "the change to be known", seconds=1)
    await stage.press_old(WEI, ALERTS, shown, "Approve")
    wei = await stage.person(WEI)
    await stage.press_old(WEI, ALERTS, shown, "Approve")
    await whisper(wei, "Only Support leads may decide errands; nothing was changed.")
    people.set_group(LEADS, [MARIA, JONAS, WEI])
    await until(lambda: WEI in known.people.users(["@support-leads"]), "the change to be known", seconds=1)
    await stage.press_old(JONAS, ALERTS, shown, "Approve")
    await whisper(await stage.person(JONAS), "You asked for this, so somebody else decides")
    await approve(stage, WEI, shown, "Stage 2 of 3")
    people.set_group(LEADS, [MARIA])  # Wei's approval was counted, and does not count any more
    await until(lambda: WEI not in known.people.users(["@support-leads"]), "the change to be known", seconds=1)
    again = await approve(stage, ALEX, shown, "Stage 1 of 3")
    assert "Wei may not decide any more" in text_of(again)
    await approve(stage, MARIA, shown, "Stage 3 of 3")
    await approve(stage, DANA, shown, "Ran boil eggs.")


STRANGERS: dict[str, tuple[dict[str, Any], str, str]] = {
    "U07GUEST": ({"is_restricted": True}, "guest", "You are a guest here"),
    "U08OTHER": ({"team_id": "T99OTHER"}, "stranger", "Only people of this workspace can do this"),
    "U09GONE": ({"deleted": True}, "stranger", "Only people of this workspace can do this"),
}


async def test_who_is_in_the_group_and_may_not_all_the_same(stage: Stage) -> None:
    common = {"real_name": "Kim Doe", "title": "", "city": "", "tz": "UTC", "color": "8a5a00"}
    for number, (user, (facts, _, _)) in enumerate(STRANGERS.items()):
        stage.ws.office.people.add({"id": user, "name": f"kim{number}", **common, **facts})
        stage.ws.office.state.channels[ALERTS].members.append(user)
    stage.ws.office.people.set_group(LEADS, [MARIA, *STRANGERS])
    news = {"type": "subteam_members_changed", "subteam_id": LEADS, "added_users": [BOT]}
    assert stage.baton.directory.hear(news)
    _, shown = await asked(stage)
    guest = await stage.person("U07GUEST")
    for user, (_, why, words) in STRANGERS.items():
        await stage.press_old(user, ALERTS, shown, "Approve")
        told = stage.record("SELECT payload FROM outbox WHERE kind = 'answer' AND payload LIKE ?", f"%{user}%")
        assert [f'"{why}"' in each["payload"] for each in told] == [True], words
    await stage.press_old(BOT, ALERTS, shown, "Approve")
    await whisper(guest, "You are a guest here, and guests decide only where")
    await stage.quiet()
    refused = stage.audited("decision_refused")
    assert [(each["actor"], json.loads(each["data"])["why"]) for each in refused] == [
        ("T01BATON/U07GUEST", "guest"),
        ("T99OTHER/U08OTHER", "stranger"),
        ("T01BATON/U09GONE", "stranger"),
        (f"T01BATON/{BOT}", "stranger"),
    ]
    assert stage.journal() == []
    await approve(stage, MARIA, shown, "Stage 2 of 3")
