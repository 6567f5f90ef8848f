"""A model in the bot's own process: it answers at once by a function of what it is asked, and keeps a list of that."""

import hashlib
import itertools
import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

from bot.agents.claude_wire import Ask, Came
from tests.fakes.messages import Reply


class Near:
    """A wire for processes that are killed: the sha256 of each request is on the disk before its answer is given."""

    def __init__(self, mind: Callable[[dict[str, Any]], Reply], asked: Path) -> None:
        self._mind, self._asked = mind, asked
        self._ids = itertools.count(1)

    async def send(self, ask: Ask) -> Came:
        """The answer to a request."""
        sent = hashlib.sha256(json.dumps(ask.messages).encode()).hexdigest()
        with self._asked.open("a", encoding="utf-8") as file:
            file.write(f"{sent}\n")
            file.flush()
            os.fsync(file.fileno())
        reply = self._mind({"messages": ask.messages})
        number = next(self._ids)
        content = [{"id": f"toolu_{number}_{n}", **block} for n, block in enumerate(reply.content)]
        message = {"type": "message", "content": content, "stop_reason": reply.stop, "usage": {"output_tokens": 9}}
        return Came(json.dumps(message).encode(), f"req_{number}", sent)

    async def close(self) -> None:
        """There is nothing to let go of."""
