"""What an agent is given and what it may answer."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Literal, Protocol, runtime_checkable

from storage.models import Brief, Note, Who


@dataclass(frozen=True)
class Outcome:
    """What became of an earlier move of this run.

    `verdict`: approve, edit, reject, respond, expired, settled. `args` are as they ran or were refused. `result` is
    what the tool returned, `error` why it did not. `note` is the decider's reason or answer, as data;
    `at` is when it ended: notes later than the last outcome are news.
    """

    step: str
    verdict: str
    args: Mapping[str, Any]
    result: Mapping[str, Any] | None = None
    error: str = ""
    note: str = ""
    at: datetime | None = None


@dataclass(frozen=True)
class Precedent:
    """A like case that people decided: foreign text, all of it.

    `verdict` is approve, edit, reject or take_over; `args` are as they were proposed, `changed` what an edit made of
    them. `note` is the decider's reason, empty where it is private.
    """

    name: str
    step: str
    text: str
    verdict: str
    args: Mapping[str, Any]
    changed: Mapping[str, Any]
    note: str
    at: datetime


@dataclass(frozen=True)
class Case:
    """All that an agent knows: the request, what was added to it, what came of its earlier moves.

    `text` is the request as it stands now: an edit of the message replaces it. `precedents` are like cases, the most
    alike first.
    """

    request_id: int
    run_id: int
    workflow: str
    text: str
    requester: Who
    requester_name: str
    notes: tuple[Note, ...]
    outcomes: tuple[Outcome, ...]
    now: datetime
    precedents: tuple[Precedent, ...] = ()

    @property
    def words(self) -> str:
        """The request and everything that was added to it, one a line."""
        if not self.notes:
            return self.text
        return "\n".join([self.text, *(note.text for note in self.notes if note.kind != "edit")])


@dataclass(frozen=True)
class Proposal:
    """One step with exact arguments. `score` is 0 to 1, or None where the agent has none."""

    step: str
    args: Mapping[str, Any]
    score: float | None = None
    brief: Brief | Mapping[str, Any] | str | None = None


@dataclass(frozen=True)
class Question:
    """Something only a person can say. `choices` are offered as buttons; free text is always possible.

    It goes to the person who asked, or with `to="channel"` as a card to those who decide. `about` names the argument
    that is missing, as `step.argument`: then the window for free text has its kind of field, and checks what is typed.
    """

    text: str
    choices: tuple[str, ...] = ()
    to: Literal["requester", "channel"] = "requester"
    about: str = ""


@dataclass(frozen=True)
class GiveUp:
    """A person should take this. `reason` is one sentence for that person."""

    reason: str
    brief: Brief | Mapping[str, Any] | str | None = None


@dataclass(frozen=True)
class Finished:
    """Nothing more to do. `text` is for the requester; empty where the last result says it all."""

    text: str = ""


@dataclass(frozen=True)
class Later:
    """Nothing can be said now: call `next` again after so many seconds. `why` is for the record."""

    seconds: float
    why: str


@dataclass(frozen=True)
class Answer:
    """What an agent says to a person who asked about its case.

    `text` is foreign text: quoted, never trusted. `sources` are the names of what it rests on ("order", "the request"),
    each once; empty where it rests on nothing.
    """

    text: str
    sources: tuple[str, ...] = ()


Move = Proposal | Question | GiveUp | Finished | Later


@dataclass(frozen=True)
class Seen:
    """A read that was made for this case: `answer` holds only `refused` or `failed` where the tool had none."""

    tool: str
    args: Mapping[str, Any]
    answer: Mapping[str, Any]
    at: datetime


class Log(Protocol):
    """The run's log: it performs reads and keeps every one of them as a row."""

    async def read(self, tool: str, args: Mapping[str, Any]) -> dict[str, Any]:
        """Look something up with one of the workflow's `reads` (its function name).

        Raises:
            bot.tools.ToolRefused: the tool says why it has no answer.
            bot.errors.BadInput: the arguments do not fit the tool's model.
            bot.errors.BatonError: the tool failed or took too long.
        """

    async def seen(self) -> tuple[Seen, ...]:
        """The reads of this run so far, oldest first."""


class Agent(Protocol):
    """Proposes the next move."""

    async def next(self, case: Case, log: Log) -> Move:
        """The next move for `case`; called anew after each outcome."""


@runtime_checkable
class Answering(Protocol):
    """An agent that can be asked about its case. Optional: an agent without it is told of as one that cannot answer."""

    async def answer(self, case: Case, log: Log, question: str) -> Answer:
        """The answer to a person's question, from the case and its reads; it may look up more.

        It decides nothing and proposes nothing. `question` is foreign text.

        Raises:
            bot.errors.BatonError: there is no answer now; the text says why, fit to show to the person.
        """


@dataclass
class ScriptedLog:
    """A log for tests: answers by table."""

    answers: dict[str, Any] = field(default_factory=dict)
    reads: list[tuple[str, dict[str, Any]]] = field(default_factory=list)

    async def read(self, tool: str, args: Mapping[str, Any]) -> dict[str, Any]:
        """The answer filed under the tool's name; a callable is called with the arguments."""
        self.reads.append((tool, dict(args)))
        answer = self.answers[tool]
        return dict(answer(**args) if callable(answer) else answer)

    async def seen(self) -> tuple[Seen, ...]:
        """What was read, answered anew by the table."""
        answers = [(tool, args, self.answers[tool]) for tool, args in self.reads]
        return tuple(
            Seen(tool, args, answer(**args) if callable(answer) else answer, datetime.min.replace(tzinfo=UTC))
            for tool, args, answer in answers
        )
