"""One busy moment of a team: every kind of request, decision and trouble at the same time, each to its end."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from functools import partial

from tests.torture import checks
from tests.torture.evening import shift
from tests.torture.ground import ACCESS, ALERTS, DANA, GENERAL
from tests.torture.keeping import overridden, passing, reminded
from tests.torture.people import Crowd
from tests.torture.processes import PATIENCE_SECONDS
from tests.torture.proving import coded
from tests.torture.ways import approved, by_window, fill_in, said


async def event(crowd: Crowd) -> None:
    """The plainest way: a message, a card, a click, an effect under a key."""
    await said(crowd, "sure event", "event")


async def keyless(crowd: Crowd) -> None:
    """The same without a key: at most once, and in doubt where it must be."""
    await said(crowd, "plain keyless", "keyless")


async def modelled(crowd: Crowd) -> None:
    """By the Claude agent, with five look-ups: nothing that was heard is asked again, no look-up is made twice."""
    await said(crowd, "model modelled", "modelled")


async def seen(crowd: Crowd) -> None:
    """Without a key, with a read-back."""
    await said(crowd, "seen seen", "seen")


async def hushed(crowd: Crowd) -> None:
    """With a secret value: the tool has it, and no byte of the database ever does."""
    await said(crowd, "hushed quiet 1 canary-quiet", "quiet")


async def wavering(crowd: Crowd) -> None:
    """A tool with a key that fails after it acted: asked again under the key."""
    await said(crowd, "sure waver", "waver")


async def stumbling(crowd: Crowd) -> None:
    """A tool without a key fails after it acted: in doubt, Maria finds that it happened."""
    await said(crowd, "plain stumble", "stumble")


async def tripping(crowd: Crowd) -> None:
    """A tool without a key fails before it acted: in doubt, Maria says again."""
    await said(crowd, "plain trip", "trip")


async def dropping(crowd: Crowd) -> None:
    """A tool that never acts: in doubt, Maria drops it."""
    await said(crowd, "plain drop", "drop")


async def mention(crowd: Crowd) -> None:
    """A mention where nobody listens."""
    await crowd.jonas.say(ACCESS, "@baton sure mention")
    await approved(crowd, "mention")


async def slash(crowd: Crowd) -> None:
    """The slash command where there is one workflow."""
    await crowd.command("slash", "sure slash")
    await approved(crowd, "slash")


async def menu(crowd: Crowd) -> None:
    """The slash command where somebody must choose the workflow."""
    await crowd.command("menu", "sure menu", GENERAL)
    await approved(crowd, "menu")


async def asked(crowd: Crowd) -> None:
    """A question, answered by a button."""
    await crowd.jonas.say(ALERTS, "ask sure asked")
    place = await crowd.card("asked", "sure asked 1", crowd.jonas)
    await crowd.insist(
        crowd.jonas, place, "sure asked 1", lambda: next(crowd.maria.cards("Do asked,", "Approve"), None)
    )
    await approved(crowd, "asked")


async def answered(crowd: Crowd) -> None:
    """A question, answered in the thread."""
    ts = await crowd.jonas.say(ALERTS, "ask sure answered")
    await crowd.card("answered", "sure answered 1", crowd.jonas)
    await crowd.jonas.say(ALERTS, "sure answered 2", ts)
    await approved(crowd, "answered")


async def edited(crowd: Crowd) -> None:
    """Approved as edited."""
    await crowd.jonas.say(ALERTS, "sure edited")
    place = await crowd.card("edited")
    await by_window(crowd, crowd.maria, place, "Edit", {"arg.times": "3"}, "edited")


async def rejected(crowd: Crowd) -> None:
    """Rejected by Dana, with a reason: Maria's windows are others."""
    await crowd.jonas.say(ALERTS, "sure rejected")
    await by_window(crowd, crowd.dana, await crowd.card("rejected"), "Reject", {"own.reason": "Not today"}, "rejected")


async def inquired(crowd: Crowd) -> None:
    """The agent is asked before its proposal is approved."""
    await crowd.jonas.say(ALERTS, "sure inquired")
    place = await crowd.card("inquired")
    opened = partial(crowd.listed, crowd.dana, *place, "Ask a question")
    asked = "SELECT 1 FROM inquiry"
    await fill_in(crowd, crowd.dana, opened, {"own.question": "What is it for?"}, lambda: crowd.record(asked))
    await crowd.until(lambda: crowd.record(f"{asked} WHERE answered_at IS NOT NULL"), "the agent's answer")
    await approved(crowd, "inquired")


async def returned(crowd: Crowd) -> None:
    """Taken over, then handed back to the agent, and approved."""
    await crowd.jonas.say(ALERTS, "sure returned")
    await take_over(crowd, "returned")
    find = partial(crowd.maria.cards, "returned", "Hand back")
    channel, ts, _ = await crowd.until(lambda: next(find(), None), "Hand back")
    opened = partial(crowd.window, crowd.maria, channel, ts, "Hand back")
    back = "SELECT 1 FROM note WHERE kind = 'back'"
    await fill_in(crowd, crowd.maria, opened, {"own.back": "sure returned 2"}, lambda: crowd.record(back))
    await crowd.card("returned, 2")
    await approved(crowd, "returned")


