"""Chores: tools and an agent that do what the words of a request say, and a journal that no crash can blur.

"sure dust 2" proposes the step sure_chore with what = "dust" and times = 2. Every time that a tool acts, one line goes
to journal.txt and is on the disk (fsync) before the tool goes on: the key, the step, what, times. What ends in "-fast"
takes no time, what ends in "-slowly" a quarter of a second; where the text says "ponder" the agent takes two seconds.
The folder with the journal, the facts and the marks stands in TORTURE_FOLDER.
"""

import asyncio
import json
import os
import random
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from pydantic import BaseModel, Field

from bot.agents import Answer, Case, Finished, GiveUp, Log, Move, Proposal, Question
from bot.agents.claude import ClaudeAgent
from bot.agents.claude_log import Provider
from bot.tools import Call, ToolRefused, tool
from bot.workflows import Workflow
from tests.fakes.messages import Reply, proposes, uses
from tests.fakes.wire import Near

FOLDER = Path(os.environ["TORTURE_FOLDER"])
JOURNAL = FOLDER / "journal.txt"


class Chore(BaseModel):
    """What to do, and how often."""

    what: str = Field(title="What", min_length=1)
    times: int = Field(1, title="Times", ge=1, le=9)


class Hushed(Chore):
    """The same with a word that nobody sees: a mark, and what is to be done."""

    word: str = Field("", title="Word", json_schema_extra={"secret": True, "find": r"canary-\w+"})


class Thing(BaseModel):
    """What to look up."""

    what: str


def lines() -> list[str]:
    """The journal so far."""
    return JOURNAL.read_text(encoding="utf-8").splitlines() if JOURNAL.exists() else []


def did(args: Chore, call: Call) -> str:
    """The line that the journal has about this act."""
    return f"{call.key} {call.step} {args.what} {args.times}"


def _act(args: Chore, call: Call) -> dict[str, Any]:
    seconds = 0.25 if args.what.endswith("-slowly") else 0.0 if args.what.endswith("-fast") else 0.02
    time.sleep(seconds / 2)
    with JOURNAL.open("a", encoding="utf-8") as journal:
        journal.write(did(args, call) + "\n")
        journal.flush()
        os.fsync(journal.fileno())
    time.sleep(seconds / 2)
    return {"what": args.what, "times": args.times}


def sure(args: Chore, call: Call) -> dict[str, Any]:
    """Act, unless it was done under this key."""
    return {"what": args.what, "times": args.times} if did(args, call) in lines() else _act(args, call)


def _first_time(name: str) -> bool:
    try:
        (FOLDER / f"{name}.once").open("x").close()
    except FileExistsError:
        return False
    return True


@tool(effect=True)
def plain_chore(args: Chore, call: Call) -> dict[str, Any]:
    """Act, each time it is called. "stumble…" fails after the first act, "trip…" before it, "drop…" always before."""
    if args.what.startswith("drop") or (args.what.startswith("trip") and _first_time(args.what)):
        raise RuntimeError("the ladder broke")
    result = _act(args, call)
    if args.what.startswith("stumble") and _first_time(args.what):
        raise RuntimeError("the ladder broke on the way down")
    return result


@tool(effect=True, idempotent=True)
def sure_chore(args: Chore, call: Call) -> dict[str, Any]:
    """Act once under the key. "waver…" fails after the first act."""
    result = sure(args, call)
    if args.what.startswith("waver") and _first_time(args.what):
        raise RuntimeError("the line went dead")
    return result


@sure_chore.readback
def surely_done(args: Chore, call: Call) -> dict[str, Any] | None:
    """Whether it happened under this key."""
    return {"what": args.what} if did(args, call) in lines() else None


@tool(effect=True, idempotent=True)
def back_chore(args: Chore, call: Call) -> dict[str, Any]:
    """Act once under the key; it can be taken back."""
    return sure(args, call)


@back_chore.undo
def taken_back(args: Chore, call: Call) -> dict[str, Any]:
    """Take it back, once under the key."""
    return sure(args, call)


@tool(effect=True, idempotent=True)
def hushed_chore(args: Hushed, call: Call) -> dict[str, Any]:
    """Act once under the key, with the very word that was typed."""
    if args.word != f"canary-{args.what}":
        raise ToolRefused("That is not the word.")
    return {**sure(args, call), "word": args.word}


@tool(effect=True)
def seen_chore(args: Chore, call: Call) -> dict[str, Any]:
    """Act, each time it is called."""
    return _act(args, call)


@seen_chore.readback
def seen(args: Chore, call: Call) -> dict[str, Any] | None:
    """Whether it happened under this key."""
    return {"what": args.what} if did(args, call) in lines() else None


@tool(effect=False)
def look_up(args: Thing) -> dict[str, Any]:
    """What is known about a thing: the content of its file."""
    path = FOLDER / f"{args.what}.fact"
    return {"known": path.read_text(encoding="utf-8") if path.exists() else "nothing"}


def mind(asked: dict[str, Any]) -> Reply:
    """A model that looks up five things in two turns, proposes a sure chore, and finishes once that is decided."""
    first = asked["messages"][0]["content"][0]["text"]
    what = json.loads(first.split("\n")[2])["request"]["text"].split()[-1]
    results = sum(block["type"] == "tool_result" for each in asked["messages"] for block in each["content"])
    looks = [("look_up", {"what": f"{what} {number}"}) for number in range(5)]
    if results < 5:
        return uses(*(looks[:2] if results == 0 else looks[2:]))
    return proposes("sure_chore", {"what": what, "times": 1}) if results == 5 else uses(("finish", {"text": ""}))


def _provider() -> Provider:
    wire = Near(mind, FOLDER / "asked.txt")
    return Provider(wire, "near", lambda: datetime.now(UTC), random.Random(), asyncio.sleep, time.monotonic)


class Clerk:
    """Does as the newest words say: "ask …", "check <step's first word> <what> <times>", or without the "check"."""

    version = "clerk-1"

    def __init__(self, workflow: Workflow) -> None:
        self.claude = ClaudeAgent(workflow, _provider())

    async def next(self, case: Case, log: Log) -> Move:
        """The next move. "model …" is for the Claude agent, with a model that is near."""
        if case.text.startswith("model "):
            return await self.claude.next(case, log)
        if "ponder" in case.text:
            await asyncio.sleep(2)
        last = case.outcomes[-1] if case.outcomes else None
        news = [note for note in case.notes if last is None or last.at is None or note.at > last.at]
        if last is not None and last.verdict != "respond" and not news:
            return Finished()
        words = (case.notes[-1].text if case.notes else case.text).split()
        return await _move(words, log)

    async def answer(self, case: Case, log: Log, question: str) -> Answer:
        """What it is for."""
        return Answer("It is a chore like any other.")


async def _move(words: list[str], log: Log) -> Move:
    if words[0] == "ask":
        rest = " ".join(words[1:])
        return Question("Which chore?", (f"{rest} 1", f"{rest} 2"))
    if words[0] == "check":
        words = words[1:]
        await log.read("look_up", {"what": words[1]})
    step, what, *times = words
    if step not in {
        "plain",
        "sure",
        "seen",
        "pair",
        "later",
        "single",
        "slow",
        "alone",
        "over",
        "code",
        "staged",
        "hushed",
    }:
        return GiveUp("No chore.", {"how": "No language model was used."})
    args = {"what": what, "times": int(times[0]) if times else 1}
    args |= {"word": times[1]} if step == "hushed" else {}
    return Proposal(f"{step}_chore", args, 0.97 if step == "alone" else 0.9, {"how": "No language model was used."})
