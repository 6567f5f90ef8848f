"""The records, frozen. Times are aware UTC; money is Decimal; arguments are JSON objects as the agent proposed them."""

from collections.abc import Callable, Mapping
from datetime import datetime
from functools import cache, lru_cache
from typing import Any, Literal, NamedTuple, Self, TypeVar

from pydantic import BaseModel, ConfigDict

RunState = Literal["queued", "working", "parked", "finished", "failed", "taken_over", "withdrawn"]
HandoffState = Literal["waiting", "approved", "rejected", "answered", "settled", "taken_over", "expired", "withdrawn"]
HandoffKind = Literal["approval", "question", "doubt", "case"]
EffectState = Literal["started", "done", "failed", "in_doubt"]
Cause = Literal["", "refused", "dropped", "absent", "never"]
Verdict = Literal["approve", "edit", "reject", "respond", "take_over"]
Way = Literal["ask", "check", "act", "never", "plant"]
Via = Literal["slash", "mention", "message", "shortcut"]


class Who(NamedTuple):
    """A person: the ids of a Slack team and of a user in it."""

    team: str
    user: str

    def __str__(self) -> str:
        """The form in the database: `team/user`."""
        return f"{self.team}/{self.user}"

    @classmethod
    @lru_cache(maxsize=1024)
    def parse(cls, text: str) -> "Who":
        """The inverse of str()."""
        team, _, user = text.partition("/")
        return cls(team, user)


AUTONOMY = Who("baton", "autonomy")
"""Who decides where a step acts alone."""


OVERRIDE_STAGE = 0
"""The stage of a decision that an owner takes instead of all stages."""
UNDO = "-undo"
"""How the key of what takes an action back ends."""


class Record(BaseModel):
    """A row, or a part of one."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    def model_copy(self, *, update: Mapping[str, Any] | None = None, deep: bool = False) -> Self:
        """As pydantic's, for records, which are frozen and hold nothing private: a sixth of its time."""
        if deep:
            return super().model_copy(update=update, deep=True)
        return known(type(self), {**self.__dict__, **(update or {})})


Any_Record = TypeVar("Any_Record", bound=Record)


def known(kind: type[Any_Record], values: dict[str, Any]) -> Any_Record:
    """A record from a row of our own tables: all its fields, with the types that the schema holds them to.

    Not looked at again, as everything was when it was written: that costs more than the query.
    """
    made = _new(kind)
    _set_values(made, values)
    _set_fields(made, _fields(kind))
    _set_extra(made, None)
    _set_private(made, None)
    return made


def _setter(name: str) -> Callable[[object, object], None]:
    """What writes this slot of a record: looked for once, not at each record."""
    write: Callable[[object, object], None] = vars(BaseModel)[name].__set__
    return write


_new = object.__new__
_set_values, _set_fields = _setter("__dict__"), _setter("__pydantic_fields_set__")
_set_extra, _set_private = _setter("__pydantic_extra__"), _setter("__pydantic_private__")


@cache
def _fields(kind: type[Record]) -> set[str]:
    """Shared by all records of a kind: they are frozen, so nobody adds to it."""
    return set(kind.model_fields)


class Doubt(Record):
    """Something the agent is not sure of. `field` names the argument it is about, if one."""

    what: str
    changes_answer: bool = False
    settled_by: str = ""
    field: str = ""


class Fact(Record):
    """Something that was looked up, with its source. `against` marks the evidence against the proposal."""

    text: str
    source: str = ""
    against: bool = False
    field: str = ""


class Brief(Record):
    """What the agent says about its proposal. Foreign text, all of it: quoted, never trusted.

    `unfound` names arguments whose value stands in no source. `orders` is true where a text tries to give orders to the
    agent. `how` is one sentence on how it was made ("No language model was used."). Code alone writes `origins`, where
    the value of each argument comes from, and `strays`, the recipients and links in it that no list allows.
    """

    doubts: tuple[Doubt, ...] = ()
    facts: tuple[Fact, ...] = ()
    unfound: tuple[str, ...] = ()
    orders: bool = False
    assessment: str = ""
    how: str = ""
    origins: dict[str, str] = {}
    strays: dict[str, tuple[str, ...]] = {}


class Request(Record):
    """What somebody asked for, and where. `reply_channel`/`reply_thread` is where its requester is answered."""

    id: int
    source_key: str
    via: Via
    workflow: str
    requester: Who
    text: str
    channel: str
    message_ts: str
    reply_channel: str
    reply_thread: str
    created_at: datetime


class Note(Record):
    """Something added to a request later: an addition, an edit, an answer, a note at handing back, a changed fact."""

    id: int
    request_id: int
    who: Who
    kind: Literal["add", "edit", "answer", "back", "fact"]
    text: str
    at: datetime


