"""A person for tests: acts and looks through the same door as the page, and waits for what comes."""

import asyncio
import json
from collections.abc import Callable, Mapping
from types import TracebackType
from typing import Any, Self

import aiohttp

from workspace.form import filled_in, find
from workspace.jsontypes import Json

WAIT_SECONDS = 10.0


class PersonError(Exception):
    """Something that the person did came to nothing; `error` is Slack's name, the text what the page would show."""

    def __init__(self, error: str, message: str) -> None:
        super().__init__(f"{error}: {message}")
        self.error, self.message = error, message


class Person:
    """One person at the page of a workspace. Use it as `async with Person(ws.page, "U02MARIA") as maria:`."""

    def __init__(self, page: str, user: str) -> None:
        self.user = user
        self._base = page.rstrip("/")
        self._session = aiohttp.ClientSession()
        self._reader: asyncio.Task[None] | None = None
        self._changed = asyncio.Condition()
        self._stack: list[Json] = []
        self._ephemerals: dict[str, Json] = {}
        self.heard: list[Json] = []
        """Every event that came, oldest first."""
        self.home_view: Json | None = None

    async def __aenter__(self) -> Self:
        """Open the page and begin to listen."""
        url = f"{self._base}/ui/events"
        timeout = aiohttp.ClientTimeout(total=None)
        response = await self._session.get(url, params={"as": self.user}, timeout=timeout)
        self._reader = asyncio.create_task(self._listen(response))
        self._stack = (await self._get("boot"))["views"]
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close the page."""
        if self._reader is not None:
            self._reader.cancel()
            await asyncio.gather(self._reader, return_exceptions=True)
        await self._session.close()

    # --- acting ------------------------------------------------------------------------------------------------

    async def say(self, channel: str, text: str, thread_ts: str | None = None) -> str:
        """Type a message and send it; return its ts."""
        more = {"thread_ts": thread_ts} if thread_ts else {}
        return str((await self._post("send", channel=channel, text=text, **more))["ts"])

    async def edit(self, channel: str, ts: str, text: str) -> None:
        """Change an own message."""
        await self._post("edit", channel=channel, ts=ts, text=text)

    async def delete(self, channel: str, ts: str) -> None:
        """Delete an own message."""
        await self._post("delete", channel=channel, ts=ts)

    async def react(self, channel: str, ts: str, name: str) -> None:
        """Give an emoji, or take it back."""
        await self._post("react", channel=channel, ts=ts, name=name)

    async def command(self, command: str, text: str, channel: str, thread_ts: str | None = None) -> Json:
        """Run a slash command; return the payload of the ack."""
        more = {"thread_ts": thread_ts} if thread_ts else {}
        answer = await self._post("command", command=command, text=text, channel=channel, **more)
        return dict(answer["response"])

    async def shortcut(self, callback_id: str, channel: str = "", ts: str = "") -> None:
        """Run a shortcut; on a message where it is named."""
        more = {"channel": channel, "ts": ts} if ts else {}
        await self._post("shortcut", callback_id=callback_id, **more)

    async def open_home(self, tab: str = "home") -> Json | None:
        """Open the app's Home or Messages tab; return the Home as it is at that moment."""
        answer = await self._post("home", tab=tab)
        self.home_view = answer["view"] or self.home_view
        return self.home_view

    async def direct(self, user: str) -> str:
        """Open the direct conversation with a user (or the app's bot); return its id."""
        return str((await self._post("dm", user=user))["channel"])

    async def click(self, where: str | Json, ts: str = "", button: str = "", **choice: object) -> None:
        """Click an element by its action id or its label.

        `where` is a channel (then `ts` is the message's, or an ephemeral message's `id`) or a view. `choice` is what a
        select or an input sends with it, such as `selected_option`.
        """
        shown, container = await self._container(where, ts)
        block, element = find(shown, button)
        action = {"block_id": block["block_id"], "action_id": element["action_id"], "type": element["type"], **choice}
        if "value" in element and "value" not in choice:
            action["value"] = element["value"]
        await self._post("action", container=container, action=action)

    async def select(self, where: str | Json, ts: str, element: str, option: str) -> None:
        """Choose an option, by its value or its text, in a select, an overflow menu or radio buttons."""
        shown, _ = await self._container(where, ts)
        _, found = find(shown, element)
        chosen = next(o for o in found["options"] if option in (o.get("value"), o["text"]["text"]))
        await self.click(where, ts, element, selected_option=chosen)

    async def submit(self, view: Json, values: Mapping[str, object]) -> Json:
        """Fill in fields, each named by its action id or block id, and submit; return the answer.

        A value is the text, the chosen option's value, a list of them, a date or an id, as the element wants it.
        """
        state: Json = {}
        for name, value in values.items():
            block, element = find(view, name)
            filled = filled_in(element, value)
            state.setdefault(block["block_id"], {})[element["action_id"]] = filled
        return await self._post("submit", view_id=view["id"], state={"values": state})

    async def close(self, everything: bool = False) -> None:
        """Close the top modal, or all."""
        await self._post("close", view_id=self._stack[-1]["id"] if self._stack else "", all=everything)

    # --- looking -----------------------------------------------------------------------------------------------

    async def history(self, channel: str, limit: int = 100) -> list[Json]:
        """Return the newest messages of a channel, oldest first, own ephemeral ones among them."""
        return list((await self._get("history", channel=channel, limit=str(limit)))["messages"])

    async def thread(self, channel: str, ts: str) -> list[Json]:
        """Return a thread, its root first."""
        return list((await self._get("thread", channel=channel, ts=ts))["messages"])

    async def boot(self) -> Json:
        """Return everything that the page starts with."""
        return await self._get("boot")

    def views(self) -> list[Json]:
        """Return the open modals, top last."""
        return list(self._stack)

    def ephemerals(self) -> list[Json]:
        """Return the ephemeral messages that this person saw come and that are still there, oldest first."""
        return list(self._ephemerals.values())

    async def wait_for(
        self,
        predicate: Callable[["Person"], Any],
        timeout: float = WAIT_SECONDS,  # noqa: ASYNC109
        what: str = "what was expected",
    ) -> Any:
        """Wait until `predicate(person)` returns something true, and return that. It looks again at every event.

        Raises:
            TimeoutError: it did not within `timeout` seconds; the text names the last events.

        """
        found: Any = None

        def true() -> bool:
            nonlocal found
            found = predicate(self)
            return bool(found)

        try:
            async with self._changed:
                await asyncio.wait_for(self._changed.wait_for(true), timeout)
        except TimeoutError:
            last = [event["type"] for event in self.heard[-10:]]
            raise TimeoutError(f"{self.user} did not see {what} within {timeout} s; last events: {last}") from None
        return found

    async def wait_for_message(
        self,
        channel: str,
        predicate: Callable[[Json], object],
        timeout: float = WAIT_SECONDS,  # noqa: ASYNC109
    ) -> Json:
        """Wait for a message, new or changed, that `predicate` accepts; return it as it came."""

        def seen(person: "Person") -> Json | None:
            for event in reversed(person.heard):
                if (
                    event["type"] in ("message", "changed")
                    and event["channel"] == channel
                    and predicate(event["message"])
                ):
                    return dict(event["message"])
            return None

        return dict(await self.wait_for(seen, timeout, f"the message in {channel}"))

    async def wait_for_view(self, timeout: float = WAIT_SECONDS) -> Json:  # noqa: ASYNC109
        """Wait until a modal is open; return the top one."""
        return dict((await self.wait_for(lambda person: person.views()[-1:], timeout, "a modal"))[0])

    async def wait_for_ephemeral(self, text: str = "", timeout: float = WAIT_SECONDS) -> Json:  # noqa: ASYNC109
        """Wait for an ephemeral message that contains `text`; return it."""

        def seen(person: "Person") -> list[Json]:
            return [one for one in person.ephemerals() if text in json.dumps(one, ensure_ascii=False)]

        return dict((await self.wait_for(seen, timeout, f"an ephemeral message with {text!r}"))[-1])

    async def wait_for_home(self, timeout: float = WAIT_SECONDS) -> Json:  # noqa: ASYNC109
        """Wait until the app has published a Home; return it."""
        return dict(await self.wait_for(lambda person: person.home_view, timeout, "a Home"))

    # --- parts -------------------------------------------------------------------------------------------------

    async def _container(self, where: str | Json, ts: str) -> tuple[Json, Json]:
        if isinstance(where, dict):
            return where, {"type": "view", "view_id": where["id"]}
        if ts in self._ephemerals:
            shown = self._ephemerals[ts]
            return shown, {"type": "message", "channel": where, "ts": shown["ts"], "ephemeral_id": ts}
        messages = (await self._get("message", channel=where, ts=ts))["messages"]
        return messages[0], {"type": "message", "channel": where, "ts": ts}

    async def _listen(self, response: aiohttp.ClientResponse) -> None:
        async with response:
            async for line in response.content:
                if line.startswith(b"data: "):
                    async with self._changed:
                        self._hear(json.loads(line[6:]))
                        self._changed.notify_all()

    def _hear(self, event: Json) -> None:
        self.heard.append(event)
        match event:
            case {"type": "view", "stack": stack}:
                self._stack = stack
            case {"type": "home", "view": view}:
                self.home_view = view
            case {"type": "ephemeral", "message": message, "channel": channel}:
                self._ephemerals[message["id"]] = {**message, "channel": channel}
            case {"type": "ephemeral_replaced", "id": gone, "message": None}:
                self._ephemerals.pop(gone, None)
            case {"type": "ephemeral_replaced", "message": message, "channel": channel}:
                self._ephemerals[message["id"]] = {**message, "channel": channel}

    async def _get(self, path: str, **params: str) -> Json:
        async with self._session.get(f"{self._base}/ui/{path}", params={"as": self.user, **params}) as response:
            return _answer(await response.json())

    async def _post(self, path: str, **body: object) -> Json:
        async with self._session.post(f"{self._base}/ui/{path}", json={"as": self.user, **body}) as response:
            return _answer(await response.json())


def _answer(body: Json) -> Json:
    if "error" in body:
        raise PersonError(body["error"], body.get("message", ""))
    return body
