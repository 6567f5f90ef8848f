"""Trigger ids: what a person's click hands to the app so that it may open one modal, within seconds, once."""

import secrets
from dataclasses import dataclass

from workspace.clock import Clock

LIFE_SECONDS = 3.0
KEPT = 5000
"""Triggers that are remembered, so that an old one is still called expired and not invalid."""


class TriggerError(Exception):
    """The trigger id cannot be used; the text is Slack's error name."""


@dataclass
class Trigger:
    """Who clicked, when, and in which modal, if it was in one."""

    user: str
    minted: float
    view_id: str | None
    used: bool = False


class Triggers:
    """Mints trigger ids and lets each be used once, for `life` seconds."""

    def __init__(self, clock: Clock, life: float = LIFE_SECONDS) -> None:
        self._clock = clock
        self._triggers: dict[str, Trigger] = {}
        self.life = life

    def mint(self, user: str, view_id: str | None = None) -> str:
        """Return a new trigger id for a click of `user`."""
        trigger_id = f"{secrets.randbelow(10**13)}.{secrets.randbelow(10**12)}.{secrets.token_hex(16)}"
        self._triggers[trigger_id] = Trigger(user, self._clock.short(), view_id)
        if len(self._triggers) > KEPT:
            del self._triggers[next(iter(self._triggers))]
        return trigger_id

    def use(self, trigger_id: str) -> Trigger:
        """Spend a trigger id and return whose it was.

        Raises:
            TriggerError: it is unknown, was used, or is too old.

        """
        trigger = self._triggers.get(trigger_id)
        if trigger is None:
            raise TriggerError("invalid_trigger_id")
        if self._clock.short() - trigger.minted > self.life:
            raise TriggerError("expired_trigger_id")
        if trigger.used:
            raise TriggerError("exchanged_trigger_id")
        trigger.used = True
        return trigger
