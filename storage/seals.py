"""What the entries of the record attest of rows in other tables: their seals. Pure; `verify` holds the rows against it.

Only what an entry says is remembered: where an earlier Baton said less, less is compared.
"""

from collections.abc import Callable
from typing import Any, NamedTuple

from storage import chain, proofs, rulings
from storage.models import UNDO


class Entry(NamedTuple):
    """A row of the record."""

    seq: int
    at: str
    kind: str
    actor: str
    request_id: int | None
    run_id: int | None
    handoff_id: int | None
    data: str
    hash: str


class Place(NamedTuple):
    """What the entries say a handoff is: its kind, the step that it would run, and the stage that it is at.

    `way`, and the `audience` of a question, are None where an earlier Baton did not say.
    """

    kind: str
    step: str
    stage: int
    way: str | None = None
    audience: str | None = None


class Version(NamedTuple):
    """What an entry says of one version of a card; `words` is empty where an earlier Baton did not attest them."""

    entry: int
    author: str
    digest: str
    words: str


class End(NamedTuple):
    """What an entry says of the end of an action; `cause` and `error` are None where an earlier Baton did not say.

    `result` is the digest of its result, `error` the salted hash of why it failed.
    """

    entry: int
    state: str
    result: str
    cause: str | None
    error: str | None


class Read(NamedTuple):
    """What an entry says of a look-up: `asked` and `told` are the digests of its arguments and of its answer."""

    entry: int
    request: int | None
    run: int | None
    tool: str
    asked: str
    told: str


class Seals:
    """What the entries attest, each with the number of the entry that said so last."""

    def __init__(self) -> None:
        self.text: dict[int | None, tuple[int, str]] = {}
        self.asked: dict[int | None, tuple[int, str, str]] = {}
        self.flows: dict[int | None, str] = {}
        self.worked_on: set[int | None] = set()
        self.notes: dict[tuple[int | None, str, str], list[tuple[int, str]]] = {}
        self.answers: dict[int | None, int] = {}
        self.talk: dict[tuple[int, bool], tuple[int, str, int | None, str]] = {}
        self.versions: dict[tuple[int | None, int], Version] = {}
        self.reads: dict[int, Read] = {}
        self.unread: set[int | None] = set()
        self.decision: dict[int, tuple[int, str, str]] = {}
        self.unnumbered: dict[tuple[int | None, str], tuple[int, str]] = {}
        self.outcome: dict[int | None, tuple[int, str]] = {}
        self.places: dict[int | None, Place] = {}
        self.said: dict[int, tuple[int, str]] = {}
        self.agreed: dict[int | None, set[str]] = {}
        self.started: dict[str, tuple[int, str]] = {}
        self.begun: dict[str, int | None] = {}
        self.ended: dict[str, End] = {}
        self.doubted: dict[str, str | None] = {}
        self.claims: dict[int | None, tuple[int, dict[str, str]]] = {}
        self.tools: dict[str, tuple[int, str]] = {}
        self.proofs: proofs.Said = {}
        self.rulings: rulings.Said = []
        self.alone: dict[int | None, tuple[int, dict[str, Any]]] = {}
        self.shifts: dict[tuple[int, int | None], tuple[int, str]] = {}
        self.secrets: dict[int, tuple[int, int | None, str]] = {}
        self.erased: set[int | None] = set()
        self.quoting: set[int | None] = set()
        self.wordless: set[int] = set()
        self.people: set[str] = set()


def shown(salt: str, brief: str, question: str, choices: str) -> str:
    """The salted hash of what a card shows beside its arguments; `brief` and `choices` as stored, JSON in one line."""
    return chain.sealed(salt, f"{brief}\n{question}\n{choices}")


def _asked(entry: Entry, data: dict[str, Any], seals: Seals) -> None:
    _text(entry, data, seals)
    # A planted case is put in by Baton, for somebody else; an earlier one did not say for whom.
    requester = data.get("requester", "" if entry.actor == "baton" else entry.actor)
    seals.asked[entry.request_id] = (entry.seq, requester, data["via"])
    _chosen(entry, data, seals)


def _chosen(entry: Entry, data: dict[str, Any], seals: Seals) -> None:
    if "workflow" in data:
        seals.flows[entry.request_id] = data["workflow"]


def _text(entry: Entry, data: dict[str, Any], seals: Seals) -> None:
    seals.text[entry.request_id] = (entry.seq, data["text"])


_NOTED = {
    "request_added": "add",
    "request_edited": "edit",
    "request_fact_changed": "fact",
    "request_handed_back": "back",
}
"""The entries about notes, each with the kind of its note."""


def _noted(entry: Entry, data: dict[str, Any], seals: Seals) -> None:
    place = entry.request_id, entry.actor, _NOTED[entry.kind]
    seals.notes.setdefault(place, []).append((entry.seq, data["note"] if "note" in data else data["text"]))
    if entry.kind == "request_edited" and "text" in data:
        _text(entry, data, seals)


