"""Errands: a workflow whose tools and agent do what the first words of a request say, also the bad things.

"plain boil eggs" proposes the step plain_errand with what = "boil eggs". The tool does what its first word says: see
`_do`. What ran stands in journal.txt, one line each: the key, then what.
"""

import os
import signal
import time
from pathlib import Path
from typing import Any

from pydantic import BaseModel, Field

from bot.agents import Answer, Case, Finished, GiveUp, Log, Move, Proposal, Question
from bot.tools import Call, ToolRefused, tool

FOLDER = Path(__file__).parent
JOURNAL = FOLDER / "journal.txt"


class Errand(BaseModel):
    """What to run."""

    what: str = Field(title="What", min_length=1)


def _first_time(name: str) -> bool:
    """Whether this is the first time that anybody comes here, over restarts."""
    try:
        (FOLDER / f"{name.replace(' ', '-')}.once").open("x").close()
    except FileExistsError:
        return False
    return True


def die(name: str) -> None:
    """End this process at once, as a power cut would; only the first time."""
    if _first_time(name):
        os.kill(os.getpid(), signal.SIGKILL)
        time.sleep(60)


def _do(what: str, key: str) -> dict[str, str]:
    word = what.split()[0]
    if word == "refuse":
        raise ToolRefused("The door is locked.")
    if word == "break":
        raise RuntimeError("the cart broke")
    if word == "hang":
        time.sleep(20)
    if word == "die-before":
        die(what)
    with JOURNAL.open("a", encoding="utf-8") as journal:
        journal.write(f"{key} {what}\n")
    if word == "die-after":
        die(what)
    if word == "stumble":
        raise RuntimeError("the cart broke on the way back")
    return {"what": what}


@tool(effect=True)
def plain_errand(args: Errand, call: Call) -> dict[str, str]:
    """Run it; nobody can tell afterwards whether it ran."""
    return _do(args.what, call.key)


@tool(effect=True, idempotent=True)
def sure_errand(args: Errand, call: Call) -> dict[str, str]:
    """Run it once under the key."""
    return ran(args, call) or _do(args.what, call.key)


@sure_errand.readback
def ran(args: Errand, call: Call) -> dict[str, str] | None:
    """Whether it ran under this key."""
    lines = JOURNAL.read_text(encoding="utf-8").splitlines() if JOURNAL.exists() else []
    return {"what": args.what} if f"{call.key} {args.what}" in lines else None


@tool(effect=True)
def late_errand(args: Errand, call: Call) -> dict[str, str]:
    """Run it."""
    return _do(args.what, call.key)


class Clerk:
    """Does as the newest words say: "ask …", "give up …", "<step's first word> <what>"."""

    version = "clerk-1"

    async def next(self, case: Case, log: Log) -> Move:
        """The next move."""
        last = case.outcomes[-1] if case.outcomes else None
        news = [note for note in case.notes if last is None or last.at is None or note.at > last.at]
        if last is not None and last.verdict != "respond" and not news:
            return Finished()
        words = (case.notes[-1].text if case.notes else case.text).split()
        return _move(words[0], " ".join(words[1:]))

    async def answer(self, case: Case, log: Log, question: str) -> Answer:
        """Says back what was asked; "break" breaks."""
        if "break" in question:
            raise RuntimeError("the clerk fell asleep")
        return Answer(f"You asked “{question}”. I know of {len(case.notes)} notes.", ("the errands book",))


def _move(word: str, rest: str) -> Move:
    if word == "ask":
        return Question("Which errand?", ("plain eggs", "sure milk"))
    if word == "poll":
        return Question("Which errand first?", ("plain eggs", "sure milk"), to="channel", about="plain_errand.what")
    if word == "stop":
        die(rest)
    if word in ("plain", "sure", "late", "stop"):
        step = f"{'plain' if word == 'stop' else word}_errand"
        return Proposal(step, {"what": rest}, 0.9, brief())
    return GiveUp("No errand.", brief())


def brief() -> dict[str, Any]:
    """How it was made."""
    return {"how": "No language model was used."}
