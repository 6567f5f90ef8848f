"""Who is meant by a reference. Names can be chosen by anybody: a handle goes first, an unclear one means nobody."""

from dataclasses import replace

import pytest

from bot.people import Group, Member, People
from storage.models import Who

PEOPLE = People(
    team="T1",
    members={
        member.id: member
        for member in (
            Member("U1", "T1", "Maria Costa", "maria"),
            Member("U2", "T1", "Jonas", "jonas"),
            Member("U3", "T1", "Guest", "guest", restricted=True),
            Member("U4", "T1", "Robot", "robot", is_bot=True),
            Member("U5", "T1", "Gone", "gone", deleted=True),
        )
    },
    groups={"S1": Group("S1", "leads", "Support leads", frozenset({"U1", "U2"}))},
    channels={"refunds": "C1"},
)


@pytest.mark.parametrize(
    ("reference", "found"),
    [("U1", "U1"), ("S1", "S1"), ("@maria", "U1"), ("maria", "U1"), ("@MARIA", "U1"), ("@leads", "S1"),
     ("Maria Costa", ""), ("@nobody", ""), ("U99", ""), ("", ""), ("@", "")],
)  # fmt: skip
def test_a_reference_means_one_or_nobody(reference: str, found: str) -> None:
    assert PEOPLE.resolve(reference) == found


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("give <@U1> and <@U2|jonas> the same", "give @Maria Costa and @Jonas the same"),
        ("<!subteam^S1> in <#C1|> or <#C1|refunds>", "@leads in #refunds or #refunds"),
        ("<@U99> in <#C9|secret>, <!here>", "<@U99> in <#C9|secret>, <!here>"),
        ("see <https://a.example/x?y=1&z=2>", "see https://a.example/x?y=1&z=2"),
        ("mail <mailto:jo@a.example|jo@a.example>", "mail jo@a.example"),
        ("<http://a.example|a.example> <tel:+491|+491>", "a.example +491"),
        ("<https://evil.example|a.example>", "<https://evil.example|a.example>"),
        ("a < b > c <@> <https://>", "a < b > c <@> <https://>"),
    ],
)
def test_words_are_read_with_names_and_no_link_hides_where_it_leads(text: str, read: str) -> None:
    assert PEOPLE.read(text) == read


def with_first(member: Member) -> People:
    """Somebody who stands before everybody else in the list."""
    return replace(PEOPLE, members={member.id: member, **PEOPLE.members})


@pytest.mark.parametrize("reference", ["@maria", "maria", "@leads", "U1", "S1"])
def test_a_display_name_never_stands_for_anothers_handle(reference: str) -> None:
    thief = with_first(Member("U66", "T1", reference.removeprefix("@"), "thief"))
    assert thief.resolve(reference) == PEOPLE.resolve(reference)


def test_a_display_name_stands_for_nobody() -> None:
    """A group that the file names was renamed: whoever calls themselves like it decides nothing."""
    assert with_first(Member("U66", "T1", "support-leads", "thief")).resolve("@support-leads") == ""
    assert with_first(Member("U66", "T1", "Maria Costa", "thief")).resolve("Maria Costa") == ""


def test_members_without_a_handle_are_not_meant_by_an_empty_one() -> None:
    assert with_first(Member("U66", "T1", "Nameless")).resolve("@") == ""


def test_references_stand_for_users() -> None:
    assert PEOPLE.users(["@leads", "U3", "@nobody", "@guest"]) == {"U1", "U2", "U3"}
    assert PEOPLE.users([]) == frozenset()


def test_people_are_called_by_their_names() -> None:
    assert [PEOPLE.name("U1"), PEOPLE.name("U99")] == ["Maria Costa", "U99"]
    assert [PEOPLE.label("@leads"), PEOPLE.label("@maria"), PEOPLE.label("@x")] == [
        "Support leads",
        "Maria Costa",
        "@x",
    ]


@pytest.mark.parametrize(
    ("references", "words"),
    [([], "nobody"), (["@maria"], "Maria Costa"), (["@maria", "@leads"], "Maria Costa or Support leads"),
     (["@maria", "@leads", "@jonas"], "Maria Costa, Support leads or Jonas"), (["@maria", "U1"], "Maria Costa")],
)  # fmt: skip
def test_several_in_words(references: list[str], words: str) -> None:
    assert PEOPLE.labels(references) == words


def test_channels_are_names_or_ids() -> None:
    assert [PEOPLE.channel(each) for each in ("#refunds", "refunds", "C1", "#other", "C9")] == [
        "C1",
        "C1",
        "C1",
        "",
        "",
    ]


@pytest.mark.parametrize(
    ("who", "person", "full"),
    [
        (Who("T1", "U1"), True, True),
        (Who("T1", "U3"), True, False),
        (Who("T1", "U4"), False, False),
        (Who("T1", "U5"), False, False),
        (Who("T2", "U1"), False, False),
        (Who("T1", "U99"), False, False),
        (Who("", "U1"), False, False),
    ],
)
def test_who_is_a_person(who: Who, person: bool, full: bool) -> None:
    assert (PEOPLE.is_person(who), PEOPLE.is_full_member(who)) == (person, full)
