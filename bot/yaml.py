"""YAML with the line of every key, so that an error can say where it is."""

import re
from pathlib import Path
from typing import Any

import yaml

from bot.errors import ConfigError

Lines = dict[tuple[str | int, ...], int]
MOST_LINES, DEEPEST = 100_000, 20
"""More keys and entries than these, or deeper ones, are no file of ours: aliases make billions out of a few lines."""
MOST_SAID = 40
_TEXT = {"tag:yaml.org,2002:str", "tag:yaml.org,2002:merge"}
_KINDS = {
    "bool": "yes or no",
    "int": "a number",
    "float": "a number",
    "timestamp": "a date",
    "null": "nothing",
    "str": "text",
}


class _Loader(yaml.SafeLoader):
    """YAML without base 60: `10:30` is text, as anybody would think, and no number of minutes."""

    def construct_object(self, node: yaml.Node, deep: bool = False) -> Any:
        """The value of a node. What cannot be one, such as 30 February, is wrong in its own line."""
        try:
            found = super().construct_object(node, deep)
            # JSON writes an emoji in two halves, and JSON is YAML; a half alone is no letter, and no text can hold it.
            return found if not isinstance(found, str) or found.isascii() else _whole(found)
        except (ValueError, LookupError, AttributeError, TypeError) as error:
            said = str(node.value)[:MOST_SAID].encode("utf-8", "backslashreplace").decode()
            problem = f"`{said}` is not {_kind(node)} ({error})"
            raise yaml.constructor.ConstructorError(None, None, problem, node.start_mark) from error


_Loader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if not tag.endswith((":int", ":float"))]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}
_Loader.add_implicit_resolver(
    "tag:yaml.org,2002:int", re.compile(r"[-+]?(?:0|[1-9][0-9_]*|0x[0-9a-fA-F_]+)$"), list("-+0123456789")
)
_Loader.add_implicit_resolver(
    "tag:yaml.org,2002:float",
    re.compile(
        r"[-+]?(?:[0-9][0-9_]*\.[0-9_]*(?:[eE][-+][0-9]+)?|\.[0-9][0-9_]*|\.(?:inf|Inf|INF))$|\.(?:nan|NaN|NAN)$"
    ),
    list("-+0123456789."),
)


def read(path: Path) -> tuple[Any, Lines]:
    """The values in a YAML file, and for each path of keys its line (from 1).

    Raises:
        ConfigError: no such file, not UTF-8, not YAML, a key twice, or one that is no text; with file and line.
    """
    text = ""
    try:
        text = path.read_text(encoding="utf-8")
        node = yaml.compose(text, Loader=_Loader)
    except OSError as error:
        raise ConfigError(f"{path}: cannot be read: {error.strerror}.") from error
    except UnicodeDecodeError as error:
        raise ConfigError(f"{path}: is not UTF-8 text.") from error
    except RecursionError as error:
        raise ConfigError(f"{path}: goes deeper than any key that is known here.") from error
    except yaml.reader.ReaderError as error:
        at = text.count("\n", 0, error.position) + 1
        problem = f"the character U+{ord(text[error.position]):04X} may not stand here"
        raise ConfigError(f"{path}, line {at}: is not valid YAML: {problem}.") from error
    except yaml.YAMLError as error:
        raise ConfigError(f"{path}{_line_of(error)}: is not valid YAML: {_problem(error)}.") from error
    lines: Lines = {(): 1}
    if node is not None:
        _walk(node, (), lines, path)
    try:
        return _Loader("").construct_document(node) if node is not None else None, lines
    except yaml.YAMLError as error:
        raise ConfigError(f"{path}{_line_of(error)}: is not valid YAML: {_problem(error)}.") from error


def line(lines: Lines, where: tuple[str | int, ...]) -> int:
    """The line of a path of keys, or of the nearest thing that holds it."""
    while where not in lines and where:
        where = where[:-1]
    return lines.get(where, 1)


def _walk(node: yaml.Node, where: tuple[str | int, ...], lines: Lines, path: Path) -> None:
    if len(lines) > MOST_LINES or len(where) > DEEPEST:
        at = node.start_mark.line + 1
        raise ConfigError(f"{path}, line {at}: this is larger or deeper than any file that is known here.")
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            name = key.value
            at = key.start_mark.line + 1
            if not isinstance(key, yaml.ScalarNode):
                raise ConfigError(f"{path}, line {at}: a key must be a plain word.")
            if key.tag not in _TEXT:
                raise ConfigError(f"{path}, line {at}: YAML takes the key `{name}` for {_kind(key)}; put it in quotes.")
            if (*where, name) in lines:
                raise ConfigError(f"{path}, line {at}: the key `{name}` stands here a second time.")
            lines[(*where, name)] = at
            _walk(value, (*where, name), lines, path)
    elif isinstance(node, yaml.SequenceNode):
        for index, value in enumerate(node.value):
            lines[(*where, index)] = value.start_mark.line + 1
            _walk(value, (*where, index), lines, path)


def _whole(text: str) -> str:
    return text.encode("utf-16", "surrogatepass").decode("utf-16")


def _kind(node: yaml.Node) -> str:
    """What YAML takes a node for, in words."""
    kind = node.tag.rpartition(":")[2]
    return _KINDS.get(kind, kind)


def _line_of(error: yaml.YAMLError) -> str:
    mark = getattr(error, "problem_mark", None)
    return f", line {mark.line + 1}" if mark else ""


def _problem(error: yaml.YAMLError) -> str:
    return str(getattr(error, "problem", None) or error)
