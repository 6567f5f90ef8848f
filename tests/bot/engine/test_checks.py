"""Checks before and after an act, what owners hold, what had not begun, and what a change of version does."""

import json
import sqlite3
import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from bot import proofs, standing
from bot.autonomy import state as states
from bot.autonomy.alarm import Alarm
from bot.autonomy.certificate import Planted
from bot.autonomy.state import acts_from
from bot.people import Member
from handlers.slack import receipts
from storage import autonomy, verify
from storage.models import Handoff, Who
from storage.sqlite import Db, to_json
from tests.bot.engine import earning
from tests.bot.engine.house import ALEX, DANA, JONAS, MARIA, WEI, House
from tests.bot.engine.outside import Outside
from tests.bot.engine.test_evidence import everybody
from tests.stories.stage import text_of


def owned(house: House) -> None:
    """Alex owns Baton here."""
    house.world.shelf.team = replace(house.world.shelf.team, owners=("UALEX",))


async def waiting(house: House, order_id: str, step: str = "reversible") -> Handoff:
    """An act alone that is due and has not begun."""
    house.agent.moves[:0] = [earning.proposed(step, order_id=order_id)]
    request_id = await house.ask(settle=False)
    ((run,),) = await house.rows("SELECT id FROM run WHERE request_id = ?", request_id)
    await house.engine.runs.advance(run)
    ((handoff,),) = await house.rows("SELECT id FROM handoff WHERE request_id = ?", request_id)
    return await house.handoff(handoff)


@pytest.mark.parametrize(("verdict", "wrong"), [("right", False), ("wrong", True)])
async def test_where_it_can_be_taken_back_a_person_looks_afterwards(
    house: House, outside: Outside, verdict: str, wrong: bool
) -> None:
    await earning.earned(house)
    earning.draw_of(house, 0.05)
    act = await earning.acts(house, "1042")
    house.clock.advance(seconds=9)
    assert (act.way, (await earning.alone(house, act)).picked) == ("act", True)
    assert len(await earning.channel(house, "check")) == 1
    before = len(outside.calls)
    await house.engine.afterwards.look(house.click(MARIA), act.id, verdict)
    await house.settle()
    row = (await earning.evidence(house))[-1]
    assert (row.kind, row.wrong, row.why) == ("check", wrong, "")
    assert (await earning.alone(house, act)).verdict == verdict
    assert len(outside.calls) == before + wrong, "what was wrong is taken back"
    click = house.click(DANA)
    await house.engine.afterwards.look(click, act.id, "right")
    said = await house.answer(click)
    assert (said["what"], said["name"], said["verdict"]) == ("looked_before", "Maria", verdict)
    assert (await earning.evidence(house))[-1] == row


@pytest.mark.parametrize(
    ("who", "seconds", "verdict", "why"),
    [
        (Who("T1", "UJONAS2"), 9, "right", "by the requester"),
        (MARIA, 1, "right", "faster than 3 s"),
        (MARIA, 9, "right", ""),
        (MARIA, 1, "wrong", ""),
    ],
)
async def test_a_right_that_nobody_else_looked_for_counts_as_little_as_such_an_approval(
    house: House, who: Who, seconds: int, verdict: str, why: str
) -> None:
    everybody(house, Member("UJONAS2", "T1", "Jonas", "jonas.two"))
    await earning.earned(house)
    earning.draw_of(house, 0.05)
    act, before = await earning.acts(house, "1042"), await earning.state(house)
    house.clock.advance(seconds=seconds)
    click = house.click(who)
    await house.engine.afterwards.look(click, act.id, verdict)
    row = (await earning.evidence(house))[-1]
    assert (row.kind, row.why) == ("check", why)
    if why:
        assert await earning.state(house) == before
        assert (await house.answer(click))["text"] == f"Noted, and not counted: {why}."
    assert await house.read(proofs.findings) == []


