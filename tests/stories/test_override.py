"""An owner approves what is stuck, and it is marked wherever it stands; others are told who may what."""

from handlers.page import Names, page
from storage import verify
from tests.stories.stage import ACCESS, GENERAL, REFUNDS, WEI, Stage, card, changed, reply, text_of, until, whisper
from tests.stories.test_two_people import ASKED, QUESTION, granted
from workspace.driver import Person

WHY = "Alex is on a plane, and the report is due at six."


async def test_an_owner_approves_anyway(stage: Stage, maria: Person, jonas: Person, dana: Person) -> None:
    asked = await jonas.say(ACCESS, ASKED)
    shown = await card(maria, QUESTION, ACCESS)
    await maria.click(ACCESS, shown["ts"], "Approve")
    await changed(maria, ACCESS, shown["ts"], "1 of 2: Maria")
    await maria.command("/handoff", "override H-1", ACCESS)
    await whisper(maria, "Only an owner can do this: Dana. Nothing was changed.")
    await dana.command("/handoff", "override H-1", ACCESS)
    window = await dana.wait_for_view()
    assert QUESTION in text_of(window), "the whole card stands in it"
    assert "instead of those who decide" in text_of(window)
    await dana.submit(window, {"own.override": WHY})
    folded = await changed(maria, ACCESS, shown["ts"], "Granted analytics to kenji.mori.")
    assert "Approved under override by Dana" in text_of(folded)
    told = await reply(maria, ACCESS, shown["ts"], "Dana approved this under override, as an owner")
    assert WHY in text_of(told)
    await reply(jonas, ACCESS, asked, "Dana approved it as an owner, instead of those who decide.")
    await stage.quiet()
    assert [row[:3] for row in granted(stage)] == [("H-1-1", "kenji.mori", "analytics")]
    await dana.command("/handoff", "override H-1", ACCESS)
    await whisper(dana, "approved this under override at")
    digest = await dana.command("/handoff", "digest", ACCESS)
    assert "H-1, by Dana instead of those who decide" in text_of(digest)
    story = await stage.baton.engine.record.story(1)
    assert "approved it under override, as an owner" in page(story, Names())
    assert await stage.baton.engine.world.scan(lambda db: list(verify.findings(db))) == []


async def test_who_may_not_is_told_and_recorded(stage: Stage, maria: Person, jonas: Person) -> None:
    wei = await stage.person(WEI)
    asked = await jonas.say(REFUNDS, "Hi, order 1042 never showed up, the customer wants her money back")
    shown = await card(maria, "Refund EUR 49.90 for order 1042?")
    got_it = await reply(jonas, REFUNDS, asked, "Got it: H-1.")
    for label in ("Approve", "Edit", "Reject"):
        await wei.click(REFUNDS, shown["ts"], label)
    await wei.select(REFUNDS, shown["ts"], "more", "Take over")
    await wei.click(REFUNDS, got_it["ts"], "Withdraw")
    await whisper(wei, "Maria and Head of support decide refunds; nothing was changed.")
    await whisper(wei, "Jonas asked for this, and only Jonas can do this.")
    await stage.quiet()
    decided = [(row["actor"], row["data"]) for row in stage.audited("decision_refused")]
    assert [actor.partition("/")[2] for actor, _ in decided] == [WEI] * 4
    assert all('"why":"not_approver"' in data for _, data in decided)
    (other,) = stage.audited("press_refused")
    assert (other["actor"], other["data"]) == (f"T01BATON/{WEI}", '{"press":"withdraw","why":"not_yours"}')
    assert stage.refunds("1042") == []


async def test_nobody_of_another_workspace_sees_what_the_record_holds(
    stage: Stage, maria: Person, jonas: Person
) -> None:
    facts = {"real_name": "Kim Doe", "title": "", "city": "", "tz": "UTC", "color": "8a5a00", "team_id": "T99OTHER"}
    stage.ws.office.people.add({"id": "U08OTHER", "name": "kim", **facts})
    stage.ws.office.state.channels[REFUNDS].members.append("U08OTHER")
    await jonas.say(REFUNDS, "Hi, order 1042 never showed up, the customer wants her money back")
    shown = await card(maria, "Refund EUR 49.90 for order 1042?")
    kim = await stage.person("U08OTHER")
    await kim.select(REFUNDS, shown["ts"], "more", "Show everything")
    await kim.command("/handoff", "queue", REFUNDS)
    await stage.quiet()
    refused = [(row["actor"].partition("/")[2], row["data"]) for row in stage.audited("press_refused")]
    assert refused == [
        ("U08OTHER", '{"press":"show","why":"stranger"}'),
        ("U08OTHER", '{"press":"command","why":"stranger"}'),
    ]
    assert kim.views() == []


async def test_a_guest_sees_nothing_of_other_channels(stage: Stage, maria: Person, jonas: Person) -> None:
    await jonas.say(REFUNDS, "Hi, order 1042 never showed up, the customer wants her money back")
    await card(maria, "Refund EUR 49.90 for order 1042?")
    stage.ws.office.people.set_person(WEI, {"is_restricted": True})
    wei, people = await stage.person(WEI), stage.baton.engine.world
    await until(lambda: people.people.members[WEI].restricted, "Slack to tell of it")
    for command in ("status H-1", "queue", "digest", "lessons"):
        await wei.command("/handoff", command, GENERAL)
    home = await wei.open_home() or await wei.wait_for_home()
    await wei.click(home, "", "Queue")
    await stage.quiet()
    assert [row["data"] for row in stage.audited("press_refused")] == [
        *['{"press":"command","why":"guest_sees"}'] * 4,
        '{"press":"show","why":"guest_sees"}',
    ]
    assert "1042" not in text_of([*wei.ephemerals(), *wei.views()])
    await jonas.command("/handoff", "status H-1", GENERAL)
    await whisper(jonas, "Refund EUR 49.90 for order 1042?")
