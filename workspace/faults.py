"""Faults on demand: each rule says what goes wrong, where, how often; chance is drawn from a seed."""

import itertools
import math
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from random import Random

from workspace.jsontypes import Json

KINDS = {
    "drop_ack": "An ack of the app is ignored, as if it had been lost.",
    "duplicate": "An envelope comes twice, with the same envelope id.",
    "duplicate_event": "An event comes twice, the second time with an event id of its own.",
    "delay": "An envelope comes `seconds` late; the time for the ack counts from the click.",
    "reorder": "An envelope is held back until the next one was sent, `seconds` at most.",
    "disconnect": "The server asks the client to connect anew (`reason`), right after an envelope.",
    "abort_tcp": "The connection is cut without a close frame, right after an envelope.",
    "refuse_websocket": "A handshake is refused with 503; its ticket is spent.",
    "http_429": "A Web API call is answered with 429 and Retry-After: `seconds`.",
    "http_500": "A Web API call is answered with 500; nothing happened.",
    "reset_before": "The connection of a Web API call breaks before anything happened.",
    "reset_after": "A Web API call takes effect, then its connection breaks.",
    "stream_expiry": "A stream ends on Slack's side before the next append or stop.",
    "ghost_connection": "A connection that nobody listens on takes its share of the envelopes.",
}
"""Each fault, and what the app sees of it."""

FAULT_SECONDS = 1.0


class FaultError(Exception):
    """The rule cannot be used; the text says why."""


@dataclass
class Rule:
    """One fault that is armed. `on` = a method, an event, an interaction type, or `*`."""

    id: int
    kind: str
    on: str = "*"
    times: int = 1
    after: int = 0
    chance: float = 1.0
    seconds: float = FAULT_SECONDS
    reason: str = "refresh_requested"
    hits: int = field(default=0)


class Faults:
    """The armed rules. The same seed and the same traffic give the same faults."""

    def __init__(self, log: Callable[[str, str], None], seed: int = 0) -> None:
        self._log = log
        self._numbers = itertools.count(1)
        self.rules: list[Rule] = []
        self.reseed(seed)

    def reseed(self, seed: int) -> None:
        """Draw anew from this seed and disarm everything."""
        self.seed = seed
        self._random = Random(seed)  # noqa: S311 - repeatable on purpose
        self.rules.clear()

    def arm(self, given: Json) -> Rule:
        """Arm a rule `{kind, on?, times?, after?, chance?, seconds?, reason?}`.

        Raises:
            FaultError: the kind or a key is unknown, or a value has the wrong type.

        """
        if str(given.get("kind")) not in KINDS:
            raise FaultError(f"Unknown fault {given.get('kind')!r}. Known: {', '.join(KINDS)}.")
        allowed = {"kind": str, "on": str, "times": int, "after": int, "chance": float, "seconds": float, "reason": str}
        unknown = set(given) - set(allowed)
        if unknown:
            raise FaultError(f"Unknown key {', '.join(sorted(unknown))} of a fault. Known: {', '.join(allowed)}.")
        try:
            rule = Rule(next(self._numbers), **{key: allowed[key](value) for key, value in given.items()})
        except (TypeError, ValueError, OverflowError) as error:
            raise FaultError(f"A fault has a value of the wrong type: {error}.") from error
        if not (math.isfinite(rule.chance) and math.isfinite(rule.seconds)):
            raise FaultError("chance and seconds of a fault are finite numbers.")
        self.rules.append(rule)
        return rule

    def disarm(self, number: int) -> None:
        """Take a rule away."""
        self.rules = [rule for rule in self.rules if rule.id != number]

    def strike(self, kind: str, *names: str) -> Rule | None:
        """Return the rule by which this fault happens now to something with one of these names, if there is one."""
        for rule in self.rules:
            if rule.kind != kind or rule.times <= 0 or (rule.on != "*" and rule.on not in names):
                continue
            if rule.after > 0:
                rule.after -= 1
                continue
            if self._random.random() >= rule.chance:
                continue
            rule.times -= 1
            rule.hits += 1
            self._log(kind, names[0] if names else "")
            return rule
        return None

    def shown(self) -> Json:
        """Return the rules and the kinds for the control API."""
        return {"seed": self.seed, "rules": [asdict(rule) for rule in self.rules], "kinds": KINDS}