async def test_two_people_who_always_agree_are_heard_25_times_in_checks_too(house: House) -> None:
    await earning.earned(house)  # by one approval of Maria's among others
    earning.draw_of(house, 0.05)
    acts = [await earning.acts(house, f"{2000 + number}") for number in range(28)]
    house.clock.advance(seconds=9)
    for act in acts[:-2]:
        await house.engine.afterwards.look(house.click(MARIA), act.id, "right")
    why = "more than 25 by one person for one other"
    assert [row.why for row in await earning.evidence(house) if row.kind == "check"] == [""] * 24 + [why] * 2
    before = await earning.state(house)
    click = house.click(MARIA)
    await house.engine.afterwards.look(click, acts[-2].id, "right")
    assert (await house.answer(click))["text"] == f"Noted, and not counted: {why}."
    assert await earning.state(house) == before
    await house.engine.afterwards.look(house.click(DANA), acts[-1].id, "right")
    assert (await earning.evidence(house))[-1].why == "", "somebody else is heard"
    act = await earning.acts(house, "3000")
    await house.engine.afterwards.look(house.click(MARIA), act.id, "wrong")
    assert (await earning.evidence(house))[-1].why == "", "a wrong one counts from whomever"
    assert await house.read(proofs.findings) == []


async def test_not_sure_does_not_count(house: House) -> None:
    await earning.earned(house)
    earning.draw_of(house, 0.05)
    act = await earning.acts(house, "1042")
    before = await earning.state(house)
    await house.engine.afterwards.look(house.click(MARIA), act.id, "unsure")
    assert await earning.state(house) == before


async def test_where_it_cannot_be_taken_back_a_person_decides_before_and_no_card_says_so(house: House) -> None:
    await earning.earned(house, "keyless")
    earning.draw_of(house, 0.05)
    house.agent.moves[:0] = [earning.proposed("keyless", "1042"), earning.proposed("keyless", "1043", 0.5)]
    picked = await house.open_of(await house.ask())
    low = await house.open_of(await house.ask())
    assert (picked.way, low.way) == ("check", "ask")
    assert (
        picked.reasons == low.reasons == ("Asked by its score or by a draw; which of them is told once it is decided.",)
    )
    await earning.shown(house, picked)
    house.clock.advance(seconds=9)
    await house.decide(picked, MARIA)
    rows = await earning.evidence(house, "keyless")
    assert [(row.kind, row.why) for row in rows if row.handoff_id == picked.id] == [("check", "")]


async def test_pausing_everything_stops_what_had_not_begun_within_a_second(house: House, outside: Outside) -> None:
    owned(house)
    await earning.earned(house)
    acts = [await waiting(house, f"104{number}") for number in range(3)]
    ran = len(outside.calls)
    started = time.monotonic()
    click = house.click(ALEX)
    await house.engine.afterwards.hold(click, "", "")
    assert time.monotonic() - started < 1.0
    await house.settle()
    assert len(outside.calls) == ran
    assert (await house.answer(click))["cards"] == 3
    for act in acts:
        effect = await house.effect(f"{act.name}-1")
        assert effect is not None
        assert (effect.state, effect.cause) == ("failed", "never")
        again = await house.open_of(act.request_id)
        assert (again.state, again.reasons, again.way) == ("waiting", ("Paused by Alex.",), "never")
    house.agent.moves[:0] = [earning.proposed(order_id="1050")]
    assert (await house.open_of(await house.ask())).reasons == ("Paused by Alex.",)
    await house.engine.afterwards.resume(house.click(ALEX), "", "")
    assert (await earning.acts(house, "1051")).way == "act"
    assert await house.read(lambda db: list(verify.findings(db))) == []


@pytest.mark.tampers
async def test_a_pause_between_the_decision_and_the_act_is_seen_by_the_act(house: House, outside: Outside) -> None:
    """The hold is looked at in the transaction that begins the act, not only when it is put there."""
    await earning.earned(house)
    act = await waiting(house, "1042")
    ran = len(outside.calls)
    at = house.clock().isoformat()
    await house.world.write(lambda db: db.execute("INSERT INTO hold VALUES ('', '', NULL, '', 'T1/UALEX', ?)", (at,)))
    await house.settle()
    assert len(outside.calls) == ran
    assert (await house.open_of(act.request_id)).reasons == ("Paused by Alex.",)


async def test_only_owners_hold_and_resume(house: House) -> None:
    owned(house)
    click = house.click(MARIA)
    await house.engine.afterwards.hold(click, "refunds", "reversible")
    assert await house.told(click) == "owners"
    assert await house.rows("SELECT count(*) FROM hold") == [(0,)]


async def test_a_cap_lets_so_many_a_day_run_alone(house: House) -> None:
    owned(house)
    await earning.earned(house)
    await house.engine.afterwards.hold(house.click(ALEX), "refunds", "reversible", most=2)
    ways = [(await earning.acts(house, f"104{number}")).way for number in range(3)]
    assert ways == ["act", "act", "ask"]
    house.clock.advance(days=1)
    assert (await earning.acts(house, "1049")).way == "act"


