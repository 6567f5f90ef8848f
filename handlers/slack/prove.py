"""What Approve asks for beside the press: the value that is typed, the code. Fields and windows, pure."""

from typing import Any, NamedTuple

from bot.signing import Asked
from bot.story import Story
from handlers.slack.blocks import Block, Line, field, modal, prose, rich, words
from handlers.slack.buttons import ref
from handlers.slack.ids import VALUE, Field, Meta, Window
from handlers.slack.outcomes import act, counted, each, name, proven

LONGEST = 20
"""Characters of a recovery code as people may group it."""
_ORDINALS = {2: "second", 3: "third", 4: "fourth", 5: "fifth"}
_FEW = {2: "two", 3: "three", 4: "four", 5: "five"}


def approve_modal(story: Story, asked: Asked, channel: str = "", ts: str = "") -> Block:
    """What is approved, whether it can be taken back, who did before; the value and the code."""
    lines: list[Line] = [[f"{act(story)}."], *_for_good(story, asked), *_others(story)]
    title = f"Approve {each(story)}" if each(story) else "Approve"
    return modal(Window.APPROVE, title, "Approve", _asking(story, asked, lines), _meta(story, channel, ts))


def again_modal(story: Story, asked: Asked, channel: str = "", ts: str = "") -> Block:
    """What in doubt is done again, what that means, the value and the code."""
    lines: list[Line] = [[f"{act(story)}."], ["It runs once more: twice, if it did happen."]]
    fields, meta = _asking(story, asked, lines), _meta(story, channel, ts)
    return modal(Window.AGAIN, "Do it again", "Do it again", fields, meta)


def drop_modal(story: Story, asked: Asked, channel: str = "", ts: str = "") -> Block:
    """What in doubt is dropped, what that means, the value and the code."""
    lines: list[Line] = [[f"{act(story)}."], ["It is closed undone, and the same can be asked for again."]]
    return modal(Window.DROP, "Drop it", "Drop it", _asking(story, asked, lines), _meta(story, channel, ts))


def _asking(story: Story, asked: Asked, lines: list[Line]) -> list[Block]:
    fields = proof_fields(story, asked)
    fields[0]["element"]["focus_on_load"] = True
    return [rich(words(*lines)), *fields]


def _meta(story: Story, channel: str, ts: str) -> str:
    return str(Meta(ref(story), story.request.id, channel, ts))


def _for_good(story: Story, asked: Asked) -> list[Line]:
    step = story.step
    final = step is not None and step.tool.inverse is None and (asked.confirm or step.risk == "critical")
    return [["It cannot be taken back."]] if final else []


def _others(story: Story) -> list[Line]:
    """ "You are the second of two. Dana approved 15:20, with code."."""
    agreed = [one for one in counted(story) if one not in story.lapsed]
    before = [one for one in agreed if one.stage == story.handoff.stage]
    line: list[Any] = []
    if before and story.quorum > 1:
        place = _ORDINALS.get(len(before) + 1, f"number {len(before) + 1}")
        line += [f"You are the {place} of {_FEW.get(story.quorum, str(story.quorum))}. "]
    for one in agreed[-5:]:
        line += [f"{name(story, one.person)} approved ", *proven(story, one), ". "]
    return [line] if line else []


def proof_fields(story: Story, asked: Asked) -> list[Block]:
    """The fields that Approve, or Approve as edited, asks for; none where a press is enough."""
    fields = []
    if asked.confirm and story.step:
        label = prose(story.step.label(asked.confirm)) or asked.confirm
        element = {"type": "plain_text_input", "action_id": VALUE, "max_length": 3000}
        fields.append(field(Field.TYPED, label, element, "Type it as it stands on the card: it cannot be taken back."))
    if asked.code or asked.perhaps:
        fields.append(code_field(_hint(story, asked), optional=not asked.code))
    return fields


def _hint(story: Story, asked: Asked) -> str:
    what = each(story) or "decision"
    when = "" if asked.code else "Only where the new values ask for one. "
    return f"{when}The code is good for this {what} only. Without your phone: a recovery code."


def code_field(hint: str, *, optional: bool = False) -> Block:
    """Where a code is typed."""
    element = {"type": "plain_text_input", "action_id": VALUE, "max_length": LONGEST}
    return field(Field.CODE, "6-digit code", element, hint, optional=optional)


class Typed(NamedTuple):
    """What was typed beside the arguments; None where the window had no such field."""

    code: str | None
    value: str | None


def typed(view: Any) -> Typed:
    """What stood in a window of Approve or Edit."""
    asked = {block.get("block_id") for block in view["blocks"]}
    values = view["state"]["values"]
    code, value = (
        str(values.get(block, {}).get(VALUE, {}).get("value") or "") if block in asked else None
        for block in (Field.CODE, Field.TYPED)
    )
    return Typed(code, value)
