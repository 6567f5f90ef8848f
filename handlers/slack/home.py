"""App Home: what waits for one person, what they asked for, what they decided, how the team stands. Pure.

There is no Approve here: one decides where the whole card is shown. Review opens the card in a window.
"""

from bot.desk import Home
from bot.digest import Row
from bot.story import Story
from handlers.slack import cards
from handlers.slack.blocks import (
    Block,
    Bold,
    Time,
    actions,
    button,
    clipped,
    marked,
    modal,
    moment,
    prose,
    rich,
    words,
)
from handlers.slack.buttons import ref
from handlers.slack.ids import Action, Meta, Ref, Window

SHOWN = 20


def home(told: Home) -> Block:
    """The view of App Home."""
    blocks = [*_waiting(told), *_asked(told), *_decided(told), *_team(told)]
    return {"type": "home", "blocks": blocks}


def _waiting(told: Home) -> list[Block]:
    if not told.waiting:
        return [rich(words([Bold("Nothing waits for you")]))]
    many = told.total_waiting
    lead = rich(words([Bold(f"{many} {'waits' if many == 1 else 'wait'} for you")]))
    rows = [_row(row, told, Action.REVIEW, "Review") for row in told.waiting[:SHOWN]]
    left = many - len(rows)
    more = [rich(words([f"{left} more: /handoff queue"]))] if left > 0 else []
    return [lead, *rows, *more, {"type": "divider"}]


def _row(row: Row, told: Home, action: Action, label: str) -> Block:
    handoff = row.handoff
    deadline = handoff.deadline_at
    by: list[str | Time] = ["by ", moment(deadline, told.now)] if deadline else ["held"]
    late = " · late" if row.late else ""
    shown = Ref(handoff.id, handoff.revision, handoff.stage, handoff.args_digest)
    return {
        "type": "section",
        "text": {"type": "plain_text", "text": clipped(prose(row.ask), 200), "emoji": False},
        "accessory": button(label, action, str(shown), f"{label}: {handoff.name}"),
        "fields": [marked(*by, f"{late} · {handoff.name}")],
    }


def _asked(told: Home) -> list[Block]:
    if not told.asked:
        return []
    blocks: list[Block] = [rich(words([Bold("You asked")]))]
    for request, row in told.asked[:SHOWN]:
        who = f" · with {clipped(prose(row.waits_for), 60)}" if row and row.waits_for else " · the agent works on it"
        name = f"{row.handoff.name}  " if row else ""
        blocks.append(rich(words([f"{name}{clipped(prose(request.text), 120)}{who}"])))
        number = str(request.id)
        blocks.append(
            actions(
                button("Add something", Action.ADD, number, f"Add something to {name or 'this request'}"),
                button("Withdraw", Action.WITHDRAW, number, f"Withdraw {name or 'this request'}"),
            )
        )
    return [*blocks, {"type": "divider"}]


def _decided(told: Home) -> list[Block]:
    if not told.decided:
        return []
    half = f" · half within {told.median_minutes:.0f} min" if told.median_minutes is not None else ""
    return [rich(words([Bold("You decided"), f"  {told.decided} this week{half}. Only you see this."]))]


def _team(told: Home) -> list[Block]:
    late = f", {told.late} late" if told.late else ""
    line = rich(words([Bold("Team"), f"  {told.open} open{late}. Autonomy: {_autonomy(told)}."]))
    queue = button("Queue", Action.QUEUE, "queue", "Show what is open")
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


def review(story: Story) -> Block:
    """The whole card in a window; once it is decided, how it ended."""
    about = str(Meta(ref(story), story.request.id))
    return modal(Window.SHOW, story.handoff.name, "", cards.card(story).blocks, about)


def queue_window(blocks: list[Block]) -> Block:
    """What is open, in a window."""
    return modal(Window.SHOW, "Queue", "", blocks, str(Meta()))
