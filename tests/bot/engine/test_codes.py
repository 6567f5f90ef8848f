"""One-time codes at a decision: right once, for its person, its card and its moment; wrong ones count and lock."""

import asyncio
import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from bot import codes
from bot.engine import Ballot, proving
from bot.errors import BadInput
from handlers import page
from storage import verify
from storage.models import Handoff, Who
from tests.bot.engine.coded import RECOVERY, code, enrolled, sealed, seed_of
from tests.bot.engine.house import (
    ALEX,
    DANA,
    JONAS,
    MARIA,
    OLGA,
    STEPS,
    WEI,
    House,
    proposal,
    workflow_text,
    write_folder,
)

CODE = {"sign_off": "code"}
OWN = {
    "coded": ("keyless", CODE),
    "pair": ("keyless", {**CODE, "quorum": "2"}),
    "final": ("keyless", {"confirm": "order_id"}),
    "money": ("keyless", {"confirm": "amount", **CODE}),
    "large": ("keyless", {"rules": "[{when: {amount: {over: 500}}, sign_off: code}]"}),
}
TEAM = 'owners: ["@dana", "@alex"]\n'


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = write_folder(tmp_path_factory.mktemp("codes"), workflow_text({**OWN, "click": STEPS["keyless"]}))
    (folder / "team.yml").write_text(TEAM, encoding="utf-8")
    return folder


@pytest.fixture
async def house(build: Callable[..., House], folder: Path) -> House:
    made = build(folder=folder)
    sealed(made)
    return made


async def approve(house: House, card: Handoff, who: Who, shown: str | None, **more: Any) -> str:
    """Send the window; what the person is told, or what stands at the field."""
    ballot = {"digest": card.args_digest, "stage": card.stage, "code": shown, "typed": card.args["order_id"], **more}
    try:
        return await house.decide(card, who, **ballot)
    except BadInput as error:
        return " ".join(error.fields.values())


async def coded(house: House, step: str = "coded", **args: Any) -> Handoff:
    return await house.card(proposal(step, **args))


async def refused(house: House) -> list[str]:
    """Why codes were refused so far."""
    rows = await house.rows("SELECT data FROM audit WHERE kind = 'code_refused' ORDER BY seq")
    return [str(json.loads(data)["why"]) for (data,) in rows]


async def test_a_right_code_decides_once_and_the_record_has_its_proof(house: House) -> None:
    await enrolled(house, MARIA)
    card = await coded(house)
    assert await approve(house, card, MARIA, code(house, MARIA)) == "decided"
    (decision,) = await house.decisions(card.id)
    assert decision.proof == "code"
    ((data,),) = await house.rows("SELECT data FROM audit WHERE kind = 'code_accepted'")
    told = json.loads(data)
    assert (told["decision"], told["kind"], told["digest"]) == (decision.id, "code", card.args_digest)
    await house.settle()
    effect = await house.effect(f"H-{card.id}-1")
    assert effect is not None
    assert effect.state == "done"


async def test_the_same_code_is_refused_for_another_handoff(house: House) -> None:
    await enrolled(house, MARIA)
    first, second = await coded(house), await coded(house, order_id="1043")
    typed = code(house, MARIA)
    assert await approve(house, first, MARIA, typed) == "decided"
    told = await approve(house, second, MARIA, typed)
    assert told == "This code was used already; wait for the next one (up to 30 s). 9 tries left."
    assert (await house.handoff(second.id)).state == "waiting"
    house.clock.advance(seconds=30)
    assert await approve(house, second, MARIA, code(house, MARIA)) == "decided"


async def test_two_handoffs_with_one_code_at_the_same_instant(house: House) -> None:
    await enrolled(house, MARIA)
    cards = [await coded(house, order_id=str(number)) for number in range(1050, 1054)]
    typed = code(house, MARIA)
    told = await asyncio.gather(*(approve(house, card, MARIA, typed) for card in cards))
    assert sorted(each == "decided" for each in told) == [False, False, False, True]
    assert len(await house.rows("SELECT 1 FROM decision")) == 1


