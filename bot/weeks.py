"""The weeks of a workflow, and their picture. matplotlib is loaded only to draw, where it is installed."""

import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from matplotlib.axes import Axes

PEOPLE, ALONE, OPEN, INK = "#1d5c8a", "#c9772b", "#5b6770", "#22282d"
INCHES, DOTS_AN_INCH = (5.4, 4.0), 160  # a phone shows it at half its size


@dataclass(frozen=True)
class Week:
    """Seven days up to `end`: how many cases people decided, how many acts ran alone, how many were open at its end."""

    end: date
    decided: int
    alone: int
    open: int


def told(weeks: Sequence[Week]) -> str:
    """The picture in words: for a lock screen, for those who cannot see it, and beside it."""
    last = weeks[-1]
    decided = f"{last.decided} decided by people" if last.decided else "nothing decided by people"
    before = f" ({weeks[-2].decided} the week before)" if len(weeks) > 1 else ""
    alone = f"{last.alone} done alone" if last.alone else "nothing done alone"
    return f"{decided}{before}, {alone}, {last.open} open at the end"


def spoken(weeks: Sequence[Week]) -> str:
    """Every figure of the picture, week by week."""
    rows = [f"to {_day(each.end)}: {each.decided} by people, {each.alone} alone, {each.open} open" for each in weeks]
    return "; ".join(rows)


def draw(weeks: Sequence[Week]) -> bytes | None:
    """The picture as PNG; None where matplotlib is not installed."""
    try:  # only now: it costs a second and 40 MiB, for one picture a week
        from matplotlib.figure import Figure
    except ImportError:
        return None
    figure = Figure(figsize=INCHES, layout="constrained")
    decided, waiting = figure.subplots(2, 1, height_ratios=(3, 2), sharex=True)
    names = [_day(each.end) for each in weeks]
    people, alone = [each.decided for each in weeks], [each.alone for each in weeks]
    decided.bar(names, people, color=PEOPLE, label="decided by people")
    decided.bar(names, alone, bottom=people, color=ALONE, label="done alone")
    decided.legend(fontsize=8, frameon=False, loc="upper left", ncols=2)
    for name, one, other in zip(names, people, alone, strict=True):
        if one + other:
            decided.text(name, one + other, f"{one} + {other}" if other else f"{one}", ha="center", va="bottom", size=8)
    _dress(
        decided,
        "Decided in the seven days up to",
        max(one + other for one, other in zip(people, alone, strict=True)) * 1.35,
    )
    left = [each.open for each in weeks]
    waiting.plot(names, left, color=OPEN, marker="o", linewidth=2)
    for name, many in zip(names, left, strict=True):
        waiting.annotate(f"{many}", (name, many), (0, 6), textcoords="offset points", ha="center", size=8)
    _dress(waiting, "Open at the end of the week", max(left) * 1.35)
    kept = io.BytesIO()
    figure.savefig(kept, format="png", dpi=DOTS_AN_INCH)
    return kept.getvalue()


def _dress(axes: "Axes", title: str, top: float) -> None:
    axes.set_title(title, fontsize=10, loc="left", color=INK)
    axes.set_ylim(0, max(top, 1))
    axes.locator_params(axis="y", integer=True)
    axes.tick_params(labelsize=8, colors=INK)
    axes.grid(axis="y", alpha=0.2)
    axes.set_axisbelow(True)
    for side in ("top", "right"):
        axes.spines[side].set_visible(False)


def _day(day: date) -> str:
    return f"{day.day} {day:%b}"
