"""App Home: what waits for one person, what they asked for, what they decided, how the team stands. Pure.

There is no Approve here: one decides where the whole card is shown. Review opens the card in a window.
"""

from bot.desk import Home, Queue
from bot.digest import Row
from handlers.slack import away, digests
from handlers.slack.blocks import (
    Block,
    Bold,
    Line,
    Piece,
    Time,
    actions,
    button,
    clipped,
    context,
    marked,
    modal,
    moment,
    options,
    prose,
    rich,
    words,
)
from handlers.slack.ids import Action, Meta, Ref, Window

HOURS = tuple(f"{hour:02}:{minute}" for hour in range(5, 23) for minute in ("00", "30"))
NEVER = "never"


def home(told: Home) -> Block:
    """The view of App Home."""
    hours = away.line(told.habit) if told.habit else []
    parts = [_waiting(told), _asked(told), _decided(told), _team(told), hours, _digest(told)]
    return {"type": "home", "blocks": [block for part in parts for block in part]}


def _waiting(told: Home) -> list[Block]:
    if not told.waiting:
        answers = any(row.asks_back for _, row in told.asked if row)
        none = "Nothing waits for your decision; an answer does, below" if answers else "Nothing waits for you"
        return [rich(words([Bold(none)])), {"type": "divider"}]
    many = told.total_waiting
    lead = rich(words([Bold(f"{many} {'waits' if many == 1 else 'wait'} for you")]))
    rows = [_row(row, told) for row in told.waiting]
    return [lead, *rows, *_all(told), {"type": "divider"}]


def _all(told: Home) -> list[Block]:
    """The way through all of them, where there are several."""
    many, left = told.total_waiting, told.total_waiting - len(told.waiting)
    if many == 1:
        return []
    after = f"{left} more come after these. " if left > 1 else "1 more comes after these. " if left else ""
    go = button(f"Review all {many}", Action.REVIEW_ALL, "home", f"Review all {many} that wait for you", "primary")
    return [actions(go), context(marked(f"{after}One after the other, in one window."))]


def _row(row: Row, told: Home) -> Block:
    handoff = row.handoff
    deadline = handoff.deadline_at
    held = "held" if handoff.held else "no deadline"
    by: list[str | Time] = ["by ", moment(deadline, told.now)] if deadline else [held]
    late = "late · " if row.late else ""
    code = " · with a code" if row.code else ""
    shown = Ref(handoff.id, handoff.revision, handoff.stage, handoff.args_digest)
    return {
        "type": "section",
        "text": {"type": "plain_text", "text": clipped(prose(row.ask), 150), "emoji": False},
        "accessory": button("Review", Action.REVIEW, str(shown), f"Review: {handoff.name}"),
        "fields": [marked(late, *by, f"{code} · {handoff.name}")],
    }


def _asked(told: Home) -> list[Block]:
    if not told.asked:
        return []
    blocks: list[Block] = [rich(words([Bold("You asked")]))]
    for request, row in told.asked:
        name = row.handoff.name if row else ""
        line: list[Piece] = [f"{name}  " if name else "", clipped(prose(request.text), 120), *_with(row, told)]
        blocks.append(rich(words(line)))
        number = str(request.id)
        blocks.append(
            actions(
                button("Add something", Action.ADD, number, f"Add something to {name or 'this request'}"),
                button("Withdraw", Action.WITHDRAW, number, f"Withdraw {name or 'this request'}"),
            )
        )
    left = told.total_asked - len(told.asked)
    if left > 0:
        blocks.append(rich(words([f"{left} older {'one is' if left == 1 else 'ones are'} open, too."])))
    return [*blocks, {"type": "divider"}]


def _with(row: Row | None, told: Home) -> Line:
    """Who has it, until when: " · with Alex until 16:00"; or the question that waits for this very person."""
    if row is None:
        return [" · the agent works on it"]
    deadline = row.handoff.deadline_at
    until: list[Piece] = [" until ", moment(deadline, told.now)] if deadline else []
    if row.asks_back:
        return [" · waits for your answer", *until, f": “{clipped(prose(row.ask), 120)}”"]
    if not row.waits_for:
        return []
    return [f" · with {clipped(prose(row.waits_for), 60)}", *until]


def _decided(told: Home) -> list[Block]:
    if not told.decided:
        return []
    half = f" · {digests.half_within(told.median_minutes)}" if told.median_minutes is not None else ""
    later = f" · {told.changed_later} changed later by others" if told.changed_later else ""
    return [rich(words([Bold("You decided"), f"  {told.decided} this week{half}{later}. Only you see this."]))]


def _team(told: Home) -> list[Block]:
    late = f", {told.late} late" if told.late else ""
    line = rich(words([Bold("Team"), f"  {told.open} open{late}. Autonomy: {_autonomy(told)}."]))
    queue = button("Queue", Action.QUEUE, "0.", "Show what is open")
    return [line, actions(queue, button("See", Action.STANDS, "stands", "See how every step stands"))]


def _autonomy(told: Home) -> str:
    """ "1 acts alone, 3 ask first, 1 paused"."""
    alone, asks, paused = told.autonomy
    parts = [
        f"{alone} act{'s' if alone == 1 else ''} alone" if alone else "",
        f"{asks} ask{'s' if asks == 1 else ''} first" if asks else "",
        f"{paused} paused" if paused else "",
    ]
    return ", ".join(filter(None, parts)) or "every step always asks"


def _digest(told: Home) -> list[Block]:
    """When one's own digest comes; another time is one choice away."""
    if not told.digest:
        return []
    chosen = "Off" if told.digest == NEVER else told.digest
    told_at = "off" if told.digest == NEVER else f"at {told.digest}, {prose(told.zone)} time"
    line = rich(
        words([Bold("Your digest"), f"  {told_at}. It comes as a direct message, on days with something in it."])
    )
    made = options([("Off", NEVER), *((hour, hour) for hour in HOURS)])
    first = [each for each in made if each["text"]["text"] == chosen]
    menu: Block = {"type": "static_select", "action_id": Action.DIGEST_AT, "options": made}
    menu |= {"placeholder": {"type": "plain_text", "text": "Another time", "emoji": False}}
    return [line, actions(menu | ({"initial_option": first[0]} if first else {}))]


def queue_window(found: Queue) -> Block:
    """What is open, in a window, some rows at a time."""
    message = digests.queue(found, paged=True)
    return modal(Window.SHOW, "Queue", "", message.blocks, str(Meta()))
