"""What happened in a period as a page for people: one row a handoff. Pure."""

from collections.abc import Mapping, Sequence
from typing import Any

from bot.workflows import Step, plain
from handlers.page import RAN, STATES, person
from handlers.paper import Html, code, document, moment, tag

Json = Mapping[str, Any]
_LEADS = {"question": "A question", "doubt": "Did it happen?", "case": "A case for a person"}


def history(told: Json, people: Mapping[str, str], steps: Mapping[tuple[str, str], Step]) -> str:
    """The page, a whole HTML document, of what `bot.engine.record.everything` tells."""
    rows: Sequence[Json] = told["handoffs"]
    ran = sum(row["effect"] == "done" for row in rows)
    still = sum(row["closed_at"] is None for row in rows)
    acts = sum(row["way"] == "act" and row["effect"] == "done" for row in rows)
    alone = f", {acts:,} of them alone" if acts else ""
    heads = ("Handoff", "When", "What was asked", "Decided by", "How it ended")
    body = [tag("tr", *(tag("td", *cell) for cell in _cells(row, people, steps))) for row in rows]
    head, ruled = told["head"], _ruled(told.get("rulings", ()), people, steps)
    return document(
        "Everything that happened",
        tag("p", f"{_many(len(rows), 'handoff')}, {_many(ran, 'action')} ran{alone}, {still:,} still open."),
        tag("p", "Opened from ", moment(told["from"]), " until ", moment(told["to"]), ".", class_="quiet"),
        tag(
            "table",
            tag("thead", tag("tr", *(tag("th", name, scope="col") for name in heads))),
            tag("tbody", *body),
            class_="history",
        ),
        *ruled,
        tag("p", f"The whole record had {head['size']:,} entries then; the last one’s hash was ", code(head["hash"])),
        tag("p", "The whole story of one: ", code("baton export H-12 --page"), class_="quiet"),
    )


def _cells(row: Json, people: Mapping[str, str], steps: Mapping[tuple[str, str], Step]) -> list[tuple[str, ...]]:
    step = steps.get((row["workflow"], row["step"]))
    if row["kind"] == "approval":
        asked = step.ask(row["args"]) if step else ", ".join([row["step"], *map(plain, row["args"].values())])
    else:
        asked = ": ".join(filter(None, (_LEADS[row["kind"]], row["question"])))
    by = person(row["decided_by"].split("/"), people) if row["decided_by"] else "–"
    by += ", under override" if row["override"] else ""
    ended = [STATES[row["state"]], RAN.get(row["effect"] or "", "")]
    ended += ["Reported wrong."] if row["report"] else []
    ended += ["Taken back."] if row["undone_by"] else []
    return [(f"H-{row['id']}",), (moment(row["opened_at"]),), (asked,), (by,), (" ".join(filter(None, ended)),)]


_RULED = {"pause": "paused", "cap": "capped", "resume": "resumed"}


def _ruled(rows: Sequence[Json], people: Mapping[str, str], steps: Mapping[tuple[str, str], Step]) -> list[Html]:
    """What owners ruled about acting alone: who, when, why."""
    if not rows:
        return []
    items = []
    for row in rows:
        step = steps.get((row["workflow"], row["step"]))
        what = f"“{step.title}”" if step else row["step"] or "everything"
        most = f" at {row['most']} a day" if row["most"] is not None else ""
        why = f": “{row['why']}”" if row["why"] else ""
        who = person(row["person"].split("/"), people)
        items.append(tag("li", moment(row["at"]), f" {who} {_RULED[row['kind']]} {what}{most}{why}"))
    return [tag("h2", "What owners ruled"), tag("ul", *items)]


def _many(number: int, name: str) -> str:
    return f"{number:,} {name}" if number == 1 else f"{number:,} {name}s"
