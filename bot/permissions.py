"""Who may ask, and who may decide. Pure; asked again at every click."""

from typing import Literal

from bot.people import People
from bot.workflows import Step, Workflow
from storage.models import Handoff, Request, Who

Refusal = Literal["", "stranger", "not_approver", "own_request"]


def deciders(step: Step, rung: int) -> tuple[str, ...]:
    """The references that may decide: the approvers, and everybody whose rung has been reached."""
    return tuple(dict.fromkeys((*step.approvers, *(each.to for each in step.escalate[:rung]))))


def may_decide(step: Step, handoff: Handoff, request: Request, who: Who, people: People) -> Refusal:
    """Why `who` may not decide this handoff; empty where they may."""
    if not people.is_person(who):
        return "stranger"
    if who.user not in people.users(deciders(step, handoff.rung)):
        return "not_approver"
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


def impossible(step: Step, people: People) -> str:
    """Why nobody can ever decide this step; empty where somebody can. Asked at the start.

    The approvers must be known, be active people, and be at least as many as must agree.
    """
    unknown = [name for name in (*step.approvers, *(rung.to for rung in step.escalate)) if not people.resolve(name)]
    able = {
        user
        for user in people.users(step.approvers)
        if user in people.members and not (people.members[user].is_bot or people.members[user].deleted)
    }
    if len(able) >= step.quorum and not (len(able) == 1 and step.quorum > 1):
        return ""
    lack = f"; nobody here is called {', '.join(unknown)}" if unknown else ""
    if unknown and not people.groups:
        lack += " (no user group can be read here: the Slack app lacks usergroups:read, or there are none)"
    return f"{step.quorum} must approve, and {len(able)} of the approvers can{lack}"
