"""Everything that one running workspace consists of, wired together."""

import secrets

from workspace.clock import Clock
from workspace.connections import Connections
from workspace.events import Events
from workspace.faults import Faults
from workspace.feed import Feed
from workspace.interactions import Interactions
from workspace.limits import Limits
from workspace.manifest import Manifest
from workspace.messages import Draft, Messages
from workspace.people import People
from workspace.respond import ResponseUrls
from workspace.schedule import Schedule
from workspace.seed import Seed
from workspace.sessions import Sessions
from workspace.socket_mode import SocketMode
from workspace.state import Channel, State
from workspace.streams import Streams
from workspace.traffic import Traffic
from workspace.triggers import Triggers
from workspace.typed import message as typed_message
from workspace.typed import normalise
from workspace.views import Views


class Office:
    """The parts of one workspace. `base` is its address, such as `http://127.0.0.1:8765`, known once it listens."""

    def __init__(self, seed: Seed, manifest: Manifest, clock: Clock, *, limits: bool) -> None:
        self.seed, self.manifest, self.clock = seed, manifest, clock
        self.base = ""
        self.bot_token = f"xoxb-local-{secrets.token_hex(12)}"
        self.app_token = f"xapp-local-{secrets.token_hex(12)}"
        self.state = State(seed, manifest)
        self.feed = Feed()
        self.traffic = Traffic(clock, self.feed)
        self.faults = Faults(self._fault_struck)
        self.limits = Limits(clock, limits)
        self.connections = Connections(seed.app_id, clock, self.traffic, self.faults, self._connections_changed)
        self.socket = SocketMode(clock, self.traffic, self.faults, self.connections)
        self.events = Events(self.state, manifest, clock, self.socket)
        self.people = People(self.state, clock, self.events, self.feed)
        self.messages = Messages(self.state, clock, self.feed, self.events)
        self.triggers = Triggers(clock)
        self.urls = ResponseUrls(self.state, clock, self.messages, self.traffic)
        self.views = Views(self.state, clock, self.feed)
        self.interactions = Interactions(self.state, manifest, clock, self.socket, self.triggers, self.urls, self.views)
        self.sessions = Sessions(self.state, clock, self.feed)
        self.schedule = Schedule(self.state, clock, self.messages)
        self.streams = Streams(self.state, clock, self.messages, self.faults)
        self._seed_lines()

    def listen_at(self, base: str) -> None:
        """Remember the address of the server."""
        self.base = base
        self.urls.base = f"{base}/respond/"

    def reset(self) -> None:
        """Begin again with the seed; connections of the app stay."""
        self.schedule.clear()
        self.streams.clear()
        self.sessions.clear()
        self.socket.forget()
        self.limits.clear()
        self.traffic.clear()
        self.faults.reseed(self.faults.seed)
        self.state.load(self.seed, self.manifest)
        self._seed_lines()
        self.feed.to_all({"type": "reset"})

    async def stop(self) -> None:
        """End every connection and timer."""
        self.feed.stop()
        await self.connections.stop()
        self.clock.stop()

    def announce(self, channel: Channel, user: str | None) -> None:
        """Tell the pages that a conversation came up or that `user` joined it: they look at it again."""
        event = {"type": "conversation", "channel": channel.id, "user": user}
        self.feed.to(self.state.people if channel.kind == "channel" else channel.members, event)

    def _fault_struck(self, kind: str, name: str) -> None:
        self.traffic.add("fault", kind, name)

    def _connections_changed(self, connections: int) -> None:
        self.feed.to_all({"type": "status", "connected": connections > 0, "connections": connections})

    def _seed_lines(self) -> None:
        """Put what was said before the start into the channels; nobody is told."""
        for line in sorted(self.seed.lines, key=lambda line: -line.ago):
            channel = self.state.channels[line.channel]
            if line.user == self.seed.bot_user:
                draft = Draft(line.user, normalise(line.text))
            else:
                text, blocks = typed_message(self.state, line.text)
                draft = Draft(line.user, text, blocks)
            self.messages.place(channel, draft, self.clock.now() - line.ago)
