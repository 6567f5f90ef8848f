"""The Web API: how arguments come, who may call what, and what each refusal is called."""

from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import replace
from typing import Any

import aiohttp
import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from tests.workspace.apps import refusal
from workspace.driver import Person
from workspace.manifest import PERMISSIVE
from workspace.seed import DEFAULT, Room
from workspace.server import Workspace

SEED = replace(
    DEFAULT,
    rooms=(
        *DEFAULT.rooms,
        Room("C10OUT", "without-bot", bot=False),
        Room("C11OLD", "archived", archived=True),
        Room("C12SECRET", "secret", private=True, members=("U04DANA",), bot=False),
        Room("C13INNER", "inner", private=True, members=("U04DANA",)),
    ),
)
Post = Callable[..., Awaitable[tuple[int, dict[str, Any]]]]


@pytest.fixture
async def ws() -> AsyncIterator[Workspace]:
    """A workspace with channels that the bot may not enter."""
    workspace = await Workspace.start(limits=False, seed=SEED)
    yield workspace
    await workspace.stop()


@pytest.fixture
async def post(ws: Workspace) -> AsyncIterator[Post]:
    """Post to a method by hand and return status and answer."""
    async with aiohttp.ClientSession() as session:

        async def send(method: str, token: str = ws.bot_token, **options: Any) -> tuple[int, dict[str, Any]]:
            headers = {"Authorization": f"Bearer {token}"} if token else {}
            headers |= options.pop("headers", {})
            async with session.post(f"{ws.api}{method}", headers=headers, **options) as response:
                return response.status, await response.json()

        yield send


# --- how arguments come ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("how", ["data", "json", "multipart", "query"])
async def test_arguments_come_in_every_form(ws: Workspace, post: Post, how: str) -> None:
    """Form, JSON, multipart and query are the same to a method."""
    arguments = {"channel": "C02REFUNDS", "text": "hello"}
    options: dict[str, Any] = {how: arguments}
    if how == "multipart":
        with aiohttp.MultipartWriter("form-data") as form:
            for name, value in arguments.items():
                form.append(value).set_content_disposition("form-data", name=name)
        options = {"data": form}
    if how == "query":
        options = {"params": arguments}
    status, answer = await post("chat.postMessage", **options)
    assert (status, answer["ok"], answer["message"]["text"]) == (200, True, "hello")


async def test_nested_json_comes_as_text_in_forms(post: Post) -> None:
    """Blocks in a form are JSON text."""
    blocks = '[{"type":"divider"}]'
    _, answer = await post("chat.postMessage", data={"channel": "C02REFUNDS", "text": "x", "blocks": blocks})
    assert answer["message"]["blocks"][0]["type"] == "divider"


async def test_json_is_ignored_where_a_method_does_not_take_it(post: Post) -> None:
    """users.info takes no JSON: its argument is missing, and the answer names it."""
    _, answer = await post("users.info", json={"user": "U02MARIA"})
    assert answer["error"] == "invalid_arguments"
    assert answer["response_metadata"]["messages"] == ["[ERROR] missing required field: user"]


@pytest.mark.parametrize(
    ("body", "error"), [("{", "invalid_json"), ("[1]", "json_not_object"), ('"x"', "json_not_object")]
)
async def test_broken_json(post: Post, body: str, error: str) -> None:
    """A body that is no JSON object has its own errors."""
    _, answer = await post("chat.postMessage", data=body, headers={"Content-Type": "application/json"})
    assert answer["error"] == error


@pytest.mark.parametrize(
    ("method", "arguments", "message"),
    [
        ("chat.postMessage", {}, "missing required field: channel"),
        ("chat.update", {"channel": "C02REFUNDS"}, "missing required field: ts"),
        ("conversations.history", {"channel": "C02REFUNDS", "limit": "many"}, "must provide an integer"),
        ("conversations.history", {"channel": "C02REFUNDS", "inclusive": "perhaps"}, "must provide a boolean"),
        ("views.publish", {"user_id": "U02MARIA", "view": "{"}, "must provide valid JSON"),
        ("views.publish", {"user_id": "U99", "view": '{"type":"home","blocks":[]}'}, "not a user of this team"),
        ("views.open", {"view": '{"type":"modal"}'}, "/view"),
    ],
)
async def test_invalid_arguments_say_which(post: Post, method: str, arguments: dict[str, str], message: str) -> None:
    """Arguments that are missing or of the wrong type are named."""
    _, answer = await post(method, data=arguments)
    assert answer["error"] == "invalid_arguments"
    assert message in " ".join(answer["response_metadata"]["messages"])


