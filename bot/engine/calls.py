"""Calling a tool, sync or async, with a time limit that holds."""

import asyncio
import inspect
import logging
import threading
from collections.abc import Callable
from typing import Any

from pydantic import BaseModel

from bot.contained import contained
from bot.hidden import clean, cleaned
from bot.tools import Call
from storage.sqlite import to_json

log = logging.getLogger(__name__)


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
        Exception: whatever it raised; Escaped where that would have ended our task or the process.
    """
    given = (args, call) if takes_call else (args,)
    with contained("the tool"):
        async with asyncio.timeout(timeout_seconds):
            if inspect.iscoroutinefunction(function):
                return await function(*given)
            return await _in_thread(function, given)


def as_dict(answer: Any) -> dict[str, Any]:
    """What a tool returned, as a JSON object that a row can hold and in which no secret stands.

    What JSON cannot hold becomes a text that says so: the tool did what it did, whatever it says of it.
    """
    try:
        if isinstance(answer, BaseModel):
            answer = answer.model_dump(mode="json")
        if answer is None:
            return {}
        told = dict(cleaned(answer if isinstance(answer, dict) else {"result": answer}))
        to_json(told)
    except Exception as error:
        log.exception("a tool answered with what cannot be kept")
        return {"result": f"The tool answered with something that cannot be kept ({type(error).__name__})."}
    return told


def said(error: Exception) -> str:
    """The text of an error that a tool or an agent raised, fit to be kept; its kind where it has none to give."""
    try:
        return clean(str(error))
    except Exception:
        log.exception("an error does not say what it is")
        return type(error).__name__


async def _in_thread(function: Callable[..., Any], given: tuple[Any, ...]) -> Any:
    # A daemon thread, not a pool: a tool that hangs must neither use up a pool nor hold up the end of the process.
    loop = asyncio.get_running_loop()
    done: asyncio.Future[Any] = loop.create_future()

    def settle(result: Any, error: BaseException | None) -> None:
        if done.done():
            return
        if error is None:
            done.set_result(result)
        else:  # a Future takes no StopIteration, and whoever is thrown a GeneratorExit is closed by it
            untaken = isinstance(error, StopIteration | GeneratorExit)
            done.set_exception(RuntimeError(type(error).__name__) if untaken else error)

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
