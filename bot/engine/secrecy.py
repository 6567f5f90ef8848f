"""Secret values on their way in and out: kept sealed in one row each, a placeholder in their place everywhere else."""

from collections.abc import Iterable, Mapping
from typing import Any

from bot import hidden as log_of_hidden
from bot import secrecy
from bot.engine.world import World
from bot.errors import BatonError
from bot.secrecy import Fields
from bot.workflows import Step, Workflow
from storage import audit, secrets
from storage.models import Handoff, Request
from storage.sealing import Unsealable
from storage.sqlite import Db


class Sealed(BatonError):
    """A secret value cannot be put back in its place; the text says why. Nothing was called with it."""


def values(db: Db, world: World, request_id: int) -> dict[str, str]:
    """The secret values of a request: placeholder to value; none that was erased.

    Raises:
        Sealed: there is no key, or it is another one.
    """
    found = [each for each in secrets.of_request(db, request_id) if each.sealed]
    if found and world.sealer is None:
        raise Sealed("Secret values of this request are sealed, and BATON_SECRET_KEY is not set. Nothing was done.")
    try:
        opened = {secrecy.placeholder(each.field, each.id): secrets.value(world.sealer, each) for each in found}  # type: ignore[arg-type]
    except Unsealable as error:
        raise Sealed(f"A secret value of this request cannot be opened. {error}") from error
    log_of_hidden.remember(opened.values())
    return opened


def opened(db: Db, world: World, request_id: int, value: Any) -> Any:
    """A JSON value with the secret values of this request back in their places.

    Raises:
        Sealed: one of them is another request's, was erased, or cannot be opened.
    """
    numbers = set(secrecy.numbers_in(value))
    if not numbers:
        return value
    known = {
        number: text for name, text in values(db, world, request_id).items() for number in secrecy.numbers_in(name)
    }
    if numbers - known.keys():
        raise Sealed("A secret value in it does not belong to this request, or was erased.")
    return secrecy.opened(value, known)


def hide(db: Db, world: World, fields: Fields, request_id: int, value: Any) -> Any:
    """A JSON value (an answer, arguments) as rows, prompts and people may have it; new secret values are kept."""
    if not fields:
        return value
    found = list(dict.fromkeys(secrecy.in_answer(fields, value)))
    return secrecy.hidden(value, fields, _known(db, world, request_id, found))


def hide_text(db: Db, world: World, fields: Fields, request_id: int, text: str) -> str:
    """The same for people's words: what the fields' patterns find, and every secret value of this request."""
    if not fields:
        return text
    found = list(dict.fromkeys(secrecy.in_words(fields, text)))
    return secrecy.hidden_in_text(text, _known(db, world, request_id, found))


def hide_answer(db: Db, world: World, field: str, request_id: int, text: str) -> str:
    """The whole of what was typed is a secret value: an answer to a question about it."""
    return next(iter(_known(db, world, request_id, [(field, text)], only=text).values()))


def _known(
    db: Db, world: World, request_id: int, found: Iterable[tuple[str, str]], *, only: str | None = None
) -> dict[str, str]:
    """Value to placeholder, for all of a request; those `found` that are new get a row of their own."""
    known = {text: name for name, text in values(db, world, request_id).items()}
    for field, text in found:
        if text not in known:
            known[text] = _keep(db, world, request_id, field, text)
    return known if only is None else {only: known[only]}


def _keep(db: Db, world: World, request_id: int, field: str, text: str) -> str:
    now = world.clock()
    if world.sealer is None:  # the start refuses this; a file that came into force later is refused as well
        raise Sealed("A secret value cannot be kept: BATON_SECRET_KEY is not set. Nothing was recorded.")
    kept = secrets.add(db, world.sealer, request_id=request_id, field=field, value=text, now=now)
    audit.add(db, now, "secret_kept", "baton", request=request_id, data=secrets.attested(kept))
    log_of_hidden.remember([text])
    return secrecy.placeholder(field, kept.id)


def all_fields(workflows: Iterable[Workflow]) -> Fields:
    """The secret fields of all these workflows, for words of which nobody knows yet which one they are for."""
    return {name: pattern for flow in workflows for name, pattern in flow.secrets.items()}


def fields_for(world: World, workflow_id: str) -> Fields:
    """The secret fields of a workflow; of all of them where it is not chosen yet, or gone."""
    workflow = world.shelf.workflow(workflow_id) if workflow_id else None
    return workflow.secrets if workflow else all_fields(world.shelf.workflows.values())


def words(db: Db, world: World, request: Request, text: str) -> str:
    """What somebody wrote about a request, without secret values."""
    return hide_text(db, world, fields_for(world, request.workflow), request.id, text)


def typed(db: Db, world: World, step: Step | None, handoff: Handoff, args: Mapping[str, Any]) -> dict[str, Any]:
    """Arguments as they were typed, as rows may have them."""
    if step is None or not step.secrets:
        return dict(args)
    fields = dict.fromkeys(step.secrets)
    return dict(hide(db, world, fields, handoff.request_id, dict(args)))
