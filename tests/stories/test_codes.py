"""A report that cannot be taken back: two people, each with a code of an authenticator that is none of ours."""

import asyncio
import logging
import shutil
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import aiohttp
import pytest

from tests.stories import stage as stages
from tests.stories.stage import (
    ALERTS,
    ALEX,
    DANA,
    JONAS,
    WEI,
    Stage,
    card,
    changed,
    direct,
    has_button,
    text_of,
    whisper,
)
from workspace.driver import Person

QUESTION = "File a report on account 77-3018?"
STRANGERS = ("oathtool", "zbarimg")
pytestmark = pytest.mark.skipif(
    not all(map(shutil.which, STRANGERS)), reason=f"{' and '.join(STRANGERS)} of Debian are the authenticator here"
)


@pytest.fixture
async def stage(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Stage]:
    """The alerts, with the bot running."""
    monkeypatch.setenv("SHOP_DB", str(tmp_path / "shop.db"))
    folder = stages.copy_workflows(tmp_path / "workflows", "alerts")
    report = folder / "alerts" / "workflow.yml"
    report.write_text(report.read_text(encoding="utf-8").replace("sign_off: click", "sign_off: code"), encoding="utf-8")
    async with Stage(tmp_path, folder) as made:
        await made.start()
        yield made


async def told_by(program: str, *arguments: str, given: bytes = b"") -> str:
    """What another program says."""
    pipe = asyncio.subprocess.PIPE
    process = await asyncio.create_subprocess_exec(program, *arguments, stdin=pipe, stdout=pipe, stderr=pipe)
    out, wrong = await process.communicate(given)
    assert process.returncode == 0, wrong.decode()
    return out.decode().strip()


async def scanned(stage: Stage, message: Any, folder: Path) -> str:
    """The secret that the picture of a message holds, as a phone reads it."""
    (image,) = [block for block in message["blocks"] if block["type"] == "image"]
    picture = folder / "qr.png"
    place = f"{stage.ws.page}files/{image['slack_file']['id']}/picture"
    async with aiohttp.ClientSession() as session, session.get(place) as answer:
        picture.write_bytes(await answer.read())
    address = urlsplit(await told_by("zbarimg", "--quiet", "--raw", str(picture)))
    asked = parse_qs(address.query)
    assert (address.scheme, address.netloc, asked["issuer"]) == ("otpauth", "totp", ["Baton"])
    return asked["secret"][0]


async def code(stage: Stage, secret: str) -> str:
    """What an authenticator shows at the story's time."""
    at = f"{stage.clock():%Y-%m-%d %H:%M:%S UTC}"
    return await told_by("oathtool", "--totp", "--base32", f"--now={at}", "-", given=secret.encode())


async def pictured(person: Person, place: str) -> Any:
    """The direct message with the picture that stands there now."""
    for _ in range(200):
        found = [m for m in await person.history(place) if has_button(m, "Type the first code")]
        if found:
            return found[0]
        await asyncio.sleep(0.05)
    raise TimeoutError("no picture came")


async def enrol(stage: Stage, person: Person, folder: Path) -> str:
    """Scan the picture, type the first code; the picture goes away. Returns the secret."""
    place = await person.direct(stages.BOT)
    message = await pictured(person, place)
    secret = await scanned(stage, message, folder)
    assert secret in text_of(message).replace(" ", ""), "the secret also stands there as text"
    await person.click(place, message["ts"], "Type the first code")
    window = await person.wait_for_view()
    answer = await person.submit(window, {"own.code": "000000"})
    assert "This is not the code of now" in answer["errors"]["own.code"]
    await person.submit(window, {"own.code": await code(stage, secret)})
    shown = (await person.wait_for(lambda p: [v for v in p.views() if "Recovery codes" in text_of(v)]))[0]
    assert text_of(shown).count("-") == 10
    await person.close(everything=True)
    await stage.quiet()
    assert not [m for m in await person.history(place) if has_button(m, "Type the first code")]
    assert not stage.ws.office.state.files, "the picture is gone, too"
    await stage.advance(60)
    return secret


