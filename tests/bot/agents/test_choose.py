"""Which agent works on a workflow, with a key and without; and what stops the start."""

import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from bot.agents.choose import Agents, provider
from bot.agents.claude import ClaudeAgent
from bot.budgets import Budgets, Limit, Price
from bot.errors import ConfigError
from bot.loading import load
from bot.settings import Settings, read
from bot.workflows import Team, Workflow
from tests.bot.engine.house import STEPS, workflow_text, write_folder
from tests.fakes.messages import KEY


def flow(tmp_path: Path, agent: str, **top: str) -> Workflow:
    """The workflow of a folder with this agent."""
    text = workflow_text({"keyless": STEPS["keyless"]}, agent=agent, **top)
    return load(write_folder(tmp_path / "workflows", text))[0]["refunds"]


def agents(key: str = KEY, team: Team | None = None, **more: str) -> Agents:
    """The chooser as the app makes it."""
    known = read({"ANTHROPIC_API_KEY": key, **more}, tokens=False)
    return Agents(provider(known, lambda: datetime(2026, 11, 23, tzinfo=UTC), lambda: team or Team()))


@pytest.mark.parametrize(
    ("agent", "key", "kind"),
    [
        ("claude", KEY, "ClaudeAgent"),
        ("auto", KEY, "ClaudeAgent"),
        ("auto", "", "OfflineAgent"),
        ("offline", KEY, "OfflineAgent"),
    ],
)
def test_a_key_decides_and_offline_stays_offline(tmp_path: Path, agent: str, key: str, kind: str) -> None:
    pytest.importorskip("sklearn")
    assert type(agents(key).make(flow(tmp_path, agent))).__name__ == kind


def test_an_example_that_was_corrected_is_learned(tmp_path: Path) -> None:
    pytest.importorskip("sklearn")
    examples = tmp_path / "workflows" / "refunds" / "examples.jsonl"
    first, chooser = flow(tmp_path, "offline"), agents("")
    found = []
    for text in ("1042 never came", "1043 never came"):
        examples.write_text(f'{{"text": "{text}", "step": "keyless"}}\n', encoding="utf-8")
        found.append(chooser.make(load(first.folder.parent)[0]["refunds"]))
    assert found[0] is not found[1]
    assert chooser.make(load(first.folder.parent)[0]["refunds"]) is found[1]


def test_claude_without_a_key_stops_the_start(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="agent claude needs ANTHROPIC_API_KEY"):
        agents("").make(flow(tmp_path, "claude"))


def test_a_limit_on_money_needs_a_price(tmp_path: Path) -> None:
    limited = Team(budgets=Budgets(day=Limit(money=Decimal(5))))
    with pytest.raises(ConfigError, match="no price for the model claude-sonnet-5-5"):
        agents(team=limited).make(flow(tmp_path, "claude"))
    priced = Team(budgets=replace(limited.budgets, prices={"m1": Price(Decimal(1), Decimal(5))}))
    made: Any = agents(team=priced, BATON_MODEL="m1").make(flow(tmp_path, "claude"))
    assert made.version.startswith("m1 ")
    with pytest.raises(ConfigError, match="no price for the model m2"):
        agents(team=priced, BATON_MODEL="m1", BATON_FALLBACK_MODEL="m2").make(flow(tmp_path, "claude"))


def test_a_read_may_not_be_called_like_a_move(tmp_path: Path) -> None:
    found = flow(tmp_path, "claude")
    renamed = replace(found, reads={"finish": found.reads["find_order"]})
    with pytest.raises(ConfigError, match="a read is called finish"):
        agents().make(renamed)


def test_the_version_changes_with_model_and_prompt_and_with_nothing_else(tmp_path: Path) -> None:
    one: Any = agents().make(flow(tmp_path, "claude"))
    again: Any = agents().make(flow(tmp_path, "claude"))
    other: Any = agents(BATON_MODEL="m1").make(flow(tmp_path, "claude"))
    told: Any = agents().make(flow(tmp_path, "claude", instructions="Be brief."))
    assert isinstance(one, ClaudeAgent)
    assert one.version == again.version
    assert len({one.version, other.version, told.version}) == 3


def test_an_address_that_is_none_stops_the_start() -> None:
    with pytest.raises(ConfigError, match="ANTHROPIC_BASE_URL"):
        read({"ANTHROPIC_BASE_URL": "localhost:8080"}, tokens=False)
    assert isinstance(read({"ANTHROPIC_BASE_URL": "http://127.0.0.1:1"}, tokens=False), Settings)


def test_the_sdk_is_not_imported_before_the_first_request() -> None:
    code = "import sys, handlers.app, bot.agents.claude; sys.exit('anthropic' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
