"""Names, ids and amounts of a request replaced by what they are: the classifier shall read what is wanted of them."""

import re

from bot.agents.fields import Field, fields_of
from bot.agents.scan import Scan, readings
from bot.agents.space import STANDS_IN
from bot.workflows import Workflow

_LONGEST = 2000  # characters that the classifier reads: a longer text says what it wants before that
_MANY = 200  # choices of a field that are looked for


class Mask:
    """Replaces what fits the fields of a workflow's steps and reads: "drop jonas.weber" becomes "drop field_person"."""

    def __init__(self, workflow: Workflow) -> None:
        tools = [*(step.tool for step in workflow.steps.values()), *workflow.reads.values()]
        fields = {field.name: field for tool in tools for field in fields_of(tool.model).values()}
        self._ids = [field for field in fields.values() if field.kind == "id"]
        self._choices = [(field.name, found) for field in fields.values() if (found := _choices(field))]

    def __call__(self, text: str) -> str:
        """`text` with the values of fields replaced by the fields' names; only its beginning, where it is long."""
        scan = Scan(text[:_LONGEST], None)
        spots = [(spot.start, spot.end, "amount") for spot in scan.amounts]
        spots += [(spot.start, spot.end, "someone") for spot in scan.mentions]
        spots += [(spot.start, spot.end, name) for spot in scan.tokens if (name := self._id(spot.value))]
        masked = scan.text
        for start, end, name in sorted(spots, reverse=True):
            masked = f"{masked[:start]} {STANDS_IN}{name} {masked[end:]}"
        for name, found in self._choices:
            masked = found.sub(f" {STANDS_IN}{name} ", masked)
        return masked

    def _id(self, token: str) -> str:
        forms = readings(token)
        return next((field.name for field in self._ids if any(field.accepts(form) is not None for form in forms)), "")


def _choices(field: Field) -> re.Pattern[str] | None:
    words = [re.escape(str(choice)) for choice in field.choices[:_MANY] if isinstance(choice, str) and choice]
    longest_first = "|".join(sorted(words, key=len, reverse=True))
    return re.compile(rf"(?<![\w-])(?:{longest_first})(?![\w-])", re.IGNORECASE) if words else None