async def test_api_test_echoes(post: Post) -> None:
    """api.test returns its arguments, and fails on demand."""
    _, answer = await post("api.test", json={"foo": "bar"})
    assert answer == {"ok": True, "args": {"foo": "bar"}}
    _, answer = await post("api.test", data={"error": "my_error"})
    assert (answer["ok"], answer["error"]) == (False, "my_error")


# --- tokens and scopes -----------------------------------------------------------------------------------------------


async def test_unknown_method(post: Post) -> None:
    """A method that does not exist is answered as such, with HTTP 200."""
    assert await post("chat.shout") == (200, {"ok": False, "error": "unknown_method", "req_method": "chat.shout"})


async def test_tokens(ws: Workspace, post: Post) -> None:
    """No token, a wrong token, and a token of the wrong kind are three errors."""
    assert (await post("auth.test", token=""))[1]["error"] == "not_authed"
    assert (await post("auth.test", token="xoxb-local-wrong"))[1]["error"] == "invalid_auth"
    assert (await post("chat.postMessage", token=ws.app_token))[1]["error"] == "not_allowed_token_type"
    assert (await post("apps.connections.open"))[1]["error"] == "not_allowed_token_type"
    assert (await post("auth.test", token="", data={"token": ws.bot_token}))[1]["ok"]
    assert (await post("auth.test", token="", json={"token": ws.bot_token}))[1]["error"] == "not_authed"
    assert (await post("apps.connections.open", token="", data={"token": ws.app_token}))[1]["error"] == "missing_args"


async def test_scopes_are_in_the_headers(ws: Workspace) -> None:
    """Each answer says which scopes there are and which the method takes."""
    response = await AsyncWebClient(token=ws.bot_token, base_url=ws.api).users_info(user="U02MARIA")
    assert "chat:write" in response.headers["X-OAuth-Scopes"].split(",")
    assert response.headers["X-Accepted-OAuth-Scopes"] == "users:read"


CUSTOM_NAME = {"channel": "C02REFUNDS", "text": "x", "username": "Bob"}


@pytest.mark.parametrize(
    ("scope", "method", "arguments", "needed"),
    [
        ("chat:write", "chat.postMessage", {"channel": "C02REFUNDS", "text": "x"}, "chat:write"),
        ("channels:history", "conversations.history", {"channel": "C02REFUNDS"}, "channels:history"),
        ("groups:history", "conversations.history", {"channel": "C13INNER"}, "groups:history"),
        ("im:write", "conversations.open", {"users": "U02MARIA"}, "im:write"),
        ("groups:read", "conversations.list", {"types": "private_channel"}, "groups:read"),
        ("users:read.email", "users.lookupByEmail", {"email": "x@y.example"}, "users:read.email"),
        ("chat:write.customize", "chat.postMessage", CUSTOM_NAME, "chat:write.customize"),
    ],
)
async def test_undeclared_scope(scope: str, method: str, arguments: dict[str, str], needed: str) -> None:
    """Without its scope in the manifest a method is refused, and the answer names the scope."""
    manifest = replace(PERMISSIVE, scopes=PERMISSIVE.scopes - {scope})
    ws = await Workspace.start(limits=False, seed=SEED, manifest=manifest)
    client = AsyncWebClient(token=ws.bot_token, base_url=ws.api)
    with pytest.raises(SlackApiError) as caught:
        await client.api_call(method, params=arguments)
    await ws.stop()
    assert caught.value.response["error"] == "missing_scope"
    assert caught.value.response["needed"] == needed
    assert scope not in caught.value.response["provided"].split(",")


async def test_without_the_email_scope_users_have_no_address() -> None:
    """users.info leaves the address out where the scope is missing."""
    manifest = replace(PERMISSIVE, scopes=PERMISSIVE.scopes - {"users:read.email"})
    ws = await Workspace.start(limits=False, manifest=manifest)
    answer = await AsyncWebClient(token=ws.bot_token, base_url=ws.api).users_info(user="U02MARIA")
    await ws.stop()
    assert "email" not in answer["user"]["profile"]


# --- posting ---------------------------------------------------------------------------------------------------------

