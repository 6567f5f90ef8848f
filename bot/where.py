"""Where in a file something is wrong, in one sentence: file, line, keys, and what is expected."""

import unicodedata
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any, get_args, get_origin

from pydantic import BaseModel, ValidationError

from bot import yaml
from bot.errors import ConfigError

_EXPECTED = {
    "extra_forbidden": "this key is not known here",
    "missing": "this key is missing",
    "model_type": "keys and values are expected",
}
_RANK = ("extra_forbidden", "missing")
"""A misspelt key is often missing under its right name too: the misspelling says more, and both more than the rest."""
_FORMS = {
    "^[a-z0-9][a-z0-9-]{0,39}$": "a name of a-z, 0-9 and - is expected, at most 40",
    "^[a-z][a-z0-9_]{0,39}$": "a name of a-z, 0-9 and _ is expected that begins with a letter, at most 40",
    "^[A-Z]{3}$": "three capitals are expected, such as USD",
}
_SHOULD = "Input should be "
_TAKEN: tuple[tuple[type, str], ...] = ((bool, "yes or no"), (int, "a number"), (float, "a number"), (date, "a date"))


class Where:
    """A file and its lines: turns what is wrong into one sentence."""

    def __init__(self, path: Path, lines: yaml.Lines) -> None:
        self.path, self.lines = path, lines

    def wrong(self, keys: tuple[str | int, ...], text: str) -> ConfigError:
        """The error that says where: file, line and keys."""
        named = ".".join(str(key) for key in keys)
        return ConfigError(f"{self.path}, line {yaml.line(self.lines, keys)}: {named}: {text}.")

    def parse(self, model: type[BaseModel], data: Any) -> Any:
        """The data as this model.

        Raises:
            ConfigError: they are not; with file, line and what is expected.
        """
        if not isinstance(data, dict):
            raise ConfigError(f"{self.path}, line 1: keys and values are expected, for example `workflow: refunds`.")
        try:
            return model.model_validate(data)
        except ValidationError as error:
            found = error.errors()
            first = min(found, key=lambda each: _RANK.index(each["type"]) if each["type"] in _RANK else len(_RANK))
            keys, kind = self._keys(first["loc"]), str(first["type"])
            if kind in _RANK:
                keys = (*(keys[:-1] if keys[-1:] == first["loc"][-1:] else keys), first["loc"][-1])
            texts = [_expected(each) for each in found if self._keys(each["loc"]) == keys] or [_expected(first)]
            text = _EXPECTED[kind] if kind in _RANK else _either(texts)
            known = f"; known are {', '.join(_known(model, keys))}" if kind == "extra_forbidden" else ""
            raise self.wrong(keys, text + _odd(keys[-1] if known else first["input"]) + known) from error

    def _keys(self, loc: tuple[int | str, ...]) -> tuple[int | str, ...]:
        """The keys of a place that stand in the file: pydantic puts the names of forms among them."""
        known = {key for keys in self.lines for key in keys}
        return tuple(key for key in loc if key in known)


def _expected(error: Mapping[str, Any]) -> str:
    """What is expected in place of what stands there."""
    kind, value = str(error["type"]), error["input"]
    if kind == "string_pattern_mismatch":
        pattern = error["ctx"]["pattern"]
        return _FORMS.get(pattern, f"the form {pattern} is expected")
    if kind.endswith("_type") and value is None:
        comment = '; # begins a comment, so "#name" stands in quotes' if kind == "string_type" else ""
        return f"nothing stands here{comment}"
    taken = next((told for each, told in _TAKEN if isinstance(value, each)), "")
    if kind == "string_type" and taken:
        return f"a text is expected, and YAML takes this for {taken}; put it in quotes"
    return _EXPECTED.get(kind, str(error["msg"]).removeprefix("Value error, "))


def _either(texts: list[str]) -> str:
    """Where several forms would do: "Input should be 'members' or a valid list"."""
    first, *others = dict.fromkeys(texts)
    like = [each.removeprefix(_SHOULD) for each in others if first.startswith(_SHOULD) and each.startswith(_SHOULD)]
    return " or ".join([first, *like])


def _odd(value: Any) -> str:
    """The first letter that only looks like one of a-z, or is not seen at all."""
    odd = next((each for each in value if not each.isascii()), "") if isinstance(value, str) else ""
    return f" (it holds U+{ord(odd):04X}, {unicodedata.name(odd, 'without a name').lower()})" if odd else ""


def _known(model: type[BaseModel], keys: tuple[str | int, ...]) -> list[str]:
    """The keys that are known where the last of these stands."""
    named = False  # the key before was that of a mapping by names, so this one is a name
    for key in keys[:-1]:
        field = next((each for name, each in model.model_fields.items() if key in (name, each.alias)), None)
        if named or field is None:
            named = False
            continue
        named = get_origin(field.annotation) is dict
        model = next(_forms(field.annotation), model)
    return [field.alias or name for name, field in model.model_fields.items()]


def _forms(annotation: Any) -> Iterator[type[BaseModel]]:
    """The forms that an annotation speaks of."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for each in get_args(annotation):
        yield from _forms(each)


def place(path: Path, *keys: str | int) -> str:
    """Where something stands in a file: "…/workflow.yml, line 7: steps.issue_refund.approvers".

    Raises:
        ConfigError: the file cannot be read any more.
    """
    _, lines = yaml.read(path)
    if keys[2:3] == ("stages",) and keys[:3] not in lines:  # the only stage of a step is written without `stages`
        keys = (*keys[:2], "approvers")
    return f"{path}, line {yaml.line(lines, keys)}: {'.'.join(map(str, keys))}"
