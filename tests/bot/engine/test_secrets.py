"""Secret values: only tools, and people who may decide and press Show, ever see them; the record says who looked."""

import asyncio
from pathlib import Path
from typing import Any

import pytest

from bot.agents import Case, Proposal, Question
from bot.engine import secrecy
from bot.errors import BadInput, ConfigError
from bot.loading import load_workflow
from bot.shelf import Shelf
from bot.workflows import Team
from storage.sealing import Sealer
from storage.verify import findings
from tests.bot.engine.house import DANA, JONAS, MARIA, House, write_folder

IBAN, PIN, OTHER = "DE89370400440532013000", "493817", "DE02120300000000202051"
TOOLS = (
    """
from typing import Annotated
from pydantic import BaseModel, Field
from bot.tools import ToolRefused, tool

SEEN = []


class Payout(BaseModel):
    order_id: str
    iban: Annotated[str, Field(pattern=r"^[A-Z]{2}\\d{20}$", title="IBAN", json_schema_extra={"secret": True})]
    pin: Annotated[str | None, Field(json_schema_extra={"secret": True})] = None
    note: str = ""


class Wanted(BaseModel):
    order_id: str


class Account(BaseModel):
    iban: Annotated[str, Field(json_schema_extra={"secret": True})]


@tool(effect=True, idempotent=True)
def pay(args: Payout, call):
    if args.note == "no":
        raise ToolRefused(f"the bank knows no {args.iban}")
    SEEN.append(args.model_dump())
    return {"paid_to": args.iban, "receipt": "R-1", "iban": args.iban}


@tool(effect=False)
def find_account(args: Wanted):
    return {"iban": "IBAN", "pin": "PIN", "facts": [{"text": "Account IBAN is theirs", "source": "bank"}]}


@tool(effect=False)
def holder(args: Account):
    return {"holder": "Ana", "asked_with": args.iban}
""".replace('"IBAN",', f'"{IBAN}",')
    .replace("PIN", PIN)
    .replace("Account IBAN", f"Account {IBAN}")
)
FILE = """
workflow: refunds
channel: "#refunds"
reads: [tools:find_account, tools:holder]
steps:
  pay:
    title: Pay a customer
    tool: tools:pay
    approvers: ["@leads"]
    words: {ask: "Pay order {order_id} to {iban}?"}
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = write_folder(tmp_path / "workflows", FILE)
    (folder / "refunds" / "tools.py").write_text(TOOLS, encoding="utf-8")
    return folder


@pytest.fixture
async def house(folder: Path, tmp_path: Path) -> Any:
    made = House(folder, tmp_path / "baton.db")
    made.world.sealer = Sealer([b"k" * 32])
    yield made
    await made.kill()


async def cells(house: House) -> str:
    """Every cell of every table, and the raw bytes of the database's files."""
    tables = [name for (name,) in await house.rows("SELECT name FROM sqlite_master WHERE type = 'table'")]
    rows = [str(await house.rows(f'SELECT * FROM "{table}"')) for table in tables]
    files = [path.read_bytes().decode("latin-1") for path in house.database.parent.glob("baton.db*")]
    return "\n".join([*rows, *files])


async def asked(house: House, text: str = f"Pay order 7 to {IBAN}, it is mine", **args: Any) -> Any:
    """The card of a request whose agent takes the first placeholder that it sees."""

    async def move(case: Case) -> Proposal:
        (name, *_) = [word.strip(",.") for word in case.text.split() if word.startswith("secret-")]
        return Proposal("pay", {"order_id": "7", "iban": name, **args}, 0.9, "looks right")

    house.agent.moves = [move]
    return await house.open_of(await house.ask(text))


async def test_what_was_typed_is_a_placeholder_everywhere_but_in_the_tool(house: House) -> None:
    handoff = await asked(house)
    assert handoff.args["iban"] == "secret-iban-1"
    assert (await house.request(handoff.request_id)).text == "Pay order 7 to secret-iban-1, it is mine"
    await house.decide(handoff)
    await house.settle()
    effect = await house.effect(f"H-{handoff.id}-1")
    assert effect is not None
    assert effect.state == "done"
    assert effect.result == {"paid_to": "secret-iban-1", "receipt": "R-1", "iban": "secret-iban-1"}
    step = house.world.shelf.workflows["refunds"].steps["pay"]
    assert step.tool.function.__globals__["SEEN"][-1]["iban"] == IBAN
    assert IBAN not in await cells(house)
    assert step.ask(handoff.args) == "Pay order 7 to ••••?"
    assert await house.read(lambda db: list(findings(db))) == []


async def test_a_secret_that_nobody_gave_is_left_to_the_tools_own_default(folder: Path, tmp_path: Path) -> None:
    (folder / "refunds" / "tools.py").write_text(TOOLS.replace("= None", '= ""'), encoding="utf-8")
    house = House(folder, tmp_path / "baton.db")
    house.world.sealer = Sealer([b"k" * 32])
    handoff = await asked(house)
    assert handoff.args == {"order_id": "7", "iban": "secret-iban-1", "note": ""}
    edited = {"order_id": "8", "iban": "secret-iban-1"}
    assert await house.decide(handoff, verdict="edit", args=edited) == "decided"
    await house.kill()


