"""Workflow files: for each wrong key or value the file, the line and what is expected; and what right ones become."""

from datetime import time
from decimal import Decimal
from pathlib import Path

import pytest

from bot import files
from bot.errors import ConfigError
from bot.loading import load, load_team, load_workflow
from bot.workflows import Rung

WORKFLOW = """\
workflow: refunds
title: Customer refunds
channel: "#refunds"
listen: true
requesters: members
agent: auto
min_seconds: 3
digest: "09:00"
instructions: Look first.
reads: [tools:find]
steps:
  issue:
    title: Refund an order
    tool: tools:issue
    risk: normal
    approvers: ["@leads", U02MARIA]
    quorum: 1
    sign_off: click
    self_approval: false
    error_limit: 5%
    max: {amount: 500}
    once: [order_id]
    reasons: [Not entitled, {text: Fraud, private: true}]
    timeout: 30s
    undo: 5s
    deadline: 30m
    escalate: ["@heads"]
    on_timeout: hold
    words:
      ask: "Refund {amount}?"
      each: refund
examples: examples.jsonl
"""
TOOLS = """
from decimal import Decimal
from pydantic import BaseModel
from bot.tools import tool
from .parts import RATE

class Order(BaseModel):
    order_id: str

class Refund(BaseModel):
    order_id: str
    amount: Decimal

@tool(effect=False)
def find(args: Order): return {"rate": RATE}

@tool(effect=True, idempotent=True)
def issue(args: Refund, call): return {}

def plain(args): return {}
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A workflow folder in which everything is right."""
    home = tmp_path / "flows" / "refunds"
    home.mkdir(parents=True)
    (home / "workflow.yml").write_text(WORKFLOW, encoding="utf-8")
    (home / "tools.py").write_text(TOOLS, encoding="utf-8")
    (home / "parts.py").write_text("RATE = 7\n", encoding="utf-8")
    (home / "broken.py").write_text("1 / 0\n", encoding="utf-8")
    (home / "script.py").write_text("import sys\nsys.exit(2)\n", encoding="utf-8")
    (home / "untyped.py").write_text(
        "from bot.tools import tool\n@tool(effect=True)\ndef act(args): return {}\n", encoding="utf-8"
    )
    (home / "examples.jsonl").write_text(
        '{"text": "1042 never came", "step": "issue", "args": {"order_id": "1042"}}\n\n{"text": "hi", "step": null}\n',
        encoding="utf-8",
    )
    return home


def write(folder: Path, text: str) -> Path:
    path = folder / "workflow.yml"
    path.write_text(text, encoding="utf-8")
    return path


def refusal(folder: Path, text: str) -> str:
    """What is said about a wrong file; it begins with the file's own path."""
    path = write(folder, text)
    with pytest.raises(ConfigError) as caught:
        load_workflow(path)
    said = str(caught.value)
    assert said.startswith(f"{path}, line "), said
    return said.removeprefix(f"{path}, ")


def test_a_right_file_becomes_a_workflow(folder: Path) -> None:
    flow = load_workflow(folder / "workflow.yml")
    assert (flow.id, flow.title, flow.channel, flow.listen) == ("refunds", "Customer refunds", "#refunds", True)
    assert (flow.requesters, flow.agent, flow.min_seconds, flow.digest) == (("members",), "auto", 3, time(9))
    assert list(flow.reads) == ["find"]
    step = flow.steps["issue"]
    assert (step.title, step.risk, step.approvers, step.quorum) == (
        "Refund an order",
        "normal",
        ("@leads", "U02MARIA"),
        1,
    )
    assert (step.error_limit, step.max, step.once) == (Decimal("0.05"), {"amount": Decimal(500)}, ("order_id",))
    assert [(reason.text, reason.private) for reason in step.reasons] == [("Not entitled", False), ("Fraud", True)]
    assert (step.timeout_seconds, step.undo_seconds, step.deadline_seconds) == (30, 5, 1800)
    assert (step.escalate, step.on_timeout, step.words.each) == ((Rung("@heads"),), "hold", "refund")
    assert [(example.text, example.step) for example in flow.examples] == [("1042 never came", "issue"), ("hi", None)]


MINIMAL = """\
workflow: small-one
channel: C123
steps:
  issue:
    title: Do it
    tool: tools:issue
    approvers: [U1]
"""


