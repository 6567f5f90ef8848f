"""The keys under which an action and a value run at most once. Pure."""

from collections.abc import Mapping
from typing import Any

from bot.rules import alike
from storage.models import UNDO, Handoff


def effect_key(handoff: Handoff) -> str:
    """Handoff and revision: the same on a retry, new after an edit."""
    return f"{handoff.name}-{handoff.revision}"


def undo_key(handoff: Handoff) -> str:
    """The key under which an act is taken back."""
    return f"{effect_key(handoff)}{UNDO}"


def once_key(workflow: str, step: str, argument: str) -> str:
    """The name of a `once` rule."""
    return f"{workflow}/{step}.{argument}"


def once_value(args: Mapping[str, Any], argument: str) -> str:
    """The value that may run only once, as it is compared: no other spelling of it may run beside it."""
    return alike(as_typed(args, argument))


def as_typed(args: Mapping[str, Any], argument: str) -> str:
    """The same as it was typed: earlier versions of Baton kept it so."""
    return str(args.get(argument, ""))
