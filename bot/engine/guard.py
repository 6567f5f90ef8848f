"""What code finds out about a proposal before anybody sees it, whatever its agent says of it."""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from bot import allowed, provenance
from bot.agents import Case
from bot.agents.orders import gives_orders
from bot.engine.world import World
from bot.policy import NO_FLAGS, Flags
from bot.provenance import Source
from bot.tools import Tool
from bot.workflows import Step, Workflow
from storage import decisions
from storage.models import Brief, Handoff, Request, Who
from storage.sqlite import Db

CHANGED_FOR = timedelta(days=30)
"""For so long a card says that a tool changed."""
Read = tuple[str, dict[str, Any], dict[str, Any]]
"""A look-up of the run: the tool, what it was asked, what it answered."""
MOST_READ = 400_000
"""So many characters of a run's answers are looked through for orders, two seconds' work; more than that asks."""
_ESCAPE = re.compile(r"\\(u[0-9a-f]{4}|.)")
_ESCAPED = {"n": "\n", "r": "\n", "t": "\t", "b": " ", "f": " "}


def marked(
    world: World, workflow: Workflow, proposed: Handoff, case: Case, reads: Sequence[Read]
) -> tuple[Brief, Flags]:
    """The brief of a proposal with the marks that code puts into it, and what speaks for asking a person.

    Marks that an agent put there by itself are not kept. `reads` are those of its run so far.
    """
    known, words = sources(workflow, case, reads), case.words
    orders = proposed.brief.orders or gives_orders(words) or _order(known)
    step = workflow.steps.get(proposed.step)
    if step is None:
        return proposed.brief.model_copy(update={"origins": {}, "strays": {}, "orders": orders}), NO_FLAGS
    found = provenance.origins(step, proposed.args, words, known)
    strays = allowed.strays(proposed.args, step.allow)
    brief = proposed.brief.model_copy(update={"origins": found, "strays": strays, "orders": orders})
    outside = tuple(dict.fromkeys(each for values in strays.values() for each in values))
    flags = replace(by_tools(world, workflow, step), untrusted=tuple(provenance.untrusted(found)), outside=outside)
    return brief, flags


def by_tools(world: World, workflow: Workflow, step: Step) -> Flags:
    """What the tools of a step and of the reads behind it have against an act alone, whatever is proposed."""
    tools = (step.tool, *workflow.reads.values())
    changed = [tool.changed_at for tool in tools if tool.changed_at]
    return Flags(
        changed=_day(world, max(changed)) if changed and world.clock() - max(changed) < CHANGED_FOR else "",
        always=tuple(dict.fromkeys([tool.always for tool in tools if tool.always])),
    )


def changed_since(world: World, step: Step, handoff: Handoff) -> str:
    """That the tool of a step changed since its card was made, where the card does not say so; else empty."""
    at = step.tool.changed_at
    told = f"The tool changed on {_day(world, at)}." if at and at > handoff.opened_at else ""
    return "" if told in handoff.reasons else told


def advisers(db: Db, world: World, request: Request) -> tuple[Who, ...]:
    """Who gave the agent of a request a reason for what they decided, in words of their own: no choice of Reject."""
    workflow = world.shelf.workflow(request.workflow)
    steps = workflow.steps.items() if workflow else ()
    chosen = {(name, each.text) for name, step in steps for each in step.reasons}
    return tuple([who for who, step, note in decisions.reasons(db, request.id) if (step, note) not in chosen])


def after_edit(step: Step | None, before: Handoff, args: Mapping[str, Any]) -> Brief:
    """The brief with its marks for the values that a person put in place of the proposed ones."""
    typed = {name for name, value in args.items() if before.args.get(name) != value}
    kept = {name: origin for name, origin in before.brief.origins.items() if name in args}
    marks: dict[str, Any] = {"origins": kept | dict.fromkeys(sorted(typed), provenance.PERSON)}
    marks["unfound"] = tuple(name for name in before.brief.unfound if name not in typed)
    marks["strays"] = allowed.strays(args, step.allow) if step else {}
    return before.brief.model_copy(update=marks)


def sources(workflow: Workflow, case: Case, reads: Sequence[Read]) -> tuple[Source, ...]:
    """What was looked up in this run, and what earlier steps of the request returned."""
    looked_up = [_source(name, workflow.reads.get(name), asked, answered) for name, asked, answered in reads]
    done = [
        _source(each.step, workflow.steps[each.step].tool, each.args, each.result or {})
        for each in case.outcomes
        if each.step in workflow.steps
    ]
    return (*looked_up, *done)


def _source(name: str, tool: Tool | None, asked: Any, answered: Any) -> Source:
    whole = isinstance(answered, Mapping) and not {"refused", "failed"} & answered.keys()
    vouched = tool is not None and tool.vouched and whole
    return Source(name, asked if isinstance(asked, Mapping) else {}, {"": answered}, vouched)


def _order(known: Sequence[Source]) -> bool:
    """Whether something that was looked up may give orders: what was not looked through to its end may."""
    told = [_told(source) for source in known]
    return sum(map(len, told)) > MOST_READ or any(map(gives_orders, told))


def _told(source: Source) -> str:
    """What a look-up answered, as a text with its lines and quotes as they are read: JSON hides where words begin."""
    told = json.dumps(source.answered, ensure_ascii=False, default=str)
    return _ESCAPE.sub(_meant, told)


def _meant(escape: re.Match[str]) -> str:
    char = escape[1]
    return chr(int(char[1:], 16)) if len(char) > 1 else _ESCAPED.get(char, char)


def _day(world: World, at: datetime) -> str:
    day = at.astimezone(world.shelf.team.zone)
    return f"{day.day} {day:%b}"