def test_what_is_left_out_is_safe(folder: Path) -> None:
    (folder / "examples.jsonl").unlink()
    flow = load_workflow(write(folder, MINIMAL))
    step = flow.steps["issue"]
    assert (flow.title, flow.listen, flow.requesters, flow.digest) == ("Small one", False, ("members",), None)
    assert (flow.reads, flow.examples, flow.instructions) == ({}, (), "")
    assert (step.quorum, step.self_approval, step.on_timeout, step.undo_seconds) == (1, False, "hold", 0)
    assert (step.timeout_seconds, step.deadline_seconds, step.error_limit) == (30, 1800, Decimal("0.05"))


@pytest.mark.parametrize(("risk", "limit"), [("low", "0.10"), ("normal", "0.05"), ("high", "0.02"), ("critical", None)])
def test_the_limit_follows_the_risk(folder: Path, risk: str, limit: str | None) -> None:
    text = WORKFLOW.replace("risk: normal", f"risk: {risk}").replace("    error_limit: 5%\n", "")
    assert load_workflow(write(folder, text)).steps["issue"].error_limit == (Decimal(limit) if limit else None)


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("workflow: refunds", "workflow: Refunds and more", "a name of a-z, 0-9 and -"),
        ("workflow: refunds", "workflow: ''", "a name of a-z, 0-9 and -"),
        ("title: Customer refunds", "titel: Customer refunds", "titel: this key is not known here; known are workflow"),
        ("title: Customer refunds", "title: [a]", "valid string"),
        ('channel: "#refunds"', 'channel: ""', "at least 1 character"),
        ("listen: true", "listen: 7.5", "listen"),
        ("listen: true", "listen: [B1, '']", "listen"),
        ("requesters: members", "requesters: everybody", "requesters"),
        ("agent: auto", "agent: gpt", "auto, claude, offline or tools:MyAgent is expected"),
        ("min_seconds: 3", "min_seconds: -1", "greater than or equal to 0"),
        ("min_seconds: 3", "min_seconds: soon", "valid number"),
        ('digest: "09:00"', 'digest: "9 o\'clock"', 'a time of day such as "09:00" is expected'),
        ('digest: "09:00"', 'digest: "25:00"', 'a time of day such as "09:00" is expected'),
        ("min_seconds: 3", "min_seconds: .inf", "less than or equal to 86400"),
        ("min_seconds: 3", "min_seconds: 100000000000000000", "less than or equal to 86400"),
        ("min_seconds: 3", "min_seconds: yes", "a number is expected, not yes or no"),
        ("quorum: 1", "quorum: yes", "a number is expected, not yes or no"),
        ("      each: refund", '      many: "Refunded {count"', "braces hold the name of an argument"),
        ("      each: refund", '      many: "Refunded {}"', "braces hold the name of an argument"),
        ("      each: refund", '      many: "Refunded {amount}"', "braces hold {count} alone"),
        ('digest: "09:00"', 'digest: "09:00+02:00"', 'a time of day such as "09:00" is expected'),
        ('digest: "09:00"', "digest: 9", 'a time of day such as "09:00" is expected'),
        ('digest: "09:00"', "digest: true", 'a time of day such as "09:00" is expected'),
        ("reads: [tools:find]", "reads: [tools:nothing]", "tools.py has no nothing"),
        ("reads: [tools:find]", "reads: [tools:find, tools:find]", "there are two reads called find"),
        ("reads: [tools:find]", "reads: [{tool: mcp:a/b, effect: true}]", "reads.0"),
        ("    once: [order_id]", "    allow: {ordr: ['*@example.com']}", "issue has no argument ordr"),
        ("    once: [order_id]", "    allow: {order_id: ['a b']}", "a b is no pattern"),
        ("reads: [tools:find]", "reads: [tools:issue]", "a read must not have an effect"),
        ("reads: [tools:find]", "reads: [tools:plain]", "is no tool: put @tool(effect=False) above it"),
        ("reads: [tools:find]", "reads: tools:find", "valid list"),
        ("  issue:", "  Issue it:", "name"),
        ("title: Refund an order", "titel: Refund an order", "titel: this key is not known here; known are title"),
        ("title: Refund an order", 'title: ""', "at least 1 character"),
        ("tool: tools:issue", "tool: tools:find", "a step needs a tool with effect=True"),
        ("tool: tools:issue", "tool: tools:plain", "is no tool: put @tool(effect=True) above it"),
        ("tool: tools:issue", "tool: tools:nothing", "tools.py has no nothing"),
        ("tool: tools:issue", "tool: nothing:issue", "there is no nothing.py in this folder"),
        ("tool: tools:issue", "tool: a.b:issue", "there is no a.b.py in this folder"),
        ("tool: tools:issue", "tool: issue", "module:function is expected"),
        ("tool: tools:issue", "tool: mcp:crm", "mcp:SERVER/TOOL is expected"),
        ("tool: tools:issue", "tool: broken:issue", "broken.py does not import: ZeroDivisionError"),
        ("tool: tools:issue", "tool: script:issue", "script.py does not import: SystemExit: 2"),
        ("tool: tools:issue", "tool: untyped:act", "its first parameter needs a pydantic model"),
        ("risk: normal", "risk: medium", "'low', 'normal', 'high' or 'critical'"),
        ('approvers: ["@leads", U02MARIA]', "approvers: []", "at least 1 item"),
        ('approvers: ["@leads", U02MARIA]', 'approvers: "@leads"', "valid list"),
        ("quorum: 1", "quorum: 0", "greater than or equal to 1"),
        ("quorum: 1", "quorum: two", "valid integer"),
        ("quorum: 1", "quorum: 21", "less than or equal to 20"),
        ("self_approval: false", "confirm: order", "issue has no argument order; it has order_id, amount"),
        ("sign_off: click", "sign_off: wink", "'click' or 'code'"),
        ("self_approval: false", "self_approval: perhaps", "valid boolean"),
        ("error_limit: 5%", "error_limit: often", "a share such as 5% or never is expected"),
        ("error_limit: 5%", "error_limit: 51%", "over 0 and at most 50%"),
        ("error_limit: 5%", "error_limit: 0", "over 0 and at most 50%"),
        ("error_limit: 5%", "error_limit: .nan", "over 0 and at most 50%"),
        ("max: {amount: 500}", "max: {amuont: 500}", "issue has no argument amuont; it has order_id, amount"),
        ("max: {amount: 500}", "max: {amount: much}", "valid decimal"),
        ("max: {amount: 500}", "max: {amount: .nan}", "finite number"),
        ("once: [order_id]", "once: [order]", "issue has no argument order; it has order_id, amount"),
        (
            'escalate: ["@heads"]',
            'escalate: [{to: "@heads", away: asap}]',
            "0.away: Input should be 'wait', 'skip' or 'ask'",
        ),
        ("timeout: 30s", "timeout: soon", "a duration such as 30s, 5m, 2h or 1d is expected"),
        ("timeout: 30s", "timeout: 0s", "over 0"),
        ("undo: 5s", "undo: -5s", "a duration such as 30s"),
        ("deadline: 30m", "deadline: 31d", "at most 30d"),
        ("deadline: 30m", "deadline: .inf", "a duration such as 30s"),
        ("on_timeout: hold", "on_timeout: approve", "'hold' or 'expire'"),
        ("reasons: [Not entitled, {text: Fraud, private: true}]", "reasons: [{txt: Fraud}]", "reasons"),
        ("      each: refund", "      every: refund", "every: this key is not known here; known are ask, done"),
        ('      ask: "Refund {amount}?"', '      ask: "Refund {amuont}?"', "issue has no argument amuont"),
        ('      ask: "Refund {amount}?"', '      ask: "Refund {amount?"', "words"),
        ('      ask: "Refund {amount}?"', '      ask: "Refund {}?"', "words"),
        ("examples: examples.jsonl", "examples: other.jsonl", "there is no file other.jsonl in this folder"),
        ('channel: "#refunds"', "channel: #refunds", 'nothing stands here; # begins a comment, so "#name" stands in'),
        ("reads: [tools:find]", "reads: [{tol: tools:find}]", "known are tool, effect, again, secret."),
        ("reads: [tools:find]", "reads: [{effect: false}]", "reads.0.tool: this key is missing."),
        ("reasons: [Not entitled, {text: Fraud, private: true}]", "reasons: [{privat: true}]", "known are text, priv"),
        ("reasons: [Not entitled, {text: Fraud, private: true}]", "reasons: [no]", "takes this for yes or no; put it"),
        ("title: Refund an order", "title: 2026", "a text is expected, and YAML takes this for a number"),
        ("requesters: members", "requesters: U1", "Input should be 'members' or a valid list."),
        ("risk: normal", "risk: n\N{CYRILLIC SMALL LETTER O}rmal", "(it holds U+043E, cyrillic small letter o)"),
        ("quorum: 1", "quorum\N{ZERO WIDTH SPACE}: 1", "not known here (it holds U+200B, zero width space); known are"),
        ("  issue:", "  Issue:", "a name of a-z, 0-9 and _ is expected that begins with a letter"),
    ],
)
def test_a_wrong_key_or_value_is_named_with_its_line(folder: Path, old: str, new: str, words: str) -> None:
    assert WORKFLOW.count(old) == 1
    text = WORKFLOW.replace(old, new)
    number = next(index for index, line in enumerate(text.splitlines(), start=1) if new in line)
    said = refusal(folder, text)
    assert said.startswith(f"line {number}: "), said
    assert words in said
    assert said.endswith(".")


