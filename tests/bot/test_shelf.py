"""The workflows in force: read again when a file changed; a broken one changes nothing and is told."""

import os
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from bot.errors import ConfigError
from bot.shelf import Shelf
from bot.workflows import Team, Workflow
from tests.bot.engine.house import workflow_text, write_folder


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with one workflow."""
    return write_folder(tmp_path / "flows", workflow_text({"keyless": ("keyless", dict[str, str]())}))


def change(path: Path, old: str, new: str) -> None:
    path.write_text(path.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")


def test_nothing_changed_is_nothing_read(folder: Path) -> None:
    shelf = Shelf(folder)
    before = shelf.workflows
    assert not shelf.refresh()
    assert shelf.workflows is before


def test_a_change_is_in_force_at_once(folder: Path) -> None:
    shelf = Shelf(folder)
    change(folder / "refunds" / "workflow.yml", '["@leads"]', "[UELSE]")
    assert shelf.refresh()
    step = shelf.step("refunds", "keyless")
    assert step is not None
    assert step.approvers == ("UELSE",)
    assert not shelf.refresh()


def test_a_change_of_the_same_length_is_noticed(folder: Path) -> None:
    path = folder / "refunds" / "workflow.yml"
    shelf = Shelf(folder)
    stamp = path.stat()
    change(path, '"09:00"', '"08:00"')
    os.utime(path, ns=(stamp.st_atime_ns, stamp.st_mtime_ns + 1))
    assert shelf.refresh()


def test_a_broken_file_leaves_the_rules_from_before_and_says_so(folder: Path) -> None:
    shelf = Shelf(folder)
    before = shelf.workflows
    change(folder / "refunds" / "workflow.yml", "quorum", "quorum")
    change(folder / "refunds" / "workflow.yml", "steps:", "stairs:")
    assert shelf.refresh()
    assert shelf.workflows is before
    assert "stairs: this key is not known here" in shelf.trouble
    assert shelf.trouble.endswith("The rules from before stay in force.")
    assert not shelf.refresh()
    change(folder / "refunds" / "workflow.yml", "stairs:", "steps:")
    assert shelf.refresh()
    assert shelf.trouble == ""


@pytest.mark.parametrize("content", [b"\xff\xfe", b"", b"- a", b"? [a]\n: b\n", b"workflow: !!python/name:os.system"])
def test_no_file_whatever_it_holds_raises_inside_a_click(folder: Path, content: bytes) -> None:
    shelf = Shelf(folder)
    before = shelf.workflows
    (folder / "refunds" / "workflow.yml").write_bytes(content)
    assert shelf.refresh()
    assert shelf.workflows is before
    assert shelf.trouble


def test_examples_that_are_no_text_change_nothing(folder: Path) -> None:
    shelf = Shelf(folder)
    (folder / "refunds" / "examples.jsonl").write_bytes(b"\xff\xfe\n")
    assert shelf.refresh()
    assert "examples.jsonl" in shelf.trouble


def test_what_an_editor_leaves_beside_the_tools_stops_nothing(folder: Path) -> None:
    home = folder / "refunds"
    (home / ".#tools.py").symlink_to("maria@desk.7:1")  # Emacs, while the file is open
    (home / "old.py").mkdir()
    shelf = Shelf(folder)
    change(home / "workflow.yml", '["@leads"]', "[UELSE]")
    assert shelf.refresh()
    assert shelf.trouble == ""


def test_a_file_that_cannot_be_read_is_told_and_changes_nothing(folder: Path) -> None:
    shelf = Shelf(folder)
    before = shelf.workflows
    (folder / "refunds" / "part.py").symlink_to("/proc/self/mem")  # a file that fails as it is read
    change(folder / "refunds" / "workflow.yml", '["@leads"]', "[UELSE]")
    assert shelf.refresh()
    assert shelf.workflows is before
    assert "cannot be read: Input/output error" in shelf.trouble


def test_a_workflow_that_comes_and_goes(folder: Path) -> None:
    shelf = Shelf(folder)
    write_folder(folder, workflow_text({"keyless": ("keyless", dict[str, str]())}, workflow="access"), "access")
    assert shelf.refresh()
    assert set(shelf.workflows) == {"refunds", "access"}
    (folder / "access" / "workflow.yml").unlink()
    assert shelf.refresh()
    assert set(shelf.workflows) == {"refunds"}
    assert shelf.workflow("access") is None
    assert shelf.step("access", "keyless") is None
    assert shelf.step("refunds", "fly") is None


def test_the_team_file_is_watched_too(folder: Path) -> None:
    shelf = Shelf(folder)
    assert shelf.team.timezone == "UTC"
    (folder / "team.yml").write_text("timezone: Europe/Lisbon\n", encoding="utf-8")
    assert shelf.refresh()
    assert shelf.team.timezone == "Europe/Lisbon"
    (folder / "team.yml").unlink()
    assert shelf.refresh()
    assert shelf.team.timezone == "UTC"


@pytest.mark.parametrize(
    ("name", "text"), [("team.yml", "timezone: Europe/Lisbon\n"), ("schedule.yml", "regions: {}\n")]
)
def test_a_file_behind_a_link_that_leads_nowhere_is_no_absent_one(folder: Path, name: str, text: str) -> None:
    shared = folder.parent / "shared.yml"
    (folder / name).symlink_to(shared)
    with pytest.raises(ConfigError, match=f"{name}: cannot be read: No such file"):
        Shelf(folder)
    shared.write_text(text, encoding="utf-8")
    shelf = Shelf(folder)
    shelf.refresh()  # what the loading itself left in the folders is seen
    shared.unlink()
    before = shelf.team
    assert shelf.refresh()
    assert shelf.team is before
    assert f"{name}: cannot be read" in shelf.trouble
    shared.write_text(text, encoding="utf-8")
    assert shelf.refresh()
    assert shelf.trouble == ""


@pytest.mark.parametrize("name", ["team.yaml", "schedule.yaml", "refunds/workflow.yaml", "access/workflow.yaml"])
def test_a_file_of_a_name_that_is_not_read_is_told(folder: Path, name: str) -> None:
    (folder / "access").mkdir()
    (folder / name).write_text("owners: [UMARIA]\n", encoding="utf-8")
    with pytest.raises(ConfigError) as caught:
        Shelf(folder)
    good = Path(name).with_suffix(".yml").name
    assert str(caught.value) == f"{folder / name}: is not read by this name; call it {good}."


def test_the_last_workflow_taken_away_stays_in_force(folder: Path) -> None:
    shelf = Shelf(folder)
    (folder / "refunds" / "workflow.yml").unlink()
    assert shelf.refresh()
    assert set(shelf.workflows) == {"refunds"}
    assert "holds no workflow" in shelf.trouble


def test_at_the_start_a_wrong_file_stops_it(folder: Path) -> None:
    change(folder / "refunds" / "workflow.yml", "steps:", "stairs:")
    with pytest.raises(ConfigError, match="stairs"):
        Shelf(folder)


def test_what_the_judge_refuses_is_not_put_in_force(folder: Path) -> None:
    shelf = Shelf(folder)

    def judge(workflows: Mapping[str, Workflow], team: Team) -> None:
        raise ConfigError("Nobody could approve that.")

    shelf.judge = judge
    change(folder / "refunds" / "workflow.yml", '["@leads"]', "[UNOBODY]")
    assert shelf.refresh()
    step = shelf.step("refunds", "keyless")
    assert step is not None
    assert step.approvers == ("@leads",)
    assert shelf.trouble == "Nobody could approve that. The rules from before stay in force."


def test_what_comes_while_a_folder_is_listed_is_noticed_at_the_next_look(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    Shelf(folder)  # what the loading itself leaves in the folders is there
    listed = Path.glob

    def comes_behind(path: Path, pattern: str) -> Iterator[Path]:
        yield from list(listed(path, pattern))
        if pattern == "*/workflow.yml" and not (folder / "access").exists():
            write_folder(folder, workflow_text({"keyless": ("keyless", dict[str, str]())}, workflow="access"), "access")

    monkeypatch.setattr(Path, "glob", comes_behind)
    shelf = Shelf(folder)
    monkeypatch.undo()
    shelf.refresh()
    change(folder / "access" / "workflow.yml", '["@leads"]', "[UELSE]")
    assert shelf.refresh()
    step = shelf.step("access", "keyless")
    assert step is not None
    assert step.approvers == ("UELSE",)
