"""Modals and App Home: triggers, the stack, hashes, ids, and what a submission's answer does."""

from typing import Any

import pytest
from slack_sdk.web.async_client import AsyncWebClient

from tests.workspace.apps import listening, refusal
from workspace.driver import Person, PersonError
from workspace.server import Workspace


def modal(title: str = "First", **more: Any) -> dict[str, Any]:
    """Return a modal with one field and one button."""
    return {
        "type": "modal",
        "callback_id": "m",
        "title": {"type": "plain_text", "text": title},
        "submit": {"type": "plain_text", "text": "Send"},
        "blocks": [
            {
                "type": "input",
                "block_id": "why",
                "label": {"type": "plain_text", "text": "Why"},
                "element": {"type": "plain_text_input", "action_id": "text"},
            },
            {
                "type": "actions",
                "block_id": "more",
                "elements": [{"type": "button", "action_id": "go", "text": {"type": "plain_text", "text": "Go"}}],
            },
        ],
        **more,
    }


HOME = {"type": "home", "blocks": [{"type": "section", "text": {"type": "mrkdwn", "text": "Home"}}]}


async def opened(ws: Workspace, client: AsyncWebClient, maria: Person, **more: Any) -> dict[str, Any]:
    """Open a modal for Maria and return it as her page shows it."""
    await client.views_open(trigger_id=ws.office.triggers.mint("U02MARIA"), view=modal(**more))
    return await maria.wait_for_view()


async def pushed(ws: Workspace, client: AsyncWebClient, view: dict[str, Any], title: str) -> dict[str, Any]:
    """Push a modal with the trigger of a click in `view`."""
    trigger = ws.office.triggers.mint("U02MARIA", view["id"])
    return dict((await client.views_push(trigger_id=trigger, view=modal(title)))["view"])


# --- triggers --------------------------------------------------------------------------------------------------------


async def test_trigger_is_good_once(ws: Workspace, client: AsyncWebClient) -> None:
    """A trigger opens one modal."""
    trigger = ws.office.triggers.mint("U02MARIA")
    await client.views_open(trigger_id=trigger, view=modal())
    assert await refusal(client.views_open(trigger_id=trigger, view=modal())) == "exchanged_trigger_id"


async def test_trigger_is_good_for_three_seconds(ws: Workspace, client: AsyncWebClient) -> None:
    """After three seconds a trigger is expired; just before it is good."""
    late, just_in_time = ws.office.triggers.mint("U02MARIA"), ws.office.triggers.mint("U02MARIA")
    ws.office.clock.advance(2.5)
    await client.views_open(trigger_id=just_in_time, view=modal())
    ws.office.clock.advance(0.6)
    assert await refusal(client.views_open(trigger_id=late, view=modal())) == "expired_trigger_id"


async def test_scaled_time_does_not_shorten_a_trigger(ws: Workspace, client: AsyncWebClient) -> None:
    """However fast the clock runs, an app has three real seconds."""
    ws.office.clock.set_scale(10_000)
    assert (await client.views_open(trigger_id=ws.office.triggers.mint("U02MARIA"), view=modal()))["ok"]


async def test_invented_trigger(client: AsyncWebClient) -> None:
    """A trigger that was never minted is invalid."""
    assert await refusal(client.views_open(trigger_id="1.2.3", view=modal())) == "invalid_trigger_id"


async def test_refused_view_does_not_spend_the_trigger(ws: Workspace, client: AsyncWebClient) -> None:
    """A view with a mistake leaves the trigger for the corrected one."""
    trigger = ws.office.triggers.mint("U02MARIA")
    wrong = modal("A title that is much too long")
    assert await refusal(client.views_open(trigger_id=trigger, view=wrong)) == "invalid_arguments"
    assert (await client.views_open(trigger_id=trigger, view=modal()))["ok"]


# --- the stack -------------------------------------------------------------------------------------------------------


async def test_stack_of_three(ws: Workspace, client: AsyncWebClient, maria: Person) -> None:
    """Three modals can lie on each other, the fourth is refused; each knows the one below and the lowest."""
    first = await opened(ws, client, maria)
    second = await pushed(ws, client, first, "Second")
    third = await pushed(ws, client, second, "Third")
    assert (third["previous_view_id"], third["root_view_id"]) == (second["id"], first["id"])
    trigger = ws.office.triggers.mint("U02MARIA", third["id"])
    assert await refusal(client.views_push(trigger_id=trigger, view=modal("Fourth"))) == "push_limit_reached"
    await maria.wait_for(lambda person: len(person.views()) == 3)
    await maria.close()
    assert [view["title"]["text"] for view in (await maria.boot())["views"]] == ["First", "Second"]
    await maria.close(everything=True)
    assert (await maria.boot())["views"] == []


