"""Are the certificates those that their evidence makes, and is the evidence what the record attests? Only reads."""

import json
from collections import Counter
from collections.abc import Iterator
from typing import Any, NamedTuple

from bot import standing
from bot.autonomy import draw as draws
from bot.autonomy import state as states
from bot.autonomy import words
from bot.autonomy.certificate import total
from bot.autonomy.state import State
from storage import autonomy, verify
from storage.acts import Alone, Certificate, Evidence
from storage.models import AUTONOMY
from storage.sqlite import Db, from_json

Key = tuple[str, str, str]


class Attested(NamedTuple):
    """What the record says of evidence. `rows` holds what a row of this kind on this handoff must say, so that one
    that is gone, put in, or there twice is seen as well as one that was changed."""

    rows: dict[tuple[str, int], dict[str, Any]]
    acts: dict[int, dict[str, Any]]
    samples: Counter[Key]
    limits: dict[Key, list[float]]


def findings(db: Db) -> list[str]:
    """Everything about certificates and evidence that does not fit, in words for people."""
    try:
        return _findings(db)
    except verify.SENSELESS as error:
        return [verify.senseless("What acts alone (the tables certificate, evidence and decision)", error)]


def _findings(db: Db) -> list[str]:
    if not db.execute("SELECT 1 FROM sqlite_master WHERE name = 'certificate'").fetchone():
        return []  # a database of an earlier Baton
    told = _told(db)
    left = dict(told.rows)
    wrong = [each for certificate in autonomy.certificates(db) for each in _wrong(db, certificate, told, left)]
    return wrong + [f"The {kind} on H-{handoff} that an entry counts as evidence is gone." for kind, handoff in left]


def _wrong(
    db: Db, certificate: Certificate, told: Attested, left: dict[tuple[str, int], dict[str, Any]]
) -> Iterator[str]:
    name = f"{certificate.workflow}/{certificate.step}"
    key = (certificate.workflow, certificate.step, certificate.version)
    rows = autonomy.evidence(db, key)
    epochs = _epochs(rows, certificate.state)
    if epochs is None:
        yield f"The certificate of {name} is not the one that its evidence makes."
        for row in rows:
            left.pop((row.kind, row.handoff_id or 0), None)
        return
    done = set[int]()
    for row, epoch in zip(rows, epochs, strict=True):
        place = (row.kind, row.handoff_id or 0)
        if row.kind == "act":
            put_in = row.handoff_id not in told.acts or row.handoff_id in done
            done.add(row.handoff_id or 0)
        else:
            put_in = row.kind in _ATTESTED and place not in left
        if put_in:
            yield f"No entry attests the {row.kind} of H-{row.handoff_id} for {name}: it was put in beside the record."
        elif not _fits(row, key[2], left.pop(place, _NOTHING), told, epoch):
            yield f"The {row.kind} of H-{row.handoff_id} for {name} is not as the record attests it."
    samples = sum(row.kind == "sample" for row in rows)
    if samples != told.samples[key]:
        yield f"{samples} rows of sample history for {name}; the record attests {told.samples[key]}."
    if [row.weight for row in rows if row.kind == "limit"] != told.limits.get(key):
        yield f"The limits of {name} are not those that the record attests."


_ATTESTED = {"decision", "check", "lapsed", "report", "planted"}
_NOTHING: dict[str, Any] = {}


def _epochs(rows: list[Evidence], state: dict[str, Any]) -> list[int] | None:
    """In which epoch each row was counted; None where the rows do not make this certificate."""
    epochs, made = [1], None
    try:
        for made in standing.after_each(rows):
            epochs.append(made.epoch)
    except (ValueError, KeyError):
        return None
    return epochs[:-1] if made is not None and _is(made, state) else None


def _fits(row: Evidence, version: str, said: dict[str, Any], told: Attested, epoch: int) -> bool:
    """Whether a row says what its entry says. What is said of an act alone counts while its epoch lasts."""
    if row.kind == "sample":
        return (row.wrong, row.weight, row.why) == (False, 1.0, "")
    act = told.acts.get(row.handoff_id or 0)
    if act is None or row.kind not in {"act", "check", "report"}:
        return _holds(row, version, said)
    must = {"score": act["score"], "weight": 1.0, "version": act["version"] or version} | said
    if must.get("why"):
        return _holds(row, version, must)
    return bool(row.why) == (act["epoch"] != epoch) and _holds(row, version, must, but="why")


def _holds(row: Evidence, version: str, must: dict[str, Any], but: str = "") -> bool:
    if not must:
        return True
    now = {**row._asdict(), "version": version}
    return all(now[name] == value for name, value in must.items() if name not in {"kind", but})


def _told(db: Db) -> Attested:
    """What the record says of evidence, in its order."""
    told = Attested({}, {}, Counter(), {})
    scores = dict(db.execute("SELECT handoff_id, score FROM decision WHERE person = ?", (str(AUTONOMY),)).fetchall())
    query = (
        "SELECT kind, handoff_id, data FROM audit WHERE kind IN ('act_reported', 'act_checked', 'sample_history', "
        "'autonomy_began', 'limit_changed') OR (handoff_id IS NOT NULL AND (data LIKE '%\"evidence\":{%' "
        'OR data LIKE \'%"alone":{%\' OR data LIKE \'%"way":"plant"%\')) ORDER BY seq'
    )
    for kind, handoff, text in db.execute(query):
        data = from_json(text)
        if isinstance(data.get("alone"), dict):
            told.acts[handoff] = {"version": "", **data["alone"], "score": scores.get(handoff)}
        if data.get("way") == "plant":
            told.rows.update(_planted(db, handoff, data["field"]))
        _add(told, kind, handoff, data)
    return told


