"""What stands around an agent's thread: its status line, its title, its suggested prompts, its session."""

from dataclasses import dataclass, field

from workspace.clock import Clock, Timer
from workspace.feed import Feed
from workspace.jsontypes import Json
from workspace.state import State

STATUS_SECONDS = 120.0
"""A status line that no message follows goes away after this long."""


@dataclass
class Session:
    """One thread of an agent."""

    channel: str
    thread_ts: str
    status: str = ""
    loading: list[str] = field(default_factory=list)
    title: str = ""
    prompts: list[Json] = field(default_factory=list)
    lifecycle: str = ""
    """`active`, `processing`, `suspended`, `closed`, or empty where the app never said."""
    timer: Timer | None = None


class Sessions:
    """Remembers the sessions and shows their changes to the members of the channel."""

    def __init__(self, state: State, clock: Clock, feed: Feed) -> None:
        self._state, self._clock, self._feed = state, clock, feed
        self._sessions: dict[tuple[str, str], Session] = {}

    def get(self, channel: str, thread_ts: str) -> Session | None:
        """Return the session of a thread, if there is one."""
        return self._sessions.get((channel, thread_ts))

    def at(self, channel: str, thread_ts: str) -> Session:
        """Return the session of a thread; make it where there is none."""
        return self._sessions.setdefault((channel, thread_ts), Session(channel, thread_ts))

    def set_status(self, channel: str, thread_ts: str, status: str, loading: list[str]) -> None:
        """Show a status line; "" takes it away, and so do two minutes without a message."""
        session = self.at(channel, thread_ts)
        session.status, session.loading = status, loading
        if session.timer is not None:
            session.timer.cancel()
            session.timer = None
        if status:
            session.timer = self._clock.call_later(STATUS_SECONDS, lambda: self.clear_status(channel, thread_ts))
        self.show(session)

    def clear_status(self, channel: str, thread_ts: str | None) -> None:
        """Take the status line of a thread away, as a message of the app does."""
        session = self._sessions.get((channel, thread_ts or ""))
        if session is not None and session.status:
            self.set_status(session.channel, session.thread_ts, "", [])

    def show(self, session: Session) -> None:
        """Tell the pages how the session is now."""
        event = {
            "type": "session",
            "channel": session.channel,
            "thread_ts": session.thread_ts,
            "status": session.status,
            "loading_messages": session.loading,
            "title": session.title,
            "prompts": session.prompts,
            "lifecycle": session.lifecycle,
        }
        self._feed.to(self._state.channels[session.channel].members, event)

    def clear(self) -> None:
        """Forget everything."""
        for session in self._sessions.values():
            if session.timer is not None:
                session.timer.cancel()
        self._sessions.clear()
