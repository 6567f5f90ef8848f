"""What hints mean, what pins a definition, what an entry takes from the environment."""

from dataclasses import replace
from itertools import product
from typing import Any

import pytest

from bot import hidden
from bot.errors import ConfigError
from bot.plugins.definitions import Definition, Hints, always, differences, no_read, vouched
from bot.plugins.entries import Entry
from bot.plugins.plugs import Pinned, Plugs, Unplugged, place
from bot.plugins.secrets import filled, secrets

SCHEMA = {"type": "object", "properties": {"to": {"type": "string"}}}
SEND = Definition("send", "Sends it.", SCHEMA, {})


def hinted(**said: Any) -> Definition:
    names = {"read_only": "readOnlyHint", "destructive": "destructiveHint", "open_world": "openWorldHint"}
    return replace(SEND, annotations={names[name]: value for name, value in said.items()})


@pytest.mark.parametrize(
    ("hints", "trusted", "told"),
    [
        (Hints(), True, "Always asked: its tool may overwrite or delete."),
        (Hints(destructive=True), True, "Always asked: its tool may overwrite or delete."),
        (Hints(destructive=False), True, "Always asked: its tool reaches beyond the team’s own systems."),
        (Hints(destructive=False, open_world=False), False, "Always asked: the server mail is not called trusted in"),
        (Hints(destructive=False, open_world=False), True, ""),
        (Hints(read_only=True, open_world=False), True, ""),
    ],
)
def test_what_hints_say_of_a_step(hints: Hints, trusted: bool, told: str) -> None:
    said = always("mail", hints, trusted=trusted)
    assert said.startswith(told) if told else said == ""


def test_no_hint_ever_lowers_supervision() -> None:
    """However a server hints, a step is never freer than the same step of a trusted server that hints the best."""
    answers: tuple[bool | None, ...] = (None, True, False)
    for said in product(answers, repeat=3):
        hints = Hints(*said)
        assert always("mail", hints, trusted=False)
        assert not vouched(hints, trusted=False)
        if not always("mail", hints, trusted=True):
            assert said[2] is False
            assert said[0] is True or said[1] is False
        assert bool(no_read(hints)) is (said[0] is not True)


def test_a_hint_that_is_no_yes_or_no_says_nothing() -> None:
    assert hinted(read_only="yes", destructive=0, open_world=None).hints == Hints()


@pytest.mark.parametrize(
    ("after", "told"),
    [
        (replace(SEND, description="Sends it to all."), ("its description",)),
        (replace(SEND, schema={**SCHEMA, "properties": {"all": {}}}), ("its arguments (new: all; gone: to)",)),
        (replace(SEND, schema={**SCHEMA, "required": ["to"]}), ("its arguments",)),
        (hinted(read_only=True), ("what it says it may do",)),
        (SEND, ()),
    ],
)
def test_every_change_is_another_digest_and_is_told(after: Definition, told: tuple[str, ...]) -> None:
    assert differences(SEND, after) == told
    assert (after.digest == SEND.digest) is (not told)
    assert Definition.parse(after.text) == after


def plugs(definition: Definition, **entry: Any) -> Plugs:
    """Plugs with one pinned tool of a server that is not running."""
    made = Plugs({"mail": Entry(command=("mail",), **entry)})
    made.pin({("mail", definition.name): Pinned(definition)})
    return made


def test_what_does_not_say_that_it_reads_is_a_read_only_where_the_file_says_so() -> None:
    unsure = plugs(hinted(destructive=False, open_world=False), trusted=True)
    with pytest.raises(ConfigError, match=r"only reads; \{tool: mcp:mail/send, effect: false\} says so"):
        unsure.tool("mcp:mail/send", effect=False)
    read = unsure.tool("mcp:mail/send", effect=False, harmless=True)
    assert (read.always, read.vouched) == ("Always asked: a tool that it looks things up with may change them.", False)


def test_what_may_destroy_raises_the_risk_of_its_step() -> None:
    assert plugs(hinted()).tool("mcp:mail/send", effect=True).risky
    assert not plugs(hinted(destructive=False)).tool("mcp:mail/send", effect=True).risky


def test_idempotent_is_nobodys_word() -> None:
    definition = replace(SEND, annotations={"idempotentHint": True})
    assert plugs(definition).tool("mcp:mail/send", effect=True).idempotent is False


@pytest.mark.parametrize(
    ("reference", "words"),
    [
        ("mcp:mail", "mcp:SERVER/TOOL is expected"),
        ("mcp:crm/send", "team.yml names no server crm"),
        ("mcp:mail/recieve", "the server mail has no tool recieve; it has send"),
    ],
)
def test_what_is_not_there_is_told(reference: str, words: str) -> None:
    with pytest.raises(ConfigError, match=words):
        plugs(SEND).tool(reference, effect=True)


def test_an_unknown_tool_of_a_server_that_never_answered_is_told_with_the_reason() -> None:
    with pytest.raises(ConfigError, match="not reachable, so nobody knows what send is: it was not started yet"):
        Plugs({"mail": Entry(command=("mail",))}).tool("mcp:mail/send", effect=True)


def test_without_servers_names_are_enough_to_look_at_the_record() -> None:
    tool = Unplugged().tool("mcp:mail/send", effect=True)
    assert (tool.name, tool.met, place("mcp:mail/send")) == ("mail_send", False, ("mail", "send"))


def test_variables_are_filled_from_the_environment_and_hidden() -> None:
    entry = Entry(url="https://crm.example.com/${PATH_}", headers={"Authorization": "Bearer ${CRM_TOKEN}"})
    environment = {"CRM_TOKEN": "tok-4711-abcdef", "PATH_": "mcp", "OTHER": "x"}
    ready = filled(entry, environment)
    assert (ready.url, ready.headers) == (
        "https://crm.example.com/mcp",
        {"Authorization": "Bearer tok-4711-abcdef"},
    )
    assert secrets(entry, environment) == {"tok-4711-abcdef", "mcp"}
    assert "tok-4711" not in repr(ready)
    with pytest.raises(ConfigError, match="the environment has no CRM_TOKEN"):
        filled(entry, {"PATH_": "mcp"})


def test_what_is_secret_is_taken_out_at_every_depth() -> None:
    hidden.hide(["deep-secret-77"])
    dirty = {"a deep-secret-77": [{"b": "x deep-secret-77 y"}, 5, None], "c": "xoxb-123-456-abc"}
    assert "deep-secret-77" not in str(hidden.cleaned(dirty))
    assert "xoxb" not in str(hidden.cleaned(dirty))
    assert hidden.cleaned(dirty)["a [hidden]"][1:] == [5, None]
