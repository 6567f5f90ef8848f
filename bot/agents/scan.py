"""What a text holds, by rules: amounts, dates, mentions, bare numbers, and tokens that are none of these. Pure."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation
from functools import cached_property
from typing import Any

LONGEST = 8_000  # characters of one text that are read
CURRENCIES = {
    "€": "EUR", "eur": "EUR", "euro": "EUR", "euros": "EUR", "$": "USD", "usd": "USD", "dollar": "USD",
    "dollars": "USD", "bucks": "USD", "£": "GBP", "gbp": "GBP", "pound": "GBP", "pounds": "GBP", "quid": "GBP",
    "chf": "CHF", "francs": "CHF", "sek": "SEK", "nok": "NOK", "dkk": "DKK", "pln": "PLN", "czk": "CZK",
    "¥": "JPY", "jpy": "JPY", "yen": "JPY", "₹": "INR", "inr": "INR", "cad": "CAD", "aud": "AUD",
}  # fmt: skip
_NAMES = "|".join(sorted((re.escape(name) for name in CURRENCIES if name.isalpha()), key=len, reverse=True))
_SIGNS = "".join(re.escape(name) for name in CURRENCIES if not name.isalpha())
_CURRENCY = re.compile(rf"[{_SIGNS}]|\b(?:{_NAMES})\b", re.IGNORECASE)
_GLUED = re.compile(rf"\b({_NAMES})(?=\d)|(?<=\d)(?=(?:{_NAMES})\b)", re.IGNORECASE)
_NUMBER = re.compile(r"(?<![\w.,:/#+\-])[0-9]+(?:[.,'’][0-9]+)*(?![\w:/%]|[.,'’]\d|-\w|\s?%)")
_UNITS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "fifteen")
_TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety", "hundred")
_WORDS = {
    **dict(zip(_UNITS, map(Decimal, [*range(1, 13), 15]), strict=True)),
    **dict(zip(_TENS, map(Decimal, range(20, 101, 10)), strict=True)),
}
_SPELLED = re.compile(rf"(?<![-\w])(?<!hundred )({'|'.join(_WORDS)})\s+({_NAMES})\b", re.IGNORECASE)
_EXACT = re.compile(r"[.,]\d\d$")
_ABBREVIATED = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTHS = {name: i for i, name in enumerate(_ABBREVIATED, 1)}
_MONTH = rf"({'|'.join(_ABBREVIATED)})[a-z]*"
_ISO = re.compile(r"(?<!\d)(\d{4})-(\d{1,2})-(\d{1,2})(?!\d)")
_DAY_MONTH = re.compile(rf"(?<!\d)(\d{{1,2}})(?:st|nd|rd|th)?\.?\s+(?:of\s+)?{_MONTH}\.?(?:,?\s+(\d{{4}}))?\b", re.I)
_MONTH_DAY = re.compile(rf"\b{_MONTH}\.?\s+(\d{{1,2}})(?:st|nd|rd|th)?\b(?![.,]\d)(?:,?\s+(\d{{4}}))?\b", re.I)
_DOTTED = re.compile(r"(?<![\d.])(\d{1,2})\.(\d{1,2})\.(\d{4}|\d{2})?(?!\d)")
_SLASHED = re.compile(r"(?<![\d/])(\d{1,2})/(\d{1,2})/(\d{4}|\d{2})(?![\d/])")
_RELATIVE = re.compile(r"\b(today|tomorrow|yesterday)\b", re.I)
_OTHER = re.compile(
    r"\b\d{1,2}:\d{2}(?::\d{2})?\b|(?<![\d.,])\d+(?:[.,]\d+)?\s?%|(?<!\w)\+\d[\d ()/-]{6,}\d"
    r"|\b\d+(?:st|nd|rd|th)?\s?(?:days?|hours?|hrs?|h|minutes?|mins?|weeks?|months?|years?|am|pm|pcs|pieces|times|x|items?)\b"
    rf"|\b(?:in|since|of|year|{_MONTH})\s+(?:19|20)\d\d\b",
    re.I,
)
_LINK = re.compile(r"<(mailto:|https?://)([^<>|\s]+)(?:\|[^<>]*)?>")
_CHANNEL = re.compile(r"<#[A-Z0-9]+\|([^<>]*)>")
_MENTION = re.compile(r"<@([UW][A-Z0-9]+)(?:\|[^>]*)?>")
_TOKEN = re.compile(r"#?[^\W_](?:[\w.@+/:\-]*\w)?")


@dataclass(frozen=True)
class Spot:
    """A thing in a text: `text[start:end]` read as `value`; `unit` is a currency, if one stands beside it."""

    start: int
    end: int
    value: Any
    unit: str = ""


def number(text: str) -> Decimal | None:
    """`1,200.50`, `49,90` and `1.200` as people mean them; None where it cannot be told.

    The last sign before one or two digits is the decimal point; signs between groups of three are not.
    """
    text = text.replace("’", "'")
    if re.fullmatch(r"\d{1,3}([.,'])\d{3}(\1\d{3})*", text):
        text = re.sub(r"[.,']", "", text)
    elif found := re.fullmatch(r"(\d{1,3}(?:([.,'])\d{3})(?:\2\d{3})*|\d+)[.,](\d{1,2})", text):
        text = re.sub(r"[.,']", "", found[1]) + "." + found[3]
    try:
        return Decimal(text)
    except InvalidOperation:
        return None


class Scan:
    """One text, scanned once.

    Args:
        text: the text, in Slack's form.
        today: what relative dates and those without a year are counted from; None = they are no dates.
        answer: whether the text is an answer to a question.
    """

    def __init__(self, text: str, today: date | None, answer: bool = False) -> None:
        text = _CHANNEL.sub(r"\1", _LINK.sub(lambda found: found[2].split("?")[0], text[:LONGEST]))
        self.text = _GLUED.sub(lambda found: f"{found[0]} ", text)
        self.today = today
        self.answer = answer

    @cached_property
    def mentions(self) -> list[Spot]:
        """Slack user ids."""
        return [Spot(found.start(), found.end(), found[1]) for found in _MENTION.finditer(self.text)]

    @cached_property
    def dates(self) -> list[Spot]:
        """Dates. One that can be read in two ways is there twice."""
        return [spot for spot in self._dates() if spot.value is not None]

    def _dates(self) -> Iterator[Spot]:
        for found in _ISO.finditer(self.text):
            yield self._date(found, found[1], found[2], found[3])
        for found in _DAY_MONTH.finditer(self.text):
            yield self._date(found, found[3], _MONTHS[found[2][:3].lower()], found[1])
        for found in _MONTH_DAY.finditer(self.text):
            yield self._date(found, found[3], _MONTHS[found[1][:3].lower()], found[2])
        for found in _DOTTED.finditer(self.text):
            yield self._date(found, found[3], found[2], found[1])
        for found in _SLASHED.finditer(self.text):
            readings = {(found[1], found[2]), (found[2], found[1])}
            yield from (self._date(found, found[3], month, day) for day, month in sorted(readings))
        for found in _RELATIVE.finditer(self.text):
            days = timedelta(days={"today": 0, "tomorrow": 1, "yesterday": -1}[found[1].lower()])
            yield Spot(found.start(), found.end(), self.today + days if self.today else None)

    def _date(self, found: re.Match[str], year: str | None, month: str | int, day: str) -> Spot:
        try:
            full = int(year or (self.today.year if self.today else ""))
            value = date(full + 2000 if full < 100 else full, int(month), int(day))
        except ValueError:
            return Spot(found.start(), found.end(), None)
        return Spot(found.start(), found.end(), value)

    @cached_property
    def _marked(self) -> bytearray:
        """One byte a character: 1 where a date, time, share, phone number, count or mention stands."""
        others = (Spot(found.start(), found.end(), None) for found in _OTHER.finditer(self.text))
        return _mask(len(self.text), [*self._dates(), *others, *self.mentions])

    @cached_property
    def _numbers(self) -> list[Spot]:
        spots = (Spot(found.start(), found.end(), found[0]) for found in _NUMBER.finditer(self.text))
        return [spot for spot in spots if not any(self._marked[spot.start : spot.end])]

    @cached_property
    def amounts(self) -> list[Spot]:
        """Numbers with a currency beside them, and those with two decimals."""
        units = self._units()
        read = ((spot, number(spot.value), units.get(spot.start, "")) for spot in self._numbers)
        figures = [
            Spot(spot.start, spot.end, value, unit)
            for spot, value, unit in read
            if value is not None and (unit or _EXACT.search(spot.value))
        ]
        spelled = _SPELLED.finditer(self.text)
        words = [Spot(at.start(), at.end(), _WORDS[at[1].lower()], CURRENCIES[at[2].lower()]) for at in spelled]
        return sorted([*figures, *words], key=lambda spot: spot.start)

    def _units(self) -> dict[int, str]:
        """Start of a number to its currency. Between two numbers a currency goes to the one behind it, unless that
        one has its own, or only the one before it has decimals.
        """
        starts, ends = ({getattr(spot, side): spot for spot in self._numbers} for side in ("start", "end"))
        units: dict[int, str] = {}
        for sign in _CURRENCY.finditer(self.text):
            after = starts.get(sign.end()) or starts.get(sign.end() + 1)
            before = ends.get(sign.start()) or ends.get(sign.start() - 1)
            has_own = bool(after and _CURRENCY.match(self.text[after.end : after.end + 9].strip()))
            near = [spot for spot in (after, before) if spot and spot.start not in units]
            if near:
                best = min(near, key=lambda spot: (spot is after and has_own, not _EXACT.search(spot.value)))
                units[best.start] = CURRENCIES[sign[0].lower()]
        return units

    @cached_property
    def wholes(self) -> list[Spot]:
        """Bare whole numbers that are no amount."""
        priced = {spot.start for spot in self.amounts}
        read = ((spot, number(spot.value)) for spot in self._numbers if spot.start not in priced)
        return [
            Spot(spot.start, spot.end, int(value))
            for spot, value in read
            if value is not None and value == int(value) and len(spot.value) < 19
        ]

    @cached_property
    def tokens(self) -> list[Spot]:
        """Chunks without blanks that are no amount, date or count: what an id can be."""
        grouped = (spot for spot in self._numbers if not spot.value.isdigit())
        priced = _mask(len(self.text), [*self.amounts, *grouped])
        spots = (Spot(found.start(), found.end(), found[0]) for found in _TOKEN.finditer(self.text))
        return [
            spot
            for spot in spots
            if not any(priced[spot.start : spot.end]) and not any(self._marked[spot.start : spot.end])
        ]


def _mask(size: int, spots: Iterable[Spot]) -> bytearray:
    mask = bytearray(size)
    for spot in spots:
        mask[spot.start : spot.end] = b"\x01" * (spot.end - spot.start)
    return mask


def readings(token: str) -> list[str]:
    """The ways in which a chunk can be meant: `#1042`, `order:1042`, `orders/1042`, `1042's`."""
    bare = token.lstrip("#").removesuffix("'s").removesuffix("’s")
    return list(dict.fromkeys([token, bare, *re.split(r"[/:#]", bare)]))
