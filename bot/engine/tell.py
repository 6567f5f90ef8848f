"""What is to be told, as rows of the outbox. Inside the transaction that makes it true; sent later by a door.

Kinds: `card` (post or update it), `thread` (in the card's thread), `requester`, `answer` (only to one person), `menu`,
`desk` (what was kept back for a person), `digest`, `shift` (the change of one), `notice` (to owners), `codes` (about
somebody's one-time codes).
"""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from bot.engine.world import Click
from storage import outbox
from storage.models import Handoff
from storage.sqlite import Db


def card(db: Db, handoff_id: int, version: int, now: datetime) -> None:
    """The card is to show the record as of `version` (an audit number)."""
    outbox.add(
        db, key=f"card:{handoff_id}:{version}", lane=f"card:{handoff_id}", kind="card", handoff=handoff_id, now=now
    )


def card_of(db: Db, handoff: Handoff, version: int, now: datetime) -> None:
    """`card`, unless the handoff has none: a question to the person who asked stands where they are answered."""
    if handoff.kind != "question" or handoff.audience == "channel":
        card(db, handoff.id, version, now)


def thread(db: Db, handoff: Handoff, what: str, now: datetime, **facts: Any) -> None:
    """A message in the card's thread: `result`, `rung`, `looking`, `revised`."""
    key = f"thread:{handoff.id}:{what}:{facts.get('number', '')}"
    payload = {"what": what, **facts}
    outbox.add(db, key=key, lane=f"card:{handoff.id}", kind="thread", handoff=handoff.id, payload=payload, now=now)


def requester(db: Db, request_id: int, handoff_id: int | None, what: str, now: datetime, **facts: Any) -> None:
    """A message to the person who asked: got_it, put_off, deadline, outcome, question, withdrawn, and so on."""
    outbox.add(
        db,
        key=requester_key(request_id, handoff_id, what, facts.get("number", "")),
        lane=f"request:{request_id}",
        kind="requester",
        handoff=handoff_id,
        request=request_id,
        payload={"what": what, **facts},
        now=now,
    )


def requester_key(request_id: int, handoff_id: int | None, what: str, number: object = "") -> str:
    """Under which key a message to the person who asked is posted, and found again."""
    return f"requester:{request_id}:{handoff_id or 0}:{what}:{number}"


def of_requester(key: str) -> tuple[int, str]:
    """The handoff that a message under a `requester_key` is about, 0 for none, and what it says."""
    _, _, handoff_id, what, _ = key.split(":", 4)
    return int(handoff_id), what


def receipt(db: Db, handoff: Handoff, own: bool, version: int, now: datetime) -> None:
    """An act alone is to be told: by its own message, or with the others of its hour once that is over."""
    if own:
        card(db, handoff.id, version, now)
        return
    hour = now.replace(minute=0, second=0, microsecond=0)
    key = f"receipts:{handoff.workflow}/{handoff.step}:{hour.isoformat()}"
    payload = {"what": "hour", "workflow": handoff.workflow, "step": handoff.step, "hour": hour.isoformat()}
    ends = hour + timedelta(hours=1)
    outbox.add(db, key=key, lane=key, kind="autonomy", payload=payload, now=now, at=ends)


def check(db: Db, handoff: Handoff, version: int, now: datetime) -> None:
    """An act alone was drawn for a check: ask in the channel, or show what was said of it."""
    key, payload = f"check:{handoff.id}", {"what": "check", "workflow": handoff.workflow, "step": handoff.step}
    outbox.add(db, key=f"{key}:{version}", lane=key, kind="autonomy", handoff=handoff.id, payload=payload, now=now)


def channel(db: Db, what: str, workflow: str, step: str, number: int, now: datetime, **facts: Any) -> None:
    """Something about a step's autonomy, once, in its workflow's channel: earned, revoked, anew, held."""
    key, payload = f"autonomy:{what}:{number}:{workflow}", {"what": what, "workflow": workflow, "step": step, **facts}
    outbox.add(db, key=key, lane=f"autonomy:{workflow}/{step}", kind="autonomy", payload=payload, now=now)


def answer(db: Db, click: Click, said: Mapping[str, Any], now: datetime, handoff_id: int | None = None) -> None:
    """A word only to the person who pressed."""
    payload = {"user": click.who.user, "channel": click.channel, "thread": click.thread, **said}
    lane = f"answer:{click.key}"
    outbox.add(db, key=lane, lane=lane, kind="answer", handoff=handoff_id, payload=payload, now=now)


def codes(db: Db, to: str, what: str, number: int, now: datetime, **facts: Any) -> None:
    """Something about somebody's one-time codes, once, to a person or a channel: set_up, done, locked, reset."""
    key, payload = f"codes:{what}:{number}:{to}", {"what": what, "to": to, "number": number, **facts}
    outbox.add(db, key=key, lane=f"codes:{to}", kind="codes", payload=payload, now=now)


def shift(db: Db, number: int, what: str, version: int, now: datetime, to: Sequence[str] = ()) -> None:
    """A shift is handed over: its `brief` (post or change it), a `call` to those who take over, what was `left`.

    `to` are the ids that are mentioned.
    """
    key, payload = f"shift:{number}", {"what": what, "shift": number, "to": list(to)}
    outbox.add(db, key=f"{key}:{what}:{version}", lane=key, kind="shift", payload=payload, now=now)


def on_call(db: Db, user: str, rotation: str, until: datetime, version: int, now: datetime) -> None:
    """This user is on call from now on, and something waits."""
    key, payload = f"oncall:{user}", {"what": "on_call", "user": user, "rotation": rotation, "until": until.isoformat()}
    outbox.add(db, key=f"{key}:{rotation}:{version}", lane=key, kind="shift", payload=payload, now=now)


def menu(db: Db, request_id: int, who: str, channel: str, thread_ts: str, now: datetime) -> None:
    """Ask the requester which workflow it is for."""
    key = f"menu:{request_id}"
    payload = {"user": who, "channel": channel, "thread": thread_ts}
    outbox.add(db, key=key, lane=key, kind="menu", request=request_id, payload=payload, now=now)


def notice(
    db: Db,
    cause: str,
    text: str,
    now: datetime,
    *,
    title: str = "",
    times: Mapping[str, datetime] | None = None,
    stands: bool = True,
) -> None:
    """A health notice: one message for each `cause`, changed when it says something else, and over when it is over.

    `{name}` in title and text is the moment of that name in `times`. `stands` False is the last word on a cause: it
    changes the message that stands, or is told by itself, and the next time is a message of its own.
    """
    key, words = f"notice:{cause}", f"{title}\n{text}"
    if stands and outbox.standing(db, key).get(key) == words:
        return
    if stands:
        outbox.set_post(db, key, "", "", now, words)
    else:
        outbox.forget(db, key)
    payload = {"cause": cause, "title": title, "text": text, "stands": stands}
    payload["times"] = {name: at.isoformat() for name, at in (times or {}).items()}
    number = outbox.last_id(db) + 1
    outbox.add(db, key=f"{key}:{number}", lane=key, kind="notice", payload=payload, now=now)


def notice_over(db: Db, cause: str, text: str, now: datetime, times: Mapping[str, datetime] | None = None) -> None:
    """The cause has ended; nothing where it was never told."""
    key = f"notice:{cause}"
    if key in outbox.standing(db, key):
        notice(db, cause, text, now, times=times, stands=False)
