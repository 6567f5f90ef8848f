"""A small MCP server of the tests: its tools are what a file says, and what they do is told by their names.

Run as `python small.py FOLDER`: FOLDER/tools.json holds the definitions, read anew at every look; FOLDER/done.txt gets
a line for everything that it did; FOLDER/started.txt one for every start.
"""

import json
import math
import os
import sys
import time
from pathlib import Path
from typing import Any

FOLDER = Path(sys.argv[1])


def note(name: str, line: str) -> None:
    """One line more in a file."""
    with (FOLDER / name).open("a") as file:
        file.write(f"{line}\n")


def text(words: str, *, error: bool = False) -> dict[str, Any]:
    """A tool's answer in words."""
    return {"content": [{"type": "text", "text": words}], "isError": error}


def call(name: str, args: dict[str, Any]) -> dict[str, Any]:
    """Do what a tool of this name does."""
    if name == "dies_before":
        os._exit(3)
    if name == "hangs":
        time.sleep(60)
    if name == "refuses":
        return text("not today", error=True)
    if name == "unknown":
        raise KeyError(name)
    if name == "env":
        return text(json.dumps(dict(os.environ)))
    if name == "facts":
        return {"content": [], "structuredContent": {"facts": [{"text": "All is well"}], "amount": "5"}}
    if name == "long":
        return {"content": [], "structuredContent": {"a": "x" * 5_000_000}}
    if name == "numberless":
        return {"content": [], "structuredContent": {"a": [math.nan, -math.inf], "b": 1.5}}
    note("done.txt", f"{name} {json.dumps(args, sort_keys=True)}")
    if name == "dies_after":
        os._exit(3)
    return text(f"did {name}")


def answer(method: str, params: dict[str, Any]) -> dict[str, Any]:
    """The result of a request."""
    if method == "initialize":
        info = {"name": "small", "version": "1"}
        return {"protocolVersion": "2025-11-25", "capabilities": {"tools": {}}, "serverInfo": info}
    if method == "tools/list":
        return {"tools": json.loads((FOLDER / "tools.json").read_text())}
    if method == "tools/call":
        return call(params["name"], params.get("arguments") or {})
    raise KeyError(method)


def main() -> None:
    """Answer line by line."""
    note("started.txt", str(os.getpid()))
    sys.stderr.write(f"hello, my key is {os.environ.get('SMALL_KEY', 'none')}\n")
    sys.stderr.flush()
    if (FOLDER / "broken").exists():
        sys.exit("it is broken")
    for line in sys.stdin:
        asked = json.loads(line)
        if "id" not in asked:
            continue
        reply: dict[str, Any] = {"jsonrpc": "2.0", "id": asked["id"]}
        try:
            reply["result"] = answer(asked["method"], asked.get("params") or {})
        except KeyError as error:
            code = -32602 if asked["method"] == "tools/call" else -32601
            reply["error"] = {"code": code, "message": f"no {error}"}
        sys.stdout.write(json.dumps(reply) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
