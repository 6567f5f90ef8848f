"""What entries say as salted hashes of an action: the values that it holds alone, and why it did not end well."""

from bot.engine.keys import once_key, once_value
from bot.workflows import Step
from storage import chain, effects, requests
from storage.models import Handoff
from storage.sqlite import Db


def held(db: Db, handoff: Handoff, step: Step | None) -> dict[str, dict[str, str]]:
    """Hold the values that may run only once; what the record says of those that it holds now, nothing without any."""
    names = [name for name in (step.once if step else ()) if handoff.args.get(name) is not None]
    values = {name: once_value(handoff.args, name) for name in names}
    keys = {name: once_key(handoff.workflow, handoff.step, name) for name in names}
    mine = [name for name in names if effects.claim(db, keys[name], values[name], handoff.id) == handoff.id]
    salt = requests.salt(db, handoff.request_id) if mine else ""
    return {"once": {name: chain.sealed(salt, values[name]) for name in mine}} if mine else {}


def why(db: Db, handoff: Handoff, error: str) -> dict[str, str]:
    """What the record says of why an action did not end well; nothing where it did."""
    return {"error": chain.sealed(requests.salt(db, handoff.request_id), error)} if error else {}
