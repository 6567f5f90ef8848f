"""`baton workflow`: a new folder runs at once, a check names file and line, a trial shows card and log."""

from pathlib import Path

import pytest

from tests.stories.stage import GENERAL, JONAS, MARIA, Stage, card, changed, direct, has_button
from tests.stories.test_terminal import baton, says

TEXT = "a monitor for Alice please"


@pytest.fixture
def env(tmp_path: Path) -> dict[str, str]:
    return {"BATON_WORKFLOWS": str(tmp_path / "flows"), "BATON_DB": str(tmp_path / "baton.db")}


async def test_a_new_workflow_is_checked_and_tried(tmp_path: Path, env: dict[str, str]) -> None:
    made = await baton("workflow", "new", "team-gear", env=env)
    assert made.code == 0, made.err
    assert "baton workflow try team-gear" in made.out
    checked = await baton("workflow", "check", env=env)
    assert (checked.code, checked.err) == (0, "")
    assert checked.out.startswith("team-gear: fine. Team gear, in #general")
    tried = await baton("workflow", "try", "team-gear", TEXT, env=env)
    assert tried.code == 0, tried.err
    lines = tried.out.splitlines()
    assert lines[0] == "Order a monitor for Alice?"
    assert "• One monitor costs EUR 240.00 (catalogue)" in lines
    assert '  read  find_item {"item": "monitor"} → {"facts"' in tried.out
    assert lines[-1] == "Nothing was run, posted or kept."
    assert not (tmp_path / "flows" / "team-gear" / "orders.jsonl").exists()
    assert not (tmp_path / "baton.db").exists()


async def test_a_name_that_stands_or_cannot_be_one(env: dict[str, str]) -> None:
    assert (await baton("workflow", "new", "gear", env=env)).code == 0
    says(await baton("workflow", "new", "gear", env=env), "is there already. Nothing was written.")
    says(await baton("workflow", "new", "Gear!", env=env), "cannot be the name of a workflow")
    says(await baton("workflow", "check", env={**env, "BATON_WORKFLOWS": "docs"}), "There is no workflow in docs.")
    says(await baton("workflow", "new", "../gear", env=env), "cannot be the name of a workflow")
    says(await baton("workflow", "try", "other", "x", env=env), "There is no ", "other/workflow.yml")
    says(await baton("workflow", "try", "gear", " ", env=env), "There is no text.")


async def test_every_wrong_file_is_named_with_its_line(tmp_path: Path, env: dict[str, str]) -> None:
    await baton("workflow", "new", "gear", env=env)
    await baton("workflow", "new", "desk", env=env)
    file = tmp_path / "flows" / "gear" / "workflow.yml"
    file.write_text(file.read_text(encoding="utf-8").replace("    title: Order", "    titel: Order"), encoding="utf-8")
    (tmp_path / "flows" / "team.yml").write_text("colour: blue\n", encoding="utf-8")
    checked = await baton("workflow", "check", env=env)
    assert checked.code == 1
    lines = checked.out.splitlines()
    assert lines[0].startswith("desk: fine.")
    assert any(f"{file}, line 13: steps.order_item.titel: this key is not known here" in line for line in lines)
    assert any("team.yml, line 1: colour: this key is not known here" in line for line in lines)
    assert lines[-1] == "2 to correct."
    says(await baton("workflow", "try", "gear", "x", env=env), f"{file}, line 13: steps.order_item.titel")
    says(await baton("workflow", "try", "desk", "x", env=env), f"{file.parent.parent}/team.yml, line 1: colour")
    assert (await baton("workflow", "check", "desk", env=env)).code == 1, "the team's file counts"
    (tmp_path / "flows" / "team.yml").unlink()
    assert (await baton("workflow", "check", "desk", env=env)).code == 0


async def test_what_stops_the_start_is_found_by_the_check(tmp_path: Path, env: dict[str, str]) -> None:
    flows = tmp_path / "flows"
    for name in ("desk", "gear", "keys", "tape"):
        await baton("workflow", "new", name, env=env)
    for name, before, after in (
        ("gear", "workflow: gear", "workflow: desk"),
        ("keys", "agent: auto", "agent: tools:Nobody"),
        ("tape", "reads: [", "reads: [mcp:crm/find, "),
    ):
        file = flows / name / "workflow.yml"
        text = file.read_text(encoding="utf-8")
        assert text.count(before) == 1, text
        file.write_text(text.replace(before, after), encoding="utf-8")
    (flows / "schedule.yaml").write_text("rotations: {}\n", encoding="utf-8")
    checked = await baton("workflow", "check", env=env)
    assert checked.code == 1
    for said in (
        f"{flows}/gear/workflow.yml, line 2: workflow: the workflow desk is defined twice, in {flows}/desk/",
        "agent: tools.py has no Nobody.",
        "reads.0: team.yml names no server crm (a new one wants a restart); known are none.",
        f"{flows}/schedule.yaml: is not read by this name; call it schedule.yml.",
        "\n4 to correct.",
    ):
        assert said in checked.out, checked.out


async def test_who_is_on_call_may_stand_in_a_workflow_that_is_tried(tmp_path: Path, env: dict[str, str]) -> None:
    await baton("workflow", "new", "gear", env=env)
    file = tmp_path / "flows" / "gear" / "workflow.yml"
    lines = file.read_text(encoding="utf-8").splitlines()
    lines = ['    approvers: ["oncall:desk"]' if "approvers:" in line else line for line in lines]
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    schedule = 'rotations:\n  desk:\n    people: ["@maria"]\n'
    (tmp_path / "flows" / "schedule.yml").write_text(schedule, encoding="utf-8")
    tried = await baton("workflow", "try", "gear", TEXT, env=env)
    assert (tried.code, tried.err) == (0, "")
    assert tried.out.startswith("Order a monitor for Alice?")


async def test_a_new_workflow_runs(tmp_path: Path, env: dict[str, str]) -> None:
    await baton("workflow", "new", "gear", env=env)
    async with Stage(tmp_path, tmp_path / "flows") as stage:
        await stage.start()
        maria, jonas = await stage.person(MARIA), await stage.person(JONAS)
        await jonas.command("/handoff", TEXT, GENERAL)
        shown = await card(maria, "Order a monitor for Alice?", GENERAL)
        assert has_button(shown, "Edit")
        await maria.click(GENERAL, shown["ts"], "Approve")
        await changed(maria, GENERAL, shown["ts"], "Ordered a monitor for Alice.")
        await direct(jonas, "Done: ordered a monitor for Alice.")
    orders = (tmp_path / "flows" / "gear" / "orders.jsonl").read_text(encoding="utf-8").splitlines()
    assert len(orders) == 1
