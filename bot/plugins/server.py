"""One MCP server: started, asked, and started again when it dies. The only module that imports `mcp`.

A task of its own opens and closes the connection. Each call is preceded by a look at what the server says its tools
are, so that a call goes out only to the tool that people were shown.
"""

import asyncio
import json
import logging
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from typing import TYPE_CHECKING, Any

from bot.errors import BatonError
from bot.hidden import clean, cleaned
from bot.plugins.definitions import LONGEST, Definition
from bot.plugins.entries import Entry
from bot.plugins.lines import Lines
from bot.tools import ToolRefused

if TYPE_CHECKING:
    from mcp import Client
    from mcp.client._transport import Transport

FRESH_SECONDS = 2.0  # how old a look at the tools may be before a read
LOOK_SECONDS = 120.0  # how often an idle server is looked at
WAIT_SECONDS = 8.0  # how long a call waits for a server that is being started again
PAUSES_SECONDS = (0.5, 1.0, 2.0, 5.0, 15.0, 60.0)
STEADY_SECONDS = 60.0  # alive for so long: the next death counts as the first
MOST_TOOLS, MOST_PAGES = 500, 20
INHERITED = ("HOME", "LOGNAME", "SHELL", "TERM", "USER")  # what the SDK hands on by itself
log = logging.getLogger(__name__)


class ServerTrouble(BatonError):
    """A server did not answer as it should; what it did is not known."""


