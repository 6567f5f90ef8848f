"""A process that restores a backup and is gone, as by kill -9, at every line of storage/backup.py in turn.

python -m tests.handlers.restore_sweep DATABASE BACKUP FOLDER: prints one JSON line, the states that the database was in
afterwards and how often. `old` and `new` are whole; anything else is a fault.
"""

import json
import os
import sys
from collections import Counter
from functools import partial
from pathlib import Path
from shutil import copy
from types import FrameType
from typing import Any

from bot.engine import restoring
from storage import audit, backup, verify
from storage.sqlite import connect
from tests.storage.rows import NOW


def killed_at(line: int, work: Any) -> bool:
    """Run `work` in a child that ends at its n-th line of backup.py; False where it came to its end."""
    child = os.fork()
    if child == 0:
        _end_at(line)
        work()
        os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 9


def _end_at(line: int) -> None:
    left = [line]

    def trace(frame: FrameType, event: str, _: Any) -> Any:
        if frame.f_code.co_filename != backup.__file__:
            return None
        if event == "line":
            left[0] -= 1
            if left[0] == 0:
                os._exit(9)
        return trace

    sys.settrace(trace)


def state(path: Path, old: int) -> str:
    """What stands at `path` now: `old`, `new`, or what is wrong with it."""
    if not path.exists():
        return "nothing there"
    db = connect(path, read_only=False)
    try:
        sound = [row[0] for row in db.execute("PRAGMA integrity_check")]
        wrong = [finding.what for finding in verify.findings(db)]
        size, _ = audit.head(db)
        restored = db.execute("SELECT count(*) FROM audit WHERE kind = 'restored'").fetchone()[0]
    finally:
        db.close()
    if sound != ["ok"] or wrong:
        return f"{sound} {wrong}"
    return "new" if restored else "old" if size == old else f"{size} entries"


def main(database: Path, source: Path, folder: Path) -> None:
    """Kill at every line; now and then restore once more, which must work."""
    db = connect(database, read_only=True)
    old, _ = audit.head(db)
    db.close()
    found: Counter[str] = Counter()
    line, target = 0, folder / "baton.db"
    prepare = partial(restoring.restored, now=NOW)
    killed = True
    while killed:
        line += 1
        for path in folder.glob("baton.db*"):
            path.unlink()
        copy(database, target)
        killed = killed_at(line, lambda: backup.restore(target, source, prepare))
        found[state(target, old)] += 1
        if line % 10 == 0:  # and the next attempt works
            assert backup.restore(target, source, prepare).kept is not None
            assert state(target, old) == "new"
    print(json.dumps({"lines": line, "states": found}))


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:4]))