async def test_the_day_of_a_cap_is_the_teams(house: House) -> None:
    owned(house)
    house.world.shelf.team = replace(house.world.shelf.team, timezone="America/New_York")
    await earning.earned(house)
    await house.engine.afterwards.hold(house.click(ALEX), "refunds", "reversible", most=1)
    ways = []
    for number, hour in enumerate((23, 24, 28, 29)):  # in UTC: 18:30, 19:30 and 23:30 in New York, and 0:30
        house.clock.now = datetime(2026, 11, 23, 0, 30, tzinfo=UTC) + timedelta(hours=hour)
        ways.append((await earning.acts(house, f"104{number}")).way)
    assert ways == ["act", "ask", "ask", "act"]


async def test_what_became_a_card_takes_no_place_under_a_cap(house: House, outside: Outside) -> None:
    owned(house)
    await earning.earned(house)
    await house.engine.afterwards.hold(house.click(ALEX), "refunds", "reversible", most=1)
    recalled = await waiting(house, "1042")
    await house.engine.afterwards.hold(house.click(ALEX), "", "")
    await house.engine.afterwards.resume(house.click(ALEX), "", "")
    assert (await house.open_of(recalled.request_id)).way == "never"
    ways = [(await earning.acts(house, f"105{number}")).way for number in range(2)]
    assert ways == ["act", "ask"]


async def test_facts_that_changed_make_a_card_of_an_act_alone(house: House, outside: Outside) -> None:
    await earning.earned(house)
    house.agent.reads = ["1042"]
    act = await waiting(house, "1042")
    outside.orders["1042"] = {"paid": "12.00"}
    ran, said = len(outside.calls), await house.said("got_it")
    await house.settle()
    assert (len(outside.calls), await house.said("got_it")) == (ran, said + 1), "who asked hears that people decide"
    again = await house.open_of(act.request_id)
    assert again.reasons == ("What it looked up changed before it ran.",)
    assert "something changed" in again.brief.doubts[0].what


@pytest.mark.parametrize("how", ["refuse", "lost_before"])
async def test_what_did_not_happen_is_not_tried_again_alone(house: House, outside: Outside, how: str) -> None:
    await earning.earned(house, "keyless")
    outside.otherwise, ran = how, len(outside.calls)
    house.agent.moves[:0] = [earning.proposed("keyless") for _ in range(9)]
    request_id = await house.ask()
    if how == "lost_before":
        doubt = await house.open_of(request_id)
        await house.engine.actions.settle(house.click(MARIA), doubt.id, "drop")
        await house.settle()
    first, *_, again = await house.handoffs(request_id)
    assert (first.way, again.state, len(outside.calls) - ran) == ("act", "waiting", 1)
    assert again.reasons[0] == f"{first.name} was to do this for the same request, and did not."


async def test_what_was_done_is_not_done_again_alone_for_the_same_request(house: House, outside: Outside) -> None:
    await earning.earned(house, "keyless")
    ran, orders = len(outside.calls), ["1042", "1043"] * 5
    house.agent.moves[:0] = [earning.proposed("keyless", order) for order in orders]
    first, second, again = await house.handoffs(await house.ask())
    assert (first.way, second.way, again.state, len(outside.calls) - ran) == ("act", "act", "waiting", 2)
    assert again.reasons[0] == f"{first.name} did the very same for this request."


async def test_a_taking_back_turns_what_had_not_begun_into_cards(house: House, outside: Outside) -> None:
    await earning.earned(house)
    done = [await earning.acts(house, f"104{number}") for number in range(3)]
    act = await waiting(house, "1050")
    for each in done:
        await house.engine.afterwards.report(house.click(MARIA), each.id, "ask")
    ran = len(outside.calls)
    await house.settle()
    assert len(outside.calls) == ran
    (told,) = await earning.channel(house, "revoked")
    again = await house.open_of(act.request_id)
    assert (told["again"], again.reasons) == ([again.id], ("It asks first again.",))


