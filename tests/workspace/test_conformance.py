"""Our table of methods and our answers against Slack's own description of them."""

from collections.abc import Callable
from typing import Any

import pytest
from slack_sdk.web.async_client import AsyncWebClient

from tests.workspace import truth
from workspace.driver import Person
from workspace.server import Workspace
from workspace.webapi import METHODS
from workspace.webapi.call import COMMON_ERRORS, Method

pytestmark = truth.needs_truth()
NOT_DESCRIBED = {"files.delete": "Slack’s own pages describe it (files:write, tier 3, `file`)"}
"""Methods that the workspace has and our data does not describe."""
DESCRIBED = {name: method for name, method in METHODS.items() if name not in NOT_DESCRIBED}
EVERY = pytest.mark.parametrize("method", DESCRIBED.values(), ids=DESCRIBED)
NOT_DESCRIBED_ARGUMENTS = {("chat.stopStream", "session_status")}
"""Arguments that slack_sdk sends and the description does not know."""
NOT_IN_SAMPLES = {
    "chat.stopStream/channel": "required by the description",
    "chat.stopStream/ts": "required by the description",
    "chat.stopStream/message": "required by the description",
    "dnd.teamInfo/users/U02MARIA": "the sample names its own users",
    "dnd.teamInfo/users/U03JONAS": "the sample names its own users",
    "conversations.list/channels[]/is_mpim": "of private and group conversations",
}
"""Keys of ours that the blanked samples lack, each with the reason why we send it."""


def test_every_described_method_that_we_claim_is_there() -> None:
    """The methods that the reference proposes for a local workspace are all implemented."""
    left_out = {"chat.unfurl", "functions.completeError", "functions.completeSuccess", "oauth.v2.access"}
    assert set(truth.methods()) - left_out == set(DESCRIBED)


@EVERY
def test_errors_are_described(method: Method) -> None:
    """Each error that a method may answer with is in that method's own list."""
    described = set(truth.described(method.name).get("errors") or {})
    assert method.errors - described - COMMON_ERRORS == set()


@EVERY
def test_scope_and_tier_are_described(method: Method) -> None:
    """Scopes and rate tier are Slack's."""
    described = truth.described(method.name)
    assert set(method.scopes) == set((described.get("scope") or {}).get("bot") or ())
    assert method.tier == described["rate_limits"]
    assert method.json == bool(described.get("json_input_supported"))


@EVERY
def test_arguments_are_described(method: Method) -> None:
    """Each argument that we know is Slack's, and what Slack requires we require, or answer with an error of our own."""
    described = (truth.described(method.name).get("args") or {}).get("properties", {})
    ours = {param.name for param in method.params}
    assert {name for name in ours - set(described) if (method.name, name) not in NOT_DESCRIBED_ARGUMENTS} == set()
    required = set((truth.described(method.name).get("args") or {}).get("required", [])) - {"token"}
    assert required <= ours
    assert {param.name for param in method.params if param.required} <= required


async def test_every_answer_has_the_required_keys_and_no_foreign_ones(
    ws: Workspace, client: AsyncWebClient, maria: Person
) -> None:
    """One successful call of every method: required keys are there, and no key that Slack does not send."""
    answers = await Rounds(ws, client, maria).all()
    assert set(answers) == set(METHODS)
    problems = []
    for name, answer in answers.items():
        if name in NOT_DESCRIBED:
            continue
        required = set((truth.described(name).get("output") or {}).get("required") or ())
        problems += [f"{name} lacks {key}" for key in required - set(answer)]
        extra = truth.extra_keys(answer, truth.sample(f"api/{name}")) if has_sample(name) else []
        problems += [f"{name}{path}" for path in extra if f"{name}{path}" not in NOT_IN_SAMPLES]
    assert "\n".join(problems) == ""


def has_sample(name: str) -> bool:
    """Is there a sample of this method's answer?"""
    return bool((truth.FOLDER / "samples" / "api" / f"{name}.json").exists())


