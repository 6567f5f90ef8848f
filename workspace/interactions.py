"""What people do to the app: commands, clicks, modals and shortcuts, each sent as one envelope and never again."""

from contextlib import suppress

from workspace import typed
from workspace.checks import view_problems
from workspace.clock import Clock
from workspace.events import VERIFICATION_TOKEN
from workspace.jsontypes import Json
from workspace.manifest import Manifest
from workspace.respond import Origin, RespondError, ResponseUrls
from workspace.socket_mode import NotAckedError, SocketMode
from workspace.state import Channel, State
from workspace.triggers import Triggers
from workspace.view_state import inputs, missing, state_values
from workspace.views import ViewError, Views

FAILURES = {
    "dispatch_failed": "{what} failed with the error “dispatch_failed”: the app is not connected.",
    "operation_timeout": "{what} failed with the error “operation_timeout”: the app did not respond in time.",
}
CHANNEL_NAMES = {"im": "directmessage", "group": "privategroup", "mpim": "privategroup"}
"""Kind of conversation -> what stands in place of its name in a payload."""


CHOSEN = ("block_id", "action_id", "selected_", "value", "rich_text_value")
"""How the keys begin that an action takes from the page; all others come from the element itself."""


class RefusedError(Exception):
    """Something that a person did came to nothing: `error` is Slack's name for it, `message` what the person sees."""

    def __init__(self, error: str, message: str) -> None:
        super().__init__(message)
        self.error, self.message = error, message


