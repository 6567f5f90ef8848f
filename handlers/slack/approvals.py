"""Who has agreed and who must still, in words: the Approvals of a card, and what is told when a stage passes. Pure."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from bot.story import Round, Story
from handlers.slack.blocks import (
    Block,
    Bold,
    Italic,
    Line,
    Mention,
    Message,
    Piece,
    clipped,
    cut,
    is_target,
    prose,
    rich,
    said,
    words,
)
from handlers.slack.outcomes import asks_code, at, changes, counted, edit_told, name, proven
from storage.models import Decision

Facts = Mapping[str, Any]
_MOST_MENTIONED = 10
_MOST_NAMED = 3


def rounds(story: Story) -> tuple[Round, ...]:
    """The stages as people read them; nothing where one person's click is all that is asked."""
    if story.rounds or story.quorum < 2:
        return story.rounds
    given = tuple(counted(story))
    return (Round(story.decides, story.quorum, asks_code(story), given),)


def current(story: Story) -> Round | None:
    """The stage that is asked now."""
    found = rounds(story)
    return found[min(story.handoff.stage, len(found)) - 1] if found else None


def block(story: Story, *, people: int, small: int, long: int) -> Block | None:
    """How many of how many at which stage, with what proof, who may, what comes after it; one Reject ends it.

    At most `people` of those who agreed are named, `small` and `long` are the most characters of names and of changes.
    """
    found, now = rounds(story), current(story)
    if now is None:
        return None
    stage = min(story.handoff.stage, len(found))
    lead = f"Stage {stage} of {len(found)}: " if len(found) > 1 else ""
    line: list[Piece] = [Bold("Approvals"), f"  {lead}{len(now.given)} of {now.quorum}"]
    tail = [] if small < _TIGHT else _around(story, found, stage, people, small, long)
    gone = [] if small < _TIGHT else _gone(story)
    if now.given:
        line += [*_agreed(": ", now.given, story, people, small, long), *gone, *tail, *_more(story, now, small)]
        return rich(words(line))
    code = f", {'each ' if now.quorum > 1 else ''}with a code" if now.code else ""
    own = story.step is not None and not story.step.self_approval
    may = f"May approve: {clipped(prose(now.decides), small)}{', not the person who asked' if own else ''}"
    return rich(words([*line, f"{code}. {may}", *tail, *gone, ". One Reject ends it."]))


_TIGHT = 50
"""With fewer characters for a name than these, proofs and the other stages are left to Show everything."""


def _around(story: Story, found: Sequence[Round], stage: int, people: int, small: int, long: int) -> list[Piece]:
    """Who agreed in the stages before, and who comes after this one."""
    before = [decision for each in found[: stage - 1] for decision in each.given]
    line = _agreed("; before: ", before, story, people, small, long)
    return [*line, f"; then {clipped(prose(found[stage].decides), small)}"] if stage < len(found) else line


def _agreed(lead: str, given: Sequence[Decision], story: Story, people: int, small: int, long: int) -> list[Piece]:
    line: list[Piece] = []
    for index, decision in enumerate(given[:people]):
        how = [at(story, decision.decided_at)] if small < _TIGHT else proven(story, decision)
        line += [f"{'; ' if index else lead}{clipped(name(story, decision.person), small)} ", *how]
        if decision.verdict == "edit":
            line.append(f" ({cut(''.join(map(_spoken, edit_told(story, decision))), long)})")
    left = len(given) - people
    return [*line, f" and {left} more"] if left > 0 else line


def _spoken(piece: Piece) -> str:
    return piece.text if isinstance(piece, Bold | Italic) else piece if isinstance(piece, str) else ""


def _gone(story: Story) -> Line:
    """Who agreed and may not decide any more."""
    people = list(dict.fromkeys(name(story, each.person) for each in story.lapsed))
    if not people:
        return []
    return [f"; {clipped(' and '.join(people), 40)} may not decide any more"]


def _more(story: Story, now: Round, small: int) -> Line:
    wanted = max(1, now.quorum - len(now.given))
    deadline = None if small < _TIGHT else story.handoff.deadline_at
    by: Line = [" by ", at(story, deadline)] if deadline else []
    return [f". {'One more person' if wanted == 1 else f'{wanted} more people'}", *by, "."]


