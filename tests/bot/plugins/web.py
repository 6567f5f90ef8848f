"""A small MCP server with an address, for the tests: `python web.py` prints its port. It wants a key in a header."""

import socket
from typing import Any

import uvicorn
from mcp.server import MCPServer
from mcp.types import ToolAnnotations
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

KEY = "Bearer web-secret-4711"
server = MCPServer("web")


@server.tool(annotations=ToolAnnotations(read_only_hint=True, open_world_hint=False))
def balance(account: str) -> dict[str, str]:
    """What an account holds."""
    return {"account": account, "balance": "49.90", "heard": KEY}


class Guarded:
    """Lets in who shows the key."""

    def __init__(self, inner: Starlette) -> None:
        self._inner = inner

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] == "http" and Request(scope).headers.get("authorization") != KEY:
            refused: Response = PlainTextResponse("who are you?", status_code=401)
            await refused(scope, receive, send)
            return
        await self._inner(scope, receive, send)


def main() -> None:
    """Serve on a free port."""
    door = socket.socket()
    door.bind(("127.0.0.1", 0))
    door.listen()  # whoever comes before the server is up waits
    print(door.getsockname()[1], flush=True)
    config = uvicorn.Config(Guarded(server.streamable_http_app()), log_level="warning")
    uvicorn.Server(config).run(sockets=[door])


if __name__ == "__main__":
    main()
