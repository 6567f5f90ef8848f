"""The sample workflow `access`: what its reads tell, and that a membership changes once."""

import sqlite3
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier
from types import ModuleType
from typing import Any, get_args

import pytest
from pydantic import ValidationError

from bot.tools import Call, ToolRefused
from storage.models import Doubt, Fact

Look = Callable[..., dict[str, Any]]
Under = Callable[..., Call]


def in_group(tools: ModuleType, person: str = "jonas.weber", group: str = "billing") -> Any:
    return tools.Membership(person=person, group=group)


def rows(database: Path, sql: str, *values: str) -> list[tuple[Any, ...]]:
    connection = sqlite3.connect(database)
    found = connection.execute(sql, values).fetchall()
    connection.close()
    return found


def members(database: Path, group: str) -> set[str]:
    return {row[0] for row in rows(database, "SELECT login FROM memberships WHERE group_name = ?", group)}


def texts(found: dict[str, Any], key: str = "facts", name: str = "text") -> list[str]:
    return [item[name] for item in found[key]]


def test_the_groups_of_the_model_are_those_of_the_directory(access: ModuleType, look: Look, database: Path) -> None:
    look(access.find_group, group="billing")
    assert {row[0] for row in rows(database, "SELECT name FROM access_groups")} == set(get_args(access.GroupName))


def test_a_person_is_found_by_login_by_mention_and_by_name(access: ModuleType, look: Look) -> None:
    by_login = look(access.find_person, person="Jonas.Weber")
    assert by_login["person"] == "jonas.weber"
    assert texts(by_login) == ["Jonas Weber, Sales, Berlin"]
    assert look(access.person_mentioned, user="U03JONAS") == by_login
    assert look(access.people_called, name="jonas") == by_login
    assert look(access.people_called, name="Jonas Weber") == by_login


def test_a_name_that_fits_two_people_is_no_find(access: ModuleType, look: Look) -> None:
    found = look(access.people_called, name="Lena")
    assert found["people"] == ["lena.fischer", "lena.hoffmann"]
    assert "person" not in found


@pytest.mark.parametrize(
    ("read", "args", "sentence"),
    [
        ("find_person", {"person": "no.body"}, "Nobody with the login no.body in the directory."),
        ("person_mentioned", {"user": "U99NOBODY"}, "The person mentioned is not in the directory."),
        ("people_called", {"name": "%"}, None),
        ("people_called", {"name": "Nobody"}, "Nobody called Nobody in the directory."),
    ],
)
def test_who_is_unknown_is_refused(
    access: ModuleType, look: Look, read: str, args: dict[str, str], sentence: str | None
) -> None:
    expected: type[Exception] = ToolRefused if sentence else ValidationError
    with pytest.raises(expected) as caught:
        look(getattr(access, read), **args)
    assert sentence is None or str(caught.value) == sentence


def test_a_name_is_never_a_pattern(access: ModuleType, look: Look) -> None:
    with pytest.raises(ToolRefused, match="Nobody called %%"):
        look(access.people_called, name="%%")


def test_a_group_tells_what_it_opens_and_who_answers_for_it(access: ModuleType, look: Look) -> None:
    assert texts(look(access.find_group, group="Billing")) == [
        "billing opens invoices and incoming payments; 3 members, owner ines.lopes"
    ]


def test_a_membership_is_told_either_way(access: ModuleType, look: Look) -> None:
    assert texts(look(access.find_membership, person="jonas.weber", group="billing")) == ["Not in billing now"]
    assert texts(look(access.find_membership, person="petra.klein", group="billing")) == [
        "Member of billing since 21 May 2024"
    ]


def test_groups_that_are_kept_apart_raise_a_doubt(access: ModuleType, look: Look) -> None:
    found = look(access.find_membership, person="lena.fischer", group="billing")
    assert [Doubt(**doubt) for doubt in found["doubts"]] == [
        Doubt(
            what="billing and payouts in one hand? lena.fischer is in payouts; "
            "who books payments should not send them.",
            changes_answer=True,
            settled_by="the owner of billing",
            field="group",
        )
    ]


def test_a_contract_that_ends_is_a_doubt_and_one_that_ended_a_fact(access: ModuleType, look: Look) -> None:
    assert texts(look(access.find_person, person="bruno.costa"), "doubts", "what") == [
        "Until when? The contract of bruno.costa ends on 31 Dec."
    ]
    left = look(access.find_person, person="petra.klein")
    assert texts(left)[1] == "Left on 31 Oct"
    assert left["doubts"] == []


def test_every_fact_fits_the_card(access: ModuleType, look: Look, database: Path) -> None:
    look(access.find_group, group="billing")
    people = [row[0] for row in rows(database, "SELECT login FROM people")]
    for person in people:
        for group in get_args(access.GroupName):
            found = look(access.find_membership, person=person, group=group)
            assert all(len(Fact(**fact).text) <= 120 for fact in found["facts"])
            assert all(len(Doubt(**doubt).what) <= 160 for doubt in found["doubts"])
    assert len(people) == 15


