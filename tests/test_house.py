"""The house itself: what every file must hold, and that what is written about the code is so."""

import ast
import gc
import json
import re
import subprocess
import sys
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

from bot import loading, settings
from handlers import cli

HOUSE = Path(__file__).parents[1]
ROOMS = ("bot", "handlers", "storage", "workspace")
SCHEMA = HOUSE.parent / "shared" / "data" / "slack" / "manifest" / "slack-app-manifest.schema.json"
STANDARD = sys.stdlib_module_names
MOST_LINES, MOST_LINES_OF_A_FUNCTION = 400, 50
README = (HOUSE / "README.md").read_text()
# In halves, so that this file does not name what no file may name.
REGISTRIES = ["py" + "pi.org", "python" + "hosted", "npm" + "js.org", "npm" + "js.com", "deb.debian" + ".org"]
FOREIGN = re.compile(
    "|".join([*(re.escape(host) for host in REGISTRIES), r"/(home|root|Users)/[a-z.]+/", re.escape(f"{HOUSE}/")])
)


@cache
def files() -> tuple[Path, ...]:
    """Everything that is, or is about to be, committed."""
    listed = subprocess.run(
        ["git", "ls-files", "-co", "--exclude-standard"], cwd=HOUSE, capture_output=True, text=True, check=False
    )
    if listed.returncode:
        pytest.skip("this is no git work tree: nobody can say which files belong to it")
    return tuple(path for name in listed.stdout.splitlines() if (path := HOUSE / name).is_file())


def name(path: Path) -> str:
    return str(path.relative_to(HOUSE))


@cache
def modules() -> dict[str, ast.Module]:
    gc.disable()  # a million nodes, none of them garbage: to look through them takes longer than to read them
    trees = {name(path): ast.parse(path.read_text()) for path in files() if path.suffix == ".py"}
    gc.freeze()
    gc.enable()
    return trees


def product() -> dict[str, ast.Module]:
    return {path: tree for path, tree in modules().items() if not path.startswith(("tests/", "bench/"))}


# --- every file ------------------------------------------------------------------------------------------------------


def test_every_module_says_what_it_is() -> None:
    silent = [path for path, tree in modules().items() if tree.body and not ast.get_docstring(tree)]
    assert silent == []


def test_everything_public_says_what_it_is() -> None:
    silent = [f"{path}:{each.lineno} {each.name}" for path in product() for each in public(product()[path])]
    assert silent == []


def public(tree: ast.Module | ast.ClassDef) -> list[Any]:
    """Public classes and functions without a docstring, at the top of a module or of a public class."""
    found = []
    for node in tree.body:
        if not isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef) or node.name.startswith("_"):
            continue
        found += [] if ast.get_docstring(node) else [node]
        found += public(node) if isinstance(node, ast.ClassDef) else []
    return found


def test_no_module_is_too_long() -> None:
    lengths = {path: len((HOUSE / path).read_text().splitlines()) for path in product()}
    assert {path: lines for path, lines in lengths.items() if lines > MOST_LINES} == {}


def test_no_function_is_too_long() -> None:
    lengths = {
        f"{path}:{node.lineno} {node.name}": (node.end_lineno or node.lineno) - node.lineno + 1
        for path, tree in product().items()
        for node in functions(tree)
    }
    assert {each: lines for each, lines in lengths.items() if lines > MOST_LINES_OF_A_FUNCTION} == {}


def functions(tree: ast.AST) -> list[ast.FunctionDef | ast.AsyncFunctionDef]:
    return [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]


def test_no_file_names_a_registry_or_a_path_of_one_machine() -> None:
    assert [found for path in files() for found in foreign(path)] == []


def foreign(path: Path) -> list[str]:
    try:
        text = path.read_text()
    except UnicodeDecodeError:
        return []
    return [f"{name(path)}: {found[0]}" for found in FOREIGN.finditer(text)]


def test_a_registry_and_a_foreign_path_would_be_seen(tmp_path: Path) -> None:
    for text in (f"https://{REGISTRIES[0]}/simple", "/home/" + "maria/baton", f"{HOUSE}/bot"):
        assert FOREIGN.search(text), text
    assert not FOREIGN.search("/archives/C02REFUNDS/p1700000000000100 and bot/loading.py")


