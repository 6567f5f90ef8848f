"""`baton evaluate`: what Baton would have done alone on past cases, how often wrongly, and what other rules do."""

import re
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

import numpy as np

from bot import settings
from bot.agents import replay
from bot.errors import BadInput, ConfigError
from bot.evaluation import proofs, recorded
from bot.evaluation.fleet import Flags, Fleet
from bot.evaluation.rivals import RULES, Rival
from bot.evaluation.trial import Played, Policy, Pool, Result, Revoked, play, result, until_revoked
from storage.store import Reader, StoreFailed, Unopenable

OURS = "Baton"
REPORTED = 0.2
UNSURE = 0.05  # one minus the confidence
WIDTH = 30
HEADS = ("alone", "at the end", "with checks", "wrong", "over limit", "first", "checked")
LEGEND = """
alone       share of all requests handled alone with nobody looking; "at the end": in the last tenth of the requests
with checks the same, with the acts that a person looks at afterwards (possible where an act can be taken back)
wrong       share of wrong ones among what is handled alone, in the last tenth
over limit  share of the runs in which what may act alone was ever truly wrong more often than the limit
first       requests until the first could act alone (median); checked: share of these that a person looks at"""


@dataclass(frozen=True)
class Options:
    """What to play: shares from 0 to 1. `broken` requests follow after the agent broke.

    `harmless` is the label of what needs nobody, such as "clear_alert".
    """

    limit: float = 0.05
    runs: int = 200
    requests: int = 3000
    seed: int = 1
    broken: int = 2000
    harmless: str = ""
    picture: Path | None = None


class Bar:
    """A progress bar on standard error; silent where that is no terminal."""

    def __init__(self, name: str) -> None:
        self._name, self._last, self._shown = name, -1, sys.stderr.isatty()

    def __call__(self, done: int, of: int) -> None:
        """Show that `done` of `of` are done."""
        part = done * WIDTH // max(1, of)
        if self._shown and (part != self._last or done == of):
            self._last = part
            end = "\n" if done == of else ""
            print(f"\r{self._name:<34}[{'#' * part}{'.' * (WIDTH - part)}]", end=end, file=sys.stderr, flush=True)


def of_file(path: Path, options: Options) -> str:
    """Fit the agent once on a part of the cases, play the rest in many orders, and tell it.

    Raises:
        BadInput: the file is no labelled set, or nothing can be learned from it.
    """
    _can_draw(options.picture)
    started = time.perf_counter()
    known, asked = replay.split(replay.read(path))
    if not known or not asked:
        raise BadInput(f"{path} has {len(known)} cases to learn from and {len(asked)} to ask; both need some.")
    told = list(replay.replay(known, asked, Bar("fitting, then asking the agent")))
    scores, right = np.array([each.score for each in told]), np.array([each.right for each in told])
    harmless = np.array([each.label == options.harmless for each in told]) if options.harmless else None
    head = (
        f"{path}: {len(known):,} cases to learn from, {len(asked):,} asked; fitted once, "
        f"{time.perf_counter() - started:.0f} s. The agent is right on {right.mean():.1%} of all that it is asked."
    )
    return f"{head}\n{tell(Pool.of(scores, right), options, path.stem, harmless)}"


def _can_draw(picture: Path | None) -> None:
    """Said before the work, not after it.

    Raises:
        BadInput: this is no place for a picture, or something stands there.
    """
    if picture is None:
        return
    if picture.suffix.lower() != ".png" or not picture.parent.is_dir():
        raise BadInput(f"{picture} cannot be drawn: give a file that ends in .png, in a folder that is there.")
    if picture.exists() or picture.is_symlink():
        raise BadInput(f"{picture} is there already, and is left as it is. Name another file.")


def _pictures(picture: Path | None, names: Sequence[str]) -> dict[str, Path | None]:
    """A picture for each name; where there are several, each has its own name in that of its file."""
    if picture is None or len(names) == 1:
        return dict.fromkeys(names, picture)
    return {name: picture.with_stem(f"{picture.stem}-{re.sub(r'[^a-z0-9_]+', '-', name)}") for name in names}


async def of_database(options: Options) -> str:
    """The same as `of_record`, on the database that BATON_DB names."""
    return await of_record(settings.read(tokens=False).database, options)


async def of_record(database: Path, options: Options) -> str:
    """The same on the team's own decisions, one step after the other.

    Raises:
        ConfigError: the database cannot be read, or holds no decision that counts.
        BadInput: a picture cannot be drawn.
    """
    _can_draw(options.picture)
    try:
        reader = Reader(database)
    except Unopenable as error:
        raise ConfigError(f"{error} BATON_DB names the file.") from error
    try:
        found = await reader.read(recorded.pools)
    except (StoreFailed, IndexError, KeyError) as error:  # a row of an older schema lacks a column
        raise ConfigError(f"{database} cannot be read as it is ({error}). `baton doctor` says more.") from error
    finally:
        reader.close()
    if not found:
        raise ConfigError("The record holds no reviewed decision yet. Give a file of labelled cases instead.")
    pictures = _pictures(options.picture, list(found))
    for picture in pictures.values():
        _can_draw(picture)
    return "\n\n".join(
        f"{name}: {len(pool.scores):,} reviewed decisions, {pool.wrong.sum():,} changed, drawn again and again.\n"
        f"{tell(pool, replace(options, picture=pictures[name]), name)}"
        for name, pool in found.items()
    )