async def test_a_check_that_takes_the_right_back_tells_of_the_card_that_this_makes(house: House) -> None:
    """Nothing else waited when it was pressed: what was recalled in that very transaction does."""
    await earning.earned(house, "keyless")
    earning.draw_of(house, 0.0)
    cards = []
    for number in range(3):
        house.agent.moves[:0] = [earning.proposed("keyless", order_id=f"104{number}")]
        cards.append(await house.open_of(await house.ask()))
    assert [each.way for each in cards] == ["check"] * 3
    earning.draw_of(house, 0.99)
    act = await waiting(house, "1050", "keyless")
    house.clock.advance(seconds=10)
    for each in cards:
        await house.decide(each, MARIA, "reject", key=each.name)
    assert (await house.open_of(act.request_id)).reasons == ("It asks first again.",)
    assert await house.told(house.click(MARIA, cards[-1].name)) == "decided"


async def test_what_ran_since_the_first_wrong_check_can_be_looked_through(house: House) -> None:
    """Where checks come before the act, none of the wrong ones ran: those that ran beside them are what matters."""
    await earning.earned(house, "keyless")
    await earning.acts(house, "1040", step="keyless")
    cards, ran = [], []
    for number in range(3):
        earning.draw_of(house, 0.0)
        house.agent.moves[:0] = [earning.proposed("keyless", order_id=f"104{number + 1}")]
        cards.append(await house.open_of(await house.ask()))
        earning.draw_of(house, 0.99)
        ran.append((await earning.acts(house, f"105{number}", step="keyless")).id)
    house.clock.advance(seconds=10)
    for each in cards:
        await house.decide(each, MARIA, "reject")
    (told,) = await earning.channel(house, "revoked")
    assert (told["wrong"], told["since"]) == ([each.id for each in cards], ran)


async def test_what_was_wrong_long_ago_is_not_what_takes_it_back(house: House) -> None:
    await earning.earned(house)
    earning.draw_of(house, 0.0)
    old = await earning.acts(house, "1042")
    house.clock.advance(seconds=9)
    await house.engine.afterwards.look(house.click(MARIA), old.id, "wrong")
    askers = (JONAS, ALEX, WEI)
    for number in range(60):  # until the alarm is at rest again
        house.agent.moves[:0] = [earning.proposed(order_id=f"{2000 + number}")]
        act = (await house.handoffs(await house.ask(who=askers[number % 3])))[-1]
        house.clock.advance(seconds=9)
        await house.engine.afterwards.look(house.click((MARIA, DANA)[number % 2]), act.id, "right")
    assert (await earning.state(house)).alarm == Alarm()
    found = [await earning.acts(house, f"300{number}") for number in range(3)]
    for act in found:
        await house.engine.afterwards.report(house.click(DANA), act.id, "decision")
    (told,) = await earning.channel(house, "revoked")
    assert told["wrong"] == told["since"] == [each.id for each in found]


async def test_another_agent_version_is_counted_anew_and_told(house: House) -> None:
    await earning.earned(house)
    house.agent.version = "scripted-2"
    house.agent.moves[:0] = [earning.proposed(order_id="1042")]
    card = await house.open_of(await house.ask())
    assert card.way == "ask"
    (told,) = await earning.channel(house, "anew")
    assert told["why"] == "The agent changed on 23 Nov"
    assert acts_from(await earning.state(house)) is None
    assert len(await house.rows("SELECT version FROM certificate WHERE step = 'reversible'")) == 2


async def test_whoever_goes_back_to_a_version_is_told_how_that_one_stands(house: House) -> None:
    await earning.earned(house)
    base = await earning.approved(house, "1041", score=0.2)
    house.agent.version = "scripted-2"
    assert (await earning.acts(house, "1042")).way == "ask"
    house.agent.version = "scripted-1"
    assert (await earning.acts(house, "1043")).way == "act"
    (told,) = [each for each in await house.engine.insights.stands() if each.step.name == "reversible"]
    assert told.state == await earning.state(house)
    assert acts_from(told.state) is not None
    assert (await house.engine.overview.home(MARIA)).autonomy[0] == 1
    await plant(house, base, missed=True)
    assert (await earning.state(house)).planted == Planted(1, 0), "it is counted where it acts alone"
    assert await house.read(proofs.findings) == []


async def plant(house: House, base: Handoff, *, missed: bool) -> None:
    """A planted mistake that somebody misses, or catches."""
    house.world.shelf.team = replace(house.world.shelf.team, planted=0.2)
    await house.engine.planting.plant(base.id)
    ((card,),) = await house.rows("SELECT max(handoff_id) FROM planted")
    house.clock.advance(seconds=9)
    await house.decide(await house.handoff(card), DANA, "approve" if missed else "reject")