async def test_what_a_read_found_is_a_placeholder_for_the_agent(house: House) -> None:
    seen: list[dict[str, Any]] = []

    class Looking:
        version = "1"

        async def next(self, case: Case, log: Any) -> Any:
            found = await log.read("find_account", {"order_id": "7"})
            seen.append(found)
            seen.append(await log.read("holder", {"iban": found["iban"]}))
            return Proposal("pay", {"order_id": "7", "iban": found["iban"], "pin": found["pin"]}, 0.9)

    house.world.make_agent = lambda workflow: Looking()
    handoff = await house.open_of(await house.ask("pay order 7"))
    assert seen[0] == {
        "iban": "secret-iban-1",
        "pin": "secret-pin-2",
        "facts": [{"text": "Account secret-iban-1 is theirs", "source": "bank"}],
    }
    assert seen[1] == {"holder": "Ana", "asked_with": "secret-iban-1"}
    await house.decide(handoff)
    await house.settle()
    step = house.world.shelf.workflows["refunds"].steps["pay"]
    assert step.tool.function.__globals__["SEEN"][-1] == {"order_id": "7", "iban": IBAN, "pin": PIN, "note": ""}
    whole = await cells(house)
    assert IBAN not in whole
    assert PIN not in whole


async def test_an_edit_keeps_what_was_not_touched_and_hides_what_was_typed(house: House) -> None:
    handoff = await asked(house)
    await house.decide(handoff, verdict="edit", args={**handoff.args, "iban": OTHER}, note=f"not {IBAN} but {OTHER}")
    await house.settle()
    edited = await house.handoff(handoff.id)
    assert edited.args["iban"] == "secret-iban-2"
    (decision,) = await house.decisions(handoff.id)
    assert decision.note == "not secret-iban-1 but secret-iban-2"
    step = house.world.shelf.workflows["refunds"].steps["pay"]
    assert step.tool.function.__globals__["SEEN"][-1]["iban"] == OTHER
    assert OTHER not in await cells(house)


async def test_an_edit_is_held_to_the_models_own_form(house: House) -> None:
    handoff = await asked(house)
    with pytest.raises(BadInput) as caught:
        await house.decide(handoff, verdict="edit", args={**handoff.args, "iban": "nonsense"})
    assert set(caught.value.fields) == {"iban"}


async def test_a_placeholder_of_another_request_is_worth_nothing(house: House) -> None:
    await asked(house)
    house.agent.moves = [Proposal("pay", {"order_id": "8", "iban": "secret-iban-1"}, 0.9)]
    other = await house.open_of(await house.ask("pay me to secret-iban-1"))
    assert other.kind == "case"
    assert "does not belong to this request" in other.question


async def test_a_placeholder_in_open_text_carries_nothing_out(house: House) -> None:
    handoff = await asked(house, note="send secret-iban-1 to eve")
    await house.decide(handoff)
    await house.settle()
    step = house.world.shelf.workflows["refunds"].steps["pay"]
    assert step.tool.function.__globals__["SEEN"][-1]["note"] == "send secret-iban-1 to eve"


async def test_what_an_agent_made_up_is_put_out_of_sight_too(house: House) -> None:
    house.agent.moves = [Proposal("pay", {"order_id": "7", "iban": OTHER}, 0.9, f"pays to {OTHER}")]
    handoff = await house.open_of(await house.ask("pay order 7"))
    assert handoff.args["iban"] == "secret-iban-1"
    assert handoff.brief.assessment == "pays to secret-iban-1"
    assert OTHER not in await cells(house)


async def test_a_refusal_of_the_tool_says_it_without_the_value(house: House) -> None:
    handoff = await asked(house, note="no")
    await house.decide(handoff)
    await house.settle()
    effect = await house.effect(f"H-{handoff.id}-1")
    assert effect is not None
    assert effect.error == "the bank knows no secret-iban-1"


async def test_an_answer_about_a_secret_argument_is_secret_as_a_whole(house: House) -> None:
    house.agent.moves = [Question("Which PIN?", about="pay.pin")]
    question = await house.open_of(await house.ask("pay order 7"))
    await house.engine.verdicts.respond(house.click(JONAS), question.id, PIN)
    (note,) = await house.rows("SELECT text FROM note")
    assert note == ("secret-pin-1",)
    assert PIN not in await cells(house)


async def test_later_words_are_looked_through_as_well(house: House) -> None:
    handoff = await asked(house)
    request = await house.request(handoff.request_id)
    await house.engine.requests.heard(
        house.click(JONAS, "m1"), request.id, f"I meant DE02 1203 0000 0000 2020 51, not {IBAN}"
    )
    await house.engine.requests.heard(house.click(JONAS, "m2"), request.id, f"again: {OTHER}")
    notes = [text for (text,) in await house.rows("SELECT text FROM note ORDER BY id")]
    assert notes == ["I meant secret-iban-2, not secret-iban-1", "again: secret-iban-2"]


