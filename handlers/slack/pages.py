"""The windows about acting alone: This was wrong, Why alone?, a list of acts, how a step stands. Pure."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from math import ceil
from typing import Any

from bot.autonomy import state as states
from bot.autonomy import words as told
from bot.autonomy.certificate import total
from bot.checkpoints import Checkpoint
from bot.errors import BadInput
from bot.insight import Act, Stand, Taught, Why
from bot.quantity import quantity
from bot.story import Story
from bot.workflows import Step
from handlers.slack.blocks import (
    Block,
    Bold,
    Line,
    Message,
    Piece,
    Time,
    actions,
    button,
    clipped,
    field,
    modal,
    moment,
    notice,
    options,
    prose,
    reading,
    rich,
    slack_length,
    words,
)
from handlers.slack.buttons import ref
from handlers.slack.ids import VALUE, Action, Field, Meta, Window
from handlers.slack.outcomes import done, several
from storage.acts import Evidence
from storage.models import Decision

REPORTS = {
    "account": "Wrong account, order or person",
    "decision": "Wrong decision",
    "ask": "Right, but it should have asked",
    "other": "Something else",
}
LISTED = 40
Values = Mapping[str, Mapping[str, Mapping[str, Any]]]


def wrong_modal(story: Story, channel: str = "", ts: str = "") -> Block:
    """One choice: what was wrong."""
    listed = options((label, value) for value, label in REPORTS.items())
    pick = {"type": "radio_buttons", "action_id": VALUE, "options": listed, "initial_option": listed[1]}
    about = rich(words([Bold(done(story))]))
    hint = "It counts against acting alone. Where you may, it is taken back as well."
    blocks = [about, field(Field.REPORT, "What was wrong?", pick, hint)]
    return modal(Window.WRONG, "This was wrong", "Send", blocks, str(Meta(ref(story), story.request.id, channel, ts)))


def read_wrong(values: Values) -> str:
    """What was chosen.

    Raises:
        BadInput: nothing was.
    """
    chosen = (values.get(Field.REPORT, {}).get(VALUE, {}).get("selected_option") or {}).get("value", "")
    if chosen not in REPORTS:
        raise BadInput("Nothing was chosen.", {Field.REPORT: "Choose one of these."})
    return str(chosen)


def pause_all_modal(about_to_run: int) -> Block:
    """Stop all acting alone?"""
    cards = f" {about_to_run} about to run become{'s' if about_to_run == 1 else ''} cards." if about_to_run else ""
    blocks = [rich(words([f"Stop all acting alone now?{cards}"], ["Everything asks until an owner resumes it."]))]
    return modal(Window.PAUSE_ALL, "Pause everything", "Pause everything", blocks, str(Meta()))


# Why alone? ----------------------------------------------------------------------------------------------------------


def why_window(why: Why, signed: Checkpoint | None) -> Block:
    """The page that an auditor gets; `signed` is the newest checkpoint."""
    handoff = why.act.handoff
    value = f"{handoff.id}.{handoff.revision}.1"
    many = {0: "decisions", 1: "decision"}.get(why.reviewed) or f"{why.reviewed:,} decisions"
    row = [button(f"The {many}", Action.BEHIND, value, f"The {many} behind {handoff.name}")]
    if not why.act.alone.wrong:
        row.append(button("This was wrong", Action.WRONG, value, f"{handoff.name} was wrong"))
    blocks: list[Block] = [rich(words(*_titled(line))) for line in why_lines(why, signed)]
    return modal(Window.PAGE, f"Why alone? {handoff.name}", "", [*blocks, actions(*row)], str(Meta()))


def _titled(line: tuple[str, Line]) -> list[Line]:
    return [[Bold(line[0])], list(line[1])]


def why_lines(why: Why, signed: Checkpoint | None) -> list[tuple[str, Line]]:
    """The page as titled lines."""
    return [
        ("The act", _act(why)),
        ("The rule", _rule(why)),
        ("The evidence", _evidence(why)),
        ("This case", _case(why)),
        ("The draw", _draw(why)),
        ("The record", _record(why, signed)),
    ]


def _act(why: Why) -> Line:
    act = why.act
    at: list[Piece] = [Time(act.alone.ran_at, "seconds")] if act.alone.ran_at else ["not run"]
    what = prose(act.step.done(act.handoff.args))
    return [f"{what}. Arguments as run, ", *at, ". Facts read again just before: unchanged."]


def _rule(why: Why) -> Line:
    line = states.acts_from(why.state)
    score = f" From score {line:.2f}." if line is not None and why.act.handoff.score is not None else ""
    where = f"{why.workflow.id} / {prose(why.act.step.title)}"
    file: list[Piece] = [", file of ", Time(why.file, "date")] if why.file else []
    return [where, *file, f". Limit {told.limit_of(why.state)}.{score}"]


def _evidence(why: Why) -> Line:
    n, k = total(states.evidence(why.state))
    people = f" by {why.people} {'person' if why.people == 1 else 'people'}" if why.people else ""
    span: list[Piece] = []
    if why.first and why.last:
        span = [", ", moment(why.first, why.now), " to ", moment(why.last, why.now)]
    names = f" ({', '.join(f'H-{number}' for number in why.changed[:5])})" if why.changed else ""
    sample = f" {why.samples:,} of them are sample history." if why.samples else ""
    catch = told.catching(why.state)
    watched = f"{catch[:1].upper()}{catch[1:]}." if catch else told.AGREEMENT
    bound = f"Taken together: at most {told.percent(states.at_most(why.state))} wrong, with 95% confidence."
    lead = f"{n:,} decisions{people}"
    rest = f", at this score or higher. {k or 'None'} changed{names}.{sample} {watched} {bound}{_not(why.uncounted)}"
    return [lead, *span, rest]


def _not(uncounted: Mapping[str, int]) -> str:
    if not uncounted:
        return ""
    parts = ", ".join(f"{count} {why}" for why, count in sorted(uncounted.items(), key=lambda item: -item[1]))
    return f" {sum(uncounted.values()):,} more were not counted: {parts}."


def _case(why: Why) -> Line:
    handoff = why.act.handoff
    score = f"Score {int(handoff.score * 100) / 100:.2f}. " if handoff.score is not None else "No score. "
    return [f"{score}No doubt that could change the answer. Below every hard limit. No orders in the text."]


def _draw(why: Why) -> Line:
    handoff = why.act.handoff
    drawn = f"{handoff.draw:.2f}" if handoff.draw is not None else "none"
    picked = " It was under it." if why.act.alone.picked else ""
    lead = f"{drawn}; under {handoff.rate:.2f} a person checks it afterwards.{picked}"
    sealed: list[Piece] = [" Seed sealed ", moment(why.sealed, why.now)] if why.sealed else []
    later = ", to be opened once its day is over."
    opened: list[Piece] = [", opened ", moment(why.opened, why.now), "."] if why.opened else [later]
    return [lead, *sealed, *(opened if sealed else [])]


def _record(why: Why, signed: Checkpoint | None) -> Line:
    first, last = why.entries
    lead, verify = f"Entries {first:,} to {last:,}. ", f"To recompute it all: baton verify {why.act.handoff.name}"
    if signed is None:
        return [f"{lead}{verify}"]
    covers = ". " if signed.size >= last else ", the next one covers this. "
    return [f"{lead}Last checkpoint ", moment(datetime.fromisoformat(signed.at), why.now), f"{covers}{verify}"]


def behind_window(rows: Sequence[tuple[Evidence, str]], now: datetime) -> Block:
    """The decisions behind an act alone."""
    lines: list[Line] = [
        [f"H-{row.handoff_id}  {prose(who)}  {'changed it' if row.wrong else 'as proposed'}  ", moment(row.at, now)]
        for row, who in rows[: 2 * LISTED]
    ]
    left = len(rows) - len(lines)
    lines += [[f"{left:,} more: baton export --from --to lists them all."]] if left > 0 else []
    return modal(Window.PAGE, "The decisions", "", [rich(words(*(lines or [["Sample history alone."]])))], str(Meta()))


# Lists ---------------------------------------------------------------------------------------------------------------


def list_window(title: str, acts: Sequence[Act], now: datetime) -> Block:
    """Acts alone, each with what it was and a way to say that it was wrong."""
    blocks: list[Block] = []
    for act in acts[:LISTED]:
        handoff, alone = act.handoff, act.alone
        ran: list[Piece] = [" · ", moment(alone.ran_at, now)] if alone.ran_at else []
        fact = clipped(prose(handoff.brief.facts[0].text), 120) if handoff.brief.facts else "no fact was noted"
        state = " · reported wrong" if alone.report else f" · checked: {alone.verdict}" if alone.verdict else ""
        what = prose(act.step.done(handoff.args))
        blocks.append(rich(words([Bold(what), *ran, f" · {handoff.name}{state}"], [fact])))
        value = f"{handoff.id}.{handoff.revision}.1"
        row = [] if alone.wrong else [button("This was wrong", Action.WRONG, value, f"Was wrong: {what}")]
        row.append(button("Why alone?", Action.WHY, value, f"Why alone: {what}"))
        blocks.append(actions(*row))
    left = len(acts) - LISTED
    more = [rich(words([f"{left:,} more: baton export --from --to lists them all."]))] if left > 0 else []
    return modal(Window.PAGE, title, "", [*blocks, *more] or [rich(words(["Nothing ran alone."]))], str(Meta()))


# How a step stands ---------------------------------------------------------------------------------------------------


def stand_lines(stand: Stand) -> tuple[Line, list[str]]:
    """What is said of a step: how it is decided, then the figures behind it. None is made up."""
    step, state = stand.step, stand.state
    if step.error_limit is None:
        return [f"always asks ({'critical' if step.risk == 'critical' else 'as its file says'})"], []
    head: Line
    lines = []
    if stand.hold and stand.hold.most is None:
        why = f": “{clipped(prose(stand.hold.why), 120)}”" if stand.hold.why else ""
        head = [f"paused by {clipped(prose(stand.held_by), 40)}, ", Time(stand.hold.at, "date"), why]
    else:
        head = [told.acts_alone(state, scores=stand.scored) if state else "asks first"]
    if stand.hold and stand.hold.most is not None:
        lines.append(f"At most {stand.hold.most} a day alone, as {clipped(prose(stand.held_by), 40)} allows.")
    lines.append(_figures(stand, state))
    if stand.why:
        lines.append(f"Counted anew: {stand.why[:1].lower()}{stand.why[1:]}.")
    alone, asked = stand.right
    if alone:
        share = ceil(100 * asked / (alone + asked))
        noun = several(prose(step.words.each)) if step.words.each else "cases"
        lines.append(f"Of each 100 {noun} that proved right, {share} still reached a person (100 before).")
    if stand.weeks:
        lines.append("Changed of reviewed, by week: " + " · ".join(f"{k}/{n}" for k, n in stand.weeks))
    if stand.uncounted:
        lines.append(_did_not(stand.uncounted))
    return head, lines


def _figures(stand: Stand, state: states.State | None) -> str:
    if state is None:
        return "No figure yet."
    text = told.standing(state)
    if state.open >= 0:
        checked = f" Checked {stand.checked}, wrong {stand.wrong}." if stand.alone else ""
        return f"{text} Alone this week: {stand.alone} of {stand.handled}.{checked}"
    needed = states.still_needed(state)
    return f"{text} At your pace: about {_weeks(needed / stand.pace)}." if stand.pace else text


def _weeks(weeks: float) -> str:
    return f"{round(weeks)} weeks" if weeks >= 1.5 else f"{max(1, round(weeks * 7))} days"


def _did_not(uncounted: Mapping[str, int]) -> str:
    parts = ", ".join(f"{count} {why}" for why, count in sorted(uncounted.items(), key=lambda item: -item[1]))
    many = sum(uncounted.values())
    return f"{many:,} did not count: {parts}."


def overview(stands: Sequence[Stand], spared: tuple[int, datetime | None], now: datetime) -> Message:
    """`/handoff autonomy`: every step, then what acting alone has spared people."""
    title: Line = [Bold("Autonomy"), " · ", Time(now, "day")]
    blocks: list[Block] = [rich(words(title))]
    shown, room = 0, MOST_CHARS
    for stand in stands[:MOST_STEPS]:
        head, lines = stand_lines(stand)
        first: Line = [Bold(f"{clipped(prose(stand.step.title), 60)} · {stand.workflow.id}"), "   ", *head]
        room -= slack_length(reading(first)) + sum(map(slack_length, lines))
        if room < 0:
            break
        shown += 1
        blocks.append(rich(words(first, *([f"  {line}"] for line in lines))))
        row = _row(stand)
        blocks += [actions(*row)] if row else []
    if len(stands) > shown:
        left = len(stands) - shown
        more = "1 more step does" if left == 1 else f"{left} more steps do"
        blocks.append(rich(words([f"{more} not fit: in its own channel, a workflow’s steps come first."])))
    count, since = spared
    if since is not None:
        told_since: Line = ["Spared since ", Time(since, "date"), f": {quantity(count, 'decision')}."]
        blocks.append(rich(words(told_since)))
    everything = any(stand.hold is not None and not stand.hold.workflow for stand in stands)
    label, action = ("Resume everything", Action.RESUME) if everything else ("Pause everything", Action.PAUSE_ALL)
    blocks.append(actions(button(label, action, "/", label)))
    return Message(notice("Autonomy"), blocks)


def stands_window(blocks: list[Block]) -> Block:
    """The overview in a window."""
    return modal(Window.PAGE, "Autonomy", "", blocks, str(Meta()))


def _row(stand: Stand) -> list[Block]:
    value, title = f"{stand.workflow.id}/{stand.step.name}", prose(stand.step.title)
    if stand.step.error_limit is None:
        return []
    if stand.hold is not None and stand.hold.workflow:
        return [button("Resume", Action.RESUME, value, f"Resume: {title}")]
    return [button("Details", Action.STAND, value, f"Details: {title}")]


MOST_STEPS, MOST_CHARS = 15, 9000
"""Slack takes about 13,200 characters in a message, buttons and all."""


def lessons(taught: Sequence[Taught], now: datetime) -> Message:
    """`/handoff lessons`: what changed because of which decisions."""
    blocks: list[Block] = [rich(words([Bold("Lessons"), " · ", Time(now, "day")]))]
    for each in taught:
        lines: list[Line] = [[Bold(prose(each.workflow.title))]]
        if each.learned_at:
            learned = f"  The agent learned {each.fits} times, last from {each.decisions:,} decisions, "
            lines.append([learned, Time(each.learned_at, "date"), "."])
        lines += [_correction(each, step, decision) for step, decision in each.corrections]
        lines += [[f"  {clipped(prose(text), 100)}, ", Time(at, "date"), "."] for text, at in each.changes]
        blocks.append(rich(words(*lines) if len(lines) > 1 else words(lines[0], ["  Nothing yet."])))
    return Message(notice("Lessons"), blocks[:MOST_STEPS])


def _correction(each: Taught, step: Step, decision: Decision) -> Line:
    who = clipped(prose(each.names.get(decision.person.user, "")), 24)
    before, after = step.shown(decision.args_before), step.shown(decision.args_after)
    changed = [name for name in {**before, **after} if before.get(name) != after.get(name)]
    told = [f"{step.label(name).lower()} {before.get(name, 'none')} → {after.get(name, 'none')}" for name in changed]
    what = f"changed {clipped(prose(', '.join(told)), 80)}" if decision.verdict == "edit" else "rejected it"
    why = f": “{clipped(prose(decision.note), 80)}”" if decision.note.strip() and not decision.private else ""
    lead = f"  H-{decision.handoff_id}: {who} {what}{why}. The agent sees it with cases like it, "
    return [lead, Time(decision.decided_at, "date"), "."]


def stand_window(stand: Stand, *, people: bool = False) -> Block:
    """Details of one step, with what an owner may do; `people` tells what each person caught of planted mistakes."""
    head, lines = stand_lines(stand)
    if people and stand.catches:
        caught = ", ".join(f"{prose(name)} {k} of {n}" for name, (n, k) in sorted(stand.catches.items()))
        lines = [*lines, f"Planted mistakes caught, by person: {caught}."]
    value = f"{stand.workflow.id}/{stand.step.name}"
    held = stand.hold is not None and bool(stand.hold.workflow)
    row = button("Resume", Action.RESUME, value, f"Resume: {prose(stand.step.title)}")
    if not held:
        row = button("Keep asking", Action.KEEP_ASKING, value, f"Keep asking: {prose(stand.step.title)}")
    text: list[Line] = [
        [Bold(f"{prose(stand.step.title)} · {stand.workflow.id}"), "  ", *head],
        *([line] for line in lines),
    ]
    can = stand.step.error_limit is not None
    return modal(Window.PAGE, "How it stands", "", [rich(words(*text)), *([actions(row)] if can else [])], str(Meta()))
