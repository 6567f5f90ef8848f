"""The digest of a workflow, the queue, and the status of one handoff, as messages. Pure."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from bot.digest import AloneRow, Digest, Row
from bot.story import Story
from handlers.slack.blocks import (
    Block,
    Bold,
    Line,
    Message,
    Piece,
    actions,
    button,
    clipped,
    moment,
    notice,
    prose,
    reading,
    rich,
    said,
    words,
)
from handlers.slack.buttons import ref
from handlers.slack.ids import Action
from handlers.slack.outcomes import asker, at, counted, ending, name, question, span

LATE_SHOWN = 5
QUEUE_SHOWN = 15
PEOPLE_SHOWN = 6


def digest(told: Digest) -> Message:
    """A workflow's day: what is late first, numbers last; one line where nothing is late."""
    title, lines = _title(told), _lines(told)
    if lines is None:
        return said([Bold(title), f": {_quiet(told)}"], *_record(told))
    return Message(notice(f"{title}: {_quiet(told)}"), [rich(words([Bold(title)], *lines, *_record(told)))])


def several(all_told: Sequence[Digest]) -> Message:
    """The digests of several workflows in one message."""
    if not all_told:
        return said(["There is no workflow here, so there is nothing to tell."])
    drawn = [digest(told) for told in all_told]
    return Message(notice(" ".join(message.text for message in drawn)), [one for each in drawn for one in each.blocks])


def _title(told: Digest) -> str:
    title = f"{clipped(prose(told.title), 60)} · "
    today = told.now.date()
    if not told.late:
        return title + _day(told.day)
    late = "sent late" if today == told.day else f"for {_day(told.day)}, sent late"
    return f"{title}{_day(today)} ({late})"


def _day(day: date) -> str:
    return f"{day:%A} {day.day} {day:%b}"


def _late(told: Digest) -> list[Row]:
    return [row for row in told.rows if row.late]


_DONE = {"approve": "approved", "edit": "edited", "reject": "rejected", "take_over": "taken over"}


def _decided(told: Digest) -> dict[str, int]:
    return {word: told.verdicts[verdict] for verdict, word in _DONE.items() if told.verdicts.get(verdict)}


def _people(told: Digest) -> str:
    named = [f"{clipped(prose(told.names.get(user, user)), 24)} {count}" for user, count in told.deciders.items()]
    more = [f"{len(named) - PEOPLE_SHOWN} more people"] if len(named) > PEOPLE_SHOWN else []
    return ", ".join([*named[:PEOPLE_SHOWN], *more])


def _quiet(told: Digest) -> str:
    late, decided = len(_late(told)), sum(_decided(told).values())
    people = f" ({_people(told)})" if decided and told.deciders else ""
    acts = sum(row.acts for row in told.alone)
    alone = f", {acts or 'none'} alone" if told.alone else ""
    return f"{late or 'nothing'} late, {len(told.rows)} open, {decided} decided{people}{alone}."


def _lines(told: Digest) -> list[Line] | None:
    late = _late(told)
    if not late and not told.changed:
        return None
    lines = [_late_line(row, told.now, index == 0) for index, row in enumerate(late[:LATE_SHOWN])]
    if len(late) > LATE_SHOWN:
        lines.append([f"{_pad('')}{len(late) - LATE_SHOWN} more: /handoff queue"])
    lines.append([Bold(_pad("Open")), _open(told)])
    lines += [[Bold(_pad("Changed")), clipped(prose(text), 120)] for text in told.changed[:LATE_SHOWN]]
    decided = _decided(told)
    if decided:
        counts = ", ".join(f"{word} {count}" for word, count in decided.items())
        half = f" · half within {span(timedelta(minutes=told.median_minutes))}" if told.median_minutes else ""
        people = f" · {_people(told)}" if told.deciders else ""
        lines.append([Bold(_pad("Decided")), f"{sum(decided.values())}: {counts}{people}{half}"])
    lines += [[Bold(_pad("Alone")), _acts(row)] for row in told.alone if row.acts]
    return lines