async def pair(crowd: Crowd) -> None:
    """Two people must approve."""
    await crowd.jonas.say(ALERTS, "pair pair")
    place = await crowd.card("pair")
    both = (crowd.insist(each, place, "Approve", lambda: crowd.over("pair")) for each in (crowd.maria, crowd.dana))
    await asyncio.gather(*both)
    await crowd.until(lambda: crowd.over("pair"), "the chore of two")


async def staged(crowd: Crowd) -> None:
    """Two stages: Maria decides the first, then Dana the second."""
    await crowd.jonas.say(ALERTS, "staged staged")
    place = await crowd.card("staged")
    passed = "SELECT 1 FROM audit WHERE kind = 'stage_passed'"
    await crowd.insist(crowd.maria, place, "Approve", lambda: crowd.record(passed))
    await crowd.insist(crowd.dana, place, "Approve", lambda: crowd.over("staged"))


async def taken(crowd: Crowd) -> None:
    """Taken over."""
    await crowd.jonas.say(ALERTS, "sure taken")
    await take_over(crowd, "taken")


async def take_over(crowd: Crowd, tag: str) -> None:
    """Maria takes a case over."""
    place = await crowd.card(tag)
    while not crowd.over(tag):
        await crowd.choose(crowd.maria, *place, "more", "Take over")
        await asyncio.sleep(0.5)


async def withdrawn(crowd: Crowd) -> None:
    """Taken back by the one who asked."""
    ts = await crowd.jonas.say(ALERTS, "sure withdrawn")
    place = await crowd.until(lambda: _withdraw(crowd, ts), "the withdraw button")
    await crowd.insist(crowd.jonas, place, "Withdraw", lambda: crowd.over("withdrawn"))
    await crowd.until(lambda: crowd.over("withdrawn"), "the chore to be withdrawn")


def _withdraw(crowd: Crowd, thread: str) -> tuple[str, str] | None:
    found = crowd.jonas.cards("", "Withdraw")
    return next(((channel, ts) for channel, ts, each in found if each.message.get("thread_ts") == thread), None)


async def added(crowd: Crowd) -> None:
    """The request changes while its card stands."""
    ts = await crowd.jonas.say(ALERTS, "sure added 1")
    await crowd.card("added, 1?")
    await crowd.jonas.say(ALERTS, "sure added 4", ts)
    await crowd.card("added, 4?")
    await approved(crowd, "added")


async def late(crowd: Crowd) -> None:
    """Nobody answers; the next rung does."""
    await crowd.jonas.say(ACCESS, "@baton slow late")
    place = await crowd.card("late")
    sql = "SELECT 1 FROM handoff h JOIN request r ON r.id = h.request_id WHERE r.text = 'slow late' AND h.rung > 0"
    await crowd.until(lambda: crowd.record(sql), "the next rung")
    await crowd.insist(crowd.dana, place, "Approve", lambda: crowd.over("late"))
    await crowd.until(lambda: crowd.over("late"), "the late chore")


async def given(crowd: Crowd) -> None:
    """Two cases are given to Dana: the first by a mention, what follows shortly after it by a message of its own."""
    for tag in ("given", "handed"):
        await crowd.jonas.say(ALERTS, f"sure {tag}")
        place = await crowd.card(tag)
        opened = partial(crowd.listed, crowd.maria, *place, "Give to someone")
        sql = "SELECT 1 FROM handoff h JOIN request r ON r.id = h.request_id WHERE r.text = ? AND h.given <> ''"
        done = partial(crowd.record, sql, f"sure {tag}")
        await fill_in(crowd, crowd.maria, opened, {"own.give": DANA}, done)
    told = "SELECT 1 FROM asked WHERE what = 'given' AND told_at IS NOT NULL"
    await crowd.until(lambda: len(crowd.record(told)) == 2, "Dana to be told of both")
    for tag in ("given", "handed"):
        await approved(crowd, tag)


async def undone(crowd: Crowd) -> None:
    """Approved, taken back, approved again."""
    await crowd.jonas.say(ALERTS, "later undone")
    place = await crowd.card("undone")
    await crowd.insist(crowd.maria, place, "Approve", lambda: _undo(crowd))
    key = await crowd.until(lambda: _undo(crowd), "the undo button")
    await crowd.press(crowd.maria, ALERTS, key, "Undo")
    await approved(crowd, "undone")


def _undo(crowd: Crowd) -> str:
    return next((key for key, each in crowd.maria.whispers.items() if "Undo" in each.labels), "")


