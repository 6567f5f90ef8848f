"""Calling a tool, sync or async, with a time limit that holds."""

import asyncio
import inspect
import threading
from collections.abc import Callable
from typing import Any

from pydantic import BaseModel

from bot.hidden import cleaned
from bot.tools import Call


async def call_tool(
    function: Callable[..., Any], args: BaseModel, call: Call, timeout_seconds: float, *, takes_call: bool = True
) -> dict[str, Any]:
    """`call_raw`, its answer as a JSON object."""
    return as_dict(await call_raw(function, args, call, timeout_seconds, takes_call=takes_call))


async def call_raw(
    function: Callable[..., Any], args: BaseModel, call: Call, timeout_seconds: float, *, takes_call: bool = True
) -> Any:
    """Call `function(args, call)`; a sync one in a thread of its own, which a time-out leaves behind.

    Raises:
        TimeoutError: it took longer than `timeout_seconds`; whether it happened is not known.
        Exception: whatever it raised.
    """
    given = (args, call) if takes_call else (args,)
    try:
        async with asyncio.timeout(timeout_seconds):
            if inspect.iscoroutinefunction(function):
                return await function(*given)
            return await _in_thread(function, given)
    except SystemExit as error:  # it would end the bot
        raise RuntimeError("the tool tried to end the process") from error


def as_dict(answer: Any) -> dict[str, Any]:
    """What a tool returned, as a JSON object in which no secret stands."""
    if isinstance(answer, BaseModel):
        answer = answer.model_dump(mode="json")
    if answer is None:
        return {}
    return dict(cleaned(answer if isinstance(answer, dict) else {"result": answer}))


async def _in_thread(function: Callable[..., Any], given: tuple[Any, ...]) -> Any:
    # A daemon thread, not a pool: a tool that hangs must neither use up a pool nor hold up the end of the process.
    loop = asyncio.get_running_loop()
    done: asyncio.Future[Any] = loop.create_future()

    def settle(result: Any, error: BaseException | None) -> None:
        if done.done():
            return
        if error is None:
            done.set_result(result)
        else:  # a Future takes no StopIteration
            done.set_exception(RuntimeError("StopIteration") if isinstance(error, StopIteration) else error)

    def work() -> None:
        try:
            result, error = function(*given), None
        except BaseException as raised:  # noqa: BLE001 - handed to the caller
            result, error = None, raised
        try:
            loop.call_soon_threadsafe(settle, result, error)
        except RuntimeError:
            return  # the loop is gone: nobody waits any more

    threading.Thread(target=work, name=f"tool-{getattr(function, '__name__', '')}", daemon=True).start()
    return await done
