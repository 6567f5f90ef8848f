"""Are the certificates those that their evidence makes, and is the evidence what the record attests? Only reads."""

import json
from collections import Counter
from collections.abc import Iterator
from typing import Any

from bot import standing
from bot.autonomy import draw as draws
from bot.autonomy import state as states
from bot.autonomy import words
from bot.autonomy.certificate import total
from storage import autonomy
from storage.acts import Alone, Certificate, Evidence
from storage.sqlite import Db


def findings(db: Db) -> list[str]:
    """Everything about certificates and evidence that does not fit, in words for people."""
    said, counts = _said(db)
    return [wrong for each in autonomy.certificates(db) for wrong in _wrong(db, each, said, counts)]


def _wrong(
    db: Db, certificate: Certificate, said: dict[int, dict[str, Any]], counts: Counter[tuple[str, Any]]
) -> Iterator[str]:
    name = f"{certificate.workflow}/{certificate.step}"
    key = (certificate.workflow, certificate.step, certificate.version)
    rows = autonomy.evidence(db, key)
    if not _same(rows, certificate.state):
        yield f"The certificate of {name} is not the one that its evidence makes."
    for row in rows:
        if row.handoff_id and row.kind in {"decision", "check"} and row.handoff_id in said:
            told = said[row.handoff_id]
            if any(told[field] != getattr(row, field) for field in ("score", "wrong", "weight", "why")):
                yield f"The evidence of H-{row.handoff_id} for {name} is not as the record attests it."
        elif row.handoff_id and row.kind in {"decision", "check"} and not counts["act_checked", row.handoff_id]:
            yield f"No entry attests the evidence of H-{row.handoff_id} for {name}: it was put in beside the record."
        elif row.kind == "report" and not counts["act_reported", row.handoff_id]:
            yield f"No entry attests the report on H-{row.handoff_id}: it was put in beside the record."
    samples = sum(row.kind == "sample" for row in rows)
    if samples != counts["sample_history", key]:
        yield f"{samples} rows of sample history for {name}; the record attests {counts['sample_history', key]}."


def _said(db: Db) -> tuple[dict[int, dict[str, Any]], Counter[tuple[str, Any]]]:
    """What the record says of evidence: by handoff, and how often for reports, checks and sample history."""
    said: dict[int, dict[str, Any]] = {}
    counts: Counter[tuple[str, Any]] = Counter()
    query = (
        "SELECT kind, handoff_id, data FROM audit WHERE kind IN ('act_reported', 'act_checked', 'sample_history') "
        "OR (handoff_id IS NOT NULL AND data LIKE '%\"evidence\":{%')"
    )
    for row in db.execute(query):
        data = json.loads(row["data"])
        if row["kind"] == "sample_history":
            counts[row["kind"], (data["workflow"], data["step"], data["version"])] += data["reviewed"]
        elif "evidence" in data and isinstance(data["evidence"], dict):
            said[row["handoff_id"]] = data["evidence"]
        else:
            counts[row["kind"], row["handoff_id"]] += 1
    return said, counts


def _same(rows: list[Evidence], state: dict[str, Any]) -> bool:
    try:
        made = standing.rebuilt(rows)
    except (ValueError, KeyError):
        return False
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
    if _same(rows, alone.state) and bound == alone.bound:
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