async def test_from_press_to_done_with_codes(stage: Stage, tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    wei, dana, alex = [await stage.person(each) for each in (WEI, DANA, ALEX)]
    await wei.say(ALERTS, "A-5531 looks bad: many senders, and it all went abroad the next day")
    shown = await card(dana, QUESTION, ALERTS)
    assert "0 of 2, each with a code" in text_of(shown)
    await wei.click(ALERTS, shown["ts"], "Approve")
    await whisper(wei, "decide")
    assert not wei.views(), "who may not decide sees no window"

    await dana.click(ALERTS, shown["ts"], "Approve")
    offer = await whisper(dana, "you have none yet")
    assert not dana.views()
    await dana.click(ALERTS, offer["id"], "Set up codes")
    secret = await enrol(stage, dana, tmp_path)

    await dana.click(ALERTS, shown["ts"], "Approve")
    window = await dana.wait_for_view()
    assert "It cannot be taken back." in text_of(window)
    assert "The code is good for this report only." in text_of(window)
    wrong = await dana.submit(window, {"own.typed": "77-3019", "own.code": await code(stage, secret)})
    assert wrong["errors"] == {"own.typed": "This is not what stands under Account. Nothing was done."}
    typed = await code(stage, secret)
    await dana.submit(window, {"own.typed": "77-3018", "own.code": typed})
    one = await changed(dana, ALERTS, shown["ts"], "1 of 2: Dana")
    assert "with code set up 1 min before" in text_of(one)

    await alex.command("/handoff", "codes", ALERTS)
    stands = await whisper(alex, "You have no codes")
    await alex.click(ALERTS, stands["id"], "Set up codes")
    his = await enrol(stage, alex, tmp_path)
    await alex.click(ALERTS, shown["ts"], "Approve")
    window = await alex.wait_for_view()
    assert "You are the second of two. Dana approved" in text_of(window)
    used = await alex.submit(window, {"own.typed": "77-3018", "own.code": typed})
    assert used["errors"]["own.code"] == "This is not the code of now. 9 tries left."
    await alex.submit(window, {"own.typed": " 77-3018", "own.code": await code(stage, his)})
    folded = await changed(dana, ALERTS, shown["ts"], "Filed a report on account 77-3018.")
    assert text_of(folded).count("with code") == 2
    await stage.quiet()
    assert [row["proof"] for row in stage.record("SELECT proof FROM decision ORDER BY id")] == ["code", "code"]
    assert len(stage.audited("code_accepted")) == 2
    await nowhere(stage, secret, his, typed)
    logged = [each.getMessage() for each in caplog.records if each.name.startswith(("bot", "handlers", "storage"))]
    assert logged
    assert not [line for line in logged if typed in line or secret in line]


async def test_who_has_no_codes_reads_so_in_the_window_they_review_in(stage: Stage) -> None:
    dana, wei = await stage.person(DANA), await stage.person(WEI)
    await wei.say(ALERTS, "A-5531 looks bad: many senders, and it all went abroad the next day")
    await card(dana, QUESTION, ALERTS)
    await dana.open_home()
    await dana.click(await dana.wait_for_home(), button="Review")
    await dana.click(await dana.wait_for_view(), button="Approve")
    words = "Nothing was done; why is told to you alone, in your messages with Baton."
    await dana.wait_for(lambda each: [view for view in each.views() if words in text_of(view)], 10, words)
    await direct(dana, "Approving this asks for a one-time code, and you have none yet.")


async def nowhere(stage: Stage, *secrets: str) -> None:
    """No cell, no byte of the database holds any of these."""
    held = b"".join(each.read_bytes() for each in stage.folder.glob("baton.db*")).decode("latin-1")
    assert [each for each in secrets if each in held] == []


async def test_codes_set_up_anew_and_an_owner_resets_them(stage: Stage, tmp_path: Path) -> None:
    dana, alex, jonas = [await stage.person(each) for each in (DANA, ALEX, JONAS)]
    await alex.command("/handoff", "codes", ALERTS)
    await alex.click(ALERTS, (await whisper(alex, "You have no codes"))["id"], "Set up codes")
    old = await enrol(stage, alex, tmp_path)
    await direct(dana, "Alex set up one-time codes")
    await alex.command("/handoff", "codes", ALERTS)
    again = await whisper(alex, "10 recovery codes are left")
    await alex.click(ALERTS, again["id"], "Set up anew")
    window = await alex.wait_for_view()
    refused = await alex.submit(window, {"own.code": "000000"})
    assert refused["errors"]["own.code"] == "This is not the code of now. 9 tries left."
    await alex.submit(window, {"own.code": await code(stage, old)})
    new = await enrol(stage, alex, tmp_path)
    assert new != old

    await jonas.command("/handoff", "codes reset @alex", ALERTS)
    await whisper(jonas, "Only an owner can do this")
    await dana.command("/handoff", "codes reset @dana", ALERTS)
    await whisper(dana, "Nobody resets their own codes")
    await dana.command("/handoff", "codes reset @alex", ALERTS)
    await whisper(dana, "They set up new ones")
    await direct(alex, "Dana reset your codes")
    await alex.command("/handoff", "codes", ALERTS)
    await whisper(alex, "You have no codes")
    assert [row["actor"] for row in stage.audited("codes_reset")] == [f"{stage.baton.engine.world.people.team}/{DANA}"]


async def test_a_picture_goes_away_after_ten_minutes(stage: Stage) -> None:
    alex = await stage.person(ALEX)
    await alex.command("/handoff", "codes", ALERTS)
    await alex.click(ALERTS, (await whisper(alex, "You have no codes"))["id"], "Set up codes")
    await direct(alex, "Set up your codes")
    await stage.quiet()
    await stage.advance(601)
    await stage.quiet()
    place = await alex.direct(stages.BOT)
    assert not [m for m in await alex.history(place) if has_button(m, "Type the first code")]
    assert not stage.ws.office.state.files
    assert [row["next_seed"] for row in stage.record("SELECT next_seed FROM code")] == [""]