def test_nothing_is_left_undone() -> None:
    marks = re.compile(r"\b(TODO|FIXME|XXX|NotImplementedError)\b")
    assert [path for path in product() if marks.search((HOUSE / path).read_text())] == []


# --- tests -----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Tried:
    """A function of the tests: whether it holds an assertion itself, and the names of what it calls."""

    where: str
    name: str
    asserts: bool
    calls: frozenset[str]


@cache
def tried() -> tuple[Tried, ...]:
    return tuple(
        Tried(f"{path}:{node.lineno} {node.name}", node.name, *asserts_and_calls(node))
        for path, tree in modules().items()
        if path.startswith("tests/")
        for node in functions(tree)
    )


def asserts_and_calls(tree: ast.AST) -> tuple[bool, frozenset[str]]:
    inside = list(ast.walk(tree))
    calls = [node.func for node in inside if isinstance(node, ast.Call)]
    names = frozenset(call.id if isinstance(call, ast.Name) else getattr(call, "attr", "") for call in calls)
    return any(isinstance(node, ast.Assert) for node in inside), names


def test_no_test_is_without_an_assertion() -> None:
    asserting = {"raises", "expect"}
    while more := {each.name for each in tried() if each.asserts or each.calls & asserting} - asserting:
        asserting |= more
    tests = [each for each in tried() if each.name.startswith("test_")]
    assert len(tests) > 100
    assert [each.where for each in tests if not (each.asserts or each.calls & asserting)] == []


def test_no_test_double_is_a_mock() -> None:
    word = "unittest." + "mock"
    assert [path for path in modules() if word in (HOUSE / path).read_text() and path != name(Path(__file__))] == []


# --- what stands in the README ---------------------------------------------------------------------------------------


def section(title: str) -> str:
    return README.split(f"\n## {title}\n", 1)[1].split("\n## ", 1)[0]


def first_cells(text: str) -> list[str]:
    """What stands in backticks in the first column of the tables in `text`."""
    return re.findall(r"^\| `([^`]+)`", text, re.M)