SECTION = {"type": "section", "text": {"type": "mrkdwn", "text": "hello"}}
REFUSED_POSTS: dict[str, dict[str, Any]] = {
    "channel_not_found": {"channel": "C99", "text": "x"},
    "channel_not_found of a private channel": {"channel": "C12SECRET", "text": "x"},
    "is_archived": {"channel": "archived", "text": "x"},
    "no_text": {"channel": "C02REFUNDS", "text": "  "},
    "invalid_blocks": {"channel": "C02REFUNDS", "text": "x", "blocks": [SECTION] * 51},
    "invalid_blocks of one": {"channel": "C02REFUNDS", "blocks": [{"type": "section"}]},
    "invalid_blocks_format": {"channel": "C02REFUNDS", "text": "x", "blocks": "[{"},
    "invalid_blocks_format of an object": {"channel": "C02REFUNDS", "text": "x", "blocks": SECTION},
    "msg_blocks_too_long": {
        "channel": "C02REFUNDS",
        "text": "x",
        "blocks": [{"type": "section", "text": {"type": "mrkdwn", "text": "x" * 2900}}] * 5,
    },
    "markdown_text_conflict": {"channel": "C02REFUNDS", "text": "x", "markdown_text": "y"},
    "too_many_attachments": {"channel": "C02REFUNDS", "attachments": [{"text": "x"}] * 101},
    "invalid_metadata_format": {"channel": "C02REFUNDS", "text": "x", "metadata": {"event_type": "x"}},
    "invalid_metadata_format of text": {"channel": "C02REFUNDS", "text": "x", "metadata": "{"},
    "invalid_metadata_schema": {
        "channel": "C02REFUNDS",
        "text": "x",
        "metadata": {"event_type": "x", "event_payload": {"a": {"b": {"c": 1}}}},
    },
    "metadata_too_large": {
        "channel": "C02REFUNDS",
        "text": "x",
        "metadata": {"event_type": "x", "event_payload": {"a": "x" * 20_000}},
    },
    "invalid_arguments of markdown": {"channel": "C02REFUNDS", "markdown_text": "x" * 12_001},
}


@pytest.mark.parametrize("error", REFUSED_POSTS)
async def test_refused_posts(client: AsyncWebClient, ws: Workspace, error: str) -> None:
    """Each thing that Slack does not post is refused by its own name, and nothing is posted."""
    arguments = REFUSED_POSTS[error]
    assert await refusal(client.api_call("chat.postMessage", json=arguments)) == error.split(" ")[0]
    assert ws.office.state.channels["C02REFUNDS"].order == []


async def test_post_into_a_channel_without_the_bot() -> None:
    """Only chat:write.public posts where the bot is no member."""
    manifest = replace(PERMISSIVE, scopes=PERMISSIVE.scopes - {"chat:write.public"})
    ws = await Workspace.start(limits=False, seed=SEED, manifest=manifest)
    client = AsyncWebClient(token=ws.bot_token, base_url=ws.api)
    assert await refusal(client.chat_postMessage(channel="C10OUT", text="x")) == "not_in_channel"
    await client.conversations_join(channel="C10OUT")
    assert (await client.chat_postMessage(channel="C10OUT", text="x"))["ok"]
    await ws.stop()


async def test_long_text_is_cut(client: AsyncWebClient) -> None:
    """chat.postMessage cuts at 40,000 characters; chat.update refuses more than 4,000."""
    posted = await client.chat_postMessage(channel="C02REFUNDS", text="x" * 40_001)
    assert len(posted["message"]["text"]) == 40_000
    assert await refusal(client.chat_update(channel="C02REFUNDS", ts=posted["ts"], text="x" * 4001)) == "msg_too_long"
    assert (await client.chat_update(channel="C02REFUNDS", ts=posted["ts"], text="x" * 4000))["ok"]


async def test_text_is_escaped_and_links_are_marked(client: AsyncWebClient) -> None:
    """Stray angle brackets become entities, tokens stay, bare links are put in brackets."""
    given = "a < b & c <@U02MARIA> https://shop.example &amp; <https://x.example|here>"
    posted = await client.chat_postMessage(channel="C02REFUNDS", text=given)
    wanted = "a &lt; b &amp; c <@U02MARIA> <https://shop.example> &amp; <https://x.example|here>"
    assert posted["message"]["text"] == wanted


