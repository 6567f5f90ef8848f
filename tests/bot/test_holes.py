"""A configuration that would open a hole stops the start, and says in which file and line."""

from dataclasses import replace
from pathlib import Path

import pytest

from bot.errors import ConfigError
from bot.holes import holes
from bot.loading import load
from bot.people import Group, Member
from bot.where import place
from tests.bot.engine.house import PEOPLE, TOOLS

WHOLE = """\
workflow: refunds
channel: "#refunds"
requesters: members
steps:
  refund:
    title: Refund an order
    tool: tools:keyless
    risk: normal
    stages:
      - {approvers: ["@leads"], quorum: 2}
      - {approvers: ["role:compliance", "@heads"]}
    rules:
      - when: {amount: {over: 500}}
        risk: high
      - when: {kind: {in: [shipping]}}
        stages: [{approvers: [UOLGA]}]
"""
TEAM = "owners: [UDANA]\nroles:\n  compliance: [UDANA, UOLGA]\n"
EVERYBODY = replace(PEOPLE, roles={"compliance": ("UDANA", "UOLGA")})


def why_not(folder: Path, old: str, new: str, *, team: str = TEAM) -> str:
    """What stands against the file with this change: the line, and why; empty where nothing does."""
    text = WHOLE.replace(old, new)
    assert text != WHOLE or old == new, old
    where = folder / "refunds"
    where.mkdir(exist_ok=True)
    (where / "tools.py").write_text(TOOLS, encoding="utf-8")
    (where / "workflow.yml").write_text(text, encoding="utf-8")
    (folder / "team.yml").write_text(team, encoding="utf-8")
    try:
        (workflow,) = load(folder)[0].values()
    except ConfigError as error:
        return str(error).replace(f"{where / 'workflow.yml'}, ", "").replace(f"{folder / 'team.yml'}, ", "team.yml ")
    hole = next(holes(workflow, EVERYBODY), None)
    found = place(where / "workflow.yml", *hole.keys) if hole else ""
    return f"{found.removeprefix(str(where / 'workflow.yml') + ', ')}: {hole.text}" if hole else ""


def test_the_whole_of_it_is_sound(tmp_path: Path) -> None:
    assert why_not(tmp_path, "", "") == ""


STAGES = """    stages:
      - {approvers: ["@leads"], quorum: 2}
      - {approvers: ["role:compliance", "@heads"]}
"""
ASKS = WHOLE[WHOLE.index("requesters") : WHOLE.index(STAGES)]
RULE = "when: {amount: {over: 500}}"
HOLES = [
    # nobody may approve it
    (STAGES, '    approvers: ["@nobody"]\n', "line 9: steps.refund.approvers: 1 must approve, and 0 of the approvers"),
    (STAGES, "    approvers: [UROBOT]\n", "line 9: steps.refund.approvers: 1 must approve, and 0 of the approvers can"),
    (STAGES, "    approvers: [UGONE]\n", "line 9: steps.refund.approvers: 1 must approve, and 0 of the approvers can"),
    (STAGES, "    quorum: 2\n", "line 5: steps.refund.approvers: this key is missing"),
    (STAGES, "    stages: []\n", "line 5: steps.refund.approvers: this key is missing"),
    # more than there are
    ("quorum: 2", "quorum: 6", "line 10: steps.refund.stages.0: 6 must approve in stage 1, and 4 of the approvers can"),
    # stages that distinct people cannot fill
    (
        '["role:compliance", "@heads"]',
        '["@leads"], quorum: 3',
        "line 11: steps.refund.stages.1: 3 must approve in stage 2, and its people are needed in another stage",
    ),
    (
        'approvers: ["@leads"], quorum: 2}\n      - {approvers: ["role:compliance", "@heads"]}',
        "approvers: [UDANA]}\n      - {approvers: [UDANA]}",
        "line 11: steps.refund.stages.1: 1 must approve in stage 2, and its people are needed in another stage",
    ),
    (
        '"role:compliance", "@heads"',
        'UOLGA, "@nobody"',
        "line 15: steps.refund.rules.1: where this rule holds, 1 must approve in stage 3, and its people are needed",
    ),
    ("        risk: high", "        quorum: 9", "line 13: steps.refund.rules.0: where this rule holds, 9 must approve"),
    # only who asks could approve
    (
        ASKS + STAGES,
        ASKS.replace("members", "[UMARIA]") + "    approvers: [UMARIA]\n",
        "line 9: steps.refund.approvers: only Maria can ask, and nobody else can approve; nobody approves their own",
    ),
    (
        ASKS + STAGES + WHOLE[WHOLE.index("    rules") :],
        ASKS.replace("members", "[UALEX]")
        + '    approvers: ["@leads"]\n    rules: [{when: {amount: {over: 500}}, stages: [{approvers: ["@heads"]}]}]\n',
        "line 10: steps.refund.rules.0: where this rule holds, only Alex can ask, and nobody else can approve",
    ),
    # roles
    ("role:compliance", "role:complaince", "steps.refund.stages.1.approvers: team.yml has no role complaince; it has"),
    (
        "approvers: [UOLGA]",
        'approvers: ["role:law"]',
        "line 15: steps.refund.rules.1: team.yml has no role law; it has",
    ),
    ("requesters: members", 'requesters: ["role:law"]', "line 3: requesters: team.yml has no role law"),
    # conditions
    (
        "{amount:",
        "{amuont:",
        "line 13: steps.refund.rules.0.when.amuont: keyless has no argument amuont; it has order_id",
    ),
    ("{over: 500}", "{over: much}", "line 13: steps.refund.rules.0.when.amount.over:"),
    ("{over: 500}", "{above: 500}", "above: this key is not known here; known are over, at_least, under, at_most, is"),
    ("{over: 500}", "{}", "line 13: steps.refund.rules.0.when.amount: a condition is expected"),
    ("{over: 500}", "{is: many}", "line 13: steps.refund.rules.0.when.amount: amount of keyless can never be 'many'"),
    ("{over: 500}", "{over: 500, under: 500}", "line 13: steps.refund.rules.0.when.amount: nothing can be all of this"),
    ("{amount: {over: 500}}", "{order_id: {over: 5}}", "order_id of keyless is no number; is or in is expected"),
    (
        "{amount: {over: 500}}",
        "{order_id: {is: 1042}}",
        "order_id of keyless can never be 1042: text is expected, in q",
    ),
    (
        "[shipping]",
        "[post]",
        "line 15: steps.refund.rules.1.when.kind: kind of keyless can never be post; it is one of",
    ),
    (
        "[shipping]",
        "[no]",
        "line 15: steps.refund.rules.1.when.kind: kind of keyless can never be False: text is expec",
    ),
    (RULE, "when: {}", "line 13: steps.refund.rules.0.when:"),
    # rules that lower, or raise nothing
    (
        "        risk: high",
        "        risk: low",
        "line 14: steps.refund.rules.0.risk: low would lower what the step asks",
    ),
    (
        "        risk: high",
        "        risk: normal",
        "line 14: steps.refund.rules.0.risk: normal is what the step asks for",
    ),
    (
        "        risk: high",
        "        quorum: 1",
        "line 14: steps.refund.rules.0.quorum: 1 would lower what the step asks",
    ),
    (
        "        risk: high\n",
        "",
        "line 13: steps.refund.rules.0: this rule raises nothing: risk, quorum, sign_off or sta",
    ),
    (
        "        risk: high",
        "        sign_off: click",
        "line 14: steps.refund.rules.0.sign_off: click is what the step as",
    ),
    (
        "approvers: [UOLGA]",
        'approvers: ["@leads"], quorum: 2',
        "line 16: steps.refund.rules.1.stages.0: this is a stage of the step already; a rule's stages come after",
    ),
    # two ways at once
    (
        "    risk: normal",
        '    approvers: ["@leads"]',
        "steps.refund.stages: approvers, quorum and sign_off stand in each",
    ),
    ("    risk: normal", "    quorum: 2", "steps.refund.stages: approvers, quorum and sign_off stand in each stage"),
]


