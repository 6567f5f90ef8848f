"""What open pages hear: one queue for each page, filled with the events of the person it acts as."""

import asyncio
from collections.abc import Iterable
from dataclasses import dataclass, field

from workspace.jsontypes import Json, dumps

LONGEST_QUEUE = 5000
"""Events that a page may lag behind; then it is told to reload everything."""


@dataclass(eq=False)
class Listener:
    """An open page of one person; `inspect` = it also wants the traffic."""

    user: str
    inspect: bool
    queue: asyncio.Queue[str | None] = field(default_factory=asyncio.Queue)
    """JSON texts; None = the workspace stops."""


class Feed:
    """Hands events to the open pages."""

    def __init__(self) -> None:
        self._listeners: list[Listener] = []

    def listen(self, user: str, inspect: bool) -> Listener:
        """Open a queue for one page; close it with `leave`."""
        listener = Listener(user, inspect)
        self._listeners.append(listener)
        return listener

    def leave(self, listener: Listener) -> None:
        """Forget a page that went away."""
        if listener in self._listeners:
            self._listeners.remove(listener)

    def is_open_for(self, user: str) -> bool:
        """Has this person a page open?"""
        return any(one.user == user for one in self._listeners)

    def to(self, users: Iterable[str], event: Json) -> None:
        """Tell the pages of these people."""
        if self._listeners:
            wanted = set(users)
            self._put([one for one in self._listeners if one.user in wanted], event)

    def to_all(self, event: Json) -> None:
        """Tell every page."""
        self._put(self._listeners, event)

    def traffic(self, entry: Json) -> None:
        """Tell the pages that have their inspector open."""
        self._put([one for one in self._listeners if one.inspect], {"type": "traffic", "entry": entry})

    def stop(self) -> None:
        """End every page's stream."""
        for listener in self._listeners:
            listener.queue.put_nowait(None)

    def _put(self, listeners: list[Listener], event: Json) -> None:
        text = dumps(event) if listeners else ""  # written down now, before the message changes again
        for listener in listeners:
            if listener.queue.qsize() > LONGEST_QUEUE:
                while not listener.queue.empty():
                    listener.queue.get_nowait()
                listener.queue.put_nowait(dumps({"type": "reset"}))
            else:
                listener.queue.put_nowait(text)
