"""One turn of the model: sent, tried again, put off or given up. Every request is a row, whatever came of it.

How often and how long is a table; nothing here waits longer than it says, whatever a provider asks for.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from bot.agents import claude_reply
from bot.agents.base import Later
from bot.agents.claude_log import Line, Provider, TalkLog
from bot.agents.claude_talk import Talk
from bot.agents.claude_wire import Ask, Came, Failed
from bot.agents.prompts import Fixed
from bot.budgets import Spent, Usage

MAX_TOKENS = 8192
CALL_SECONDS = 180.0
LEAST_SECONDS = 1.0
TRIES = 3
PAUSES_SECONDS = (1.0, 4.0)
LONGEST_PAUSE_SECONDS = 60.0
PARKS_SECONDS = (30.0, 60.0, 120.0, 300.0)
NOTICE = "model"
_PASSING = ("busy", "limit")


@dataclass(frozen=True)
class Rule:
    """What is done about a trouble: how many requests in all, what the card says, whether an owner is needed.

    `{why}` is the provider's part of the sentence. `alert` is what the owners are told, empty = nothing.
    """

    tries: int
    card: str
    alert: str = ""


RULES = {
    "busy": Rule(TRIES * (1 + len(PARKS_SECONDS)), "The model did not answer ({why}), so this comes without its work."),
    "limit": Rule(
        TRIES * (1 + len(PARKS_SECONDS)), "The model did not answer ({why}), so this comes without its work."
    ),
    "garbled": Rule(2, "The model’s answer could not be read ({why}), so this comes without its work."),
    "cut": Rule(2, "The model’s answer was cut off, twice, so this comes without its work."),
    "too_long": Rule(1, "The case is too long for the model, so this comes without its work."),
    "refused": Rule(1, "The model does not work for us just now ({why}), so this comes without its work."),
    "model": Rule(
        1,
        "The model is not known to the provider, so this comes without its work.",
        "The provider does not know the model {model} ({id}). BATON_MODEL names the model.",
    ),
    "request": Rule(
        1,
        "The model could not be asked ({why}), so this comes without its work.",
        "The provider did not accept a request ({id}): {why}. That is a fault of Baton or of the workflow’s tools; "
        "the log has the rest. Its case went to people.",
    ),
}


@dataclass(frozen=True)
class Stopped:
    """The talk does not go on: which trouble it was, and the sentence for the card."""

    trouble: str
    why: str


@dataclass
class Calls:
    """Sends the turns of one thread. `patience` is how long the case may wait for the provider before people get it."""

    provider: Provider
    log: TalkLog
    fixed: Fixed
    thread: str
    patience: timedelta
    parks: bool = True

    async def turn(self, talk: Talk) -> Talk | Later | Stopped:
        """The talk with the model's next answer in it; or when to try again; or why it ends here."""
        stopped: Stopped | Later | None = self._used_up(talk) or await self._over_budget(talk) or await self._blocked()
        while stopped is None:
            talk = Talk((*talk.rows, await self._once(talk)))
            if not talk.lost:
                await self._worked()
                return talk
            stopped = await self._after(talk)
        return stopped

    def _used_up(self, talk: Talk) -> Stopped | None:
        """Whether the last trouble has had all its tries, before a restart as well."""
        if not talk.lost:
            return None
        facts = talk.lost[-1]
        rule, trouble = RULES[facts["trouble"]], str(facts["trouble"])
        sent = talk.lost_by(*_PASSING) if trouble in _PASSING else talk.lost_by(trouble)
        return Stopped(trouble, rule.card.format(why=facts["why"])) if sent >= rule.tries else None

    async def _after(self, talk: Talk) -> Stopped | Later | None:
        """What follows a failed request: None = try again now."""
        facts, now = talk.lost[-1], self.provider.clock()
        trouble, sent = str(facts["trouble"]), talk.lost_by(*_PASSING)
        stopped: Stopped | Later | None = self._used_up(talk)
        if trouble in _PASSING and sent % TRIES:
            await self.provider.sleep(_pause(sent, facts.get("wait_seconds")))
            return None
        if trouble in _PASSING or trouble == "refused":
            opened = self.provider.breaker.failed(str(facts["why"]), now, owner=trouble == "refused")
            stopped = stopped or self._later(talk, sent, now, str(facts["why"]))
            if opened:
                stopped = stopped if isinstance(stopped, Stopped) else self._did_not(str(facts["why"]))
                await self._tell(now)
        elif stopped and RULES[trouble].alert:
            await self._alert(trouble, facts, now)
        return stopped

    def _later(self, talk: Talk, sent: int, now: datetime, why: str) -> Later | Stopped:
        """Put it off, unless people would have too little time left."""
        park = PARKS_SECONDS[min(sent // TRIES, len(PARKS_SECONDS)) - 1]
        since = talk.rows[len(talk.rows) - len(talk.lost)].at
        if not self.parks or now - since + timedelta(seconds=park) > self.patience:
            return self._did_not(why)
        return Later(park, f"the model did not answer: {why}")

    def _did_not(self, why: str) -> Stopped:
        return Stopped("busy", RULES["busy"].card.format(why=why))

    async def _once(self, talk: Talk) -> Any:
        """Send one request, and keep what came of it."""
        model = str(talk.opening["model"])
        most = MAX_TOKENS * (2 if talk.lost_by("cut") else 1)
        by_run, _ = await self.log.spent()
        limit = self.provider.budgets().run.seconds
        left = CALL_SECONDS if limit is None else max(LEAST_SECONDS, min(CALL_SECONDS, limit - by_run.seconds))
        ask = Ask(model, most, self.fixed.system, self.fixed.tools, talk.messages(), left)
        async with self.provider.at_once:
            began = self.provider.ticks()
            came = await self.provider.wire.send(ask)
            spent = round((self.provider.ticks() - began) * 1000)
        return await self.log.keep(self._line(model, came, spent))

    def _line(self, model: str, came: Came | Failed, milliseconds: int) -> Line:
        if isinstance(came, Failed):
            facts = {"trouble": came.trouble, "why": came.why, "status": came.status, "id": came.request_id}
            facts |= {"model": model} | ({"wait_seconds": came.wait_seconds} if came.wait_seconds is not None else {})
            return Line("lost", came.body, facts, self.thread, calls=1, milliseconds=milliseconds)
        reply = claude_reply.read(came.body)
        usage = reply.usage if reply else Usage()
        facts = {"id": came.request_id, "sent": came.sent_digest, "model": model}
        facts |= _lost(reply, came.body)
        return Line(
            "lost" if "trouble" in facts else "heard",
            came.body,
            facts,
            self.thread,
            calls=1,
            tokens=usage.tokens,
            money_millionths=self.provider.budgets().millionths(model, usage),
            milliseconds=milliseconds,
        )

    async def _over_budget(self, talk: Talk) -> Stopped | None:
        budgets, model = self.provider.budgets(), str(talk.opening["model"])
        if (budgets.run.money or budgets.day.money) and model not in budgets.prices:
            return Stopped(
                "budget", f"No price is known for {model}, so its budget cannot be held; this comes without its work."
            )
        by_run, today = await self.log.spent()
        over, over_today = budgets.run.over(by_run), budgets.day.over(today)
        if over_today:
            text = f"Today’s budget for the model is used up ({_limit(budgets, today, over_today)})"
            self.provider.looked_for_notices = False
            await self.log.tell_owners(
                "budget", f"{text}.", "New requests become cards without its work until midnight. "
                "`budgets` in team.yml holds the limit.", self.provider.clock()
            )  # fmt: skip
            return Stopped("budget", f"{text}, so this comes without its work.")
        if over:
            text = f"The budget for one case is used up ({_limit(budgets, by_run, over)})"
            return Stopped("budget", f"{text}, so this comes without the rest of its work.")
        return None

    async def _blocked(self) -> Stopped | None:
        """While the provider is known not to answer, it is asked once in a while and not by every run."""
        breaker, now = self.provider.breaker, self.provider.clock()
        why = breaker.blocked(now)
        if not why:
            return None
        trouble = "refused" if breaker.asks_owner else "busy"
        await self._tell(now)
        return Stopped(trouble, RULES[trouble].card.format(why=why))

    async def _tell(self, now: datetime) -> None:
        """One notice for one cause; it says how many cases it cost so far."""
        breaker = self.provider.breaker
        breaker.cards += 1
        cases = "1 request became a card" if breaker.cards == 1 else f"{breaker.cards} requests became cards"
        what = f"The model does not work for us since {{since}}: {breaker.why}."
        title = what if breaker.asks_owner else "The model does not answer since {since}."
        do = _OWNERS_DO if breaker.asks_owner else "You need not do anything."
        text = (
            f"Nothing acts alone, nothing is lost.\n{cases} without its work; new ones too. "
            f"Baton tries again every 5 min. {do}"
        )
        await self.log.tell_owners(NOTICE, title, text, breaker.since or now)

    async def _alert(self, trouble: str, facts: Any, now: datetime) -> None:
        told = {"model": facts["model"], "id": facts["id"] or "no request id", "why": facts["why"]}
        text = RULES[trouble].alert.format(**told)
        await self.log.tell_owners(f"{NOTICE}-{trouble}", "The model could not be asked.", text, now)

    async def _worked(self) -> None:
        """The provider answers: what was said to the contrary, before a restart as well, is over."""
        if self.provider.breaker.worked() or not self.provider.looked_for_notices:
            self.provider.looked_for_notices = True
            await self.log.tell_over(NOTICE, "The model answers again.")
            await self.log.tell_over("budget", "The budget for the model holds again.")


_OWNERS_DO = "An owner has to look: ANTHROPIC_API_KEY, the account’s payment, or its spend limit."


def _pause(sent: int, asked: Any) -> float:
    """How long to wait before the next try: what the provider asks for, within bounds."""
    pause = PAUSES_SECONDS[min(sent % TRIES, len(PAUSES_SECONDS)) - 1]
    return min(LONGEST_PAUSE_SECONDS, float(asked) if isinstance(asked, int | float) else pause)


def _lost(reply: claude_reply.Reply | None, body: bytes) -> dict[str, Any]:
    """Why an answer cannot be used; empty = it can."""
    if reply is None:
        passing = claude_reply.overloaded(body)
        return {"trouble": "busy", "why": passing} if passing else {"trouble": "garbled", "why": "no valid answer"}
    if reply.stop == "max_tokens":
        return {"trouble": "cut", "why": "cut off"}
    if reply.stop == "model_context_window_exceeded":
        return {"trouble": "too_long", "why": "the case is too long for it"}
    return {}


def _limit(budgets: Any, spent: Spent, over: str) -> str:
    """What was used up, as people read it."""
    if over == "time":
        return f"{round(spent.seconds / 60) or 1} min"
    return str(budgets.told(spent, priced=over == "money"))