async def test_push_needs_a_modals_trigger(ws: Workspace, client: AsyncWebClient) -> None:
    """A trigger of a click in a message cannot push."""
    trigger = ws.office.triggers.mint("U02MARIA")
    assert await refusal(client.views_push(trigger_id=trigger, view=modal())) == "invalid_trigger_id"


async def test_push_onto_a_closed_modal(ws: Workspace, client: AsyncWebClient, maria: Person) -> None:
    """Where the modal was closed meanwhile there is nothing to push onto."""
    first = await opened(ws, client, maria)
    await maria.close()
    trigger = ws.office.triggers.mint("U02MARIA", first["id"])
    assert await refusal(client.views_push(trigger_id=trigger, view=modal())) == "not_found"


async def test_hash_guards_an_update(ws: Workspace, client: AsyncWebClient, maria: Person) -> None:
    """Each update changes the hash; an update with an old one is refused."""
    view = await opened(ws, client, maria)
    fresh = (await client.views_update(view_id=view["id"], hash=view["hash"], view=modal("Second")))["view"]
    assert fresh["hash"] != view["hash"]
    assert fresh["id"] == view["id"]
    late = client.views_update(view_id=view["id"], hash=view["hash"], view=modal("Third"))
    assert await refusal(late) == "hash_conflict"
    await maria.wait_for(lambda person: person.views()[-1]["title"]["text"] == "Second")


async def test_external_ids(ws: Workspace, client: AsyncWebClient, maria: Person) -> None:
    """A view can be named by the app's own id, which is unique."""
    await opened(ws, client, maria, external_id="mine")
    changed = await client.views_update(external_id="mine", view=modal("Second", external_id="mine"))
    assert changed["view"]["title"]["text"] == "Second"
    trigger = ws.office.triggers.mint("U03JONAS")
    again = client.views_open(trigger_id=trigger, view=modal(external_id="mine"))
    assert await refusal(again) == "duplicate_external_id"


async def test_private_metadata(ws: Workspace, client: AsyncWebClient, maria: Person) -> None:
    """3000 characters of private metadata come back to the app, never to the page; 3001 are refused."""
    trigger = ws.office.triggers.mint("U02MARIA")
    refused = client.views_open(trigger_id=trigger, view=modal(private_metadata="x" * 3001))
    assert await refusal(refused) == "invalid_arguments"
    view = await opened(ws, client, maria, private_metadata="x" * 3000)
    assert "private_metadata" not in view
    async with listening(ws) as app:
        await maria.submit(view, {"why": "late"})
        payload = (await app.interaction("view_submission"))["payload"]
    assert payload["view"]["private_metadata"] == "x" * 3000


async def test_view_too_large(ws: Workspace, client: AsyncWebClient) -> None:
    """More than 250 kB are refused by their own name."""
    section = {"type": "section", "text": {"type": "plain_text", "text": "x" * 2999}}
    trigger = ws.office.triggers.mint("U02MARIA")
    refused = client.views_open(trigger_id=trigger, view=modal() | {"blocks": [section] * 90})
    assert await refusal(refused) == "view_too_large"


# --- submissions -----------------------------------------------------------------------------------------------------


async def test_submission_carries_the_state(ws: Workspace, client: AsyncWebClient, maria: Person) -> None:
    """The app gets every field, also those that were left empty, in Slack's shapes."""
    fields: list[dict[str, Any]] = [
        {"type": "plain_text_input", "action_id": "a"},
        {"type": "number_input", "action_id": "b", "is_decimal_allowed": True},
        {"type": "static_select", "action_id": "c", "options": [option("x"), option("y")]},
        {"type": "checkboxes", "action_id": "d", "options": [option("x"), option("y")]},
        {"type": "datepicker", "action_id": "e", "initial_date": "2026-11-24"},
        {"type": "users_select", "action_id": "f"},
        {"type": "multi_users_select", "action_id": "g"},
        {"type": "radio_buttons", "action_id": "h", "options": [option("x")], "initial_option": option("x")},
        {"type": "timepicker", "action_id": "i"},
    ]
    blocks = [
        {
            "type": "input",
            "block_id": field["action_id"],
            "optional": True,
            "label": {"type": "plain_text", "text": "L"},
            "element": field,
        }
        for field in fields
    ]
    view = await opened(ws, client, maria, blocks=blocks)
    async with listening(ws) as app:
        await maria.submit(view, {"b": "49.90", "c": "y", "d": ["x", "y"], "f": "U03JONAS", "i": "09:30"})
        values = (await app.interaction("view_submission"))["payload"]["view"]["state"]["values"]
    found = {block: next(iter(actions.values())) for block, actions in values.items()}
    assert found["a"] == {"type": "plain_text_input", "value": None}
    assert found["b"]["value"] == "49.90"
    assert found["c"]["selected_option"]["value"] == "y"
    assert [one["value"] for one in found["d"]["selected_options"]] == ["x", "y"]
    assert found["e"]["selected_date"] == "2026-11-24"
    assert found["f"]["selected_user"] == "U03JONAS"
    assert found["g"]["selected_users"] == []
    assert found["h"]["selected_option"]["value"] == "x"
    assert found["i"]["selected_time"] == "09:30"


