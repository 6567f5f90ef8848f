"""A handoff's whole story as a page for people: asked, looked up, shown, decided, run, recorded. Pure."""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from bot.autonomy import state as states
from bot.autonomy import words
from bot.workflows import Step, plain
from handlers.paper import Html, code, document, facts, moment, parsed, tag
from storage.models import AUTONOMY, OVERRIDE_STAGE, UNDO

Json = Mapping[str, Any]


@dataclass(frozen=True)
class Names:
    """What people call things; whatever is missing is told by its id."""

    people: Mapping[str, str] = field(default_factory=dict)
    step: Step | None = None


def page(story: Json, names: Names) -> str:
    """The page, a whole HTML document, of what `bot.engine.record.whole_story` tells."""
    parts = _summary(story, names)
    for heading, section in _SECTIONS:
        found = section(story, names)
        parts += [tag("h2", heading), *found] if found else []
    return document(f"H-{story['handoff']['id']} · {_question(story, names)}", *parts)


def _question(story: Json, names: Names) -> str:
    handoff = story["handoff"]
    if handoff["kind"] == "approval":
        return names.step.ask(handoff["args"]) if names.step else f"{handoff['workflow']} / {handoff['step']}"
    lead = {"question": "A question", "doubt": "Did it happen?", "case": "A case for a person"}[handoff["kind"]]
    return f"{lead}: {handoff['question']}" if handoff["question"] else lead


STATES = {
    "waiting": "Nobody has decided yet.",
    "approved": "Approved.",
    "rejected": "Rejected. Nothing ran.",
    "answered": "Answered.",
    "settled": "Settled.",
    "taken_over": "Taken over by a person. Nothing ran.",
    "expired": "Nobody answered in time. Nothing ran.",
    "withdrawn": "Withdrawn. Nothing ran.",
}
RAN = {
    "done": "It ran, once.",
    "failed": "It did not happen.",
    "started": "It was started, and its end is not recorded yet.",
    "in_doubt": "Whether it happened is in doubt.",
}


def _summary(story: Json, names: Names) -> list[str]:
    handoff = story["handoff"]
    acts = [effect for effect in story["effects"] if not effect["key"].endswith(UNDO)]
    ran = " ".join(RAN[effect["state"]] for effect in acts[-1:])
    rule = f"{handoff['workflow']} / {names.step.title if names.step else handoff['step'] or 'no step'}"
    return [
        tag("p", f"{STATES[handoff['state']]} {ran}".strip()),
        facts(
            ("The rule", rule, ", file ", code(handoff["policy_hash"][:12])),
            ("Why a person", _why(story)),
            ("Asked", moment(handoff["opened_at"])),
            ("Ended", moment(handoff["closed_at"]) if handoff["closed_at"] else "still open"),
            ("Worked on by", f"agent {story['run']['agent'] or '–'}, version {handoff['agent_version'] or '–'}"),
            ("Score", "none" if handoff["score"] is None else f"{handoff['score']:.2f}"),
            ("Random draw", "none" if handoff["draw"] is None else f"{handoff['draw']:.2f}"),
        ),
    ]


def _why(story: Json) -> str:
    """Why a person was asked; nobody was where it acted alone."""
    if story.get("alone"):
        return "Nobody was asked: see below."
    return " ".join(story["handoff"]["reasons"]) or "Only people decide this."


def _asked(story: Json, names: Names) -> list[str]:
    request = story["request"]
    how = {"slash": "by command", "mention": "by mention", "message": "in a message", "shortcut": "by shortcut"}
    asked: list[str] = [
        tag(
            "p",
            f"{person(request['requester'], names.people)} asked {how[request['via']]}, ",
            moment(request["created_at"]),
        ),
        tag("blockquote", request["text"] or "(erased)"),
    ]
    for note in story["notes"]:
        asked.append(tag("p", f"{person(note['who'], names.people)} {_NOTED[note['kind']]}, ", moment(note["at"])))
        asked.append(tag("blockquote", note["text"] or "(erased)"))
    for each in story["inquiries"]:
        asked.append(tag("p", f"{person(each['who'], names.people)} asked the agent, ", moment(each["asked_at"])))
        asked.append(tag("blockquote", each["text"] or "(erased)"))
        if each["answered_at"]:
            rests = ", ".join(each["sources"]) or "no source"
            asked += [tag("p", f"It answered, from {rests}:"), tag("blockquote", each["answer"] or "(erased)")]
    return asked


_NOTED = {
    "add": "added",
    "edit": "changed it to",
    "answer": "answered",
    "back": "handed it back to the agent",
    "fact": "found that what was looked up had changed",
}