@pytest.mark.parametrize(
    ("missing", "keys"),
    [("workflow: refunds\n", "workflow"), ('channel: "#refunds"\n', "channel"),
     ("    title: Refund an order\n", "steps.issue.title"), ("    tool: tools:issue\n", "steps.issue.tool"),
     ('    approvers: ["@leads", U02MARIA]\n', "steps.issue.approvers")],
)  # fmt: skip
def test_a_missing_key_is_named(folder: Path, missing: str, keys: str) -> None:
    assert f"{keys}: this key is missing." in refusal(folder, WORKFLOW.replace(missing, ""))


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("", 1),
        ("- a\n- b\n", 1),
        ("just words", 1),
        (WORKFLOW + "channel: twice\n", 33),
        (WORKFLOW.replace("quorum: 1", "quorum: 1\n    quorum: 2"), 18),
        (WORKFLOW.replace("quorum: 1", "quorum: [1"), 18),
        (WORKFLOW.replace("quorum: 1", "\tquorum: 1"), 17),
        (WORKFLOW.replace("quorum: 1", "quorum: !!python/object:os.system 1"), 17),
        (WORKFLOW.replace("quorum: 1", "? [a, b]\n    : 1"), 17),
        (WORKFLOW.replace("quorum: 1", "quorum: *nobody"), 17),
    ],
)
def test_what_is_no_such_yaml_is_said_with_its_line(folder: Path, text: str, line: int) -> None:
    assert refusal(folder, text).startswith(f"line {line}: ")