async def test_another_limit_keeps_the_evidence_and_holds_it_against_the_new_one(house: House) -> None:
    await earning.earned(house)
    step = house.world.shelf.workflows["refunds"].steps["reversible"]
    flow = house.world.shelf.workflows["refunds"]
    stricter = replace(step, error_limit=Decimal("0.02"))
    house.world.shelf.workflows["refunds"] = replace(flow, steps={**flow.steps, "reversible": stricter})
    assert (await earning.acts(house, "1042")).state == "waiting"
    after = await earning.state(house)
    assert (after.limit, after.open) == (0.02, -1)
    assert len(await house.rows("SELECT version FROM certificate WHERE step = 'reversible'")) == 1


async def test_the_same_thing_twice_is_a_persons_decision(house: House) -> None:
    await earning.earned(house)
    first = await earning.acts(house, "1042")
    second = await earning.acts(house, "1042")
    assert (first.way, second.way, second.reasons[0]) == ("act", "never", f"{first.name} stands for the same.")


async def test_what_was_reported_wrong_is_not_checked_any_more(house: House) -> None:
    await earning.earned(house)
    earning.draw_of(house, 0.05)
    act = await earning.acts(house, "1042")
    await house.engine.afterwards.report(house.click(DANA), act.id, "decision")
    asked = await house.rows("SELECT count(*) FROM outbox WHERE lane = ?", f"check:{act.id}")
    assert asked == [(2,)], "the check is drawn anew: it folds"
    house.clock.advance(seconds=9)
    before = await earning.evidence(house)
    click = house.click(MARIA)
    await house.engine.afterwards.look(click, act.id, "right")
    said = await house.answer(click)
    assert (said["what"], said["name"], said["verdict"]) == ("looked_before", "Dana", "wrong")
    assert (await earning.alone(house, act)).verdict == ""
    assert await earning.evidence(house) == before


async def test_what_was_found_wrong_at_its_check_is_not_counted_again_by_a_report(house: House) -> None:
    await earning.earned(house)
    earning.draw_of(house, 0.05)
    act = await earning.acts(house, "1042")
    house.clock.advance(seconds=9)
    await house.engine.afterwards.look(house.click(MARIA), act.id, "wrong")
    before = await earning.evidence(house)
    click = house.click(DANA)
    await house.engine.afterwards.report(click, act.id, "decision")
    said = await house.answer(click)
    assert (said["what"], said["name"]) == ("reported_before", "Maria")
    assert await earning.evidence(house) == before
    assert (await earning.state(house)).alarm.wrong == 1
    assert await house.read(proofs.findings) == []
    drawn = await house.rows("SELECT count(*) FROM outbox WHERE lane = ?", f"card:{act.id}")
    assert drawn == [(2,)], "its receipt says so, and has no button for it any more"


async def test_one_report_for_each_act_and_the_person_who_may_not_take_back_does_not(
    house: House, outside: Outside
) -> None:
    await earning.earned(house)
    act = await earning.acts(house, "1042")
    ran = len(outside.calls)
    click = house.click(JONAS)
    await house.engine.afterwards.report(click, act.id, "decision")
    assert (await house.answer(click))["reopens"], "who asked may take back what nobody decided"
    again = house.click(DANA)
    await house.engine.afterwards.report(again, act.id, "decision")
    assert (await house.answer(again))["what"] == "reported_before"
    stranger = house.click(Who("T2", "UMARIA"))
    await house.engine.afterwards.report(stranger, act.id, "decision")
    second, alex = await earning.acts(house, "1043"), house.click(ALEX)
    house.world.shelf.team = replace(house.world.shelf.team, owners=("UALEX",))
    await house.engine.afterwards.report(alex, second.id, "decision")
    assert [(await house.answer(each))["owner"] for each in (click, alex)] == [False, True]
    assert sum(row.kind == "report" for row in await earning.evidence(house)) == 2
    await house.settle()
    assert len(outside.calls) == ran + 2


async def test_acts_after_the_first_twenty_are_told_once_an_hour(house: House) -> None:
    await earning.earned(house)
    for number in range(22):
        await earning.acts(house, f"{2000 + number}")
    rows = await house.rows("SELECT key FROM outbox WHERE kind = 'autonomy' AND key LIKE 'receipts:%'")
    assert len(rows) == 1
    owns = await house.rows("SELECT own, count(*) FROM alone GROUP BY own ORDER BY own DESC")
    assert owns == [(1, 20), (0, 2)]
    hour = await house.engine.insights.hour("refunds", "reversible", house.clock().replace(minute=0, second=0))
    assert hour is not None
    assert len(hour.acts) == 2