def _looked_up(story: Json, _: Names) -> list[str]:
    reads = [turn for turn in story["turns"] if turn["kind"] == "read"]
    if not reads:
        return [tag("p", "Nothing: no look-up is recorded.", class_="quiet")]
    found: list[str] = []
    for turn in reads:
        found.append(tag("h3", code(turn["name"]), ", ", moment(turn["at"]), f", {turn['milliseconds']:,} ms"))
        found.append(facts(*((name, plain(value)) for name, value in turn["input"].items())))
        found.append(tag("pre", json.dumps(turn["output"], indent=2, ensure_ascii=False)))
    return found


def _showed(story: Json, names: Names) -> list[str]:
    if story["handoff"]["kind"] not in {"approval", "doubt"}:
        return []
    shown: list[str] = []
    for each in story["revisions"]:
        by = "the agent" if each["author"] == "agent" else person(each["author"].split("/"), names.people)
        seen = moment(each["shown_at"]) if each["shown_at"] else "not posted as a card of its own"
        shown += [tag("h3", f"Card {each['revision']}, by {by}, ", moment(each["at"])), _arguments(each["args"], names)]
        shown += _brief(each["brief"])
        shown.append(facts(("In Slack since", seen), ("Digest", code(each["args_digest"]))))
    return shown


def _brief(brief: Json) -> list[str]:
    if not brief:
        return [tag("p", "What it rests on was erased.", class_="quiet")]
    doubts = [" ".join(filter(None, (each["what"], _settled(each["settled_by"])))) for each in brief["doubts"]]
    checked = [
        f"{'Against: ' if each['against'] else ''}{each['text']} {_in(each['source'])}".strip()
        for each in brief["facts"]
    ]
    unfound = [f"“{name}” was found in no source" for name in brief["unfound"]]
    orders = ["The request tries to give the agent orders."] if brief["orders"] else []
    told: list[str] = []
    for title, lines in (("Not sure", [*doubts, *unfound, *orders]), ("Checked", checked)):
        told += [tag("p", title, class_="quiet"), tag("ul", *(tag("li", line) for line in lines))] if lines else []
    return [*told, *(tag("p", text) for text in (brief["assessment"], brief["how"]) if text)]


def _in(source: str) -> str:
    return f"({source})" if source else ""


def _settled(by: str) -> str:
    return f"Settled by: {by}" if by else ""


_VERDICTS = {
    "approve": "approved it as shown",
    "edit": "approved it as edited",
    "reject": "rejected it",
    "respond": "answered",
    "take_over": "took it over",
}
_OVERRIDE = "approved it under override, as an owner, instead of those who decide"
_PROOFS = {
    "click": "a click, by this Slack account",
    "code": "a click and a one-time code",
    "recovery": "a click and a recovery code",
}
_DOUBTS = {"happened": "said that it happened", "again": "said to do it again", "drop": "dropped it"}


def _decided(story: Json, names: Names) -> list[str]:
    if not story["decisions"]:
        return [tag("p", "Nobody.", class_="quiet")]
    told: list[str] = []
    for each in story["decisions"]:
        settled = _DOUBTS.get(each["note"]) if story["handoff"]["kind"] == "doubt" else None
        did = settled or (_OVERRIDE if each["stage"] == OVERRIDE_STAGE else _VERDICTS[each["verdict"]])
        told.append(tag("h3", f"{person(each['person'], names.people)} {did}, ", moment(each["decided_at"])))
        told.append(facts(*_of_decision(each, story, names, settled=bool(settled))))
    return told


def _of_decision(each: Json, story: Json, names: Names, *, settled: bool) -> Iterable[tuple[str, ...]]:
    if any(one["stage"] > 1 for one in story["decisions"]):
        yield "Stage", f"{each['stage']}"
    yield "Proof", _PROOFS.get(str(each["proof"]), str(each["proof"])), *_codes_since(each, story)
    if each["shown_at"]:
        yield "After", f"{(parsed(each['decided_at']) - parsed(each['shown_at'])).total_seconds():,.0f} s of the card"
    if each["note"] and not settled:
        yield "Reason", each["note"], " (kept from the requester)" if each["private"] else ""
    if each["words"]:
        yield "To the requester", each["words"]
    if each["args_before"] != each["args_after"]:
        yield "Changed", "; ".join(_changes(each["args_before"], each["args_after"], names))
    yield "Own request", "yes" if each["by_requester"] else "no"
    yield "Digest shown", code(each["digest_shown"])
    yield "Digest decided", code(each["digest_run"])
    entries = [row["seq"] for row in story["record"] if _data(row).get("id") == each["id"] and "row" in _data(row)]
    if entries:
        yield "Attested by", f"entry {entries[0]:,}"


