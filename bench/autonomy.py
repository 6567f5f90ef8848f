"""Everything that the certificate promises, measured: `python bench/autonomy.py`, about ten minutes on two cores.

python bench/autonomy.py --short           fewer runs, half a minute; figures are rougher
python bench/autonomy.py --data FOLDER     also CLINC150 and Banking77, where FOLDER holds them
python bench/autonomy.py --cost            what deciding costs, alone
"""

import argparse
import sys
import timeit
from pathlib import Path

from bot.autonomy import state
from handlers import evaluate, proofs

ROOT = Path(__file__).parents[1]
SETS = ("clinc150", "banking77")


def cost() -> str:
    """Microseconds of one decision by the pure code, and of one piece of evidence."""
    earned = state.start(0.05)
    for number in range(400):
        earned = state.after_decision(earned, 0.9 + number % 10 / 100, number % 97 == 0, 1.0)
    planting = state.after_planted(state.start(0.05, planting=True), caught=True)
    works = {
        "look": lambda: state.look(earned, 0.97),
        "after_request": lambda: state.after_request(earned, 0.97),
        "after_decision": lambda: state.after_decision(earned, 0.85, False, 0.1),
        "after_decision, planted mistakes on": lambda: state.after_decision(planting, 0.97, False, 1.0),
        "at_most (the printed bound)": lambda: state.at_most(earned),
    }
    times = {name: min(timeit.repeat(work, number=200, repeat=3)) / 200 * 1e6 for name, work in works.items()}
    return "\n".join(f"{name:<40}{micros:>9.1f} µs" for name, micros in times.items())


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--short", action="store_true")
    parser.add_argument("--cost", action="store_true")
    parser.add_argument("--data", type=Path, default=ROOT.parent / "shared" / "data")
    parsed = parser.parse_args()
    print(cost(), flush=True)
    if parsed.cost:
        return 0
    text, code = proofs.run(proofs.SHORT if parsed.short else proofs.FULL)
    print(text, flush=True)
    for name in SETS:
        if parsed.short or not (parsed.data / name).is_dir():
            print(f"{name}: left out")
        else:
            print(evaluate.of_file(parsed.data / name, evaluate.Options()), flush=True)
    return code


if __name__ == "__main__":
    sys.exit(main())
