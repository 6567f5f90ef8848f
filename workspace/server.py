"""One running workspace: routes, start and stop, and the command line. Start reading here."""

import asyncio
import errno
import mimetypes
import signal
import socket
import sys
import threading
from collections.abc import Awaitable, Callable
from functools import partial
from pathlib import Path

from aiohttp import web

from workspace import control
from workspace.clock import Clock
from workspace.control import ControlError
from workspace.jsontypes import Json, dumps, loads
from workspace.manifest import PERMISSIVE, Manifest, ManifestError, load, parse
from workspace.office import Office
from workspace.people import PeopleError
from workspace.respond import RespondError
from workspace.seed import DEFAULT, Seed
from workspace.ui import act, listen, look
from workspace.ui.desk import endpoint
from workspace.webapi import files, serve

HOST = "127.0.0.1"
TURNS_OF_AN_ACCEPT = 4
"""After so many turns of the event loop the server knows of a connection that was accepted."""
PAGE = Path(__file__).parent / "page"
MOST_BYTES = 50 * 1024 * 1024
ELSEWHERE = frozenset({"cross-site", "same-site"})
"""What a browser says in `Sec-Fetch-Site` of a request that the workspace's own page did not send."""
NOT_HERE = (
    "This workspace answers only its own page and programs, on 127.0.0.1 and localhost. Did another page lead here? "
    "Type the address into the browser."
)
CSP = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'"
PAGE_HEADERS = {
    "Content-Security-Policy": f"{CSP}; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
}
LOOKS = {
    "boot": look.boot,
    "history": look.history,
    "thread": look.thread,
    "message": look.message,
    "traffic": look.traffic,
}
ACTS = {
    "send": act.send,
    "edit": act.edit,
    "delete": act.delete,
    "react": act.react,
    "command": act.command,
    "action": act.action,
    "submit": act.submit,
    "close": act.close,
    "shortcut": act.shortcut,
    "home": act.home,
    "read": act.read,
    "join": act.join,
    "leave": act.leave,
    "dm": act.direct,
    "dismiss": act.dismiss,
    "stop": act.stop_stream,
}


class PortTakenError(Exception):
    """Another program listens on the port; the text says so."""


class Workspace:
    """A workspace that runs. Made by `Workspace.start`, ended by `stop`."""

    def __init__(self, office: Office, runner: web.AppRunner, door: socket.socket) -> None:
        self.office = office
        self._runner, self._door = runner, door

    @classmethod
    async def start(
        cls,
        port: int = 0,
        manifest: Manifest | Json | Path | None = None,
        seed: Seed | None = None,
        clock: Clock | None = None,
        limits: bool = True,
    ) -> "Workspace":
        """Start a workspace on 127.0.0.1; port 0 = any free one.

        `manifest` is a file, its parsed content, or None for one that declares everything. `limits` False turns the
        rate limits off.

        Raises:
            ManifestError: the manifest cannot be used.
            PortTakenError: the port cannot be had; mostly another program listens there.

        """
        office = Office(seed or DEFAULT, _manifest(manifest), clock or Clock(), limits=limits)
        runner = web.AppRunner(_application(office), access_log=None, shutdown_timeout=1.0)
        await runner.setup()
        try:
            door = socket.create_server((HOST, port))
        except OSError as error:
            await runner.cleanup()
            why = "taken by another program" if error.errno == errno.EADDRINUSE else f"not to be had ({error.strerror})"
            raise PortTakenError(
                f"Port {port} is {why}. Choose another one with --port, or 0 for any free one."
            ) from error
        await web.SockSite(runner, door).start()
        office.listen_at(f"http://{HOST}:{door.getsockname()[1]}")
        return cls(office, runner, door)

    async def stop(self) -> None:
        """End every connection and free the port; a second time does nothing."""
        if self._door.fileno() < 0:
            return
        await self.office.stop()
        # Who is in the door as it closes would stand there for ever: let nobody else in, and those to their place.
        asyncio.get_running_loop().remove_reader(self._door)
        for _ in range(TURNS_OF_AN_ACCEPT):
            await asyncio.sleep(0)
        await self._runner.cleanup()

    @property
    def page(self) -> str:
        """The address of the page."""
        return f"{self.office.base}/"

    @property
    def api(self) -> str:
        """The address of the Web API, for `base_url` or SLACK_API_URL; it ends with a slash."""
        return f"{self.office.base}/api/"

    @property
    def bot_token(self) -> str:
        """The bot's token, good for this workspace alone."""
        return self.office.bot_token

    @property
    def app_token(self) -> str:
        """The app-level token, good for this workspace alone."""
        return self.office.app_token

    def announcement(self) -> Json:
        """Return what the command line prints."""
        return {"page": self.page, "api": self.api, "bot_token": self.bot_token, "app_token": self.app_token}


