"""Like cases: what people decided before about requests in the same words, or with the same choices.

The words are found by FTS5, newest first and only so many, so that a look-up costs the same however much is recorded.
"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import datetime
from math import fsum
from typing import Any, NamedTuple

from storage.models import OVERRIDE_STAGE, Handoff
from storage.sqlite import Db, Row, to_time

CANDIDATES = 25
MOST_WORDS = 10
SHARE = 0.3
_words = re.compile(r"[^\W_]+").findall
# What nearly every text holds, in languages that people write in: it says nothing about likeness.
_COMMON = frozenset(
    _words(
        "the and for you are was not with this that have has had can could would will please from her his she him they "
        "them our your but been there what when which who how why did does its it is in on at to of or as be by we he "
        "me my an am do so if no yes hi hello thanks der die das und ist nicht ein eine ich wir sie mit auf für den "
        "dem zu von que não uma para com por los las una del est les des pas pour"
    )
)


class Decided(NamedTuple):
    """A handoff that people decided: the request's words, what came of it, and the weightiest decision on it.

    `before` and `after` are the arguments as JSON: most who ask need none. `note` is empty where it is private.
    """

    handoff_id: int
    step: str
    text: str
    verdict: str
    before: str
    after: str
    note: str
    at: datetime


def add(db: Db, handoff: Handoff) -> None:
    """People decided this handoff: it is found as a precedent from now on, unless an owner decided instead of them."""
    db.execute(
        "INSERT OR IGNORE INTO precedent(id, request_id, workflow, step) SELECT ?, ?, ?, ? "
        "WHERE NOT EXISTS (SELECT 1 FROM decision WHERE handoff_id = ? AND stage = ?)",
        (handoff.id, handoff.request_id, handoff.workflow, handoff.step, handoff.id, OVERRIDE_STAGE),
    )


class Found(NamedTuple):
    """What the index of words has to say on a text with these telling `words`.

    `rows` are the newest cases with some of them: those that name the same things, and those with the same other words,
    each CANDIDATES at most. `nearest` are their handoffs, nearest first; those that share too little are left out.
    """

    words: set[str]
    rows: list[list[Row]]
    nearest: list[int]

    def of_step(self, step: str) -> list[int] | None:
        """What a search for this step alone has as `nearest`; None where cases of others may stand in its way."""
        mine = [[row for row in some if row["step"] == step] for some in self.rows]
        fewer = [len(some) for own, some in zip(mine, self.rows, strict=True) if len(own) < len(some)]
        if not fewer:
            return self.nearest
        return None if CANDIDATES in fewer else _nearest(self.words, mine)


def search(db: Db, workflow: str, text: str, *, not_request: int = 0, step: str = "") -> Found:
    """The decided cases of a workflow (or of one step of it) whose requests read like `text`.

    Those that share too few of its words are left out, unless they name the very same thing.
    """
    telling_words = telling(text)
    words, numbers = set(telling_words), [word for word in telling_words if _named(word)]
    rows = []
    for some in (numbers, telling_words[len(numbers) :]):
        if some:
            wanted = " OR ".join([f'"{word}"' for word in some[:MOST_WORDS]])
            match = f"text : ({wanted})"
            # Most requests name something new. To ask for that alone takes half the time: the scope stands everywhere.
            known = some is not numbers or db.execute(_ANYWHERE, (match,)).fetchone()
            rows.append(_rows(db, match, workflow, step, not_request, CANDIDATES) if known else [])
    return Found(words, rows, _nearest(words, rows))


# The newest first: a number that most arguments hold may stand in the newest texts alone.
_ANYWHERE = "SELECT rowid FROM precedent_words WHERE precedent_words MATCH ? ORDER BY rowid DESC LIMIT 1"


def with_choices_like(
    db: Db, workflow: str, step: str, choices: Mapping[str, Any], most: int, *, not_request: int = 0
) -> list[int]:
    """The newest decided handoffs of a step that had the same `choices` among their arguments, the newest first."""
    pairs = (" ".join(_words(f"{name} {value}".casefold())) for name, value in choices.items())
    match = " AND ".join(f'args : "{pair}"' for pair in pairs)
    return [int(row["id"]) for row in _rows(db, match, workflow, step, not_request, most)] if match else []


def telling(text: str) -> list[str]:
    """The words of a text that say what it is about, each once: numbers and names of things first, then the longest."""
    found = dict.fromkeys(word for word in _all_words(text) if len(word) > 1 and word not in _COMMON)
    return sorted(found, key=lambda word: (not _named(word), -len(word)))


def _all_words(text: str) -> list[str]:
    return _words(text[:2000].casefold())


def _named(word: str) -> bool:
    """Whether a word names one thing, as an order's number does."""
    return any(map(str.isdigit, word))


