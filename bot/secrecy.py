"""Secret values: found in words and answers, and put out of sight behind a placeholder such as `secret-iban-7`. Pure.

From intake on, a placeholder stands in the value's place: in rows, prompts, cards, logs and exports. The value itself
is sealed in one row, and is put back only where a tool is called, or where somebody who may decide presses Show.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, create_model
from pydantic.fields import FieldInfo

MASK = "••••"
PLACEHOLDER = re.compile(r"(?<![\w-])secret-(\w+)-(\d+)(?![\w-])")
_SHORTEST_IN_WORDS = 4  # a shorter value, put out of sight wherever it stands, would take words apart
_SPACED_FROM = 8
_BETWEEN = r"\s._/\-"  # what people, and what they copy from, put between groups
_GAP = rf"(?:[{_BETWEEN}]|\\[nrt]){{0,40}}"  # also as JSON writes line ends; never a part of what is looked for: linear
_GROUP = re.compile(r"[^\W_]+")
_MOST_GROUPS = 12
_PLAIN_KEY = re.compile(r"[a-z_]{1,40}")
Fields = Mapping[str, re.Pattern[str] | None]
"""The secret fields of a workflow by name, with the pattern by which a value is found in people's words, if any."""


def placeholder(field: str, number: int) -> str:
    """What stands for a secret value."""
    return f"secret-{field}-{number}"


def numbers_in(value: Any) -> Iterator[int]:
    """The numbers of all placeholders in a JSON value."""
    for text in texts_in(value):
        yield from (int(found[2]) for found in PLACEHOLDER.finditer(text))


def masked(value: Any) -> Any:
    """A JSON value whose placeholders say nothing: for cases that they do not belong to."""
    return _each_text(value, lambda text: PLACEHOLDER.sub(MASK, text))


