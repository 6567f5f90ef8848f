"""What must hold once everything is quiet again. Each check gives sentences about what does not."""

import asyncio
import json
import random
import sqlite3
import time
from collections import Counter
from collections.abc import Iterator
from typing import Any

from slack_sdk.web.async_client import AsyncWebClient

from bot import proofs
from bot.agents.choose import Agents
from bot.engine import Engine, World
from bot.shelf import Shelf
from handlers.slack import cards
from handlers.slack.desk import button_click, window_click
from handlers.slack.directory import fetch
from handlers.slack.events import key_of
from handlers.slack.ids import Action, Meta, action_of, read_menu
from storage import verify
from storage.sqlite import connect
from storage.store import Reader
from tests.stories.stage import rows
from tests.torture.ground import ACCESS, ALERTS, BOT, GENERAL, REFUNDS, START, Json, Site, control
from workspace.view_state import complete

_RECORDED = {
    *(Action.APPROVE, Action.TAKE_OVER, Action.CHOICE, Action.HAPPENED, Action.AGAIN, Action.DROP),
    *(Action.WITHDRAW, Action.WORKFLOW, Action.UNDO),
    *(Action.TAKE_BACK, Action.SEEN_RIGHT, Action.SEEN_WRONG, Action.NOT_SURE, Action.KEEP_ASKING, Action.RESUME),
}
"""Presses that change something; the others open a window."""
_SAID_NOTHING = {
    "nothing to say", "nothing to add", "overtaken", "nothing is left to tell",
    "nothing to draw, or nothing to draw it with", "erased", "not set up any more",
}  # fmt: skip
_ONCE_EACH = {"thread", "requester", "digest", "desk", "own", "picture"}
"""Kinds of rows whose message stands in Slack for good once it was sent."""


async def violations(site: Site, ends: dict[str, int]) -> list[str]:
    """Everything that is wrong with a run that is over; its bot is stopped."""
    db = connect(site.folder / "baton.db", read_only=True)
    traffic = (await asyncio.to_thread(control, site.page, "log", {"limit": 100_000}))["entries"]
    posted, shown = await asyncio.gather(messages(site), _cards(site))
    try:
        return [
            *(f"record: {found.what}" for found in verify.findings(db)),
            *(f"evidence: {wrong}" for wrong in proofs.findings(db)),
            *_whole(db),
            *_hushed(site),
            *_acked(db, traffic),
            *_effects(db, site.journal(), ends),
            *_talks(db),
            *_outcomes(db),
            *_posts(db, posted),
            *_equal(db, posted, shown),
        ]
    finally:
        db.close()


def is_quiet(site: Site) -> bool:
    """Whether nothing is left to do or to tell; not before there is a database."""
    try:
        found = rows(site.folder / "baton.db", _LEFT)
    except sqlite3.Error:
        return False
    return bool(found[0]["n"] == 0)


_LEFT = (
    "SELECT (SELECT count(*) FROM due WHERE kind NOT IN ('deadline', 'retention')"
    " AND NOT (kind = 'codes' AND EXISTS (SELECT 1 FROM post WHERE key LIKE 'picture:%'))"  # it stands for ten minutes
    " AND NOT (kind = 'shift' AND NOT"
    " EXISTS (SELECT 1 FROM shift_case c JOIN handoff h ON h.id = c.handoff_id WHERE c.shift_id = due.subject"
    " AND h.closed_at IS NULL)))"  # a shift whose cases were all decided waits for its time, and then tells nothing
    " + (SELECT count(*) FROM inbox WHERE handled_at IS NULL)"
    " + (SELECT count(*) FROM outbox WHERE sent_at IS NULL) + (SELECT count(*) FROM effect WHERE ended_at IS NULL)"
    " + (SELECT count(*) FROM run WHERE state = 'queued') AS n"
)


def _rows(db: sqlite3.Connection, sql: str, *values: object) -> list[Json]:
    return [dict(row) for row in db.execute(sql, values)]


def _hushed(site: Site) -> Iterator[str]:
    """A secret value stands in no byte of the database's files, not even in one that was freed."""
    for path in site.folder.glob("baton.db*"):
        if b"canary-" in path.read_bytes():
            yield f"secret: {path.name} holds a secret value"


def _whole(db: sqlite3.Connection) -> Iterator[str]:
    for row in db.execute("PRAGMA integrity_check"):
        if row[0] != "ok":
            yield f"the database is not whole: {row[0]}"


