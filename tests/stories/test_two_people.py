"""Access is high risk: two people agree before anything changes."""

from tests.stories.stage import ACCESS, ALEX, Stage, card, changed, reply, text_of, whisper
from workspace.driver import Person

ASKED = "Please give kenji.mori access to analytics, he writes the weekly report from now on"
QUESTION = "Grant analytics to kenji.mori?"


def granted(stage: Stage) -> list[tuple[str, str, str, str]]:
    rows = stage.shop("SELECT key, login, group_name, decided_by FROM access_changes")
    return [(row["key"], row["login"], row["group_name"], row["decided_by"]) for row in rows]


async def test_the_first_approval_counts_and_the_second_runs(
    stage: Stage, maria: Person, jonas: Person, dana: Person
) -> None:
    asked = await jonas.say(ACCESS, ASKED)
    shown = await card(maria, QUESTION, ACCESS)
    assert "Approvals  0 of 2" in text_of(shown)
    await dana.click(ACCESS, shown["ts"], "Approve")
    one = await changed(maria, ACCESS, shown["ts"], "Approvals  1 of 2: Dana")
    assert "One more person by" in text_of(one)
    await whisper(dana, "Nothing has run.")
    await stage.quiet()
    assert granted(stage) == []
    await maria.click(ACCESS, shown["ts"], "Approve")
    folded = await changed(maria, ACCESS, shown["ts"], "Granted analytics to kenji.mori.")
    assert "Approved as shown by Dana" in text_of(folded)
    assert " and Maria " in text_of(folded)
    await reply(jonas, ACCESS, asked, "Done: granted analytics to kenji.mori.")
    await stage.quiet()
    assert granted(stage) == [("H-1-1", "kenji.mori", "analytics", "U04DANA U02MARIA")]


async def test_one_person_does_not_count_twice(stage: Stage, maria: Person, jonas: Person, dana: Person) -> None:
    await jonas.say(ACCESS, ASKED)
    shown = await card(maria, QUESTION, ACCESS)
    await dana.click(ACCESS, shown["ts"], "Approve")
    await changed(dana, ACCESS, shown["ts"], "1 of 2")
    await dana.click(ACCESS, shown["ts"], "Approve")
    await whisper(dana, "You decided this already.")
    await stage.quiet()
    assert granted(stage) == []
    assert len(stage.audited("decision_approve")) == 1


async def test_an_edit_asks_the_others_again(stage: Stage, maria: Person, jonas: Person, dana: Person) -> None:
    alex = await stage.person(ALEX)
    await jonas.say(ACCESS, ASKED)
    shown = await card(maria, QUESTION, ACCESS)
    await dana.click(ACCESS, shown["ts"], "Approve")
    await changed(maria, ACCESS, shown["ts"], "1 of 2: Dana")
    await maria.click(ACCESS, shown["ts"], "Edit")
    await maria.submit(await maria.wait_for_view(), {"arg.group": "staging", "own.why": "the reports are there"})
    edited = await changed(maria, ACCESS, shown["ts"], "Grant staging to kenji.mori?")
    assert "1 of 2: Maria" in text_of(edited)
    assert "group analytics → staging" in text_of(edited)
    await stage.quiet()
    assert granted(stage) == []
    await stage.press_old(ALEX, ACCESS, shown, "Approve")
    await whisper(alex, "The case changed: the group is now staging. Nothing was done")
    assert granted(stage) == []
    await dana.click(ACCESS, shown["ts"], "Approve")
    await changed(maria, ACCESS, shown["ts"], "Granted staging to kenji.mori.")
    await stage.quiet()
    assert granted(stage) == [("H-1-2", "kenji.mori", "staging", "U02MARIA U04DANA")]


async def test_one_reject_ends_it(stage: Stage, maria: Person, jonas: Person, dana: Person) -> None:
    await jonas.say(ACCESS, ASKED)
    shown = await card(maria, QUESTION, ACCESS)
    await dana.click(ACCESS, shown["ts"], "Approve")
    await changed(maria, ACCESS, shown["ts"], "1 of 2")
    await maria.click(ACCESS, shown["ts"], "Reject")
    await maria.submit(await maria.wait_for_view(), {})
    folded = await changed(maria, ACCESS, shown["ts"], "Not granted, analytics to kenji.mori.")
    assert "Rejected by Maria" in text_of(folded)
    await stage.quiet()
    assert granted(stage) == []


async def test_revoking_needs_one_person(stage: Stage, maria: Person, dana: Person) -> None:
    alex = await stage.person(ALEX)
    await alex.say(ACCESS, "petra.klein left at the end of October, please remove her from billing")
    shown = await card(maria, "Revoke billing from petra.klein?", ACCESS)
    await alex.click(ACCESS, shown["ts"], "Approve")
    await whisper(alex, "You asked for this, so somebody else decides: Access admins.")
    await dana.click(ACCESS, shown["ts"], "Approve")
    await changed(maria, ACCESS, shown["ts"], "Revoked billing from petra.klein.")
    assert [row["action"] for row in stage.shop("SELECT action FROM access_changes")] == ["revoked"]
