"""What a person's words hold: questions, decisions, new facts."""

import pytest

from bot.news import asks, decides, new_facts


@pytest.mark.parametrize(
    "text", ["was it paid?", "Who is the holder", "It came late? tell me more", "is this a club", "Is it 1042?"]
)
def test_a_question(text: str) -> None:
    assert asks(text)


@pytest.mark.parametrize("text", ["The neighbours have it.", "refund only 30.00", "see https://x.example/?a=1", ""])
def test_no_question(text: str) -> None:
    assert not asks(text)


@pytest.mark.parametrize("text", ["ok", "ok, do it", "Approved!", "yes please refund it", "no", "LGTM", "+1", "reject"])
def test_a_decision_in_words(text: str) -> None:
    assert decides(text)


@pytest.mark.parametrize(
    "text",
    ["no, the parcel was delivered", "ok but only 30.00", "refund order 1042", "thanks", "yes: 1044", "", "the club"],
)
def test_more_than_a_decision(text: str) -> None:
    assert not decides(text)


@pytest.mark.parametrize(
    ("text", "facts"),
    [
        ("was it EUR 30.00?", ("30.00",)),
        ("is a.sousa@mail.example the same person?", ("a.sousa@mail.example",)),
        ("is 1042 paid?", ()),
        ("is it like H-12?", ()),
        ("what did the carrier say?", ()),
        ("was it sent on 2026-11-12?", ("2026-11-12",)),
    ],
)
def test_new_facts(text: str, facts: tuple[str, ...]) -> None:
    assert new_facts(text, ["Refund 1042", "paid EUR 49.90"]) == facts