def option(value: str) -> dict[str, Any]:
    """Return an option."""
    return {"text": {"type": "plain_text", "text": value.upper()}, "value": value}


@pytest.mark.parametrize(
    ("element", "value", "says"),
    [
        ({"type": "plain_text_input"}, "", "Complete this required field."),
        ({"type": "plain_text_input", "min_length": 5}, "abc", "at least 5"),
        ({"type": "plain_text_input", "max_length": 2}, "abc", "at most 2"),
        ({"type": "number_input", "is_decimal_allowed": False}, "1.5", "number"),
        ({"type": "number_input", "is_decimal_allowed": True, "min_value": "2"}, "1.5", "2 or more"),
        ({"type": "number_input", "is_decimal_allowed": True, "max_value": "2"}, "2.5", "2 or less"),
        ({"type": "email_text_input"}, "nobody", "email"),
        ({"type": "url_text_input"}, "nowhere", "URL"),
    ],
)
async def test_slack_checks_fields_before_the_app(
    ws: Workspace, client: AsyncWebClient, maria: Person, element: dict[str, Any], value: str, says: str
) -> None:
    """What a field itself forbids never reaches the app."""
    label = {"type": "plain_text", "text": "L"}
    block = {"type": "input", "block_id": "b", "label": label, "element": {"action_id": "a", **element}}
    view = await opened(ws, client, maria, blocks=[block])
    async with listening(ws) as app:
        answer = await maria.submit(view, {"a": value})
        assert "view_submission" not in app.seen()
    assert answer["response_action"] == "errors"
    assert says in answer["errors"]["b"]


async def test_empty_answer_closes_the_one_modal(ws: Workspace, client: AsyncWebClient, maria: Person) -> None:
    """An empty ack closes the submitted modal and shows the one below."""
    first = await opened(ws, client, maria)
    second = await pushed(ws, client, first, "Second")
    async with listening(ws):
        assert await maria.submit(second, {"why": "x"}) == {"ok": True}
    assert [view["id"] for view in (await maria.boot())["views"]] == [first["id"]]


@pytest.mark.parametrize(
    ("answer", "titles"),
    [
        ({"response_action": "update", "view": modal("New")}, ["New"]),
        ({"response_action": "push", "view": modal("New")}, ["First", "New"]),
        ({"response_action": "clear"}, []),
    ],
)
async def test_answers_change_the_stack(
    ws: Workspace, client: AsyncWebClient, maria: Person, answer: dict[str, Any], titles: list[str]
) -> None:
    """Update, push and clear do what they say."""
    view = await opened(ws, client, maria)
    async with listening(ws) as app:
        app.answers["view_submission"] = answer
        assert (await maria.submit(view, {"why": "x"}))["response_action"] == answer["response_action"]
    assert [one["title"]["text"] for one in (await maria.boot())["views"]] == titles


async def test_errors_keep_the_modal_open(ws: Workspace, client: AsyncWebClient, maria: Person) -> None:
    """Errors come back by field and nothing closes."""
    view = await opened(ws, client, maria)
    async with listening(ws) as app:
        app.answers["view_submission"] = {"response_action": "errors", "errors": {"why": "More than was paid."}}
        answer = await maria.submit(view, {"why": "x"})
    assert answer["errors"] == {"why": "More than was paid."}
    assert len((await maria.boot())["views"]) == 1


@pytest.mark.parametrize(
    "answer",
    [
        {"response_action": "errors", "errors": {"no_such_block": "x"}},
        {"response_action": "errors"},
        {"response_action": "update", "view": {"type": "modal"}},
        {"response_action": "update"},
        {"response_action": "dance"},
    ],
)
async def test_wrong_answers_are_failures(
    ws: Workspace, client: AsyncWebClient, maria: Person, answer: dict[str, Any]
) -> None:
    """An answer that Slack could not show is a failure that the person sees; the modal stays."""
    view = await opened(ws, client, maria)
    async with listening(ws) as app:
        app.answers["view_submission"] = answer
        with pytest.raises(PersonError) as caught:
            await maria.submit(view, {"why": "x"})
    assert caught.value.error == "bad_response"
    assert len((await maria.boot())["views"]) == 1