@pytest.mark.parametrize(
    ("more", "limit"),
    [
        ("", "0.05"),
        ("    confirm: amount\n", None),
        ("    confirm: amount\n    error_limit: 2%\n", "0.02"),
    ],
)
def test_what_takes_more_than_a_press_acts_alone_only_where_the_file_says_so(
    folder: Path, more: str, limit: str | None
) -> None:
    text = WORKFLOW.replace("    error_limit: 5%\n", more)
    assert load_workflow(write(folder, text)).steps["issue"].error_limit == (Decimal(limit) if limit else None)


def test_a_critical_step_always_asks(folder: Path) -> None:
    text = WORKFLOW.replace("risk: normal", "risk: critical")
    assert "a critical step always asks; only never is expected" in refusal(folder, text)
    never = text.replace("error_limit: 5%", "error_limit: never")
    assert load_workflow(write(folder, never)).steps["issue"].error_limit is None


@pytest.mark.parametrize(
    ("row", "line", "words"),
    [
        ("not json", 4, "is expected"),
        ('{"step": null}', 4, "is expected"),
        ('["text"]', 4, "is expected"),
        ('{"text": "a", "step": null, "args": 7}', 4, "is expected"),
        ('{"text": "a", "step": ["issue"]}', 4, "is expected"),
        ('{"text": null, "step": "issue"}', 4, "is expected"),
        ('{"text": ["a"], "step": "issue"}', 4, "is expected"),
        ('{"text": "a", "step": null, "args": [["a", 1]]}', 4, "is expected"),
        ('{"text": "a \\ud83d", "step": null}', 4, "is expected"),
        ('{"text": "a", "step": null, "args": {"a": ' + "[" * 9999 + "]" * 9999 + "}}", 4, "is expected"),
        ('{"text": "a", "step": "fly"}', 4, "there is no step fly; known are issue"),
    ],
)
def test_a_wrong_example_is_named_with_its_line(folder: Path, row: str, line: int, words: str) -> None:
    path = folder / "examples.jsonl"
    path.write_text(path.read_text(encoding="utf-8") + row + "\n", encoding="utf-8")
    with pytest.raises(ConfigError) as caught:
        load_workflow(folder / "workflow.yml")
    assert str(caught.value).startswith(f"{path}, line {line}: ")
    assert words in str(caught.value)


