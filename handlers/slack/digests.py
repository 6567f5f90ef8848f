"""The digest of a workflow, the queue, and the status of one handoff, as messages. Pure."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from bot.desk import Own, Queue
from bot.digest import AloneRow, Digest, Row
from bot.story import Story
from bot.weeks import Week, spoken
from bot.weeks import told as summed
from handlers.slack.approvals import so_far
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
from handlers.slack.measure import ROOM_OF_ALL, taken
from handlers.slack.outcomes import asker, at, ending, holder, question, span

CHANGES_SHOWN = 5
PEOPLE_SHOWN = 6


def digest(told: Digest) -> Message:
    """A workflow's day: what is late first, numbers last; one line where nothing is late."""
    title, lines = _title(told), _lines(told)
    if lines is None:
        return said([Bold(title), f": {_quiet(told)}"], *record(told))
    more = button("Show what is open", f"{Action.QUEUE}.0", f"0.{told.workflow}", "Show what is open, oldest first")
    rows = [actions(more)] if told.open else []
    return Message(notice(f"{title}: {_quiet(told)}"), [rich(words([Bold(title)], *lines, *record(told))), *rows])


def several(all_told: Sequence[Digest]) -> Message:
    """The digests of several workflows in one message; where there is no room for one, how much is late and open."""
    if not all_told:
        return said(["There is no workflow here, so there is nothing to tell."])
    blocks, short = list[Block](), list[Line]()
    for told in all_told:
        own = digest(told).blocks
        whole = blocks + own
        if short or len(whole) > _MOST_BLOCKS or taken(whole) > ROOM_OF_ALL - _ROOM_OF_SHORT:
            short.append([Bold(_title(told)), f": {told.total_late or 'nothing'} late, {told.open} open."])
        else:
            blocks = whole
    if short:
        left = [f"{len(short) - _MOST_SHORT} more workflows. "] if len(short) > _MOST_SHORT else []
        more: Line = [*left, "The whole digest: /handoff digest in the channel of each."]
        blocks.append(rich(words(*short[:_MOST_SHORT], more)))
    return Message(notice(" ".join(digest(told).text for told in all_told)), blocks)


_MOST_BLOCKS = 48
_MOST_SHORT = 20
_ROOM_OF_SHORT = 2_500


def _title(told: Digest) -> str:
    title = f"{clipped(prose(told.title), 60)} · "
    today = told.now.date()
    if not told.late:
        return title + day_of(told.day)
    late = "sent late" if today == told.day else f"for {day_of(told.day)}, sent late"
    return f"{title}{day_of(today)} ({late})"


def day_of(day: date) -> str:
    """ "Tuesday 24 Nov"."""
    return f"{day:%A} {day.day} {day:%b}"


_DONE = {"approve": "approved", "edit": "edited", "reject": "rejected", "take_over": "taken over"}


def _decided(told: Digest) -> dict[str, int]:
    return {word: told.verdicts[verdict] for verdict, word in _DONE.items() if told.verdicts.get(verdict)}


def _people(told: Digest) -> str:
    named = [f"{clipped(prose(told.names.get(user, user)), 24)} {count}" for user, count in told.deciders.items()]
    more = [f"{len(named) - PEOPLE_SHOWN} more people"] if len(named) > PEOPLE_SHOWN else []
    return ", ".join([*named[:PEOPLE_SHOWN], *more])


def _quiet(told: Digest) -> str:
    late, decided = told.total_late, sum(_decided(told).values())
    people = f" ({_people(told)})" if decided and told.deciders else ""
    acts = sum(row.acts for row in told.alone)
    alone = f", {acts or 'none'} alone" if told.alone else ""
    return f"{late or 'nothing'} late, {told.open} open, {decided} decided{people}{alone}."


def _lines(told: Digest) -> list[Line] | None:
    if not (told.total_late or told.changed or told.overrides or told.learned or told.held):
        return None
    lines = [_late_line(row, told.now, index == 0) for index, row in enumerate(told.rows)]
    if told.total_late > len(lines):
        lines.append([f"{pad('')}{told.total_late - len(lines)} more are late"])
    lines.append([Bold(pad("Open")), _open(told)])
    lines += [[Bold(pad("Changed")), clipped(prose(text), 120)] for text in told.changed[:CHANGES_SHOWN]]
    decided = _decided(told)
    if decided:
        counts = ", ".join(f"{word} {count}" for word, count in decided.items())
        half = f" · {half_within(told.median_minutes)}" if told.median_minutes is not None else ""
        people = f" · {_people(told)}" if told.deciders else ""
        lines.append([Bold(pad("Decided")), f"{sum(decided.values())}: {counts}{people}{half}"])
    lines += [[Bold(pad("Override")), _override(*each)] for each in told.overrides[:CHANGES_SHOWN]]
    left = len(told.overrides) - CHANGES_SHOWN
    lines += [[f"{pad('')}{left} more under override"]] if left > 0 else []
    lines += [[Bold(pad("Alone")), _acts(row)] for row in told.alone if row.acts]
    lines += [[Bold(pad("Learned")), _learned(*each)] for each in told.learned]
    if told.held:
        many = "1 notice" if told.held == 1 else f"{told.held} notices"
        lines.append([Bold(pad("Held")), f"{many} kept back for a while"])
    return lines


