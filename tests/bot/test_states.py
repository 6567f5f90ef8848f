"""The three machines: their tables say what the design says, and the records know the same states."""

from typing import get_args

import pytest

from bot import states
from bot.states import EFFECT, HANDOFF, RUN, ImpossibleMove, check, final
from storage import models

MACHINES = {"run": RUN, "handoff": HANDOFF, "effect": EFFECT}
FINAL = {
    "run": {"finished", "failed", "taken_over", "withdrawn"},
    "handoff": {"approved", "rejected", "answered", "settled", "taken_over", "expired", "withdrawn"},
    "effect": {"done", "failed"},
}


@pytest.mark.parametrize("name", MACHINES)
def test_final_states_are_those_of_the_design(name: str) -> None:
    assert {state for state in MACHINES[name] if final(MACHINES[name], state)} == FINAL[name]


@pytest.mark.parametrize("name", MACHINES)
def test_every_state_that_is_named_has_its_row(name: str) -> None:
    machine = MACHINES[name]
    assert {after for row in machine.values() for after in row} <= set(machine)


@pytest.mark.parametrize("name", MACHINES)
def test_every_state_can_be_reached_and_can_end(name: str) -> None:
    machine = MACHINES[name]
    start = {"run": "queued", "handoff": "waiting", "effect": "started"}[name]
    reached, todo = {start}, [start]
    while todo:
        new = machine[todo.pop()] - reached
        reached |= new
        todo += new
    assert reached == set(machine)


@pytest.mark.parametrize(
    ("machine", "type_"),
    [(RUN, models.RunState), (HANDOFF, models.HandoffState), (EFFECT, models.EffectState)],
    ids=list(MACHINES),
)
def test_the_records_know_the_same_states(machine: dict[str, frozenset[str]], type_: object) -> None:
    assert set(get_args(type_)) == set(machine)


@pytest.mark.parametrize("name", MACHINES)
def test_the_check_allows_the_table_and_nothing_else(name: str) -> None:
    machine = MACHINES[name]
    for before in machine:
        for after in machine:
            if after in machine[before]:
                check(machine, before, after)
            else:
                with pytest.raises(ImpossibleMove, match=f"No way from {before} to {after}"):
                    check(machine, before, after)


def test_an_effect_in_doubt_ends_only_by_a_look_or_a_person() -> None:
    assert states.EFFECT["in_doubt"] == {"started", "done", "failed"}
    assert states.EFFECT["done"] == frozenset()
