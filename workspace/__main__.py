"""`python -m workspace --port 0 [--manifest FILE]`: a workspace as a process of its own."""

import argparse
import asyncio
import sys

from workspace.server import main


def run() -> int:
    """Read the command line and serve until stopped."""
    parser = argparse.ArgumentParser(prog="python -m workspace", description="A small Slack on this machine.")
    parser.add_argument("--port", type=int, default=0, help="the port on 127.0.0.1; 0 = any free one (default)")
    parser.add_argument("--manifest", help="an app manifest, JSON or YAML; without it everything is allowed")
    arguments = parser.parse_args()
    return asyncio.run(main(arguments.port, arguments.manifest))


if __name__ == "__main__":
    sys.exit(run())
