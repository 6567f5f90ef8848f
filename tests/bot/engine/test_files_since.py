"""What owners write into the files, or say, holds for acts alone that were decided before and have not begun."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from bot import proofs
from tests.bot.engine import earning
from tests.bot.engine.house import ALEX, House, workflow_text, write_folder
from tests.bot.engine.outside import Outside
from tests.bot.engine.test_checks import waiting

Build = Callable[..., House]


def steps(**keys: str) -> str:
    """A workflow file with one step that acts alone once it has earned it."""
    return workflow_text({"reversible": ("reversible", {"allow": '{note: ["*@example.com"]}', **keys})})


def rewrite(house: House, text: str) -> None:
    """An owner saves the file."""
    (house.folder / "refunds" / "workflow.yml").write_text(text, encoding="utf-8")
    house.clock.advance(seconds=30)


@pytest.fixture
async def house(build: Build, tmp_path: Path) -> House:
    """A house with files of its own, whose step has earned its right."""
    made = build(folder=write_folder(tmp_path / "flows", steps()))
    made.world.shelf.team = replace(made.world.shelf.team, owners=("UALEX",))
    await earning.earned(made)
    return made


async def test_a_longer_list_of_recipients_starts_from_zero(house: House) -> None:
    told: dict[str, Any] = {"note": "eve@attacker.test"}
    assert (await earning.acts(house, "1042", **told)).reasons[0] == "On no list: eve@attacker.test."
    rewrite(house, steps(allow='{note: ["*@example.com", "*@attacker.test"]}'))
    card = await earning.acts(house, "1043", **told)
    assert (card.state, card.reasons) == ("waiting", ("Every “Refund an order” is reviewed for now.",))
    assert (await earning.channel(house, "anew"))[0]["why"] == "The step changed on 23 Nov"


SINCE = {
    "never": ({"error_limit": "never"}, "Every “Refund an order” is asked, as its file says."),
    "a limit": ({"error_limit": "2%"}, "It asks first again."),
    "a maximum": ({"max": "{amount: 1}"}, "Over EUR 1."),
    "critical": ({"risk": "critical"}, "Always asked: critical steps never act alone."),
    "a rule": ({"rules": "[{when: {amount: {over: 1}}, risk: high}]"}, "Over EUR 1."),
    "a list": ({"allow": '{note: ["*@example.org"]}'}, "What it acts alone by changed before it began."),
}


@pytest.mark.parametrize(("keys", "reason"), SINCE.values(), ids=list(SINCE))
async def test_what_the_files_forbid_since_becomes_a_card(
    house: House, outside: Outside, keys: dict[str, str], reason: str
) -> None:
    act = await waiting(house, "1042")
    ran = len(outside.calls)
    await house.kill()
    rewrite(house, steps(**keys))
    await house.start()
    assert len(outside.calls) == ran
    card = await house.open_of(act.request_id)
    assert (act.way, card.way, card.reasons) == ("act", "never", (reason,))
    assert await house.decide(card) == "decided"
    await house.settle()
    assert outside.calls[-1].handoff_id == card.id
    assert await house.read(proofs.findings) == []


async def test_what_the_files_say_of_people_and_deadlines_stops_nothing(house: House, outside: Outside) -> None:
    act = await waiting(house, "1042")
    await house.kill()
    rewrite(house, steps(quorum="2", deadline="10m"))
    await house.start()
    assert outside.calls[-1].handoff_id == act.id


async def test_files_that_change_while_it_looks_up_count_too(house: House, outside: Outside) -> None:
    class Slow(dict[str, dict[str, Any]]):
        """Orders; looking one up takes so long that an owner saves the file meanwhile."""

        def get(self, key: str, default: Any = None) -> Any:
            rewrite(house, steps(error_limit="never"))
            return super().get(key, default)

    house.agent.reads = ["1042"]
    act = await waiting(house, "1042")
    ran, outside.orders = len(outside.calls), Slow()
    await house.settle()
    assert len(outside.calls) == ran
    assert (await house.open_of(act.request_id)).reasons == (SINCE["never"][1],)


async def test_a_tool_that_changed_since_becomes_a_card(house: House, outside: Outside) -> None:
    act = await waiting(house, "1042")
    ran = len(outside.calls)
    flow = house.world.shelf.workflows["refunds"]
    step = flow.steps["reversible"]
    changed = replace(step, tool=replace(step.tool, changed_at=house.clock()))
    house.world.shelf.workflows["refunds"] = replace(flow, steps={"reversible": changed})
    await house.settle()
    assert len(outside.calls) == ran
    assert (await house.open_of(act.request_id)).reasons == ("The tool changed on 23 Nov.",)


@pytest.mark.parametrize(("most", "left"), [(0, 0), (2, 2), (3, 3)])
async def test_a_cap_counts_what_was_decided_and_has_not_begun(
    house: House, outside: Outside, most: int, left: int
) -> None:
    acts = [await waiting(house, f"104{number}") for number in range(3)]
    ran = len(outside.calls)
    await house.engine.afterwards.hold(house.click(ALEX), "refunds", "reversible", most=most)
    await house.settle()
    assert [call.handoff_id for call in outside.calls[ran:]] == [act.id for act in acts[:left]]
    for act in acts[left:]:
        (reason,) = (await house.open_of(act.request_id)).reasons
        assert reason == f"{most} acted alone today, as many as Alex allows."


async def test_what_was_decided_before_midnight_is_none_of_the_new_day(house: House, outside: Outside) -> None:
    act = await waiting(house, "1042")
    await house.engine.afterwards.hold(house.click(ALEX), "refunds", "reversible", most=1)
    house.clock.advance(days=1)
    await house.settle()
    assert outside.calls[-1].handoff_id == act.id
