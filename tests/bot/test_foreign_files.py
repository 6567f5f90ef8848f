"""Files and people of a team that nobody here knows: limits on words, agents that are none, bots that ask."""

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from bot import policy
from bot.agents.choose import Agents
from bot.errors import ConfigError
from bot.holes import impossible
from bot.loading import load
from bot.people import Member, People
from bot.workflows import Workflow
from storage.models import Brief
from tests.bot.engine.house import PEOPLE, STEPS, workflow_text, write_folder

MINE = """
class MyAgent:
    def next(self, case, log): ...


class Needy:
    def __init__(self, workflow, model): ...

    async def next(self, case, log): ...


class Broken:
    def __init__(self):
        raise KeyError("MODEL")

    async def next(self, case, log): ...
"""


def loaded(folder: Path, steps: Mapping[str, tuple[str, dict[str, str]]] = STEPS, **top: str) -> Workflow:
    return load(write_folder(folder, workflow_text(steps, **top)))[0]["refunds"]


@pytest.mark.parametrize(("limit", "stops"), [("{amount: 500}", False), ("{note: 500}", True), ("{order_id: 1}", True)])
def test_only_numbers_can_be_held_to_a_limit(tmp_path: Path, limit: str, stops: bool) -> None:
    steps = {"limited": ("keyless", {"max": limit})}
    if not stops:
        assert loaded(tmp_path, steps).steps["limited"].max == {"amount": Decimal(500)}
        return
    with pytest.raises(ConfigError, match=r"workflow.yml, line 1\d: steps.limited.max: .* is no number"):
        loaded(tmp_path, steps)


@pytest.mark.parametrize(
    ("agent", "words"),
    [
        ("tools:Nobody", "tools.py has no Nobody."),
        ("tools:MyAgent", "needs to be a class with"),
        ("tools:Needy", "tools:Needy cannot be made: TypeError: .*'model'."),
        ("tools:Broken", "tools:Broken cannot be made: KeyError: 'MODEL'."),
    ],
)
def test_an_agent_that_is_none_is_named_with_file_and_line(tmp_path: Path, agent: str, words: str) -> None:
    write_folder(tmp_path, workflow_text(agent=agent))
    with (tmp_path / "refunds" / "tools.py").open("a", encoding="utf-8") as file:
        file.write(MINE)
    workflow = load(tmp_path)[0]["refunds"]
    with pytest.raises(ConfigError, match=rf"refunds/workflow.yml, line \d+: agent: .*{words}"):
        Agents().make(workflow)


def test_a_limit_without_a_unit_says_of_what(tmp_path: Path) -> None:
    step = loaded(tmp_path).steps["limited"]
    assert step.unit("amount") == "EUR"
    over = policy.decide(step, {"amount": "900"}, Brief())
    assert isinstance(over, policy.Ask)
    assert over.reasons[0] == "Over EUR 500."
    bare = replace(step, max={"note": Decimal(3)})
    noted = policy.decide(bare, {"note": "4"}, Brief())
    assert isinstance(noted, policy.Ask)
    assert noted.reasons[0] == "Note over 3."


def test_handles_of_a_team_whose_groups_cannot_be_read_say_so(tmp_path: Path) -> None:
    step = loaded(tmp_path).steps["keyed"]
    assert impossible(step, PEOPLE) == ""
    assert "no user group can be read here" in impossible(step, replace(PEOPLE, groups={}))


def test_a_bot_is_called_by_its_name() -> None:
    form = Member("UFORM", "T1", "Order form", "form", is_bot=True, bot="B0FORM")
    people = People("T1", members={"UFORM": form, "UX": Member("UX", "T1", "Xenia")})
    assert [people.name(each) for each in ("B0FORM", "B0OTHER", "UFORM", "UX")] == [
        "Order form",
        "B0OTHER",
        "Order form",
        "Xenia",
    ]


@pytest.mark.parametrize("zone", ["Europe", "nowhere", "../etc", "A" * 300, '""'])
def test_a_time_zone_that_is_none_is_named_with_its_line(tmp_path: Path, zone: str) -> None:
    write_folder(tmp_path)
    (tmp_path / "team.yml").write_text(f"ops: '#x'\ntimezone: {zone}\n", encoding="utf-8")
    with pytest.raises(ConfigError, match=r"team.yml, line 2: timezone: a name such as Europe/Lisbon is expected"):
        load(tmp_path)
