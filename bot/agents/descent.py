"""Finding the bottom of a smooth valley in very many dimensions, by what the last few steps taught (L-BFGS).

scipy's own spends most of its time on bounds that nobody set.
"""

from collections.abc import Callable
from typing import Any

_MEMORY = 5  # steps remembered
_HALVINGS = 20  # of a step that leads up again
_ENOUGH = 1e-4  # share of the promised descent that a step must bring


def lowest(surprise: Callable[[Any], tuple[float, Any]], start: Any, rounds: int, still: float = 1e-5) -> Any:
    """The point where `surprise` is lowest, as far as `rounds` steps lead.

    Args:
        surprise: its value and its slope (an array of the point's shape) at a point.
        start: the point where the search begins.
        rounds: at most so many steps.
        still: it ends earlier where a step changes the value by less than this share.
    """
    point, (value, slope) = start, surprise(start)
    learned: list[tuple[Any, Any, float]] = []
    for _ in range(rounds):
        way = -_bent(slope, learned)
        promised = float((way * slope).sum())
        length = 1.0 if learned else 1.0 / max(1e-12, float(abs(slope).sum()))
        found = _downhill(surprise, point, length * way, value, length * promised)
        if found is None:
            return point
        there, new_value, new_slope = found
        moved, turned = there - point, new_slope - slope
        bend = float((moved * turned).sum())
        if bend > 0:
            learned = [*learned, (moved, turned, bend)][-_MEMORY:]
        done = value - new_value <= still * abs(value)
        point, value, slope = there, new_value, new_slope
        if done:
            return point
    return point


def _downhill(
    surprise: Callable[[Any], tuple[float, Any]], point: Any, step: Any, value: float, promised: float
) -> tuple[Any, float, Any] | None:
    """The point behind `step`, or behind a shorter one, that lies low enough, with its value and slope."""
    for halved in range(_HALVINGS):
        there = point + step / 2**halved
        new_value, new_slope = surprise(there)
        if new_value <= value + _ENOUGH * promised / 2**halved:
            return there, new_value, new_slope
    return None


def _bent(slope: Any, learned: list[tuple[Any, Any, float]]) -> Any:
    """The slope, seen through the curvature of the last steps."""
    way, shares = slope, list[float]()
    for moved, turned, bend in reversed(learned):
        shares.append(float((moved * way).sum()) / bend)
        way = way - shares[-1] * turned
    if learned:
        _, turned, bend = learned[-1]
        way = way * (bend / float((turned * turned).sum()))
    for (moved, turned, bend), share in zip(learned, reversed(shares), strict=True):
        way = way + (share - float((turned * way).sum()) / bend) * moved
    return way
