"""Today's rules hold at the click: workflow files that change, that break, channels that Baton is not in."""

from pathlib import Path

import pytest

from tests.stories.stage import ALERTS, DANA, JONAS, MARIA, WEI, Stage, card, changed, direct, text_of, whisper

FILE = "errands/workflow.yml"


def rewrite(stage: Stage, before: str, after: str) -> None:
    path = stage.workflows / FILE
    text = path.read_text(encoding="utf-8")
    assert before in text
    path.write_text(text.replace(before, after), encoding="utf-8")


async def test_a_changed_file_holds_at_the_click(errands: Stage) -> None:
    await errands.start()
    maria, jonas, wei = [await errands.person(user) for user in (MARIA, JONAS, WEI)]
    await jonas.say(ALERTS, "plain boil eggs")
    shown = await card(maria, "Run boil eggs?", ALERTS)
    rewrite(errands, 'approvers: [U02MARIA, "@head-of-support"]', "approvers: [U06WEI]")
    await maria.click(ALERTS, shown["ts"], "Approve")
    await whisper(maria, "Only Wei may decide errands; nothing was changed.")
    await wei.click(ALERTS, shown["ts"], "Approve")
    await changed(maria, ALERTS, shown["ts"], "Ran boil eggs.")
    assert errands.journal() == ["H-1-1 boil eggs"]


async def test_a_broken_file_keeps_the_old_rules_and_tells_the_owners(
    errands: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.engine.engine.LONGEST_SLEEP_SECONDS", 3600)  # nobody hears of it by the way
    await errands.start()
    maria, jonas, dana = [await errands.person(user) for user in (MARIA, JONAS, DANA)]
    await jonas.say(ALERTS, "plain boil eggs")
    shown = await card(maria, "Run boil eggs?", ALERTS)
    rewrite(errands, "listen: true", "listen: true\ncolour: blue")
    await maria.click(ALERTS, shown["ts"], "Approve")
    await changed(maria, ALERTS, shown["ts"], "Ran boil eggs.")
    told = await direct(dana, "The rules from before stay in force.")
    assert "workflow.yml, line 5: colour: this key is not known here" in text_of(told)
    rewrite(errands, "\ncolour: blue", "")
    await jonas.say(ALERTS, "plain boil rice")
    await card(maria, "Run boil rice?", ALERTS)
    fine = await direct(dana, "The workflow files are fine again")
    assert fine["ts"] == told["ts"], "the same message says what became of it"


async def test_a_step_that_went_away_is_not_run(errands: Stage) -> None:
    await errands.start()
    maria, jonas = await errands.person(MARIA), await errands.person(JONAS)
    await jonas.say(ALERTS, "sure boil eggs")
    shown = await card(maria, "Run boil eggs?", ALERTS)
    rewrite(errands, "  sure_errand:", "  other_errand:")
    await maria.click(ALERTS, shown["ts"], "Approve")
    await whisper(maria, "This step is not in the workflow file any more. Nothing was changed.")
    assert errands.journal() == []


async def test_a_lower_limit_holds_at_the_click(errands: Stage) -> None:
    await errands.start()
    maria, jonas, dana = [await errands.person(user) for user in (MARIA, JONAS, DANA)]
    await jonas.say(ALERTS, "plain boil eggs")
    shown = await card(maria, "Run boil eggs?", ALERTS)
    rewrite(errands, "    reasons: [Not today]", "    quorum: 2")
    await maria.click(ALERTS, shown["ts"], "Approve")
    await changed(maria, ALERTS, shown["ts"], "Approvals  1 of 2: Maria")
    assert errands.journal() == []
    await dana.click(ALERTS, shown["ts"], "Approve")
    await changed(maria, ALERTS, shown["ts"], "Ran boil eggs.")


async def test_baton_is_not_in_the_channel(errands: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    bot = errands.ws.office.state.channels[ALERTS].members
    bot.remove("U01BATON")
    dana, maria, jonas = [await errands.person(user) for user in (DANA, MARIA, JONAS)]
    await errands.start()
    told = text_of(await direct(dana, "Baton is not in #alerts, the channel of “Errands”."))
    assert "/invite @baton" in told
    await jonas.command("/handoff", "plain boil eggs", "C05GENERAL")
    await direct(jonas, "Got it: H-1.")
    bot.append("U01BATON")
    await errands.advance(600)
    await card(maria, "Run boil eggs?", ALERTS)


def test_the_errands_are_there() -> None:
    assert (Path(__file__).parent / FILE).exists()
