"""`/handoff` with its exact words: queue, status, digest, help, and one word that is none of them."""

import pytest

from tests.stories.stage import ACCESS, ALEX, GENERAL, REFUNDS, Stage, card, changed, has_button, text_of
from workspace.driver import Person

ASKED = "Hi, 1042 never showed up, the customer wants her money back"


async def test_queue_tells_what_is_open_and_who_has_it(stage: Stage, maria: Person, jonas: Person) -> None:
    empty = await maria.command("/handoff", "queue", GENERAL)
    assert text_of(empty) == "Nothing is open. Nobody has to decide anything."
    await jonas.say(REFUNDS, ASKED)
    shown = await card(maria, "order 1042?")
    await jonas.say(ACCESS, "Please give kenji.mori access to analytics, he writes the weekly report from now on")
    await card(maria, "Grant analytics to kenji.mori?", ACCESS)
    told = text_of(await maria.command("/handoff", "queue", GENERAL))
    assert told.startswith("2 open")
    assert "H-1  Refund EUR 49.90 for order 1042? by" in told
    assert "H-2  Grant analytics to kenji.mori?" in told
    alex = text_of(await (await stage.person(ALEX)).command("/handoff", "queue", GENERAL))
    assert alex.index("H-2") < alex.index("H-1"), "what Alex may decide comes first"
    await maria.click(REFUNDS, shown["ts"], "Approve")
    await changed(maria, REFUNDS, shown["ts"], "Refunded EUR 49.90")
    assert text_of(await maria.command("/handoff", "QUEUE", GENERAL)).startswith("1 open")


@pytest.mark.parametrize("typed", ["status H-1", "status h-1", "Status 1"])
async def test_status_of_one_handoff(stage: Stage, maria: Person, jonas: Person, typed: str) -> None:
    await jonas.say(REFUNDS, ASKED)
    shown = await card(maria, "order 1042?")
    waiting = await jonas.command("/handoff", typed, GENERAL)
    assert "Refund EUR 49.90 for order 1042?" in text_of(waiting)
    assert "waits for Maria or Head of support" in text_of(waiting)
    assert has_button(waiting, "Show everything")
    await maria.click(REFUNDS, shown["ts"], "Approve")
    await changed(maria, REFUNDS, shown["ts"], "Refunded EUR 49.90")
    told = text_of(await jonas.command("/handoff", typed, GENERAL))
    assert "Refunded EUR 49.90, order 1042. Approved as shown by Maria" in told


async def test_status_of_none(stage: Stage, jonas: Person) -> None:
    told = await jonas.command("/handoff", "status H-4711", GENERAL)
    assert text_of(told) == "There is no H-4711 here. See what is open with: /handoff queue"
    assert stage.record("SELECT * FROM request") == []


@pytest.mark.parametrize("typed", ["pause all", "resume all", "pause refunds/issue_refund why", "codes reset @jonas"])
async def test_what_is_asked_for_is_said_without_where_its_answer_stands(
    stage: Stage, maria: Person, typed: str
) -> None:
    told = text_of(await maria.command("/handoff", typed, REFUNDS))
    assert told == "Asked for. What came of it is told to you alone."


@pytest.mark.parametrize("typed", ["help", "HELP", "hlep", "quene", "42"])
async def test_one_word_that_is_no_request_gets_help(stage: Stage, jonas: Person, typed: str) -> None:
    told = text_of(await jonas.command("/handoff", typed, REFUNDS))
    for form in (
        "/handoff <request>",
        "/handoff queue",
        "/handoff status H-12",
        "/handoff digest",
        "/handoff autonomy",
    ):
        assert form in told
    await stage.quiet()
    assert stage.record("SELECT * FROM request") == []


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("status", "Which one? /handoff status H-12, or what is open: /handoff queue."),
        ("Status xyz", "Which one? /handoff status H-12, or what is open: /handoff queue."),
        ("override", "Which one? /handoff override H-12, which opens a window for the reason."),
        ("pause", "Which one? /handoff pause refunds/issue_refund why, or: /handoff pause all why."),
        ("cap", "Which one? /handoff cap refunds/issue_refund 20."),
        ("resume", "Which one? /handoff resume refunds/issue_refund why, or: /handoff resume all why."),
    ],
)
async def test_a_sub_command_with_too_little_says_what_is_missing(
    stage: Stage, jonas: Person, typed: str, told: str
) -> None:
    answer = text_of(await jonas.command("/handoff", typed, REFUNDS))
    assert answer == f"{told} Nothing was changed or asked for."
    await stage.quiet()
    assert stage.record("SELECT * FROM request") == []


async def test_a_sub_command_with_more_words_is_a_request(stage: Stage, maria: Person, jonas: Person) -> None:
    await jonas.command("/handoff", "queue a refund of order 1042, parcel not received", REFUNDS)
    await card(maria, "Refund EUR 49.90 for order 1042?")


async def test_a_ruling_that_does_not_fit_is_no_request(stage: Stage, dana: Person) -> None:
    for typed in ("pause refunds/isue_refund now", "cap refunds/issue_refund many", "Resume no-such/step"):
        told = text_of(await dana.command("/handoff", typed, REFUNDS))
        assert told.startswith("This names no step, or no number. Nothing was changed"), typed
    told = text_of(await dana.command("/handoff", "override H-99 nobody answers", REFUNDS))
    assert told.startswith("There is no H-99 here.")
    told = text_of(await dana.command("/handoff", "codes reset @nobody, quickly", REFUNDS))
    assert told == "Nobody here is called that. Nothing was changed."
    await dana.command("/handoff", f"Pause refunds/issue_refund {'why ' * 99}", REFUNDS)
    await stage.quiet()
    assert stage.record("SELECT * FROM request") == []
    (hold,) = stage.record("SELECT step, length(why) AS n FROM hold")
    assert hold == {"step": "issue_refund", "n": 200}


async def test_digest_at_once_counts_what_was_decided(stage: Stage, maria: Person, jonas: Person) -> None:
    await jonas.say(REFUNDS, ASKED)
    shown = await card(maria, "order 1042?")
    await maria.click(REFUNDS, shown["ts"], "Approve")
    await changed(maria, REFUNDS, shown["ts"], "Refunded EUR 49.90")
    await stage.quiet()
    told = text_of(await maria.command("/handoff", "digest", REFUNDS))
    assert told.startswith("Customer refunds · ")
    assert "nothing late, 0 open, 1 decided (Maria 1), none alone." in told
    entries, head = stage.record("SELECT seq, hash FROM audit ORDER BY seq DESC LIMIT 1")[0].values()
    assert f"{entries} entries · head {head[:4]} {head[4:8]}" in told
    both = text_of(await maria.command("/handoff", "digest", GENERAL))
    assert "Access to groups · " in both
    assert "Customer refunds · " in both
