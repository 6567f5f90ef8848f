"""Whatever the record holds, the card is legal, fits a phone, and nothing in it is alive that is not ours."""

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings

from bot.story import Round, Story
from handlers.slack.cards import card
from handlers.slack.ids import Action
from tests.handlers.anything import MARK, brimful, stories
from tests.handlers.rules import beyond, broken, parts
from tests.handlers.told import changed, decision

relaxed = settings(max_examples=50, deadline=None, suppress_health_check=list(HealthCheck))


@relaxed
@given(stories(state="waiting"))
def test_any_open_card_keeps_the_rules(story: Story) -> None:
    message = card(story)
    assert broken(message, MARK) == []
    assert beyond(message, story.step.risk if story.step else "normal") == []


@relaxed
@given(stories())
def test_any_card_in_any_state_keeps_the_rules(story: Story) -> None:
    message = card(story)
    assert broken(message, MARK) == []
    if story.handoff.state != "waiting":
        assert len(message.blocks) == 2


@relaxed
@given(stories(state="waiting"))
def test_only_the_first_approvers_are_mentioned(story: Story) -> None:
    told = str(card(story).blocks)
    allowed = set(story.first_approvers)
    live = {
        part[f"{part['type']}_id"] for part in parts(card(story).blocks) if part.get("type") in {"user", "usergroup"}
    }
    assert live <= allowed
    assert f"<@{story.request.requester.user}>" not in told or story.request.requester.user in allowed


@relaxed
@given(stories(state="waiting", kind="approval"))
def test_every_argument_is_shown_or_counted(story: Story) -> None:
    assert story.step is not None
    shown = story.step.shown(story.handoff.args)
    told = [leaf for leaf in parts(card(story).blocks) if leaf.get("type") == "text"]
    bold = [leaf["text"] for leaf in told if leaf.get("style") == {"bold": True}]
    text = "".join(leaf["text"] for leaf in told)
    on_card = len(bold) - sum(
        title in bold
        for title in ("Not sure", "Checked", "Before", "Approvals", "Runs if you approve", "Runs if approved")
    )
    assert on_card == len(shown) or f"{len(shown) - on_card} more argument" in text


@pytest.mark.parametrize("kind", ["approval", "doubt", "question", "case"])
def test_every_button_names_its_act(kind: str) -> None:
    @settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
    @given(stories(state="waiting", kind=kind))
    def check(story: Story) -> None:
        buttons = [part for part in parts(card(story).blocks) if part.get("type") == "button"]
        assert buttons
        for button in buttons:
            assert button["accessibility_label"].partition(": ")[2]
        assert sum(button.get("style") == "primary" for button in buttons) <= 1
        assert sum(button.get("style") == "danger" for button in buttons) <= 1
        menus = [part for part in parts(card(story).blocks) if part.get("type") == "overflow"]
        always = ["Give to someone", "Remind me later", "Show everything"]
        offered = ["Ask a question", *([] if kind == "doubt" else ["Take over"]), *always]
        assert [option["text"]["text"] for option in menus[0]["options"]] == offered
        assert menus[0]["action_id"] == Action.MORE

    check()


FULL = ("x" * 300, ("a" * 39 + " ") * 20, ("b" * 21 + " ") * 30, "&" * 300, "\u202e" * 100, "word " * 200)


@pytest.mark.parametrize("kind", ["approval", "doubt", "question", "case"])
@pytest.mark.parametrize("fill", FULL, ids=range(len(FULL)))
def test_a_card_full_to_the_brim_still_fits(kind: str, fill: str) -> None:
    story = brimful(kind, fill)
    message = card(story)
    assert broken(message) == []
    assert beyond(message, "normal") == []
    two = card(replace(story, quorum=3, decisions=(decision(revision=2), decision("edit", revision=2, note=fill))))
    assert beyond(two, "normal") == []
    agreed = (decision(revision=2, proof="code"), decision("edit", revision=2, note=fill)) * 3
    staged = changed(replace(story, rounds=(Round(fill, 5, True, agreed),) * 3, lapsed=agreed), stage=2)
    assert broken(card(staged)) == []
    assert beyond(card(staged), "normal") == []
