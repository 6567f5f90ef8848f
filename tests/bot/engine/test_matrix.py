"""Who may press what, in which state: `matrix.txt` is the table, and every cell of it is tried.

`yes` in a cell: the press counts, and the record has whose it was. A word: the press is refused; the person is told
that, the record has who it was and why, and nothing else has changed.
"""

import shutil
from pathlib import Path

import pytest

from storage.models import Who
from tests.bot.engine import trying
from tests.bot.engine.outside import Outside

MATRIX = trying.read((Path(__file__).with_name("matrix.txt")).read_text(encoding="utf-8"))
PLANTED = "planted"
UNRECORDED = {"later"}
"""What concerns nobody but the person who presses."""


@pytest.fixture(scope="session")
def rules(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The workflow folder of the matrix."""
    return trying.write_rules(tmp_path_factory.mktemp("matrix"))


def test_the_table_is_whole() -> None:
    """Every state, press and actor, each cell filled; as many as were promised at least."""
    assert MATRIX.keys() == trying.STATES.keys()
    assert all(rows.keys() == trying.PRESSES.keys() for rows in MATRIX.values())
    assert all(cells.keys() == trying.CAST.keys() for rows in MATRIX.values() for cells in rows.values())
    assert all(value for rows in MATRIX.values() for cells in rows.values() for value in cells.values())
    assert (len(trying.CAST) >= 12, len(trying.PRESSES) >= 10) == (True, True)


def test_a_planted_card_answers_like_any_other() -> None:
    """Also to an override and to news, until they are sent: then nothing is decided, and it says what it was."""
    seen = {
        press: {actor: value.replace(PLANTED, "yes") for actor, value in cells.items()}
        for press, cells in MATRIX["planted"].items()
    }
    assert seen == MATRIX["waiting"]


@pytest.mark.parametrize("state", trying.STATES)
async def test_every_press_by_everybody(
    state: str, rules: Path, template: Path, tmp_path: Path, outside: Outside
) -> None:
    house = trying.house_of(rules, Path(shutil.copy(template, tmp_path / "baton.db")))
    try:
        card = await trying.set_up(house, state)
        for press, cells in MATRIX[state].items():
            for actor, expected in cells.items():
                seen = await trying.tried(house, press, card, trying.CAST[actor])
                assert trying.cell(seen) == expected, (state, actor, press)
                _recorded(press, seen, trying.CAST[actor], expected)
    finally:
        await house.kill()


def _recorded(press: str, seen: trying.Seen, who: Who, expected: str) -> None:
    """The record says who pressed; of a refusal also why, and that is all that there is."""
    if expected == "yes":
        assert press in UNRECORDED or str(who) in {actor for _, actor, _ in seen.rows}
        return
    if expected == trying.FIELD:
        assert (seen.rows, seen.changed) == ((), False)
        return
    ((kind, actor, data),) = seen.rows
    assert (kind in trying.REFUSED, actor, seen.changed) == (True, str(who), expected == PLANTED)
    assert data["why"] == seen.told == expected