async def test_post_by_name_and_to_a_person(client: AsyncWebClient) -> None:
    """A channel's name and a user's id are addresses too."""
    assert (await client.chat_postMessage(channel="#refunds", text="x"))["channel"] == "C02REFUNDS"
    assert (await client.chat_postMessage(channel="refunds", text="x"))["channel"] == "C02REFUNDS"
    direct = (await client.chat_postMessage(channel="U02MARIA", text="x"))["channel"]
    assert direct.startswith("D")
    assert (await client.conversations_open(users="U02MARIA"))["channel"]["id"] == direct


async def test_metadata_comes_back_only_on_request(client: AsyncWebClient) -> None:
    """Metadata is kept, and shown where it is asked for."""
    metadata = {"event_type": "refund", "event_payload": {"order": "1042", "amounts": [1, 2], "who": {"id": "U1"}}}
    await client.chat_postMessage(channel="C02REFUNDS", text="x", metadata=metadata)
    plain = await client.conversations_history(channel="C02REFUNDS")
    full = await client.conversations_history(channel="C02REFUNDS", include_all_metadata=True)
    assert "metadata" not in plain["messages"][0]
    assert full["messages"][0]["metadata"] == metadata


async def test_custom_name(client: AsyncWebClient) -> None:
    """With its scope a message may carry another name; it is then a bot_message without a user."""
    posted = await client.chat_postMessage(channel="C02REFUNDS", text="x", username="Shop", icon_emoji=":tea:")
    message = posted["message"]
    assert (message["subtype"], message["username"], message["icons"]) == ("bot_message", "Shop", {"emoji": ":tea:"})
    assert "user" not in message


async def test_ids_are_added_to_blocks(client: AsyncWebClient) -> None:
    """Blocks without ids get some, and text objects their defaults."""
    button = {"type": "button", "text": {"type": "plain_text", "text": "Go"}}
    posted = await client.chat_postMessage(
        channel="C02REFUNDS", text="x", blocks=[{"type": "actions", "elements": [button, button]}, SECTION]
    )
    actions, section = posted["message"]["blocks"]
    ids = [actions["block_id"], section["block_id"], *(one["action_id"] for one in actions["elements"])]
    assert len(set(ids)) == 4
    assert actions["elements"][0]["text"]["emoji"] is True
    assert section["text"]["verbatim"] is False


async def test_threads_are_counted(client: AsyncWebClient, maria: Person) -> None:
    """A root knows its replies; a reply's own ts leads to the root; deleting a reply counts down."""
    root = await maria.say("C02REFUNDS", "root")
    first = await client.chat_postMessage(channel="C02REFUNDS", text="one", thread_ts=root)
    second = await client.chat_postMessage(channel="C02REFUNDS", text="two", thread_ts=first["ts"])
    assert second["message"]["thread_ts"] == root
    replies = (await client.conversations_replies(channel="C02REFUNDS", ts=root))["messages"]
    assert (replies[0]["reply_count"], replies[0]["latest_reply"], len(replies)) == (2, second["ts"], 3)
    await client.chat_delete(channel="C02REFUNDS", ts=second["ts"])
    replies = (await client.conversations_replies(channel="C02REFUNDS", ts=root))["messages"]
    assert (replies[0]["reply_count"], replies[0]["latest_reply"]) == (1, first["ts"])
    history = (await client.conversations_history(channel="C02REFUNDS"))["messages"]
    assert [one["ts"] for one in history] == [root]


async def test_broadcast_stands_in_both(client: AsyncWebClient, maria: Person) -> None:
    """A broadcast reply is in the thread and in the channel."""
    root = await maria.say("C02REFUNDS", "root")
    reply = await client.chat_postMessage(channel="C02REFUNDS", text="all", thread_ts=root, reply_broadcast=True)
    history = (await client.conversations_history(channel="C02REFUNDS"))["messages"]
    assert [one["ts"] for one in history] == [reply["ts"], root]
    assert history[0]["subtype"] == "thread_broadcast"


# --- changing --------------------------------------------------------------------------------------------------------