class Server:
    """A server by its name in team.yml. `tools` is what it says it has, newest look; `why` why it is not reachable.

    `entry` holds values of secrets; `bot.hidden` takes them out of whatever the server says. `told` is called after a
    look that found other tools than before, and when the server comes or goes.
    """

    def __init__(self, name: str, entry: Entry, told: Callable[[], None]) -> None:
        self.name, self.why = name, "it was not started yet"
        self.tools: Mapping[str, Definition] = {}
        self._entry, self._told = entry, told
        self._client: Client | None = None
        self._up, self._tried, self._gone, self._stop = (asyncio.Event() for _ in range(4))
        self._silent = asyncio.Event()  # its error output ended: most likely the process did
        self._looked_at = 0.0
        self._last_words = ""
        self._task: asyncio.Task[None] | None = None

    @property
    def reachable(self) -> bool:
        """Whether it can be called now."""
        return self._client is not None

    async def start(self) -> None:
        """Start it, and wait until it answered or failed once; it is tried again by itself."""
        self._task = asyncio.create_task(self._keep(), name=f"server {self.name}")
        await self._tried.wait()

    async def close(self) -> None:
        """End it; a process that does not end is killed after a few seconds."""
        self._stop.set()
        self._gone.set()
        if self._task is not None:
            await asyncio.gather(self._task, return_exceptions=True)

    async def _keep(self) -> None:
        deaths = 0
        while not self._stop.is_set():
            since = _clock()
            try:
                async with self._connected() as client:
                    self._client, self.why = client, ""
                    self._up.set()
                    self._tried.set()
                    self._told()
                    log.info("the server %s answers, with %s tools", self.name, len(self.tools))
                    await self._watch()
            except Exception as error:  # noqa: BLE001 - whatever it was, the server is started again
                self.why = self._cause(error)
                log.warning("the server %s is not reachable: %s", self.name, self.why)
            self._client = None
            self._up.clear()
            self._tried.set()
            if not self._stop.is_set():
                self._told()
                deaths = 0 if _clock() - since > STEADY_SECONDS else deaths + 1
                await _first([self._stop], PAUSES_SECONDS[min(deaths, len(PAUSES_SECONDS)) - 1])

    async def _watch(self) -> None:
        """Until the connection ends: look at the tools now and then, and at once where the process seems to be gone."""
        while not self._gone.is_set():
            await _first([self._gone, self._silent], LOOK_SECONDS)
            self._silent.clear()
            if not self._gone.is_set():
                await self._look()

    def _cause(self, error: BaseException) -> str:
        """What went wrong, for people, without what is secret."""
        while isinstance(error, BaseExceptionGroup):
            error = error.exceptions[0]
        if isinstance(error, TimeoutError):
            return f"no answer within {self._entry.start_seconds:g} s"
        if isinstance(error, BatonError):
            return clean(str(error))[:300]
        told = str(error) if _is_of_protocol(error) else type(error).__name__
        last = f"; its last words: {self._last_words}" if self._last_words else ""
        return clean(f"{told.rstrip('.')}{last}")[:300]

    @asynccontextmanager
    async def _connected(self) -> "AsyncIterator[Client]":
        from mcp import Client  # close to a second, and only some teams want it

        self._gone.clear()
        self._silent.clear()
        self._last_words = ""
        async with AsyncExitStack() as stack:
            lines = stack.enter_context(Lines(self._said, self._silent.set))
            async with asyncio.timeout(self._entry.start_seconds):
                transport = await self._transport(stack, lines)
                client = await stack.enter_async_context(Client(transport, mode="auto", cache=None))
                lines.handed_over()
                self.tools = await self._listed(client)
                self._looked_at = _clock()
            yield client

    async def _transport(self, stack: AsyncExitStack, lines: Lines) -> "Transport":
        import httpx2
        from mcp import StdioServerParameters, stdio_client
        from mcp.client.streamable_http import streamable_http_client

        entry = self._entry
        if entry.url:
            patience = httpx2.Timeout(entry.start_seconds, read=300)
            web = httpx2.AsyncClient(headers=dict(entry.headers), timeout=patience)
            return streamable_http_client(entry.url, http_client=await stack.enter_async_context(web))
        # `env -u` takes away what the SDK hands on: a server gets PATH, and what its entry names.
        dropped = [part for name in INHERITED if name not in entry.env for part in ("-u", name)]
        parameters = StdioServerParameters(
            command="env", args=[*dropped, "--", *entry.command], env=dict(entry.env), cwd=entry.folder or None
        )
        return stdio_client(parameters, errlog=lines.file)

    def _said(self, line: str) -> None:
        self._last_words = line
        log.info("the server %s says: %s", self.name, clean(line)[:500])

    async def _listed(self, client: "Client") -> dict[str, Definition]:
        found: dict[str, Definition] = {}
        cursor: str | None = None
        for _ in range(MOST_PAGES):
            page = await client.list_tools(cursor=cursor, cache_mode="bypass")
            for tool in page.tools:
                hints = tool.annotations.model_dump(by_alias=True, exclude_none=True) if tool.annotations else {}
                said = (tool.name, tool.description or "", dict(tool.input_schema), hints)
                each = Definition(*cleaned(said))
                if len(each.text) <= LONGEST and len(found) < MOST_TOOLS:
                    found[each.name] = each
            cursor = page.next_cursor
            if not cursor:
                break
        return found

    async def _look(self) -> None:
        """Ask what the tools are now. A server that does not answer is taken for dead."""
        client = self._client
        if client is None:
            raise ServerTrouble(f"The server {self.name} is not running ({self.why}).")
        try:
            async with asyncio.timeout(self._entry.timeout_seconds):
                found = await self._listed(client)
        except Exception as error:
            self.why = self._cause(error)
            self._gone.set()
            raise ServerTrouble(f"The server {self.name} does not answer ({self.why}).") from error
        self._looked_at = _clock()
        if found != self.tools:
            self.tools = found
            self._told()

    async def call(self, definition: Definition, arguments: Mapping[str, Any], *, effect: bool) -> dict[str, Any]:
        """Call a tool that is still the one of `definition`.

        Raises:
            ToolRefused: nothing was done: it cannot be reached, is another tool now, or does not take the arguments;
                or it is a read, and answers with an error of its own.
            ServerTrouble: it ended, or answered with an error, in the middle of the call.
        """
        try:
            await self._ready(fresh=effect)
        except (ServerTrouble, TimeoutError) as error:
            why = str(error) or f"The server {self.name} is not running ({self.why})."
            raise ToolRefused(f"{why} Nothing was done.") from error
        now = self.tools.get(definition.name)
        if now is None or now.digest != definition.digest:
            gone = "is gone" if now is None else "changed"
            raise ToolRefused(f"The tool {definition.name} of the server {self.name} {gone}. Nothing was done.")
        return await self._called(definition.name, arguments, effect=effect)

    async def _ready(self, *, fresh: bool) -> None:
        """Wait for the server, and look at its tools; where the look finds it dead, once more after its restart."""
        for last in (False, True):
            async with asyncio.timeout(WAIT_SECONDS):
                await self._up.wait()
            if not fresh and _clock() - self._looked_at < FRESH_SECONDS and not self._gone.is_set():
                return
            try:
                await self._look()
            except ServerTrouble:
                if last:
                    raise
                self._up.clear()
            else:
                return

    async def _called(self, tool: str, arguments: Mapping[str, Any], *, effect: bool) -> dict[str, Any]:
        from mcp import MCPError

        client = self._client
        if client is None:
            raise ToolRefused(f"The server {self.name} is not running ({self.why}). Nothing was done.")
        try:
            result = await client.call_tool(tool, dict(arguments))
        except asyncio.CancelledError:
            self._looked_at = float("-inf")  # it may hang: the next call looks before it waits
            raise
        except MCPError as error:
            told = clean(error.message)[:300]
            if error.code == _CLOSED:
                self._up.clear()
                self._gone.set()
            if error.code in _NEVER_RAN:
                raise ToolRefused(f"The server {self.name} does not take this: {told}") from error
            raise ServerTrouble(f"the server {self.name} broke off: {told}") from error
        answer = self._answer(result)
        if result.is_error:
            told = str(answer.get("text", ""))[:300] or "no reason given"
            if not effect:
                raise ToolRefused(f"The tool {tool} answers with an error: {told}")
            raise ServerTrouble(f"the tool answered with an error: {told}")
        return answer

    def _answer(self, result: Any) -> dict[str, Any]:
        """What came back as a JSON object. `facts` and `doubts` are words of ours: a server's go by another name.

        What is too long is cut to a text, whatever it was: the record, prompts and the loop have to bear it.
        """
        structured = result.structured_content
        if not isinstance(structured, dict):
            return {
                "text": clean(_cut("\n".join(getattr(block, "text", f"({block.type})") for block in result.content)))
            }
        whole = json.dumps(structured, ensure_ascii=False)
        if len(whole) > LONGEST:
            return {"text": clean(_cut(whole))}
        known = json.loads(whole, parse_constant=str)  # JSON has no NaN
        return dict(cleaned({f"its_{key}" if key in _OURS else key: each for key, each in known.items()}))


def _cut(told: str) -> str:
    return told if len(told) <= LONGEST else f"{told[:LONGEST]}… ({len(told) - LONGEST:,} more)"


_OURS = {"facts", "doubts"}
_CLOSED = -32000  # the connection ended while the answer was awaited
_NEVER_RAN = {-32601, -32602}  # no such method, arguments that do not fit: refused before anything was done


def _is_of_protocol(error: BaseException) -> bool:
    return type(error).__module__.partition(".")[0] == "mcp"


def _clock() -> float:
    return asyncio.get_running_loop().time()


async def _first(events: list[asyncio.Event], seconds: float) -> None:
    """Wait for one of the events, at most so long."""
    waiting = [asyncio.create_task(event.wait()) for event in events]
    await asyncio.wait(waiting, timeout=seconds, return_when=asyncio.FIRST_COMPLETED)
    for task in waiting:
        task.cancel()
    await asyncio.gather(*waiting, return_exceptions=True)
