"""What a step may do alone, and why: one frozen `State`, and one function for each thing that can happen.

At a request: `look` says whether it may act alone, with which chance a person checks it, and the weight of what a
person says of it later; keep the `Look` with the handoff, and call `after_request`. Then, whichever happened:
`after_act` (ran alone, nobody looks), `after_decision` (a person decided a card that had to ask), `after_check` (a
person decided a card, or looked at an act, that the draw picked), `after_report` ("This was wrong"), `after_planted`.
A higher `open` means that the right was earned or widened; a higher `epoch` that it was taken back. What belongs to a
look of an older epoch counts no more: leave it out.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, NamedTuple

from bot.autonomy import alarm as alarms
from bot.autonomy.alarm import Alarm, Intake
from bot.autonomy.certificate import Count, Counts, Planted, add, bound, certified, clean_needed

LINES = (0.999, 0.99, 0.98, 0.95, 0.90, 0.80, 0.70, 0.50, 0.30)
USUAL_FIRST = 3  # 0.95
# Scores say nothing by themselves: some agents give 0.99 to nearly everything. So the first line is chosen by how many
# of the first requests reach it. That looks at scores alone, never at who was right, and so costs no confidence.
FIRST_REQUESTS, FIRST_SHARE, ENOUGH_SHARE = 30, 0.5, 0.1
# A looser line must show cases of its own, and not far more wrong ones among them than the limit.
OWN_CASES, OWN_TIMES = 10, 2.0
FIRST_RATE, FIRST_CASES = 0.20, 50
USUAL_RATE, FLOOR_RATE = 0.10, 0.05
CLOSE_RATE, CLOSE_CASES = 1.0, 8


class Look(NamedTuple):
    """What is decided when a request comes.

    `alone`: it may act alone. `rate`: the chance that a person checks it all the same, 1.0 where it asks anyway.
    `weight`: how much a person's word on it will count.
    """

    alone: bool
    rate: float
    weight: float


@dataclass(frozen=True)
class State:
    """The evidence of one step by one version of its agent.

    `open` is the loosest line that is open, as an index into `lines` (strict to loose), -1 while every case asks.
    `first` is the line that is tested first; stricter ones are not used. `reached` counts the requests that reached
    each line.
    `counts` has for each line what people said of cases with that score or higher; `bands` the same between it and the
    stricter line, (reviewed, wrong). `planted` None: planted mistakes are off. `acts` and `checks` count since a line
    was first opened or the agent was fitted anew; `close` counts the acts that are still looked at closely.
    """

    limit: float
    lines: tuple[float, ...] = LINES
    open: int = -1
    first: int = 0
    reached: tuple[int, ...] = ()
    counts: tuple[tuple[Count, ...], ...] = ()
    bands: tuple[tuple[int, int], ...] = ()
    planted: Planted | None = None
    alarm: Alarm = field(default_factory=Alarm)
    intake: Intake = field(default_factory=Intake)
    acts: int = 0
    checks: int = 0
    close: int = 0
    epoch: int = 1


def start(limit: float, *, planting: bool = False, lines: tuple[float, ...] = LINES, epoch: int = 1) -> State:
    """Nothing is known yet: every case asks. `limit` is above 0 and below 1."""
    return State(
        limit=limit,
        lines=lines,
        first=USUAL_FIRST if lines == LINES else 0,
        reached=(0,) * len(lines),
        counts=((),) * len(lines),
        bands=((0, 0),) * len(lines),
        planted=Planted(0, 0) if planting else None,
        epoch=epoch,
    )


def line_of(state: State, score: float | None) -> int | None:
    """The strictest line that this score reaches, None below all. An agent without scores is at the strictest."""
    if score is None:
        return 0
    for index, line in enumerate(state.lines):
        if score >= line:
            return index
    return None


def acts_from(state: State) -> float | None:
    """The score from which it acts alone; None while every case asks."""
    return state.lines[state.open] if state.open >= 0 else None


def look(state: State, score: float | None) -> Look:
    """May it act alone, how likely is a check, and what will a person's word on it weigh? Keep it with the handoff."""
    if state.open < 0:
        return Look(alone=False, rate=1.0, weight=1.0)
    rate = check_rate(state)
    line = line_of(state, score)
    if line is None or line > state.open:
        return Look(alone=False, rate=1.0, weight=rate)
    return Look(alone=True, rate=rate, weight=1.0)


def check_rate(state: State) -> float:
    """The chance that an act is picked for a check: 20% of the first 50, then 10%.

    It is more for some acts after a wrong one, paid back by less (never under 5%) until it is 10% again over all.
    """
    if state.close:
        return CLOSE_RATE
    if state.acts < FIRST_CASES:
        return FIRST_RATE
    owed = state.checks > FIRST_RATE * FIRST_CASES + USUAL_RATE * (state.acts - FIRST_CASES) + 1
    return FLOOR_RATE if owed else USUAL_RATE


def after_request(state: State, score: float | None) -> State:
    """A request came, with this score; call it once for each.

    Clearly more low scores than usual (`intake.rung` is higher) are no reason to take the right back: these requests
    ask. But the acts that follow are looked at closely.
    """
    line = line_of(state, score)
    low = line is None or line > state.open
    intake = alarms.arrived(state.intake, low)
    close = CLOSE_CASES if intake.rung > state.intake.rung else state.close
    reached = state.reached
    if line is not None:
        reached = (*reached[:line], *[count + 1 for count in reached[line:]])
    chosen = intake.requests == FIRST_REQUESTS and state.open < 0 and state.lines == LINES
    first = first_line(reached, FIRST_REQUESTS) if chosen else state.first
    return _with(state, intake=intake, close=close, reached=reached, first=first)