async def test_update_of_text_takes_the_blocks_away(client: AsyncWebClient) -> None:
    """New text alone removes the blocks and marks the message as edited; new blocks keep the text, unmarked."""
    posted = await client.chat_postMessage(channel="C02REFUNDS", text="old", blocks=[SECTION])
    spot = {"channel": "C02REFUNDS", "ts": posted["ts"]}
    changed = await client.api_call("chat.update", json={**spot, "blocks": [SECTION, {"type": "divider"}]})
    assert (changed["text"], len(changed["message"]["blocks"])) == ("old", 2)
    assert "edited" not in changed["message"]
    changed = await client.chat_update(**spot, text="new")
    assert "blocks" not in changed["message"]
    assert changed["message"]["edited"]["user"] == "B01BATON"


async def test_metadata_is_kept_and_removed(client: AsyncWebClient, ws: Workspace) -> None:
    """An update keeps the metadata unless it brings some; an empty object removes it."""
    metadata = {"event_type": "x", "event_payload": {}}
    ts = (await client.chat_postMessage(channel="C02REFUNDS", text="x", metadata=metadata))["ts"]
    stored = ws.office.state.channels["C02REFUNDS"].messages[ts]
    await client.chat_update(channel="C02REFUNDS", ts=ts, text="y")
    assert stored["metadata"] == metadata
    await client.api_call("chat.update", json={"channel": "C02REFUNDS", "ts": ts, "text": "z", "metadata": {}})
    assert "metadata" not in stored


async def test_only_own_messages_change(client: AsyncWebClient, maria: Person) -> None:
    """The bot changes and deletes its own messages only."""
    hers = await maria.say("C02REFUNDS", "mine")
    spot: dict[str, Any] = {"channel": "C02REFUNDS", "ts": hers}
    assert await refusal(client.chat_update(**spot, text="x")) == "cant_update_message"
    assert await refusal(client.chat_delete(**spot)) == "cant_delete_message"
    nowhere: dict[str, Any] = {"channel": "C02REFUNDS", "ts": "1.000001"}
    assert await refusal(client.chat_update(**nowhere, text="x")) == "message_not_found"
    assert await refusal(client.chat_delete(**nowhere)) == "message_not_found"
    ephemeral = await client.chat_postEphemeral(channel="C02REFUNDS", user="U02MARIA", text="psst")
    spot["ts"] = ephemeral["message_ts"]
    assert await refusal(client.chat_update(**spot, text="x")) == "message_not_found"


async def test_deleted_root_leaves_a_stone(client: AsyncWebClient, maria: Person) -> None:
    """A deleted root with replies stays as a tombstone that nobody can answer."""
    root = (await client.chat_postMessage(channel="C02REFUNDS", text="secret", blocks=[SECTION]))["ts"]
    await maria.say("C02REFUNDS", "reply", thread_ts=root)
    await client.chat_delete(channel="C02REFUNDS", ts=root)
    history = (await client.conversations_history(channel="C02REFUNDS"))["messages"]
    assert (history[0]["subtype"], history[0]["text"]) == ("tombstone", "This message was deleted.")
    assert "blocks" not in history[0]
    late = client.chat_postMessage(channel="C02REFUNDS", text="x", thread_ts=root)
    assert await refusal(late) == "cannot_reply_to_message"


async def test_ephemeral_messages(client: AsyncWebClient, maria: Person) -> None:
    """An ephemeral message is seen by its reader alone and is not in the history."""
    await client.chat_postEphemeral(channel="C02REFUNDS", user="U02MARIA", text="only you")
    assert (await maria.wait_for_ephemeral("only you"))["ephemeral"] is True
    assert (await client.conversations_history(channel="C02REFUNDS"))["messages"] == []
    assert [one["text"] for one in await maria.history("C02REFUNDS")] == ["only you"]
    stranger = client.chat_postEphemeral(channel="C13INNER", user="U02MARIA", text="x")
    assert await refusal(stranger) == "user_not_in_channel"


# --- reading ---------------------------------------------------------------------------------------------------------


async def test_history_pages(client: AsyncWebClient) -> None:
    """History comes newest first, in pages, without a gap and without a repetition."""
    posted = [(await client.chat_postMessage(channel="C02REFUNDS", text=f"{n}"))["ts"] for n in range(7)]
    pages = [dict(page.data) async for page in await client.conversations_history(channel="C02REFUNDS", limit=3)]
    assert [len(page["messages"]) for page in pages] == [3, 3, 1]
    assert [one["ts"] for page in pages for one in page["messages"]] == posted[::-1]
    assert [page["has_more"] for page in pages] == [True, True, False]


