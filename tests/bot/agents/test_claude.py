"""The talk with the model, from the request to the end: what is sent, what is kept, what people see."""

import json

from tests.bot.agents.conftest import Open
from tests.bot.engine.house import MARIA
from tests.fakes.messages import evidence, proposes, uses

REFUND = {"order_id": "1042", "amount": "49.90", "kind": "goods", "note": None}
LOOK = uses(("find_order", {"order_id": "1042"}), thinking="Look first.")


async def test_a_case_goes_from_the_request_to_the_end(desk: Open) -> None:
    said = evidence("The customer says it never came", "1042 never came")
    paid = evidence("Paid 49.90", '"paid": "49.90"', "read:1")
    done = uses(("finish", {"text": ""}))
    house, model = await desk(LOOK, proposes("keyless", REFUND, 0.8, evidence=[said, paid]), done)
    card = await house.open_of(await house.ask())
    assert (card.step, card.args["amount"], card.score) == ("keyless", "49.90", 0.8)
    assert [fact.source for fact in card.brief.facts] == ["the request", "order"]
    assert card.brief.unfound == ()
    assert card.brief.how.startswith("Model claude-sonnet-5-5, 1 look-up, ")
    await house.decide(card, MARIA)
    await house.settle()
    assert (await house.run(card.request_id)).state == "finished"
    assert (len(model.requests), model.refused) == (3, [])
    last = json.loads(model.requests[-1]["messages"][-1]["content"][0]["content"].split("\n")[1])
    assert last["outcomes"][0]["verdict"] == "approved"
    assert last["outcomes"][0]["result"] == {"refunded": "49.90"}
