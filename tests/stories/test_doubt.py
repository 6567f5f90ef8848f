"""What becomes of an action that went wrong: refused, done again under its key, or in doubt and settled by a person."""

import random
from typing import Any

import pytest

from bot import codes
from bot.engine import proving
from storage import codes as kept
from storage.models import Who
from tests.stories.stage import (
    ALERTS,
    ALEX,
    DANA,
    JONAS,
    MARIA,
    Stage,
    card,
    changed,
    direct,
    has_button,
    reply,
    text_of,
    whisper,
)
from workspace.driver import Person

DOUBT = "did it happen? Baton does not know."


async def approved(stage: Stage, words: str) -> tuple[Person, Person, str, str]:
    """Start the bot, let Jonas ask for an errand and Maria approve it; both, the request's ts and the card's."""
    await stage.start()
    maria, jonas = await stage.person(MARIA), await stage.person(JONAS)
    asked = await jonas.say(ALERTS, words)
    shown = await card(maria, "Run ", ALERTS)
    await maria.click(ALERTS, shown["ts"], "Approve")
    return maria, jonas, asked, str(shown["ts"])


async def in_doubt(stage: Stage, words: str) -> tuple[Person, Person, str, str, str]:
    """The same, up to the card that asks whether it happened; its ts last."""
    maria, jonas, asked, shown = await approved(stage, words)
    doubt = await card(maria, DOUBT, ALERTS, "It happened")
    await reply(
        jonas, ALERTS, asked, "Approved, but it is not known whether it was done. A person looks; I answer here."
    )
    await changed(maria, ALERTS, shown, "Whether it ran is not known; a card of its own asks.")
    return maria, jonas, asked, shown, str(doubt["ts"])


async def test_a_tool_that_refuses_did_nothing(errands: Stage) -> None:
    maria, jonas, asked, shown = await approved(errands, "plain refuse eggs")
    folded = await changed(maria, ALERTS, shown, "Then refused: “The door is locked”.")
    assert "Not run, refuse eggs." in text_of(folded)
    assert "Nothing was changed." in text_of(folded)
    await reply(jonas, ALERTS, asked, "Not done. It was approved, then refused: “The door is locked”.")
    await errands.quiet()
    assert errands.record("SELECT state, attempts FROM effect") == [{"state": "failed", "attempts": 1}]


@pytest.mark.parametrize("words", ["plain break eggs", "plain hang eggs", "plain stumble eggs"])
async def test_a_tool_that_fails_or_hangs_is_in_doubt_and_not_tried_again(errands: Stage, words: str) -> None:
    maria, _, _, _, doubt = await in_doubt(errands, words)
    shown = await changed(maria, ALERTS, doubt, DOUBT)
    why = "no answer within 1 s" if "hang" in words else "it failed with RuntimeError"
    assert why in text_of(shown)
    assert "It is not tried again by itself." in text_of(shown)
    assert "Look for key H-1-1. The tool’s own read-back: there is none." in text_of(shown)
    for label in ("It happened", "Do it again", "Drop it"):
        assert has_button(shown, label)
    await errands.quiet()
    assert errands.record("SELECT state, attempts FROM effect") == [{"state": "in_doubt", "attempts": 1}]
    assert len(errands.journal()) == ("stumble" in words)


async def test_it_happened_closes_it(errands: Stage) -> None:
    maria, jonas, asked, shown, doubt = await in_doubt(errands, "plain stumble eggs")
    await maria.click(ALERTS, doubt, "It happened")
    await changed(maria, ALERTS, doubt, "it happened.")
    await changed(maria, ALERTS, shown, "Ran stumble eggs.")
    await reply(jonas, ALERTS, asked, "Done: ran stumble eggs.")
    await errands.quiet()
    assert errands.journal() == ["H-1-1 stumble eggs"]
    assert errands.record("SELECT state FROM effect") == [{"state": "done"}]


async def test_do_it_again_runs_it_under_the_same_key(errands: Stage) -> None:
    maria, _, _, _, doubt = await in_doubt(errands, "plain stumble eggs")
    await maria.click(ALERTS, doubt, "Do it again")
    again = await card(maria, "H-3", ALERTS, "It happened")
    assert again["ts"] != doubt
    await errands.quiet()
    assert errands.journal() == ["H-1-1 stumble eggs"] * 2
    assert errands.record("SELECT key, state, attempts FROM effect") == [
        {"key": "H-1-1", "state": "in_doubt", "attempts": 2}
    ]


