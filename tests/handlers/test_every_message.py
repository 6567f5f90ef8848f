"""Every message and every window that is drawn anywhere, of any arguments: legal, inert, and in this list by itself."""

import importlib
import inspect
import pkgutil
import typing
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from bot.handover import Handover
from bot.insight import Stand
from bot.signing import Asked
from bot.story import Story
from handlers import slack
from handlers.slack import enrol, pages, receipts, refusals, says
from handlers.slack.blocks import Block, Message
from storage.acts import Alone
from tests.handlers.anything import MARK, foreign, stories, targets
from tests.handlers.made import MOST, NAMED, built, counts, made, now_and_then, over
from tests.handlers.rules import broken, inert
from workspace.blocks import validate_view, view_too_large, visible_text

pytestmark = pytest.mark.filterwarnings("ignore:Generating overly large repr")  # of a hundred stories, say
few = settings(max_examples=3, deadline=None, suppress_health_check=list(HealthCheck), phases=[Phase.generate])
Drawn = Callable[..., Message | Block | None]


def drawing() -> Iterator[tuple[str, Drawn]]:
    """Every public function of the way out that gives a message or a window."""
    for module in pkgutil.iter_modules(slack.__path__):
        home = importlib.import_module(f"{slack.__name__}.{module.name}")
        for name, found in vars(home).items():
            ours = inspect.isfunction(found) and found.__module__ == home.__name__ and not name.startswith("_")
            if ours and not inspect.iscoroutinefunction(found) and _draws(found, name):
                yield f"{module.name}.{name}", found


def _draws(found: Drawn, name: str) -> bool:
    gives = typing.get_type_hints(found).get("return")
    return Message in (gives, *typing.get_args(gives)) or (
        gives == Block and (name.endswith(("_modal", "window")) or name == "home")
    )


DRAWING = dict(drawing())
BUILDERS = {"blocks.said", "pages.stands_window"}
"""What others draw with."""
BY_WHAT: dict[str, Mapping[str, object]] = {
    "says.requester": {**says._REQUESTER, "finished": 0, "routed": 0, "put_off": 0, "withdrawn": 0},
    "says.thread": says._THREAD,
    "says.answer": {
        "chosen": 0,
        **enrol.PLAIN,
        **says._FACTS,
        **says._ALONE,
        **refusals.REFUSALS,
        **says._PLAIN,
        **says._ANSWER,
    },
    "enrol.told": enrol._TOLD,
}
"""Functions that draw what a row of the outbox says, by its `what`."""
moments = now_and_then.map(datetime.isoformat)
numbers = st.lists(st.integers(1, 99_999), max_size=MOST)
FACTS: dict[str, st.SearchStrategy[Any]] = {
    **dict.fromkeys(("at", "until", "passed", "runs_at"), moments),
    **dict.fromkeys(("again", "since", "wrong", "cases", "watched"), numbers),
    **dict.fromkeys(("lost", "number", "samples", "cards", "epoch", "stage", "decision", "first"), counts),
    **{name: st.booleans() for name in ("late", "reopens", "stopped", "caught", "held", "stands")},
    "to": st.lists(targets, max_size=MOST),
    "left": st.lists(st.tuples(foreign, NAMED["why_not"]), max_size=MOST),
    "most": st.one_of(st.none(), counts),
    "share": st.sampled_from([0.0, 0.001, 0.05, 1.0]),
    "verdict": st.sampled_from([*says._TRIED, "other"]),
    "times": st.dictionaries(st.sampled_from(["a", "since"]), moments),
    "before": st.dictionaries(foreign, foreign, max_size=3),
}
OTHERS: dict[str, dict[str, st.SearchStrategy[Any]]] = {
    "says.answer:reported": {"left": counts},
    "says.answer:undone": {"again": foreign},
    "says.thread:revised": {"number": counts},
}
"""Where a fact of this name is something else."""


