"""What the page calls and hears: who sees what, unread marks, history, typed words, and the switches of an owner."""

from dataclasses import replace
from typing import Any

import aiohttp
import pytest
from hypothesis import given
from hypothesis import strategies as st
from slack_sdk.web.async_client import AsyncWebClient

from tests.workspace.apps import listening
from workspace import typed
from workspace.driver import Person, PersonError
from workspace.manifest import PERMISSIVE
from workspace.seed import DEFAULT, Line, Room
from workspace.server import Workspace
from workspace.state import State

REFUNDS = "C02REFUNDS"


async def control(ws: Workspace, name: str, body: object) -> tuple[int, dict[str, Any]]:
    """Use a switch; return status and answer."""
    async with aiohttp.ClientSession() as session, session.post(f"{ws.page}control/{name}", json=body) as response:
        return response.status, await response.json()


# --- looking ---------------------------------------------------------------------------------------------------------


async def test_boot(ws: Workspace, maria: Person) -> None:
    """The page starts with the team, its people, groups, conversations and what the app offers."""
    boot = await maria.boot()
    people = {one["id"]: one for one in boot["people"]}
    assert (boot["team"]["name"], boot["me"]) == ("Baton Demo", "U02MARIA")
    assert (people["U06WEI"]["display_name"], people["U06WEI"]["tz_label"]) == ("Wei", "Singapore Standard Time")
    assert people["U01BATON"]["is_bot"] is True
    assert {one["handle"] for one in boot["groups"]} == {
        "support-leads",
        "head-of-support",
        "compliance",
        "access-admins",
    }
    kinds = {one["name"]: one["kind"] for one in boot["conversations"]}
    assert (kinds["refunds"], kinds["baton"]) == ("channel", "app")
    assert boot["app"]["connected"] is False
    assert [one["type"] for one in boot["app"]["shortcuts"]] == ["message", "global"]


async def test_first_visit_needs_no_person(ws: Workspace) -> None:
    """Before anybody was chosen the first person acts; everywhere else somebody must be named."""
    async with aiohttp.ClientSession() as session:
        boot = await (await session.get(f"{ws.page}ui/boot")).json()
        assert boot["me"] == "U02MARIA"
        assert (await session.get(f"{ws.page}ui/history?channel={REFUNDS}")).status == 400
        assert (await session.get(f"{ws.page}ui/boot?as=U99")).status == 400
        assert (await session.get(f"{ws.page}ui/events?as=U99")).status == 400
        assert (await session.post(f"{ws.page}ui/send", data="{")).status == 400
        assert (await session.post(f"{ws.page}ui/send", json=[1])).status == 400


async def test_page_hears_of_the_connection(ws: Workspace, maria: Person) -> None:
    """The page knows whether the app is connected, and how often."""

    def last(person: Person) -> object:
        found = [one for one in person.heard if one["type"] == "status"]
        return (found[-1]["connected"], found[-1]["connections"]) if found else None

    async with listening(ws) as app:
        await maria.wait_for(lambda person: last(person) == (True, 1))
        await app.ws.close()
        await maria.wait_for(lambda person: last(person) == (False, 0))


async def test_private_conversations_are_private() -> None:
    """Who is no member neither sees a private channel nor hears from it."""
    room = Room("C12SECRET", "secret", private=True, members=("U04DANA",))
    ws = await Workspace.start(limits=False, seed=replace(DEFAULT, rooms=(*DEFAULT.rooms, room)))
    async with Person(ws.page, "U02MARIA") as maria, Person(ws.page, "U04DANA") as dana:
        assert "secret" not in {one["name"] for one in (await maria.boot())["conversations"]}
        for job in (maria.history("C12SECRET"), maria.say("C12SECRET", "x"), maria.thread("C12SECRET", "1.0")):
            with pytest.raises(PersonError, match="no such conversation"):
                await job
        await dana.say("C12SECRET", "between us")
        direct = await dana.direct("U03JONAS")
        await dana.say(direct, "also between us")
        await dana.say(REFUNDS, "for all")
        await maria.wait_for_message(REFUNDS, lambda m: m["text"] == "for all")
        assert "between us" not in str(maria.heard)
    await ws.stop()


