"""The escalation card: a story in, a message out. Pure.

A card is drawn at the most generous of `SIZES` at which its buttons stand high enough and it is short enough; what is
cut says how much, and is one tap away.
"""

from collections.abc import Callable

from bot.quantity import quantity
from bot.story import Story
from handlers.slack import approvals
from handlers.slack.blocks import (
    Block,
    Bold,
    Italic,
    Line,
    Mention,
    Message,
    Piece,
    Time,
    bullets,
    clipped,
    context,
    cut,
    exact,
    header,
    is_target,
    marked,
    notice,
    plain,
    prose,
    quote,
    reading,
    rich,
    words,
)
from handlers.slack.buttons import choose, decide, folded_line, may_again, settle, take
from handlers.slack.measure import PHONE, ROOMS, SIZES, Room, Size, characters, phone_lines
from handlers.slack.outcomes import (
    ORDERS,
    asked_again,
    asker,
    at,
    counted,
    decided_before,
    ending,
    looked_up,
    marks,
    name,
    past_brief,
    past_told,
    question,
    span,
)
from handlers.slack.receipts import receipt
from storage.models import Doubt, Note


def card(story: Story) -> Message:
    """The card of a handoff as its record stands: open, or folded to two lines."""
    if story.alone is not None:
        return receipt(story)
    if story.handoff.state != "waiting":
        return folded(story)
    room = ROOMS[story.step.risk if story.step else "normal"]
    blocks: list[Block] = []
    for size in SIZES:
        blocks = [part for draw in _CARDS[story.handoff.kind] if (part := draw(story, size))]
        if _fits(blocks, room):
            break
    return Message(lock_screen(story), blocks)


def _fits(blocks: list[Block], room: Room) -> bool:
    buttons = next(index for index, block in enumerate(blocks) if block["type"] == "actions")
    return characters(blocks) <= room.characters and phone_lines(blocks[: buttons + 1], PHONE) <= room.line


def folded(story: Story) -> Message:
    """Two lines: what came of it and who decided, then what ran, with the way to everything."""
    line, rest = ending(story)
    return Message(notice(reading([*line, " ", *rest])), [rich(words(line)), folded_line(story, rest)])


def _spoken(piece: Piece) -> str:
    return piece.text if isinstance(piece, Bold | Italic) else piece if isinstance(piece, str) else ""


def lock_screen(story: Story) -> str:
    """The question, who, how long: at most 110 characters."""
    deadline = story.handoff.deadline_at
    left = f" {span(deadline - story.now)} to answer." if deadline and deadline > story.now else ""
    who = "" if story.handoff.kind == "doubt" else f" {clipped(asker(story), 20)} asks."
    return notice(clipped(question(story), 108 - len(who) - len(left)) + who + left)


# The parts, from top to bottom ---------------------------------------------------------------------------------------


def _question(story: Story, size: Size) -> Block:
    return header(clipped(question(story), size.title))


def _who(story: Story, size: Size) -> Block:
    """Who asked and when, what is special, whom it is for, until when, its name."""
    handoff = story.handoff
    special = _SPECIAL.get(story.step.risk if story.step else "")
    people = [Mention(target) for target in story.first_approvers if is_target(target)][: size.people]
    groups: list[list[str | Time | Mention]] = [[at(story, story.request.created_at)]]
    groups += [[special]] if special else []
    has = "with " if handoff.given else "for "
    groups += [[has, *people[:1], *(part for each in people[1:] for part in (", ", each))]] if people else []
    groups += [["the agent looks again since ", at(story, handoff.looking_since)]] if handoff.looking_since else []
    groups += [["answer by ", at(story, handoff.deadline_at)]] if handoff.deadline_at else []
    told = [marked(*group, " ·") for group in groups]  # one element each, so that a phone wraps between them
    return context(plain(f"{clipped(asker(story), 24)} asked"), *told, marked(handoff.name))


