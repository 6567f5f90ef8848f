"""The three machines against their model (tests/bot/engine/test_machines.py), for as many steps as one likes."""

import logging
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import hypothesis.core
from hypothesis import HealthCheck, settings
from hypothesis.stateful import invariant, run_state_machine_as_test

from bot.engine import actions
from storage.sqlite import connect
from storage.store import Store, take_lock
from storage.writer import writing
from tests.bot.engine import house, test_machines
from tests.bot.engine.house import write_folder
from tests.torture.processes import PATIENCE_SECONDS, Child, Line
from tests.torture.report import Report

MEMORY = Path("/dev/shm")
STEPS_OF_AN_EXAMPLE = 50


class Counted(test_machines.Machines):
    """The machines, and how many steps they took in this process."""

    steps = 0

    async def open(self) -> None:
        """Keep the file open beside the house, as a death leaves the write-ahead log where it is."""
        await super().open()
        self.beside = connect(self.home / "baton.db", read_only=True)
        self.beside.execute("SELECT 1 FROM request").fetchall()

    def teardown(self) -> None:
        """Close it."""
        self.beside.close()
        super().teardown()

    @invariant()
    def one_more(self) -> None:
        """Count."""
        Counted.steps += 1


class Direct(Store):
    """The store without its thread: it commits where it is asked to, so that no step waits for another thread."""

    def _go_on(self) -> None:
        super()._go_on()
        while not self._disk.empty():
            task = self._disk.get()
            assert task is not None
            task()

    def _wait_for_the_disk(self) -> None:
        """End at once."""


def opened(database: Path) -> Store:
    """In the place of that of `house`. What is opened was migrated when it was made."""
    store = Direct(database, take_lock(database), writing(database))
    store._writer.execute("PRAGMA synchronous = OFF")
    store.soon_seconds = 0.0
    return store


def model(folder: Path, steps: int, workers: int, most_seconds: float = 1e9) -> Report:
    """So many steps in all, or as many as fit into the time."""
    started = time.monotonic()
    folder.mkdir(parents=True, exist_ok=True)
    end = started + most_seconds
    children = [Child(_worker(seed, steps // workers, end), folder / f"worker-{seed}.log") for seed in range(workers)]
    done, troubles = 0, list[str]()
    for seed, child in enumerate(children):
        while (said := child.line.receive()) is not None:
            done += said["steps"]
        if child.join():
            troubles.append(f"the record and the model differ: see {folder}/worker-{seed}.log")
    return Report("model", {"steps": done, "workers": workers}, troubles, time.monotonic() - started)


def _worker(seed: int, steps: int, end: float) -> Callable[[Line], None]:
    def work(line: Line) -> None:
        logging.disable(logging.CRITICAL)
        actions.PAUSES_SECONDS = (0.0, 0.0, 0.0)
        house.opened = opened
        house.PATIENCE_SECONDS = PATIENCE_SECONDS
        # What is durable is the crash sweep's business; here only the machines count, so the disk may be memory.
        tempfile.tempdir = str(MEMORY) if MEMORY.is_dir() else None
        with tempfile.TemporaryDirectory() as place:
            template = Path(place) / "template.db"
            Store.open(template).close()
            test_machines.GROUND.update(folder=write_folder(Path(place) / "workflows"), template=template)
            number = 0
            while Counted.steps < steps and time.monotonic() < end:
                number += 1
                hypothesis.core.global_force_seed = 1_000_003 * seed + number  # type: ignore[assignment]
                run_state_machine_as_test(Counted, settings=_settings(5 if end < 1e8 else 100))
            line.send({"steps": Counted.steps})  # once: nobody may listen before other workers are done

    return work


def _settings(examples: int) -> settings:
    return settings(
        max_examples=examples,
        derandomize=False,  # where CI is set, it would be on, and each round would try the same few examples
        stateful_step_count=STEPS_OF_AN_EXAMPLE,
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
