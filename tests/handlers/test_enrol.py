"""What people are told about their codes."""

import pytest

from bot.signing import Standing
from handlers.slack import enrol
from handlers.slack.blocks import Message
from tests.handlers.told import ASKED
from workspace.blocks import visible_text


def told(what: str) -> Message:
    return enrol.told({"what": what, "at": ASKED.isoformat(), "who": "Dana", "wrong": 10}, str, ASKED)


@pytest.mark.parametrize(
    ("message", "words"),
    [
        (enrol.standing(Standing(ASKED, None, 9), ASKED), "Your codes have been set up since 14:02 UTC. 9 recovery"),
        (enrol.standing(Standing(ASKED, ASKED), ASKED), "Your codes have been locked since 14:02 UTC. An owner can"),
        (told("done"), "Your codes have been set up since 14:02 UTC. Was that not you?"),
        (told("locked"), "Your codes have been locked since 14:02 UTC:"),
        (told("locked_other"), "The codes of Dana have been locked since 14:02 UTC:"),
    ],
)
def test_since_when_codes_stand_as_they_do(message: Message, words: str) -> None:
    assert " ".join(visible_text(message.blocks)).startswith(words)
