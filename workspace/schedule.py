"""Messages for later: they wait here and really are posted when their time comes."""

from dataclasses import dataclass

from workspace.clock import Clock, Timer
from workspace.messages import Draft, Messages
from workspace.state import Channel, State

FURTHEST_SECONDS = 120 * 86_400
TOO_LATE_SECONDS = 60
WINDOW_SECONDS, WINDOW_LIMIT = 300, 30


class ScheduleError(Exception):
    """A message cannot be scheduled; the text is Slack's error name."""


@dataclass
class Scheduled:
    """A message that waits. `post_at` and `created` are epoch seconds."""

    id: str
    channel: Channel
    post_at: int
    created: int
    draft: Draft
    timer: Timer | None = None


class Schedule:
    """Keeps the scheduled messages and posts each at its time."""

    def __init__(self, state: State, clock: Clock, messages: Messages) -> None:
        self._state, self._clock, self._messages = state, clock, messages
        self._waiting: dict[str, Scheduled] = {}

    def add(self, channel: Channel, post_at: int, draft: Draft) -> Scheduled:
        """Schedule a message.

        Raises:
            ScheduleError: `time_in_past`, `time_too_far`, or `restricted_too_many` within five minutes of one channel.

        """
        now = self._clock.now()
        if post_at <= now:
            raise ScheduleError("time_in_past")
        if post_at > now + FURTHEST_SECONDS:
            raise ScheduleError("time_too_far")
        near = [
            one
            for one in self._waiting.values()
            if one.channel is channel and one.post_at // WINDOW_SECONDS == post_at // WINDOW_SECONDS
        ]
        if len(near) >= WINDOW_LIMIT:
            raise ScheduleError("restricted_too_many")
        one = Scheduled(self._state.new_id("Q"), channel, post_at, int(now), draft)
        self._waiting[one.id] = one
        if draft.metadata is None:
            # With metadata the message is accepted, listed, and never posted: Slack documents this fault of its own.
            one.timer = self._clock.call_later(post_at - now, lambda: self._post(one))
        return one

    def cancel(self, scheduled_id: str, channel: Channel) -> bool:
        """Take a message back; return False where it is not waiting in this channel, or due within a minute."""
        one = self._waiting.get(scheduled_id)
        if one is None or one.channel is not channel or one.post_at - self._clock.now() < TOO_LATE_SECONDS:
            return False
        if one.timer is not None:
            one.timer.cancel()
        del self._waiting[scheduled_id]
        return True

    def waiting(self) -> list[Scheduled]:
        """Return what waits, soonest first."""
        return sorted(self._waiting.values(), key=lambda one: (one.post_at, one.id))

    def clear(self) -> None:
        """Forget everything."""
        for one in self._waiting.values():
            if one.timer is not None:
                one.timer.cancel()
        self._waiting.clear()

    def _post(self, one: Scheduled) -> None:
        del self._waiting[one.id]
        self._messages.post(one.channel, one.draft)