async def once(crowd: Crowd) -> None:
    """Two people ask for the same: one runs, the other is told and rejected."""
    await asyncio.gather(crowd.jonas.say(ALERTS, "single once"), crowd.dana.say(ALERTS, "single once"))
    await crowd.until(lambda: len(list(crowd.maria.cards("Do once,", "Approve"))) == 2, "both cards")
    first, second = [each[:2] for each in crowd.maria.cards("Do once,", "Approve")]
    sql = "SELECT 1 FROM handoff h JOIN request r ON r.id = h.request_id WHERE r.text = 'single once' AND {}"
    await crowd.insist(crowd.maria, first, "Approve", lambda: crowd.record(sql.format("h.state = 'approved'")))
    await crowd.press(crowd.maria, *second, "Approve")
    while crowd.record(sql.format("r.closed_at IS NULL")):
        await crowd.choose(crowd.maria, *second, "more", "Take over")
        await asyncio.sleep(0.5)


async def checked(crowd: Crowd) -> None:
    """The facts change behind the approver's back: nothing runs, and the card asks again."""
    fact = crowd.site.folder / "checked.fact"
    fact.write_text("dusty", encoding="utf-8")
    await crowd.jonas.say(ALERTS, "check sure checked")
    place = await crowd.card("checked")
    fact.write_text("clean", encoding="utf-8")
    await crowd.press(crowd.maria, *place, "Approve")
    await approved(crowd, "checked")


async def alone(crowd: Crowd) -> None:
    """Six approvals earn the right to act alone; the next ones run without a person, and the last is taken back."""
    tags = [f"alone{number}" for number in range(EARNING + ALONE)]
    for tag in tags:
        await said(crowd, f"alone {tag}", tag)
    channel, ts, _ = await crowd.until(lambda: next(crowd.maria.cards(tags[-1], "This was wrong"), None), "a receipt")
    opened = partial(crowd.window, crowd.maria, channel, ts, "This was wrong")
    reported = "SELECT 1 FROM audit WHERE kind = 'act_reported'"
    await fill_in(crowd, crowd.maria, opened, {"own.report": "decision"}, lambda: crowd.record(reported))


async def digest(crowd: Crowd) -> None:
    """Two digests at their minute."""
    await crowd.until(lambda: len(crowd.record("SELECT 1 FROM outbox WHERE kind = 'digest'")) == 2, "the digests")


Story = Callable[[Crowd], Awaitable[None]]
EARNING, ALONE = 6, 2
"""So many clean approvals certify half of all wrong, the loosest limit there is; then so many requests more."""
STORIES: tuple[Story, ...] = (
    event, keyless, modelled, seen, wavering, stumbling, tripping, dropping, mention, slash, menu, asked, answered,
    edited, rejected, pair, taken, withdrawn, added, late, given, shift, undone, once, checked, alone, inquired,
    returned, coded, staged, hushed, reminded, overridden, passing, digest,
)  # fmt: skip
GROUPS = [tuple(range(first, len(STORIES), 3)) for first in range(3)]
"""Three parts of the scenario, for short sweeps."""
_ONCE = (
    "event", "keyless", "modelled", "seen", "mention", "slash", "menu", "asked", "answered", "edited", "pair", "added",
    "late", "given", "shift", "undone", "once", "checked", "inquired", "returned", "coded", "staged",
    "overridden", "reminded", "passing",
)  # fmt: skip
_ENDS = {**dict.fromkeys(_ONCE, 1), **dict.fromkeys(("rejected", "taken", "withdrawn"), 0)}
_WORDS = {"wavering": ("waver", 1), "stumbling": ("stumble", 1), "tripping": ("trip", 1), "dropping": ("drop", 0)}
_WORDS |= {"hushed": ("quiet", 1)}


def ends(stories: Sequence[Story]) -> dict[str, int]:
    """What each of these stories is about, and how often its effect must have happened in the end."""
    names = [story.__name__ for story in stories]
    known = {name: (name, count) for name, count in _ENDS.items()} | _WORDS
    found = dict(known[name] for name in names if name in known)
    last = EARNING + ALONE - 1
    acts = {f"alone{number}": 1 + (number == last) for number in range(last + 1)} if "alone" in names else {}
    return found | acts | ({"handed": 1} if "given" in names else {}) | ({"night": 1} if "shift" in names else {})


async def play(crowd: Crowd, stories: Sequence[Story]) -> None:
    """Everything at once; what did not come to its end stands in the crowd's troubles."""
    beside = asyncio.create_task(crowd.second_jobs())
    tasks = [asyncio.create_task(_one(story, crowd), name=story.__name__) for story in stories]
    done, late_ones = await asyncio.wait(tasks, timeout=PATIENCE_SECONDS)
    for task in late_ones:
        task.cancel()
        crowd.troubles.append(f"{task.get_name()} did not come to its end in {PATIENCE_SECONDS:g} s")
    for task in done:
        error = task.exception()
        if error is not None:
            crowd.troubles.append(f"{task.get_name()}: {type(error).__name__}: {error}")
    if beside.done():
        crowd.troubles.append(f"what is done beside it ended: {beside.exception()!r}")
    beside.cancel()
    await asyncio.gather(*late_ones, beside, return_exceptions=True)
    try:
        await digest(crowd)  # on a busy machine their minute may come after everything else
        await crowd.until(lambda: checks.is_quiet(crowd.site), "everything to be sent and done")
    except TimeoutError as error:
        crowd.troubles.append(str(error))


async def _one(story: Story, crowd: Crowd) -> None:
    await story(crowd)