async def differing(site: Site) -> tuple[list[str], float]:
    """Which cards do not show the record, and when (monotonic seconds) they were looked at; the bot may be running."""
    db = connect(site.folder / "baton.db", read_only=True)
    try:
        posted = await messages(site, threads=False)
        looked = time.monotonic()
        return list(_equal(db, posted, await _cards(site))), looked
    finally:
        db.close()


def _talks(db: sqlite3.Connection) -> Iterator[str]:
    """Each turn of a model was kept once, in order, and each of its look-ups was made once."""
    for row in _rows(db, "SELECT run_id, group_concat(kind, ' ') AS kinds FROM talk GROUP BY run_id"):
        if row["kinds"] != " ".join(["said", "heard"] * 4):
            yield f"talk: run {row['run_id']} has {row['kinds']}"
    for row in _rows(
        db, "SELECT run_id, count(*) AS n, count(DISTINCT input) AS d FROM turn WHERE call <> '' GROUP BY 1"
    ):
        if (row["n"], row["d"]) != (5, 5):
            yield f"talk: run {row['run_id']} made {row['n']} look-ups of {row['d']} things"


# --- what was acked -----------------------------------------------------------------------------------------------


def _acked(db: sqlite3.Connection, traffic: list[Json]) -> Iterator[str]:
    """Everything that Slack heard an ack of is in the record, and worked off."""
    known = {row["key"]: row["handled_at"] for row in db.execute("SELECT key, handled_at FROM inbox")}
    refused = Counter(map(_refused, traffic))
    windows = {str(row["id"]) for row in db.execute("SELECT id FROM handoff WHERE step = 'code_chore'")}
    for entry in traffic:
        if entry["status"] != "acked" or _opens(entry["request"], windows):
            continue
        key = key_of_envelope(entry)
        if key and key not in known and refused[entry["request"].get("user", {}).get("id", "")] > 0:
            refused[entry["request"]["user"]["id"]] -= 1  # it was said that nothing was recorded
        elif key and not known.get(key):
            where = "waits" if key in known else "is not there"
            yield f"lost: {entry['kind']} {entry['name']} was acked and {where}: {key}"


def _opens(body: Json, windows: set[str]) -> bool:
    """Whether this is an Approve of a handoff that asks for a code: it opens a window, and records nothing."""
    action = (body.get("actions") or [{}])[0]
    return action.get("action_id") == Action.APPROVE and str(action.get("value")).split(".")[0] in windows


def _refused(entry: Json) -> str:
    """Who was told by this call that nothing was recorded; empty where it tells something else."""
    told = entry["name"] == "chat.postEphemeral" and entry["status"] == "ok" and "Not recorded" in str(entry["request"])
    return str(entry["request"]["user"]) if told else ""


def key_of_envelope(entry: Json) -> str:
    """Under which key the record must have an envelope that was acked; empty where it promises nothing."""
    body = entry["request"]
    match entry["kind"], entry["name"]:
        case "events_api", _:
            event = body["event"]
            said = {**event, **event.get("previous_message", {}), **event.get("message", {})}
            own = event.get("user") == BOT or "bot_id" in said
            return "" if own else key_of(body)
        case "slash_commands", _:
            told = str(entry.get("response"))
            return "" if "Not recorded" in told or "Got it" not in told else f"command:{body['trigger_id']}"
        case "interactive", "message_action":
            return key_of(body)
        case "interactive", "view_submission":
            refused = (entry.get("response") or {}).get("response_action") == "errors"
            meta = Meta.parse(body["view"]["private_metadata"])
            return "" if refused else window_click(body, meta).key
        case "interactive", "block_actions":
            return button_click(body).key if _records(body["actions"][0]) else ""
    return ""


def _records(action: Json) -> bool:
    name, _ = action_of(action["action_id"])
    if name is Action.MORE:
        name, _ = read_menu(action["selected_option"]["value"])
    return name in _RECORDED


# --- what was done ------------------------------------------------------------------------------------------------


