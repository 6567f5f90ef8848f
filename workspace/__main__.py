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
    parser.add_argument("--until-stdin-closes", action="store_true", help="stop when standard input ends")
    arguments = parser.parse_args()
    return asyncio.run(main(arguments.port, arguments.manifest, until_stdin_closes=arguments.until_stdin_closes))


if __name__ == "__main__":
    sys.exit(run())