def _acts(row: AloneRow) -> str:
    return f"{prose(row.told)} · {row.checked} checked, {row.wrong} wrong · {row.reported} reported"


def _late_line(row: Row, now: datetime, first: bool) -> Line:
    age = span(now - row.handoff.opened_at)
    ask = clipped(prose(row.ask).rstrip("? "), 75)
    told = f"{row.handoff.name} {ask}: {age}, with {clipped(prose(row.waits_for), 60) or 'nobody'}"
    return [Bold(_pad("Late")) if first else _pad(""), told]


def _open(told: Digest) -> str:
    if not told.rows:
        return "nothing"
    oldest = span(told.now - min(row.handoff.opened_at for row in told.rows))
    waiting = told.waiting_for_answer
    outside = f" · {waiting} more {'waits' if waiting == 1 else 'wait'} for an answer from outside" if waiting else ""
    return f"{len(told.rows)}, oldest since {oldest}{outside}"


def _record(told: Digest) -> list[Line]:
    if not told.entries:
        return []
    signed: list[Piece] = [" · signed ", moment(told.signed_at, told.now)] if told.signed_at else []
    return [[Bold(_pad("Record")), f"{told.entries:,} entries · head {told.head[:4]} {told.head[4:8]}", *signed]]


def _pad(title: str) -> str:
    return f"{title:<7}  "


# Queue and status ----------------------------------------------------------------------------------------------------


def queue(rows: Sequence[Row], total: int, now: datetime) -> Message:
    """What is open; for the one who asks, what they may decide stands first."""
    if not rows:
        return said(["Nothing is open. Nobody has to decide anything."])
    lines = [_queued(row, now) for row in rows[:QUEUE_SHOWN]]
    left = total - len(lines)
    more: list[Line] = [[f"{left} more {'is' if left == 1 else 'are'} open."]] if left > 0 else []
    title = f"{total} open"
    return Message(notice(title), [rich(words([Bold(title)], *lines, *more))])


def _queued(row: Row, now: datetime) -> Line:
    deadline = row.handoff.deadline_at
    by: list[Piece] = [" by ", moment(deadline, now)] if deadline else [" held"]
    late = " · late" if row.late else ""
    waits = f" · {clipped(prose(row.waits_for), 60)}" if row.waits_for else ""
    return [f"{row.handoff.name}  {clipped(prose(row.ask), 75)}", *by, f"{late}{waits}"]


def status(story: Story, place: tuple[str, str] | None = None) -> Message:
    """How one handoff stands; `place` is the channel and time stamp of its card."""
    shown: list[Piece] = []
    if story.handoff.state != "waiting":
        line, rest = ending(story)
        shown = [*line, " ", *rest]
        lines: list[Line] = [shown]
    else:
        lines = [[Bold(question(story))], _waiting(story)]
        lines += [_given(story)] if counted(story) else []
    row = [button("Show everything", Action.SHOW, str(ref(story)), f"Show everything about {story.handoff.name}")]
    channel: list[Block] = []
    if place and place[0].startswith(("C", "G")):
        channel = [rich({"type": "rich_text_section", "elements": _where(place[0])})]
    return Message(notice(" ".join(map(reading, lines))), [rich(words(*lines)), *channel, actions(*row)])


def _where(channel: str) -> list[Block]:
    return [{"type": "text", "text": "Its card is in "}, {"type": "channel", "channel_id": channel}]


def _waiting(story: Story) -> Line:
    deadline = story.handoff.deadline_at
    until: list[Piece] = [" until ", at(story, deadline)] if deadline else [", held until somebody decides"]
    asked: list[Piece] = [f"{story.handoff.name} · {asker(story)} asked ", at(story, story.request.created_at)]
    who = asker(story) if story.handoff.kind == "question" else prose(story.decides)
    return [*asked, f" · waits for {who}", *until]


def _given(story: Story) -> Line:
    line: list[Piece] = [f"Approved by {len(counted(story))} of {story.quorum}: "]
    for index, decision in enumerate(counted(story)):
        line += [", " if index else "", f"{name(story, decision.person)} ", at(story, decision.decided_at)]
    return line
