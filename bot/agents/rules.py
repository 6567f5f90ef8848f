"""Rules that read values for typed fields out of plain text. Pure: what stands in no text is not made up."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence

from bot.agents.concepts import concepts_of
from bot.agents.fields import Field, Kind, Value
from bot.agents.scan import Scan, Spot, readings

_NOTHING = re.compile(
    r"(?:\bnot|\binstead of|\brather than|\bno)\s+(?:(?:the|a|an|order|number|in|to|from|for)\s+){0,2}#?$",
    re.IGNORECASE,
)
_NOT_THIS = re.compile(
    r"(?:\bnot|\binstead of|\brather than)\s+(?:(?:the|a|an|order|number|in|to|from|for)\s+){0,2}#?$", re.IGNORECASE
)
_OTHER_THING = re.compile(
    r"\b(?:invoice|ticket|customer|account|tracking|parcel|phone|zip|postcode|case|alert|room|version|item|article|order"
    r"|contract|card|address|street|reference)s?(?:\s*(?:number|no\.?|nr\.?|id|is|was|:|=))*\s*#?$",
    re.IGNORECASE,
)
_MYSELF = re.compile(
    r"\b(?:i|i['’]\w+|me|myself)\b|\bmy (?:own )?(?:access|account|rights?|permissions?|login|membership|user)\b",
    re.IGNORECASE,
)
_ME_TOO = re.compile(r"\b(?:me and|and me|myself|for me|give me|let me in)\b", re.IGNORECASE)
_PAY = re.compile(
    r"\b(?:pay|paid|refund|give|return|credit|charge|amount|sum|total|only|just|back)(?:ed|s)?\s+"
    r"(?:(?:back|her|him|them|me|us|of|the)\s+)*$",
    re.IGNORECASE,
)
_PART = re.compile(
    r"\b(?:half|a (?:third|quarter|part)|parts? of|partial(?:ly)?|partly|some of|the rest|minus|less)\b|(?<!\d)\d+\s?%",
    re.IGNORECASE,
)
_BACK = re.compile(r"\s+(?:back|off|in total)\b", re.IGNORECASE)
_QUOTED = re.compile(r"[`\"“„]([^`\"“”„\n]{1,60})[`\"”“]")
_UNANNOUNCED = 0.8  # how sure an id is that nothing announces, where there are others
_NAME = re.compile(r"\b[A-ZÀ-Þ][a-zà-ÿ]+(?:[ -][A-ZÀ-Þ][a-zà-ÿ]+)*\b")
_CAPITAL_WORDS = """
please pls dear the a an and or but if so we she he they you it this that these those our my his her their there here
for from to in on at by with as no yes not also just now then once since after before mr mrs ms dr sir team colleagues
january february march april may june july august september october november december jan feb mar apr jun jul aug sep
oct nov dec saturday sunday slack english german someone somebody customer order hallo bitte
"""
_CAPITALS = frozenset(_CAPITAL_WORDS.split())


def said(field: Field, scans: Sequence[Scan], asker: str, taken: frozenset[str] = frozenset()) -> list[Value]:
    """The values that the texts offer for `field`, distinct, the surest first; the newest text that has any decides.

    Args:
        field: what is wanted.
        scans: the texts, newest first.
        asker: the Slack user id of the requester, for "give me access".
        taken: tokens that are the value of another field, which a bare number therefore is not.
    """
    for scan in scans:
        found: dict[str, Value] = {}
        for value in _RULES[field.kind](field, scan, asker):
            form = None if str(value.value) in taken else field.accepts(value.value)
            if form is not None:
                best = max(found.get(str(form), value), value, key=lambda one: one.sure)
                found[str(form)] = Value(form, best.sure, best.where)
        if found:
            return sorted(found.values(), key=lambda one: -one.sure)
    return []


def settled(values: list[Value]) -> list[Value]:
    """`values` without those that are clearly weaker than the best one."""
    return [value for value in values if value.sure >= values[0].sure - 0.15]


def unheld(field: Field, scans: Sequence[Scan], nothing_said: bool) -> list[str]:
    """What the texts say about an amount that `field` cannot hold, a sentence each."""
    others = [spot for scan in scans for spot in scan.amounts if field.unit and spot.unit not in ("", field.unit)]
    found = [f"The request names {spot.unit} {spot.value}, but this is in {field.unit}." for spot in others]
    part = next((at for scan in scans if (at := _PART.search(scan.text))), None) if nothing_said else None
    return [*found, f"The request asks for a part (“{part[0].strip()}”)."] if part else found


def _before(scan: Scan, spot: Spot) -> str:
    return scan.text[max(0, spot.start - 40) : spot.start]


def _announced(field: Field, scan: Scan, spot: Spot) -> bool:
    """Whether one of the field's names stands right before or behind `spot`."""
    names = "|".join(f"{re.escape(name)}s?" for name in sorted(field.names))
    joined = r"(?:\s*(?:number|no\.?|nr\.?|id|ref|is|was|of|the|to|either|:|=|\())*\s*"
    listed = r"(?:#?\S{1,20}?\s?(?:\bor\b|\band\b|,|/|&)\s?)*\s*#?$"
    if re.search(rf"\b(?:{names}){joined}{listed}", _before(scan, spot), re.IGNORECASE):
        return True
    return bool(re.match(rf"\s+(?:{names})\b", scan.text[spot.end : spot.end + 30], re.IGNORECASE))


