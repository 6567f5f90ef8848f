"""What is to be told, as rows of the outbox. Inside the transaction that makes it true; sent later by a door.

Kinds: `card` (post or update it), `thread` (in the card's thread), `requester`, `answer` (only to one person), `menu`,
`digest`, `notice` (to owners).
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from bot.engine.world import Click
from storage import outbox
from storage.models import Handoff, Request
from storage.sqlite import Db


def card(db: Db, handoff_id: int, version: int, now: datetime) -> None:
    """The card is to show the record as of `version` (an audit number)."""
    outbox.add(
        db, key=f"card:{handoff_id}:{version}", lane=f"card:{handoff_id}", kind="card", handoff=handoff_id, now=now
    )


def thread(db: Db, handoff: Handoff, what: str, now: datetime, **facts: Any) -> None:
    """A message in the card's thread: `result`, `rung`, `looking`, `revised`."""
    key = f"thread:{handoff.id}:{what}:{facts.get('number', '')}"
    payload = {"what": what, **facts}
    outbox.add(db, key=key, lane=f"card:{handoff.id}", kind="thread", handoff=handoff.id, payload=payload, now=now)


def requester(db: Db, request: Request, handoff_id: int | None, what: str, now: datetime, **facts: Any) -> None:
    """A message to the person who asked: got_it, deadline, outcome, question, taken_over, withdrawn, noted, refused."""
    key = f"requester:{request.id}:{handoff_id or 0}:{what}:{facts.get('number', '')}"
    outbox.add(
        db,
        key=key,
        lane=f"request:{request.id}",
        kind="requester",
        handoff=handoff_id,
        request=request.id,
        payload={"what": what, **facts},
        now=now,
    )


def answer(db: Db, click: Click, said: Mapping[str, Any], now: datetime, handoff_id: int | None = None) -> None:
    """A word only to the person who pressed."""
    payload = {"user": click.who.user, "channel": click.channel, "thread": click.thread, **said}
    lane = f"answer:{click.key}"
    outbox.add(db, key=lane, lane=lane, kind="answer", handoff=handoff_id, payload=payload, now=now)


def menu(db: Db, request_id: int, who: str, channel: str, thread_ts: str, now: datetime) -> None:
    """Ask the requester which workflow it is for."""
    key = f"menu:{request_id}"
    payload = {"user": who, "channel": channel, "thread": thread_ts}
    outbox.add(db, key=key, lane=key, kind="menu", request=request_id, payload=payload, now=now)


def notice(db: Db, key: str, text: str, now: datetime) -> None:
    """A health notice to the owners, once for each `key`."""
    outbox.add(db, key=f"notice:{key}", lane="notice", kind="notice", payload={"text": text}, now=now)
