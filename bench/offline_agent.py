"""How long the offline agent takes, and how well its classifier does on public data.

    python bench/offline_agent.py                 one answer, warm, on the sample workflows; the time to fit
    python bench/offline_agent.py --data FOLDER   also CLINC150 and Banking77, where FOLDER holds them

Time in reads is left out: the log answers at once. The threshold for out-of-scope requests is picked on the validation
part: the strictest one that keeps in-scope accuracy there at 91.2%. No out-of-scope request of the set is learned from;
what people say elsewhere (bot/agents/background.py) stands in for them. The test parts are only asked.
"""

import argparse
import asyncio
import csv
import json
import os
import statistics
import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.metrics import roc_auc_score

from bot.agents.background import BACKGROUND
from bot.agents.base import Case, Seen
from bot.agents.judge import PERSON, Judge
from bot.agents.learned import Learned
from bot.agents.offline import OfflineAgent
from bot.agents.space import Space
from bot.loading import load
from bot.tools import Call, ToolRefused
from bot.workflows import Workflow
from storage.models import Who

ROOT = Path(__file__).parents[1]
NOW = datetime(2026, 11, 22, 14, 2, tzinfo=UTC)
KEPT_ACCURACY = 0.912
Labelled = Sequence[tuple[str, str]]


class Remembered:
    """A log that asks the sample's tools once and then answers from memory."""

    def __init__(self, workflow: Workflow) -> None:
        self._reads = workflow.reads
        self._known: dict[str, dict[str, Any] | ToolRefused] = {}

    async def read(self, tool: str, args: Mapping[str, Any]) -> dict[str, Any]:
        """The answer of the tool, or its refusal raised again."""
        key = f"{tool} {args}"
        if key not in self._known:
            self._known[key] = self._ask(tool, args)
        answer = self._known[key]
        if isinstance(answer, ToolRefused):
            raise answer
        return answer

    async def seen(self) -> tuple[Seen, ...]:
        """None: each case is asked once, and nothing was read before."""
        return ()

    def _ask(self, tool: str, args: Mapping[str, Any]) -> dict[str, Any] | ToolRefused:
        found = self._reads[tool]
        call = Call("read-1", 1, 0, tool, (), NOW)
        try:
            return dict(found(found.model.model_validate(dict(args)), *([call] if found.takes_call else [])))
        except ToolRefused as refused:
            return refused


async def answers(workflow: Workflow) -> None:
    started = time.perf_counter()
    Learned(workflow)
    fitted = time.perf_counter() - started
    agent, log = OfflineAgent(workflow), Remembered(workflow)
    await agent.warm()
    cases = [
        Case(1, 1, workflow.id, example.text, Who("T1", "U03JONAS"), "Jonas", (), (), NOW)
        for example in workflow.examples
    ]
    for case in cases:
        await agent.next(case, log)
    spent, worked = [], time.process_time()
    for case in cases * 3:
        started = time.perf_counter()
        await agent.next(case, log)
        spent.append((time.perf_counter() - started) * 1000)
    worked = (time.process_time() - worked) / len(spent) * 1000
    cuts = statistics.quantiles(spent, n=100)
    print(
        f"{workflow.id:10} {len(workflow.examples):4} examples fitted in {fitted:.2f} s; "
        f"one answer p50 {cuts[49]:.1f}, p95 {cuts[94]:.1f}, p99 {cuts[98]:.1f} ms, {worked:.1f} ms of the processor"
    )


@dataclass(frozen=True)
class Part:
    """What the judge said on one part of a set, an entry a request; `right` is never true for one out of scope."""

    known: np.ndarray
    sure: np.ndarray
    right: np.ndarray
    milliseconds: float

    @classmethod
    def of(cls, space: Space, judge: Judge, asked: Labelled, name: str) -> "Part":
        """Ask the judge one text after another."""
        said, spent = [], []
        for done, (text, _) in enumerate(asked, start=1):
            started = time.perf_counter()
            said.append(judge.judge(space.look(text)))
            spent.append((time.perf_counter() - started) * 1000)
            if not done % 250 or done == len(asked):
                print(f"\r  {name}: {done:,} of {len(asked):,}", end="\n" if done == len(asked) else "", flush=True)
        mine = [one.guess != PERSON for one in said]
        return cls(
            np.array([one.known if own else 0.0 for one, own in zip(said, mine, strict=True)]),
            np.array([one.right if own else 0.0 for one, own in zip(said, mine, strict=True)]),
            np.array([own and one.guess == label for one, own, (_, label) in zip(said, mine, asked, strict=True)]),
            statistics.median(spent),
        )

    def __add__(self, other: "Part") -> "Part":
        known, sure, right = (
            np.concatenate([getattr(self, name), getattr(other, name)]) for name in ("known", "sure", "right")
        )
        return Part(known, sure, right, self.milliseconds)


