"""One call of a Web API method: its arguments, typed and checked, and the errors that it may answer with."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

from workspace.jsontypes import Json
from workspace.office import Office
from workspace.state import Channel

COMMON_ERRORS = frozenset(
    {
        "not_authed",
        "invalid_auth",
        "not_allowed_token_type",
        "missing_scope",
        "invalid_arguments",
        "invalid_json",
        "json_not_object",
        "invalid_form_data",
        "ratelimited",
        "internal_error",
        "unknown_method",
    }
)
"""Errors that Slack documents for every method and that are therefore not in a method's own list."""
SCOPE_FAMILY = {"channel": "channels:", "group": "groups:", "im": "im:", "mpim": "mpim:"}
"""Kind of conversation -> how the scopes begin that open it."""


class ApiError(Exception):
    """The answer `{"ok": false, "error": …}`, with whatever else stands in it."""

    def __init__(self, error: str, **more: object) -> None:
        super().__init__(error)
        self.error, self.more = error, more


def invalid_arguments(*messages: str) -> ApiError:
    """Return the error for arguments of the wrong shape."""
    return ApiError("invalid_arguments", response_metadata={"messages": [f"[ERROR] {text}" for text in messages]})


@dataclass(frozen=True)
class Param:
    """An argument: `kind` is `str`, `int`, `bool`, `json` or `list`."""

    name: str
    kind: str
    required: bool


@dataclass(frozen=True)
class Method:
    """A row of the table of methods: of `scopes` one is needed; `tier` is Slack's t1 to t5."""

    name: str
    tier: str
    handler: Callable[["Call"], Json | Awaitable[Json]]
    scopes: tuple[str, ...] = ()
    params: tuple[Param, ...] = ()
    errors: frozenset[str] = frozenset()
    app_token: bool = False
    json: bool = True


def method(
    name: str,
    tier: str,
    handler: Callable[["Call"], Json | Awaitable[Json]],
    scopes: str = "",
    params: str = "",
    errors: str = "",
    *,
    app_token: bool = False,
    json: bool = True,
) -> Method:
    """Write a row of the table shortly: `params` as `channel! text blocks:json limit:int`, `!` = required."""
    return Method(
        name,
        tier,
        handler,
        tuple(scopes.split()),
        tuple(_param(text) for text in params.split()),
        frozenset(errors.split()),
        app_token,
        json,
    )


def _param(text: str) -> Param:
    name, _, kind = text.removesuffix("!").partition(":")
    return Param(name, kind or "str", text.endswith("!"))


@dataclass
class Call:
    """A call on its way: what a handler gets."""

    office: Office
    method: Method
    args: Json = field(default_factory=dict)

    def text(self, name: str, default: str = "") -> str:
        """Return an argument as text, `default` where it was not given."""
        value = self.args.get(name)
        return default if value is None else str(value)

    def flag(self, name: str) -> bool:
        """Return an argument as a truth value; not given = False."""
        return bool(self.args.get(name))

    def value(self, name: str) -> Any:
        """Return an argument as it was parsed, None where it was not given."""
        return self.args.get(name)

    @property
    def me(self) -> str:
        """The bot user that calls."""
        return self.office.seed.bot_user

    def need_scope(self, *scopes: str) -> None:
        """Stop the call where the app has none of these scopes.

        Raises:
            ApiError: `missing_scope`, with what is needed and what there is.

        """
        granted = self.office.manifest.scopes
        if scopes and not granted.intersection(scopes):
            raise ApiError("missing_scope", needed=",".join(scopes), provided=",".join(sorted(granted)))

    def need_kind(self, kind: str) -> None:
        """Stop the call where the app may not touch conversations of this kind."""
        family = SCOPE_FAMILY[kind]
        if any(scope.startswith("im:") for scope in self.method.scopes):
            self.need_scope(*(scope for scope in self.method.scopes if scope.startswith(family)))

    def channel(self, name: str = "channel", *, by_name: bool = False) -> Channel:
        """Return the conversation that an argument names, if the bot can see it.

        Raises:
            ApiError: `channel_not_found`, or `missing_scope` for its kind.

        """
        state = self.office.state
        given = self.text(name)
        channel = state.channels.get(given)
        if channel is None and by_name:
            channel = self._addressed(given)
        if channel is None or (channel.kind != "channel" and self.me not in channel.members):
            raise ApiError("channel_not_found")
        self.need_kind(channel.kind)
        return channel

    def _addressed(self, given: str) -> Channel | None:
        """Return the channel of a name, or the direct conversation with a user whose id was given as a channel."""
        state = self.office.state
        if given in state.people:
            return state.open_direct([self.me, given], self.office.clock.now())
        return state.channel_named(given)

    def member(self, channel: Channel) -> Channel:
        """Return the conversation if the bot is in it.

        Raises:
            ApiError: `not_in_channel`.

        """
        if self.me not in channel.members:
            raise ApiError("not_in_channel")
        return channel

    def message(self, channel: Channel, name: str = "ts") -> Json:
        """Return the message that an argument names.

        Raises:
            ApiError: `message_not_found`.

        """
        found = channel.messages.get(self.text(name))
        if found is None:
            raise ApiError("message_not_found")
        return found
