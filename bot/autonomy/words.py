"""What people read of a step's autonomy. Every figure is computed, and rounded against us."""

from math import ceil

from bot.autonomy.certificate import Counts, total
from bot.autonomy.state import State, acts_from, at_most, evidence, still_needed

AGREEMENT = "It measures what people changed; planted mistakes are off, so it cannot tell what they missed."


def percent(share: float) -> str:
    """A bound as it is printed, one decimal, rounded up: 0.0241 -> "2.5%"."""
    return f"{ceil(round(share * 1000, 6)) / 10:.1f}%"


def limit_of(state: State) -> str:
    """The limit as it is printed: "5%", "0.5%"."""
    return f"{state.limit * 100:g}%"


def reviewed(counts: Counts) -> str:
    """What it was counted from: "412 reviewed, 1 changed"."""
    n, k = total(counts)
    return f"{n:,} reviewed, {k or 'none'} changed"


def behind(state: State) -> str:
    """The same of all that a bound rests on, and what people said of acts alone: it is no evidence for the bound."""
    wrong = f", {state.alarm.wrong} found wrong since" if state.alarm.wrong else ""
    return f"{reviewed(evidence(state))}{wrong}"


def catching(state: State) -> str:
    """What the planted mistakes showed: "23 of 24 planted mistakes caught"; empty where they are off."""
    if state.planted is None:
        return ""
    return f"{state.planted.caught} of {state.planted.planted} planted mistakes caught"


def why_alone(state: State, what: str) -> str:
    """The sentence of a receipt. `what` is the plural of what runs: "such clearings"."""
    parts = [part for part in (behind(state), catching(state)) if part]
    return (
        f"at most {percent(at_most(state))} of {what} are wrong, with 95% confidence: "
        f"{', '.join(parts)}. Limit {limit_of(state)}."
    )


def standing(state: State) -> str:
    """One sentence for `/handoff autonomy`: what is known and, where every case asks, what is missing."""
    share = at_most(state)
    n, _ = total(evidence(state))
    if not n:
        return f"No figure yet. Limit {limit_of(state)}: {still_needed(state)} without a change."
    planted = f"; planted {state.planted.caught} of {state.planted.planted} caught" if state.planted else ""
    known = f"At most {percent(share)} wrong" if share < 1 else "No figure yet"
    told = f"{known}: {behind(state)}{planted}. Limit {limit_of(state)}"
    return f"{told}." if state.open >= 0 else f"{told}: {still_needed(state):,} more without a change."


def acts_alone(state: State, *, scores: bool = True) -> str:
    """ "acts alone when its score is 0.90 or more", "acts alone" for an agent without scores, or "asks first"."""
    line = acts_from(state)
    if line is None:
        return "asks first"
    return f"acts alone when its score is {line:.2f} or more" if scores else "acts alone"


def earned(state: State) -> str:
    """What it took: for the message in the channel when the right is earned or widened."""
    n, k = total(evidence(state))
    share = percent(at_most(state))
    told = f"{n:,} reviewed decisions, {k or 'none'} changed: at most {share} wrong, with 95% confidence."
    watched = f"{catching(state)[0].upper()}{catching(state)[1:]}." if state.planted else AGREEMENT
    return f"What it took: {told} Your limit is {limit_of(state)}.\n{watched}"


def taken_back_because(before: State, *, wrong_now: bool = True) -> str:
    """Why the right was taken back. `before` is the state to which the last finding was added."""
    looked, wrong = before.alarm.looked + 1, before.alarm.wrong + wrong_now
    expected = round(1 / before.limit)
    seen = f"of the last {looked} that people looked at, {wrong} were wrong" if looked > 1 else "one was wrong"
    return f"{seen}. At your limit it should be 1 in {expected}."


def low_scores(title: str, workflow: str) -> str:
    """To owners: clearly more requests than usual score too low to act alone."""
    return (
        f"Clearly more requests than usual for “{title}” ({workflow}) score too low to act alone, so people decide "
        "them. What still acts alone is checked more closely for a while. Look at a few of them: /handoff queue"
    )
