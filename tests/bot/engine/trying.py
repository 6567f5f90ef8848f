"""Every press by everybody, tried and taken back: who may do what, in which state, and what those who may not are told.

A press is a transaction. Here each is undone as soon as it was seen what it did, so that the next one finds the same
state; the cast and the states below are those of `matrix.txt`.
"""

import json
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from bot.agents import GiveUp, Question
from bot.engine import Ballot, Click, World
from bot.errors import BadInput
from bot.people import Group, Member, People
from storage import audit, codes
from storage.models import Handoff, Who
from storage.sqlite import Db
from tests.bot.engine import earning
from tests.bot.engine.house import (
    ALEX,
    DANA,
    ELSE,
    GONE,
    GUEST,
    JONAS,
    MARIA,
    MEMBERS,
    PEOPLE,
    ROBOT,
    START,
    UNKNOWN,
    WEI,
    proposal,
    write_folder,
)
from tests.bot.engine.house import House as Plain
from tests.bot.engine.outside import OUTSIDE

NAMED, VISITOR, OWNER = Who("T1", "UNAMED"), Who("T1", "UVISITOR"), Who("T1", "UOWNER")
ROLE, NIGHT, DAY = Who("T1", "UROLE"), Who("T1", "UNIGHT"), Who("T1", "UDAY")
FAR, DOUBLE = Who("T2", "UFAR"), Who("T2", "UMARIA")

CAST: Mapping[str, Who] = {
    "asked for it": JONAS,  # and is one of the leads
    "approver": MARIA,
    "approver who decided": WEI,  # where somebody has
    "approver and owner": DANA,
    "role": ROLE,  # of the team: `role:compliance` approves
    "on call": NIGHT,  # `oncall:night` approves
    "on call next week": DAY,
    "head": ALEX,  # the next rung, and the second stage where there are two
    "owner": OWNER,  # and no approver
    "guest, named": NAMED,  # by the workflow file itself
    "guest, in the group": GUEST,
    "guest": VISITOR,
    "member": ELSE,
    "other workspace": FAR,  # in the group by way of a shared channel
    "same id elsewhere": DOUBLE,
    "bot": ROBOT,  # in the group
    "deactivated": GONE,  # in the group
    "unknown": UNKNOWN,
}
LEADS = frozenset({"UMARIA", "UDANA", "UWEI", "UJONAS", "UGUEST", "UFAR", "UROBOT", "UGONE", "UNOBODY"})
EVERYBODY = People(
    team="T1",
    bot_user="UBATON",
    members={
        **MEMBERS,
        **{
            user: Member(user, "T1", user[1:].capitalize(), user[1:].lower())
            for user in ("UOWNER", "UROLE", "UNIGHT", "UDAY")
        },
        "UNAMED": Member("UNAMED", "T1", "Named", "named", restricted=True),
        "UFAR": Member("UFAR", "T2", "Far", "far", restricted=True),
    },
    groups={
        "SLEADS": Group("SLEADS", "leads", "Leads", LEADS),
        "SHEADS": Group("SHEADS", "heads", "Heads", frozenset({"UALEX"})),
    },
    channels=PEOPLE.channels,
    joined=PEOPLE.joined,
)
TEAM = """
owners: [UOWNER, "@dana", UGONE, UFAR, UROBOT]
roles: {compliance: [UROLE]}
"""
SCHEDULE = """
rotations:
  night: {timezone: UTC, hands_over: Monday 09:00, first: 2026-11-23, people: [UNIGHT, UDAY]}
"""
WORKFLOW = """
workflow: refunds
channel: "#refunds"
reads: [tools:find_order]
steps:
"""
APPROVERS = '["@leads", UNAMED, "role:compliance", "oncall:night"]'
LADDER = f'approvers: {APPROVERS}, deadline: 10m, escalate: ["@heads"]'
STEPS = {
    "keyless": LADDER,
    "two": f"{LADDER}, quorum: 2",
    "undoable": f"{LADDER}, undo: 5s",
    "reversible": LADDER,
    "coded": f"{LADDER}, sign_off: code",
    "staged": f'stages: [{{approvers: {APPROVERS}}}, {{approvers: ["@heads"]}}]',
}


