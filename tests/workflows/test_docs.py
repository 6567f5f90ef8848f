"""`docs/workflows.md` against the code: its smallest workflow loads and runs, and no key is left out or made up."""

import re
from datetime import UTC, datetime
from pathlib import Path

import pytest
from pydantic import BaseModel

from bot import files, loading, schedule
from bot.tools import Call, ToolRefused
from bot.workflows import Words

DOCS = Path(__file__).parents[2] / "docs"
DOC = (DOCS / "workflows.md").read_text(encoding="utf-8")


def block(language: str) -> str:
    found = re.search(rf"```{language}\n(.*?)```", DOC, re.DOTALL)
    assert found is not None
    return found[1]


def rows(heading: str) -> set[str]:
    """The keys in the first column of the table under a heading."""
    section = DOC.split(f"{heading}\n", 1)[1].split("\n#", 1)[0]
    return {row[1] for row in re.finditer(r"^\| `(\w+)` \|", section, re.MULTILINE)}


@pytest.mark.parametrize(
    ("heading", "model"),
    [("## workflow.yml", files.WorkflowFile), ("### Each step", files.StepFile), ("## team.yml", files.TeamFile)],
)
def test_the_tables_hold_the_keys_that_the_loader_takes(heading: str, model: type[BaseModel]) -> None:
    assert rows(heading) == set(model.model_fields)


def test_the_words_of_a_step_are_all_told() -> None:
    assert all(f"`{name}`" in DOC for name in Words.model_fields)


def test_the_smallest_workflow_loads_and_runs_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "vouchers"
    folder.mkdir()
    (folder / "workflow.yml").write_text(block("yaml"))
    (folder / "tools.py").write_text(block("python"))
    monkeypatch.chdir(tmp_path)
    step = loading.load(tmp_path)[0]["vouchers"].steps["issue_voucher"]
    args = step.tool.model.model_validate({"customer": "C-1234", "value": 20})
    call = Call("H-1-1", 1, 1, "issue_voucher", ("U02MARIA",), datetime(2026, 11, 22, tzinfo=UTC))
    assert step.ask(args.model_dump()) == "Issue a voucher: C-1234, EUR 20?"
    assert step.tool.read_back is not None
    assert step.tool.read_back(args, call) is None
    assert step.tool(args, call) == step.tool(args, call) == step.tool.read_back(args, call) == {"voucher": "H-1-1"}
    assert len(list((tmp_path / "vouchers.d").iterdir())) == 1
    with pytest.raises(ToolRefused):
        step.tool(step.tool.model.model_validate({"customer": "C-0000", "value": 1}), call)


def test_the_example_of_a_schedule_holds_the_keys_that_the_loader_takes() -> None:
    example = (DOCS / "oncall.md").read_text(encoding="utf-8").split("```yaml\n")[1].split("```")[0]
    models = (schedule.RegionFile, schedule.RotationFile, schedule.OverrideFile, schedule.LegFile)
    fields = {field.alias or name for model in models for name, field in model.model_fields.items()}
    named = set(re.findall(r"(?:^|[{,-]) *(\w+):", example, re.M))
    assert fields - named == {"gaps"}, "told below the example"