# The record -----------------------------------------------------------------------------------------------------------


async def test_every_certificate_follows_from_its_evidence(house: House) -> None:
    await earning.earned(house)
    earning.draw_of(house, 0.05)
    for number, verdict in enumerate(("right", "wrong", "unsure")):
        act = await earning.acts(house, f"104{number}")
        await house.engine.afterwards.look(house.click(MARIA), act.id, verdict)
    assert await house.read(proofs.findings) == []


PUT_IN = (
    "INSERT INTO evidence(workflow, step, version, kind, score, at, weight, handoff_id) SELECT workflow, step, version,"
)


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE evidence SET wrong = 0 WHERE kind = 'decision' AND wrong = 1",
        "UPDATE evidence SET why = '' WHERE why <> ''",
        f"{PUT_IN} 'sample', 0.97, at, 1, NULL FROM evidence LIMIT 1",
        f"{PUT_IN} 'report', 0.97, at, 1, handoff_id FROM evidence WHERE handoff_id > 0 LIMIT 1",
        "DELETE FROM evidence WHERE kind = 'decision' AND why = ''",
        "UPDATE certificate SET state = json_set(state, '$.open', 3)",
    ],
)
async def test_evidence_that_was_changed_is_found(house: House, change: str) -> None:
    await earning.approved(house, "1001")
    await earning.approved(house, "1002", seconds=1)
    house.agent.moves[:0] = [earning.proposed(order_id="1003")]
    card = await house.open_of(await house.ask())
    house.clock.advance(seconds=9)
    await house.decide(card, DANA, "reject")
    await house.settle()
    await approve_one_more(house)
    assert await house.read(proofs.findings) == []
    await house.world.write(lambda db: db.execute(change))
    assert await house.read(proofs.findings)


async def test_what_is_said_of_an_act_counts_only_while_its_epoch_lasts(house: House) -> None:
    await earning.earned(house)
    done = [await earning.acts(house, f"104{number}") for number in range(4)]
    for act in done:
        await house.engine.afterwards.report(house.click(MARIA), act.id, "decision")
    assert [bool(row.why) for row in await earning.evidence(house) if row.kind == "report"] == [False] * 3 + [True]
    assert await house.read(proofs.findings) == []
    change = "UPDATE evidence SET why = '' WHERE kind = 'report' AND why <> ''"
    await house.world.write(lambda db: db.execute(change))
    (wrong,) = await house.read(proofs.findings)
    assert f"The report of H-{done[-1].id} for" in wrong


def rebuild(db: Db) -> None:
    """What somebody does who has the file and this code: the certificate and the last act fit the rows again."""
    for each in autonomy.certificates(db):
        key = (each.workflow, each.step, each.version)
        autonomy.keep(db, key, to_json(states.to_row(standing.rebuilt(autonomy.evidence(db, key)))), each.updated_at)


FORGED = (
    "INSERT INTO evidence(workflow, step, version, kind, score, at, weight, why, epoch, handoff_id) "
    "SELECT workflow, step, version,"
)


@pytest.mark.parametrize(
    "change",
    [
        "DELETE FROM evidence WHERE kind = 'decision' AND wrong = 1",
        "DELETE FROM evidence WHERE kind = 'report'",
        "UPDATE evidence SET wrong = 0 WHERE kind = 'check' AND wrong = 1",
        "UPDATE evidence SET why = 'it asks first since then' WHERE kind = 'report'",
        "UPDATE evidence SET weight = 0.4 WHERE kind = 'limit'",
        "UPDATE evidence SET person = 'T1/UOLGA' WHERE kind = 'decision'",
        "UPDATE evidence SET requester = '' WHERE kind = 'decision'",
        f"{FORGED} 'decision', 0.97, at, 1, '', epoch, NULL FROM evidence LIMIT 1",
        f"{FORGED} 'decision', score, at, 1, '', epoch, handoff_id FROM evidence WHERE kind = 'decision' AND wrong = 0",
        f"{FORGED} 'check', score, at, 1, '', epoch, handoff_id FROM evidence WHERE kind = 'report'",
        f"{FORGED} 'act', score, at, 1, '', epoch, handoff_id FROM evidence WHERE kind = 'decision' LIMIT 1",
        f"{FORGED} 'planted', 0.97, at, 1, '', epoch, handoff_id FROM evidence WHERE kind = 'decision' LIMIT 1",
    ],
)
async def test_evidence_that_was_changed_is_found_even_where_the_certificate_was_made_to_fit(
    house: House, change: str
) -> None:
    await earning.earned(house)
    house.agent.moves[:0] = [earning.proposed(order_id="1003", score=0.5)]
    card = await house.open_of(await house.ask())
    house.clock.advance(seconds=9)
    await house.decide(card, DANA, "reject")
    await house.settle()
    await house.engine.afterwards.report(house.click(DANA), (await earning.acts(house, "1041")).id, "decision")
    earning.draw_of(house, 0.05)
    checked = await earning.acts(house, "1042")
    await house.engine.afterwards.look(house.click(MARIA), checked.id, "wrong")
    assert await house.read(proofs.findings) == []
    await house.world.write(lambda db: db.execute(change))
    await house.world.write(rebuild)
    assert await house.read(proofs.findings)


