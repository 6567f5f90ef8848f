"""How long the offline agent takes, and how well its classifier does on public data.

    python bench/offline_agent.py                 one answer, warm, on the sample workflows; the time to fit
    python bench/offline_agent.py --data FOLDER   also CLINC150 and Banking77, where FOLDER holds them

Time in reads is left out: the log answers at once. The threshold for out-of-scope requests is picked on the validation
part: the strictest one that keeps in-scope accuracy there at 91.2%.
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
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.metrics import roc_auc_score

from bot.agents.base import Case
from bot.agents.classifier import Head
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
    spent = []
    for case in cases * 3:
        started = time.perf_counter()
        await agent.next(case, log)
        spent.append((time.perf_counter() - started) * 1000)
    cuts = statistics.quantiles(spent, n=100)
    print(
        f"{workflow.id:10} {len(workflow.examples):4} examples fitted in {fitted:.2f} s; "
        f"one answer p50 {cuts[49]:.1f}, p95 {cuts[94]:.1f}, p99 {cuts[98]:.1f} ms"
    )


class Judge:
    """A space and a head fitted on labelled texts."""

    def __init__(self, known: Labelled) -> None:
        started = time.perf_counter()
        self.space = Space([text for text, _ in known])
        self.head = Head(self.space.rows, [label for _, label in known])
        self.seconds = time.perf_counter() - started

    def told(self, asked: Labelled) -> tuple[np.ndarray, np.ndarray, float]:
        """How sure each text's label is, whether it is right, and the p50 of one text in milliseconds."""
        sure, right, spent = [], [], []
        for text, label in asked:
            started = time.perf_counter()
            margins = self.head.margins(self.space.look(text))
            spent.append((time.perf_counter() - started) * 1000)
            sure.append(float(margins.max()))
            right.append(self.head.labels[int(margins.argmax())] == label)
        return np.array(sure), np.array(right), statistics.median(spent)


def clinc(folder: Path) -> None:
    data = json.loads((folder / "data_full.json").read_text(encoding="utf-8"))
    judge = Judge(data["train"])
    known, right, _ = judge.told(data["val"])
    steps = np.sort(known)
    line = max((step for step in steps if (right & (known >= step)).mean() >= KEPT_ACCURACY), default=steps[0])
    sure, correct, spent = judge.told(data["test"])
    foreign, _, _ = judge.told(data["oos_test"])
    auroc = roc_auc_score([1] * len(sure) + [0] * len(foreign), [*sure, *foreign])
    print(f"CLINC150   closed {correct.mean():.1%}, in-scope {(correct & (sure >= line)).mean():.1%} with")
    print(f"           out-of-scope recall {(foreign < line).mean():.1%}, AUROC {auroc:.3f}; fitted in")
    print(f"           {judge.seconds:.0f} s, one text p50 {spent:.1f} ms")


def banking(folder: Path) -> None:
    parts = {}
    for part in ("train", "test"):
        with (folder / f"{part}.csv").open(encoding="utf-8", newline="") as file:
            parts[part] = [(row[0], row[1]) for row in list(csv.reader(file))[1:]]
    judge = Judge(parts["train"])
    _, correct, spent = judge.told(parts["test"])
    print(f"Banking77  accuracy {correct.mean():.1%}; fitted in {judge.seconds:.0f} s, one text p50 {spent:.1f} ms")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, help="a folder that holds clinc150/ and banking77/")
    data = parser.parse_args().data
    with tempfile.TemporaryDirectory() as folder:
        os.environ["SHOP_DB"] = str(Path(folder) / "shop.db")
        for workflow in load(ROOT / "workflows")[0].values():
            asyncio.run(answers(workflow))
    if data:
        clinc(data / "clinc150")
        banking(data / "banking77")


if __name__ == "__main__":
    main()
