"""The tortures: kill -9, a bad disk, races, the model, the wire and the start, clocks, tampering, power, a year.

    python bench/torture.py [--short] [--folder FOLDER] [crash] [disk] [races] [model] [storm] [singles] [starts] …

Prints each one's figures on a line and what must not be below it; exits with 1 where there is any. The longest one
takes more than half an hour; a terminal is told which one is under way.
"""

import argparse
import resource
import sys
import tempfile
import time
import traceback
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from tests.torture.report import Report  # noqa: E402 - the folder must be known first
from tests.torture.tortures import TORTURES  # noqa: E402


def processor() -> float:
    """Seconds of the processor that this process and those that it waited for have had."""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(each.ru_utime + each.ru_stime for each in used)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("which", nargs="*", choices=[[], *TORTURES], help="all of them where none is named")
    parser.add_argument("--short", action="store_true", help="about a tenth, as in the tests")
    parser.add_argument("--folder", type=Path, help="where failed runs are kept; default: a new one")
    given = parser.parse_args()
    folder = given.folder or Path(tempfile.mkdtemp(prefix="torture-"))
    wrong = 0
    for name in given.which or TORTURES:
        if sys.stderr.isatty():
            print(f"{name} begins at {time.strftime('%H:%M')}: {TORTURES[name].__doc__}", file=sys.stderr, flush=True)
        started, spent = time.monotonic(), processor()
        try:
            report = TORTURES[name](folder / name, short=given.short)
        except Exception as error:  # noqa: BLE001 - the others are still to be run
            traceback.print_exc()
            report = Report(name, {}, [f"it broke: {type(error).__name__}: {error}"])
        report.seconds, report.processor = time.monotonic() - started, processor() - spent
        wrong += len(report.violations)
        print(report, flush=True)
    return int(wrong > 0)


if __name__ == "__main__":
    sys.exit(main())