def test_one_key_grants_once(access: ModuleType, under: Under, database: Path) -> None:
    first = access.grant_access(in_group(access), under("H-1-1"))
    second = access.grant_access(in_group(access), under("H-1-1"))
    assert first == second == access.grant_access.read_back(in_group(access), under("H-1-1"))
    assert "jonas.weber" in members(database, "billing")
    assert rows(database, "SELECT key, action, login, group_name, decided_by FROM access_changes") == [
        ("H-1-1", "granted", "jonas.weber", "billing", "U02MARIA U04DANA")
    ]


def test_one_key_revokes_once(access: ModuleType, under: Under, database: Path) -> None:
    args = in_group(access, "petra.klein")
    assert access.revoke_access(args, under("H-1-1")) == access.revoke_access(args, under("H-1-1"))
    assert "petra.klein" not in members(database, "billing")
    assert len(rows(database, "SELECT * FROM access_changes")) == 1


def test_the_read_back_tells_a_grant_from_a_revocation(access: ModuleType, under: Under) -> None:
    args = in_group(access)
    assert access.grant_access.read_back(args, under("H-1-1")) is None
    access.grant_access(args, under("H-1-1"))
    assert access.revoke_access.read_back(args, under("H-1-1")) is None
    assert access.grant_access.read_back(args, under("H-1-2")) is None


@pytest.mark.parametrize(
    ("step", "person", "group", "field", "sentence"),
    [
        ("grant_access", "wei.tan", "support-inbox", "group", "wei.tan is in support-inbox already, since 1 Dec 2023."),
        ("grant_access", "petra.klein", "staging", "person", "petra.klein left on 31 Oct."),
        ("grant_access", "no.body", "staging", "person", "Nobody with the login no.body in the directory."),
        ("revoke_access", "jonas.weber", "billing", "group", "jonas.weber is not in billing."),
        ("revoke_access", "ines.lopes", "billing", "person", "ines.lopes owns billing; it needs another owner first."),
    ],
)
def test_the_check_and_the_effect_refuse_alike(
    access: ModuleType, under: Under, database: Path, step: str, person: str, group: str, field: str, sentence: str
) -> None:
    tool, args = getattr(access, step), in_group(access, person, group)
    assert tool.checks(args, under()) == {field: sentence}
    before = members(database, group)
    with pytest.raises(ToolRefused) as caught:
        tool(args, under())
    assert str(caught.value) == sentence
    assert members(database, group) == before
    assert rows(database, "SELECT * FROM access_changes") == []


def test_the_check_is_silent_before_and_after_the_change_it_is_about(access: ModuleType, under: Under) -> None:
    args = in_group(access)
    assert access.grant_access.checks(args, under("H-1-1")) == {}
    access.grant_access(args, under("H-1-1"))
    assert access.grant_access.checks(args, under("H-1-1")) == {}
    assert access.grant_access.checks(args, under("H-2-1")) == {
        "group": "jonas.weber is in billing already, since 22 Nov."
    }


def test_a_key_of_another_change_never_passes_for_this_one(access: ModuleType, under: Under) -> None:
    access.grant_access(in_group(access), under("H-1-1"))
    with pytest.raises(ToolRefused, match=r"another change under H-1-1: granted billing, jonas\.weber"):
        access.revoke_access(in_group(access), under("H-1-1"))


def test_of_two_grants_at_once_one_is_told_that_it_is_done(access: ModuleType, under: Under, database: Path) -> None:
    """Two threads, two keys, on a database that both have to make first."""
    start = Barrier(2)

    def run(key: str) -> str:
        start.wait()
        try:
            return str(access.grant_access(in_group(access), under(key))["action"])
        except ToolRefused as refusal:
            return str(refusal)

    with ThreadPoolExecutor(2) as pool:
        answers = sorted(pool.map(run, ["H-1-1", "H-2-1"]))
    assert answers == ["granted", "jonas.weber is in billing already, since 22 Nov."]
    assert len(rows(database, "SELECT * FROM access_changes")) == 1


def test_nobody_writes_between_the_check_and_the_change(directory: ModuleType, database: Path) -> None:
    with directory.opened(write=True):
        other = sqlite3.connect(database, timeout=0, isolation_level=None)
        with pytest.raises(sqlite3.OperationalError, match="locked"):
            other.execute("BEGIN IMMEDIATE")
        other.close()


@pytest.mark.parametrize("person", ["jonas", "Jonas Weber", "<@U03JONAS>", "jonas.weber@mail.example", ""])
def test_a_login_that_is_none_is_said_at_its_field(access: ModuleType, person: str) -> None:
    with pytest.raises(ValidationError) as caught:
        in_group(access, person)
    assert [error["msg"] for error in caught.value.errors()] == [
        "Not a login: first name, dot, last name, for example jonas.weber."
    ]


def test_logins_and_groups_may_be_written_in_capitals(access: ModuleType) -> None:
    args = in_group(access, " Jonas.Weber", "BILLING ")
    assert (args.person, args.group) == ("jonas.weber", "billing")


def test_a_group_that_is_none_is_said_at_its_field(access: ModuleType) -> None:
    with pytest.raises(ValidationError) as caught:
        in_group(access, group="everything")
    assert [error["msg"] for error in caught.value.errors()] == ["Not one of the groups."]