def _planted(db: Db, handoff: int, field: str) -> dict[tuple[str, int], dict[str, Any]]:
    """Whether a planted mistake was caught, from the decision that closed it; nothing where none did."""
    row = db.execute(
        "SELECT d.verdict, d.args_before, d.args_after FROM decision d JOIN handoff h ON h.id = d.handoff_id "
        "WHERE h.id = ? AND h.state IN ('approved', 'rejected') ORDER BY d.id DESC LIMIT 1",
        (handoff,),
    ).fetchone()
    if row is None:
        return {}
    edited = json.loads(row["args_before"]).get(field) != json.loads(row["args_after"]).get(field)
    caught = row["verdict"] == "reject" or (row["verdict"] == "edit" and edited)
    return {("planted", handoff): {"wrong": not caught}}


def _add(told: Attested, kind: str, handoff: int, data: dict[str, Any]) -> None:
    key = (data.get("workflow", ""), data.get("step", ""), data.get("version", ""))
    if kind == "sample_history":
        told.samples[key] += data["reviewed"]
    elif kind in {"autonomy_began", "limit_changed"}:
        told.limits.setdefault(key, []).append(data["limit"])
    elif kind == "act_reported":
        told.rows["report", handoff] = {"wrong": True}
    elif kind == "act_checked":
        if data["verdict"] != "unsure" and ("report", handoff) not in told.rows:
            told.rows["check", handoff] = {"wrong": data["verdict"] == "wrong", "why": data.get("why", "")}
    elif isinstance(data.get("evidence"), dict):
        told.rows[data["evidence"]["kind"], handoff] = data["evidence"]


def _is(made: State, state: dict[str, Any]) -> bool:
    return bool(_plain(states.to_row(made)) == _plain(state))


def _plain(value: Any) -> Any:
    return json.loads(json.dumps(value))


# One act alone -------------------------------------------------------------------------------------------------------


def of_act(db: Db, handoff_id: int) -> tuple[list[str], list[str]]:
    """What can be recomputed of an act alone, and what does not fit; both empty where it did not run alone."""
    alone = autonomy.alone(db, handoff_id)
    if alone is None:
        return [], []
    key = (alone.workflow, alone.step, alone.version)
    rows = autonomy.evidence(db, key, alone.evidence_id)
    told, wrong = [], []
    n, k = total(states.evidence(states.from_row(alone.state)))
    made = standing.rebuilt(rows)
    bound = states.at_most(made)
    said = _told(db).acts.get(handoff_id, {})
    figures = {"bound": alone.bound, "evidence": alone.evidence_id, "number": alone.number, "picked": alone.picked}
    same = _is(made, alone.state) and bound == alone.bound
    if same and any(said.get(name) != value for name, value in figures.items()):
        wrong.append(f"What H-{handoff_id} acted alone on is not what the record attests.")
    elif same:
        told.append(
            f"It ran alone: at most {words.percent(bound)} wrong, {n:,} reviewed, {k:,} changed, limit "
            f"{words.limit_of(made)}. Recomputed from {len(rows):,} rows of evidence: the same."
        )
    else:
        wrong.append(
            f"The bound of H-{handoff_id} is not the one that its evidence makes: {words.percent(alone.bound)} was "
            f"told, {words.percent(bound)} comes out."
        )
    drawn, fits = _drawn(db, alone, handoff_id)
    (told if fits else wrong).append(drawn)
    return told, wrong


def _drawn(db: Db, alone: Alone, handoff_id: int) -> tuple[str, bool]:
    """Whether the draw follows from the seed that was sealed that day."""
    row = db.execute("SELECT draw, rate, revision FROM handoff WHERE id = ?", (handoff_id,)).fetchone()
    day = alone.at.date().isoformat()
    seed, (_, opened) = autonomy.seed(db, day), autonomy.seed_times(db, day)
    sealed = db.execute(
        "SELECT data FROM audit WHERE kind = 'seed_sealed' AND json_extract(data, '$.day') = ?", (day,)
    ).fetchone()
    if not seed or sealed is None or not draws.fits(bytes.fromhex(seed), json.loads(sealed["data"])["seal"]):
        return f"The draw of H-{handoff_id} cannot be made again: its seed does not fit the seal of {day}.", False
    again = draws.draw(bytes.fromhex(seed), handoff_id, f"check {row['revision']}")
    if again != row["draw"] or (again < row["rate"]) != alone.picked:
        return f"The draw of H-{handoff_id} is {row['draw']}; the seed of {day} makes {again}.", False
    when = "opened since" if opened else "not opened in the record yet"
    told = f"Its draw {again:.2f} follows from the seed sealed on {day} ({when}); under {row['rate']:g} it is checked."
    return told, True