async def test_history_span(client: AsyncWebClient) -> None:
    """Oldest and latest leave their own messages out, unless they are to be included."""
    posted = [(await client.chat_postMessage(channel="C02REFUNDS", text=f"{n}"))["ts"] for n in range(4)]
    span = {"channel": "C02REFUNDS", "oldest": posted[0], "latest": posted[3]}
    assert [one["text"] for one in (await client.conversations_history(**span))["messages"]] == ["2", "1"]
    inclusive = await client.conversations_history(**span, inclusive=True)
    assert [one["text"] for one in inclusive["messages"]] == ["3", "2", "1", "0"]
    assert (await client.conversations_history(channel="C02REFUNDS", latest="1.5"))["messages"] == []


async def test_replies_page_with_their_root(client: AsyncWebClient, maria: Person) -> None:
    """Each page of a thread begins with the root."""
    root = await maria.say("C02REFUNDS", "root")
    for number in range(5):
        await client.chat_postMessage(channel="C02REFUNDS", text=f"{number}", thread_ts=root)
    pages = [
        dict(page.data) async for page in await client.conversations_replies(channel="C02REFUNDS", ts=root, limit=2)
    ]
    assert [[one["text"] for one in page["messages"]] for page in pages] == [
        ["root", "0", "1"],
        ["root", "2", "3"],
        ["root", "4"],
    ]


@pytest.mark.parametrize(
    ("method", "arguments", "error"),
    [
        ("conversations.history", {"channel": "C10OUT"}, "not_in_channel"),
        ("conversations.history", {"channel": "C12SECRET"}, "channel_not_found"),
        ("conversations.history", {"channel": "C02REFUNDS", "cursor": "nonsense"}, "invalid_cursor"),
        ("conversations.history", {"channel": "C02REFUNDS", "oldest": "yesterday"}, "invalid_ts_oldest"),
        ("conversations.history", {"channel": "C02REFUNDS", "latest": "now"}, "invalid_ts_latest"),
        ("conversations.replies", {"channel": "C02REFUNDS", "ts": "1.000001"}, "thread_not_found"),
        ("conversations.info", {"channel": "C99"}, "channel_not_found"),
        ("conversations.list", {"types": "public"}, "invalid_types"),
        ("conversations.list", {"limit": 1001}, "invalid_limit"),
        ("conversations.list", {"cursor": "bm9uc2Vuc2U="}, "invalid_cursor"),
        ("conversations.join", {"channel": "C13INNER"}, "method_not_supported_for_channel_type"),
        ("conversations.join", {"channel": "C11OLD"}, "is_archived"),
        ("conversations.open", {}, "users_list_not_supplied"),
        ("conversations.open", {"users": "U99"}, "user_not_found"),
        ("conversations.open", {"users": ",".join(["U02MARIA"] * 9)}, "too_many_users"),
        ("conversations.invite", {"channel": "C02REFUNDS", "users": "U02MARIA"}, "already_in_channel"),
        ("conversations.invite", {"channel": "C13INNER", "users": "U01BATON"}, "cant_invite_self"),
        ("conversations.invite", {"channel": "C13INNER", "users": "U99"}, "user_not_found"),
        ("conversations.create", {"name": "refunds"}, "name_taken"),
        ("conversations.create", {"name": "With Spaces"}, "invalid_name_specials"),
        ("conversations.create", {"name": "---"}, "invalid_name_punctuation"),
        ("conversations.create", {"name": "x" * 81}, "invalid_name_maxlength"),
        ("users.info", {"user": "U99"}, "user_not_found"),
        ("users.lookupByEmail", {"email": "nobody@nowhere.example"}, "users_not_found"),
        ("usergroups.users.list", {"usergroup": "S99"}, "no_such_subteam"),
        ("bots.info", {"bot": "B99"}, "bot_not_found"),
        ("team.info", {"team": "T99"}, "team_not_found"),
        ("reactions.add", {"channel": "C02REFUNDS", "timestamp": "1.0", "name": "eyes"}, "message_not_found"),
        ("chat.getPermalink", {"channel": "C02REFUNDS", "message_ts": "1.000001"}, "message_not_found"),
        ("files.info", {"file": "F99"}, "file_not_found"),
        ("pins.remove", {"channel": "C02REFUNDS"}, "no_item_specified"),
        ("bookmarks.add", {"channel_id": "C02REFUNDS", "title": "x", "type": "file"}, "invalid_bookmark_type"),
        ("bookmarks.add", {"channel_id": "C02REFUNDS", "title": "x", "type": "link", "link": "x"}, "invalid_link"),
        ("views.update", {"view_id": "V99", "view": '{"type":"home","blocks":[]}'}, "not_found"),
    ],
)
async def test_refusals(client: AsyncWebClient, method: str, arguments: dict[str, Any], error: str) -> None:
    """Each refusal has Slack's name."""
    assert await refusal(client.api_call(method, params=arguments)) == error


