"""What a workflow's tools are made of, and how they are called: with a limit of time that holds."""

import asyncio
import threading
from typing import Any

import pytest
from pydantic import BaseModel

from bot.contained import Escaped
from bot.engine.calls import as_dict, call_raw, call_tool
from bot.errors import BatonError, ConfigError
from bot.tools import Call, ToolRefused, tool
from tests.bot.engine.house import START


class Order(BaseModel):
    order_id: str


CALL = Call("H-1-1", 1, 1, "issue", ("U1",), START)
ARGS = Order(order_id="1042")


@tool(effect=True, idempotent=True)
def issue(args: Order, call: Call) -> dict[str, str]:
    return {"order": args.order_id, "key": call.key}


@tool(effect=False)
async def find(args: Order) -> dict[str, str]:
    return {"order": args.order_id}


def test_a_tool_knows_what_it_is() -> None:
    assert (issue.name, issue.effect, issue.idempotent, issue.model, issue.takes_call) == (
        "issue",
        True,
        True,
        Order,
        True,
    )
    assert (find.effect, find.idempotent, find.takes_call) == (False, False, False)
    assert issue(ARGS, CALL) == {"order": "1042", "key": "H-1-1"}


def test_a_read_back_and_a_check_are_kept_and_stay_functions() -> None:
    @tool(effect=True)
    def act(args: Order, call: Call) -> None: ...

    @act.readback
    def found(args: Order, call: Call) -> None: ...

    @act.check
    def wrong(args: Order, call: Call) -> dict[str, str]:
        return {}

    assert (act.read_back, act.checks) == (found, wrong)
    assert found(ARGS, CALL) is None
    assert wrong(ARGS, CALL) == {}


def no_parameters() -> None: ...


def no_annotation(args, call) -> None: ...  # type: ignore[no-untyped-def]


def no_model(args: dict[str, str], call: Call) -> None: ...


def a_value(args: Order | None, call: Call) -> None: ...


@pytest.mark.parametrize("function", [no_parameters, no_annotation, no_model, a_value])
def test_a_tool_without_a_model_is_refused(function: Any) -> None:
    with pytest.raises(ConfigError, match=r"its first parameter needs a pydantic model as annotation"):
        tool(effect=True)(function)


def test_a_refusal_is_fit_for_people() -> None:
    assert issubclass(ToolRefused, BatonError)


@pytest.mark.parametrize(
    ("answer", "kept"),
    [(None, {}), ({"a": 1}, {"a": 1}), ([1], {"result": [1]}), ("x", {"result": "x"}), (0, {"result": 0}),
     (ARGS, {"order_id": "1042"})],
)  # fmt: skip
def test_whatever_a_tool_returns_is_kept_as_an_object(answer: Any, kept: dict[str, Any]) -> None:
    assert as_dict(answer) == kept


async def test_sync_and_async_tools_are_called_alike() -> None:
    assert await call_tool(issue.function, ARGS, CALL, 5) == {"order": "1042", "key": "H-1-1"}
    assert await call_tool(find.function, ARGS, CALL, 5, takes_call=False) == {"order": "1042"}


async def test_a_sync_tool_does_not_hold_up_the_others() -> None:
    reached, release = threading.Event(), threading.Event()

    def slow(args: Order, call: Call) -> str:
        reached.set()
        release.wait(10)
        return threading.current_thread().name

    under_way = asyncio.ensure_future(call_raw(slow, ARGS, CALL, 10))
    assert await asyncio.to_thread(reached.wait, 10)
    assert await call_raw(find.function, ARGS, CALL, 5, takes_call=False) == {"order": "1042"}
    release.set()
    assert await under_way == "tool-slow"


async def test_tools_that_hang_use_up_no_pool() -> None:
    release = threading.Event()

    def hang(args: Order, call: Call) -> None:
        release.wait(20)

    hung = [call_raw(hang, ARGS, CALL, 0.2) for _ in range(60)]
    assert {type(each) for each in await asyncio.gather(*hung, return_exceptions=True)} == {TimeoutError}
    assert await call_tool(issue.function, ARGS, CALL, 5) == {"order": "1042", "key": "H-1-1"}
    release.set()


async def test_an_answer_after_the_time_is_over_changes_nothing() -> None:
    release, landed = threading.Event(), threading.Event()

    def late(args: Order, call: Call) -> str:
        release.wait(10)
        landed.set()
        return "late"

    with pytest.raises(TimeoutError):
        await call_raw(late, ARGS, CALL, 0.02)
    release.set()
    assert await asyncio.to_thread(landed.wait, 10)
    await asyncio.sleep(0)


async def test_an_async_tool_cannot_end_the_bot_either() -> None:
    async def leave(args: Order, call: Call) -> None:
        raise SystemExit(3)

    with pytest.raises(Escaped, match="the tool raised SystemExit"):
        await call_raw(leave, ARGS, CALL, 5)


@pytest.mark.parametrize("error", [ValueError("x"), ToolRefused("no"), KeyError("k"), SystemExit(3), StopIteration(),
                                   GeneratorExit(), KeyboardInterrupt(), asyncio.CancelledError()])  # fmt: skip
async def test_what_a_tool_raises_reaches_the_caller_and_nobody_else(error: BaseException) -> None:
    def fail(args: Order, call: Call) -> None:
        raise error

    with pytest.raises(Exception) as caught:
        await call_raw(fail, ARGS, CALL, 5)
    if isinstance(error, Exception) and not isinstance(error, StopIteration):
        assert caught.value is error