def write_rules(folder: Path) -> Path:
    """The workflow folder of the matrix: who decides is named in every way that there is."""
    lines = [f"  {name}: {{title: Refund, tool: tools:{'reversible' if name == 'reversible' else 'keyless'}, {keys}}}"
             for name, keys in STEPS.items()]  # fmt: skip
    write_folder(folder, WORKFLOW + "\n".join(lines) + "\n")
    (folder / "team.yml").write_text(TEAM, encoding="utf-8")
    (folder / "schedule.yml").write_text(SCHEDULE, encoding="utf-8")
    return folder


class _Undone(Exception):
    """The transaction of a press, taken back."""


@dataclass(frozen=True)
class Seen:
    """What a press did before it was taken back: what the person was told, the record's new rows, and whether else."""

    told: str
    rows: tuple[tuple[str, str, dict[str, Any]], ...]
    changed: bool


TOLD = 3
"""Rows of a press that changes nothing: its envelope, its entry in the record, the answer."""
FIELD = "field"
"""What stands at a field of the window that is open, and nowhere else."""
REFUSED = {"press_refused", "decision_refused", "codes_reset_refused"}


class Trying(World):
    """A world in which a press can be tried."""

    seen: Seen | None = None
    trying = ""

    async def write(self, work: Callable[[Db], Any], *, soon: bool = False) -> Any:
        """While a press is tried: look what it does, and take it back."""
        return await super().write((lambda db: self._look(db, work)) if self.trying else work, soon=soon)

    def _look(self, db: Db, work: Callable[[Db], Any]) -> None:
        size, before = audit.head(db)[0], db.total_changes
        work(db)
        changed = db.total_changes - before
        rows = db.execute("SELECT kind, actor, data FROM audit WHERE seq > ? ORDER BY seq", (size,)).fetchall()
        said = db.execute("SELECT payload FROM outbox WHERE key = ?", (f"answer:{self.trying}",)).fetchone()
        told = str(json.loads(said["payload"])["what"]) if said else ""
        kept = tuple((row["kind"], row["actor"], json.loads(row["data"])) for row in rows)
        self.seen = Seen(told, kept, changed > TOLD)
        raise _Undone


# Presses -------------------------------------------------------------------------------------------------------------

Press = Callable[[Plain, Handoff, Click], Awaitable[object]]


def _decides(verdict: Any) -> Press:
    args = {"order_id": "1042", "amount": "10.00"} if verdict == "edit" else None

    def press(house: Plain, card: Handoff, click: Click) -> Awaitable[object]:
        ballot = Ballot(
            card.id, card.revision, verdict, "why not", args=args, digest=card.args_digest, stage=card.stage
        )
        return house.engine.verdicts.decide(click, ballot)

    return press


def _gives(house: Plain, card: Handoff, click: Click) -> Awaitable[object]:
    return house.engine.giving.give(click, card.id, "UWEI" if click.who == DANA else "UDANA")


def _overrides(house: Plain, card: Handoff, click: Click) -> Awaitable[object]:
    shown = {"digest": card.args_digest, "stage": card.stage}
    ballot = Ballot(card.id, card.revision, "approve", "Nobody answers since noon.", **shown)  # type: ignore[arg-type]
    return house.engine.overriding.override(click, ballot)