def texts_in(value: Any) -> Iterator[str]:
    """Every text in a JSON value, keys left out."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for item in value.values():
            yield from texts_in(item)
    elif isinstance(value, list | tuple):
        for item in value:
            yield from texts_in(item)


def _each_text(value: Any, change: Callable[[str], Any]) -> Any:
    if isinstance(value, str):
        return change(value)
    if isinstance(value, Mapping):
        return {key: _each_text(item, change) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_each_text(item, change) for item in value]
    return value


# --- finding ---------------------------------------------------------------------------------------------------------


def in_words(fields: Fields, text: str) -> Iterator[tuple[str, str]]:
    """Secret values in a text, by the patterns of the fields: (field, value), in plain letters without groups."""
    patterns = {field: pattern for field, pattern in fields.items() if pattern is not None}
    text = _plainly(text)[0]
    found = [(field, each[0]) for field, pattern in patterns.items() for each in pattern.finditer(text) if each[0]]
    grouped = _in_groups(patterns, text) if patterns else ()
    yield from (each for each in dict.fromkeys((*found, *grouped)) if not PLACEHOLDER.fullmatch(each[1]))


def _plainly(text: str) -> tuple[str, Sequence[int]]:
    """A text in plain letters and digits without what cannot be seen, and where each of its characters stood."""
    if text.isascii():
        return text, range(len(text))
    shown = [(plain, place) for place, char in enumerate(text) for plain in _plain(char)]
    return "".join(plain for plain, _ in shown), [place for _, place in shown]


def _plain(char: str) -> str:
    """A character as it is searched for: full-width letters and foreign digits as ASCII; "" if it cannot be seen."""
    if unicodedata.category(char) == "Cf":
        return ""
    return str(unicodedata.decimal(char, unicodedata.normalize("NFKC", char)))


def _in_groups(patterns: Mapping[str, re.Pattern[str]], text: str) -> Iterator[tuple[str, str]]:
    """Values of digits above all that were typed in groups or in lower case: as the pattern wants them."""
    groups = list(_GROUP.finditer(text))
    start = 0
    while start < len(groups):
        found = next(_from_group(patterns, text, groups[start : start + _MOST_GROUPS]), None)
        if found:
            yield found[1], found[2]
        start += found[0] if found else 1


def _from_group(
    patterns: Mapping[str, re.Pattern[str]], text: str, groups: list[re.Match[str]]
) -> Iterator[tuple[int, str, str]]:
    """What these groups begin with, the longest first: how many of them, field, value."""
    for count in range(_together(text, groups), 0, -1):
        value = "".join(each[0] for each in groups[:count])
        if len(value) < _SPACED_FROM or 2 * sum(map(str.isdigit, value)) < len(value):
            continue
        for field, pattern in patterns.items():
            as_wanted = next((form for form in (value, value.upper()) if pattern.fullmatch(form)), None)
            if as_wanted is not None:
                yield count, field, as_wanted


def _together(text: str, groups: list[re.Match[str]]) -> int:
    """How many of these groups have nothing but a gap between them; one that fits alone would end them."""
    for count in range(1, len(groups)):
        if not re.fullmatch(_GAP, text[groups[count - 1].end() : groups[count].start()]):
            return count
    return len(groups)


def in_answer(fields: Fields, value: Any, under: str = "") -> Iterator[tuple[str, str]]:
    """Secret values in a JSON value: what stands under a secret name at any depth, and what patterns find in texts."""
    if isinstance(value, Mapping):
        for key, item in value.items():
            yield from () if _PLAIN_KEY.fullmatch(str(key)) else in_words(fields, str(key))
            yield from in_answer(fields, item, str(key) if str(key) in fields else under)
    elif isinstance(value, list | tuple):
        for item in value:
            yield from in_answer(fields, item, under)
    elif under and value is not None and not isinstance(value, bool) and str(value):
        if not PLACEHOLDER.fullmatch(str(value)):
            yield under, str(value)
    elif isinstance(value, str):
        yield from in_words(fields, value)


# --- putting out of sight, and back ----------------------------------------------------------------------------------


def hidden(value: Any, fields: Fields, known: Mapping[str, str], words: Fields | None = None) -> Any:
    """A JSON value without secret values; `known` maps each of them to its placeholder.

    What stands under the name of one of the `fields` is secret; `words` (None = the same) are found in texts.
    """
    return _hidden(value, fields, known, _anywhere(known, fields if words is None else words))


def _hidden(
    value: Any, fields: Fields, known: Mapping[str, str], change: Callable[[str], str], under: bool = False
) -> Any:
    if isinstance(value, Mapping):
        return {
            key if _PLAIN_KEY.fullmatch(str(key)) else change(str(key)): _hidden(
                item, fields, known, change, under or str(key) in fields
            )
            for key, item in value.items()
        }
    if isinstance(value, list | tuple):
        return [_hidden(item, fields, known, change, under) for item in value]
    if isinstance(value, str):
        return known[value] if under and value in known else change(value)
    told = "" if value is None or isinstance(value, bool) else str(value)
    return known[told] if told in known and (under or len(told) >= _SPACED_FROM) else value


def hidden_in_text(text: str, known: Mapping[str, str], fields: Fields) -> str:
    """A text without the secret values that are `known` (value to placeholder), however they are spaced.

    One that is too short to be looked for anywhere goes where the pattern of one of the `fields` finds it.
    """
    return _anywhere(known, fields)(text)


def _anywhere(known: Mapping[str, str], fields: Fields) -> Callable[[str], str]:
    plain = {_plainly(value)[0]: name for value, name in known.items()}
    values = sorted((value for value in plain if len(value) >= _SHORTEST_IN_WORDS), key=len, reverse=True)
    short = [pattern for pattern in fields.values() if pattern is not None] if len(values) < len(plain) else []
    pattern = re.compile("|".join(f"({_spaced(value)})" for value in values), re.IGNORECASE) if values else None

    def change(text: str) -> str:
        if pattern is not None:
            text = _replaced(pattern, text, lambda found: plain[values[(found.lastindex or 1) - 1]])
        for each in short:
            text = _replaced(each, text, lambda found: plain.get(found[0]))
        return text

    return change


def _replaced(pattern: re.Pattern[str], text: str, name: Callable[[re.Match[str]], str | None]) -> str:
    """The text as it was typed, but what the pattern finds in its plain form by its name, where it has one."""
    plain, places = _plainly(text)
    parts: list[str] = []
    end = 0
    for found in pattern.finditer(plain):
        named = name(found)
        if found[0] and named is not None:
            parts += [text[end : places[found.start()]], named]
            end = places[found.end() - 1] + 1
    return "".join([*parts, text[end:]])


def _spaced(value: str) -> str:
    """The value as a pattern: short ones as words of their own, longer ones also with gaps between."""
    if len(value) < _SPACED_FROM:
        return rf"(?<!\w){re.escape(value)}(?!\w)"
    bare = re.sub(rf"[{_BETWEEN}\\]", "", value)
    return f"{re.escape(value)}|{_GAP.join(map(re.escape, bare))}" if len(bare) >= _SPACED_FROM else re.escape(value)


def opened(value: Any, values: Mapping[int, str]) -> Any:
    """A JSON value with the secret values back in their places, by number.

    Raises:
        KeyError: a placeholder of another case; its number.
    """
    return _each_text(value, lambda text: PLACEHOLDER.sub(lambda found: values[int(found[2])], text))


# --- models ----------------------------------------------------------------------------------------------------------


def marked(model: type[BaseModel]) -> frozenset[str]:
    """The fields of a tool's model with `json_schema_extra={"secret": True}`."""
    extras = {name: info.json_schema_extra for name, info in model.model_fields.items()}
    return frozenset(name for name, extra in extras.items() if isinstance(extra, dict) and extra.get("secret") is True)


