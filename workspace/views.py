"""Modals and App Home: the stack of each person, hashes and external ids."""

import secrets

from workspace.clock import Clock
from workspace.feed import Feed
from workspace.jsontypes import Json
from workspace.state import State
from workspace.view_state import complete, kept_values, plain

MAX_STACK = 3


class ViewError(Exception):
    """A view cannot be shown so; the text is Slack's error name."""


class Views:
    """Opens, pushes, updates, closes and publishes views, and tells the pages."""

    def __init__(self, state: State, clock: Clock, feed: Feed) -> None:
        self._state, self._clock, self._feed = state, clock, feed

    def open(self, user: str, given: Json) -> Json:
        """Open a modal for `user`, in place of whatever modal was open."""
        self._check_external_id(given, None)
        view = self._built(given)
        view |= {"root_view_id": view["id"], "previous_view_id": None}
        self._state.stacks[user] = [view]
        self._show(user)
        return view

    def push(self, user: str, given: Json) -> Json:
        """Put a modal on top of the open ones.

        Raises:
            ViewError: `push_limit_reached`, `not_found` (none is open) or `duplicate_external_id`.

        """
        stack = self._state.stacks.get(user, [])
        if not stack:
            raise ViewError("not_found")
        if len(stack) >= MAX_STACK:
            raise ViewError("push_limit_reached")
        self._check_external_id(given, None)
        view = self._built(given)
        view |= {"root_view_id": stack[0]["id"], "previous_view_id": stack[-1]["id"]}
        stack.append(view)
        self._show(user)
        return view

    def update(self, view: Json, given: Json, wanted_hash: str | None) -> Json:
        """Change an open view in place.

        Raises:
            ViewError: `hash_conflict` = it changed since the app saw it; `duplicate_external_id`.

        """
        if wanted_hash and wanted_hash != view["hash"]:
            raise ViewError("hash_conflict")
        self._check_external_id(given, view)
        kept = {key: view[key] for key in ("id", "root_view_id", "previous_view_id")}
        fresh = self._built(given) | kept
        fresh["state"] = {"values": kept_values(view, fresh)}
        view.clear()
        view.update(fresh)
        self._show(self.owner(view))
        return view

    def publish(self, user: str, given: Json, wanted_hash: str | None) -> Json:
        """Set the App Home of `user`."""
        old = self._state.homes.get(user)
        if wanted_hash and old is not None and wanted_hash != old["hash"]:
            raise ViewError("hash_conflict")
        self._check_external_id(given, old)
        view = self._built(given)
        if old is not None:
            view["id"] = old["id"]
        view |= {"root_view_id": view["id"], "previous_view_id": None}
        self._state.homes[user] = view
        self._feed.to([user], {"type": "home", "view": shown(view)})
        return view

    def close(self, user: str, everything: bool) -> list[Json]:
        """Close the top modal, or all; return the closed ones, top first."""
        stack = self._state.stacks.get(user, [])
        closed = [stack.pop() for _ in range(len(stack) if everything else min(1, len(stack)))]
        self._show(user)
        return closed

    def close_one(self, user: str, view: Json) -> None:
        """Close one modal, wherever in the stack it is by now."""
        self._state.stacks[user] = [one for one in self._state.stacks.get(user, []) if one is not view]
        self._show(user)

    def clear(self, user: str) -> None:
        """Close every modal without telling the app."""
        self._state.stacks.pop(user, None)
        self._show(user)

    def find(self, view_id: str | None, external_id: str | None = None) -> Json | None:
        """Return an open view by its id or by the id that the app gave it."""
        for view in self._state.views():
            if view["id"] == view_id or (external_id and view["external_id"] == external_id):
                return view
        return None

    def owner(self, view: Json) -> str:
        """Return who looks at a view."""
        for user, stack in self._state.stacks.items():
            if view in stack:
                return user
        return next(user for user, home in self._state.homes.items() if home is view)

    def stack(self, user: str) -> list[Json]:
        """Return the modals of a person as its page shows them, top last."""
        return [shown(view) for view in self._state.stacks.get(user, [])]

    def home(self, user: str) -> Json | None:
        """Return the App Home of a person as its page shows it."""
        view = self._state.homes.get(user)
        return shown(view) if view is not None else None

    def _show(self, user: str) -> None:
        self._feed.to([user], {"type": "view", "stack": self.stack(user)})

    def _check_external_id(self, given: Json, own: Json | None) -> None:
        external_id = given.get("external_id")
        if external_id and any(v["external_id"] == external_id and v is not own for v in self._state.views()):
            raise ViewError("duplicate_external_id")

    def _built(self, given: Json) -> Json:
        seed = self._state.seed
        return {
            "id": self._state.new_id("V"),
            "team_id": seed.team_id,
            "type": given["type"],
            "blocks": complete(given.get("blocks", [])),
            "private_metadata": given.get("private_metadata", ""),
            "callback_id": given.get("callback_id", ""),
            "state": {"values": {}},
            "hash": f"{int(self._clock.now())}.{secrets.token_hex(4)}",
            "title": plain(given.get("title")),
            "clear_on_close": bool(given.get("clear_on_close")),
            "notify_on_close": bool(given.get("notify_on_close")),
            "close": plain(given.get("close")),
            "submit": plain(given.get("submit")),
            "submit_disabled": bool(given.get("submit_disabled")),
            "external_id": given.get("external_id", ""),
            "app_id": seed.app_id,
            "app_installed_team_id": seed.team_id,
            "bot_id": seed.bot_id,
        }


def shown(view: Json) -> Json:
    """Return a view as the page gets it: without what only the app may read."""
    return {key: value for key, value in view.items() if key != "private_metadata"}