async def approve_one_more(house: House) -> None:
    """One more decision, so that there is something behind each kind of change."""
    assert (await earning.approved(house, "1004", DANA)).state == "approved"


async def test_why_alone_tells_of_what_was_counted_since_it_was_taken_back(house: House) -> None:
    await earning.earned(house)
    wrong = [await earning.acts(house, f"104{number}") for number in range(3)]
    for act in wrong:
        await house.engine.afterwards.report(house.click(MARIA), act.id, "decision")
    assert (await earning.state(house)).epoch == 2
    began, many = house.clock(), 0
    while (await earning.state(house)).open < 0:
        asker, who = (JONAS, ALEX, WEI)[many % 3], (MARIA, DANA)[many % 2]
        await earning.approved(house, str(5000 + many), who, asker=asker)
        many += 1
    act = await earning.acts(house, "7000")
    why = await house.engine.insights.why(act.id)
    assert why is not None
    assert why.first is not None
    assert (why.people, why.samples, why.changed, why.first > began) == (2, 0, (), True)
    behind = await house.engine.insights.behind(act.id)
    assert behind is not None
    assert (len(behind), min(row.handoff_id or 0 for row, _ in behind) > wrong[-1].id) == (many, True)


@pytest.mark.tampers
async def test_an_act_alone_is_recomputed(house: House) -> None:
    await earning.sample(house)
    for number, who in enumerate((MARIA, DANA)):
        await earning.approved(house, f"100{number}", who)
    act = await earning.acts(house, "1042")
    told, wrong = await house.read(lambda db: proofs.of_act(db, act.id))
    assert wrong == []
    assert told[0].startswith("It ran alone: at most 5.0% wrong, 76 reviewed, 0 changed, limit 5%. Recomputed from 80")
    assert "follows from the seed sealed on 2026-11-23 (not opened in the record yet)" in told[1]
    await house.world.write(lambda db: db.execute("UPDATE alone SET bound = 0.001"))
    assert len((await house.read(lambda db: proofs.of_act(db, act.id)))[1]) == 1
    await house.world.write(lambda db: db.execute("UPDATE handoff SET draw = 0.5 WHERE id = ?", (act.id,)))
    assert len((await house.read(lambda db: proofs.of_act(db, act.id)))[1]) == 2


@pytest.mark.tampers
async def test_an_act_alone_that_was_made_to_fit_other_evidence_is_found(house: House) -> None:
    await earning.sample(house)
    for number, who in enumerate((MARIA, DANA)):
        await earning.approved(house, f"100{number}", who)
    act = await earning.acts(house, "1042")
    assert (await house.read(lambda db: proofs.of_act(db, act.id)))[1] == []

    def shift(db: Db) -> None:
        each = autonomy.certificates(db)[0]
        rows = autonomy.evidence(db, (each.workflow, each.step, each.version))[:60]
        made = standing.rebuilt(rows)
        db.execute(
            "UPDATE alone SET state = ?, bound = ?, evidence_id = ?",
            (json.dumps(states.to_row(made)), states.at_most(made), rows[-1].id),
        )

    await house.world.write(shift)
    assert (await house.read(lambda db: proofs.of_act(db, act.id)))[1] == [
        f"What {act.name} acted alone on is not what the record attests."
    ]


# Killed and started again ---------------------------------------------------------------------------------------------


