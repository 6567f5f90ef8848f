"""The Claude agent in the workspace: the card as Maria reads it, and what she reads when there is no model."""

from collections.abc import AsyncIterator, Callable
from dataclasses import replace
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

from bot.settings import Settings
from tests.fakes.messages import KEY, Json, Messages, Reply, evidence, failed, proposes, uses
from tests.stories.stage import JONAS, MARIA, REFUNDS, Stage, card, changed, reply, text_of

ASKED = "Hi, 1042 never showed up, the customer wants her money back"
REFUND = {"order_id": "1042", "amount": "49.90", "reason": "Parcel not received"}


class ClaudeStage(Stage):
    """A stage whose bot has a key and a provider on loopback."""

    url = ""

    @property
    def settings(self) -> Settings:
        """With the key."""
        return replace(super().settings, anthropic_key=KEY, anthropic_url=self.url)


def works(asked: Json) -> Reply:
    """A model that looks the order up, proposes with one quote that is there and one that is not, and finishes."""
    results = [block for m in asked["messages"] for block in m["content"] if block["type"] == "tool_result"]
    if not results:
        return uses(("find_order", {"order_id": "1042"}), thinking="Look first.")
    if len(results) > 1:
        return uses(("finish", {"text": ""}))
    said = [evidence("It never came", "1042 never showed up"), evidence("Lost", "lost in the depot", "read:1")]
    return proposes("issue_refund", REFUND, 0.9, evidence=said)


@pytest.fixture(scope="module")
def loaded() -> None:
    """The SDK takes seconds of the processor to load: nobody should wait for it in a story."""
    import_module("anthropic")


@pytest.fixture
async def open_stage(
    tmp_path: Path, samples: Path, loaded: None, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[Callable[..., Any]]:
    monkeypatch.setenv("SHOP_DB", str(tmp_path / "shop.db"))
    async with ClaudeStage(tmp_path, samples) as made:

        async def start(server: Messages) -> ClaudeStage:
            made.url = server.url
            await made.start()
            return made

        yield start


async def test_the_card_tells_what_holds_and_what_does_not(open_stage: Callable[..., Any]) -> None:
    async with Messages(otherwise=works) as model:
        stage = await open_stage(model)
        jonas, maria = await stage.person(JONAS), await stage.person(MARIA)
        asked = await jonas.say(REFUNDS, ASKED)
        shown = await card(maria, "Refund EUR 49.90 for order 1042?")
        words = text_of(shown)
        assert "One quote stands in no source" in words
        assert "lost in the depot" not in words.split("Checked")[1]
        assert "A doubt could change the answer." in words
        assert "Model claude-sonnet-5-5, 1 look-up, " in words
        await maria.click(REFUNDS, shown["ts"], "Approve")
        await changed(maria, REFUNDS, shown["ts"], "Refunded EUR 49.90, order 1042.")
        await reply(jonas, REFUNDS, asked, "Done: refunded EUR 49.90, order 1042.")
        await stage.quiet()
        assert (len(model.requests), model.refused) == (3, [])
        assert stage.record("SELECT state FROM run") == [{"state": "finished"}]


async def test_without_a_model_people_get_the_case_with_the_reason(open_stage: Callable[..., Any]) -> None:
    async with Messages(otherwise=failed(401, "authentication_error")) as model:
        stage = await open_stage(model)
        jonas, maria = await stage.person(JONAS), await stage.person(MARIA)
        await jonas.say(REFUNDS, ASKED)
        shown = await card(maria, "A person should take this", label="Take over")
        words = text_of(shown)
        assert "The model does not work for us just now (the key is not accepted)" in words
        assert ASKED in words
        assert "Paid EUR 49.90 on 3 Nov" in words
        assert "No language model was used." in words
        assert len(model.requests) == 1


async def test_who_asked_hears_that_it_takes_longer(open_stage: Callable[..., Any]) -> None:
    async with Messages(*[failed(503, retry_after="0.01")] * 3, otherwise=works) as model:
        stage = await open_stage(model)
        jonas, maria = await stage.person(JONAS), await stage.person(MARIA)
        asked = await jonas.say(REFUNDS, ASKED)
        await reply(jonas, REFUNDS, asked, "The agent cannot work just now; it tries again")
        await stage.advance(31)
        await card(maria, "Refund EUR 49.90 for order 1042?")
        assert len(model.requests) == 5
