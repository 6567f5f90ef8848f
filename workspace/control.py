"""The switches: faults, clock, limits, reset and log, for tests and for the page's panel."""

import math
from collections.abc import Awaitable, Callable
from typing import Any

from workspace.faults import FaultError
from workspace.jsontypes import Json
from workspace.office import Office

AT_ONCE = ("disconnect", "abort_tcp", "ghost_connection")
"""Faults that can also happen right now, with `now` true."""
MOST_SCALE = 1_000_000.0
LATEST = 4_102_444_800.0
"""So fast, and so far (epoch seconds: the year 2100), a clock can be set: beyond it nothing could tell the date."""


class ControlError(Exception):
    """A switch cannot be set so; the text says why."""


def _number(given: Json, name: str, default: int) -> int:
    try:
        return int(given.get(name, default))
    except (TypeError, ValueError, OverflowError) as error:
        raise ControlError(f"{name} is a whole number.") from error


def _finite(given: Json, name: str, default: float) -> float:
    try:
        value = float(given.get(name, default))
    except (TypeError, ValueError, OverflowError) as error:
        raise ControlError(f"{name} is a number.") from error
    if not math.isfinite(value):
        raise ControlError(f"{name} is a finite number.")
    return value


def _list(given: Json, name: str, kind: type) -> list[Any]:
    value = given.get(name, [])
    if not isinstance(value, list) or not all(isinstance(one, kind) for one in value):
        raise ControlError(f"{name} is a list of {'objects' if kind is dict else 'texts'}.")
    return value


async def faults(office: Office, given: Json) -> Json:
    """Arm rules, let one happen now, disarm, or reseed; return what is armed.

    `{seed?, add?: [rule], now?: kind, reason?, remove?: id}`, in this order.
    """
    try:
        if "seed" in given:
            office.faults.reseed(_number(given, "seed", 0))
        for rule in _list(given, "add", dict):
            office.faults.arm(rule)
        if "now" in given:
            await _now(office, str(given["now"]), str(given.get("reason", "refresh_requested")))
        if "remove" in given:
            office.faults.disarm(_number(given, "remove", 0))
    except FaultError as error:
        raise ControlError(str(error)) from error
    return office.faults.shown()


async def _now(office: Office, kind: str, reason: str) -> None:
    office.traffic.add("fault", kind, "now")
    match kind:
        case "disconnect":
            await office.connections.disconnect_all(reason)
        case "abort_tcp":
            office.connections.abort_all()
        case "ghost_connection":
            office.connections.add_ghost()
        case _:
            raise ControlError(f"{kind} cannot happen now; arm it instead. Now: {', '.join(AT_ONCE)}.")


async def clock(office: Office, given: Json) -> Json:
    """Change the speed of time or jump: `{scale?, advance_seconds?}`; return the time."""
    scale, advance = _finite(given, "scale", office.clock.scale), _finite(given, "advance_seconds", 0.0)
    if not 0 < scale <= MOST_SCALE or advance < 0:
        raise ControlError(f"scale is more than 0 and at most {MOST_SCALE:,.0f}, advance_seconds not less than 0.")
    if office.clock.now() + advance > LATEST:
        raise ControlError("advance_seconds leads past the year 2100, where the clock ends. Jump less far.")
    if scale != office.clock.scale:
        office.clock.set_scale(scale)
    if advance:
        office.clock.advance(advance)
    office.feed.to_all({"type": "clock", "now": office.clock.now(), "scale": office.clock.scale})
    return {"now": office.clock.now(), "scale": office.clock.scale}


async def reset(office: Office, given: Json) -> Json:
    """Begin again with the seed."""
    del given
    office.reset()
    return {"ok": True}


async def log(office: Office, given: Json) -> Json:
    """Return the traffic: `{limit?}`."""
    return {"entries": office.traffic.latest(_number(given, "limit", 1000))}


async def limits(office: Office, given: Json) -> Json:
    """Turn the rate limits on or off: `{on}`."""
    if "on" in given:
        office.limits.on = bool(given["on"])
        office.limits.clear()
    return {"on": office.limits.on}


async def group(office: Office, given: Json) -> Json:
    """Replace the members of a user group: `{id, users: [id]}`."""
    changed = office.people.set_group(str(given.get("id")), _list(given, "users", str))
    return {"id": changed.id, "users": list(changed.users)}


async def person(office: Office, given: Json) -> Json:
    """Change a person `{id, deleted?, is_restricted?, …}`, or add one with `{add: {id, name, …}}`."""
    if isinstance(given.get("add"), dict):
        return {"id": office.people.add(given["add"]).id}
    changes = {key: value for key, value in given.items() if key != "id"}
    return {"id": office.people.set_person(str(given.get("id")), changes).id}


SWITCHES: dict[str, Callable[[Office, Json], Awaitable[Json]]] = {
    "faults": faults,
    "clock": clock,
    "reset": reset,
    "log": log,
    "limits": limits,
    "group": group,
    "person": person,
}
LOOKS: dict[str, frozenset[str]] = {
    "faults": frozenset(),
    "log": frozenset({"limit"}),
    "limits": frozenset(),
    "clock": frozenset(),
}
"""Switches that GET may look at, each with what may be asked for; a page of another site can send any GET."""


def looked_at(name: str, query: Json) -> Json:
    """What a GET asks of a switch.

    Raises:
        ControlError: it asks for more than a look.

    """
    more = sorted(set(query) - LOOKS[name])
    if more:
        raise ControlError(f"A GET only looks, and changes nothing: send {', '.join(more)} as JSON with POST.")
    return query