async def test_drop_it_closes_it_undone(errands: Stage) -> None:
    maria, jonas, asked, shown, doubt = await in_doubt(errands, "plain break eggs")
    await maria.click(ALERTS, doubt, "Drop it")
    await changed(maria, ALERTS, doubt, "drop it.\nClosed undone.")
    await changed(maria, ALERTS, shown, "Not run, break eggs.")
    await reply(jonas, ALERTS, asked, "Not done.")
    await errands.quiet()
    assert errands.journal() == []
    assert errands.record("SELECT state FROM effect") == [{"state": "failed"}]


async def test_a_doubt_is_settled_once_and_by_those_who_may(errands: Stage) -> None:
    maria, _, _, _, doubt = await in_doubt(errands, "plain stumble eggs")
    alex, dana = await errands.person(ALEX), await errands.person(DANA)
    before = await changed(maria, ALERTS, doubt, DOUBT)
    await alex.click(ALERTS, doubt, "Do it again")
    await whisper(alex, "Maria and Head of support decide errands; nothing was changed.")
    await maria.click(ALERTS, doubt, "It happened")
    await changed(maria, ALERTS, doubt, "it happened.")
    await errands.press_old(DANA, ALERTS, before, "Do it again")
    await whisper(dana, "before your answer. Nothing else was done.")
    await errands.quiet()
    assert errands.journal() == ["H-1-1 stumble eggs"]


def asking(stage: Stage, more: str) -> None:
    """The plain errand asks for more."""
    path = stage.workflows / "errands" / "workflow.yml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("    reasons: [Not today]\n", more, 1), encoding="utf-8")


async def enrol(stage: Stage, user: str) -> str:
    """Somebody has codes since long ago; returns the seed."""
    world = stage.baton.engine.world
    sealer, who, seed = world.sealer, Who(world.people.team, user), codes.new_seed(random.Random(user))
    assert sealer is not None
    sealed = sealer.seal(seed, proving.about(who))

    def work(db: Any) -> None:
        kept.set_up(db, kept.begin(db, who, sealed, world.clock()), 0, "00", (), world.clock())

    await world.write(work)
    return seed


async def typed(stage: Stage, person: Person, seed: str) -> Any:
    """Send the window on top with what an authenticator shows."""
    await stage.advance(60)
    window = await person.wait_for_view()
    return await person.submit(window, {"own.code": codes.at_step(seed, codes.step_at(stage.clock()))})


async def test_a_step_with_codes_asks_for_one_before_it_is_done_again_or_freed(errands: Stage) -> None:
    asking(errands, "    sign_off: code\n    once: [what]\n")
    await errands.start()
    seed = await enrol(errands, MARIA)
    maria, dana, jonas = [await errands.person(each) for each in (MARIA, DANA, JONAS)]
    await jonas.say(ALERTS, "plain stumble eggs")
    shown = await card(maria, "Run ", ALERTS)
    await maria.click(ALERTS, shown["ts"], "Approve")
    await typed(errands, maria, seed)
    doubt = await card(maria, DOUBT, ALERTS, "It happened")
    for label in ("Do it again", "Drop it"):
        await dana.click(ALERTS, doubt["ts"], label)
        await whisper(dana, "you have none yet")
        assert not dana.views()
    await maria.click(ALERTS, doubt["ts"], "Do it again")
    window = await maria.wait_for_view()
    assert "It runs once more: twice, if it did happen." in text_of(window)
    wrong = await maria.submit(window, {"own.code": "000000"})
    assert wrong["errors"]["own.code"] == "This is not the code of now. 9 tries left."
    assert len(errands.journal()) == 1
    await typed(errands, maria, seed)
    again = await card(maria, "H-3", ALERTS, "It happened")
    assert len(errands.journal()) == 2
    await maria.click(ALERTS, again["ts"], "Drop it")
    assert "the same can be asked for again" in text_of(await maria.wait_for_view())
    await typed(errands, maria, seed)
    await changed(maria, ALERTS, again["ts"], "drop it.\nClosed undone.")
    await errands.quiet()
    assert [row["proof"] for row in errands.record("SELECT proof FROM decision ORDER BY id")] == ["code"] * 3
    assert errands.record("SELECT * FROM once") == []