def _effects(db: sqlite3.Connection, journal: list[str], ends: dict[str, int]) -> Iterator[str]:
    """No effect without its decision, none twice, none that the record knows otherwise."""
    again = Counter(
        row["effect_key"]
        for row in db.execute(
            "SELECT h.effect_key FROM decision d JOIN handoff h ON h.id = d.handoff_id"
            " WHERE h.kind = 'doubt' AND d.note = 'again'"
        )
    )
    sql = "SELECT e.*, r.salt FROM effect e JOIN handoff h ON h.id = e.handoff_id JOIN request r ON r.id = h.request_id"
    effects = {row["key"]: row for row in _rows(db, sql)}
    for line, times in Counter(journal).items():
        key, step, what, count = line.split()
        if times > 1 + again[key]:
            yield f"twice: {line} happened {times} times, {again[key]} of them said by a person"
        effect = effects.get(key)
        secret = ',"word":"secret-word-1"' if step == "hushed_chore" else ""
        did = f'{{"times":{count},"what":"{what}"{secret}}}' if effect and effect["salt"] else "{}"
        if effect is None or effect["args"] != did or effect["step"] != step:
            yield f"unrecorded: {line} is not what the record says: {effect and effect['args']}"
        elif not _decided(db, effect):
            yield f"undecided: {line} ran without the decisions that it needs"
        elif effect["state"] == "failed" and effect["cause"] in {"never", "absent", "refused"}:
            yield f"denied: {line} happened, and the record says {effect['cause']}"
    done = Counter(line.split()[2] for line in journal)
    for row in effects.values():
        if row["state"] == "done" and not any(line.startswith(f"{row['key']} ") for line in journal):
            yield f"claimed: the record says that {row['key']} was done, and it was not"
    absent = Counter(json.loads(row["args"]).get("what") for row in effects.values() if row["cause"] == "absent")
    typed = Counter(
        word for row in _rows(db, "SELECT text FROM request WHERE via = 'slash'") for word in row["text"].split()
    )
    for tag, once in ends.items():
        # A command that failed before the eyes of a person may be in the record all the same, and is typed again;
        # where the tool's own look says that it did not happen, it did not.
        wanted = once * max(1, typed[tag])
        if done[tag] + absent[tag] != wanted:
            yield f"end: {tag} happened {done[tag]} times in all, {wanted} was right"


def _decided(db: sqlite3.Connection, effect: Json) -> bool:
    agreed = _rows(
        db,
        "SELECT DISTINCT d.person, d.proof FROM decision d"
        " JOIN handoff h ON h.id = d.handoff_id AND h.args_digest = d.digest_run WHERE d.handoff_id = ?"
        " AND d.revision = ? AND d.verdict IN ('approve', 'edit') AND d.decided_at <= ?",
        *(effect["handoff_id"], effect["revision"], effect["started_at"]),
    )
    proofs = {"code"} if effect["step"] == "code_chore" else {"click", "certificate"}
    enough = len(agreed) >= (2 if effect["step"] in {"pair_chore", "staged_chore"} else 1)
    return enough and all(row["proof"] in proofs for row in agreed)


def _outcomes(db: sqlite3.Connection) -> Iterator[str]:
    """One outcome for each handoff, one end for each effect."""
    closing = (
        "SELECT handoff_id, count(*) AS n FROM audit WHERE handoff_id IS NOT NULL AND (json_extract(data, '$.closed')"
        " OR kind IN ('handoff_expired', 'handoff_withdrawn', 'doubt_settled')) GROUP BY handoff_id HAVING n > 1"
    )
    for row in db.execute(closing):
        yield f"two outcomes: H-{row['handoff_id']} was closed {row['n']} times"
    ending = (
        "SELECT json_extract(data, '$.key') AS key, count(*) AS n FROM audit"
        " WHERE kind IN ('effect_done', 'effect_failed') GROUP BY key HAVING n > 1"
    )
    for row in db.execute(ending):
        yield f"two ends: the effect {row['key']} ended {row['n']} times"
    for row in db.execute("SELECT key, state FROM effect WHERE state IN ('started', 'in_doubt')"):
        yield f"open: the effect {row['key']} is still {row['state']}"
    doubles = "SELECT text, count(*) AS n FROM note GROUP BY request_id, text HAVING n > 1"
    for row in db.execute(doubles):
        yield f"heard twice: {row['text']!r} was noted {row['n']} times"


# --- what is told -------------------------------------------------------------------------------------------------


async def messages(site: Site, *, threads: bool = True) -> list[Json]:
    """Everything that stands in the channels, direct messages and, where asked for, `threads` of the bot."""
    client = AsyncWebClient(token=site.bot_token, base_url=site.api, retry_handlers=[])
    people = [each["id"] for each in (await client.users_list(limit=900))["members"] if not each["is_bot"]]
    direct = [(await client.conversations_open(users=user))["channel"]["id"] for user in people if user != "USLACKBOT"]
    found: list[Json] = []
    for channel in (START, REFUNDS, ACCESS, ALERTS, GENERAL, *direct):
        for root in await _pages(client, "conversations.history", channel=channel):
            found.append({**root, "channel": channel})
            if threads and root.get("reply_count"):
                replies = await _pages(client, "conversations.replies", channel=channel, ts=root["ts"])
                found += [{**each, "channel": channel} for each in replies[1:]]
    return [each for each in found if each.get("bot_id")]