def _codes_since(each: Json, story: Json) -> Iterable[str]:
    """Since when whoever decided had the codes that they used."""
    for row in story["record"]:
        if row["kind"] == "code_accepted" and _data(row).get("decision") == each["id"]:
            yield ", of codes that were set up "
            yield moment(_data(row)["set_up_at"])


def _changes(before: Json, after: Json, names: Names) -> Iterable[str]:
    for name in {**before, **after}:
        if before.get(name) != after.get(name):
            was, now = (
                _value(name, values[name], names) if name in values else "nothing" for values in (before, after)
            )
            yield f"{_label(name, names)}: {was} → {now}"


def _alone(story: Json, names: Names) -> list[str]:
    """What the evidence said when it acted alone, and what people said of it since."""
    alone = story.get("alone")
    if not alone:
        return []
    state, handoff = states.from_row(alone["state"]), story["handoff"]
    since = [f"Checked by a person: {alone['verdict']}."] if alone["verdict"] else []
    since += ["Reported wrong."] if alone["report"] else []
    since += ["Taken back."] if alone["undone_by"] else []
    return [
        facts(
            ("The evidence", f"{words.reviewed(states.evidence(state))}, up to row {alone['evidence_id']:,} of it"),
            ("The bound", f"at most {words.percent(alone['bound'])} wrong, with 95% confidence"),
            ("The limit", words.limit_of(state)),
            ("The draw", f"{handoff['draw']:.2f}; under {handoff['rate']:.2f} a person checks it"),
            ("Since then", " ".join(since) or "nobody said anything of it"),
        ),
        tag("p", "To recompute it all: ", code(f"baton verify H-{handoff['id']}"), class_="quiet"),
    ]


def _ran(story: Json, names: Names) -> list[str]:
    if not story["effects"]:
        return [tag("p", "Nothing ran.", class_="quiet")]
    told: list[str] = []
    for each in story["effects"]:
        ended = moment(each["ended_at"]) if each["ended_at"] else "not yet"
        told.append(tag("h3", f"{RAN[each['state']]} Under the key ", code(each["key"])))
        told.append(_arguments(each["args"], names))
        told.append(
            facts(
                ("Started", moment(each["started_at"])),
                ("Ended", ended),
                ("Attempts", str(each["attempts"])),
                *([("Said", each["error"])] if each["error"] else []),
            )
        )
        if each["result"]:
            told.append(tag("pre", json.dumps(each["result"], indent=2, ensure_ascii=False)))
    return told


def _others(story: Json, _: Names) -> list[str]:
    return [tag("p", f"H-{each['id']}, {each['kind']}: {STATES[each['state']]}") for each in story["other_handoffs"]]


def _record(story: Json, names: Names) -> list[str]:
    rows = [
        tag(
            "tr",
            tag("td", f"{row['seq']:,}"),
            tag("td", moment(row["at"])),
            tag("td", row["kind"]),
            tag("td", person(row["actor"].split("/"), names.people)),
            tag("td", code(row["data"]), code(row["hash"])),
        )
        for row in story["record"]
    ]
    heads = tag("tr", *(tag("th", name, scope="col") for name in ("Entry", "When", "What", "By", "Data and hash")))
    head = story["head"]
    return [
        tag("table", tag("thead", heads), tag("tbody", *rows)),
        tag(
            "p",
            f"The whole record had {head['size']:,} entries then; the last one’s hash was ",
            code(head["hash"]),
            ".",
        ),
        tag("p", "To check all of it again: ", code(f"baton verify H-{story['handoff']['id']}")),
    ]


_SECTIONS: Sequence[tuple[str, Callable[[Json, Names], list[str]]]] = (
    ("What was asked", _asked),
    ("What the agent looked up", _looked_up),
    ("What the card showed", _showed),
    ("Who decided", _decided),
    ("Why nobody was asked", _alone),
    ("What ran", _ran),
    ("Other points of the same request", _others),
    ("The record", _record),
)


# Small parts ---------------------------------------------------------------------------------------------------------


def _arguments(args: Json, names: Names) -> Html:
    return facts(*((_label(name, names), tag("b", _value(name, value, names))) for name, value in args.items()))


def _label(name: str, names: Names) -> str:
    return names.step.label(name) if names.step else name


def _value(name: str, value: Any, names: Names) -> str:
    return names.step.value(name, value) if names.step else plain(value)


def person(who: Sequence[str], people: Mapping[str, str]) -> str:
    """What people call somebody (team, user), with the id; the id alone where there is no name."""
    user = who[-1]
    if tuple(who) == AUTONOMY:
        return "Baton, acting alone"
    called = people.get(user)
    return f"{called} ({user})" if called else user


def _data(row: Json) -> Json:
    found = json.loads(row["data"])
    return found if isinstance(found, dict) else {}