def _rows(db: Db, match: str, workflow: str, step: str, not_request: int, most: int) -> list[Row]:
    scope = f"s{f'{workflow}/{step}'.encode().hex()}" if step else f"w{workflow.encode().hex()}"
    return db.execute(
        # CROSS JOIN: the words come first, newest first, and the search stops at the limit.
        "SELECT p.id AS id, p.step AS step, r.text AS text FROM precedent_words w "
        "CROSS JOIN precedent p ON p.id = w.rowid CROSS JOIN request r ON r.id = p.request_id "
        "WHERE precedent_words MATCH ? AND p.request_id <> ? ORDER BY w.rowid DESC LIMIT ?",
        (f"scope : {scope} AND {match}", not_request, most),
    ).fetchall()


def decided(db: Db, handoff_ids: Iterable[int]) -> list[Decided]:
    """What people decided on these handoffs, in their order; those without a decision are left out."""
    ids = list(handoff_ids)
    if not ids:
        return []
    marks = ",".join("?" for _ in ids)
    rows = db.execute(
        # One row for each handoff: with max() the bare columns are those of the weightiest decision, then the newest.
        "SELECT h.id AS id, h.step AS step, r.text AS text, d.verdict AS verdict, d.args_before AS args_before, "  # noqa: S608
        "d.args_after AS args_after, CASE d.private WHEN 0 THEN d.note ELSE '' END AS note, d.decided_at AS at, "
        f"max({_WEIGHT} * 1000000000 + d.id) FROM decision d JOIN handoff h ON h.id = d.handoff_id "
        f"JOIN request r ON r.id = h.request_id WHERE d.handoff_id IN ({marks}) GROUP BY d.handoff_id",
        ids,
    ).fetchall()
    known = {row[0]: Decided._make([*row[:7], to_time(row[7])]) for row in rows}
    return [known[each] for each in ids if each in known]


def with_decisions(db: Db, handoff_ids: list[int]) -> list[int]:
    """Those of these handoffs that people decided, in their order."""
    if not handoff_ids:
        return []
    marks = ",".join("?" for _ in handoff_ids)
    rows = db.execute(f"SELECT DISTINCT handoff_id FROM decision WHERE handoff_id IN ({marks})", handoff_ids)  # noqa: S608
    there = {int(row["handoff_id"]) for row in rows}
    return [each for each in handoff_ids if each in there]


_WEIGHT = "CASE d.verdict WHEN 'reject' THEN 3 WHEN 'edit' THEN 2 ELSE 1 END"


def _nearest(words: set[str], rows: list[list[Row]]) -> list[int]:
    """Those that share the most telling part of the words; a word that most of them have tells little."""
    found = {int(row["id"]): str(row["text"]) for some in rows for row in some}
    if not found:
        return []
    theirs = {handoff_id: words.intersection(_all_words(text)) for handoff_id, text in found.items()}
    held = Counter(word for each in theirs.values() for word in each)
    like = {id_: each for id_, each in theirs.items() if len(each) >= SHARE * len(words) or any(map(_named, each))}
    # Summed exactly: as near in every process, in whatever order a set has its words there.
    nearness = {handoff_id: fsum(1 / held[word] for word in each) for handoff_id, each in like.items()}
    return sorted(nearness, key=lambda handoff_id: (-nearness[handoff_id], -handoff_id))
