"""Who may ask, who may decide, and whether enough people have. Pure; asked again at every click.

A step that these functions get is the one that its rules make of the arguments in question (`Step.ruled`).
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Literal

from bot.people import People
from bot.rules import PROVEN
from bot.workflows import Stage, Step, Workflow
from storage.models import Decision, Handoff, Request, Who

Refusal = Literal["", "stranger", "not_approver", "guest", "own_request"]
AGREES = frozenset({"approve", "edit"})
"""The verdicts that agree."""


def deciders(step: Step, rung: int, stage: int | None = None) -> tuple[str, ...]:
    """The references that may decide: the approvers of a stage (None: of any), and all whose rung has been reached."""
    asked = step.approvers if stage is None else step.stage(stage).approvers
    if rung:
        asked = (*asked, *[each.to for each in step.escalate[:rung]])
    return tuple(dict.fromkeys(asked))


def stage_of(handoff: Handoff) -> int | None:
    """The stage whose people decide a handoff; None where those of every stage do: nothing but approvals has stages."""
    return handoff.stage if handoff.kind == "approval" else None


def may_decide(step: Step, handoff: Handoff, request: Request, who: Who, people: People) -> Refusal:
    """Why `who` may not decide this handoff now; empty where they may."""
    return _may(step, request, who, people, deciders(step, handoff.rung, stage_of(handoff)))


def _may(step: Step, request: Request, who: Who, people: People, references: Sequence[str]) -> Refusal:
    if not people.is_person(who):
        return "stranger"
    if who.user not in people.users(references):
        return "not_approver"
    if people.is_uncalled_guest(who.user, references):
        return "guest"
    if who == request.requester and not step.self_approval:
        return "own_request"
    return ""


def may_ask(workflow: Workflow, who: Who, people: People) -> bool:
    """Whether `who` may make a request of this workflow; a bot may where the workflow listens to it by name."""
    if isinstance(workflow.listen, tuple) and who.user in workflow.listen:
        return who.team == people.team
    if workflow.requesters == ("members",):
        return people.is_full_member(who)
    return people.is_person(who) and who.user in people.users(workflow.requesters)


def done_again_by_one(step: Step) -> bool:
    """Whether one person may have an act of which nobody knows whether it happened done again.

    Where the tool knows its key, a retry runs what was approved, once. Anywhere else it may be a second time, which
    needs everybody whom the approval needed.
    """
    return step.tool.idempotent or (len(step.stages) == 1 and step.quorum == 1)


def not_to_tell(request: Request, who: Who, people: People) -> Literal["", "stranger", "guest_adds"]:
    """Why what `who` writes about a request is no news for its agent; empty where it is: of members, and of who asked.

    Nobody checks words before an agent acts on them, so they must be of somebody whom the team knows.
    """
    if not people.is_person(who):
        return "stranger"
    return "" if who == request.requester or people.is_full_member(who) else "guest_adds"


# Stages --------------------------------------------------------------------------------------------------------------


def agreed(
    step: Step, handoff: Handoff, request: Request, decisions: Iterable[Decision], people: People, stage: int
) -> frozenset[Who]:
    """Who has agreed to this very revision at a stage, with the proof it asks for, and still has the right to.

    Whoever decided as a rung keeps that right when the next stage begins to climb the ladder from below, and whoever
    decided on call keeps it when the next one is.
    """
    # Where there is one stage alone nothing climbs down: whose rung was never reached decided as something else.
    rung = handoff.rung if len(step.stages) == 1 else len(step.escalate)
    asked, by_click, ever = deciders(step, rung, stage), step.stage(stage).sign_off == "click", people.ever
    found = [
        each.person
        for each in decisions
        if each.stage == stage
        and each.revision == handoff.revision
        and each.verdict in AGREES
        and (by_click or each.proof in PROVEN)
        and not _may(step, request, each.person, ever, asked)
    ]
    return frozenset(found)


def open_stage(
    step: Step, handoff: Handoff, request: Request, decisions: Sequence[Decision], people: People
) -> int | None:
    """The first stage in which not enough people have agreed, from 1; None where all have what they need."""
    for number, stage in enumerate(step.stages, start=1):
        if len(agreed(step, handoff, request, decisions, people, number)) < stage.quorum:
            return number
    return None


def needed_later(
    step: Step, handoff: Handoff, request: Request, decisions: Sequence[Decision], who: Who, people: People
) -> int:
    """The later stage that nobody could decide any more if `who` decided this one; 0 where there is none.

    Nobody decides in two stages. Where the stages cannot be filled anyway, nobody is kept from deciding.
    """
    if len(step.stages) == 1:
        return 0
    given = [agreed(step, handoff, request, decisions, people, number) for number in range(1, len(step.stages) + 1)]
    spent = {each.user for each in frozenset().union(*given)} | _own(step, request)
    now = min(handoff.stage, len(step.stages)) - 1
    wanted = [Stage(deciders(step, handoff.rung if index == now else 0, index + 1), stage.quorum - len(given[index]))
              for index, stage in enumerate(step.stages)]  # fmt: skip
    if unfilled(wanted, people, spent):
        return 0
    wanted[now] = replace(wanted[now], quorum=wanted[now].quorum - 1)
    return unfilled(wanted, people, spent | {who.user})


def _own(step: Step, request: Request) -> set[str]:
    return set() if step.self_approval else {request.requester.user}


def unfilled(stages: Sequence[Stage], people: People, without: Iterable[str] = ()) -> int:
    """The first stage, from 1, that cannot have its quorum by people who decide in no other; 0 where all can."""
    spent = set(without)
    free = [able(stage.approvers, people) - spent for stage in stages]
    taken: dict[str, int] = {}
    for index, stage in enumerate(stages):
        for _ in range(stage.quorum):
            if not _placed(index, free, taken, set()):
                return index + 1
    return 0


def _placed(stage: int, free: Sequence[frozenset[str]], taken: dict[str, int], seen: set[str]) -> bool:
    """Find somebody for a stage; who stands in another may be moved if somebody else is found for that one."""
    for user in sorted(free[stage] - seen, key=taken.__contains__):
        seen.add(user)
        if user not in taken or _placed(taken[user], free, taken, seen):
            taken[user] = stage
            return True
    return False


def able(references: Sequence[str], people: People) -> frozenset[str]:
    """The user ids of those whom the references let decide: active people of this workspace, and no uncalled guest."""
    active = (user for user in people.users(references) if people.is_person(Who(people.team, user)))
    return frozenset(user for user in active if not people.is_uncalled_guest(user, references))
