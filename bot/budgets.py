"""What a model may cost: prices, and limits for each run and each day. Pure; the figures come from `team.yml`."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal

_MILLION = Decimal(1_000_000)
_CACHE_READ, _CACHE_WRITE_HOUR, _CACHE_WRITE = Decimal("0.1"), Decimal(2), Decimal("1.25")


@dataclass(frozen=True)
class Price:
    """What a million tokens cost, in the team's currency."""

    input: Decimal
    output: Decimal


@dataclass(frozen=True)
class Usage:
    """Tokens of one answer, as the provider counts them. The three kinds of input exclude each other."""

    input: int = 0
    output: int = 0
    read: int = 0
    written: int = 0
    written_hour: int = 0

    @property
    def tokens(self) -> int:
        """All of them."""
        return self.input + self.output + self.read + self.written + self.written_hour


@dataclass(frozen=True)
class Spent:
    """What was used up: `calls` to the provider, their tokens, seconds of waiting for them, and money if priced."""

    calls: int = 0
    tokens: int = 0
    seconds: float = 0.0
    money: Decimal = Decimal(0)


@dataclass(frozen=True)
class Limit:
    """The most that may be used up; None = no limit."""

    seconds: float | None = None
    tokens: int | None = None
    money: Decimal | None = None

    def over(self, spent: Spent) -> str:
        """Which limit is reached, in people's words; empty = none."""
        if self.money is not None and spent.money >= self.money:
            return "money"
        if self.tokens is not None and spent.tokens >= self.tokens:
            return "tokens"
        if self.seconds is not None and spent.seconds >= self.seconds:
            return "time"
        return ""


@dataclass(frozen=True)
class Budgets:
    """`budgets:` of team.yml. Prices are by model; a model without one is counted in tokens only."""

    run: Limit = field(default_factory=lambda: Limit(seconds=600.0, tokens=400_000))
    day: Limit = field(default_factory=lambda: Limit(tokens=20_000_000))
    currency: str = "USD"
    prices: Mapping[str, Price] = field(default_factory=dict)

    def millionths(self, model: str, usage: Usage) -> int | None:
        """What an answer cost, in millionths of the currency; None where the model has no price."""
        price = self.prices.get(model)
        if price is None:
            return None
        cached = usage.read * _CACHE_READ + usage.written * _CACHE_WRITE + usage.written_hour * _CACHE_WRITE_HOUR
        cost = (usage.input + cached) * price.input + usage.output * price.output
        return int(cost.to_integral_value(rounding=ROUND_HALF_UP))

    def told(self, spent: Spent, *, priced: bool) -> str:
        """What was used up as people read it: "USD 0.04", or "12,300 tokens" where there is no price."""
        if not priced:
            return f"{spent.tokens:,} tokens"
        cents = spent.money.quantize(Decimal("0.01"), rounding=ROUND_HALF_UP)
        return f"{self.currency} {cents}" if cents or not spent.money else f"under {self.currency} 0.01"


def money(millionths: int) -> Decimal:
    """Millionths of a currency as an amount."""
    return Decimal(millionths) / _MILLION
