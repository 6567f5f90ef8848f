"""What the offline agent looks up before it proposes: every read whose arguments the texts or earlier reads give."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar

from pydantic import ValidationError

from bot.agents.base import Log
from bot.agents.fields import Field, Value, fields_of
from bot.agents.rules import settled
from bot.errors import BadInput, BatonError
from bot.tools import Tool, ToolRefused
from storage.models import Doubt, Fact

_ROUNDS = 3
_MOST = 4  # candidates for one argument that are tried
_VERBS = frozenset(
    {"find", "get", "read", "look", "lookup", "up", "fetch", "show", "list", "search", "load", "check", "by", "of"}
)

Said = Callable[[Field], list[Value]]


@dataclass(frozen=True)
class Read:
    """One look-up: what was asked and what came back; `refused` is the tool's reason, `failed` one of the machine."""

    tool: str
    args: Mapping[str, Any]
    result: Mapping[str, Any]
    refused: str = ""
    failed: str = ""

    @property
    def source(self) -> str:
        """What was looked up, in words: `find_order` -> "order"."""
        words = [word for word in self.tool.split("_") if word not in _VERBS]
        return " ".join(words) or self.tool.replace("_", " ")


@dataclass
class Findings:
    """All look-ups of one turn. `keys` are the arguments that name a thing; a read about another one does not count."""

    reads: list[Read] = field(default_factory=list)
    keys: frozenset[str] = frozenset()

    @property
    def good(self) -> list[Read]:
        """Those that gave an answer."""
        return [read for read in self.reads if not read.refused and not read.failed]

    def values(self, wanted: Field, given: Mapping[str, Any]) -> list[tuple[Any, Read]]:
        """Distinct values that reads returned under the field's name, with the read. Lists of rows count as candidates.

        Args:
            wanted: the field.
            given: values that are settled; a read that was asked about another value does not count.
        """
        found: dict[str, tuple[Any, Read]] = {}
        for read in self._about({name: value for name, value in given.items() if name != wanted.name}):
            for value in _under(read.result, wanted, given):
                form = wanted.accepts(value)
                if form is not None:
                    found.setdefault(str(form), (form, read))
        return list(found.values())

    def facts(self, given: Mapping[str, Any]) -> tuple[Fact, ...]:
        """The facts of the reads about `given`, each once."""
        told = (fact for read in self._about(given) for fact in _told(read.result.get("facts"), Fact, "text"))
        return tuple(dict.fromkeys(told))

    def doubts(self, given: Mapping[str, Any]) -> tuple[Doubt, ...]:
        """The doubts of the reads about `given`, each once."""
        told = (doubt for read in self._about(given) for doubt in _told(read.result.get("doubts"), Doubt, "what"))
        return tuple(dict.fromkeys(told))

    def _about(self, given: Mapping[str, Any]) -> Iterable[Read]:
        for read in self.good:
            asked = all(read.args.get(name, value) == value for name, value in given.items())
            told = all(read.result.get(name, given[name]) == given[name] for name in self.keys & given.keys())
            if asked and told:
                yield read


def _under(result: Mapping[str, Any], wanted: Field, given: Mapping[str, Any]) -> Iterable[Any]:
    """The value under the field's name; else those in rows about `given`; else a list of ids that all fit the field."""
    if result.get(wanted.name) is not None:
        return [result[wanted.name]]
    lists = [value for value in result.values() if isinstance(value, list) and value]
    rows = [row for value in lists for row in value if isinstance(row, dict) and row.get(wanted.name) is not None]
    if rows or wanted.kind != "id":
        return [row[wanted.name] for row in rows if all(row.get(name, value) == value for name, value in given.items())]
    return [one for value in lists if all(wanted.accepts(item) is not None for item in value) for one in value]


_T = TypeVar("_T", Fact, Doubt)


def _told(entries: Any, record: type[_T], text: str) -> Iterable[_T]:
    """Entries of a tool as records. What does not fit is left out: a tool of another team may return anything."""
    for entry in entries if isinstance(entries, list) else ():
        if isinstance(entry, dict) and entry.get(text):
            try:
                yield record.model_validate({key: value for key, value in entry.items() if key in record.model_fields})
            except ValidationError:
                continue


async def look_up(reads: Mapping[str, Tool], keys: frozenset[str], said: Said, log: Log) -> Findings:
    """Call every read whose required arguments are known; again while that makes more of them callable."""
    findings, done = Findings(keys=keys), set[str]()
    for _ in range(_ROUNDS):
        calls = [(name, args) for name, tool in reads.items() for args in _arguments(tool, said, findings)]
        new = [(name, args) for name, args in calls if f"{name} {args}" not in done]
        if not new:
            break
        for name, args in new:
            done.add(f"{name} {args}")
            findings.reads.append(await _call(name, args, log))
    return findings


async def _call(name: str, args: dict[str, Any], log: Log) -> Read:
    try:
        return Read(name, args, await log.read(name, args))
    except (ToolRefused, BadInput) as error:
        return Read(name, args, {}, refused=str(error))
    except BatonError as error:
        return Read(name, args, {}, failed=str(error))


def _arguments(tool: Tool, said: Said, findings: Findings) -> list[dict[str, Any]]:
    """The argument sets to try: one, or one for each candidate where a single argument has several."""
    sets: list[dict[str, Any]] = [{}]
    for wanted in fields_of(tool.model).values():
        values = [value.value for value in settled(said(wanted))]
        if not values and wanted.kind not in ("name", "text"):  # a word that was looked up is no reason to look it up
            values = [value for value, _ in findings.values(wanted, {})]
        if not values and wanted.required:
            return []
        if values and (wanted.required or len(values) == 1):
            sets = [{**one, wanted.name: value} for one in sets for value in values[:_MOST]]
    return sets[:_MOST]