def _denied(scan: Scan, spot: Spot) -> bool:
    return bool(_NOTHING.search(_before(scan, spot)))


def _ids(field: Field, scan: Scan, asker: str) -> Iterator[Value]:
    """An id that is announced beats one that is not; one that is announced as something else comes last."""
    found = dict(_chunks(field, scan))
    lone = len(found) == 1
    for form, sure in found.items():
        yield Value(form, max(0.93, sure) if lone else sure)


def _chunks(field: Field, scan: Scan) -> Iterator[tuple[str, float]]:
    for spot in scan.tokens:
        form = next((form for form in readings(spot.value) if field.accepts(form) is not None), None)
        if form is not None and not _NOT_THIS.search(_before(scan, spot)):
            named, other = _announced(field, scan, spot), bool(_OTHER_THING.search(_before(scan, spot)))
            marked = spot.value.startswith("#") and not other
            yield (
                form,
                0.98 if named or marked else 0.6 if other else _alone(scan, spot) if form.isdigit() else _UNANNOUNCED,
            )


def _alone(scan: Scan, spot: Spot) -> float:
    """How sure a bare number is an id: less so where it may be a sum."""
    if _PAY.search(_before(scan, spot)):
        return 0.45
    return 0.64 if _BACK.match(scan.text, spot.end) else _UNANNOUNCED


def _people(field: Field, scan: Scan, asker: str) -> Iterator[Value]:
    for spot in scan.mentions:
        if not _denied(scan, spot):
            yield Value(spot.value, 0.95)
    if asker and (_ME_TOO if scan.mentions else _MYSELF).search(scan.text):
        yield Value(asker, 0.9, "asker")
    yield from _texts(field, scan, asker)


def _named(field: Field, scan: Scan, asker: str) -> Iterator[Value]:
    for found in _NAME.finditer(scan.text):
        words = [word for word in re.split(r"[ -]", found[0]) if not _everyday(word.lower())]
        if words:
            yield Value(" ".join(words), 0.7)


def _everyday(word: str) -> bool:
    """Whether a word with a capital is no name: it begins a sentence, or is a day or a month."""
    return word in _CAPITALS or bool(concepts_of(word))


