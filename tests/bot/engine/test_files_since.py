"""What owners write into the files, or say, holds for acts alone that were decided before and have not begun."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from tests.bot.engine import earning
from tests.bot.engine.house import House, workflow_text, write_folder

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