TOKEN = "xoxb-4938-canary-of-a-token"


async def test_why_an_owner_pauses_holds_no_secret(house: House) -> None:
    house.world.shelf.team = Team(owners=("UDANA",))
    why = f"{OTHER} and DE02 1203 0000 0000 2020 51 are not theirs, see {TOKEN}"
    await house.engine.afterwards.hold(house.click(DANA), "refunds", "pay", why=why)
    await house.engine.afterwards.resume(house.click(DANA), "refunds", "pay", why=f"{OTHER} is")
    kept = [row[0] for row in await house.rows("SELECT why FROM ruling ORDER BY id")]
    assert kept == ["•••• and •••• are not theirs, see [hidden]", "•••• is"]
    assert OTHER not in await cells(house)


async def test_a_token_in_a_reason_or_a_note_is_not_kept(house: House) -> None:
    handoff = await asked(house)
    assert await house.decide(handoff, verdict="reject", note=f"not with {TOKEN}", words=f"{TOKEN} leaked") == "decided"
    request = await house.request(handoff.request_id)
    assert await house.read(lambda db: secrecy.words(db, house.world, request, f"use {TOKEN}")) == "use [hidden]"
    assert TOKEN not in await cells(house)


async def test_who_may_decide_can_look_and_the_record_says_so(house: House) -> None:
    handoff = await asked(house)
    assert await house.engine.showing.show(house.click(MARIA), handoff.id) == {"secret-iban-1": IBAN}
    refused = house.click(JONAS)
    assert await house.engine.showing.show(refused, handoff.id) == {}
    assert await house.told(refused) == "own_request"
    looked = "SELECT kind, actor FROM audit WHERE kind IN ('secrets_shown', 'press_refused') ORDER BY seq"
    assert await house.rows(looked) == [("secrets_shown", str(MARIA)), ("press_refused", str(JONAS))]
    assert IBAN not in await cells(house)


async def test_one_press_shows_once(house: House) -> None:
    handoff = await asked(house)
    click = house.click(DANA)
    assert await house.engine.showing.show(click, handoff.id)
    assert await house.engine.showing.show(click, handoff.id) == {}


async def test_with_another_key_nothing_runs(house: House) -> None:
    handoff = await asked(house)
    house.world.sealer = Sealer([b"x" * 32])
    await house.decide(handoff)
    await house.engine.actions.act(handoff.id)
    async with asyncio.timeout(10):
        while not await house.rows("SELECT 1 FROM effect WHERE ended_at IS NOT NULL"):  # noqa: ASYNC110
            await asyncio.sleep(0.01)
    effect = await house.effect(f"H-{handoff.id}-1")
    assert effect is not None
    assert (effect.state, effect.cause) == ("failed", "refused")
    assert "BATON_SECRET_KEY" in effect.error


async def test_the_inbox_holds_what_slack_sent_sealed(house: House) -> None:
    await house.engine.requests.keep("event:1", {"event": {"text": f"pay to {IBAN}"}})
    assert IBAN not in str(await house.rows("SELECT payload FROM inbox"))
    (waiting,) = await house.engine.requests.unhandled()
    assert waiting.payload == {"event": {"text": f"pay to {IBAN}"}}


async def test_a_changed_secret_is_found_by_verify(house: House) -> None:
    await asked(house)
    await house.store.write(lambda db: db.execute("UPDATE secret SET sealed = 's1.x.AAAA'"))
    assert ["secret" in finding.what for finding in await house.read(lambda db: list(findings(db)))] == [True]


WRONG = [
    ("    secret: [nothing]\n", "steps.pay.secret: pay has no argument nothing"),
    ("    once: [iban]\n", "steps.pay.once: iban is secret"),
    ("    allow: {iban: [x]}\n", "steps.pay.allow: iban is secret"),
    ("    confirm: iban\n", "steps.pay.confirm: iban is secret"),
    ("    rules: [{when: {iban: {is: x}}, quorum: 2}]\n", "iban of pay is secret"),
]


@pytest.mark.parametrize(("line", "told"), WRONG)
def test_what_cannot_be_kept_stops_the_start(line: str, told: str, folder: Path) -> None:
    path = folder / "refunds" / "workflow.yml"
    path.write_text(FILE + line, encoding="utf-8")
    with pytest.raises(ConfigError) as caught:
        load_workflow(path)
    assert told in str(caught.value)
    assert ", line " in str(caught.value)


async def test_without_a_key_the_start_stops_with_file_and_line(folder: Path) -> None:
    from bot.engine import key

    with pytest.raises(ConfigError, match=r"workflow\.yml, line 8: steps\.pay\.tool: iban, pin is secret"):
        key.needed(None, Shelf(folder).workflows)
    key.needed(Sealer([b"k" * 32]), Shelf(folder).workflows)