async def test_anothers_code_is_refused(house: House) -> None:
    await enrolled(house, MARIA, DANA)
    card = await coded(house)
    assert await approve(house, card, MARIA, code(house, DANA)) == "This is not the code of now. 9 tries left."
    assert await house.decisions(card.id) == ()
    assert await approve(house, card, DANA, code(house, DANA)) == "decided", "it was not used up by Maria’s try"


@pytest.mark.parametrize(("steps", "taken"), [(-2, False), (-1, True), (0, True), (1, True), (2, False)])
async def test_a_clock_may_be_one_step_off(house: House, steps: int, taken: bool) -> None:
    await enrolled(house, MARIA)
    card = await coded(house)
    assert (await approve(house, card, MARIA, code(house, MARIA, steps)) == "decided") is taken


async def test_after_a_code_no_older_one_is_taken(house: House) -> None:
    await enrolled(house, MARIA)
    first, second = await coded(house), await coded(house, order_id="1043")
    assert await approve(house, first, MARIA, code(house, MARIA, 1)) == "decided"
    assert "was used already" in await approve(house, second, MARIA, code(house, MARIA))


async def test_ten_wrong_ones_lock_and_alert(house: House) -> None:
    await enrolled(house, MARIA)
    card = await coded(house)
    wrong = code(house, DANA)
    told = [await approve(house, card, MARIA, wrong) for _ in range(11)]
    assert told[8] == "This is not the code of now. 1 try left."
    assert told[9] == told[10] == proving._WHY["locked"]
    assert await approve(house, card, MARIA, code(house, MARIA)) == proving._WHY["locked"], "a right one, too"
    assert await refused(house) == ["wrong"] * 10 + ["locked"] * 2
    alerts = await house.rows("SELECT json_extract(payload, '$.to'), json_extract(payload, '$.what') FROM outbox "
                              "WHERE kind = 'codes' ORDER BY 1")  # fmt: skip
    assert alerts == [("UALEX", "locked_other"), ("UDANA", "locked_other"), ("UMARIA", "locked")]
    assert len(await house.rows("SELECT 1 FROM audit WHERE kind = 'codes_locked'")) == 1


async def test_tries_survive_a_restart_and_a_right_code_resets_them(house: House) -> None:
    await enrolled(house, MARIA)
    card, other = await coded(house), await coded(house, order_id="1043")
    for _ in range(8):
        await approve(house, card, MARIA, code(house, DANA))
    await house.restart()
    sealed(house)
    assert await approve(house, card, MARIA, code(house, DANA)) == "This is not the code of now. 1 try left."
    assert await approve(house, card, MARIA, code(house, MARIA)) == "decided"
    house.clock.advance(seconds=30)
    assert await approve(house, other, MARIA, code(house, DANA)) == "This is not the code of now. 9 tries left."


async def test_a_wrong_code_does_not_use_the_window_up_and_a_second_delivery_does_nothing(house: House) -> None:
    await enrolled(house, MARIA)
    card = await coded(house)
    right = code(house, MARIA)
    assert "9 tries" in await approve(house, card, MARIA, code(house, DANA), key="view:1")
    assert await approve(house, card, MARIA, right, key="view:1") == "decided"
    assert await approve(house, card, MARIA, right, key="view:1") == "decided", "the answer got lost, it is sent again"
    assert len(await house.decisions(card.id)) == 1
    assert await refused(house) == ["wrong"]


async def test_what_dies_between_check_and_answer_keeps_the_code_used(house: House) -> None:
    await enrolled(house, MARIA)
    card, other = await coded(house), await coded(house, order_id="1043")
    typed = code(house, MARIA)
    click = house.click(MARIA)
    ballot = Ballot(card.id, card.revision, "approve", digest=card.args_digest, stage=1, code=typed)
    await house.engine.verdicts.decide(click, ballot)  # the process dies before anybody hears of it
    await house.restart()
    sealed(house)
    assert "was used already" in await approve(house, other, MARIA, typed)
    assert (await house.decisions(card.id))[0].proof == "code"


