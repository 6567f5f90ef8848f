"""What the channel reads of acts alone: receipts, checks afterwards, the hour's acts, earned and taken back. Pure."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from bot.autonomy import state as states
from bot.autonomy import words as told
from bot.insight import Hour
from bot.story import Story
from bot.workflows import Step
from handlers.slack.blocks import (
    Block,
    Bold,
    Italic,
    Line,
    Mention,
    Message,
    Piece,
    actions,
    bullets,
    button,
    clipped,
    context,
    is_target,
    marked,
    moment,
    notice,
    plain,
    prose,
    reading,
    rich,
    words,
)
from handlers.slack.buttons import folded_line, ref
from handlers.slack.ids import Action
from handlers.slack.outcomes import at, called, done, each, ending, several
from storage.acts import Alone

_ODDS = {0.5: "1 in 2", 0.2: "1 in 5", 0.1: "1 in 10", 0.05: "1 in 20"}


def odds(rate: float) -> str:
    """How often a person checks: "1 in 10 is picked at random for a person to check"."""
    if rate >= 1:
        return "every one is checked by a person for now"
    return f"{_odds(rate)} is picked at random for a person to check"


def _odds(rate: float) -> str:
    return _ODDS.get(round(rate, 4)) or f"{rate * 100:.0f} in 100"


def receipt(story: Story) -> Message:
    """One act alone: what, why this, why alone; and the ways to say that it was wrong."""
    alone, step = story.alone, story.step
    if alone is None or step is None or story.effect is None or story.effect.state != "done":
        return _not_done(story)
    line: Line = [Bold(f"{clipped(done(story), 90)} without asking"), " · ", at(story, story.effect.ended_at)]
    lines: list[Line] = [line, *_this(story), [f"Why alone: {why_alone(alone, story)}"], *_since(story)]
    return Message(notice(reading(line)), [rich(words(*lines)), _buttons(story, alone, step), _small(story, alone)])


def _not_done(story: Story) -> Message:
    line, rest = ending(story)
    return Message(notice(reading([*line, " ", *rest])), [rich(words(line)), folded_line(story, rest)])


def why_alone(alone: Alone, story: Story) -> str:
    """The sentence with the bound, as it stood when it ran."""
    noun = f"such {several(each(story))}" if each(story) else "such acts"
    return told.why_alone(states.from_row(alone.state), noun)


def _this(story: Story) -> list[Line]:
    """The strongest fact, with its source."""
    facts = story.handoff.brief.facts
    if not facts:
        return [["Why this: the agent noted no fact."]]
    source: list[Piece] = [" (", Italic(clipped(prose(facts[0].source), 40)), ")"] if facts[0].source else []
    return [[f"Why this: {clipped(prose(facts[0].text).rstrip('.'), 200)}", *source, "."]]


def _since(story: Story) -> list[Line]:
    """What people said of it since."""
    alone, lines = story.alone, list[Line]()
    if alone is None:
        return lines
    if alone.report:
        who = called(story, alone.report_by.partition("/")[2])
        lines.append([Bold("Reported wrong"), f" by {who} ", at(story, alone.report_at), "."])
    elif alone.wrong:
        who = called(story, alone.verdict_by.partition("/")[2])
        lines.append([Bold("Found wrong"), f" by {who} ", at(story, alone.verdict_at), "."])
    if alone.undone_by and story.undo is not None:
        lines.append([_undone(story, called(story, alone.undone_by.partition("/")[2]))])
    return lines


def _undone(story: Story, who: str) -> str:
    undo, step = story.undo, story.step
    if undo is None or step is None or undo.state == "started":
        return f"{who} takes it back."
    if undo.state == "failed":
        return f"{who} could not take it back: {clipped(prose(undo.error).rstrip('.'), 160)}."
    if undo.state == "in_doubt":
        why = clipped(prose(undo.error).rstrip("."), 120)
        return f"{who} took it back, and whether that happened is not known: {why}. Look there; it is not tried again."
    text = prose(step.reopened(story.handoff.args))
    return f"{text[:1].upper()}{text[1:]} ({who})."


def _buttons(story: Story, alone: Alone, step: Step) -> Block:
    value, what = str(ref(story)), done(story)
    row = [] if alone.wrong else [button("This was wrong", Action.WRONG, value, f"This was wrong: {what}")]
    if step.tool.inverse is not None and not alone.undone_by:
        label = clipped(prose(step.words.undo), 40) or "Undo"
        row.append(button(label, Action.TAKE_BACK, value, f"{label}: {what}"))
    return actions(*row, button("Why alone?", Action.WHY, value, f"Why alone: {what}"))


def _small(story: Story, alone: Alone) -> Block:
    handoff = story.handoff
    score = f" · score {int(handoff.score * 100) / 100:.2f}" if handoff.score is not None else ""
    from_ = states.acts_from(states.from_row(alone.state))
    line = f", acts alone from {from_:.2f}" if from_ is not None and score else ""
    return context(plain(f"{handoff.name}{score}{line} · {odds(handoff.rate)}"))


# A check after the act -----------------------------------------------------------------------------------------------


def check(story: Story) -> Message:
    """Was it right? With the same facts as a card; folded once somebody said so, or reported it wrong."""
    alone, step = story.alone, story.step
    if alone is None or step is None:
        return _not_done(story)
    question = prose(step.check(story.handoff.args))
    if alone.verdict:
        who = called(story, alone.verdict_by.partition("/")[2])
        verdict = {"right": "right", "wrong": "wrong", "unsure": "not sure, so it does not count"}[alone.verdict]
        line: Line = [Bold(question), f" {who} ", at(story, alone.verdict_at), f": {verdict}."]
        return Message(notice(reading(line)), [rich(words(line)), context(plain(f"{story.handoff.name} · checked"))])
    if alone.report:
        who = called(story, alone.report_by.partition("/")[2])
        line = [Bold(question), f" {who} ", at(story, alone.report_at), ": reported wrong."]
        return Message(notice(reading(line)), [rich(words(line)), context(plain(f"{story.handoff.name} · reported"))])
    people = [Mention(target) for target in story.first_approvers if is_target(target)][:3]
    facts = [_fact(fact.text, fact.source, against=fact.against) for fact in story.handoff.brief.facts[:4]]
    value = str(ref(story))
    row = [
        button("Right", Action.SEEN_RIGHT, value, f"Right: {question}"),
        button("Wrong", Action.SEEN_WRONG, value, f"Wrong: {question}"),
        button("Not sure", Action.NOT_SURE, value, f"Not sure: {question}"),
    ]
    named = [part for each in people for part in (", ", each)][1:]
    lead: list[str | Mention] = ["for ", *named, " · "] if people else []
    picked = "was picked at random" if story.handoff.rate < 1 else "every one is checked for now"
    small = context(marked(*lead, f"it ran alone, and {picked} · {story.handoff.name}"))
    values: list[Line] = [[f"{step.label(name)}  ", Bold(clipped(text, 120))] for name, text in _shown(story, step)]
    return Message(
        notice(question), [rich(words([Bold(question)], *values)), small, rich(bullets(*facts)), actions(*row)]
    )


def _shown(story: Story, step: Step) -> list[tuple[str, str]]:
    return [(name, prose(text)) for name, text in step.shown(story.handoff.args).items()][:8]


def _fact(text: str, source: str, *, against: bool) -> Line:
    cited: list[Piece] = [" (", Italic(clipped(prose(source), 40)), ")"] if source else []
    return [f"{'Against: ' if against else ''}{clipped(prose(text), 160)}", *cited]


# An hour of acts -----------------------------------------------------------------------------------------------------


def hour(of: Hour, now: datetime) -> Message:
    """The acts of an hour, in one message."""
    many, picked = len(of.acts), sum(act.alone.picked for act in of.acts)
    line: Line = [Bold(f"{prose(of.step.many(many))} without asking"), " · ", moment(of.start, now)]
    line = [*line, " to ", moment(of.end, now)]
    noun = f"such {several(prose(of.step.words.each))}" if of.step.words.each else "such acts"
    bound = f"At most {told.percent(states.at_most(of.state))} of {noun} are wrong, with 95% confidence."
    checked = f"{picked} of the {many} {'was' if picked == 1 else 'were'} picked for a check."
    value = f"{of.acts[0].alone.workflow}/{of.step.name}@{of.start.isoformat()}"
    last = of.acts[-1].handoff
    row = [
        button(f"Show the {many}", Action.HOUR, value, f"Show the {many} acts of this hour"),
        button("Why alone?", Action.WHY, f"{last.id}.{last.revision}.1", "Why alone, for the last of them"),
    ]
    small: Line = [f"{bound} Limit {told.limit_of(of.state)}. {checked}"]
    return Message(notice(reading(line)), [rich(words(line, small)), actions(*row)])


# Earned and taken back -----------------------------------------------------------------------------------------------


def earned(step: Step, facts: Mapping[str, Any]) -> Message:
    """The right is earned, or reaches further: what it took, and how an owner holds it."""
    first: Line = [
        Bold(f"“{prose(step.title)}” {facts['acts'].replace('acts alone when', 'acts alone from now on, when')}.")
    ]
    lines: list[Line] = [first, *([line] for line in str(facts["took"]).split("\n"))]
    if facts.get("samples"):
        lines.append([f"{facts['samples']} of these decisions are sample history."])
    lines.append(["Every act leaves a receipt here, 1 in 5 is checked at first. An owner can hold it:"])
    value = f"{facts['workflow']}/{facts['step']}"
    row = [
        button("Keep asking", Action.KEEP_ASKING, value, f"Keep asking: {prose(step.title)}"),
        button("See how", Action.STAND, value, f"See how it was earned: {prose(step.title)}"),
    ]
    return Message(notice(reading(first)), [rich(words(*lines)), actions(*row)])


def taken_back(step: Step, facts: Mapping[str, Any], owners: Sequence[str]) -> Message:
    """It asks first again: which cases did it, what became of the rest, and how to look through what ran."""
    first: list[Piece] = [Bold(f"“{prose(step.title)}” asks first again.")]
    for target in list(filter(is_target, owners))[:5]:
        first += [" ", Mention(target)]
    names = ", ".join(f"H-{number}" for number in facts["wrong"][:5])
    why = str(facts["why"])
    cause, _, rest = why.partition(". ")
    because = f"{cause}: {names}. {rest}" if names else why
    again, since = len(facts["again"]), len(facts["since"])
    noun = prose(step.words.each) or "act"
    many = f"{several(noun)} that had not run are cards" if again != 1 else f"{noun} that had not run is a card"
    cards = f"{again} {many} again. "
    now = f"Now: {cards if again else ''}{since} that ran since the first wrong one:" if since else f"Now: {cards}"
    lines: list[Line] = [first, [f"Why: {because}"], *([[now.rstrip()]] if again or since else [])]
    lines.append(["Back to acting alone: only by new reviewed decisions, counted from zero."])
    blocks = [rich(words(*lines))]
    if since:
        value = f"{facts['workflow']}/{facts['step']}/{facts['version']}/{facts['epoch']}/{facts['since'][0]}"
        blocks.append(
            actions(button(f"Look through the {since}", Action.THROUGH, value, f"Look through the {since} acts"))
        )
    return Message(notice(reading(first)), blocks)


def anew(step: Step, facts: Mapping[str, Any]) -> Message:
    """The agent or the step is another one now: counted anew, and why."""
    first: Line = [Bold(f"“{prose(step.title)}” asks first again.")]
    why = f"Why: {str(facts['why'])[:1].lower()}{str(facts['why'])[1:]}, so what was earned before says nothing of it."
    return Message(notice(reading(first)), [rich(words(first, [why], ["It is counted from zero, by new decisions."]))])


def closed(step: Step, facts: Mapping[str, Any]) -> Message:
    """Planted mistakes show that reviewers miss too much for what was earned."""
    first: Line = [Bold(f"“{prose(step.title)}” asks first again.")]
    why = "Why: too many planted mistakes were missed, so that what was earned does not hold any more."
    return Message(notice(reading(first)), [rich(words(first, [why], [str(facts["standing"])]))])


def planting(step: Step, facts: Mapping[str, Any]) -> Message:
    """Planted mistakes are switched on or off: the channel hears of it."""
    share = facts["share"]
    if not share:
        off: Line = [Bold("Planted mistakes are off from now on.")]
        return Message(notice(reading(off)), [rich(words(off))])
    first: Line = [Bold("Planted mistakes are on from now on.")]
    what = f"About 1 card in {round(1 / share)} is a decided case with one wrong value, and looks like any other."
    then = "Approving one runs nothing and tells nobody outside. Once decided, it says what it was. "
    return Message(notice(reading(first)), [rich(words(first, [what], [f"{then}It shows how much reviewers catch."]))])


TOLD = {"earned": earned, "anew": anew, "closed": closed, "planting": planting}
