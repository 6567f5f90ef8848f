"""A shift that is handed over: its brief, its windows, and what is said of it. Pure."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from bot.errors import BadInput
from bot.handover import Handover, Item
from bot.story import Story
from handlers.slack.blocks import (
    Block,
    Bold,
    Line,
    Mention,
    Message,
    Piece,
    actions,
    button,
    clipped,
    context,
    field,
    header,
    is_target,
    marked,
    modal,
    moment,
    notice,
    options,
    plain,
    prose,
    reading,
    rich,
    said,
    words,
)
from handlers.slack.ids import VALUE, Action, Field, Meta, Window
from handlers.slack.outcomes import act, asker, counted, name, question

SHOWN = 10
MOST_BOXES, MOST_LISTED = 10, 100
_NAMES = 3

# The brief -----------------------------------------------------------------------------------------------------------


def brief(told: Handover) -> Message:
    """What goes from one region to the next: what cannot wait first; then who took what."""
    title = _title(told)
    lines = [_line(index, item, told.now) for index, item in enumerate(told.items[:SHOWN], start=1)]
    more = len(told.items) - SHOWN
    lines += [[f"{more} more: /handoff queue"]] if more > 0 else []
    blocks = [header(title), context(plain(f"From {_names(told.givers, 'and')}, to {_names(told.takers, 'and')}"))]
    blocks.append(rich(*(words(line) for line in lines)))
    if told.untaken and not told.closed:
        blocks.append(_buttons(told))
    return Message(notice(title), [*blocks, context(*_end(told))])


def _title(told: Handover) -> str:
    open_now = [item for item in told.items if item.open]
    now = sum(item.when == "now" for item in open_now)
    wait = f", {now} cannot wait" if now else ""
    lead = f"{_region(told.region)} hands over to {_region(told.next)}, {told.day:%a} {told.day.day} {told.day:%b}"
    return f"{lead} · {len(open_now) or 'nothing'} open{wait}"


def _region(title: str) -> str:
    return clipped(prose(title), 13)


def _names(people: Sequence[str], joiner: str) -> str:
    """ "Maria, Dana and 2 more"."""
    named = [clipped(prose(each), 24) for each in people[:_NAMES]]
    more = len(people) - _NAMES
    if more > 0:
        return f"{', '.join(named)} and {more} more"
    return f"{', '.join(named[:-1])} {joiner} {named[-1]}" if len(named) > 1 else "".join(named) or "nobody"


def _line(number: int, item: Item, now: datetime) -> Line:
    """ "1  by 10:00  H-2236 Refund EUR 320.00. To do: decide. If not: held. Watch: …"."""
    story = item.story
    lead: list[Piece] = [f"{number}  ", *_when(item, now), "  ", Bold(story.handoff.name), f" {_what(story)}. "]
    if not item.open:
        return [*lead, "Settled since."]
    does = "does this first" if item.first else "has it"
    taken = f"{clipped(prose(item.taken_by), 24)} {does}. " if item.taken_by else ""
    agreed = _agreed(story)
    if item.when == "waiting":
        return [*lead, taken, *_waits(story, now), " Nothing to do."]
    watch = _watch(story)
    rest = f"{agreed}To do: {_to_do(story)}. If not: {_if_not(story)}."
    return [*lead, taken, rest, *([f" Watch: {watch}{'' if watch.endswith('…') else '.'}"] if watch else [])]


def _when(item: Item, now: datetime) -> list[Piece]:
    deadline = item.story.handoff.deadline_at
    if item.when == "today" or item.when == "waiting" or deadline is None:
        return ["waiting" if item.when == "waiting" else "today"]
    return [Bold("by ") if item.when == "now" else "by ", moment(deadline, now)]


def _what(story: Story) -> str:
    told = act(story)
    if story.handoff.kind == "doubt":
        return f"In doubt: {clipped(told[:1].lower() + told[1:], 70)}"
    return clipped(told, 80)


def _agreed(story: Story) -> str:
    """ "Dana approved. "."""
    people = [clipped(name(story, each.person), 24) for each in counted(story)]
    return f"{_names(people, 'and')} approved. " if people and story.handoff.kind == "approval" else ""


def _to_do(story: Story) -> str:
    kind = story.handoff.kind
    if kind == "doubt":
        return "look whether it happened"
    if kind == "case":
        return "take it over, or answer the agent"
    if kind == "question":
        return "answer the agent"
    stage = story.step.stage(story.handoff.stage) if story.step else None
    coded = " with a code" if stage is not None and stage.sign_off == "code" else ""
    return f"{'one more person' if _agreed(story) else 'decide'}{coded}"


def _if_not(story: Story) -> str:
    if story.handoff.kind == "doubt":
        return "it stays as it is"
    if story.handoff.deadline_at is not None and story.next_rung:
        return f"goes to {clipped(prose(story.next_rung), 40)}"
    ends = story.step is not None and story.step.on_timeout == "expire"
    return "it expires, nothing runs" if ends and story.handoff.deadline_at is not None else "held, nothing runs"


def _watch(story: Story) -> str:
    """What could change the answer, or what came last."""
    doubts = sorted(story.handoff.brief.doubts, key=lambda each: not each.changes_answer)
    if doubts:
        return clipped(prose(doubts[0].what).rstrip(".?! "), 80)
    added = [note for note in story.notes if note.kind == "add"]
    if added:
        return f"{clipped(name(story, added[-1].who), 24)} wrote “{clipped(prose(added[-1].text), 60)}”"
    open_questions = [each for each in story.inquiries if each.answered_at is None]
    return f"the agent has not answered “{clipped(prose(open_questions[-1].text), 60)}”" if open_questions else ""


def _waits(story: Story, now: datetime) -> list[Piece]:
    deadline = story.handoff.deadline_at
    until: list[Piece] = [" until ", moment(deadline, now)] if deadline else []
    return [f"Waits for the answer of {clipped(asker(story), 24)}", *until, "."]


def _buttons(told: Handover) -> Block:
    left, value = len(told.untaken), str(told.number)
    lead = "Accept it" if left == 1 else f"Accept all {left}"
    from_to = f"from {_region(told.region)}"
    made = [button(lead, Action.SHIFT_ALL, value, f"{lead} {from_to}", "primary")]
    made += [button("Choose", Action.SHIFT_SOME, value, f"Choose what you accept {from_to}")] if left > 1 else []
    return actions(*made)


def _end(told: Handover) -> list[Block]:
    left = len(told.untaken)
    if not left:
        return [
            plain("Everything has somebody." if any(item.open for item in told.items) else "Nothing is left to do.")
        ]
    stays = f"stays with {_names(told.givers, 'or')}"
    ladder = f"{clipped(prose(told.ladder), 60)}" if told.ladder else ""
    if told.closed:
        was = f", and {ladder} was told" if ladder else ""
        return [plain(f"{left} not accepted in time: {stays}{was}. Nothing has run.")]
    tells = f", and {ladder} is told" if ladder else ""
    return [marked("Not accepted by ", moment(told.accept_by, told.now), ":"), plain(f"{stays}{tells}.")]


# In its thread, and to one person -----------------------------------------------------------------------------------


def call(told: Handover, targets: Sequence[str]) -> Message | None:
    """Those who take over, by mention, while something is left for them."""
    left = len(told.untaken)
    if told.closed or not left or not targets:
        return None
    what = "this waits" if left == 1 else f"these {left} wait"
    return _to(targets, ", ", [f"{what} for you until ", moment(told.accept_by, told.now), "."])


def left(told: Handover, targets: Sequence[str]) -> Message | None:
    """Nobody took it in time: the next rung is told, by mention."""
    names = [item.story.handoff.name for item in told.untaken]
    if not names:
        return None
    shown = ", ".join(names[:SHOWN]) + (f" and {len(names) - SHOWN} more" if len(names) > SHOWN else "")
    stays = f"{'It stays' if len(names) == 1 else 'They stay'} with {_names(told.givers, 'or')}"
    by = moment(told.accept_by, told.now)
    return _to(targets, ": ", [f"nobody of {_region(told.next)} took {shown} by ", by, f". {stays}."])


def _to(targets: Sequence[str], mark: str, line: Line) -> Message:
    """A line that begins with mentions, where there are any; the lock screen says it without them."""
    first = str(line[0])
    alone: Line = [f"{first[:1].upper()}{first[1:]}", *line[1:]]
    who = _mentions(targets)
    return Message(notice(reading(alone)), [rich(words([*who, mark, *line] if who else alone))])


def _mentions(targets: Sequence[str]) -> list[Piece]:
    found: list[Piece] = []
    for target in [each for each in targets if is_target(each)][:MOST_BOXES]:
        found += [", " if found else "", Mention(target)]
    return found


def taken(facts: Mapping[str, Any]) -> Message:
    """What somebody took: only to them."""
    watched, lost = facts.get("watched", ()), facts["lost"]
    cases = [each for each in facts["cases"] if each not in watched]
    if not cases and not watched:
        return said(["Nothing is left of this: others have it, or it is settled. Nothing was changed."])
    yours = f"Yours now: {_numbered(cases)}. " if cases else ""
    others = "others decide it" if len(watched) == 1 else "others decide them"
    after = f"You look after {_numbered(watched)}: {others}. " if watched else ""
    first = f"First: H-{facts['first']}. " if facts["first"] and len(facts["cases"]) > 1 else ""
    gone = f"{lost} more: others have them, or they are settled." if lost else ""
    return said([f"{yours}{after}{first}{gone}".rstrip()])


def _numbered(cases: Sequence[int]) -> str:
    left = len(cases) - SHOWN
    return ", ".join(f"H-{number}" for number in cases[:SHOWN]) + (f" and {left} more" if left > 0 else "")


def not_yours(facts: Mapping[str, Any]) -> Message:
    """Somebody else takes this shift over."""
    who = prose(facts["takers"])
    return said([f"{who[:1].upper()}{who[1:]} takes this over; nothing was changed."])


def over(facts: Mapping[str, Any]) -> Message:
    """It was not accepted in time, or everything has somebody."""
    stays = f"What nobody took stays with {prose(facts['givers'])}"
    lead = "This shift is closed, and the message says who has what; nothing was changed."
    return said([f"{lead} {stays}; “Take over” on its card still works."])


def on_call(facts: Mapping[str, Any], title: str, waiting: int, now: datetime) -> Message | None:
    """To whoever is on call from now on, while something waits: `facts` hold until when."""
    if not waiting:
        return None
    what = f"{waiting} {'waits' if waiting == 1 else 'wait'} for you."
    until = moment(datetime.fromisoformat(facts["until"]), now)
    line: Line = [f"You are on call for {clipped(prose(title), 40)} until ", until, f". {what}"]
    return said(line, buttons=[button("Review", Action.REVIEW_ALL, "next", "See what waits for you")])


# Windows -------------------------------------------------------------------------------------------------------------


def window(told: Handover, *, some: bool, channel: str = "") -> Block:
    """What do you do first; and, where one chooses, what one takes at all."""
    left = told.untaken[:MOST_LISTED]
    pairs = [(_option(item), str(item.story.handoff.id)) for item in left]
    blocks = [field(Field.TAKE, "What do you take?", _many(pairs))] if some else []
    blocks.append(field(Field.FIRST, "What do you do first?", _one(pairs), optional=some))
    title = "Choose what you take" if some else f"Accept all {len(told.untaken)}"
    meta = Meta(request_id=told.number, channel=channel)
    return modal(Window.SHIFT, title, "Accept", blocks, str(meta))


def _option(item: Item) -> str:
    return clipped(f"{item.story.handoff.name} {question(item.story)}", 75)


def _one(pairs: Sequence[tuple[str, str]]) -> Block:
    kind = "radio_buttons" if len(pairs) <= MOST_BOXES else "static_select"
    return {"type": kind, "action_id": VALUE, "options": options(pairs)}


def _many(pairs: Sequence[tuple[str, str]]) -> Block:
    kind = "checkboxes" if len(pairs) <= MOST_BOXES else "multi_static_select"
    return {"type": kind, "action_id": VALUE, "options": options(pairs)}


def read_window(values: Mapping[str, Any]) -> tuple[tuple[int, ...], int]:
    """What was chosen (nothing = all), and what comes first (0 = nothing was said).

    Raises:
        BadInput: what comes first is not among what was chosen.
    """
    boxes = (values.get(Field.TAKE) or {}).get(VALUE, {}).get("selected_options") or []
    chosen = tuple(int(each["value"]) for each in boxes)
    picked = (values.get(Field.FIRST) or {}).get(VALUE, {}).get("selected_option") or {}
    first = int(picked.get("value") or 0)
    if chosen and first and first not in chosen:
        raise BadInput("", {Field.FIRST: "This one is not among those you take."})
    return chosen, first or (chosen[0] if len(chosen) == 1 else 0)
