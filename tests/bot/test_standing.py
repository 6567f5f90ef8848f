"""A certificate counted anew from its rows, as a whole and row by row."""

import random
from datetime import UTC, datetime
from typing import Any

import pytest

from bot import standing
from bot.autonomy import state as states
from storage.acts import Evidence, EvidenceKind

AT = datetime(2026, 11, 23, 9, tzinfo=UTC)
KINDS: tuple[EvidenceKind, ...] = (
    *("request", "request", "decision", "decision", "check", "check", "act", "sample"),
    *("refit", "limit"),
)


def row(number: int, kind: EvidenceKind, draws: random.Random) -> Evidence:
    score = draws.choice([0.2, 0.97, 0.97])
    weight = 0.10 if kind == "limit" else draws.choice([0.2, 1.0, 1.0])
    told: dict[str, Any] = {"handoff_id": number, "person": "T1/U1", "requester": "T1/U2", "score": score, "at": AT}
    why = draws.choice([""] * 9 + ["by the requester"]) if number > 1 else ""
    return Evidence(id=number, kind=kind, wrong=number % 90 == 89, weight=weight, why=why, **told)


def test_after_each_row_it_is_what_the_rows_so_far_make() -> None:
    draws = random.Random(11)
    reports: list[EvidenceKind] = ["report"] * 9
    kinds: list[EvidenceKind] = ["limit", *draws.choices(KINDS, k=250), *reports, *draws.choices(KINDS, k=20)]
    rows = [row(number, kind, draws) for number, kind in enumerate(kinds, start=1)]
    each = list(standing.after_each(rows))
    assert len(each) == len(rows)
    by_hand = states.start(rows[0].weight)
    for number, made in enumerate(each, start=1):
        by_hand = standing.applied(by_hand, rows[number - 1]) if number > 1 else by_hand
        assert made == by_hand == standing.rebuilt(rows[:number])
    assert [made.open >= 0 for made in each].count(True) > 20
    assert each[-1].epoch > 1


@pytest.mark.parametrize("first", [[], ["request"]])
def test_rows_that_begin_without_a_limit_make_none(first: list[EvidenceKind]) -> None:
    rows = [row(1, kind, random.Random(1)) for kind in first]
    with pytest.raises(ValueError, match="says no limit"):
        standing.rebuilt(rows)