PRESSES: Mapping[str, Press] = {
    "approve": _decides("approve"),
    "edit": _decides("edit"),
    "reject": _decides("reject"),
    "take over": _decides("take_over"),
    "answer": lambda house, card, click: house.engine.verdicts.respond(click, card.id, "1042"),
    "settle": lambda house, card, click: house.engine.actions.settle(click, card.id, "drop"),
    "undo": lambda house, card, click: house.engine.verdicts.undo(click, card.id),
    "add": lambda house, card, click: house.engine.requests.add(click, card.request_id, "and 7"),
    "withdraw": lambda house, card, click: house.engine.requests.withdraw(click, card.request_id),
    "hand back": lambda house, card, click: house.engine.handback.hand_back(click, card.id, "it is 1042"),
    "ask": lambda house, card, click: house.engine.inquiries.ask(click, card.id, "Which order?"),
    "secrets": lambda house, card, click: house.engine.showing.show(click, card.id),
    "give": _gives,
    "later": lambda house, card, click: house.engine.giving.remind(click, card.id, "hour"),
    "override": _overrides,
    "wrong": lambda house, card, click: house.engine.afterwards.report(click, card.id, "decision"),
    "take back": lambda house, card, click: house.engine.afterwards.undo(click, card.id),
    "right": lambda house, card, click: house.engine.afterwards.look(click, card.id, "right"),
    "pause": lambda house, card, click: house.engine.afterwards.hold(click, "refunds", "keyless", why="a pause"),
    "resume": lambda house, card, click: house.engine.afterwards.resume(click, "refunds", "two"),
    "reset codes": lambda house, card, click: house.engine.enrolling.reset(click, "UMARIA"),
}


async def tried(house: Plain, press: str, card: Handoff, who: Who) -> Seen:
    """What this press of this person does now."""
    world, click = house.world, house.click(who)
    assert isinstance(world, Trying)
    world.trying, world.seen = click.key, None
    try:
        await PRESSES[press](house, card, click)
    except _Undone:
        pass
    except BadInput:
        world.seen = Seen(FIELD, (), changed=False)
    finally:
        world.trying = ""
    assert world.seen is not None, f"{press} wrote nothing"
    return world.seen


# States --------------------------------------------------------------------------------------------------------------


async def _waiting(house: Plain) -> Handoff:
    return await house.card(proposal("keyless"))


async def _one_of_two(house: Plain) -> Handoff:
    card = await house.card(proposal("two"))
    await house.decide(card, WEI)
    return card


async def _second_stage(house: Plain) -> Handoff:
    card = await house.card(proposal("staged"))
    await house.decide(card, WEI)
    return await house.handoff(card.id)


async def _coded(house: Plain) -> Handoff:
    return await house.card(proposal("coded"))


async def _looking(house: Plain) -> Handoff:
    card = await _waiting(house)
    await house.engine.requests.heard(house.click(JONAS, "note:1"), card.request_id, "it is order 1044")
    return await house.handoff(card.id)


async def _next_rung(house: Plain) -> Handoff:
    card = await _waiting(house)
    house.clock.advance(minutes=10)
    await house.settle()
    return await house.handoff(card.id)


async def _held(house: Plain) -> Handoff:
    card = await _next_rung(house)
    house.clock.advance(minutes=10)
    await house.settle()
    return await house.handoff(card.id)


def _decided(verdict: str, step: str = "keyless") -> Callable[[Plain], Awaitable[Handoff]]:
    async def decided(house: Plain) -> Handoff:
        card = await house.card(proposal(step))
        await house.decide(card, WEI, verdict)
        if step != "undoable":
            await house.settle()
        return await house.handoff(card.id)

    return decided


async def _withdrawn(house: Plain) -> Handoff:
    card = await _waiting(house)
    await house.engine.requests.withdraw(house.click(JONAS), card.request_id)
    return await house.handoff(card.id)


async def _in_doubt(house: Plain) -> Handoff:
    OUTSIDE.plan = ["lost_before"]
    card = await _waiting(house)
    await house.decide(card, WEI)
    await house.settle()
    return await house.open_of(card.request_id)


async def _question(house: Plain) -> Handoff:
    return await house.card(Question("Which order?", ("1042", "1044")))


async def _question_here(house: Plain) -> Handoff:
    return await house.card(Question("Which order?", ("1042", "1044"), to="channel"))


