"""Rows of the outbox in words: which text of `texts.py` each one is. Pure; None = there is nothing to say any more."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from bot.story import Story
from bot.workflows import Workflow
from handlers.slack import texts
from handlers.slack.blocks import Message
from handlers.slack.ids import Action

Facts = Mapping[str, Any]

_TRIED = {
    "approve": Action.APPROVE,
    "edit": Action.EDIT,
    "reject": Action.REJECT,
    "take_over": Action.TAKE_OVER,
    "respond": Action.ANSWER,
    "happened": Action.HAPPENED,
    "again": Action.AGAIN,
    "drop": Action.DROP,
}

_REQUESTER: Mapping[str, Callable[[Story, Facts], Message | None]] = {
    "got_it": lambda story, facts: None if story.handoff.closed_at else texts.got_it(story),
    "question": lambda story, facts: None if story.handoff.closed_at else texts.ask(story),
    "deadline": lambda story, facts: None if story.handoff.closed_at else texts.still_waiting(story),
    "in_doubt": lambda story, facts: texts.maybe_done(story),
    "taken_over": lambda story, facts: texts.outcome(story),
    "outcome": lambda story, facts: texts.outcome(story),
    "noted": lambda story, facts: texts.outcome(story),
}

_THREAD: Mapping[str, Callable[[Story, Facts], Message | None]] = {
    "result": lambda story, facts: texts.result(story),
    "rung": lambda story, facts: texts.rung(story, datetime.fromisoformat(facts["passed"])),
    "held": lambda story, facts: texts.rung(story, datetime.fromisoformat(facts["passed"])),
    "revised": lambda story, facts: texts.asks_again(story, facts.get("before", {})),
}

_ANSWER: Mapping[str, Callable[[Story, Facts], Message | None]] = {
    "late": lambda story, facts: texts.too_late(story, _TRIED[facts["verdict"]]),
    "not_approver": lambda story, facts: texts.may_not_decide(story),
    "stranger": lambda story, facts: texts.may_not_decide(story),
    "own_request": lambda story, facts: texts.own_request(story),
    "looking": lambda story, facts: texts.looking_again(story),
    "changed": lambda story, facts: texts.card_changed(story),
    "decided_before": lambda story, facts: texts.already_yours(story),
    "counted": lambda story, facts: texts.counted_one(story),
    "once": lambda story, facts: texts.holds_it(story, facts["holder"]),
    "gone": lambda story, facts: texts.sentence("This step is not in the workflow file any more. Nothing was changed."),
    "undo": lambda story, facts: texts.may_undo(story, datetime.fromisoformat(facts["runs_at"])),
    "undone": lambda story, facts: texts.taken_back(story, facts["again"]),
    "ran_already": lambda story, facts: texts.ran_already(story),
}

_PLAIN: Mapping[str, str] = {
    "not_yours": "Only the person who asked can do this. Nothing was changed.",
    "too_late": "Too late to change: it is decided already. Nothing was changed. For something new, ask again.",
    "added": "Added. The agent looks again; earlier answers do not count.",
    "chosen_before": "That was chosen already. Nothing was changed.",
    "may_not_ask": "You cannot ask for this here: it is for full members, or for the people that the workflow names. "
    "Nothing was recorded.",
}


def requester(story: Story | None, facts: Facts) -> Message | None:
    """A message to the person who asked."""
    what = facts["what"]
    if what == "finished":
        return texts.sentence(facts["text"])
    if what == "withdrawn":
        return texts.sentence("Withdrawn. Nothing was done.")
    return _REQUESTER[what](story, facts) if story else None


def thread(story: Story, facts: Facts) -> Message | None:
    """A message in the card's thread."""
    return _THREAD[facts["what"]](story, facts)


def answer(story: Story | None, facts: Facts, workflows: Mapping[str, Workflow]) -> Message | None:
    """A word to one person alone."""
    what = facts["what"]
    if what == "chosen":
        workflow = workflows.get(facts["workflow"])
        title = workflow.title if workflow else facts["workflow"]
        return texts.sentence(f"Got it, for {title}. The agent looks at it now.")
    if what == "only_buttons":
        return texts.only_buttons()
    if what == "sorry":
        return texts.sorry()
    if what == "text":
        return texts.sentence(facts["text"])
    if what in _PLAIN:
        return texts.sentence(_PLAIN[what])
    return _ANSWER[what](story, facts) if story else texts.sentence("This is gone from the workflow files.")