def _talked(entry: Entry, data: dict[str, Any], seals: Seals) -> None:
    said = entry.seq, entry.actor, entry.handoff_id, data["text"]
    seals.talk[data["inquiry"], entry.kind == "agent_answered"] = said


def _modelled(entry: Entry, data: dict[str, Any], seals: Seals) -> None:
    seals.said[data["talk"]] = (entry.seq, data["body"])


def _read(entry: Entry, data: dict[str, Any], seals: Seals) -> None:
    digests = data["input"], data["output"]
    seals.reads[data["turn"]] = Read(entry.seq, entry.request_id, entry.run_id, data["tool"], *digests)


def _asked_again(entry: Entry, data: dict[str, Any], seals: Seals) -> None:
    """What was approved does not run, and the values that it held are free. The first version attested the handoff that
    asks anew by naming it alone."""
    _freed(entry, seals)
    if (data["asked_again"], 1) not in seals.versions:
        number = 1
        while (entry.handoff_id, number + 1) in seals.versions:
            number += 1
        again = seals.versions[entry.handoff_id, number]._replace(entry=entry.seq, author=entry.actor, words="")
        seals.versions[data["asked_again"], 1] = again
        seals.places[data["asked_again"]] = seals.places[entry.handoff_id]._replace(way=None)
        seals.outcome[data["asked_again"]] = (entry.seq, "waiting")


def _changed(entry: Entry, data: dict[str, Any], seals: Seals) -> None:
    _asked_again(entry, data, seals)
    for each in data.get("reads", ()):
        _read(entry, each, seals)
    if "reads" not in data:  # an earlier Baton kept what it looked up again without an entry
        seals.unread.add(entry.run_id)


def _started(entry: Entry, data: dict[str, Any], seals: Seals) -> None:
    seals.started[data["key"]] = (entry.seq, data["digest"])
    seals.begun[data["key"]] = entry.handoff_id


def _ended(entry: Entry, data: dict[str, Any], seals: Seals) -> None:
    state, key = entry.kind.removeprefix("effect_"), data["key"]
    seals.ended[key] = End(entry.seq, state, data["result"], data.get("cause"), data.get("error"))
    if key.endswith(UNDO) == (state == "done"):  # it did not happen, or was taken back
        _freed(entry, seals)
    elif state == "done" and entry.handoff_id in seals.alone:
        seals.alone[entry.handoff_id][1]["ran_at"] = True


def _freed(entry: Entry, seals: Seals) -> None:
    if entry.handoff_id in seals.claims:
        seals.claims[entry.handoff_id] = (entry.seq, {})


def _decided(entry: Entry, data: dict[str, Any], seals: Seals) -> None:
    _closed(entry, data, seals)
    if "row" in data:
        seals.decision[data["id"]] = (entry.seq, data["row"], data["words"])
    else:
        seals.unnumbered[entry.handoff_id, entry.actor] = (entry.seq, data.get("run", ""))
    if entry.kind in {"decision_approve", "decision_edit"}:
        seals.agreed.setdefault(entry.handoff_id, set()).add(data["run"])
    if entry.kind == "decision_edit":
        _version(entry, data["revision"], data["run"], data, seals)
        seals.places[entry.handoff_id] = seals.places[entry.handoff_id]._replace(stage=1)
    elif entry.kind == "decision_respond":
        seals.answers[entry.handoff_id] = entry.seq
    if "once" in data:
        seals.claims[entry.handoff_id] = (entry.seq, data["once"])
    if "alone" in data:
        said = {_COLUMNS.get(name, name): value for name, value in data["alone"].items() if name not in _OF_HANDOFF}
        place = {"step": seals.places[entry.handoff_id].step}
        place |= {"workflow": seals.flows[entry.request_id]} if entry.request_id in seals.flows else {}
        seals.alone[entry.handoff_id] = (entry.seq, place | _NOTHING_SAID | _MOMENTS | said)


_COLUMNS = {"evidence": "evidence_id"}
_OF_HANDOFF = {"draw", "rate"}
_NOTHING_SAID = dict.fromkeys(("verdict", "verdict_by", "report", "report_by", "undone_by"), "")
_MOMENTS = dict.fromkeys(("ran_at", "verdict_at", "report_at"), False)
"""Each is there or not: the row has the moment, a blink before or after that of its entry."""


def _of_alone(entry: Entry, data: dict[str, Any], seals: Seals) -> None:
    said = seals.alone[entry.handoff_id][1]
    if entry.kind == "act_checked":
        said |= {"verdict": data["verdict"], "verdict_by": entry.actor, "verdict_at": True}
    elif entry.kind == "act_reported":
        said |= {"report": data["choice"], "report_by": entry.actor, "report_at": True}
    else:
        said["undone_by"] = entry.actor


def _opened(entry: Entry, data: dict[str, Any], seals: Seals) -> None:
    _version(entry, data.get("revision", 1), data["digest"], data, seals)
    before = seals.places.get(entry.handoff_id)
    kind = data["kind"] if "kind" in data or before is None else before.kind
    audience = data.get("audience") or (before and before.audience)
    seals.places[entry.handoff_id] = Place(kind, data["step"], 1, data.get("way"), audience)
    seals.worked_on.add(entry.request_id)