def wanted(story: Story) -> str:
    """Who must still agree: "One more person is needed: Dana. Nothing has run."."""
    now = current(story)
    many = max(1, now.quorum - len(now.given)) if now else 1
    more = "One more person is" if many == 1 else f"{many} more people are"
    later = [f", then {prose(each.decides)}" for each in rounds(story)[story.handoff.stage :]]
    return f"{more} needed: {prose(story.decides)}{''.join(later)}. Nothing has run."


def only_changed(story: Story) -> Message:
    """Who changed the values may not decide what they ask for now."""
    return said([f"Changed. It is no approval: what stands there now is for {prose(story.decides)}. Nothing has run."])


def unseated(story: Story, most: int) -> Line:
    """The newest change of what the card shows, where it is no approval, in at most `most` characters; or nothing."""
    edit = next((each for each in reversed(story.lapsed) if each.verdict == "edit"), None)
    if edit is None:
        return []
    return [f"{cut(''.join(map(_spoken, edit_told(story, edit))), most - len(_NO_APPROVAL))}{_NO_APPROVAL}"]


_NO_APPROVAL = ". It is no approval."


def missing(story: Story) -> str:
    """How far it is: "Dana approved; one more person is missing. "; empty where nobody has approved."""
    found = rounds(story)
    people = list(dict.fromkeys(clipped(name(story, each.person), 40) for stage in found for each in stage.given))
    many = sum(max(0, stage.quorum - len(stage.given)) for stage in found)
    if not people or not many:
        return ""
    shown = [*people[:_MOST_NAMED], *([f"{len(people) - _MOST_NAMED} more"] if len(people) > _MOST_NAMED else [])]
    who = f"{', '.join(shown[:-1])} and {shown[-1]}" if len(shown) > 1 else shown[0]
    return f"{who} approved; {'one more person is' if many == 1 else f'{many} more people are'} missing. "


def asked(story: Story) -> Iterator[str]:
    """What each stage asks for, where one person is not enough: "Stage 2: 0 of 1, with a code. May approve: Wei."."""
    found = rounds(story)
    for number, each in enumerate(found, start=1):
        lead = f"Stage {number}: " if len(found) > 1 else ""
        code = ", with a code" if each.code else ""
        yield f"{lead}{len(each.given)} of {each.quorum}{code}. May approve: {prose(each.decides)}."


def so_far(story: Story) -> Line:
    """Who has agreed so far, for a line of a status: "Approved, stage 2 of 2, by 0 of 1; before: Maria 14:09"."""
    found, now = rounds(story), current(story)
    if now is None or not counted(story):
        return []
    stage = min(story.handoff.stage, len(found))
    lead = f"Stage {stage} of {len(found)}, approved" if len(found) > 1 else "Approved"
    before = [decision for each in found[: stage - 1] for decision in each.given]
    line: list[Piece] = [f"{lead} by {len(now.given)} of {now.quorum}"]
    line += _agreed(": ", now.given, story, len(now.given), _TIGHT, 160)
    return [*line, *_agreed("; before: ", before, story, len(before), _TIGHT, 160), *_gone(story)]


# In the thread, and to one person ------------------------------------------------------------------------------------


def moved(story: Story, facts: Facts) -> Message:
    """Another stage has it: why, its people by mention, and by when."""
    decision = next((each for each in story.decisions if each.id == facts.get("decision")), None)
    who: list[Piece] = []
    for target in [each for each in facts["to"] if is_target(each)][:_MOST_MENTIONED]:
        who += [", " if who else "", Mention(target)]
    until: Line = [" until ", at(story, story.handoff.deadline_at)] if story.handoff.deadline_at else []
    has: Line = [*who, ", it is with you", *until] if who else [f"Now: {clipped(prose(facts['who']), 80)}", *until]
    return said([*_because(story, facts, decision), *has, ". Nothing has run."])


def _because(story: Story, facts: Facts, decision: Decision | None) -> Line:
    if decision is None:
        return ["Earlier answers do not count. "]
    person = name(story, decision.person)
    if decision.verdict == "edit":
        what = changes(story, decision.args_before, decision.args_after)
        return [f"{person} changed {what}. Earlier answers do not count. "]
    return [f"{person} approved{'' if facts['passed'] else '; an earlier approval does not count any more'}. "]


def needed_later(story: Story, facts: Facts) -> Message:
    """Nobody decides in two stages, and only this person could decide the later one."""
    later = facts["stage"]
    others = prose(story.decides)
    lead = f"Nobody decides in two stages, and stage {later} needs you. Nothing was changed."
    return said([f"{lead} Somebody else decides this stage: {others}."])