async def _case(house: Plain) -> Handoff:
    return await house.card(GiveUp("It is too hard."))


async def _planted(house: Plain) -> Handoff:
    bases = [await earning.approved(house, f"100{number}") for number in range(3)]
    house.world.shelf.team = replace(house.world.shelf.team, planted=0.2)
    await house.engine.planting.plant(bases[-1].id)
    ((number,),) = await house.rows("SELECT handoff_id FROM planted")
    return await house.handoff(number)


async def _alone(house: Plain) -> Handoff:
    await earning.earned(house)
    earning.draw_of(house, 0.0)  # picked for a check
    card = await earning.acts(house, "1042")
    await house.settle()
    return await house.handoff(card.id)


STATES: Mapping[str, Callable[[Plain], Awaitable[Handoff]]] = {
    "waiting": _waiting,
    "one of two agreed": _one_of_two,
    "the second stage": _second_stage,
    "asks for a code": _coded,
    "the agent looks again": _looking,
    "the next rung is reached": _next_rung,
    "held after the last rung": _held,
    "approved, to be undone for 5 s": _decided("approve", "undoable"),
    "approved and done": _decided("approve"),
    "rejected": _decided("reject"),
    "taken over": _decided("take_over"),
    "withdrawn": _withdrawn,
    "in doubt": _in_doubt,
    "a question to who asked": _question,
    "a question to who decides": _question_here,
    "a case for a person": _case,
    "planted": _planted,
    "ran alone, and is checked": _alone,
}


def house_of(folder: Path, database: Path) -> Plain:
    """A house with this cast."""
    house = Plain(folder, database, world=Trying)
    house.people = house.world.people = EVERYBODY
    return house


async def set_up(house: Plain, state: str) -> Handoff:
    """The handoff of a state; beside it, Maria has codes, and an owner has paused a step that nothing waits for."""
    await house.world.write(lambda db: codes.set_up(db, codes.begin(db, MARIA, "sealed", START), 1, "00", (), START))
    await house.engine.afterwards.hold(house.click(OWNER), "refunds", "two", why="a look at it")
    return await STATES[state](house)


# The table -----------------------------------------------------------------------------------------------------------


def cell(seen: Seen) -> str:
    """What a press came to, as the table writes it: `yes`, or the name of the refusal."""
    refusals = [data for kind, _, data in seen.rows if kind in REFUSED]
    if refusals or seen.told == FIELD:
        return str(refusals[0]["why"]) if refusals else FIELD
    return "yes" if seen.changed or seen.rows else f"nothing: {seen.told}"


def read(text: str) -> dict[str, dict[str, dict[str, str]]]:
    """`matrix.txt`: state -> press -> actor -> what it comes to."""
    found: dict[str, dict[str, dict[str, str]]] = {}
    presses: list[str] = []
    state = ""
    for line in text.splitlines():
        if line.startswith("## "):
            state = line[3:].strip()
            found[state] = {}
        elif line.startswith("| who"):
            presses = [each.strip() for each in line.strip("| ").split("|")][1:]
            found[state] |= {press: {} for press in presses if press not in found[state]}
        elif line.startswith("| ") and state:
            actor, *cells = [each.strip() for each in line.strip("| ").split("|")]
            for press, value in zip(presses, cells, strict=True):
                found[state][press][actor] = value
    return found


@dataclass(frozen=True)
class Table:
    """One state of the matrix as text."""

    state: str
    rows: Mapping[str, Mapping[str, str]]

    def __str__(self) -> str:
        """As `matrix.txt` has it."""
        head = ["who", *PRESSES]
        lines = [head, *([actor, *(self.rows[actor][press] for press in PRESSES)] for actor in CAST)]
        widths = [max(len(line[index]) for line in lines) for index in range(len(head))]
        told = ["| " + " | ".join(f"{each:<{width}}" for each, width in zip(line, widths, strict=True)) + " |"
                for line in lines]  # fmt: skip
        return "\n".join([f"## {self.state}", *told, ""])