async def test_an_act_alone_that_was_due_runs_once_after_a_restart(house: House, outside: Outside) -> None:
    await earning.earned(house)
    act = await waiting(house, "1042")
    ran = len(outside.happened)
    await house.restart()
    effect = await house.effect(f"{act.name}-1")
    assert effect is not None
    assert (effect.state, len(outside.happened)) == ("done", ran + 1)
    assert (await earning.alone(house, act)).ran_at is not None
    await house.restart()
    assert len(outside.happened) == ran + 1
    assert sum(row.kind == "act" for row in await earning.evidence(house)) == 1
    assert await house.read(proofs.findings) == []


async def test_a_pause_holds_over_a_restart(house: House, outside: Outside) -> None:
    owned(house)
    await earning.earned(house)
    act = await waiting(house, "1042")
    ran = len(outside.happened)
    await house.engine.afterwards.hold(house.click(ALEX), "", "")
    await house.restart()
    assert len(outside.happened) == ran
    assert (await house.open_of(act.request_id)).reasons == ("Paused by Alex.",)


async def test_a_taking_back_that_was_cut_off_is_done_once_after_a_restart(house: House, outside: Outside) -> None:
    await earning.earned(house)
    act = await earning.acts(house, "1042")
    await house.engine.afterwards.report(house.click(MARIA), act.id, "decision")
    begun = await house.world.write(lambda db: house.engine.undoing._begin(db, act.id))
    assert begun is not None, "its effect is started, and the process ends"
    before = len(outside.happened)
    await house.restart()
    effect = await house.effect(f"{act.name}-1-undo")
    assert effect is not None
    assert (effect.state, len(outside.happened)) == ("done", before + 1)
    await house.restart()
    assert len(outside.happened) == before + 1


async def test_clearly_more_low_scores_than_usual_are_told_to_owners(house: House) -> None:
    await earning.earned(house)
    for number in range(60):
        house.agent.moves[:0] = [earning.proposed(order_id=f"{5000 + number}", score=0.2)]
        await house.ask()
    told = await house.rows("SELECT payload FROM outbox WHERE kind = 'notice' AND lane LIKE 'notice:low:%'")
    assert told
    assert "score too low to act alone" in told[0][0]


async def test_an_hour_is_told_in_one_message(house: House) -> None:
    await earning.earned(house)
    for number in range(23):
        await earning.acts(house, f"{2000 + number}")
    hour = await house.engine.insights.hour("refunds", "reversible", house.clock().replace(minute=0, second=0))
    assert hour is not None
    shown = "\n".join(map(text_of, receipts.hour(hour, house.clock()).blocks))
    assert shown.startswith("Refund an order: 3 times without asking · 10:00 UTC to 11:00 UTC")
    assert (
        "At most 5.0% of such acts are wrong, with 95% confidence. Limit 5%. 0 of the 3 were picked for a check."
        in shown
    )
    assert "Show the 3" in shown


async def test_what_was_recalled_can_be_approved(house: House, outside: Outside) -> None:
    """Its `once` value is free again for the card that asks in its place."""
    owned(house)
    await earning.earned(house)
    act = await waiting(house, "1042")
    await house.engine.afterwards.hold(house.click(ALEX), "", "")
    again = await house.open_of(act.request_id)
    assert await house.decide(again, MARIA) == "decided"
    await house.settle()
    assert outside.calls[-1].handoff_id == again.id


async def test_what_was_taken_back_can_be_done_again(house: House) -> None:
    await earning.earned(house)
    act = await earning.acts(house, "1042")
    await house.engine.afterwards.undo(house.click(MARIA), act.id)
    await house.settle()
    assert (await earning.acts(house, "1042")).way == "act"


async def test_while_it_is_paused_a_case_weighs_as_much_as_it_would_have_been_checked(house: House) -> None:
    owned(house)
    await earning.earned(house)
    await house.engine.afterwards.hold(house.click(ALEX), "refunds", "reversible")
    await earning.approved(house, "1900", DANA)
    (row,) = [row for row in await earning.evidence(house) if row.kind == "decision"][-1:]
    assert (row.why, row.weight) == ("", 0.2)


def test_a_database_from_before_certificates_has_nothing_to_find() -> None:
    assert proofs.findings(sqlite3.connect(":memory:", factory=Db)) == []


async def test_a_certificate_that_was_changed_alone_is_the_only_finding(house: House) -> None:
    await earning.approved(house, "1001")
    await house.world.write(lambda db: db.execute("UPDATE certificate SET state = json_set(state, '$.open', 3)"))
    (wrong,) = await house.read(proofs.findings)
    assert wrong == "The certificate of refunds/reversible is not the one that its evidence makes."
