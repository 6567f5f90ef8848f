"""A reply that told the agent something was edited: what it says now is news, as the edit of a request is."""

from typing import Protocol

from bot.engine import secrecy
from bot.engine.world import World
from bot.permissions import not_to_tell
from storage import requests
from storage.models import Request, Who
from storage.sqlite import Db


class Noting(Protocol):
    """`Requests.note`."""

    def __call__(
        self, db: Db, request: Request, *, key: str, who: Who, text: str, kind: str, restart: bool
    ) -> bool | None:
        """Whether the agent looks again."""


def reply(world: World, db: Db, note: Noting, source_key: str, edit_key: str, who: Who, text: str) -> None:
    """Note what the message says now, where it added something before and its author may still tell the agent.

    An edit begins nothing that has ended.
    """
    said = requests.noted_from(db, source_key)
    if said is None or said.who != who or not said.text:  # its words were erased
        return
    request = requests.get(db, said.request_id)
    if not not_to_tell(request, who, world.people) and secrecy.words(db, world, request, text) != said.text:
        note(db, request, key=f"{source_key}#{edit_key}", who=who, text=text, kind="add", restart=False)