def test_examples_are_read_as_other_programs_write_them(folder: Path) -> None:
    """With a mark at the beginning, ends of lines as on Windows, and what Unicode calls an end of line in a text."""
    text = "1042\u2028never\u0085came \U0001f600"
    rows = [f'{{"text": "{text}", "step": "issue"}}', '{"text": "hi \\ud83d\\ude00", "step": null}', ""]
    (folder / "examples.jsonl").write_bytes("\r\n".join(rows).encode("utf-8-sig"))
    found = load_workflow(folder / "workflow.yml").examples
    assert [each.text for each in found] == [text, "hi \U0001f600"]


def test_examples_that_are_no_text_are_said(folder: Path) -> None:
    (folder / "examples.jsonl").write_bytes(b'{"text": "\xff\xfe", "step": null}\n')
    with pytest.raises(ConfigError, match=r"examples\.jsonl.*UTF-8"):
        load_workflow(folder / "workflow.yml")


@pytest.mark.parametrize(
    ("text", "seconds"),
    [("90", 90), ("90s", 90), ("1.5m", 90), ("2h", 7200), ("1d", 86400), ("30d", 2592000), ("0", 0)],
)
def test_durations(folder: Path, text: str, seconds: float) -> None:
    flow = load_workflow(write(folder, WORKFLOW.replace("deadline: 30m", f"deadline: {text}")))
    assert flow.steps["issue"].deadline_seconds == seconds


@pytest.mark.parametrize(
    ("text", "at"),
    [('"09:00"', time(9)), ("09:00", time(9)), ("9:00", time(9)), ("10:30", time(10, 30)), ('"7:05"', time(7, 5)),
     ("23:59", time(23, 59)), ("0:30", time(0, 30))],
)  # fmt: skip
def test_times_of_day_with_and_without_quotes(folder: Path, text: str, at: time) -> None:
    assert load_workflow(write(folder, WORKFLOW.replace('"09:00"', text))).digest == at


@pytest.mark.parametrize(
    ("text", "limit"), [("5%", "0.05"), ("0.05", "0.05"), ("2.5%", "0.025"), ("50%", "0.5"), ("never", None)]
)
def test_error_limits(folder: Path, text: str, limit: str | None) -> None:
    found = load_workflow(write(folder, WORKFLOW.replace("error_limit: 5%", f"error_limit: {text}")))
    assert found.steps["issue"].error_limit == (Decimal(limit) if limit else None)


def test_two_folders_are_two_packages(folder: Path) -> None:
    """The same names in both, and neither sees the other's."""
    twin = folder.parent / "twin"
    twin.mkdir()
    (twin / "workflow.yml").write_text(MINIMAL.replace("steps:", "reads: [tools:find]\nsteps:"), encoding="utf-8")
    (twin / "tools.py").write_text(TOOLS, encoding="utf-8")
    (twin / "parts.py").write_text("RATE = 8\n", encoding="utf-8")
    flows, team = load(folder.parent)
    assert list(flows) == ["refunds", "small-one"]
    assert [flow.reads["find"](None)["rate"] for flow in flows.values()] == [7, 8]
    assert (team.owners, team.timezone, team.ops) == ((), "UTC", "")


def test_the_same_id_twice_is_refused(folder: Path) -> None:
    twin = folder.parent / "twin"
    twin.mkdir()
    for name in ("workflow.yml", "tools.py", "parts.py", "examples.jsonl"):
        (twin / name).write_bytes((folder / name).read_bytes())
    with pytest.raises(ConfigError) as caught:
        load(folder.parent)
    here, there = twin / "workflow.yml", folder / "workflow.yml"
    assert str(caught.value) == f"{here}, line 1: workflow: the workflow refunds is defined twice, in {there} too."


def test_no_folder_or_an_empty_one_is_said(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="There is no folder"):
        load(tmp_path / "nowhere")
    with pytest.raises(ConfigError, match="holds no workflow"):
        load(tmp_path)


def test_the_hash_follows_the_text(folder: Path) -> None:
    first = load_workflow(folder / "workflow.yml").hash
    assert load_workflow(folder / "workflow.yml").hash == first
    assert load_workflow(write(folder, WORKFLOW + "# a word\n")).hash != first