class Interactions:
    """Builds the payloads and carries out the answers in the acks."""

    def __init__(
        self,
        state: State,
        manifest: Manifest,
        clock: Clock,
        socket: SocketMode,
        triggers: Triggers,
        urls: ResponseUrls,
        views: Views,
    ) -> None:
        self._state, self._manifest, self._clock = state, manifest, clock
        self._socket, self._triggers, self._urls, self._views = socket, triggers, urls, views

    async def command(self, user: str, channel: Channel, command: str, text: str, thread_ts: str | None) -> Json:
        """Run a slash command; return the payload of the ack.

        Raises:
            RefusedError: in a thread, unknown, or not acked in time.

        """
        if thread_ts:
            raise RefusedError(
                "in_thread", f"{command} is not supported in threads. Write it in the channel; nothing was sent."
            )
        declared = next((c for c in self._manifest.commands if c.command == command), None)
        if declared is None or "commands" not in self._manifest.scopes:
            raise RefusedError("unknown_command", f"{command} is not a valid command; nothing was sent.")
        origin = Origin(user, channel.id)
        seed = self._state.seed
        payload = {
            "token": VERIFICATION_TOKEN,
            "team_id": seed.team_id,
            "team_domain": seed.team_domain,
            "channel_id": channel.id,
            "channel_name": CHANNEL_NAMES.get(channel.kind, channel.name),
            "user_id": user,
            "user_name": self._state.handle(user),
            "command": command,
            "text": typed.command_text(self._state, text.strip()) if declared.should_escape else text.strip(),
            "api_app_id": seed.app_id,
            "is_enterprise_install": "false",
            "response_url": self._urls.mint(origin),
            "trigger_id": self._triggers.mint(user),
        }
        answer = await self._ask("slash_commands", command, payload, wants_payload=True, what=command)
        if answer:
            self._answer(origin, answer, command)
        return answer

    async def message_action(self, user: str, channel: Channel, message: Json, action: Json, state: Json) -> None:
        """Click an element of a message.

        Raises:
            RefusedError: not acked in time, or interactivity is off.

        """
        ephemeral = bool(message.get("ephemeral"))
        container: Json = {
            "type": "message",
            "message_ts": message["ts"],
            "channel_id": channel.id,
            "is_ephemeral": ephemeral,
        }
        if "thread_ts" in message:
            container["thread_ts"] = message["thread_ts"]
        origin = Origin(
            user,
            channel.id,
            None if ephemeral else message["ts"],
            message["id"] if ephemeral else None,
            message.get("thread_ts"),
        )
        payload = self._about("block_actions", user) | {
            "container": container,
            "trigger_id": self._triggers.mint(user),
            "channel": self._channel(channel),
            "response_url": self._urls.mint(origin),
            "state": {"values": state_values(message, state)},
            "actions": [self._action(message, action)],
        }
        if not ephemeral:
            payload["message"] = dict(message)
        await self._ask("interactive", "block_actions", payload, wants_payload=False, what="This")

    async def view_action(self, user: str, view: Json, action: Json, state: Json) -> None:
        """Click an element of a modal or of App Home.

        Raises:
            RefusedError: not acked in time, or interactivity is off.

        """
        view["state"] = {"values": state_values(view, state)}
        payload = self._about("block_actions", user) | {
            "container": {"type": "view", "view_id": view["id"]},
            "trigger_id": self._triggers.mint(user, view["id"]),
            "view": dict(view),
            "actions": [self._action(view, action)],
        }
        await self._ask("interactive", "block_actions", payload, wants_payload=False, what="This")

    async def submit(self, user: str, view: Json, values: Json) -> Json:
        """Submit a modal; return `{response_action?, errors?}` after the view stack was changed accordingly.

        Raises:
            RefusedError: not acked in time, or the answer cannot be shown.

        """
        state = state_values(view, values)
        errors = missing(view, state)
        if errors:
            return {"response_action": "errors", "errors": errors}
        view["state"] = {"values": state}
        payload = self._about("view_submission", user) | {
            "trigger_id": self._triggers.mint(user, view["id"]),
            "view": dict(view),
        }
        if urls := self._response_urls(user, view):
            payload["response_urls"] = urls
        answer = await self._ask("interactive", "view_submission", payload, wants_payload=True, what="This window")
        return self._respond_to_submission(user, view, answer)

    def _response_urls(self, user: str, view: Json) -> list[Json]:
        """Return an url for each conversation that was chosen in a field with `response_url_enabled`."""
        urls: list[Json] = []
        for block, element in inputs(view):
            if not element.get("response_url_enabled"):
                continue
            value = view["state"]["values"][block["block_id"]][element["action_id"]]
            chosen = value.get("selected_conversation") or value.get("selected_channel")
            if chosen in self._state.channels:
                where = {"block_id": block["block_id"], "action_id": element["action_id"], "channel_id": chosen}
                urls.append({**where, "response_url": self._urls.mint(Origin(user, chosen))})
        return urls

    def _respond_to_submission(self, user: str, view: Json, answer: Json) -> Json:
        action = answer.get("response_action")
        try:
            match action:
                case "errors":
                    return self._field_errors(view, answer)
                case "update":
                    self._views.update(view, _checked(answer), None)
                case "push":
                    self._views.push(user, _checked(answer))
                case "clear":
                    self._views.clear(user)
                case None:
                    self._views.close_one(user, view)
                case _:
                    raise RefusedError("bad_response", "The app answered in a way that cannot be shown.")
        except ViewError as error:
            raise RefusedError(str(error), f"The app's next window cannot be shown: {error}.") from error
        return {"response_action": action} if action else {}

    def _field_errors(self, view: Json, answer: Json) -> Json:
        errors = answer.get("errors")
        fields = {block["block_id"] for block in view["blocks"] if block["type"] == "input"}
        if not isinstance(errors, dict) or not errors or not set(errors) <= fields:
            # Slack shows the same when an error names a block that is no input of this view.
            raise RefusedError("bad_response", "We had some trouble connecting. Try again?")
        return {"response_action": "errors", "errors": errors}

    async def close(self, user: str, everything: bool) -> None:
        """Close the top modal or all of them; the app hears of those that asked to."""
        clears = everything or any(v["clear_on_close"] for v in self._state.stacks.get(user, [])[-1:])
        for view in self._views.close(user, clears):
            if view["notify_on_close"]:
                payload = self._about("view_closed", user) | {"view": dict(view), "is_cleared": clears}
                with suppress(RefusedError):  # nobody waits for the answer: the window is gone
                    await self._ask("interactive", "view_closed", payload, wants_payload=False, what="Closing")

    async def shortcut(self, user: str, callback_id: str, channel: Channel | None, message: Json | None) -> None:
        """Run a global shortcut, or a message shortcut on a message.

        Raises:
            RefusedError: it is not declared, or not acked in time.

        """
        kind = "message" if message is not None else "global"
        declared = next((s for s in self._manifest.shortcuts if (s.callback_id, s.type) == (callback_id, kind)), None)
        if declared is None or "commands" not in self._manifest.scopes:
            raise RefusedError("unknown_shortcut", "There is no such shortcut; nothing was sent.")
        payload = self._about("message_action" if message is not None else "shortcut", user)
        del payload["api_app_id"]
        payload |= {
            "callback_id": callback_id,
            "action_ts": self._ts(),
            "trigger_id": self._triggers.mint(user),
        }
        if message is not None and channel is not None:
            origin = Origin(user, channel.id, message["ts"], None, message.get("thread_ts"))
            payload |= {"message_ts": message["ts"], "channel": self._channel(channel), "message": dict(message)}
            payload["response_url"] = self._urls.mint(origin)
            del payload["user"]["username"]
        await self._ask("interactive", payload["type"], payload, wants_payload=False, what=declared.name)

    async def _ask(self, kind: str, name: str, payload: Json, *, wants_payload: bool, what: str) -> Json:
        if kind == "interactive" and not self._manifest.interactivity:
            raise RefusedError("interactivity_disabled", "This app has interactivity turned off in its manifest.")
        try:
            return await self._socket.ask(kind, name, payload, wants_payload=wants_payload)
        except NotAckedError as error:
            raise RefusedError(str(error), FAILURES[str(error)].format(what=what)) from error

    def _answer(self, origin: Origin, answer: Json, command: str) -> None:
        try:
            self._urls.answer(origin, answer)
        except RespondError as error:
            raise RefusedError("bad_response", f"{command} failed with the error “{error.args[0]}”.") from error

    def _about(self, kind: str, user: str) -> Json:
        seed = self._state.seed
        handle = self._state.handle(user)
        known = self._state.people.get(user)
        return {
            "type": kind,
            "user": {
                "id": user,
                "username": handle,
                "name": handle,
                "team_id": (known.team_id if known else "") or seed.team_id,
            },
            "api_app_id": seed.app_id,
            "token": VERIFICATION_TOKEN,
            "team": {"id": seed.team_id, "domain": seed.team_domain},
            "enterprise": None,
            "is_enterprise_install": False,
        }

    def _channel(self, channel: Channel) -> Json:
        return {"id": channel.id, "name": CHANNEL_NAMES.get(channel.kind, channel.name)}

    def _action(self, container: Json, action: Json) -> Json:
        """Return the action as Slack sends it: the page's choice beside what the element itself says."""
        element = _find_element(container, action["block_id"], action["action_id"])
        fixed = {
            key: element[key] for key in ("text", "value", "style", "placeholder", "confirm", "url") if key in element
        }
        if element["type"] == "button":
            fixed.pop("placeholder", None)
        chosen = {key: value for key, value in action.items() if key.startswith(CHOSEN) and key not in fixed}
        return fixed | chosen | {"type": element["type"], "action_ts": self._ts()}

    def _ts(self) -> str:
        return self._state.next_ts(self._clock.now())


def _find_element(container: Json, block_id: str, action_id: str) -> Json:
    for block in container.get("blocks", []):
        if block.get("block_id") != block_id:
            continue
        for element in [block.get("accessory"), block.get("element"), *(block.get("elements") or [])]:
            if isinstance(element, dict) and element.get("action_id") == action_id:
                return element
    raise RefusedError("no_such_element", "That button is not there any more; nothing was sent.")


def _checked(answer: Json) -> Json:
    view = answer.get("view")
    problems = view_problems(view)
    if problems or not isinstance(view, dict):
        raise RefusedError("bad_response", "The app's next window is not valid: " + "; ".join(problems))
    return view
