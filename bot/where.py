"""Where in a file something is wrong, in one sentence: file, line, keys, and what is expected."""

from pathlib import Path
from typing import Any

from pydantic import BaseModel, ValidationError

from bot import yaml
from bot.errors import ConfigError
from bot.files import ConditionFile, RuleFile, RungFile, ServerFile, StageFile, StepFile
from bot.schedule import NESTED, ScheduleFile
from bot.workflows import Words

_EXPECTED = {
    "extra_forbidden": "this key is not known here",
    "missing": "this key is missing",
    "model_type": "keys and values are expected",
    "string_pattern_mismatch": "a name of a-z, 0-9 and - (steps: _) is expected",
}


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
            # A misspelt key is often missing under its right name too: the misspelling says more.
            first = min(error.errors(), key=lambda each: each["type"] != "extra_forbidden")
            keys = tuple(key for key in first["loc"] if key in {*_flat(self.lines)})
            known = ", ".join(_known(model, keys)) if first["type"] == "extra_forbidden" else ""
            text = _EXPECTED.get(first["type"], first["msg"].removeprefix("Value error, "))
            if first["type"] == "missing":
                keys = tuple(first["loc"])
            raise self.wrong(keys, text + (f"; known are {known}" if known else "")) from error


def _flat(lines: yaml.Lines) -> set[str | int]:
    return {key for keys in lines for key in keys}


_INNER: dict[str, type[BaseModel]] = {
    "escalate": RungFile,
    "when": ConditionFile,
    "stages": StageFile,
    "rules": RuleFile,
}
"""The forms of what stands in lists and mappings inside a step, the innermost first."""


def _known(model: type[BaseModel], keys: tuple[str | int, ...]) -> list[str]:
    for name, inner in _INNER.items():
        if name in keys[:-1]:
            return [field.alias or key for key, field in inner.model_fields.items()]
    if len(keys) > 1 and keys[0] == "steps":
        return list(Words.model_fields) if "words" in keys[:-1] else list(StepFile.model_fields)
    if len(keys) > 1 and keys[0] == "servers":
        return list(ServerFile.model_fields)
    if model is ScheduleFile and len(keys) > 1:
        form = NESTED[next(key for key in reversed(keys[:-1]) if key in NESTED)]
        return [field.alias or name for name, field in form.model_fields.items()]
    return list(model.model_fields)


def place(path: Path, *keys: str | int) -> str:
    """Where something stands in a file: "…/workflow.yml, line 7: steps.issue_refund.approvers".

    Raises:
        ConfigError: the file cannot be read any more.
    """
    _, lines = yaml.read(path)
    if keys[2:3] == ("stages",) and keys[:3] not in lines:  # the only stage of a step is written without `stages`
        keys = (*keys[:2], "approvers")
    return f"{path}, line {yaml.line(lines, keys)}: {'.'.join(map(str, keys))}"