def test_a_team_has_owners_and_a_zone(tmp_path: Path) -> None:
    path = tmp_path / "team.yml"
    path.write_text("owners: [U1, '@heads']\ntimezone: Europe/Lisbon\nops: '#ops'\n", encoding="utf-8")
    team = load_team(path)
    assert (team.owners, str(team.zone), team.ops) == (("U1", "@heads"), "Europe/Lisbon", "#ops")
    path.write_text("", encoding="utf-8")
    assert load_team(path).owners == ()


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("owners: [U1]\ntimezone: Lisbon\n", 2, "a name such as Europe/Lisbon is expected"),
        ("timezone: ../../etc/passwd\n", 1, "a name such as Europe/Lisbon is expected"),
        ("timezone: ''\n", 1, "a name such as Europe/Lisbon is expected"),
        ("owner: U1\n", 1, "owner: this key is not known here; known are owners, timezone, ops"),
        ("owners: U1\n", 1, "valid list"),
        ("owners: []\nservers: {crm: x}\n", 2, "servers.crm: keys and values are expected"),
        ("servers:\n  crm: {}\n", 2, "either command (a list: program and arguments) or url is expected"),
        ("servers:\n  crm: {command: [x], url: 'https://x'}\n", 2, "either command"),
        ("servers:\n  crm: {url: 'http://crm.example.com/mcp'}\n", 2, "an https:// address is expected"),
        ("servers:\n  crm: {command: [x], headers: {A: b}}\n", 2, "headers are for a url"),
        ("servers:\n  crm: {url: 'https://x', env: {A: b}}\n", 2, "env and folder are for a command"),
        ("servers:\n  crm: {command: [x], key: y}\n", 2, "this key is not known here; known are command, env"),
        ("servers:\n  crm: {command: [x], start: 0s}\n", 2, "a duration over 0"),
        ("servers:\n  C R M: {command: [x]}\n", 2, "a name of a-z, 0-9 and -"),
        ("budgets: {run: {tokens: 0}}\n", 1, "greater than 0"),
        ("budgets:\n  day: {money: many}\n", 2, "valid decimal"),
        ("budgets:\n  prices: {m: {input: 2}}\n", 2, "this key is missing"),
        ("budgets: {month: 1}\n", 1, "this key is not known here; known are currency, run, day, prices."),
        ("budgets:\n  prices: {m: {in: 2}}\n", 2, "this key is not known here; known are input, output."),
        ("budgets:\n  run: {seconds: 2}\n", 2, "this key is not known here; known are time, tokens, money."),
        ("budgets: {currency: usd}\n", 1, "three capitals are expected, such as USD."),
        ("owners: [U1]\nroles: {on-call: [U1]}\n", 2, "a name of a-z, 0-9 and _ is expected"),
        ("budgets: {run: {tokens: yes}}\n", 1, "a number is expected, not yes or no"),
        ("owners: []\ninterruptions: on\n", 2, "a number is expected, not yes or no"),
        ("digest: 09:00Z\n", 1, 'a time of day such as "09:00" is expected'),
        ("owners: []\nservers:\n", 2, "servers: nothing stands here."),
        ("reviewers: []\n", 1, "team"),
        ("planted: many\n", 1, "a share such as 4% is expected"),
        ("planted: 4\n", 1, "a share such as 4% is expected, at most 20%"),
        ("planted: 21%\n", 1, "a share such as 4% is expected, at most 20%"),
        ("planted: nan\n", 1, "a share such as 4% is expected, at most 20%"),
        ("- a\n", 1, "keys and values are expected"),
    ],
)
def test_a_wrong_team_file_is_named_with_its_line(tmp_path: Path, text: str, line: int, words: str) -> None:
    path = tmp_path / "team.yml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ConfigError) as caught:
        load_team(path)
    assert str(caught.value).startswith(f"{path}, line {line}: ")
    assert words in str(caught.value)


def test_every_key_of_the_design_is_known() -> None:
    """What is written down for authors can be loaded or is refused by name, never as an unknown key."""
    known = set(files.WorkflowFile.model_fields) | set(files.StepFile.model_fields) | set(files.TeamFile.model_fields)
    assert known >= {
        "workflow", "title", "channel", "listen", "requesters", "agent", "min_seconds", "digest", "instructions",
        "reads", "steps", "examples", "tool", "risk", "approvers", "quorum", "sign_off", "self_approval",
        "error_limit", "max", "once", "reasons", "timeout", "undo", "deadline", "remind", "escalate", "on_timeout",
        "owners", "timezone", "ops",
    }  # fmt: skip