async def test_long_history_pages(ws: Workspace, maria: Person, client: AsyncWebClient) -> None:
    """The page reads backwards in steps, without gaps, and knows when it has all."""
    for number in range(7):
        await client.chat_postMessage(channel=REFUNDS, text=f"{number}")
    first = await maria._get("history", channel=REFUNDS, limit="3")
    second = await maria._get("history", channel=REFUNDS, limit="3", before=first["messages"][0]["ts"])
    third = await maria._get("history", channel=REFUNDS, limit="3", before=second["messages"][0]["ts"])
    texts = [one["text"] for page in (third, second, first) for one in page["messages"]]
    assert texts == [f"{number}" for number in range(7)]
    assert [page["has_more"] for page in (first, second, third)] == [True, True, False]


async def test_what_was_said_before_the_start() -> None:
    """A seed may bring messages; they are old, read, and no event."""
    lines = (Line(REFUNDS, "U03JONAS", "hello @maria", ago=3600), Line(REFUNDS, "U01BATON", "noted", ago=60))
    ws = await Workspace.start(limits=False, seed=replace(DEFAULT, lines=lines))
    async with Person(ws.page, "U02MARIA") as maria, listening(ws) as app:
        history = await maria.history(REFUNDS)
        assert [one["text"] for one in history] == ["hello <@U02MARIA>", "noted"]
        assert float(history[1]["ts"]) - float(history[0]["ts"]) == pytest.approx(3540, abs=5)
        assert {one["unread"] for one in (await maria.boot())["conversations"]} == {0}
        assert app.seen() == ["hello"]
    await ws.stop()


# --- unread ----------------------------------------------------------------------------------------------------------


async def test_unread_marks(ws: Workspace, maria: Person, client: AsyncWebClient) -> None:
    """Others' messages are unread, mentions are counted, reading clears both; one's own message reads the channel."""

    async def marks() -> tuple[int, int]:
        one = next(c for c in (await maria.boot())["conversations"] if c["id"] == REFUNDS)
        return one["unread"], one["mentions"]

    await client.chat_postMessage(channel=REFUNDS, text="first")
    await client.chat_postMessage(channel=REFUNDS, text="for <@U02MARIA>")
    last = (await client.chat_postMessage(channel=REFUNDS, text="for <!subteam^S01SUPPORT> and <!here>"))["ts"]
    assert await marks() == (3, 2)
    await maria._post("read", channel=REFUNDS, ts=last)
    assert await marks() == (0, 0)
    await client.chat_postMessage(channel=REFUNDS, text="in the thread", thread_ts=last)
    assert await marks() == (0, 0)
    await client.chat_postMessage(channel=REFUNDS, text="more")
    await maria.say(REFUNDS, "mine")
    assert await marks() == (0, 0)
    heard = [one for one in maria.heard if one["type"] == "unread" and one["channel"] == REFUNDS]
    assert [one["unread"] for one in heard][:3] == [1, 2, 3]


# --- acting ----------------------------------------------------------------------------------------------------------


async def test_own_messages_only(ws: Workspace, maria: Person, client: AsyncWebClient) -> None:
    """A person edits and deletes what it wrote itself, nothing else."""
    bots = (await client.chat_postMessage(channel=REFUNDS, text="x"))["ts"]
    for job in (maria.edit(REFUNDS, bots, "y"), maria.delete(REFUNDS, bots)):
        with pytest.raises(PersonError, match="Only its author"):
            await job
    ts = await maria.say(REFUNDS, "mine")
    await maria.edit(REFUNDS, ts, "mine, for @jonas")
    edited = await maria.wait_for_message(REFUNDS, lambda m: "edited" in m)
    assert (edited["text"], edited["edited"]["user"]) == ("mine, for <@U03JONAS>", "U02MARIA")
    await maria.delete(REFUNDS, ts)
    await maria.wait_for(lambda person: [one for one in person.heard if one["type"] == "deleted"])
    assert [one["ts"] for one in await maria.history(REFUNDS)] == [bots]


