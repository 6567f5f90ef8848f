"""Going through what waits for somebody, in one window: after each decision the next card stands in it."""

import logging
from collections.abc import Sequence

from slack_sdk.errors import SlackApiError

from bot.desk import Card
from bot.story import Story
from handlers.slack import cards
from handlers.slack.blocks import Block, Bold, Line, actions, button, modal, rich, words
from handlers.slack.buttons import ref
from handlers.slack.desk import Desk
from handlers.slack.ids import Action, Meta, Window
from handlers.slack.out import answered
from handlers.slack.outcomes import ending
from storage.models import Who

AHEAD = 150
"""So many are kept in the window; it is asked anew for what comes after them."""
_REFUSED = "Nothing was done; why is told to you alone, in your messages with Baton."
log = logging.getLogger(__name__)


async def begin(desk: Desk, who: Who, at: int = 0) -> Block:
    """The window for somebody who begins to go through what waits for them, at this handoff or the first one."""
    return window(await desk.engine.overview.walk(who, at, ()), at)


async def next_one(desk: Desk, who: Who, walk: Sequence[int]) -> Block:
    """The window with the next card, without a decision on the one before."""
    return window(await desk.engine.overview.walk(who, 0, walk), 0)


async def after(desk: Desk, who: Who, view_id: str, walk: Sequence[int], at: int, *, refused: bool = False) -> None:
    """Something became of a card in the window: the next one that waits, or the same where it still does.

    `refused`: nothing did, and why is told in a direct message.
    """
    view = window(await desk.engine.overview.walk(who, at, walk), at, refused=refused)
    await show(desk, view_id, view)


async def show(desk: Desk, view_id: str, view: Block) -> None:
    """Change a window; one that was closed meanwhile stays closed."""
    try:
        await desk.client.views_update(view_id=view_id, view=view)
    except SlackApiError as error:
        if answered(error) not in {"not_found", "view_not_found"}:
            raise
        log.info("the window %s was closed before it could change", view_id)


def window(card: Card, at: int, *, refused: bool = False) -> Block:
    """One stop of the way. `at` is the handoff that was decided or left last, or at which a press was `refused`."""
    lines = _news(card, at) or ([[_REFUSED]] if refused else [])
    news = [rich(words(*lines)), {"type": "divider"}] if lines else []
    if card.story is None:
        blocks = [*news, rich(words([Bold("Nothing waits for you.")]))]
        return modal(Window.SHOW, "Review", "", blocks, str(Meta(walk=())))
    blocks = [*news, *cards.card(card.story).blocks, *_onward(card)]
    about = Meta(ref(card.story), card.story.request.id, walk=card.ahead[:AHEAD])
    return modal(Window.SHOW, card.story.handoff.name, "", blocks, str(about))


def _news(card: Card, at: int) -> list[Line]:
    """What became of the last one; and that others are left out, because they were decided meanwhile."""
    lines = [_became(each) for each in card.gone if each.handoff.id == at]
    others = [each.handoff.name for each in card.gone if each.handoff.id != at]
    if others:
        left = card.skipped - len(others)
        named = ", ".join(others) + (f" and {left} more" if left else "")
        lines.append([f"Left out, because they were decided or changed meanwhile: {named}."])
    return lines


def _became(story: Story) -> Line:
    if story.handoff.closed_at is None and story.decisions[-1:] and story.decisions[-1] in story.lapsed:
        return [f"{story.handoff.name}: changed. It is no approval; it waits for others now."]
    if story.handoff.closed_at is None:
        return [f"{story.handoff.name}: your word counts. It waits for others now."]
    line, rest = ending(story)
    return [*line, " ", *rest]


def _onward(card: Card) -> list[Block]:
    if not card.left or card.story is None:
        return []
    told = f"{card.left} more {'waits' if card.left == 1 else 'wait'} for you."
    go = button("Next", Action.NEXT, str(ref(card.story)), "Leave this one and see the next one")
    return [rich(words([told])), actions(go)]