async def test_lists(client: AsyncWebClient) -> None:
    """Lists show what the bot can see; people include Slackbot, which is no bot, and the bot, which is one."""
    public = (await client.conversations_list())["channels"]
    assert {one["name"] for one in public} >= {"refunds", "without-bot", "archived"}
    assert "secret" not in {one["name"] for one in public}
    live = (await client.conversations_list(exclude_archived=True, types="public_channel,private_channel"))["channels"]
    names = {one["name"]: one for one in live}
    assert "archived" not in names
    assert names["inner"]["is_private"]
    assert not names["without-bot"]["is_member"]
    people = {one["id"]: one for one in (await client.users_list())["members"]}
    assert (people["USLACKBOT"]["is_bot"], people["U01BATON"]["is_bot"]) == (False, True)
    mine = (await client.users_conversations(types="public_channel"))["channels"]
    assert "without-bot" not in {one["name"] for one in mine}


async def test_list_pages(client: AsyncWebClient) -> None:
    """Cursors walk through a list once."""
    pages = [dict(page.data) async for page in await client.users_list(limit=3)]
    ids = [one["id"] for page in pages for one in page["members"]]
    assert len(ids) == len(set(ids)) == 7
    members = [
        list(page["members"]) async for page in await client.conversations_members(channel="C02REFUNDS", limit=4)
    ]
    assert [len(page) for page in members] == [4, 2]


async def test_zones_follow_the_clock(client: AsyncWebClient) -> None:
    """People have the offset of their own place."""
    wei = (await client.users_info(user="U06WEI"))["user"]
    assert (wei["tz"], wei["tz_offset"]) == ("Asia/Singapore", 28800)
    dana = (await client.users_info(user="U04DANA"))["user"]
    assert dana["tz_offset"] in (-18000, -14400)
    assert dana["is_owner"] is True


async def test_groups(client: AsyncWebClient) -> None:
    """User groups have handles and members."""
    groups = {one["handle"]: one for one in (await client.usergroups_list(include_users=True))["usergroups"]}
    assert groups["support-leads"]["users"] == ["U02MARIA", "U06WEI"]
    assert "users" not in (await client.usergroups_list())["usergroups"][0]
    members = await client.usergroups_users_list(usergroup=groups["compliance"]["id"])
    assert members["users"] == ["U04DANA", "U05ALEX"]


async def test_join_twice_warns(client: AsyncWebClient) -> None:
    """Joining where one is already is a warning, not an error."""
    assert "warning" not in (await client.conversations_join(channel="C10OUT")).data
    again = await client.conversations_join(channel="C10OUT")
    assert again["warning"] == "already_in_channel"


async def test_reactions(client: AsyncWebClient, maria: Person) -> None:
    """Reactions are counted, given once, and taken back."""
    spot: dict[str, Any] = {"channel": "C02REFUNDS", "timestamp": await maria.say("C02REFUNDS", "x")}
    await client.reactions_add(**spot, name="eyes")
    assert await refusal(client.reactions_add(**spot, name="eyes")) == "already_reacted"
    assert await refusal(client.reactions_add(**spot, name="no such thing")) == "invalid_name"
    await maria.react("C02REFUNDS", spot["timestamp"], "eyes")
    message = (await client.reactions_get(**spot))["message"]
    assert message["reactions"] == [{"name": "eyes", "users": ["U01BATON", "U02MARIA"], "count": 2}]
    await client.reactions_remove(**spot, name="eyes")
    assert await refusal(client.reactions_remove(**spot, name="eyes")) == "no_reaction"


async def test_ts_are_unique_and_ascend(client: AsyncWebClient, ws: Workspace) -> None:
    """However fast, no two messages have one ts."""
    ts = [(await client.chat_postMessage(channel="C02REFUNDS", text="x"))["ts"] for _ in range(20)]
    assert ts == sorted(set(ts))
    assert ws.office.state.next_ts(0) > ts[-1]