def half_within(minutes: float) -> str:
    """How soon half of it was decided: "half within 6 min", at least a minute."""
    return f"half within {span(timedelta(minutes=max(1, minutes)))}"


def _override(handoff: str, who: str, why: str) -> str:
    """ "H-2231, by Dana instead of those who decide: “nobody answers”"."""
    return f"{handoff}, by {clipped(prose(who), 24)} instead of those who decide: “{clipped(prose(why), 120)}”"


def _learned(reason: str, many: int) -> str:
    """ "“No company named without a source” (1 edit): now part of what the agent sees"."""
    edits = "1 edit" if many == 1 else f"{many} edits"
    return f"“{clipped(prose(reason), 100)}” ({edits}): now part of what the agent sees"


def _acts(row: AloneRow) -> str:
    return f"{prose(row.told)} · {row.checked} checked, {row.wrong} wrong · {row.reported} reported"


def _late_line(row: Row, now: datetime, first: bool) -> Line:
    age = span(now - row.handoff.opened_at)
    ask = clipped(prose(row.ask).rstrip("? "), 75)
    told = f"{row.handoff.name} {ask}: {age}, with {clipped(prose(row.waits_for), 60) or 'nobody'}"
    return [Bold(pad("Late")) if first else pad(""), told]


def _open(told: Digest) -> str:
    if told.oldest_at is None:
        return "nothing"
    oldest = span(told.now - told.oldest_at)
    waiting = told.waiting_for_answer
    outside = f" · {waiting} more {'waits' if waiting == 1 else 'wait'} for an answer from outside" if waiting else ""
    return f"{told.open}, oldest since {oldest}{outside}"


def record(told: Digest | Own) -> list[Line]:
    """How long the record was and its last hash, and when that was signed."""
    if not told.entries:
        return []
    signed: list[Piece] = [" · signed ", moment(told.signed_at, told.now)] if told.signed_at else []
    return [[Bold(pad("Record")), f"{told.entries:,} entries · head {told.head[:4]} {told.head[4:8]}", *signed]]


def pad(title: str) -> str:
    """The title of a line; an empty one is as wide."""
    return f"{title:<7}  "


def picture(title: str, weeks: Sequence[Week], file: str) -> Message:
    """The weeks as a picture that is in Slack already, under its file's id, with the last one's figures in words."""
    line = f"{clipped(prose(title), 60)}, the last week: {summed(weeks)}."
    image: Block = {"type": "image", "slack_file": {"id": file}, "alt_text": spoken(weeks)[:2000]}
    return Message(notice(line), [rich(words([line])), image])


# Queue and status ----------------------------------------------------------------------------------------------------


def queue(found: Queue, *, paged: bool = False) -> Message:
    """What is open; for the one who asks, what waits for them stands first. `paged`: with a way back, in a window."""
    if not found.rows:
        waits = _unanswered(found)
        return said([f"Nobody has to decide anything. {waits}" if waits else _NOTHING_OPEN])
    mine = f", {found.mine} {'waits' if found.mine == 1 else 'wait'} for you" if found.mine else ""
    title = f"{found.total} open{mine}"
    last = found.first + len(found.rows)
    which = f" · {found.first + 1} to {last}" if last < found.total or found.first else ""
    lines = [_queued(row, found.now) for row in found.rows]
    lines += [[told]] if (told := _unanswered(found)) else []
    row = actions(*made) if (made := _onward(found, last, paged=paged)) else None
    return Message(notice(title), [rich(words([Bold(title), which], *lines)), *([row] if row else [])])


_NOTHING_OPEN = "Nothing is open. Nobody has to decide anything."


def _unanswered(found: Queue) -> str:
    """What waits for nobody who decides."""
    one = found.unanswered == 1
    many = "1 question waits" if one else f"{found.unanswered} questions wait"
    return f"{many} for an answer of {'the person' if one else 'those'} who asked." if found.unanswered else ""


def _onward(found: Queue, last: int, *, paged: bool) -> list[Block]:
    """Review what is one's own; and the rows before and after these."""
    buttons = [review_all(found.mine, "queue")] if found.mine else []
    if found.first and paged:
        buttons.append(_page("Earlier", max(0, found.first - found.page), found.workflow))
    left = found.total - last
    if left > 0:
        buttons.append(_page(f"Show {'the last one' if left == 1 else f'{left} more'}", last, found.workflow))
    return buttons


def _page(label: str, first: int, workflow: str) -> Block:
    return button(label, f"{Action.QUEUE}.{first}", f"{first}.{workflow}", f"{label} of what is open")


def review_all(many: int, where: str) -> Block:
    """The way through all that waits for somebody, one after the other in one window."""
    label = "Review it" if many == 1 else f"Review all {many}"
    return button(label, Action.REVIEW_ALL, where, f"{label} that wait for you, in one window", "primary")


def _queued(row: Row, now: datetime) -> Line:
    deadline = row.handoff.deadline_at
    held = " held" if row.handoff.held else ""
    by: list[Piece] = [" by ", moment(deadline, now)] if deadline else [held]
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
        lines += [so_far(story)] if so_far(story) else []
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
    who = prose(story.decides) if story.handoff.held else holder(story)
    who = asker(story) if story.handoff.kind == "question" else who
    return [*asked, f" · waits for {who}", *until]
