"""What a workflow's `tools.py` is written with: `tool`, `Call`, `ToolRefused`.

    class Refund(BaseModel): order_id: str; amount: Decimal; reason: str

    @tool(effect=True, idempotent=True)
    def issue_refund(args: Refund, call: Call) -> dict: ...

    @issue_refund.readback          # did it happen? a dict = yes, None = no, raising = unknown
    def refunded(args: Refund, call: Call) -> dict | None: ...

    @issue_refund.check             # optional: what only the data can tell; field name -> sentence for the person
    def refundable(args: Refund, call: Call) -> dict[str, str]: ...

    @issue_refund.undo              # optional: take it back, by a button of the receipt of an act alone
    def take_back(args: Refund, call: Call) -> dict: ...

A read is `@tool(effect=False)`; it returns a dict. Keys named like a step's argument are values found for it. Two more
keys are understood: `facts`, a list of {"text", "source", "against": bool, "field"}, and `doubts`, a list of
{"what", "changes_answer": bool, "settled_by", "field"}: both go to the card as they are.
"""

import inspect
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, get_type_hints

from pydantic import BaseModel

from bot.errors import BatonError, ConfigError


class ToolRefused(BatonError):
    """Raised by a tool: nothing happened outside, and the text says why."""


@dataclass(frozen=True)
class Call:
    """What a tool is told about its call.

    `key` is the same on every retry of one approved revision ("H-12-1"); hand it to systems that honour such keys.
    `decided_by` holds the user ids of the people whose approval this is; empty for reads. `now` is aware UTC.
    """

    key: str
    request_id: int
    handoff_id: int
    step: str
    decided_by: tuple[str, ...]
    now: datetime


ToolFunction = Callable[..., Any]


@dataclass(eq=False)
class Tool:
    """A function that an agent may read with or that a step may run, sync or async.

    The fields after `takes_call` are for tools of plugins. `called` is the tool's name, `definition` the sha256 of what
    its server says it is (empty: a Python function), `changed_at` when that was last found to be another one. `always`
    says why a step with this tool never acts alone. `vouched` False: what it answers is foreign text. `risky` raises
    the risk of its step to high. `met` False: its server was not asked, so its arguments are not known. `again` False:
    what it answers is never the same twice, and it is not asked again before an act that rests on it.

    `secrets` are the arguments (of a read also the keys of its answer) whose values are kept out of sight: then `model`
    has placeholders in their places, and `real` is the model of the values themselves.
    """

    function: ToolFunction
    effect: bool
    idempotent: bool
    model: type[BaseModel]
    read_back: ToolFunction | None = None
    checks: ToolFunction | None = None
    inverse: ToolFunction | None = None
    takes_call: bool = field(default=True)
    called: str = ""
    definition: str = ""
    changed_at: datetime | None = None
    always: str = ""
    vouched: bool = True
    risky: bool = False
    met: bool = True
    again: bool = True
    secrets: frozenset[str] = frozenset()
    real: type[BaseModel] | None = None

    @property
    def opens(self) -> type[BaseModel]:
        """The model of the very values that the function is called with."""
        return self.real or self.model

    @property
    def name(self) -> str:
        """The function's name, or the one that a plugin's tool goes by."""
        return self.called or self.function.__name__

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        """Run the function itself, as if it were not decorated."""
        return self.function(*args, **kwargs)

    def readback(self, function: ToolFunction) -> ToolFunction:
        """Register `(args, call) -> dict | None`: did it happen? None = no; raising = unknown."""
        self.read_back = function
        return function

    def check(self, function: ToolFunction) -> ToolFunction:
        """Register `(args, call) -> {field: sentence}`: asked before an edit is taken."""
        self.checks = function
        return function

    def undo(self, function: ToolFunction) -> ToolFunction:
        """Register `(args, call) -> dict`: take back what was done with these arguments. Under one key at most once."""
        self.inverse = function
        return function


def tool(*, effect: bool, idempotent: bool = False) -> Callable[[ToolFunction], Tool]:
    """Make a function a tool. Its first parameter is a pydantic model, its second (optional for reads) a `Call`.

    Raises:
        ConfigError: the first parameter has no pydantic model as its annotation.
    """

    def decorate(function: ToolFunction) -> Tool:
        parameters = list(inspect.signature(function).parameters.values())
        model = get_type_hints(function).get(parameters[0].name) if parameters else None
        if not (isinstance(model, type) and issubclass(model, BaseModel)):
            raise ConfigError(
                f"Tool {function.__name__} in {function.__module__}: its first parameter needs a pydantic model "
                "as annotation, for example `args: Refund`."
            )
        return Tool(function, effect, idempotent, model, takes_call=len(parameters) > 1)

    return decorate