@pytest.mark.parametrize("proof", ["code", "recovery", "click"])
async def test_what_a_door_says_of_a_proof_is_worth_nothing(house: House, proof: str) -> None:
    await enrolled(house, MARIA)
    card = await coded(house)
    assert await house.decide(card, MARIA, proof=proof) == "needs_code"
    assert await house.decisions(card.id) == ()
    ((data,),) = await house.rows("SELECT data FROM audit WHERE kind = 'decision_refused'")
    assert json.loads(data)["why"] == "needs_code"
    plain = await coded(house, "click", order_id="1044")
    await house.decide(plain, MARIA, proof="code")
    assert (await house.decisions(plain.id))[0].proof == "click"


@pytest.mark.parametrize("other", [{"stage": 2}, {"stage": 0}, {"digest": ""}, {"digest": "0" * 64}, {"revision": 2}])
async def test_a_code_is_for_what_the_window_showed(house: House, other: dict[str, Any]) -> None:
    await enrolled(house, MARIA)
    card = await coded(house)
    assert await approve(house, card, MARIA, code(house, MARIA), **other) == "changed"
    assert await approve(house, card, MARIA, code(house, MARIA)) == "decided", "the code was not used up by it"


async def test_who_may_not_decide_uses_no_code_up(house: House) -> None:
    await enrolled(house, OLGA, JONAS)
    card = await coded(house)
    assert await approve(house, card, OLGA, "000000") == "not_approver"
    assert await approve(house, card, JONAS, "000000") == "own_request"
    assert await refused(house) == []


async def test_without_codes_nobody_decides(house: House) -> None:
    card = await coded(house)
    assert "You have no codes yet" in await approve(house, card, MARIA, "123456")
    click = house.click(MARIA)
    assert await house.engine.enrolling.offer(click, card.id)
    assert await house.told(click) == "no_codes"
    await enrolled(house, MARIA)
    assert not await house.engine.enrolling.offer(house.click(MARIA), card.id)


@pytest.mark.parametrize("typed", ["", "12345", "1234567", "abcdef", "١٢٣٤٥٦", "12 34"])
async def test_what_is_no_code_is_said_and_not_counted(house: House, typed: str) -> None:
    await enrolled(house, MARIA)
    assert "Six digits" in await approve(house, await coded(house), MARIA, typed)
    assert await refused(house) == []


async def test_a_code_may_be_typed_in_groups(house: House) -> None:
    await enrolled(house, MARIA)
    typed = code(house, MARIA)
    assert await approve(house, await coded(house), MARIA, f" {typed[:3]} {typed[3:]} ") == "decided"


async def test_two_people_with_codes_each_their_own(house: House) -> None:
    await enrolled(house, MARIA, DANA)
    card = await coded(house, "pair")
    assert await approve(house, card, MARIA, code(house, MARIA)) == "counted"
    assert await approve(house, card, DANA, code(house, MARIA)) == "This is not the code of now. 9 tries left."
    assert await approve(house, card, DANA, code(house, DANA)) == "decided"
    assert [each.proof for each in await house.decisions(card.id)] == ["code", "code"]


async def test_a_recovery_code_is_good_once(house: House) -> None:
    await enrolled(house, MARIA)
    first, second = await coded(house), await coded(house, order_id="1043")
    assert await approve(house, first, MARIA, "ABCDE-fghjk") == "decided"
    assert (await house.decisions(first.id))[0].proof == "recovery"
    told = await approve(house, second, MARIA, RECOVERY[0])
    assert told == "This is no recovery code of yours, or it was used. 9 tries left."
    assert (await house.engine.enrolling.standing(MARIA)).left == 1


async def test_an_edit_wants_the_code_too(house: House) -> None:
    await enrolled(house, MARIA)
    card = await coded(house)
    args = {**card.args, "amount": "44.95"}
    assert await house.decide(card, MARIA, "edit", args=args) == "needs_code"
    assert await approve(house, card, MARIA, code(house, MARIA), verdict="edit", args=args) == "decided"
    (decision,) = await house.decisions(card.id)
    assert (decision.proof, decision.args_after["amount"]) == ("code", "44.95")


