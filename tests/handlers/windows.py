"""What Slack would send for a window, and a window held against its golden file."""

from typing import Any

from handlers.slack.blocks import Block, Message
from handlers.slack.ids import VALUE
from tests.handlers.golden import kept
from tests.handlers.rules import inert
from workspace.blocks import validate_view


def inputs(view: Block) -> dict[str, Block]:
    """The inputs of a window by their block ids."""
    return {block["block_id"]: block for block in view["blocks"] if block["type"] == "input"}


def untouched(view: Block) -> dict[str, dict[str, dict[str, Any]]]:
    """The values that Slack sends for a window that was sent as it opened."""
    return {
        block_id: {
            VALUE: {
                "type": block["element"]["type"],
                "value": block["element"].get("initial_value"),
                "selected_option": block["element"].get("initial_option"),
                "selected_options": block["element"].get("initial_options", []),
                "selected_date": block["element"].get("initial_date"),
                "selected_time": block["element"].get("initial_time"),
                "selected_date_time": block["element"].get("initial_date_time"),
            }
        }
        for block_id, block in inputs(view).items()
    }


def golden(name: str, view: Block) -> None:
    """The window as its golden file has it."""
    now, before = kept(f"modal_{name}", Message(view["title"]["text"], view["blocks"]))
    assert validate_view(view) == []
    assert inert(view["blocks"]) == []
    assert now == before
