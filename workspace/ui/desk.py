"""One request of the page: who acts, what is asked, and how it is refused."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from aiohttp import web

from workspace.interactions import RefusedError
from workspace.jsontypes import Json, dumps, loads
from workspace.office import Office
from workspace.state import Channel

FIRST_LOOK = "/ui/boot"
"""The page asks here before anybody was chosen: then the first person acts."""


@dataclass(frozen=True)
class Desk:
    """What a handler gets: the office, the acting person's id, and the arguments."""

    office: Office
    me: str
    args: Json

    def text(self, name: str) -> str:
        """Return an argument as text, "" where it is missing."""
        value = self.args.get(name)
        return "" if value is None else str(value)

    def object(self, name: str) -> Json:
        """Return an argument that is an object, {} where it is missing or something else."""
        value = self.args.get(name)
        return value if isinstance(value, dict) else {}

    def number(self, name: str, default: int) -> int:
        """Return an argument as a whole number, `default` where it is missing.

        Raises:
            RefusedError: it is something else.

        """
        try:
            return int(self.text(name) or default)
        except ValueError as error:
            raise RefusedError("invalid_arguments", f"`{name}` is a whole number.") from error

    def channel(self) -> Channel:
        """Return the conversation that is named, if the person may see it.

        Raises:
            RefusedError: there is none.

        """
        channel = self.office.state.channels.get(self.text("channel"))
        if channel is None or (channel.kind != "channel" and self.me not in channel.members):
            raise RefusedError("channel_not_found", "There is no such conversation.")
        return channel

    def message(self, channel: Channel) -> Json:
        """Return the message that is named.

        Raises:
            RefusedError: it is not there.

        """
        found = channel.messages.get(self.text("ts"))
        if found is None:
            raise RefusedError("message_not_found", "That message is not there any more.")
        return found


Handler = Callable[[Desk], Awaitable[Json]]


def endpoint(office: Office, handler: Handler) -> Callable[[web.Request], Awaitable[web.Response]]:
    """Return the web handler around one of ours: arguments in, JSON out, 400 for what is refused."""

    async def handle(request: web.Request) -> web.Response:
        try:
            return web.json_response(await handler(await _desk(office, request)), dumps=dumps)
        except RefusedError as error:
            return web.json_response({"error": error.error, "message": error.message}, status=400)

    return handle


async def _desk(office: Office, request: web.Request) -> Desk:
    args = await _arguments(request)
    me = None if args.get("as") is None else str(args["as"])
    if me is None and request.path == FIRST_LOOK:
        me = next(iter(office.state.people))
    if me not in office.state.people:
        raise RefusedError("user_not_found", "Say with `as` which person acts.")
    if request.method == "POST" and office.state.people[me].deleted:
        raise RefusedError("account_inactive", "This account is deactivated; nothing was done.")
    return Desk(office, me, args)


async def _arguments(request: web.Request) -> Json:
    args: Json = dict(request.query)
    if request.method == "POST":
        try:
            body = loads(await request.text() or "{}")
        except ValueError as error:
            raise RefusedError("invalid_json", "The request is not JSON.") from error
        if not isinstance(body, dict):
            raise RefusedError("invalid_json", "The request is not a JSON object.")
        args |= body
    return args