def _manifest(given: Manifest | Json | Path | None) -> Manifest:
    if given is None:
        return PERMISSIVE
    if isinstance(given, Path):
        return load(given)
    return parse(given) if isinstance(given, dict) else given


def _application(office: Office) -> web.Application:
    application = web.Application(middlewares=[_loopback_only], client_max_size=MOST_BYTES)
    add = application.router.add_route
    add("*", "/api/{method}", partial(serve.answer, office))
    add("GET", "/link/", office.connections.handle)
    add("POST", "/respond/{token}", partial(_respond, office))
    add("*", "/upload/{file}", partial(files.receive, office))
    add("GET", "/files/{file}/{name}", partial(files.send, office))
    for name, handler in LOOKS.items():
        add("GET", f"/ui/{name}", endpoint(office, handler))
    for name, handler in ACTS.items():
        add("POST", f"/ui/{name}", endpoint(office, handler))
    add("GET", "/ui/events", partial(listen.events, office))
    for name in control.SWITCHES:
        add("POST", f"/control/{name}", partial(_control, office, name))
        if name in control.LOOKS:
            add("GET", f"/control/{name}", partial(_control, office, name))
    add("GET", "/page/{file}", _page_file)
    add("GET", "/archives/{tail:.*}", _index)
    add("GET", "/", _index)
    return application


@web.middleware
async def _loopback_only(
    request: web.Request, handler: Callable[[web.Request], Awaitable[web.StreamResponse]]
) -> web.StreamResponse:
    """Refuse what a page of another site, or a name that points here, would send.

    A Host without a port passes: the SDK's built-in Socket Mode client sends it so, and no foreign name looks like it.
    A picture of another page comes without an Origin; the browser says of it that it is from elsewhere.
    """
    port = request.get_extra_info("sockname")[1]
    hosts = {f"{name}{colon}" for name in ("127.0.0.1", "localhost") for colon in ("", f":{port}")}
    origin = request.headers.get("Origin")
    foreign = origin is not None and origin.removeprefix("http://") not in hosts
    if request.host not in hosts or foreign or request.headers.get("Sec-Fetch-Site") in ELSEWHERE:
        return web.Response(status=403, text=NOT_HERE)
    return await handler(request)


async def _respond(office: Office, request: web.Request) -> web.Response:
    try:
        office.urls.respond(request.match_info["token"], _object(await request.text()))
    except (ControlError, ValueError):
        return web.Response(status=400, text="invalid_payload")
    except RespondError as error:
        name, status = error.args
        office.traffic.add("web_api", "response_url", name)
        return web.json_response({"ok": False, "error": name}, status=status)
    return web.Response(text="ok")


async def _control(office: Office, name: str, request: web.Request) -> web.Response:
    try:
        asked = request.method == "POST"
        given = _object(await request.text()) if asked else control.looked_at(name, dict(request.query))
        return web.json_response(await control.SWITCHES[name](office, given), dumps=dumps)
    except (ControlError, PeopleError, ValueError) as error:
        return web.json_response({"error": "bad_request", "message": str(error)}, status=400)


def _object(text: str) -> Json:
    """Return the JSON object of a request's body, {} for an empty one."""
    given = loads(text or "{}")
    if not isinstance(given, dict):
        raise ControlError("Send a JSON object.")
    return given


async def _index(request: web.Request) -> web.StreamResponse:
    del request
    return _file("index.html")


async def _page_file(request: web.Request) -> web.StreamResponse:
    return _file(request.match_info["file"])


def _file(name: str) -> web.StreamResponse:
    path = next((each for each in PAGE.iterdir() if each.name == name and each.is_file()), None)
    if path is None:
        return web.Response(status=404, text="There is no such file.", headers=PAGE_HEADERS)
    kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
    charset = "utf-8" if kind.startswith("text/") else None
    return web.Response(body=path.read_bytes(), content_type=kind, charset=charset, headers=PAGE_HEADERS)


async def main(port: int, manifest_path: str | None, *, until_stdin_closes: bool = False) -> int:
    """Serve a workspace until SIGINT or SIGTERM; print one JSON line first. Return the exit code.

    With `until_stdin_closes` it also stops when standard input ends, so that it does not outlive its parent.
    """
    try:
        workspace = await Workspace.start(port, Path(manifest_path) if manifest_path else None)
    except (PortTakenError, ManifestError) as error:
        print(error, file=sys.stderr)
        return 1
    stopped = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stopped.set)
    print(dumps(workspace.announcement()), flush=True)
    if until_stdin_closes:
        loop = asyncio.get_running_loop()
        threading.Thread(target=_wait_for_end_of_input, args=(loop, stopped), daemon=True).start()
    await stopped.wait()
    await workspace.stop()
    return 0


def _wait_for_end_of_input(loop: asyncio.AbstractEventLoop, stopped: asyncio.Event) -> None:
    sys.stdin.read()
    loop.call_soon_threadsafe(stopped.set)