def pattern_of(model: type[BaseModel], field: str) -> re.Pattern[str] | None:
    """How a value of this field is found in people's words: its `find`, else its own pattern; None where it has none.

    Raises:
        ValueError: it is no pattern that Python can use; one sentence.
    """
    info = model.model_fields.get(field)
    extra = info.json_schema_extra if info and isinstance(info.json_schema_extra, dict) else {}
    own = [str(each.pattern) for each in (info.metadata if info else ()) if getattr(each, "pattern", None)]
    text = str(extra.get("find") or (own[0] if own else ""))
    if not text:
        return None
    bare = text.removeprefix("^").removesuffix("$")
    try:
        return re.compile(rf"(?<![\w-])(?:{bare})(?![\w-])")
    except re.error as error:
        raise ValueError(f"the pattern of the secret field {field} cannot be searched for: {error}") from error


def proposable(model: type[BaseModel], secrets: frozenset[str]) -> type[BaseModel]:
    """The model as agents and cards see it: where it has a secret value, this one has a placeholder.

    Validators of the model's own are left out, as they would want the value: they run once it is back in its place.
    """
    fields: dict[str, Any] = {}
    for name, info in model.model_fields.items():
        fields[name] = (_placeholder(name, info, secrets), _told(info)) if name in secrets else (info.annotation, info)
    made: type[BaseModel] = create_model(model.__name__, __config__=model.model_config, __doc__=model.__doc__, **fields)
    return made


def _placeholder(name: str, info: FieldInfo, secrets: frozenset[str]) -> Any:
    others = secrets - {name}

    def check(value: str) -> str:
        found = PLACEHOLDER.fullmatch(value)
        if found is None or found[1] in others:
            raise ValueError(f"a placeholder such as {placeholder(name, 1)} is expected, as it stands in the material")
        return value

    text = Annotated[str, AfterValidator(check)]
    return text if info.is_required() else text | None


def _told(info: FieldInfo) -> Any:
    about = "Secret: give its placeholder exactly as it stands in the material. Nobody tells you the value."
    told = f"{info.description.rstrip('.')}. {about}" if info.description else about
    given: dict[str, Any] = {"title": info.title, "description": told}
    return FieldInfo(**given) if info.is_required() else FieldInfo(default=None, **given)


def of_all(models: Iterable[tuple[type[BaseModel], frozenset[str]]]) -> dict[str, re.Pattern[str] | None]:
    """The secret fields of these models together; the first pattern of a name counts."""
    found: dict[str, re.Pattern[str] | None] = {}
    for model, secrets in models:
        for name in sorted(secrets):
            found[name] = found.get(name) or pattern_of(model, name)
    return found