class Facts(dict[str, Any]):
    """Whatever a row says, each thing as it is asked for."""

    def __init__(self, drawn: st.DataObject, name: str, what: str) -> None:
        super().__init__(what=what)
        self._drawn, self._kinds = drawn, {**NAMED, **FACTS, **OTHERS.get(f"{name}:{what}", {})}

    def __missing__(self, key: str) -> Any:
        self[key] = self._drawn.draw(self._kinds.get(key, foreign), label=key)
        return self[key]

    def get(self, key: str, default: Any = None) -> Any:
        """Never absent."""
        return self[key]


def arguments(data: st.DataObject, name: str, what: str) -> dict[str, Any]:
    """Any arguments for a function; what has a default and no strategy keeps it."""
    found: dict[str, Any] = {}
    for each, hint in typing.get_type_hints(DRAWING[name]).items():
        if hint == Mapping[str, Any]:
            found[each] = Facts(data, name, what)
        elif each != "return":
            found[each] = data.draw(_any(f"{name}:{what}".rstrip(":"), each, hint), label=each)
    return found


def _any(name: str, argument: str, hint: Any) -> st.SearchStrategy[Any]:
    if name == "shifts.window" and hint is Handover:
        return made(hint, argument).map(_untaken)
    if hint is Asked:
        return built(Asked).filter(bool)
    told = over if name in OVER else stories(kind="approval" if name in PROVED else None)
    if name.startswith("receipts.") and hint is Story:
        return st.builds(_alone, stories(state="approved", kind="approval"), built(Alone))
    if hint == Story | None:
        return st.one_of(st.none(), told)
    return told if hint is Story else made(hint, argument, least=1)


PROVED = {"prove.approve_modal", "prove.again_modal", "prove.drop_modal", "overrides.window"}
"""Windows of an approval: the step says what is to be typed."""


def _alone(story: Story, alone: Alone) -> Story:
    """An act that ran alone; who said something said it at a moment."""
    at = {"verdict_at": story.now if alone.verdict else None, "report_at": story.now if alone.report else None}
    return replace(story, alone=alone.model_copy(update=at))


def _untaken(told: Handover) -> Handover:
    """Its buttons go with the last one that can be taken."""
    return replace(told, items=tuple(replace(each, taken_by="") for each in told.items))


OVER = {
    *("cards.folded", "texts.result", "texts.outcome", "texts.too_late", "texts.already_yours"),
    *("says.thread:result", "says.answer:late", "says.answer:decided_before"),
    *("says.requester:taken_over", "says.requester:outcome", "says.requester:noted"),
}
"""What is only said of a handoff that has its outcome."""


def cases() -> Iterator[tuple[str, str]]:
    for name in DRAWING.keys() - BUILDERS:
        for what in BY_WHAT.get(name, {"": 0}):
            yield name, what


@pytest.mark.parametrize(("name", "what"), sorted(cases()))
def test_whatever_it_is_drawn_from_it_is_legal_and_inert(name: str, what: str) -> None:
    @few
    @given(st.data())
    def check(data: st.DataObject) -> None:
        drawn = DRAWING[name](**arguments(data, name, what))
        if isinstance(drawn, Message):
            assert broken(drawn, MARK) == []
        elif drawn is not None:
            assert validate_view(drawn) == []
            assert not view_too_large(drawn)
            assert inert([each for each in drawn["blocks"] if each["type"] != "input"]) == []

    check()


def test_nothing_is_left_out() -> None:
    assert len(DRAWING) > 80
    assert set(BUILDERS) <= set(DRAWING)
    assert set(BY_WHAT) <= set(DRAWING)
    assert set(receipts.TOLD.values()) <= set(DRAWING.values())


@few
@given(st.lists(built(Stand), min_size=16, max_size=24), now_and_then)
def test_every_step_stands_in_the_overview_or_is_counted(stands: list[Stand], now: datetime) -> None:
    blocks = pages.overview(stands, (0, None), now).blocks
    told = [line for block in blocks[1:] if block["type"] == "rich_text" for line in visible_text([block])[:1]]
    assert len(told) - 1 + int(told[-1].split()[0]) == len(stands)
    assert told[-1].endswith("a workflow’s steps come first.")