async def _pages(client: AsyncWebClient, method: str, **asked: Any) -> list[Json]:
    found: list[Json] = []
    cursor: Json = {}
    while True:
        params = {**asked, **cursor, "limit": 900, "include_all_metadata": True}
        answer = await client.api_call(method, http_verb="GET", params=params)
        found += answer["messages"]
        more = (answer.get("response_metadata") or {}).get("next_cursor")
        if not more:
            return found
        cursor = {"cursor": more}


def key_in(message: Json) -> str:
    """Baton's key of a message."""
    return str(((message.get("metadata") or {}).get("event_payload") or {}).get("key", ""))


def _posts(db: sqlite3.Connection, messages: list[Json]) -> Iterator[str]:
    """Each key stands once in Slack; what the outbox says was sent stands there."""
    keys = Counter(filter(None, map(key_in, messages)))
    for key, count in keys.items():
        if count > 1:
            yield f"doubled: {key} stands {count} times"
    for text, count in Counter(each["channel"] + each["text"] for each in messages if not key_in(each)).items():
        if count > 1:
            yield f"doubled: {text!r} without a key stands {count} times"
    for row in _rows(db, "SELECT key, kind, outcome, sent_at FROM outbox"):
        if row["outcome"] == "sent" and row["kind"] in _ONCE_EACH and row["key"] not in keys:
            yield f"missing: {row['key']} was sent and stands nowhere"
        failed = row["outcome"].startswith("failed: ") and row["outcome"].removeprefix("failed: ") not in _SAID_NOTHING
        if failed or not row["sent_at"]:
            yield f"untold: {row['key']}: {row['outcome'] or 'never tried'}"


async def _cards(site: Site) -> dict[int, Json]:
    """Each handoff's card as it is drawn now from the record."""
    client = AsyncWebClient(token=site.bot_token, base_url=site.api, retry_handlers=[])
    me = await client.auth_test()
    people = await fetch(client, str(me["team_id"]), str(me["user_id"]))
    store = Reader(site.folder / "baton.db")
    world = World(store, Shelf(site.folder / "workflows"), site.clock, random.Random(1), Agents().make, people)
    engine = Engine(world)
    found = await world.read(lambda db: _rows(db, _SHOWN))
    drawn: dict[int, Json] = {}
    for row in found:
        story = await engine.outbox.story(row["id"])
        if story is not None:
            message = cards.card(story)
            drawn[row["id"]] = {"blocks": message.blocks, "text": message.text}
    store.close()
    return drawn


_SHOWN = "SELECT h.id FROM handoff h JOIN request r ON r.id = h.request_id WHERE h.kind <> 'question' AND r.salt <> ''"


def _equal(db: sqlite3.Connection, messages: list[Json], drawn: dict[int, Json]) -> Iterator[str]:
    """Each card shows the record, and stands where the record says."""
    at = {key_in(each): each for each in messages}
    for number, card in drawn.items():
        stands = at.get(f"card:{number}")
        if stands is None:
            yield f"card: H-{number} has no card"
            continue
        shown, right = _bare(stands["blocks"]), _bare(complete(card["blocks"]))
        if shown != right:  # the words for the lock screen count down the minutes, so only the blocks are compared
            yield f"card: H-{number} does not show the record: {_apart(shown, right)}"
        place = db.execute("SELECT channel, ts FROM post WHERE key = ?", (f"card:{number}",)).fetchone()
        if place is None or (place["channel"], place["ts"]) != (stands["channel"], stands["ts"]):
            yield f"card: H-{number} stands elsewhere than the record says"


def _apart(shown: list[Json], right: list[Json]) -> str:
    """The first block that differs, in both forms."""
    pairs = zip(
        [*map(json.dumps, shown), *[""] * len(right)], [*map(json.dumps, right), *[""] * len(shown)], strict=False
    )
    return next(f"{one}, but {other}" for one, other in pairs if one != other)


def _bare(part: Any) -> Any:
    """Blocks without the ids that Slack makes up."""
    if isinstance(part, list):
        return [_bare(each) for each in part]
    if isinstance(part, dict):
        return {key: _bare(value) for key, value in part.items() if key != "block_id"}
    return part
