"""`docs/rights.md` against the table of presses: what people read is what is tried."""

from pathlib import Path

from tests.bot.engine import trying

HOUSE = Path(__file__).parents[2]
PAGE = (HOUSE / "docs" / "rights.md").read_text(encoding="utf-8")
MATRIX = trying.read((HOUSE / "tests" / "bot" / "engine" / "matrix.txt").read_text(encoding="utf-8"))
# what the page calls them -> the actor of the table
COLUMNS = {
    "who asked": "asked for it",
    "approver": "approver",
    "who decided it": "approver who decided",
    "owner": "owner",
    "guest, named": "guest, named",
    "guest in a group": "guest, in the group",
    "member": "member",
    "anybody else": "other workspace",
}


def ever(press: str, actor: str) -> str:
    """Whether the press counts in any state."""
    return "yes" if any(rows[press][actor] == "yes" for rows in MATRIX.values()) else ""


def test_the_page_says_what_the_table_says() -> None:
    lines = [line for line in PAGE.splitlines() if line.startswith("| ")]
    head, *rows = [[each.strip() for each in line.strip("|").split("|")] for line in lines[: len(trying.PRESSES) + 1]]
    assert head == ["press", *COLUMNS]
    assert [row[0].partition(" (")[0].lower() for row in rows] == list(trying.PRESSES)
    for press, row in zip(trying.PRESSES, rows, strict=True):
        assert row[1:] == [ever(press, actor) for actor in COLUMNS.values()], press


def test_whoever_is_nobody_here_may_nothing() -> None:
    nobody = ("other workspace", "same id elsewhere", "bot", "deactivated", "unknown")
    cells = {rows[press][actor] for rows in MATRIX.values() for press in rows for actor in nobody}
    assert cells == {"stranger"}


def test_a_role_and_whoever_is_on_call_decide_like_any_approver() -> None:
    for rows in MATRIX.values():
        for cells in rows.values():
            assert cells["role"] == cells["on call"] == cells["approver"]


def test_figures_of_the_page_are_those_of_the_table() -> None:
    assert (len(trying.CAST), len(trying.PRESSES), len(trying.STATES)) == (18, 21, 18)
    assert "eighteen kinds of actor, twenty-one presses, eighteen states" in PAGE.replace("\n", " ")