def _staged(entry: Entry, data: dict[str, Any], seals: Seals) -> None:
    seals.places[entry.handoff_id] = seals.places[entry.handoff_id]._replace(stage=data["next"])


def _doubted(entry: Entry, data: dict[str, Any], seals: Seals) -> None:
    """A doubt about an act opens a card for it; one about taking an act back names that act, whose card is known."""
    seals.doubted[data["key"]] = data.get("error")
    if (entry.handoff_id, 1) not in seals.versions:
        _version(entry, 1, seals.started[data["key"]][1], data, seals)
        about = seals.places[seals.begun[data["key"]]]
        seals.places[entry.handoff_id] = Place("doubt", about.step, 1, about.way)


_ENDS = {
    "decision_approve": "approved", "decision_edit": "approved", "decision_reject": "rejected",
    "decision_respond": "answered", "decision_take_over": "taken_over", "doubt_settled": "settled",
    "handoff_expired": "expired", "handoff_withdrawn": "withdrawn", "request_withdrew": "withdrawn",
    "request_deleted": "withdrawn", "request_closed_for_erasure": "withdrawn",
}  # fmt: skip
"""The entries that end a handoff, each with the state in which it leaves it."""


def _closed(entry: Entry, data: dict[str, Any], seals: Seals) -> None:
    if data.get("closed", True):
        seals.outcome[entry.handoff_id] = (entry.seq, _ENDS[entry.kind])


def _refused(entry: Entry, data: dict[str, Any], seals: Seals) -> None:
    """A planted card that an owner wanted to override is withdrawn by that."""
    if data["why"] == "planted":
        seals.outcome[entry.handoff_id] = (entry.seq, "withdrawn")


def _version(entry: Entry, number: int, digest: str, data: dict[str, Any], seals: Seals) -> None:
    if number == 1:
        seals.outcome[entry.handoff_id] = (entry.seq, "waiting")
    seals.versions[entry.handoff_id, number] = Version(entry.seq, entry.actor, digest, data.get("card", ""))


def _pinned(entry: Entry, data: dict[str, Any], seals: Seals) -> None:
    seals.tools[data["tool"]] = (entry.seq, data["sha256"])


def _sealed(entry: Entry, data: dict[str, Any], seals: Seals) -> None:
    seals.secrets[data["secret"]] = (entry.seq, entry.request_id, data["sealed"])


def _erased(entry: Entry, data: dict[str, Any], seals: Seals) -> None:
    # Where a case only quoted one whose words went, what was told to a model and by it goes, and nothing else.
    (seals.quoting if data["why"] == "quoted" else seals.erased).update(data["requests"])
    seals.people.add(data.get("person", ""))
    for number, row in data["decisions"].items():  # as they stand without their words
        seals.wordless.add(int(number))
        if int(number) in seals.decision:  # the first version attested none by its number
            seals.decision[int(number)] = (entry.seq, row, seals.decision[int(number)][2])


def _took(entry: Entry, data: dict[str, Any], seals: Seals) -> None:
    seals.shifts[data["shift"], entry.handoff_id] = (entry.seq, entry.actor)


def _proved(entry: Entry, data: dict[str, Any], seals: Seals) -> None:
    seals.proofs[data["decision"]] = (entry.seq, data["kind"], data["set_up_at"])


def _ruled(entry: Entry, data: dict[str, Any], seals: Seals) -> None:
    seals.rulings.append((entry.seq, entry.at, entry.kind, entry.actor, data))


ATTESTED: dict[str, Callable[[Entry, dict[str, Any], Seals], None]] = {
    **dict.fromkeys(_ENDS, _closed),
    "requested": _asked,
    "workflow_chosen": _chosen,
    **dict.fromkeys(_NOTED, _noted),
    "read": _read,
    "facts_changed": _changed,
    "approval_undone": _asked_again,
    "recalled": _asked_again,
    "talk": _modelled,
    "agent_asked": _talked,
    "agent_answered": _talked,
    "effect_started": _started,
    "effect_done": _ended,
    "effect_failed": _ended,
    "effect_in_doubt": _doubted,
    "handoff_opened": _opened,
    "handoff_revised": _opened,
    "stage_passed": _staged,
    "stage_again": _staged,
    "doubt_settled": _decided,
    "press_refused": _refused,
    "secret_kept": _sealed,
    "texts_erased": _erased,
    "tool_pinned": _pinned,
    "tool_changed": _pinned,
    "code_accepted": _proved,
    "shift_taken": _took,
    **dict.fromkeys(rulings.KINDS, _ruled),
    **dict.fromkeys(("act_checked", "act_reported", "act_undone"), _of_alone),
    **{f"decision_{verdict}": _decided for verdict in ("approve", "edit", "reject", "respond", "take_over")},
}
"""By the kind of an entry: how what it attests is remembered."""
