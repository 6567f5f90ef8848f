"""Rows of the outbox in words: which text of `texts.py` each one is. Pure; None = there is nothing to say any more."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from bot.story import Story
from bot.workflows import Workflow
from handlers.slack import approvals, enrol, overrides, shifts, talk, texts, waiting
from handlers.slack.blocks import Message, button, prose, said
from handlers.slack.ids import Action
from handlers.slack.refusals import REFUSALS, answered_before

Facts = Mapping[str, Any]

_TRIED = {
    "approve": Action.APPROVE,
    "edit": Action.EDIT,
    "reject": Action.REJECT,
    "take_over": Action.TAKE_OVER,
    "give": Action.GIVE,
    "respond": Action.ANSWER,
    "happened": Action.HAPPENED,
    "again": Action.AGAIN,
    "drop": Action.DROP,
}


def _late(story: Story, facts: Facts) -> Message:
    """Somebody was first, or they themselves were (`own`)."""
    own = facts.get("own")
    return answered_before(story) if own else texts.too_late(story, _TRIED.get(facts["verdict"], Action.SHOW))


_REQUESTER: Mapping[str, Callable[[Story, Facts], Message | None]] = {
    "got_it": lambda story, facts: None if story.handoff.closed_at else texts.got_it(story),
    "question": lambda story, facts: None if story.handoff.closed_at else texts.ask(story),
    "waits": lambda story, facts: None if story.handoff.closed_at else waiting.waits_on(story, facts),
    "deadline": lambda story, facts: None if story.handoff.closed_at else waiting.still_waiting(story),
    "in_doubt": lambda story, facts: texts.maybe_done(story),
    "taken_over": lambda story, facts: texts.outcome(story),
    "outcome": lambda story, facts: texts.outcome(story),
    "noted": lambda story, facts: texts.outcome(story),
    "handed_back": lambda story, facts: texts.sentence(talk.back_with_agent(story)),
}

_THREAD: Mapping[str, Callable[[Story, Facts], Message | None]] = {
    "result": lambda story, facts: texts.result(story),
    **waiting.THREAD,
    "stage": approvals.moved,
    "revised": lambda story, facts: texts.asks_again(story, facts.get("before", {})),
    "told": lambda story, facts: talk.told(story, facts["number"]),
    "taken_over": lambda story, facts: talk.taken_over(story),
    "handed_back": lambda story, facts: talk.handed_back(story),
    "overridden": lambda story, facts: overrides.thread(story),
}

_ANSWER: Mapping[str, Callable[[Story, Facts], Message | None]] = {
    "late": _late,
    "not_approver": lambda story, facts: texts.may_not_decide(story),
    "own_request": lambda story, facts: texts.own_request(story),
    "looking": lambda story, facts: texts.looking_again(story),
    "changed": lambda story, facts: texts.card_changed(story),
    "decided_before": lambda story, facts: texts.already_yours(story),
    "needed_later": approvals.needed_later,
    "counted": lambda story, facts: texts.counted_one(story),
    "only_changed": lambda story, facts: approvals.only_changed(story),
    "once": lambda story, facts: texts.holds_it(story, facts["holder"]),
    "later": lambda story, facts: waiting.reminds_at(story, facts),
    "undo": lambda story, facts: texts.may_undo(story, datetime.fromisoformat(facts["runs_at"])),
    "overridden": lambda story, facts: overrides.done(story),
    "undone": lambda story, facts: texts.taken_back(story, facts["again"]),
    "ran_already": lambda story, facts: texts.ran_already(story),
}

_PLAIN: Mapping[str, str] = {
    "asked": "Asked. The agent’s answer comes in the thread of the card.",
    "added": "Added. The agent looks again; earlier answers do not count.",
    "noted": "Noted. It is decided already, so nothing else was changed. For something new, ask again.",
}


def _reported(story: Story | None, facts: Facts) -> Message:
    """ "Counted, and alert A-5540 is open again. Two more like this and the step asks first again."."""
    again = prose(story.step.reopened(story.handoff.args)) if story and story.step else "it is taken back"
    done = f"Counted, and {again}." if facts["reopens"] else "Counted."
    if facts["stopped"]:
        return said([f"{done} The step asks first again."])
    left = facts["left"]
    more = (
        f"{_FEW.get(left, str(left))} more like this and the step asks first again." if left else "The step asks first."
    )
    value = f"{story.workflow.id}/{story.handoff.step}" if story else "/"
    hold = [button("Pause it now", Action.KEEP_ASKING, value, "Pause it now: it asks first")]
    hold = hold if left and facts.get("owner") else []  # only an owner may
    return said([f"{done} {more}"], buttons=hold)


_FEW = {1: "One", 2: "Two", 3: "Three", 4: "Four", 5: "Five"}


def _held(story: Story | None, facts: Facts) -> Message:
    what = f"“{prose(facts['step'])}”" if facts["step"] else "Everything"
    if facts["most"] is not None:
        return said([f"{what} acts alone at most {facts['most']} times a day from now on.{_beside(facts)}"])
    cards = facts["cards"]
    told = f" {cards} about to run {'is a card' if cards == 1 else 'are cards'} now." if cards else ""
    return said([f"{what} asks first from now on.{told} Resume it with: /handoff autonomy"])


def _resumed(story: Story | None, facts: Facts) -> Message:
    what = f"“{prose(facts['step'])}”" if facts["step"] else "Everything"
    beside = _beside(facts)
    told = f"{what} is not paused any more"
    return said([f"{told}.{beside}" if beside else f"{told}: it acts alone as far as its evidence allows."])


def _beside(facts: Facts) -> str:
    """What else is paused, so that nobody waits for what does not act alone."""
    if facts.get("paused"):
        return f" But {prose(facts['paused'])} paused everything: it asks first until /handoff resume all."
    steps = [f"“{prose(each)}”" for each in facts.get("steps", ())]
    return f" Still paused by itself: {', '.join(steps)}." if steps else ""


def _planted(story: Story | None, facts: Facts) -> Message:
    """ "That one was planted: the amount was another order's. You caught it."."""
    label = prose(facts["label"])
    lower = f"{label[:1].lower()}{label[1:]}"
    what = f"That one was planted: the {lower} was another case’s ({prose(facts['like'])} is the real one)."
    verdict = {True: "You caught it.", False: "You approved it. Nothing ran, nobody was told."}
    did = verdict.get(facts["caught"], "Nothing ran, nobody was told; it does not count.")
    share = f" About 1 card in {round(1 / facts['share'])} is planted." if facts["share"] else ""
    return said([f"{what} {did}{share}"])


_ALONE: Mapping[str, Callable[[Story | None, Facts], Message]] = {
    "reported": _reported,
    "held": _held,
    "resumed": _resumed,
    "planted": _planted,
}


_FACTS: Mapping[str, Callable[[Facts], Message]] = {
    "may_not_ask": lambda facts: talk.may_not_ask(str(facts.get("you", "")), str(facts.get("who", ""))),
    "only_buttons": lambda facts: texts.only_buttons(),
    "no_codes": lambda facts: enrol.none_yet(),
    "sorry": lambda facts: texts.sorry(),
    "text": lambda facts: texts.sentence(facts["text"]),
    "shift_taken": shifts.taken,
    "not_of_shift": shifts.not_yours,
    "shift_over": shifts.over,
}


def requester(story: Story | None, facts: Facts) -> Message | None:
    """A message to the person who asked."""
    what = facts["what"]
    if what == "finished":
        return texts.sentence(facts["text"])
    if what == "routed":
        return talk.routed(facts["workflow"])
    if what == "put_off":
        return texts.sentence(
            "Got it. The agent cannot work just now; it tries again, and a person gets this if it stays so."
        )
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
    if what in enrol.PLAIN:
        return texts.sentence(enrol.PLAIN[what])
    if what in _FACTS:
        return _FACTS[what](facts)
    if what in _ALONE:
        return _ALONE[what](story, facts)
    if what in REFUSALS:
        return REFUSALS[what](story, facts)
    if what in _PLAIN:
        return texts.sentence(_PLAIN[what])
    return _ANSWER[what](story, facts) if story else texts.sentence("This is gone from the workflow files.")