def _amounts(field: Field, scan: Scan, asker: str) -> Iterator[Value]:
    for spot in scan.amounts:
        if not _denied(scan, spot) and not (field.unit and spot.unit and field.unit != spot.unit):
            yield Value(str(spot.value), 0.97 if spot.unit or not field.unit else 0.9)
    for spot in scan.wholes:
        if not _denied(scan, spot) and not _OTHER_THING.search(_before(scan, spot)):
            yield Value(
                str(spot.value), 0.85 if _announced(field, scan, spot) or _paid(scan, spot) or scan.answer else 0.6
            )


def _paid(scan: Scan, spot: Spot) -> bool:
    return bool(_PAY.search(_before(scan, spot)) or _BACK.match(scan.text, spot.end))


def _wholes(field: Field, scan: Scan, asker: str) -> Iterator[Value]:
    names = "|".join(f"{re.escape(name.removesuffix('s'))}s?" for name in sorted(field.names))
    counted = list(re.finditer(rf"(?<![\w.,:/-])([0-9]{{1,18}})\s?(?:{names})\b", scan.text, re.IGNORECASE))
    for found in counted:
        yield Value(int(found[1]), 0.95)
    for spot in scan.wholes if not counted else ():
        if not _denied(scan, spot) and not _OTHER_THING.search(_before(scan, spot)):
            yield Value(spot.value, 0.9 if _announced(field, scan, spot) or scan.answer else 0.6)


def _words(scan: Scan, phrase: str) -> Iterator[Spot]:
    loose = r"[\s_-]+".join(re.escape(word) for word in re.split(r"[\s_-]+", phrase.strip()) if word)
    for found in re.finditer(rf"(?<![\w-]){loose}(?![\w-])", scan.text, re.IGNORECASE) if loose else ():
        yield Spot(found.start(), found.end(), phrase)


def _picked(field: Field, scan: Scan, asker: str) -> Iterator[Value]:
    for choice in field.choices:
        if any(not _denied(scan, spot) for spot in _words(scan, str(choice))):
            yield Value(choice, 0.95)


def _flags(field: Field, scan: Scan, asker: str) -> Iterator[Value]:
    for spot in (spot for name in sorted(field.names) for spot in _words(scan, name)):
        yes = re.match(r"\s*[:=]?\s*(?:yes|true|on)\b", scan.text[spot.end : spot.end + 12], re.IGNORECASE)
        no = re.match(r"\s*[:=]?\s*(?:no|false|off)\b", scan.text[spot.end : spot.end + 12], re.IGNORECASE)
        denied = re.search(r"\b(?:not|no|without|never|don['’]t)\s+(?:\w+\s+)?$", _before(scan, spot), re.IGNORECASE)
        yield Value(bool(yes) or not (no or denied), 0.9)
    if scan.answer and re.fullmatch(r"\W*(yes|no)\W*", scan.text, re.IGNORECASE):
        yield Value(scan.text.strip(" .!").lower() == "yes", 0.95)


def _dates(field: Field, scan: Scan, asker: str) -> Iterator[Value]:
    for spot in scan.dates:
        yield Value(spot.value.isoformat(), 0.95 if _announced(field, scan, spot) or len(scan.dates) == 1 else 0.75)


def _texts(field: Field, scan: Scan, asker: str) -> Iterator[Value]:
    """Free text: only values that the examples name, and what stands quoted or alone beside the field's own name."""
    for known in field.known:
        if any(not _denied(scan, spot) for spot in _words(scan, known)):
            yield Value(known, 0.95)
    quoted = [found[1].strip() for found in _QUOTED.finditer(scan.text)]
    for spot in scan.tokens:
        if spot.value in quoted and _announced(field, scan, spot):
            yield Value(spot.value, 0.9)


def _none(field: Field, scan: Scan, asker: str) -> Iterator[Value]:
    yield from ()


_RULES: Mapping[Kind, Callable[[Field, Scan, str], Iterator[Value]]] = {
    "id": _ids,
    "person": _people,
    "name": _named,
    "amount": _amounts,
    "whole": _wholes,
    "choice": _picked,
    "flag": _flags,
    "date": _dates,
    "text": _texts,
    "other": _none,
}
