"""The window behind "Show everything": all that the record holds about a handoff, in full. Pure."""

import json
from collections.abc import Iterator, Mapping, Sequence

from bot.secrecy import numbers_in
from bot.story import Story
from bot.workflows import plain as worded
from handlers.slack import approvals
from handlers.slack.blocks import (
    Block,
    Bold,
    Italic,
    Line,
    Piece,
    Time,
    actions,
    bullets,
    button,
    clipped,
    context,
    header,
    isolated,
    marked,
    modal,
    plain,
    prose,
    quote,
    reading,
    revealed,
    rich,
    words,
)
from handlers.slack.buttons import ref
from handlers.slack.ids import Action, Meta, Window
from handlers.slack.outcomes import (
    ORDERS,
    asker,
    at,
    changes,
    decided_before,
    looked_up,
    marks,
    name,
    past_told,
    proven,
    question,
)
from storage.models import Brief, Decision, Doubt, Fact, Note

PAGE = 2800
"""Characters of foreign text in one block."""
MOST_BLOCKS = 96
MOST_BYTES = 200_000
"""Slack takes 100 blocks and 250 kB in a window; the rest is for what is around them."""

Sized = tuple[Block, int]


def show_everything_modal(story: Story, *, private: bool = False) -> Block:
    """All arguments, facts, doubts, decisions and the whole request; `private` shows private reasons too."""
    blocks: list[Block] = []
    taken, left = 0, 0
    for block, characters in _all(story, private):
        taken += len(json.dumps(block))
        if left or taken > MOST_BYTES or len(blocks) >= MOST_BLOCKS:
            left += characters
        else:
            blocks.append(block)
    if left:
        blocks.append(context(plain(f"… {left:,} more characters are kept in the record; a window ends here.")))
    return modal(Window.SHOW, story.handoff.name, "", blocks, str(Meta(ref(story), story.request.id)))


def _all(story: Story, private: bool) -> Iterator[Sized]:
    yield header(question(story)), 0
    yield _who(story), 0
    yield from _said("Asked for", story.request.text, story.more_chars)
    closed = story.handoff.closed_at
    later = [note for note in story.notes if closed is not None and note.at > closed]
    yield from _noted(story, [note for note in story.notes if note not in later])
    if story.handoff.kind in _ASKS and story.handoff.question.strip():
        yield from _said(_ASKS[story.handoff.kind], story.handoff.question)
    yield from _arguments(story)
    yield from _secrets(story)
    brief = story.handoff.brief
    doubts = [*([ORDERS] if brief.orders else []), *story.same, *map(_doubt, brief.doubts)]
    yield from _list("Not sure", doubts, "Nothing open.")
    yield from _list("Checked", list(map(_fact, brief.facts)), looked_up(story))
    yield from _before(story, private)
    if brief.assessment.strip():
        yield from _said("What the agent says", brief.assessment)
    for inquiry in story.inquiries:
        yield rich(words([Bold(f"{name(story, inquiry.who)} asked "), at(story, inquiry.asked_at)])), 0
        yield from _pages(inquiry.text)
        yield from _said(f"Answer, from: {prose(', '.join(inquiry.sources)) or 'no source'}", inquiry.answer)
    reasons = [each for each in story.handoff.reasons if not (brief.orders and each == ORDERS)]
    yield from _list("Why a person is asked", [*reasons, *([brief.how] if brief.how else [])], "")
    yield from _list("Approvals", list(approvals.asked(story)), "")
    yield from _decisions(story, private)
    yield from _ran(story)
    yield from _noted(story, later, ", after this was closed")


_ASKS = {"case": "A person should take this", "question": "The question"}


def _noted(story: Story, notes: Sequence[Note], when: str = "") -> Iterator[Sized]:
    """What was added to the request, in full."""
    for note in notes:
        title = f"{_KINDS[note.kind]} by {name(story, note.who)}"
        yield rich(words([Bold(title), " ", at(story, note.at), when])), 0
        yield from _pages(note.text)


_KINDS = {"add": "Added", "edit": "Changed", "answer": "Answered", "back": "Handed back", "fact": "Found"}


def _before(story: Story, private: bool) -> Iterator[Sized]:
    """What was decided on this very request before, in full, and the like cases."""
    past = [past_told(story, each, PAGE, private=private) for each in decided_before(story)]
    if past or story.alike.nearest:
        yield rich(words([Bold("Before")])), 0
    for line in past:
        yield rich(bullets(line)), len(reading(line))
    yield from _list("", list(story.alike.nearest), "")


def _who(story: Story) -> Block:
    deadline = story.handoff.deadline_at
    by: list[str | Time] = [" · answer by ", at(story, deadline)] if deadline else []
    asked = marked(at(story, story.request.created_at), *by, f" · {story.handoff.name}")
    return context(plain(f"{asker(story)} asked"), asked)


def _said(title: str, text: str, more: int = 0) -> Iterator[Sized]:
    """A titled text in full, over as many blocks as it needs."""
    yield rich(words([Bold(title)])), 0
    yield from _pages(text)
    if more:
        yield context(plain(f"… {more:,} more characters are kept in the record.")), 0


def _pages(text: str) -> Iterator[Sized]:
    shown = revealed(text) or "–"
    for start in range(0, len(shown), PAGE):
        page = shown[start : start + PAGE]
        yield rich(quote([page])), len(page)