def tell(pool: Pool, options: Options, name: str, harmless: Flags | None = None) -> str:
    """Play a pool through every policy; the table, and the picture where one is wanted."""
    played = {OURS: _played(pool, options, OURS, partial(Fleet, options.runs, options.limit))}
    for title, rule in RULES.items():
        played[title] = _played(pool, options, title, partial(Rival, options.runs, options.limit, rule))
    results = {title: result(each) for title, each in played.items()}
    broken = _broken(pool, options)
    lines = [
        _setting(options),
        *_few(len(pool.scores), options),
        "",
        *_table(results),
        "",
        *_revoked(broken),
        *_spared(pool, played, options, harmless),
    ]
    if options.picture:
        from bot.evaluation import pictures

        pictures.draw(options.picture, f"{name}: {_setting(options)}", options.limit, played, results, broken)
        lines += ["", f"Picture: {options.picture}"]
    return "\n".join([*lines, LEGEND])


def _few(cases: int, options: Options) -> list[str]:
    """What so few cases cannot show: the figures take them for all that will ever come."""
    if cases >= options.requests:
        return []
    lines = [f"There are {cases:,} cases, so each is played about {options.requests / cases:,.0f} times in a run."]
    unseen = 1 - UNSURE ** (1 / cases)
    if unseen > options.limit:
        lines.append(
            f"That is too few to trust what follows: even where the agent is right on all {cases:,}, up to "
            f"{unseen:.0%} of new cases may be wrong (95% confidence), and the limit is {options.limit * 100:g}%."
        )
    return lines


def _setting(options: Options) -> str:
    runs = f"{options.runs} runs of {options.requests:,} requests"
    return f"Limit {options.limit * 100:g}%, {runs}, each in an order of its own."


def _played(pool: Pool, options: Options, title: str, make: Callable[[], Policy]) -> Played:
    random = np.random.default_rng(options.seed)
    order = pool.orders(options.requests, options.runs, random)
    heard = Bar(title)
    return play(make(), pool.scores[order], pool.wrong[order], pool.error_from, options.limit, random, heard=heard)


def _table(results: Mapping[str, Result]) -> list[str]:
    rows = [f"{'':<28}" + "".join(f"{head:>13}" for head in HEADS)]
    for title, each in results.items():
        first = f"{each.first:,.0f}" if np.isfinite(each.first) else "never"
        shares = (each.alone_all, each.alone, each.checked_after, each.error, each.over)
        rows.append(
            f"{title:<28}" + "".join(f"{share:>13.1%}" for share in shares) + f"{first:>13}{each.checks:>13.1%}"
        )
    return rows


def _broken(pool: Pool, options: Options) -> dict[str, Revoked]:
    found = {}
    for name, reported in (("checks alone", 0.0), (f"and {REPORTED:.0%} of wrong acts reported", REPORTED)):
        random = np.random.default_rng(options.seed)
        order = pool.orders(options.requests + options.broken, options.runs, random)
        scores, wrong = pool.scores[order], pool.wrong[order]
        wrong[options.requests :] = proofs.half_wrong(wrong[options.requests :], random)
        fleet, heard = Fleet(options.runs, options.limit), Bar(f"broken agent, {name}"[:34])
        played = play(fleet, scores, wrong, pool.error_from, options.limit, random, reported, heard)
        found[name] = until_revoked(played, options.requests)
    return found


def _revoked(broken: Mapping[str, Revoked]) -> list[str]:
    lines = [
        "If the agent breaks at the end, so that half of what it does is wrong, it asks first again after (median)"
    ]
    for name, each in broken.items():
        told = f"{each.requests:,.0f} requests and {each.wrong_acts:,.0f} wrong acts alone"
        lines.append(
            f"  {name + ':':<36}{told if np.isfinite(each.requests) else 'no request: it had no right to lose'}"
        )
    return lines


def _spared(pool: Pool, played: Mapping[str, Played], options: Options, harmless: Flags | None) -> Sequence[str]:
    """Of each 100 cases that needed nobody, how many still reached a person."""
    last = slice(-max(1, options.requests // 10), None)
    ours = played[OURS]
    needless = ~ours.wrong
    if harmless is not None:
        needless = harmless[pool.places][
            pool.orders(options.requests, options.runs, np.random.default_rng(options.seed))
        ]
    asked = (~ours.alone & needless)[last].sum() / max(1, needless[last].sum())
    what = f"cases that were “{options.harmless}”" if harmless is not None else "cases on which the agent was right"
    return ["", f"Of each 100 {what}, {100 * asked:.0f} still reached a person at the end (100 without Baton)."]