async def test_values_that_raise_the_proof_want_a_code(house: House) -> None:
    await enrolled(house, MARIA)
    small = await coded(house, "large")
    assert await house.decide(small, MARIA) == "decided"
    grown = await coded(house, "large", order_id="1043")
    args = {**grown.args, "amount": "900"}
    assert await house.decide(grown, MARIA, "edit", args=args) == "needs_code"
    assert "Six digits" in await approve(house, grown, MARIA, "", verdict="edit", args=args)
    assert await approve(house, grown, MARIA, code(house, MARIA), verdict="edit", args=args) == "decided"


async def test_clicks_from_before_the_file_asked_for_codes_do_not_count(house: House) -> None:
    await enrolled(house, MARIA, DANA)
    card = await coded(house, "pair")
    flow = house.world.shelf.workflows["refunds"]
    step = flow.steps["pair"]
    lax = replace(step, stages=(replace(step.stages[0], sign_off="click"),))
    house.world.shelf.workflows["refunds"] = replace(flow, steps={**flow.steps, "pair": lax})
    assert await house.decide(card, MARIA) == "counted"
    house.world.shelf.workflows["refunds"] = flow
    assert await approve(house, card, DANA, code(house, DANA)) == "counted", "Maria’s click does not count any more"


@pytest.mark.parametrize("typed", ["1042", " 1042 ", "10 42"])
async def test_a_value_is_typed_before_what_cannot_be_taken_back(house: House, typed: str) -> None:
    card = await coded(house, "final")
    assert await house.decide(card, MARIA) == "needs_typing"
    told = await approve(house, card, MARIA, None, typed="1043")
    assert told == "This is not what stands under Order. Nothing was done."
    assert await approve(house, card, MARIA, None, typed=typed) == "decided"


@pytest.mark.parametrize("typed", ["49.90", "49.9", "EUR 49.90", "eur49.90", "49.90 EUR"])
async def test_a_number_is_compared_as_one(house: House, typed: str) -> None:
    await enrolled(house, MARIA)
    card = await coded(house, "money")
    assert "is not what stands" in await approve(house, card, MARIA, code(house, MARIA), typed="49.91")
    assert await approve(house, card, MARIA, code(house, MARIA), typed=typed) == "decided", "the code was not used up"


async def test_another_key_is_said_and_not_counted(house: House) -> None:
    await enrolled(house, MARIA)
    sealed(house, b"x" * 32)
    told = await approve(house, await coded(house), MARIA, code(house, MARIA))
    assert "Baton’s key is another one now" in told
    assert await refused(house) == []


@pytest.mark.tampers
async def test_verify_holds_the_proof_against_the_record(house: House) -> None:
    await enrolled(house, MARIA)
    card = await coded(house)
    await approve(house, card, MARIA, code(house, MARIA))
    await house.settle()
    assert await house.read(lambda db: list(verify.findings(db))) == []
    for statement, said in (
        ("UPDATE proof SET set_up_at = '2020-01-01T00:00:00.000000+00:00'", "attests another proof of the decision"),
        ("DELETE FROM proof", "attests another proof of the decision"),
    ):
        await house.world.write(lambda db, statement=statement: db.execute(statement))  # type: ignore[misc]
        (found,) = await house.read(lambda db: list(verify.findings(db)))
        assert said in found.what


async def test_the_export_says_which_proof_was_given(house: House) -> None:
    await enrolled(house, MARIA)
    card = await coded(house)
    await approve(house, card, MARIA, code(house, MARIA))
    told = page.page(await house.engine.record.story(card.id), page.Names())
    assert "a click and a one-time code, of codes that were set up" in told


async def test_no_cell_holds_a_code_a_seed_or_a_recovery_code(house: House) -> None:
    await enrolled(house, MARIA, ALEX, WEI)
    typed = code(house, MARIA)
    await approve(house, await coded(house), MARIA, typed)
    await approve(house, await coded(house, order_id="1043"), WEI, "918273")
    held = b"".join(path.read_bytes() for path in house.database.parent.glob("baton.db*")).decode("latin-1")
    for secret in (typed, "918273", seed_of(MARIA), codes.grouped(seed_of(MARIA)), *RECOVERY):
        assert secret not in held
    ballot = Ballot(1, 1, "approve", code="918273")
    assert "918273" not in f"{ballot} {proving.Given('918273', 'ab')}"