def test_the_commands_are_those_that_there_are(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        cli.main(["--help"])
    told = capsys.readouterr().out
    commands = re.findall(r"^    ([a-z]+)\b", told.split("environment:")[0], re.M)
    shown = [cell.removeprefix("baton ") for cell in first_cells(section("Commands")) if cell.startswith("baton ")]
    assert ended.value.code == 0
    assert sorted(shown) == sorted(commands)


@pytest.mark.parametrize("command", re.findall(r"\| `baton ([a-z]+)`", README))
def test_every_command_has_help(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        cli.main([command, "--help"])
    assert ended.value.code == 0
    assert len(capsys.readouterr().out) > 200


def test_the_variables_are_those_that_are_read() -> None:
    source = Path(settings.__file__).read_text()
    read = set(re.findall(r'environment\.get\("([A-Z_]+)"', source)) | set(re.findall(r'os\.environ\["(\w+)"', source))
    shown = {cell for cell in first_cells(section("Commands")) if cell.isupper()}
    assert shown == read
    told = set(re.findall(r"^  ([A-Z_]+) ", cli.EPILOG, re.M))
    assert told == read - {"SHOP_DB"}


def test_every_word_for_make_is_a_target() -> None:
    targets = set(re.findall(r"^([a-z]+):.*## ", (HOUSE / "Makefile").read_text(), re.M))
    named = set(re.findall(r"(?:`|^    )make ([a-z]+)", README, re.M))
    assert {"demo", "test", "check", "bench"} <= named <= targets
    assert {"help", "torture"} <= targets


def test_make_tells_what_there_is() -> None:
    told = subprocess.run(["make"], cwd=HOUSE, capture_output=True, text=True, check=True).stdout
    assert "make demo" in told
    assert "make test" in told


def test_every_place_on_the_map_is_there() -> None:
    named = re.findall(r"(?:^|\s)([a-z_/]+(?:\.py|/))(?=[\s,:.;])", section("The rooms").split("```")[1])
    there = [f"/{name(path)}" for path in files()]
    missing = [each for each in named if not any(f"/{each}" in path for path in there)]
    assert len(named) >= 15
    assert missing == []


def test_the_workflow_in_the_readme_is_one(tmp_path: Path) -> None:
    block = README.split("```yaml\n", 1)[1].split("```", 1)[0]
    assert len(block.splitlines()) <= 10
    folder = tmp_path / "refunds"
    folder.mkdir()
    (folder / "workflow.yml").write_text(block)
    (folder / "tools.py").write_text(TOOL)
    workflows, _ = loading.load(tmp_path)
    step = workflows["refunds"].steps["issue_refund"]
    assert (step.deadline_seconds, step.on_timeout, step.quorum) == (1800, "hold", 1)


TOOL = '''"""A tool."""
from pydantic import BaseModel
from bot.tools import Call, tool
class Refund(BaseModel):
    order_id: str
@tool(effect=True)
def issue_refund(args: Refund, call: Call) -> dict[str, str]:
    return {}
'''


def test_every_link_and_file_named_in_the_readme_is_there() -> None:
    named = set(re.findall(r"`((?:docs|workflows|tests)/[\w./-]+|manifest\.yml|\.ci/run)`", README))
    named |= set(re.findall(r'src="([^"]+)"', README))
    assert len(named) >= 4
    assert [each for each in named if not (HOUSE / each).exists()] == []


# --- what stands in docs ---------------------------------------------------------------------------------------------


def test_decisions_are_short_and_numbered() -> None:
    records = sorted((HOUSE / "docs" / "decisions").glob("*.md"))
    lengths = {path.name: len(path.read_text().splitlines()) for path in records}
    assert {each: lines for each, lines in lengths.items() if not 10 <= lines <= 30} == {}
    for number, path in enumerate(records, start=1):
        assert path.name.startswith(f"{number:04}-")
        assert path.read_text().startswith(f"# {number}. ")


def test_the_glossary_points_at_what_is_there() -> None:
    rows = re.findall(r"^\| ([^|]+) \| .* \| `([^`]+)` \|$", (HOUSE / "docs" / "glossary.md").read_text(), re.M)
    assert len(rows) > 30
    assert [word for word, where in rows if not (HOUSE / where).exists()] == []


# --- what is installed -----------------------------------------------------------------------------------------------


def test_every_dependency_has_an_exact_version() -> None:
    project = tomllib.loads((HOUSE / "pyproject.toml").read_text())
    wanted = [*project["project"]["dependencies"], *project["build-system"]["requires"]]
    wanted += [each for extra in project["project"]["optional-dependencies"].values() for each in extra]
    lines = [line for line in (HOUSE / "constraints.txt").read_text().splitlines() if not line.startswith("#")]
    pinned = {distribution(line) for line in lines}
    assert all(re.fullmatch(r"[A-Za-z0-9._-]+==[0-9][0-9a-z.]*", line) for line in lines)
    assert [each for each in wanted if distribution(each) not in pinned] == []


def distribution(requirement: str) -> str:
    found = re.match(r"[A-Za-z0-9._-]+", requirement)
    assert found, requirement
    return re.sub(r"[-_.]+", "-", found[0]).lower()


def test_everything_that_is_imported_is_required() -> None:
    project = tomllib.loads((HOUSE / "pyproject.toml").read_text())
    extras = project["project"]["optional-dependencies"]
    named_by = [*project["project"]["dependencies"], *extras["offline"], *extras["mcp"], *extras["evaluate"]]
    wanted = {distribution(each) for each in named_by}
    named = {"yaml": "pyyaml", "sklearn": "scikit-learn", "scipy": "scikit-learn"}
    roots = {root for path, tree in modules().items() if path.startswith(ROOMS) for root in imported(tree)}
    foreign_roots = {root for root in roots if root not in ROOMS and root not in STANDARD}
    assert {root for root in foreign_roots if distribution(named.get(root, root)) not in wanted} == set()


def imported(tree: ast.Module) -> set[str]:
    found = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    found |= {node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    return {each.split(".")[0] for each in found}


@pytest.mark.skipif(not SCHEMA.exists(), reason="Slack's schema of app manifests is not on this machine")
def test_the_manifest_is_one() -> None:
    schema = json.loads(SCHEMA.read_text())
    manifest = yaml.safe_load((HOUSE / "manifest.yml").read_text())
    validator = jsonschema.validators.validator_for(schema)(schema)
    assert [f"{list(error.path)}: {error.message}" for error in validator.iter_errors(manifest)] == []
    assert list(validator.iter_errors(manifest | {"settings": {"socket_mode_enabled": "yes"}}))
