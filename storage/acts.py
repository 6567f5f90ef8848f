"""The records of earned autonomy, frozen: certificates, evidence, acts alone, and what owners hold."""

from datetime import datetime
from typing import Any, Literal, NamedTuple

from storage.models import Record, Who

EvidenceKind = Literal["request", "decision", "check", "lapsed", "act", "report", "sample", "planted", "refit", "limit"]


class Certificate(Record):
    """What the evidence allows a step to do alone, for one version of its agent. `state` as `bot.autonomy` has it."""

    workflow: str
    step: str
    version: str
    state: dict[str, Any]
    parts: dict[str, str]
    why: str
    began_at: datetime
    updated_at: datetime


class Evidence(NamedTuple):
    """Something that happened to a certificate. `why` says why it does not count; empty where it does.

    `weight` is what it counts; where the kind is `limit` it is the limit. A tuple, as there are tens of thousands.
    """

    id: int
    kind: EvidenceKind
    handoff_id: int | None
    person: str
    requester: str
    score: float | None
    wrong: bool
    weight: float
    why: str
    at: datetime


class Alone(Record):
    """An act that ran without asking, or was about to.

    `number` counts them since the right was earned. `own` is whether it has a receipt of its own. `state` is the
    certificate at that moment, and `evidence_id` the newest row of evidence that it knew. `picked`: a person looks
    afterwards; `verdict` is what they said. `report` is what somebody chose under "This was wrong".
    """

    handoff_id: int
    workflow: str
    step: str
    version: str
    epoch: int
    number: int
    own: bool
    bound: float
    state: dict[str, Any]
    evidence_id: int
    at: datetime
    ran_at: datetime | None
    picked: bool
    verdict: Literal["", "right", "wrong", "unsure"]
    verdict_by: str
    verdict_at: datetime | None
    report: str
    report_by: str
    report_at: datetime | None
    undone_by: str

    @property
    def wrong(self) -> bool:
        """Whether somebody said that it was wrong."""
        return bool(self.report) or self.verdict == "wrong"


class Hold(Record):
    """What an owner holds: a step, or everything where `workflow` is empty. `most` = so many a day, None = none."""

    workflow: str
    step: str
    most: int | None
    why: str
    by: Who
    at: datetime
