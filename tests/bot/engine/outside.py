"""The world outside, as the tools of the tests meet it: it counts, refuses, fails and hangs as it is told."""

import asyncio
import threading
from decimal import Decimal
from typing import Any, Literal

from pydantic import BaseModel, Field

from bot.tools import Call, ToolRefused


class Refund(BaseModel):
    """What every step of the tests takes."""

    order_id: str = Field(pattern=r"^\d{4}$", title="Order")
    amount: Decimal = Field(gt=0, json_schema_extra={"unit": "EUR"})
    kind: Literal["goods", "shipping"] = "goods"
    note: str | None = None


class Order(BaseModel):
    """What the read of the tests takes."""

    order_id: str


class Lost(Exception):
    """The connection broke: it may have happened or not."""


class Outside:
    """What happened outside, and what is going to.

    `plan` holds what the next calls do, then `otherwise`: `done`, `refuse`, `lost_before` and `lost_after` (it did not
    happen, or did, and raised), `hang_before` and `hang_after`. `look` is what a read-back does: `true`, `unknown`,
    `hang`.
    """

    def __init__(self) -> None:
        self.reset()

    def reset(self) -> None:
        """A new world."""
        self.calls: list[Call] = []
        self.happened: list[tuple[str, dict[str, Any]]] = []
        self.plan: list[str] = []
        self.otherwise = "done"
        self.look = "true"
        self.looks = 0
        self.checked: dict[str, str] | Lost = {}
        self.orders: dict[str, dict[str, Any]] = {}
        self.release = threading.Event()

    def _how(self, call: Call) -> str:
        self.calls.append(call)
        return self.plan.pop(0) if self.plan else self.otherwise

    def _happen(self, args: Refund, call: Call, *, idempotent: bool) -> dict[str, Any]:
        if not idempotent or all(key != call.key for key, _ in self.happened):
            self.happened.append((call.key, args.model_dump(mode="json", exclude_none=True)))
        return {"refunded": str(args.amount)}

    def act(self, args: Refund, call: Call, *, idempotent: bool) -> dict[str, Any]:
        """One call of a sync tool."""
        how = self._how(call)
        if how == "refuse":
            raise ToolRefused("It was refunded before.")
        if how == "lost_before":
            raise Lost
        if how == "hang_before":
            self.release.wait(20)
            raise Lost
        result = self._happen(args, call, idempotent=idempotent)
        if how == "lost_after":
            raise Lost
        if how == "hang_after":
            self.release.wait(20)
        return result

    async def act_async(self, args: Refund, call: Call, *, idempotent: bool) -> dict[str, Any]:
        """One call of an async tool; it hangs until it is cancelled."""
        how = self.plan[0] if self.plan else self.otherwise
        if how.startswith("hang"):
            self._how(call)
            if how == "hang_after":
                self._happen(args, call, idempotent=idempotent)
            await asyncio.Event().wait()
        return self.act(args, call, idempotent=idempotent)

    def check(self) -> dict[str, str]:
        """What is wrong with edited values."""
        if isinstance(self.checked, Lost):
            raise self.checked
        return self.checked

    def read_back(self, call: Call) -> dict[str, Any] | None:
        """Did it happen?"""
        self.looks += 1
        if self.look == "unknown":
            raise Lost
        if self.look == "hang":
            self.release.wait(20)
        return next(({"found": key} for key, _ in self.happened if key == call.key), None)


OUTSIDE = Outside()