class Said(Record):
    """A row of the talk with a model. Rows are only ever added.

    `thread` is empty for the work on the run itself, else the key of a person's question. `kind`: `said` is what Baton
    told the model, `heard` the provider's answer, `lost` an answer or a failure that the talk goes on without.
    `body` is kept byte for byte. `facts` say how it came about. `money_millionths` is None where no price is known.
    """

    id: int
    run_id: int
    thread: str
    kind: Literal["said", "heard", "lost"]
    body: bytes
    facts: dict[str, Any]
    calls: int
    tokens: int
    money_millionths: int | None
    milliseconds: int
    at: datetime


class Run(Record):
    """An agent's work on a request."""

    id: int
    request_id: int
    state: RunState
    agent: str
    agent_version: str
    failures: int
    created_at: datetime
    updated_at: datetime


class Handoff(Record):
    """A point where a person must act, at its newest revision.

    `args_digest` is the sha256 of the canonical JSON of `args`. `reasons` say why a person is asked. `looking_since` is
    set while the agent looks again because the request changed: clicks wait for it. `rung` counts passed deadlines.
    A question goes to its `audience`, and may be `about` an argument (`step.argument`). `alike` are the ids of handoffs
    that people decided in like cases.

    Of a proposal, `way` says how it came to people: it had to `ask`, was picked for a `check` before the act, was to
    `act` alone, is `never` evidence, or is a mistake that was planted (`plant`). `version` and `epoch` name the
    certificate it counts for, `rate` is the chance with which a person is asked, `weight` what a person's word counts.
    `given` is the user that somebody gave it to, on this rung.
    """

    id: int
    run_id: int
    request_id: int
    kind: HandoffKind
    state: HandoffState
    workflow: str
    step: str
    revision: int
    stage: int
    rung: int
    args: dict[str, Any]
    args_digest: str
    question: str
    choices: tuple[str, ...]
    brief: Brief
    reasons: tuple[str, ...]
    score: float | None
    agent_version: str
    policy_hash: str
    draw: float | None
    looking_since: datetime | None
    deadline_at: datetime | None
    held: bool
    opened_at: datetime
    revised_at: datetime
    closed_at: datetime | None
    effect_key: str
    audience: Literal["requester", "channel"] = "requester"
    about: str = ""
    alike: tuple[int, ...] = ()
    way: Way = "never"
    version: str = ""
    epoch: int = 0
    rate: float = 1.0
    weight: float = 1.0
    given: str = ""

    @property
    def name(self) -> str:
        """What people call it: `H-12`."""
        return f"H-{self.id}"


class Decision(Record):
    """One person's verdict on one revision, with the proof of identity.

    `args_before` and `args_after` differ only for an edit. `note` is for the agent and the record, `words` is for the
    requester; `private` keeps the reason from the requester. Stage 0 stands over all stages: an owner's override.
    """

    id: int
    handoff_id: int
    revision: int
    stage: int
    person: Who
    verdict: Verdict
    note: str
    words: str
    private: bool
    proof: str
    args_before: dict[str, Any]
    args_after: dict[str, Any]
    digest_shown: str
    digest_run: str
    shown_at: datetime | None
    decided_at: datetime
    by_requester: bool
    score: float | None
    agent_version: str
    policy_hash: str
    draw: float | None

    @property
    def override(self) -> bool:
        """Whether an owner approved it anyway, instead of those who decide."""
        return self.stage == OVERRIDE_STAGE


class Effect(Record):
    """An action in the outside world under one key, at most once. `result` is what the tool returned.

    `cause` says why one failed: the tool `refused` it, a person `dropped` it after a doubt, the tool's own look found
    it `absent`, or it was `never` tried. `error` is the sentence for it.
    """

    key: str
    handoff_id: int
    revision: int
    step: str
    state: EffectState
    args: dict[str, Any]
    attempts: int
    result: dict[str, Any] | None
    error: str
    cause: Cause = ""
    started_at: datetime
    ended_at: datetime | None


class Inquiry(Record):
    """What a person asked the agent about a handoff, and the agent's answer with the names of its sources.

    All of it is foreign text. `answered_at` is None while the agent has not answered.
    """

    id: int
    handoff_id: int
    who: Who
    text: str
    answer: str
    sources: tuple[str, ...]
    asked_at: datetime
    answered_at: datetime | None


class Outgoing(NamedTuple):
    """A row of the outbox: what is to be told, not yet in anybody's JSON. `lane` orders: one at a time in a lane."""

    id: int
    key: str
    lane: str
    kind: str
    handoff_id: int | None
    request_id: int | None
    payload: dict[str, Any]
    attempts: int
    created_at: datetime
