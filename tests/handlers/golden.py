"""Golden files: what a message looks like, as blocks and as lines. GOLDEN=write in the environment writes them anew."""

import json
import os
from pathlib import Path

from handlers.slack.blocks import Message
from workspace.blocks import visible_text

FOLDER = Path(__file__).parent / "golden"


def kept(name: str, message: Message) -> tuple[str, str]:
    """The message as text, and the text in its golden file."""
    lines = "\n".join([f"text: {message.text}", *visible_text(message.blocks)])
    now = f"{lines}\n\n{json.dumps(message.blocks, ensure_ascii=False, indent=1)}\n"
    path = FOLDER / f"{name}.txt"
    if os.environ.get("GOLDEN") == "write":
        path.write_text(now, encoding="utf-8")
    return now, path.read_text(encoding="utf-8")