async def test_unacked_submission_keeps_the_modal(ws: Workspace, client: AsyncWebClient, maria: Person) -> None:
    """Without an ack the modal stays open, with what was typed, and the person sees why."""
    ws.office.socket.ack_seconds = 0.1
    view = await opened(ws, client, maria)
    async with listening(ws, ack=False):
        with pytest.raises(PersonError, match="did not respond in time"):
            await maria.submit(view, {"why": "x"})
    assert len((await maria.boot())["views"]) == 1


async def test_closing_tells_only_who_asked(ws: Workspace, client: AsyncWebClient, maria: Person) -> None:
    """view_closed comes where notify_on_close is set, once for each modal."""
    async with listening(ws) as app:
        await opened(ws, client, maria)
        await maria.close()
        await opened(ws, client, maria, notify_on_close=True)
        await maria.close()
        closed = await app.interaction("view_closed")
        assert app.seen().count("view_closed") == 1
    assert closed["payload"]["is_cleared"] is False


async def test_update_keeps_what_was_typed(ws: Workspace, client: AsyncWebClient, maria: Person) -> None:
    """A field that stays through an update keeps its value; a new block id starts empty."""
    view = await opened(ws, client, maria)
    async with listening(ws) as app:
        await maria._post(
            "action",
            container={"type": "view", "view_id": view["id"]},
            action={"block_id": "more", "action_id": "go", "type": "button"},
            state={"values": {"why": {"text": {"type": "plain_text_input", "value": "half a sentence"}}}},
        )
        payload = (await app.interaction("block_actions"))["payload"]
    assert payload["view"]["state"]["values"]["why"]["text"]["value"] == "half a sentence"
    assert "response_url" not in payload
    kept = (await client.views_update(view_id=view["id"], view=modal("Second")))["view"]
    assert kept["state"]["values"]["why"]["text"]["value"] == "half a sentence"
    blocks = modal()["blocks"]
    blocks[0]["block_id"] = "other"
    fresh = (await client.views_update(view_id=view["id"], view=modal("Third") | {"blocks": blocks}))["view"]
    assert fresh["state"]["values"] == {}


async def test_foreign_views_cannot_be_used(ws: Workspace, client: AsyncWebClient, maria: Person) -> None:
    """Nobody submits a modal that is not open before them."""
    view = await opened(ws, client, maria)
    async with Person(ws.page, "U03JONAS") as jonas:
        with pytest.raises(PersonError, match="closed already"):
            await jonas.submit(view, {"why": "x"})


# --- home ------------------------------------------------------------------------------------------------------------


async def test_home(ws: Workspace, client: AsyncWebClient, maria: Person) -> None:
    """Opening the Home tells the app which tab; publishing shows it; the next opening has the view with it."""
    async with listening(ws) as app:
        assert await maria.open_home() is None
        event = (await app.event(lambda p: p["event"]["type"] == "app_home_opened"))["payload"]["event"]
        assert (event["tab"], event["user"], "view" in event) == ("home", "U02MARIA", False)
        published = (await client.views_publish(user_id="U02MARIA", view=HOME))["view"]
        assert (await maria.wait_for_home())["id"] == published["id"]
        await maria.open_home("messages")
        tabs = await app.wait(lambda f: f["type"] == "events_api" and f["payload"]["event"].get("tab") == "messages")
        assert "view" not in tabs["payload"]["event"]
        await maria.open_home()
        again = await app.event(lambda p: "view" in p["event"])
    assert again["payload"]["event"]["view"]["id"] == published["id"]


async def test_home_has_a_hash_too(client: AsyncWebClient) -> None:
    """views.publish with an old hash is refused."""
    old = (await client.views_publish(user_id="U02MARIA", view=HOME))["view"]["hash"]
    await client.views_publish(user_id="U02MARIA", view=HOME, hash=old)
    assert await refusal(client.views_publish(user_id="U02MARIA", view=HOME, hash=old)) == "hash_conflict"


async def test_each_person_has_a_home(ws: Workspace, client: AsyncWebClient, maria: Person) -> None:
    """What is published for one person is seen by that person alone."""
    await client.views_publish(user_id="U03JONAS", view=HOME)
    assert await maria.open_home() is None
    async with Person(ws.page, "U03JONAS") as jonas:
        assert (await jonas.open_home() or {})["type"] == "home"
