"""The pictures of an evaluation, as PNG. matplotlib is loaded here alone, and draws without a screen."""

from collections.abc import Mapping
from io import BytesIO
from pathlib import Path

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from bot.errors import BadInput
from bot.evaluation.trial import Played, Result, Revoked, curve

OURS = "#1d5c8a"
OTHERS = ("#9aa5ae", "#c9772b", "#8a5aa8", "#b03a48", "#5d8f3c", "#b59f2f")


def draw(
    path: Path,
    title: str,
    limit: float,
    played: Mapping[str, Played],
    results: Mapping[str, Result],
    broken: Mapping[str, Revoked],
) -> None:
    """Four panels: handled alone and error over time, runs over the limit, wrong acts after the agent broke.

    The first of `played` is Baton.

    Raises:
        BadInput: something stands at `path` by now; it is left as it is.
    """
    colors = dict(zip(played, (OURS, *OTHERS), strict=False))
    figure = Figure(figsize=(12, 8), layout="constrained")
    figure.suptitle(title)
    alone, error, over, wrong = figure.subplots(2, 2).flat
    for name, each in played.items():
        style = {"color": colors[name], "linewidth": 2.5 if colors[name] == OURS else 1.2}
        alone.plot(*curve(each.alone), label=name, **style)
        error.plot(*curve(each.wrong, each.alone), **style)
    _dress(alone, "Handled alone, nobody looked", "requests so far", "share of requests")
    alone.legend(fontsize=7)
    error.axhline(limit, color="#b03a48", linestyle="--", linewidth=1)
    _dress(error, f"Wrong among them (dashed: the limit, {limit:.0%})", "requests so far", "share of acts alone")
    names = list(results)[::-1]
    over.barh(names, [results[name].over for name in names], color=[colors[name] for name in names])
    over.axvline(0.05, color="#b03a48", linestyle="--", linewidth=1)
    over.set_xlim(0, 1)
    _dress(over, "Runs that were ever over the limit (dashed: 5%)", "share of runs", "")
    shown = list(broken)
    wrong.bar(shown, [broken[name].wrong_acts for name in shown], color=OURS)
    for place, name in enumerate(shown):
        wrong.text(place, broken[name].wrong_acts, f"{broken[name].requests:g} requests", ha="center", va="bottom")
    _dress(wrong, "Wrong acts alone until it asks first again (median)", "", "acts")
    drawn = BytesIO()
    figure.savefig(drawn, format="png", dpi=110)
    try:
        with path.open("xb") as file:
            file.write(drawn.getvalue())
    except FileExistsError as error:
        raise BadInput(f"{path} is there already, and is left as it is. Name another file.") from error


def _dress(axes: Axes, title: str, x: str, y: str) -> None:
    axes.set_title(title, fontsize=10)
    axes.set_xlabel(x)
    axes.set_ylabel(y)
    axes.grid(alpha=0.2)