@pytest.mark.parametrize(
    ("do", "says"),
    [
        (lambda p: p.say(REFUNDS, "   "), "nothing to send"),
        (lambda p: p.say(REFUNDS, "x" * 40_001), "at most"),
        (lambda p: p.say(REFUNDS, "x", thread_ts="1.000001"), "not there any more"),
        (lambda p: p.say("C99", "x"), "no such conversation"),
        (lambda p: p.react(REFUNDS, "1.000001", "eyes"), "not there any more"),
        (lambda p: p.direct("U99"), "no such person"),
        (lambda p: p._post("action", container={}, action={}), "needs its block_id"),
        (lambda p: p._post("stop", channel=REFUNDS, ts="1.0"), "complete"),
    ],
)
async def test_refusals_are_sentences(maria: Person, do: Any, says: str) -> None:
    """What comes to nothing is told in a sentence."""
    with pytest.raises(PersonError, match=says):
        await do(maria)


async def test_joining_tells_the_app(ws: Workspace, maria: Person) -> None:
    """Who joins a channel can write there, and the app hears of it."""
    ws.office.state.channels[REFUNDS].members.remove("U02MARIA")
    async with listening(ws) as app:
        with pytest.raises(PersonError, match="Join the channel first"):
            await maria.say(REFUNDS, "x")
        await maria._post("join", channel=REFUNDS)
        await maria.say(REFUNDS, "x")
        event = (await app.event(lambda p: p["event"]["type"] == "member_joined_channel"))["payload"]["event"]
    assert (event["user"], event["channel"]) == ("U02MARIA", REFUNDS)


async def test_leaving_tells_the_app(ws: Workspace, maria: Person) -> None:
    """Who leaves a channel hears nothing more of it; #general cannot be left."""
    async with listening(ws) as app:
        await maria._post("leave", channel=REFUNDS)
        event = (await app.event(lambda p: p["event"]["type"] == "member_left_channel"))["payload"]["event"]
        with pytest.raises(PersonError, match="cannot be left"):
            await maria._post("leave", channel="C05GENERAL")
    assert (event["user"], event["channel"]) == ("U02MARIA", REFUNDS)
    assert "U02MARIA" not in ws.office.state.channels[REFUNDS].members


async def test_deactivated_people_cannot_act(ws: Workspace, maria: Person) -> None:
    """A deactivated account does nothing any more."""
    await control(ws, "person", {"id": "U02MARIA", "deleted": True})
    with pytest.raises(PersonError, match="deactivated"):
        await maria.say(REFUNDS, "x")


async def test_dismissed_message_stays_away(maria: Person, client: AsyncWebClient) -> None:
    """An ephemeral message that was dismissed is not back after a reload; a foreign one cannot be dismissed."""
    await client.chat_postEphemeral(channel=REFUNDS, user="U02MARIA", text="psst")
    shown = await maria.wait_for_ephemeral("psst")
    async with Person(maria._base, "U03JONAS") as jonas:
        await jonas._post("dismiss", id=shown["id"])
    assert len(await maria.history(REFUNDS)) == 1
    await maria._post("dismiss", id=shown["id"])
    assert await maria.history(REFUNDS) == []


# --- typed words -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("given", "text"),
    [
        ("hello", "hello"),
        ("@jonas, look", "<@U03JONAS>, look"),
        ("@JONAS.", "<@U03JONAS>."),
        ("@nobody", "@nobody"),
        ("@support-leads", "<!subteam^S01SUPPORT>"),
        ("@here and @channel", "<!here> and <!channel>"),
        ("#refunds and #nowhere", "<#C02REFUNDS|> and #nowhere"),
        ("mail a@jonas.example", "mail a@jonas.example"),
        ("<@U03JONAS> & <!here>", "&lt;@U03JONAS&gt; &amp; &lt;!here&gt;"),
        ("(https://shop.example/a?b=1&c=2)", "(<https://shop.example/a?b=1&amp;c=2>)"),
        ("javascript:alert(1)", "javascript:alert(1)"),
    ],
)
def test_typed_words_become_tokens(given: str, text: str) -> None:
    """Names become tokens, markup that was typed stays text."""
    assert typed.message(State(DEFAULT, PERMISSIVE), given)[0] == text


@given(st.text(max_size=200))
def test_typed_text_is_never_lost(text: str) -> None:
    """Whatever is typed is there in the blocks again, and no bracket stands in the text but around our own tokens."""
    escaped, blocks = typed.message(State(DEFAULT, PERMISSIVE), text)
    parts = blocks[0]["elements"][0]["elements"]
    plain = "".join(one.get("text", "") + one.get("url", "") for one in parts if one["type"] in ("text", "link"))
    others = [one for one in parts if one["type"] not in ("text", "link")]
    assert others or plain == text
    assert typed.normalise(escaped) == escaped