def fit(known: Labelled, name: str) -> tuple[Space, Judge]:
    print(f"  {name}: learning from {len(known):,} requests", flush=True)
    started = time.perf_counter()
    space = Space([text for text, _ in known], BACKGROUND)
    judge = Judge(space, [label for _, label in known])
    print(f"  {name}: learned in {time.perf_counter() - started:.0f} s", flush=True)
    return space, judge


def alone(part: Part, limit: float) -> float:
    """The largest share of requests, the surest first, of which at most `limit` are wrong."""
    wrong = np.cumsum(~part.right[np.argsort(-part.sure, kind="stable")]) / np.arange(1, len(part.right) + 1)
    return float(np.flatnonzero(wrong <= limit).max(initial=-1) + 1) / len(part.right)


def risk_coverage(part: Part) -> float:
    """The area under the curve of error against share handled, the surest first: 0 is best."""
    wrong = np.cumsum(~part.right[np.argsort(-part.sure, kind="stable")]) / np.arange(1, len(part.right) + 1)
    return float(wrong.mean())


def reliability(part: Part) -> tuple[float, list[tuple[float, float]]]:
    """How far told and true lie apart on average, and both for ten parts of the requests, the least sure first."""
    parts = np.array_split(np.argsort(part.sure), 10)
    pairs = [(float(part.sure[some].mean()), float(part.right[some].mean())) for some in parts]
    gaps = sum(len(some) * abs(told - true) for some, (told, true) in zip(parts, pairs, strict=True))
    return gaps / len(part.sure), pairs


def told(name: str, part: Part) -> None:
    gap, pairs = reliability(part)
    print(f"{name:26} alone at 5% wrong {alone(part, 0.05):.1%}, at 2.5% {alone(part, 0.025):.1%}; ", end="")
    print(f"area of error against share {risk_coverage(part):.4f}; told and true lie {gap:.1%} apart")
    print("    told " + " ".join(f"{one:5.0%}" for one, _ in pairs))
    print("    true " + " ".join(f"{one:5.0%}" for _, one in pairs))


LARSON = (  # Larson et al. 2019, Table 2, full set, a threshold on validation: in-scope accuracy, out-of-scope recall
    ("SVM", 88.2, 18.0),
    ("FastText", 88.6, 28.3),
    ("DialogFlow", 90.8, 26.7),
    ("Rasa", 90.9, 31.2),
    ("CNN", 90.9, 30.9),
    ("MLP", 93.4, 49.1),
    ("BERT", 96.2, 52.3),
)


def clinc(folder: Path) -> None:
    data = json.loads((folder / "data_full.json").read_text(encoding="utf-8"))
    space, judge = fit(data["train"], "CLINC150")
    kept = Part.of(space, judge, data["val"], "CLINC150 validation")
    lines = np.sort(kept.known)
    line = max(
        (each for each in lines if (kept.right & (kept.known >= each)).mean() >= KEPT_ACCURACY), default=lines[0]
    )
    own = Part.of(space, judge, data["test"], "CLINC150 test")
    foreign = Part.of(space, judge, [(text, "") for text, _ in data["oos_test"]], "CLINC150 out of scope")
    in_scope, recall = (own.right & (own.known >= line)).mean(), (foreign.known < line).mean()
    print("\nCLINC150, full              in-scope accuracy   out-of-scope recall")
    for name, accuracy, theirs in LARSON:
        print(f"  {name:24} {accuracy:17.1f} {theirs:21.1f}")
    print(f"  {'Baton, without a model':24} {in_scope * 100:17.1f} {recall * 100:21.1f}")
    scope = [1] * len(own.known) + [0] * len(foreign.known)
    print(f"  AUROC in scope or not: {roc_auc_score(scope, (own + foreign).known):.4f} by the gate for scope, ", end="")
    print(f"{roc_auc_score(scope, (own + foreign).sure):.4f} by the score")
    print(f"  without any threshold {own.right.mean():.1%} right; one text p50 {own.milliseconds:.2f} ms")
    told("CLINC150 and out of scope", own + foreign)
    told("CLINC150, in scope", own)


def banking(folder: Path) -> None:
    parts = {}
    for part in ("train", "test"):
        with (folder / f"{part}.csv").open(encoding="utf-8", newline="") as file:
            parts[part] = [(row[0], row[1]) for row in list(csv.reader(file))[1:]]
    space, judge = fit(parts["train"], "Banking77")
    own = Part.of(space, judge, parts["test"], "Banking77 test")
    print(f"\nBanking77: {own.right.mean():.1%} right; one text p50 {own.milliseconds:.2f} ms")
    told("Banking77", own)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, help="a folder that holds clinc150/ and banking77/")
    data = parser.parse_args().data
    with tempfile.TemporaryDirectory() as folder:
        os.environ["SHOP_DB"] = str(Path(folder) / "shop.db")
        for workflow in (each for each in load(ROOT / "workflows")[0].values() if each.examples):
            asyncio.run(answers(workflow))
    if data:
        clinc(data / "clinc150")
        banking(data / "banking77")


if __name__ == "__main__":
    main()
