"""A person's own digest, as a direct message: what waits for them first, what they asked, what was kept back. Pure."""

from collections.abc import Sequence

from bot.desk import Own
from bot.digest import Row
from bot.story import Story
from handlers.slack.blocks import (
    Block,
    Bold,
    Line,
    Message,
    Piece,
    actions,
    bullets,
    button,
    clipped,
    modal,
    moment,
    notice,
    prose,
    rich,
    said,
    words,
)
from handlers.slack.buttons import ref
from handlers.slack.digests import day_of, pad, record, review_all
from handlers.slack.ids import Action, Meta, Window
from handlers.slack.outcomes import ending, question

KEPT_SHOWN = 15


def digest(told: Own) -> Message:
    """What a person is told once a day."""
    title = _title(told)
    rest = [*_asked(told), *_ended(told), *_held(told), *record(told)]
    told_now = [words([Bold(title)], *_waiting(told)), *([bullets(*_cases(told))] if told.waiting else [])]
    row = [actions(*made)] if (made := _buttons(told)) else []
    return Message(notice(f"{title}: {_brief(told)}"), [rich(*told_now, *([words(*rest)] if rest else [])), *row])


def _title(told: Own) -> str:
    return f"Your day · {day_of(told.day)}{' (sent late)' if told.late else ''}"


def _brief(told: Own) -> str:
    late = f", {told.total_late} late" if told.total_late else ""
    parts = [
        f"{told.total_waiting} {'waits' if told.total_waiting == 1 else 'wait'} for you{late}"
        if told.total_waiting
        else "",
        f"{told.total_asked} of your requests open" if told.total_asked else "",
        f"{told.total_ended} ended" if told.total_ended else "",
        f"{told.held} kept back" if told.held else "",
    ]
    return ", ".join(filter(None, parts)) + "."


def _waiting(told: Own) -> list[Line]:
    if not told.waiting:
        return []
    late = f", {told.total_late} late" if told.total_late else ""
    return [[Bold(pad("Waiting")), f"{told.total_waiting} for you{late}"]]


def _cases(told: Own) -> list[Line]:
    left = told.total_waiting - len(told.waiting)
    return [*(_case(row, told) for row in told.waiting), *([[f"{left} more"]] if left > 0 else [])]


def _case(row: Row, told: Own) -> Line:
    deadline = row.handoff.deadline_at
    by: list[Piece] = [" · by ", moment(deadline, told.now)] if deadline else [" · held" if row.handoff.held else ""]
    late, code = " · late" if row.late else "", " · with a code" if row.code else ""
    return [clipped(prose(row.ask), 75), *by, f"{late}{code} · {row.handoff.name}"]


def _asked(told: Own) -> list[Line]:
    lines: list[Line] = []
    for request, row in told.asked:
        who = "" if row is None else "you, for an answer" if row.asks_back else clipped(prose(row.waits_for), 60)
        deadline = row.handoff.deadline_at if row else None
        until: list[Piece] = [" until ", moment(deadline, told.now)] if deadline and who else []
        name = f"{row.handoff.name}  " if row else ""
        at = f" · with {who}" if who else "" if row else " · the agent works on it"
        lines.append([Bold(pad("Asked")), f"{name}{clipped(prose(request.text), 75)}{at}", *until])
    left = told.total_asked - len(told.asked)
    if left > 0:
        lines.append([Bold(pad("Asked")), f"{left} more {'is' if left == 1 else 'are'} open"])
    return lines


def _ended(told: Own) -> list[Line]:
    lines: list[Line] = []
    for story in told.ended:
        line, rest = ending(story)
        lines.append([Bold(pad("Ended")), *line, " ", *rest])
    left = told.total_ended - len(told.ended)
    if left > 0:
        lines.append([Bold(pad("Ended")), f"{left} more"])
    return lines


def _held(told: Own) -> list[Line]:
    if not told.held:
        return []
    return [[Bold(pad("Held")), f"{told.held} {'notice' if told.held == 1 else 'notices'} kept back for a while"]]


def _buttons(told: Own) -> list[Block]:
    made = [review_all(told.total_waiting, "digest")] if told.total_waiting else []
    if told.held:
        since = f"{told.covers_from.timestamp():.6f}/{told.covers_to.timestamp():.6f}"
        what = "notice" if told.held == 1 else f"{told.held} notices"
        made.append(button(f"Show the {what}", Action.KEPT, since, f"Show the {what} kept back"))
    return made


def kept_window(stories: Sequence[Story]) -> Block:
    """What was kept back, in a window: each as it stands now."""
    blocks: list[Block] = []
    for story in stories[:KEPT_SHOWN]:
        if story.handoff.closed_at is not None:
            line, rest = ending(story)
            blocks.append(rich(words([*line, " ", *rest])))
            continue
        deadline = story.handoff.deadline_at
        by: list[Piece] = [" by ", moment(deadline, story.now)] if deadline else []
        blocks.append(rich(words([clipped(question(story), 150), *by, f" · {story.handoff.name}"])))
        blocks.append(actions(button("Review", Action.REVIEW, str(ref(story)), f"Review: {question(story)}")))
    left = len(stories) - KEPT_SHOWN
    blocks += [rich(words([f"{left} more: /handoff queue"]))] if left > 0 else []
    blocks = blocks or said(["Nothing was kept back."]).blocks
    return modal(Window.SHOW, "Kept back", "", blocks, str(Meta()))
