"""What a server says that one of its tools is, and what that means for the people who answer for it. Pure.

Hints may only raise supervision. What a definition does not say counts as the protocol's own default: it may change
things, it may destroy them, it reaches beyond. What it does say counts for less supervision only from a server that
team.yml calls trusted.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

LONGEST = 64_000
"""Characters of a definition; a longer one is not taken."""


@dataclass(frozen=True)
class Hints:
    """What a tool's annotations say, None where they say nothing."""

    read_only: bool | None = None
    destructive: bool | None = None
    open_world: bool | None = None

    @property
    def may_change(self) -> bool:
        """Whether it may change anything."""
        return self.read_only is not True

    @property
    def may_destroy(self) -> bool:
        """Whether it may overwrite or delete something."""
        return self.may_change and self.destructive is not False

    @property
    def reaches_out(self) -> bool:
        """Whether it meets systems and texts that are not the team's own."""
        return self.open_world is not False


@dataclass(frozen=True)
class Definition:
    """A tool as its server describes it: the name, words for an agent, the JSON Schema of its arguments, hints."""

    name: str
    description: str
    schema: Mapping[str, Any]
    annotations: Mapping[str, Any]

    @property
    def text(self) -> str:
        """The definition as canonical JSON."""
        parts = {"name": self.name, "description": self.description, "schema": self.schema}
        return json.dumps({**parts, "annotations": self.annotations}, sort_keys=True, ensure_ascii=False)

    @property
    def digest(self) -> str:
        """The sha256 that the definition is pinned by."""
        return hashlib.sha256(self.text.encode("utf-8", "surrogatepass")).hexdigest()

    @property
    def hints(self) -> Hints:
        """Its annotations; what is no plain yes or no says nothing."""
        said = {name: value if isinstance(value, bool) else None for name, value in self.annotations.items()}
        return Hints(said.get("readOnlyHint"), said.get("destructiveHint"), said.get("openWorldHint"))

    @classmethod
    def parse(cls, text: str) -> "Definition":
        """The inverse of `text`."""
        parts = json.loads(text)
        return cls(parts["name"], parts["description"], parts["schema"], parts["annotations"])


def differences(before: Definition, after: Definition) -> tuple[str, ...]:
    """What is different, in words for the owners: its description, its arguments, its hints."""
    found = ["its description"] if before.description != after.description else []
    if before.schema != after.schema:
        found.append(_arguments(_named(before), _named(after)))
    if before.annotations != after.annotations:
        found.append("what it says it may do")
    return tuple(found)


def _named(definition: Definition) -> set[str]:
    properties = definition.schema.get("properties")
    return {str(name) for name in properties} if isinstance(properties, Mapping) else set()


def _arguments(before: set[str], after: set[str]) -> str:
    told = [f"new: {', '.join(sorted(after - before))}"] if after - before else []
    told += [f"gone: {', '.join(sorted(before - after))}"] if before - after else []
    return f"its arguments ({'; '.join(told)})" if told else "its arguments"


def always(server: str, hints: Hints, *, trusted: bool) -> str:
    """Why a step with this tool never acts alone; empty where evidence may speak for it."""
    if hints.may_destroy:
        return "Always asked: its tool may overwrite or delete."
    if hints.reaches_out:
        return "Always asked: its tool reaches beyond the team’s own systems."
    return "" if trusted else f"Always asked: the server {server} is not called trusted in team.yml."


def no_read(hints: Hints) -> str:
    """Why this tool is no read unless the workflow file says that it has no effect; empty where it may be one."""
    return "" if not hints.may_change else "its server does not say that it only reads"


def vouched(hints: Hints, *, trusted: bool) -> bool:
    """Whether what a read answers is the team's own data rather than foreign text."""
    return trusted and not hints.reaches_out and not hints.may_change