# --- the owner's switches --------------------------------------------------------------------------------------------


async def test_group_changes(ws: Workspace, client: AsyncWebClient) -> None:
    """A change of a group is an event with who came and who went."""
    async with listening(ws) as app:
        assert (await control(ws, "group", {"id": "S01SUPPORT", "users": ["U02MARIA", "U05ALEX"]}))[0] == 200
        event = (await app.event(lambda p: p["event"]["type"] == "subteam_members_changed"))["payload"]["event"]
    assert (event["added_users"], event["removed_users"]) == (["U05ALEX"], ["U06WEI"])
    assert (await client.usergroups_users_list(usergroup="S01SUPPORT"))["users"] == ["U02MARIA", "U05ALEX"]


async def test_people_change(ws: Workspace, client: AsyncWebClient) -> None:
    """A deactivated person and a new one are events, and users.info follows."""
    async with listening(ws) as app:
        await control(ws, "person", {"id": "U05ALEX", "deleted": True})
        event = (await app.event(lambda p: p["event"]["type"] == "user_change"))["payload"]["event"]
        assert event["user"]["deleted"] is True
        new = {
            "id": "U07NEW",
            "name": "nia",
            "real_name": "Nia",
            "title": "",
            "city": "Oslo",
            "tz": "Europe/Oslo",
            "color": "123456",
        }
        assert (await control(ws, "person", {"add": new}))[0] == 200
        await app.event(lambda p: p["event"]["type"] == "team_join")
        await app.event(lambda p: p["event"]["type"] == "member_joined_channel")
    assert (await client.users_info(user="U05ALEX"))["user"]["deleted"] is True
    assert (await client.users_info(user="U07NEW"))["user"]["tz"] == "Europe/Oslo"


@pytest.mark.parametrize(
    ("name", "body", "says"),
    [
        ("group", {"id": "S99", "users": []}, "no group"),
        ("group", {"id": "S01SUPPORT", "users": ["U99"]}, "nobody"),
        ("person", {"id": "U99"}, "nobody"),
        ("person", {"id": "U05ALEX", "id_card": 1}, "cannot be changed"),
        ("person", {"add": {"id": "U05ALEX"}}, "needs id"),
        ("person", {"id": "U05ALEX", "tz": "Mars/Olympus"}, "no time zone"),
        ("person", {"id": "U05ALEX", "deleted": "yes"}, "true or false"),
    ],
)
async def test_wrong_changes_are_told(ws: Workspace, name: str, body: dict[str, Any], says: str) -> None:
    """A change that makes no sense is refused with a sentence."""
    status, answer = await control(ws, name, body)
    assert status == 400
    assert says in answer["message"]


async def test_reset(ws: Workspace, client: AsyncWebClient, maria: Person) -> None:
    """A reset brings the seed back, tells the pages, and keeps the app connected."""
    async with listening(ws) as app:
        await client.chat_postMessage(channel=REFUNDS, text="x")
        await client.chat_scheduleMessage(channel=REFUNDS, post_at=int(ws.office.clock.now()) + 60, text="later")
        await control(ws, "reset", {})
        await maria.wait_for(lambda person: [one for one in person.heard if one["type"] == "reset"])
        assert await maria.history(REFUNDS) == []
        ws.office.clock.advance(120)
        assert await maria.history(REFUNDS) == []
        await maria.say(REFUNDS, "again")
        await app.event(lambda p: p["event"].get("text") == "again")


async def test_inspector(ws: Workspace, maria: Person) -> None:
    """The inspector has each envelope with its ack and how long it took, live and afterwards."""
    async with aiohttp.ClientSession() as session, listening(ws):
        stream = await session.get(f"{ws.page}ui/events?as=U02MARIA&inspect=1")
        await maria.command("/handoff", "x", REFUNDS)
        entries = (await maria._get("traffic", limit="50"))["entries"]
        live = (await stream.content.readuntil(b'"acked_ms"')).decode()
        stream.close()
    entry = next(one for one in entries if one["kind"] == "slash_commands")
    assert (entry["name"], entry["status"]) == ("/handoff", "acked")
    assert 0 < entry["acked_ms"] < 3000
    assert entry["request"]["command"] == "/handoff"
    assert '"type":"traffic"' in live