@pytest.mark.parametrize(("old", "new", "words"), HOLES, ids=[words[:70] for _, _, words in HOLES])
def test_a_hole_stops_the_start_with_its_line(tmp_path: Path, old: str, new: str, words: str) -> None:
    said = why_not(tmp_path, old, new)
    assert words in said
    assert said.startswith("line "), said


@pytest.mark.parametrize(
    ("team", "words"),
    [
        ("roles:\n  compliance: []\n", "team.yml line 2: roles.compliance: "),
        ("roles:\n  compliance: [role:law]\n", "team.yml line 1: roles: a role holds people, groups and rotations"),
        ("roles:\n  Compliance: [UDANA]\n", "team.yml line 2: roles.Compliance"),
        (
            "roles:\n  compliance: [oncall:bank]\n",
            "team.yml line 2: roles.compliance: schedule.yml has no rotation bank",
        ),
        (
            'owners: ["role:bosses"]\nroles:\n  compliance: [UDANA]\n',
            "team.yml line 1: owners: team.yml has no role bos",
        ),
    ],
)
def test_a_wrong_role_stops_the_start_with_its_line(tmp_path: Path, team: str, words: str) -> None:
    assert words in why_not(tmp_path, "", "", team=team)


def test_nobody_gets_into_a_role_by_their_name() -> None:
    liar = Member("ULIAR", "T1", "role:compliance", "role:compliance")
    group = Group("SLIAR", "role:compliance", "role:compliance", frozenset({"ULIAR"}))
    people = replace(PEOPLE, members={**PEOPLE.members, "ULIAR": liar}, groups={"SLIAR": group})
    assert people.users(["role:compliance"]) == frozenset()
    assert replace(people, roles={"compliance": ("UDANA",)}).users(["role:compliance"]) == {"UDANA"}


def test_a_role_may_hold_groups_and_is_called_by_its_name() -> None:
    people = replace(PEOPLE, roles={"money_matters": ("@heads", "UOLGA")})
    assert people.users(["role:money_matters"]) == {"UALEX", "UOLGA"}
    assert people.labels(["role:money_matters", "UDANA"]) == "money matters or Dana"


SECRET = """
from pydantic import BaseModel, Field


class Payment(BaseModel):
    iban: str = Field(json_schema_extra={"secret": True})


@tool(effect=True)
def pay(args: Payment, call):
    return {}
"""


def test_no_rule_looks_at_what_is_secret(tmp_path: Path) -> None:
    where = tmp_path / "payments"
    where.mkdir()
    (tmp_path / "team.yml").write_text(TEAM, encoding="utf-8")
    (where / "tools.py").write_text(f"{TOOLS}{SECRET}", encoding="utf-8")
    text = WHOLE.replace("tools:keyless", "tools:pay").replace("{kind: {in: [shipping]}}", "{iban: {is: DE1}}")
    (where / "workflow.yml").write_text(text.replace("      - when: {amount: {over: 500}}\n        risk: high\n", ""))
    with pytest.raises(ConfigError, match=r"line 13: .*when\.iban: iban of pay is secret, so no rule can look at it"):
        load(tmp_path)