def after_act(state: State) -> State:
    """It acted alone, and the draw picked nobody to look."""
    return replace(state, acts=state.acts + 1, close=max(0, state.close - 1))


def after_decision(state: State, score: float | None, wrong: bool, weight: float) -> State:
    """A person decided a card that had to ask, and it counts. `weight` is that of its `Look`."""
    return _opened(_counted(state, score, wrong, weight))


def after_check(state: State, score: float | None, wrong: bool, weight: float = 1.0) -> State:
    """A person looked at a case that could act alone and was drawn for a check."""
    seen = replace(
        _counted(state, score, wrong, weight),
        alarm=alarms.heard(state.alarm, wrong, state.limit),
        acts=state.acts + 1,
        checks=state.checks + 1,
        close=CLOSE_CASES if wrong else max(0, state.close - 1),
    )
    return taken_back(seen) if seen.alarm.loud else _opened(seen)


def after_report(state: State) -> State:
    """Somebody said of an act that ran alone: this was wrong. It rings the alarm, and is no evidence for a line."""
    if state.open < 0:
        return state
    heard = replace(state, alarm=alarms.heard(state.alarm, wrong=True, limit=state.limit), close=CLOSE_CASES)
    return taken_back(heard) if heard.alarm.loud else heard


def after_planted(state: State, caught: bool) -> State:
    """A person decided a planted mistake. Nothing changes where they are off."""
    if state.planted is None:
        return state
    planted = Planted(state.planted.planted + 1, state.planted.caught + caught)
    return _opened(replace(state, planted=planted))


def after_refit(state: State) -> State:
    """The agent learned from new examples: checks are 20% again for 50 cases. What was earned stays."""
    return replace(state, acts=0, checks=0)


def with_limit(state: State, limit: float) -> State:
    """Another limit: the same evidence, held against it. Lines that it does not certify close."""
    return _opened(replace(state, limit=limit, open=-1, alarm=Alarm()))


def taken_back(state: State) -> State:
    """It asks first again, and everything is counted from zero. Planted mistakes stay: they measure people."""
    fresh = start(state.limit, lines=state.lines, epoch=state.epoch + 1)
    intake = replace(state.intake, usual=None, stake=1.0)
    return replace(fresh, planted=state.planted, first=state.first, reached=state.reached, intake=intake)


def evidence(state: State) -> Counts:
    """What is known of the cases that act alone, or, while all ask, of the strictest line."""
    return state.counts[max(state.first, state.open)]


def at_most(state: State) -> float:
    """At most this share of the acts that run alone (or would first) is wrong, with 95% confidence; 1.0 = unknown."""
    return bound(evidence(state), state.planted)


def still_needed(state: State) -> int:
    """How many more reviewed cases, none wrong, open the strictest line; 0 where it is open."""
    return 0 if state.open >= 0 else clean_needed(state.counts[state.first], state.limit, state.planted)


def to_row(state: State) -> dict[str, Any]:
    """As plain lists and numbers, for JSON."""
    return {**vars(state), "alarm": vars(state.alarm), "intake": vars(state.intake)}


def from_row(row: Mapping[str, Any]) -> State:
    """The inverse of `to_row`, also after JSON made lists of tuples."""
    found = dict(row)
    found["lines"], found["reached"] = tuple(found["lines"]), tuple(found["reached"])
    found["counts"] = tuple(tuple(Count(*each) for each in line) for line in found["counts"])
    found["bands"] = tuple((int(n), int(k)) for n, k in found["bands"])
    found["planted"] = Planted(*found["planted"]) if found["planted"] is not None else None
    found["alarm"] = Alarm(**{**found["alarm"], "stakes": tuple(found["alarm"]["stakes"])})
    found["intake"] = Intake(**found["intake"])
    return State(**found)


def _with(state: State, **changes: Any) -> State:
    """What `replace` makes, in a quarter of the time: every request passes here when a certificate is counted anew."""
    made = State.__new__(State)
    made.__dict__.update(state.__dict__ | changes)
    return made


def _counted(state: State, score: float | None, wrong: bool, weight: float) -> State:
    line = line_of(state, score)
    if line is None:
        return state
    grown = {each: add(each, weight, wrong) for each in set(state.counts[line:])}  # most lines hold the same cases
    counts = (*state.counts[:line], *(grown[each] for each in state.counts[line:]))
    n, k = state.bands[line]
    bands = (*state.bands[:line], (n + 1, k + wrong), *state.bands[line + 1 :])
    return _with(state, counts=counts, bands=bands)


def _opened(state: State) -> State:
    """The lines that are certified now, strict to loose, each only after the stricter one."""
    reached = state.open
    while (following := max(state.first, reached + 1)) < len(state.lines) and _may_open(state, following):
        reached = following
    if reached == state.open:
        return state
    return replace(state, open=reached, intake=alarms.watched(state.intake, _low_share(state, reached)))


def _may_open(state: State, line: int) -> bool:
    """A line after the strictest must also show cases of its own, and no more wrong ones among them than the limit."""
    n, k = state.bands[line]
    own = line == state.first or (n >= OWN_CASES and k <= OWN_TIMES * state.limit * n)
    return own and certified(state.counts[line], state.limit, state.planted)


def _low_share(state: State, line: int) -> float:
    requests = state.intake.requests
    return (requests - state.reached[line] + 1) / (requests + 2)


def first_line(reached: Sequence[int], requests: int) -> int:
    """The strictest line that enough of these requests reach; the usual one where few reach any."""
    often = next((index for index, count in enumerate(reached) if count >= FIRST_SHARE * requests), len(reached) - 1)
    return min(often, USUAL_FIRST) if reached[USUAL_FIRST] >= ENOUGH_SHARE * requests else often
