"""The buttons under a card. Each value says what the card showed; each button names its act for screen readers."""

from collections.abc import Sequence

from bot.permissions import done_again_by_one
from bot.story import Story
from handlers.slack.blocks import Block, Time, actions, button, clipped, marked, options, prose
from handlers.slack.ids import Action, Ref, choice, menu_value
from handlers.slack.outcomes import act


def ref(story: Story) -> Ref:
    """What the card of this story shows, for the values of its buttons."""
    handoff = story.handoff
    return Ref(handoff.id, handoff.revision, handoff.stage, handoff.args_digest)


def folded_line(story: Story, rest: Sequence[str | Time]) -> Block:
    """The second line of a folded card, where no dot parts it from the one before, with the way to everything."""
    show = button("Show everything", Action.SHOW, str(ref(story)), f"Show everything about {story.handoff.name}")
    told = marked(*rest)
    return {"type": "section", "text": {**told, "text": told["text"].removeprefix("· ")}, "accessory": show}


def decide(story: Story) -> Block:
    """Approve, Edit, Reject."""
    value = str(ref(story))
    return actions(
        button("Approve", Action.APPROVE, value, f"Approve: {act(story)}", "primary"),
        button("Edit", Action.EDIT, value, f"Edit: {act(story)}"),
        button("Reject", Action.REJECT, value, f"Reject: {act(story)}", "danger"),
        _menu(story),
    )


def _menu(story: Story) -> Block:
    """The overflow menu, the same on every card; a doubt is settled by its three buttons alone."""
    plainly = Ref(story.handoff.id, story.handoff.revision, story.handoff.stage)
    entries = [("Ask a question", Action.ASK)]
    entries += [("Take over", Action.TAKE_OVER)] if story.handoff.kind != "doubt" else []
    entries += [("Give to someone", Action.GIVE), ("Remind me later", Action.LATER), ("Show everything", Action.SHOW)]
    made = options((label, menu_value(action, plainly)) for label, action in entries)
    return {"type": "overflow", "action_id": Action.MORE, "options": made}


def take(story: Story) -> Block:
    """What a whole case offers."""
    value = str(ref(story))
    return actions(
        button("Take over", Action.TAKE_OVER, value, f"Take over: {act(story)}", "primary"),
        button("Answer", Action.ANSWER, value, f"Answer the agent: {act(story)}"),
        _menu(story),
    )


def choose(story: Story, most: int, longest: int) -> Block:
    """The choices of a question, at most `most`, each at most `longest` characters."""
    return actions(*choices(story, "Answer", most, longest), _menu(story))


def choices(story: Story, other: str, most: int = 8, longest: int = 40) -> list[Block]:
    """The choices of a question as buttons, and one for any other answer."""
    value = str(ref(story))
    named = [(prose(text), choice(index)) for index, text in enumerate(story.handoff.choices[:most])]
    made = [button(clipped(text, longest), action, value, f"Answer: {text}") for text, action in named]
    return [*made, button(other, Action.ANSWER, value, f"Answer in words: {act(story)}")]


def settle(story: Story) -> Block:
    """What became of an effect in doubt; done again only where one person alone may have that."""
    value = str(ref(story))
    again = [button("Do it again", Action.AGAIN, value, f"Do it again: {act(story)}", "danger")]
    return actions(
        button("It happened", Action.HAPPENED, value, f"It happened: {act(story)}", "primary"),
        *(again if may_again(story) else []),
        button("Drop it", Action.DROP, value, f"Drop it: {act(story)}"),
        _menu(story),
    )


def may_again(story: Story) -> bool:
    """Whether one person may have an act in doubt done again, by today’s rules."""
    return story.step is None or done_again_by_one(story.step)
