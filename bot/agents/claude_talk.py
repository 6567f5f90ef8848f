"""The talk with a model so far, read from its rows: what is to be sent next, and what is to be done about it. Pure."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from bot.agents import claude_reply, prompts
from bot.agents.claude_reply import Reply, ToolCall
from bot.agents.lookups import Read
from bot.agents.quotes import Source
from storage.models import Said

Json = dict[str, Any]
_READ = "read:"


@dataclass(frozen=True)
class Talk:
    """The rows of one thread of a run, oldest first. What was before its newest opening does not count any more."""

    rows: tuple[Said, ...]

    @cached_property
    def current(self) -> tuple[Said, ...]:
        """The rows since the newest opening."""
        starts = [index for index, row in enumerate(self.rows) if row.facts.get("start")]
        return self.rows[starts[-1] :] if starts else ()

    @property
    def opening(self) -> Mapping[str, Any]:
        """The facts of the newest opening: model, prompt, mark, fewer."""
        return self.current[0].facts if self.current else {}

    @property
    def mark(self) -> str:
        """What stands around material."""
        return str(self.opening.get("mark", ""))

    @cached_property
    def kept(self) -> tuple[Said, ...]:
        """The rows that the talk goes on with: without what was lost."""
        return tuple(row for row in self.current if row.kind != "lost")

    @property
    def last(self) -> Said | None:
        """The newest row that the talk goes on with."""
        return self.kept[-1] if self.kept else None

    @cached_property
    def reply(self) -> Reply | None:
        """The model's answer, where it has spoken last."""
        return claude_reply.read(self.last.body) if self.last and self.last.kind == "heard" else None

    @cached_property
    def lost(self) -> tuple[Mapping[str, Any], ...]:
        """What failed since then, oldest first, as the rows' facts."""
        behind = 0
        for row in reversed(self.current):
            if row.kind != "lost":
                break
            behind += 1
        return tuple(row.facts for row in self.current[len(self.current) - behind :])

    def lost_by(self, *troubles: str) -> int:
        """How many requests failed in these ways since the model was heard last."""
        return sum(facts["trouble"] in troubles for facts in self.lost)

    def count(self, what: str) -> int:
        """How often the talk took this turn so far: `wrong`, `draft`, `nudge`, `failed`."""
        return sum(int(row.facts.get(what, 0)) for row in self.current)

    def pauses(self) -> int:
        """How many answers at the end only paused."""
        found = 0
        for row in reversed(self.kept):
            reply = claude_reply.read(row.body) if row.kind == "heard" else None
            if reply is None or reply.stop != "pause_turn":
                break
            found += 1
        return found

    @property
    def seen(self) -> tuple[int, int]:
        """How many outcomes and notes the model was told of."""
        told = [row.facts["seen"] for row in self.current if "seen" in row.facts]
        return (int(told[-1][0]), int(told[-1][1])) if told else (0, 0)

    def messages(self) -> list[Json]:
        """All of it as the provider wants it: what was heard is sent back as it came, to the last field."""
        found: list[Json] = []
        for row in self.kept:
            reply = claude_reply.read(row.body) if row.kind == "heard" else None
            content = list(reply.content) if reply else json.loads(row.body)
            found.append({"role": "assistant" if row.kind == "heard" else "user", "content": content})
        return found

    def pending(self) -> tuple[Said, tuple[ToolCall, ...]] | None:
        """The calls that the model waits for, and the row that holds them."""
        if self.reply is None or self.last is None or not self.reply.calls:
            return None
        return self.last, self.reply.calls

    def sources(self) -> dict[str, Source]:
        """Everything that the model was given as material, by its id."""
        found: dict[str, Source] = {}
        for row in self.kept:
            if row.kind == "said":
                for text in _texts(json.loads(row.body)):
                    found |= {source.id: source for source in _sources(prompts.inside(self.mark, text))}
        return found

    def reads(self) -> int:
        """How many look-ups the model was given."""
        return sum(source_id.startswith(_READ) for source_id in self.sources())


def _texts(blocks: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    for block in blocks:
        text = block.get("text") or block.get("content")
        if isinstance(text, str):
            yield text


def _sources(data: Any) -> Iterator[Source]:
    """The parts of a message's material that can be quoted."""
    if not isinstance(data, Mapping):
        return
    if isinstance(data.get("request"), Mapping):
        yield Source("request", "the request", data["request"].get("text"))
    for note in data.get("notes", ()):
        yield Source(note["source_id"], _NOTES.get(note["kind"], "a note"), note["text"])
    for outcome in data.get("outcomes", ()):
        yield Source(outcome["source_id"], "a decision", {**outcome, "changed": None})
    for read in (*data.get("looked_up", ()), *([data] if "answer" in data and "source_id" in data else ())):
        name = Read(str(read.get("tool", "")), {}, {}).source
        yield Source(read["source_id"], name, read["answer"], read.get("arguments") or {})


_NOTES = {"add": "what was added", "edit": "the changed request", "answer": "an answer"}


def looked_up(number: int, tool: str, args: Mapping[str, Any], answer: Mapping[str, Any]) -> Json:
    """A look-up as material, under the id by which it is quoted."""
    return {"source_id": f"{_READ}{number}", "tool": tool, "arguments": dict(args), "answer": dict(answer)}