class Rounds:
    """Calls every method once with success and keeps the answers."""

    def __init__(self, ws: Workspace, client: AsyncWebClient, maria: Person) -> None:
        self.ws, self.client, self.maria = ws, client, maria
        self.answers: dict[str, dict[str, Any]] = {}

    async def call(self, method: str, /, **arguments: Any) -> dict[str, Any]:
        """Call a method, with JSON where it takes that, and keep its answer."""
        verb: Callable[..., Any] = self.client.api_call
        answer = await verb(method, **{"json" if METHODS[method].json else "params": arguments})
        self.answers[method] = dict(answer.data)
        return self.answers[method]

    async def all(self) -> dict[str, dict[str, Any]]:
        """Call everything."""
        await self.looks()
        await self.posts()
        await self.streams()
        await self.agents()
        await self.files()
        await self.views()
        self.client.token = self.ws.app_token
        await self.call("apps.connections.open")
        return self.answers

    async def looks(self) -> None:
        """Ask for who and what there is."""
        for name in ("api.test", "auth.test", "team.info", "bots.info", "users.list", "conversations.list"):
            await self.call(name)
        for name in ("users.conversations", "dnd.info"):
            await self.call(name)
        await self.call("users.info", user="U02MARIA")
        await self.call("users.profile.get", user="U02MARIA")
        await self.call("users.getPresence", user="U02MARIA")
        await self.call("users.lookupByEmail", email="maria@baton-demo.example")
        await self.call("usergroups.list", include_users="true", include_count="true")
        await self.call("usergroups.users.list", usergroup="S01SUPPORT")
        await self.call("dnd.teamInfo", users="U02MARIA,U03JONAS")
        await self.call("conversations.info", channel="C02REFUNDS", include_num_members="true")
        await self.call("conversations.members", channel="C02REFUNDS")
        await self.call("conversations.open", users="U02MARIA", return_im=True)
        await self.call("conversations.join", channel="C02REFUNDS")
        made = await self.call("conversations.create", name="new-one")
        await self.call("conversations.invite", channel=made["channel"]["id"], users="U02MARIA")

    async def posts(self) -> None:
        """Post, change, read and delete messages, and put marks on them."""
        asked = await self.maria.say("C02REFUNDS", "a question of @jonas")
        metadata = {"event_type": "task", "event_payload": {"id": "1"}}
        posted = await self.call(
            "chat.postMessage", channel="C02REFUNDS", text="hello", thread_ts=asked, metadata=metadata
        )
        spot = {"channel": "C02REFUNDS", "timestamp": posted["ts"]}
        await self.call("reactions.add", **spot, name="eyes")
        await self.call("reactions.get", **spot)
        await self.call("reactions.remove", **spot, name="eyes")
        await self.call("pins.add", **spot)
        await self.call("pins.remove", **spot)
        await self.call(
            "bookmarks.add", channel_id="C02REFUNDS", title="Shop", type="link", link="https://shop.example"
        )
        await self.call("chat.getPermalink", channel="C02REFUNDS", message_ts=posted["ts"])
        await self.call("chat.update", channel="C02REFUNDS", ts=posted["ts"], text="hello again")
        await self.call("conversations.history", channel="C02REFUNDS", include_all_metadata="true", limit=1)
        await self.call("conversations.replies", channel="C02REFUNDS", ts=asked, include_all_metadata="true")
        await self.call("chat.delete", channel="C02REFUNDS", ts=posted["ts"])
        await self.call("chat.postEphemeral", channel="C02REFUNDS", user="U02MARIA", text="only you")
        later = int(self.ws.office.clock.now()) + 3600
        kept = await self.call("chat.scheduleMessage", channel="C02REFUNDS", post_at=later, text="later")
        await self.call("chat.scheduledMessages.list")
        await self.call(
            "chat.deleteScheduledMessage", channel="C02REFUNDS", scheduled_message_id=kept["scheduled_message_id"]
        )

    async def streams(self) -> None:
        """Let a message grow."""
        to = {"recipient_user_id": "U02MARIA", "recipient_team_id": "T01BATON"}
        root = await self.maria.say("C02REFUNDS", "tell me")
        started = await self.call("chat.startStream", channel="C02REFUNDS", thread_ts=root, **to)
        spot = {"channel": "C02REFUNDS", "ts": started["ts"]}
        await self.call("chat.appendStream", **spot, markdown_text="word")
        await self.call("chat.stopStream", **spot)

    async def agents(self) -> None:
        """Say what the agent does."""
        thread = {"channel_id": "C02REFUNDS", "thread_ts": await self.maria.say("C02REFUNDS", "work")}
        await self.call("assistant.threads.setStatus", **thread, status="is thinking")
        await self.call("assistant.threads.setTitle", **thread, title="Refund")
        prompts = [{"title": "Status", "message": "How is it going?"}]
        await self.call("assistant.threads.setSuggestedPrompts", **thread, prompts=prompts)
        await self.call("agents.sessions.setStatus", **thread, status="suspended")
        await self.call("agents.sessions.rename", **thread, title="Refund 1042")

    async def files(self) -> None:
        """Upload a picture in three steps."""
        asked = await self.call("files.getUploadURLExternal", filename="p.png", length=3)
        async with self.maria._session.post(asked["upload_url"], data=b"png") as answer:
            assert answer.status == 200
        file = {"id": asked["file_id"], "title": "A picture"}
        await self.call("files.completeUploadExternal", files=[file], channel_id="C02REFUNDS")
        await self.call("files.info", file=asked["file_id"])
        await self.call("files.delete", file=asked["file_id"])

    async def views(self) -> None:
        """Open, stack, change and publish views."""
        section = {"type": "section", "text": {"type": "mrkdwn", "text": "hello"}}
        modal = {"type": "modal", "title": {"type": "plain_text", "text": "T"}, "blocks": [section]}
        mint = self.ws.office.triggers.mint
        opened = await self.call("views.open", trigger_id=mint("U02MARIA"), view=modal)
        trigger = mint("U02MARIA", opened["view"]["id"])
        pushed = await self.call("views.push", trigger_id=trigger, view=modal)
        await self.call("views.update", view_id=pushed["view"]["id"], view=modal)
        await self.call("views.publish", user_id="U02MARIA", view={"type": "home", "blocks": [section]})
