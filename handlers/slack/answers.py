"""More answers of one line: what a press led to, said to one person or in a card's thread. Pure."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from bot.story import Story
from handlers.slack.blocks import Line, Message, Piece, Time, button, said
from handlers.slack.buttons import ref
from handlers.slack.ids import Action
from handlers.slack.outcomes import asker, at, changes, counted, name


def maybe_done(story: Story) -> Message:
    """To the requester: an action is in doubt."""
    return said(["Approved, but it is not known whether it was done. A person looks; I answer here."])


def asks_again(story: Story, before: Mapping[str, Any]) -> Message:
    """In the thread: the request changed, and the card asks anew."""
    note = story.notes[-1] if story.notes else None
    lead: Line = (
        [f"{name(story, note.who)} changed the request ", at(story, note.at), "."]
        if note
        else [f"{asker(story)} changed the request."]
    )
    told = changes(story, before, story.handoff.args)
    what = f"now: {told}" if told else "the values stay as they were"
    return said([*lead, f" The agent looked again; {what}. Earlier answers do not count."])


def counted_one(story: Story) -> Message:
    """Their approval counts, and others are still needed."""
    given, wanted = len(counted(story)), story.quorum
    deadline = story.handoff.deadline_at
    until: list[Piece] = [" by ", at(story, deadline)] if deadline else []
    more = "One more person" if wanted - given == 1 else f"{wanted - given} more people"
    return said([f"Approvals {given} of {wanted}. {more}", *until, ". Nothing has run."])


def holds_it(story: Story, holder: str) -> Message:
    """Another handoff has this value already; only one may run."""
    return said([f"{holder} already did this, or is about to. Only one of them can run; nothing was changed."])


def may_undo(story: Story, runs_at: datetime) -> Message:
    """Approved, and it waits a moment."""
    undo = button("Undo", Action.UNDO, str(ref(story)), f"Undo: {story.handoff.name} does not run")
    return said(["Approved. Runs at ", _seconds(runs_at), "."], buttons=[undo])


def _seconds(moment: datetime) -> Piece:
    return Time(moment, "seconds")


def taken_back(story: Story, again: str) -> Message:
    """An approval was taken back in time."""
    return said([f"Taken back. Nothing ran; {again} asks again."])


def ran_already(story: Story) -> Message:
    """Too late to take it back."""
    return said(["Too late to take it back: it ran already. The card says how it ended."])