def _arguments(story: Story) -> Iterator[Sized]:
    """Every argument with its label; the value in a box of its own, so that nothing in it passes for ours."""
    args, step, brief = story.handoff.args, story.step, story.handoff.brief
    shown = step.shown(args) if step else {field: worded(value) for field, value in args.items()}
    if shown:
        yield rich(words([Bold("Arguments")])), 0
    for field, value in shown.items():
        label = clipped(prose(step.label(field) if step else field), 60) or field
        told: list[Piece] = [*filter(None, [marks(brief, field)]), *_origin(brief, field)]
        seen = revealed(value) or "–"
        for start in range(0, len(seen), PAGE):
            page = seen[start : start + PAGE]
            lead: Line = [label, *told] if start == 0 else [f"{label}, continued"]
            yield rich(words(lead), _box(page)), len(page)


def _secrets(story: Story) -> Iterator[Sized]:
    """Where values are kept out of sight: a button for those who may decide."""
    said = [story.request.text, *(note.text for note in story.notes)]
    if any(numbers_in([dict(story.handoff.args), said])):
        told = f"Show the secret values of {story.handoff.name}; the record says that you looked"
        yield actions(button("Show secret values", Action.SECRETS, str(ref(story)), told)), 0


def secret_values_modal(story: Story, values: Mapping[str, str]) -> Block:
    """The secret values of a handoff, by placeholder, for the person who asked to see them."""
    blocks: list[Block] = [context(plain("Only you see this. The record says that you looked."))]
    step, named = story.step, dict(values)
    for field, value in story.handoff.args.items():
        if isinstance(value, str) and value in named:
            label = clipped(prose(step.label(field) if step else field), 60)
            blocks.append(rich(words([Bold(label), f" · {value}"]), _box(clipped(revealed(named.pop(value)), PAGE))))
    for placeholder, value in list(named.items())[:MOST_BLOCKS]:
        blocks.append(rich(words([f"In the words and look-ups · {placeholder}"]), _box(clipped(revealed(value), PAGE))))
    return modal(Window.SHOW, story.handoff.name, "", blocks, str(Meta(ref(story), story.request.id)))


def _origin(brief: Brief, field: str) -> list[Piece]:
    """Where the value comes from, as code found it."""
    return [" · from ", Italic(prose(brief.origins[field]))] if field in brief.origins else []


def _box(text: str) -> Block:
    return {"type": "rich_text_preformatted", "elements": [{"type": "text", "text": isolated(text)}]}


def _doubt(doubt: Doubt) -> str:
    parts = [doubt.what, "Could change the answer." if doubt.changes_answer else ""]
    parts.append(f"Settled by: {doubt.settled_by}." if doubt.settled_by else "")
    return " ".join(part for part in parts if part)


def _fact(fact: Fact) -> str:
    source = f" ({fact.source})" if fact.source else ""
    return f"{'Against: ' if fact.against else ''}{fact.text}{source}"


def _list(title: str, texts: list[str], none: str) -> Iterator[Sized]:
    lines = [prose(text) for text in texts if text.strip()] or ([none] if none else [])
    if lines and title:
        yield rich(words([Bold(title)])), 0
    for line in lines:
        for start in range(0, len(line), PAGE):
            page = line[start : start + PAGE]
            yield rich(bullets([page])), len(page)


def _decisions(story: Story, private: bool) -> Iterator[Sized]:
    if story.decisions:
        yield rich(words([Bold("Decisions")])), 0
    for decision in story.decisions:
        yield rich(bullets(_decision(story, decision, private))), len(decision.note) + len(decision.words)


_DID = {"approve": "approved", "edit": "edited", "reject": "rejected", "respond": "answered", "take_over": "took over"}


def _decision(story: Story, decision: Decision, private: bool) -> Line:
    line: list[Piece] = [f"{name(story, decision.person)} {_DID[decision.verdict]} ", *proven(story, decision)]
    if decision.verdict == "edit":
        line.append(f": {changes(story, decision.args_before, decision.args_after)}")
    note = prose(decision.note)
    hidden = decision.private and not private
    line += [". The reason is private." if hidden else f". “{clipped(note, PAGE)}”" if note else "."]
    if decision.words.strip():
        line.append(f" To {asker(story)}: “{clipped(prose(decision.words), PAGE)}”")
    if story.step and 1 < len(story.step.stages) >= decision.stage:
        line.append(f" Stage {decision.stage}.")
    if decision in story.lapsed:
        line.append(Italic(" (may not decide any more, does not count)"))
    if decision.revision != story.handoff.revision:
        line.append(Italic(" (on an earlier version, does not count)"))
    return line


_STATES = {"started": "is running", "done": "is done", "failed": "was refused", "in_doubt": "is in doubt"}


def _ran(story: Story) -> Iterator[Sized]:
    effect = story.effect
    if effect is None:
        return
    tries = "once" if effect.attempts <= 1 else f"{effect.attempts} times"
    ended: list[Piece] = [", ended ", Time(effect.ended_at, "seconds")] if effect.ended_at else []
    line: Line = ["Started ", Time(effect.started_at, "seconds"), *ended, f", tried {tries}, {_STATES[effect.state]}."]
    yield rich(words([Bold("What ran")], line, [f"Key {clipped(prose(effect.key), 60)}"])), 0
    if effect.error.strip():
        yield from _said("What the tool said", effect.error)
    if effect.result:
        yield from _said("What came back", worded(effect.result))