async def test_what_two_approved_is_not_offered_to_one(errands: Stage) -> None:
    asking(errands, "    quorum: 2\n")
    await errands.start()
    maria, dana, jonas = [await errands.person(each) for each in (MARIA, DANA, JONAS)]
    await jonas.say(ALERTS, "plain stumble eggs")
    shown = await card(maria, "Run ", ALERTS)
    await maria.click(ALERTS, shown["ts"], "Approve")
    await changed(maria, ALERTS, shown["ts"], "1 of 2")
    await dana.click(ALERTS, shown["ts"], "Approve")
    doubt = await card(maria, DOUBT, ALERTS, "It happened")
    assert not has_button(doubt, "Do it again")
    assert "to do it again, drop it and ask anew" in text_of(doubt)


async def test_a_tool_with_a_key_is_asked_again_by_itself(errands: Stage) -> None:
    maria, jonas, asked, shown = await approved(errands, "sure stumble eggs")
    await changed(maria, ALERTS, shown, "Ran stumble eggs.")
    await reply(jonas, ALERTS, asked, "Done: ran stumble eggs.")
    await errands.quiet()
    assert errands.journal() == ["H-1-1 stumble eggs"]
    assert errands.record("SELECT state, attempts FROM effect") == [{"state": "done", "attempts": 2}]


async def test_a_key_that_never_answers_is_looked_up(errands: Stage) -> None:
    maria, jonas, asked, shown = await approved(errands, "sure break eggs")
    await changed(maria, ALERTS, shown, "Not run, break eggs.")
    await reply(jonas, ALERTS, asked, "Not done.")
    await errands.quiet()
    assert errands.record("SELECT state, attempts FROM effect") == [{"state": "failed", "attempts": 3}]


async def test_an_agent_that_fails_hands_over(errands: Stage) -> None:
    await errands.start()
    maria, jonas = await errands.person(MARIA), await errands.person(JONAS)
    await jonas.say(ALERTS, "tell me a story")
    shown = await card(maria, "A person should take this", ALERTS, "Take over")
    assert "No errand." in text_of(shown)
    await maria.click(ALERTS, shown["ts"], "Answer")
    await maria.submit(await maria.wait_for_view(), {"own.answer": "plain boil eggs"})
    await card(maria, "Run boil eggs?", ALERTS)


async def test_undo_takes_an_approval_back_before_it_runs(errands: Stage) -> None:
    maria, _, _, shown = await approved(errands, "late boil eggs")
    told = await whisper(maria, "Approved. Runs at")
    await maria.click(ALERTS, told["id"], "Undo")
    again = await card(maria, "H-2", ALERTS)
    await whisper(maria, "Taken back. Nothing ran; H-2 asks again.")
    folded = await changed(maria, ALERTS, shown, "H-1")
    assert not has_button(folded, "Approve")
    await errands.advance(30)
    await errands.quiet()
    assert errands.journal() == []
    await maria.click(ALERTS, again["ts"], "Approve")
    await whisper(maria, "Approved. Runs at")
    await errands.advance(30)
    await changed(maria, ALERTS, again["ts"], "Ran boil eggs.")
    await errands.quiet()
    assert errands.journal() == ["H-2-1 boil eggs"]


async def test_undo_comes_too_late(errands: Stage) -> None:
    maria, _, _, shown = await approved(errands, "late boil eggs")
    told = await whisper(maria, "Approved. Runs at")
    await errands.advance(30)
    await changed(maria, ALERTS, shown, "Ran boil eggs.")
    await maria.click(ALERTS, told["id"], "Undo")
    await whisper(maria, "Too late to take back")
    await errands.quiet()
    assert errands.journal() == ["H-1-1 boil eggs"]


async def test_in_doubt_by_direct_message(errands: Stage) -> None:
    await errands.start()
    maria, jonas = await errands.person(MARIA), await errands.person(JONAS)
    await jonas.command("/handoff", "plain break eggs", ALERTS)
    shown = await card(maria, "Run break eggs?", ALERTS)
    await maria.click(ALERTS, shown["ts"], "Approve")
    await direct(jonas, "Approved, but it is not known whether it was done.")
