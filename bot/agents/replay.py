"""What the offline agent would have said on labelled requests of the past: fitted once, then a score and right or not.

    known, asked = split(read(Path("cases.jsonl")))
    for told in replay(known, asked): told.score, told.right

Synchronous and slow (seconds to minutes): call it in a thread or from a command. Nothing here acts.
"""

import csv
import json
import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bot.agents.background import BACKGROUND
from bot.agents.judge import PERSON, Judge
from bot.agents.space import Space
from bot.agents.table import TableJudge
from bot.errors import BadInput

Heard = Callable[[int, int], None]
FIT_SHARE = 0.5  # of a file without a split of its own: what the agent learns from


@dataclass(frozen=True)
class Labelled:
    """A request of the past with the answer that a person gave: a text, or features by name.

    `label` None = no step of the agent's: a person must take it. `known` is true where the file itself says that the
    agent may learn from this one, false where it may not, None where it says nothing.
    """

    label: str | None
    text: str = ""
    features: Mapping[str, Any] = field(default_factory=dict)
    known: bool | None = None


@dataclass(frozen=True)
class Told:
    """What the agent said about one request: `guess` None = it hands over by itself.

    `score` (0 to 1) is what a proposal would carry: the chance that the guess is right and the request in scope.
    `right` is whether acting on the guess would have been right; never true where `guess` is None.
    """

    score: float
    right: bool
    guess: str | None
    label: str | None


def read(path: Path) -> list[Labelled]:
    """A labelled set, in the order of arrival.

    Args:
        path: a folder with CLINC150's `data_full.json` or Banking77's `train.csv` and `test.csv`, or a file of JSON
            lines: {"text": …, "label": …} or {"features": {…}, "label": …}; `"known": true` marks what may be learned.

    Raises:
        BadInput: there is no such set, or a line is none; the text names the line.
    """
    for name, reader in (("data_full.json", _clinc150), ("test.csv", _banking77)):
        if (path / name).is_file():
            return reader(path)
    if not path.exists():
        raise BadInput(f"There is no {path}.")
    if not path.is_file():
        raise BadInput(f"{path} is no labelled set: give a file of JSON lines, or the folder of CLINC150 or Banking77.")
    try:
        with path.open(encoding="utf-8-sig") as file:
            return [_line(path, number, line) for number, line in enumerate(file, start=1) if line.strip()]
    except UnicodeDecodeError as error:
        raise BadInput(f"{path} is no text in UTF-8, so it holds no JSON lines.") from error


def _line(path: Path, number: int, line: str) -> Labelled:
    try:
        given = json.loads(line)
        label, text, features = given["label"], given.get("text", ""), given.get("features", {})
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise BadInput(f'{path}:{number} is no JSON object with "text" or "features" and "label".') from None
    if isinstance(features, list):
        features = {str(i): value for i, value in enumerate(features)}
    if not isinstance(given.get("known", False), bool):
        raise BadInput(f'{path}:{number} has "known" and neither true nor false in it.')
    if not isinstance(text, str) or not isinstance(features, dict) or not (text or features):
        raise BadInput(f'{path}:{number} has neither a "text" in quotes nor "features" by name.')
    return Labelled(None if label is None else str(label), text, features, given.get("known"))


def _clinc150(folder: Path) -> list[Labelled]:
    data = json.loads((folder / "data_full.json").read_text(encoding="utf-8"))
    parts = (("train", True), ("oos_train", True), ("test", False), ("oos_test", False))
    return [
        Labelled(None if label == "oos" else label, text, known=known)
        for part, known in parts
        for text, label in data[part]
    ]


def _banking77(folder: Path) -> list[Labelled]:
    found = []
    for part, known in (("train", True), ("test", False)):
        with (folder / f"{part}.csv").open(encoding="utf-8", newline="") as file:
            found += [Labelled(row[1], row[0], known=known) for row in list(csv.reader(file))[1:]]
    return found


def split(rows: Sequence[Labelled], share: float = FIT_SHARE, seed: int = 0) -> tuple[list[Labelled], list[Labelled]]:
    """What the agent learns from, and what it is asked, each in the order of arrival.

    The file's own split where it has one; else `share` of it, drawn by `seed`.
    """
    draw = random.Random(seed)  # noqa: S311 - a split is no secret
    known, asked = list[Labelled](), list[Labelled]()
    own = any(row.known is not None for row in rows)
    for row in rows:
        (known if (row.known if own else draw.random() < share) else asked).append(row)
    return known, asked


def replay(
    known: Sequence[Labelled], asked: Sequence[Labelled], heard: Heard = lambda done, of: None
) -> Iterator[Told]:
    """Fit on `known`, then tell what the agent says on each of `asked`, in their order.

    Args:
        known: labelled requests that the agent learns from.
        asked: labelled requests that it has not seen.
        heard: called with how much is done, of how much: the first half is learning, the second asking.

    Raises:
        BadInput: nothing can be learned from `known`: it is empty, or all of it has one label.
    """
    if len({row.label for row in known}) < 2 or len({bool(row.text) for row in (*known, *asked)}) > 1:
        raise BadInput("The agent learns from texts or from features, not from both, and needs two labels at least.")
    judge = _judge_of_texts if known[0].text else _judge_of_rows
    half = len(asked)
    said = judge(known, asked, lambda done, of: heard(half * done // of, 2 * half))
    for done, (row, (guess, score)) in enumerate(zip(asked, said, strict=True), start=1):
        yield Told(score if guess else 0.0, bool(guess) and guess == row.label, guess or None, row.label)
        heard(half + done, 2 * half)


def _judge_of_texts(known: Sequence[Labelled], asked: Sequence[Labelled], heard: Heard) -> Iterator[tuple[str, float]]:
    space = Space([row.text for row in known], BACKGROUND)
    judge = Judge(space, [row.label or PERSON for row in known], heard)
    for row in asked:
        said = judge.judge(space.look(row.text))
        yield said.guess, said.right


def _judge_of_rows(known: Sequence[Labelled], asked: Sequence[Labelled], heard: Heard) -> Iterator[tuple[str, float]]:
    judge = TableJudge([row.features for row in known], [row.label or PERSON for row in known])
    heard(1, 1)
    yield from judge.judge([row.features for row in asked])
