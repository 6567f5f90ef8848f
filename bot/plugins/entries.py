"""`servers:` of team.yml: how a server is started or reached, and what it is given. Pure.

    servers:
      git: {command: [mcp-server-git, --repository, /srv/site]}
      crm: {url: "https://crm.example.com/mcp", headers: {Authorization: "Bearer ${CRM_TOKEN}"}, trusted: true}

`${NAME}` stands for a variable of the environment; its value is never in the file, a log, a row or an answer.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Entry:
    """One server as the file has it. `command` (stdio) or `url` (streamable HTTP), not both.

    `trusted` is the team's own word that the server's hints about its tools are so, and that what it answers is the
    team's own data. `start_seconds` is for its start or its first answer, `timeout_seconds` for a look at its tools.
    """

    command: tuple[str, ...] = ()
    env: Mapping[str, str] = field(default_factory=dict)
    folder: str = ""
    url: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)
    trusted: bool = False
    start_seconds: float = 20
    timeout_seconds: float = 10

    def texts(self) -> Iterator[str]:
        """Every text in which a variable may stand."""
        yield from (*self.command, *self.env.values(), self.folder, self.url, *self.headers.values())

    def __repr__(self) -> str:
        """Without what variables stand for."""
        return f"Entry({self.command[:1] or 'url'})"