_SPECIAL = {"high": "high risk", "critical": "critical, cannot be taken back"}


def _words(story: Story, size: Size) -> Block:
    """The requester's own words, and under them what was added or answered last."""
    later = [note for note in story.notes if note.kind in _LATER]
    newest = later[-2:] if size.words >= 120 else later[-1:]
    added = [f"\n{_added(story, note, size.words * 2 // 3 // len(newest))}" for note in newest]
    if added and size.words < 40:
        added = [f" {len(later)} added later"]
    elif len(later) > len(newest):
        added[0] = f"\n({len(later) - len(newest)} more) {added[0].lstrip()}"
    text = prose(story.request.text)
    more, most = story.more_chars, max(size.words // 3, size.words - sum(map(len, added)))
    shown = cut(text, most)
    if more:
        kept = clipped(text, most - 16).removesuffix("…")
        shown = f"{kept}… ({len(text) - len(kept) + more:,} more)"
    return rich(quote([f"“{shown}”", *added]))


def _added(story: Story, note: Note, most: int) -> str:
    """ "Added: “the customer sent a photo”", or an answer with its question; who, where it was somebody else."""
    who = "" if note.who == story.request.requester or most < 30 else f" by {clipped(name(story, note.who), 20)}"
    lead = f"{_LATER[note.kind]}{who}: "
    asked = [each.handoff.question for each in story.past if each.decision.note == note.text]
    if note.kind == "answer" and asked and most >= 50:
        lead = f"Asked: “{clipped(prose(asked[-1]), most // 2)}” {lead}"
    return f"{lead}“{cut(prose(note.text), max(16, most - len(lead) - 2))}”"


_LATER = {"add": "Added", "answer": "Answered", "back": "Handed back"}


def _doubts(story: Story, size: Size) -> Block:
    """What is not sure; what could change the answer first.

    No room is too small for why it asks again, the warning and the first doubt: none of them pushes another away.
    """
    brief = story.handoff.brief
    again: list[Line] = _again(story, size.doubt)
    same = [cut(prose(text), size.doubt) for text in story.same]
    doubts = [_doubt(each, size.doubt) for each in sorted(brief.doubts, key=lambda doubt: not doubt.changes_answer)]
    early = same[:1] if size.doubts > 1 else []
    first = [*([ORDERS] if brief.orders else []), *early, *doubts[:1]]
    lines = [*again, *([text] for text in (*first, *same[len(early) :], *doubts[1:]))]
    return _listed("Not sure", lines, max(size.doubts, len(again) + len(first)), "Nothing open.")


def _doubt(doubt: Doubt, most: int) -> str:
    """What is in doubt, whether it could change the answer, what settles it; the first is cut before the others."""
    settled = clipped(prose(doubt.settled_by).rstrip("."), most // 3)
    could = " Could change the answer." if doubt.changes_answer else ""
    tails = [f"{could} Settled by: {settled}." if settled else could, could, ""]
    tail = next(tail for tail in tails if len(tail) <= most * 0.6)
    what = prose(doubt.what)
    return cut(what if what.endswith((".", "?")) else f"{what}.", most - len(tail)) + tail


def _again(story: Story, most: int) -> list[Line]:
    """Why a card that was there before asks again; after an edit the approvals say so, where it is one."""
    if story.handoff.revision <= 1 or counted(story):
        changed = approvals.unseated(story, most)
        return [changed] if changed else []
    return [asked_again(story, story.earlier, max(30, most - 40))]


def _listed(title: str, lines: list[Line], most: int, none: str) -> Block:
    """A titled list of at most `most` lines; the rest is counted."""
    kept = lines[:most]
    left = len(lines) - len(kept)
    if left:
        kept = [*kept, [f"{left} more: Show everything"]]
    return rich(words([Bold(title)]), bullets(*(kept or [[none]])))


def _runs(story: Story, size: Size) -> Block | None:
    """Every argument, one a line, values bold."""
    if story.step is None:
        return None
    shown = {field: exact(value) for field, value in story.step.shown(story.handoff.args).items()}
    most = _share(list(shown.values()), size.args)
    labels = {field: clipped(prose(story.step.label(field)), 20) or field for field in shown}
    width = min(16, max((len(label) for label in labels.values()), default=0))
    brief = story.handoff.brief
    lines: list[list[Piece]] = [
        [f"{labels[field]:<{width}}  ", *_value(value, most), *filter(None, [marks(brief, field)])]
        for field, value in list(shown.items())[: size.rows]
    ]
    left = list(shown.values())[size.rows :]
    if left:
        count = quantity(len(left), "more argument")
        lines.append([f"{count}, {sum(map(len, left)):,} more characters: Show everything"])
    return rich(words([Bold(_RUNS[story.handoff.kind](story))], *(lines or [["No arguments."]])))


_RUNS: dict[str, Callable[[Story], str]] = {
    "approval": lambda story: "Runs if approved" if approvals.rounds(story) else "Runs if you approve",
    "doubt": lambda story: "Was started with",
    "question": lambda story: "Known so far",
    "case": lambda story: "Known so far",
}


def _share(values: list[str], budget: int) -> int:
    """How long each value may be, so that all of them together stay within `budget` characters."""
    for most in (600, 400, 212, 160, 120, 80, 60, 40, 30):
        if sum(min(len(value), most) for value in values) <= budget:
            return most
    return 20


def _value(value: str, most: int) -> list[Piece]:
    if len(value) <= most:
        return [Bold(value)]
    kept = value[:most]
    return [
        Bold(f"“{kept.removeprefix('“')}…”"),
        f" ({len(kept):,} of {len(value):,} characters: open it before approving)",
    ]


def _checked(story: Story, size: Size) -> Block | None:
    """Facts with their sources; the strongest one against comes last, marked."""
    facts = story.handoff.brief.facts
    if not facts:
        return None if not size.facts else rich(words([Bold("Checked")]), bullets([looked_up(story)]))
    against = [fact for fact in facts if fact.against][:1]
    chosen = [fact for fact in facts if not fact.against][: max(0, size.facts - len(against))] + against
    chosen = chosen[: size.facts]
    lines: list[list[Piece]] = []
    for fact in chosen:
        text = ("Against: " if fact.against else "") + prose(fact.text)
        source = clipped(prose(fact.source), 40)
        cited: list[Piece] = [" (", Italic(source), ")"] if source else []
        lines.append([cut(text, size.fact), *cited])
    left = len(facts) - len(chosen)
    if not chosen:
        return rich(words([Bold("Checked"), f"  {left} more: Show everything"]))
    if left:
        lines.append([f"{left} more: Show everything"])
    return rich(words([Bold("Checked")]), bullets(*lines))


def _before(story: Story, size: Size) -> Block | None:
    """What was decided on this very request before; like cases and what people did."""
    past = decided_before(story)
    if past and size.alike < 80:
        told: Line = past_told(story, past[-1]) if size.words >= 60 else [past_brief(past[-1])]
        return rich(words([Bold("Before"), "  ", *told]))
    lines = [past_told(story, each) for each in past[-1:]]
    lines += [[f"{len(past) - 1} more before: Show everything"]] if len(past) > 1 else []
    if size.alike and story.handoff.kind == "approval" and (story.alike.total or not past):
        lines.append([_alike(story, size.alike)])
    return rich(words([Bold("Before")]), bullets(*lines)) if lines else None


def _alike(story: Story, most: int) -> str:
    alike = story.alike
    if not alike.total:
        return "None alike so far."
    edit = cut(prose(alike.last_edit), most) if alike.last_edit and alike.edited else ""
    verdicts = {
        "approved": alike.approved,
        "edited" + (f" ({edit})" if edit else ""): alike.edited,
        "rejected": alike.rejected,
    }
    told = ", ".join(f"{count} {verdict}" for verdict, count in verdicts.items() if count)
    return f"{alike.total} alike: {told}"


def _approvals(story: Story, size: Size) -> Block | None:
    return approvals.block(story, people=size.people, small=size.small, long=size.doubt)


def _effect(story: Story, size: Size) -> Block:
    """What is known of an effect in doubt, and where to look."""
    effect = story.effect
    if effect is None:
        return rich(words(["It is not tried again by itself."]))
    why = cut(prose(effect.error).rstrip(". "), size.doubt) or "no answer came back"
    tries = f", tried {effect.attempts} times" if effect.attempts > 1 else ""
    look = clipped(prose(story.handoff.brief.assessment).rstrip("."), size.fact) or "no answer"
    return rich(
        words(
            ["Started ", Time(effect.started_at, "seconds"), f"{tries}, then: {why}. It is not tried again by itself."],
            [f"Look for key {clipped(exact(effect.key), 40)}. The tool’s own read-back: {look}."],
        )
    )


def _handed(story: Story, size: Size) -> Block:
    """Why the agent hands the whole case over."""
    handoff = story.handoff
    why = prose(handoff.question) or next((prose(reason) for reason in handoff.reasons), "")
    return rich(words([Bold("A person should take this")], [cut(why or "The agent gave no reason.", size.doubt)]))


# Small print ---------------------------------------------------------------------------------------------------------


def _buttons(story: Story, size: Size) -> Block:
    if story.handoff.kind == "question":
        return choose(story, 2 * size.people, size.fact // 3)
    return _ROWS[story.handoff.kind](story)


_ROWS: dict[str, Callable[[Story], Block]] = {"approval": decide, "doubt": settle, "case": take}


def _foot(story: Story, size: Size) -> Block:
    """What happens if nobody answers, why a person is asked, how it was made."""
    handoff = story.handoff
    reasons = [prose(reason) for reason in handoff.reasons if handoff.kind == "approval"]
    told = [*(reason for reason in reasons if not (handoff.brief.orders and reason == ORDERS)), ""][:1]
    said = [clipped(text, size.small) for text in (*told, prose(handoff.brief.how)) if text]
    return context(*_unanswered(story), *map(plain, said))


def _unanswered(story: Story) -> list[Block]:
    deadline = story.handoff.deadline_at
    if deadline is None:
        return [marked("No deadline any more: it is held until somebody decides, nothing runs.")]
    by = at(story, deadline)
    if story.next_rung:
        told = f"goes to {clipped(prose(story.next_rung), 40)}, nothing runs."
        return [marked("No answer by ", by, ":"), plain(told)]
    if story.handoff.kind == "question":
        return [marked("No answer by ", by, ": a person takes it, nothing runs.")]
    step = story.step or next(iter(story.workflow.steps.values()), None)
    ends = step is not None and step.on_timeout == "expire" and story.handoff.kind != "doubt"
    return [marked("No answer by ", by, f": it is {'closed' if ends else 'held'}, nothing runs.")]


def _settling(story: Story, size: Size) -> Block:
    again = "Do it again runs it, twice if it did happen." if may_again(story) else _NOT_ALONE
    return context(*map(marked, ("It happened closes it.", again, "Drop it closes it undone.")), *_unanswered(story))


_NOT_ALONE = "Several people approve this: to do it again, drop it and ask anew."


Draw = Callable[[Story, Size], Block | None]
_CARDS: dict[str, tuple[Draw, ...]] = {
    "approval": (_question, _who, _words, _doubts, _runs, _checked, _before, _approvals, _buttons, _foot),
    "doubt": (_question, _who, _effect, _runs, _checked, _buttons, _settling),
    "question": (_question, _who, _words, _doubts, _checked, _buttons, _foot),
    "case": (_question, _who, _words, _handed, _doubts, _checked, _before, _buttons, _foot),
}
