"""What there is in the workspace right now, and how to find it. Nothing here tells anybody about a change."""

from bisect import bisect_left, insort
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from workspace.jsontypes import Json
from workspace.manifest import Manifest
from workspace.seed import Group, Person, Room, Seed

SLACKBOT = "USLACKBOT"


@dataclass
class Channel:
    """A conversation: `kind` is `channel`, `group`, `im` or `mpim`."""

    id: str
    name: str
    kind: str
    members: list[str]
    creator: str
    created: int
    topic: str = ""
    purpose: str = ""
    archived: bool = False
    general: bool = False
    messages: dict[str, Json] = field(default_factory=dict)
    """Every message by its ts, replies included."""
    order: list[str] = field(default_factory=list)
    """The ts of what stands in the channel itself, ascending: roots and broadcast replies."""
    threads: dict[str, list[str]] = field(default_factory=dict)
    """Root ts -> the ts of its replies, ascending."""
    pins: list[str] = field(default_factory=list)
    bookmarks: list[Json] = field(default_factory=list)

    def before(self, ts: str, limit: int) -> list[Json]:
        """Return up to `limit` messages of the channel itself that are older than `ts` ("" = from the newest)."""
        end = bisect_left(self.order, ts) if ts else len(self.order)
        return [self.messages[one] for one in self.order[max(end - limit, 0) : end]]

    def thread(self, ts: str) -> list[Json]:
        """Return the root `ts`, if it is there, and its replies, oldest first."""
        root = self.messages.get(ts)
        return ([root] if root else []) + [self.messages[one] for one in self.threads.get(ts, ())]

    def add(self, message: Json, in_channel: bool) -> None:
        """Store a new message; `in_channel` = it stands in the channel and not only in its thread."""
        ts, root = message["ts"], message.get("thread_ts")
        self.messages[ts] = message
        if in_channel:
            insort(self.order, ts)
        if root and root != ts:
            insort(self.threads.setdefault(root, []), ts)

    def remove(self, ts: str) -> Json:
        """Take a message out and return it."""
        message = self.messages.pop(ts)
        for line in (self.order, self.threads.get(message.get("thread_ts", ""), [])):
            at = bisect_left(line, ts)
            if at < len(line) and line[at] == ts:
                del line[at]
        return message


@dataclass
class Read:
    """How far one person has read one conversation."""

    last_read: str = "0000000000.000000"
    unread: int = 0
    mentions: int = 0


@dataclass
class File:
    """An uploaded file; it is shared once `shares` names a channel."""

    id: str
    name: str
    title: str
    size: int
    alt_text: str
    created: int
    content: bytes = b""
    uploaded: bool = False
    completed: bool = False
    shares: dict[str, str] = field(default_factory=dict)
    """Channel -> ts of the message that shows it."""


class State:
    """Everything that the workspace remembers; it lives in memory and ends with the process."""

    def __init__(self, seed: Seed, manifest: Manifest) -> None:
        self.load(seed, manifest)

    def load(self, seed: Seed, manifest: Manifest) -> None:
        """Forget everything and begin with `seed`."""
        self.seed = seed
        self.bot_name = manifest.bot_name
        self.app_name = manifest.name
        self.people: dict[str, Person] = {person.id: person for person in seed.people}
        self.groups: dict[str, Group] = {group.id: group for group in seed.groups}
        self.channels: dict[str, Channel] = {}
        self.reads: dict[tuple[str, str], Read] = {}
        self.ephemerals: dict[str, Json] = {}
        self.stacks: dict[str, list[Json]] = {}
        self.homes: dict[str, Json] = {}
        self.files: dict[str, File] = {}
        self._last_us = 0
        self._serial = 0
        for room in seed.rooms:
            self.channels[room.id] = self._channel_of(room)

    def _channel_of(self, room: Room) -> Channel:
        members = list(self.people) if room.members is None else list(room.members)
        return Channel(
            id=room.id,
            name=room.name,
            kind="group" if room.private else "channel",
            members=[*members, self.seed.bot_user] if room.bot else members,
            creator=members[0] if members else self.seed.bot_user,
            created=self.seed.created,
            topic=room.topic,
            purpose=room.purpose,
            archived=room.archived,
            general=room.general,
        )

    def next_ts(self, now: float) -> str:
        """Return a new message ts: later than every ts before it, and `now` where that is free."""
        self._last_us = max(int(now * 1_000_000), self._last_us + 1)
        return f"{self._last_us // 1_000_000}.{self._last_us % 1_000_000:06d}"

    def new_id(self, prefix: str) -> str:
        """Return a new id such as `C0B000001`."""
        self._serial += 1
        return f"{prefix}0B{self._serial:06X}"

    def exists(self, user: str) -> bool:
        """Is this the id of a person or of the bot?"""
        return user in self.people or user == self.seed.bot_user

    def conversations_of(self, user: str) -> Iterator[Channel]:
        """Yield the conversations that `user` is a member of."""
        return (channel for channel in self.channels.values() if user in channel.members)

    def channel_named(self, name: str) -> Channel | None:
        """Return the channel with this name (with or without `#`)."""
        wanted = name.removeprefix("#")
        return next((c for c in self.channels.values() if c.name == wanted and c.kind in ("channel", "group")), None)

    def direct(self, users: Iterable[str]) -> Channel | None:
        """Return the direct conversation of exactly these users, if there is one."""
        wanted = set(users)
        return next((c for c in self.channels.values() if c.kind in ("im", "mpim") and set(c.members) == wanted), None)

    def open_direct(self, users: list[str], now: float) -> Channel:
        """Return the direct conversation of these users (the opener first); make it where there is none."""
        found = self.direct(users)
        if found is not None:
            return found
        kind = "im" if len(set(users)) <= 2 else "mpim"
        name = "" if kind == "im" else "mpdm-" + "--".join(sorted(self.handle(u) for u in users)) + "-1"
        channel = Channel(self.new_id("D" if kind == "im" else "G"), name, kind, list(users), users[0], int(now))
        self.channels[channel.id] = channel
        return channel

    def handle(self, user: str) -> str:
        """Return the lower-case name of a user."""
        if user in self.people:
            return self.people[user].name
        return self.bot_name.lower().replace(" ", "_") if user == self.seed.bot_user else "slackbot"

    def read_mark(self, user: str, channel: str) -> Read:
        """Return how far `user` has read `channel`; change it in place."""
        return self.reads.setdefault((user, channel), Read())

    def views(self) -> Iterator[Json]:
        """Yield every open modal and every App Home."""
        for stack in self.stacks.values():
            yield from stack
        yield from self.homes.values()
