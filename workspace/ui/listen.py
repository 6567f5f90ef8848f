"""The stream of events to an open page (Server-Sent Events)."""

import asyncio

from aiohttp import web

from workspace.office import Office

KEEP_ALIVE_SECONDS = 15.0


async def events(office: Office, request: web.Request) -> web.StreamResponse:
    """Send the events of one person until the page goes away or the workspace stops."""
    user = request.query.get("as", "")
    if user not in office.state.people:
        return web.Response(status=400, text="say with `as` which person listens")
    response = web.StreamResponse(headers={"Content-Type": "text/event-stream", "Cache-Control": "no-store"})
    listener = office.feed.listen(user, request.query.get("inspect") == "1")
    try:
        await response.prepare(request)
        await response.write(b": open\n\n")
        while (text := await _next(listener.queue)) is not None:
            await response.write(text)
    except ConnectionError:
        pass
    finally:
        office.feed.leave(listener)
    return response


async def _next(queue: asyncio.Queue[str | None]) -> bytes | None:
    """Return everything that is queued as one write, a comment where nothing came, None at the end."""
    try:
        first = await asyncio.wait_for(queue.get(), KEEP_ALIVE_SECONDS)
    except TimeoutError:
        return b": still here\n\n"
    lines = [first]
    while lines[-1] is not None and not queue.empty():
        lines.append(queue.get_nowait())
    if lines[-1] is None:
        return None
    return "".join(f"data: {line}\n\n" for line in lines).encode()
